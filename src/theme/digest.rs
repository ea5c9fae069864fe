//! Digests of templates: if the digest of a page's template changes, the page must be rendered again.
//!
//! A template's digest covers its source and everything it reaches: parents, included templates, and every template
//! that defines a component, whether it is called or not. That may be more than necessary, but never less. Names are
//! resolved as the engine does: a name with a layer's prefix is that layer's file, any other name is the file of the
//! highest layer that has it.

use std::collections::{BTreeMap, BTreeSet};

use blake3::Hasher;

use super::layers::Layers;
use super::source::{Group, Kind, tags};

/// The first 16 bytes of a BLAKE3 hash.
pub type Digest = [u8; 16];

/// Computes the digest of every template under each of its names: with its layer's prefix and, for the highest layer
/// that has it, without.
///
/// `sources` are the engine's names, highest layer first, with the texts that the engine was given.
pub fn of_templates(sources: &[(&str, &str)]) -> BTreeMap<String, Digest> {
    let texts: BTreeMap<&str, &str> = sources.iter().copied().collect();
    let digest = |name: &str, parts: &BTreeSet<&str>| {
        let mut hasher = Hasher::new();
        add(&mut hasher, name);
        for part in parts {
            add(&mut hasher, part);
            add(&mut hasher, texts.get(part).copied().unwrap_or_default());
        }
        half(&hasher)
    };
    by_name(sources, digest)
}

/// Finds, for every template under each of its names, which of the given words occur in it or in a template it reaches.
/// A field of a view that no template names need not be computed.
pub fn words_of_templates(
    sources: &[(&str, &str)],
    words: &'static [&'static str],
) -> BTreeMap<String, BTreeSet<&'static str>> {
    let texts: BTreeMap<&str, &str> = sources.iter().copied().collect();
    let found = |_: &str, parts: &BTreeSet<&str>| {
        let stands = |word: &&&str| parts.iter().any(|part| texts.get(part).is_some_and(|text| text.contains(**word)));
        words.iter().filter(stands).copied().collect()
    };
    by_name(sources, found)
}

/// Computes a value for every template from the templates it reaches, including itself, and stores it under its names.
fn by_name<T: Clone>(sources: &[(&str, &str)], make: impl Fn(&str, &BTreeSet<&str>) -> T) -> BTreeMap<String, T> {
    let texts: BTreeMap<&str, &str> = sources.iter().copied().collect();
    let mut reached: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut components = BTreeSet::new();
    for (name, text) in sources {
        let mut names = Vec::new();
        for tag in tags(text) {
            match tag.kind {
                Kind::Extends(other) | Kind::Include(other) => names.extend(resolve(other, &texts)),
                Kind::Begin(Group::Component(_)) => drop(components.insert(*name)),
                _ => {}
            }
        }
        reached.insert(name, names);
    }
    let mut made = BTreeMap::new();
    for (name, _) in sources {
        let mut seen = BTreeSet::new();
        let mut open: Vec<&str> = components.iter().copied().chain([*name]).collect();
        while let Some(next) = open.pop() {
            if seen.insert(next) {
                open.extend(reached.get(next).into_iter().flatten());
            }
        }
        let value = make(name, &seen);
        // The highest layer comes first.
        made.entry(super::minify::plain(name).to_owned()).or_insert_with(|| value.clone());
        made.insert((*name).to_owned(), value);
    }
    made
}

/// Computes a digest of all files of all layers.
pub fn of_files(layers: &Layers) -> Digest {
    let mut hasher = Hasher::new();
    for (prefix, name, file) in layers.all() {
        add(&mut hasher, prefix);
        add(&mut hasher, name);
        hasher.update(&(file.bytes.len() as u64).to_le_bytes()).update(&file.bytes);
    }
    half(&hasher)
}

/// Finds the template for a name; returns the engine's name for it.
fn resolve<'a>(name: &str, texts: &BTreeMap<&'a str, &str>) -> Option<&'a str> {
    let find = |name: &str| texts.get_key_value(name).map(|(name, _)| *name);
    find(name).or_else(|| Layers::PREFIXES.iter().find_map(|prefix| find(&format!("{prefix}{name}"))))
}

fn add(hasher: &mut Hasher, text: &str) {
    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
}

fn half(hasher: &Hasher) -> Digest {
    let mut digest = [0; 16];
    digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    digest
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: (&str, &str) = ("builtin/base.html", "{% include \"part.html\" %}{{<day />}}");
    const PAGE: (&str, &str) = ("builtin/page.html", "{% extends \"base.html\" %}");
    const PART: (&str, &str) = ("builtin/part.html", "part");
    const DAY: (&str, &str) = ("builtin/day.html", "{% component day() %}day{% endcomponent %}");
    const ELSE: (&str, &str) = ("builtin/else.html", "else");

    fn digest(sources: &[(&str, &str)]) -> Option<Digest> {
        of_templates(sources).get("page.html").copied()
    }

    #[test]
    fn a_template_changes_with_all_that_it_reaches() {
        let all = [PAGE, BASE, PART, DAY, ELSE];
        let before = digest(&all);
        assert!(before.is_some());
        for index in 0..4 {
            let mut changed = all;
            let text = changed[index].1.to_owned() + " ";
            changed[index].1 = &text;
            assert_ne!(digest(&changed), before, "{}", changed[index].0);
        }
        let mut changed = all;
        changed[4].1 = "other";
        assert_eq!(digest(&changed), before);
    }

    #[test]
    fn an_override_that_appears_changes_those_who_reach_it() {
        let below = [PAGE, BASE, PART, DAY, ELSE];
        let over = [("overrides/part.html", "part"), PAGE, BASE, PART, DAY, ELSE];
        assert_ne!(digest(&over), digest(&below));
        assert_eq!(of_templates(&over)["else.html"], of_templates(&below)["else.html"]);
        let explicit =
            [("overrides/part.html", "x"), PAGE, ("builtin/base.html", "{% include \"builtin/part.html\" %}"), PART];
        let other = [("overrides/part.html", "y"), explicit[1], explicit[2], PART];
        assert_eq!(digest(&explicit), digest(&other));
        assert_ne!(of_templates(&explicit)["part.html"], of_templates(&other)["part.html"]);
    }

    #[test]
    fn a_name_that_is_nowhere_has_no_digest() {
        assert_eq!(of_templates(&[PAGE]).get("nosuch.html"), None);
    }
}
