//! Hugo's content: finds the texts, the files beside them, and the language and folder of each.

use std::collections::{BTreeMap, BTreeSet};

use super::cascade::{self, Cascade, Subject};
use super::config::{Config, Mount};
use super::fields;
use super::url;
use crate::diag::SourcePath;
use crate::fs::Tree;
use crate::import::front::{self, Front};
use crate::import::report::Fate;
use crate::import::text::{Beside, Role, Site, State, Term, Text, To};
use crate::import::value::Value;

/// File extensions of texts that are translated; below, those of texts that are not.
const MARKDOWN: [&str; 3] = ["md", "markdown", "mdown"];
const HTML: [&str; 2] = ["html", "htm"];
const OTHERS: [&str; 7] = ["adoc", "asciidoc", "asc", "org", "rst", "pandoc", "pdc"];

/// A content file, classified by its name alone.
#[derive(Clone, Debug)]
struct File {
    path: String,
    /// Its folder within the content.
    folder: String,
    stem: String,
    extension: String,
    language: usize,
}

impl File {
    fn is_text(&self) -> bool {
        let extension = self.extension.as_str();
        MARKDOWN.contains(&extension) || HTML.contains(&extension) || OTHERS.contains(&extension)
    }
}

/// Reads all content.
pub fn read(tree: &Tree, config: &Config, site: &mut Site) {
    let files = files(tree, config, site);
    let fronts: BTreeMap<&str, Front> = files
        .iter()
        .filter(|file| file.is_text())
        .filter_map(|file| Some((file.path.as_str(), front::split(&read_text(tree, &file.path, site)?))))
        .collect();
    // HTML without front matter is an ordinary file.
    let is_content = |file: &&File| {
        fronts.get(file.path.as_str()).is_some_and(|front| front.is_there || !HTML.contains(&file.extension.as_str()))
    };
    let folder_of = |file: &File| file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned());
    let bundles: BTreeSet<String> =
        files.iter().filter(is_content).filter(|file| file.stem == "index").map(&folder_of).collect();
    let mut cascades: Vec<Cascade> =
        config.root.get("cascade").map(|value| cascade::read(value, "", None)).unwrap_or_default();
    for file in files.iter().filter(|file| matches!(file.stem.as_str(), "_index" | "index")) {
        if let Some(value) = fronts.get(file.path.as_str()).and_then(|front| front.fields.get("cascade")) {
            cascades.extend(cascade::read(value, &file.folder, Some(file.language)));
        }
    }
    for file in &files {
        let bundle = bundle_of(&file.path, &bundles);
        let is_index = file.stem == "index" && bundle.as_deref() == Some(folder_of(file).as_str());
        match fronts.get(file.path.as_str()) {
            Some(front) if bundle.is_none() || is_index => {
                if front.is_there || is_content(&file) {
                    text(file, front, is_index, &cascades, config, site);
                } else {
                    page_of_html(file, front, config, site);
                }
            }
            Some(_) if file.is_text() && !HTML.contains(&file.extension.as_str()) => {
                let why = "a text within a bundle has no page of its own; a template of the old site may have shown it";
                site.aside.push((file.path.clone(), why.to_owned()));
            }
            _ => beside(file, config, site),
        }
    }
    terms(config, site);
}

fn read_text(tree: &Tree, path: &str, site: &mut Site) -> Option<String> {
    let source = SourcePath::new(path);
    match tree.text(&source) {
        Ok(text) => Some(text),
        Err(fault) => {
            let text = tree.lossy(&source);
            let fate = if text.is_some() { Fate::Kept } else { Fate::Lost };
            site.notes.add(path, None, fate, fault.message);
            text
        }
    }
}

