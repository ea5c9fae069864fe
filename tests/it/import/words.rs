//! No word of a foreign text is lost: the words of each source body stand in the page that it becomes, in order and
//! number.
//!
//! The judge (`judge.rs`) reads the source in its own way. What it does not find in the page must stand in the
//! report as lost, with its line, and may be one word in a hundred at most.
#![allow(clippy::print_stderr)]

use std::fs;
use std::path::Path;

use chancery::content::markdown::{self, Identity, Options};
use chancery::diag::{Severity, SourcePath};
use chancery::fs::Tree;
use chancery::import::body::{Body, Dialect, Surroundings, translate};
use chancery::import::{Content, Report, Tool, import};
use support::{NOW, chancery};

use super::judge::{body_of, lost, missing, text_of, words};

/// How many characters of what stayed text are looked for in the source.
const MARKED: usize = 12;

/// A site that has every text and no picture.
struct Everything;

impl Surroundings for Everything {
    fn link(&self, target: &str) -> Option<String> {
        Some(target.to_owned())
    }
    fn picture(&self, _: &str) -> Option<String> {
        None
    }
    fn reference(&self, target: &str) -> Option<String> {
        Some(target.to_owned())
    }
    fn include(&self, _: &str) -> Option<String> {
        None
    }
    fn variable(&self, _: &str) -> Option<String> {
        None
    }
}

/// The words of the page that a translated body becomes.
fn page_words(body: &Body) -> Vec<String> {
    let options = if body.needs_html { Options::content_with_html() } else { Options::content() };
    let (parsed, faults) = markdown::parse(&body.text, 0, &SourcePath::new("a.md"), &options);
    let errors: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", body.text);
    let mut html = String::new();
    parsed.fill(&Identity, &mut html);
    // A picture's words are its alternative text; a picture is never in the sources' pages here.
    words(&text_of(&html))
}

/// What the judge found of a corpus.
#[derive(Default)]
struct Found {
    texts: usize,
    pages: usize,
    words: usize,
    reported: usize,
    /// Words that are nowhere, by source file.
    unsaid: Vec<String>,
    /// What became of the site.
    report: Report,
    /// The key that joins translations, as each source says it, with the file that it became.
    keys: Vec<(String, String)>,
}

/// The words that a page shows for its body.
fn built_words(html: &str) -> Vec<String> {
    let Some(start) = html.find("<div class=\"prose") else { return Vec::new() };
    let end = html.rfind("</main>").unwrap();
    words(&text_of(&html[start..end]))
}

/// Imports a corpus, builds the portal, and compares each text with its page; `None`, saying so, where the corpus is not
/// there.
fn judged(name: &str, tool: Tool) -> Option<Found> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name);
    if !root.is_dir() {
        eprintln!("skipped: {} is not there", root.display());
        return None;
    }
    let place = tempfile::tempdir().unwrap();
    let (tree, faults) = Tree::scan_foreign(&root);
    let imported = import(&tree, &faults, tool, NOW.parse().unwrap()).unwrap();
    let portal = place.path().join("portal");
    for (path, content) in &imported.files {
        let target = portal.join(path);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        let bytes = match content {
            Content::Text(text) => text.clone().into_bytes(),
            Content::Copy(source) => fs::read(root.join(source)).unwrap(),
        };
        fs::write(target, bytes).unwrap();
    }
    let run = chancery()
        .args(["build", "--compress=off", "--format", "short", "--now", NOW, "--out"])
        .arg(place.path().join("public"))
        .current_dir(&portal)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned() + &String::from_utf8_lossy(&run.stdout);
    let faults: Vec<&str> = said.lines().filter(|line| line.contains("error[") || line.contains("warning[")).collect();
    // Old addresses that differ from new ones in case alone answer where a host tells them apart; the warning says so.
    let is_case = |line: &&str| line.contains("redirect-shadowed") && line.contains("in upper and lower case alone");
    // What was a slip of the pen on the old site, as `[text] (address)`, is one here, and the warning says how to mend it. It
    // has to stand in the source in the same words: marks that the import wrote would be its own fault.
    let is_literal = |line: &&str| {
        let shown = line.contains("warning[literal-markup]").then(|| marked(line, &portal)).flatten();
        shown.is_some_and(|(path, marks)| {
            let sources = imported.report.became.iter().filter(|(_, became)| became.contains(&path));
            let texts = sources.filter_map(|(source, _)| fs::read_to_string(root.join(source)).ok());
            texts.into_iter().any(|text| text.contains(&marks))
        })
    };
    let faults: Vec<&str> = faults.into_iter().filter(|line| !is_case(line) && !is_literal(line)).collect();
    assert!(run.status.success() && faults.is_empty(), "{}", faults.join("\n"));
    let mut found = Found::default();
    for (source, became) in &imported.report.became {
        let Some(path) = became.iter().find(|path| path.starts_with("content/") && path.ends_with(".md")) else {
            continue;
        };
        let file = fs::read_to_string(root.join(source)).unwrap().replace("\r\n", "\n");
        let page_words = match imported.report.addresses.get(path) {
            Some(address) => {
                found.pages += 1;
                let page = place.path().join("public").join(address.trim_start_matches('/')).join("index.html");
                built_words(&fs::read_to_string(page).unwrap())
            }
            // What is held back has no page; its words stand in its file.
            None => {
                let text = fs::read_to_string(portal.join(path)).unwrap();
                let text = body_of(&text).0.to_owned();
                page_words(&Body { text, needs_html: true, ..Body::default() })
            }
        };
        found.texts += 1;
        // Read line by line, not as the import reads front matter.
        let key = file.lines().take(40).find_map(|line| line.strip_prefix("translationKey:"));
        found.keys.extend(key.map(|key| (key.trim().trim_matches(['"', '\'']).to_owned(), path.clone())));
        let (mut gone, words_in) = lost(body_of(&file).0, source.ends_with(".html"), &page_words);
        found.words += words_in;
        rejoin(&mut gone, &page_words);
        for note in imported.report.notes.of(source).iter().filter(|note| note.words_lost > 0) {
            let (_, reported) = note.construct.split_once(": ").unwrap_or_default();
            assert!(note.line_number.is_some(), "{source}: {} has no line", note.construct);
            for word in words(reported) {
                if let Some(place) = gone.iter().position(|gone| *gone == word) {
                    gone.remove(place);
                    found.reported += 1;
                }
            }
        }
        if !gone.is_empty() {
            found.unsaid.push(format!("{source} ({path}): {}", gone.join(" ")));
        }
    }
    eprintln!(
        "{name}: {} texts, {} pages, {} words, {} in the report alone\n{}",
        found.texts,
        found.pages,
        found.words,
        found.reported,
        imported.report.summary()
    );
    found.report = imported.report;
    Some(found)
}

