//! Everything that a render may ask about, immutable and shared by all threads.
//!
//! A render reaches settings, site, theme and files only through the methods here and in `documents`, `lists` and
//! `changes`. Each method records its question with the reader of the current render, so a target's trace is complete
//! by construction. Constants during the life of a trace (the languages of the site, CLDR's data) are not questions.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;
use tera::Context;

use super::addresses::OldPlace;
use super::digest::Key;
use super::question::{Group, Question};
use super::reader::asked;
use crate::config::{
    Contact, Feeds, ForeignHost, Institution, LangId, Languages, Licence, Minify, Notice, PerLang, Redirect,
    SectionSettings, Security, Settings, Spanned, Topic,
};
use crate::diag::{Diagnostic, SourcePath};
use crate::fs::{HistoryState, Inputs, OutPath, Shelf};
use crate::locale::{Arg, Locale, MissingString, Strings};
use crate::media::Fonts;
use crate::plan::Plan;
use crate::site::cards::CardStyles;
use crate::site::reference;
use crate::site::routes::OwnPage;
use crate::site::{Alias, FileFacts, SectionId, Site, TopicId};
use crate::theme::Theme;

/// The world of a build: settings, site, theme, UI strings, files.
pub struct World {
    pub(super) settings: Arc<Settings>,
    pub(super) site: Arc<Site>,
    pub(super) theme: Arc<Theme>,
    pub(super) locales: PerLang<Arc<Locale>>,
    pub(super) strings: Arc<PerLang<Strings>>,
    pub(super) inputs: Arc<Inputs>,
    pub(super) assets: Arc<Vec<(String, String)>>,
    /// Digests of files that are copied unchanged, by path.
    pub(super) files: Arc<HashMap<SourcePath, [u8; 32]>>,
    /// The texts of sections, by key.
    pub(super) words: HashMap<Key, (SectionId, LangId)>,
    pub(super) names: Arc<Names>,
    pub(super) fonts: Arc<Fonts>,
    pub(super) cards: Option<Arc<CardStyles>>,
    pub(super) shelf: Arc<Shelf>,
    pub(super) plan: Arc<Plan>,
    /// Where old addresses are defined, by key.
    pub(super) old_places: OnceLock<HashMap<Key, OldPlace>>,
    number: u64,
}

/// The names behind keys of the theme, and language names that many pages show.
#[derive(Debug, Default)]
pub struct Names {
    /// UI strings.
    pub(super) strings: HashMap<Key, String>,
    /// Templates.
    pub(super) templates: HashMap<Key, String>,
    /// The name of each language in each language.
    pub(super) languages: PerLang<PerLang<String>>,
}

impl Names {
    /// Collects the names of a theme.
    #[must_use]
    pub fn new(
        theme: &Theme,
        strings: &PerLang<Strings>,
        languages: &Languages,
        locales: &PerLang<Arc<Locale>>,
    ) -> Self {
        let named = |name: &str| (Key::of(name), name.to_owned());
        let ids = strings.0.iter().flat_map(Strings::ids).map(named);
        let names = |lang| PerLang(languages.order.iter().map(|tag| locales[lang].name_of(tag)).collect());
        Self {
            strings: ids.collect(),
            templates: theme.template_names().map(named).collect(),
            languages: PerLang(languages.ids().map(names).collect()),
        }
    }
}

/// The parts of a world.
#[derive(Clone)]
pub struct Parts {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The site, with visible documents only.
    pub site: Arc<Site>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// The locale data of each language.
    pub locales: PerLang<Arc<Locale>>,
    /// UI strings.
    pub strings: Arc<PerLang<Strings>>,
    /// The files, the build time and the git history.
    pub inputs: Arc<Inputs>,
    /// Theme assets, by name, with their addresses below the base.
    pub assets: Arc<Vec<(String, String)>>,
    /// Digests (BLAKE3) of the files in `static/`.
    pub files: Arc<HashMap<SourcePath, [u8; 32]>>,
    /// The names behind keys of the theme.
    pub names: Arc<Names>,
    /// The fonts of share cards.
    pub fonts: Arc<Fonts>,
    /// The styles of share cards; `None` if the site has no cards.
    pub cards: Option<Arc<CardStyles>>,
    /// The cache of generated files, kept between builds.
    pub shelf: Arc<Shelf>,
    /// All outputs.
    pub plan: Arc<Plan>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("docs", &self.site.docs.len()).finish_non_exhaustive()
    }
}