/// Lists the files of all mounts with their languages.
fn files(tree: &Tree, config: &Config, site: &mut Site) -> Vec<File> {
    let mut all = Vec::new();
    for entry in tree.entries() {
        let path = entry.path.as_str();
        let inside =
            |mount: &&Mount| path.strip_prefix(mount.folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let Some(mount) = config.mounts.iter().find(inside) else { continue };
        let inner = path[mount.folder.len()..].trim_start_matches('/');
        if !mount.filter.takes(inner) || config.is_ignored(path) {
            site.aside.push((path.to_owned(), super::LEFT_OUT.to_owned()));
            continue;
        }
        let inner = if mount.target.is_empty() { inner.to_owned() } else { format!("{}/{inner}", mount.target) };
        let (folder, name) = inner.rsplit_once('/').unwrap_or(("", &inner));
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let (stem, suffix) = match stem.rsplit_once('.') {
            Some((before, key)) if config.index(key).is_ok() => (before, Some(config.index(key))),
            Some((before, key)) if config.disabled.iter().any(|off| off == key) => (before, Some(Err(key.to_owned()))),
            _ => (stem, None),
        };
        match suffix.or_else(|| mount.language.clone()).unwrap_or(Ok(0)) {
            Ok(language) => {
                let extension = extension.to_lowercase();
                let file = File {
                    path: path.to_owned(),
                    folder: folder.to_owned(),
                    stem: stem.to_owned(),
                    extension,
                    language,
                };
                undeclared(&file, config, site);
                all.push(file);
            }
            Err(key) => site.aside.push((path.to_owned(), format!("the language `{key}` is not built"))),
        }
    }
    all
}

/// Notes a suffix that is not a declared language: Hugo reads it as part of the name, but it may be meant as one.
fn undeclared(file: &File, config: &Config, site: &mut Site) {
    if let Some((_, suffix)) = file.stem.rsplit_once('.').filter(|_| file.is_text())
        && suffix.len() <= 10
        && suffix.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
        && crate::config::LanguageTag::parse(suffix).is_some()
    {
        let known: Vec<String> = config.languages.iter().map(|language| format!("`{}`", language.key)).collect();
        let what = format!(
            "`{suffix}` is no language that the site declares ({}): taken as a part of the name, as Hugo does",
            known.join(", ")
        );
        site.notes.add(&file.path, None, Fate::Kept, what);
    }
}

/// Returns the folder of the outermost bundle that contains a file.
fn bundle_of(path: &str, bundles: &BTreeSet<String>) -> Option<String> {
    let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
    folders.into_iter().find(|folder| bundles.contains(*folder)).map(str::to_owned)
}

fn text(file: &File, front: &Front, is_bundle: bool, cascades: &[Cascade], config: &Config, site: &mut Site) {
    let language = &config.languages[file.language];
    let is_section = file.stem == "_index";
    let (folder, stem) = match (is_section, is_bundle) {
        (true, _) => (file.folder.clone(), String::new()),
        (false, true) => match file.folder.rsplit_once('/') {
            Some((above, name)) => (above.to_owned(), name.to_owned()),
            None => (String::new(), file.folder.clone()),
        },
        (false, false) => (file.folder.clone(), file.stem.clone()),
    };
    // A bundle at the root of the content is the home page.
    let is_section = is_section || (is_bundle && file.folder.is_empty());
    let mut fields = front.fields.clone();
    fields.take("cascade");
    let kind = match (is_section, file.folder.is_empty()) {
        (true, true) => "home",
        (true, false) => "section",
        (false, _) => "page",
    };
    let subject = Subject { folder: &file.folder, stem: &stem, language: (file.language, &language.key), kind };
    cascade::apply(cascades, subject, &mut fields);
    let mut text = Text {
        source: file.path.clone(),
        role: if is_section { Role::Section } else { Role::Page },
        folder: if is_section { file.folder.clone() } else { folder },
        stem: if is_section { String::new() } else { stem },
        bundle: is_bundle.then(|| file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| folder.to_owned())),
        language: file.language,
        is_html: HTML.contains(&file.extension.as_str()),
        is_verbatim: OTHERS.contains(&file.extension.as_str()),
        body: front.body.clone(),
        first_line: front.first_line.max(1),
        ..Text::default()
    };
    if let Some((fault, source)) = &front.fault {
        let what = format!("the front matter can't be read ({}): it stands in the text", fault.why);
        site.notes.add(&file.path, fault.line_number, Fate::Kept, what);
        text.body = format!("~~~~text\n{}\n~~~~\n\n{}", source.trim_end(), text.body);
        text.first_line = 1;
        if front::may_hold(source) {
            text.state = State::Draft;
        }
    }
    let said = fields::take(&mut text, fields, config, site);
    text.address = Some(url::address(config, &text, said.url.as_deref(), text.slug.as_deref()));
    if let Some(address) = text.address.clone() {
        text.aliases = said.aliases.iter().map(|alias| url::alias(alias, &address)).collect();
    }
    if let Some(term) = term_words(&text, config) {
        let is_empty = text.body.trim().is_empty();
        site.terms.push(term);
        if is_empty {
            let what = "the words of a term, which is a topic now";
            site.notes.add(&file.path, None, Fate::Mapped, what);
            return;
        }
    }
    site.texts.push(text);
}

/// Reads a term's title from its page, such as `content/tags/climate/_index.md`.
fn term_words(text: &Text, config: &Config) -> Option<Term> {
    let (taxonomy, name) = text.folder.split_once('/').filter(|_| text.role == Role::Section)?;
    config.taxonomies().iter().any(|known| known == taxonomy).then(|| Term {
        taxonomy: taxonomy.to_owned(),
        name: name.to_owned(),
        language: text.language,
        title: text.title.clone(),
        key: text.key.clone(),
        address: text.address.clone().filter(|_| text.body.trim().is_empty()),
    })
}

