//! Decides the place of every text in the portal: joins translations, chooses folders and names that are valid in
//! addresses, and gives each text one place per language.
//!
//! The files of a document are stored together under the name of its source file, whatever their old names; a
//! translation keeps its own name as its `slug`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::report::Fate;
use super::slug::{self, slug};
use super::text::{Role, Site, State, Text};

/// A document: its texts in all languages.
#[derive(Clone, Debug, Default)]
pub struct Set {
    /// Whether it is a page or a section.
    pub role: Role,
    /// The folder below content/; for a section, its own.
    pub folder: String,
    /// The name of its files; empty for a section.
    pub stem: String,
    /// Whether it has a folder of its own, with other files in it.
    pub is_bundle: bool,
    /// Its texts as indices into [`Site::texts`], the source first.
    pub texts: Vec<usize>,
    /// Whether its source file must be named explicitly because the default would be another one.
    pub says_source: bool,
}

/// The places of all texts.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// The documents.
    pub sets: Vec<Set>,
    /// The index of each text's document.
    pub set_of: Vec<usize>,
    /// The file of each text in the portal.
    pub paths: Vec<String>,
    /// The slug of each text, if it must be set.
    pub slugs: Vec<Option<String>>,
    /// Whether each text is public at the time of the import.
    pub public: Vec<bool>,
    /// Folders without a section text in a language in which they hold texts.
    pub wordless: Vec<(String, usize)>,
    /// New names for folders of the old site, by language, where the name changed.
    folders: HashMap<(usize, String), String>,
}

impl Places {
    /// Returns the folder below content/ for a folder of the old site.
    #[must_use]
    pub fn folder(&self, language: usize, folder: &str) -> String {
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for end in (1..=parts.len()).rev() {
            if let Some(known) = self.folders.get(&(language, parts[..end].join("/"))) {
                let rest = slug::path(&parts[end..].join("/"));
                return if rest.is_empty() { known.clone() } else { format!("{known}/{rest}") };
            }
        }
        slug::path(folder)
    }
}

/// Decides the places of all texts at an instant.
#[must_use]
pub fn place(site: &mut Site, now: Timestamp) -> Places {
    let zone = site.timezone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC);
    let public = site.texts.iter().map(|text| is_public(text, now, &zone)).collect();
    let mut places = Places { public, ..Places::default() };
    unlist_hidden_sections(site, &places.public);
    let sections = groups(site, Role::Section, &places);
    for group in &sections {
        let source = source_of(group, site, &places.public);
        let folder = slug::path(&site.texts[source].folder);
        for text in group {
            let text = &site.texts[*text];
            if !text.folder.is_empty() {
                places.folders.insert((text.language, text.folder.clone()), folder.clone());
            }
        }
    }
    let mut sets: Vec<Set> = Vec::new();
    for (role, groups) in [(Role::Section, sections), (Role::Page, groups(site, Role::Page, &places))] {
        for group in groups {
            let source = source_of(&group, site, &places.public);
            let first = &site.texts[source];
            let folder = places.folder(first.language, &first.folder);
            let mut texts = vec![source];
            texts.extend(group.iter().copied().filter(|text| *text != source));
            let says_source = first.language != 0 && texts.len() > 1 && role == Role::Page;
            let is_bundle = role == Role::Page && texts.iter().any(|text| site.texts[*text].bundle.is_some());
            let stem = if role == Role::Page { stem_of(first) } else { String::new() };
            sets.push(Set { role, folder, stem, is_bundle, texts, says_source });
        }
    }
    one_section_each(&mut sets, site);
    unique_stems(&mut sets, site);
    places.set_of = vec![0; site.texts.len()];
    places.paths = vec![String::new(); site.texts.len()];
    places.slugs = vec![None; site.texts.len()];
    for (index, set) in sets.iter().enumerate() {
        for text in &set.texts {
            places.set_of[*text] = index;
            let tag = &site.languages[site.texts[*text].language].tag;
            let folder = if set.folder.is_empty() { "content".to_owned() } else { format!("content/{}", set.folder) };
            places.paths[*text] = match (set.role, set.is_bundle) {
                (Role::Section, _) => format!("{folder}/_section.{tag}.md"),
                (Role::Page, true) => format!("{folder}/{}/index.{tag}.md", set.stem),
                (Role::Page, false) => format!("{folder}/{}.{tag}.md", set.stem),
            };
        }
    }
    places.sets = sets;
    slugs(site, &mut places);
    places.wordless = wordless(site, &places);
    places
}

