//! Checks that everything named by documents and site.toml exists: links, anchors, pictures, attachments, contacts,
//! menus. Also reports what needs attention: outdated translations, review dates, notices.
//!
//! No page depends on these checks, so they are separate from `link`. Each text is checked independently
//! ([`Checks::texts`]), in any order and on any number of threads; [`sort`] then orders the diagnostics.

use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

use super::known::{Known, bare};
use super::links::{self, Broken, Destination};
use super::routes::OwnPage;
use super::{Doc, Parsed, Shared, Site, active, beside, finished, freshness, nearby, pictures, reference};
use crate::config::Settings;
use crate::content::Document;
use crate::content::kinds::common::Placed;
use crate::content::markdown::{DirectiveKind, Facts};
use crate::diag::{Code, Diagnostic, Feature, SourcePath, Span, codes, nearest, sort};
use crate::fs::composed;

/// Checks everything that a site names; returns the diagnostics in the order of [`sort`].
#[must_use]
pub fn check(site: &Site, parsed: &Parsed, settings: &Settings, now: Timestamp) -> Vec<Diagnostic> {
    let checks = Checks::new(site, parsed, settings, now);
    let mut diagnostics = checks.texts(0..checks.len());
    diagnostics.extend(checks.site());
    sort(&mut diagnostics);
    diagnostics
}

/// The checks of a site, which can be run in parts.
#[derive(Debug)]
pub struct Checks<'a> {
    site: &'a Site,
    settings: &'a Settings,
    now: Timestamp,
    known: Known<'a>,
    texts: Vec<Text<'a>>,
    finished: finished::Finished<'a>,
}

/// A text to check.
#[derive(Clone, Copy, Debug)]
enum Text<'a> {
    Doc(&'a Doc),
    Section(&'a Document),
    /// A text that is not shown because of errors. Its own links and files are checked.
    Unseen(&'a Document),
}

impl<'a> Checks<'a> {
    /// Prepares the checks. `parsed` is the input from which the site was linked, or differs from it only in bodies.
    #[must_use]
    pub fn new(site: &'a Site, parsed: &'a Parsed, settings: &'a Settings, now: Timestamp) -> Self {
        let known = Known::new(parsed, &site.unseen);
        let docs = site.docs.iter().map(|doc| Text::Doc(doc));
        let sections = site.sections.iter().flat_map(|section| section.words.0.iter().flatten());
        let sections = sections.map(|document| Text::Section(document));
        let unseen = known.unseen.iter().map(|document| Text::Unseen(document));
        let texts = docs.chain(sections).chain(unseen).collect();
        let finished = finished::Finished::new(&parsed.documents, settings);
        Self { site, settings, now, known, texts, finished }
    }

    /// Returns the number of texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.texts.len()
    }

    /// Returns whether there are no texts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// Checks a range of texts, by index from 0 to [`Checks::len`].
    #[must_use]
    pub fn texts(&self, range: Range<usize>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for text in self.texts.get(range).unwrap_or_default() {
            self.text(*text, &mut diagnostics);
        }
        diagnostics
    }

    /// Checks the texts of a range that `is_wanted` selects.
    #[must_use]
    pub fn texts_among(&self, range: Range<usize>, is_wanted: impl Fn(&Document) -> bool) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for text in self.texts.get(range).unwrap_or_default() {
            let document = match text {
                Text::Doc(doc) => doc.document(),
                Text::Section(document) | Text::Unseen(document) => document,
            };
            if is_wanted(document) {
                self.text(*text, &mut diagnostics);
            }
        }
        diagnostics
    }

    fn text(&self, text: Text<'_>, diagnostics: &mut Vec<Diagnostic>) {
        let (site, settings, known) = (self.site, self.settings, &self.known);
        let document = match text {
            Text::Doc(doc) => doc.document(),
            Text::Section(document) => document,
            Text::Unseen(document) => {
                let mut faults = Vec::new();
                let facts = document.facts.unpack();
                check_links(document, &facts, site, settings, known, &mut faults);
                check_files(document, &facts, known, settings, &mut faults);
                self.finished.check(document, &mut faults);
                // The text may be hidden for other reasons than its errors, and hidden texts may link to hidden ones.
                diagnostics.extend(faults.into_iter().filter(|fault| *fault.code != codes::LINK_TO_HIDDEN));
                return;
            }
        };
        let facts = document.facts.unpack();
        check_links(document, &facts, site, settings, known, diagnostics);
        check_files(document, &facts, known, settings, diagnostics);
        check_places(document, &facts, known, diagnostics);
        let source = match text {
            Text::Doc(doc) => Some(site.doc(site.set(doc.set).source).document()),
            _ => None,
        };
        let source = source.filter(|source| source.key != document.key);
        diagnostics.extend(beside::unshown(document, source, &facts, site, known.files));
        check_programs(document, &facts, known, diagnostics);
        self.finished.check(document, diagnostics);
        for contact in &facts.contacts {
            check_contact(&contact.id, &contact.span, document, settings, diagnostics);
        }
        let Text::Doc(doc) = text else { return };
        let set = site.set(doc.set);
        let source = site.doc(set.source).document();
        if source.key == document.key {
            let contacts = match &set.shared {
                Shared::Page(page) => page.contacts.as_slice(),
                Shared::Statement(statement) => statement.press_contacts.as_slice(),
                _ => &[],
            };
            for Placed { value, span } in contacts {
                check_contact(value, span, document, settings, diagnostics);
            }
            check_review(set, document, settings, self.now, diagnostics);
        } else {
            check_lead(document, source, known, settings, diagnostics);
            diagnostics.extend(freshness::check(document, source));
        }
    }

    /// Checks what site.toml names, and its dates.
    #[must_use]
    pub fn site(&self) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        check_site(self.site, self.settings, &self.known, self.now, &mut diagnostics);
        diagnostics
    }
}

