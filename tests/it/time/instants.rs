//! Tests that what is public is correct at every instant, and that no instant brings an error that was not announced.
//!
//! Random sites are built one second before each instant at which time changes something, at it, and one second after
//! it. The results are checked by a model of what the public may see and by a reader of the built bytes; neither shares
//! code with the program (`time/moments`).
//!
//! The short form is part of the normal tests. `CHANCERY_LONG=1 cargo test --release --test it instants:: --
//! --nocapture` checks at least 20,000 pairs of site and instant, continues after a difference, and lists each kind of
//! difference with its smallest site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::moments::agreement::{Difference, agreeing};
use super::moments::model::{Model, Stage};
use super::moments::publication::published;
use super::moments::reading::{self, Page};
use super::moments::site::{FOLDERS, Kind, LANGS, RandomSite, random};
use chancery::diag::{Diagnostic, Severity};
use chancery::engine::{self, CacheChoice, Options, Session};
use chancery::fs::{History, Inputs, Tree};
use chancery::output::MemorySink;
use jiff::{SignedDuration, Timestamp};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use support::{Files, scratch};

/// The number of pairs of site and instant in the short and in the long form.
const SHORT: usize = 1_500;
const LONG: usize = 20_000;

/// One of this many sites is also published, which takes longer than building it.
const PUBLISHED: usize = 10;

/// A time before all dates in random sites.
const START: &str = "2026-10-18T00:00:00Z";

