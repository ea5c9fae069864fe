//! Minified or not, a page is the same document to those who read it, and minifying templates once makes pages as small
//! as minifying each of them.

#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::sync::OnceLock;

use chancery::config::{Minify, ThemeSettings};
use chancery::diag::{Diagnostic, SourcePath, codes};
use chancery::render::register_functions;
use chancery::theme::{Theme, ThemeFiles};
use scraper::{ElementRef, Html, Node};
use support::{Files, NOW, build, read_folder, repository, scratch, write_folder};
use tera::Context;

/// The bundled portal, built with a value of `minify`; by the theme in the binary, and without its history.
fn portal(minify: &str) -> Files {
    let root = scratch!(format!("portal-{minify}"));
    let mut sources: Files = ["content", "fonts", "static"]
        .iter()
        .flat_map(|folder| {
            let files = read_folder(&repository().join(folder));
            files.into_iter().map(move |(path, bytes)| (format!("{folder}/{path}"), bytes))
        })
        .collect();
    let settings = fs::read_to_string(repository().join("site.toml")).unwrap();
    let settings: String = settings.lines().filter(|line| !line.starts_with("minify")).fold(
        format!("minify = \"{minify}\"\n"),
        |mut text, line| {
            writeln!(text, "{line}").unwrap();
            text
        },
    );
    sources.insert("site.toml".into(), settings.into_bytes());
    sources.insert("redirects.csv".into(), fs::read(repository().join("redirects.csv")).unwrap());
    write_folder(&root, &sources);
    let out = scratch!(format!("public-{minify}"));
    if out.exists() {
        fs::remove_dir_all(&out).unwrap();
    }
    let built = build(&root, &out, NOW, &[]);
    assert!(built.status == 0, "the portal does not build:\n{}{}", built.stdout, built.stderr);
    built.files
}

fn plain() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| portal("off"))
}

fn small() -> &'static Files {
    static FILES: OnceLock<Files> = OnceLock::new();
    FILES.get_or_init(|| portal("templates"))
}

fn pages(files: &Files) -> BTreeMap<&str, String> {
    let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
    html.map(|(path, bytes)| (path.as_str(), without_digests(std::str::from_utf8(bytes).unwrap()))).collect()
}

/// Takes the digests out of the addresses of assets and share cards: those made with minified files are others.
fn without_digests(html: &str) -> String {
    let without = |html: &str, folder: &str, length: usize| {
        let mut parts = html.split(folder);
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |text, part| text + folder + part.get(length..).unwrap())
    };
    without(&without(html, "/assets/", 9), "/files/", 17)
}

#[test]
fn every_page_of_the_portal_is_the_same_document() {
    let (plain, small) = (pages(plain()), pages(small()));
    assert!(plain.len() > 300, "{} pages", plain.len());
    assert_eq!(plain.keys().collect::<Vec<_>>(), small.keys().collect::<Vec<_>>());
    let mut different = Vec::new();
    for (path, page) in &plain {
        if let Some(difference) = difference(page, &small[path]) {
            different.push(format!("{path}: {difference}"));
        }
    }
    assert!(different.is_empty(), "{} of {} pages\n{}", different.len(), plain.len(), different.join("\n"));
}

#[test]
fn minifying_templates_comes_close_to_minifying_each_page() {
    let (plain, small) = (pages(plain()), pages(small()));
    let strict = |page: &str| chancery::render::minify::html(page.as_bytes());
    let mut report = String::new();
    for (name, only) in [("all pages", ""), ("statements", "/press/")] {
        let (mut raw, mut packed) = ([0; 3], [0; 3]);
        for (path, page) in plain.iter().filter(|(path, _)| path.contains(only)) {
            let versions = [page.as_bytes().to_vec(), small[path].as_bytes().to_vec(), strict(page)];
            for (index, version) in versions.iter().enumerate() {
                raw[index] += version.len();
                packed[index] += brotli(version);
            }
        }
        for (index, what) in ["off", "templates", "each page"].iter().enumerate() {
            let more = packed[index] as f64 / packed[2] as f64 * 100.0 - 100.0;
            writeln!(report, "{name}, {what}: {} bytes, {} as brotli, {more:+.2} %", raw[index], packed[index])
                .unwrap();
        }
        assert!(packed[1] * 100 <= packed[2] * 101, "\n{report}");
    }
    println!("{report}");
}