/// The file that a warning is about, and the first characters at its place.
fn marked(warning: &str, portal: &Path) -> Option<(String, String)> {
    let mut parts = warning.split(':');
    let (path, line, column) =
        (parts.next()?, parts.next()?.parse::<usize>().ok()?, parts.next()?.parse::<usize>().ok()?);
    let text = fs::read_to_string(portal.join(path)).ok()?;
    let marks = text.lines().nth(line - 1)?.chars().skip(column - 1).take(MARKED).collect();
    Some((path.to_owned(), marks))
}

/// Takes two words for found that are one on the page: marks stood between them that stayed text on the old site, and
/// emphasise now.
fn rejoin(gone: &mut Vec<String>, page_words: &[String]) {
    let mut at = 0;
    while at + 1 < gone.len() {
        let joined = gone[at].clone() + &gone[at + 1];
        if page_words.contains(&joined) {
            gone.drain(at..at + 2);
        } else {
            at += 1;
        }
    }
}

/// No word is missing without a note, and few with one.
fn sound(found: &Found) {
    assert!(found.unsaid.is_empty(), "{} texts\n{}", found.unsaid.len(), found.unsaid.join("\n"));
    assert!(found.reported * 100 <= found.words, "{} of {} words", found.reported, found.words);
}

#[test]
fn no_word_of_a_hugo_site_is_lost() {
    if let Some(found) = judged("digital-canada-ca", Tool::Hugo) {
        sound(&found);
        // The texts that name one key are one document, and no others.
        let document = |path: &str| path.trim_end_matches(".md").rsplit_once('.').unwrap().0.to_owned();
        for (key, path) in &found.keys {
            for (other, second) in &found.keys {
                assert_eq!(key == other, document(path) == document(second), "{path} and {second}");
            }
        }
        assert!(found.keys.len() > 300, "{}", found.keys.len());
        // The one pair that a slip of the pen broke is found.
        let [pair] = found.report.proposals.as_slice() else { panic!("{:?}", found.report.proposals) };
        assert!(pair.because.contains("in-this-together") && pair.because.contains("n-this-together"), "{pair:?}");
    }
}

#[test]
fn no_word_of_a_jekyll_site_is_lost() {
    if let Some(found) = judged("opensource.guide", Tool::Jekyll) {
        sound(&found);
    }
}

#[test]
fn a_loss_is_seen() {
    let source = words("one two three two four five");
    assert_eq!(missing(&source, &words("one two three two four five")), [""; 0]);
    assert_eq!(missing(&source, &words("one extra two three two four more five")), [""; 0]);
    assert_eq!(missing(&source, &words("one two three four five")), ["two"]);
    assert_eq!(missing(&source, &words("one two three two five four")), ["five"].map(str::to_owned));
    assert_eq!(missing(&source, &words("one two three two four")), ["five"]);
}

#[test]
fn small_texts_of_each_tool_keep_their_words() {
    let texts = [
        (
            Dialect::Hugo,
            "A {{< x >}} *b*\n\n<div><p>c <a href=\"d\">e</a></p><ul><li>f</ul></div>\n\n| g | h |\n|---|---|\n| i | j |\n",
        ),
        (
            Dialect::Jekyll,
            "{% if x %}\na\n{% endif %}\n\n<aside markdown=\"1\">\nb *c*\n</aside>\n\nd[^1]\n\n[^1]: e\n",
        ),
        (Dialect::Zola, "{% quote(author=\"x\") %}\na b\n{% end %}\n\nc `d` <em>e</em>\n"),
    ];
    for (dialect, text) in texts {
        let body = translate(text, 1, dialect, &Everything);
        assert_eq!(lost(text, false, &page_words(&body)).0, [""; 0], "{}", body.text);
    }
}
