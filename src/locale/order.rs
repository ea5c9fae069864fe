//! The order in which a language sorts. Keys are made once per text, since a list is sorted in every build and
//! a key, unlike a comparison, can be kept.

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale::Locale;

/// The collation of one language, at CLDR's default (tertiary) strength.
#[derive(Debug)]
pub(super) struct Order(Option<CollatorBorrowed<'static>>);

impl Order {
    pub(super) fn new(data: &Locale) -> Self {
        Self(Collator::try_new(data.into(), CollatorOptions::default()).ok())
    }

    pub(super) fn sort_key(&self, text: &str) -> Vec<u8> {
        let Some(collator) = &self.0 else { return text.as_bytes().to_vec() };
        let mut key = Vec::new();
        let Ok(()) = collator.write_sort_key_to(text, &mut key);
        key
    }
}
