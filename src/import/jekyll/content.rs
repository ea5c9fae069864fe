//! The files of a Jekyll site: classifies them as texts or static files, and reads the front matter of the texts.

use super::config::{Collection, Config};
use super::permalink::{self, Parts, slugified};
use crate::diag::SourcePath;
use crate::fs::Tree;
use crate::import::body::Dialect;
use crate::import::dates::When;
use crate::import::front::{self, Front};
use crate::import::report::Fate;
use crate::import::text::{Role, Site, State, Text, To};
use crate::import::value::{Table, Value};

/// The files of a site, by how Jekyll treats them.
#[derive(Default)]
pub struct Files {
    /// Texts.
    texts: Vec<File>,
    /// Files without front matter.
    pub statics: Vec<String>,
    /// Files that are set aside, each with the reason.
    aside: Vec<(String, String)>,
    /// Files that the configuration excludes.
    pub excluded: Vec<String>,
}

/// A text as found, before its place is decided.
struct File {
    path: String,
    /// Jekyll's type for it: `posts`, `drafts`, `pages`, or a collection.
    kind: String,
    collection: Option<Collection>,
    /// The path without the folder of its collection.
    inner: String,
    /// The folder above `_posts`, which gives the categories.
    above: String,
    front: Front,
}

const MARKDOWN: [&str; 7] = ["md", "markdown", "mkdown", "mkdn", "mkd", "mdown", "html"];

/// Front-matter fields of multilingual plugins that link translations.
const KEYS: [&str; 8] =
    ["lang-ref", "lang_ref", "ref", "page_id", "translation_id", "translation_key", "i18n_key", "t_id"];

/// Front-matter fields for the language of a text.
const LANGUAGE: [&str; 3] = ["lang", "locale", "language"];

/// Classifies the files of a site.
pub fn files(tree: &Tree, config: &Config) -> Files {
    let mut files = Files::default();
    for entry in tree.entries() {
        let path = entry.path.to_string();
        if config.file.as_deref() == Some(path.as_str()) || path.starts_with("_data/") {
            continue;
        }
        if config.is_excluded(&path) {
            files.excluded.push(path);
            continue;
        }
        let Some(place) = place(&path, config) else { continue };
        let extension = path.rsplit('/').next().and_then(|name| Some(name.rsplit_once('.')?.1)).unwrap_or_default();
        let extension = extension.to_lowercase();
        let text = tree.text(&entry.path).ok().or_else(|| {
            // A text in another encoding is read with replacement characters rather than not at all.
            MARKDOWN.contains(&extension.as_str()).then(|| tree.lossy(&SourcePath::new(&path))).flatten()
        });
        let front = text.map(|text| front::split(&text)).filter(|front| front.is_there);
        match front {
            Some(front) if MARKDOWN.contains(&extension.as_str()) || extension == "htm" => {
                let Place { kind, collection, inner, above } = place;
                if collection.as_ref().is_some_and(|collection| !collection.output) {
                    let label = collection.map(|collection| collection.label).unwrap_or_default();
                    files.aside.push((path, format!("texts of the collection `{label}` had no pages of their own")));
                    continue;
                }
                files.texts.push(File { path, kind, collection, inner, above, front });
            }
            Some(_) => files.aside.push((path, format!("a template that makes a file of type `{extension}`"))),
            None if place.kind == "pages" => files.statics.push(path),
            None => files.aside.push((path, "it has no front matter, and so no page".to_owned())),
        }
    }
    files
}

/// The place of a file.
struct Place {
    kind: String,
    collection: Option<Collection>,
    inner: String,
    above: String,
}

/// Finds the place of a file; `None` inside one of Jekyll's own folders.
fn place(path: &str, config: &Config) -> Option<Place> {
    for collection in &config.collections {
        if let Some(inner) = path.strip_prefix(&collection.folder).and_then(|rest| rest.strip_prefix('/')) {
            return Some(Place {
                kind: collection.label.clone(),
                collection: Some(collection.clone()),
                inner: inner.to_owned(),
                above: String::new(),
            });
        }
    }
    // Posts and drafts may be in any folder, which is then their category.
    for (name, kind) in [("_posts/", "posts"), ("_drafts/", "drafts")] {
        let at = if path.starts_with(name) { Some(0) } else { path.find(&format!("/{name}")).map(|at| at + 1) };
        if let Some(at) = at {
            return Some(Place {
                kind: kind.to_owned(),
                collection: None,
                inner: path[at + name.len()..].to_owned(),
                above: path[..at].trim_matches('/').to_owned(),
            });
        }
    }
    let is_hidden =
        path.split('/').any(|part| (part.starts_with(['_', '.', '#']) && part != ".well-known") || part.ends_with('~'));
    let kind = "pages".to_owned();
    (!is_hidden).then(|| Place { kind, collection: None, inner: path.to_owned(), above: String::new() })
}

