//! The language chooser at `/`, and the “not found” page for addresses without a language. There is no redirect by
//! browser language: readers choose for themselves.

use std::sync::Arc;

use super::view::{ChooserEntryView, ChooserView};
use super::{Bytes, frame, words};
use crate::plan::What;
use crate::track::World;

/// Renders the chooser.
pub fn render(world: &Arc<World>, what: &What) -> Bytes {
    show(world, what, "chooser.html", "/", "", "choose-language", false)
}

/// Renders `/404.html`.
pub fn render_not_found(world: &Arc<World>, what: &What) -> Bytes {
    show(world, what, "404-chooser.html", "/404.html", "404.html", "not-found-title", true)
}

fn show(world: &World, what: &What, template: &str, path: &str, file: &str, prompt: &str, noindex: bool) -> Bytes {
    let lang = world.languages().source;
    let entry = |other| ChooserEntryView {
        lang: world.tag(other).to_owned(),
        dir: world.locale(other).direction().as_str(),
        endonym: world.locale(other).endonym().to_owned(),
        url: world.url(&format!("/{}/{file}", world.tag(other))),
        institution: world.institution().name[other].clone(),
        prompt: words::plain(world, other, prompt),
    };
    let view = ChooserView { languages: world.languages().ids().map(entry).collect() };
    let subject = frame::Subject {
        title: if noindex { words::plain(world, lang, prompt) } else { world.institution().name[lang].clone() },
        path: path.to_owned(),
        noindex,
        ..frame::Subject::default()
    };
    let frame = frame::frame(world, what, lang, template, subject);
    super::page(world, template, &frame, "chooser", &view)
}
