//! What documents say of one another, and whether it is true: relations, links, anchors, pictures, attachments,
//! contacts, menus, review dates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::ids::SetId;
use super::link::id_of;
use super::links::{self, Broken, Destination};
use super::routes::OwnPage;
use super::{FileFacts, Shared, Site};
use crate::config::{Kind, LangId, Settings};
use crate::content::kinds::common::Placed;
use crate::content::markdown::DirectiveKind;
use crate::content::{Document, Role};
use crate::diag::{Code, Diagnostic, Severity, SourcePath, Span, codes, nearest};

/// What there is beside visible documents; used for checks only and then forgotten.
pub(super) struct Known<'a> {
    /// Documents that are not shown, but whose own links and files are checked.
    unseen: Vec<&'a Document>,
    files: &'a BTreeMap<SourcePath, FileFacts>,
    statics: &'a [String],
    hidden: BTreeSet<String>,
    expired: BTreeSet<String>,
    faulty: BTreeSet<String>,
    /// Ids of faulty documents; `None` where one of them has errors in its very id, which then may be any.
    faulty_ids: Option<BTreeSet<String>>,
}

impl<'a> Known<'a> {
    pub fn new(
        files: &'a BTreeMap<SourcePath, FileFacts>,
        statics: &'a [String],
        hidden: &'a [Document],
        expired: &[SourcePath],
        faulty: &'a [Document],
    ) -> Self {
        let nameless = |document: &Document| {
            document.role == Role::Item(Kind::Statement) && document.record.get("reference").is_none()
        };
        // A draft may be unfinished; what is scheduled must be right before its hour.
        let unfinished = |document: &&Document| {
            !matches!(document.record.text("state"), None | Some("published" | "public" | "withdrawn"))
        };
        Self {
            unseen: faulty.iter().chain(hidden).filter(|document| !unfinished(document)).collect(),
            files,
            statics,
            hidden: hidden.iter().map(|document| bare(&document.path)).collect(),
            expired: expired.iter().map(bare).collect(),
            faulty: faulty.iter().map(|document| bare(&document.path)).collect(),
            faulty_ids: (!faulty.iter().any(nameless)).then(|| faulty.iter().map(id_of).collect()),
        }
    }

    /// Tells whether an id is or may be that of a faulty document: its own errors are reported, not that it is
    /// missing elsewhere.
    fn is_faulty(&self, id: &str) -> bool {
        self.faulty_ids.as_ref().is_none_or(|ids| ids.contains(id))
    }
}

/// Folder and stem of a content file, whatever its language: what a link means.
fn bare(path: &SourcePath) -> String {
    let stem = path.file_name().split('.').next().unwrap_or("");
    if stem == "index" { path.folder().to_owned() } else { format!("{}/{stem}", path.folder()) }
}

/// Connects related documents and corrections with what they name.
pub(super) fn connect(site: &mut Site, known: &Known, diagnostics: &mut Vec<Diagnostic>) {
    for index in 0..site.sets.len() {
        let source = site.docs[site.sets[index].source.index()].document().clone();
        let related: Vec<SetId> = source
            .record
            .list("related")
            .iter()
            .filter_map(|value| named(value.text()?, &value.span, &source, site, known, diagnostics))
            .collect();
        site.sets[index].related = related;
        let corrects = match &site.sets[index].shared {
            Shared::Statement(statement) => statement.corrects.clone(),
            _ => None,
        };
        if let Some(Placed { value, span }) = corrects
            && let Some(target) = named(&value, &span, &source, site, known, diagnostics)
        {
            if target.index() == index {
                let fault = Diagnostic::new(&codes::CONTRADICTORY_FIELD, "the notice corrects itself");
                diagnostics.push(fault.at(&source.path, span));
                continue;
            }
            site.sets[index].corrects = Some(target);
            site.sets[target.index()].corrections.push(SetId::new(index));
        }
    }
    let dates: Vec<_> = site.sets.iter().map(|set| (set.date.map(|date| date.instant), set.id.clone())).collect();
    for set in &mut site.sets {
        set.corrections.sort_by(|a, b| dates[b.index()].cmp(&dates[a.index()]));
    }
}

