//! A search finds: words taken at random from the pages of the portal, typed as the readers of each language type them,
//! find the page that they came from.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;

use serde_json::json;
use support::{BASE, Files, LANGUAGES, html, portal_build, scratch, text};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::search::{Detail, search_in, urls};

/// How many words of each language are tried.
const WORDS: usize = 600;

/// The largest share of misses, in parts of a thousand, of all forms but words as they stand: of these none may miss.
const MOST_MISSES: usize = 5;

/// A word in one of the forms in which readers type it.
#[derive(Clone, Debug)]
struct Typed {
    form: &'static str,
    word: String,
    /// Address of the page that the word came from.
    page: String,
}

/// Numbers that look random, the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// The words of a page: of its title and of its text, without the frame.
fn words_of(page: &str, lang: &str) -> Vec<String> {
    let document = html::page("page", page.as_bytes(), BASE).html;
    let blocks = html::all(&document, "main h1, main .prose :is(p, h2, h3, td):not([hidden])");
    let texts: Vec<String> = blocks.into_iter().map(|block| block.text().collect()).collect();
    let tokens = texts.iter().flat_map(|text| text.split_whitespace());
    let tokens = tokens.map(|token| token.trim_matches(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)));
    if lang == "zh" {
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        let runs = tokens.flat_map(move |token| token.split(move |c| !is_han(c)));
        return runs.filter(|run| run.chars().count() > 1).map(str::to_owned).collect();
    }
    let is_word =
        |token: &&str| token.chars().filter(|c| c.is_alphabetic()).count() > 3 && !token.contains(['/', '@', '.']);
    tokens.filter(is_word).map(str::to_owned).collect()
}

/// The forms in which readers of a language type a word.
fn forms(word: &str, lang: &str, random: &mut Random) -> Vec<(&'static str, String)> {
    let mut forms = vec![("as it stands", word.to_owned()), ("upper case", word.to_uppercase())];
    let mut add = |form, typed: String| {
        if typed != word && !typed.is_empty() {
            forms.push((form, typed));
        }
    };
    add("other apostrophe", word.replace('’', "\u{0}").replace('\'', "’").replace('\u{0}', "'"));
    add("hyphen left out", word.replace(['-', '‑'], ""));
    add("space for the hyphen", word.replace(['-', '‑'], " "));
    match lang {
        "fr" => {
            add("without accents", without_marks(word));
            match word.split_once(['’', '\'']) {
                Some((article, noun)) if article.len() <= 2 => add("without article", noun.to_owned()),
                _ if word.to_lowercase().starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'ê']) => {
                    add("with article", format!("l’{word}"));
                    add("with article", format!("d'{word}"));
                }
                _ => {}
            }
        }
        "es" => {
            let kept: String = word
                .chars()
                .map(|c| if "ñÑ".contains(c) { c.to_string() } else { without_marks(&c.to_string()) })
                .collect();
            add("without accents", kept);
        }
        "ru" => add("е for ё", word.replace('ё', "е").replace('Ё', "Е")),
        "ar" => arabic(word, &mut add),
        "zh" => {
            let letters: Vec<char> = word.chars().collect();
            let length = 2 + random.below((letters.len() - 1).min(3));
            let start = random.below(letters.len() - length + 1);
            add("within a sentence", letters[start..start + length].iter().collect());
        }
        _ => {}
    }
    forms
}

fn arabic(word: &str, add: &mut impl FnMut(&'static str, String)) {
    let plain: String = word.chars().filter(|c| !is_combining_mark(*c) && *c != 'ـ').collect();
    add("without vowel signs", plain.clone());
    add("plain alef", plain.replace(['أ', 'إ', 'آ'], "ا"));
    if let Some(stem) = plain.strip_suffix('ة') {
        add("ه for ة", format!("{stem}ه"));
    }
    if let Some(stem) = plain.strip_suffix('ى') {
        add("ي for ى", format!("{stem}ي"));
    }
    if let Some(stem) = plain.strip_suffix('ي') {
        add("ى for ي", format!("{stem}ى"));
    }
    for (joined, rest) in
        [("وال", "ال"), ("فال", "ال"), ("بال", "ال"), ("كال", "ال"), ("لل", "ال"), ("وبال", "ال"), ("ولل", "ال")]
    {
        if let Some(noun) = plain.strip_prefix(joined).filter(|noun| noun.chars().count() > 2) {
            add("without prefix", format!("{rest}{noun}"));
        }
    }
    if let Some(noun) = plain.strip_prefix("ال").filter(|noun| noun.chars().count() > 2) {
        add("without article", noun.to_owned());
        for prefix in ["و", "ف", "ب", "ك"] {
            add("with prefix", format!("{prefix}{plain}"));
        }
        add("with prefix", format!("لل{noun}"));
    }
}

fn without_marks(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).nfc().collect()
}

/// What was typed of words of a language, and whether it found the page.
fn tried(site: &Files, lang: &str) -> Vec<(Typed, bool)> {
    let own: Files = site
        .iter()
        .filter(|(path, _)| path.starts_with(&format!("{lang}/pagefind/")))
        .map(|(path, bytes)| (path.clone(), bytes.clone()))
        .collect();
    let folder = scratch!(format!("law {lang}"));
    let search =
        |words: &[(String, serde_json::Value)]| search_in(&folder, own.clone(), lang, Detail::Addresses, words);
    let all = search(&[(String::new(), json!({}))]).remove(0);
    let pages: Vec<&str> = urls(&all).into_iter().map(|url| url.strip_prefix("/portal/").unwrap()).collect();
    let words: Vec<(String, &str)> = pages
        .iter()
        .flat_map(|page| {
            words_of(text(site, &format!("{page}index.html")), lang).into_iter().map(move |word| (word, *page))
        })
        .collect();
    let mut random = Random(13);
    let mut typed = Vec::new();
    let mut seen = BTreeSet::new();
    while seen.len() < WORDS {
        let (word, page) = &words[random.below(words.len())];
        if seen.insert(word) {
            typed.extend(forms(word, lang, &mut random).into_iter().map(|(form, word)| Typed {
                form,
                word,
                page: format!("/portal/{page}"),
            }));
        }
    }
    let searches: Vec<_> = typed.iter().map(|typed| (typed.word.clone(), json!({}))).collect();
    let found = search(&searches);
    typed
        .into_iter()
        .zip(&found)
        .map(|(typed, found)| {
            let is_found = urls(found).contains(&typed.page.as_str());
            (typed, is_found)
        })
        .collect()
}

#[test]
fn words_as_readers_type_them_find_their_page() {
    let site = portal_build();
    let mut faults = Vec::new();
    for lang in LANGUAGES {
        let tried = tried(site, lang);
        let mut by_form: BTreeMap<&str, (usize, Vec<&str>)> = BTreeMap::new();
        for (typed, is_found) in &tried {
            let (number, missed) = by_form.entry(typed.form).or_default();
            *number += 1;
            if !is_found {
                missed.push(&typed.word);
            }
        }
        let misses: usize = by_form.values().map(|(_, missed)| missed.len()).sum();
        let _ = writeln!(std::io::stderr(), "{lang}: {misses} of {} missed", tried.len());
        for (form, (number, missed)) in &by_form {
            let _ = writeln!(std::io::stderr(), "    {form}: {} of {number} {missed:?}", missed.len());
        }
        let as_they_stand = &by_form["as it stands"].1;
        if !as_they_stand.is_empty() || misses * 1000 > tried.len() * MOST_MISSES {
            faults.push(format!("{lang}: {misses} of {} missed, as they stand {as_they_stand:?}", tried.len()));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
