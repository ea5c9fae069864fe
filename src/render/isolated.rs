//! Numbers of several parts in titles, summaries and other plain texts, kept from changing places in languages that are
//! written from right to left.
//!
//! What stands in a page gets markup, as in the text itself. Where there can be none, in the `<title>`, in descriptions and
//! in feeds, it gets the invisible isolates of Unicode (UAX #9, section 2.4).

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::content::markdown::{escape, numbers};
use crate::locale::{Direction, Locale};

/// Returns a text as HTML with its numbers isolated; `None` where there is nothing to isolate.
pub fn html(text: &str) -> Option<String> {
    let mut html = String::new();
    let end = each(text, |before, number| {
        escape::html(before, &mut html);
        html.push_str("<bdi dir=\"ltr\">");
        escape::html(number, &mut html);
        html.push_str("</bdi>");
    })?;
    escape::html(&text[end..], &mut html);
    Some(html)
}

/// Returns a text with its numbers between U+2066 and U+2069.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut plain = String::new();
    // Writing to a string never fails.
    let end = each(text, |before, number| {
        let _ = write!(plain, "{before}\u{2066}{number}\u{2069}");
    });
    match end {
        Some(end) => Cow::Owned(plain + &text[end..]),
        None => Cow::Borrowed(text),
    }
}

/// Returns a text for a place without markup, in a language.
pub fn in_language<'a>(text: &'a str, locale: &Locale) -> Cow<'a, str> {
    if locale.direction() == Direction::Rtl { plain(text) } else { Cow::Borrowed(text) }
}

/// Hands over each number with what stands before it, and returns the end of the last; `None` without any number.
fn each(text: &str, mut number: impl FnMut(&str, &str)) -> Option<usize> {
    let mut end = None;
    for found in numbers::find(text) {
        number(&text[end.unwrap_or(0)..found.start], &text[found.clone()]);
        end = Some(found.end);
    }
    end
}

#[cfg(test)]
mod tests {
    use super::{html, plain};

    #[test]
    fn numbers_of_several_parts_are_isolated_and_all_else_is_as_it_was() {
        let text = "اتصل على +999 20 555 0101 <أو> 12 500.";
        assert_eq!(
            html(text).as_deref(),
            Some("اتصل على <bdi dir=\"ltr\">+999 20 555 0101</bdi> &lt;أو&gt; <bdi dir=\"ltr\">12 500</bdi>.")
        );
        assert_eq!(plain(text), "اتصل على \u{2066}+999 20 555 0101\u{2069} <أو> \u{2066}12 500\u{2069}.");
        for text in ["2024-2026", "بيان 2026", "", "MFA/2026/041"] {
            assert_eq!((html(text), plain(text).as_ref()), (None, text));
        }
    }
}
