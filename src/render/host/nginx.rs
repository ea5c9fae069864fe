//! A piece of nginx configuration, to be included in the `server` block of the site.
//!
//! Locations match decoded paths, exact ones in a tree, so that tens of thousands of old addresses cost nothing. A
//! location with an `add_header` of its own inherits none; those say all of them again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::addresses::PART;
use super::rules::{self, Answer, Rule};
use super::{FOR_EVER, KEPT, site_of};
use crate::plan::HostFile;
use crate::track::World;

pub(super) fn render(world: &World) -> String {
    let prefix = rules::decode(world.prefix());
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
    let _ = writeln!(text, "error_page 404 {not_found};\nerror_page 410 {not_found};");
    text.extend(headers.iter().map(String::as_str));
    // Not `always`: what is not there now may be there soon.
    let for_a_while = format!("add_header Cache-Control {};\n", quote(&host.for_a_while()));
    text.push_str(&for_a_while);

    let mut taken = BTreeSet::new();
    for lang in world.languages().ids() {
        let folder = format!("{prefix}/{}/", world.tag(lang));
        let page = quote(&format!("{folder}404.html"));
        let _ = writeln!(text, "\nlocation {} {{\n    error_page 404 {page};\n}}", quote(&folder));
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
    for folder in &host.search {
        let folder = format!("{prefix}{}", rules::decode(folder));
        let inside =
            search_headers.iter().chain([&for_a_while]).map(|line| format!("    {line}")).collect::<Vec<_>>().concat();
        let _ = writeln!(text, "\nlocation ^~ {} {{\n{inside}}}", quote(&folder));
        taken.insert(folder);
    }
    for format in &world.feeds().formats {
        let pattern = quote(&format!("^{}/.+/{}$", escape(&prefix), escape(format.file_name())));
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

/// A part of a list that has nothing to show any more leads to the list.
fn parts_of_lists(prefix: &str, lists: &[&str]) -> String {
    if lists.is_empty() {
        return String::new();
    }
    let lists: Vec<String> = lists.iter().map(|list| escape(&format!("{prefix}{list}"))).collect();
    let pattern = quote(&format!("^({}){PART}", lists.join("|")));
    format!(
        "\nlocation ~ {pattern} {{\n    error_page 404 = @list;\n}}\n\nlocation @list {{\n    rewrite {pattern} $1 redirect;\n}}\n"
    )
}

/// The rules of one location: those with a query, then the one without.
#[derive(Default)]
struct Location {
    with_query: Vec<(String, Answer)>,
    plain: Option<Answer>,
}

/// Writes a location for each old address; nginx accepts none twice, so the first rule of an address counts.
fn old_addresses(rules: Vec<Rule>, taken: &BTreeSet<String>) -> String {
    let mut exact: BTreeMap<String, Location> = BTreeMap::new();
    let mut folders: BTreeMap<String, Answer> = BTreeMap::new();
    for rule in rules {
        if rule.prefix {
            if !taken.contains(&rule.old_path) {
                folders.entry(rule.old_path).or_insert(rule.answer);
            }
            continue;
        }
        let location = exact.entry(rule.old_path).or_default();
        match rule.query {
            // nginx would take it for a variable, and knows no way to say that it isn't.
            Some(query) if query.contains('$') => {}
            Some(query) => location.with_query.push((query, rule.answer)),
            None => location.plain = location.plain.take().or(Some(rule.answer)),
        }
    }
    let mut text = String::new();
    for (path, Location { with_query, plain }) in exact {
        let _ = writeln!(text, "\nlocation = {} {{", quote(&path));
        for (query, answer) in with_query {
            let _ = writeln!(text, "    if ($args = {}) {{ {} }}", quote(&query), answer_line(&answer));
        }
        if let Some(answer) = plain {
            if let Answer::Gone { page: Some(page) } = &answer
                && !page.contains('$')
            {
                let _ = writeln!(text, "    error_page 410 {};", quote(page));
            }
            let _ = writeln!(text, "    {}", answer_line(&answer));
        }
        text.push_str("}\n");
    }
    for (path, answer) in folders {
        let line = match &answer {
            // A rewrite, since it encodes what was captured: `return` would hand on a decoded line break.
            Answer::Moved { to, status } => {
                let flag = if *status == 301 { "permanent" } else { "redirect" };
                let pattern = quote(&format!("^{}(.*)$", escape(&path)));
                format!("rewrite {pattern} {} {flag};", quote(&format!("{}$1", plain_dollar(to))))
            }
            Answer::Gone { .. } => answer_line(&answer),
        };
        let _ = writeln!(text, "\nlocation ^~ {} {{\n    {line}\n}}", quote(&path));
    }
    text
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

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Makes a text a regular expression that means itself.
fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, '/' | '-' | '_') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::{Answer, Rule, old_addresses};
    use std::collections::BTreeSet;

    fn rule(old: &str, query: Option<&str>, prefix: bool, answer: Answer) -> Rule {
        Rule { old_url: String::new(), old_path: old.into(), query: query.map(str::to_owned), prefix, answer }
    }

    fn moved(to: &str, status: u16) -> Answer {
        Answer::Moved { to: to.into(), status }
    }

    #[test]
    fn each_old_address_is_one_location() {
        let rules = vec![
            rule("/a\"b/", None, false, moved("/en/a/", 301)),
            rule("/a\"b/", None, false, moved("/en/second/", 301)),
            rule("/index.php", Some("id=5"), false, moved("/en/five/", 302)),
            rule("/en/gone/", None, false, Answer::Gone { page: Some("/en/gone/index.html".into()) }),
            rule("/old.site/", None, true, moved("https://old.example/$x/", 301)),
            rule("/en/", None, true, Answer::Gone { page: None }),
        ];
        assert_eq!(
            old_addresses(rules, &BTreeSet::from(["/en/".to_owned()])),
            r#"
location = "/a\"b/" {
    return 301 "/en/a/";
}

location = "/en/gone/" {
    error_page 410 "/en/gone/index.html";
    return 410;
}

location = "/index.php" {
    if ($args = "id=5") { return 302 "/en/five/"; }
}

location ^~ "/old.site/" {
    rewrite "^/old\\.site/(.*)$" "https://old.example/%24x/$1" permanent;
}
"#
        );
    }
}
