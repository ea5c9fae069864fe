//! Old addresses. If a text has a new address in the portal, its old address redirects there: through the text's own
//! `aliases` or, where those can't express it, through a row of redirects.csv.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{encoded, key};
use super::pairs::Topics;
use super::place::Places;
use super::portal::Portal;
use super::report::{Fate, Notes};
use super::text::{Role, Site, To};
use crate::config::address::decode;

/// The addresses of a portal.
#[derive(Clone, Debug, Default)]
pub struct Addresses {
    /// The address of each text and section, by its file.
    pub of: BTreeMap<String, String>,
    /// The addresses of all pages.
    pub all: BTreeSet<String>,
}

/// Gives every old address a target in the portal.
pub fn keep(
    site: &Site,
    places: &Places,
    topics: &Topics,
    addresses: &Addresses,
    portal: &mut Portal,
    notes: &mut Notes,
) {
    let mut old = Old { taken: BTreeMap::new(), addresses, portal, notes };
    for path in old.portal.files.keys().filter_map(|path| path.strip_prefix("static/")) {
        old.taken.insert(key(path), format!("/{path}"));
    }
    let mut texts: Vec<usize> = (0..site.texts.len()).filter(|text| !places.paths[*text].is_empty()).collect();
    // If two languages had the same address on two hosts, the first language keeps it. Addresses come before aliases.
    texts.sort_by_key(|text| (site.texts[*text].language, *text));
    let own = texts.iter().flat_map(|text| site.texts[*text].address.iter().map(|address| (*text, address)));
    let others = texts.iter().flat_map(|text| site.texts[*text].aliases.iter().map(|address| (*text, address)));
    for (text, address) in own.chain(others) {
        let (path, foreign) = (&places.paths[text], &site.texts[text]);
        let Some(new) = addresses.of.get(path) else { continue };
        old.lead(address, new, (foreign.role == Role::Page).then_some(path.as_str()), &foreign.source);
    }
    for (folder, language) in &places.wordless {
        let language = &site.languages[*language];
        let path = format!("content/{folder}/_section.{}.md", language.tag);
        if let Some(new) = addresses.of.get(&path) {
            old.lead(&format!("{}/{folder}/", language.prefix), new, None, "site");
        }
    }
    for topic in &topics.list {
        for (language, address) in &topic.addresses {
            let slug = topic.slugs.get(language).unwrap_or(&topic.id);
            let new = format!("/{}/topics/{slug}/", site.languages[*language].tag);
            if addresses.all.contains(&new) {
                old.lead(address, &new, None, "site");
            }
        }
    }
    for (from, to) in &site.redirects {
        let (new, named) = match to {
            // redirects.csv only accepts targets that begin like this.
            To::Elsewhere(to) => (Some(to.clone()).filter(|to| to.starts_with("https://")), to),
            To::Old(to) => (old.now_at(to, site, places), to),
            To::Portal(to) => (addresses.all.contains(to).then(|| to.clone()), to),
        };
        match (new, to) {
            (Some(new), _) => old.lead(from, &new, None, "site"),
            (None, To::Portal(_)) => {}
            (None, _) => {
                old.notes.add("site", None, Fate::Lost, format!("`{from}` was led to `{named}`, which is not there"));
            }
        }
    }
}

struct Old<'a> {
    /// Old addresses that already redirect somewhere, by their keys.
    taken: BTreeMap<String, String>,
    addresses: &'a Addresses,
    portal: &'a mut Portal,
    notes: &'a mut Notes,
}

impl Old<'_> {
    /// Finds the new address of the page that was at an old address.
    fn now_at(&self, address: &str, site: &Site, places: &Places) -> Option<String> {
        let wanted = key(address);
        let text =
            site.texts.iter().position(|text| text.address.iter().chain(&text.aliases).any(|old| key(old) == wanted));
        text.and_then(|text| self.addresses.of.get(&places.paths[text]).cloned())
            .or_else(|| self.taken.get(&wanted).cloned())
    }

    fn lead(&mut self, address: &str, new: &str, page: Option<&str>, source: &str) {
        let address = format!("/{}", decode(address).trim_start_matches('/'));
        let old = encoded(&address);
        // The root page lets readers choose a language.
        if key(&address) == "/" || same(&old, new) {
            return;
        }
        let is_page = |address: &str| {
            let bare = address.trim_end_matches('/');
            self.addresses.all.contains(address) || self.addresses.all.contains(&format!("{bare}/"))
        };
        if is_page(&address) || is_page(old.trim_end_matches("index.html")) {
            let what = format!("the old address `{old}` is another page's now, so it does not lead to `{new}`");
            self.notes.add(source, None, Fate::Lost, what);
            return;
        }
        if let Some(other) = self.taken.get(&key(&address)) {
            if other != new {
                let what = format!("the old address `{old}` leads to `{other}`, so not to `{new}`");
                self.notes.add(source, None, Fate::Lost, what);
            }
            return;
        }
        if old.split('/').any(|part| part == "..") || old.starts_with("//") {
            self.notes.add(source, None, Fate::Lost, format!("`{old}` can't be an old address"));
            return;
        }
        self.taken.insert(key(&address), new.to_owned());
        let name = old.rsplit('/').next().unwrap_or("");
        let by_itself = name.rsplit_once('.').is_none_or(|(_, end)| matches!(end, "html" | "htm"));
        let is_plain = !old.contains('%');
        match page.and_then(|page| self.portal.pages.get_mut(page)) {
            Some(page) if by_itself && is_plain => page.aliases.push(old),
            _ => drop(self.portal.redirects.insert(old, new.to_owned())),
        }
    }
}

/// Returns whether two addresses are equal, ignoring a trailing `/`.
fn same(one: &str, other: &str) -> bool {
    let bare = |address: &str| decode(address).trim_end_matches("index.html").trim_end_matches('/').to_owned();
    bare(one) == bare(other)
}
