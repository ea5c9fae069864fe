//! Marks in the text of a page where a word has parts by which readers look for it: *ambassade* in *l’ambassade*, the
//! ambassador in the Arabic *and the ambassador*, which is one word.
//!
//! Pagefind indexes a word whole and, where it holds ASCII punctuation, its parts. So a [`MARK`] is put between the parts
//! that readers know and Pagefind does not: on both sides of punctuation that is not ASCII, and after the prefixes of
//! scripts that write them without a space. search.js takes the marks out of what it shows. Languages that Pagefind
//! itself segments (Chinese, Japanese, Thai) need none.

/// Stands between the parts of a word; the text of a page hardly ever holds it. Also in themes/portal/assets/search.js.
const MARK: char = '`';

/// How many letters are left at least when a prefix is taken off.
const SHORTEST: usize = 3;

/// How a language joins words.
#[derive(Clone, Copy, Debug)]
struct Joins {
    /// Letters that begin a word and mean another: Arabic *and*, *so*.
    conjunctions: &'static str,
    /// Those that stand after them: Arabic *in*, *like*, *for*.
    prepositions: &'static str,
}

impl Joins {
    /// `None` for languages that Pagefind segments.
    fn of(lang: &str) -> Option<Self> {
        let primary = lang.split('-').next().unwrap_or(lang);
        match primary {
            "zh" | "ja" | "th" => None,
            "ar" => Some(Self { conjunctions: "وف", prepositions: "بكل" }),
            "he" => Some(Self { conjunctions: "ו", prepositions: "הבכלמש" }),
            _ => Some(Self { conjunctions: "", prepositions: "" }),
        }
    }
}

/// Writes the text of HTML with marks between the parts of its words. Tags and character references stay as they are.
pub(super) fn marked(html: &str, lang: &str) -> String {
    let Some(joins) = Joins::of(lang) else { return html.to_owned() };
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while !rest.is_empty() {
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        let (tag, after) = tag.split_at(tag.find('>').map_or(tag.len(), |at| at + 1));
        let mut words = text.split_inclusive(char::is_whitespace).peekable();
        while let Some(word) = words.next() {
            // A tag may stand within a word.
            let is_open = words.peek().is_none() && !tag.is_empty() && !word.ends_with(char::is_whitespace);
            mark_word(word, is_open, joins, &mut out);
        }
        out.push_str(tag);
        rest = after;
    }
    out
}

/// Writes a word with marks; `is_open` says that it may go on after it.
fn mark_word(word: &str, is_open: bool, joins: Joins, out: &mut String) {
    if word.is_ascii() {
        out.push_str(word);
        return;
    }
    let prefix = prefix_len(word, is_open, joins);
    let is_split = prefix > 0 || is_open || has_inner_punctuation(word);
    let mut before = None;
    for (at, c) in word.char_indices() {
        let is_edge = before.is_some_and(|before| is_punctuation(before) != is_punctuation(c) && !c.is_whitespace());
        let follows_prefix = at > 0 && at <= prefix && !is_attached(c);
        if (is_split && is_edge) || follows_prefix {
            out.push(MARK);
        }
        out.push(c);
        before = Some(c);
    }
    if is_open && prefix == word.len() {
        out.push(MARK);
    }
}

/// The length in bytes of the prefixes of a word, where enough letters are left.
fn prefix_len(word: &str, is_open: bool, joins: Joins) -> usize {
    let is_own = |c: char| c.is_alphabetic() && !c.is_ascii();
    let Some(start) = word.find(is_own) else { return 0 };
    let letters: Vec<(usize, char)> =
        word[start..].char_indices().filter(|(_, c)| !is_attached(*c)).take_while(|(_, c)| is_own(*c)).collect();
    let goes_on = is_open && letters.last().is_some_and(|(at, c)| start + at + c.len_utf8() == word.len());
    let is_one = |place: usize, prefixes: &str| {
        let is_long_enough = letters.len() > place + SHORTEST || (goes_on && letters.len() == place + 1);
        is_long_enough && prefixes.contains(letters[place].1)
    };
    let conjunctions = usize::from(is_one(0, joins.conjunctions));
    let count = conjunctions + usize::from(is_one(conjunctions, joins.prepositions));
    match letters.get(count) {
        _ if count == 0 => 0,
        Some((at, _)) => start + at,
        None => word.len(),
    }
}

/// Tells whether punctuation stands between the letters of a word.
fn has_inner_punctuation(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.chars().any(|c| !c.is_alphanumeric() && !is_attached(c))
}

/// Tells whether a character is punctuation that Pagefind does not see between parts.
fn is_punctuation(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !is_attached(c)
}

/// Tells whether a character belongs to the letter before it: combining marks, joiners, soft hyphens, direction.
fn is_attached(c: char) -> bool {
    let is_invisible =
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}');
    is_invisible || c == '\u{640}' || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::marked;

    #[test]
    fn elided_articles_are_parts_with_either_apostrophe() {
        assert_eq!(
            marked("<p>« l’ambassade» d'urgence, l’été.</p>", "fr"),
            "<p>« l`’`ambassade`» d'urgence, l`’`été.</p>"
        );
        assert_eq!(marked("l’<em>ambassade</em>", "fr"), "l`’<em>ambassade</em>");
        assert_eq!(marked("visa‑free 2014–2018 « été », naïve…", "en"), "visa`‑`free 2014`–`2018 « été », naïve…");
    }

    #[test]
    fn arabic_prefixes_are_parts() {
        assert_eq!(
            marked("<p>والسفير وبالسفارة، لوزير من ولد</p>", "ar"),
            "<p>و`السفير و`ب`السفارة`، ل`وزير من ولد</p>"
        );
        assert_eq!(marked("وَالسفير", "ar"), "وَ`السفير");
        assert_eq!(marked("و<a href=\"/ar/\">السفارة</a>", "ar"), "و`<a href=\"/ar/\">السفارة</a>");
    }

    #[test]
    fn tags_references_and_segmented_languages_stay() {
        assert_eq!(marked("<a title=\"l’été\">a&amp;b</a>", "fr"), "<a title=\"l’été\">a&amp;b</a>");
        assert_eq!(marked("他说“可以”了", "zh-Hans"), "他说“可以”了");
    }
}
