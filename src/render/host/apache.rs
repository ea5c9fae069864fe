//! A piece of Apache configuration, to be included in the `<VirtualHost>` of the site.
//!
//! Old addresses and packed copies are rewritten in the context of the server, where the path is decoded and no file has
//! been looked for yet (Apache 2.4, "Apache `mod_rewrite`"). The order counts: what is gone has a page of its own, which would be
//! found otherwise.

use std::fmt::Write as _;

use super::addresses::PART;
use super::rules::{self, Answer, Rules, encoded_pattern, pattern};
use super::{DOWNLOADED, FOR_EVER, KEPT, site_of};
use crate::config::address::{decode, encode};
use crate::plan::HostFile;
use crate::site::files::DOWNLOADS;
use crate::track::World;

/// What packed copies are called, by the encoding that a browser asks for.
const PACKED: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

pub(super) fn render(world: &World) -> String {
    let prefix = decode(world.prefix());
    let host = site_of(world);
    let mut text = String::from(
        "# To be included in the virtual host of the site. Made anew with every build.\n\
         # Modules: alias, dir, headers, mime, rewrite.\n\n\
         DirectoryIndex index.html\nAddDefaultCharset utf-8\nAddCharset utf-8 .css .js .json .xml .csv .svg .txt .html\n\
         # In which encoding a packed copy is; `.br` is also the ending of Breton.\n\
         AddEncoding br .br\nAddEncoding gzip .gz\nRemoveLanguage .br\nRemoveType .gz .br\n\n",
    );
    // Writing to a string never fails.
    let _ = writeln!(text, "ErrorDocument 404 {}", quote(&format!("{prefix}/404.html")));
    let _ = writeln!(text, "ErrorDocument 410 {}", quote(&format!("{prefix}/404.html")));
    for (name, value) in super::headers(&host, false) {
        let _ = writeln!(text, "Header always set {name} {}", value_of(&value));
    }
    let _ = writeln!(text, "Header set Cache-Control {}", value_of(&host.for_a_while()));
    text.push_str("Header merge Vary Accept-Encoding\n");
    for language in &host.languages {
        let folder = format!("{prefix}/{language}/");
        let page = quote(&format!("{folder}404.html"));
        let _ = writeln!(text, "\n<Location {}>\n    ErrorDocument 404 {page}\n</Location>", quote(&folder));
    }
    for folder in KEPT {
        let folder = quote(&format!("{prefix}{folder}"));
        let value = value_of(FOR_EVER);
        let _ = writeln!(text, "\n<Location {folder}>\n    Header set Cache-Control {value}\n</Location>");
    }
    let folder = quote(&format!("{prefix}{DOWNLOADS}"));
    let _ = writeln!(text, "\n<Location {folder}>");
    for (name, value) in DOWNLOADED {
        let value = value_of(value);
        let _ = match name {
            "Content-Type" => writeln!(text, "    ForceType {value}"),
            name => writeln!(text, "    Header always set {name} {value}"),
        };
    }
    text.push_str("</Location>\n");
    let policy = |searches| super::csp_header(host.hosts, searches);
    for folder in &host.search {
        let folder = quote(&format!("{prefix}{}", decode(folder)));
        let value = value_of(&policy(true));
        let _ =
            writeln!(text, "\n<Location {folder}>\n    Header always set Content-Security-Policy {value}\n</Location>");
    }
    for format in &world.feeds().formats {
        let pattern = quote(&format!("^{}(\\.br|\\.gz)?$", pattern(format.file_name())));
        let media_type = quote(&format!("{}; charset=utf-8", format.media_type()));
        let _ = writeln!(text, "\n<FilesMatch {pattern}>\n    ForceType {media_type}\n</FilesMatch>");
    }
    let rules = rules::of(world);
    for rule in &rules.plain {
        if let Answer::Gone { page: Some(page) } = &rule.answer {
            // The page is asked for by its address, so it is encoded.
            let (path, page) = (quote(&format!("^{}$", pattern(&rule.path))), quote(&encode(page)));
            let _ = writeln!(text, "\n<LocationMatch {path}>\n    ErrorDocument 410 {page}\n</LocationMatch>");
        }
    }
    text.push_str("\nRewriteEngine On\n");
    for file in HostFile::ALL {
        let pattern = quote(&format!("^{}(\\.br|\\.gz)?$", pattern(&format!("{prefix}/{}", file.file_name()))));
        let _ = writeln!(text, "RewriteRule {pattern} - [R=404,L]");
    }
    text.push_str(&old_addresses(rules));
    text.push_str(&parts_of_lists(&prefix, &world.lists()));
    text.push_str(&packed());
    text
}

