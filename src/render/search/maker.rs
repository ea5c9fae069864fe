//! Pagefind at work: from pages to the files of an index of their own.

use std::fmt::Write as _;

use pagefind::api::PagefindIndex;
use pagefind::options::PagefindServiceConfig;
use tokio::runtime::Builder;

use super::SearchPage;
use super::merge::Program;
use super::parts::marked;
use crate::content::markdown::escape;

/// Makes the files of an index: their names within its folder, and their bytes.
pub(super) fn files(lang: &str, pages: &[&SearchPage]) -> Result<Vec<(String, Vec<u8>)>, String> {
    // Nothing is waited for but Pagefind's own threads.
    let runtime = Builder::new_current_thread().build().map_err(|error| error.to_string())?;
    runtime.block_on(made(lang, pages))
}

async fn made(lang: &str, pages: &[&SearchPage]) -> Result<Vec<(String, Vec<u8>)>, String> {
    // Pagefind knows stemmers by tags in lower case.
    let configuration = PagefindServiceConfig::builder().force_language(lang.to_lowercase()).build();
    let mut index = PagefindIndex::new(Some(configuration)).map_err(|error| error.to_string())?;
    for page in pages {
        let url = within(lang, &page.url).ok_or_else(|| format!("`{}` is not in `/{lang}/`", page.url))?;
        let added = index.add_html_file(None, Some(url.to_owned()), document(lang, page)).await;
        added.map_err(|error| format!("`{}`: {error}", page.url))?;
    }
    let files = index.get_files().await.map_err(|error| error.to_string())?;
    let mut named = Vec::new();
    for file in files {
        let name = file.filename.to_str().ok_or("the name of a file is no text")?.replace('\\', "/");
        named.push((name, file.contents));
    }
    let has_stemmer = named.iter().any(|(name, _)| is_program(name) && name != UNSTEMMED);
    named.retain(|(name, _)| is_needed(name) && !(has_stemmer && name == UNSTEMMED));
    Ok(named)
}

/// The program that searches where a language has none of its own.
const UNSTEMMED: &str = "wasm.unknown.pagefind";

fn is_program(name: &str) -> bool {
    name.starts_with("wasm.") && name.ends_with(".pagefind")
}

/// Tells whether a browser needs a file. Pagefind's own user interfaces are left out: the theme has one.
fn is_needed(name: &str) -> bool {
    const ENDINGS: [&str; 4] = [".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter"];
    matches!(name, "pagefind.js" | "pagefind-worker.js" | "pagefind-entry.json")
        || is_program(name)
        || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// Takes the language's folder off an address: pagefind.js puts it before again, together with whatever stands
/// before it where the site is published.
pub(super) fn within<'a>(lang: &str, url: &'a str) -> Option<&'a str> {
    url.strip_prefix('/')?.strip_prefix(lang).filter(|rest| rest.starts_with('/'))
}

/// Writes the document that Pagefind reads. What a page can be narrowed down by, and what a list says of it, stands in
/// attributes, so that it is not part of the text.
fn document(lang: &str, page: &SearchPage) -> String {
    let mut html = String::with_capacity(page.html.len() + 512);
    // Writing to a string never fails.
    let _ = write!(
        html,
        "<!doctype html><html lang=\"{lang}\"><body><h1 data-pagefind-meta=\"title[data-title]\" data-title=\""
    );
    escape::html(&page.title, &mut html);
    html.push_str("\">");
    let mut title = String::new();
    escape::html(&page.title, &mut title);
    html.push_str(&marked(&title, lang));
    html.push_str("</h1>");
    let mut say = |attribute: &str, name: &str, value: &str| {
        let _ = write!(html, "<span data-pagefind-{attribute}=\"{name}[data-value]\" data-value=\"");
        escape::html(value, &mut html);
        html.push_str("\"></span>");
    };
    say("filter", "kind", &page.kind);
    for topic in &page.topics {
        say("filter", "topic", topic);
    }
    if let Some(year) = page.year {
        say("filter", "year", &year.to_string());
    }
    say("meta", "label", &page.label);
    if let Some(date) = &page.date {
        say("meta", "date", date);
    }
    if let Some(standing) = &page.standing {
        say("meta", "standing", standing);
    }
    html.push_str(&marked(&page.html, lang));
    html.push_str("</body></html>");
    html
}

/// Returns the program that searches in a language, which is the same whatever it finds.
pub(super) fn program(lang: &str) -> Result<Program, String> {
    let page = SearchPage { url: format!("/{lang}/"), title: "a".to_owned(), ..SearchPage::default() };
    Program::of(files(lang, &[&page])?)
}
