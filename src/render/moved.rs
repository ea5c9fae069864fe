//! Pages at old addresses, for hosts without server rules: a redirect, or a notice that the text is gone.

use std::sync::Arc;

use super::view::MovedView;
use super::{Bytes, frame, words};
use crate::config::address::encode;
use crate::config::{LangId, NewAddress};
use crate::plan::{Move, What};
use crate::track::World;

/// Returns the language of the page at an old address.
pub fn language(old: &Move, world: &World) -> LangId {
    match old {
        Move::Alias(index) => world.alias(*index).lang,
        Move::Gone(index) => world.gone(*index).lang,
        Move::Redirect(index) => {
            let new = world.redirect(*index).new.as_ref().and_then(NewAddress::path).unwrap_or_default();
            let first = new.split('/').nth(1).unwrap_or_default();
            world.languages().find(first).unwrap_or(world.languages().source)
        }
    }
}

/// Returns the new URL of an old address; `None` if the text is gone.
fn destination(old: &Move, world: &World) -> Option<String> {
    match old {
        Move::Alias(index) => Some(world.url(&world.alias(*index).path)),
        Move::Gone(_) => None,
        Move::Redirect(index) => match world.redirect(*index).new.as_ref()? {
            NewAddress::Here { path, rest } => Some(format!("{}{}{rest}", world.prefix(), encode(path))),
            NewAddress::Elsewhere(address) => Some(address.clone()),
        },
    }
}

/// Returns the canonical address below the base: the new one if it is on this site, else that of the page itself.
fn canonical(old: &Move, world: &World) -> String {
    match old {
        Move::Alias(index) => world.alias(*index).path.clone(),
        Move::Gone(index) => world.gone(*index).path.clone(),
        Move::Redirect(index) => {
            let redirect = world.redirect(*index);
            let old = &redirect.old.path;
            match redirect.new.as_ref().and_then(NewAddress::path) {
                Some(new) => new.to_owned(),
                None if old.ends_with('/') || old.contains('.') => old.clone(),
                None => format!("{old}/"),
            }
        }
    }
}

/// Renders the page of an old address.
pub fn render(world: &Arc<World>, what: &What, old: &Move, lang: LangId) -> Bytes {
    let url = destination(old, world);
    let gone = match old {
        Move::Gone(index) => Some(world.gone(*index)),
        _ => None,
    };
    let reason = gone.and_then(|gone| gone.reason.as_ref());
    let view = MovedView {
        gone: url.is_none(),
        held: gone.is_some_and(|gone| gone.is_held),
        reason: reason.map(|(reason, _)| reason.clone()),
        reason_foreign: reason.and_then(|(_, said_in)| words::foreign(world, *said_in, lang)),
        url,
    };
    let title = match (view.gone, view.held) {
        (false, _) => "moved-title",
        (true, true) => "held-title",
        (true, false) => "gone-title",
    };
    let path = canonical(old, world);
    let subject =
        frame::Subject { title: words::plain(world, lang, title), path, noindex: true, ..frame::Subject::default() };
    let frame = frame::frame(world, what, lang, "moved.html", subject);
    super::page(world, "moved.html", &frame, "moved", &view)
}
