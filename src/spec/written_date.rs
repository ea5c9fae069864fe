//! Recognises dates and times as people write them, in the languages of our editors.
//!
//! Nothing is guessed for publication: a date in another format is an error, and the result of this module is only the
//! advice in its message.

use jiff::civil::{Date, Time};
use unicode_normalization::UnicodeNormalization as _;

/// Months in English, French, Spanish, Russian (both cases), German, Portuguese, Italian and Arabic (both calendars of
/// names); three letters are enough in Latin and Cyrillic script, where they name one month.
const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "enero", "январь", "января", "januar", "janeiro", "gennaio", "يناير", "كانون الثاني"],
    &["february", "fevrier", "febrero", "февраль", "февраля", "februar", "fevereiro", "febbraio", "فبراير", "شباط"],
    &["march", "mars", "marzo", "март", "марта", "marz", "marco", "مارس", "آذار"],
    &["april", "avril", "abril", "апрель", "апреля", "aprile", "أبريل", "نيسان"],
    &["may", "mai", "mayo", "май", "мая", "maio", "maggio", "مايو", "أيار"],
    &["june", "juin", "junio", "июнь", "июня", "juni", "junho", "giugno", "يونيو", "حزيران"],
    &["july", "juillet", "julio", "июль", "июля", "juli", "julho", "luglio", "يوليو", "تموز"],
    &["august", "aout", "agosto", "август", "августа", "أغسطس", "آب"],
    &["september", "septembre", "septiembre", "сентябрь", "сентября", "setembro", "settembre", "سبتمبر", "أيلول"],
    &["october", "octobre", "octubre", "октябрь", "октября", "oktober", "outubro", "ottobre", "أكتوبر", "تشرين الأول"],
    &["november", "novembre", "noviembre", "ноябрь", "ноября", "novembro", "نوفمبر", "تشرين الثاني"],
    &[
        "december",
        "decembre",
        "diciembre",
        "декабрь",
        "декабря",
        "dezember",
        "dezembro",
        "dicembre",
        "ديسمبر",
        "كانون الأول",
    ],
];

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Abbreviations of zones and what is written for each.
const ZONES: [(&str, &str); 14] = [
    ("utc", "Z"),
    ("gmt", "Z"),
    ("z", "Z"),
    ("cet", "[Europe/Brussels]"),
    ("cest", "[Europe/Brussels]"),
    ("mez", "[Europe/Berlin]"),
    ("wet", "[Europe/Lisbon]"),
    ("eet", "[Europe/Athens]"),
    ("msk", "[Europe/Moscow]"),
    ("мск", "[Europe/Moscow]"),
    ("bst", "[Europe/London]"),
    ("est", "[America/New_York]"),
    ("edt", "[America/New_York]"),
    ("pst", "[America/Los_Angeles]"),
];

/// The advice on a faulty date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// The reason, if the calendar shows it: `November has 30 days`.
    pub why: Option<String>,
    /// What to type instead; empty if the text can't be interpreted.
    pub instead: Vec<String>,
}

/// Returns whether a text looks like a date or a time, so that its fault is that of a date.
#[must_use]
pub fn looks_like_date(text: &str) -> bool {
    let read = Read::of(text);
    let digits = read.numbers.iter().map(|number| number.digits).sum::<usize>();
    let is_year = read.numbers.iter().any(|number| number.digits == 4);
    // A sentence that names a year is a text.
    let is_short = read.words.len() <= 3;
    is_short
        && (read.time.is_some()
            || (read.numbers.len() >= 2 && (is_year || read.month.is_some()) && digits >= 5)
            || read.numbers.len() == 3 && digits >= 4 && read.words.is_empty())
}

/// Says what a text was to be: for a field that needs a zone with one.
#[must_use]
pub fn advice(text: &str, needs_zone: bool) -> Advice {
    let read = Read::of(text);
    let (why, dates) = read.dates();
    let zone = read.zone.clone().or_else(|| needs_zone.then(|| "[Europe/Brussels]".to_owned()));
    let time = match (read.time, &zone) {
        (Some(time), _) => format!("T{}", time.strftime("%H:%M")),
        (None, Some(_)) if needs_zone => "T00:00".to_owned(),
        _ => String::new(),
    };
    let zone = if time.is_empty() { String::new() } else { zone.unwrap_or_default() };
    let dates = match dates.as_slice() {
        // A time alone: the day of the example is no guess.
        [] if read.time.is_some() => vec!["2026-12-01".to_owned()],
        dates => dates.iter().map(ToString::to_string).collect(),
    };
    Advice { why, instead: dates.iter().map(|date| format!("{date}{time}{zone}")).collect() }
}

