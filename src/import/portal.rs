//! Writes the files of a portal from texts and their places: translated bodies, front matter as TOML, terms as topics,
//! menus as ids, and site.toml with the settings of each folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::body::{self, Body};
use super::links::{Known, is_picture, section_title};
use super::menus;
use super::pairs::Topics;
use super::place::Places;
use super::report::{Fate, Notes};
use super::settings;
use super::text::{Role, Site, State, Text};
use super::value::{Data, Table, Value, quoted, written};
use super::words;
use crate::fs::Tree;

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// A text.
    Text(String),
    /// A copy of a file of the old site.
    Copy(String),
}

/// A content file: its front matter, to which old addresses may still be added, and its body.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The fields that come before `aliases`.
    pub head: String,
    /// The old addresses, written as `aliases`.
    pub aliases: Vec<String>,
    /// The tables after `aliases`.
    pub tail: String,
    /// The body.
    pub body: String,
}

impl Page {
    /// Returns the complete text of the file.
    #[must_use]
    pub fn text(&self) -> String {
        let aliases = match self.aliases.as_slice() {
            [] => String::new(),
            aliases => {
                format!("aliases = [{}]\n", aliases.iter().map(|old| quoted(old)).collect::<Vec<_>>().join(", "))
            }
        };
        let body = self.body.trim_matches('\n');
        let body = if body.is_empty() { String::new() } else { format!("\n{body}\n") };
        format!("+++\n{}{aliases}{}+++\n{body}", self.head, self.tail)
    }
}

/// The files of a portal, not yet written.
#[derive(Clone, Debug, Default)]
pub struct Portal {
    /// The texts, by path.
    pub pages: BTreeMap<String, Page>,
    /// Other files, by path.
    pub files: BTreeMap<String, Content>,
    /// Rows of redirects.csv: from, to.
    pub redirects: BTreeMap<String, String>,
    /// The source file of each text.
    pub sources: BTreeMap<String, String>,
    /// The folders whose texts contain HTML.
    pub with_html: BTreeSet<String>,
}

/// Creates the files of a portal, without old addresses.
#[must_use]
pub fn write(site: &mut Site, places: &Places, topics: &Topics, tree: &Tree, now: Timestamp) -> Portal {
    let mut portal = Portal::default();
    let mut notes = Notes::default();
    let known = Known::new(site, places, topics, tree, now);
    let bodies = bodies(site, places, &known, &mut notes);
    let zone = zone(site);
    for set in &places.sets {
        for (position, text) in set.texts.iter().enumerate() {
            let path = &places.paths[*text];
            let writer = Writer { site, places, topics, known: &known, zone: &zone, text: *text, source: set.texts[0] };
            let mut page = writer.page(position == 0, set.says_source, &mut notes);
            page.body.clone_from(&bodies[*text].text);
            if bodies[*text].needs_html {
                portal.with_html.insert(set.folder.clone());
            }
            portal.sources.insert(path.clone(), site.texts[*text].source.clone());
            portal.pages.insert(path.clone(), page);
        }
    }
    for (folder, language) in &places.wordless {
        let path = format!("content/{folder}/_section.{}.md", site.languages[*language].tag);
        let head = format!("title = {}\n", quoted(&section_title(folder)));
        portal.pages.insert(path.clone(), Page { head, ..Page::default() });
        notes.add("site", None, Fate::Mapped, format!("`{path}` is new: the folder had no words, and needs a title"));
    }
    for (source, path) in known.beside.iter().chain(known.shown.borrow().iter()) {
        portal.files.insert(path.clone(), Content::Copy(source.clone()));
    }
    for file in &site.beside {
        if let Some(old) = &file.address
            && !is_picture(&file.source)
        {
            // Pictures get new addresses; files offered for download must also stay at their old ones.
            let path = format!("static{}", crate::config::address::decode(old));
            portal.files.entry(path).or_insert_with(|| Content::Copy(file.source.clone()));
        }
    }
    for file in &site.statics {
        portal.files.insert(format!("static/{}", file.path), Content::Copy(file.source.clone()));
    }
    for (source, why) in &site.aside {
        portal.files.insert(format!("kept/{source}"), Content::Copy(source.clone()));
        notes.add(source, None, Fate::Kept, format!("put aside in `kept/`: {why}"));
    }
    let menus = menus::write(site, places, topics, &known, &mut notes);
    for language in &site.languages {
        if let Some(strings) = words::strings(&language.tag) {
            let path = format!("overrides/strings/{}.ftl", language.tag);
            portal.files.insert(path.clone(), Content::Text(strings));
            let what = format!("the theme has no words in `{}`: `{path}` is English, to be translated", language.tag);
            notes.add("site", None, Fate::Mapped, what);
        }
    }
    let toml = settings::site_toml(site, places, topics, &menus, &portal.with_html);
    drop(known);
    portal.files.insert("site.toml".to_owned(), Content::Text(toml));
    site.notes.extend(notes);
    portal
}

