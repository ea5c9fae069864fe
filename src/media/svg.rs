//! Removes from drawings everything that could run, load something or reveal too much.
//!
//! An SVG is rewritten from an allow-list of elements and attributes (SVG 1.1 and 2, the static part). Everything else
//! is removed: scripts, event handlers, foreign objects, animation, and every reference to anything outside the
//! drawing. Comments, metadata and the editors' own elements, which may contain paths of a private disk, are removed
//! without a report.

use base64::Engine;
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::probe::probe;

/// A drawing, cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cleaned {
    /// The drawing.
    pub svg: String,
    /// The removed parts that an author may miss, each once: `<script>`, `onclick`.
    pub removed: Vec<String>,
}

/// The allowed elements.
const ELEMENTS: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tspan",
    "use",
    "view",
];

/// Elements of which only the tags are removed: their content is still drawn.
const OPENED: &[&str] = &["a"];

/// Elements that are removed with their content and without a report.
const SILENT: &[&str] = &["metadata"];

/// The allowed attributes, besides `aria-*`.
const ATTRIBUTES: &[&str] = &[
    "alignment-baseline",
    "amplitude",
    "azimuth",
    "baseFrequency",
    "baseline-shift",
    "bias",
    "class",
    "clip",
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "cursor",
    "cx",
    "cy",
    "d",
    "diffuseConstant",
    "direction",
    "display",
    "divisor",
    "dominant-baseline",
    "dx",
    "dy",
    "edgeMode",
    "elevation",
    "exponent",
    "fill",
    "fill-opacity",
    "fill-rule",
    "filter",
    "filterUnits",
    "flood-color",
    "flood-opacity",
    "font-family",
    "font-size",
    "font-size-adjust",
    "font-stretch",
    "font-style",
    "font-variant",
    "font-weight",
    "fr",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "href",
    "id",
    "image-rendering",
    "in",
    "in2",
    "intercept",
    "isolation",
    "k1",
    "k2",
    "k3",
    "k4",
    "kernelMatrix",
    "kernelUnitLength",
    "lang",
    "lengthAdjust",
    "letter-spacing",
    "lighting-color",
    "limitingConeAngle",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "mask",
    "mask-type",
    "maskContentUnits",
    "maskUnits",
    "method",
    "mix-blend-mode",
    "mode",
    "numOctaves",
    "offset",
    "opacity",
    "operator",
    "order",
    "orient",
    "overflow",
    "paint-order",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "points",
    "pointsAtX",
    "pointsAtY",
    "pointsAtZ",
    "preserveAlpha",
    "preserveAspectRatio",
    "primitiveUnits",
    "r",
    "radius",
    "refX",
    "refY",
    "result",
    "role",
    "rotate",
    "rx",
    "ry",
    "scale",
    "seed",
    "shape-rendering",
    "side",
    "slope",
    "spacing",
    "specularConstant",
    "specularExponent",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "stitchTiles",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "style",
    "surfaceScale",
    "systemLanguage",
    "tableValues",
    "targetX",
    "targetY",
    "text-anchor",
    "text-decoration",
    "text-orientation",
    "text-rendering",
    "textLength",
    "transform",
    "transform-origin",
    "type",
    "unicode-bidi",
    "values",
    "vector-effect",
    "version",
    "viewBox",
    "visibility",
    "width",
    "word-spacing",
    "writing-mode",
    "x",
    "x1",
    "x2",
    "xChannelSelector",
    "y",
    "y1",
    "y2",
    "yChannelSelector",
    "z",
];

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Cleans a drawing.
///
/// # Errors
///
/// Why it is no SVG, for people.
pub fn clean(text: &str) -> Result<Cleaned, String> {
    let mut reader = Reader::from_str(text);
    let mut cleaner = Cleaner { out: Writer::new(Vec::new()), removed: Vec::new(), open: Vec::new(), has_root: false };
    loop {
        let event = reader.read_event().map_err(|error| format!("it is no well-formed XML: {error}"))?;
        match event {
            Event::Start(start) => cleaner.start(&start, false)?,
            Event::Empty(start) => {
                cleaner.start(&start, true)?;
            }
            Event::End(_) => cleaner.end(),
            Event::Text(text) => cleaner.text(&text),
            Event::CData(text) => cleaner.text(&text),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(letter)) => cleaner.text(letter.encode_utf8(&mut [0; 4])),
                _ => match quick_xml::escape::resolve_predefined_entity(&reference) {
                    Some(text) => cleaner.text(text),
                    None => cleaner.remove(format!("&{};", &*reference)),
                },
            },
            Event::Comment(_) | Event::Decl(_) | Event::DocType(_) => {}
            Event::PI(instruction) => {
                if instruction.target() != "xpacket" {
                    cleaner.remove(format!("<?{}?>", instruction.target()));
                }
            }
            Event::Eof => break,
        }
    }
    if !cleaner.has_root || !cleaner.open.is_empty() {
        return Err("it is no whole SVG".to_owned());
    }
    let mut svg = String::from_utf8(cleaner.out.into_inner()).map_err(|error| error.to_string())?;
    svg.push('\n');
    Ok(Cleaned { svg, removed: cleaner.removed })
}