/// Finds folders that hold texts of a language, public now or later, but no section text in that language.
fn wordless(site: &Site, places: &Places) -> Vec<(String, usize)> {
    let mut wanted: BTreeSet<(String, usize)> = BTreeSet::new();
    for set in places.sets.iter().filter(|set| set.role == Role::Page || !set.folder.is_empty()) {
        for text in set.texts.iter().filter(|text| site.texts[**text].state == State::Published) {
            let mut folder = set.folder.as_str();
            while !folder.is_empty() {
                wanted.insert((folder.to_owned(), site.texts[*text].language));
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
    }
    for set in places.sets.iter().filter(|set| set.role == Role::Section) {
        for text in &set.texts {
            wanted.remove(&(set.folder.clone(), site.texts[*text].language));
        }
    }
    wanted.into_iter().collect()
}

/// Returns whether a text is public at an instant.
fn is_public(text: &Text, now: Timestamp, zone: &TimeZone) -> bool {
    let ahead = |when: &Option<super::dates::When>| {
        when.as_ref().and_then(|when| when.instant(zone)).is_some_and(|instant| instant > now)
    };
    let over = text.expires.as_ref().and_then(|when| when.instant(zone)).is_some_and(|instant| instant <= now);
    text.state == State::Published && !ahead(&text.date) && !ahead(&text.embargo) && !over
}

/// Turns hidden sections into pages, because a section's text can't be held back.
fn unlist_hidden_sections(site: &mut Site, public: &[bool]) {
    for (index, text) in site.texts.iter_mut().enumerate() {
        if text.role == Role::Section && !public[index] && !text.folder.is_empty() {
            let (folder, stem) = text.folder.rsplit_once('/').unwrap_or(("", &text.folder));
            (text.role, text.folder, text.stem) = (Role::Page, folder.to_owned(), stem.to_owned());
            site.notes.add(&text.source, None, Fate::Mapped, "the words of a section can't be held back: now a page");
        }
    }
}

/// Groups texts by their key, otherwise by folder and name; one per language.
fn groups(site: &mut Site, role: Role, places: &Places) -> Vec<Vec<usize>> {
    let mut groups: BTreeMap<(u8, String), Vec<usize>> = BTreeMap::new();
    for (index, text) in site.texts.iter().enumerate().filter(|(_, text)| text.role == role) {
        let key = match &text.key {
            Some(key) => (0, key.clone()),
            None => {
                let folder = places.folder(text.language, &text.folder);
                (1, format!("{folder}/{}", slug(&text.stem)))
            }
        };
        groups.entry(key).or_default().push(index);
    }
    let mut all = Vec::new();
    for group in groups.into_values() {
        let mut kept: Vec<usize> = Vec::new();
        for text in group {
            let language = site.texts[text].language;
            match kept.iter().find(|other| site.texts[**other].language == language) {
                None => kept.push(text),
                Some(other) => {
                    let what =
                        format!("stands apart from its translations: `{}` has its place", site.texts[*other].source);
                    let source = site.texts[text].source.clone();
                    site.notes.add(&source, None, Fate::Mapped, what);
                    all.push(vec![text]);
                }
            }
        }
        kept.sort_by_key(|text| site.texts[*text].language);
        all.push(kept);
    }
    all.sort_by(|a, b| {
        let key = |group: &[usize]| site.texts[group[0]].source.clone();
        key(a).cmp(&key(b))
    });
    all
}

/// Chooses the text that holds the fields shared by all languages: the first public one in the order of languages.
fn source_of(group: &[usize], site: &Site, public: &[bool]) -> usize {
    let mut sorted = group.to_vec();
    sorted.sort_by_key(|text| site.texts[*text].language);
    sorted.iter().copied().find(|text| public[*text]).unwrap_or(sorted[0])
}

fn stem_of(text: &Text) -> String {
    let named = [slug(&text.stem), text.title.as_deref().map(slug).unwrap_or_default()];
    let stem = named.into_iter().find(|stem| !stem.is_empty()).unwrap_or_else(|| "text".to_owned());
    // `index` has a special meaning in a folder.
    if matches!(stem.as_str(), "index") { format!("{stem}-page") } else { stem }
}

/// Leaves each folder one section text per language; any further one becomes a page in the folder.
fn one_section_each(sets: &mut Vec<Set>, site: &mut Site) {
    let mut taken: HashMap<(String, usize), usize> = HashMap::new();
    let mut apart = Vec::new();
    for (index, set) in sets.iter_mut().enumerate().filter(|(_, set)| set.role == Role::Section) {
        let mut kept = Vec::new();
        for text in set.texts.drain(..) {
            let key = (set.folder.clone(), site.texts[text].language);
            if let std::collections::hash_map::Entry::Vacant(entry) = taken.entry(key) {
                entry.insert(index);
                kept.push(text);
            } else {
                let what = "the folder has words in this language already: now a page in it";
                let source = site.texts[text].source.clone();
                site.notes.add(&source, None, Fate::Mapped, what);
                site.texts[text].role = Role::Page;
                let stem = slug::slug(site.texts[text].folder.rsplit('/').next().unwrap_or("text"));
                let stem = if stem.is_empty() { "text".to_owned() } else { stem };
                apart.push(Set {
                    role: Role::Page,
                    folder: set.folder.clone(),
                    stem,
                    texts: vec![text],
                    ..Set::default()
                });
            }
        }
        set.texts = kept;
    }
    sets.retain(|set| !set.texts.is_empty());
    sets.extend(apart);
}

/// Makes names unique: no two documents of a folder share one, and none has the name of a subfolder.
fn unique_stems(sets: &mut [Set], site: &mut Site) {
    let mut folders: BTreeSet<String> = BTreeSet::new();
    for set in sets.iter().filter(|set| set.role == Role::Section || !set.folder.is_empty()) {
        let mut folder = set.folder.as_str();
        while !folder.is_empty() {
            folders.insert(folder.to_owned());
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    let mut taken: BTreeSet<String> = folders;
    for set in sets.iter_mut().filter(|set| set.role == Role::Page) {
        let place = |stem: &str| if set.folder.is_empty() { stem.to_owned() } else { format!("{}/{stem}", set.folder) };
        if taken.insert(place(&set.stem)) {
            continue;
        }
        let free =
            (2..usize::MAX).map(|number| format!("{}-{number}", set.stem)).find(|stem| !taken.contains(&place(stem)));
        let Some(stem) = free else { continue };
        taken.insert(place(&stem));
        for text in &set.texts {
            let what = format!("another text or folder is called `{}`: this one is `{stem}`", set.stem);
            let source = site.texts[*text].source.clone();
            site.notes.add(&source, None, Fate::Mapped, what);
        }
        set.stem = stem;
    }
}

/// Names of the portal's own pages below each language.
const OWN: [&str; 7] = ["topics", "feeds", "transparency", "a-z", "search", "pagefind", "404.html"];

/// Names of the pages below a section's list.
const OF_LISTS: [&str; 3] = ["page", "kind", "topics"];

/// Chooses the last part of each address: the one from the old address, unless it is already taken.
fn slugs(site: &mut Site, places: &mut Places) {
    // Taken names: language, the address above, and the name.
    let mut taken: BTreeSet<(usize, String, String)> = BTreeSet::new();
    let sets = places.sets.clone();
    let mut default_of: HashMap<usize, String> = HashMap::new();
    let by_role = |role: Role| sets.iter().enumerate().filter(move |(_, set)| set.role == role);
    // Folders come first, so that a section takes precedence over a page.
    for (index, set) in by_role(Role::Section).chain(by_role(Role::Page)) {
        for (position, text) in set.texts.iter().enumerate() {
            let foreign = &site.texts[*text];
            if set.role == Role::Section && set.folder.is_empty() {
                continue;
            }
            let name = match set.role {
                Role::Section => set.folder.rsplit('/').next().unwrap_or_default(),
                Role::Page => set.stem.as_str(),
            };
            let above = match set.role {
                Role::Section => set.folder.rsplit_once('/').map_or("", |(above, _)| above),
                Role::Page => set.folder.as_str(),
            };
            let default = default_of.get(&index).cloned().unwrap_or_else(|| name.to_owned());
            let wanted = wanted(foreign).unwrap_or_else(|| name.to_owned());
            let is_taken = taken.contains(&(foreign.language, above.to_owned(), wanted.clone()));
            let is_free = |slug: &str, taken: &BTreeSet<(usize, String, String)>| {
                let is_own = above.is_empty() && OWN.contains(&slug);
                let is_of_list = set.role == Role::Page && !above.is_empty() && OF_LISTS.contains(&slug);
                !is_own && !is_of_list && !taken.contains(&(foreign.language, above.to_owned(), slug.to_owned()))
            };
            let number = |n: usize| format!("{wanted}-{n}");
            let slug = if is_free(&wanted, &taken) {
                wanted.clone()
            } else {
                let mut free = (2..).map(number).filter(|slug| is_free(slug, &taken));
                let Some(slug) = free.next() else { continue };
                let whose = if is_taken { "another page has" } else { "the portal's own pages have" };
                let what = format!("{whose} the address `{wanted}`: this one has `{slug}`");
                site.notes.add(&foreign.source.clone(), None, Fate::Mapped, what);
                slug
            };
            let foreign = &site.texts[*text];
            if places.public[*text] {
                taken.insert((foreign.language, above.to_owned(), slug.clone()));
            }
            if slug != default {
                places.slugs[*text] = Some(slug.clone());
            }
            if position == 0 {
                default_of.insert(index, slug);
            }
        }
    }
}

/// Returns the last part of the old address, or else the text's own slug.
fn wanted(text: &Text) -> Option<String> {
    let said = text.slug.as_deref().map(slug).filter(|slug| !slug.is_empty());
    let old = text.address.as_deref().and_then(|address| {
        let path = address.trim_end_matches('/').trim_end_matches("index.html").trim_end_matches('/');
        let last = path.rsplit('/').next()?;
        let last = last.trim_end_matches(".html").trim_end_matches(".htm");
        Some(slug(&crate::config::address::decode(last))).filter(|slug| !slug.is_empty())
    });
    let named = [slug(&text.stem), slug(text.folder.rsplit('/').next().unwrap_or(""))];
    let named = if text.role == Role::Page { &named[..1] } else { &named[1..] };
    old.or(said).or_else(|| named.iter().find(|name| !name.is_empty()).cloned())
}
