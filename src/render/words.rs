//! UI strings, dates and numbers in the language of the page.

use crate::config::LangId;
use crate::diag::{Diagnostic, codes};
use crate::locale::Arg;
use crate::site::{Standing, When};
use crate::track::{self, World};

use super::feed::dates;
use super::view::{DateView, ForeignView};

/// Returns a UI string. A missing one is reported and replaced by its id.
pub fn t(world: &World, lang: LangId, id: &str, args: &[(&str, Arg)]) -> String {
    world.text(lang, id, args).unwrap_or_else(|_| {
        let tag = world.tag(lang);
        track::reported(
            Diagnostic::new(&codes::MISSING_STRING, format!("there is no UI string `{id}` in `{tag}`"))
                .help(format!("add it to overrides/strings/{tag}.ftl")),
        );
        id.to_owned()
    })
}

/// Returns a UI string without arguments.
pub fn plain(world: &World, lang: LangId, id: &str) -> String {
    t(world, lang, id, &[])
}

/// Returns the text of the mark for a withdrawn or corrected document.
pub fn standing(world: &World, lang: LangId, standing: Standing) -> String {
    plain(world, lang, &format!("state-{}", standing.name()))
}

/// Formats a day for people and for programs.
pub fn day(world: &World, lang: LangId, date: jiff::civil::Date) -> DateView {
    let text = world.locale(lang).date(date);
    DateView { iso: date.to_string(), day: text.clone(), text }
}

/// Formats a moment for people and for programs, with its time if one was written.
pub fn when(world: &World, lang: LangId, when: When) -> DateView {
    if !when.has_time {
        return day(world, lang, when.day);
    }
    let zoned = dates::zoned(when.instant, world.timezone());
    let text = world.locale(lang).date_time(&zoned, time_there(world, lang).as_deref());
    DateView { iso: dates::rfc3339(&zoned), text, ..day(world, lang, when.day) }
}

/// Returns how readers know the time of the site: by the name in site.toml, else by the city of its zone.
fn time_there(world: &World, lang: LangId) -> Option<String> {
    if let Some(name) = world.timezone_name(lang) {
        return Some(name.to_owned());
    }
    let city = world.locale(lang).city(world.timezone().iana_name()?)?;
    Some(t(world, lang, "time-of-city", &[("city", city.as_str().into())]))
}

/// Formats an instant as RFC 3339 with the offset of the site's time zone.
pub fn rfc3339(world: &World, when: When) -> String {
    dates::rfc3339(&dates::zoned(when.instant, world.timezone()))
}

/// Describes the language of a text if it differs from that of the page.
pub fn foreign(world: &World, text: LangId, page: LangId) -> Option<ForeignView> {
    (text != page).then(|| ForeignView {
        lang: world.tag(text).to_owned(),
        dir: world.locale(text).direction().as_str(),
        name: world.language_name(text, page),
    })
}

/// Formats a file size.
pub fn file_size(world: &World, lang: LangId, bytes: u64) -> String {
    let locale = world.locale(lang);
    let (id, unit) = match bytes {
        0..1_000 => return t(world, lang, "file-size-bytes", &[("n", Arg::Number(bytes as i64))]),
        1_000..1_000_000 => ("file-size-kb", 1_000),
        _ => ("file-size-mb", 1_000_000),
    };
    let tenths = (bytes * 10 + unit / 2) / unit;
    let number = if tenths >= 100 {
        locale.number((tenths / 10) as i64)
    } else {
        locale.decimal(&format!("{}.{}", tenths / 10, tenths % 10))
    };
    t(world, lang, id, &[("n", Arg::Text(number))])
}
