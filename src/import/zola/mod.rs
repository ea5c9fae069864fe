//! Reads a Zola site, following Zola's documented rules.

use std::collections::BTreeSet;

use super::NoSite;
use super::body::Dialect;
use super::dates::When;
use super::front;
use super::pattern::{Star, glob};
use super::report::Fate;
use super::text::{Beside, Language, Role, Site, State, Static, Term, Text, To};
use super::value::{Data, Table, Value, toml};
use crate::config::LanguageTag;
use crate::diag::SourcePath;
use crate::fs::Tree;

/// Reads a Zola site.
///
/// # Errors
///
/// If the folder is not a Zola site.
pub fn read(tree: &Tree) -> Result<Site, NoSite> {
    let names = ["zola.toml", "config.toml"];
    let found = names.iter().find_map(|name| Some((*name, tree.lossy(&SourcePath::new(name))?)));
    let Some((name, source)) = found else {
        return Err(NoSite("it has no configuration of Zola: looked for config.toml and zola.toml".to_owned()));
    };
    if tree.under("content").next().is_none() {
        return Err(NoSite("it has a configuration but no content: looked for `content/`".to_owned()));
    }
    let mut site = Site::default();
    let config = match toml(&source, 1) {
        Ok(Value { data: Data::Table(table), .. }) => table,
        Ok(_) => Table::default(),
        Err(fault) => {
            site.notes.add(name, fault.line_number, Fate::Lost, format!("it can't be read: {}", fault.why));
            Table::default()
        }
    };
    site.notes.add(name, None, Fate::Mapped, "read as configuration: languages, addresses, taxonomies");
    site.base_url = config.text("base_url").map(|base| if base.ends_with('/') { base } else { format!("{base}/") });
    let host = site.base_url.as_deref().and_then(|base| url::Url::parse(base).ok()?.host_str().map(str::to_owned));
    site.hosts.extend(host.map(|host| (host, None)));
    languages(&config, name, &mut site);
    site.variables = config.table("extra").cloned().unwrap_or_default();
    site.variables.merge(Table(config.0.iter().filter(|(key, _)| key != "extra").cloned().collect()));
    content(tree, &config, &mut site);
    let ignored = config.get("ignored_static").map(Value::texts).unwrap_or_default();
    for entry in tree.under("static") {
        let path = entry.path.to_string();
        let inner = path["static/".len()..].to_owned();
        if is_ignored(&ignored, &path, &inner) {
            site.aside.push((path, LEFT_OUT.to_owned()));
            continue;
        }
        site.statics.push(Static { source: path, path: inner });
    }
    for (folder, what) in
        [("templates", "templates"), ("themes", "themes of Zola"), ("sass", "sources of style sheets")]
    {
        let count = tree.under(folder).count();
        if count > 0 {
            site.notes.add(folder, None, Fate::Lost, format!("not imported: {what} ({count} in number)"));
        }
    }
    let known = ["content/", "static/", "templates/", "themes/", "sass/"];
    for entry in tree.entries() {
        let path = entry.path.as_str();
        if path != name && !known.iter().any(|folder| path.starts_with(folder)) {
            site.notes.add(path, None, Fate::Lost, "no part of the site");
        }
    }
    Ok(site)
}

fn languages(config: &Table, name: &str, site: &mut Site) {
    let default = config.text("default_language").unwrap_or_else(|| "en".to_owned());
    let title = config.text("title");
    let tag = |key: &str| LanguageTag::parse(&key.replace('_', "-")).map(|tag| tag.as_str().to_owned());
    site.languages.push(Language {
        tag: tag(&default).unwrap_or_else(|| "en".to_owned()),
        key: default.clone(),
        title: title.clone(),
        prefix: String::new(),
    });
    for (key, value) in config.table("languages").map(|table| table.0.as_slice()).unwrap_or_default() {
        let own = value.table().and_then(|table| table.text("title"));
        if *key == default {
            site.languages[0].title = own.or_else(|| title.clone());
            continue;
        }
        match tag(key) {
            Some(tag) if !site.languages.iter().any(|language| language.tag == tag) => site.languages.push(Language {
                tag,
                key: key.clone(),
                title: own.or_else(|| title.clone()),
                prefix: format!("/{key}"),
            }),
            _ => site.notes.add(
                name,
                value.line_number,
                Fate::Kept,
                format!("the language `{key}` has no tag of its own"),
            ),
        }
    }
}

