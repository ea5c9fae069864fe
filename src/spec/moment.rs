//! A date or time as an editor writes it.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

/// A date, a date with a local time, or an instant with its own zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The date and time as written; midnight where only a date is.
    pub civil: DateTime,
    /// Whether a time was written.
    pub has_time: bool,
    /// The instant, where the zone was written too.
    pub instant: Option<Timestamp>,
}

/// Why a text is no moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MomentError {
    /// Not a date or time at all, or one that the calendar lacks.
    Date,
    /// The zone is unknown, or contradicts the offset.
    Zone {
        /// What is wrong with it.
        why: String,
        /// The zone as written.
        zone: String,
    },
    /// The clocks skip or repeat this local time.
    Ambiguous,
}

impl Moment {
    /// Reads a date, a local time, a time with offset, or a time with an IANA zone in brackets (RFC 9557).
    ///
    /// # Errors
    ///
    /// Returns whether the date, the zone or the change of clocks is at fault.
    pub fn parse(text: &str) -> Result<Self, MomentError> {
        let text = text.trim();
        if let Some((local, zone)) = text.strip_suffix(']').and_then(|t| t.split_once('[')) {
            let fault = |why: String| MomentError::Zone { why, zone: zone.to_owned() };
            let tz = TimeZone::get(zone).map_err(|_| fault(format!("`{zone}` is not an IANA time zone")))?;
            if let Ok(instant) = local.parse::<Timestamp>() {
                let zoned: Zoned = text.parse().map_err(|_| fault(format!("the offset is not that of `{zone}`")))?;
                return Ok(Self { civil: zoned.datetime(), has_time: true, instant: Some(instant) });
            }
            let civil: DateTime = local.parse().map_err(|_| MomentError::Date)?;
            let instant = unambiguous(civil, &tz)?;
            return Ok(Self { civil, has_time: true, instant: Some(instant) });
        }
        if text.len() > 10 {
            if let Ok(instant) = text.parse::<Timestamp>() {
                let offset = jiff::fmt::temporal::Pieces::parse(text)
                    .ok()
                    .and_then(|pieces| pieces.to_numeric_offset())
                    .unwrap_or(jiff::tz::Offset::UTC);
                return Ok(Self { civil: offset.to_datetime(instant), has_time: true, instant: Some(instant) });
            }
            let civil: DateTime = text.replace(' ', "T").parse().map_err(|_| MomentError::Date)?;
            return Ok(Self { civil, has_time: true, instant: None });
        }
        let date: Date = text.parse().map_err(|_| MomentError::Date)?;
        Ok(Self { civil: date.at(0, 0, 0, 0), has_time: false, instant: None })
    }

    /// Returns the instant meant, local times read in `tz`.
    ///
    /// # Errors
    ///
    /// [`MomentError::Ambiguous`] where a change of clocks skips or repeats the local time. A date without a time
    /// is the first instant of the day and never ambiguous.
    pub fn resolve(&self, tz: &TimeZone) -> Result<Timestamp, MomentError> {
        match (self.instant, self.has_time) {
            (Some(instant), _) => Ok(instant),
            (None, true) => unambiguous(self.civil, tz),
            (None, false) => {
                self.civil.date().to_zoned(tz.clone()).map(|zoned| zoned.timestamp()).map_err(|_| MomentError::Date)
            }
        }
    }
}

/// Writes an instant as messages name it, by the clocks of a place: `2 December 2026, 10:00 (Lisbon time)`.
#[must_use]
pub fn clock_time(at: Timestamp, tz: &TimeZone) -> String {
    let local = at.to_zoned(tz.clone());
    let clock = if local.second() == 0 { "%H:%M" } else { "%H:%M:%S" };
    format!("{} ({})", local.strftime(&format!("%-d %B %Y, {clock}")), zone_at(&local, tz))
}

