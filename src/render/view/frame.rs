//! Views of the frame of every page.

use serde::Serialize;
use serde_json::Value as Json;

use super::document::ContactView;

/// The institution and its site, in the language of the page: `site`.
#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    /// The full name of the institution.
    pub name: String,
    /// The short name.
    pub short_name: String,
    /// The postal address.
    pub address: Option<String>,
    /// The address of the home page in this language.
    pub home: String,
    /// The address of the site's icon, if `static/` has one: favicon.svg or favicon.ico.
    pub icon: Option<String>,
    /// The address of the language chooser.
    pub chooser: String,
    /// The licence of the content.
    pub licence: Option<LinkView>,
    /// Other hosts that pages load from; the page with the id `privacy` lists them.
    pub hosts: Vec<HostView>,
    /// The parameters of the theme, from site.toml.
    pub parameters: Json,
}

/// Another host that pages load from.
#[derive(Clone, Debug, Serialize)]
pub struct HostView {
    /// The origin.
    pub host: String,
    /// The reason for using it.
    pub reason: String,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LinkView {
    /// The text of the link.
    pub title: String,
    /// The address.
    pub url: String,
    /// Whether it leads to the current page, or to a section above it.
    pub current: bool,
    /// The language and direction of the title, if they are not those of the page.
    pub foreign: Option<ForeignView>,
    /// `withdrawn` or `corrected`, if the target is: the UI string of the mark is `state-` plus this name.
    pub standing: Option<&'static str>,
}

/// A language other than that of the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ForeignView {
    /// The BCP 47 tag.
    pub lang: String,
    /// The direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The name of the language, in the language of the page.
    pub name: String,
}

/// An entry of the language switcher.
#[derive(Clone, Debug, Serialize)]
pub struct SwitchView {
    /// The BCP 47 tag.
    pub lang: String,
    /// The direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The name of the language in itself.
    pub endonym: String,
    /// The name of the language, in the language of the page.
    pub name: String,
    /// The address of this page in that language, or of the nearest page above it that exists there.
    pub url: String,
    /// Whether it is the language of the page.
    pub current: bool,
    /// Whether this page exists in that language.
    pub available: bool,
    /// If it does not, the title of the page at `url`, in that language.
    pub leads_to: Option<String>,
}

/// A feed, for autodiscovery and lists.
#[derive(Clone, Debug, Serialize)]
pub struct FeedLinkView {
    /// The title.
    pub title: String,
    /// The address.
    pub url: String,
    /// The media type.
    pub media_type: &'static str,
    /// The format: `rss`, `atom` or `json`.
    pub format: &'static str,
}

/// A notice on every page.
#[derive(Clone, Debug, Serialize)]
pub struct NoticeView {
    /// The severity: `info`, `warning` or `crisis`.
    pub severity: String,
    /// The text.
    pub text: String,
    /// A page with more information.
    pub link: Option<LinkView>,
    /// The contact.
    pub contact: Option<ContactView>,
}

/// A date, for programs and for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// The date in RFC 3339: a day, or an instant with offset.
    pub iso: String,
    /// The date in the language of the page.
    pub text: String,
    /// The day alone, in the language of the page.
    pub day: String,
}

/// A picture that social networks show with a link.
#[derive(Clone, Debug, Serialize)]
pub struct OpenGraphImageView {
    /// The absolute address.
    pub url: String,
    /// The width in pixels.
    pub width: Option<u32>,
    /// The height in pixels.
    pub height: Option<u32>,
    /// The alternative text.
    pub alt: String,
    /// Whether it is a share card, made to be shown large.
    pub is_card: bool,
}

/// Open Graph metadata (ogp.me).
#[derive(Clone, Debug, Default, Serialize)]
pub struct OpenGraphView {
    /// The type: `website` or `article`.
    pub kind: &'static str,
    /// The locale, for instance `fr_FR`.
    pub locale: String,
    /// The other languages in which the page exists.
    pub alternate_locales: Vec<String>,
    /// The picture to show with a link to the page.
    pub image: Option<OpenGraphImageView>,
    /// The publication time, for articles.
    pub published: Option<String>,
    /// The time of the last change, for articles.
    pub modified: Option<String>,
}

/// The fields of every page: `page`.
#[derive(Clone, Debug, Serialize)]
pub struct FrameView {
    /// The BCP 47 tag.
    pub lang: String,
    /// The direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The ISO 15924 code of the script.
    pub script: String,
    /// The name of the language in itself.
    pub endonym: String,
    /// The title of the page.
    pub title: String,
    /// The title of the HTML document: page and institution.
    pub head_title: String,
    /// The description for search engines and share cards.
    pub description: Option<String>,
    /// The address of the page.
    pub url: String,
    /// The absolute address of the page.
    pub canonical: String,
    /// Whether search engines are asked not to index it.
    pub noindex: bool,
    /// The absolute addresses in every language of this page, including itself and `x-default`; empty if it exists in
    /// one language only.
    pub alternates: Vec<AlternateView>,
    /// The language switcher, in the order of site.toml.
    pub switcher: Vec<SwitchView>,
    /// The languages in which this page does not exist, as a list in the language of the page.
    pub missing_languages: Option<String>,
    /// The pages from home to the one above this page.
    pub breadcrumbs: Vec<LinkView>,
    /// Feeds for autodiscovery.
    pub feeds: Vec<FeedLinkView>,
    /// The main menu.
    pub menu: Vec<LinkView>,
    /// The address of the search page, if the site has one.
    pub search: Option<String>,
    /// The footer menu.
    pub footer: Vec<LinkView>,
    /// The notices.
    pub notices: Vec<NoticeView>,
    /// The Open Graph metadata.
    pub open_graph: OpenGraphView,
    /// The JSON-LD data, ready for a script element.
    pub json_ld_html: String,
    /// The content security policy for the meta element.
    pub csp: String,
    /// The mark of a hidden document in a preview: `draft`, `scheduled`, `embargoed` or `reserve`.
    pub mark: Option<String>,
}

/// This page in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AlternateView {
    /// The BCP 47 tag, or `x-default`.
    pub hreflang: String,
    /// The absolute address.
    pub url: String,
}
