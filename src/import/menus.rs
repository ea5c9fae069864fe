//! Converts the entries of foreign menus to ids of documents and sections in the portal's two menus.

use std::collections::BTreeMap;

use super::body::Surroundings as _;
use super::links::Known;
use super::pairs::Topics;
use super::place::Places;
use super::report::{Fate, Notes};
use super::text::{MenuEntry, Role, Site};
use crate::diag::SourcePath;

/// The menus of a portal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Menus {
    /// Ids in the main menu.
    pub main: Vec<String>,
    /// Ids in the footer.
    pub footer: Vec<String>,
}

/// Resolves the menu entries. The entries of all languages are merged per menu, in the order of the first language.
#[must_use]
pub fn write(site: &Site, places: &Places, _topics: &Topics, known: &Known<'_>, notes: &mut Notes) -> Menus {
    let mut menus = Menus::default();
    let ids: BTreeMap<&str, String> =
        places.paths.iter().enumerate().filter_map(|(text, path)| Some((path.as_str(), id(text, places)?))).collect();
    let mut entries: Vec<&MenuEntry> = site.menus.iter().collect();
    entries.sort_by_key(|entry| (entry.language, entry.weight));
    for entry in entries {
        let list = match entry.menu.to_lowercase().as_str() {
            "main" => Some(&mut menus.main),
            "footer" => Some(&mut menus.footer),
            _ => None,
        };
        let found = target(entry, site, places, known)
            .and_then(|path| ids.get(path.as_str()).cloned().or_else(|| section(&path)));
        let MenuEntry { menu, name, target, source, .. } = entry;
        match (list, found) {
            (Some(list), Some(id)) => {
                if !list.contains(&id) {
                    list.push(id);
                }
            }
            (None, _) => {
                let what = format!("entry of the menu `{menu}`, which a portal does not have: {name} → {target}");
                notes.add(source, None, Fate::Lost, what);
            }
            (Some(_), None) => {
                let what = format!("entry of the menu `{menu}` that leads to no text of the site: {name} → {target}");
                notes.add(source, None, Fate::Lost, what);
            }
        }
    }
    menus
}

/// Returns the portal's file that an entry leads to.
fn target(entry: &MenuEntry, site: &Site, places: &Places, known: &Known<'_>) -> Option<String> {
    if let Some(text) = site.texts.iter().position(|text| text.source == entry.target) {
        return places.public[text].then(|| places.paths[text].clone());
    }
    let text = site.texts.iter().position(|text| text.language == entry.language)?;
    let around = known.around(text);
    let link = around.reference(&entry.target).or_else(|| around.link(&entry.target))?;
    let (path, ..) = super::address::parts(&link);
    SourcePath::new(&places.paths[text]).resolve(path).map(|path| path.to_string()).filter(|path| path.ends_with(".md"))
}

fn id(text: usize, places: &Places) -> Option<String> {
    let set = &places.sets[places.set_of[text]];
    let id = match set.role {
        Role::Section => set.folder.clone(),
        Role::Page if set.folder.is_empty() => set.stem.clone(),
        Role::Page => format!("{}/{}", set.folder, set.stem),
    };
    (!id.is_empty() && places.public[text]).then_some(id)
}

/// Returns the id of a section without a text of its own.
fn section(path: &str) -> Option<String> {
    let (folder, name) = path.strip_prefix("content/")?.rsplit_once('/')?;
    name.starts_with("_section.").then(|| folder.to_owned())
}