struct Number {
    value: i16,
    digits: usize,
}

/// The parts of a text that may be those of a date.
#[derive(Default)]
struct Read {
    numbers: Vec<Number>,
    month: Option<i8>,
    time: Option<Time>,
    zone: Option<String>,
    /// Words that are no part of a date.
    words: Vec<String>,
}

impl Read {
    fn of(text: &str) -> Self {
        let plain = plain(text);
        let mut read = Self::default();
        let mut rest = plain.as_str();
        if let Some((before, zone)) = rest.split_once('[') {
            read.zone = zone.strip_suffix(']').map(|zone| format!("[{zone}]"));
            rest = before;
        }
        let rest = read.take_time(rest);
        let (named, rest) = two_words(&rest);
        read.month = named;
        for token in rest.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|token| !token.is_empty()) {
            read.token(token);
        }
        read
    }

    fn token(&mut self, token: &str) {
        let digits: String = token.chars().take_while(char::is_ascii_digit).collect();
        let tail = &token[digits.len()..];
        if !digits.is_empty() {
            // 1st, 1er, 26th, 2026年.
            let is_number = matches!(digits.len(), 1 | 2 | 4);
            if is_number
                && (tail.is_empty() || matches!(tail, "st" | "nd" | "rd" | "th" | "er" | "г" | "o" | "a" | "t"))
            {
                self.numbers.push(Number { value: digits.parse().unwrap_or(0), digits: digits.len() });
            } else if digits.len() == 8 && tail.is_empty() {
                for part in [&digits[..4], &digits[4..6], &digits[6..]] {
                    self.numbers.push(Number { value: part.parse().unwrap_or(0), digits: part.len() });
                }
            } else {
                self.words.push(token.to_owned());
            }
        } else if let Some(zone) = ZONES.iter().find(|(name, _)| *name == token) {
            self.zone.get_or_insert_with(|| zone.1.to_owned());
        } else if let Some(month) = month(token).filter(|_| self.month.is_none()) {
            self.month = Some(month);
        } else if !matches!(
            token,
            "de" | "del" | "of" | "le" | "the" | "at" | "a" | "t" | "h" | "года" | "г" | "em" | "um" | "time" | "on"
        ) && weekday(token).is_none()
        {
            self.words.push(token.to_owned());
        }
    }

    /// Takes a time of the clock out: `14:00`, `14h00`, `2 pm`, `14:00:00+01:00`.
    fn take_time(&mut self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let number = |from: usize| {
            let end = (from..chars.len()).take_while(|at| chars[*at].is_ascii_digit()).count() + from;
            (end > from && end - from <= 2)
                .then(|| (chars[from..end].iter().collect::<String>().parse::<i8>().unwrap_or(0), end))
        };
        let starts = |at: usize| at == 0 || !chars[at - 1].is_ascii_digit();
        for at in (0..chars.len()).filter(|at| starts(*at)) {
            let Some((mut hour, mut end)) = number(at) else { continue };
            let mut minute = 0;
            let mut is_time = false;
            if let Some(separator) = chars.get(end)
                && matches!(separator, ':' | 'h' | 'ч' | '時' | '时' | '点')
            {
                is_time = true;
                end += 1;
                if let Some((read, after)) = number(end) {
                    (minute, end) = (read, after);
                }
                while chars.get(end).is_some_and(|c| matches!(c, ':' | '.' | '分')) {
                    end = number(end + 1).map_or(end + 1, |(_, after)| after);
                }
            }
            let rest: String = chars[end..].iter().collect();
            let trimmed = rest.trim_start();
            let half = ["p.m.", "pm", "a.m.", "am"].iter().find(|half| trimmed.starts_with(**half));
            if let Some(half) = half {
                let is_after_noon = half.starts_with('p');
                hour = if hour == 12 { 0 } else { hour } + if is_after_noon { 12 } else { 0 };
                is_time = true;
                end += rest.len() - trimmed.len() + half.len();
            }
            if let Some(time) = Time::new(hour, minute, 0, 0).ok().filter(|_| is_time) {
                self.time = Some(time);
                let rest: String = chars[end..].iter().collect();
                let rest = self.take_offset(&rest);
                return format!("{} {rest}", chars[..at].iter().collect::<String>());
            }
        }
        text.to_owned()
    }

    /// Takes an offset after a time: `+1`, `+0100`, `+01:00`, `UTC+1`.
    fn take_offset(&mut self, text: &str) -> String {
        let bare = text.trim().trim_start_matches("utc").trim_start_matches("gmt").trim_start();
        let Some(sign) = bare.chars().next().filter(|c| matches!(c, '+' | '-' | '\u{2212}')) else {
            return text.to_owned();
        };
        let digits: String = bare.chars().skip(1).take_while(|c| c.is_ascii_digit() || *c == ':').collect();
        let plain = digits.replace(':', "");
        let (hours, minutes) = plain.split_at(if plain.len() > 2 { plain.len() - 2 } else { plain.len() });
        if hours.is_empty() || hours.len() > 2 {
            return text.to_owned();
        }
        let sign = if sign == '+' { '+' } else { '-' };
        self.zone = Some(format!("{sign}{hours:0>2}:{minutes:0>2}"));
        bare.chars().skip(1 + digits.chars().count()).collect()
    }

    /// The dates that may be meant, and what the calendar has against them.
    fn dates(&self) -> (Option<String>, Vec<Date>) {
        let value = |at: usize| self.numbers.get(at).map_or(0, |number| number.value);
        let year_at = self.numbers.iter().position(|number| number.digits == 4);
        let year = |at: usize| match self.numbers.get(at) {
            Some(Number { value, digits: 2 }) => 2000 + value,
            Some(Number { value, .. }) => *value,
            None => 0,
        };
        let triples: Vec<(i16, i16, i16)> = match (self.month, self.numbers.len(), year_at) {
            (Some(month), 2, Some(0)) => vec![(value(0), i16::from(month), value(1))],
            (Some(month), 2, _) => vec![(year(1), i16::from(month), value(0))],
            (None, 3, Some(0)) => vec![(value(0), value(1), value(2)), (value(0), value(2), value(1))],
            (None, 3, _) => vec![(year(2), value(1), value(0)), (year(2), value(0), value(1))],
            _ => return (None, Vec::new()),
        };
        let date = |(year, month, day): (i16, i16, i16)| {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let mut dates: Vec<Date> = triples.iter().copied().filter_map(date).collect();
        dates.dedup();
        if year_at == Some(0) {
            // Year, month and day are in their order: nobody means the other.
            dates.truncate(1);
        }
        (dates.is_empty().then(|| why(triples[0])).flatten(), dates)
    }
}

