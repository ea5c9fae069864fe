//! A piece of nginx configuration, to be included in the `server` block of the site.
//!
//! Locations match decoded paths, exact ones in a tree, so that tens of thousands of old addresses cost nothing. A
//! location with an `add_header` of its own inherits none; those say all of them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::addresses::PART;
use super::rules::{self, Answer, Folders, Rules, encoded_pattern, pattern};
use super::{DOWNLOADED, FOR_EVER, KEPT, site_of};
use crate::config::address::decode;
use crate::plan::HostFile;
use crate::site::files::DOWNLOADS;
use crate::track::World;

pub(super) fn render(world: &World) -> String {
    let prefix = decode(world.prefix());
    let host = site_of(world);
    let headers = |searches: bool| -> Vec<String> {
        let line = |(name, value): &(&str, String)| format!("add_header {name} {} always;\n", quote(value));
        super::headers(&host, searches).iter().map(line).collect()
    };
    let (search_headers, headers) = (headers(true), headers(false));
    let mut text = String::from(
        "# To be included in the server block of the site. Made anew with every build.\n\ncharset utf-8;\n",
    );
    text.push_str("charset_types text/plain text/css text/xml text/csv application/javascript application/rss+xml application/atom+xml;\n");
    text.push_str("# The packed copies beside the files, where there are any.\ngzip_static on;\ngzip_vary on;\n");
    text.push_str("# brotli_static on;  # where nginx has the module ngx_brotli\n");
    let not_found = quote(&format!("{prefix}/404.html"));
    // Writing to a string never fails.
    // A folder without a page of its own is not there; nginx forbids it.
    let _ =
        writeln!(text, "error_page 404 {not_found};\nerror_page 403 =404 {not_found};\nerror_page 410 {not_found};");
    text.extend(headers.iter().map(String::as_str));
    // Not `always`: what is not there now may be there soon.
    let for_a_while = format!("add_header Cache-Control {};\n", quote(&host.for_a_while()));
    text.push_str(&for_a_while);

    let mut taken = BTreeSet::new();
    for lang in world.languages().ids() {
        let folder = format!("{prefix}/{}/", world.tag(lang));
        let page = quote(&format!("{folder}404.html"));
        let _ = writeln!(
            text,
            "\nlocation {} {{\n    error_page 404 {page};\n    error_page 403 =404 {page};\n}}",
            quote(&folder)
        );
        taken.insert(folder);
    }
    for folder in KEPT {
        let folder = format!("{prefix}{folder}");
        // Not `always`: that nothing is there is not to be kept for ever.
        let kept = format!("add_header Cache-Control {};\n", quote(FOR_EVER));
        let inside = headers.iter().chain([&kept]).map(|line| format!("    {line}")).collect::<Vec<_>>().concat();
        let _ = writeln!(text, "\nlocation ^~ {} {{\n{inside}}}", quote(&folder));
        taken.insert(folder);
    }
    text.push_str(&downloads(&prefix, &headers, &mut taken));
    for folder in &host.search {
        let folder = format!("{prefix}{}", decode(folder));
        let inside =
            search_headers.iter().chain([&for_a_while]).map(|line| format!("    {line}")).collect::<Vec<_>>().concat();
        let _ = writeln!(text, "\nlocation ^~ {} {{\n{inside}}}", quote(&folder));
        taken.insert(folder);
    }
    for format in &world.feeds().formats {
        let pattern = quote(&format!("^{}/.+/{}$", pattern(&prefix), pattern(format.file_name())));
        let media_type = quote(&format!("{}; charset=utf-8", format.media_type()));
        let _ = writeln!(text, "\nlocation ~ {pattern} {{\n    types {{ }}\n    default_type {media_type};\n}}");
    }
    for file in HostFile::ALL {
        let _ =
            writeln!(text, "\nlocation = {} {{\n    return 404;\n}}", quote(&format!("{prefix}/{}", file.file_name())));
    }
    text.push_str(&parts_of_lists(&prefix, &world.lists()));
    text.push_str(&old_addresses(rules::of(world), &taken));
    text
}

