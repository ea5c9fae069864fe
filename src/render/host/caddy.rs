//! A piece of Caddy configuration, to be imported in the site block. It answers what it can in the order of its lines
//! (`route`), serves the files, and says what is not there in the language of the address.

use std::fmt::Write as _;

use super::addresses::PART;
use super::rules::{self, Answer, Rules, encoded_pattern, pattern};
use super::{DOWNLOADED, FOR_EVER, KEPT, site_of};
use crate::config::address::{decode, encode};
use crate::plan::HostFile;
use crate::site::files::DOWNLOADS;
use crate::track::World;

pub(super) fn render(world: &World) -> String {
    let prefix = decode(world.prefix());
    let host = site_of(world);
    let mut text =
        String::from("# To be imported in the site block. Made anew with every build.\n\nroute {\n\theader {\n");
    // Writing to a string never fails.
    for (name, value) in super::headers(&host, false) {
        let _ = writeln!(text, "\t\t{name} {}", quote(&value));
    }
    // `?`: unless the file server says so itself.
    let _ = writeln!(text, "\t\tCache-Control {}\n\t\t?Vary Accept-Encoding\n\t}}", quote(&host.for_a_while()));
    for (number, folder) in KEPT.iter().enumerate() {
        let (pattern, value) = (quote(&format!("{prefix}{folder}*")), quote(FOR_EVER));
        let _ = writeln!(text, "\t@kept{number} path {pattern}\n\theader @kept{number} Cache-Control {value}");
    }
    let _ = writeln!(text, "\t@download path {}", quote(&format!("{prefix}{DOWNLOADS}*")));
    for (name, value) in DOWNLOADED {
        let _ = writeln!(text, "\theader @download {name} {}", quote(value));
    }
    let policy = quote(&super::csp_header(host.hosts, true));
    for (number, folder) in host.search.iter().enumerate() {
        let pattern = quote(&format!("{prefix}{}*", decode(folder)));
        let _ = writeln!(
            text,
            "\t@search{number} path {pattern}\n\theader @search{number} Content-Security-Policy {policy}"
        );
    }
    for (number, format) in world.feeds().formats.iter().enumerate() {
        let pattern = quote(&format!("{prefix}/*/{}", format.file_name()));
        let media_type = quote(&format!("{}; charset=utf-8", format.media_type()));
        let _ = writeln!(text, "\t@feed{number} path {pattern}\n\theader @feed{number} Content-Type {media_type}");
    }
    let hidden = HostFile::ALL.map(|file| quote(&format!("{prefix}/{}*", file.file_name()))).join(" ");
    let _ = writeln!(text, "\t@rules path {hidden}\n\terror @rules 404");
    let rules = rules::of(world);
    text.push_str(&old_addresses(&rules));
    text.push_str(&parts_of_lists(&prefix, &world.lists()));
    text.push_str("\tfile_server {\n\t\tprecompressed br gzip\n\t}\n}\n\n");
    text.push_str(&errors(&prefix, &host.languages, &rules));
    text
}

/// Answers old addresses: single ones by tables, those with a query first, then those of whole folders.
fn old_addresses(rules: &Rules) -> String {
    let mut text = String::new();
    // A query holds no space, so the first one ends it.
    let with_query = rules.with_query.iter().map(|rule| {
        let query = rule.query.as_deref().unwrap_or_default();
        (format!("{query} {}", rule.path), &rule.answer)
    });
    table(&mut text, "asked", "\"{query} {path}\"", with_query);
    table(&mut text, "old", "{path}", rules.plain.iter().map(|rule| (rule.path.clone(), &rule.answer)));
    for (number, rule) in rules.folders.iter().enumerate() {
        let _ = match &rule.answer {
            Answer::Moved { to, status } => {
                // What follows is handed on as it was asked for: decoded, a part of it could become a query or a host.
                let strokes = if to.ends_with('/') { "/*" } else { "" };
                let asked = format!("^(?:https?://[^/]+)?{}{strokes}(.*)$", encoded_pattern(&rule.path));
                let to = format!("\"{to}{{re.folder{number}.1}}\"");
                writeln!(
                    text,
                    "\t@folder{number} vars_regexp folder{number} {{http.request.orig_uri}} {}\n\tredir @folder{number} {to} {status}",
                    quote(&asked)
                )
            }
            Answer::Gone { .. } => {
                let path = quote(&format!("^{}", pattern(&rule.path)));
                writeln!(text, "\t@folder{number} path_regexp {path}\n\terror @folder{number} 410")
            }
        };
    }
    text
}