/// Says what the calendar has against a day.
fn why((year, month, day): (i16, i16, i16)) -> Option<String> {
    let index = usize::try_from(month - 1).ok().filter(|month| *month < 12);
    let Some(index) = index else { return Some(format!("there is no month {month}")) };
    let days = Date::new(year, i8::try_from(month).ok()?, 1).ok()?.days_in_month();
    let of = if month == 2 { format!(" in {year}") } else { String::new() };
    (day > i16::from(days) || day < 1).then(|| format!("{} has {days} days{of}", ENGLISH[index]))
}

/// Lower case, without accents; digits of any script and CJK marks of dates as those of ASCII.
fn plain(text: &str) -> String {
    let digit = |c: char| match c {
        '٠'..='٩' => char::from_digit(c as u32 - '٠' as u32, 10).unwrap_or(c),
        '۰'..='۹' => char::from_digit(c as u32 - '۰' as u32, 10).unwrap_or(c),
        '年' | '月' | '日' | '号' => ' ',
        c => c,
    };
    let latin = |c: &char| !('\u{300}'..='\u{36f}').contains(c);
    let folded: String = text.nfkd().filter(latin).map(digit).collect();
    folded.nfc().collect::<String>().to_lowercase()
}

/// A month of two words (Arabic), and the text without it.
fn two_words(text: &str) -> (Option<i8>, String) {
    for (index, names) in MONTHS.iter().enumerate() {
        for name in names.iter().filter(|name| name.contains(' ')) {
            if let Some(at) = text.find(&plain(name)) {
                return (i8::try_from(index + 1).ok(), format!("{} {}", &text[..at], &text[at + plain(name).len()..]));
            }
        }
    }
    (None, text.to_owned())
}

