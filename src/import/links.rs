//! Resolves the links, pictures and references of foreign texts to their targets in the portal. Implements
//! `body::Surroundings`, through which the translation of bodies asks for them.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use super::address::{self, joined, key, parts, relative};
use super::body::Surroundings;
use super::pairs::Topics;
use super::place::Places;
use super::slug;
use super::text::{Language, Role, Site, Text};
use crate::config::address::decode;
use crate::diag::SourcePath;
use crate::fs::Tree;

/// The target of an old address or file name.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Found {
    /// A text.
    Text(usize),
    /// A file in the portal's content folder.
    File(String),
    /// A file that is published unchanged.
    Static(String),
    /// A generated page of the portal, by its address.
    Address(String),
    /// A text that is not public.
    Hidden,
}

/// Everything that texts may link to.
pub struct Known<'a> {
    site: &'a Site,
    places: &'a Places,
    tree: &'a Tree,
    /// Targets by the key of the old address, with the language.
    addresses: HashMap<String, Vec<(usize, Found)>>,
    /// Targets by the name of the source file.
    sources: HashMap<&'a str, Found>,
    /// Texts by the end of their logical path, in lower case.
    names: HashMap<String, Vec<usize>>,
    /// The path in the portal of each file beside texts, by its source.
    pub beside: BTreeMap<String, String>,
    /// The path below content/ of each picture from `static/` that a text shows, by its source.
    pub shown: RefCell<BTreeMap<String, String>>,
    /// The time of the import, which decides which texts are public.
    pub now: Timestamp,
    base_path: String,
}

const PICTURES: [&str; 7] = ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif"];

/// Returns whether a path is that of a picture.
#[must_use]
pub fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    PICTURES.iter().any(|known| known.eq_ignore_ascii_case(extension))
}

impl<'a> Known<'a> {
    /// Collects everything that a text may link to.
    #[must_use]
    pub fn new(site: &'a Site, places: &'a Places, topics: &Topics, tree: &'a Tree, now: Timestamp) -> Self {
        let mut known = Self {
            site,
            places,
            tree,
            addresses: HashMap::new(),
            sources: HashMap::new(),
            names: HashMap::new(),
            beside: beside(site, places),
            shown: RefCell::new(BTreeMap::new()),
            now,
            base_path: site.base_url.as_deref().map(base_path).unwrap_or_default(),
        };
        for (index, text) in site.texts.iter().enumerate() {
            let found =
                if places.public[index] || text.role == Role::Section { Found::Text(index) } else { Found::Hidden };
            known.sources.insert(&text.source, found.clone());
            for old in text.address.iter().chain(&text.aliases) {
                known.addresses.entry(key(old)).or_default().push((text.language, found.clone()));
            }
            let logical = format!("{}/{}", text.folder, text.stem).to_lowercase();
            known.names.entry(logical.trim_matches('/').to_owned()).or_default().push(index);
        }
        for file in &site.beside {
            let Some(path) = known.beside.get(&file.source).cloned() else { continue };
            known.sources.insert(&file.source, Found::File(path.clone()));
            if let Some(old) = &file.address {
                known.addresses.entry(key(old)).or_default().push((file.language, Found::File(path)));
            }
        }
        for file in &site.statics {
            let found = Found::Static(file.path.clone());
            known.sources.insert(&file.source, found.clone());
            known.addresses.entry(key(&file.path)).or_default().push((0, found));
        }
        for topic in &topics.list {
            for (language, old) in &topic.addresses {
                let tag = &site.languages[*language].tag;
                let slug = topic.slugs.get(language).unwrap_or(&topic.id);
                // The list of a topic without public texts does not exist.
                if is_used(site, places, topics, &topic.id, *language) {
                    let found = Found::Address(format!("/{tag}/topics/{slug}/"));
                    known.addresses.entry(key(old)).or_default().push((*language, found));
                }
            }
        }
        for (folder, language) in &places.wordless {
            let Some(Language { tag, prefix, .. }) = site.languages.get(*language) else { continue };
            let found = Found::File(format!("content/{folder}/_section.{tag}.md"));
            known.addresses.entry(key(&format!("{prefix}/{folder}/"))).or_default().push((*language, found));
        }
        for (language, Language { tag, prefix, .. }) in site.languages.iter().enumerate() {
            let found = Found::Address(format!("/{tag}/"));
            known.addresses.entry(key(&format!("{prefix}/"))).or_default().push((language, found));
        }
        known
    }