fn content(tree: &Tree, config: &Table, site: &mut Site) {
    let paths: Vec<String> = tree.under("content").map(|entry| entry.path.to_string()).collect();
    let named = |path: &str| path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name)).1.to_owned();
    let is_index = |path: &&String| {
        let name = named(path);
        name == "index.md" || (name.starts_with("index.") && name.ends_with(".md"))
    };
    let bundles: BTreeSet<String> =
        paths.iter().filter(is_index).filter_map(|path| Some(path.rsplit_once('/')?.0.to_owned())).collect();
    let ignored = config.get("ignored_content").map(Value::texts).unwrap_or_default();
    for path in &paths {
        let inner = path["content/".len()..].to_owned();
        if is_ignored(&ignored, path, &inner) {
            site.aside.push((path.clone(), LEFT_OUT.to_owned()));
            continue;
        }
        let (folder, name) = inner.rsplit_once('/').unwrap_or(("", &inner));
        let own = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(stem) = name.strip_suffix(".md") else {
            let address = Some(format!("/{}", urlize(&inner)));
            site.beside.push(Beside { source: path.clone(), folder: folder.to_owned(), language: 0, address });
            continue;
        };
        let (stem, language) = match stem.rsplit_once('.') {
            Some((before, key)) => match site.languages.iter().position(|language| language.key == key) {
                Some(language) => (before, language),
                None => (stem, 0),
            },
            None => (stem, 0),
        };
        let Some(source) = tree.text(&SourcePath::new(path)).ok().or_else(|| tree.lossy(&SourcePath::new(path))) else {
            continue;
        };
        let mut text = Text { source: path.clone(), language, dialect: Dialect::Zola, ..Text::default() };
        let is_bundle = stem == "index" && bundles.contains(own) && !folder.is_empty();
        if stem == "_index" {
            (text.role, text.folder) = (Role::Section, folder.to_owned());
        } else if is_bundle {
            let (above, name) = folder.rsplit_once('/').unwrap_or(("", folder));
            (text.folder, text.stem) = (above.to_owned(), name.to_owned());
            text.bundle = Some(own.to_owned());
        } else {
            (text.folder, text.stem) = (folder.to_owned(), stem.to_owned());
        }
        fields(&mut text, front::split(&source), config, site);
        site.texts.push(text);
    }
    hide_below_drafts(site);
    terms(config, site);
}

/// Hides everything below a section that is a draft.
fn hide_below_drafts(site: &mut Site) {
    let is_draft =
        |text: &&Text| text.role == Role::Section && text.variables.get("draft").and_then(Value::boolean) == Some(true);
    let folders: Vec<String> = site.texts.iter().filter(is_draft).map(|text| text.folder.clone()).collect();
    for text in &mut site.texts {
        let above = folders.iter().find(|folder| {
            folder.is_empty()
                || text.folder == **folder
                || text.folder.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        });
        if let Some(folder) = above.filter(|_| text.state == State::Published) {
            text.state = State::Draft;
            let what = format!("the section `{folder}` is a draft, and all that is in it: a draft here");
            site.notes.add(&text.source, None, Fate::Kept, what);
        }
    }
}

/// The reason why a file among published ones is not published.
const LEFT_OUT: &str = "the configuration leaves it out, so it was not published";

/// Returns whether a pattern of the configuration excludes a file.
fn is_ignored(patterns: &[String], path: &str, inner: &str) -> bool {
    patterns.iter().any(|pattern| [path, inner].iter().any(|path| glob(pattern, path, Star::Whole)))
}

