//! Jekyll's addresses: styles and placeholders, from the page "Permalinks" of its documentation.

use jiff::civil::Date;

/// The values of the placeholders.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// The date of a post, or of any text that sets one.
    pub date: Option<Date>,
    /// The time of day: hours, minutes, seconds.
    pub time: (i8, i8, i8),
    /// The categories as parts of an address.
    pub categories: Vec<String>,
    /// The slug from the front matter, or else the file name.
    pub title: String,
    /// The file name without date and extension.
    pub name: String,
    /// The path within the collection, or the folder of a page.
    pub path: String,
    /// The collection.
    pub collection: String,
}

/// Returns the post pattern for a named style; any other text is already a pattern.
#[must_use]
pub fn of_posts(style: &str) -> String {
    match style {
        "date" => "/:categories/:year/:month/:day/:title:output_ext".to_owned(),
        "pretty" => "/:categories/:year/:month/:day/:title/".to_owned(),
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext".to_owned(),
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext".to_owned(),
        "none" => "/:categories/:title:output_ext".to_owned(),
        own => own.to_owned(),
    }
}

/// Gives the pattern of a page or a collection's text the ending of the site's style.
#[must_use]
pub fn ended(pattern: &str, style: &str) -> String {
    let end = match style {
        "pretty" => "/",
        "date" | "ordinal" | "none" | "weekdate" => ":output_ext",
        own if own.ends_with('/') => "/",
        own if own.ends_with(":output_ext") => ":output_ext",
        _ => "",
    };
    format!("{pattern}{end}")
}

/// Fills in a pattern. The address has a file extension only if the pattern names one.
#[must_use]
pub fn filled(pattern: &str, parts: &Parts) -> String {
    let date = parts.date.unwrap_or(Date::constant(1970, 1, 1));
    let week = date.iso_week_date();
    let (hour, minute, second) = parts.time;
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let months = [
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
    let month = months[usize::try_from(date.month() - 1).unwrap_or(0).min(11)];
    let day = usize::try_from(date.weekday().to_monday_zero_offset()).unwrap_or(0).min(6);
    let values = [
        (":slugified_categories", parts.categories.join("/")),
        (":categories", parts.categories.join("/")),
        (":collection", parts.collection.clone()),
        (":output_ext", ".html".to_owned()),
        (":basename", parts.name.clone()),
        (":short_month", month[..3].to_owned()),
        (":long_month", month.to_owned()),
        (":short_year", format!("{:02}", date.year().rem_euclid(100))),
        (":short_day", weekday[day].to_owned()),
        (":w_year", week.year().to_string()),
        (":i_month", date.month().to_string()),
        (":i_day", date.day().to_string()),
        (":y_day", format!("{:03}", date.day_of_year())),
        (":minute", format!("{minute:02}")),
        (":second", format!("{second:02}")),
        (":month", format!("{:02}", date.month())),
        (":title", parts.title.clone()),
        (":slug", parts.title.clone()),
        (":year", format!("{:04}", date.year())),
        (":week", format!("{:02}", week.week())),
        (":hour", format!("{hour:02}")),
        (":name", parts.name.clone()),
        (":path", parts.path.clone()),
        (":day", format!("{:02}", date.day())),
    ];
    let mut address = String::new();
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        address.push_str(&rest[..at]);
        rest = &rest[at..];
        match values.iter().find(|(name, _)| rest.starts_with(name)) {
            Some((name, value)) => {
                address.push_str(value);
                rest = &rest[name.len()..];
            }
            None => {
                address.push(':');
                rest = &rest[1..];
            }
        }
    }
    address.push_str(rest);
    tidy(&address)
}

/// Normalises slashes: one between parts, one at the start.
fn tidy(address: &str) -> String {
    let mut out = String::from("/");
    for c in address.chars() {
        if c != '/' || !out.ends_with('/') {
            out.push(c);
        }
    }
    // `index.html` is the address of its folder.
    out.strip_suffix("/index.html").map(|folder| format!("{folder}/")).unwrap_or(out)
}

/// Converts a text as Jekyll's default mode does: letters and digits of any script stay, everything else becomes a
/// hyphen.
#[must_use]
pub fn slugified(text: &str) -> String {
    let mut out = String::new();
    for c in text.to_lowercase().chars() {
        if c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_and_placeholders_are_those_of_the_documentation() {
        let parts = Parts {
            date: Some(Date::constant(2009, 4, 29)),
            time: (9, 5, 0),
            categories: vec!["beta".into(), "new-york".into()],
            title: "slap-chop".into(),
            name: "slap-chop".into(),
            path: "a/slap-chop".into(),
            collection: "tips".into(),
        };
        for (pattern, address) in [
            ("date", "/beta/new-york/2009/04/29/slap-chop.html"),
            ("pretty", "/beta/new-york/2009/04/29/slap-chop/"),
            ("ordinal", "/beta/new-york/2009/119/slap-chop.html"),
            ("weekdate", "/beta/new-york/2009/W18/wed/slap-chop.html"),
            ("none", "/beta/new-york/slap-chop.html"),
            ("/:collection/:path/", "/tips/a/slap-chop/"),
            ("/:i_month-:i_day-:short_year:hour", "/4-29-0909"),
            ("/a//:title/index.html", "/a/slap-chop/"),
        ] {
            assert_eq!(filled(&of_posts(pattern), &parts), address, "{pattern}");
        }
        assert_eq!(ended("/:path/:basename", "pretty"), "/:path/:basename/");
        assert_eq!(ended("/:path/:basename", "/:title"), "/:path/:basename");
        assert_eq!(slugified("Été à la Plage!"), "été-à-la-plage");
    }
}
