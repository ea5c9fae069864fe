//! Finds in the sources the line or file that made the address of a text, list, topic or feed disappear.

use super::cause::{Cause, Lost, or_row, without_sources};
use crate::config::LangId;
use crate::content::{Document, Role, State};
use crate::diag::SourcePath;
use crate::engine::Texts;
use crate::plan::{FeedOf, Occupant};
use crate::site::{DocId, SectionId, id_of};

/// A search in the sources for the cause of one lost address.
pub(super) struct Finder<'a> {
    pub(super) lost: &'a Lost,
    pub(super) texts: &'a Texts,
}

impl Finder<'_> {
    pub(super) fn text(&self, id: &str, tag: &str) -> Option<Cause> {
        let (Texts { settings, site, .. }, address) = (self.texts, &self.lost.address);
        let lang = settings.languages.find(tag)?;
        let set = site.find(id).map(|set| site.set(set));
        if let Some(doc) = set.and_then(|set| set.docs[lang]) {
            return Some(self.moved(doc, lang));
        }
        if let Some(document) = self.document(id, lang) {
            return self.hidden(document);
        }
        let file = self.lost.entry.source.clone();
        let missing = file.map_or_else(
            || format!("no file has the id `{id}` in `{tag}` any longer"),
            |file| format!("`{file}` is no longer there"),
        );
        let other = set.map(|set| site.doc(set.source).path.as_str());
        Some(Cause::new(
            missing,
            match other {
                Some(other) => format!(
                    "put the file back; or write `{address},{other},302` into redirects.csv, which leads to the text \
                     in another language, or `{address},,410`"
                ),
                None => format!(
                    "put the file back, with `state = \"gone\"` and a `reason`; or, where another text takes its \
                     place, put `{address}` among the `aliases` there; or write `{address},,410` into redirects.csv"
                ),
            },
        ))
    }

    /// Explains a text that is now public at another address.
    fn moved(&self, doc: DocId, lang: LangId) -> Cause {
        let Texts { site, .. } = self.texts;
        let (doc, document) = (site.doc(doc), site.doc(doc).document());
        let (old_list, _) = split(&self.lost.address);
        let (list, _) = split(&doc.path);
        if old_list != list
            && let Some(section) = site.find_section(&document.folder)
        {
            return self.section_moved(section, lang, &document.path, old_list, list);
        }
        let slug = document.words.slug.as_ref();
        let by = if slug.is_some() { "its slug has changed" } else { "its file has another name, or its slug is gone" };
        let cause = Cause::new(
            format!("{by}, and the text is at `{}` now", doc.path),
            format!("add `aliases = [\"{}\"]` to this file", self.lost.address),
        );
        cause.at(&document.path, slug.map(|slug| slug.span.clone()))
    }

    /// Explains a text whose section has moved: the section or one above it has a new slug, or the folder was renamed.
    fn section_moved(&self, section: SectionId, lang: LangId, file: &SourcePath, old: &str, new: &str) -> Cause {
        let Texts { site, settings, .. } = self.texts;
        let way = format!("lead its pages on by a row of redirects.csv: `{old}*,{new},301`");
        let mut at = Some(section);
        while let Some(here) = at.map(|here| site.section(here)) {
            let mut words = here.words[lang].as_ref().into_iter().chain(here.words[settings.languages.source].as_ref());
            let slug = words.find_map(|words| Some((words, words.words.slug.as_ref()?)));
            if let Some((words, slug)) = slug
                && !old.split('/').any(|part| part == slug.value)
            {
                let why = format!("the section has the slug `{}` now", slug.value);
                return Cause::new(why, format!("put the slug back, or {way}"))
                    .at(&words.path, Some(slug.span.clone()));
            }
            at = here.parent;
        }
        let section = site.section(section);
        let words = section.words[lang].as_ref().or(section.words[settings.languages.source].as_ref());
        let file = words.map_or(file, |words| &words.path);
        let why = format!("the section is at `{new}` now");
        Cause::new(why, format!("move it back, or {way}")).at(file, None)
    }

    /// Finds the file of a text that is not public: by the ledger's file name, else by its id.
    fn document(&self, id: &str, lang: LangId) -> Option<&Document> {
        let documents = &self.texts.parsed.documents;
        let source = self.lost.entry.source.as_deref();
        let same = |document: &&Document| source == Some(document.path.as_str()) && document.lang == lang;
        let found = documents.iter().map(AsRef::as_ref).find(same);
        found.or_else(|| {
            let first = documents.iter().find(|document| id_of(document) == id)?;
            let is_one = |document: &&Document| {
                document.lang == lang && document.folder == first.folder && document.name() == first.name()
            };
            documents.iter().map(AsRef::as_ref).find(is_one)
        })
    }

    /// Explains a text that exists but is not public: held back by its own file, its source file or a section, gone,
    /// faulty or expired.
    fn hidden(&self, document: &Document) -> Option<Cause> {
        let address = &self.lost.address;
        let source = self.source_of(document);
        for file in [document, source].into_iter().chain(self.sections_of(document)) {
            if let Some((field, what)) = holding(file, self.texts.now) {
                let ways = if file.words.reason.is_some() {
                    // Publishing the reason now could reveal a withdrawal that is still to come.
                    format!(
                        "its `reason` is told only when the source is withdrawn; until then, take the file out of \
                         content/ and write `{address},,410` into redirects.csv, or take the line back"
                    )
                } else {
                    "say `reason = \"…\"` beside it: the address then answers 410 with that reason until the text is \
                     back; or take the line back"
                        .to_owned()
                };
                let cause = Cause::new(what, ways).at(&file.path, file.place(field));
                return Some(Cause { held_back: true, ..cause });
            }
        }
        if [document, source].iter().any(|file| file.front.state == State::Gone) {
            let cause = Cause::new(
                "the text is gone, and its slug, its folder or its language has changed as well",
                format!("write `{address},,410` into redirects.csv"),
            );
            return Some(cause.at(&document.path, document.place("state")));
        }
        if document.faulty || source.faulty {
            return Some(Cause::new("the file has errors", "correct them").at(&document.path, None));
        }
        let is_over = |file: &Document| file.front.ends.is_some_and(|end| end <= self.texts.now);
        if is_over(document) || is_over(source) {
            return None;
        }
        let ways = or_row("make it public again", address);
        Some(Cause::new("the text is there, and is not public", ways).at(&document.path, None))
    }

    /// Returns the section files above a text; if one of them is held back, so is the text.
    fn sections_of<'a>(&'a self, document: &'a Document) -> impl Iterator<Item = &'a Document> {
        let holds = |words: &&Document| {
            let rest = document.folder.strip_prefix(words.folder.as_str());
            words.role == Role::Section
                && !words.folder.is_empty()
                && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.texts.parsed.documents.iter().map(AsRef::as_ref).filter(holds)
    }

    /// Finds the source-language file of a document, which holds the shared fields.
    fn source_of<'a>(&'a self, document: &'a Document) -> &'a Document {
        let first = self.texts.settings.languages.source;
        let is_sibling = |other: &&Document| {
            other.folder == document.folder && other.name() == document.name() && other.role == document.role
        };
        let siblings = || self.texts.parsed.documents.iter().map(AsRef::as_ref).filter(is_sibling);
        let said = siblings().find(|other| other.front.source);
        said.or_else(|| siblings().find(|other| other.lang == first)).unwrap_or(document)
    }

    pub(super) fn list(&self, folder: &str, tag: &str) -> Cause {
        let Texts { site, settings, .. } = self.texts;
        let address = &self.lost.address;
        let (section, lang) = (site.find_section(folder), settings.languages.find(tag));
        if let Some((section, lang)) = section.zip(lang) {
            let path = &site.section(section).paths[lang];
            if !address.starts_with(path.as_str()) {
                let file = SourcePath::new(&format!("content/{folder}/_section.{tag}.md"));
                return self.section_moved(section, lang, &file, list_before(address, self.lost), path);
            }
            let way = or_row("take the change back", address);
            return Cause::new(format!("the list of the section `{folder}` has no such part any longer"), way);
        }
        let why = format!("the section `{folder}` is no longer there");
        let way = format!("put it back; or lead its pages on by a row of redirects.csv: `{address}*,NEW,301`");
        Cause::new(why, way).in_settings(None)
    }

    pub(super) fn topic(&self, topic: &str, tag: &str) -> Option<Cause> {
        let Texts { settings, parsed, .. } = self.texts;
        let address = &self.lost.address;
        let Some(declared) = settings.topics.iter().find(|other| other.id == topic) else {
            let way = or_row("declare it again", address);
            return Some(Cause::new(format!("the topic `{topic}` is no longer declared"), way).in_settings(None));
        };
        let lang = settings.languages.find(tag)?;
        let path = format!("/{tag}/{}/{}/", settings.topics_slug[lang], declared.slug[lang]);
        if !address.starts_with(&path) {
            let why = format!("the list of the topic is at `{path}` now");
            let way = format!("put the slug back, or write `{address},{path},301` into redirects.csv");
            return Some(Cause::new(why, way).in_settings(Some(declared.span.clone())));
        }
        let has_it = |document: &Document| document.front.topics.iter().any(|placed| placed.value == topic);
        let has_expired = |document: &Document| document.front.ends.is_some_and(|end| end <= self.texts.now);
        if parsed.documents.iter().any(|document| has_it(document) && has_expired(document)) {
            return None;
        }
        let why = format!("no text in `{tag}` has the topic `{topic}` any longer");
        let index = format!("/{tag}/{}/", settings.topics_slug[lang]);
        let way = format!("write `{address},{index},302` into redirects.csv, or give a text the topic");
        Some(Cause::new(why, way).in_settings(Some(declared.span.clone())))
    }

    pub(super) fn feed(&self, of: &FeedOf, tag: &str) -> Option<Cause> {
        let Texts { settings, .. } = self.texts;
        let address = &self.lost.address;
        let name = address.rsplit('/').next().unwrap_or_default();
        let all = format!("/{tag}/{name}");
        let lead = |way: &str| format!("{way}; or write `{address},{all},301` or `{address},,410` into redirects.csv");
        if !settings.feeds.formats.iter().any(|format| format.file_name() == name) {
            let why = format!("`feeds.formats` no longer asks for `{name}`");
            let way =
                format!("put the format back, or write `{address},NEW,301` or `{address},,410` into redirects.csv");
            return Some(Cause::new(why, way).in_settings(None));
        }
        match of {
            FeedOf::All => Some(without_sources(self.lost)),
            FeedOf::Topic(topic) => {
                let cause = self.topic(topic, tag)?;
                Some(Cause { ways: lead("give a text the topic"), ..cause })
            }
            FeedOf::Section(folder) => {
                let cause = self.list(folder, tag);
                Some(Cause { ways: lead("take the change back"), ..cause })
            }
        }
    }
}

