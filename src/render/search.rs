//! The search index of a language: what a reader's browser fetches, piece by piece, to search without a server.
//!
//! It is made by Pagefind, of pages that are handed over as values; `pages` makes them, and nothing is read from the
//! site here. The index stands below `<lang>/pagefind/`, which belongs to it alone. The same pages give the same bytes, in whatever order
//! they come: no time, place or number of threads is in them. (Pagefind itself takes the size of its pieces from
//! the variable `PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE`, where somebody sets it.)
//!
//! **Only what is public may be handed over.** Whatever is in a page given to [`index`] can be found and read by
//! anyone: withdrawn, reserve and embargoed texts, drafts and pages shown as a fallback are for the caller to leave
//! out.
//!
//! Pagefind can't change an index, only make one, at about a millisecond a page; so [`digest`] tells whether the one
//! of the last build is still right. It works with threads of its own: call it where no reader is set.

mod pages;
#[cfg(feature = "search")]
mod parts;

pub use pages::{addresses, documents, page};

use crate::diag::{Diagnostic, codes};
use crate::fs::OutPath;
use crate::plan::SEARCH;

/// What makes the index and how: a part of every digest, so that another version makes it anew.
const MAKER: &str = "chancery search 3: pagefind 1.6.0 extended";

/// Returns the folder of the output that the index of a language has to itself, with a `/` at its end.
#[must_use]
pub fn folder(tag: &str) -> String {
    format!("{tag}/{SEARCH}/")
}

/// A page that readers may find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchPage {
    /// Its address from the site's root, percent-encoded: `/en/press/treaty/`. It begins with the language's folder.
    pub url: String,
    /// Its title, as plain text.
    pub title: String,
    /// Its text, as HTML without the title and without what frames it (navigation, header, footer). Headings with
    /// an `id` can be found by themselves.
    pub html: String,
    /// What it is: the name of its kind, by which readers may narrow down a search.
    pub kind: String,
    /// The ids of its topics.
    pub topics: Vec<String>,
    /// The year of its date, where it has one.
    pub year: Option<i16>,
    /// What it is, in words: for the list of results.
    pub label: String,
    /// Its date in words, where it has one: for the list of results.
    pub date: Option<String>,
    /// That it is corrected, in words, where it is: for the list of results.
    pub standing: Option<String>,
}

/// Computes what tells whether the index of a language must be made anew: equal digests, equal files. The order of
/// the pages does not matter.
#[must_use]
pub fn digest(lang: &str, pages: &[SearchPage]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    add(MAKER);
    add(lang);
    for SearchPage { url, title, html, kind, topics, year, label, date, standing } in sorted(pages) {
        for text in [url, title, html, kind, label] {
            add(text);
        }
        add(&year.map(|year| year.to_string()).unwrap_or_default());
        add(date.as_deref().unwrap_or_default());
        add(standing.as_deref().unwrap_or_default());
        add(&topics.len().to_string());
        for topic in topics {
            add(topic);
        }
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}

/// Makes the search index of the pages of a language: its files, sorted by path; none where there are no pages.
///
/// `lang` is the BCP 47 tag that is also the language's folder.
///
/// # Errors
///
/// `search-failed` where an address is not in the language's folder, or Pagefind fails.
pub fn index(lang: &str, pages: &[SearchPage]) -> Result<Vec<(OutPath, Vec<u8>)>, Diagnostic> {
    if pages.is_empty() {
        return Ok(Vec::new());
    }
    let failed = |reason: &str| {
        Diagnostic::new(&codes::SEARCH_FAILED, format!("the search index of `{lang}` can't be made: {reason}"))
            .help("`search = false` in site.toml builds the site without it")
    };
    let files = pagefind::files(lang, &sorted(pages)).map_err(|reason| failed(&reason))?;
    if !files.iter().any(|(name, _)| name.ends_with(".pf_meta")) {
        return Err(failed("none of its pages has a word"));
    }
    let path = |name: &str| {
        OutPath::new(&format!("{}{name}", folder(lang))).ok_or_else(|| failed(&format!("`{name}` is no path")))
    };
    let mut files =
        files.into_iter().map(|(name, bytes)| Ok((path(&name)?, bytes))).collect::<Result<Vec<_>, Diagnostic>>()?;
    files.sort_unstable();
    Ok(files)
}

fn sorted(pages: &[SearchPage]) -> Vec<&SearchPage> {
    let mut pages: Vec<&SearchPage> = pages.iter().collect();
    pages.sort_by(|a, b| a.url.cmp(&b.url));
    pages
}

/// The index as Pagefind makes it.
#[cfg(feature = "search")]
mod pagefind {
    use std::fmt::Write as _;

    use ::pagefind::api::PagefindIndex;
    use ::pagefind::options::PagefindServiceConfig;
    use tokio::runtime::Builder;

    use super::SearchPage;
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
    fn within<'a>(lang: &str, url: &'a str) -> Option<&'a str> {
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
}

/// No index: a site that is built without `search` has no search page either.
#[cfg(not(feature = "search"))]
mod pagefind {
    use super::SearchPage;

    /// Makes no files.
    pub(super) fn files(_: &str, _: &[&SearchPage]) -> Result<Vec<(String, Vec<u8>)>, String> {
        Err("this program was built without `search`".to_owned())
    }
}