/// Delivers as downloads the files that a browser would run.
fn downloads(prefix: &str, headers: &[String], taken: &mut BTreeSet<String>) -> String {
    let folder = format!("{prefix}{DOWNLOADS}");
    let own = DOWNLOADED.map(|(name, value)| (format!("add_header {name} "), format!("{} always;\n", quote(value))));
    let (own, is_own) = (&own, |line: &str| own.iter().any(|(start, _)| line.starts_with(start)));
    let kept = format!("add_header Cache-Control {};\n", quote(FOR_EVER));
    let lines = headers.iter().filter(|line| !is_own(line)).map(|line| format!("    {line}"));
    let added = own.iter().filter(|(start, _)| !start.contains("Content-Type"));
    let lines = lines.chain(added.map(|(start, value)| format!("    {start}{value}")));
    let inside: String = lines.chain([format!("    {kept}")]).collect();
    let text = format!(
        "\nlocation ^~ {} {{\n{inside}    types {{ }}\n    default_type application/octet-stream;\n}}\n",
        quote(&folder)
    );
    taken.insert(folder);
    text
}

/// A part of a list that has nothing to show any more leads to the list.
fn parts_of_lists(prefix: &str, lists: &[&str]) -> String {
    if lists.is_empty() {
        return String::new();
    }
    let lists: Vec<String> = lists.iter().map(|list| pattern(&format!("{prefix}{list}"))).collect();
    let pattern = quote(&format!("^({}){PART}", lists.join("|")));
    format!(
        "\nlocation ~ {pattern} {{\n    error_page 403 404 = @list;\n}}\n\nlocation @list {{\n    rewrite {pattern} $1 redirect;\n}}\n"
    )
}

/// The rules of one location: those with a query, then the one without.
#[derive(Default)]
struct Location {
    with_query: Vec<(String, Answer)>,
    plain: Option<Answer>,
}

/// Writes a location for each old address; nginx accepts none twice, and looks for exact ones first, then for the longest
/// prefix.
fn old_addresses(rules: Rules, taken: &BTreeSet<String>) -> String {
    let mut exact: BTreeMap<String, Location> = BTreeMap::new();
    for rule in rules.with_query.into_iter().chain(rules.plain) {
        let location = exact.entry(rule.path).or_default();
        match rule.query {
            Some(query) => location.with_query.push((query, rule.answer)),
            None => location.plain = location.plain.take().or(Some(rule.answer)),
        }
    }
    let folders: BTreeMap<&str, &Answer> =
        rules.folders.iter().map(|rule| (rule.path.as_str(), &rule.answer)).collect();
    let above = Folders::of(folders.keys().copied());
    let mut text = String::new();
    for (path, location) in exact.extract_if(.., |path, _| path.len() > LONGEST_LOCATION) {
        text.push_str(&long_address(&path, location));
    }
    for (path, Location { with_query, plain }) in &exact {
        let _ = writeln!(text, "\nlocation = {} {{", quote(path));
        for (query, answer) in with_query {
            // An expression, since in a text `$` would begin a variable.
            let query = quote(&format!("^{}$", pattern(query)));
            let _ = writeln!(text, "    if ($args ~ {query}) {{ {} }}", answer_line(answer));
        }
        if let Some(answer) = plain {
            if let Answer::Gone { page: Some(page) } = answer
                && let Some(page) = file_of(path, page)
            {
                let _ = writeln!(text, "    error_page 410 {page};");
            }
            let _ = writeln!(text, "    {}", answer_line(answer));
        } else if let Some(folder) = above.above(path) {
            // With another query, the address is one of its folder's.
            text.push_str(&folder_lines(folder, folders[folder]));
        }
        text.push_str("}\n");
    }
    for (path, answer) in folders {
        if !taken.contains(path) {
            let _ = writeln!(text, "\nlocation ^~ {} {{\n{}}}", quote(path), folder_lines(path, answer));
        }
    }
    text
}

/// The longest path that a location compares as a whole.
const LONGEST_LOCATION: usize = 255;

