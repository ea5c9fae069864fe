//! Reads dates in all the formats that sites use, and writes them in the format of our front matter.

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::spec::Moment;

/// A date as the old site meant it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When(pub Moment);

/// Formats with a zone, then formats without one, in the notation of `strftime`.
const ZONED: [&str; 7] = [
    "%Y-%m-%d %H:%M:%S %:z",
    "%Y-%m-%d %H:%M %:z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%d %H:%M %z",
    "%Y-%m-%dT%H:%M:%S%z",
    "%a, %d %b %Y %H:%M:%S %z",
    "%d %b %Y %H:%M:%S %z",
];
const LOCAL: [&str; 4] = ["%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
const DAYS: [&str; 9] = [
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%A, %B %d, %Y",
    "%a, %d %b %Y",
];

impl When {
    /// Reads a date; `None` if the text is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(moment) = Moment::parse(text) {
            return Some(Self(moment));
        }
        // `Z`, `UTC` and `GMT` after a space are offsets too.
        let text = ["Z", "UTC", "GMT"]
            .iter()
            .find_map(|zone| text.strip_suffix(zone))
            .map_or_else(|| text.to_owned(), |text| format!("{} +0000", text.trim_end()));
        let text = fraction_off(&text);
        let zoned = ZONED.iter().find_map(|form| strtime::parse(form, &text).ok()?.to_zoned().ok());
        if let Some(zoned) = zoned {
            return Some(Self(of_zoned(&zoned)));
        }
        let local = LOCAL.iter().find_map(|form| strtime::parse(form, &text).ok()?.to_datetime().ok());
        if let Some(civil) = local {
            return Some(Self(Moment { civil, has_time: true, instant: None }));
        }
        let day = DAYS.iter().find_map(|form| strtime::parse(form, &text).ok()?.to_date().ok())?;
        Some(Self(Moment { civil: day.at(0, 0, 0, 0), has_time: false, instant: None }))
    }

    /// Returns the instant, in the site's zone if the date has none; for a time that is skipped or repeated when clocks
    /// change, the instant that most calendars choose.
    #[must_use]
    pub fn instant(&self, zone: &TimeZone) -> Option<Timestamp> {
        self.0.instant.or_else(|| self.0.civil.to_zoned(zone.clone()).ok().map(|zoned| zoned.timestamp()))
    }

    /// Writes the date for front matter; a time that is ambiguous in the site's zone gets its offset.
    #[must_use]
    pub fn written(&self, zone: &TimeZone) -> String {
        let Moment { civil, has_time, instant } = self.0;
        let civil = whole_seconds(civil);
        if !has_time {
            return civil.date().to_string();
        }
        let has_offset = instant.is_some() || self.0.resolve(zone).is_err();
        let offset = self.instant(zone).filter(|_| has_offset).and_then(|instant| {
            let utc = civil.to_zoned(TimeZone::UTC).ok()?.timestamp();
            jiff::tz::Offset::from_seconds(i32::try_from(utc.as_second() - instant.as_second()).ok()?).ok()
        });
        match offset {
            Some(offset) if offset.seconds() == 0 => format!("{civil}Z"),
            Some(offset) => format!("{civil}{}", numeric(offset)),
            None => civil.to_string(),
        }
    }
}

fn of_zoned(zoned: &Zoned) -> Moment {
    Moment { civil: zoned.datetime(), has_time: true, instant: Some(zoned.timestamp()) }
}

fn whole_seconds(civil: DateTime) -> DateTime {
    civil.with().subsec_nanosecond(0).build().unwrap_or(civil)
}

fn numeric(offset: jiff::tz::Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

/// Removes fractions of a second, which none of the formats above has.
fn fraction_off(text: &str) -> String {
    let Some((before, after)) = text.split_once('.') else { return text.to_owned() };
    if !before.ends_with(|c: char| c.is_ascii_digit()) || !before.contains(':') {
        return text.to_owned();
    }
    format!("{before}{}", after.trim_start_matches(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use jiff::tz::TimeZone;

    use super::When;

    #[test]
    fn dates_come_in_many_shapes() {
        let zone = TimeZone::get("Europe/Lisbon").expect("a zone");
        for (shape, expected) in [
            ("2018-08-31", "2018-08-31"),
            ("2018-8-3", "2018-08-03"),
            ("2018/08/31", "2018-08-31"),
            ("2018-08-31 09:00:00 -0400", "2018-08-31T09:00:00-04:00"),
            ("2018-08-31 09:00:00", "2018-08-31T09:00:00"),
            ("2018-08-31 09:00", "2018-08-31T09:00:00"),
            ("2018-08-31 09:00:00 +01:00", "2018-08-31T09:00:00+01:00"),
            ("2018-08-31T09:00:00.123Z", "2018-08-31T09:00:00Z"),
            ("2018-08-31T09:00:00+02:00", "2018-08-31T09:00:00+02:00"),
            ("2018-08-31 09:00:00 UTC", "2018-08-31T09:00:00Z"),
            ("2023-06-29T09:04:40", "2023-06-29T09:04:40"),
            ("Fri, 31 Aug 2018 09:00:00 GMT", "2018-08-31T09:00:00Z"),
            ("August 31, 2018", "2018-08-31"),
            ("31 Aug 2018", "2018-08-31"),
            ("2018-03-25 01:30", "2018-03-25T01:30:00+00:00"),
        ] {
            let written = When::parse(shape).map(|when| when.written(&zone));
            let written = written.map(|text| text.replace("+00:00", "Z"));
            assert_eq!(written.as_deref(), Some(expected.replace("+00:00", "Z").as_str()), "{shape}");
        }
        for shape in ["", "soon", "2018-13-01", "12", "31.12.2018 or so"] {
            assert_eq!(When::parse(shape), None, "{shape}");
        }
    }
}
