//! The reference in docs/ says what the tables in the program say.

use std::fs;
use std::path::Path;

use chancery::cli::reference::pages;

fn reference() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/reference")
}

#[test]
fn the_reference_is_what_the_tables_say() {
    for (name, text) in pages() {
        let on_disk = fs::read_to_string(reference().join(name)).unwrap_or_default();
        let first = on_disk.lines().zip(text.lines()).position(|(old, new)| old != new);
        let at = first.unwrap_or_else(|| on_disk.lines().count().min(text.lines().count()));
        assert!(
            on_disk == text,
            "docs/reference/{name} is not what the tables say, from line {}:\n  found    {:?}\n  expected {:?}\n\
             mend it with `cargo run -- reference docs/reference`",
            at + 1,
            on_disk.lines().nth(at),
            text.lines().nth(at)
        );
    }
}

#[test]
fn there_is_no_page_that_nothing_makes() {
    let made: Vec<&str> = pages().iter().map(|(name, _)| *name).collect();
    for entry in fs::read_dir(reference()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(made.contains(&name.as_str()), "docs/reference/{name}");
    }
}

/// Every link between the documents leads to a file that exists and, within the reference, to a heading.
#[test]
fn links_between_the_documents_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut checked = 0;
    let guides = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let guides = guides.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let guides = guides.map(|path| format!("docs/{}", path.file_name().unwrap().to_str().unwrap()));
    let documents = ["README.md", "CONTRIBUTING.md", "tests/README.md"].map(str::to_owned).into_iter().chain(guides);
    let reference = pages().into_iter().map(|(name, _)| format!("docs/reference/{name}"));
    for document in documents.chain(reference) {
        let path = root.join(&document);
        let text = prose(&fs::read_to_string(&path).unwrap());
        for part in text.split("](").skip(1) {
            let Some((target, _)) = part.split_once(')') else { continue };
            if target.contains("://") {
                continue;
            }
            let (file, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            assert!(file.exists(), "{document}: `{target}` leads nowhere");
            if !anchor.is_empty() {
                let headings = fs::read_to_string(&file).unwrap();
                let found = headings.lines().filter(|line| line.starts_with('#')).any(|line| slug(line) == anchor);
                assert!(found, "{document}: there is no heading for `{target}`");
            }
            checked += 1;
        }
    }
    assert!(checked > 100, "only {checked} links were found");
}

/// The text without blocks and spans of code, in which a link is an example.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut prose = String::new();
    for line in text.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            for (index, part) in line.split('`').enumerate() {
                // A code span may be the text of a link: its place is kept.
                prose.push_str(if index % 2 == 0 { part } else { "code" });
            }
            prose.push('\n');
        }
    }
    prose
}

/// The anchor of a heading as code hosts make it.
fn slug(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[test]
fn a_heading_becomes_the_anchor_that_code_hosts_make() {
    assert_eq!(slug("## Fields of `languages.order`"), "fields-of-languagesorder");
    assert_eq!(slug("### A build for another time: `--now`"), "a-build-for-another-time---now");
}
