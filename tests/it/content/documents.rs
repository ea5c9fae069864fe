//! What is kept of a document between builds: it comes back as it was, and it is small.

use std::path::Path;
use std::sync::Arc;

use chancery::content::{self, Document};
use chancery::diag::{Diagnostic, SourcePath, codes};
use chancery::{config, engine, site};

/// The bundled portal: its settings, documents and files.
fn portal() -> (Arc<config::Settings>, site::Parsed) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).to_owned();
    let options = engine::Options { root, now: Some(now()), ..engine::Options::default() };
    let prepared = engine::prepare(&options);
    let settings = prepared.site.unwrap().0.untracked().settings;
    (settings, Arc::into_inner(prepared.parsed).unwrap())
}

fn now() -> jiff::Timestamp {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

/// A text of the portal's press section in place of another of the same file.
fn parsed_again(document: &Document, settings: &config::Settings, edit: impl Fn(String) -> String) -> Arc<Document> {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(document.path.as_str())).unwrap();
    let locales = engine::locales(settings);
    let text = edit(text);
    let digest = *blake3::hash(text.as_bytes()).as_bytes();
    Arc::new(content::parse(&document.path, &text, digest, settings, &locales).0.unwrap())
}

#[test]
fn every_document_comes_back_as_it_was() {
    let (_, parsed) = portal();
    assert!(parsed.documents.len() > 40, "only {} documents", parsed.documents.len());
    for document in &parsed.documents {
        let bytes = postcard::to_stdvec(document.as_ref()).unwrap();
        assert_eq!(postcard::from_bytes::<Document>(&bytes).unwrap(), **document, "{}", document.path);
    }
}

#[test]
fn what_is_kept_of_a_document_is_small() {
    let (_, parsed) = portal();
    for document in &parsed.documents {
        let kept = postcard::to_stdvec(document.as_ref()).unwrap().len();
        let facts = document.facts.len();
        let front = document.body.start;
        // Each text of the front matter stands once, of an FAQ entry the question a second time as its title.
        assert!(kept < front + facts + 700, "{}: {kept} bytes, of which {facts} facts, from {front}", document.path);
    }
}

#[test]
fn a_fault_comes_back_as_it_was_and_an_unknown_code_does_not() {
    let fault = Diagnostic::new(&codes::BROKEN_LINK, "`a` leads nowhere")
        .at(&SourcePath::new("content/a.en.md"), 3..70_000)
        .label(&SourcePath::new("content/b.en.md"), None, "there")
        .help("no");
    let bytes = postcard::to_stdvec(&fault).unwrap();
    assert_eq!(postcard::from_bytes::<Diagnostic>(&bytes).unwrap(), fault);
    let foreign = String::from_utf8_lossy(&bytes).replace("broken-link", "broken-lynk").into_bytes();
    assert!(postcard::from_bytes::<Diagnostic>(&foreign).is_err());
}

#[test]
fn a_site_with_another_body_is_the_site_linked_anew() {
    let (settings, mut parsed) = portal();
    let (site, faults) = site::link(&parsed, &settings, now(), false);
    let shown = |document: &&Arc<Document>| document.body.len() > 100 && site.doc_by_key(document.key).is_some();
    let old = Arc::clone(parsed.documents.iter().find(shown).unwrap());
    let file = parsed.files.keys().find(|file| site.file(file).is_none() && file.folder() == old.path.folder());
    let shows = file.map_or("nothing.pdf", |file| file.file_name()).to_owned();
    let new = parsed_again(&old, &settings, |text| text + &format!("\n## One more\n\n[file]({shows})\n"));
    assert_eq!(new.head, old.head);
    assert_ne!((new.facts_digest, &new.digest, new.text), (old.facts_digest, &old.digest, old.text));
    assert!(parsed.replace(Arc::clone(&new)));
    let swapped = site.with_documents(&[new], &parsed.files);
    let (linked, again) = site::link(&parsed, &settings, now(), false);
    assert_eq!(faults, again);
    assert_eq!(format!("{swapped:#?}"), format!("{linked:#?}"));
    let back = swapped.with_documents(&[old], &parsed.files);
    assert_eq!(format!("{back:#?}"), format!("{site:#?}"));
}

#[test]
fn another_front_matter_has_another_head_and_is_not_exchanged() {
    let (settings, mut parsed) = portal();
    let (site, _) = site::link(&parsed, &settings, now(), false);
    let old = Arc::clone(parsed.documents.iter().find(|document| site.doc_by_key(document.key).is_some()).unwrap());
    let new = parsed_again(&old, &settings, |text| text.replacen("+++\n", "+++\nstate = \"draft\"\n", 1));
    assert_ne!(new.head, old.head);
    let id = site.doc_by_key(old.key).unwrap();
    let kept = site.with_documents(&[Arc::clone(&new)], &parsed.files);
    assert!(Arc::ptr_eq(kept.doc(id).visible.shared(), &old), "a draft came in by the back door");
    assert!(!parsed.replace(new));
}