fn named(
    id: &str,
    span: &Span,
    from: &Document,
    site: &Site,
    known: &Known,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<SetId> {
    let found = site.find(id);
    if found.is_none() {
        if known.is_faulty(id) {
            return None;
        }
        let name = format!("content/{id}");
        let fault = if known.hidden.contains(&name) {
            to_hidden(id, &name, known)
        } else {
            let fault = Diagnostic::new(&codes::UNKNOWN_DOCUMENT, format!("there is no public document `{id}`"));
            match nearest(id, site.sets.iter().map(|set| set.id.as_str())) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("name a statement by its reference, another document by `folder/stem`"),
            }
        };
        diagnostics.push(fault.at(&from.path, span.clone()));
    }
    found
}

/// The files that visible documents show or offer.
pub(super) fn used_files(site: &Site, files: &BTreeMap<SourcePath, FileFacts>) -> Vec<(SourcePath, FileFacts)> {
    let mut used = BTreeSet::new();
    for document in texts(site).map(|(document, _)| document) {
        let links = document.facts.links.iter().map(|link| link.dest.split('#').next().unwrap_or(""));
        let images = document.facts.images.iter().map(|image| image.dest.as_str());
        let sources = document.facts.files.iter().map(|file| file.path.as_str());
        let picture = document.words.picture.iter().map(|picture| picture.src.value.as_str());
        let attachments = document.words.attachments.iter().map(|file| file.file.value.as_str());
        for reference in links.chain(images).chain(sources).chain(picture).chain(attachments) {
            used.extend(document.path.resolve(reference).filter(|path| files.contains_key(path)));
        }
    }
    used.into_iter().filter_map(|path| files.get(&path).map(|facts| (path.clone(), facts.clone()))).collect()
}

/// Every visible text: documents and the words of sections.
fn texts(site: &Site) -> impl Iterator<Item = (&Document, LangId)> {
    let docs = site.docs.iter().map(|doc| (doc.document(), doc.lang));
    let sections = site.sections.iter().flat_map(|section| section.words.0.iter().flatten());
    docs.chain(sections.map(|document| (document, document.lang)))
}

/// Checks everything that visible documents and site.toml name.
pub(super) fn check(
    site: &Site,
    settings: &Settings,
    known: &Known,
    now: Timestamp,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for document in &known.unseen {
        let mut faults = Vec::new();
        check_links(document, document.lang, site, settings, known, &mut faults);
        check_files(document, known, &mut faults);
        // Hidden documents may lead to one another: they may be released together.
        diagnostics.extend(faults.into_iter().filter(|fault| *fault.code != codes::LINK_TO_HIDDEN));
    }
    for (document, lang) in texts(site) {
        check_links(document, lang, site, settings, known, diagnostics);
        check_files(document, known, diagnostics);
        for contact in &document.facts.contacts {
            check_contact(&contact.id, &contact.span, document, settings, diagnostics);
        }
    }
    for set in &site.sets {
        let document = site.doc(set.source).document();
        let contacts = match &set.shared {
            Shared::Page(page) => page.contacts.as_slice(),
            Shared::Statement(statement) => statement.press_contacts.as_slice(),
            _ => &[],
        };
        for Placed { value, span } in contacts {
            check_contact(value, span, document, settings, diagnostics);
        }
        check_review(set, document, settings, now, diagnostics);
    }
    check_site(site, settings, known, now, diagnostics);
}