/// The treatment of an open element.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Open {
    /// It is written under its name.
    Kept(String),
    /// Its tags are left out.
    Opened,
    /// It is left out with all it holds.
    Dropped,
    /// A sheet of styles; its text so far.
    Style(String),
}

struct Cleaner {
    out: Writer<Vec<u8>>,
    removed: Vec<String>,
    open: Vec<Open>,
    has_root: bool,
}

impl Cleaner {
    fn remove(&mut self, what: String) {
        if !self.removed.contains(&what) {
            self.removed.push(what);
        }
    }

    fn write(&mut self, event: Event<'_>) {
        // Writing to memory never fails.
        let _ = self.out.write_event(event);
    }

    fn is_dropped(&self) -> bool {
        self.open.last() == Some(&Open::Dropped)
    }

    fn start(&mut self, start: &BytesStart<'_>, is_empty: bool) -> Result<(), String> {
        let name = start.name().into_inner().to_owned();
        let fate = if self.is_dropped() || matches!(self.open.last(), Some(Open::Style(_))) {
            Open::Dropped
        } else if self.open.is_empty() {
            if name != "svg" || self.has_root {
                return Err(format!("its root is `<{name}>`, not `<svg>`"));
            }
            self.has_root = true;
            Open::Kept(name)
        } else if name == "style" {
            Open::Style(String::new())
        } else if ELEMENTS.contains(&name.as_str()) {
            Open::Kept(name)
        } else if OPENED.contains(&name.as_str()) {
            Open::Opened
        } else {
            // An element of an editor's own says nothing to readers.
            if !name.contains(':') && !SILENT.contains(&name.as_str()) {
                self.remove(format!("<{name}>"));
            }
            Open::Dropped
        };
        if let Open::Kept(name) = &fate {
            let mut kept = BytesStart::new(name.as_str());
            if self.open.is_empty() {
                kept.push_attribute(("xmlns", SVG));
                kept.push_attribute(("xmlns:xlink", XLINK));
            }
            for attribute in start.attributes() {
                let attribute = attribute.map_err(|error| format!("it is no well-formed XML: {error}"))?;
                self.attribute(name, &attribute, &mut kept);
            }
            if name == "image" && !kept.attributes().flatten().any(|kept| kept.key.into_inner().ends_with("href")) {
                self.open.extend((!is_empty).then_some(Open::Dropped));
                return Ok(());
            }
            self.write(if is_empty { Event::Empty(kept) } else { Event::Start(kept) });
        }
        if !is_empty {
            self.open.push(fate);
        }
        Ok(())
    }

