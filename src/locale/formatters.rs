//! The ICU formatters of a language, one set per thread.
//!
//! A [`Locale`](super::Locale) is shared by all threads, but ICU4X counts references to its data with `Rc` (unless
//! `icu_provider` is built with its feature `sync`), so its formatters stay on the thread that made them. They are
//! pure functions of the CLDR locale that is their key; a thread makes each set once and never has to drop one.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale::Locale;

use super::dates::Dates;
use super::numbers::Numbers;
use super::places::Cities;

/// Everything of a language that formats through ICU.
#[derive(Debug)]
pub(super) struct Formatters {
    pub dates: Dates,
    pub numbers: Numbers,
    pub cities: Cities,
    lists: Option<ListFormatter>,
}

thread_local! {
    static MADE: RefCell<BTreeMap<String, Rc<Formatters>>> = const { RefCell::new(BTreeMap::new()) };
}

impl Formatters {
    /// Returns this thread's formatters for a CLDR locale, whose whole text is `key`.
    pub(super) fn of(key: &str, data: &Locale) -> Rc<Self> {
        let made = MADE.with_borrow(|made| made.get(key).cloned());
        made.unwrap_or_else(|| {
            let new = Rc::new(Self::new(data));
            MADE.with_borrow_mut(|made| made.insert(key.to_owned(), Rc::clone(&new)));
            new
        })
    }

    fn new(data: &Locale) -> Self {
        Self {
            dates: Dates::new(data),
            numbers: Numbers::new(data),
            cities: Cities::new(data),
            lists: ListFormatter::try_new_and(data.into(), ListFormatterOptions::default()).ok(),
        }
    }

    pub(super) fn list(&self, items: &[String]) -> String {
        self.lists.as_ref().map_or_else(|| items.join(", "), |lists| lists.format(items.iter()).to_string())
    }
}
