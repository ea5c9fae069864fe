//! Dates and times as a language writes them. Always Gregorian: CLDR's default would date a statement by the
//! Persian calendar in `fa` and by the Buddhist era in `th`.

use icu_calendar::Gregorian;
use icu_datetime::fieldsets::{YM, YMD, YMDT};
use icu_datetime::input::{Date, DateTime, Time};
use icu_datetime::preferences::HourCycle;
use icu_datetime::{DateTimeFormatterPreferences, FixedCalendarDateTimeFormatter as Formatter};
use icu_locale::Locale;
use icu_locale::subtags::{Language, language};
use jiff::tz::Offset;

/// The formatters of one language. Where CLDR has none that can be read, ISO 8601 stands in.
#[derive(Debug)]
pub(super) struct Dates {
    language: Language,
    date: Option<Formatter<Gregorian, YMD>>,
    month: Option<Formatter<Gregorian, YM>>,
    moment: Option<Formatter<Gregorian, YMDT>>,
}

impl Dates {
    pub(super) fn new(data: &Locale) -> Self {
        let mut preferences = DateTimeFormatterPreferences::from(data);
        preferences.hour_cycle = Some(HourCycle::H23);
        // The long Irish pattern puts the month first, as no Irish date does; the medium one is right and in full.
        let length = if data.id.language == language!("ga") { YMD::medium() } else { YMD::long() };
        let full = Formatter::try_new(preferences, length).ok().filter(has_month_names);
        let named = full.is_some();
        // The Portuguese pattern with an era is misspelt in CLDR 49, and ICU then fails on the one without.
        let has_month = named && data.id.language != language!("pt");
        Self {
            language: data.id.language,
            date: full,
            month: Formatter::try_new(preferences, YM::long()).ok().filter(|_| has_month),
            moment: Formatter::try_new(preferences, length.with_time_hm()).ok().filter(|_| named),
        }
    }

    pub(super) fn date(&self, date: jiff::civil::Date) -> String {
        let written = self.date.as_ref().zip(gregorian(date)).map(|(f, date)| f.format(&date).to_string());
        written.map_or_else(|| date.to_string(), |written| corrected(self.language, written))
    }

    pub(super) fn month_year(&self, date: jiff::civil::Date) -> String {
        let written = self.month.as_ref().zip(gregorian(date)).map(|(f, date)| f.format(&date).to_string());
        written.map_or_else(|| self.month_without_pattern(date), |written| corrected(self.language, written))
    }

    pub(super) fn date_time(&self, moment: &jiff::Zoned, time_there: Option<&str>) -> String {
        let written = self.moment.as_ref().zip(gregorian_time(moment)).map(|(f, moment)| f.format(&moment).to_string());
        let written = written.map_or_else(
            || moment.datetime().strftime("%F %H:%M").to_string(),
            |written| at_time(self.language, corrected(self.language, written), moment),
        );
        match time_there {
            Some(name) if self.language == language!("zh") => format!("{written}（{name}）"),
            Some(name) => format!("{written} ({name})"),
            None => format!("{written} {}", offset(moment.offset())),
        }
    }

    fn month_without_pattern(&self, date: jiff::civil::Date) -> String {
        let whole = self.date(date);
        // `9 de março de 2026`
        let month =
            whole.split_once(" de ").filter(|_| self.language == language!("pt")).map(|(_, month)| month.to_owned());
        month.unwrap_or_else(|| format!("{:04}-{:02}", date.year(), date.month()))
    }
}

/// Says whether CLDR names the months; root calls March `M03`, which nobody reads.
fn has_month_names(formatter: &Formatter<Gregorian, YMD>) -> bool {
    Date::try_new_gregorian(2026, 3, 9).is_ok_and(|date| !formatter.format(&date).to_string().contains("M03"))
}

/// Mends what CLDR 49's patterns, as ICU4X 2.4 chooses them, write against the language's own rules.
fn corrected(language: Language, written: String) -> String {
    match language.as_str() {
        // An ordinal has its point: `9. märts 2026`.
        "et" if written.starts_with(|c: char| c.is_ascii_digit()) => written.replacen(' ', ". ", 1),
        // The first of the month is an ordinal, alone of its days: `1er mars 2026`.
        "fr" => written.strip_prefix("1 ").map(|rest| format!("1er {rest}")).unwrap_or(written),
        // `2026. gada marts`
        "lv" => written.replacen("gada. ", "gada ", 1),
        // `9 ta’ Marzu 2026` (Interinstitutional style guide of the European Union).
        "mt" => written.replacen(',', "", 1),
        // `9. marec 2026`, without a leading zero.
        "sl" | "sr" => written.strip_prefix('0').map(ToOwned::to_owned).unwrap_or(written),
        _ => written,
    }
}

/// Writes the time in a date with time as the language's own texts do: `à 6 h 30`, `a las 6:30`, `الساعة 6:30`.
fn at_time(language: Language, written: String, moment: &jiff::Zoned) -> String {
    let (hour, minute) = (moment.hour(), moment.minute());
    let padded = format!("{hour:02}:{minute:02}");
    // Midnight is 00:00 wherever hours are written with minutes.
    let plain = if hour == 0 { padded.clone() } else { format!("{hour}:{minute:02}") };
    match language.as_str() {
        "fr" if minute == 0 => written.replace(&padded, &format!("{hour}\u{a0}h")),
        "fr" => written.replace(&padded, &format!("{hour}\u{a0}h\u{a0}{minute:02}")),
        "es" if hour == 1 => written.replace(&format!("las {padded}"), &format!("la {plain}")),
        "ar" => written.replace(&padded, &plain).replace(" في ", " الساعة "),
        "en" | "es" | "zh" => written.replace(&padded, &plain),
        _ => written,
    }
}

fn gregorian(date: jiff::civil::Date) -> Option<Date<Gregorian>> {
    let (month, day) = (u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    Date::try_new_gregorian(date.year().into(), month, day).ok()
}

fn gregorian_time(moment: &jiff::Zoned) -> Option<DateTime<Gregorian>> {
    let (hour, minute) = (u8::try_from(moment.hour()).ok()?, u8::try_from(moment.minute()).ok()?);
    Some(DateTime { date: gregorian(moment.date())?, time: Time::try_new(hour, minute, 0, 0).ok()? })
}

/// Writes an offset the same in every language, with Latin digits: a technical term that nobody translates, and
/// that stays in one piece in a line of either direction.
fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() / 60 % 60);
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}
