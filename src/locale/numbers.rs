//! Numbers as a language writes them, and the plural form that goes with each.

use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal;
use icu_decimal::options::DecimalFormatterOptions;
use icu_locale::Locale;
use icu_locale::subtags::language;
use icu_plurals::{PluralCategory, PluralOperands, PluralRules};

const IN_ORDER: [PluralCategory; 6] = [
    PluralCategory::Zero,
    PluralCategory::One,
    PluralCategory::Two,
    PluralCategory::Few,
    PluralCategory::Many,
    PluralCategory::Other,
];

/// The number format and plural rules of one language.
#[derive(Debug)]
pub(super) struct Numbers {
    format: Option<DecimalFormatter>,
    plurals: Option<PluralRules>,
}

impl Numbers {
    pub(super) fn new(data: &Locale) -> Self {
        Self {
            format: DecimalFormatter::try_new(data.into(), DecimalFormatterOptions::default()).ok(),
            plurals: PluralRules::try_new_cardinal((&spoken(data)).into()).ok(),
        }
    }

    pub(super) fn number(&self, number: i64) -> String {
        let format = self.format.as_ref();
        format.map_or_else(|| number.to_string(), |format| format.format(&Decimal::from(number)).to_string())
    }

    pub(super) fn decimal(&self, written: &str) -> String {
        let decimal = Decimal::try_from_str(written).ok();
        let formatted = self.format.as_ref().zip(decimal).map(|(format, decimal)| format.format(&decimal).to_string());
        formatted.unwrap_or_else(|| written.to_owned())
    }

    pub(super) fn plural(&self, number: i64) -> &'static str {
        self.category(number.into())
    }

    pub(super) fn plural_decimal(&self, written: &str) -> &'static str {
        Decimal::try_from_str(written).map_or("other", |decimal| self.category((&decimal).into()))
    }

    /// The categories of the language, in CLDR's order.
    pub(super) fn plural_categories(&self) -> Vec<&'static str> {
        let Some(rules) = &self.plurals else { return vec!["other"] };
        let present: Vec<PluralCategory> = rules.categories().collect();
        IN_ORDER.into_iter().filter(|category| present.contains(category)).map(category).collect()
    }

    fn category(&self, operands: PluralOperands) -> &'static str {
        self.plurals.as_ref().map_or("other", |rules| category(rules.category_for(operands)))
    }
}

/// CLDR has plural rules by language, and apart from them for Portugal alone. Asked for more than that, ICU takes
/// the way of texts, on which `sr-Latn` leads to root, and Serbian in Latin script had no plurals.
fn spoken(data: &Locale) -> Locale {
    let mut spoken = data.clone();
    spoken.id.script = None;
    spoken.id.region = data.id.region.filter(|_| data.id.language == language!("pt"));
    spoken
}

fn category(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}
