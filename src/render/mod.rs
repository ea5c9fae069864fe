//! `render`: turns targets into bytes. One file per kind of output; `view` defines what templates see.

mod body;
mod cards;
mod changes;
mod chart;
mod data_table;
mod chooser;
mod document;
pub mod feed;
mod frame;
mod functions;
mod home;
pub mod host;
mod index;
mod isolated;
pub mod json_ld;
mod list;
#[cfg(feature = "minify")]
pub mod minify;
#[cfg(not(feature = "minify"))]
pub mod minify {
    //! Replacement in a program built without `minify`: leaves pages unchanged.

    /// Returns a page unchanged.
    #[must_use]
    pub fn html(page: &[u8]) -> Vec<u8> {
        page.to_vec()
    }
}
mod moved;
mod own;
mod picture;
mod register;
pub mod register_data;
mod robots;
pub mod search;
mod search_page;
mod security;
mod share_card;
pub mod sitemap;
pub mod view;
mod words;

use std::sync::Arc;

use serde::Serialize;
use tera::Context;

pub use functions::register as register_functions;
pub use share_card::TEMPLATE as CARD_TEMPLATE;

use crate::config::{LangId, Minify};
use crate::diag::{Diagnostic, codes};
use crate::plan::{Target, What};
use crate::site::cards::CardOf;
use crate::site::files;
use crate::track::{self, Key, Trace, World};
use view::{FrameView, SiteView};

/// A rendered target.
#[derive(Debug)]
pub struct Rendered {
    /// The output; `None` if an error was reported.
    pub bytes: Option<Vec<u8>>,
    /// The questions that the target asked.
    pub trace: Trace,
    /// The errors and warnings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Renders a target.
#[must_use]
pub fn render(target: &Target, world: &Arc<World>) -> Rendered {
    let lang = language(&target.what, world);
    let (bytes, trace, mut diagnostics) = track::reading(world, lang, || bytes(&target.what, lang, world));
    let bytes = match bytes {
        Ok(bytes) => Some(bytes),
        Err(fault) => {
            diagnostics.push(*fault);
            None
        }
    };
    Rendered { bytes, trace, diagnostics }
}

/// Returns the language of a target; the source language if it has none.
fn language(what: &What, world: &World) -> LangId {
    match what {
        What::Home(lang)
        | What::Section(_, lang, _)
        | What::Filtered(_, _, lang, _)
        | What::Topic(_, lang, _)
        | What::Own(_, lang)
        | What::NotFound(lang)
        | What::Feed(_, lang, _)
        | What::Sitemap(lang)
        | What::Card(CardOf::Site(lang)) => *lang,
        What::Document(doc) | What::RegisterCsv(doc) | What::RegisterJson(doc) | What::Card(CardOf::Doc(doc)) => {
            world.lang_of(*doc)
        }
        What::Moved(old) => moved::language(old, world),
        _ => world.languages().source,
    }
}

type Bytes = Result<Vec<u8>, Box<Diagnostic>>;

fn bytes(what: &What, lang: LangId, world: &Arc<World>) -> Bytes {
    match what {
        What::Chooser => chooser::render(world, what),
        What::NotFoundChooser => chooser::render_not_found(world, what),
        What::Home(lang) => home::render(world, what, *lang),
        What::Document(doc) => document::render(world, what, *doc),
        What::Section(section, lang, page) => list::section(world, what, *section, *lang, *page),
        What::Filtered(section, filter, lang, page) => list::filtered(world, what, (*section, *filter), *lang, *page),
        What::Topic(topic, lang, page) => list::topic(world, what, *topic, *lang, *page),
        What::Own(page, lang) => own::render(world, what, *page, *lang),
        What::NotFound(lang) => own::not_found(world, what, *lang),
        What::Feed(scope, lang, format) => Ok(feed::render(world, *scope, *lang, *format).into_bytes()),
        What::Sitemap(lang) => Ok(sitemap::sitemap(world, *lang).into_bytes()),
        What::SitemapIndex => Ok(sitemap::index(world).into_bytes()),
        What::Robots => Ok(robots::render(world).into_bytes()),
        What::SecurityTxt => Ok(security::render(world).into_bytes()),
        What::Asset(name) => asset(world, name),
        What::File(path) => files::published(path, world.read(path).map_err(Box::new)?).map_err(Box::new),
        What::Picture(path, form) => picture::render(world, path, *form),
        What::Card(card) => share_card::render(world, *card),
        What::Static(path) => world.read(path).map_err(Box::new),
        What::RegisterCsv(doc) => Ok(register_data::csv(world, *doc)),
        What::RegisterJson(doc) => Ok(register_data::json(world, *doc)),
        What::Moved(old) => moved::render(world, what, old, lang),
        What::HostRules(file) => Ok(host::render(world, *file).into_bytes()),
    }
}

fn asset(world: &World, name: &str) -> Bytes {
    let bytes = world
        .asset_bytes(name)
        .ok_or_else(|| Box::new(Diagnostic::new(&codes::MISSING_ASSET, format!("the theme has no asset `{name}`"))))?;
    Ok(bytes.to_vec())
}

/// Renders a page with its frame, the site and one more value, `name`.
fn page<V: Serialize>(world: &World, template: &str, frame: &FrameView, name: &'static str, view: &V) -> Bytes {
    let lang = track::lang();
    let mut context = Context::new();
    let site = track::shared(world, Key::of(&format!("site {}", lang.0)), || {
        tera::Value::from_serializable(&site_view(world, lang))
    });
    context.insert_value("site", site.as_ref().clone());
    context.insert("page", frame);
    context.insert(name, view);
    let mut out = Vec::with_capacity(16 * 1024);
    world.render(template, &context, &mut out).map_err(Box::new)?;
    Ok(if world.minify() == Minify::Full { minify::html(&out) } else { out })
}

fn site_view(world: &World, lang: LangId) -> SiteView {
    let institution = world.institution();
    SiteView {
        name: institution.name[lang].clone(),
        short_name: institution.short_name[lang].clone(),
        address: institution.address[lang].clone(),
        home: world.url(&format!("/{}/", world.tag(lang))),
        icon: ["/favicon.svg", "/favicon.ico"]
            .into_iter()
            .find(|path| world.has_address(path))
            .map(|path| world.url(path)),
        chooser: world.url("/"),
        licence: world.licence().map(|licence| view::LinkView {
            title: licence.name.clone(),
            url: licence.url.clone(),
            current: false,
            foreign: None,
            standing: None,
        }),
        hosts: world
            .hosts()
            .iter()
            .map(|host| view::HostView { host: host.host.clone(), reason: host.reason[lang].clone() })
            .collect(),
        parameters: world.parameters().clone(),
    }
}
