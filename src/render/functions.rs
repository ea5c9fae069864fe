//! Functions and filters for templates. Each call goes through the reader of the current render.

// Tera passes arguments by value.
#![allow(clippy::needless_pass_by_value)]

use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::{cards, words};
use crate::config::Kind;
use crate::diag::{Diagnostic, codes, nearest};
use crate::locale::{Arg, Direction};
use crate::media::{self, Anchor, Block, Outlined};
use crate::site::cards::SIZE;
use crate::track::{self, Key};

/// Registers the functions and filters of templates.
pub fn register(tera: &mut Tera) {
    tera.register_function("t", text);
    tera.register_function("asset", asset);
    tera.register_function("url", url);
    tera.register_function("pages", pages);
    tera.register_function("page", page);
    tera.register_function("outline", outline);
    tera.register_filter("number", number);
    tera.register_filter("isolated", isolated);
}

fn outside() -> tera::Error {
    tera::Error::message("this function can only be called while a page is rendered")
}

/// `t(id="…", name=value)`: a UI string in the language of the page, or in that of `lang`.
fn text(kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let world = track::world().ok_or_else(outside)?;
    let id: String = kwargs.must_get("id")?;
    let lang = match kwargs.get::<String>("lang")? {
        Some(tag) => world.languages().find(&tag).unwrap_or_else(track::lang),
        None => track::lang(),
    };
    let mut args: Vec<(String, Arg)> = Vec::new();
    for name in world.placeholders(lang, &id) {
        if let Ok(Some(number)) = kwargs.get::<i64>(name) {
            args.push((name.to_owned(), Arg::Number(number)));
        } else if let Some(text) = kwargs.get::<String>(name)? {
            args.push((name.to_owned(), Arg::Text(text)));
        }
    }
    let args: Vec<(&str, Arg)> = args.iter().map(|(name, arg)| (name.as_str(), arg.clone())).collect();
    Ok(words::t(&world, lang, &id, &args))
}

/// `asset(path="portal.css")`: the address of a theme asset.
fn asset(kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let world = track::world().ok_or_else(outside)?;
    let name: String = kwargs.must_get("path")?;
    let Some(address) = world.asset(&name) else {
        let help = nearest(&name, world.asset_names()).map(|near| format!("did you mean `{near}`?"));
        let fault = Diagnostic::new(
            &codes::MISSING_ASSET,
            format!("a template asks for the asset `{name}`, which the theme lacks"),
        );
        track::reported(fault.help(help.unwrap_or_else(|| format!("add it as overrides/assets/{name}"))));
        return Ok(String::new());
    };
    Ok(world.file_url(address))
}

/// `url(path="/favicon.svg")`: an address below the base, for use in links.
fn url(kwargs: Kwargs, _: &State) -> TeraResult<String> {
    let world = track::world().ok_or_else(outside)?;
    let path: String = kwargs.must_get("path")?;
    Ok(world.named_url(&path))
}

/// `pages(section="press", limit=5)` or `pages(kind="faq")`: documents in the language of the page, as cards.
fn pages(kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let world = track::world().ok_or_else(outside)?;
    let lang = track::lang();
    let section: Option<String> = kwargs.get("section")?;
    let kind: Option<String> = kwargs.get("kind")?;
    let limit: usize = kwargs.get::<usize>("limit")?.unwrap_or(usize::MAX);
    let kind = match kind.map(|name| Kind::parse(&name).ok_or(name)) {
        Some(Err(name)) => return Err(tera::Error::message(format!("there is no kind `{name}`"))),
        kind => kind.and_then(Result::ok),
    };
    // The same list appears on many pages.
    let key = Key::of(&format!("pages {section:?} {kind:?} {limit} {}", lang.0));
    let found = track::shared(&world, key, || {
        let docs = world.listing(section.as_deref(), kind, lang, limit);
        let found: Vec<_> = docs.into_iter().map(|doc| cards::card(&world, doc, lang)).collect();
        Value::from_serializable(&found)
    });
    Ok(found.as_ref().clone())
}

