//! Converts Hugo's front matter to the fields of a text. Fields without a rule go into `extra`.

use super::config::Config;
use super::content::is_never;
use crate::import::dates::When;
use crate::import::report::Fate;
use crate::import::text::{MenuEntry, Site, State, Text};
use crate::import::value::{Data, Table, Value};

/// Fields that only matter for addresses.
#[derive(Clone, Debug, Default)]
pub struct Said {
    /// The complete address.
    pub url: Option<String>,
    /// Old addresses as written.
    pub aliases: Vec<String>,
}

/// Field names for the date; the first one present counts.
const DATE: [&str; 5] = ["date", "publishdate", "pubdate", "published", "lastmod"];
const PUBLISH: [&str; 3] = ["publishdate", "pubdate", "published"];
const LASTMOD: [&str; 2] = ["lastmod", "modified"];
const EXPIRY: [&str; 2] = ["expirydate", "unpublishdate"];

/// Moves the fields into a text.
pub fn take(text: &mut Text, mut fields: Table, config: &Config, site: &mut Site) -> Said {
    text.variables = fields.clone();
    if let Some(params) = fields.take("params").and_then(|value| value.table().cloned()) {
        for (key, value) in params.0 {
            if fields.get(&key).is_none() {
                fields.0.push((key, value));
            }
        }
    }
    text.title = fields.take_text("title");
    text.summary = fields.take_text("summary").or_else(|| fields.take_text("description"));
    text.key = fields.take_text("translationKey");
    let mut said = Said { url: fields.take_text("url"), ..Said::default() };
    if let Some(aliases) = fields.take("aliases") {
        said.aliases = aliases.texts().into_iter().filter(|alias| !alias.trim().is_empty()).collect();
    }
    dates(text, &mut fields, config, site);
    text.slug = fields.take_text("slug").or_else(|| text.slug.take());
    if let Some(draft) = fields.take("draft").as_ref().and_then(Value::boolean)
        && draft
    {
        text.state = State::Draft;
    }
    if fields.take("headless").as_ref().and_then(Value::boolean) == Some(true) {
        hide(text, "`headless`: it had no page of its own", site);
    }
    for name in ["build", "_build"] {
        let Some(build) = fields.take(name) else { continue };
        let table = build.table().cloned().unwrap_or_default();
        if is_never(table.get("render")) || table.text("render").as_deref() == Some("link") {
            hide(text, "it had no page of its own", site);
        } else if is_never(table.get("list")) {
            site.notes.add(&text.source, build.line_number, Fate::Lost, "`list = never`: lists show it now");
        }
    }
    text.order = fields.get("weight").and_then(Value::integer);
    if text.order.is_some() {
        fields.take("weight");
        text.order = text.order.filter(|weight| *weight != 0);
    }
    for taxonomy in config.taxonomies() {
        let Some(terms) = fields.take(&taxonomy) else { continue };
        let known = terms.texts().into_iter().filter(|term| !term.trim().is_empty());
        text.terms.extend(known.map(|term| (taxonomy.clone(), term)));
    }
    for name in ["menu", "menus"] {
        if let Some(menu) = fields.take(name) {
            menus(text, &menu, site);
        }
    }
    picture(text, &fields);
    text.extra = fields;
    said
}

fn hide(text: &mut Text, why: &str, site: &mut Site) {
    text.state = State::Draft;
    site.notes.add(&text.source, None, Fate::Kept, format!("{why}: a draft here"));
}

