//! What only a browser can tell: the portal as readers have it, judged in Chromium by tools from outside.
//!
//! Every sort of page is opened in three languages, at three widths, in light and in dark, with forced colours, with
//! less motion, with text twice as large, and without script; in a gate in combinations that bring every two of these
//! together (`CHANCERY_FULL`, which `tests/run --full` sets, makes it all of them). `checks` holds the checks, one a
//! file. Each is shown to find a defect that was planted for it, and to find nothing else there.

mod defects;
mod lighthouse;
mod page_sorts;
mod pairwise;
mod paper;
mod search;
mod visits;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::time::Instant;

use defects::{DEFECTS, Defect};
use page_sorts::{NO_LANGUAGE, Sort, page_sorts};
use pairwise::{Value, all, pairs, pairs_of, pairwise};
use serde::{Deserialize, Serialize};
use support::{Files, NOW, build, repository, scratch, text, tool, write_folder};

const LANGUAGES: [&str; 3] = ["en", "ar", "zh"];
const WIDTHS: [u32; 3] = [320, 768, 1280];
const SCHEMES: [&str; 2] = ["light", "dark"];
const ADAPTATIONS: [&str; 5] = ["none", "forced-colors", "reduced-motion", "large-text", "no-script"];

/// A page as a reader has it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Case {
    page: String,
    width: u32,
    scheme: String,
    adaptation: String,
}

impl Case {
    /// A path in the output, on a wide window, in light.
    fn plain(path: &str) -> Self {
        Self { page: address(path), width: 1280, scheme: "light".into(), adaptation: "none".into() }
    }
}

/// What a check has found.
#[derive(Debug, Deserialize)]
struct Finding {
    case: Case,
    check: String,
    rule: String,
    text: String,
}

/// The address of an output file below the root of the site.
fn address(path: &str) -> String {
    path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(path).to_owned()
}

/// The portal as it is published, with its packed copies.
fn portal() -> (&'static Files, PathBuf) {
    static FILES: OnceLock<Files> = OnceLock::new();
    let out = scratch!("portal");
    let files = FILES.get_or_init(|| {
        if out.exists() {
            fs::remove_dir_all(&out).unwrap();
        }
        build(repository(), &out, NOW, &["--compress"]).sound().files
    });
    (files, out)
}

/// Runs a script of this folder and returns what it printed.
fn run(script: &str, arguments: &[&str], input: &str) -> Vec<u8> {
    run_with_fonts(&repository().join("tests/judges/browser/fonts.conf"), script, arguments, input)
}

/// Runs a script of this folder in a browser that has the fonts of a configuration and no others.
fn run_with_fonts(fonts: &Path, script: &str, arguments: &[&str], input: &str) -> Vec<u8> {
    tool("CHANCERY_CHROMIUM");
    tool("CHANCERY_NODE_MODULES");
    let mut node = Command::new(tool("CHANCERY_NODE"));
    node.arg(repository().join("tests/judges/browser").join(script)).args(arguments).env("FONTCONFIG_FILE", fonts);
    let mut process = node.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    process.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let run = process.wait_with_output().unwrap();
    assert!(run.status.success(), "{script}: {}", String::from_utf8_lossy(&run.stderr));
    run.stdout
}

/// Lets every check look at pages of a built site.
fn judge(folder: &Path, cases: &[Case]) -> Vec<Finding> {
    let printed = run("judge.mjs", &[folder.to_str().unwrap()], &serde_json::to_string(cases).unwrap());
    serde_json::from_slice(&printed).unwrap()
}

/// How many values each axis of the matrix has: sorts of pages, languages, widths, schemes, adaptations.
fn sizes(sorts: &BTreeMap<String, Sort>) -> [usize; 5] {
    [sorts.len(), LANGUAGES.len(), WIDTHS.len(), SCHEMES.len(), ADAPTATIONS.len()]
}

/// Whether two values of axes never come together: a sort of page and a language in which it has none.
fn is_apart(sorts: &BTreeMap<String, Sort>, one: Value, other: Value) -> bool {
    match (one, other) {
        ((0, sort), (1, lang)) => !sorts.values().nth(sort).is_some_and(|sort| sort.contains_key(LANGUAGES[lang])),
        _ => false,
    }
}

fn cases(rows: &[Vec<usize>], sorts: &BTreeMap<String, Sort>) -> Vec<Case> {
    let sorts: Vec<&Sort> = sorts.values().collect();
    let case = |row: &Vec<usize>| Case {
        page: address(&sorts[row[0]][LANGUAGES[row[1]]]),
        width: WIDTHS[row[2]],
        scheme: SCHEMES[row[3]].to_owned(),
        adaptation: ADAPTATIONS[row[4]].to_owned(),
    };
    rows.iter().map(case).collect()
}

/// The sorts of pages of the portal that are in one of the languages of the matrix, and what a search has found.
fn sorts() -> BTreeMap<String, Sort> {
    let mut sorts = page_sorts(portal().0);
    let words = BTreeMap::from([("en", "visa"), ("ar", "تأشيرة"), ("zh", "签证")]);
    let found = words.iter().map(|(lang, words)| {
        let page = address(&sorts["Search"][*lang]);
        ((*lang).to_owned(), format!("{page}?q={words}"))
    });
    sorts.insert("results".to_owned(), found.collect());
    sorts.retain(|_, sort| LANGUAGES.iter().any(|lang| sort.contains_key(*lang)));
    sorts
}

