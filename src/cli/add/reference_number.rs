//! The next free reference of a statement, in the pattern of the newest one.

use jiff::civil::DateTime;

/// What is used where a site has no statement yet.
const FIRST: &str = "REF/2000/001";

/// A reference taken apart: `MFA/2026/041` is `MFA/`, 2026, `/`, 41 in three digits.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern<'r> {
    prefix: &'r str,
    year: i16,
    between: &'r str,
    number: u64,
    width: usize,
}

impl<'r> Pattern<'r> {
    /// Reads a reference; `None` where it has not a year followed by a number. Corrigenda (`…/Corr.1`) and revisions
    /// count as what they belong to.
    fn of(reference: &'r str) -> Option<Self> {
        let reference = match reference.rsplit_once('/') {
            Some((base, last)) if ["Corr.", "Rev.", "Add."].iter().any(|suffix| last.starts_with(suffix)) => base,
            _ => reference,
        };
        let (head, number) = split_digits(reference)?;
        let end = head.rfind(|char: char| char.is_ascii_digit())? + 1;
        let (prefix, year) = split_digits(&head[..end])?;
        if year.len() != 4 {
            return None;
        }
        Some(Self {
            prefix,
            year: year.parse().ok()?,
            between: &head[end..],
            number: number.parse().ok()?,
            width: number.len(),
        })
    }

    fn is_alike(&self, other: &Self) -> bool {
        (self.prefix, self.between) == (other.prefix, other.between)
    }
}

/// Cuts off the digits at the end of a text.
fn split_digits(text: &str) -> Option<(&str, &str)> {
    let start = text.trim_end_matches(|char: char| char.is_ascii_digit()).len();
    (start < text.len()).then(|| text.split_at(start))
}

/// Makes the next free reference of a year, in the pattern of the newest statement. Every reference counts, published
/// or not: a number that a draft or an embargoed text bears is taken.
#[must_use]
pub fn next_reference(used: impl IntoIterator<Item = (Option<DateTime>, String)>, year: i16) -> String {
    let used: Vec<(Option<DateTime>, String)> = used.into_iter().collect();
    let patterns: Vec<(Option<DateTime>, Pattern)> =
        used.iter().filter_map(|(date, reference)| Some((*date, Pattern::of(reference)?))).collect();
    let newest = patterns.iter().max_by_key(|(date, pattern)| (*date, pattern.year, pattern.number));
    let Some(newest) = newest.map(|(_, pattern)| pattern.clone()).or_else(|| Pattern::of(FIRST)) else {
        return FIRST.to_owned();
    };
    let alike = patterns.iter().map(|(_, pattern)| pattern).filter(|pattern| pattern.is_alike(&newest));
    let last = alike.filter(|pattern| pattern.year == year).map(|pattern| pattern.number).max().unwrap_or(0);
    format!("{}{year:04}{}{:0width$}", newest.prefix, newest.between, last + 1, width = newest.width)
}

#[cfg(test)]
mod tests {
    use super::next_reference;

    fn next(used: &[(&str, &str)], year: i16) -> String {
        let date = |date: &str| date.parse::<jiff::civil::Date>().ok().map(|date| date.at(0, 0, 0, 0));
        next_reference(used.iter().map(|(day, reference)| (date(day), (*reference).to_owned())), year)
    }

    #[test]
    fn the_next_number_follows_the_highest_of_the_year() {
        let used = [("2026-11-02", "MFA/2026/041"), ("2026-12-24", "MFA/2026/107"), ("2025-01-01", "MFA/2025/300")];
        assert_eq!(next(&used, 2026), "MFA/2026/108");
        assert_eq!(next(&used, 2027), "MFA/2027/001");
    }

    #[test]
    fn the_newest_statement_sets_the_pattern() {
        let used = [("2025-03-01", "PR/2025/12"), ("2026-03-01", "A-2026-0007")];
        assert_eq!(next(&used, 2026), "A-2026-0008");
    }

    #[test]
    fn a_corrigendum_takes_no_number_of_its_own() {
        assert_eq!(next(&[("2026-03-01", "MFA/2026/041/Corr.1")], 2026), "MFA/2026/042");
    }

    #[test]
    fn a_site_without_statements_begins_at_one() {
        assert_eq!(next(&[], 2026), "REF/2026/001");
        assert_eq!(next(&[("2026-03-01", "no number")], 2026), "REF/2026/001");
    }
}