/// Returns the field that holds a text back, with a description for the message.
fn holding(document: &Document, now: jiff::Timestamp) -> Option<(&'static str, String)> {
    let front = &document.front;
    if front.state.is_held() {
        return Some(("state", "by its `state`".to_owned()));
    }
    let moments = [("embargo", front.embargo), ("date", front.date), ("valid_from", front.valid_from)];
    moments.into_iter().find_map(|(field, stated)| {
        let instant = stated?.instant().filter(|instant| *instant > now)?;
        Some((field, format!("its `{field}` is ahead, {instant}")))
    })
}

/// Splits the last segment off the address of a page.
fn split(address: &str) -> (&str, &str) {
    let bare = address.strip_suffix('/').unwrap_or(address);
    let at = bare.rfind('/').map_or(0, |at| at + 1);
    (&address[..at], &address[at..])
}

/// Returns the address of the list that an address was a part of.
fn list_before<'a>(address: &'a str, lost: &Lost) -> &'a str {
    match &lost.entry.occupant {
        Some(Occupant::List { page: 1, .. }) => address,
        Some(Occupant::List { .. }) => address.find("/page/").map_or(address, |at| &address[..=at]),
        Some(Occupant::Feed { .. }) => split(address).0,
        Some(Occupant::Narrowed { to, page, .. }) => {
            let end = address.strip_suffix(&format!("page/{page}/")).unwrap_or(address);
            let depth = if to.starts_with("year/") { 1 } else { 2 };
            (0..depth).fold(end, |at, _| split(at).0)
        }
        _ => address,
    }
}

#[cfg(test)]
mod tests {
    use super::{Lost, list_before, split};
    use crate::plan::Occupant;

    #[test]
    fn the_address_of_a_list_is_derived_from_that_of_its_pages() {
        let lost = |occupant| {
            let entry = super::super::ledger::Entry { occupant: Some(occupant), source: None, seen: 1 };
            Lost { address: String::new(), entry, before: None }
        };
        assert_eq!(split("/en/press/a/"), ("/en/press/", "a/"));
        let narrowed =
            |to: &str, page| Occupant::Narrowed { section: "p".into(), to: to.into(), lang: "en".into(), page };
        let list = |address: &'static str, occupant| list_before(address, &lost(occupant));
        assert_eq!(list("/en/p/2026/", narrowed("year/2026", 1)), "/en/p/");
        assert_eq!(list("/en/p/kind/speech/page/2/", narrowed("kind/speech", 2)), "/en/p/");
    }
}
