//! A piece of Caddy configuration, to be imported in the site block. It answers what it can in the order of its lines
//! (`route`), serves the files, and says what is not there in the language of the address.

use std::fmt::Write as _;

use super::addresses::PART;
use super::rules::{self, Answer, Rule};
use super::{FOR_EVER, KEPT, site_of};
use crate::plan::HostFile;
use crate::track::World;

pub(super) fn render(world: &World) -> String {
    let prefix = rules::decode(world.prefix());
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
    let policy = quote(&super::csp_header(host.hosts, true));
    for (number, folder) in host.search.iter().enumerate() {
        let pattern = quote(&format!("{prefix}{}*", rules::decode(folder)));
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

/// Answers old addresses: single ones by a table, then those of whole folders.
fn old_addresses(rules: &[Rule]) -> String {
    let mut text = String::new();
    let (folders, pages): (Vec<&Rule>, Vec<&Rule>) = rules.iter().partition(|rule| rule.prefix);
    let (with_query, plain): (Vec<&Rule>, Vec<&Rule>) = pages.into_iter().partition(|rule| rule.query.is_some());
    for (number, rule) in with_query.into_iter().enumerate() {
        let query = rule.query.as_deref().unwrap_or_default();
        let (path, query) = (cel(&rule.old_path), cel(query));
        let _ = writeln!(text, "\t@query{number} `{{path}} == {path} && {{query}} == {query}`");
        let _ = match &rule.answer {
            Answer::Moved { to, status } => writeln!(text, "\tredir @query{number} {} {status}", quote(to)),
            Answer::Gone { .. } => writeln!(text, "\terror @query{number} 410"),
        };
    }
    if !plain.is_empty() {
        let mut known = std::collections::BTreeSet::new();
        text.push_str("\tmap {path} {old_status} {old_to} {\n");
        for rule in plain.into_iter().filter(|rule| known.insert(rule.old_path.as_str())) {
            let (status, to) = match &rule.answer {
                Answer::Moved { to, status } => (*status, quote(to)),
                Answer::Gone { .. } => (410, quote("")),
            };
            let _ = writeln!(text, "\t\t{} {status} {to}", quote(&rule.old_path));
        }
        text.push_str("\t\tdefault \"\" \"\"\n\t}\n");
        for status in [301, 302] {
            let _ = writeln!(
                text,
                "\t@moved{status} `{{old_status}} == \"{status}\"`\n\tredir @moved{status} {{old_to}} {status}"
            );
        }
        text.push_str("\t@gone `{old_status} == \"410\"`\n\terror @gone 410\n");
    }
    for (number, rule) in folders.into_iter().enumerate() {
        let pattern = quote(&format!("^{}(.*)$", escape(&rule.old_path)));
        let _ = writeln!(text, "\t@folder{number} path_regexp folder{number} {pattern}");
        let _ = match &rule.answer {
            Answer::Moved { to, status } => {
                let to = quote(&format!("{to}{{re.folder{number}.1}}"));
                writeln!(text, "\tredir @folder{number} {to} {status}")
            }
            Answer::Gone { .. } => writeln!(text, "\terror @folder{number} 410"),
        };
    }
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
        "\t@part {{\n\t\tnot file {{path}}/index.html\n\t\tpath_regexp part {pattern}\n\t}}\n\tredir @part {{re.part.1}} 302\n"
    )
}

/// Says what is gone or not there: by its own page, else in the language of the address.
fn errors(prefix: &str, languages: &[&str], rules: &[Rule]) -> String {
    // What is not there now may be there soon.
    let mut text = String::from("handle_errors {\n\theader Cache-Control no-cache\n");
    let pages = rules.iter().filter_map(|rule| match &rule.answer {
        Answer::Gone { page: Some(page) } if !rule.prefix && rule.query.is_none() => Some((&rule.old_path, page)),
        _ => None,
    });
    let mut own = String::new();
    for (old, page) in pages {
        let _ = writeln!(own, "\t\t{} {}", quote(old), quote(page));
    }
    let in_language = languages.iter().map(|language| {
        let folder = format!("{prefix}/{language}/");
        format!(
            "\t\t~{} {}\n",
            quote(&format!("^{}", escape(&folder))).trim_matches('"'),
            quote(&format!("{folder}404.html"))
        )
    });
    let _ = writeln!(
        text,
        "\tmap {{path}} {{error_page}} {{\n{own}{}\t\tdefault {}\n\t}}",
        in_language.collect::<String>(),
        quote(&format!("{prefix}/404.html"))
    );
    text.push_str("\trewrite * {error_page}\n\tfile_server {\n\t\tprecompressed br gzip\n\t}\n}\n");
    text
}

/// Writes a text as Caddy reads it: in quotation marks.
fn quote(text: &str) -> String {
    // A backslash stands for itself, but before a quotation mark.
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// Writes a text in an expression of a matcher.
fn cel(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '`' => out.push_str("\\x60"),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Makes a text a regular expression that means itself.
fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => pattern.push_str("\\x22"),
            '{' => pattern.push_str("\\x7b"),
            ' ' => pattern.push_str("\\x20"),
            c if c.is_ascii_punctuation() && !matches!(c, '/' | '-' | '_') => pattern.extend(['\\', c]),
            c => pattern.push(c),
        }
    }
    pattern
}
