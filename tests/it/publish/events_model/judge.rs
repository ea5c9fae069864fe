//! Compares the program's results with the model.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use chancery::publish::{self, Prepared};
use chancery::receive;
use jiff::Timestamp;

use super::content::{Seen, View, token};
use super::hour;
use super::model::{Destination, Model};
use super::world::World;

impl World {
    /// Returns the differences between the public sites and the model.
    ///
    /// After a failure, more releases may exist than should be kept; the next publication removes them.
    pub fn differences(&self, model: &Model, is_after_failure: bool) -> Vec<String> {
        let mut found = Vec::new();
        for name in ["one", "two"] {
            let to = model.destinations.get(name).cloned().unwrap_or_default();
            self.compare(name, &to, is_after_failure, &mut found);
            let ahead: BTreeSet<i64> = model.prepared.keys().filter(|(to, _)| *to == name).map(|(_, at)| *at).collect();
            if self.prepared(name) != ahead {
                found.push(format!("{name}: {:?} are prepared, not {ahead:?}", self.prepared(name)));
            }
        }
        found
    }

    /// Returns the hours for which a site is prepared.
    pub fn prepared(&self, name: &str) -> BTreeSet<i64> {
        Prepared::list(&self.path(name)).iter().map(|prepared| hour(prepared.at)).collect()
    }

    /// Adds the addresses of all public pages to `ever`, and returns those that no longer respond: no page, no
    /// redirect, no 410. While a rollback lasts, addresses that it removed are not reported.
    pub fn unanswered(&self, name: &str, is_pinned: bool, ever: &mut BTreeSet<String>) -> Vec<String> {
        let Ok(site) = fs::canonicalize(self.path(name).join("current")) else { return Vec::new() };
        let rules = fs::read_to_string(site.join("_addresses.json")).unwrap_or_default();
        let pages = walkdir::WalkDir::new(&site).into_iter().flatten();
        let pages = pages.filter(|entry| entry.file_name() == "index.html");
        let now: BTreeSet<String> = pages
            .map(|page| {
                let folder = page.path().parent().unwrap().strip_prefix(&site).unwrap().to_str().unwrap();
                if folder.is_empty() { "/".to_owned() } else { format!("/{folder}/") }
            })
            .collect();
        let answers = |address: &String| now.contains(address) || rules.contains(&format!("\"from\": \"{address}\""));
        let lost = ever.iter().filter(|address| !is_pinned && !answers(address));
        let lost = lost.map(|address| format!("{name}: {address} was public and answers nothing")).collect();
        // An address that was 410 from the start was never public, although a page there says that it is gone.
        let is_gone = |address: &String| rules.contains(&format!("\"from\": \"{address}\""));
        ever.extend(now.into_iter().filter(|address| !is_gone(address)));
        lost
    }

    /// Returns the differences between the previews and the model.
    pub fn differing_previews(&self, model: &Model) -> Vec<String> {
        let mut found = Vec::new();
        for folder in ["pa", "pb"] {
            let there: BTreeSet<String> = fs::read_dir(self.path(folder))
                .map(|all| all.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect())
                .unwrap_or_default();
            let shown = model.previews.iter().filter(|(_, preview)| preview.of.folder == folder);
            let shown: BTreeMap<String, _> = shown
                .filter_map(|(branch, preview)| {
                    let (commit, built) = preview.shown.as_ref()?;
                    Some((receive::preview_folder(branch), (commit, *built, preview.of.is_private)))
                })
                .collect();
            let wanted: BTreeSet<String> = shown.keys().cloned().collect();
            if there != wanted {
                found.push(format!("previews in {folder}: {there:?}, not {wanted:?}"));
            }
            for (name, (commit, built, is_private)) in shown {
                let view = model.commits[commit].at(built, is_private);
                let site = self.path(folder).join(&name);
                if site.exists() {
                    found.extend(differing(&site, &view).into_iter().map(|what| format!("preview {name}: {what}")));
                }
            }
        }
        found
    }

