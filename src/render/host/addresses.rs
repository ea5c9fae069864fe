//! `_addresses.json`: what addresses answer beside the files, for whoever publishes the site.
//!
//! A publication compares it with that of the site that is public: no address may come to answer nothing, and what is
//! taken back is never brought back. It names nothing that is not public.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::config::NewAddress;
use crate::plan::Occupant;
use crate::track::World;

/// The form in which it is written. The first form had no number and no occupants.
const FORM: u32 = 2;

/// What addresses of a site answer, beside its files. All are below the base, and not percent-encoded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addresses {
    /// The number of its form.
    #[serde(default)]
    pub form: u32,
    /// Where the site is published.
    pub base: String,
    /// Whether it is a preview.
    #[serde(default, skip_serializing_if = "is_false")]
    pub preview: bool,
    /// Whether it shows what is hidden from the public.
    #[serde(default, skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// Documents that are withdrawn: their pages say so.
    pub withdrawn: Vec<String>,
    /// Old addresses.
    pub old: Vec<Old>,
    /// Pictures and downloads.
    pub files: Vec<String>,
    /// Lists of sections and topics. A part of one that has nothing to show any more leads to the whole.
    pub lists: Vec<String>,
    /// The occupant of every address that others may have linked to; none in the first form.
    #[serde(default)]
    pub occupants: BTreeMap<String, Occupant>,
}

impl Addresses {
    /// Returns the list that an address is a part of: a later page, or the list of a year, a kind or a topic.
    #[must_use]
    pub fn list_of(&self, address: &str) -> Option<&str> {
        let lists = self.lists.iter().filter(|list| address.strip_prefix(list.as_str()).is_some_and(is_part));
        lists.max_by_key(|list| list.len()).map(String::as_str)
    }
}

/// As [`PART`], for what follows the address of a list.
fn is_part(rest: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = rest.split('/').collect();
    let is_narrowed = |parts: &[&str]| match parts {
        [year] => year.len() == 4 && is_number(year),
        ["kind" | "topics", name] => !name.is_empty(),
        _ => false,
    };
    match parts.as_slice() {
        ["page", number, ""] => is_number(number),
        [narrowed @ .., "page", number, ""] => is_number(number) && is_narrowed(narrowed),
        [narrowed @ .., ""] => is_narrowed(narrowed),
        _ => false,
    }
}

/// What follows the address of a list in that of a part of it, as a regular expression.
pub(super) const PART: &str = "(?:(?:[0-9]{4}|kind/[^/]+|topics/[^/]+)/(?:page/[0-9]+/)?|page/[0-9]+/)$";

/// An old address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Old {
    /// The address; of a prefix, what all that it means begins with.
    pub from: String,
    /// Where it leads; `None` where it is gone.
    pub to: Option<String>,
    /// Whether everything below it is meant.
    #[serde(default, skip_serializing_if = "is_false")]
    pub prefix: bool,
    /// Whether a document names it as its own from before.
    #[serde(default, skip_serializing_if = "is_false")]
    pub alias: bool,
    /// Whether a text is held back here that was public, and may come again.
    #[serde(default, skip_serializing_if = "is_false")]
    pub held: bool,
}

impl Old {
    /// One address, which leads elsewhere or is gone.
    fn of(from: String, to: Option<String>) -> Self {
        Self { from, to, prefix: false, alias: false, held: false }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference to the field")]
fn is_false(value: &bool) -> bool {
    !value
}

pub(super) fn render(world: &World) -> String {
    let (aliases, gone_texts, redirects) = world.old_addresses();
    let (withdrawn, files) = world.takeable();
    let alias = |(old, new): (&str, &str)| Old { alias: true, ..Old::of(page(old), Some(new.to_owned())) };
    let gone = |gone: &crate::site::Gone| Old { held: gone.is_held, ..Old::of(gone.path.clone(), None) };
    // Rules for single queries say nothing of the address without one.
    let redirects = redirects.iter().filter(|row| row.old.query.is_none());
    let redirects = redirects.map(|row| {
        let from = if row.old.prefix { row.old.path.clone() } else { page(&row.old.path) };
        Old { prefix: row.old.prefix, ..Old::of(from, row.new.as_ref().map(NewAddress::shown)) }
    });
    let old = aliases.into_iter().map(alias).chain(gone_texts.iter().map(gone)).chain(redirects);
    let mut old: Vec<Old> = old.collect();
    // Of several rules the first counts: single addresses, then the longest folder.
    old.sort_by_key(|old| if old.prefix { (1, std::cmp::Reverse(old.from.len())) } else { (0, std::cmp::Reverse(0)) });
    let addresses = Addresses {
        form: FORM,
        base: format!("{}{}/", world.origin(), world.prefix()),
        preview: world.is_preview(),
        hidden: world.shows_hidden(),
        withdrawn: withdrawn.into_iter().map(str::to_owned).collect(),
        old,
        files,
        lists: world.lists().into_iter().map(str::to_owned).collect(),
        occupants: world.occupants().collect(),
    };
    // Texts and lists always are JSON.
    serde_json::to_string_pretty(&addresses).unwrap_or_default() + "\n"
}

/// The address of the page that an old address means: a folder may be written without its last stroke.
fn page(old: &str) -> String {
    let name = old.rsplit('/').next().unwrap_or_default();
    if name.is_empty() || name.contains('.') { old.to_owned() } else { format!("{old}/") }
}

#[cfg(test)]
mod tests {
    use super::Addresses;

    #[test]
    fn a_part_of_a_list_leads_to_the_list() {
        let lists = ["/en/press/", "/en/press/archive/"].map(str::to_owned).to_vec();
        let addresses = Addresses { lists, ..Addresses::default() };
        for part in ["page/7/", "2026/", "2026/page/2/", "kind/speech/", "topics/trade/page/12/"] {
            assert_eq!(addresses.list_of(&format!("/en/press/{part}")), Some("/en/press/"), "{part}");
        }
        assert_eq!(addresses.list_of("/en/press/archive/2026/"), Some("/en/press/archive/"));
        for other in ["", "treaty/", "page/", "page/x/", "20261/", "kind/speech", "kind/speech/feed.xml", "kind/a/b/"] {
            assert_eq!(addresses.list_of(&format!("/en/press/{other}")), None, "{other}");
        }
    }
}
