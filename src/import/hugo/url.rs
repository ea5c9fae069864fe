//! Hugo's addresses: permalinks, `url`, `slug`, ugly URLs, and how a name becomes part of an address.

use super::config::Config;
use crate::import::text::{Role, Text};
use crate::import::value::Value;
use unicode_normalization::char::is_combining_mark;

/// Converts a name or a path to a part of an address.
#[must_use]
pub fn urlize(config: &Config, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        let stays = c.is_alphanumeric() || is_combining_mark(c) || "./\\_#+~@%".contains(c);
        if stays {
            if gap && !out.is_empty() {
                out.push('-');
            }
            gap = false;
            out.push(c);
        } else if c == '-' || c.is_whitespace() {
            gap = true;
        }
    }
    let keeps_case = config.root.get("disablePathToLower").and_then(Value::boolean) == Some(true);
    if keeps_case { out } else { out.to_lowercase() }
}

/// Returns the old address of a text; `url` and `slug` are from its front matter.
#[must_use]
pub fn address(config: &Config, text: &Text, url: Option<&str>, slug: Option<&str>) -> String {
    let language = &config.languages[text.language];
    let prefix = config.prefix(language);
    if let Some(url) = url {
        let url = url.trim();
        // With a leading slash the address is complete; without one it is relative to its language.
        let whole = if url.starts_with('/') { url.to_owned() } else { format!("{prefix}/{url}") };
        let last = whole.rsplit('/').next().unwrap_or("");
        let is_file = last.is_empty() || last.contains('.');
        return if is_file { whole } else { format!("{whole}/") };
    }
    let folder = urlize(config, &text.folder);
    let section = text.folder.split('/').next().unwrap_or("").to_owned();
    let name = urlize(config, slug.unwrap_or(&text.stem));
    let kind = if text.role == Role::Page { "page" } else { "section" };
    let path = match pattern(config, text.language, kind, &section) {
        Some(pattern) => expand(config, &pattern, text, slug),
        None if text.role == Role::Section => format!("/{folder}/"),
        None => format!("/{folder}/{name}/"),
    };
    let path = format!("{prefix}/{}", path.trim_matches('/')).replace("//", "/");
    if text.role == Role::Page && is_ugly(config, &section) {
        return format!("{}.html", path.trim_end_matches(".html"));
    }
    let last = path.rsplit('/').next().unwrap_or("");
    if path.ends_with('/') || last.ends_with(".html") { path } else { format!("{path}/") }
}

fn is_ugly(config: &Config, section: &str) -> bool {
    let ugly = config.root.get("uglyURLs");
    let said = ugly.and_then(Value::boolean);
    said.or_else(|| ugly.and_then(Value::table)?.get(section)?.boolean()) == Some(true)
}

/// Finds the permalink pattern for a section: the one for its kind of page, or else the one for all.
fn pattern(config: &Config, language: usize, kind: &str, section: &str) -> Option<String> {
    let all = config.said(language, "permalinks").and_then(Value::table)?;
    let section = if section.is_empty() { "/" } else { section };
    let own = all.table(kind).and_then(|own| own.text(section));
    own.or_else(|| if kind == "page" { all.text(section) } else { None })
}

fn expand(config: &Config, pattern: &str, text: &Text, slug: Option<&str>) -> String {
    let date = text.date.map(|when| when.0.civil.date());
    let title = text.title.clone().unwrap_or_default();
    let folders: Vec<&str> = text.folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut out = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        let token = &rest[at + 1..];
        let end = token.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(token.len());
        let (name, mut after) = token.split_at(end);
        let mut selector = None;
        if let Some(close) = after.strip_prefix('[').and_then(|inner| inner.find(']')) {
            selector = Some(&after[1..=close]);
            after = &after[close + 2..];
        }
        let day = |form: &str| date.map(|date| date.strftime(form).to_string()).unwrap_or_default();
        let value = match name {
            "year" => day("%Y"),
            "month" => day("%m"),
            "monthname" => day("%B").to_lowercase(),
            "day" => day("%d"),
            "weekday" => day("%w"),
            "weekdayname" => day("%A").to_lowercase(),
            "yearday" => day("%-j"),
            "section" => urlize(config, folders.first().unwrap_or(&"")),
            "sections" => urlize(config, &chosen(&folders, selector).join("/")),
            "sectionslug" => urlize(config, folders.last().unwrap_or(&"")),
            "title" => urlize(config, &title).replace('/', "-"),
            "slug" => {
                urlize(config, slug.unwrap_or(if title.is_empty() { &text.stem } else { &title })).replace('/', "-")
            }
            "filename" | "contentbasename" => urlize(config, &text.stem),
            "slugorfilename" | "slugorcontentbasename" => urlize(config, slug.unwrap_or(&text.stem)),
            other => format!(":{other}"),
        };
        out.push_str(&value);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Selects from the folders by `[1:]`, `[0]`, `[last]` or `[1:last]`.
fn chosen<'a>(folders: &[&'a str], selector: Option<&str>) -> Vec<&'a str> {
    let Some(selector) = selector.map(|text| text.trim_end_matches(']')) else { return folders.to_vec() };
    let last = folders.len().saturating_sub(1);
    let place = |text: &str, default: usize| match text {
        "" => default,
        "last" => last,
        text => text.parse().unwrap_or(default),
    };
    match selector.split_once(':') {
        Some((from, to)) => {
            let (from, to) = (place(from, 0), place(to, folders.len()));
            folders.get(from..to.min(folders.len())).unwrap_or_default().to_vec()
        }
        None => folders.get(place(selector, 0)).copied().into_iter().collect(),
    }
}

/// Returns the address of an alias; without a leading slash it is relative to the page's folder.
#[must_use]
pub fn alias(alias: &str, address: &str) -> String {
    let alias = alias.trim();
    let whole = if alias.starts_with('/') {
        alias.to_owned()
    } else {
        let folder = address.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{alias}")
    };
    let last = whole.rsplit('/').next().unwrap_or("");
    if last.is_empty() || last.contains('.') { whole } else { format!("{whole}/") }
}
