//! A document's page.

use std::sync::Arc;

use super::view::*;
use super::{Bytes, body, cards, changes, feed, frame, home, picture, register, words};
use crate::config::{Contact, Kind, LangId};
use crate::content::Document;
use crate::content::kinds::common::{Attachment, Picture, Placed};
use crate::content::kinds::faq::FaqWords;
use crate::content::kinds::statement::{Attributed, Authority, StatementShared, StatementWords};
use crate::content::markdown::escape;
use crate::diag::Feature;
use crate::fs::HistoryState;
use crate::plan::{FeedScope, What};
use crate::site::cards::CardOf;
use crate::site::{Doc, DocId, Freshness, Set, SetId, Shared, Words, files, pictures};
use crate::track::{Chapters, World};

/// Renders a document's page.
pub fn render(world: &Arc<World>, what: &What, id: DocId) -> Bytes {
    let view = view(world, id);
    let (doc, set) = (world.doc(id), world.set_of(id));
    let section_feeds = world.section_settings(world.section(set.section, doc.lang).settings).feeds;
    let subject = frame::Subject {
        title: view.title.clone(),
        description: doc.lead().map(str::to_owned),
        path: doc.path.clone(),
        breadcrumbs: frame::trail(world, Some(set.section), doc.lang),
        feeds: if section_feeds { feed::links(world, FeedScope::Section(set.section), doc.lang) } else { Vec::new() },
        noindex: doc.visible.mark().is_some() || set.expired.is_some(),
        article: (set.kind == Kind::Statement).then_some((doc.date, doc.last_change())),
        image: share_picture(world, id, doc, set),
        mark: doc.visible.mark().map(|mark| mark.name().to_owned()),
    };
    let template = match set.kind {
        Kind::Page => "page.html",
        Kind::Statement => "statement.html",
        Kind::Faq => "faq.html",
        Kind::Register => "register.html",
    };
    let frame = frame::frame(world, what, doc.lang, template, subject);
    super::page(world, template, &frame, "doc", &view)
}

fn view(world: &World, id: DocId) -> DocumentView {
    let (doc, set) = (world.doc(id), world.set_of(id));
    let (document, lang) = (doc.document(), doc.lang);
    let rows = register::anchors(&set.shared);
    let finished = body::page(world, document, &|id| rows.contains(id));
    let contents: Vec<HeadingView> = finished
        .body
        .headings
        .iter()
        .filter(|heading| (2..=3).contains(&heading.level))
        .map(|heading| HeadingView { level: heading.level, id: heading.id.clone(), text: heading.text.clone() })
        .collect();
    let Chapters { docs, here, are_all } = world.chapters(id);
    let chapters = chapters(world, docs, here, lang);
    let chapter = |place: Option<usize>| place.and_then(|place| chapters.get(place).cloned());
    let day = |date| words::day(world, lang, date);
    DocumentView {
        kind: set.kind.name(),
        id: set.id.clone(),
        title: doc.heading().to_owned(),
        formerly: set.formerly.clone(),
        summary: document.words.summary.clone(),
        body_html: lead_as_text(world, doc, set) + &finished.html,
        contents: if contents.len() >= 3 { contents } else { Vec::new() },
        published: doc.date.map(|date| words::when(world, lang, date)),
        updated: doc.updated.map(|date| words::when(world, lang, date)),
        review_by: set.shared.review_by().map(day),
        topics: topics(world, set, lang),
        picture: own_picture(world, doc, set),
        attachments: attachments(world, doc, set),
        related: set.related.iter().map(|other| cards::card(world, world.in_language(*other, lang), lang)).collect(),
        contacts: contacts(world, set, lang),
        corrections: set.corrections.iter().filter_map(|notice| correction(world, *notice, lang)).collect(),
        withdrawn: set.withdrawn.map(|withdrawal| WithdrawnView {
            date: withdrawal.on.map(|date| words::when(world, lang, date)),
            reason: document.words.reason.clone().or_else(|| world.doc(set.source).document().words.reason.clone()),
        }),
        expired: set.expired.map(day),
        stale: (world.freshness(id) == Freshness::Stale).then(|| cards::link_to(world, set.source, lang)),
        changes: changes::of_document(world, id),
        history_known: world.history_state() == HistoryState::Complete,
        previous: chapter(here.checked_sub(1)),
        next: chapter(Some(here + 1)),
        all_chapters: (!chapters.is_empty() && !are_all).then(|| world.url(world.section(set.section, lang).path)),
        chapters,
        // The owner's name exists only in the source language, so other languages do not show it.
        owner: set.owner.clone().filter(|_| world.source_lang(doc.set) == lang),
        extra: document.words.extra.as_deref().and_then(|extra| serde_json::from_str(extra).ok()),
        statement: match (&set.shared, &doc.words) {
            (Shared::Statement(shared), Words::Statement(own)) => Some(statement(world, doc, set, shared, own)),
            _ => None,
        },
        faq: match (&set.shared, &doc.words) {
            (Shared::Faq(shared), Words::Faq(own)) => Some(FaqView {
                short_answer: own.short_answer.clone(),
                asked: own.asked.clone(),
                sources: sources(own),
                valid_from: shared.valid_from.map(day),
                valid_until: shared.valid_until.map(day),
            }),
            _ => None,
        },
        register: match (&set.shared, &doc.words) {
            (Shared::Register(shared, table), Words::Register(own)) => {
                Some(register::view(world, id, shared, table, own))
            }
            _ => None,
        },
    }
}

