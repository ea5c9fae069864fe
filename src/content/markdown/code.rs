//! Colours for code: spans with classes, so that the style sheet decides and no inline style is needed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::{SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::toml_syntax;
use crate::limits::{CODE_BYTES, CODE_LINE_BYTES};

/// Classes look like `hl-keyword hl-control`.
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// How many pieces of coloured code a thread keeps: translations of one text hold the same code.
const KEPT: usize = 512;

thread_local! {
    static KNOWN: RefCell<HashMap<[u8; 32], Option<String>>> = RefCell::new(HashMap::new());
}

/// Returns code as HTML with spans; `None` where the language is not known or the code too long: a grammar's regular
/// expressions may take very long on one long line.
pub(super) fn highlight(language: &str, code: &str) -> Option<String> {
    let mut name = blake3::Hasher::new();
    name.update(language.as_bytes()).update(&[0]).update(code.as_bytes());
    let name = *name.finalize().as_bytes();
    if let Some(known) = KNOWN.with_borrow(|known| known.get(&name).cloned()) {
        return known;
    }
    let coloured = colour(language, code);
    KNOWN.with_borrow_mut(|known| {
        if known.len() >= KEPT {
            known.clear();
        }
        known.insert(name, coloured.clone());
    });
    coloured
}

fn colour(language: &str, code: &str) -> Option<String> {
    if code.len() > CODE_BYTES || code.lines().any(|line| line.len() > CODE_LINE_BYTES) {
        return None;
    }
    let (set, syntax) = syntax(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, set, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

fn syntax(language: &str) -> Option<(&'static SyntaxSet, &'static SyntaxReference)> {
    static DEFAULTS: OnceLock<SyntaxSet> = OnceLock::new();
    static OWN: OnceLock<SyntaxSet> = OnceLock::new();
    if matches!(language, "text" | "txt" | "plain") {
        return None;
    }
    // Apart from the defaults: adding to them would unpack and link all of them anew.
    let own = OWN.get_or_init(toml_syntax::set);
    let find = |set: &'static SyntaxSet| set.find_syntax_by_token(language).map(|syntax| (set, syntax));
    find(own).or_else(|| find(DEFAULTS.get_or_init(SyntaxSet::load_defaults_newlines)))
}

#[cfg(test)]
mod tests {
    use super::highlight;

    #[test]
    fn known_code_is_coloured_by_classes() {
        let html = highlight("rust", "let a = \"<b>\";\n").unwrap_or_default();
        assert!(html.contains("<span class=\"hl-storage hl-type hl-rust\">let</span>"), "{html}");
        assert!(html.contains("&lt;b&gt;"), "{html}");
        assert!(!html.contains("style="), "{html}");
    }

    #[test]
    fn toml_is_coloured() {
        let html = highlight("toml", "# why\n[a.b]\nc = \"d\\n\" # e\nf = [1, true, 2026-11-23]\n").unwrap_or_default();
        for part in [
            "<span class=\"hl-comment hl-line hl-toml\"># why\n</span>",
            "<span class=\"hl-entity hl-name hl-section hl-toml\">[a.b]</span>",
            "<span class=\"hl-variable hl-other hl-key hl-toml\">c</span>",
            "<span class=\"hl-string hl-quoted hl-toml\">&quot;d\\n&quot;</span>",
            "<span class=\"hl-constant hl-numeric hl-toml\">2026-11-23</span>",
            "<span class=\"hl-constant hl-language hl-toml\">true</span>",
        ] {
            assert!(html.contains(part), "{part} is not in {html}");
        }
    }

    #[test]
    fn unknown_or_endless_code_stays_plain() {
        assert_eq!(highlight("no-such-language", "a"), None);
        assert_eq!(highlight("rust", &"a".repeat(5000)), None);
    }
}
