//! Checks that the parts of a built site agree with each other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use support::Files;

use super::reading::{self, Page};
use super::site::LANGS;

/// The name of a broken rule, and a description of the difference.
pub type Difference = (&'static str, String);

/// Checks that pages, lists, feeds, sitemaps and the manifest agree; `texts` are the addresses of texts.
pub fn agreeing(
    texts: &BTreeSet<String>,
    at: Timestamp,
    files: &Files,
    pages: &BTreeMap<String, Page>,
    found: &mut Vec<Difference>,
) {
    let listed: BTreeSet<&String> = pages.values().flat_map(|page| &page.cards).collect();
    for (address, page) in pages {
        for (lang, other) in page.versions.iter().filter(|(_, other)| *other != address) {
            match pages.get(other) {
                None => {
                    found.push(("hreflang", format!("at {at}: {address} names {other} in {lang}, which is no page")))
                }
                Some(version) if version.versions != page.versions && version.canonical.as_ref() == Some(other) => {
                    // The language chooser is the version for readers of other languages.
                    if other != "/" {
                        found.push(("hreflang", format!("at {at}: {address} and {other} name different versions")));
                    }
                }
                Some(version) if !version.is_indexed && page.is_indexed => {
                    found.push(("hreflang", format!("at {at}: {address} names {other}, which is not to be found")));
                }
                Some(_) => {}
            }
        }
        let mut versions = page.versions.clone();
        versions.remove("x-default");
        // The chooser itself is a list of languages and has no switcher.
        let is_chooser = page.versions.get("x-default") == Some(address);
        if !versions.is_empty() && !is_chooser && versions != page.switcher {
            found.push(("switcher", format!("at {at}: {address}: {versions:?}, {:?}", page.switcher)));
        }
        for link in page.links.iter().chain(&page.cards).filter(|link| link.starts_with('/')) {
            let link = link.split('#').next().unwrap();
            if !reading::answers(files, link) {
                found.push(("links", format!("at {at}: {address} leads to {link}, which is not there")));
            }
        }
        // Home and overview pages link to every section and list, even to those without content.
        let cards = page.cards.iter().filter(|card| texts.contains(*card));
        for card in cards.filter(|card| pages.get(*card).is_none_or(|page| !page.is_indexed)) {
            found.push(("lists", format!("at {at}: {address} lists {card}, which is no page to be found")));
        }
    }
    for lang in LANGS {
        for (address, versions) in reading::sitemap(support::text(files, &format!("{lang}/sitemap.xml"))) {
            match pages.get(&address) {
                Some(page) if page.is_indexed && page.canonical.as_ref() == Some(&address) => {
                    if !versions.is_empty() && versions != page.versions {
                        found.push((
                            "sitemap",
                            format!("at {at}: {address}: {versions:?}, in the page {:?}", page.versions),
                        ));
                    }
                }
                _ => found.push(("sitemap", format!("at {at}: {address} is no page to be found"))),
            }
        }
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.ends_with("atom.xml")) {
        let entries = reading::entries(std::str::from_utf8(bytes).unwrap());
        let ids: BTreeSet<&String> = entries.iter().map(|entry| &entry.id).collect();
        if ids.len() != entries.len() {
            found.push(("feeds", format!("at {at}: {path} has an id twice")));
        }
        for entry in &entries {
            if !pages.contains_key(&entry.address) || !listed.contains(&entry.address) {
                found.push(("feeds", format!("at {at}: {} in {path} is in no list", entry.address)));
            }
        }
        let json: serde_json::Value = serde_json::from_slice(&files[&path.replace("atom.xml", "feed.json")]).unwrap();
        let others: BTreeSet<String> =
            json["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect();
        let ids: BTreeSet<String> = ids.into_iter().cloned().collect();
        if others != ids {
            found.push(("feeds", format!("at {at}: {path} and feed.json hold different entries")));
        }
    }
    let digest = |bytes: &Vec<u8>| Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let listed_files = files.iter().filter(|(path, _)| *path != "digests.txt");
    let expected: BTreeSet<String> = listed_files.map(|(path, bytes)| format!("{}  {path}", digest(bytes))).collect();
    let manifest = support::text(files, "digests.txt").lines().filter(|line| !line.starts_with('#'));
    let manifest: BTreeSet<String> = manifest.map(str::to_owned).collect();
    if expected != manifest {
        found.push(("manifest", format!("at {at}: digests.txt does not list the files as they are")));
    }
}
