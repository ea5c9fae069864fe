//! The laws of building, over random edits of a small but full site.
//!
//! 1. What a build makes with the memory of the last one is what a build without any makes: byte for byte, and with the
//!    same diagnostics.
//! 2. No more is rendered than what differs, and what shows something of the sort that was edited (`lab/edits.rs`): a
//!    cache that is always thrown away fails.
//! 3. A build with an error leaves every byte as it was, and a mended site is what a clean build makes of it.
//! 4. One thread makes what many make, with a memory too.
//!
//! That each sort of question is needed for the first law is shown in `questions.rs`.

use std::collections::BTreeSet;

use crate::lab::edits::{BREAKS, Dice, EDITS, Edit, May, Sort, set_line};
use crate::lab::{Lab, difference, differing};
use chancery::diag::{Diagnostic, Severity};
use support::{Files, build_by, chancery};

/// How many chains of edits are tried, and how many edits each has.
const CHAINS: u64 = 12;
const LINKS: usize = 14;

/// Builds after an edit and judges the result; returns what a clean build makes, and how many targets were rendered.
fn judged(lab: &Lab, before: &Files, may: &May, story: &str) -> (Files, usize) {
    let report = lab.built();
    let (clean, faults) = lab.clean();
    assert_eq!(sound(&faults), "", "{story}: the edit breaks the site");
    assert_eq!(words(&report.diagnostics), words(&faults), "{story}: other diagnostics");
    let there = lab.output();
    let wrong = differing(&there, &clean);
    if let Some(first) = wrong.first() {
        panic!("{story}: {wrong:?} differ from a clean build\n{}", difference(there.get(first), clean.get(first)));
    }
    let differs = |path: &str| before.get(path) != clean.get(path);
    let rendered: Vec<&str> = report.rendered.iter().map(chancery::fs::OutPath::as_str).collect();
    let needless: Vec<&&str> = rendered.iter().filter(|path| !differs(path) && !may.be_rendered(path)).collect();
    assert!(needless.is_empty(), "{story}: rendered without need: {needless:?}");
    (clean, rendered.len())
}

/// The errors among diagnostics, in words.
fn sound(faults: &[Diagnostic]) -> String {
    let errors = faults.iter().filter(|fault| fault.severity == Severity::Error);
    errors
        .map(|fault| format!("{}: {} {:?}\n", fault.code.name, fault.message, fault.labels))
        .collect::<Vec<_>>()
        .concat()
}

fn words(faults: &[Diagnostic]) -> Vec<String> {
    faults.iter().map(|fault| format!("{fault:?}")).collect()
}

#[test]
fn what_is_built_with_a_memory_is_what_is_built_without() {
    let (mut builds, mut rendered, mut targets, mut used) = (0, 0, 0, BTreeSet::new());
    for seed in 0..CHAINS {
        let mut lab = Lab::ready();
        let mut dice = Dice(seed);
        let mut before = lab.output();
        if seed % 4 == 3 {
            lab.commit("2026-11-20T08:00:00Z");
        }
        let mut story = format!("chain {seed}");
        for link in 0..LINKS {
            // Every edit has its turn, the others are cast.
            let turn = seed as usize * LINKS + link;
            let Edit(name, edit) = EDITS[if link % 2 == 0 { turn / 2 % EDITS.len() } else { dice.below(EDITS.len()) }];
            story = format!("{story} → {name}");
            used.insert(name);
            let mut may = edit(&mut lab, &mut dice, turn + 1);
            if seed % 4 == 3 && dice.below(3) == 0 {
                // Commits bring the pages of changes, and that there is a history to every document.
                lab.commit(&format!("2026-11-{:02}T09:00:00Z", 20 + link / 3));
                may = May::All;
            } else if link == 0 && seed % 4 == 3 {
                may = May::All;
            }
            let (after, count) = judged(&lab, &before, &may, &story);
            builds += 1;
            rendered += count;
            targets += after.len();
            before = after;
        }
        let (clean, _) = lab.clean_in_a_folder();
        assert_eq!(differing(&before, &clean), [""; 0], "{story}: a folder of its own");
    }
    assert_eq!(used.len(), EDITS.len(), "not every edit was tried");
    assert!(rendered * 5 < targets * 2, "{rendered} of {targets} targets were rendered in {builds} builds");
}

#[test]
fn each_edit_has_its_turn_and_a_second_build_renders_nothing() {
    let mut lab = Lab::ready();
    let mut before = lab.output();
    for (number, Edit(name, edit)) in EDITS.iter().enumerate() {
        let may = edit(&mut lab, &mut Dice(number as u64), number + 1);
        let (after, count) = judged(&lab, &before, &may, name);
        let again = lab.built();
        assert_eq!(again.rendered.len(), 0, "{name}: a second build renders nothing");
        if matches!(may, May::Nothing) {
            assert!(count <= 1, "{name}: {count} were rendered");
        }
        before = after;
    }
}

