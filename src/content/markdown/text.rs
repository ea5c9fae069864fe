//! Text without markup: for descriptions.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::diag::SourcePath;

use super::faults::Faults;
use super::{Options, flanking, scan};

/// Returns the text that a reader would see, one line per block: no markup, no raw HTML, no footnotes, no images,
/// no directive lines.
#[must_use]
pub fn plain_text(markdown: &str) -> String {
    let path = SourcePath::new("");
    let scan = scan::scan(markdown, &mut Faults::new(&path, 0));
    let mut text = String::with_capacity(markdown.len());
    // Elements whose content is left out, one in the other.
    let mut hidden = 0_usize;
    for event in Parser::new_ext(&scan.source, Options::content().dialect()) {
        match flanking::as_written(event) {
            Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_) | Tag::HtmlBlock) => hidden += 1,
            Event::End(TagEnd::Image | TagEnd::FootnoteDefinition | TagEnd::HtmlBlock) => hidden -= 1,
            _ if hidden > 0 => {}
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::TableCell) => text.push(' '),
            Event::Start(Tag::List(_) | Tag::BlockQuote(_))
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition,
            ) => end_line(&mut text),
            _ => {}
        }
    }
    end_line(&mut text);
    text.truncate(text.trim_end().len());
    text
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches([' ', '\n']).len());
    if !text.is_empty() {
        text.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::plain_text;

    #[test]
    fn what_a_reader_sees_without_markup() {
        let markdown = "## A *b*\n\nOne\ntwo `c`[^1] [link](x) ![i](y).<b>\n\n::: notice info\n- d\n- e\n  - f\n:::\n\n\
                        | g | h |\n|---|---|\n| i | j |\n\n[^1]: note\n\n<!-- k -->\n";
        assert_eq!(plain_text(markdown), "A b\nOne two c link .\nd\ne\nf\ng h\ni j");
    }
}
