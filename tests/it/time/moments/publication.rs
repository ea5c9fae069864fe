//! Publishes random sites: a publication because of time alone is never refused.

use std::fs;
use std::path::Path;

use chancery::config::Publishing;
use chancery::publish::{self, Order};
use jiff::Timestamp;
use support::Files;

use super::agreement::Difference;

/// Publishes a site at a series of instants, below a folder that is emptied first.
pub fn published<'a>(below: &Path, builds: impl Iterator<Item = (Timestamp, &'a Files)>, found: &mut Vec<Difference>) {
    let _ = fs::remove_dir_all(below);
    let (folder, to) = (below.join("site"), below.join("public"));
    let mut before = None;
    for (at, files) in builds.filter(|(_, files)| files.contains_key("digests.txt")) {
        if before == Some(files) {
            continue;
        }
        write(&folder, before, files);
        before = Some(files);
        let settings = Publishing { keep: 2, ..Publishing::default() };
        let order = Order { now: Some(at), built_for: Some(at), ..Order::new(&to, &settings) };
        if let Err(faults) = publish::publish(&folder, &order) {
            let told: Vec<String> =
                faults.iter().map(|fault| format!("{}: {}", fault.code.name, fault.message)).collect();
            found.push(("published", format!("at {at}: {}", told.join("; "))));
            return;
        }
    }
}

fn write(folder: &Path, before: Option<&Files>, files: &Files) {
    for (path, _) in before.into_iter().flatten().filter(|(path, _)| !files.contains_key(*path)) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    for (path, bytes) in
        files.iter().filter(|(path, bytes)| before.and_then(|before| before.get(*path)) != Some(*bytes))
    {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
