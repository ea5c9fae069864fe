//! Reading XML into a tree, by names as written and by namespaces.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::NsReader;

/// An element.
#[derive(Debug, Default)]
pub struct Element {
    /// The namespace, empty where there is none.
    pub namespace: String,
    /// The name without prefix.
    pub name: String,
    /// Attributes, by their names as written.
    pub attributes: Vec<(String, String)>,
    /// Elements within.
    pub children: Vec<Element>,
    /// The text within, that of children left out.
    pub text: String,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    /// Children of a name, in the namespace of this element.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.all_in(&self.namespace, name)
    }

    /// Children of a name in a namespace.
    pub fn all_in<'a>(&'a self, namespace: &'a str, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name && child.namespace == namespace)
    }

    /// The only child of a name.
    pub fn one(&self, name: &str) -> Option<&Element> {
        let mut all = self.children.iter().filter(|child| child.name == name && child.namespace == self.namespace);
        let first = all.next();
        first.filter(|_| all.next().is_none())
    }

    /// The text of the only child of a name.
    pub fn text_of(&self, name: &str) -> Option<&str> {
        self.one(name).map(|child| child.text.as_str())
    }
}

/// Reads a document; an error says what is wrong with it.
pub fn parse(text: &str) -> Result<Element, String> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open = vec![Element::default()];
    loop {
        let event = reader.read_event().map_err(|fault| fault.to_string())?;
        let top = open.last_mut().ok_or("an end without a start")?;
        match event {
            Event::Start(start) => open.push(element(&start, &reader)?),
            Event::End(_) => {
                let done = open.pop().ok_or("an end without a start")?;
                open.last_mut().ok_or("an end without a start")?.children.push(done);
            }
            Event::Text(piece) => top.text.push_str(&piece.xml10_content()),
            Event::CData(piece) => top.text.push_str(&piece.xml10_content()),
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(|fault| fault.to_string())? {
                Some(char) => top.text.push(char),
                None => top.text.push_str(match &*name.xml10_content() {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => return Err(format!("unknown entity `{other}`")),
                }),
            },
            Event::Eof => break,
            _ => {}
        }
    }
    let mut root = open.pop().filter(|_| open.is_empty()).ok_or("an element is not closed")?;
    if root.children.len() == 1 && root.text.trim().is_empty() {
        Ok(root.children.remove(0))
    } else {
        Err(format!("{} root elements", root.children.len()))
    }
}

fn element(start: &BytesStart<'_>, reader: &NsReader<&[u8]>) -> Result<Element, String> {
    let (namespace, name) = reader.resolver().resolve_element(start.name());
    let namespace = match namespace {
        quick_xml::name::ResolveResult::Bound(namespace) => namespace.into_inner().to_owned(),
        quick_xml::name::ResolveResult::Unbound => String::new(),
        quick_xml::name::ResolveResult::Unknown(prefix) => {
            return Err(format!("unknown prefix `{prefix}`"));
        }
    };
    let mut attributes = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|fault| fault.to_string())?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|fault| fault.to_string())?;
        attributes.push((attribute.key.into_inner().to_owned(), value.into_owned()));
    }
    Ok(Element { namespace, name: name.into_inner().to_owned(), attributes, ..Element::default() })
}
