//! Instants as people of the site read them: in the site's own time, which its place names.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// Writes an instant in a zone: `2 December 2026, 10:00`, with seconds where there are any.
#[must_use]
pub fn moment(at: Timestamp, zone: &TimeZone) -> String {
    let zoned = at.to_zoned(zone.clone());
    let form = if zoned.second() == 0 { "%-d %B %Y, %H:%M" } else { "%-d %B %Y, %H:%M:%S" };
    zoned.strftime(form).to_string()
}

/// Names the time of a zone by its place, as in `Lisbon time`; a zone without one is named as it is.
///
/// An offset would be that of an instant, and wrong for half of the others.
#[must_use]
pub fn place(zone: &TimeZone) -> String {
    match zone.iana_name() {
        Some(name) if name.contains('/') && !name.starts_with("Etc/") => {
            let place = name.rsplit('/').next().unwrap_or(name);
            format!("{} time", place.replace('_', " "))
        }
        Some("Etc/UTC" | "UTC") | None => "UTC".to_owned(),
        Some(name) => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{moment, place};

    #[test]
    fn a_zone_is_named_by_its_place() {
        let named = |name: &str| place(&jiff::tz::TimeZone::get(name).expect("a zone"));
        assert_eq!(named("Europe/Lisbon"), "Lisbon time");
        assert_eq!(named("America/Argentina/Buenos_Aires"), "Buenos Aires time");
        assert_eq!(named("UTC"), "UTC");
    }

    #[test]
    fn an_instant_is_written_in_the_zone() {
        let zone = jiff::tz::TimeZone::get("Europe/Lisbon").expect("a zone");
        let written = |at: &str| moment(at.parse().expect("an instant"), &zone);
        assert_eq!(written("2026-12-02T10:00:00Z"), "2 December 2026, 10:00");
        assert_eq!(written("2026-07-02T10:00:07Z"), "2 July 2026, 11:00:07");
    }
}