/// Returns the zone for dates that do not name one.
#[must_use]
pub fn zone(site: &Site) -> TimeZone {
    site.timezone.as_deref().and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
}

/// Translates all bodies, then updates link fragments to existing anchors.
fn bodies(site: &Site, places: &Places, known: &Known<'_>, notes: &mut Notes) -> Vec<Body> {
    let mut bodies: Vec<Body> = Vec::with_capacity(site.texts.len());
    for (index, text) in site.texts.iter().enumerate() {
        let around = known.around(index);
        let body = if text.is_verbatim {
            notes.add(&text.source, text.first_line, Fate::Kept, "the body is in a form that is not translated");
            Body { text: fenced(&text.body), ..Body::default() }
        } else if text.is_html {
            body::translate_html(&text.body, text.first_line, text.dialect, &around)
        } else {
            body::translate(&text.body, text.first_line, text.dialect, &around)
        };
        take(&text.source, &body.notes, notes);
        bodies.push(body);
    }
    let by_path: BTreeMap<&str, usize> =
        places.paths.iter().enumerate().map(|(index, path)| (path.as_str(), index)).collect();
    for index in 0..bodies.len() {
        let path = crate::diag::SourcePath::new(&places.paths[index]);
        let anchors = |target: &str| {
            let named = if target.is_empty() { index } else { *by_path.get(path.resolve(target)?.as_str())? };
            // The link leads to the target text in the reader's language.
            let language = site.texts[index].language;
            let set = &places.sets[places.set_of[named]];
            let own = set.texts.iter().copied().find(|text| site.texts[*text].language == language);
            let own = own.filter(|text| places.public[*text]).unwrap_or(set.texts[0]);
            Some(bodies[own].anchors.clone())
        };
        let (text, found) = body::settle_fragments(&bodies[index].text, site.texts[index].first_line, &anchors);
        take(&site.texts[index].source, &found, notes);
        bodies[index].text = text;
    }
    bodies
}

/// Writes a text unchanged in a fenced code block.
fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '~').map(str::len).max().unwrap_or(0);
    let fence = "~".repeat(longest.max(2) + 1);
    format!("{fence}\n{}\n{fence}\n", text.trim_end())
}

/// Copies the notes from the translation of a body.
fn take(source: &str, from: &[body::Note], notes: &mut Notes) {
    for note in from {
        match &note.fate {
            body::Fate::Mapped => notes.add(source, note.line_number, Fate::Mapped, &note.construct),
            body::Fate::Kept => notes.add(source, note.line_number, Fate::Kept, &note.construct),
            body::Fate::Lost(words) => {
                let what = if words.trim().is_empty() {
                    note.construct.clone()
                } else {
                    format!("{}: {}", note.construct, words.split_whitespace().collect::<Vec<_>>().join(" "))
                };
                notes.lose(source, note.line_number, what, words);
            }
        }
    }
}

/// Maximum lengths of titles and, below, summaries.
const TITLE: usize = 200;
const SUMMARY: usize = 300;

struct Writer<'a> {
    site: &'a Site,
    places: &'a Places,
    topics: &'a Topics,
    known: &'a Known<'a>,
    zone: &'a TimeZone,
    text: usize,
    source: usize,
}