    /// Returns the surroundings of a text.
    #[must_use]
    pub fn around(&'a self, text: usize) -> Around<'a> {
        let path = &self.places.paths[text];
        Around {
            known: self,
            text: &self.site.texts[text],
            folder: path.rsplit_once('/').map_or("", |(folder, _)| folder),
        }
    }

    fn at(&self, address: &str, language: usize) -> Option<&Found> {
        let found = self.addresses.get(&key(address))?;
        found.iter().find(|(own, _)| *own == language).or_else(|| found.first()).map(|(_, found)| found)
    }
}

/// Returns whether a topic has a public text in a language.
#[must_use]
pub fn is_used(site: &Site, places: &Places, topics: &Topics, id: &str, language: usize) -> bool {
    let has = |text: &usize| {
        let text = &site.texts[*text];
        text.terms.iter().any(|(_, term)| topics.id(text.language, term) == Some(id))
    };
    let shown = |text: &usize| places.public[*text] && site.texts[*text].language == language;
    let pages = places.sets.iter().filter(|set| set.role == Role::Page);
    pages.filter(|set| places.public[set.texts[0]]).any(|set| set.texts.iter().any(shown) && set.texts.iter().any(has))
}

/// Returns the path of a base URL: empty, or with a leading and without a trailing `/`.
fn base_path(base: &str) -> String {
    url::Url::parse(base).map_or_else(
        |_| if base.starts_with('/') { base.trim_end_matches('/').to_owned() } else { String::new() },
        |url| url.path().trim_end_matches('/').to_owned(),
    )
}

/// Decides the paths of files beside texts: a bundle's files go with the bundle, others into their folder.
fn beside(site: &Site, places: &Places) -> BTreeMap<String, String> {
    let mut bundles: HashMap<&str, usize> = HashMap::new();
    for (index, text) in site.texts.iter().enumerate() {
        if let (Some(bundle), Role::Page) = (&text.bundle, text.role) {
            bundles.entry(bundle).or_insert(places.set_of[index]);
        }
    }
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut all = BTreeMap::new();
    for file in &site.beside {
        let folder_of = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
        let mut at = folder_of(&file.source);
        let bundle = loop {
            match &at {
                None => break None,
                Some(folder) => match bundles.get(folder.as_str()) {
                    Some(set) => break Some((folder.clone(), *set)),
                    None => at = folder_of(folder),
                },
            }
        };
        let path = match bundle {
            Some((folder, set)) => {
                let set = &places.sets[set];
                let inner = file.source.strip_prefix(&folder).unwrap_or(&file.source);
                format!("{}/{}/{}", set.folder, set.stem, inner.trim_start_matches('/'))
            }
            None => {
                let name = file.source.rsplit('/').next().unwrap_or(&file.source);
                format!("{}/{name}", places.folder(file.language, &file.folder))
            }
        };
        let mut path = format!("content/{}", file_path(path.trim_start_matches('/')));
        if !taken.insert(path.to_lowercase()) {
            let tag = &site.languages[file.language].tag;
            let (stem, extension) = path.rsplit_once('.').unwrap_or((&path, ""));
            let names = std::iter::once(format!("{stem}-{tag}.{extension}"));
            let names = names.chain((2..).map(|number| format!("{stem}-{number}.{extension}")));
            let free = names.into_iter().find(|name| !taken.contains(&name.to_lowercase()));
            path = free.unwrap_or(path);
            taken.insert(path.to_lowercase());
        }
        all.insert(file.source.clone(), path);
    }
    all
}

/// Converts a path to one that needs no escapes in a link.
fn file_path(path: &str) -> String {
    let plain = |c: char| if c.is_alphanumeric() || "._-/".contains(c) { c } else { '-' };
    path.chars().map(plain).collect()
}

/// One text and everything it may link to.
pub struct Around<'a> {
    known: &'a Known<'a>,
    text: &'a Text,
    /// The folder of the text's file in the portal.
    folder: &'a str,
}