/// Writes a rule for each old address; the first that matches counts.
fn old_addresses(rules: Rules) -> String {
    let mut text = String::new();
    for rule in rules.with_query.into_iter().chain(rules.plain) {
        if let Some(query) = &rule.query {
            let _ = writeln!(text, "RewriteCond %{{QUERY_STRING}} {}", quote(&format!("^{}$", pattern(query))));
        }
        let path = quote(&format!("^{}$", pattern(&rule.path)));
        let _ = match &rule.answer {
            Answer::Moved { to, status } => {
                let to = quote(&without_variables(to));
                writeln!(text, "RewriteRule {path} {to} [R={status},L,NE,QSD]")
            }
            Answer::Gone { .. } => writeln!(text, "RewriteRule {path} - [G]"),
        };
    }
    for rule in rules.folders {
        let path = quote(&format!("^{}", pattern(&rule.path)));
        let _ = match &rule.answer {
            Answer::Moved { to, status } => {
                // What follows is handed on as it was asked for: decoded, a part of it could become a query or a host.
                let strokes = if to.ends_with('/') { "/*" } else { "" };
                let start = "^[^ ]+ (?:https?://[^/]+)?";
                let asked = quote(&format!("{start}{}{strokes}([^ ?]*)", encoded_pattern(&rule.path)));
                let to = quote(&format!("{}%1", without_variables(to)));
                writeln!(text, "RewriteCond %{{THE_REQUEST}} {asked}\nRewriteRule {path} {to} [R={status},L,NE]")
            }
            Answer::Gone { .. } => writeln!(text, "RewriteRule {path} - [G]"),
        };
    }
    text
}

/// A part of a list that has nothing to show any more leads to the list.
fn parts_of_lists(prefix: &str, lists: &[&str]) -> String {
    if lists.is_empty() {
        return String::new();
    }
    let lists: Vec<String> = lists.iter().map(|list| pattern(&format!("{prefix}{list}"))).collect();
    let pattern = quote(&format!("^({}){PART}", lists.join("|")));
    format!("RewriteCond %{{DOCUMENT_ROOT}}%{{REQUEST_URI}}index.html !-f\nRewriteRule {pattern} \"$1\" [R=302,L]\n")
}

/// Whoever can read a packed copy gets it, at the address of the file itself.
fn packed() -> String {
    let mut text = String::new();
    for (encoding, ending) in PACKED {
        for (pattern, file) in [("^(.*/)$", "index.html"), ("^(.*[^/])$", "")] {
            let _ = writeln!(text, "RewriteCond %{{HTTP:Accept-Encoding}} \"(^|[ ,]){encoding}([ ,;]|$)\"");
            let _ = writeln!(text, "RewriteCond %{{DOCUMENT_ROOT}}%{{REQUEST_URI}}{file}.{ending} -f");
            let _ = writeln!(text, "RewriteRule \"{pattern}\" \"$1{file}.{ending}\" [L]");
        }
    }
    text
}

/// In a new address `%` and `$` would begin what was matched.
fn without_variables(address: &str) -> String {
    address.replace('%', "\\%").replace('$', "\\$")
}

/// In the value of a header `%` would begin a variable.
fn value_of(text: &str) -> String {
    quote(&text.replace('%', "%%"))
}

/// Writes a text as Apache reads it: in quotation marks, in which a backslash hides them and itself.
fn quote(text: &str) -> String {
    // Before anything else a backslash is itself; so those of expressions stay as they are.
    format!("\"{}\"", text.replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::super::rules::Rule;
    use super::*;

    fn rule(old: &str, query: Option<&str>, answer: Answer) -> Rule {
        Rule { path: old.into(), query: query.map(str::to_owned), answer }
    }

    #[test]
    fn single_pages_come_before_folders() {
        let moved = |to: &str, status| Answer::Moved { to: to.into(), status };
        let rules = Rules {
            with_query: vec![rule("/index.php", Some("id=5"), moved("/en/five/", 302))],
            plain: vec![
                rule("/a\"${b} c/", None, moved("/en/a/", 301)),
                rule("/en/gone/", None, Answer::Gone { page: Some("/en/gone/index.html".into()) }),
            ],
            folders: vec![rule("/o/", None, moved("https://old.example/%41$x/", 301))],
        };
        assert_eq!(
            old_addresses(rules),
            r#"RewriteCond %{QUERY_STRING} "^id\x3d5$"
RewriteRule "^/index\.php$" "/en/five/" [R=302,L,NE,QSD]
RewriteRule "^/a\x22\x24\x7bb\x7d\x20c/$" "/en/a/" [R=301,L,NE,QSD]
RewriteRule "^/en/gone/$" - [G]
RewriteCond %{THE_REQUEST} "^[^ ]+ (?:https?://[^/]+)?/(?:o|%6[fF])//*([^ ?]*)"
RewriteRule "^/o/" "https://old.example/\%41\$x/%1" [R=301,L,NE]
"#
        );
    }
}
