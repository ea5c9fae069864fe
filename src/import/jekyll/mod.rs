//! Reads a Jekyll site, following Jekyll's documented rules: posts, drafts, collections, pages, data and static files,
//! with languages as the multilingual plugins define them.

mod config;
mod content;
mod permalink;

use config::Config;

use super::NoSite;
use super::report::Fate;
use super::text::{Language, Site, Static, Term, To};
use super::value::Value;
use crate::config::LanguageTag;
use crate::diag::SourcePath;
use crate::fs::Tree;

/// Folders that are not imported, with a description of their content.
const LEFT: [(&str, &str); 5] = [
    ("_layouts", "layouts"),
    ("_includes", "pieces of layouts"),
    ("_sass", "sources of style sheets"),
    ("_plugins", "plugins"),
    ("_site", "what Jekyll had made"),
];

/// Reads a Jekyll site.
///
/// # Errors
///
/// If the folder is not a Jekyll site.
pub fn read(tree: &Tree) -> Result<Site, NoSite> {
    let mut site = Site::default();
    let config = Config::read(tree, &mut site.notes)?;
    // Without `url`, fall back to the host in GitHub Pages' CNAME file.
    let cname = || Some(format!("https://{}", tree.lossy(&SourcePath::new("CNAME"))?.lines().next()?.trim()));
    let base = config.root.text("url").filter(|url| !url.is_empty()).or_else(cname);
    let base = base.map(|url| url.trim_end_matches('/').to_owned());
    let below = config.root.text("baseurl").map(|path| path.trim_matches('/').to_owned()).unwrap_or_default();
    site.base_url = base.map(|url| if below.is_empty() { format!("{url}/") } else { format!("{url}/{below}/") });
    let host = site.base_url.as_deref().and_then(|base| url::Url::parse(base).ok()?.host_str().map(str::to_owned));
    site.hosts.extend(host.map(|host| (host, None)));
    site.timezone = config.root.text("timezone");
    site.variables = config.root.clone();
    let files = content::files(tree, &config);
    languages(&config, &files, &mut site);
    content::read(&files, &config, &mut site);
    for entry in tree.under("_data") {
        site.aside.push((entry.path.to_string(), "files of `_data/` have no place in a portal".to_owned()));
    }
    for (folder, what) in LEFT {
        let count = tree.under(folder).count();
        if count > 0 {
            site.notes.add(folder, None, Fate::Lost, format!("not imported: {what} ({count} in number)"));
        }
    }
    for path in &files.statics {
        site.statics.push(Static { source: path.clone(), path: path.clone() });
    }
    for path in &files.excluded {
        site.notes.add(path, None, Fate::Lost, "no part of the site: the configuration leaves it out");
    }
    terms(&mut site);
    for name in ["feed.xml", "atom.xml"] {
        let tag = site.languages[0].tag.clone();
        site.redirects.push((format!("/{name}"), To::Portal(format!("/{tag}/{name}"))));
    }
    Ok(site)
}

/// Finds the languages: those in the configuration and those that texts name, the source language first.
fn languages(config: &Config, files: &content::Files, site: &mut Site) {
    let first = ["default_lang", "default_locale", "lang", "locale"];
    let listed = config.root.get("languages").map(Value::texts).unwrap_or_default();
    let said = first.iter().find_map(|key| config.root.text(key)).or_else(|| listed.first().cloned());
    let used = files.languages(config);
    let main = said.unwrap_or_else(|| {
        // If the configuration names no source language: the language of most texts outside the language folders.
        let most =
            |counts: &[(String, usize)]| counts.iter().max_by_key(|(_, count)| *count).map(|(key, _)| key.clone());
        most(&files.unfoldered_languages(config)).unwrap_or_else(|| "en".to_owned())
    });
    let title = config.root.text("title");
    for key in std::iter::once(main).chain(listed).chain(used) {
        let tag = LanguageTag::parse(&key.replace('_', "-")).map(|tag| tag.as_str().to_owned());
        match tag {
            Some(tag) if site.languages.iter().any(|language| language.tag == tag || language.key == key) => {}
            Some(tag) => {
                let prefix = if site.languages.is_empty() { String::new() } else { format!("/{key}") };
                site.languages.push(Language { tag, key, title: title.clone(), prefix });
            }
            None if site.languages.is_empty() => {
                site.languages.push(Language {
                    tag: "en".to_owned(),
                    key,
                    title: title.clone(),
                    prefix: String::new(),
                });
            }
            None => {
                let file = config.file.clone().unwrap_or_default();
                site.notes.add(&file, None, Fate::Kept, format!("`{key}` is no tag of a language"));
            }
        }
    }
}

/// Collects the tags and categories of all texts.
fn terms(site: &mut Site) {
    let mut terms: Vec<Term> = Vec::new();
    for text in &site.texts {
        for (taxonomy, name) in &text.terms {
            let is_known = |term: &Term| (&term.taxonomy, &term.name, term.language) == (taxonomy, name, text.language);
            if !terms.iter().any(is_known) {
                terms.push(Term {
                    taxonomy: taxonomy.clone(),
                    name: name.clone(),
                    language: text.language,
                    ..Term::default()
                });
            }
        }
    }
    site.terms = terms;
}
