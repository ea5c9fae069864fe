//! Reads a Hugo site, following Hugo's documented rules.

mod cascade;
mod config;
mod content;
mod fields;
mod filter;
mod menus;
mod url;

use super::NoSite;
use super::report::Fate;
use super::text::{Language, Site, Static, To};
use crate::fs::Tree;
use config::Config;

/// Folders that are not imported, with a description of their content.
const LEFT: [(&str, &str); 6] = [
    ("layouts", "templates"),
    ("themes", "themes of Hugo"),
    ("archetypes", "templates of new texts"),
    ("resources", "what Hugo had made"),
    ("public", "what Hugo had made"),
    ("assets", "sources of style sheets and scripts"),
];

/// The reason why a file among published ones is not published.
const LEFT_OUT: &str = "the configuration leaves it out, so it was not published";

/// Reads a Hugo site.
///
/// # Errors
///
/// If the folder is not a Hugo site.
pub fn read(tree: &Tree) -> Result<Site, NoSite> {
    let mut site = Site::default();
    let config = Config::read(tree, &mut site.notes)?;
    site.base_url = config.base_url();
    site.timezone = config.text("timeZone");
    site.variables = config.root.clone();
    site.languages = config
        .languages
        .iter()
        .map(|language| Language {
            tag: language.tag.clone(),
            key: language.key.clone(),
            title: language.own.text("title").or_else(|| config.text("title")),
            prefix: config.prefix(language),
        })
        .collect();
    site.hosts = config.hosts();
    statics(tree, &config, &mut site);
    content::read(tree, &config, &mut site);
    menus::of_config(&config, &mut site);
    for folder in ["i18n", "data"] {
        for entry in tree.under(folder) {
            site.aside.push((entry.path.to_string(), format!("files of `{folder}/` have no place in a portal")));
        }
    }
    for (folder, what) in LEFT {
        let count = tree.under(folder).count();
        if count > 0 {
            site.notes.add(folder, None, Fate::Lost, format!("not imported: {what} ({count} in number)"));
        }
    }
    others(tree, &config, &mut site);
    for language in &site.languages {
        let from = format!("{}/index.xml", language.prefix);
        site.redirects.push((from, To::Portal(format!("/{}/rss.xml", language.tag))));
    }
    Ok(site)
}

/// Collects the files that are published unchanged, from all static folders.
fn statics(tree: &Tree, config: &Config, site: &mut Site) {
    for folder in config.static_folders() {
        let filter = config.static_filter(&folder);
        for entry in tree.under(&folder) {
            let path = entry.path.as_str();
            let inner = path[folder.len()..].trim_start_matches('/').to_owned();
            // Hugo publishes dotfiles from here, such as `.well-known` and `.nojekyll`.
            let is_dotted = inner.rsplit('/').next().is_some_and(|name| name.starts_with('.'));
            if !filter.takes(&inner) || (config.is_ignored(path) && !is_dotted) {
                site.aside.push((path.to_owned(), LEFT_OUT.to_owned()));
                continue;
            }
            if !site.statics.iter().any(|known| known.path == inner) {
                site.statics.push(Static { source: path.to_owned(), path: inner });
            }
        }
    }
}

/// Reports the files outside all of Hugo's folders.
fn others(tree: &Tree, config: &Config, site: &mut Site) {
    let mut known: Vec<String> = LEFT.iter().map(|(folder, _)| (*folder).to_owned()).collect();
    known.extend(["i18n".to_owned(), "data".to_owned(), "config".to_owned()]);
    known.extend(config.static_folders());
    known.extend(config.mounts.iter().map(|mount| mount.folder.clone()));
    let is_known = |path: &str| {
        known.iter().any(|folder| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
            || config.files.iter().any(|file| file == path)
    };
    let others: Vec<String> =
        tree.entries().iter().map(|entry| entry.path.to_string()).filter(|path| !is_known(path)).collect();
    for path in others.iter().filter(|path| path.starts_with("content/")) {
        site.aside.push((path.clone(), "it is in none of the folders that hold the content of a language".to_owned()));
    }
    let rest: Vec<&String> = others.iter().filter(|path| !path.starts_with("content/")).collect();
    for path in rest {
        site.notes.add(path, None, Fate::Lost, "no part of the site");
    }
}
