//! The fields of site.toml, as written.

use super::feed_format::FEED_FORMATS;
use super::publishing::PUBLISH;
use super::settings::Facet;
use crate::spec::{Field, Need, Schema, Scope, Type};

pub(super) const fn field(name: &'static str, ty: Type, need: Need, doc: &'static str, example: &'static str) -> Field {
    Field { name, ty, need, scope: Scope::Shared, doc, example }
}

const TEXTS: Type = Type::PerLanguage(&Type::Text);

/// Severities of a site-wide notice, mildest first.
pub const SEVERITIES: &[&str] = &["info", "warning", "crisis"];
/// The kinds a section can hold.
pub const KINDS: &[&str] = &["page", "statement", "faq", "register"];
/// By what a section's list can be narrowed.
const FACETS: &[&str] = &[Facet::Topic.name(), Facet::Year.name(), Facet::Kind.name()];
/// The orders a section can have.
pub const ORDERS: &[&str] = &["newest", "order", "title", "topic"];

const INSTITUTION: &[Field] = &[
    field(
        "name",
        TEXTS,
        Need::Required,
        "The full name, in each language.",
        "{ en = \"Ministry of Foreign Affairs\" }",
    ),
    field(
        "short_name",
        TEXTS,
        Need::Optional,
        "A shorter name for the header and titles; else the full name.",
        "{ en = \"Foreign Ministry\" }",
    ),
    field(
        "address",
        TEXTS,
        Need::Optional,
        "The postal address, in each language.",
        "{ en = \"1 Harbour Square, Port Meridian\" }",
    ),
    field("country", Type::Text, Need::Optional, "The ISO 3166-1 code of the country, for structured data.", "\"CH\""),
    field(
        "same_as",
        Type::List(&Type::Url),
        Need::Optional,
        "Addresses of official profiles elsewhere, for structured data.",
        "[\"https://social.example/@ministry\"]",
    ),
];

const LANGUAGES: &[Field] = &[
    field(
        "source",
        Type::Language,
        Need::Required,
        "The language in which texts are first written and shared fields stand.",
        "\"en\"",
    ),
    field(
        "order",
        Type::List(&Type::Language),
        Need::Required,
        "Every language of the site, in the order of the switcher.",
        "[\"en\", \"fr\", \"ar\"]",
    ),
    field(
        "required",
        Type::List(&Type::Language),
        Need::Optional,
        "Languages in which every document must exist; a missing one is a warning.",
        "[\"en\", \"fr\"]",
    ),
    field(
        "numbering",
        Type::Map(&Type::Text),
        Need::Optional,
        "CLDR numbering system per language, where it differs from CLDR's default.",
        "{ ar = \"arab\" }",
    ),
];

const CONTACT: &[Field] = &[
    field("id", Type::Slug, Need::Required, "The name by which texts refer to it.", "\"press\""),
    field("name", TEXTS, Need::Required, "What the contact is, in each language.", "{ en = \"Press office\" }"),
    field("email", Type::Text, Need::Optional, "E-mail address.", "\"press@ministry.example\""),
    field("phone", Type::Text, Need::Optional, "Telephone number in international form.", "\"+999 20 555 0100\""),
    field(
        "hours",
        TEXTS,
        Need::Optional,
        "When somebody answers, in each language.",
        "{ en = \"Daily, 8:00 to 20:00\" }",
    ),
    field(
        "languages",
        Type::List(&Type::Language),
        Need::Optional,
        "Languages in which somebody answers.",
        "[\"en\", \"fr\"]",
    ),
];

const SECTION: &[Field] = &[
    field("folder", Type::Text, Need::Required, "The folder below content/.", "\"press\""),
    field("kind", Type::Choice(KINDS), Need::Required, "What every document of the folder is.", "\"statement\""),
    field(
        "order",
        Type::Choice(ORDERS),
        Need::Optional,
        "How lists are ordered; by default statements newest first, pages and registers by `order`, FAQ by topic.",
        "\"newest\"",
    ),
    field(
        "feeds",
        Type::Boolean,
        Need::Optional,
        "Whether the section has feeds; by default only statements have.",
        "true",
    ),
    field(
        "raw_html",
        Type::Boolean,
        Need::Optional,
        "Whether Markdown may hold HTML, which is then cleaned by an allow-list; default no.",
        "false",
    ),
    field(
        "languages",
        Type::List(&Type::Language),
        Need::Optional,
        "Languages in which the section is written; default all.",
        "[\"en\", \"fr\"]",
    ),
    field("page_size", Type::Integer, Need::Optional, "How many entries a page of its list shows; default 20.", "20"),
    field(
        "filters",
        Type::List(&Type::Choice(FACETS)),
        Need::Optional,
        "By what readers can narrow its list, each choice a page of its own; by default statements by topic, year and kind, others by nothing.",
        "[\"topic\", \"year\"]",
    ),
];

