//! The properties of a language: direction and script, names of languages, formats of dates, numbers and lists, plural
//! forms, sort order, and UI strings.
//!
//! Two values are made per language and build, and shared by all threads: a [`Locale`], which is CLDR (through
//! ICU4X, with the data compiled in), and its [`Strings`], which are the theme's and the site's Fluent files.
//! Nothing here opens a file, reads a clock or knows what a page is; whoever renders asks.

mod bidi;
mod dates;
mod direction;
mod file_size;
mod formatters;
mod index;
mod names;
mod numbers;
mod order;
mod places;
mod script;
mod strings;

pub use direction::Direction;
pub use file_size::FileSize;
pub use index::IndexEntry;
pub use script::is_same_written;
pub use strings::{Arg, Isolation, MissingString, Piece, Strings, check};

use std::rc::Rc;
use std::sync::OnceLock;

use icu_locale::extensions::unicode::Value;
use icu_locale::extensions::unicode::key;

use crate::config::LanguageTag;
use formatters::Formatters;
use index::Letters;
use names::Names;
use order::Order;
use script::Script;

/// The formats and rules of one language.
///
/// Every constructor of ICU4X is fallible because its data may be loaded at run time; with compiled data an
/// unknown language falls back to CLDR's root, so making a `Locale` never fails.
#[derive(Debug)]
pub struct Locale {
    tag: LanguageTag,
    direction: Direction,
    script: Script,
    names: Names,
    order: Order,
    /// Created when the first index needs it, because most processes have none.
    letters: OnceLock<Letters>,
    plural_categories: Vec<&'static str>,
    /// The CLDR locale of the data, and the same as text.
    data: icu_locale::Locale,
    key: String,
}

impl Locale {
    /// Makes the locale of a language.
    ///
    /// `numbering` is a CLDR numbering system such as `arab` or `latn` (UTS #35, part 3, section 1), for the
    /// languages whose readers use more than one; CLDR writes `ar` with Latin digits unless told. One that does
    /// not exist changes nothing.
    #[must_use]
    pub fn new(tag: &LanguageTag, numbering: Option<&str>) -> Self {
        let mut data = data_locale(tag);
        if let Some(value) = numbering.and_then(|numbering| Value::try_from_str(numbering).ok()) {
            data.extensions.unicode.keywords.set(key!("nu"), value);
        }
        let key = data.to_string();
        Self {
            tag: tag.clone(),
            direction: Direction::of(&data.id),
            script: Script::of(&data.id),
            names: Names::new(tag, &data),
            order: Order::new(&data),
            letters: OnceLock::new(),
            plural_categories: Formatters::of(&key, &data).numbers.plural_categories(),
            data,
            key,
        }
    }

    /// Returns the BCP 47 tag.
    #[must_use]
    pub fn tag(&self) -> &LanguageTag {
        &self.tag
    }

    /// Returns the direction of the language's usual script, or of the script in its tag.
    #[must_use]
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// Returns the language's name for itself as CLDR has it standing alone, for instance `français` or `中文`;
    /// lower case where the language writes it so.
    #[must_use]
    pub fn endonym(&self) -> &str {
        self.names.endonym()
    }

    /// Returns this language's name for a language; the other's own name where this one has none.
    #[must_use]
    pub fn name_of(&self, language: &LanguageTag) -> String {
        self.names.name_of(language)
    }

    /// Writes a date in full, in the Gregorian calendar: `9 March 2026` in `en-GB`, `March 9, 2026` in `en`, which
    /// CLDR has for the United States.
    #[must_use]
    pub fn date(&self, date: jiff::civil::Date) -> String {
        self.formatters().dates.date(date)
    }

    /// Writes the month and year of a date, in the Gregorian calendar: `March 2026`.
    #[must_use]
    pub fn month_year(&self, date: jiff::civil::Date) -> String {
        self.formatters().dates.month_year(date)
    }

    /// Writes a moment as date and time of 24 hours, in the moment's own zone, with what readers call the time there:
    /// `9 March 2026 at 14:00 (Lisbon time)`. Without such a name the offset stands in: `9 March 2026 at 14:00 UTC+1`.
    #[must_use]
    pub fn date_time(&self, moment: &jiff::Zoned, time_there: Option<&str>) -> String {
        self.formatters().dates.date_time(moment, time_there)
    }