impl Writer<'_> {
    fn page(&self, is_source: bool, says_source: bool, notes: &mut Notes) -> Page {
        let text = &self.site.texts[self.text];
        let mut head = String::new();
        let mut extra = text.extra.clone();
        let mut import = Table::default();
        let mut line = |name: &str, value: &str| {
            // Writing to a string never fails.
            let _ = writeln!(head, "{name} = {value}");
        };
        let title = self.title(text, notes);
        line("title", &quoted(&self.short(&title, TITLE, "title", &mut import, notes)));
        if let Some(summary) = text.summary.as_deref().map(clean).filter(|summary| !summary.is_empty()) {
            line("summary", &quoted(&self.short(&summary, SUMMARY, "summary", &mut import, notes)));
        }
        if let Some(slug) = &self.places.slugs[self.text] {
            line("slug", &quoted(slug));
        }
        if text.role == Role::Page {
            if text.state == State::Draft || self.is_over(text) {
                line("state", "\"draft\"");
                let why =
                    if text.state == State::Draft { "held back, as before" } else { "past its last day: held back" };
                notes.add(&text.source, None, Fate::Mapped, why);
            } else if !self.places.public[self.text] {
                notes.add(&text.source, None, Fate::Mapped, "its day has not come: held back until then");
            }
            if is_source && says_source {
                line("source", "true");
            }
            for (name, value) in self.moments(text, is_source, &mut import, notes) {
                line(name, &value);
            }
            if is_source {
                let topics = self.topics_of();
                if !topics.is_empty() {
                    line("topics", &format!("[{}]", topics.iter().map(|id| quoted(id)).collect::<Vec<_>>().join(", ")));
                }
            }
            match (text.order, is_source) {
                (Some(order), true) => line("order", &order.to_string()),
                (Some(order), false) if self.site.texts[self.source].order != Some(order) => {
                    import.set("order", Value { line_number: 0, data: Data::Integer(order) });
                    notes.add(&text.source, None, Fate::Kept, "`order` differs from the source: under `extra.import`");
                }
                _ => {}
            }
            if let Some(picture) = self.picture(text, &mut extra, notes) {
                line("image", &picture);
            }
        } else if let Some((name, _)) = &text.picture {
            extra.set("image", Value::made(name));
        }
        if let Some(expires) = &text.expires {
            import.set("expires", Value::made(expires.written(self.zone)));
            notes.add(
                &text.source,
                None,
                Fate::Kept,
                "the last day is under `extra.import`: pages do not end by themselves",
            );
        }
        if text.role == Role::Section {
            for (name, when) in [("date", &text.date), ("updated", &text.updated)] {
                if let Some(when) = when {
                    import.set(name, Value::made(when.written(self.zone)));
                }
            }
            if let Some(order) = text.order {
                import.set("order", Value { line_number: 0, data: Data::Integer(order) });
            }
        }
        Page { head, tail: self.tail(extra, import, notes), ..Page::default() }
    }

    fn is_over(&self, text: &Text) -> bool {
        text.expires.is_some() && !self.places.public[self.text] && {
            let ahead = |when: &Option<super::dates::When>| {
                // A text that is not public yet can't have expired either.
                when.as_ref()
                    .zip(text.expires.as_ref())
                    .is_some_and(|(when, end)| when.instant(self.zone) > end.instant(self.zone))
            };
            !ahead(&text.date) && text.expires.as_ref().and_then(|end| end.instant(self.zone)) <= Some(self.known.now)
        }
    }

    fn title(&self, text: &Text, notes: &mut Notes) -> String {
        if let Some(title) = text.title.as_deref().map(clean).filter(|title| !title.is_empty()) {
            return title;
        }
        let language = &self.site.languages[text.language];
        let made = match text.role {
            Role::Section if text.folder.is_empty() => language.title.clone().unwrap_or_else(|| "Home".to_owned()),
            Role::Section => section_title(&text.folder),
            Role::Page => super::slug::title(&text.stem),
        };
        let made = if made.trim().is_empty() { "Untitled".to_owned() } else { clean(&made) };
        notes.add(&text.source, None, Fate::Mapped, format!("it has no title: `{made}` is made of its name"));
        made
    }

    /// Shortens a text that is too long; the complete text is then kept under `extra.import`.
    fn short(&self, whole: &str, most: usize, name: &str, import: &mut Table, notes: &mut Notes) -> String {
        if whole.chars().count() <= most {
            return whole.to_owned();
        }
        let cut: String = whole.chars().take(most - 1).collect();
        let cut = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(before, _)| before);
        import.set(name, Value::made(whole));
        let what = format!("`{name}` has more than {most} characters: shortened, the whole is under `extra.import`");
        notes.add(&self.site.texts[self.text].source, None, Fate::Kept, what);
        format!("{}…", cut.trim_end_matches([',', ';', ':', ' ']))
    }

    /// Writes the dates. A translation has the dates of its source, except for a later embargo; its other dates are
    /// kept under `extra.import`.
    fn moments(
        &self,
        text: &Text,
        is_source: bool,
        import: &mut Table,
        notes: &mut Notes,
    ) -> Vec<(&'static str, String)> {
        let source = &self.site.texts[self.source];
        let fields = [
            ("date", text.date, source.date),
            ("updated", text.updated, source.updated),
            ("embargo", text.embargo, source.embargo),
        ];
        let mut lines = Vec::new();
        for (name, own, first) in fields {
            let Some(own) = own else { continue };
            let value = match name {
                // An embargo needs an explicit zone.
                "embargo" => own.instant(self.zone).map(|instant| instant.to_string()),
                _ => Some(own.written(self.zone)),
            };
            let Some(value) = value else { continue };
            let is_later = !self.places.public[self.text] && own.instant(self.zone) > Some(self.known.now);
            let is_later = is_later && first.is_none_or(|first| own.instant(self.zone) > first.instant(self.zone));
            if is_source || (is_later && name != "updated") {
                lines.push((name, value));
            } else if first.is_none_or(|first| first.written(self.zone) != own.written(self.zone)) {
                import.set(name, Value::made(value));
                let what = format!("`{name}` differs from the source's: kept under `extra.import`");
                notes.add(&text.source, None, Fate::Kept, what);
            }
        }
        lines
    }

    /// Returns the topics of the document: those that any of its languages names.
    fn topics_of(&self) -> Vec<&str> {
        let set = &self.places.sets[self.places.set_of[self.text]];
        let mut ids: Vec<&str> = Vec::new();
        for text in &set.texts {
            let text = &self.site.texts[*text];
            for (_, term) in &text.terms {
                if let Some(id) = self.topics.id(text.language, term).filter(|id| !ids.contains(id)) {
                    ids.push(id);
                }
            }
        }
        ids
    }

    fn picture(&self, text: &Text, extra: &mut Table, notes: &mut Notes) -> Option<String> {
        use super::body::Surroundings as _;
        let (name, alt) = text.picture.as_ref()?;
        let alt = alt.as_deref().map(clean).filter(|alt| !alt.is_empty());
        let file = self.known.around(self.text).picture(name);
        let why = match (&file, &alt) {
            (Some(file), Some(alt)) => return Some(format!("{{ src = {}, alt = {} }}", quoted(file), quoted(alt))),
            (None, _) => "it is no file of the site",
            (_, None) => "nothing says what it tells",
        };
        extra.set("image", Value::made(name));
        if let Some(alt) = alt {
            extra.set("image-alt", Value::made(alt));
        }
        notes.add(&text.source, None, Fate::Kept, format!("the lead picture is under `extra`: {why}"));
        None
    }

    /// Writes `[extra]`; values that differ between languages go into `[extra.import]`.
    fn tail(&self, mut extra: Table, import: Table, notes: &mut Notes) -> String {
        let text = &self.site.texts[self.text];
        let source = &self.site.texts[self.source];
        if self.text != self.source {
            let names =
                extra.0.iter().filter(|(name, value)| source.extra.get(name).is_some_and(|other| other != value));
            let names: Vec<String> = names.map(|(name, _)| format!("`{name}`")).collect();
            if !names.is_empty() {
                let what = format!("says otherwise than the source, each in its own `extra`: {}", names.join(", "));
                notes.add(&text.source, None, Fate::Kept, what);
            }
        }
        let mut import = import;
        if let Some(old) = extra.take("import") {
            // The text has a field `import` of its own; our values are merged into it.
            match old.data {
                Data::Table(table) => import.merge(table),
                data => import.set("import", Value { line_number: old.line_number, data }),
            }
        }
        let mut tail = String::new();
        if !extra.0.is_empty() || !import.0.is_empty() {
            let names: Vec<String> = extra.0.iter().map(|(name, _)| format!("`{name}`")).collect();
            if !names.is_empty() {
                let what = format!("no field of ours, kept under `extra`: {}", names.join(", "));
                notes.add(&text.source, None, Fate::Kept, what);
            }
            tail.push_str("\n[extra]\n");
            let mut known: BTreeSet<&str> = BTreeSet::new();
            for (name, value) in &extra.0 {
                if known.insert(name) {
                    // Writing to a string never fails.
                    let _ = writeln!(tail, "{} = {}", super::value::key(name), written(value));
                }
            }
        }
        if !import.0.is_empty() {
            tail.push_str("\n[extra.import]\n");
            for (name, value) in &import.0 {
                let _ = writeln!(tail, "{} = {}", super::value::key(name), written(value));
            }
        }
        tail
    }
}

/// Puts a text on one line, without the invisible characters that front matter refuses.
pub(super) fn clean(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !matches!(c, '\u{202a}'..='\u{202e}'))
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}