/// Reads HTML without front matter, which was published unchanged: as a text, or as a redirect.
fn page_of_html(file: &File, front: &Front, config: &Config, site: &mut Site) {
    let prefix = config.prefix(&config.languages[file.language]);
    let folder = url::urlize(config, &file.folder);
    let name = if file.stem == "index" {
        String::new()
    } else {
        format!("{}.{}", url::urlize(config, &file.stem), file.extension)
    };
    let address = format!("{prefix}/{folder}/{name}").replace("//", "/");
    if let Some(target) = refresh(&front.body) {
        site.notes.add(&file.path, None, Fate::Mapped, format!("`{address}` leads to `{target}`: now a redirect"));
        let own = site.hosts.iter().any(|(host, _)| {
            ::url::Url::parse(&target).ok().and_then(|url| url.host_str().map(str::to_owned)).as_ref() == Some(host)
        });
        let to = match (own, ::url::Url::parse(&target)) {
            (true, Ok(url)) => To::Old(url.path().to_owned()),
            (false, Ok(_)) => To::Elsewhere(target),
            (_, Err(_)) => To::Old(target),
        };
        site.redirects.push((address, to));
        return;
    }
    let (folder, stem) = match (file.stem.as_str(), file.folder.rsplit_once('/')) {
        ("index" | "_index", Some((above, name))) => (above.to_owned(), name.to_owned()),
        ("index" | "_index", None) => (String::new(), file.folder.clone()),
        _ => (file.folder.clone(), file.stem.clone()),
    };
    let is_section = matches!(file.stem.as_str(), "_index") || stem.is_empty();
    let title = front.body.find("<title>").and_then(|at| front.body[at + 7..].split('<').next());
    site.notes.add(&file.path, None, Fate::Mapped, "HTML without front matter: a page all the same");
    site.texts.push(Text {
        source: file.path.clone(),
        role: if is_section { Role::Section } else { Role::Page },
        folder: if is_section { file.folder.clone() } else { folder },
        stem: if is_section { String::new() } else { stem },
        language: file.language,
        title: title.map(|title| title.trim().to_owned()),
        is_html: true,
        body: front.body.clone(),
        address: Some(address),
        ..Text::default()
    });
}

/// Returns the target of a page that only redirects to another.
fn refresh(html: &str) -> Option<String> {
    let lower = html.to_ascii_lowercase();
    let at = lower.find("http-equiv")?;
    let tag = &lower[at..at + lower[at..].find('>')?];
    let target = tag.find("url").filter(|_| tag.contains("refresh"))?;
    let rest = &html[at + target + 3..];
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = rest.find(['"', '\'', '>', ' '])?;
    let has_words = lower.find("<body").is_some_and(|body| lower[body..].len() > 400);
    (!has_words && end > 0).then(|| rest[..end].to_owned())
}

fn beside(file: &File, config: &Config, site: &mut Site) {
    let name = file.path.rsplit('/').next().unwrap_or_default();
    let prefix = config.prefix(&config.languages[file.language]);
    let folder = url::urlize(config, &file.folder);
    let address = format!("{prefix}/{folder}/{name}").replace("//", "/");
    site.beside.push(Beside {
        source: file.path.clone(),
        folder: file.folder.clone(),
        language: file.language,
        address: Some(address),
    });
}

/// Records the addresses of the term lists.
fn terms(config: &Config, site: &mut Site) {
    let mut known: BTreeSet<(usize, String, String)> =
        site.terms.iter().map(|term| (term.language, term.taxonomy.clone(), url::urlize(config, &term.name))).collect();
    let mut lists: BTreeSet<(usize, String)> = BTreeSet::new();
    let mut found = Vec::new();
    for text in &site.texts {
        for (taxonomy, name) in &text.terms {
            lists.insert((text.language, taxonomy.clone()));
            let part = url::urlize(config, name);
            if known.insert((text.language, taxonomy.clone(), part.clone())) {
                let prefix = config.prefix(&config.languages[text.language]);
                found.push(Term {
                    taxonomy: taxonomy.clone(),
                    name: name.clone(),
                    language: text.language,
                    address: Some(format!("{prefix}/{taxonomy}/{part}/")),
                    ..Term::default()
                });
            }
        }
    }
    site.terms.extend(found);
    for (language, taxonomy) in lists {
        let (prefix, tag) = (config.prefix(&config.languages[language]), &site.languages[language].tag);
        site.redirects.push((format!("{prefix}/{taxonomy}/"), To::Portal(format!("/{tag}/topics/"))));
    }
}

/// Returns whether a value means "never".
pub(super) fn is_never(value: Option<&Value>) -> bool {
    value.is_some_and(|value| value.boolean() == Some(false) || value.text().as_deref() == Some("never"))
}
