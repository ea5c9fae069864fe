//! How the release record is shown, for people and as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use jiff::tz::TimeZone;
use serde_json::json;

use crate::cli::count::counted;
use crate::fs::{Commit, Released};
use crate::publish::{Listed, Record};

/// How many lines of the record are shown to people.
const SHOWN: usize = 50;

/// Lists what was public from when on, the oldest first: a line for each release, with instants in a time zone.
///
/// The repository that holds `root` says who wrote each commit, and its subject.
pub(super) fn text(listed: &Listed, zone: &TimeZone, root: &Path) -> String {
    let kept = kept(listed);
    let all = &listed.record.all;
    let shown = all.iter().skip(all.len().saturating_sub(SHOWN));
    let commits: Vec<&str> = shown.filter_map(|line| line.commit.as_deref()).collect();
    let described = Commit::described(root, &commits);
    let mut text = String::new();
    // Writing to a string never fails.
    if all.len() > SHOWN {
        let earlier = counted(all.len() - SHOWN, "earlier line", "earlier lines");
        let _ = writeln!(text, "({earlier}: `--format json` lists all)");
    }
    for (place, line) in all.iter().enumerate().skip(all.len().saturating_sub(SHOWN)) {
        let at = line.at.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M:%S");
        let commit = line.commit.as_deref().map_or("no commit", |commit| commit.get(..10).unwrap_or(commit));
        let why = match line.of {
            Some(of) => format!("{}, release {of} again", line.why.words()),
            None => line.why.words().to_owned(),
        };
        let files =
            kept.get(&line.release).map_or("not kept".to_owned(), |record| counted(record.files, "file", "files"));
        let _ = write!(text, "{:06}  {at}  {commit:<10}  {files}  {why}", line.release);
        if line.pinned.is_some() {
            text.push_str("  pinned");
        }
        if is_public(place, listed) {
            text.push_str("  public");
        }
        if let Some((author, subject)) = line.commit.as_ref().and_then(|commit| described.get(commit)) {
            let _ = write!(text, "  {author}: {subject}");
        }
        text.push('\n');
    }
    text
}

/// The same as an object on a line each, with all instants in UTC.
pub(super) fn json(listed: &Listed) -> String {
    let kept = kept(listed);
    let line = |(place, line): (usize, &Released)| {
        let record = kept.get(&line.release);
        let object = json!({
            "release": line.release,
            "at": line.at.to_string(),
            "commit": line.commit,
            "why": line.why,
            "digest": line.digest,
            "of": line.of,
            "pinned": line.pinned.is_some(),
            "public": is_public(place, listed),
            "kept": record.is_some(),
            "files": record.map(|record| record.files),
            "built_for": record.and_then(|record| record.built_for).map(|instant| instant.to_string()),
        });
        object.to_string() + "\n"
    };
    listed.record.all.iter().enumerate().map(line).collect()
}

fn kept(listed: &Listed) -> BTreeMap<u64, &Record> {
    listed.kept.iter().map(|record| (record.number, record)).collect()
}

fn is_public(place: usize, listed: &Listed) -> bool {
    listed.public.is_some() && place + 1 == listed.record.all.len()
}
