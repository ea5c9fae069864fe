//! Settings, resolved: no `Option` that means "use the default" is left.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::base_url::BaseUrl;
use super::feed_format::FeedFormat;
use super::language::LanguageTag;
use super::publishing::Publishing;
use super::redirects::Redirect;

/// One of the site's languages: its place in `languages.order`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LangId(pub u8);

impl LangId {
    /// Returns the place as an index.
    #[must_use]
    pub fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// One value for each language of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct PerLang<T>(pub Vec<T>);

impl<T> std::ops::Index<LangId> for PerLang<T> {
    type Output = T;
    fn index(&self, lang: LangId) -> &T {
        &self.0[lang.index()]
    }
}

/// The kind of documents in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// A page.
    Page,
    /// A press statement of any subtype.
    Statement,
    /// A question and its answer.
    Faq,
    /// A table of records that the institution keeps in public.
    Register,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Page, Self::Statement, Self::Faq, Self::Register];

    /// Returns the name used in site.toml and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Statement => "statement",
            Self::Faq => "faq",
            Self::Register => "register",
        }
    }

    /// Finds a kind by its name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The files that are minified, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Minify {
    /// Templates, style sheets and scripts, once, when the theme is loaded.
    #[default]
    Templates,
    /// Each finished page, by minify-html; style sheets and scripts once.
    Full,
    /// Nothing.
    Off,
}

impl Minify {
    /// Finds a value by its name in site.toml.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "templates" => Self::Templates,
            "full" => Self::Full,
            "off" => Self::Off,
            _ => return None,
        })
    }
}

/// A criterion by which a section's list can be filtered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// By topic.
    Topic,
    /// By year of publication.
    Year,
    /// By kind of statement.
    Kind,
}

impl Facet {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Topic, Self::Year, Self::Kind];

    /// Returns the name used in site.toml and by templates.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Year => "year",
            Self::Kind => "kind",
        }
    }
}

/// How a section's lists are ordered; ties are broken by document id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Order {
    /// Newest first, then by reference.
    Newest,
    /// By the `order` field, then by title.
    Order,
    /// By title, in the language's collation.
    Title,
    /// By topic in the order of site.toml, then by `order`, then by title.
    Topic,
}

/// Settings of the whole site.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct Settings {
    /// Where the site is published.
    pub base: BaseUrl,
    /// The address in site.toml. `base` differs in a preview, but texts name the site's own addresses.
    pub home: BaseUrl,
    /// Whether search engines are asked not to index the site. Set for previews, not in site.toml.
    pub preview: bool,
    /// Whether hidden texts are shown, with a mark. Not set in site.toml: it is for people who may see them.
    pub drafts: bool,
    /// The zone of dates without one.
    pub timezone: TimeZone,
    /// How readers know the time of that zone; else by its city.
    pub timezone_name: PerLang<Option<String>>,
    /// What is minified.
    pub minify: Minify,
    /// Whether text files get precompressed copies, unless the command line says otherwise.
    pub compress: bool,
    /// Whether each language has a search page with its index.
    pub search: bool,
    /// Share cards.
    pub cards: Cards,
    /// How it is published.
    pub publish: Publishing,
    /// The institution that publishes the site.
    pub institution: Institution,
    /// The languages.
    pub languages: Languages,
    /// The licence of the content.
    pub licence: Option<Licence>,
    /// Ids in the main menu.
    pub main_menu: Vec<Spanned<String>>,
    /// Ids in the footer.
    pub footer_menu: Vec<Spanned<String>>,
    /// Feeds.
    pub feeds: Feeds,
    /// Look.
    pub theme: ThemeSettings,
    /// security.txt.
    pub security: Option<Security>,
    /// Hosts beside the site itself.
    pub hosts: Vec<ForeignHost>,
    /// Part of the address of topic pages.
    pub topics_slug: PerLang<String>,
    /// Part of the address of the search page.
    pub search_slug: PerLang<String>,
    /// Contacts, in the order of site.toml.
    pub contacts: Vec<Contact>,
    /// Folders, in the order of site.toml.
    pub sections: Vec<SectionSettings>,
    /// Topics, in the order of site.toml.
    pub topics: Vec<Topic>,
    /// Site-wide notices.
    pub notices: Vec<Notice>,
    /// Old addresses.
    pub redirects: Vec<Redirect>,
}

/// A value with its place in site.toml.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Bytes in site.toml.
    pub span: crate::diag::Span,
}

/// Share cards.
#[derive(Debug, Default, Hash)]
pub struct Cards {
    /// Whether there are any.
    pub enabled: bool,
    /// Folders of fonts beside those of the theme, without a slash at the end.
    pub fonts: Vec<String>,
}

/// The institution that publishes the site.
#[derive(Debug, Hash)]
pub struct Institution {
    /// Full name.
    pub name: PerLang<String>,
    /// Short name.
    pub short_name: PerLang<String>,
    /// Postal address.
    pub address: PerLang<Option<String>>,
    /// ISO 3166-1 code.
    pub country: Option<String>,
    /// Official profiles.
    pub same_as: Vec<String>,
}

/// The languages of the site.
#[derive(Debug)]
pub struct Languages {
    /// In the order of the switcher.
    pub order: Vec<LanguageTag>,
    /// Where texts are first written.
    pub source: LangId,
    /// Where every document must exist.
    pub required: Vec<LangId>,
    /// CLDR numbering system, where set.
    pub numbering: PerLang<Option<String>>,
}

impl Languages {
    /// Runs over the languages in order.
    pub fn ids(&self) -> impl Iterator<Item = LangId> + use<> {
        (0..self.order.len() as u8).map(LangId)
    }

