//! How plans and outcomes are told, for people and as JSON.

use std::fmt::Write as _;
use std::path::Path;

use serde_json::json;

use crate::cli::count::counted;
use crate::cli::exit::Exit;
use crate::cli::place;
use crate::cli::refusal::Refusal;
use crate::diag::{Diagnostic, codes};
use crate::engine::Report;
use crate::fs::{OutPath, Why};
use crate::plan::HostFile;
use crate::publish::{Order, Outcome, PublishPlan};

/// Lists what a plan changes, a line each; copies of files that are packed go without saying.
pub(super) fn text(plan: &PublishPlan) -> String {
    let mut text = String::new();
    let mut line = |what: &str, of: &dyn std::fmt::Display| {
        // Writing to a string never fails.
        let _ = writeln!(text, "{what:<10}  {of}");
    };
    let files = [("added", &plan.added), ("changed", &plan.changed), ("removed", &plan.removed)];
    for (what, paths) in files {
        paths.iter().filter(|path| !is_copy(path, paths)).for_each(|path| line(what, path));
    }
    for (from, to) in &plan.redirected {
        line("redirected", &format!("{from} -> {to}"));
    }
    for (what, addresses) in [("gone", &plan.gone), ("withdrawn", &plan.withdrawn), ("vanished", &plan.vanished)] {
        for address in addresses {
            line(what, address);
        }
    }
    plan.carried.iter().for_each(|carried| line("carried", &carried.path));
    let numbers = match plan.before {
        Some(before) => format!("release {} would take the place of release {before}", plan.number),
        None => format!("release {} would be the first", plan.number),
    };
    text + &format!("{numbers}: {}\n", counts(plan))
}

fn is_copy(path: &OutPath, paths: &[OutPath]) -> bool {
    let owner = path.as_str().strip_suffix(".br").or_else(|| path.as_str().strip_suffix(".gz"));
    owner.and_then(OutPath::new).is_some_and(|owner| paths.binary_search(&owner).is_ok())
}

/// The same as one object.
pub(super) fn json(plan: &PublishPlan) -> String {
    let carried: Vec<&OutPath> = plan.carried.iter().map(|carried| &carried.path).collect();
    let redirected: Vec<_> = plan.redirected.iter().map(|(from, to)| json!({ "from": from, "to": to })).collect();
    let object = json!({
        "release": plan.number,
        "before": plan.before,
        "added": plan.added,
        "changed": plan.changed,
        "removed": plan.removed,
        "unchanged": plan.unchanged,
        "redirected": redirected,
        "gone": plan.gone,
        "withdrawn": plan.withdrawn,
        "vanished": plan.vanished,
        "carried": carried,
    });
    object.to_string() + "\n"
}

fn counts(plan: &PublishPlan) -> String {
    let redirected = plan.redirected.len();
    let (added, changed, removed) = (plan.added.len(), plan.changed.len(), plan.removed.len());
    let carried = counted(plan.carried.len(), "asset", "assets");
    format!("{added} added, {changed} changed, {removed} removed, {redirected} redirected; {carried} carried")
}

/// Says in a line or two what a publication has done.
pub(in crate::cli) fn summary(outcome: &Outcome, order: &Order, seconds: f64) -> Vec<String> {
    let (plan, to) = (&outcome.plan, order.to.display());
    if order.dry_run {
        return vec!["nothing was done".to_owned()];
    }
    let release = outcome.release.unwrap_or(0);
    let mut lines = if outcome.is_new {
        vec![format!("release {release} is public in `{to}`: {}; in {seconds:.2} s", counts(plan))]
    } else {
        vec![format!("nothing has changed: release {release} stays public, in {seconds:.2} s")]
    };
    if let Some(rollback) = outcome.unpinned {
        lines.push(format!("the rollback of release {rollback} has ended: nothing is pinned any longer"));
    }
    if outcome.is_pinned && order.why == Why::Rollback {
        lines.push(format!(
            "release {release} is pinned: neither time nor what was pushed before takes its place, but the next push, or \
             `chancery publish` by hand"
        ));
    }
    if outcome.is_new && plan.before.is_none() {
        lines.push(format!("the rules for web servers are in `{}`: reload yours", order.to.join("current").display()));
    }
    let rules: Vec<String> = plan.rules().map(|file| format!("`{}`", file.file_name())).collect();
    if outcome.is_new && !rules.is_empty() && plan.before.is_some() {
        lines.push(format!("changed for the web server: {}; reload it where it reads one", rules.join(", ")));
    }
    lines
}

/// Addresses that are listed after a push.
const LISTED: usize = 20;

/// Lists the pages that a publication has changed, by their addresses.
pub(in crate::cli) fn pages(plan: &PublishPlan, report: &Report) -> Vec<String> {
    let base = place::settings(&report.inputs).0.map(|settings| settings.base);
    let address = |path: &OutPath| {
        let path = path.url_path();
        base.as_ref().map_or_else(|| path.clone(), |base| base.absolute(&path))
    };
    let all = [("new", &plan.added), ("changed", &plan.changed), ("removed", &plan.removed)];
    let pages = all.into_iter().flat_map(|(what, paths)| {
        let pages = paths.iter().filter(|path| path.as_str().ends_with(".html"));
        pages.map(move |path| (what, path))
    });
    let mut lines: Vec<String> = pages.map(|(what, path)| format!("{what:<8} {}", address(path))).collect();
    if lines.len() > LISTED {
        let more = counted(lines.len() - LISTED, "page", "pages");
        lines.truncate(LISTED);
        lines.push(format!("and {more} more"));
    }
    lines
}

impl PublishPlan {
    /// Runs over the files of rules for hosts that are other than they were.
    fn rules(&self) -> impl Iterator<Item = HostFile> + '_ {
        let is_changed = |file: &HostFile| self.changed.iter().any(|path| path.as_str() == file.file_name());
        HostFile::ALL.into_iter().filter(|file| *file != HostFile::Addresses).filter(is_changed)
    }
}

/// Says what a web server can include before the first release.
pub(in crate::cli) fn waiting(to: &Path) -> String {
    let files = [HostFile::Nginx, HostFile::Apache, HostFile::Caddy].map(HostFile::file_name).join("`, `");
    format!(
        "the web server can be set up now: `{files}` are in `{}`, and answer 503 until the first release; reload it then",
        to.join("current").display()
    )
}

/// What is wrong with a destination, as a refusal of the command.
pub(in crate::cli) fn refusal(fault: Diagnostic) -> Refusal {
    let refusal = Refusal { exit: exit(&fault), message: fault.message, help: None };
    match fault.help {
        Some(help) => refusal.help(help),
        None => refusal,
    }
}

/// How a run ends that was refused.
pub(in crate::cli) fn exit(fault: &Diagnostic) -> Exit {
    let is = |codes: &[&codes::Code]| codes.contains(&fault.code);
    if is(&[
        &codes::VANISHED_ADDRESS,
        &codes::CHANGED_REFERENCE,
        &codes::HELD_BACK_AGAIN,
        &codes::TOO_MANY_REMOVALS,
        &codes::WITHDRAWN_SINCE,
    ]) {
        Exit::Content
    } else if is(&[&codes::PUBLISH_FAILED, &codes::DESTINATION_BUSY, &codes::PUBLISHED_MEANWHILE]) {
        Exit::Outside
    } else {
        Exit::Usage
    }
}
