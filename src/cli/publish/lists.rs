//! What a mirror or a delivery network has to do after a publication, for `rsync` and the like. The form is fixed.

use std::fmt::Write as _;

use serde_json::json;

use crate::publish::PublishPlan;

/// A line each: what is to be done, a tab, a file below the release or an address.
pub(super) fn text(plan: &PublishPlan) -> String {
    let mut text = String::new();
    for (what, of) in all(plan) {
        // Writing to a string never fails.
        let _ = writeln!(text, "{what}\t{of}");
    }
    text
}

/// An object on a line each.
pub(super) fn json(plan: &PublishPlan) -> String {
    let line = |(what, of): (&str, String)| match what {
        "purge" => json!({ "do": what, "address": of }).to_string() + "\n",
        _ => json!({ "do": what, "file": of }).to_string() + "\n",
    };
    all(plan).map(line).collect()
}

fn all(plan: &PublishPlan) -> impl Iterator<Item = (&'static str, String)> + '_ {
    let upload = plan.uploads().map(|path| ("upload", path.to_string()));
    let delete = plan.deletions().map(|path| ("delete", path.to_string()));
    upload.chain(delete).chain(plan.purges().map(|address| ("purge", address)))
}