    fn attribute(&mut self, element: &str, attribute: &Attribute<'_>, kept: &mut BytesStart<'_>) {
        let name = attribute.key.into_inner();
        let plain = name.strip_prefix("xlink:").filter(|rest| *rest == "href").unwrap_or(name);
        let is_known =
            ATTRIBUTES.contains(&plain) || name.starts_with("aria-") || matches!(name, "xml:lang" | "xml:space");
        if !is_known {
            // Namespaces, and what editors add under their own.
            if !name.contains(':') && name != "xmlns" && !name.starts_with("data-") {
                self.remove(name.to_owned());
            }
            return;
        }
        let Ok(value) = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0) else {
            self.remove(name.to_owned());
            return;
        };
        let is_sound = match plain {
            "href" => value.starts_with('#') || element == "image" && is_sound_picture(&value),
            "style" => is_sound_style(&value),
            _ => leads_within(&value),
        };
        if is_sound {
            kept.push_attribute((name, value.as_ref()));
        } else {
            self.remove(format!("{name}=\"{}\"", shortened(&value)));
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Kept(name)) => self.write(Event::End(BytesEnd::new(name))),
            Some(Open::Style(style)) if is_sound_style(&style) => {
                self.write(Event::Start(BytesStart::new("style")));
                self.write(Event::Text(BytesText::new(&style)));
                self.write(Event::End(BytesEnd::new("style")));
            }
            Some(Open::Style(_)) => self.remove("<style>".to_owned()),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.open.last_mut() {
            Some(Open::Style(style)) => style.push_str(text),
            Some(Open::Kept(_) | Open::Opened) => self.write(Event::Text(BytesText::new(text))),
            // Around the root there are spaces at most.
            Some(Open::Dropped) | None => {}
        }
    }
}

fn shortened(value: &str) -> String {
    let short: String = value.chars().take(40).collect();
    if short.len() < value.len() { short + "…" } else { short }
}

/// Returns whether a value loads nothing: its references are to parts of the drawing. Escapes could hide a reference,
/// so they are refused.
fn leads_within(value: &str) -> bool {
    let lower = value.to_ascii_lowercase();
    let mut references = lower.split("url(").skip(1);
    !lower.contains('\\')
        && !lower.contains("javascript:")
        && references.all(|rest| rest.trim_start_matches([' ', '"', '\'']).starts_with('#'))
}

/// Returns whether styles load nothing and bind nothing to the drawing.
fn is_sound_style(style: &str) -> bool {
    const REFUSED: [&str; 6] = ["@", "image(", "image-set(", "src(", "expression(", "binding"];
    let lower = style.to_ascii_lowercase();
    leads_within(style) && !REFUSED.iter().any(|word| lower.contains(word)) && !lower.contains("behavior")
}

/// Returns whether an address is a picture of pixels in itself, which does not say where it was taken.
fn is_sound_picture(address: &str) -> bool {
    let Some((kind, data)) = address.strip_prefix("data:image/").and_then(|rest| rest.split_once(";base64,")) else {
        return false;
    };
    let data: String = data.split_whitespace().collect();
    let bytes = base64::engine::general_purpose::STANDARD.decode(data);
    matches!(kind, "png" | "jpeg" | "jpg" | "webp")
        && bytes.is_ok_and(|bytes| probe(&bytes).is_some_and(|probe| !probe.is_located))
}

#[cfg(test)]
mod tests {
    use super::{Cleaned, clean};

