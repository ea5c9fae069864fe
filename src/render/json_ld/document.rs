//! The JSON-LD node of a document: article, question, data set or page.

use quick_xml::escape::escape;
use serde_json::{Value, json};

use super::node::Node;
use super::{organization_ref, web_site_ref};
use crate::config::LangId;
use crate::content::kinds::faq::FaqWords;
use crate::content::kinds::register::RegisterShared;
use crate::content::kinds::statement::StatementShared;
use crate::render::body;
use crate::render::feed::dates::iso;
use crate::render::words::t as words;
use crate::site::{Doc, DocId, Set, SetId, Shared, When, Words};
use crate::track::World;

/// Makes the node of a document.
pub(super) fn node(world: &World, id: DocId) -> Node {
    let (doc, set) = (world.doc(id), world.set_of(id));
    match (&set.shared, &doc.words) {
        (Shared::Statement(statement), _) => article(world, doc, set, statement),
        (Shared::Register(register, _), _) => dataset(world, doc, set, register),
        (_, Words::Faq(faq)) => {
            let answer = format!("<p>{}</p>{}", escape(&faq.short_answer), body::feed_html(world, id));
            let question = question(world, id, faq, answer).list("alternateName", faq.asked.iter().map(String::as_str));
            common(world, doc, set, "FAQPage").list("mainEntity", [question].into_iter())
        }
        _ => common(world, doc, set, "WebPage"),
    }
}

/// Makes the node of a question with the answer shown on its page, as plain text or HTML.
pub(super) fn question(world: &World, id: DocId, faq: &FaqWords, answer: String) -> Node {
    let doc = world.link(id);
    Node::new("Question")
        .with("name", faq.question.as_str())
        .with("url", world.absolute(doc.path))
        .with("inLanguage", world.tag(doc.lang))
        .with("acceptedAnswer", Node::new("Answer").with("text", answer))
}

/// Makes the properties common to all kinds.
fn common(world: &World, doc: &Doc, set: &Set, kind: &str) -> Node {
    let date = |when: Option<When>| when.map(|when| iso(when, world.timezone()));
    let topics = set.topics.iter().map(|topic| Node::new("Thing").with("name", world.topic(*topic, doc.lang).0));
    let node = Node::new(kind)
        .with("@id", node_id(world, &doc.path))
        .with("url", world.absolute(&doc.path))
        .with(if kind == "NewsArticle" { "headline" } else { "name" }, doc.heading())
        .maybe("description", doc.lead())
        .with("inLanguage", world.tag(doc.lang))
        .maybe("datePublished", date(doc.date))
        .maybe("dateModified", date(doc.last_change().filter(|changed| Some(*changed) != doc.date)))
        .maybe("expires", set.expired.map(|day| day.to_string()))
        .maybe("creativeWorkStatus", set.withdrawn.map(|_| words(world, doc.lang, "state-withdrawn", &[])))
        .list("about", topics)
        .maybe("image", picture(world, doc, set))
        .with("publisher", organization_ref(world))
        .with("isPartOf", web_site_ref(world, doc.lang))
        .list("correction", set.corrections.iter().map(|notice| correction(world, *notice, doc.lang)));
    translations(world, doc, set, kind, node)
}

fn article(world: &World, doc: &Doc, set: &Set, statement: &StatementShared) -> Node {
    let dateline = match &doc.words {
        Words::Statement(words) => words.dateline.as_deref(),
        _ => None,
    };
    common(world, doc, set, "NewsArticle")
        .with("identifier", statement.reference.as_str())
        .maybe("dateline", dateline)
        .with("author", organization_ref(world))
        .with("mainEntityOfPage", world.absolute(&doc.path))
}

fn dataset(world: &World, doc: &Doc, set: &Set, register: &RegisterShared) -> Node {
    let (start, end) = register.period;
    let licence = match (&register.licence, world.licence()) {
        (Some(name), _) => Some(Node::new("CreativeWork").with("name", name.as_str()).into()),
        (None, licence) => licence.map(|licence| Value::from(licence.url.as_str())),
    };
    let downloads = [("data.csv", "text/csv"), ("data.json", "application/json")].map(|(name, media_type)| {
        Node::new("DataDownload")
            .with("encodingFormat", media_type)
            .with("contentUrl", world.absolute(&format!("{}{name}", doc.path)))
    });
    common(world, doc, set, "Dataset")
        .with("temporalCoverage", format!("{start}/{end}"))
        .maybe("license", licence)
        .with("creator", organization_ref(world))
        .list("distribution", downloads.into_iter())
}

fn node_id(world: &World, path: &str) -> String {
    format!("{}#document", world.absolute(path))
}

/// Adds the relations between translations.
///
/// The originals are the existing authentic versions, or else the one with the shared fields. Versions that are equally
/// authentic are not translations of each other.
fn translations(world: &World, doc: &Doc, set: &Set, kind: &str, node: Node) -> Node {
    let authentic = match &set.shared {
        Shared::Statement(statement) => statement.authority.as_ref().map_or(&[][..], |authority| &authority.languages),
        _ => &[],
    };
    let is_authentic = |lang: LangId| authentic.iter().any(|tag| world.languages().find(&tag.value) == Some(lang));
    let versions = world.versions(doc.set);
    let source = world.source_lang(doc.set);
    let some_authentic = versions.iter().any(|version| is_authentic(version.lang));
    let is_original = |lang: LangId| if some_authentic { is_authentic(lang) } else { lang == source };
    let (originals, others): (Vec<_>, Vec<_>) = versions.into_iter().partition(|version| is_original(version.lang));
    let (property, linked) =
        if is_original(doc.lang) { ("workTranslation", others) } else { ("translationOfWork", originals) };
    node.list(
        property,
        linked.into_iter().map(|version| {
            json!({
                "@type": kind,
                "@id": node_id(world, version.path),
                "url": world.absolute(version.path),
                "inLanguage": world.tag(version.lang),
            })
        }),
    )
}

/// Makes the node of a correction, in the language of the page or else in that of the notice.
fn correction(world: &World, notice: SetId, lang: LangId) -> Node {
    let doc = world.doc(world.in_language(notice, lang));
    let text = doc.lead().unwrap_or(doc.heading());
    Node::new("CorrectionComment")
        .with("text", text)
        .maybe("datePublished", doc.date.map(|when| iso(when, world.timezone())))
        .with("url", world.absolute(&doc.path))
        .with("inLanguage", world.tag(doc.lang))
}

/// Returns the URL of the lead picture: the document's own, else that of the source.
fn picture(world: &World, doc: &Doc, set: &Set) -> Option<String> {
    let (from, picture) = crate::render::document::lead(world, doc, set)?;
    let (path, facts) = world.picture_beside(&from.path, &picture.src.value, doc.lang)?;
    Some(world.file_absolute(&crate::render::picture::address(&path, facts)))
}