/// Returns links to the documents to read in sequence, this one marked; none if it is the only one.
fn chapters(world: &World, docs: &[DocId], here: usize, lang: LangId) -> Vec<LinkView> {
    let link = |(place, chapter): (usize, &DocId)| LinkView {
        current: place == here,
        ..cards::link_to(world, *chapter, lang)
    };
    if docs.len() > 1 { docs.iter().enumerate().map(link).collect() } else { Vec::new() }
}

/// Returns a `mailto:` URL with a message about a statement. Subject and body are percent-encoded (RFC 6068).
fn share_url(title: &str, reference: &str, url: &str) -> String {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    // Form encoding writes a space as `+`, which a mail program would show as it is.
    let encoded = |text: &str| encoded(text).replace('+', "%20");
    format!("mailto:?subject={}&body={}", encoded(title), encoded(&format!("{title}\r\n{reference}\r\n{url}")))
}

fn sources(faq: &FaqWords) -> Vec<LinkView> {
    let link = |(title, url): &(String, String)| LinkView {
        title: title.clone(),
        url: url.clone(),
        current: false,
        foreign: None,
        standing: None,
    };
    faq.sources.iter().map(link).collect()
}

fn statement(world: &World, doc: &Doc, set: &Set, shared: &StatementShared, own: &StatementWords) -> StatementView {
    let lang = doc.lang;
    let languages: Vec<LangId> = shared
        .authority
        .iter()
        .flat_map(|authority| &authority.languages)
        .filter_map(|tag| world.languages().find(&tag.value))
        // Do not claim that a text exists before its release.
        .filter(|lang| set.docs[*lang].is_some())
        .collect();
    let is_claimed = |authority: &&Authority| match authority.mode.as_str() {
        "single" => languages.len() == 1,
        "equal" => languages.len() > 1,
        _ => true,
    };
    let names: Vec<String> = languages.iter().map(|other| world.language_name(*other, lang)).collect();
    let mut authentic = languages.iter().filter(|other| !languages.contains(&lang) && **other != lang);
    let authentic = authentic.find_map(|other| set.docs[*other]).map(|other| cards::link_to(world, other, lang));
    let attributed = |said: &Attributed| AttributedView { text: said.text.clone(), by: said.by.clone() };
    StatementView {
        reference: shared.reference.clone(),
        subtype: shared.subtype.clone(),
        dateline: own.dateline.clone(),
        issuers: own.issuers.clone(),
        speaker: own.speaker.as_ref().map(attributed),
        attribution: own.attribution.clone(),
        delivery: shared.delivery.clone(),
        authority: shared.authority.as_ref().filter(is_claimed).map(|authority| authority.mode.clone()),
        authentic_languages: world.locale(lang).list(&names),
        authentic,
        quotes: own.quotes.iter().map(attributed).collect(),
        quick_facts: own.quick_facts.clone(),
        notes_to_editors: own.notes_to_editors.clone(),
        corrects: set.corrects.and_then(|target| correction(world, target, lang)),
        cite_url: world.absolute(&doc.path),
        share_url: share_url(doc.heading(), &shared.reference, &world.absolute(&doc.path)),
    }
}

/// Makes the view of a correction notice, or of the statement that a notice corrects.
fn correction(world: &World, set: SetId, lang: LangId) -> Option<CorrectionView> {
    let Shared::Statement(statement) = &world.set(set).shared else { return None };
    let doc = world.doc(world.in_language(set, lang));
    Some(CorrectionView {
        reference: statement.reference.clone(),
        link: cards::link(world, set, lang),
        summary: doc.document().words.summary.clone().unwrap_or_default(),
        date: words::when(world, lang, doc.date?),
    })
}

