//! Sitemaps (sitemaps.org 0.9), and the languages in which each page exists.
//!
//! [`alternates`] is the only place that decides in which languages a page has content. `hreflang` links, the marks of
//! missing languages in the switcher, and the sitemap all use it, and every version of a page gets the same answer. So
//! they can't contradict each other, and every link has a return link.

use super::feed::dates;
use super::feed::xml::Xml;
use crate::config::LangId;
use crate::plan::What;
use crate::site::TopicId;
use crate::site::routes::OwnPage;
use crate::track::World;

/// A version of a page: its language and its address below the base.
type Version = (LangId, String);

/// Returns the languages in which a page has content, in the order of the site, with addresses below the base.
///
/// Home, built-in pages and “not found” exist in every language, documents and topics only in some. An empty list
/// exists, so that links to it work, but it has no content. Pages of a list after the first have no alternates, since
/// their content differs between languages. Targets that are not pages have none either.
#[must_use]
pub fn alternates(world: &World, what: &What) -> Vec<Version> {
    let each = |path: &dyn Fn(LangId) -> Option<String>| -> Vec<Version> {
        world.languages().ids().filter_map(|lang| Some((lang, path(lang)?))).collect()
    };
    match what {
        What::Chooser | What::Home(_) => each(&|lang| Some(format!("/{}/", world.tag(lang)))),
        What::Document(doc) => {
            let versions = world.versions(world.set_id(*doc)).into_iter();
            versions.map(|version| (version.lang, version.path.to_owned())).collect()
        }
        What::Section(section, _, 1) => {
            each(&|lang| world.is_section_listed(*section, lang).then(|| world.section(*section, lang).path.to_owned()))
        }
        What::Filtered(section, filter, _, 1) => {
            let is_there = |lang| world.filters(*section, lang).iter().any(|(there, _)| there == filter);
            each(&|lang| is_there(lang).then(|| world.filter_path(*section, *filter, lang).to_owned()))
        }
        What::Topic(topic, _, 1) => {
            each(&|lang| world.is_topic_listed(*topic, lang).then(|| world.topic(*topic, lang).1.to_owned()))
        }
        What::Own(page, _) => each(&|lang| holds_anything(world, *page, lang).then(|| world.own_path(*page, lang))),
        What::NotFound(_) => each(&|lang| Some(format!("/{}/404.html", world.tag(lang)))),
        _ => Vec::new(),
    }
}

/// Returns whether a built-in page has content in a language.
fn holds_anything(world: &World, page: OwnPage, lang: LangId) -> bool {
    let any_topic = || (0..world.topics().len()).any(|topic| world.topic_count(TopicId::new(topic), lang) > 0);
    match page {
        OwnPage::Topics => any_topic(),
        OwnPage::Index => any_topic() || world.sections().any(|id| world.section_count(id, lang) > 0),
        OwnPage::Feeds | OwnPage::Transparency | OwnPage::Coverage | OwnPage::Changes | OwnPage::Search => true,
    }
}

/// Returns whether search engines may index a list or a built-in page in a language; empty ones exist but should not be
/// found.
#[must_use]
pub fn is_found(world: &World, what: &What, lang: LangId) -> bool {
    // The search page itself should not be found by a search engine.
    !matches!(what, What::Own(OwnPage::Search, _)) && alternates(world, what).iter().any(|(other, _)| *other == lang)
}

/// Returns the address below the base for readers of other languages (`x-default`): for home, the language chooser;
/// otherwise the version in the site's source language, else in the document's own, else the first.
#[must_use]
pub fn x_default(world: &World, what: &What) -> Option<String> {
    match what {
        What::Chooser | What::Home(_) => Some("/".to_owned()),
        What::NotFound(_) => Some("/404.html".to_owned()),
        What::Document(doc) => {
            let source = world.source_lang(world.set_id(*doc));
            default_among(world, Some(source), &alternates(world, what))
        }
        _ => default_among(world, None, &alternates(world, what)),
    }
}

fn default_among(world: &World, own: Option<LangId>, versions: &[Version]) -> Option<String> {
    let find = |lang: LangId| versions.iter().find(|(other, _)| *other == lang);
    let found = find(world.languages().source).or_else(|| find(own?)).or_else(|| versions.first());
    found.map(|(_, path)| path.clone())
}

/// Writes the sitemap of a language: home, lists with content, documents, topics, built-in pages.
///
/// Only documents have a `lastmod`; lists change with nearly every build and would make it meaningless. Withdrawn
/// documents are left out, and in a preview also marked ones.
#[must_use]
pub fn sitemap(world: &World, lang: LangId) -> String {
    let mut xml = Xml::new();
    xml.open(
        "urlset",
        &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")],
    );
    let home = What::Home(lang);
    url(world, &mut xml, lang, &alternates(world, &home), x_default(world, &home).as_deref(), None);
    for id in world.sections().skip(1) {
        let versions = alternates(world, &What::Section(id, lang, 1));
        let default = default_among(world, None, &versions);
        url(world, &mut xml, lang, &versions, default.as_deref(), None);
    }
    for (set, changed) in world.map(lang) {
        let versions = world.mapped_versions(set).into_iter().filter(|version| version.listed);
        let versions: Vec<Version> = versions.map(|version| (version.lang, version.path.to_owned())).collect();
        let default = default_among(world, Some(world.mapped_source(set)), &versions);
        let changed = changed.map(|when| dates::iso(when, world.timezone()));
        url(world, &mut xml, lang, &versions, default.as_deref(), changed.as_deref());
    }
    let topics = (0..world.topics().len()).map(|index| What::Topic(TopicId::new(index), lang, 1));
    let own = OwnPage::ALL.into_iter().map(|page| What::Own(page, lang));
    for what in topics.chain(own).filter(|what| is_found(world, what, lang)) {
        url(world, &mut xml, lang, &alternates(world, &what), x_default(world, &what).as_deref(), None);
    }
    xml.close("urlset");
    xml.finish()
}

/// Writes the index of the sitemaps.
#[must_use]
pub fn index(world: &World) -> String {
    let mut xml = Xml::new();
    xml.open("sitemapindex", &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")]);
    for lang in world.languages().ids() {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &world.absolute(&format!("/{}/sitemap.xml", world.tag(lang))));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

/// Writes the entry of a page if it exists in the language of the sitemap, with its versions if there are several.
fn url(world: &World, xml: &mut Xml, lang: LangId, versions: &[Version], default: Option<&str>, changed: Option<&str>) {
    let Some((_, path)) = versions.iter().find(|(other, _)| *other == lang) else { return };
    xml.open("url", &[]);
    xml.text("loc", &[], &world.absolute(path));
    if let Some(changed) = changed {
        xml.text("lastmod", &[], changed);
    }
    if versions.len() > 1 {
        let others = versions.iter().map(|(lang, path)| (world.tag(*lang), path.as_str()));
        for (hreflang, path) in others.chain(default.map(|path| ("x-default", path))) {
            let href = world.absolute(path);
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", hreflang), ("href", &href)]);
        }
    }
    xml.close("url");
}