impl Around<'_> {
    /// Returns the path below the base for a target on the site, with its language; `None` for an external one.
    fn on_site(&self, target: &str) -> Option<(String, usize)> {
        let (site, language) = (self.known.site, self.text.language);
        if !address::is_elsewhere(target) {
            let target =
                target.strip_prefix(&self.known.base_path).filter(|rest| rest.starts_with('/')).unwrap_or(target);
            return Some((target.to_owned(), language));
        }
        let absolute = if target.starts_with("//") { format!("https:{target}") } else { target.to_owned() };
        let url = url::Url::parse(&absolute).ok()?;
        let host = url.host_str()?;
        let (_, own) = site.hosts.iter().find(|(own, _)| own.eq_ignore_ascii_case(host))?;
        let path =
            url.path().strip_prefix(&self.known.base_path).filter(|rest| rest.starts_with('/')).unwrap_or(url.path());
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let fragment = url.fragment().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        Some((format!("{path}{query}{fragment}"), own.unwrap_or(language)))
    }

    fn find(&self, path: &str, language: usize) -> Option<&Found> {
        let path = decode(path);
        // The target may be a file beside the text, or in a folder given relative to the text.
        if !path.starts_with('/') {
            let own = SourcePath::new(&self.text.source);
            let beside = own.resolve(&path).map(|path| path.to_string());
            if let Some(found) = beside.as_deref().and_then(|path| self.beside(path)) {
                return Some(found);
            }
            let page = self.text.address.as_deref().unwrap_or("/");
            return self.known.at(&joined(page, &path)?, language);
        }
        self.known.at(&path, language)
    }

    /// Finds a file of the source, even if its language or extension is omitted.
    fn beside(&self, path: &str) -> Option<&Found> {
        let sources = &self.known.sources;
        if let Some(found) = sources.get(path) {
            return Some(found);
        }
        let (stem, extension) = path.rsplit_once('.').filter(|(_, extension)| !extension.contains('/'))?;
        let languages = &self.known.site.languages;
        let own = languages.get(self.text.language).into_iter().chain(languages);
        own.into_iter().find_map(|language| sources.get(format!("{stem}.{}.{extension}", language.key).as_str()))
    }

    /// Writes a target in the form that links use.
    fn written(&self, found: &Found, fragment: &str) -> Option<String> {
        match found {
            Found::Text(text) => {
                let path = relative(self.folder, &self.known.places.paths[*text]);
                Some(format!("{path}{fragment}"))
            }
            Found::File(path) => Some(format!("{}{fragment}", relative(self.folder, path))),
            Found::Static(path) => Some(address::encoded(&format!("/{path}"))),
            Found::Address(address) => Some(address.clone()),
            Found::Hidden => None,
        }
    }

    /// Finds a text by name, as references do: relative to the content root, relative to this text, or by its name
    /// alone.
    fn named(&self, name: &str) -> Option<usize> {
        let bare = decode(name).to_lowercase();
        let bare = bare.trim_matches('/');
        let mut stem = bare;
        for extension in [".md", ".markdown", ".html"] {
            stem = stem.strip_suffix(extension).unwrap_or(stem);
        }
        for language in &self.known.site.languages {
            stem = stem.strip_suffix(&format!(".{}", language.key.to_lowercase())).unwrap_or(stem);
        }
        let stem = stem.strip_suffix("/index").or_else(|| stem.strip_suffix("/_index")).unwrap_or(stem);
        let stem = if matches!(stem, "_index" | "index") { "" } else { stem };
        let here = joined(&format!("/{}/", self.text.folder.to_lowercase()), stem);
        let inner = joined(&format!("/{}/{}/", self.text.folder.to_lowercase(), self.text.stem.to_lowercase()), stem);
        let names = &self.known.names;
        let exact = [Some(format!("/{stem}")), here, inner].into_iter().flatten();
        let exact = if name.starts_with('/') {
            exact.take(1).collect::<Vec<_>>()
        } else {
            exact.skip(1).chain([format!("/{stem}")]).collect()
        };
        let found = exact.iter().find_map(|path| names.get(path.trim_matches('/')));
        let found = found.cloned().or_else(|| {
            // By the last part of the path, if only one text of each language has that name.
            let ends: Vec<usize> = names
                .iter()
                .filter(|(path, _)| *path == stem || path.strip_suffix(stem).is_some_and(|rest| rest.ends_with('/')))
                .flat_map(|(_, texts)| texts.iter().copied())
                .collect();
            (!stem.is_empty() && !ends.is_empty()).then_some(ends)
        })?;
        let own = found.iter().copied().find(|text| self.known.site.texts[*text].language == self.text.language);
        own.or_else(|| found.iter().copied().min())
    }

    fn text_found(&self, text: usize) -> Option<Found> {
        let is_seen = self.known.places.public[text] || self.known.site.texts[text].role == Role::Section;
        is_seen.then_some(Found::Text(text))
    }
}