fn check_links(
    document: &Document,
    facts: &Facts,
    site: &Site,
    settings: &Settings,
    known: &Known<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let lang = document.lang;
    for link in &facts.links {
        let file = |path: &SourcePath| known.files.get(path).cloned();
        let (whose, fragment) = match links::resolve(&link.dest, &document.path, site, settings, file) {
            Ok(Destination::Fragment(fragment)) => (document, fragment),
            Ok(Destination::Doc(doc, Some(fragment))) => {
                (site.doc(links::in_language(site, doc, lang)).document(), fragment)
            }
            Ok(Destination::Section(section, Some(fragment))) => match &site.section(section).words[lang] {
                Some(words) => (words.as_ref(), fragment),
                None => continue,
            },
            Ok(_) => continue,
            Err(Broken::Missing(Some(path))) if known.faulty.contains(&bare(&path)) => continue,
            Err(Broken::Missing(Some(path)))
                if settings.is_renamed(path.as_str().strip_prefix("content/").unwrap_or_default()) =>
            {
                continue;
            }
            Err(broken) => {
                let fault = broken_link(&link.dest, &document.path, &broken, site, known);
                diagnostics.push(fault.at(&document.path, link.span.clone()));
                continue;
            }
        };
        if fragment.is_empty() {
            continue;
        }
        let other = (whose.key != document.key).then(|| whose.facts.unpack().anchors);
        let anchors = other.as_ref().unwrap_or(&facts.anchors);
        if anchors.contains(&fragment) {
            continue;
        }
        let row = site.doc_by_key(whose.key).is_some_and(|doc| {
            matches!(&site.set_of(doc).shared, Shared::Register(_, table)
                if !fragment.contains(char::is_whitespace)
                    && table.key.is_some_and(|key| table.shown().iter().any(|row| *composed(&row[key]) == *fragment)))
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

fn broken_link(dest: &str, from: &SourcePath, broken: &Broken, site: &Site, known: &Known) -> Diagnostic {
    match broken {
        Broken::OutsideTree => {
            Diagnostic::new(&codes::OUTSIDE_TREE, format!("`{dest}` leads out of the site's folder"))
        }
        Broken::Missing(Some(path)) if known.hidden.contains(&bare(path)) => Known::to_hidden(dest),
        Broken::Missing(path) => {
            let fault = Diagnostic::new(&codes::BROKEN_LINK, format!("`{dest}` leads nowhere"));
            if let Some(meant) = nearby::elsewhere(dest) {
                return fault.help(meant);
            }
            let near = match path {
                Some(path) => {
                    let texts = site.texts().map(|document| &document.path);
                    let there: Vec<&SourcePath> = texts.chain(known.files.keys()).collect();
                    nearby::files(from, path, there.iter().copied())
                }
                None => nearest(dest, known.statics.iter().map(String::as_str))
                    .map(|near| format!("did you mean `{near}`?")),
            };
            fault.help(near.unwrap_or_else(|| "links name the source file, relative to this one".to_owned()))
        }
    }
}

/// Checks that a translation which inherits the lead picture of its source has its own text for it.
fn check_lead(
    document: &Document,
    source: &Document,
    known: &Known<'_>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(picture) = source.words.picture.as_ref().filter(|_| document.words.picture.is_none()) else { return };
    // A missing picture is reported elsewhere.
    if reference::file(&source.path, &picture.src.value, |path| known.files.contains_key(path)).is_err() {
        return;
    }
    let (own, other) = (settings.languages.tag(document.lang), settings.languages.tag(source.lang));
    let message = format!("the lead picture's text stands in `{other}` alone, not in `{own}`");
    let fault = Diagnostic::new(&codes::UNTRANSLATED_ALT, message).in_file(&document.path);
    let fault = fault.label(&source.path, Some(picture.src.span.clone()), "the picture");
    diagnostics.push(fault.help(format!("add `image = {{ src = \"{}\", alt = \"…\" }}`", picture.src.value)));
}

/// Warns of files with a location in their metadata that are published unchanged: offered files, and pictures in
/// formats without generated versions.
fn check_places(document: &Document, facts: &Facts, known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let links = facts.links.iter().map(|link| (link.dest.as_str(), &link.span));
    let attachments = document.words.attachments.iter().map(|file| (file.file.value.as_str(), &file.file.span));
    let images = facts.images.iter().map(|image| (image.dest.as_str(), &image.span));
    let named = facts.files.iter().map(|file| (file.path.as_str(), &file.span));
    let lead = document.words.picture.iter().map(|picture| (picture.src.value.as_str(), &picture.src.span));
    let offered = links.chain(attachments).map(|(reference, span)| (reference, span, true));
    let shown = images.chain(named).chain(lead).map(|(reference, span)| (reference, span, false));
    for (named, span, is_offered) in offered.chain(shown) {
        let Ok(named) = reference::file(&document.path, named, |path| known.files.contains_key(path)) else { continue };
        let (path, facts) = (&named.path, known.files.get(&named.path));
        if !facts.is_some_and(|facts| facts.is_located && (is_offered || facts.format.is_none())) {
            continue;
        }
        let fault = Diagnostic::new(&codes::LOCATED_PICTURE, format!("`{path}` says where it was taken"));
        let fault = fault.at(&document.path, span.clone());
        diagnostics.push(fault.help("remove the position in an image editor, or show the picture instead"));
    }
}

/// Reports offered files that a web server would run instead of delivering, whatever its rules are.
fn check_programs(document: &Document, facts: &Facts, known: &Known<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let links = facts.links.iter().map(|link| (link.dest.as_str(), &link.span));
    let attachments = document.words.attachments.iter().map(|file| (file.file.value.as_str(), &file.file.span));
    let named = facts.files.iter().map(|file| (file.path.as_str(), &file.span));
    for (named, span) in links.chain(attachments).chain(named) {
        let Ok(named) = reference::file(&document.path, named, |path| known.files.contains_key(path)) else { continue };
        let name = named.path.file_name();
        if active::is_run_by_servers(name) {
            let fault = Diagnostic::new(&codes::SERVER_PROGRAM, format!("a web server could run `{name}`"));
            diagnostics.push(fault.at(&document.path, span.clone()).help("put it into a ZIP archive, and offer that"));
        }
    }
}

fn check_files(
    document: &Document,
    facts: &Facts,
    known: &Known<'_>,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let tag = settings.languages.tag(document.lang).as_str();
    let is_there = |path: &SourcePath, code: &Code| {
        known.files.contains_key(path)
            // The picture may exist only in a version for this language.
            || *code == codes::BROKEN_IMAGE && known.files.contains_key(&pictures::localised(path, tag))
    };
    let mut check = |named: &str, span: &Span, code: &'static Code| {
        if links_elsewhere(named) {
            let fault = Diagnostic::new(code, format!("`{named}` is not a file of this site"));
            diagnostics.push(
                fault
                    .at(&document.path, span.clone())
                    .help("copy it beside the text: nothing is loaded from elsewhere"),
            );
            return;
        }
        let fault = match reference::file(&document.path, named, |path| is_there(path, code)) {
            Ok(_) => return,
            Err(None) if named.contains('\\') => {
                let fault = Diagnostic::new(&codes::OUTSIDE_TREE, format!("`{named}` has a backslash"));
                fault.help("folders are parted by `/`")
            }
            Err(None) if named.starts_with('/') => {
                let message = format!("`{named}` is an address, not a file beside the text");
                Diagnostic::new(&codes::OUTSIDE_TREE, message).help("copy the file beside the text and give its name")
            }
            Err(None) => Diagnostic::new(&codes::OUTSIDE_TREE, format!("`{named}` leads out of the site's folder")),
            Err(Some(path)) => {
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
    for image in &facts.images {
        check(&image.dest, &image.span, &codes::BROKEN_IMAGE);
    }
    for file in &facts.files {
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
    // An expired answer already has a diagnostic that asks for attention.
    let Some(review) = set.shared.review_by().filter(|_| set.expired.is_none()) else { return };
    let due = review.to_zoned(settings.timezone.clone()).is_ok_and(|day| day.timestamp() < now);
    if due && let Some(place) = document.place("review_by") {
        let fault = Diagnostic::new(&codes::OVERDUE_REVIEW, format!("`{}` was to be reviewed by {review}", set.id));
        diagnostics.push(fault.at(&document.path, place).help("look whether it is still right, then move the date"));
    }
}

fn check_site(site: &Site, settings: &Settings, known: &Known<'_>, now: Timestamp, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(note) = Feature::Pictures.absent()
        && (settings.cards.enabled || site.lacks_picture(known.files))
    {
        diagnostics.push(note);
    }
    let path = SourcePath::new("site.toml");
    let menus = settings.main_menu.iter().chain(&settings.footer_menu);
    let links = settings.notices.iter().filter_map(|notice| notice.link.as_ref());
    for item in menus.chain(links) {
        let own = OwnPage::ALL.iter().any(|page| page.menu_name() == item.value && page.is_wanted(settings));
        let section = site.find_section(&item.value).is_some();
        let hidden = known.hidden.contains(&format!("content/{}", item.value));
        let faulty = known.is_faulty(&item.value);
        if own || section || hidden || faulty || settings.is_renamed(&item.value) || site.find(&item.value).is_some() {
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
    for notice in settings.notices.iter().filter(|notice| notice.expires <= now && notice.start < notice.expires) {
        let fault = Diagnostic::new(&codes::EXPIRED_NOTICE, "the notice has expired and is no longer shown");
        diagnostics.push(fault.at(&path, notice.span.clone()).help("remove it, or give it a later expiry"));
    }
    if let Some(security) = &settings.security {
        let year = now.saturating_add(YEAR);
        if security.expires <= now {
            let fault = Diagnostic::new(&codes::EXPIRED_SECURITY, "security.txt has expired");
            diagnostics.push(fault.at(&path, security.span.clone()).help("review the contact, then move the date"));
        } else if year.is_ok_and(|year| security.expires > year) {
            let fault = Diagnostic::new(&codes::DISTANT_SECURITY, "security.txt expires more than a year ahead");
            diagnostics.push(fault.at(&path, security.span.clone()).help("RFC 9116 recommends less than a year"));
        }
    }
}

/// The longest recommended lifetime of security.txt.
const YEAR: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Returns the instant after `now` at which the expiry of security.txt is no longer too far ahead, if there is one.
#[must_use]
pub fn security_due(settings: &Settings, now: Timestamp) -> Option<Timestamp> {
    let due = settings.security.as_ref()?.expires.checked_sub(YEAR).ok()?;
    (due > now).then_some(due)
}
