//! The letter of an index under which a title is listed.
//!
//! A letter with a mark is a letter of its own where the language sorts it as one (Spanish `ñ`, Russian `й`), and falls
//! to its base where it does not (French `é`, Russian `ё`): the collation of CLDR decides, at its first strength.
//! Chinese titles stand under the first letter of their reading, as CLDR's order by pinyin has it.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale::Locale;
use unicode_normalization::UnicodeNormalization;

/// The position of a title in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexEntry {
    /// The letter; `#` if the title does not begin with one.
    pub letter: String,
    /// A sort key for the rest of the title, in the language's order.
    pub key: Vec<u8>,
}

/// The heading for titles that do not begin with a letter.
const NO_LETTER: &str = "#";

/// The first character read with each letter, in the order of pinyin; no reading begins with I, U or V.
const PINYIN: [(char, char); 23] = [
    ('A', '阿'),
    ('B', '八'),
    ('C', '嚓'),
    ('D', '咑'),
    ('E', '妸'),
    ('F', '发'),
    ('G', '旮'),
    ('H', '铪'),
    ('J', '丌'),
    ('K', '咔'),
    ('L', '垃'),
    ('M', '妈'),
    ('N', '拏'),
    ('O', '噢'),
    ('P', '妑'),
    ('Q', '七'),
    ('R', '呥'),
    ('S', '仨'),
    ('T', '他'),
    ('W', '穵'),
    ('X', '夕'),
    ('Y', '丫'),
    ('Z', '帀'),
];

/// The letters of one language.
#[derive(Debug)]
pub(super) struct Letters {
    collator: Option<CollatorBorrowed<'static>>,
    language: String,
}

impl Letters {
    pub(super) fn new(data: &Locale) -> Self {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        Self { collator: Collator::try_new(data.into(), options).ok(), language: data.id.language.to_string() }
    }

    /// Returns what an index sorts a title by: what begins with its first letter, without an article that is written as
    /// a part of the word.
    pub(super) fn sorted_by<'a>(&self, title: &'a str) -> &'a str {
        let title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
        let rest = title.strip_prefix("ال").filter(|rest| rest.chars().take_while(|c| c.is_alphabetic()).count() > 2);
        rest.filter(|_| self.language == "ar").unwrap_or(title)
    }

    /// Returns the letter of a text that begins with one.
    pub(super) fn letter(&self, text: &str) -> String {
        let Some(first) = text.chars().next().filter(|first| first.is_alphabetic()) else { return NO_LETTER.into() };
        if self.language == "zh" && ('\u{3400}'..='\u{9fff}').contains(&first) {
            let is_before = |(_, from): &&(char, char)| self.compares(*from, first).is_some_and(Ordering::is_le);
            return PINYIN
                .iter()
                .rev()
                .find(is_before)
                .map_or_else(|| NO_LETTER.into(), |(letter, _)| letter.to_string());
        }
        let base = first.to_string().nfd().next().unwrap_or(first);
        // Of the Arabic letters, CLDR tells alef with madda apart, which no index does.
        let is_same = self.language == "ar" || self.compares(base, first).is_none_or(Ordering::is_eq);
        let letter = if is_same { base } else { first };
        letter.to_uppercase().collect()
    }

    fn compares(&self, a: char, b: char) -> Option<Ordering> {
        let [mut left, mut right] = [[0; 4]; 2];
        let collator = self.collator.as_ref()?;
        Some(collator.compare(a.encode_utf8(&mut left), b.encode_utf8(&mut right)))
    }
}

#[cfg(test)]
mod tests {
    use super::Letters;

    fn letters(lang: &str, titles: &[&str]) -> String {
        let letters = Letters::new(&icu_locale::Locale::try_from_str(lang).expect("a locale"));
        titles.iter().map(|title| letters.letter(letters.sorted_by(title))).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn marks_count_where_the_language_counts_them() {
        assert_eq!(letters("fr", &["École", "œuvre", "à propos", "« Bonjour »", "Über"]), "E Œ A B U");
        assert_eq!(letters("es", &["ñandú", "época", "¿Cómo?"]), "Ñ E C");
        assert_eq!(letters("ru", &["йод", "ёлка", "Приём"]), "Й Е П");
        assert_eq!(letters("sv", &["Ärende", "Östersjön", "Åland", "Éa"]), "Ä Ö Å E");
        assert_eq!(letters("en", &["2026 in figures", "“Quoted”", "…"]), "# Q #");
    }

    #[test]
    fn arabic_titles_stand_under_their_word_without_the_article() {
        assert_eq!(letters("ar", &["السفر", "أسئلة", "إلى الخارج", "آخر", "الم"]), "س ا ا ا ا");
        assert_eq!(letters("fa", &["البرز"]), "ا");
    }

    #[test]
    fn chinese_titles_stand_under_their_reading() {
        assert_eq!(
            letters("zh", &["安全", "北京", "护照", "领事", "签证", "问答", "中国", "外交部", "旅行"]),
            "A B H L Q W Z W L"
        );
        assert_eq!(letters("zh", &["ABC", "2026年"]), "A #");
    }
}