impl File {
    /// Returns a field of the text, or else the default for its folder.
    fn field<'a>(&'a self, config: &'a Config, key: &str) -> Option<&'a Value> {
        let defaults = || config.defaults(&self.path, &self.kind).into_iter().find_map(|values| values.get(key));
        self.front.fields.get(key).or_else(defaults)
    }

    /// Returns the language that its front matter names.
    fn language(&self, config: &Config) -> Option<String> {
        LANGUAGE.iter().find_map(|key| self.field(config, key)?.text())
    }

    /// Returns its folder within its collection.
    fn folder(&self) -> &str {
        self.inner.rsplit_once('/').map_or("", |(folder, _)| folder)
    }
}

impl Files {
    /// Lists the languages that texts name, in order of appearance.
    pub fn languages(&self, config: &Config) -> Vec<String> {
        let mut all: Vec<String> = Vec::new();
        for key in self.texts.iter().filter_map(|text| text.language(config)) {
            if !all.contains(&key) {
                all.push(key);
            }
        }
        all.sort_unstable();
        all
    }

    /// Counts, for each language, the texts at the top level that name it.
    pub fn unfoldered_languages(&self, config: &Config) -> Vec<(String, usize)> {
        let mut counts: Vec<(String, usize)> = Vec::new();
        for text in self.texts.iter().filter(|text| text.folder().is_empty()) {
            let Some(key) = text.language(config) else { continue };
            match counts.iter_mut().find(|(known, _)| *known == key) {
                Some((_, count)) => *count += 1,
                None => counts.push((key, 1)),
            }
        }
        counts
    }
}

/// Converts the files to texts.
pub fn read(files: &Files, config: &Config, site: &mut Site) {
    site.aside.extend(files.aside.iter().cloned());
    let folders: Vec<&str> = files.texts.iter().map(File::folder).collect();
    for file in &files.texts {
        let own = file.folder();
        let has_others = folders.iter().filter(|folder| {
            **folder == own || folder.strip_prefix(own).is_some_and(|rest| own.is_empty() || rest.starts_with('/'))
        });
        let text = text(file, has_others.count() > 1, config, site);
        if let Some(text) = text {
            site.texts.push(text);
        }
    }
}