/// Answers an address that is too long for a location, before nginx looks for one.
fn long_address(path: &str, location: Location) -> String {
    let mut text = String::new();
    // A query holds no space, so the first one ends it.
    for (query, answer) in location.with_query {
        let asked = quote(&format!("^{} {}$", pattern(&query), pattern(path)));
        let _ = writeln!(text, "\nset $chancery_asked \"$args $uri\";");
        let _ = writeln!(text, "if ($chancery_asked ~ {asked}) {{ {} }}", answer_line(&answer));
    }
    if let Some(answer) = location.plain {
        let asked = quote(&format!("^{}$", pattern(path)));
        let _ = writeln!(text, "\nif ($uri ~ {asked}) {{ {} }}", answer_line(&answer));
    }
    text
}

/// What follows a prefix is handed on as it was asked for: decoded, a part of it could become a query or another host.
fn folder_lines(path: &str, answer: &Answer) -> String {
    match answer {
        Answer::Moved { to, status } => {
            let strokes = if to.ends_with('/') { "/*" } else { "" };
            let pattern = quote(&format!("^{}{strokes}([^?]*)", encoded_pattern(path)));
            let to = quote(&format!("{}$1$is_args$args", plain_dollar(to)));
            format!("    if ($request_uri ~ {pattern}) {{ return {status} {to}; }}\n    return 404;\n")
        }
        Answer::Gone { .. } => format!("    {}\n", answer_line(answer)),
    }
}

/// Names the page of an address that is gone. In the name of a file, `$` begins a variable and `?` ends it: the first is
/// said by a variable that holds the address, the second can't be said.
fn file_of(path: &str, page: &str) -> Option<String> {
    if page.contains('?') {
        return None;
    }
    if !page.contains('$') {
        return Some(quote(page));
    }
    page.strip_prefix(path).filter(|rest| !rest.contains('$')).map(|rest| quote(&format!("${{uri}}{rest}")))
}

fn answer_line(answer: &Answer) -> String {
    match answer {
        Answer::Moved { to, status } => format!("return {status} {};", quote(&plain_dollar(to))),
        Answer::Gone { .. } => "return 410;".to_owned(),
    }
}

/// In an address `$` would begin a variable.
fn plain_dollar(address: &str) -> String {
    address.replace('$', "%24")
}

/// Writes a text as nginx reads it: in quotation marks, in which a backslash hides them and itself.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::rules::{Answer, Rule, Rules};
    use super::old_addresses;
    use std::collections::BTreeSet;

    fn rule(old: &str, query: Option<&str>, answer: Answer) -> Rule {
        Rule { path: old.into(), query: query.map(str::to_owned), answer }
    }

    fn moved(to: &str, status: u16) -> Answer {
        Answer::Moved { to: to.into(), status }
    }

    #[test]
    fn each_old_address_is_one_location() {
        let gone = |page: &str| Answer::Gone { page: Some(page.into()) };
        let rules = Rules {
            with_query: vec![
                rule("/index.php", Some("id=5$x"), moved("/en/five/", 302)),
                rule("/o/x", Some("a"), Answer::Gone { page: None }),
            ],
            plain: vec![
                rule("/a\"b/", None, moved("/en/a/", 301)),
                rule("/en/gone/", None, gone("/en/gone/index.html")),
                rule("/en/$5/", None, gone("/en/$5/index.html")),
            ],
            folders: vec![rule("/o/", None, moved("https://old.example/$x/", 301)), rule("/en/", None, gone("/x"))],
        };
        assert_eq!(
            old_addresses(rules, &BTreeSet::from(["/en/".to_owned()])),
            r#"
location = "/a\"b/" {
    return 301 "/en/a/";
}

location = "/en/$5/" {
    error_page 410 "${uri}index.html";
    return 410;
}

location = "/en/gone/" {
    error_page 410 "/en/gone/index.html";
    return 410;
}

location = "/index.php" {
    if ($args ~ "^id\\x3d5\\x24x$") { return 302 "/en/five/"; }
}

location = "/o/x" {
    if ($args ~ "^a$") { return 410; }
    if ($request_uri ~ "^/(?:o|%6[fF])//*([^?]*)") { return 301 "https://old.example/%24x/$1$is_args$args"; }
    return 404;
}

location ^~ "/o/" {
    if ($request_uri ~ "^/(?:o|%6[fF])//*([^?]*)") { return 301 "https://old.example/%24x/$1$is_args$args"; }
    return 404;
}
"#
        );
    }
}
