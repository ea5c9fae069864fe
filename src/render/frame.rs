//! The frame of every page: head, header, switcher, menus, notices, footer.

use crate::config::{LangId, Notice, Spanned};
use crate::plan::{FeedScope, What};
use crate::site::cards::{CardOf, SIZE};
use crate::site::routes::OwnPage;
use crate::site::{SectionId, SetId, When};
use crate::track::World;

use super::view::{
    AlternateView, FeedLinkView, FrameView, LinkView, NoticeView, OpenGraphImageView, OpenGraphView, SwitchView,
};
use super::{cards, document, feed, host, json_ld, list, sitemap, words};

/// The facts about a page that its frame needs.
#[derive(Debug, Default)]
pub struct Subject {
    /// The title.
    pub title: String,
    /// The description for search engines and share cards.
    pub description: Option<String>,
    /// The address below the base.
    pub path: String,
    /// The titles and addresses below the base from home to the page above.
    pub breadcrumbs: Vec<(String, String)>,
    /// The feeds besides those of the whole language.
    pub feeds: Vec<FeedLinkView>,
    /// Whether search engines are asked not to index it.
    pub noindex: bool,
    /// For an article, its publication and last change.
    pub article: Option<(Option<When>, Option<When>)>,
    /// The picture to show with a link. Without one, the card of the institution is used, if it exists.
    pub image: Option<OpenGraphImageView>,
    /// The mark of a hidden document.
    pub mark: Option<String>,
}

/// Makes the frame of a page.
pub fn frame(world: &World, what: &What, lang: LangId, template: &str, subject: Subject) -> FrameView {
    // Fields that no template uses are not computed.
    let is_shown = |field| world.names_field(template, field);
    let locale = world.locale(lang);
    let here = sitemap::alternates(world, what);
    let institution = world.institution();
    let own_name = &institution.short_name[lang];
    let head_title = if subject.title == *own_name || subject.title == institution.name[lang] {
        subject.title.clone()
    } else {
        format!("{} – {own_name}", subject.title)
    };
    let absolute: Vec<(String, String)> =
        subject.breadcrumbs.iter().map(|(title, path)| (title.clone(), world.absolute(path))).collect();
    let csp_wanted = is_shown("csp");
    let searches = matches!(what, What::Own(OwnPage::Search, _));
    let json_ld_html = if csp_wanted || is_shown("json_ld_html") {
        json_ld::script_text(&json_ld::graph(world, what, lang, &absolute))
    } else {
        String::new()
    };
    let mut feeds = feed::links(world, FeedScope::All, lang);
    feeds.extend_from_slice(&subject.feeds);
    let switcher: Vec<SwitchView> =
        world.languages().ids().map(|other| switch(world, what, lang, other, &here)).collect();
    let missing: Vec<String> =
        switcher.iter().filter(|entry| !entry.available).map(|entry| entry.name.clone()).collect();
    let open_graph =
        if is_shown("open_graph") { open_graph(world, lang, &here, &subject) } else { OpenGraphView::default() };
    FrameView {
        lang: world.tag(lang).to_owned(),
        dir: locale.direction().as_str(),
        script: locale.script().to_owned(),
        endonym: locale.endonym().to_owned(),
        head_title,
        description: subject.description,
        url: world.url(&subject.path),
        canonical: world.absolute(&subject.path),
        noindex: subject.noindex || world.is_preview(),
        // A page that must not be indexed has no alternates to index.
        alternates: if subject.noindex { Vec::new() } else { alternates(world, what, lang, &here) },
        switcher,
        missing_languages: (!missing.is_empty()).then(|| locale.list(&missing)),
        breadcrumbs: subject
            .breadcrumbs
            .iter()
            .map(|(title, path)| LinkView {
                title: title.clone(),
                url: world.url(path),
                current: false,
                foreign: None,
                standing: None,
            })
            .collect(),
        feeds,
        menu: menu(world, world.main_menu(), lang, &subject.path),
        search: world.has_own(OwnPage::Search).then(|| world.url(&world.own_path(OwnPage::Search, lang))),
        footer: if is_shown("footer") { menu(world, world.footer_menu(), lang, &subject.path) } else { Vec::new() },
        notices: if is_shown("notices") { notices(world, lang) } else { Vec::new() },
        open_graph,
        csp: if csp_wanted { policy(&host::csp(world.hosts(), searches), &json_ld_html) } else { String::new() },
        json_ld_html,
        mark: subject.mark,
        title: subject.title,
    }
}