/// Answers by a table: what a text of the request is, with what is then answered.
fn table<'a>(text: &mut String, name: &str, asked: &str, rows: impl Iterator<Item = (String, &'a Answer)>) {
    let mut lines = String::new();
    for (wanted, answer) in rows {
        let (status, to) = match answer {
            // Beside an expression, `$` would begin what it has matched.
            Answer::Moved { to, status } if is_expression(&wanted) => (*status, to.replace('$', "$$")),
            Answer::Moved { to, status } => (*status, to.clone()),
            Answer::Gone { .. } => (410, String::new()),
        };
        let _ = writeln!(lines, "\t\t{} {status} {}", key(&wanted), quote(&to));
    }
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(text, "\tmap {asked} {{{name}_status}} {{{name}_to}} {{\n{lines}\t\tdefault \"\" \"\"\n\t}}");
    for status in [301, 302] {
        let _ = writeln!(
            text,
            "\t@{name}{status} `{{{name}_status}} == \"{status}\"`\n\tredir @{name}{status} {{{name}_to}} {status}"
        );
    }
    let _ = writeln!(text, "\t@{name}410 `{{{name}_status}} == \"410\"`\n\terror @{name}410 410");
}

/// Writes what a table compares with: the text itself, or an expression where the text would mean more to Caddy.
fn key(text: &str) -> String {
    quote(&if is_expression(text) { format!("~^{}$", pattern(text)) } else { text.to_owned() })
}

fn is_expression(text: &str) -> bool {
    text.starts_with('~') || text.contains(['{', '\\'])
}

/// A part of a list that has nothing to show any more leads to the list.
fn parts_of_lists(prefix: &str, lists: &[&str]) -> String {
    if lists.is_empty() {
        return String::new();
    }
    let lists: Vec<String> = lists.iter().map(|list| pattern(&format!("{prefix}{list}"))).collect();
    let pattern = quote(&format!("^({}){PART}", lists.join("|")));
    format!(
        "\t@part {{\n\t\tnot file {{path}}/index.html\n\t\tpath_regexp part {pattern}\n\t}}\n\tredir @part {{re.part.1}} 302\n"
    )
}

/// Says what is gone or not there: by its own page, else in the language of the address.
fn errors(prefix: &str, languages: &[&str], rules: &Rules) -> String {
    // What is not there now may be there soon.
    let mut text = String::from("handle_errors {\n\theader Cache-Control no-cache\n");
    let pages = rules.plain.iter().filter_map(|rule| match &rule.answer {
        Answer::Gone { page: Some(page) } => Some((&rule.path, page)),
        _ => None,
    });
    let mut own = String::new();
    for (old, page) in pages {
        let page = if is_expression(old) { encode(page).replace('$', "$$") } else { encode(page) };
        let _ = writeln!(own, "\t\t{} {}", key(old), quote(&page));
    }
    let in_language = languages.iter().map(|language| {
        let folder = format!("{prefix}/{language}/");
        format!(
            "\t\t~{} {}\n",
            quote(&format!("^{}", pattern(&folder))).trim_matches('"'),
            quote(&format!("{folder}404.html"))
        )
    });
    let _ = writeln!(
        text,
        "\tmap {{path}} {{error_page}} {{\n{own}{}\t\tdefault {}\n\t}}",
        in_language.collect::<String>(),
        quote(&format!("{prefix}/404.html"))
    );
    // Else Caddy redirects where the old address ends as the page does: `/old/index.html/`.
    text.push_str(
        "\trewrite * {error_page}\n\tfile_server {\n\t\tprecompressed br gzip\n\t\tdisable_canonical_uris\n\t}\n}\n",
    );
    text
}

/// Writes a text as Caddy reads it: in quotation marks, in which a backslash hides them and nothing else. Two things can't
/// be said so and are in no text that comes here: a backslash at its end, and `{`, which begins what Caddy puts in by
/// itself, from the request or from its environment.
fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::rules::Rule;
    use super::*;

    #[test]
    fn what_caddy_would_put_in_by_itself_is_an_expression() {
        assert_eq!(key("/a\"b c/"), "\"/a\\\"b c/\"");
        assert_eq!(key("/{$HOME}/{env.PATH}"), "\"~^/\\x7b\\x24HOME\\x7d/\\x7benv\\.PATH\\x7d$\"");
        assert_eq!(key("~a /x"), "\"~^\\x7ea\\x20/x$\"");
        assert_eq!(key("a\\ /x"), "\"~^a\\x5c\\x20/x$\"");
    }

    #[test]
    fn queries_come_before_single_pages_and_folders() {
        let rule = |old: &str, query: Option<&str>, to: &str| Rule {
            path: old.into(),
            query: query.map(str::to_owned),
            answer: Answer::Moved { to: to.into(), status: 301 },
        };
        let rules = Rules {
            with_query: vec![rule("/index.php", Some("id=5"), "/en/five/")],
            plain: vec![rule("/a/", None, "/en/a/"), rule("/{b}/", None, "/en/$b/")],
            folders: vec![rule("/o/", None, "https://old.example/")],
        };
        let text = old_addresses(&rules);
        let places = ["\"id=5 /index.php\" 301 \"/en/five/\"", "\"/a/\" 301 \"/en/a/\"", "@folder0"];
        let places = places.map(|part| text.find(part).expect(part));
        assert!(places.is_sorted(), "{text}");
        assert!(text.contains("\"~^/\\x7bb\\x7d/$\" 301 \"/en/$$b/\""), "{text}");
    }
}