fn brotli(bytes: &[u8]) -> usize {
    let mut out = Vec::new();
    {
        let mut writer = brotli::CompressorWriter::new(&mut out, 1 << 16, 9, 22);
        writer.write_all(bytes).unwrap();
    }
    out.len()
}

/// Tells where two pages differ for those who read them.
fn difference(one: &str, other: &str) -> Option<String> {
    let (one, other) = (seen(one), seen(other));
    let at = one.iter().zip(&other).position(|(one, other)| one != other);
    let at = at.or((one.len() != other.len()).then(|| one.len().min(other.len())))?;
    let around = |tokens: &[String]| tokens[at.saturating_sub(6)..(at + 4).min(tokens.len())].concat();
    Some(format!("\n  {}\n  {}", around(&one), around(&other)))
}

/// A document as a browser lays it out: elements with their attributes, text with its spaces collapsed and those at
/// the ends of lines left out; in `pre` and the like exactly.
fn seen(html: &str) -> Vec<String> {
    let mut seen = Seen { tokens: Vec::new(), line_ended: true };
    let html = Html::parse_document(html);
    seen.element(html.root_element(), false, false);
    seen.tokens
}

struct Seen {
    tokens: Vec<String>,
    /// Whether a space here would not be seen.
    line_ended: bool,
}

const SPACE: &str = " ";

/// Elements beside which no space is seen, for this judge: written down apart from those of the minifier.
const BLOCKS: &str = " html head body address article aside blockquote dd details dialog div dl dt fieldset figcaption \
    figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol optgroup option p pre section summary table \
    caption colgroup col tbody td tfoot th thead tr ul ";

impl Seen {
    fn element(&mut self, element: ElementRef<'_>, exact: bool, in_head: bool) {
        let name = element.value().name();
        let in_head = in_head || name == "head";
        let block = in_head || BLOCKS.contains(&format!(" {name} "));
        let exact = exact || matches!(name, "pre" | "textarea" | "script" | "style" | "title" | "svg");
        // The digests of scripts differ where HTML stands in them.
        let value = |value: &str| {
            if value.contains("'sha256-") {
                value.split(" 'sha256-").next().unwrap().to_owned()
            } else {
                value.to_owned()
            }
        };
        let mut attributes: Vec<String> =
            element.value().attrs().map(|(name, text)| format!(" {name}={:?}", value(text))).collect();
        attributes.sort();
        self.edge(block);
        self.tokens.push(format!("<{name}{}>", attributes.concat()));
        if matches!(name, "img" | "input" | "button" | "video" | "audio" | "iframe" | "select" | "textarea" | "br") {
            self.line_ended = name == "br";
        }
        for child in element.children() {
            match child.value() {
                Node::Text(text) if name == "script" => self.json(&serde_json::from_str(text).unwrap()),
                Node::Text(text) if exact => self.tokens.push(format!("{:?}", &**text)),
                Node::Text(text) => self.text(text),
                Node::Element(_) => self.element(ElementRef::wrap(child).unwrap(), exact, in_head),
                _ => {}
            }
        }
        self.edge(block);
        self.tokens.push(format!("</{name}>"));
    }

