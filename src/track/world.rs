//! Everything a render may ask, finished and shared by all threads.
//!
//! A render has no other way to settings, site, theme or files than the methods here and in `documents`, `lists` and
//! `changes`: each notes its question with the reader of the render under way. So a target's trace is complete by
//! construction. What never changes while traces live (the languages of the site, CLDR's data) is no question.

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

/// The world of a build: settings, site, theme, words, files.
pub struct World {
    pub(super) settings: Arc<Settings>,
    pub(super) site: Arc<Site>,
    pub(super) theme: Arc<Theme>,
    pub(super) locales: PerLang<Arc<Locale>>,
    pub(super) strings: Arc<PerLang<Strings>>,
    pub(super) inputs: Arc<Inputs>,
    pub(super) assets: Arc<Vec<(String, String)>>,
    /// Digests of files that are shown as they are, by path.
    pub(super) files: Arc<HashMap<SourcePath, [u8; 32]>>,
    /// The words of sections by their key.
    pub(super) words: HashMap<Key, (SectionId, LangId)>,
    pub(super) names: Arc<Names>,
    pub(super) fonts: Arc<Fonts>,
    pub(super) cards: Option<Arc<CardStyles>>,
    pub(super) shelf: Arc<Shelf>,
    pub(super) plan: Arc<Plan>,
    /// Where old addresses stand, by their keys.
    pub(super) old_places: OnceLock<HashMap<Key, OldPlace>>,
    number: u64,
}

/// What keys name in the theme, and names that many pages write.
#[derive(Debug, Default)]
pub struct Names {
    /// UI strings.
    pub(super) strings: HashMap<Key, String>,
    /// Templates.
    pub(super) templates: HashMap<Key, String>,
    /// What each language calls the languages of the site.
    pub(super) languages: PerLang<PerLang<String>>,
}

impl Names {
    /// Names what a theme has.
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

/// What a world is made of.
#[derive(Clone)]
pub struct Parts {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The public site.
    pub site: Arc<Site>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// What each language knows.
    pub locales: PerLang<Arc<Locale>>,
    /// UI strings.
    pub strings: Arc<PerLang<Strings>>,
    /// Files, time and history.
    pub inputs: Arc<Inputs>,
    /// Assets of the theme: name and address below the base.
    pub assets: Arc<Vec<(String, String)>>,
    /// BLAKE3 of the files of `static/`.
    pub files: Arc<HashMap<SourcePath, [u8; 32]>>,
    /// What keys name in the theme.
    pub names: Arc<Names>,
    /// The fonts of share cards.
    pub fonts: Arc<Fonts>,
    /// How share cards are drawn, where there are any.
    pub cards: Option<Arc<CardStyles>>,
    /// What was costly to make, kept from build to build.
    pub shelf: Arc<Shelf>,
    /// Every output path.
    pub plan: Arc<Plan>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("docs", &self.site.docs.len()).finish_non_exhaustive()
    }
}

impl World {
    /// Makes a world.
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

    /// Returns what it is made of, for whoever is no render: nothing is noted.
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