    fn cleaned(inner: &str) -> Cleaned {
        clean(&format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>")).unwrap()
    }

    /// What is left within the root, and what was taken out.
    fn left(inner: &str) -> (String, Vec<String>) {
        let Cleaned { svg, removed } = cleaned(inner);
        let start = svg.find('>').unwrap() + 1;
        (svg[start..].trim_end().trim_end_matches("</svg>").to_owned(), removed)
    }

    #[test]
    fn a_drawing_stays_what_it_is() {
        for drawing in [
            "<g fill=\"none\" stroke-width=\"2\"><path d=\"M0 0L1 1\"/></g>",
            "<defs><linearGradient id=\"a\"><stop offset=\"0\" stop-color=\"#fff\"/></linearGradient></defs><rect fill=\"url(#a)\"/>",
            "<text x=\"1\" font-family=\"serif\">Łódź &amp; أ<tspan>1</tspan></text>",
            "<title>Map</title><use href=\"#a\" xlink:href=\"#a\"/>",
            "<style>.a{fill:url(#a)}</style><rect style=\"fill:red\" aria-label=\"x\"/>",
        ] {
            assert_eq!(left(drawing), (drawing.to_owned(), vec![]));
        }
    }

    #[test]
    fn what_could_run_or_load_is_taken_out_and_named() {
        for (hostile, kept, removed) in [
            ("<script>alert(1)</script>", "", "<script>"),
            ("<script href=\"https://evil.example/x.js\"/>", "", "<script>"),
            ("<SCRIPT>alert(1)</SCRIPT>", "", "<SCRIPT>"),
            ("<g><foreignObject><p>x<script>y</script></p></foreignObject></g>", "<g></g>", "<foreignObject>"),
            ("<rect onclick=\"alert(1)\" x=\"1\"/>", "<rect x=\"1\"/>", "onclick"),
            ("<rect OnLoad=\"alert(1)\"/>", "<rect/>", "OnLoad"),
            ("<set attributeName=\"href\" to=\"javascript:x\"/>", "", "<set>"),
            ("<animate attributeName=\"x\" onbegin=\"x\"/>", "", "<animate>"),
            ("<use href=\"https://evil.example/a.svg#b\"/>", "<use/>", "href=\"https://evil.example/a.svg#b\""),
            ("<use href=\"data:image/svg+xml,x#a\"/>", "<use/>", "href=\"data:image/svg+xml,x#a\""),
            ("<image href=\"//evil.example/a.png\"/>", "", "href=\"//evil.example/a.png\""),
            ("<image href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>", "", "href=\"data:image/svg+xml;base64,PHN2Zz4=\""),
            ("<rect fill=\"url(https://evil.example/#a)\"/>", "<rect/>", "fill=\"url(https://evil.example/#a)\""),
            ("<rect fill=\"u\\72l(//evil.example)\"/>", "<rect/>", "fill=\"u\\72l(//evil.example)\""),
            ("<rect style=\"fill:URL( '//evil.example')\"/>", "<rect/>", "style=\"fill:URL( '//evil.example')\""),
            ("<style>@import '//evil.example/a.css';</style>", "", "<style>"),
            ("<style>a{background:\\75 rl(//evil.example)}</style>", "", "<style>"),
            ("<style><![CDATA[a{x:url(//evil.example)}]]></style>", "", "<style>"),
            ("<iframe src=\"x\"/>", "", "<iframe>"),
            ("<handler type=\"application/ecmascript\">x</handler>", "", "<handler>"),
            ("<rect cursor=\"url(//evil.example/c.png)\"/>", "<rect/>", "cursor=\"url(//evil.example/c.png)\""),
            ("<text>&evil;</text>", "<text></text>", "&evil;"),
        ] {
            assert_eq!(left(hostile), (kept.to_owned(), vec![removed.to_owned()]), "{hostile}");
        }
    }

    #[test]
    fn a_link_is_opened_and_what_it_holds_stays() {
        let (svg, _) = left("<a href=\"javascript:alert(1)\"><rect x=\"1\"/></a>");
        assert_eq!(svg, "<rect x=\"1\"/>");
    }

    #[test]
    fn another_name_for_svg_is_no_way_in() {
        let hostile = "<x:script xmlns:x=\"http://www.w3.org/2000/svg\">alert(1)</x:script><rect x=\"1\"/>";
        assert_eq!(left(hostile).0, "<rect x=\"1\"/>");
        let hostile = "<g xmlns=\"http://www.w3.org/1999/xhtml\"><rect/></g>";
        assert_eq!(left(hostile).0, "<g><rect/></g>", "no element leaves the namespace of the root");
    }

    #[test]
    fn what_editors_leave_behind_goes_without_a_word() {
        let drawing = "<!-- /home/somebody/map.svg --><metadata><rdf>Somebody</rdf></metadata>\
                       <inkscape:view x=\"1\"/><g inkscape:label=\"Layer\" id=\"a\"/>";
        assert_eq!(left(drawing), ("<g id=\"a\"/>".to_owned(), vec![]));
    }

    #[test]
    fn entities_are_never_expanded_and_what_is_no_svg_is_refused() {
        let bomb = "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg><text>&b;</text></svg>";
        assert!(!clean(bomb).unwrap().svg.contains("aaaa"));
        for broken in
            ["", "plain", "<svg><g></svg>", "<svg>", "<html><svg/></html>", "<svg/><svg/>", "<svg a=\"1\" a=\"2\"/>"]
        {
            assert!(clean(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn cleaning_twice_changes_nothing() {
        let once = cleaned("<g onclick=\"x\"><path d=\"M0 0\"/>a &lt; b</g>").svg;
        assert_eq!(clean(&once).unwrap(), Cleaned { svg: once, removed: vec![] });
    }
}