    /// Linked data: HTML in it is HTML.
    fn json(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::Object(fields) => fields.iter().for_each(|(name, value)| {
                self.tokens.push(name.clone());
                self.json(value);
            }),
            serde_json::Value::Array(values) => values.iter().for_each(|value| self.json(value)),
            serde_json::Value::String(text) if text.contains("</") => self.tokens.extend(seen(text)),
            value => self.tokens.push(value.to_string()),
        }
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if !matches!(character, ' ' | '\n' | '\t' | '\r' | '\u{c}') {
                self.tokens.push(character.to_string());
                self.line_ended = false;
            } else if !self.line_ended {
                self.tokens.push(SPACE.to_owned());
                self.line_ended = true;
            }
        }
    }

    /// Ends the line at the tag of a block: a space that stands last on it is not seen.
    fn edge(&mut self, block: bool) {
        if !block {
            return;
        }
        let last = self.tokens.iter().rposition(|token| !token.starts_with('<') || token.starts_with("<br"));
        if let Some(last) = last.filter(|last| self.tokens[*last] == SPACE) {
            self.tokens.remove(last);
        }
        self.line_ended = true;
    }
}

#[test]
fn the_judge_sees_what_readers_see() {
    let same = |one: &str, other: &str| assert_eq!(difference(one, other), None);
    let other = |one: &str, other: &str| assert!(difference(one, other).is_some(), "{one} {other}");
    same("<p> a  b </p> <p>c</p>", "<p>a b</p><p>c</p>");
    same("<ul> <li>a </li> <li> b</li></ul>", "<ul><li>a</li><li>b</li></ul>");
    same("<p>a <b>b </b></p>", "<p>a <b>b</b></p>");
    other("<p>a <b>b</b></p>", "<p>a<b>b</b></p>");
    other("<p><b>a</b> <i>b</i></p>", "<p><b>a</b><i>b</i></p>");
    other("<pre> a</pre>", "<pre>a</pre>");
    other("<p class=\"a\">b</p>", "<p>b</p>");
    other("<p>a<br> b</p>", "<p>a b</p>");
}

/// A site that has nothing but templates of its own.
struct Templates(BTreeMap<SourcePath, String>);

impl ThemeFiles for Templates {
    fn list(&self, folder: &str) -> Vec<SourcePath> {
        self.0.keys().filter(|path| path.as_str().starts_with(folder)).cloned().collect()
    }

    fn read(&self, path: &SourcePath) -> Result<Vec<u8>, Diagnostic> {
        let text = self.0.get(path).ok_or_else(|| Diagnostic::new(&codes::UNREADABLE_FILE, path.to_string()))?;
        Ok(text.clone().into_bytes())
    }
}

fn theme(templates: &[(&str, &str)], minify: Minify) -> Theme {
    let path = |name: &str| SourcePath::new(&format!("overrides/templates/{name}"));
    let files = templates.iter().map(|(name, text)| (path(name), (*text).to_owned())).collect();
    let (theme, faults) = Theme::load(
        &Templates(files),
        &ThemeSettings::default(),
        "https://www.example.org",
        minify,
        &register_functions,
    );
    theme.unwrap_or_else(|| panic!("{faults:?}"))
}

