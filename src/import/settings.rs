//! Writes site.toml for a portal: the site's title, its languages, menus and topics, and the settings of each folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::tz::TimeZone;

use super::links::is_used;
use super::menus::Menus;
use super::pairs::Topics;
use super::place::Places;
use super::portal::clean;
use super::text::{Role, Site};
use super::value::quoted;

/// The maximum number of folders in a menu that is generated because the old site has none.
const MENU: usize = 7;

/// Returns the text of site.toml.
pub(super) fn site_toml(
    site: &Site,
    places: &Places,
    topics: &Topics,
    menus: &Menus,
    with_html: &BTreeSet<String>,
) -> String {
    let tags: Vec<&str> = site.languages.iter().map(|language| language.tag.as_str()).collect();
    let base = site.base_url.as_deref().filter(|base| crate::config::BaseUrl::parse(base).is_some());
    let base = base.unwrap_or("https://www.example.org/");
    let host = url::Url::parse(base).ok().and_then(|url| url.host_str().map(str::to_owned));
    let host =
        host.filter(|host| host.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c)));
    let fallback = site.languages.iter().find_map(|language| language.title.clone());
    let fallback = fallback.or_else(|| host.clone()).unwrap_or_else(|| "Imported site".to_owned());
    let per_language = |text: &dyn Fn(usize) -> Option<String>| {
        let entries = tags
            .iter()
            .enumerate()
            .filter_map(|(index, tag)| Some(format!("{} = {}", super::value::key(tag), quoted(&clean(&text(index)?)))));
        format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
    };
    let list = |items: &[String]| format!("[{}]", items.iter().map(|item| quoted(item)).collect::<Vec<_>>().join(", "));
    let name = per_language(&|language| {
        Some(
            site.languages[language]
                .title
                .clone()
                .filter(|title| !title.trim().is_empty())
                .unwrap_or_else(|| fallback.clone()),
        )
    });
    let order: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    let mut toml = format!(
        "# Made by `chancery import`; import-report.txt says what became of every file.\n\
         base_url = {}\n\
         timezone = {}\n\
         search = true\n\n\
         [institution]\nname = {name}\n\n\
         [languages]\nsource = {}\norder = {}\n\n",
        quoted(base),
        quoted(site.timezone.as_deref().filter(|name| TimeZone::get(name).is_ok()).unwrap_or("UTC")),
        quoted(tags.first().unwrap_or(&"en")),
        list(&order),
    );
    let sections = sections(site, places, with_html);
    // If the old site had no readable menu, its top folders become the menu.
    let folders =
        || sections.iter().filter(|(folder, own)| !folder.is_empty() && !folder.contains('/') && own.pages > 0);
    let main = match menus.main.as_slice() {
        [] => folders().map(|(folder, _)| folder.clone()).take(MENU).collect(),
        main => main.to_vec(),
    };
    if !main.is_empty() || !menus.footer.is_empty() {
        toml.push_str("[menu]\n");
        for (name, items) in [("main", &main), ("footer", &menus.footer)] {
            if !items.is_empty() {
                // Writing to a string never fails.
                let _ = writeln!(toml, "{name} = {}", list(items));
            }
        }
        toml.push('\n');
    }
    let host = host.unwrap_or_else(|| "www.example.org".to_owned());
    // A tag URI needs a date on which the domain was owned: any date will do, as long as it never changes.
    let _ = write!(toml, "[feeds]\nauthority = {}\n", quoted(&format!("{host},2026")));
    for (folder, section) in sections {
        let _ = write!(toml, "\n[[section]]\nfolder = {}\nkind = \"page\"\n", quoted(folder_name(&folder)));
        if section.is_dated {
            toml.push_str("order = \"newest\"\nfeeds = true\n");
        }
        if section.has_html {
            toml.push_str("raw_html = true\n");
        }
        if section.languages.len() < site.languages.len() {
            let own: Vec<String> = section.languages.iter().map(|language| tags[*language].to_owned()).collect();
            let _ = writeln!(toml, "languages = {}", list(&own));
        }
    }
    for topic in &topics.list {
        let is_shown = (0..site.languages.len()).any(|language| is_used(site, places, topics, &topic.id, language));
        let first = topic.names.values().next().cloned().unwrap_or_else(|| topic.id.clone());
        let name = per_language(&|language| Some(topic.names.get(&language).unwrap_or(&first).clone()));
        let _ = write!(toml, "\n[[topic]]\nid = {}\nname = {name}\n", quoted(&topic.id));
        if !topic.slugs.is_empty() && is_shown {
            let slugs = per_language(&|language| topic.slugs.get(&language).cloned());
            let _ = writeln!(toml, "slug = {slugs}");
        }
    }
    toml
}

#[derive(Default)]
struct Section {
    pages: usize,
    dated: usize,
    is_dated: bool,
    has_html: bool,
    languages: BTreeSet<usize>,
}

/// Derives the settings of each folder: one with dated texts shows the newest first and has feeds.
fn sections(site: &Site, places: &Places, with_html: &BTreeSet<String>) -> BTreeMap<String, Section> {
    let mut sections: BTreeMap<String, Section> = BTreeMap::new();
    for set in &places.sets {
        let texts = set.texts.iter().filter(|text| places.public[**text] || set.role == Role::Section);
        let languages: Vec<usize> = texts.map(|text| site.texts[*text].language).collect();
        if languages.is_empty() {
            continue;
        }
        let own = sections.entry(set.folder.clone()).or_default();
        if set.role == Role::Page {
            own.pages += 1;
            own.dated += usize::from(site.texts[set.texts[0]].date.is_some());
        }
        let mut folder = set.folder.as_str();
        loop {
            sections.entry(folder.to_owned()).or_default().languages.extend(&languages);
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None => break,
            }
        }
    }
    for (folder, section) in &mut sections {
        section.is_dated = section.dated * 2 > section.pages && !folder.is_empty();
        section.has_html = with_html.contains(folder);
    }
    // Hidden texts are parsed as well, so their folder must allow their HTML.
    for folder in with_html {
        sections.entry(folder.clone()).or_default().has_html = true;
    }
    if let Some(root) = sections.get_mut("") {
        // The home page exists in every language.
        root.languages = (0..site.languages.len()).collect();
    }
    sections
}

/// Returns a folder's name as written in `[[section]]`.
pub fn folder_name(folder: &str) -> &str {
    if folder.is_empty() { "/" } else { folder }
}
