//! Sitemaps (sitemaps.org 0.9) with the languages of every page, and which languages these are.
//!
//! [`alternates`] is the one place that says in which languages a very page exists. Pages say it by `hreflang`, the
//! sitemap says it again; as both ask here, and every version of a page gets the same answer, they can't contradict each
//! other and every link leads back.

use super::feed::dates;
use super::feed::xml::Xml;
use crate::config::LangId;
use crate::plan::What;
use crate::site::routes::OwnPage;
use crate::site::{DocId, SectionId, TopicId};
use crate::track::World;

/// A page in a language: the language and the address below the base.
type Version = (LangId, String);

/// Returns the languages in which this very page exists, in the order of the site, with addresses below the base.
///
/// Home, lists of sections, own pages and "not found" exist in every language, documents and topics in some. From page
/// 2 on a list stands alone: what is on it is different in each language. What is no page has none.
#[must_use]
pub fn alternates(world: &World, what: &What) -> Vec<Version> {
    let (site, settings) = (&world.site, &world.settings);
    let each = |path: &dyn Fn(LangId) -> Option<String>| -> Vec<Version> {
        settings.languages.ids().filter_map(|lang| Some((lang, path(lang)?))).collect()
    };
    match what {
        What::Chooser | What::Home(_) => each(&|lang| Some(format!("/{}/", world.tag(lang)))),
        What::Document(doc) => {
            let set = site.set_of(*doc);
            each(&|lang| set.docs[lang].map(|doc| site.doc(doc).path.clone()))
        }
        What::Section(section, _, 1) => each(&|lang| Some(site.section(*section).paths[lang].clone())),
        What::Topic(topic, _, 1) => {
            let lists = &site.topics[topic.index()];
            each(&|lang| (!lists.docs[lang].is_empty()).then(|| lists.paths[lang].clone()))
        }
        What::Own(page, _) => each(&|lang| Some(page.path(lang, settings))),
        What::NotFound(_) => each(&|lang| Some(format!("/{}/404.html", world.tag(lang)))),
        _ => Vec::new(),
    }
}

/// Returns the address below the base for readers of no language of the site (`x-default`): the language chooser for
/// home, otherwise the version in the source language, else that of the document's own source, else the first.
#[must_use]
pub fn x_default(world: &World, what: &What) -> Option<String> {
    match what {
        What::Chooser | What::Home(_) => Some("/".to_owned()),
        What::NotFound(_) => Some("/404.html".to_owned()),
        _ => default_among(world, what, &alternates(world, what)),
    }
}

fn default_among(world: &World, what: &What, versions: &[Version]) -> Option<String> {
    let own = match what {
        What::Document(doc) => Some(world.site.doc(world.site.set_of(*doc).source).lang),
        _ => None,
    };
    let find = |lang: LangId| versions.iter().find(|(other, _)| *other == lang);
    let found = find(world.settings.languages.source).or_else(|| find(own?)).or_else(|| versions.first());
    found.map(|(_, path)| path.clone())
}

/// Writes the sitemap of a language: home, lists that hold something, documents, topics, own pages.
///
/// Only documents have a `lastmod`; lists change with every build's content and would devalue it. What is withdrawn is
/// left out, and in a preview what is marked.
#[must_use]
pub fn sitemap(world: &World, lang: LangId) -> String {
    let site = &world.site;
    let mut xml = Xml::new();
    xml.open(
        "urlset",
        &[("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"), ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")],
    );
    let home = What::Home(lang);
    url(world, &mut xml, lang, &alternates(world, &home), x_default(world, &home).as_deref(), None);
    for (index, section) in site.sections.iter().enumerate().skip(1) {
        let what = What::Section(SectionId::new(index), lang, 1);
        let mut versions = alternates(world, &what);
        // An empty list exists, so that nobody is left in front of a dead link, but nobody should find it by search.
        versions.retain(|(lang, _)| section.docs[*lang].iter().any(|doc| is_listed(world, *doc)));
        let default = default_among(world, &what, &versions);
        url(world, &mut xml, lang, &versions, default.as_deref(), None);
    }
    for (index, doc) in site.docs.iter().enumerate().filter(|(_, doc)| doc.lang == lang) {
        let what = What::Document(DocId::new(index));
        let mut versions = alternates(world, &what);
        versions.retain(|(lang, _)| site.set(doc.set).docs[*lang].is_some_and(|doc| is_listed(world, doc)));
        let default = default_among(world, &what, &versions);
        let changed = doc.updated.or(doc.date).map(|when| dates::iso(when, &world.settings.timezone));
        url(world, &mut xml, lang, &versions, default.as_deref(), changed.as_deref());
    }
    let topics = (0..site.topics.len()).map(|index| What::Topic(TopicId::new(index), lang, 1));
    let own = OwnPage::ALL.into_iter().map(|page| What::Own(page, lang));
    for what in topics.chain(own) {
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
    for lang in world.settings.languages.ids() {
        xml.open("sitemap", &[]);
        xml.text("loc", &[], &world.absolute(&format!("/{}/sitemap.xml", world.tag(lang))));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

fn is_listed(world: &World, doc: DocId) -> bool {
    world.site.doc(doc).visible.mark().is_none() && world.site.set_of(doc).withdrawn.is_none()
}

/// Writes a page, if it exists in the language of the sitemap; its versions, if there is more than one.
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