    /// Finds a language by its tag, in any letter case.
    #[must_use]
    pub fn find(&self, tag: &str) -> Option<LangId> {
        let tag = LanguageTag::parse(tag)?;
        self.ids().find(|id| self.order[id.index()] == tag)
    }

    /// Returns a language's tag.
    #[must_use]
    pub fn tag(&self, lang: LangId) -> &LanguageTag {
        &self.order[lang.index()]
    }
}

/// Licence of the content.
#[derive(Debug, Hash)]
pub struct Licence {
    /// Short name.
    pub name: String,
    /// Address of the text.
    pub url: String,
}

/// Feeds: how they are identified, which there are.
#[derive(Debug, Hash)]
pub struct Feeds {
    /// The tagging authority (RFC 4151): domain and date.
    pub authority: String,
    /// Entries in a feed.
    pub items: usize,
    /// Formats, in the order of [`FeedFormat::ALL`]; at least one.
    pub formats: Vec<FeedFormat>,
    /// Whether topics have feeds of their own.
    pub topics: bool,
}

/// Look.
#[derive(Clone, Debug)]
pub struct ThemeSettings {
    /// Folder below themes/.
    pub name: String,
    /// What the theme lets one set.
    pub parameters: Json,
    /// Colours and sizes of the theme that the site sets, in the order of site.toml.
    pub tokens: Vec<TokenSetting>,
}

impl Default for ThemeSettings {
    fn default() -> Self {
        Self { name: "portal".into(), parameters: Json::Object(serde_json::Map::new()), tokens: Vec::new() }
    }
}

/// A colour or size of the theme as the site sets it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSetting {
    /// Name.
    pub name: Spanned<String>,
    /// Value in light.
    pub light: Option<Spanned<String>>,
    /// Value in dark.
    pub dark: Option<Spanned<String>>,
}

/// security.txt (RFC 9116).
#[derive(Debug)]
pub struct Security {
    /// Where to report.
    pub contact: Vec<String>,
    /// The expiry date.
    pub expires: Timestamp,
    /// Where it is said in site.toml.
    pub span: crate::diag::Span,
    /// Disclosure policy.
    pub policy: Option<String>,
    /// Languages in which reports are read.
    pub languages: Vec<String>,
}

/// A host that pages may load from.
#[derive(Debug, Hash)]
pub struct ForeignHost {
    /// CSP directive.
    pub directive: String,
    /// Origin.
    pub host: String,
    /// Why.
    pub reason: PerLang<String>,
}

/// A person or desk.
#[derive(Debug, Hash)]
pub struct Contact {
    /// Id.
    pub id: String,
    /// Name.
    pub name: PerLang<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// Hours.
    pub hours: PerLang<Option<String>>,
    /// Whether the home page names it for emergencies.
    pub is_for_emergencies: bool,
}

/// The settings of a folder.
#[derive(Debug)]
pub struct SectionSettings {
    /// Folder below content/, without slashes at the ends; empty for content/ itself.
    pub folder: String,
    /// The name in site.toml if the folder has since been renamed: an error, reported once.
    pub named: Option<String>,
    /// Where it is said in site.toml.
    pub span: crate::diag::Span,
    /// What it holds.
    pub kind: Kind,
    /// Order of its lists.
    pub order: Order,
    /// Whether it has feeds.
    pub feeds: bool,
    /// Whether Markdown may hold HTML.
    pub raw_html: bool,
    /// Languages in which it is written.
    pub languages: Vec<LangId>,
    /// Entries on a page of its list.
    pub page_size: usize,
    /// By what its list can be narrowed, in the order of [`Facet::ALL`].
    pub filters: Vec<Facet>,
}

/// A subject of texts.
#[derive(Debug)]
pub struct Topic {
    /// Id.
    pub id: String,
    /// Name.
    pub name: PerLang<String>,
    /// Part of the address.
    pub slug: PerLang<String>,
    /// Where it is said in site.toml.
    pub span: crate::diag::Span,
}

/// A banner on every page.
#[derive(Debug)]
pub struct Notice {
    /// `info`, `warning` or `crisis`.
    pub severity: String,
    /// From when.
    pub start: Timestamp,
    /// Until when.
    pub expires: Timestamp,
    /// What it says.
    pub text: PerLang<String>,
    /// Id of the document that says more.
    pub link: Option<Spanned<String>>,
    /// Id of the contact to turn to.
    pub contact: Option<String>,
    /// Where it is said in site.toml.
    pub span: crate::diag::Span,
}

impl Settings {
    /// Returns what an absolute address means below the base, where it is one of the site; `None` where it leads
    /// elsewhere, or is not absolute.
    #[must_use]
    pub fn own_address(&self, address: &str) -> Option<String> {
        self.home.own(address).or_else(|| self.base.own(address))
    }

    /// Returns whether a folder, or a text in it, is named by the name of a section whose folder has another by now.
    #[must_use]
    pub fn is_renamed(&self, id: &str) -> bool {
        let named = self.sections.iter().filter_map(|section| section.named.as_deref());
        named.into_iter().any(|old| id.strip_prefix(old).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    }

    /// Finds what a folder is: its own entry or that of the nearest folder above; content/ itself holds pages.
    #[must_use]
    pub fn section_of(&self, folder: &str) -> Option<&SectionSettings> {
        let mut folder = folder;
        loop {
            if let Some(section) = self.sections.iter().find(|section| section.folder == folder) {
                return Some(section);
            }
            if folder.is_empty() {
                return None;
            }
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
}
