//! Detects files that can run code when opened: in a browser or on a web server.
//!
//! SVG drawings are not included, because published drawings are cleaned.

/// Extensions of files that a browser runs, or shows as a page that can run scripts.
const BROWSERS: [&str; 26] = [
    "atom", "cjs", "css", "hta", "htc", "htm", "html", "jar", "js", "jsm", "mathml", "mht", "mhtml", "mjs", "rdf",
    "rss", "svgz", "swf", "wasm", "xht", "xhtm", "xhtml", "xml", "xsl", "xslt", "xul",
];

/// Extensions of files that web servers run or read as configuration.
const SERVERS: [&str; 23] = [
    "ashx", "asmx", "asp", "aspx", "cfc", "cfm", "cgi", "fcgi", "htaccess", "htpasswd", "jsp", "jspx", "phar", "php",
    "php3", "php4", "php5", "php7", "php8", "phtml", "shtm", "shtml", "stm",
];

/// Returns whether a browser would run a file. Checks every extension in the name, as some servers do.
#[must_use]
pub fn is_run_by_browsers(name: &str) -> bool {
    has_ending(name, &BROWSERS)
}

/// Returns whether a web server could run a file or read it as configuration.
#[must_use]
pub fn is_run_by_servers(name: &str) -> bool {
    has_ending(name, &SERVERS) || name.eq_ignore_ascii_case("web.config")
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.split('.').skip(1).any(|ending| endings.contains(&ending.trim().to_ascii_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::{is_run_by_browsers, is_run_by_servers};

    #[test]
    fn extensions_count_at_every_position_and_in_any_case() {
        for name in ["a.html", "A.HTML", "a.b.xhtml", "a.js", "a.svgz", "a.html.txt", "a.xml"] {
            assert!(is_run_by_browsers(name) && !is_run_by_servers(name), "{name}");
        }
        for name in ["a.php", "a.PHP.txt", "a.phtml", ".htaccess", "a.jsp", "web.config", "a.cgi"] {
            assert!(is_run_by_servers(name), "{name}");
        }
        for name in ["a.pdf", "html", "php", "a.csv", "map.svg", "map.fr.svg", "a.json", "a.docx", "a"] {
            assert!(!is_run_by_browsers(name) && !is_run_by_servers(name), "{name}");
        }
    }
}
