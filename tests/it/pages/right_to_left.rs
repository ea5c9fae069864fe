//! Pages that are written from right to left: what is in another language says so, and numbers of several parts keep their
//! order. Tried on every Arabic page of the portal.

use chancery::content::markdown::numbers;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};
use support::portal;

/// Attributes that are read to people.
const READ: [&str; 5] = ["alt", "aria-label", "aria-description", "placeholder", "title"];

/// Tells whether a text has words of a language in Latin letters: two in a row.
fn has_latin_words(text: &str) -> bool {
    let is_word = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_ascii_alphabetic());
    let words: Vec<bool> = text.split([' ', ',', '\u{a0}', '\n']).map(is_word).collect();
    words.windows(2).any(|pair| pair[0] && pair[1])
}

/// The element and those that hold it, without the page.
fn around(element: ElementRef<'_>) -> impl Iterator<Item = &Element> {
    let holders = element.ancestors().filter_map(ElementRef::wrap).map(|holder| holder.value());
    std::iter::once(element.value()).chain(holders).filter(|element| element.name() != "html")
}

/// Tells whether an element is isolated, or no text that people read in its order.
fn is_apart(element: ElementRef<'_>) -> bool {
    let is_text = |name: &str| !matches!(name, "bdi" | "code" | "pre" | "script" | "style" | "title" | "desc" | "text");
    around(element).any(|holder| !is_text(holder.name()) || holder.attr("dir") == Some("ltr"))
}

fn says_language(element: ElementRef<'_>) -> bool {
    around(element).find_map(|holder| holder.attr("lang")).is_some_and(|lang| lang != "ar")
}

/// What is wrong with a page.
fn faults(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut faults = Vec::new();
    for node in page.tree.nodes() {
        match node.value() {
            Node::Text(text) => {
                let Some(holder) = node.parent().and_then(ElementRef::wrap) else { continue };
                if is_apart(holder) || says_language(holder) {
                    continue;
                }
                if has_latin_words(text) || !numbers::find(text).is_empty() {
                    faults.push(format!("<{}> {}", holder.value().name(), text.trim()));
                }
            }
            Node::Element(_) => {
                let Some(element) = ElementRef::wrap(node) else { continue };
                let read = READ.iter().filter_map(|name| Some((name, element.attr(name)?)));
                let foreign = read.filter(|(_, text)| has_latin_words(text) && !says_language(element));
                faults.extend(foreign.map(|(name, text)| format!("{name}=\"{text}\"")));
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn what_is_not_arabic_on_an_arabic_page_says_so_and_numbers_keep_their_order() {
    let (mut pages, mut wrong) = (0, Vec::new());
    for (path, bytes) in portal().0.files.iter().filter(|(path, _)| path.starts_with("ar/") && path.ends_with(".html"))
    {
        pages += 1;
        wrong.extend(faults(std::str::from_utf8(bytes).unwrap()).into_iter().map(|fault| format!("{path}: {fault}")));
    }
    assert!(pages > 50, "{pages} pages");
    assert!(wrong.is_empty(), "{} places\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_law_sees_an_english_string_and_a_bare_number() {
    let page = |inner: &str| format!("<!doctype html><html lang=\"ar\" dir=\"rtl\"><body>{inner}</body></html>");
    for wrong in [
        "<p>Page 1 of the list</p>",
        "<a href=\"/\">Read more</a>",
        "<img alt=\"The Minister\">",
        "<nav aria-label=\"Main menu\"></nav>",
        "<h1>اتصل على +999 20 555 0101</h1>",
    ] {
        assert_eq!(faults(&page(wrong)).len(), 1, "{wrong}");
    }
    for right in [
        "<p lang=\"en\" dir=\"ltr\">Page 1 of the list</p>",
        "<p>رخصة CC BY 4.0</p>",
        "<img lang=\"en\" alt=\"The Minister\">",
        "<h1>اتصل على <bdi dir=\"ltr\">+999 20 555 0101</bdi></h1>",
    ] {
        assert_eq!(faults(&page(right)), [""; 0], "{right}");
    }
}