fn check_links(
    document: &Document,
    lang: LangId,
    site: &Site,
    settings: &Settings,
    known: &Known,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for link in &document.facts.links {
        let file = |path: &SourcePath| known.files.get(path).cloned();
        let (anchors, fragment, whose) = match links::resolve(&link.dest, &document.path, site, settings, file) {
            Ok(Destination::Fragment(fragment)) => (&document.facts.anchors, Some(fragment), document),
            Ok(Destination::Doc(doc, fragment)) => {
                let target = site.doc(links::in_language(site, doc, lang)).document();
                (&target.facts.anchors, fragment, target)
            }
            Ok(Destination::Section(section, Some(fragment))) => match &site.section(section).words[lang] {
                Some(words) => (&words.facts.anchors, Some(fragment), words),
                None => continue,
            },
            Ok(_) => continue,
            Err(Broken::Missing(Some(path))) if known.faulty.contains(&bare(&path)) => continue,
            Err(broken) => {
                diagnostics.push(broken_link(&link.dest, &broken, site, known).at(&document.path, link.span.clone()));
                continue;
            }
        };
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty() && !anchors.contains(fragment)) else {
            continue;
        };
        let row = site.places.by_path(&whose.path).is_some_and(|doc| {
            matches!(&site.set_of(doc).shared, Shared::Register(_, table)
                if table.key.is_some_and(|key| table.rows.iter().any(|row| row[key] == fragment)))
        });
        if row {
            continue;
        }
        let fault = Diagnostic::new(
            &codes::BROKEN_ANCHOR,
            format!("there is no anchor `#{fragment}` in `{}`", whose.path.file_name()),
        )
        .at(&document.path, link.span.clone());
        let near = nearest(&fragment, anchors.iter().map(String::as_str));
        diagnostics.push(match near {
            Some(near) => fault.help(format!("did you mean `#{near}`?")),
            None if anchors.is_empty() => fault.help("the text has no headings"),
            None => fault.help(format!("anchors there: {}", anchors.join(", "))),
        });
    }
}

/// A link to what is hidden is an error; to an answer whose validity is over, a warning: the link is then shown as plain
/// text, and a site does not stop building because time has passed.
fn to_hidden(written: &str, name: &str, known: &Known) -> Diagnostic {
    if known.expired.contains(name) {
        let fault = Diagnostic::new(&codes::LINK_TO_HIDDEN, format!("`{written}` is an answer that holds no longer"));
        let fault = Diagnostic { severity: Severity::Warning, ..fault };
        return fault.help("renew the answer, or remove the link: until then it is shown as plain text");
    }
    Diagnostic::new(&codes::LINK_TO_HIDDEN, format!("`{written}` is not public"))
        .help("remove the link, or hold this document back as well")
}

fn broken_link(dest: &str, broken: &Broken, site: &Site, known: &Known) -> Diagnostic {
    match broken {
        Broken::OutsideTree => {
            Diagnostic::new(&codes::OUTSIDE_TREE, format!("`{dest}` leads out of the site's folder"))
        }
        Broken::Missing(Some(path)) if known.hidden.contains(&bare(path)) => to_hidden(dest, &bare(path), known),
        Broken::Missing(path) => {
            let fault = Diagnostic::new(&codes::BROKEN_LINK, format!("`{dest}` leads nowhere"));
            let name = path.as_ref().map_or(dest, |path| path.as_str());
            let candidates: Vec<&str> = match path {
                Some(_) => texts(site)
                    .map(|(document, _)| document.path.as_str())
                    .chain(known.files.keys().map(SourcePath::as_str))
                    .collect(),
                None => known.statics.iter().map(String::as_str).collect(),
            };
            match nearest(name, candidates) {
                Some(near) => fault.help(format!("did you mean `{near}`?")),
                None => fault.help("links name the source file, relative to this one, as in `../faq/visa-fees.en.md`"),
            }
        }
    }
}

fn check_files(document: &Document, known: &Known, diagnostics: &mut Vec<Diagnostic>) {
    let mut check = |reference: &str, span: &Span, code: &'static Code| {
        if links_elsewhere(reference) {
            let fault = Diagnostic::new(code, format!("`{reference}` is not a file of this site"));
            diagnostics.push(
                fault
                    .at(&document.path, span.clone())
                    .help("copy it beside the text: nothing is loaded from elsewhere"),
            );
            return;
        }
        let fault = match document.path.resolve(reference) {
            None => Diagnostic::new(&codes::OUTSIDE_TREE, format!("`{reference}` leads out of the site's folder")),
            Some(path) if known.files.contains_key(&path) => return,
            Some(path) => {
                let fault = Diagnostic::new(code, format!("there is no file `{path}`"));
                let beside = known.files.keys().map(SourcePath::as_str);
                match nearest(path.as_str(), beside) {
                    Some(near) => fault.help(format!("did you mean `{near}`?")),
                    None => fault.help("files are named relative to the text"),
                }
            }
        };
        diagnostics.push(fault.at(&document.path, span.clone()));
    };
    for image in &document.facts.images {
        check(&image.dest, &image.span, &codes::BROKEN_IMAGE);
    }
    for file in &document.facts.files {
        let code =
            if file.directive == DirectiveKind::Figure { &codes::BROKEN_IMAGE } else { &codes::BROKEN_ATTACHMENT };
        check(&file.path, &file.span, code);
    }
    if let Some(picture) = &document.words.picture {
        check(&picture.src.value, &picture.src.span, &codes::BROKEN_IMAGE);
    }
    for file in &document.words.attachments {
        check(&file.file.value, &file.file.span, &codes::BROKEN_ATTACHMENT);
    }
}

