//! Writes XML documents element by element: feeds and sitemaps.
//!
//! Characters that XML 1.0 does not allow are removed, so that no text can make a document invalid.

use std::borrow::Cow;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML document under construction.
pub(in crate::render) struct Xml(Writer<Vec<u8>>);

impl Xml {
    /// Starts a document in UTF-8.
    pub fn new() -> Self {
        let mut xml = Self(Writer::new_with_indent(Vec::new(), b' ', 1));
        xml.write(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml
    }

    /// Writes a start tag.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Start(start(name, attributes)));
    }

    /// Writes the end tag of an element.
    pub fn close(&mut self, name: &str) {
        self.write(Event::End(BytesEnd::new(name)));
    }

    /// Writes an empty element.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.write(Event::Empty(start(name, attributes)));
    }

    /// Writes an element with text.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.write(Event::Text(BytesText::new(&legal(text))));
        self.close(name);
    }

    /// Returns the finished document.
    pub fn finish(self) -> String {
        let mut text = String::from_utf8_lossy(&self.0.into_inner()).into_owned();
        text.push('\n');
        text
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to memory never fails.
        let _ = self.0.write_event(event);
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, legal(value).as_ref()));
    }
    start
}

/// Removes characters that are not a `Char` (XML 1.0, section 2.2), such as U+0008 or U+FFFE.
fn legal(text: &str) -> Cow<'_, str> {
    let is_legal = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..);
    if text.chars().all(is_legal) { Cow::Borrowed(text) } else { text.chars().filter(|c| is_legal(*c)).collect() }
}

#[cfg(test)]
mod tests {
    use super::{Xml, legal};

    #[test]
    fn characters_that_xml_forbids_are_removed() {
        assert_eq!(legal("a\u{0}\u{8}\u{B}\u{1F}b\u{FFFE}\u{FFFF}"), "ab");
        let kept = "a\t\n\r\u{7F}\u{85}\u{E000}\u{FFFD}\u{10000}\u{10FFFF}";
        assert_eq!(legal(kept), kept);
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut xml = Xml::new();
        xml.open("a", &[("b", "\"<&>'")]);
        xml.text("c", &[], "]]> <&>\u{8}");
        xml.close("a");
        assert_eq!(
            xml.finish(),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <a b=\"&quot;&lt;&amp;&gt;&apos;\">\n <c>]]&gt; &lt;&amp;&gt;</c>\n</a>\n"
        );
    }
}