fn fields(text: &mut Text, front: front::Front, config: &Table, site: &mut Site) {
    text.body = front.body;
    text.first_line = front.first_line.max(1);
    if let Some((fault, source)) = front.fault {
        let what = format!("the front matter can't be read ({}): it stands in the text", fault.why);
        site.notes.add(&text.source, fault.line_number, Fate::Kept, what);
        text.body = format!("~~~~text\n{}\n~~~~\n\n{}", source.trim_end(), text.body);
        text.first_line = 1;
        if front::may_hold(&source) {
            text.state = State::Draft;
        }
    }
    let mut fields = front.fields;
    text.variables = fields.clone();
    text.title = fields.take_text("title");
    text.summary = fields.take_text("description");
    // The file name may begin with the date.
    if let Some((date, rest)) = text.stem.get(..10).and_then(|day| Some((When::parse(day)?, text.stem.get(11..)?)))
        && !rest.is_empty()
    {
        text.date = Some(date);
        text.stem = rest.to_owned();
    }
    for (name, place) in [("date", &mut text.date), ("updated", &mut text.updated)] {
        if let Some(when) = fields.get(name).and_then(Value::text).as_deref().and_then(When::parse) {
            *place = Some(when);
            fields.take(name);
        }
    }
    if fields.take("draft").as_ref().and_then(Value::boolean) == Some(true) {
        text.state = State::Draft;
    }
    if fields.get("render").and_then(Value::boolean) == Some(false) {
        text.state = State::Draft;
        site.notes.add(&text.source, None, Fate::Kept, "`render = false`: it had no page of its own, a draft here");
    }
    if fields.get("in_search_index").and_then(Value::boolean) == Some(false) {
        site.notes.add(&text.source, None, Fate::Lost, "`in_search_index = false`: the search finds it now");
    }
    text.order = fields.get("weight").and_then(Value::integer);
    if text.order.is_some() {
        fields.take("weight");
    }
    let slug = fields.take_text("slug").or_else(|| text.slug.take());
    text.slug.clone_from(&slug);
    let prefix = site.languages[text.language].prefix.clone();
    let folder = urlize(&text.folder);
    let name = slug.map_or_else(|| urlize(&text.stem), |slug| urlize(&slug));
    let path = match fields.take_text("path") {
        Some(path) => format!("{prefix}/{}/", path.trim_matches('/')),
        None if text.role == Role::Section => format!("{prefix}/{folder}/"),
        None => format!("{prefix}/{folder}/{name}/"),
    };
    text.address = Some(collapsed(&path));
    if let Some(aliases) = fields.take("aliases") {
        let whole = |alias: String| {
            let alias = format!("/{}", alias.trim_start_matches('/'));
            let last = alias.rsplit('/').next().unwrap_or("");
            if last.is_empty() || last.contains('.') { alias } else { format!("{alias}/") }
        };
        text.aliases = aliases.texts().into_iter().filter(|alias| !alias.trim().is_empty()).map(whole).collect();
    }
    let mut of_terms: Vec<Value> = Vec::new();
    if let Some(taxonomies) = fields.take("taxonomies").and_then(|value| value.table().cloned()) {
        for (taxonomy, value) in taxonomies.0 {
            text.terms.extend(value.texts().into_iter().map(|term| (taxonomy.clone(), term)));
            of_terms.push(value);
        }
    }
    if let Some(extra) = fields.take("extra").and_then(|value| value.table().cloned()) {
        for (key, value) in extra.0 {
            if fields.get(&key).is_none() {
                fields.0.push((key, value));
            }
        }
    }
    let alt = fields.text("image_alt").or_else(|| fields.text("image-alt"));
    text.picture = fields.text("image").map(|image| (image, alt));
    let _ = config;
    text.extra = fields;
}

fn terms(config: &Table, site: &mut Site) {
    let declared: Vec<String> = config
        .get("taxonomies")
        .map(|value| value.items().iter().filter_map(|item| item.table()?.text("name")).collect())
        .unwrap_or_default();
    let mut known: BTreeSet<(usize, String, String)> = BTreeSet::new();
    let mut lists: BTreeSet<(usize, String)> = BTreeSet::new();
    for text in &site.texts {
        let language = &site.languages[text.language];
        for (taxonomy, name) in &text.terms {
            lists.insert((text.language, taxonomy.clone()));
            let part = urlize(name);
            if known.insert((text.language, taxonomy.clone(), part.clone())) {
                let is_declared = declared.is_empty() || declared.contains(taxonomy);
                site.terms.push(Term {
                    taxonomy: taxonomy.clone(),
                    name: name.clone(),
                    language: text.language,
                    address: is_declared.then(|| format!("{}/{taxonomy}/{part}/", language.prefix)),
                    ..Term::default()
                });
            }
        }
    }
    for (language, taxonomy) in lists {
        let Language { prefix, tag, .. } = &site.languages[language];
        site.redirects.push((format!("{prefix}/{taxonomy}/"), To::Portal(format!("/{tag}/topics/"))));
    }
    for Language { prefix, tag, .. } in &site.languages {
        for (name, file) in [("rss.xml", "rss.xml"), ("atom.xml", "atom.xml")] {
            site.redirects.push((format!("{prefix}/{name}"), To::Portal(format!("/{tag}/{file}"))));
        }
    }
}

/// Converts a path as Zola does by default: to ASCII where possible.
fn urlize(path: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let part = |part: &str| {
        let mut out = String::new();
        let mut gap = false;
        for c in part.nfd().flat_map(char::to_lowercase) {
            if unicode_normalization::char::is_combining_mark(c) && out.is_ascii() {
                continue;
            }
            if c.is_alphanumeric() || c == '.' || unicode_normalization::char::is_combining_mark(c) {
                if gap && !out.is_empty() {
                    out.push('-');
                }
                gap = false;
                out.push(c);
            } else {
                gap = true;
            }
        }
        out.nfc().collect::<String>()
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn collapsed(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "/".to_owned() } else { format!("/{}/", parts.join("/")) }
}