/// An error: code, message, file and position.
type Fault = (&'static str, String, String);

/// The diagnostics and output of a build.
struct Built {
    at: Timestamp,
    errors: BTreeSet<Fault>,
    ahead: BTreeSet<(Timestamp, Fault)>,
    due: Vec<Timestamp>,
    searched: BTreeSet<String>,
    files: Files,
}

fn fault(diagnostic: &Diagnostic) -> Fault {
    let place = diagnostic.labels.first().map(|label| format!("{} {:?}", label.path, label.span));
    let message = match diagnostic.from {
        Some(_) => diagnostic.message.rsplit_once(", at ").unwrap().0,
        None => &diagnostic.message,
    };
    (diagnostic.code.name, message.to_owned(), place.unwrap_or_default())
}

fn build(session: &mut Session, tree: &Tree, at: Timestamp) -> Built {
    let inputs = Inputs { files: tree.clone(), now: at, history: Arc::new(History::absent()) };
    let prepared = session.prepare(Arc::new(inputs));
    let mut sink = MemorySink::default();
    let report = engine::finish(&prepared, &mut sink, &|_, _| {});
    let errors = || report.diagnostics.iter().filter(|fault| fault.severity == Severity::Error);
    let searched = prepared.site.iter().flat_map(|(world, _)| {
        let languages = world.languages().ids();
        languages.flat_map(|lang| chancery::render::search::addresses(world, lang)).collect::<Vec<_>>()
    });
    Built {
        at,
        errors: errors().filter(|error| error.from.is_none()).map(fault).collect(),
        ahead: errors().filter_map(|error| Some((error.from?, fault(error)))).collect(),
        due: prepared.due.clone(),
        searched: searched.collect(),
        files: sink.files.into_iter().map(|(path, bytes)| (path.as_str().to_owned(), bytes)).collect(),
    }
}

/// Builds a site at each of its instants, and also publishes it if asked; returns the number of builds, the codes of
/// all errors, and the differences from the expected results.
fn judged(site: &RandomSite, publishes: bool) -> (usize, BTreeSet<&'static str>, Vec<Difference>) {
    let model = Model::new(site);
    let tree = Tree::in_memory(site.files());
    let options = Options { cache: CacheChoice::Off, ..Options::default() };
    let mut session = Session::new(options);
    let start: Timestamp = START.parse().unwrap();
    let first = build(&mut session, &tree, start);
    let second = SignedDuration::from_secs(1);
    let instants = first.due.iter().copied().chain(model.instants());
    let mut probes: Vec<Timestamp> = instants.flat_map(|at| [at - second, at, at + second]).collect();
    probes.sort_unstable();
    probes.dedup();
    let mut all = vec![first];
    all.extend(probes.into_iter().map(|at| build(&mut session, &tree, at)));
    let texts = (0..site.texts.len()).flat_map(|index| LANGS.map(|lang| site.address(index, lang))).collect();
    let mut found = Vec::new();
    told(&all, &mut found);
    due(&all, &mut found);
    if publishes {
        let sound = all.iter().filter(|built| built.errors.is_empty());
        published(&scratch!("published"), sound.map(|built| (built.at, &built.files)), &mut found);
    }
    let mut before: Option<&Built> = None;
    for built in &all {
        if !built.errors.is_empty() {
            before = None;
            continue;
        }
        if let Some(before) = before {
            addresses(before, built, &mut found);
        }
        let pages = reading::pages(&built.files);
        shown(site, &model, built, &pages, &mut found);
        hidden(site, &model, built, &mut found);
        sections(site, &model, built, &mut found);
        agreeing(&texts, built.at, &built.files, &pages, &mut found);
        before = Some(built);
    }
    let codes = all.iter().flat_map(|built| built.errors.iter().map(|error| error.0)).collect();
    (all.len(), codes, found)
}

/// Checks that `check` announced exactly the errors that later builds find, each with its instant.
fn told(all: &[Built], found: &mut Vec<Difference>) {
    for (place, built) in all.iter().enumerate() {
        let mut expected = BTreeSet::new();
        let mut known = built.errors.clone();
        for later in &all[place + 1..] {
            for error in &later.errors {
                if known.insert(error.clone()) {
                    expected.insert((later.at, error.clone()));
                }
            }
        }
        for (at, error) in expected.difference(&built.ahead) {
            found.push(("told", format!("at {} nothing said that at {at} there will be {error:?}", built.at)));
        }
        for (at, error) in built.ahead.difference(&expected) {
            found.push(("told", format!("at {} it was said that at {at} there would be {error:?}", built.at)));
        }
    }
}

/// Checks that every instant is listed by all builds before it, and that nothing changes between two instants.
fn due(all: &[Built], found: &mut Vec<Difference>) {
    let first = &all[0];
    for pair in all.windows(2) {
        let [one, other] = pair else { unreachable!() };
        let ahead: Vec<Timestamp> = first.due.iter().copied().filter(|at| *at > other.at).collect();
        if ahead != other.due {
            found.push(("due", format!("at {}: {:?}, before: {ahead:?}", other.at, other.due)));
        }
        if one.due.iter().any(|at| *at <= other.at) || !one.errors.is_empty() {
            continue;
        }
        let paths: BTreeSet<&String> = one.files.keys().chain(other.files.keys()).collect();
        let differing: Vec<_> =
            paths.into_iter().filter(|path| one.files.get(*path) != other.files.get(*path)).collect();
        if !differing.is_empty() {
            found
                .push(("due", format!("nothing is due between {} and {}, but {differing:?} differ", one.at, other.at)));
        }
    }
}

/// Checks that every address that was public still responds.
fn addresses(before: &Built, built: &Built, found: &mut Vec<Difference>) {
    let made_of_bytes = ["assets/", "files/"];
    let was = before.files.keys().filter(|path| !made_of_bytes.iter().any(|folder| path.starts_with(folder)));
    let was =
        was.map(|path| reading::address(path)).chain(reading::rules(&before.files).into_iter().map(|rule| rule.0));
    for address in was.filter(|address| !reading::answers(&built.files, address)) {
        found.push(("addresses", format!("{address} was there at {}, and does not answer at {}", before.at, built.at)));
    }
}

/// Checks that everything public is shown in the right places.
fn shown(
    site: &RandomSite,
    model: &Model<'_>,
    built: &Built,
    pages: &BTreeMap<String, Page>,
    found: &mut Vec<Difference>,
) {
    let listed: BTreeSet<&String> = pages.values().flat_map(|page| &page.cards).collect();
    let sitemaps: Vec<_> = LANGS
        .iter()
        .map(|lang| reading::sitemap(support::text(&built.files, &format!("{lang}/sitemap.xml"))))
        .collect();
    let feed = |lang: &str| -> BTreeMap<String, reading::Entry> {
        let entries = reading::entries(support::text(&built.files, &format!("{lang}/atom.xml")));
        entries.into_iter().map(|entry| (entry.address.clone(), entry)).collect()
    };
    let feeds = LANGS.map(feed);
    let gone = reading::rules(&built.files);
    for index in 0..site.texts.len() {
        let text = &site.texts[index];
        for (place, lang) in LANGS.iter().enumerate().filter(|(_, lang)| site.langs(index).contains(lang)) {
            let stage = model.stage(index, lang, built.at);
            let address = site.address(index, lang);
            let mut wrong = |what: &str| {
                found.push(("shown", format!("at {}: {address} is {stage:?}, but {what}", built.at)));
            };
            let file = reading::file_at(&built.files, &address);
            let has = |lang: &str, token: &str| {
                file.is_some_and(|bytes| reading::holds(bytes, &format!("zq{index}{lang}{token}")))
            };
            let is_page = has(lang, "body");
            if stage.has_page() != is_page {
                wrong(if is_page { "its text stands there" } else { "its text does not stand there" });
                continue;
            }
            let is_removed = gone.iter().any(|(from, _, to)| *from == address && to.is_none());
            if matches!(stage, Stage::Held | Stage::Gone) && !is_removed {
                wrong("its address does not answer 410");
            }
            let reason = model.reason(index, lang, built.at);
            if reason.is_some_and(|lang| !has(lang, "reason")) {
                wrong("its reason is not given");
            }
            if !stage.has_page() {
                continue;
            }
            let page = &pages[&address];
            let is_public = stage == Stage::Public;
            let is_followed = text.date.is_some() && text.kind == Kind::Faq || text.kind == Kind::Statement;
            if text.kind != Kind::Page && (stage != Stage::Expired) != listed.contains(&address) {
                wrong(if stage == Stage::Expired { "it is in a list" } else { "it is in no list" });
            }
            if is_public != sitemaps[place].contains_key(&address) {
                wrong("of the sitemap the contrary is true");
            }
            if is_public != built.searched.contains(&address) {
                wrong("of search the contrary is true");
            }
            if page.is_indexed == (stage == Stage::Expired) {
                wrong("search engines are told the contrary");
            }
            match feeds[place].get(&address) {
                None if is_followed && stage != Stage::Expired => wrong("it is in no feed"),
                Some(_) if stage == Stage::Expired => wrong("it is in a feed"),
                Some(entry) => {
                    let updated: Timestamp = entry.updated.parse().unwrap();
                    if let Some(expected) = model.updated(index, lang, built.at).filter(|expected| *expected != updated)
                    {
                        found.push((
                            "updated",
                            format!("at {}: {address} was changed at {expected}, its entry says {updated}", built.at),
                        ));
                    }
                }
                None => {}
            }
        }
    }
}

/// Checks that public sections are shown with their texts, and notices on every page.
fn sections(site: &RandomSite, model: &Model<'_>, built: &Built, found: &mut Vec<Difference>) {
    let at = built.at;
    for place in 0..FOLDERS.len() {
        for lang in LANGS {
            let address = site.section_address(place, lang);
            let page = reading::file_at(&built.files, &address);
            let (is_hidden, has_words) = model.words(place, lang, at);
            let mut expected: Vec<String> = (0..site.notices.len())
                .filter(|number| model.notes(*number, at))
                .map(|number| format!("zqnotice{number}"))
                .collect();
            if has_words {
                expected.push(format!("zqs{place}{lang}title"));
                expected.extend(site.words[place].has_body.then(|| format!("zqs{place}{lang}body")));
            }
            match page {
                Some(_) if is_hidden => {
                    found.push(("sections", format!("at {at}: {address} is hidden, and a page stands there")));
                }
                None if !is_hidden => found.push(("sections", format!("at {at}: nothing stands at {address}"))),
                Some(page) => {
                    let missing = expected.iter().find(|token| !reading::holds(page, token));
                    found.extend(missing.map(|token| ("sections", format!("at {at}: {address} does not say {token}"))));
                }
                None => {}
            }
        }
    }
}

/// Returns whether a word is a token of a text, section or notice, as opposed to a digest in base64 that starts like
/// one.
fn is_token(word: &str) -> bool {
    let fields = ["title", "summary", "slug", "alias", "note", "reason", "body", "stem", "other", "id", "cell"];
    let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    is_plain && (word.starts_with("zqnotice") || fields.iter().any(|field| word.ends_with(field)))
}

/// Checks that nothing hidden is in any byte or file name.
fn hidden(site: &RandomSite, model: &Model<'_>, built: &Built, found: &mut Vec<Difference>) {
    let mut tokens: BTreeMap<String, &str> = BTreeMap::new();
    for (path, bytes) in &built.files {
        for bytes in [path.as_bytes(), bytes] {
            for place in memchr::memmem::find_iter(bytes, "zq") {
                let rest = &bytes[place..];
                let end = rest.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
                let word = String::from_utf8_lossy(&rest[..end]).into_owned();
                if is_token(&word) {
                    tokens.entry(word).or_insert(path);
                }
            }
        }
    }
    // Rows of redirects.csv and files of static/ may name such addresses themselves.
    let is_named_elsewhere = !site.extras.is_empty();
    let mut forbidden = Vec::new();
    for index in 0..site.texts.len() {
        let stages: Vec<Stage> = LANGS.iter().map(|lang| model.stage(index, lang, built.at)).collect();
        if stages.iter().all(|stage| *stage == Stage::Hidden) && !is_named_elsewhere {
            forbidden.push(format!("zq{index}"));
        }
        for (lang, stage) in LANGS.iter().zip(&stages) {
            let mut forbid = |fields: &[&str]| {
                forbidden.extend(fields.iter().map(|field| format!("zq{index}{lang}{field}")));
            };
            match stage {
                Stage::Hidden if !is_named_elsewhere => forbid(&[""]),
                Stage::Hidden | Stage::Held | Stage::Gone => forbid(&["title", "summary", "body", "note"]),
                _ => {}
            }
            if !LANGS.iter().any(|other| model.reason(index, other, built.at) == Some(*lang)) {
                forbid(&["reason"]);
            }
            if !model.tells_note(index, built.at) {
                forbid(&["note"]);
            }
        }
    }
    for place in 0..FOLDERS.len() {
        let hidden = LANGS.iter().filter(|lang| !model.words(place, lang, built.at).1);
        forbidden.extend(hidden.map(|lang| format!("zqs{place}{lang}")));
    }
    let waiting = (0..site.notices.len()).filter(|number| !model.notes(*number, built.at));
    forbidden.extend(waiting.map(|number| format!("zqnotice{number}")));
    for token in forbidden {
        if let Some((seen, path)) = tokens.range(token.clone()..).next().filter(|(seen, _)| seen.starts_with(&token)) {
            found.push(("hidden", format!("at {}: {seen} stands in {path}", built.at)));
        }
    }
}

/// Finds the smallest site that breaks the same rule.
fn smallest(tree: &mut dyn ValueTree<Value = RandomSite>, law: &str) -> (RandomSite, String) {
    let broken = |site: &RandomSite| {
        judged(site, law == "published").2.into_iter().find(|(name, _)| *name == law).map(|found| found.1)
    };
    let mut best = (tree.current(), broken(&tree.current()).unwrap_or_default());
    let mut steps = 0;
    let mut more = tree.simplify();
    while more && steps < 60 {
        steps += 1;
        let site = tree.current();
        more = if let Some(how) = broken(&site) {
            best = (site, how);
            tree.simplify()
        } else {
            tree.complicate()
        };
    }
    best
}

#[test]
fn the_reason_of_a_withdrawal_is_hidden_until_then_in_every_language() {
    let words = |lang: &str| {
        format!(
            "title = \"Later\"\nsummary = \"Later.\"\nreason = \"Since zqreason{lang}.\"\nslug = \"zqslug{lang}\"\n"
        )
    };
    let shared = "state = \"withdrawn\"\nwithdrawn_on = 2026-12-20\nembargo = \"2026-12-10T10:00:00Z\"\n\
                  subtype = \"press-release\"\nreference = \"M/2026/002\"\ndate = 2026-11-02\n";
    let site = support::Site::minimal()
        .file("content/press/later.en.md", format!("+++\n{}{shared}+++\n\nText.\n", words("en")))
        .file("content/press/later.fr.md", format!("+++\n{}+++\n\nTexte.\n", words("fr")));
    let built = site.build();
    assert_eq!(built.status, 0, "{}", built.stderr);
    for (path, bytes) in &built.files {
        let has = |token: &[u8]| memchr::memmem::find(bytes, token).is_some();
        let is_told = has(b"zqreason") || has(b"zqslug") || path.contains("zqslug");
        assert!(!is_told, "{path} tells of a text under embargo");
    }
}

#[test]
fn the_public_site_is_correct_at_every_instant() {
    let is_long = std::env::var_os("CHANCERY_LONG").is_some();
    let seed: u8 = std::env::var("CHANCERY_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let wanted = if is_long { LONG } else { SHORT };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut pairs, mut sites, mut sound) = (0, 0, 0);
    let mut codes: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut laws: BTreeMap<&'static str, (usize, String)> = BTreeMap::new();
    while pairs < wanted {
        let mut tree = random().new_tree(&mut runner).unwrap();
        let (count, errors, found) = judged(&tree.current(), sites % PUBLISHED == 0);
        pairs += count;
        sites += 1;
        sound += usize::from(errors.is_empty());
        for code in errors {
            *codes.entry(code).or_insert(0) += 1;
        }
        let names: BTreeSet<&'static str> = found.iter().map(|(law, _)| *law).collect();
        for law in names {
            if let Some((times, _)) = laws.get_mut(law) {
                *times += 1;
                continue;
            }
            let (site, how) = smallest(&mut tree, law);
            let RandomSite { zone, page_size, notices, .. } = &site;
            let mut story = format!("{law}: {how}\n{zone}, pages of {page_size}, {notices:?}\n");
            for (path, text) in site.files() {
                let is_usual = path == "site.toml"
                    || path.contains("_section.")
                        && !text.contains("state = ")
                        && !text.contains("date = ")
                        && !text.contains("embargo = ");
                if !is_usual && !path.ends_with("schema.json") {
                    story.push_str(&format!("--- {path}\n{text}"));
                }
            }
            println!("after {pairs} pairs: {story}");
            laws.insert(law, (1, story));
            tree = random().new_tree(&mut runner).unwrap();
        }
    }
    println!("{pairs} pairs of {sites} sites, {sound} of them without any error; sites with each: {codes:?}");
    let stories: Vec<String> = laws.values().map(|(times, story)| format!("{times} sites break {story}")).collect();
    assert!(stories.is_empty(), "{}", stories.join("\n"));
    // Sites with an error test only the first rule, so most sites must have none.
    assert!(sound * 3 > sites, "{sound} of {sites} sites are sound");
}