impl Surroundings for Around<'_> {
    fn link(&self, target: &str) -> Option<String> {
        let target = target.trim();
        if let Some(name) = target.strip_prefix("@/") {
            return self.reference(&format!("/{name}"));
        }
        let Some((on_site, language)) = self.on_site(target) else { return Some(target.to_owned()) };
        let (path, _, fragment) = parts(&on_site);
        if path.is_empty() {
            return Some(target.to_owned()).filter(|target| target.starts_with('#'));
        }
        match self.find(path, language) {
            Some(found) => self.written(found, fragment),
            // The tools also accept a file name as a link to its page.
            None => {
                let is_file = [".md", ".markdown"].iter().any(|end| path.ends_with(end));
                let named = if is_file { self.named(path) } else { None };
                match named.and_then(|text| self.text_found(text)) {
                    Some(found) => self.written(&found, fragment),
                    // The address has the site's host name but is not on the imported site: it stays an external link.
                    None if address::is_elsewhere(target) => Some(target.to_owned()),
                    None => None,
                }
            }
        }
    }

    fn picture(&self, target: &str) -> Option<String> {
        let (on_site, language) = self.on_site(target.trim())?;
        let (path, _, _) = parts(&on_site);
        let found = self.find(path, language).or_else(|| {
            // Shortcodes and theme fields often omit the leading `/`.
            self.known.at(&format!("/{}", path.trim_start_matches('/')), language)
        })?;
        match found {
            Found::File(path) if !path.ends_with(".md") => Some(relative(self.folder, path)),
            Found::Static(path) => {
                let file = self.known.site.statics.iter().find(|file| file.path == *path)?;
                let copy = format!("content/{}", file_path(path));
                self.known.shown.borrow_mut().insert(file.source.clone(), copy.clone());
                Some(relative(self.folder, &copy))
            }
            _ => None,
        }
    }

    fn reference(&self, target: &str) -> Option<String> {
        let (path, _, fragment) = parts(target.trim());
        if path.is_empty() {
            return Some(fragment.to_owned()).filter(|fragment| fragment.len() > 1);
        }
        let found = self.named(path).and_then(|text| self.text_found(text));
        match found {
            Some(found) => self.written(&found, fragment),
            None => self.find(path, self.text.language).and_then(|found| self.written(found, fragment)),
        }
    }

    fn include(&self, name: &str) -> Option<String> {
        let own = SourcePath::new(&self.text.source);
        let name = name.trim_start_matches('/');
        let beside = own.resolve(name);
        let others =
            ["", "content/", "_includes/", "assets/"].map(|folder| SourcePath::new(&format!("{folder}{name}")));
        let path = beside.into_iter().chain(others).find(|path| self.known.tree.contains(path))?;
        self.known.tree.text(&path).ok()
    }

    fn variable(&self, path: &str) -> Option<String> {
        let site = &self.known.site.variables;
        let (page, whole) = match path.split_once('.') {
            Some(("page", rest)) => (Some(rest), None),
            Some(("site", rest)) => (None, Some(rest)),
            _ => (Some(path), Some(path)),
        };
        let own = page.and_then(|name| self.text.variables.at(name));
        let params = |name: &str| site.at(name).or_else(|| site.at(&format!("params.{name}")));
        own.or_else(|| whole.and_then(params))?.text()
    }
}

/// Returns the title of a section that has no text of its own.
#[must_use]
pub fn section_title(folder: &str) -> String {
    slug::title(folder.rsplit('/').next().unwrap_or(folder))
}