fn links_elsewhere(reference: &str) -> bool {
    reference.contains("://") || reference.starts_with("//") || reference.starts_with("data:")
}

fn check_contact(id: &str, span: &Span, from: &Document, settings: &Settings, diagnostics: &mut Vec<Diagnostic>) {
    if settings.contacts.iter().any(|contact| contact.id == id) {
        return;
    }
    let fault = Diagnostic::new(&codes::UNKNOWN_CONTACT, format!("contact `{id}` is not declared"))
        .at(&from.path, span.clone());
    diagnostics.push(match nearest(id, settings.contacts.iter().map(|contact| contact.id.as_str())) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("declare it as a `[[contact]]` in site.toml"),
    });
}

fn check_review(
    set: &super::Set,
    document: &Document,
    settings: &Settings,
    now: Timestamp,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(review) = set.shared.review_by() else { return };
    let due = review.to_zoned(settings.timezone.clone()).is_ok_and(|day| day.timestamp() < now);
    if due && let Some(value) = document.record.get("review_by") {
        let fault = Diagnostic::new(&codes::OVERDUE_REVIEW, format!("`{}` was to be reviewed by {review}", set.id));
        diagnostics.push(
            fault.at(&document.path, value.span.clone()).help("look whether it is still right, then move the date"),
        );
    }
}

fn check_site(site: &Site, settings: &Settings, known: &Known, now: Timestamp, diagnostics: &mut Vec<Diagnostic>) {
    let path = SourcePath::new("site.toml");
    let menus = settings.main_menu.iter().chain(&settings.footer_menu);
    let links = settings.notices.iter().filter_map(|notice| notice.link.as_ref());
    for item in menus.chain(links) {
        let own = OwnPage::ALL.iter().any(|page| page.menu_name() == item.value);
        let section = site.find_section(&item.value).is_some();
        let hidden = known.hidden.contains(&format!("content/{}", item.value));
        let faulty = known.is_faulty(&item.value);
        if own || section || hidden || faulty || site.find(&item.value).is_some() {
            continue;
        }
        let fault =
            Diagnostic::new(&codes::UNKNOWN_DOCUMENT, format!("there is no document or section `{}`", item.value))
                .at(&path, item.span.clone());
        let candidates = site.sets.iter().map(|set| set.id.as_str());
        let candidates = candidates.chain(site.sections.iter().map(|section| section.folder.as_str()));
        diagnostics.push(match nearest(&item.value, candidates) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        });
    }
    if !settings.hosts.is_empty() && site.find("privacy").is_none() && !known.is_faulty("privacy") {
        let fault = Diagnostic::new(&codes::UNKNOWN_DOCUMENT, "no page says from which other hosts the site loads");
        diagnostics.push(
            fault.in_file(&path).help("add a page with the id `privacy`: it lists `csp.hosts` with their reasons"),
        );
    }
    for notice in settings.notices.iter().filter(|notice| notice.expires <= now) {
        let fault = Diagnostic::new(&codes::EXPIRED_NOTICE, "the notice has expired and is no longer shown");
        diagnostics.push(fault.at(&path, notice.span.clone()).help("remove it, or give it a later expiry"));
    }
    if let Some(security) = &settings.security {
        let year = now.saturating_add(jiff::SignedDuration::from_hours(366 * 24));
        if security.expires <= now {
            let fault = Diagnostic::new(&codes::EXPIRED_SECURITY, "security.txt has expired");
            diagnostics.push(fault.at(&path, security.span.clone()).help("review the contact, then move the date"));
        } else if year.is_ok_and(|year| security.expires > year) {
            let fault = Diagnostic::new(&codes::DISTANT_SECURITY, "security.txt expires more than a year ahead");
            diagnostics.push(fault.at(&path, security.span.clone()).help("RFC 9116 recommends less than a year"));
        }
    }
}