fn open_graph(world: &World, lang: LangId, here: &[(LangId, String)], subject: &Subject) -> OpenGraphView {
    let date = |when: Option<When>| when.map(|date| words::rfc3339(world, date));
    let others = here.iter().filter(|(other, _)| *other != lang);
    OpenGraphView {
        kind: if subject.article.is_some() { "article" } else { "website" },
        locale: world.locale(lang).open_graph_locale().to_owned(),
        alternate_locales: others.map(|(other, _)| world.locale(*other).open_graph_locale().to_owned()).collect(),
        image: subject.image.clone().or_else(|| {
            let address = world.card_address(CardOf::Site(lang))?;
            Some(card(world, &address, &world.institution().name[lang]))
        }),
        published: date(subject.article.and_then(|(published, _)| published)),
        modified: date(subject.article.and_then(|(_, modified)| modified)),
    }
}

/// Makes the Open Graph image of a share card; the text on the card is its alternative text.
pub fn card(world: &World, address: &str, alt: &str) -> OpenGraphImageView {
    OpenGraphImageView {
        url: world.absolute(address),
        width: Some(SIZE.0),
        height: Some(SIZE.1),
        alt: alt.to_owned(),
        is_card: true,
    }
}

/// Adds the hash of the page's data block to its policy. Browsers do not run the block and would not check it, but
/// validators do.
fn policy(policy: &str, json_ld: &str) -> String {
    use base64::Engine;
    use sha2::Digest;
    if json_ld.is_empty() {
        return policy.to_owned();
    }
    let digest = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(json_ld.as_bytes()));
    policy.replace("script-src 'self'", &format!("script-src 'self' 'sha256-{digest}'"))
}

/// Returns the hreflang links: every language in which this page has content, and x-default. Empty if there is only
/// one, or if this version is empty and so is not an alternate of the others.
fn alternates(world: &World, what: &What, lang: LangId, here: &[(LangId, String)]) -> Vec<AlternateView> {
    if here.len() < 2 || !here.iter().any(|(other, _)| *other == lang) {
        return Vec::new();
    }
    let mut alternates: Vec<AlternateView> = here
        .iter()
        .map(|(lang, path)| AlternateView { hreflang: world.tag(*lang).to_owned(), url: world.absolute(path) })
        .collect();
    if let Some(path) = sitemap::x_default(world, what) {
        alternates.push(AlternateView { hreflang: "x-default".into(), url: world.absolute(&path) });
    }
    alternates
}

fn switch(world: &World, what: &What, lang: LangId, other: LangId, here: &[(LangId, String)]) -> SwitchView {
    let found = here.iter().find(|(candidate, _)| *candidate == other);
    let (path, leads_to) = match found {
        Some((_, path)) => (path.clone(), None),
        None => {
            let (path, title) = nearest(world, what, other);
            (path, Some(title))
        }
    };
    let current = lang == other;
    SwitchView {
        lang: world.tag(other).to_owned(),
        dir: world.locale(other).direction().as_str(),
        endonym: world.locale(other).endonym().to_owned(),
        name: world.language_name(other, lang),
        url: world.url(&path),
        current,
        available: found.is_some() || current,
        leads_to: if current { None } else { leads_to },
    }
}