fn month(token: &str) -> Option<i8> {
    let matches = |name: &&&str| {
        let name = plain(name);
        name == token
            || (token.chars().count() >= 3
                && name.starts_with(token)
                && token.chars().all(|c| !('\u{600}'..='\u{6ff}').contains(&c)))
    };
    let found = MONTHS.iter().position(|names| names.iter().any(|name| matches(&name)))?;
    i8::try_from(found + 1).ok()
}

fn weekday(token: &str) -> Option<()> {
    const DAYS: [&str; 21] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
    ];
    (token.chars().count() >= 3 && DAYS.iter().any(|day| day.starts_with(token))).then_some(())
}

#[cfg(test)]
mod tests {
    use super::{advice, looks_like_date};

    #[test]
    fn a_date_in_the_form_of_people_is_advised_in_the_form_that_is_read() {
        for (written, meant) in [
            ("26/11/2026", "2026-11-26"),
            ("11/26/2026", "2026-11-26"),
            ("26.11.2026", "2026-11-26"),
            ("26-11-2026", "2026-11-26"),
            ("2026/11/26", "2026-11-26"),
            ("2026-11-6", "2026-11-06"),
            ("20261126", "2026-11-26"),
            ("26.11.26", "2026-11-26"),
            ("26 November 2026", "2026-11-26"),
            ("Nov 26, 2026", "2026-11-26"),
            ("Thursday, 26th of November 2026", "2026-11-26"),
            ("26 novembre 2026", "2026-11-26"),
            ("1er décembre 2026", "2026-12-01"),
            ("26 de noviembre de 2026", "2026-11-26"),
            ("26 ноября 2026 года", "2026-11-26"),
            ("26 نوفمبر 2026", "2026-11-26"),
            ("٢٦ تشرين الثاني ٢٠٢٦", "2026-11-26"),
            ("2026年11月26日", "2026-11-26"),
            ("2026-11-26 14h30", "2026-11-26T14:30"),
            ("26 November 2026, 2:30 pm", "2026-11-26T14:30"),
            ("2026-11-26 at 2 p.m.", "2026-11-26T14:00"),
            ("2026-12-01 14:00 CET", "2026-12-01T14:00[Europe/Brussels]"),
            ("2026-12-01 14:00 UTC+1", "2026-12-01T14:00+01:00"),
            ("2026-12-01T14:00+0100", "2026-12-01T14:00+01:00"),
            ("14:00 CET", "2026-12-01T14:00[Europe/Brussels]"),
        ] {
            let advice = advice(written, false);
            assert_eq!(advice.instead, [meant], "{written}");
            assert!(looks_like_date(written), "{written}");
        }
        assert_eq!(advice("2026-12-01", true).instead, ["2026-12-01T00:00[Europe/Brussels]"]);
    }

    #[test]
    fn what_can_be_two_days_is_advised_as_both() {
        assert_eq!(advice("11/12/2026", false).instead, ["2026-12-11", "2026-11-12"]);
    }

    #[test]
    fn the_calendar_is_named_where_it_lacks_the_day() {
        let why = |text| advice(text, false).why;
        assert_eq!(why("2026-11-31").as_deref(), Some("November has 30 days"));
        assert_eq!(why("29 février 2026").as_deref(), Some("February has 28 days in 2026"));
        assert_eq!(why("2026-13-41").as_deref(), Some("there is no month 13"));
        assert_eq!(why("2026-11-30"), None);
    }

    #[test]
    fn a_text_is_no_date() {
        for text in [
            "The Minister's visit",
            "MFA/2026/041",
            "first",
            "12",
            "2026",
            "Four visits in 2026 and one in 2027",
            "1,5",
        ] {
            assert!(!looks_like_date(text), "{text}");
        }
    }
}