    /// Names the city of an IANA time zone as the language does: `Lisbonne`; `None` for a zone without one, as `UTC`.
    #[must_use]
    pub fn city(&self, zone: &str) -> Option<String> {
        self.formatters().cities.city(zone)
    }

    /// Writes a whole number with the language's digits, grouping and minus sign.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        self.formatters().numbers.number(number)
    }

    /// Writes a decimal number as the language does, with as many fraction digits as it is `written` with
    /// (`1234.50` keeps both); what is not a decimal number is returned as it is.
    #[must_use]
    pub fn decimal(&self, written: &str) -> String {
        self.formatters().numbers.decimal(written)
    }

    /// Joins items as the language enumerates them: `Iran, Italy and Chad`, Spanish `Italia e Irán`.
    #[must_use]
    pub fn list(&self, items: &[String]) -> String {
        self.formatters().list(items)
    }

    /// Returns the CLDR plural category of a whole number: `zero`, `one`, `two`, `few`, `many` or `other`.
    #[must_use]
    pub fn plural(&self, number: i64) -> &'static str {
        self.formatters().numbers.plural(number)
    }

    /// Returns the CLDR plural category of a decimal number as it is written: English `1` is `one`, `1.0` is
    /// `other`. What is not a decimal number is `other`.
    #[must_use]
    pub fn plural_decimal(&self, written: &str) -> &'static str {
        self.formatters().numbers.plural_decimal(written)
    }

    /// Returns the plural categories that the language has, in CLDR's order; `other` is always the last.
    #[must_use]
    pub fn plural_categories(&self) -> &[&'static str] {
        &self.plural_categories
    }

    /// Returns bytes that sort, compared as bytes, as the language sorts the texts (UTS #10, tailored by CLDR).
    /// Texts that differ in nothing the language sorts by have the same key. Keys of two languages don't compare.
    #[must_use]
    pub fn sort_key(&self, text: &str) -> Vec<u8> {
        self.order.sort_key(text)
    }

    /// Returns where a title stands in an index: its letter, and bytes that sort the titles of a letter.
    #[must_use]
    pub fn index_entry(&self, title: &str) -> IndexEntry {
        let letters = self.letters.get_or_init(|| Letters::new(&self.data));
        let title = letters.sorted_by(title);
        IndexEntry { letter: letters.letter(title), key: self.sort_key(title) }
    }

    /// Returns the ISO 15924 code of the script: `Latn`, `Arab`, `Hans`; `Zyyy` where CLDR does not know it.
    #[must_use]
    pub fn script(&self) -> &str {
        self.script.code()
    }

    /// Returns whether the script has italics at all: a slanted Chinese, Arabic or Hebrew is no emphasis but damage.
    #[must_use]
    pub fn has_italics(&self) -> bool {
        self.script.has_italics()
    }

    /// Returns the language and territory of Open Graph's `og:locale`: `fr_FR`.
    ///
    /// The territory is the one in the tag, else CLDR's likely subtag, which is where most speakers live: `en` is
    /// `en_US`, `ar` is `ar_EG`, `pt` is `pt_BR`. It says nothing about the institution; a site that means another
    /// says so in its tag (`en-GB`). A language without a known territory stays alone.
    #[must_use]
    pub fn open_graph_locale(&self) -> &str {
        self.script.open_graph_locale()
    }

    fn formatters(&self) -> Rc<Formatters> {
        Formatters::of(&self.key, &self.data)
    }
}

/// Names the CLDR locale that has a language's data: the tag's own, but for the tags that CLDR files elsewhere.
fn data_locale(tag: &LanguageTag) -> icu_locale::Locale {
    let locale = tag.locale();
    let elsewhere = match locale.id.language.as_str() {
        "prs" => "fa-AF",
        "cnr" | "me" => "sr-Latn-ME",
        _ => return locale,
    };
    let Ok(mut found) = icu_locale::Locale::try_from_str(elsewhere) else { return locale };
    found.id.script = locale.id.script.or(found.id.script);
    found.extensions = locale.extensions;
    found
}

#[cfg(test)]
mod tests;