/// `page(id="about")`: a document as a card, or nothing if it does not exist in the language of the page.
fn page(kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let world = track::world().ok_or_else(outside)?;
    let lang = track::lang();
    let id: String = kwargs.must_get("id")?;
    let set = world.named(&id);
    let doc = set.map(|set| world.in_language(set, lang)).filter(|doc| world.lang_of(*doc) == lang);
    let card = doc.map(|doc| cards::card(&world, doc, lang));
    Ok(Value::from_serializable(&card))
}

/// `outline(text=…, x=60, y=300, sizes=[64, 52], width=1080, height=200, lines=4, leading=1.3, bold=true, rtl=true, anchor="middle")`: converts a text to outlines for a share card. Uses the first of `sizes` with which the text fits into `width`, into `height` (from the first to the last baseline) and into the number of `lines`; if none does, cuts the text off with an ellipsis. `x` is where lines begin (their right edge with `rtl=true`), unless `anchor` is given. Returns a table: `path` (the data of an SVG path), `size`, `lines`, `width` and `height`.
fn outline(kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let world = track::world().ok_or_else(outside)?;
    let text: String = kwargs.must_get("text")?;
    let sizes: Vec<f32> = kwargs.must_get::<Vec<f64>>("sizes")?.into_iter().map(|size| size as f32).collect();
    let number = |name: &str, default: f64| Ok::<f32, tera::Error>(kwargs.get::<f64>(name)?.unwrap_or(default) as f32);
    let block = Block {
        text: &text,
        x: number("x", 0.0)?,
        anchor: match kwargs.get::<String>("anchor")?.as_deref() {
            None | Some("start") => Anchor::Start,
            Some("middle") => Anchor::Middle,
            Some("end") => Anchor::End,
            Some(other) => {
                return Err(tera::Error::message(format!("`{other}` is no anchor: there are start, middle and end")));
            }
        },
        y: number("y", 0.0)?,
        sizes: &sizes,
        width: number("width", f64::from(SIZE.0))?,
        height: number("height", f64::from(SIZE.1))?,
        lines: kwargs.get::<usize>("lines")?.unwrap_or(1),
        leading: number("leading", 1.3)?,
        bold: kwargs.get::<bool>("bold")?.unwrap_or(false),
        rtl: kwargs.get::<bool>("rtl")?.unwrap_or(false),
    };
    let Outlined { path, size, lines, width, height } = media::outline(world.fonts(), &block);
    let mut made = tera::Map::new();
    made.insert("path".into(), Value::safe_string(&path));
    made.insert("size".into(), f64::from(size).into());
    made.insert("lines".into(), lines.into());
    made.insert("width".into(), f64::from(width).into());
    made.insert("height".into(), f64::from(height).into());
    Ok(made.into())
}

/// `n | number`: a whole number, formatted for the language of the page.
fn number(value: i64, _: Kwargs, _: &State) -> TeraResult<String> {
    let world = track::world().ok_or_else(outside)?;
    Ok(world.locale(track::lang()).number(value))
}

/// `text | isolated`: a plain text whose numbers keep their order on a page that is written from right to left; with
/// `markup=false` for places without markup.
fn isolated(value: String, kwargs: Kwargs, _: &State) -> TeraResult<Value> {
    let world = track::world().ok_or_else(outside)?;
    let lang = track::lang();
    if kwargs.get::<bool>("markup")? == Some(false) {
        return Ok(Value::from_serializable(&super::isolated::in_language(&value, world.locale(lang))));
    }
    let is_from_right_to_left = world.locale(lang).direction() == Direction::Rtl;
    let html = if is_from_right_to_left { super::isolated::html(&value) } else { None };
    Ok(html.map_or_else(|| Value::from_serializable(&value), |html| Value::safe_string(&html)))
}
