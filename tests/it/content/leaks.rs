//! Nothing of what is hidden is in any byte of the output.
//!
//! Sites are made with documents that nobody may see, full of tokens. The output must hold no token, in no file and
//! no name; and it must be the same, byte for byte, as that of a site from which the files of these documents were
//! removed: so no count, no order and no digest tells of them either. With the filter out (a preview of drafts) the
//! same search finds them, field by field.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::hidden::{Hidden, KINDS, MARK, REASONS, Reason, TONGUES, Tongues};
use chancery::diag::Severity;
use chancery::engine::{self, Options};
use chancery::output::MemorySink;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::{Files, NOW, Site};

/// Cases of the random test, each a site that is built three times.
const CASES: u32 = 20;

/// A site in which nothing is hidden, but where all that is hidden has a place; a topic is only theirs.
fn open_site() -> Site {
    Site::minimal()
        .append(
            "site.toml",
            "\n[[topic]]\nid = \"quiet\"\nname = { en = \"Of qzxtopicen\", fr = \"De qzxtopicfr\" }\n\
             slug = { en = \"qzxtopicslug\" }\n\n\
             [[section]]\nfolder = \"registers\"\nkind = \"register\"\n\n\
             [[contact]]\nid = \"office\"\nname = { en = \"Office\", fr = \"Bureau\" }\n",
        )
        .file("content/registers/_section.en.md", "+++\ntitle = \"Registers\"\n+++\n")
        .file("content/registers/_section.fr.md", "+++\ntitle = \"Registres\"\n+++\n")
}

/// The same with hidden documents, in a repository whose only commit tells of them; and the files nobody may see.
fn site_with(documents: &[Hidden]) -> (Site, Vec<String>) {
    let (mut site, mut secret) = (open_site(), Vec::new());
    for (path, text, hidden) in documents.iter().flat_map(Hidden::sources) {
        site = site.file(&path, text);
        if hidden {
            secret.push(path);
        }
    }
    // A file that no text names is nobody's.
    site = site.file("content/press/qzxorphan.txt", "qzxorphantext");
    secret.push("content/press/qzxorphan.txt".into());
    (site.committed("2026-11-20T10:00:00Z", "qzxauthor", "qzxsubject"), secret)
}

/// Builds a site in memory.
fn build(site: &Site, now: &str, drafts: bool) -> Files {
    let options = Options { root: site.path(), now: Some(now.parse().unwrap()), drafts, ..Options::default() };
    let mut sink = MemorySink::default();
    let report = engine::finish(&engine::prepare(&options), &mut sink, &|_, _| {});
    let errors = report.diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
    let errors: Vec<String> = errors.map(|fault| format!("{} {:?}", fault.message, fault.labels)).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(sink.files.len() > 20, "{} files", sink.files.len());
    sink.files.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect()
}

/// Every token in the names and bytes of files, with a file that has it.
fn tokens(files: &Files) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (path, bytes) in files {
        let packed = [".gz", ".br", ".zst", ".zip"].iter().any(|ending| path.ends_with(ending));
        assert!(!packed && !bytes.starts_with(&[0x1f, 0x8b]), "`{path}` is compressed: unpack it here");
        for text in [path.as_bytes(), bytes] {
            let text = text.to_ascii_lowercase();
            for start in
                text.windows(MARK.len()).enumerate().filter(|(_, window)| *window == MARK.as_bytes()).map(|(at, _)| at)
            {
                let token =
                    text[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).map(|byte| char::from(*byte));
                found.entry(token.collect()).or_insert_with(|| path.clone());
            }
        }
    }
    found
}

/// Asserts that a site shows nothing of its secret files, and is the same without them.
fn assert_tight(site: &Site, secret: &[String]) {
    let built = build(site, NOW, false);
    assert_eq!(tokens(&built), BTreeMap::new(), "tokens in the output");
    for path in secret {
        fs::remove_file(site.path().join(path)).unwrap();
    }
    let without = build(site, NOW, false);
    let names = |files: &Files| files.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(names(&built), names(&without), "files tell of what is hidden");
    let differ: Vec<&String> = built.keys().filter(|path| built[*path] != without[*path]).collect();
    assert!(differ.is_empty(), "files that tell of what is hidden: {differ:?}");
}

/// A document of each kind, hidden for each reason, in each choice of languages.
fn every_hidden() -> Vec<Hidden> {
    let mut all = Vec::new();
    for kind in KINDS {
        for reason in REASONS {
            for tongues in TONGUES {
                let number = all.len();
                let (bundle, own_folder) = (number % 2 == 0, number % 3 == 0);
                all.push(Hidden { number, kind, reason, tongues, bundle, own_folder });
            }
        }
    }
    all
}

/// A hidden document that could be any.
fn any_hidden() -> impl Strategy<Value = Hidden> {
    let choice = (0..KINDS.len(), 0..REASONS.len(), 0..TONGUES.len(), any::<bool>(), any::<bool>());
    choice.prop_map(|(kind, reason, tongues, bundle, own_folder)| Hidden {
        number: 0,
        kind: KINDS[kind],
        reason: REASONS[reason],
        tongues: TONGUES[tongues],
        bundle,
        own_folder,
    })
}

