//! Detects published texts whose reference or id would change, which would break feed readers and citations.

use std::collections::{BTreeMap, BTreeSet};

use super::contents::Contents;
use super::ledger::Ledger;
use super::sources::Sources;
use crate::diag::{Diagnostic, codes};
use crate::plan::Occupant;
use crate::site::id_of;

/// A public text that would get a different id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Renamed {
    /// The address at which it was public.
    pub address: String,
    /// The id under which it was public.
    pub was: String,
    /// The new id.
    pub now: String,
    /// The last release that had the old id.
    pub seen: u64,
    /// Its source file then.
    pub file_then: Option<String>,
    /// Its source file now.
    pub file_now: Option<String>,
}

/// A text in a release.
struct Text<'a> {
    id: &'a str,
    lang: &'a str,
    formerly: &'a [String],
}

fn texts<'a>(all: impl Iterator<Item = (&'a String, &'a Occupant)>) -> BTreeMap<&'a str, Text<'a>> {
    all.filter_map(|(address, occupant)| match occupant {
        Occupant::Text { id, lang, formerly } => Some((address.as_str(), Text { id, lang, formerly })),
        _ => None,
    })
    .collect()
}

/// Returns the texts that a release holds back, as they were last public.
fn held<'a>(release: &'a Contents, ledger: &'a Ledger) -> impl Iterator<Item = (&'a String, &'a Occupant)> {
    let held = release.addresses.old.iter().filter(|old| old.held);
    held.filter_map(|old| Some((&old.from, ledger.entries.get(&old.from)?.occupant.as_ref()?)))
}

/// Finds the texts whose id differs from the one in the public release, including held-back texts. Each text is
/// reported once.
///
/// Two texts are the same if their source file is the same or, where files are unknown, their address. If a text is
/// public at a new address, a text at its old address is another text.
pub(super) fn find(old: &Contents, next: &Contents, ledger: &Ledger) -> Vec<Renamed> {
    // A held-back text keeps its id: readers will recognise it by that id when it returns.
    let before = texts(held(old, ledger).chain(&old.addresses.occupants));
    let now = texts(next.held.iter().chain(&next.addresses.occupants));
    // A language that gets an id of its own is another text to its readers, although the others keep theirs.
    let ids = |texts: &BTreeMap<&str, Text<'_>>| {
        texts.values().map(|text| (text.id.to_owned(), text.lang.to_owned())).collect::<BTreeSet<_>>()
    };
    let (ids_before, ids_now) = (ids(&before), ids(&now));
    let by_file: BTreeMap<&str, &str> = next.sources.iter().map(|(at, file)| (file.as_str(), at.as_str())).collect();
    let mut found: BTreeMap<(&str, &str), Renamed> = BTreeMap::new();
    for (address, was) in &before {
        let entry = ledger.entries.get(*address);
        let file_then = entry.and_then(|entry| entry.source.as_deref());
        let has = |ids: &BTreeSet<(String, String)>, id: &str| ids.contains(&(id.to_owned(), was.lang.to_owned()));
        let lives = has(&ids_now, was.id);
        let here = now.get(address).filter(|text| text.id != was.id).map(|text| (*address, text));
        let same_address = here.filter(|(address, text)| {
            let is_moved = file_then.zip(next.sources.get(*address)).is_some_and(|(then, now)| then != now);
            // If both texts were public before and still are, they have swapped ids.
            !lives || !is_moved && has(&ids_before, text.id)
        });
        let same_file = || {
            let address = *by_file.get(file_then?)?;
            let text = now.get(address)?;
            (text.id != was.id && text.lang == was.lang && !lives).then_some((address, text))
        };
        let Some((at, text)) = same_address.or_else(same_file) else { continue };
        if text.formerly.iter().any(|id| id == was.id) {
            continue;
        }
        found.entry((was.id, text.id)).or_insert_with(|| Renamed {
            address: (*address).to_owned(),
            was: was.id.to_owned(),
            now: text.id.to_owned(),
            seen: entry.map_or(0, |entry| entry.seen),
            file_then: file_then.map(str::to_owned),
            file_now: next.sources.get(at).cloned(),
        });
    }
    found.into_values().collect()
}