#[test]
fn a_build_with_an_error_changes_nothing_and_a_mended_site_is_clean() {
    let mut lab = Lab::ready();
    let mut before = lab.output();
    for (number, (name, breaks, mends)) in BREAKS.iter().enumerate() {
        let standing = stamps(&lab);
        breaks(&lab);
        let report = lab.built();
        assert!(report.has_errors() && report.changes.is_none(), "{name} is no error: {:?}", report.diagnostics);
        let (_, faults) = lab.clean();
        assert_eq!(words(&report.diagnostics), words(&faults), "{name}: other diagnostics");
        assert_eq!(stamps(&lab), standing, "{name}: the output was touched");
        // Meanwhile somebody edits something else; it shows when the site is mended, and nothing else does.
        lab.append("content/press/m1.fr.md", &format!("\nEntre-temps {number}.\n"));
        assert!(lab.built().has_errors());
        assert_eq!(stamps(&lab), standing, "{name}: the output was touched");
        mends(&lab);
        let may = May::PagesAnd(&["/m1/"], &[Sort::Feed]);
        before = judged(&lab, &before, &may, name).0;
    }
    // The same in one go: the memory is that of the last good build.
    let Edit(_, edit) = EDITS[2];
    let may = edit(&mut lab, &mut Dice(1), 99);
    judged(&lab, &before, &may, "after all");
}

/// Every file of the output with its bytes and the time of its last change.
fn stamps(lab: &Lab) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
    let time = |path: &str| std::fs::metadata(lab.out().join(path)).unwrap().modified().unwrap();
    lab.output()
        .into_iter()
        .map(|(path, bytes)| (time(&path), path, bytes))
        .map(|(at, path, bytes)| (path, bytes, at))
        .collect()
}

#[test]
fn what_time_brings_shows_at_its_instant_and_nothing_before() {
    let mut lab = Lab::ready();
    // A commit may be dated ahead of the build time.
    lab.commit("2026-12-01T08:00:00Z");
    set_line(&lab, "expires = 20", "27-12-04T00:00:00Z");
    let mut before = lab.output();
    let instants = [
        "2026-11-23T12:00:01Z",
        "2026-11-26T00:00:00Z",
        "2026-11-29T00:00:00Z",
        "2026-11-30T23:59:59Z",
        "2026-12-01T08:00:00Z",
        "2026-12-01T10:00:00Z",
        "2026-12-02T10:00:00Z",
        "2026-12-03T00:00:00Z",
        "2026-12-05T00:00:00Z",
        "2026-12-10T00:00:00Z",
        "2026-12-12T00:00:00Z",
        "2026-12-16T00:00:00Z",
        "2026-12-20T00:00:00Z",
        "2027-12-04T00:00:00Z",
        "2026-11-23T12:00:00Z",
    ];
    let mut differed = 0;
    for (number, instant) in instants.into_iter().enumerate() {
        lab.now = instant.parse().unwrap();
        let may = if number == 0 {
            May::All
        } else {
            May::PagesAnd(&["/later/", "/soon/", "/until/"], &[Sort::Page, Sort::Feed, Sort::Map])
        };
        let (after, _) = judged(&lab, &before, &may, instant);
        differed += usize::from(after != before);
        before = after;
    }
    assert!(differed > 7, "{differed}");
}

#[test]
fn one_thread_makes_what_many_make_of_a_memory() {
    let [one, many] = [Lab::new(), Lab::new()];
    let mut labs = [one, many];
    for number in 0..6 {
        let mut outputs = Vec::new();
        for (lab, threads) in labs.iter_mut().zip(["1", "8"]) {
            if number > 0 {
                let Edit(_, edit) = EDITS[number * 7 % EDITS.len()];
                edit(lab, &mut Dice(number as u64), number);
            }
            let mut command = chancery();
            command.env("RAYON_NUM_THREADS", threads);
            let built = build_by(&mut command, &lab.site(), &lab.out(), &lab.now.to_string(), &[]);
            assert_eq!(built.status, 0, "{}", built.stderr);
            // That there is no history names the folder.
            let is_told = |line: &&str| line.contains('[') && !line.contains("history-absent");
            let faults: Vec<String> = built.stderr.lines().filter(is_told).map(str::to_owned).collect();
            outputs.push((built.files, faults));
        }
        assert_eq!(differing(&outputs[0].0, &outputs[1].0), [""; 0]);
        assert_eq!(outputs[0].1, outputs[1].1);
    }
}