/// What a template writes, in contexts that take every branch.
fn written(theme: &Theme, template: &str) -> Vec<String> {
    let contexts = [(true, vec!["k", "l m"]), (false, vec!["k"]), (true, vec![])];
    let render = |(x, xs): (bool, Vec<&str>)| {
        let mut context = Context::new();
        context.insert("a", "A & \"q\" 'r' <i>  two");
        context.insert("b", "one");
        context.insert("x", &x);
        context.insert("xs", &xs);
        let mut out = Vec::new();
        theme.render(template, &context, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    contexts.into_iter().map(render).collect()
}

/// Asserts that minified templates write the same document, alone and among words.
fn assert_same(name: &str, templates: &[(&str, &str)]) {
    let [plain, small] = [Minify::Off, Minify::Templates].map(|minify| written(&theme(templates, minify), name));
    for (plain, small) in plain.iter().zip(&small) {
        let places = [("", ""), ("<p>u", "v</p>"), ("<div>u <b>", "</b>v</div>"), ("<table><tr>", "</tr></table>")];
        for (before, behind) in places {
            let page = |html: &str| format!("{before}{html}{behind}");
            assert_eq!(difference(&page(plain), &page(small)), None, "{templates:?}\n  {plain}\n  {small}");
        }
    }
}

#[test]
fn no_pitfall_changes_the_document() {
    let pitfalls = include_str!("../../data/template-pitfalls.txt");
    let cases: Vec<(&str, &str)> = pitfalls
        .split("#### ")
        .filter_map(|case| case.split_once('\n'))
        .map(|(name, text)| (name, text.trim_end()))
        .collect();
    assert_eq!(cases.len(), 45);
    for (_, text) in cases {
        assert_same("pitfall.html", &[("pitfall.html", text)]);
    }
}

#[test]
fn what_stands_where_spaces_count_keeps_them() {
    let cases: &[&[(&str, &str)]] = &[
        &[("p.html", "<pre>{% include \"q.html\" %}</pre>"), ("q.html", "a\n   b {{ a }}\n <b> c </b>")],
        &[("p.html", "<pre>{{<own_q />}}</pre>"), ("q.html", "{% component own_q() %}a  b\n c{% endcomponent %}")],
        &[
            ("p.html", "<p title=\"{{<own_q />}}\">t</p>"),
            ("q.html", "{% component own_q() %}a  b\n c{% endcomponent %}"),
        ],
        &[("p.html", "{% set y %}  a   b {% endset %}<p title=\"{{ y }}\">{{ y | length }}</p>")],
        &[
            ("r.html", "<textarea>{% block t %}{% endblock %}</textarea>"),
            ("p.html", "{% extends \"r.html\" %}{% block t %} a\n  b{% endblock %}"),
        ],
        &[("p.html", "{% include \"q.html\" %} a   b\n c</pre>"), ("q.html", "<pre>  {{ b }}")],
        &[("p.html", "{% if x %}<pre>{% endif %}  a   b{% if x %}</pre>{% endif %}")],
        &[("p.html", "<p {% if x %}class=\"a{% else %}id=\"{% endif %}b\">c   d</p>")],
    ];
    for templates in cases {
        assert_same("p.html", templates);
    }
}

#[test]
fn spaces_that_branches_leave_open_remain() {
    for text in [
        "<p>a{% if x %} {% endif %}{{ b }}</p>",
        "<p>{% for k in xs %}{{ k }} {% endfor %}{{ b }}</p>",
        "<div>{% for k in xs %} {{ k }}{% endfor %} {{ b }}</div>",
        "<p>a{% if x %}<br>{% endif %} {{ b }}</p>",
        "{% if x %}<p>a</p>{% endif %} {{ b }}",
        "<p>a</p>{% if x %} b{% else %}<b>c</b>{% endif %} {{ b }}",
        "{% for k in xs %}{% if loop.first %}{% continue %}{% endif %}<p>{{ k }}</p>{% endfor %} {{ b }}",
        "<p>a{% if x -%}  {# c #} {{ b }}{% endif %} d</p>",
        "<p>a{{ b -}}  {# c #} d{{ b -}} <!-- e --> f</p>",
        "<p>{ {% if x %}<b>c</b>{% endif %}</p>{ {% if x %}<p>c</p>{% endif %}",
        "<p>a{% filter upper %} b  {% endfilter %} c</p>",
    ] {
        assert_same("p.html", &[("p.html", text)]);
    }
    let parts: &[(&str, &str)] = &[
        ("p.html", "u {{<own_q on={x} />}} v{{<own_q on={x} />}} <p>w</p> {{<own_q on={x} />}}"),
        ("q.html", "{% component own_q(on: bool) %}{% if on %}<div>q</div>{% else %} r {% endif %}{% endcomponent %}"),
    ];
    assert_same("p.html", parts);
}

#[test]
fn a_template_becomes_smaller() {
    let text =
        "<ul class=\"a\">\n  {% for k in xs -%}\n  <li id=\"b\"> {{ k }} </li>\n  {% endfor %}\n</ul>\n<!-- c -->\n";
    let small = written(&theme(&[("p.html", text)], Minify::Templates), "p.html");
    assert_eq!(small[0], "<ul class=\"a\"><li id=\"b\">k</li><li id=\"b\">l m</li></ul>");
}