fn text(file: &File, has_others: bool, config: &Config, site: &mut Site) -> Option<Text> {
    let mut text = Text {
        source: file.path.clone(),
        dialect: Dialect::Jekyll,
        body: file.front.body.clone(),
        first_line: file.front.first_line.max(1),
        ..Text::default()
    };
    if let Some((fault, source)) = &file.front.fault {
        let what = format!("the front matter can't be read ({}): it stands in the text", fault.why);
        site.notes.add(&file.path, fault.line_number, Fate::Kept, what);
        text.body = format!("~~~~text\n{}\n~~~~\n\n{}", source.trim_end(), text.body);
        text.first_line = 1;
        if front::may_hold(source) {
            text.state = State::Draft;
        }
    }
    let mut fields = file.front.fields.clone();
    for values in config.defaults(&file.path, &file.kind) {
        for (key, value) in &values.0 {
            if fields.get(key).is_none() {
                fields.0.push((key.clone(), value.clone()));
            }
        }
    }
    text.variables = fields.clone();
    let (folder, name) = file.inner.rsplit_once('/').unwrap_or(("", &file.inner));
    let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    text.is_html = matches!(extension.to_lowercase().as_str(), "html" | "htm");
    let dated = dated(stem);
    let is_post = file.kind == "posts";
    let mut basename = stem.to_owned();
    if is_post && dated.is_none() {
        text.state = State::Draft;
        let what = "its name does not begin with a date, so Jekyll did not publish it: a draft here";
        site.notes.add(&file.path, None, Fate::Kept, what);
    }
    if let Some((when, rest)) = dated.filter(|_| is_post || file.collection.is_some()) {
        text.date = Some(when);
        rest.clone_into(&mut basename);
    }
    let (folder, basename) = language(file, folder, &basename, config, site, &mut text);
    for name in LANGUAGE {
        if fields.text(name).is_some_and(|key| site.languages[text.language].key == key) {
            fields.take(name);
        }
    }
    for name in ["date", "last_modified_at", "updated"] {
        let place = if name == "date" { &mut text.date } else { &mut text.updated };
        if let Some(when) = fields.get(name).and_then(Value::text).as_deref().and_then(When::parse) {
            *place = Some(when);
            fields.take(name);
        }
    }
    let key = site.languages.get(text.language).map(|language| language.key.as_str());
    let categories = terms(&mut text, &mut fields, &file.above, key);
    text.title = fields.take_text("title");
    text.summary = fields.take_text("description").or_else(|| fields.take_text("excerpt"));
    text.key = KEYS.iter().find_map(|key| fields.take_text(key));
    text.slug = fields.take_text("slug");
    text.order = ["order", "nav_order", "weight", "position"].iter().find_map(|key| {
        let order = fields.get(key)?.integer()?;
        fields.take(key);
        Some(order)
    });
    let is_held_back = fields.take("published").as_ref().and_then(Value::boolean) == Some(false)
        || fields.take("draft").as_ref().and_then(Value::boolean) == Some(true);
    if is_held_back || file.kind == "drafts" {
        text.state = State::Draft;
    }
    place_of(&mut text, file, &folder, &basename, has_others);
    text.address = Some(address(file, &text, &mut fields, &basename, &categories, config));
    home(&mut text, site);
    for key in ["redirect_from", "aliases"] {
        let old = fields.take(key).map(|value| value.texts()).unwrap_or_default();
        text.aliases.extend(old.into_iter().map(|old| format!("/{}", old.trim_start_matches('/'))));
    }
    if let Some(to) = fields.take("redirect_to").and_then(|to| to.texts().into_iter().next()) {
        let from = text.address.clone().unwrap_or_default();
        let what = format!("`{from}` leads to `{to}`: now a redirect");
        let target = if to.contains("://") { To::Elsewhere(to) } else { To::Old(to) };
        site.redirects.extend(text.aliases.iter().chain([&from]).map(|old| (old.clone(), target.clone())));
        if text.body.trim().is_empty() {
            site.notes.add(&file.path, None, Fate::Mapped, what);
        } else {
            site.aside.push((file.path.clone(), what));
        }
        return None;
    }
    text.picture = picture(&fields);
    text.extra = fields;
    Some(text)
}