const TOPIC: &[Field] = &[
    field("id", Type::Slug, Need::Required, "The stable name used in front matter.", "\"climate\""),
    field("name", TEXTS, Need::Required, "The name in each language.", "{ en = \"Climate\" }"),
    field(
        "slug",
        Type::PerLanguage(&Type::Slug),
        Need::Optional,
        "The part of the address in each language; default the id.",
        "{ fr = \"climat\" }",
    ),
];

const HOME: &[Field] = &[field(
    "emergency",
    Type::Text,
    Need::Optional,
    "Id of the contact for emergencies: its name and telephone number stand first on the home page.",
    "\"consular\"",
)];

const MENU: &[Field] = &[
    field(
        "main",
        Type::List(&Type::Text),
        Need::Optional,
        "Ids of documents and sections in the main menu; `topics`, `transparency` and `feeds` name the site's own pages.",
        "[\"press\", \"faq\", \"about\"]",
    ),
    field(
        "footer",
        Type::List(&Type::Text),
        Need::Optional,
        "Ids of documents and sections in the footer.",
        "[\"contact\", \"privacy\"]",
    ),
];

const FEEDS: &[Field] = &[
    field(
        "authority",
        Type::Text,
        Need::Required,
        "The tagging authority of feed ids (RFC 4151): a domain you own and a date on which you owned it. Never change it.",
        "\"ministry.example,2026\"",
    ),
    field("items", Type::Integer, Need::Optional, "How many entries a feed holds; default 20.", "20"),
    field(
        "formats",
        Type::List(&Type::Choice(FEED_FORMATS)),
        Need::Optional,
        "In which formats feeds are written and offered; default all three.",
        "[\"rss\", \"atom\"]",
    ),
    field(
        "topics",
        Type::Boolean,
        Need::Optional,
        "Whether topics have feeds of their own, beside those of sections; default true.",
        "true",
    ),
];

const THEME: &[Field] = &[
    field(
        "name",
        Type::Slug,
        Need::Optional,
        "The folder below themes/; default portal, which is built in.",
        "\"portal\"",
    ),
    field("parameters", Type::Free, Need::Optional, "What the theme lets you set.", "{ emblem = \"/emblem.svg\" }"),
    field(
        "tokens",
        Type::Free,
        Need::Optional,
        "Colours and sizes of the theme: a value for both, or one in light and one in dark. Contrasts are measured at every build.",
        "{ accent = { light = \"#8f6200\", dark = \"#f2c14e\" } }",
    ),
];

const SECURITY: &[Field] = &[
    field(
        "contact",
        Type::List(&Type::Text),
        Need::Required,
        "Where to report a vulnerability: mailto: or https: addresses, the preferred one first (RFC 9116).",
        "[\"mailto:security@ministry.example\"]",
    ),
    field(
        "expires",
        Type::Instant,
        Need::Required,
        "When this information is to be looked at again, less than a year ahead.",
        "2027-10-01T00:00:00Z",
    ),
    field(
        "policy",
        Type::Url,
        Need::Optional,
        "The disclosure policy.",
        "\"https://ministry.example/security-policy\"",
    ),
    field(
        "languages",
        Type::List(&Type::Language),
        Need::Optional,
        "Languages in which reports are read.",
        "[\"en\", \"fr\"]",
    ),
];

const CARDS: &[Field] = &[
    field(
        "enabled",
        Type::Boolean,
        Need::Optional,
        "Whether each statement has a card in each language, and each language one of the institution; default false: a card takes \
         some twenty milliseconds and fifty kilobytes, which not every site has a use for.",
        "true",
    ),
    field(
        "fonts",
        Type::List(&Type::Text),
        Need::Optional,
        "Folders of fonts (.ttf, .otf) beside those of the theme, which has Latin, Greek, Cyrillic and Arabic: `fonts`, or \
         folders in it.",
        "[\"fonts\"]",
    ),
];

const CSP: &[Field] = &[field(
    "hosts",
    Type::List(&Type::Table(CSP_HOST)),
    Need::Optional,
    "Hosts that pages may load from beside the site itself; each is to be named on the privacy page.",
    "[]",
)];

const CSP_HOST: &[Field] = &[
    field(
        "directive",
        Type::Choice(&["img-src", "media-src", "font-src", "frame-src", "connect-src"]),
        Need::Required,
        "What may be loaded.",
        "\"img-src\"",
    ),
    field("host", Type::Url, Need::Required, "From where.", "\"https://maps.example\""),
    field("reason", TEXTS, Need::Required, "Why, in each language.", "{ en = \"Maps of our missions\" }"),
];

const LICENCE: &[Field] = &[
    field("name", Type::Text, Need::Required, "The licence's short name.", "\"CC BY 4.0\""),
    field("url", Type::Url, Need::Required, "Where its text is.", "\"https://creativecommons.org/licenses/by/4.0/\""),
];