    /// Returns what tells this world from others of the process.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    fn setting(&self, group: Group) -> &Settings {
        asked(Question::Setting(group));
        &self.settings
    }

    /// Returns an address below the base as links in pages use it: under the base path, percent-encoded.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.setting(Group::Base).base.path(&encode(path))
    }

    /// Returns an address below the base in full: origin, base path, percent-encoded.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.setting(Group::Base).base.absolute(&encode(path))
    }

    /// Returns the address of a file by its path below the base, whose name may hold `#`, `?` and `%`.
    #[must_use]
    pub fn file_url(&self, path: &str) -> String {
        self.setting(Group::Base).base.path(&encode_name(path))
    }

    /// Returns the address of a file in full.
    #[must_use]
    pub fn file_absolute(&self, path: &str) -> String {
        self.setting(Group::Base).base.absolute(&encode_name(path))
    }

    /// Returns an address that a template or a setting names, as links in pages use it: the name of a file of the site, or
    /// an address with query and fragment.
    #[must_use]
    pub fn named_url(&self, written: &str) -> String {
        match reference::address(written, |path| self.has_address(path)) {
            Some((path, suffix)) => self.file_url(&path) + suffix,
            None => self.url(written),
        }
    }

    /// Returns the path under which the site lives: empty, or with a leading and without a trailing `/`.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.setting(Group::Base).base.prefix()
    }

    /// Returns the scheme, host and port under which the site lives.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.setting(Group::Base).base.origin()
    }

    /// Tells whether search engines are asked to leave the whole site out.
    #[must_use]
    pub fn is_preview(&self) -> bool {
        self.setting(Group::Base).preview
    }

    /// Tells whether what is hidden from the public is shown, marked.
    #[must_use]
    pub fn shows_hidden(&self) -> bool {
        self.setting(Group::Base).drafts
    }

    /// Returns the languages of the site. Where they change, every trace is void.
    #[must_use]
    pub fn languages(&self) -> &Languages {
        &self.settings.languages
    }

    /// Returns a language's tag.
    #[must_use]
    pub fn tag(&self, lang: LangId) -> &str {
        self.settings.languages.tag(lang).as_str()
    }

    /// Returns what a language knows.
    #[must_use]
    pub fn locale(&self, lang: LangId) -> &Locale {
        &self.locales[lang]
    }

    /// Returns the name that one language has for another.
    #[must_use]
    pub fn language_name(&self, of: LangId, lang: LangId) -> String {
        self.names.languages[lang][of].clone()
    }

    /// Returns the zone of dates without one.
    #[must_use]
    pub fn timezone(&self) -> &TimeZone {
        &self.setting(Group::Timezone).timezone
    }

    /// Returns who speaks.
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

    /// Returns for how many seconds pages may be shown without asking whether they have changed.
    #[must_use]
    pub fn html_max_age(&self) -> u32 {
        self.setting(Group::Publishing).publish.html_max_age
    }

    /// Returns the parameters of the theme.
    #[must_use]
    pub fn parameters(&self) -> &Json {
        &self.setting(Group::Parameters).theme.parameters
    }

    /// Returns what security.txt says.
    #[must_use]
    pub fn security(&self) -> Option<&Security> {
        self.setting(Group::Security).security.as_ref()
    }

    /// Returns the hosts beside the site itself.
    #[must_use]
    pub fn hosts(&self) -> &[ForeignHost] {
        &self.setting(Group::Hosts).hosts
    }

    /// Returns the contacts.
    #[must_use]
    pub fn contacts(&self) -> &[Contact] {
        &self.setting(Group::Contacts).contacts
    }

    /// Returns what a section's folder is, by its place in site.toml.
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

    /// Returns the address of one of the site's own pages.
    #[must_use]
    pub fn own_path(&self, page: OwnPage, lang: LangId) -> String {
        page.path(lang, self.setting(Group::Topics))
    }

    /// Tells whether the site has one of the pages of its own.
    #[must_use]
    pub fn has_own(&self, page: OwnPage) -> bool {
        page.is_wanted(self.setting(Group::Topics))
    }

    /// Returns how pages are minified.
    #[must_use]
    pub fn minify(&self) -> Minify {
        self.setting(Group::Minify).minify
    }

    /// Returns the banners that are shown now.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        let all = &self.setting(Group::Notices).notices;
        all.iter().filter(|notice| self.is_past(notice.start) && !self.is_past(notice.expires))
    }

    /// Tells whether an instant is past.
    #[must_use]
    pub fn is_past(&self, instant: Timestamp) -> bool {
        asked(Question::Past(instant.as_microsecond()));
        self.past(instant.as_microsecond())
    }

    pub(super) fn past(&self, microseconds: i64) -> bool {
        Timestamp::from_microsecond(microseconds).is_ok_and(|instant| instant <= self.inputs.now)
    }

    /// Puts a UI string into words.
    ///
    /// # Errors
    ///
    /// Where there is no such string, or no value for one of its variables.
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

    /// Renders a template to the end of `out`. Where it fails, `out` is as it was.
    ///
    /// # Errors
    ///
    /// `template-render` at the place in the template, `missing-template` where there is none of that name.
    pub fn render(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        asked(Question::Template(Key::of(template)));
        self.theme.render(template, context, out)
    }

    /// Tells whether a template, or one that it reaches, names a field of the frame: part of the template as a question.
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

    /// Returns the names of the assets, to find what was meant by one that does not exist; only for messages.
    pub fn asset_names(&self) -> impl Iterator<Item = &str> {
        self.assets.iter().map(|(name, _)| name.as_str())
    }

    /// Returns the bytes of an asset.
    #[must_use]
    pub fn asset_bytes(&self, name: &str) -> Option<&[u8]> {
        asked(Question::Asset(Key::of(name)));
        self.theme.asset(name).map(|(_, bytes)| bytes)
    }

    /// Tells whether a text with errors was to be seen at an address below the base. For the dev server; no render asks.
    #[must_use]
    pub fn is_fault_at(&self, path: &str) -> bool {
        self.site.is_fault_at(path)
    }

    /// Tells whether an address below the base is one of the site's.
    #[must_use]
    pub fn has_address(&self, path: &str) -> bool {
        asked(Question::Address(Key::of(path)));
        self.site.has_address(path)
    }

    /// Reads a file that is shown as it is.
    ///
    /// # Errors
    ///
    /// `unreadable-file` where it can't be read.
    pub fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        asked(Question::File(Key::of(path.as_str())));
        self.inputs.files.read(path)
    }

    /// Reads a text file that is shown as it is.
    ///
    /// # Errors
    ///
    /// `unreadable-file` where it can't be read, `invalid-utf8` where it is no text.
    pub fn read_text(&self, path: &SourcePath) -> Result<String, Diagnostic> {
        asked(Question::File(Key::of(path.as_str())));
        self.inputs.files.text(path)
    }

    /// Returns what is known of a file that visible documents show or offer.
    #[must_use]
    pub fn file(&self, path: &SourcePath) -> Option<&FileFacts> {
        asked(Question::File(Key::of(path.as_str())));
        self.site.file(path)
    }

    /// Tells whether the whole history is there.
    #[must_use]
    pub fn history_state(&self) -> HistoryState {
        asked(Question::HistoryState);
        self.inputs.history.state()
    }

    /// Returns the rows of redirects.csv. Each old address is a question of its own.
    #[must_use]
    pub fn redirect(&self, index: usize) -> &Redirect {
        let redirect = &self.settings.redirects[index];
        asked(Question::Old(old_key(&redirect.name())));
        redirect
    }

    /// Returns an alias: the old address, and where it leads.
    #[must_use]
    pub fn alias(&self, index: usize) -> &Alias {
        let alias = &self.site.aliases[index];
        asked(Question::Old(old_key(&alias.old)));
        alias
    }

    /// Returns an address that is gone.
    #[must_use]
    pub fn gone(&self, index: usize) -> &crate::site::Gone {
        let gone = &self.site.gone[index];
        asked(Question::Old(old_key(&gone.path)));
        gone
    }
}

/// Names an old address.
pub(super) fn old_key(old: &str) -> Key {
    Key::of(old)
}

/// Percent-encodes a path; a fragment or query is kept as it is.
fn encode(path: &str) -> String {
    let (path, rest) = reference::split(path);
    encode_name(path) + rest
}

/// Encodes a path below the base as it is: no part of it is a query or a fragment.
fn encode_name(path: &str) -> String {
    // Most addresses hold nothing to be encoded.
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