/// Splits the date from the name of a post: `2026-11-02-title`, also `26-1-2-title`.
fn dated(stem: &str) -> Option<(When, &str)> {
    let mut parts = stem.splitn(4, '-');
    let (year, month, day, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let number = |text: &str, most: usize| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if !(number(year, 4) && year.len() >= 2 && number(month, 2) && number(day, 2)) || rest.is_empty() {
        return None;
    }
    let century = if year.len() == 2 { "20" } else { "" };
    Some((When::parse(&format!("{century}{year:0>2}-{month:0>2}-{day:0>2}"))?, rest))
}

/// Finds the language of a text, and the rest of its folder and name.
fn language(
    file: &File,
    folder: &str,
    basename: &str,
    config: &Config,
    site: &Site,
    text: &mut Text,
) -> (String, String) {
    let find = |key: &str| site.languages.iter().position(|language| language.key.eq_ignore_ascii_case(key));
    let said = file.language(config).and_then(|key| find(&key));
    let (first, rest) = folder.split_once('/').unwrap_or((folder, ""));
    let of_folder = find(first).filter(|found| said.is_none_or(|said| said == *found));
    let of_name = basename.rsplit_once('.').and_then(|(before, key)| Some((before, find(key)?)));
    text.language = said.or(of_folder).or(of_name.map(|(_, found)| found)).unwrap_or(0);
    let folder = if of_folder.is_some() { rest } else { folder };
    let basename = of_name.filter(|(_, found)| *found == text.language).map_or(basename, |(before, _)| before);
    (folder.to_owned(), basename.to_owned())
}

/// Reads tags and categories; returns the categories.
fn terms(text: &mut Text, fields: &mut Table, above: &str, language: Option<&str>) -> Vec<String> {
    // In a plural field, a text is a list separated by spaces; in a singular field it is one name.
    let several = |value: Value| match value.text() {
        Some(text) => text.split_whitespace().map(str::to_owned).collect(),
        None => value.texts(),
    };
    let above = above.split('/').filter(|part| !part.is_empty() && Some(*part) != language).map(str::to_owned);
    let mut categories: Vec<String> = above.collect();
    categories.extend(fields.take_text("category"));
    categories.extend(fields.take("categories").map(several).unwrap_or_default());
    let mut tags: Vec<String> = fields.take_text("tag").into_iter().collect();
    tags.extend(fields.take("tags").map(several).unwrap_or_default());
    categories.dedup();
    text.terms.extend(categories.iter().map(|name| ("categories".to_owned(), name.clone())));
    text.terms.extend(tags.into_iter().map(|name| ("tags".to_owned(), name)));
    categories
}

/// Decides the place of a text in the portal.
fn place_of(text: &mut Text, file: &File, folder: &str, basename: &str, has_others: bool) {
    let base = match &file.collection {
        Some(collection) => collection.label.as_str(),
        None if file.kind == "pages" => "",
        None => "posts",
    };
    let whole = [base, folder].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
    if basename != "index" || matches!(file.kind.as_str(), "posts" | "drafts") {
        (text.folder, text.stem) = (whole, basename.to_owned());
    } else if whole.is_empty() || has_others {
        (text.role, text.folder) = (Role::Section, whole);
    } else {
        let (above, name) = whole.rsplit_once('/').unwrap_or(("", &whole));
        (text.folder, text.stem) = (above.to_owned(), name.to_owned());
    }
}

/// Turns the page at the root of a language into its home page, wherever its file is.
fn home(text: &mut Text, site: &Site) {
    let Some(language) = site.languages.get(text.language) else { return };
    let own = [format!("{}/", language.prefix), format!("/{}/", language.key)];
    let is_home = text.address.as_ref().is_some_and(|address| own.contains(address));
    let has_one = site
        .texts
        .iter()
        .any(|other| other.language == text.language && other.role == Role::Section && other.folder.is_empty());
    if is_home && !has_one {
        (text.role, text.folder, text.stem) = (Role::Section, String::new(), String::new());
        text.slug = None;
    }
}

/// Returns the address that Jekyll gave the text.
fn address(
    file: &File,
    text: &Text,
    fields: &mut Table,
    basename: &str,
    categories: &[String],
    config: &Config,
) -> String {
    let style = config.root.text("permalink").unwrap_or_else(|| "date".to_owned());
    let is_post = matches!(file.kind.as_str(), "posts" | "drafts");
    let folder = file.folder();
    let stem = file.inner.rsplit_once('.').map_or(file.inner.as_str(), |(stem, _)| stem);
    let pattern = fields.take_text("permalink").map(|own| if is_post { permalink::of_posts(&own) } else { own });
    let pattern = pattern.unwrap_or_else(|| match &file.collection {
        _ if is_post => {
            let own = file.collection.as_ref().and_then(|collection| collection.permalink.clone());
            permalink::of_posts(&own.unwrap_or_else(|| style.clone()))
        }
        Some(Collection { permalink: Some(own), .. }) => match own.as_str() {
            "pretty" | "date" | "none" | "ordinal" => permalink::ended("/:collection/:path", own),
            own => own.to_owned(),
        },
        Some(_) => permalink::ended("/:collection/:path", &style),
        None if basename == "index" => "/:path/".to_owned(),
        None => permalink::ended("/:path/:basename", &style),
    });
    let moment = text.date.map(|when| when.0.civil);
    let name = stem.rsplit('/').next().unwrap_or(stem);
    let parts = Parts {
        date: moment.map(jiff::civil::DateTime::date),
        time: moment.map_or((0, 0, 0), |civil| (civil.hour(), civil.minute(), civil.second())),
        categories: categories.iter().map(|name| slugified(name)).collect(),
        title: text.slug.as_deref().map_or_else(|| title(basename, is_post), slugified),
        name: if is_post { basename.to_owned() } else { name.to_owned() },
        path: if file.collection.is_some() { stem.to_owned() } else { folder.to_owned() },
        collection: file.kind.clone(),
    };
    permalink::filled(&pattern, &parts)
}

/// Returns a file's name in the form of `:title`: case and dots stay.
fn title(basename: &str, is_post: bool) -> String {
    if is_post { basename.to_owned() } else { slugified(basename) }
}

fn picture(fields: &Table) -> Option<(String, Option<String>)> {
    let alt = fields.text("image_alt").or_else(|| fields.text("image-alt"));
    let image = fields.get("image").or_else(|| fields.get("cover"))?;
    match image.table() {
        Some(table) => {
            let path = ["path", "src", "url", "feature"].iter().find_map(|key| table.text(key))?;
            Some((path, table.text("alt").or(alt)))
        }
        None => image.text().map(|path| (path, alt)),
    }
}