/// Makes the diagnostic, at the place where the id is set now.
pub(super) fn refusal(renamed: &Renamed, sources: Option<&Sources>) -> Diagnostic {
    let Renamed { address, was, now, seen, file_then, file_now } = renamed;
    let message = format!("`{address}` was public as `{was}` and would become `{now}`");
    let fault = Diagnostic::new(&codes::CHANGED_REFERENCE, message);
    let texts = sources.and_then(Sources::read);
    let document = texts.and_then(|texts| {
        let site = &texts.site;
        let held = || site.gone.iter().find(|gone| gone.is_held && gone.id == *now);
        match site.find(now) {
            Some(set) => Some(site.doc(site.set(set).source).document()),
            None => {
                let shared = &held()?.shared;
                texts.parsed.documents.iter().map(AsRef::as_ref).find(|document| document.path == *shared)
            }
        }
    });
    let then = match file_then {
        Some(file) => format!("in release {seen} it was `{was}`, from `{file}`"),
        None => format!("in release {seen} it was `{was}`"),
    };
    let Some(document) = document else {
        let file = file_now.as_ref().map(|file| format!(" in `{file}`")).unwrap_or_default();
        return fault.help(format!("{then}; put it back{file}, or say `formerly = [\"{was}\"]` there"));
    };
    let field = if document.reference().is_some() { "reference" } else { "id" };
    let place = document.place(field);
    let by_name = place.is_none() && id_of(document) == *now;
    let text = if by_name { format!("its id is its folder and name; {then}") } else { then };
    let fault = fault.label(&document.path, place, text);
    fault.help(format!(
        "say `{field} = \"{was}\"`; or, where that was wrong, `formerly = [\"{was}\"]` beside the new one: readers are \
         shown both, and feeds keep the first"
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use super::{Contents, Ledger, find};
    use crate::plan::Occupant;
    use crate::render::host::Addresses;

    /// Makes a release from texts given as (address, id, file).
    fn release(texts: &[(&str, &str, &str)]) -> Contents {
        let text = |id: &str| Occupant::Text { id: id.into(), lang: "en".into(), formerly: Vec::new() };
        let occupants = texts.iter().map(|(at, id, _)| ((*at).to_owned(), text(id))).collect();
        let addresses = Addresses { occupants, ..Addresses::default() };
        let sources = texts.iter().filter(|(.., file)| !file.is_empty());
        let sources = sources.map(|(at, _, file)| ((*at).to_owned(), (*file).to_owned())).collect();
        let mut contents = Contents::new(Path::new(""), BTreeMap::new(), Vec::new(), addresses);
        contents.sources = sources;
        contents
    }

    fn found(old: &[(&str, &str, &str)], next: &[(&str, &str, &str)]) -> Vec<String> {
        let (old, next) = (release(old), release(next));
        let entry = |(at, occupant): (&String, &Occupant)| {
            let source = old.sources.get(at).cloned();
            (at.clone(), super::super::ledger::Entry { occupant: Some(occupant.clone()), source, seen: 1 })
        };
        let ledger = Ledger { release: 1, entries: old.addresses.occupants.iter().map(entry).collect() };
        find(&old, &next, &ledger).into_iter().map(|renamed| format!("{} {}", renamed.was, renamed.now)).collect()
    }

    #[test]
    fn a_text_is_identified_by_its_file_or_else_by_its_address() {
        // Same address, with and without known files; then also with a renamed file.
        assert_eq!(found(&[("/a/", "1", "")], &[("/a/", "9", "")]), ["1 9"]);
        assert_eq!(found(&[("/a/", "1", "a")], &[("/a/", "9", "a")]), ["1 9"]);
        assert_eq!(found(&[("/a/", "1", "a")], &[("/a/", "9", "b")]), ["1 9"]);
        // Same file at another address.
        assert_eq!(found(&[("/a/", "1", "a")], &[("/b/", "9", "a")]), ["1 9"]);
        assert_eq!(found(&[("/a/", "1", "a")], &[("/b/", "1", "a")]), [""; 0]);
        // Another text, file and address: the first text is gone, which is checked elsewhere.
        assert_eq!(found(&[("/a/", "1", "a")], &[("/b/", "9", "b")]), [""; 0]);
    }

    #[test]
    fn a_text_at_the_old_address_of_a_moved_text_is_another_text() {
        assert_eq!(found(&[("/a/", "1", "")], &[("/b/", "1", ""), ("/a/", "9", "")]), [""; 0]);
        assert_eq!(found(&[("/a/", "1", "a")], &[("/b/", "1", "b"), ("/a/", "9", "a")]), [""; 0]);
        // Two texts that swap addresses, and two that swap ids.
        let two = |first, second, a, b| [("/a/", first, a), ("/b/", second, b)];
        assert_eq!(found(&two("1", "2", "a", "b"), &two("2", "1", "b", "a")), [""; 0]);
        assert_eq!(found(&two("1", "2", "a", "b"), &two("2", "1", "a", "b")), ["1 2", "2 1"]);
        assert_eq!(found(&two("1", "2", "", ""), &two("2", "1", "", "")), ["1 2", "2 1"]);
    }
}
