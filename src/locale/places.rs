//! The city that a time zone is known by, in the words of a language.

use icu_datetime::fieldsets::zone::ExemplarCity;
use icu_datetime::input::TimeZone;
use icu_datetime::{DateTimeFormatterPreferences, NoCalendarFormatter};
use icu_locale::Locale;

/// The names of cities in one language.
#[derive(Debug)]
pub(super) struct Cities(Option<NoCalendarFormatter<ExemplarCity>>);

impl Cities {
    pub(super) fn new(data: &Locale) -> Self {
        Self(NoCalendarFormatter::try_new(DateTimeFormatterPreferences::from(data), ExemplarCity).ok())
    }

    /// Names the city of an IANA zone; `None` for a zone that has none, such as `UTC` or `Etc/GMT-3`.
    pub(super) fn city(&self, zone: &str) -> Option<String> {
        let (area, place) = zone.split_once('/')?;
        if area == "Etc" {
            return None;
        }
        // What CLDR does not know keeps its name in the zone: America/Argentina/Buenos_Aires.
        let written = || place.rsplit('/').next().unwrap_or(place).replace('_', " ");
        let known = Some(TimeZone::from_iana_id(zone)).filter(|zone| !zone.is_unknown());
        let named = known.zip(self.0.as_ref());
        Some(named.map_or_else(written, |(zone, names)| names.format(&zone.without_offset()).to_string()))
    }
}