fn dates(text: &mut Text, fields: &mut Table, config: &Config, site: &mut Site) {
    let (mut is_unknown, mut custom) = (false, Vec::new());
    let mut read = |rule: &str, names: &[&str], fields: &Table| {
        // The configuration may name fields of its own, which take precedence.
        let own = config.said(text.language, &format!("frontmatter.{rule}")).map(Value::texts).unwrap_or_default();
        let own: Vec<String> = own.into_iter().filter(|name| !name.starts_with(':')).collect();
        let all = own.iter().map(String::as_str).chain(names.iter().copied());
        let (name, value) = all
            .into_iter()
            .find_map(|name| Some((name.to_owned(), fields.get(name).filter(|value| !value.is_empty())?)))?;
        let when = value.text().as_deref().and_then(When::parse);
        custom.extend(own);
        if when.is_none() {
            is_unknown |= rule != "lastmod";
            let what = format!("`{name}` is no date: `{}`", value.text().unwrap_or_default());
            site.notes.add(&text.source, value.line_number, Fate::Kept, what);
        }
        when
    };
    let (date, publish) = (read("date", &DATE, fields), read("publishDate", &PUBLISH, fields));
    (text.updated, text.expires) = (read("lastmod", &LASTMOD, fields), read("expiryDate", &EXPIRY, fields));
    text.date = date;
    if is_unknown {
        hide(text, "when it was to be public can't be read", site);
    }
    text.embargo = publish.filter(|publish| Some(*publish) != date);
    let custom: Vec<&str> = custom.iter().map(String::as_str).collect();
    for name in DATE.iter().chain(&LASTMOD).chain(&EXPIRY).chain(&custom) {
        // A value that is not a date stays visible under `extra`.
        if fields.get(name).and_then(Value::text).as_deref().and_then(When::parse).is_some() {
            fields.take(name);
        }
    }
    // The file name may begin with the date, if the configuration uses it.
    let by_name = config
        .said(text.language, "frontmatter.date")
        .is_some_and(|value| value.texts().iter().any(|rule| rule == ":filename"));
    if by_name && text.stem.is_char_boundary(10.min(text.stem.len())) && text.stem.len() >= 10 {
        let (day, rest) = text.stem.split_at(10);
        if let Ok(date) = day.parse::<jiff::civil::Date>() {
            let moment = crate::spec::Moment { civil: date.at(0, 0, 0, 0), has_time: false, instant: None };
            text.date = Some(When(moment));
            let rest = rest.trim_start_matches(['-', '_']);
            text.slug = (!rest.is_empty()).then(|| rest.to_owned());
        }
    }
}

/// Reads `menu: main`, a list of menus, or a table from menu to entry.
fn menus(text: &Text, menu: &Value, site: &mut Site) {
    let mut entry = |menu: &str, table: Option<&Table>| {
        let name = table.and_then(|table| table.text("name")).or_else(|| text.title.clone()).unwrap_or_default();
        let weight = table.and_then(|table| table.get("weight")).and_then(Value::integer);
        site.menus.push(MenuEntry {
            menu: menu.to_owned(),
            language: text.language,
            name,
            target: text.source.clone(),
            weight: weight.or(text.order).filter(|weight| *weight != 0).unwrap_or(i64::MAX),
            source: text.source.clone(),
        });
    };
    match &menu.data {
        Data::Table(menus) => menus.0.iter().for_each(|(name, value)| entry(name, value.table())),
        _ => menu.texts().iter().for_each(|name| entry(name, None)),
    }
}

/// Field names for the alternative text of `image`.
const ALTS: [&str; 5] = ["image-alt", "image_alt", "imagealt", "imagealttext", "alt"];

/// Finds the lead picture under the names that many themes use; it stays in `extra` until its file is found.
fn picture(text: &mut Text, fields: &Table) {
    let alt = ALTS.iter().find_map(|name| fields.text(name));
    let image = fields.get("image").or_else(|| fields.get("featured_image"));
    let first = || fields.get("images").and_then(|value| value.texts().into_iter().next());
    text.picture = match image.map(|value| &value.data) {
        Some(Data::Table(table)) => {
            let name = table.text("src").or_else(|| table.text("url")).or_else(|| table.text("path"));
            name.map(|name| (name, table.text("alt").or(alt)))
        }
        Some(_) => image.and_then(Value::text).filter(|name| !name.trim().is_empty()).map(|name| (name, alt)),
        None => first().map(|name| (name, alt)),
    };
}
