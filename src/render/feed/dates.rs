//! Dates for programs: RFC 3339 and RFC 822.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use crate::site::When;

/// Converts an instant to the site's time zone.
pub(in crate::render) fn zoned(instant: Timestamp, zone: &TimeZone) -> Zoned {
    instant.to_zoned(zone.clone())
}

/// Formats an instant as RFC 3339 with the offset of its zone: `2026-11-02T09:30:00+00:00`.
pub(in crate::render) fn rfc3339(zoned: &Zoned) -> String {
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Formats an instant as RSS requires (RFC 822 with four-digit years), in English whatever the language of the feed:
/// `Mon, 2 Nov 2026 09:30:00 +0000`. `None` before the year 0.
pub(in crate::render) fn rfc822(zoned: &Zoned) -> Option<String> {
    jiff::fmt::rfc2822::to_string(zoned).ok()
}

/// Formats a moment as it was written: a day, or an instant with the offset of the site's time zone.
pub(in crate::render) fn iso(when: When, zone: &TimeZone) -> String {
    if when.has_time { rfc3339(&zoned(when.instant, zone)) } else { when.day.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{iso, rfc822, rfc3339, zoned};
    use crate::site::When;
    use jiff::tz::TimeZone;

    #[test]
    fn a_date_has_the_offset_of_its_own_day() {
        let brussels = TimeZone::get("Europe/Brussels").expect("a zone");
        let at = |text: &str| zoned(text.parse().expect("an instant"), &brussels);
        assert_eq!(rfc3339(&at("2026-11-02T08:30:00Z")), "2026-11-02T09:30:00+01:00");
        assert_eq!(rfc3339(&at("2026-07-02T08:30:00.25Z")), "2026-07-02T10:30:00+02:00");
        assert_eq!(rfc822(&at("2026-11-02T08:30:00Z")).as_deref(), Some("Mon, 2 Nov 2026 09:30:00 +0100"));
    }

    #[test]
    fn a_day_without_a_time_stays_a_day() {
        let brussels = TimeZone::get("Europe/Brussels").expect("a zone");
        let instant = "2026-11-01T23:00:00Z".parse().expect("an instant");
        let day = When { instant, day: "2026-11-02".parse().expect("a day"), has_time: false };
        assert_eq!(iso(day, &brussels), "2026-11-02");
        assert_eq!(iso(When { has_time: true, ..day }, &brussels), "2026-11-02T00:00:00+01:00");
    }
}