/// Finds the nearest page above this one that exists in another language; returns its address below the base and its
/// title.
fn nearest(world: &World, what: &What, lang: LangId) -> (String, String) {
    match what {
        What::Document(doc) => section_link(world, world.set_of(*doc).section, lang),
        What::Section(section, _, _) => section_link(world, *section, lang),
        What::Filtered(section, filter, _, page) => {
            let mut there = world.filters(*section, lang).into_iter().map(|(there, _)| there);
            if *page > 1 && there.any(|there| there == *filter) {
                let path = world.filter_path(*section, *filter, lang).to_owned();
                return (path, list::filter_title(world, *filter, lang));
            }
            section_link(world, *section, lang)
        }
        What::Topic(topic, _, page) => {
            if *page > 1 && world.topic_count(*topic, lang) > 0 {
                let (name, path) = world.topic(*topic, lang);
                return (path.to_owned(), name.to_owned());
            }
            let page = OwnPage::Topics;
            (world.own_path(page, lang), words::plain(world, lang, page.title()))
        }
        _ => (format!("/{}/", world.tag(lang)), world.institution().short_name[lang].clone()),
    }
}

fn section_link(world: &World, section: SectionId, lang: LangId) -> (String, String) {
    let section = world.section(section, lang);
    (section.path.to_owned(), section.title.to_owned())
}

/// Returns titles and addresses from home down to a section, including it.
pub fn trail(world: &World, section: Option<SectionId>, lang: LangId) -> Vec<(String, String)> {
    let mut trail = Vec::new();
    let mut next = section;
    while let Some(id) = next {
        let section = world.section(id, lang);
        if section.parent.is_some() {
            trail.push((section.title.to_owned(), section.path.to_owned()));
        }
        next = section.parent;
    }
    trail.push((words::plain(world, lang, "home"), format!("/{}/", world.tag(lang))));
    trail.reverse();
    trail
}

/// Makes the items of a menu that exist in a language.
fn menu(world: &World, items: &[Spanned<String>], lang: LangId, here: &str) -> Vec<LinkView> {
    items.iter().filter_map(|item| menu_item(world, &item.value, lang, here)).collect()
}

/// Makes the menu item of an id; documents appear under their title for menus.
fn menu_item(world: &World, id: &str, lang: LangId, here: &str) -> Option<LinkView> {
    let (title, path) = match target(world, id, lang)? {
        Target::Page(title, path) => (title, path),
        Target::Document(set) => {
            let link = world.link(world.in_language(set, lang));
            if link.lang != lang {
                return None;
            }
            (link.menu_title.to_owned(), link.path.to_owned())
        }
    };
    let current = here == path || (path.matches('/').count() > 2 && here.starts_with(&path));
    Some(LinkView { title, url: world.url(&path), current, foreign: None, standing: None })
}

/// The page that an id in site.toml means.
enum Target {
    /// A built-in page or a section: title and address below the base.
    Page(String, String),
    /// A document.
    Document(SetId),
}

fn target(world: &World, id: &str, lang: LangId) -> Option<Target> {
    let mut own = OwnPage::ALL.into_iter().filter(|page| world.has_own(*page));
    if let Some(page) = own.find(|page| page.menu_name() == id) {
        return Some(Target::Page(words::plain(world, lang, page.title()), world.own_path(page, lang)));
    }
    let Some(section) = world.find_section(id) else { return world.named(id).map(Target::Document) };
    let section = world.section(section, lang);
    // A section that is not written in this language is left out, although its empty list exists.
    let is_written = world.section_settings(section.settings).languages.contains(&lang);
    is_written.then(|| Target::Page(section.title.to_owned(), section.path.to_owned()))
}

fn notices(world: &World, lang: LangId) -> Vec<NoticeView> {
    let view = |notice: &Notice| NoticeView {
        severity: notice.severity.clone(),
        text: notice.text[lang].clone(),
        link: notice.link.as_ref().and_then(|link| match target(world, &link.value, lang)? {
            Target::Page(title, path) => {
                Some(LinkView { title, url: world.url(&path), current: false, foreign: None, standing: None })
            }
            Target::Document(set) => Some(cards::link(world, set, lang)),
        }),
        contact: notice.contact.as_ref().and_then(|id| document::contact(world, id, lang)),
    };
    world.notices().map(view).collect()
}