#[test]
fn no_reader_finds_anything_amiss() {
    let sorts = sorts();
    let (sizes, is_apart) = (sizes(&sorts), |one, other| is_apart(&sorts, one, other));
    let is_full = std::env::var_os("CHANCERY_FULL").is_some();
    let rows = if is_full { all(&sizes, is_apart) } else { pairwise(&sizes, is_apart) };
    let cases = cases(&rows, &sorts);
    let start = Instant::now();
    let found = judge(&portal().1, &cases);
    say(&format!("{} cases of {} sorts of pages in {} s", cases.len(), sorts.len(), start.elapsed().as_secs()));
    assert!(found.is_empty(), "{} findings\n{}\n", found.len(), report(&found));
}

#[test]
fn pages_hold_with_a_second_family_of_fonts() {
    let mut cases = Vec::new();
    for (lang, width, adaptation) in [("ar", 768, "forced-colors"), ("ar", 320, "large-text"), ("en", 768, "none")] {
        let pages = sorts().into_values().filter_map(|sort| sort.get(lang).cloned());
        cases.extend(pages.map(|path| Case { width, adaptation: adaptation.to_owned(), ..Case::plain(&path) }));
    }
    let (folder, input) = (portal().1, serde_json::to_string(&cases).unwrap());
    let fonts = tool("CHANCERY_SECOND_FONTS");
    let printed = run_with_fonts(&fonts, "judge.mjs", &[folder.to_str().unwrap(), "layout"], &input);
    let found: Vec<Finding> = serde_json::from_slice(&printed).unwrap();
    assert!(found.is_empty(), "{} findings\n{}\n", found.len(), report(&found));
}

/// Says something to whoever runs the tests, whether they pass or not.
fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A line for each finding, the same ones of many cases together.
fn report(found: &[Finding]) -> String {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Finding { case, check, rule, text } in found {
        let case = format!("{} {} {} {}", case.page, case.width, case.scheme, case.adaptation);
        lines.entry(format!("{check}/{rule}: {text}")).or_default().push(case);
    }
    let line = |(text, cases): (&String, &Vec<String>)| format!("{text}\n    {} ×, first: {}", cases.len(), cases[0]);
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn every_sort_of_page_is_in_the_matrix() {
    let sorts = sorts();
    for name in
        ["Chooser", "Home", "NotFound", "Topics", "gone", "list of faq", "register", "Search", "statement, withdrawn"]
    {
        assert!(sorts.contains_key(name), "{name} is not among {:?}", sorts.keys());
    }
    assert!(sorts["Chooser"].contains_key(NO_LANGUAGE));
    assert_eq!(sorts["faq"].keys().collect::<BTreeSet<_>>().len(), support::LANGUAGES.len());
}

#[test]
fn every_two_values_come_together() {
    let apart = |one: (usize, usize), other: (usize, usize)| (one, other) == ((0, 2), (1, 1));
    // The two longest axes ask for so many rows; the others hardly more.
    for (sizes, most) in [(vec![3, 2], 5), (vec![20, 3, 3, 2, 5], 110), (vec![4; 4], 24), (vec![7, 2, 1, 9], 66)] {
        let rows = pairwise(&sizes, apart);
        let together: BTreeSet<_> = rows.iter().flat_map(|row| pairs_of(row)).collect();
        assert_eq!(together, pairs(&sizes, apart), "{sizes:?}");
        assert!(rows.len() <= most, "{} rows for {sizes:?}", rows.len());
    }
    assert!(!pairs(&[3, 2], apart).contains(&((0, 2), (1, 1))));
    assert_eq!(all(&[3, 2], apart).len(), 5);
    assert_eq!(pairwise(&[20, 3, 3, 2, 5], apart), pairwise(&[20, 3, 3, 2, 5], apart));
}

#[test]
fn a_planted_defect_is_found_by_its_check_alone() {
    let mut site: Files = portal().0.clone();
    site.retain(|path, _| !path.ends_with(".br") && !path.ends_with(".gz"));
    let mut cases = Vec::new();
    for (number, defect) in DEFECTS.iter().enumerate() {
        let path = format!("{}planted-{number}/index.html", &defect.page[..3]);
        site.insert(path.clone(), defect.plant(text(portal().0, defect.page), number).into_bytes());
        site.insert(format!("planted-{number}.css"), defect.style.into());
        site.insert(format!("planted-{number}.js"), defect.script.into());
        cases.push(Case { width: defect.width, adaptation: defect.adaptation.into(), ..Case::plain(&path) });
    }
    let folder = scratch!("planted");
    write_folder(&folder, &site);
    let found = judge(&folder, &cases);
    let mut wrong = Vec::new();
    for (defect, case) in DEFECTS.iter().zip(&cases) {
        let found: Vec<&Finding> = found.iter().filter(|finding| finding.case == *case).collect();
        let names: BTreeSet<String> =
            found.iter().map(|finding| format!("{}/{}", finding.check, finding.rule)).collect();
        let expected: BTreeSet<String> = defect.found_by.iter().map(|name| (*name).to_owned()).collect();
        if names != expected {
            wrong.push(format!("{}: expected {expected:?}, found {found:#?}", defect.name));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The portal without its packed copies, and one page of it with a defect, whose path is returned.
fn with(defect: &Defect) -> (PathBuf, String) {
    let mut site = portal().0.clone();
    site.retain(|path, _| !path.ends_with(".br") && !path.ends_with(".gz"));
    site.insert(defect.page.to_owned(), defect.plant(text(portal().0, defect.page), 0).into_bytes());
    site.insert("planted-0.css".to_owned(), defect.style.into());
    site.insert("planted-0.js".to_owned(), defect.script.into());
    let folder = scratch!(format!("with {}", defect.name));
    write_folder(&folder, &site);
    (folder, address(defect.page))
}