    fn compare(&self, name: &str, to: &Destination, is_after_failure: bool, found: &mut Vec<String>) {
        let real = publish::public(&self.path(name)).unwrap();
        let Some(wanted) = to.public() else {
            if real.is_some() {
                found.push(format!("{name}: something is public"));
            }
            return;
        };
        let Some(real) = real else {
            found.push(format!("{name}: nothing is public"));
            return;
        };
        let hours = |at: Option<Timestamp>| at.map(hour);
        let wanted_facts = (to.current, &wanted.commit, &to.pushed, to.pinned, wanted.built_for, wanted.due);
        let facts = (real.release, &real.commit, &real.pushed, real.pinned, hours(real.built_for), hours(real.due));
        if facts != wanted_facts {
            found.push(format!("{name}: {facts:?}, not {wanted_facts:?}"));
        }
        let current = self.path(name).join("current");
        if let Ok(current) = fs::canonicalize(&current) {
            found.extend(differing(&current, &wanted.view).into_iter().map(|what| format!("{name}: {what}")));
        }
        // Addresses that were public must respond, except those that a rollback removed.
        let is_lost = |number: &&u32| !wanted.view.answers(**number);
        let lost: Vec<&u32> = to.ever.iter().filter(is_lost).collect();
        if to.pinned.is_none() && !lost.is_empty() {
            found.push(format!("{name}: {lost:?} were public and answer nothing"));
        }
        let listed = publish::releases(&self.path(name)).unwrap();
        let kept: Vec<u64> = listed.kept.iter().map(|record| record.number).collect();
        let wanted_kept: Vec<u64> =
            to.releases.iter().filter(|(_, release)| release.is_kept).map(|(number, _)| *number).collect();
        if kept != wanted_kept && !is_after_failure {
            found.push(format!("{name}: {kept:?} are kept, not {wanted_kept:?}"));
        }
        let last = listed.record.public().map(|line| (line.release, line.commit.clone(), line.pinned));
        if last != Some((to.current, wanted.commit.clone(), to.pinned)) {
            found.push(format!("{name}: the record ends with {last:?}"));
        }
        let numbers: BTreeSet<u64> = listed.record.all.iter().map(|line| line.release).collect();
        if numbers != (1..=to.current).collect::<BTreeSet<u64>>() {
            found.push(format!("{name}: the record has {numbers:?} of {}", to.current));
        }
    }
}

/// Returns the differences between a site in a folder and the expected view.
fn differing(site: &Path, view: &View) -> Vec<String> {
    let mut found = Vec::new();
    let text = |path: &str| fs::read_to_string(site.join(path)).unwrap_or_default();
    if !text("en/about/index.html").contains(&format!("about{}z", view.about)) {
        found.push(format!("the page is not about{}", view.about));
    }
    let mut wanted = BTreeSet::new();
    let addresses = text("_addresses.json");
    let known: serde_json::Value = serde_json::from_str(&addresses).unwrap_or_default();
    let withdrawn = known["withdrawn"].as_array().into_iter().flatten().filter_map(|address| address.as_str());
    let withdrawn: BTreeSet<String> = withdrawn.map(str::to_owned).collect();
    for (number, seen) in &view.statements {
        let page = text(&format!("en/press/s{number}/index.html"));
        let is_right = match seen {
            Seen::Text(of) | Seen::Withdrawn(of) => {
                wanted.insert(token(*number, *of));
                let is_withdrawn = withdrawn.contains(&format!("/en/press/s{number}/"));
                page.contains(&token(*number, *of)) && is_withdrawn == seen.is_withdrawn()
            }
            Seen::Gone => addresses.contains(&format!("\"from\": \"/en/press/s{number}/\"")),
        };
        if !is_right {
            found.push(format!("statement {number} is not {seen:?}"));
        }
    }
    for entry in walkdir::WalkDir::new(site).into_iter().flatten().filter(|entry| entry.file_type().is_file()) {
        let bytes = fs::read(entry.path()).unwrap_or_default();
        for token in tokens(&bytes) {
            if !wanted.contains(&token) {
                found.push(format!("{token} is in {}", entry.path().display()));
            }
        }
    }
    found
}

/// Returns the tokens in bytes.
fn tokens(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let all = text.match_indices("token").map(|(place, _)| &text[place..]);
    let token = |text: &str| {
        let end = 5 + text[5..].find(|c: char| !c.is_ascii_digit() && c != 'x')?;
        (text.as_bytes().get(end) == Some(&b'z')).then(|| text[..=end].to_owned())
    };
    all.filter_map(token).collect()
}