const NOTICE: &[Field] = &[
    field("severity", Type::Choice(SEVERITIES), Need::Required, "How grave it is.", "\"warning\""),
    field("start", Type::Moment, Need::Required, "From when it is shown.", "2026-11-20T08:00:00"),
    field(
        "expires",
        Type::Moment,
        Need::Required,
        "Until when: a notice that never ends is one that nobody reads.",
        "2026-12-01T00:00:00",
    ),
    field(
        "text",
        TEXTS,
        Need::Required,
        "What it says, in each language.",
        "{ en = \"The consular hall is closed today.\" }",
    ),
    field("link", Type::Text, Need::Optional, "Id of the document that says more.", "\"faq/emergency-abroad\""),
    field(
        "contact",
        Type::Slug,
        Need::Optional,
        "Id of the contact to turn to, shown with its number.",
        "\"consular\"",
    ),
];

/// site.toml.
pub static SITE: Schema = Schema {
    name: "site",
    summary: "The settings of a site: `site.toml` at its root.",
    groups: &[&[
        field(
            "base_url",
            Type::Url,
            Need::Required,
            "Where the site is published, with or without a path. `build --base-url` overrides it.",
            "\"https://www.ministry.example/\"",
        ),
        field(
            "timezone",
            Type::Text,
            Need::Required,
            "The IANA time zone in which dates without a zone are meant.",
            "\"Europe/Lisbon\"",
        ),
        field(
            "timezone_name",
            TEXTS,
            Need::Optional,
            "How readers know the time of that zone: pages show it beside each time. Else it is named by its city: `Lisbon time`.",
            "{ en = \"Port Meridian time\", fr = \"heure de Port-Méridien\" }",
        ),
        field(
            "minify",
            Type::Choice(&["templates", "full", "off"]),
            Need::Optional,
            "What is minified: templates, style sheets and scripts once, when the theme is loaded (the default); each \
             finished page, by minify-html; or nothing.",
            "\"templates\"",
        ),
        field(
            "compress",
            Type::Choice(&["fast", "off"]),
            Need::Optional,
            "Whether each text file gets copies packed by brotli and gzip, for hosts that send them; default fast. `build --compress` overrides it.",
            "\"fast\"",
        ),
        field(
            "search",
            Type::Boolean,
            Need::Optional,
            "Whether each language has a search page, with an index that the reader's browser searches; default false. The index takes about a millisecond a page to make, and some kilobytes a page.",
            "true",
        ),
        field(
            "cards",
            Type::Table(CARDS),
            Need::Optional,
            "Share cards: pictures that social networks show with a link to a statement.",
            "{ … }",
        ),
        field(
            "publish",
            Type::Table(PUBLISH),
            Need::Optional,
            "How `chancery publish` keeps releases, and for how long others may keep pages.",
            "{ … }",
        ),
        field("institution", Type::Table(INSTITUTION), Need::Required, "Who speaks.", "{ … }"),
        field("languages", Type::Table(LANGUAGES), Need::Required, "In which languages.", "{ … }"),
        field(
            "licence",
            Type::Table(LICENCE),
            Need::Optional,
            "Under which licence the content may be reused.",
            "{ … }",
        ),
        field(
            "menu",
            Type::Table(MENU),
            Need::Optional,
            "What the menus show; what is absent in a language is left out there.",
            "{ … }",
        ),
        field("home", Type::Table(HOME), Need::Optional, "What the home page shows first.", "{ … }"),
        field("feeds", Type::Table(FEEDS), Need::Required, "How feeds are identified, and which there are.", "{ … }"),
        field("theme", Type::Table(THEME), Need::Optional, "How the site looks.", "{ … }"),
        field("security", Type::Table(SECURITY), Need::Optional, "What /.well-known/security.txt says.", "{ … }"),
        field(
            "csp",
            Type::Table(CSP),
            Need::Optional,
            "Exceptions from the rule that nothing is loaded from elsewhere.",
            "{ … }",
        ),
        field(
            "topics_slug",
            Type::PerLanguage(&Type::Slug),
            Need::Optional,
            "The part of the address of topic pages in each language; default `topics`.",
            "{ fr = \"themes\" }",
        ),
        field(
            "search_slug",
            Type::PerLanguage(&Type::Slug),
            Need::Optional,
            "The part of the address of the search page in each language; default `search`.",
            "{ fr = \"recherche\" }",
        ),
        field(
            "contact",
            Type::List(&Type::Table(CONTACT)),
            Need::Optional,
            "People and desks that texts refer to.",
            "[]",
        ),
        field(
            "section",
            Type::List(&Type::Table(SECTION)),
            Need::Optional,
            "What each folder below content/ is.",
            "[]",
        ),
        field("topic", Type::List(&Type::Table(TOPIC)), Need::Optional, "What texts are about.", "[]"),
        field(
            "notice",
            Type::List(&Type::Table(NOTICE)),
            Need::Optional,
            "Banners on every page: crisis, maintenance.",
            "[]",
        ),
    ]],
};