#[test]
fn nothing_of_any_hidden_document_is_in_the_output() {
    let (site, secret) = site_with(&every_hidden());
    assert_tight(&site, &secret);
}

#[test]
fn nothing_of_random_hidden_documents_is_in_the_output() {
    let seed: u64 = std::env::var("CHANCERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_123);
    println!("seed {seed}: set CHANCERY_SEED for another");
    let bytes: Vec<u8> = [seed, !seed, seed.rotate_left(21), 1].iter().flat_map(|part| part.to_le_bytes()).collect();
    let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 40, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes));
    let sites = vec(any_hidden(), 1..6);
    let outcome = runner.run(&sites, |mut documents| {
        documents.iter_mut().enumerate().for_each(|(number, document)| document.number = number);
        let (site, secret) = site_with(&documents);
        // Shown to be findable, each of them, before it is said that nothing is found.
        let shown = tokens(&build(&site, NOW, true));
        let shown_in_preview = |hidden: &&Hidden| hidden.reason != Reason::GoneUnderEmbargo;
        for Hidden { number, tongues, .. } in documents.iter().filter(shown_in_preview) {
            let lang = if *tongues == Tongues::FrenchAlone { "fr" } else { "en" };
            for field in ["text", "heading", "filecontent", "filename"] {
                let token = format!("{MARK}{number}{lang}{field}");
                prop_assert!(shown.contains_key(&token), "`{}` is not even in a preview", token);
            }
        }
        assert_tight(&site, &secret);
        Ok(())
    });
    if let Err(fault) = outcome {
        panic!("seed {seed}: {fault}");
    }
}

#[test]
fn the_search_finds_every_field_when_the_filter_is_out() {
    let (site, _) = site_with(&every_hidden());
    let shown = tokens(&build(&site, NOW, true));
    let mut planted = BTreeSet::new();
    for (path, text, _) in every_hidden().iter().flat_map(Hidden::sources).filter(|(.., hidden)| *hidden) {
        planted.extend(tokens(&Files::from([(path, text.into_bytes())])).into_keys());
    }
    assert!(planted.len() > 2000, "only {} tokens were planted", planted.len());
    // Without the number and the language, the name of the field is left of a token.
    let field = |token: &String| {
        let name = token.trim_start_matches(MARK).trim_start_matches(|c: char| c.is_ascii_digit());
        name.strip_prefix("en").or_else(|| name.strip_prefix("fr")).unwrap_or(name).to_owned()
    };
    let found: BTreeSet<String> = shown.keys().map(field).collect();
    let missed: BTreeSet<String> = planted.iter().map(field).filter(|name| !found.contains(name)).collect();
    assert_eq!(missed, BTreeSet::new());
}

#[test]
fn what_is_hidden_is_shown_from_its_instant_on() {
    let documents =
        [Reason::Scheduled, Reason::Embargoed, Reason::EmbargoedInZone].iter().enumerate().map(|(number, reason)| {
            Hidden { number, kind: KINDS[1], reason: *reason, tongues: Tongues::Both, bundle: true, own_folder: false }
        });
    let (site, _) = site_with(&documents.collect::<Vec<_>>());
    let shown_at = |now: &str| {
        let shown = tokens(&build(&site, now, false));
        [0, 1, 2].map(|number| shown.contains_key(&format!("{MARK}{number}entext")))
    };
    assert_eq!(shown_at("2026-11-23T12:00:00Z"), [false, false, false]);
    assert_eq!(shown_at("2026-11-23T12:00:01Z"), [false, true, false]);
    assert_eq!(shown_at("2026-12-04T13:59:59Z"), [false, true, false]);
    assert_eq!(shown_at("2026-12-04T14:00:00Z"), [false, true, true]);
    assert_eq!(shown_at("2026-12-23T23:59:59Z"), [false, true, true]);
    assert_eq!(shown_at("2026-12-24T00:00:00Z"), [true, true, true]);
}

#[test]
fn a_text_that_is_gone_leaves_its_address_and_reason_alone() {
    let front = "title = \"qzxtitle\"\nsummary = \"qzxsummary\"\nslug = \"old-page\"\nstate = \"gone\"\n\
                 reason = \"Merged with another page.\"\n\n[[attachments]]\nfile = \"qzxfile.csv\"\ntitle = \"qzxannex\"\n";
    let site = open_site()
        .file("content/old.en.md", format!("+++\n{front}+++\n\nqzxbody ![qzxalt](qzxpicture.svg)\n"))
        .file("content/qzxfile.csv", "qzxcell\n")
        .file("content/qzxpicture.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>qzxsvg</title></svg>\n");
    let built = build(&site, NOW, false);
    assert_eq!(tokens(&built), BTreeMap::new());
    assert!(support::text(&built, "en/old-page/index.html").contains("Merged with another page."));
}