fn topics(world: &World, set: &Set, lang: LangId) -> Vec<LinkView> {
    set.topics.iter().map(|topic| home::topic_link(world, *topic, lang)).collect()
}

fn contacts(world: &World, set: &Set, lang: LangId) -> Vec<ContactView> {
    let ids = match &set.shared {
        Shared::Page(page) => page.contacts.as_slice(),
        Shared::Statement(statement) => statement.press_contacts.as_slice(),
        _ => &[],
    };
    ids.iter().filter_map(|Placed { value, .. }| contact(world, value, lang)).collect()
}

/// Makes the view of the contact with an id.
pub fn contact(world: &World, id: &str, lang: LangId) -> Option<ContactView> {
    world.contact(id).map(|contact| contact_view(contact, lang))
}

/// Makes the view of a contact.
pub fn contact_view(contact: &Contact, lang: LangId) -> ContactView {
    ContactView {
        id: contact.id.clone(),
        name: contact.name[lang].clone(),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        phone_url: contact.phone.as_ref().map(|phone| {
            let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
            format!("tel:{digits}")
        }),
        hours: contact.hours[lang].clone(),
    }
}

/// Makes the view of the lead picture: the document's own or that of its source, with texts from the same file.
fn own_picture(world: &World, doc: &Doc, set: &Set) -> Option<PictureView> {
    let (from, picture) = lead(world, doc, set)?;
    let view = picture::view(world, &from.path, &picture.src.value, doc.lang, &picture.alt, false)?;
    let foreign = words::foreign(world, from.lang, doc.lang);
    Some(PictureView { caption: picture.caption.clone(), credit: picture.credit.clone(), foreign, ..view })
}

/// Returns the texts of a lead picture that this program can't show; empty if it can.
fn lead_as_text(world: &World, doc: &Doc, set: &Set) -> String {
    let mut html = String::new();
    if Feature::Pictures.is_present() {
        return html;
    }
    let Some((from, picture)) = lead(world, doc, set) else { return html };
    if world.picture_beside(&from.path, &picture.src.value, doc.lang).is_none() {
        let texts: Vec<&str> = [&picture.caption, &picture.credit].into_iter().flatten().map(String::as_str).collect();
        let mut caption = String::new();
        escape::html(&texts.join(" "), &mut caption);
        body::figure_as_text(&picture.alt, &caption, &mut html);
    }
    html
}

/// Returns the file that provides the lead picture of a document, with its entry there.
pub fn lead<'a>(world: &'a World, doc: &'a Doc, set: &Set) -> Option<(&'a Document, &'a Picture)> {
    let own = doc.document();
    let source = world.doc(set.source).document();
    [own, source].into_iter().find_map(|from| Some((from, from.words.picture.as_deref()?)))
}

/// Returns the picture that social networks show with a link: the share card, else the lead picture if it is not a
/// drawing, since few networks show drawings.
fn share_picture(world: &World, id: DocId, doc: &Doc, set: &Set) -> Option<OpenGraphImageView> {
    if set.kind == Kind::Statement
        && let Some(address) = world.card_address(CardOf::Doc(id))
    {
        return Some(frame::card(world, &address, doc.heading()));
    }
    let (from, picture) = lead(world, doc, set)?;
    let (path, facts) = world.picture_beside(&from.path, &picture.src.value, doc.lang)?;
    let size = facts.format.and_then(|_| pictures::size(pictures::fallback(facts), facts)).or(facts.size);
    Some(OpenGraphImageView {
        url: world.file_absolute(&picture::address(&path, facts)),
        width: size.map(|(width, _)| width),
        height: size.map(|(_, height)| height),
        alt: picture.alt.clone(),
        is_card: false,
    })
}

/// Makes the views of the files to download: the document's own, else those of its source.
fn attachments(world: &World, doc: &Doc, set: &Set) -> Vec<AttachmentView> {
    let own = doc.document();
    let source = world.doc(set.source);
    let (from, lang) =
        if own.words.attachments.is_empty() { (source.document(), source.lang) } else { (own, doc.lang) };
    let view = |file: &Attachment| {
        let (path, facts) = world.file_beside(&from.path, &file.file.value)?;
        let file_lang = file.language.as_deref().and_then(|tag| world.languages().find(tag)).unwrap_or(lang);
        Some(AttachmentView {
            title: file.title.clone(),
            url: world.file_url(&files::address(&path, facts)),
            format: path.extension().to_uppercase(),
            size: words::file_size(world, doc.lang, facts.len),
            foreign: words::foreign(world, file_lang, doc.lang),
            sha256: facts.sha256.clone(),
        })
    };
    from.words.attachments.iter().filter_map(view).collect()
}
