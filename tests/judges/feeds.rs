//! Outside readers understand every feed of the portal: feedparser reads RSS and Atom, feedsmith reads JSON Feed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;
use support::feed::{self, portal_feeds};
use support::{Files, portal, portal_build, repository, scratch, text, tool, write_folder};

/// Has outside readers read feeds in a folder.
fn outside(folder: &Path, paths: &[&str]) -> BTreeMap<String, Json> {
    let tools = repository().join("tests/judges/tools");
    let files = |json: bool| -> Vec<PathBuf> {
        paths.iter().filter(|path| path.ends_with(".json") == json).map(|path| folder.join(path)).collect()
    };
    let mut python = Command::new(tool("CHANCERY_PYTHON"));
    python.arg(tools.join("read_feeds.py")).args(files(false));
    let mut node = Command::new(tool("CHANCERY_NODE"));
    node.arg(tools.join("read_feeds.mjs")).arg(tool("CHANCERY_NODE_MODULES")).args(files(true));
    let mut all = BTreeMap::new();
    for mut reader in [python, node] {
        let run = reader.output().unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let read: BTreeMap<PathBuf, Json> = serde_json::from_slice(&run.stdout).unwrap();
        all.extend(
            read.into_iter()
                .map(|(path, read)| (path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned(), read)),
        );
    }
    all
}

/// Whether an outside reader understood a feed as we do.
fn understood(path: &str, text: &str, read: &Json) -> Result<(), String> {
    let feed = feed::read(path, text);
    if read["bozo"] != false {
        return Err(format!("{path}: {}", read["why"]));
    }
    let version = match path.rsplit('/').next().unwrap() {
        "feed.xml" => "rss20",
        "atom.xml" => "atom10",
        _ => "json",
    };
    let same = read["version"] == version && read["title"] == feed.title.as_str();
    // feedparser keeps the language of RSS alone.
    let language = path.ends_with("atom.xml") || read["language"] == feed.language.as_str();
    let entries = read["entries"].as_array().unwrap();
    let equal = entries.len() == feed.items.len()
        && entries.iter().zip(&feed.items).all(|(entry, item)| {
            entry["id"] == item.id.as_str()
                && entry["link"] == item.url.as_str()
                && entry["title"] == item.title.as_str()
                && entry["dated"] == true
                && entry["content"].as_str().unwrap().trim() == item.content.trim()
        });
    if same && language && equal { Ok(()) } else { Err(format!("{path} is read otherwise: {read:.300}")) }
}

#[test]
fn outside_readers_understand_every_feed() {
    let (_, folder) = portal();
    let feeds = portal_feeds();
    let paths: Vec<&str> = feeds.iter().map(|(path, _)| *path).collect();
    let read = outside(&folder, &paths);
    let faults: Vec<String> =
        feeds.iter().filter_map(|(path, text)| understood(path, text, &read[*path]).err()).collect();
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn outside_readers_stumble_over_planted_defects() {
    let folder = scratch!("stumbling");
    let broken = |path: &str, from: &str, to: &str| {
        let text = text(portal_build(), path);
        assert!(text.contains(from), "{path} has no `{from}` to replace");
        (path.to_owned(), text.replacen(from, to, 1).into_bytes())
    };
    let files = Files::from([
        broken("en/press/feed.xml", "</item>", ""),
        broken("en/press/atom.xml", "</entry>", ""),
        broken("en/press/feed.json", "jsonfeed.org", "elsewhere.example"),
    ]);
    write_folder(&folder, &files);
    let paths: Vec<&str> = files.keys().map(String::as_str).collect();
    for (path, read) in outside(&folder, &paths) {
        assert!(understood(&path, text(portal_build(), &path), &read).is_err(), "{path} was read: {read}");
    }
}
