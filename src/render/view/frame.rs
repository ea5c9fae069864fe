//! The frame of every page.

use serde::Serialize;
use serde_json::Value as Json;

use super::document::ContactView;

/// The institution and its site, in the language of the page: `site`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// Full name of the institution.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Postal address.
    pub address: Option<String>,
    /// Address of the home page in this language.
    pub home: String,
    /// Address of the site's icon, where `static/` has one: favicon.svg or favicon.ico.
    pub icon: Option<String>,
    /// Address of the language chooser.
    pub chooser: String,
    /// Licence of the content.
    pub licence: Option<LinkView>,
    /// Hosts beside the site itself that pages load from; the page with the id `privacy` lists them.
    pub hosts: Vec<HostView>,
    /// Parameters of the theme, from site.toml.
    pub parameters: Json,
}

/// A host that pages load from.
#[derive(Clone, Debug, Serialize)]
pub struct HostView {
    /// Origin.
    pub host: String,
    /// Why.
    pub reason: String,
}

/// A text that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// Whether it leads to the page it stands on, or to a section that holds it.
    pub current: bool,
    /// Language and direction of the title, where they are not the page's.
    pub foreign: Option<ForeignView>,
    /// `withdrawn` or `corrected`, where it leads to such a text: `state-` and this name the words of the mark.
    pub standing: Option<&'static str>,
}

/// A language other than that of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignView {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its name in the language of the page.
    pub name: String,
}

/// An entry of the language switcher.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchView {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// Name in its own language.
    pub endonym: String,
    /// Name in the language of the page.
    pub name: String,
    /// Where it leads: this page in that language, or the nearest page above it that exists there.
    pub url: String,
    /// Whether it is the language of the page.
    pub current: bool,
    /// Whether this very page exists in that language.
    pub available: bool,
    /// Where not: the title of the page it leads to, in that language.
    pub leads_to: Option<String>,
}

/// A feed for autodiscovery and lists.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLinkView {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Media type.
    pub media_type: &'static str,
    /// `rss`, `atom` or `json`.
    pub format: &'static str,
}

/// A banner on every page.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeView {
    /// `info`, `warning` or `crisis`.
    pub severity: String,
    /// What it says.
    pub text: String,
    /// The page that says more.
    pub link: Option<LinkView>,
    /// Whom to turn to.
    pub contact: Option<ContactView>,
}

/// A date: for machines and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// RFC 3339: a day, or an instant with offset.
    pub iso: String,
    /// In the language of the page.
    pub text: String,
    /// The day alone, in the language of the page.
    pub day: String,
}

/// A picture that social networks show with a link.
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraphImageView {
    /// Absolute address.
    pub url: String,
    /// Width in pixels.
    pub width: Option<u32>,
    /// Height in pixels.
    pub height: Option<u32>,
    /// What it tells.
    pub alt: String,
    /// Whether it is a share card, made to be shown large.
    pub is_card: bool,
}

/// Open Graph (ogp.me).
#[derive(Clone, Debug, Default, Serialize)]
pub struct OpenGraphView {
    /// `website` or `article`.
    pub kind: &'static str,
    /// As `fr_FR`.
    pub locale: String,
    /// The other languages in which the page exists.
    pub alternate_locales: Vec<String>,
    /// A picture to show with a link to the page.
    pub image: Option<OpenGraphImageView>,
    /// Publication, for articles.
    pub published: Option<String>,
    /// Last change, for articles.
    pub modified: Option<String>,
}

/// What every page has: `page`.
#[derive(Clone, Debug, Serialize)]
pub struct FrameView {
    /// BCP 47 tag.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// ISO 15924 code of the script.
    pub script: String,
    /// Name of the language in itself.
    pub endonym: String,
    /// Title of the page.
    pub title: String,
    /// Title of the document: page and institution.
    pub head_title: String,
    /// For search engines and share cards.
    pub description: Option<String>,
    /// Address of the page.
    pub url: String,
    /// Absolute address of the page.
    pub canonical: String,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// Absolute addresses in every language in which this page exists, itself and `x-default` included; empty where
    /// it exists in one language only.
    pub alternates: Vec<AlternateView>,
    /// The language switcher, in the order of site.toml.
    pub switcher: Vec<SwitchView>,
    /// The languages in which this very page does not exist, as a list in words of the language of the page.
    pub missing_languages: Option<String>,
    /// From home to the page above this one.
    pub breadcrumbs: Vec<LinkView>,
    /// Feeds for autodiscovery.
    pub feeds: Vec<FeedLinkView>,
    /// Main menu.
    pub menu: Vec<LinkView>,
    /// Address of the search page, where the site has one.
    pub search: Option<String>,
    /// Footer menu.
    pub footer: Vec<LinkView>,
    /// Banners.
    pub notices: Vec<NoticeView>,
    /// Open Graph.
    pub open_graph: OpenGraphView,
    /// JSON-LD, ready for a script element.
    pub json_ld_html: String,
    /// Content security policy for the meta element.
    pub csp: String,
    /// What is shown on hidden documents in a preview: `draft`, `scheduled`, `embargoed`, `reserve`.
    pub mark: Option<String>,
}

/// This page in a language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlternateView {
    /// BCP 47 tag or `x-default`.
    pub hreflang: String,
    /// Absolute address.
    pub url: String,
}