/// Names the clocks of a place: `Lisbon time`; of a zone that has no place its own name.
#[must_use]
pub fn place_of(tz: &TimeZone) -> String {
    // America/Argentina/Buenos_Aires: people know the zone by the city.
    let city = tz.iana_name().and_then(|name| name.split_once('/')).filter(|(area, _)| *area != "Etc");
    city.map_or_else(
        || tz.iana_name().unwrap_or("UTC").to_owned(),
        |(_, place)| format!("{} time", place.rsplit('/').next().unwrap_or(place).replace('_', " ")),
    )
}

fn zone_at(local: &Zoned, tz: &TimeZone) -> String {
    let place = place_of(tz);
    if place.ends_with(" time") { place } else { local.strftime("%Z").to_string() }
}

fn unambiguous(civil: DateTime, tz: &TimeZone) -> Result<Timestamp, MomentError> {
    let ambiguous = tz.to_ambiguous_timestamp(civil);
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => ambiguous.compatible().map_err(|_| MomentError::Date),
        AmbiguousOffset::Gap { .. } | AmbiguousOffset::Fold { .. } => Err(MomentError::Ambiguous),
    }
}

#[cfg(test)]
mod tests {
    use super::{Moment, MomentError, clock_time};
    use jiff::tz::TimeZone;

    #[test]
    fn a_moment_is_read_in_four_forms() {
        let instant = |text: &str| Moment::parse(text).ok().and_then(|m| m.instant).map(|i| i.to_string());
        assert_eq!(instant("2026-12-01T14:00:00+01:00"), Some("2026-12-01T13:00:00Z".into()));
        assert_eq!(instant("2026-12-01T14:00[Europe/Brussels]"), Some("2026-12-01T13:00:00Z".into()));
        assert_eq!(instant("2026-12-01T14:00"), None);
        assert!(Moment::parse("2026-12-01").is_ok_and(|m| !m.has_time));
        assert!(Moment::parse("2026-12-01T14:00").is_ok_and(|m| m.has_time));
    }

    #[test]
    fn impossible_dates_zones_and_clock_changes_are_told_apart() {
        assert!(matches!(Moment::parse("2026-02-30"), Err(MomentError::Date)));
        assert!(matches!(Moment::parse("2026-12-01T14:00[Europe/Atlantis]"), Err(MomentError::Zone { .. })));
        assert_eq!(Moment::parse("2026-03-29T02:30[Europe/Brussels]"), Err(MomentError::Ambiguous));
        assert_eq!(Moment::parse("2026-10-25T02:30[Europe/Brussels]"), Err(MomentError::Ambiguous));
    }

    #[test]
    fn an_instant_is_named_by_the_clocks_of_a_place() {
        let named = |at: &str, zone: &str| {
            clock_time(at.parse().expect("an instant"), &TimeZone::get(zone).expect("bundled zone"))
        };
        assert_eq!(named("2026-12-02T10:00:00Z", "Europe/Lisbon"), "2 December 2026, 10:00 (Lisbon time)");
        assert_eq!(named("2026-07-02T10:00:30Z", "Europe/Lisbon"), "2 July 2026, 11:00:30 (Lisbon time)");
        let place = "America/Argentina/Buenos_Aires";
        assert_eq!(named("2026-12-02T01:00:00Z", place), "1 December 2026, 22:00 (Buenos Aires time)");
        assert_eq!(named("2026-12-02T10:00:00Z", "UTC"), "2 December 2026, 10:00 (UTC)");
        assert_eq!(named("2026-12-02T10:00:00Z", "Etc/GMT-3"), "2 December 2026, 13:00 (+03)");
    }

    #[test]
    fn a_bare_date_begins_at_midnight_in_the_zone_of_the_site() {
        let brussels = TimeZone::get("Europe/Brussels").expect("bundled zone");
        let moment = Moment::parse("2026-07-01").expect("a date");
        assert_eq!(moment.resolve(&brussels).map(|i| i.to_string()), Ok("2026-06-30T22:00:00Z".into()));
    }
}
