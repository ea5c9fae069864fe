//! Removes comments and white space from a theme's style sheets and scripts. The meaning stays exactly the same: no
//! rule is merged, no fallback dropped, no name in a script changed. A file that can't be parsed stays as it is.

use lightningcss::stylesheet::{ParserOptions, PrinterOptions, StyleSheet};
use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions, CommentOptions};
use oxc_parser::Parser;
use oxc_span::SourceType;

/// Minifies an asset by its file extension; `None` if it stays as it is.
#[must_use]
pub fn minify(name: &str, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let minified = if name.ends_with(".css") {
        style_sheet(text)?
    } else if name.ends_with(".js") || name.ends_with(".mjs") {
        script(text)?
    } else {
        return None;
    };
    (minified.len() < text.len()).then(|| minified.into_bytes())
}

fn style_sheet(text: &str) -> Option<String> {
    let sheet = StyleSheet::parse(text, ParserOptions::default()).ok()?;
    Some(sheet.to_css(PrinterOptions { minify: true, ..PrinterOptions::default() }).ok()?.code)
}

fn script(text: &str) -> Option<String> {
    let allocator = Allocator::default();
    let parsed = Parser::new(&allocator, text, SourceType::unambiguous()).parse();
    if !parsed.errors.is_empty() {
        return None;
    }
    // Legal comments stay.
    let comments = CommentOptions { normal: false, jsdoc: false, annotation: false, ..CommentOptions::default() };
    let options = CodegenOptions { minify: true, comments, ..CodegenOptions::default() };
    Some(Codegen::new().with_options(options).build(&parsed.program).code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minified(name: &str, text: &str) -> String {
        let bytes = minify(name, text.as_bytes()).unwrap_or_else(|| text.into());
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn a_style_sheet_keeps_every_declaration() {
        let css = "/* a */\n.a :hover { content: \"/\"; content: \"/\" / \"\"; margin: calc(1px + 2 * var(--s)) }\n";
        assert_eq!(
            minified("a.css", css),
            ".a :hover{content:\"/\";content:\"/\" / \"\";margin:calc(1px + 2 * var(--s))}"
        );
        let css = "p { background: red; background: color-mix(in srgb, var(--gold) 28%, transparent); }";
        let expected = "p{background:red;background:color-mix(in srgb, var(--gold) 28%, transparent)}";
        assert_eq!(minified("a.css", css), expected);
    }

    #[test]
    fn a_script_keeps_its_names() {
        let js = "// a\nfunction menu(item) {\n  return item + 1;\n}\nvar unused = this;\n";
        assert_eq!(minified("a.js", js), "function menu(item){return item+1}var unused=this;");
    }

    #[test]
    fn what_cannot_be_read_stays() {
        assert_eq!(minified("a.css", "p { color: red"), "p{color:red}");
        assert_eq!(minify("a.css", b"} p {{{ color"), None);
        assert_eq!(minify("a.js", b"let let = ;    "), None);
        assert_eq!(minify("a.svg", b"<svg>   </svg>"), None);
        assert_eq!(minify("a.css", b"\xff"), None);
    }
}
