//! Share cards: pictures that social networks show with a link.
//!
//! A card is an SVG template of the theme (`card.svg`) with text converted to outlines, because SVG renderers do not
//! know the base direction or the site's fonts. If the fonts lack a character of the card, it shows only the
//! institution; if they can't show its name either, only the emblem. Empty boxes never appear.

use base64::Engine;
use tera::Context;

use super::view::ShareCardView;
use super::{Bytes, words};
use crate::config::LangId;
use crate::diag::{Diagnostic, SourcePath, codes};
use crate::media::{Format, raster, svg};
use crate::site::Standing;
use crate::site::cards::{CardOf, SIZE};
use crate::track::{self, World};

/// The template of every card.
pub const TEMPLATE: &str = "card.svg";

/// Renders a card.
pub fn render(world: &World, card: CardOf) -> Bytes {
    let lang = track::lang();
    let view = view(world, card, lang);
    let mut context = Context::new();
    context.insert("card", &view);
    context.insert("parameters", world.parameters());
    let mut drawing = Vec::new();
    world.render(TEMPLATE, &context, &mut drawing).map_err(Box::new)?;
    let drawing = String::from_utf8_lossy(&drawing);
    let place = world.card_address(card).unwrap_or_default();
    let of = [raster::RECIPE, &drawing].join("\n");
    world.made(&place, of.as_bytes(), || {
        raster::png(&drawing).map_err(|why| {
            let fault = Diagnostic::new(&codes::TEMPLATE_RENDER, format!("the share card can't be drawn: {why}"));
            Box::new(fault.help(format!("`templates/{TEMPLATE}` is to be an SVG of {} × {} pixels", SIZE.0, SIZE.1)))
        })
    })
}

fn view(world: &World, card: CardOf, lang: LangId) -> ShareCardView {
    let name = &world.institution().name[lang];
    let missing = world.fonts().missing(name);
    if !missing.is_empty() {
        let site = SourcePath::new("site.toml");
        report(world, lang, &missing, "the institution's name", &site);
    }
    let mut view = ShareCardView {
        name: name.clone(),
        is_written: missing.is_empty(),
        emblem: emblem(world),
        lang: world.tag(lang).to_owned(),
        dir: world.locale(lang).direction().as_str(),
        width: SIZE.0,
        height: SIZE.1,
        title: None,
        kind: None,
        reference: None,
        date: None,
        withdrawn: None,
        corrected: None,
    };
    let CardOf::Doc(doc) = card else { return view };
    let Some(facts) = world.card_facts(doc) else { return view };
    let kind = words::plain(world, lang, &format!("subtype-{}", facts.subtype));
    let date = facts.date.map(|date| words::day(world, lang, date.day).text);
    let standing = facts.standing.map(|standing| words::standing(world, lang, standing));
    let all = [Some(facts.title), Some(&kind), Some(facts.reference), date.as_deref(), standing.as_deref()];
    let missing = world.fonts().missing(&all.into_iter().flatten().collect::<String>());
    if !missing.is_empty() || !view.is_written {
        if !missing.is_empty() {
            let path = world.card_source(doc);
            report(world, lang, &missing, "the title, or what stands around it", path);
        }
        return view;
    }
    view.title = Some(facts.title.to_owned());
    (view.kind, view.date) = (Some(kind), date);
    match facts.standing {
        Some(Standing::Withdrawn) => view.withdrawn = standing,
        Some(Standing::Corrected) => view.corrected = standing,
        None => {}
    }
    view.reference = Some(facts.reference.to_owned());
    view
}

fn report(world: &World, lang: LangId, missing: &[char], what: &str, path: &SourcePath) {
    let shown: Vec<String> = missing.iter().take(8).map(|letter| format!("`{letter}`")).collect();
    let more = if missing.len() > shown.len() { " and others" } else { "" };
    let message = format!("no font has {}{more}, which {what} needs in `{}`", shown.join(" "), world.tag(lang));
    let fault = Diagnostic::new(&codes::CARD_WITHOUT_FONT, message).in_file(path);
    track::reported(fault.help("the card shows the institution alone; put a font for the script into `fonts`, and name the folder under `[cards]`"));
}

/// Returns the emblem that the theme shows beside the name, as an SVG to embed.
fn emblem(world: &World) -> Option<String> {
    let address = world.parameters().get("emblem")?.as_str()?;
    let path = SourcePath::new(&format!("static{address}"));
    if !world.has_address(address) {
        return None;
    }
    let bytes = world.read(&path).ok()?;
    if Format::of(&bytes).is_some() {
        return None;
    }
    let drawing = svg::clean(std::str::from_utf8(&bytes).ok()?).ok()?.svg;
    Some(format!("data:image/svg+xml;base64,{}", base64::engine::general_purpose::STANDARD.encode(drawing)))
}
