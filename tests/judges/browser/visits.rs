//! What a first visit takes: the page, one style sheet, its own pictures; no more bytes than a first flight; no shift.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;

use super::defects::{Defect, ENGLISH};
use super::{LANGUAGES, address, portal, run, say, sorts, with};
use support::html::{all, page as read};
use support::{BASE, text};

/// What a page and its style sheet may weigh, packed: the first flight of a TCP connection (RFC 6928: ten segments).
const FIRST_FLIGHT: u64 = 14 * 1024;

/// What a first visit to a page takes.
#[derive(Debug, Deserialize)]
struct Load {
    requests: Vec<Request>,
    shifts: Vec<serde_json::Value>,
    longest_task: u32,
}

#[derive(Debug, Deserialize)]
struct Request {
    path: String,
    #[serde(rename = "type")]
    sort: String,
    encoding: String,
    bytes: u64,
}

/// What is too much about a first visit: more than the page, its style sheet and what `<img>` and icon show; more bytes
/// than a first flight; anything that moves; a task that keeps a reader waiting.
fn too_much(page: &str, html: &str, load: &Load) -> Vec<String> {
    let document = read("page", html.as_bytes(), BASE);
    let shown: BTreeSet<&str> = all(&document.html, "img, source, link[rel=icon]")
        .iter()
        .flat_map(|element| ["src", "srcset", "href"].map(|name| element.attr(name).unwrap_or_default()))
        .flat_map(|list| list.split(',').filter_map(|one| one.split_whitespace().next()))
        .collect();
    let mut faults = Vec::new();
    let (mut sheets, mut weight) = (0, 0);
    for Request { path, sort, encoding, bytes } in &load.requests {
        sheets += usize::from(sort == "stylesheet");
        let is_text = matches!(sort.as_str(), "document" | "stylesheet");
        if is_text {
            weight += bytes;
        }
        if is_text && encoding != "br" {
            faults.push(format!("{page}: `{path}` is not packed"));
        }
        if !is_text && !shown.contains(path.as_str()) {
            faults.push(format!("{page}: `{path}` is asked for"));
        }
    }
    if sheets > 1 {
        faults.push(format!("{page}: {sheets} style sheets"));
    }
    if weight > FIRST_FLIGHT {
        faults.push(format!("{page}: {weight} bytes"));
    }
    if !load.shifts.is_empty() {
        faults.push(format!("{page}: {} shifts", load.shifts.len()));
    }
    // Long Tasks API: more than 50 ms.
    if load.longest_task > 50 {
        faults.push(format!("{page}: a task of {} ms", load.longest_task));
    }
    faults
}

fn loads(folder: &Path, pages: &[String]) -> BTreeMap<String, Load> {
    let mut arguments = vec![folder.to_str().unwrap()];
    arguments.extend(pages.iter().map(String::as_str));
    serde_json::from_slice(&run("load.mjs", &arguments, "")).unwrap()
}

#[test]
fn a_first_visit_is_a_page_a_style_sheet_and_pictures() {
    let pages = ["Home", "faq", "register", "list of statement", "statement", "statement, corrected"];
    let sorts = sorts();
    let pages: Vec<String> =
        pages.iter().flat_map(|name| LANGUAGES.iter().filter_map(|lang| sorts[*name].get(*lang))).cloned().collect();
    let addresses: Vec<String> = pages.iter().map(|path| address(path)).collect();
    let mut faults = Vec::new();
    let mut rest = addresses.clone();
    // A machine that is busy with other things makes any task long; a page makes its own long each time.
    for visit in 1..=3 {
        let loads = loads(&portal().1, &rest);
        faults.clear();
        let mut again = Vec::new();
        for (path, address) in pages.iter().zip(&addresses).filter(|(_, address)| loads.contains_key(*address)) {
            let load = &loads[address];
            let bytes: u64 = load.requests.iter().map(|request| request.bytes).sum();
            say(&format!("{address}: {} requests, {bytes} bytes", load.requests.len()));
            let found = too_much(address, text(portal().0, path), load);
            let is_of_time = !found.is_empty() && found.iter().all(|fault| fault.contains("a task of"));
            if is_of_time && visit < 3 {
                again.push(address.clone());
            } else {
                faults.extend(found);
            }
        }
        if again.is_empty() || !faults.is_empty() {
            break;
        }
        rest = again;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_visit_that_takes_too_much_is_found() {
    let heavy = Defect {
        name: "too much",
        html: "<style>p { color: red }</style>",
        style: "p { margin-block-end: 1rem }",
        script: "const end = performance.now() + 500; while (performance.now() < end);\
                 setTimeout(() => document.querySelector('main').prepend(document.createElement('hr')), 50);",
        ..ENGLISH
    };
    let (folder, address) = with(&heavy);
    let load = &loads(&folder, std::slice::from_ref(&address))[&address];
    let faults = too_much(&address, text(portal().0, heavy.page), load).join("\n");
    for fault in ["is not packed", "`/planted-0.js` is asked for", "2 style sheets", "bytes", "shifts", "a task of"] {
        assert!(faults.contains(fault), "{fault}: {faults}");
    }
}
