//! Matches across languages: joins terms into topics, and proposes near matches for a person to decide.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::place::Places;
use super::report::Proposal;
use super::slug::slug;
use super::text::{Role, Site};

/// A topic of the portal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// Its id, which is also the default for its part of an address.
    pub id: String,
    /// Its name by language, where the site gives one.
    pub names: BTreeMap<usize, String>,
    /// Its part of an address by language, where that differs from the id.
    pub slugs: BTreeMap<usize, String>,
    /// The old addresses of its list, with the language.
    pub addresses: Vec<(usize, String)>,
}

/// All topics, and the mapping from terms to topics.
#[derive(Clone, Debug, Default)]
pub struct Topics {
    /// The topics, sorted by id.
    pub list: Vec<Topic>,
    ids: HashMap<(usize, String), String>,
}

impl Topics {
    /// Returns the id of the topic for a term of a language.
    #[must_use]
    pub fn id(&self, language: usize, term: &str) -> Option<&str> {
        self.ids.get(&(language, slug(term))).map(String::as_str)
    }
}

/// Joins terms into topics: terms with the same name, or paired by the site's configuration, become one topic in all
/// languages.
#[must_use]
pub fn topics(site: &Site) -> Topics {
    let mut topics = Topics::default();
    let mut by_key: BTreeMap<(&str, &str), Vec<(usize, String)>> = BTreeMap::new();
    for term in &site.terms {
        if let Some(key) = &term.key {
            by_key.entry((&term.taxonomy, key)).or_default().push((term.language, slug(&term.name)));
        }
    }
    for same in by_key.values_mut() {
        same.sort();
        let Some((first, id)) = same.first().cloned() else { continue };
        for (language, name) in same.iter().filter(|(language, name)| *language != first && *name != id) {
            topics.ids.insert((*language, name.clone()), id.clone());
        }
    }
    let mut list: BTreeMap<String, Topic> = BTreeMap::new();
    let used = site.texts.iter().flat_map(|text| text.terms.iter().map(|(_, name)| (text.language, name.as_str())));
    for (language, name) in used {
        let own = slug(name);
        if own.is_empty() {
            continue;
        }
        let id = topics.ids.entry((language, own.clone())).or_insert_with(|| own.clone()).clone();
        let topic = list.entry(id.clone()).or_insert_with(|| Topic { id: id.clone(), ..Topic::default() });
        topic.names.entry(language).or_insert_with(|| name.trim().to_owned());
        if own != id {
            topic.slugs.insert(language, own);
        }
    }
    for term in &site.terms {
        let Some(id) = topics.id(term.language, &term.name).map(str::to_owned) else { continue };
        let Some(topic) = list.get_mut(&id) else { continue };
        if let Some(title) = &term.title {
            topic.names.insert(term.language, title.clone());
        }
        topic.addresses.extend(term.address.iter().map(|address| (term.language, address.clone())));
    }
    topics.list = list.into_values().collect();
    topics
}

/// The maximum number of untranslated texts that are compared per language.
const COMPARED: usize = 3000;

/// Proposes texts and topics that may belong together.
#[must_use]
pub fn proposals(site: &Site, places: &Places, topics: &Topics) -> Vec<Proposal> {
    let mut found = texts(site, places);
    found.extend(terms(site, places, topics));
    found.sort();
    found
}

/// Proposes pairs of untranslated texts in two languages whose keys or names differ by a letter or two.
fn texts(site: &Site, places: &Places) -> Vec<Proposal> {
    let alone: Vec<usize> = places
        .sets
        .iter()
        .filter(|set| set.texts.len() == 1 && set.role == Role::Page)
        .map(|set| set.texts[0])
        .collect();
    let mut found = Vec::new();
    for first in alone.iter().copied().take(COMPARED) {
        let one = &site.texts[first];
        let others = alone.iter().copied().filter(|other| site.texts[*other].language > one.language);
        let near = others.take(COMPARED).filter_map(|other| {
            let two = &site.texts[other];
            let (what, a, b) = match (&one.key, &two.key) {
                (Some(a), Some(b)) => ("keys", a.as_str(), b.as_str()),
                (None, None)
                    if places.sets[places.set_of[first]].folder == places.sets[places.set_of[other]].folder =>
                {
                    ("names", one.stem.as_str(), two.stem.as_str())
                }
                _ => return None,
            };
            let longest = a.chars().count().max(b.chars().count());
            if longest < 5 || a.chars().count().abs_diff(b.chars().count()) > 2 {
                return None;
            }
            let distance = strsim::damerau_levenshtein(a, b);
            (distance > 0 && distance <= (longest / 5).clamp(1, 2)).then_some((distance, other, what, a, b))
        });
        let Some((_, other, what, a, b)) = near.min_by_key(|(distance, other, ..)| (*distance, *other)) else {
            continue;
        };
        let two = &site.texts[other];
        found.push(Proposal {
            what: "texts".to_owned(),
            one: format!("{} ({})", one.source, site.languages[one.language].tag),
            other: format!("{} ({})", two.source, site.languages[two.language].tag),
            because: format!(
                "their {what} `{a}` and `{b}` are nearly the same; to join them, give `{}` the name `{}`",
                places.paths[other],
                translation_name(&places.paths[first], &site.languages[two.language].tag)
            ),
        });
    }
    found
}

/// Returns the file name that a translation has beside its source.
fn translation_name(path: &str, tag: &str) -> String {
    let stem = path.strip_suffix(".md").and_then(|path| path.rsplit_once('.')).map_or(path, |(stem, _)| stem);
    format!("{stem}.{tag}.md")
}

/// Proposes pairs of topics that are each used in one language only, and in the same documents.
fn terms(site: &Site, places: &Places, topics: &Topics) -> Vec<Proposal> {
    let only = |topic: &Topic| match topic.names.keys().collect::<Vec<_>>()[..] {
        [language] => Some(*language),
        _ => None,
    };
    let alone: BTreeMap<&str, usize> =
        topics.list.iter().filter_map(|topic| Some((topic.id.as_str(), only(topic)?))).collect();
    let mut together: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for set in places.sets.iter().filter(|set| set.texts.len() > 1) {
        let mut here: BTreeSet<&str> = BTreeSet::new();
        for text in &set.texts {
            let text = &site.texts[*text];
            here.extend(text.terms.iter().filter_map(|(_, term)| topics.id(text.language, term)));
        }
        for one in &here {
            for other in &here {
                if let (Some(first), Some(second)) = (alone.get(one), alone.get(other))
                    && first < second
                {
                    *together.entry((one, other)).or_default() += 1;
                }
            }
        }
    }
    let best = |id: &str, is_first: bool| {
        let pairs = together.iter().filter(|((a, b), _)| if is_first { *a == id } else { *b == id });
        pairs.max_by_key(|((a, b), count)| (**count, std::cmp::Reverse((*a, *b)))).map(|(pair, _)| *pair)
    };
    let mutual =
        together.iter().filter(|(pair, _)| best(pair.0, true) == Some(**pair) && best(pair.1, false) == Some(**pair));
    let tag = |id: &str| alone.get(id).map_or("", |language| site.languages[*language].tag.as_str());
    mutual
        .map(|((one, other), count)| Proposal {
            what: "terms".to_owned(),
            one: format!("`{one}` ({})", tag(one)),
            other: format!("`{other}` ({})", tag(other)),
            because: format!(
                "they stand in {count} document{} together; to join them, make one `[[topic]]` of the two in site.toml",
                if *count == 1 { "" } else { "s" }
            ),
        })
        .collect()
}