impl World {
    /// Makes a world from its parts.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let Parts { settings, site, theme, locales, strings, inputs, assets, files, names, fonts, cards, shelf, plan } =
            parts;
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut words = HashMap::new();
        for (index, section) in site.sections.iter().enumerate() {
            for document in section.words.0.iter().flatten() {
                words.insert(Key(document.key), (SectionId::new(index), document.lang));
            }
        }
        Self {
            settings,
            site,
            theme,
            locales,
            strings,
            inputs,
            assets,
            files,
            words,
            names,
            fonts,
            cards,
            shelf,
            plan,
            old_places: OnceLock::new(),
            number,
        }
    }

    /// Returns the parts without recording a question; not for renders.
    #[must_use]
    pub fn untracked(&self) -> Parts {
        Parts {
            settings: Arc::clone(&self.settings),
            site: Arc::clone(&self.site),
            theme: Arc::clone(&self.theme),
            locales: self.locales.clone(),
            strings: Arc::clone(&self.strings),
            inputs: Arc::clone(&self.inputs),
            assets: Arc::clone(&self.assets),
            files: Arc::clone(&self.files),
            names: Arc::clone(&self.names),
            fonts: Arc::clone(&self.fonts),
            cards: self.cards.clone(),
            shelf: Arc::clone(&self.shelf),
            plan: Arc::clone(&self.plan),
        }
    }

    /// Returns a number that identifies this world within the process.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    fn setting(&self, group: Group) -> &Settings {
        asked(Question::Setting(group));
        &self.settings
    }

    /// Returns an address below the base for use in links: with the base path, percent-encoded.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.setting(Group::Base).base.path(&encode(path))
    }

    /// Returns the full URL of an address below the base, percent-encoded.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.setting(Group::Base).base.absolute(&encode(path))
    }

    /// Returns the address of a file from its path below the base; its name may contain `#`, `?` and `%`.
    #[must_use]
    pub fn file_url(&self, path: &str) -> String {
        self.setting(Group::Base).base.path(&encode_name(path))
    }

    /// Returns the full URL of a file.
    #[must_use]
    pub fn file_absolute(&self, path: &str) -> String {
        self.setting(Group::Base).base.absolute(&encode_name(path))
    }

    /// Returns an address that a template or setting contains, for use in links: a file of the site, or an address with
    /// query and fragment.
    #[must_use]
    pub fn named_url(&self, written: &str) -> String {
        match reference::address(written, |path| self.has_address(path)) {
            Some((path, suffix)) => self.file_url(&path) + suffix,
            None => self.url(written),
        }
    }

    /// Returns the base path of the site: empty, or with a leading and without a trailing `/`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.setting(Group::Base).base.prefix()
    }

    /// Returns the scheme, host and port of the site.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.setting(Group::Base).base.origin()
    }

    /// Returns whether search engines are asked not to index the site.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.setting(Group::Base).preview
    }

    /// Returns whether hidden documents are shown, with a mark.
    #[must_use]
    pub fn shows_hidden(&self) -> bool {
        self.setting(Group::Base).drafts
    }

    /// Returns the languages of the site. If they change, all traces are invalid.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.settings.languages
    }

    /// Returns a language's tag.
    #[must_use]
    pub fn tag(&self, lang: LangId) -> &str {
        self.settings.languages.tag(lang).as_str()
    }

    /// Returns the locale data of a language.
    #[must_use]
    pub fn locale(&self, lang: LangId) -> &Locale {
        &self.locales[lang]
    }

    /// Returns the name of a language in another language.
    #[must_use]
    pub fn language_name(&self, of: LangId, lang: LangId) -> String {
        self.names.languages[lang][of].clone()
    }

    /// Returns the time zone of dates without one.
    #[must_use]
    pub fn timezone(&self) -> &TimeZone {
        &self.setting(Group::Timezone).timezone
    }

    /// Returns how readers of a language know the time of that zone, where site.toml says so.
    #[must_use]
    pub fn timezone_name(&self, lang: LangId) -> Option<&str> {
        self.setting(Group::Timezone).timezone_name[lang].as_deref()
    }

    /// Returns the institution.
    #[must_use]
    pub fn institution(&self) -> &Institution {
        &self.setting(Group::Institution).institution
    }

    /// Returns the licence of the content.
    #[must_use]
    pub fn licence(&self) -> Option<&Licence> {
        self.setting(Group::Licence).licence.as_ref()
    }

    /// Returns the ids in the main menu.
    #[must_use]
    pub fn main_menu(&self) -> &[Spanned<String>] {
        &self.setting(Group::Menus).main_menu
    }

    /// Returns the ids in the footer.
    #[must_use]
    pub fn footer_menu(&self) -> &[Spanned<String>] {
        &self.setting(Group::Menus).footer_menu
    }

    /// Returns the settings of feeds.
    #[must_use]
    pub fn feeds(&self) -> &Feeds {
        &self.setting(Group::Feeds).feeds
    }

    /// Returns the time in seconds for which browsers may show a page without checking for a new version.
    #[must_use]
    pub fn html_max_age(&self) -> u32 {
        self.setting(Group::Publishing).publish.html_max_age
    }

    /// Returns the parameters of the theme.
    #[must_use]
    pub fn parameters(&self) -> &Json {
        &self.setting(Group::Parameters).theme.parameters
    }

    /// Returns the content of security.txt.
    #[must_use]
    pub fn security(&self) -> Option<&Security> {
        self.setting(Group::Security).security.as_ref()
    }

    /// Returns the other hosts that the site uses.
    #[must_use]
    pub fn hosts(&self) -> &[ForeignHost] {
        &self.setting(Group::Hosts).hosts
    }

    /// Returns the contacts.
    #[must_use]
    pub fn contacts(&self) -> &[Contact] {
        &self.setting(Group::Contacts).contacts
    }

    /// Returns the settings of a section's folder, by its index in site.toml.
    #[must_use]
    pub fn section_settings(&self, place: usize) -> &SectionSettings {
        &self.setting(Group::Sections).sections[place]
    }

    /// Returns the topics, in the order of site.toml.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.setting(Group::Topics).topics
    }

    /// Returns a topic's name and its address below the base in a language.
    #[must_use]
    pub fn topic(&self, id: TopicId, lang: LangId) -> (&str, &str) {
        let settings = self.setting(Group::Topics);
        (&settings.topics[id.index()].name[lang], &self.site.topics[id.index()].paths[lang])
    }

    /// Returns the address of one of the site's built-in pages.
    #[must_use]
    pub fn own_path(&self, page: OwnPage, lang: LangId) -> String {
        page.path(lang, self.setting(Group::Topics))
    }

    /// Returns whether the site has a built-in page.
    #[must_use]
    pub fn has_own(&self, page: OwnPage) -> bool {
        page.is_wanted(self.setting(Group::Topics))
    }

    /// Returns how pages are minified.
    #[must_use]
    pub fn minify(&self) -> Minify {
        self.setting(Group::Minify).minify
    }

    /// Returns the notices that are shown now.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        let all = &self.setting(Group::Notices).notices;
        all.iter().filter(|notice| self.is_past(notice.start) && !self.is_past(notice.expires))
    }

    /// Returns whether an instant has passed.
    #[must_use]
    pub fn is_past(&self, instant: Timestamp) -> bool {
        asked(Question::Past(instant.as_microsecond()));
        self.past(instant.as_microsecond())
    }

    pub(super) fn past(&self, microseconds: i64) -> bool {
        Timestamp::from_microsecond(microseconds).is_ok_and(|instant| instant <= self.inputs.now)
    }

    /// Formats a UI string.
    ///
    /// # Errors
    ///
    /// If there is no such string, or no value for one of its variables.
    pub fn text(&self, lang: LangId, id: &str, args: &[(&str, Arg)]) -> Result<String, MissingString> {
        asked(Question::Text(lang, Key::of(id)));
        self.strings[lang].text(id, args)
    }

    /// Lists the variables of a UI string, without `$`.
    #[must_use]
    pub fn placeholders(&self, lang: LangId, id: &str) -> std::collections::BTreeSet<&str> {
        asked(Question::Text(lang, Key::of(id)));
        let strings = &self.strings[lang];
        if strings.has(id) { strings.placeholders(id) } else { std::collections::BTreeSet::new() }
    }

    /// Renders a template and appends it to `out`. After an error, `out` is unchanged.
    ///
    /// # Errors
    ///
    /// `template-render` at the position in the template; `missing-template` if there is no template with that name.
    pub fn render(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        asked(Question::Template(Key::of(template)));
        self.theme.render(template, context, out)
    }

    /// Returns whether a template, or one that it uses, names a field of the frame. As a question, part of the
    /// template.
    #[must_use]
    pub fn names_field(&self, template: &str, field: &str) -> bool {
        asked(Question::Template(Key::of(template)));
        self.theme.names_field(template, field)
    }

    /// Returns the address of an asset below the base.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&str> {
        asked(Question::Asset(Key::of(name)));
        self.assets.iter().find(|(asset, _)| asset == name).map(|(_, address)| address.as_str())
    }

    /// Returns the names of the assets, only to suggest one in an error message.
    pub fn asset_names(&self) -> impl Iterator<Item = &str> {
        self.assets.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the bytes of an asset.
    #[must_use]
    pub fn asset_bytes(&self, name: &str) -> Option<&[u8]> {
        asked(Question::Asset(Key::of(name)));
        self.theme.asset(name).map(|(_, bytes)| bytes)
    }

    /// Returns whether an address below the base belongs to a text with errors. For the dev server; renders don't ask
    /// this.
    #[must_use]
    pub fn is_fault_at(&self, path: &str) -> bool {
        self.site.is_fault_at(path)
    }

    /// Returns whether an address below the base belongs to the site.
    #[must_use]
    pub fn has_address(&self, path: &str) -> bool {
        asked(Question::Address(Key::of(path)));
        self.site.has_address(path)
    }

    /// Reads a file that is copied unchanged.
    ///
    /// # Errors
    ///
    /// `unreadable-file` if it can't be read.
    pub fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        asked(Question::File(Key::of(path.as_str())));
        self.inputs.files.read(path)
    }

    /// Reads a text file that is copied unchanged.
    ///
    /// # Errors
    ///
    /// `unreadable-file` if it can't be read, `invalid-utf8` if it is not valid UTF-8.
    pub fn read_text(&self, path: &SourcePath) -> Result<String, Diagnostic> {
        asked(Question::File(Key::of(path.as_str())));
        self.inputs.files.text(path)
    }

    /// Returns the facts of a file that visible documents show or offer.
    #[must_use]
    pub fn file(&self, path: &SourcePath) -> Option<&FileFacts> {
        asked(Question::File(Key::of(path.as_str())));
        self.site.file(path)
    }

    /// Returns how complete the git history is.
    #[must_use]
    pub fn history_state(&self) -> HistoryState {
        asked(Question::HistoryState);
        self.inputs.history.state()
    }

    /// Returns a row of redirects.csv. Each old address is a question of its own.
    #[must_use]
    pub fn redirect(&self, index: usize) -> &Redirect {
        let redirect = &self.settings.redirects[index];
        asked(Question::Old(old_key(&redirect.name())));
        redirect
    }

    /// Returns an alias: an old address with its target.
    #[must_use]
    pub fn alias(&self, index: usize) -> &Alias {
        let alias = &self.site.aliases[index];
        asked(Question::Old(old_key(&alias.old)));
        alias
    }

    /// Returns an address that answers 410 Gone.
    #[must_use]
    pub fn gone(&self, index: usize) -> &crate::site::Gone {
        let gone = &self.site.gone[index];
        asked(Question::Old(old_key(&gone.path)));
        gone
    }
}

/// Makes the key of an old address.
pub(super) fn old_key(old: &str) -> Key {
    Key::of(old)
}

/// Percent-encodes a path; keeps its query and fragment.
fn encode(path: &str) -> String {
    let (path, rest) = reference::split(path);
    encode_name(path) + rest
}

/// Percent-encodes a path without query or fragment.
fn encode_name(path: &str) -> String {
    // Fast path: most addresses need no encoding.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/');
    if path.starts_with('/') && !path.contains("//") && path.bytes().all(is_plain) {
        return path.to_owned();
    }
    match path.trim_start_matches('/') {
        "" => "/".to_owned(),
        inner => {
            let slash = if inner.ends_with('/') { "/" } else { "" };
            OutPath::new(inner.trim_end_matches('/')).map_or_else(|| path.to_owned(), |out| out.url_path() + slash)
        }
    }
}
