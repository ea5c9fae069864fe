//! A piece of Apache configuration, to be included in the `<VirtualHost>` of the site.
//!
//! Old addresses and packed copies are rewritten in the context of the server, where the path is decoded and no file has
//! been looked for yet (Apache 2.4, "Apache `mod_rewrite`"). The order counts: what is gone has a page of its own, which would be
//! found otherwise.

use std::fmt::Write as _;

use super::addresses::PART;
use super::rules::{self, Answer, Rule};
use super::{FOR_EVER, KEPT, site_of};
use crate::plan::HostFile;
use crate::track::World;

/// What packed copies are called, by the encoding that a browser asks for.
const PACKED: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

pub(super) fn render(world: &World) -> String {
    let prefix = rules::decode(world.prefix());
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
    let policy = |searches| super::csp_header(host.hosts, searches);
    for folder in &host.search {
        let folder = quote(&format!("{prefix}{}", rules::decode(folder)));
        let value = value_of(&policy(true));
        let _ =
            writeln!(text, "\n<Location {folder}>\n    Header always set Content-Security-Policy {value}\n</Location>");
    }
    for format in &world.feeds().formats {
        let pattern = quote(&format!("^{}(\\.br|\\.gz)?$", escape(format.file_name())));
        let media_type = quote(&format!("{}; charset=utf-8", format.media_type()));
        let _ = writeln!(text, "\n<FilesMatch {pattern}>\n    ForceType {media_type}\n</FilesMatch>");
    }
    let rules = rules::of(world);
    for rule in &rules {
        if let Answer::Gone { page: Some(page) } = &rule.answer
            && !rule.prefix
        {
            let (path, page) = (quote(&rule.old_path), quote(page));
            let _ = writeln!(text, "\n<Location {path}>\n    ErrorDocument 410 {page}\n</Location>");
        }
    }
    text.push_str("\nRewriteEngine On\n");
    for file in HostFile::ALL {
        let pattern = quote(&format!("^{}(\\.br|\\.gz)?$", escape(&format!("{prefix}/{}", file.file_name()))));
        let _ = writeln!(text, "RewriteRule {pattern} - [R=404,L]");
    }
    text.push_str(&old_addresses(rules));
    text.push_str(&parts_of_lists(&prefix, &world.lists()));
    text.push_str(&packed());
    text
}

/// Writes a rule for each old address: those of single pages before those of folders, each the first of its name.
fn old_addresses(rules: Vec<Rule>) -> String {
    let mut text = String::new();
    let (folders, pages): (Vec<_>, Vec<_>) = rules.into_iter().partition(|rule| rule.prefix);
    let (with_query, plain): (Vec<_>, Vec<_>) = pages.into_iter().partition(|rule| rule.query.is_some());
    for rule in with_query.into_iter().chain(plain).chain(folders) {
        if let Some(query) = &rule.query {
            let _ = writeln!(text, "RewriteCond %{{QUERY_STRING}} {}", quote(&format!("^{}$", escape(query))));
        }
        let (rest, end, more) = if rule.prefix { ("(.*)", "$1", "") } else { ("", "", ",QSD") };
        let pattern = quote(&format!("^{}{rest}$", escape(&rule.old_path)));
        let _ = match &rule.answer {
            Answer::Moved { to, status } => {
                writeln!(
                    text,
                    "RewriteRule {pattern} {} [R={status},L,NE{more}]",
                    quote(&format!("{}{end}", without_variables(to)))
                )
            }
            Answer::Gone { .. } => writeln!(text, "RewriteRule {pattern} - [G]"),
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

fn quote(text: &str) -> String {
    // A backslash stands for itself, but before a quotation mark.
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// Makes a text a regular expression that means itself.
fn escape(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // In quotation marks, and in no class of its own, it is escaped once more.
            '"' => pattern.push_str("\\x22"),
            c if c.is_ascii_punctuation() && !matches!(c, '/' | '-' | '_') => pattern.extend(['\\', c]),
            ' ' => pattern.push_str("\\x20"),
            c if c.is_control() => {
                // Writing to a string never fails.
                let _ = write!(pattern, "\\x{:02x}", u32::from(c));
            }
            c => pattern.push(c),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(old: &str, query: Option<&str>, prefix: bool, answer: Answer) -> Rule {
        Rule { old_url: String::new(), old_path: old.into(), query: query.map(str::to_owned), prefix, answer }
    }

    #[test]
    fn single_pages_come_before_folders() {
        let moved = |to: &str, status| Answer::Moved { to: to.into(), status };
        let rules = vec![
            rule("/old.site/", None, true, moved("https://old.example/%41$x/", 301)),
            rule("/a\"b c/", None, false, moved("/en/a/", 301)),
            rule("/index.php", Some("id=5"), false, moved("/en/five/", 302)),
            rule("/en/gone/", None, false, Answer::Gone { page: Some("/en/gone/index.html".into()) }),
        ];
        assert_eq!(
            old_addresses(rules),
            r#"RewriteCond %{QUERY_STRING} "^id\=5$"
RewriteRule "^/index\.php$" "/en/five/" [R=302,L,NE,QSD]
RewriteRule "^/a\x22b\x20c/$" "/en/a/" [R=301,L,NE,QSD]
RewriteRule "^/en/gone/$" - [G]
RewriteRule "^/old\.site/(.*)$" "https://old.example/\%41\$x/$1" [R=301,L,NE]
"#
        );
    }
}
