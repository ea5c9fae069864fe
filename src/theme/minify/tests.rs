//! Tests of minified templates; all embedded ones must be parseable.

use super::*;

fn minified(sources: &[(&str, &str)]) -> Vec<Option<Minified>> {
    let sources: Vec<(String, &str)> = sources.iter().map(|(name, text)| ((*name).to_owned(), *text)).collect();
    templates(&sources)
}

fn one(text: &str) -> String {
    minified(&[("theme/a.html", text)]).remove(0).map_or_else(|| text.to_owned(), |made| made.text)
}

#[test]
fn every_embedded_template_with_space_in_it_becomes_smaller() {
    let files: Vec<(String, &str)> = crate::theme::embedded()
        .filter_map(|(name, bytes)| Some((name.strip_prefix("templates/")?, std::str::from_utf8(bytes).ok()?)))
        .map(|(name, text)| (format!("builtin/{name}"), text))
        .collect();
    let made = templates(&files);
    let left: Vec<&str> =
        files.iter().zip(&made).filter(|(_, made)| made.is_none()).map(|((name, _), _)| &**name).collect();
    // These contain nothing but the name of their parent.
    assert_eq!(left, ["builtin/404-chooser.html", "builtin/card.svg", "builtin/section.html", "builtin/topic.html"]);
}

#[test]
fn space_beside_blocks_goes_and_space_between_words_stays() {
    assert_eq!(one("<ul>\n  <li> <b>a</b>  <i>b</i> </li>\n</ul>\n"), "<ul><li><b>a</b> <i>b</i></li></ul>");
    assert_eq!(
        one("<p>\n{% if x %}\n<b>a</b>\n{% endif %}\n</p>"),
        "<p>{% if x %}<b>a</b> {% endif %}</p>".replace("> {", ">{")
    );
    assert_eq!(one("{{ a }}\n\n{{ b }}  "), "{{ a }} {{ b }} ");
    assert_eq!(one("<h{{ n }}> a </h{{ n }}>  <span> b </span>"), "<h{{ n }}>a</h{{ n }}><span> b </span>");
}

#[test]
fn what_a_component_ends_with_is_known() {
    let made = minified(&[
        ("theme/a.html", "<div>{{<card />}} {{<card />}} {{<word />}} </div>"),
        ("theme/b.html", "{% component card() %}{% if x %}<p>y</p> {% endif %}{% endcomponent %}"),
        ("theme/c.html", "{% component word() %} w {% endcomponent %}"),
    ]);
    let text = |index: usize| made[index].as_ref().map(|made| made.text.as_str());
    assert_eq!(text(0), Some("<div>{{<card />}}{{<card />}}{{<word />}}</div>"));
    assert_eq!(text(2), None);
    // What holds for a component must hold for all versions of it, and this override is not a block.
    let over = "{% component card() %}z{% endcomponent %}";
    let sources = [
        ("overrides/b.html", over),
        ("theme/a.html", "<p>{{<card />}} {{<card />}}</p>"),
        ("theme/b.html", "{% component card() %}<p>y</p>{% endcomponent %}"),
    ];
    assert!(minified(&sources)[1].is_none());
}

#[test]
fn parts_of_the_head_lose_their_lines() {
    let sources = [
        ("theme/base.html", "<html><head>\n{% include \"head.html\" %}\n</head><body><p>a</p></body></html>"),
        ("theme/head.html", "<meta charset=\"utf-8\">\n<title>{{ x }}</title>\n"),
        ("theme/both.html", "<p>{% include \"link.html\" %}</p>"),
        ("theme/link.html", "<link itemprop=\"a\" href=\"b\">\n<link itemprop=\"a\" href=\"c\">\n"),
    ];
    let made = minified(&sources);
    assert_eq!(made[1].as_ref().map(|made| made.text.as_str()), Some("<meta charset=\"utf-8\"><title>{{ x }}</title>"));
    // Inside a paragraph, a line end is a space between words.
    assert!(made[3].is_none(), "{made:?}");
}

#[test]
fn places_lead_back_to_the_authors_text() {
    let source =
        "<ul id=\"b\" class=\"a {{ x }}\">\n  {% for k in xs %}\n  <li>\n{{ k }}\n{{ é }}</li>{% endfor %}\n</ul>\n";
    let made = minified(&[("theme/a.html", source)]).remove(0).expect("a smaller template");
    assert!(made.text.len() < source.len());
    let tags = tags(&made.text);
    assert_eq!(tags.len(), 5);
    for tag in tags {
        assert_eq!(source[made.origin(tag.range.clone())], made.text[tag.range]);
    }
    let at = made.text.find("é }}").expect("a variable");
    assert_eq!(&source[made.origin(at..at + 2)], "é");
}

#[test]
fn a_comment_goes_unless_it_is_for_a_program() {
    assert_eq!(one("<p>a</p><!-- b --><p>c</p>"), "<p>a</p><p>c</p>");
    assert_eq!(one("<!--[if IE]> <![endif]-->"), "<!--[if IE]> <![endif]-->");
    assert_eq!(one("<!-- {{ a }} -->"), "<!-- {{ a }} -->");
    assert_eq!(one("<!--#include file=\"a\" -->"), "<!--#include file=\"a\" -->");
}

#[test]
fn what_is_no_html_stays() {
    let text = "<p>  a  </p>\n";
    assert!(minified(&[("theme/a.txt", text), ("theme/a.xml", text)]).iter().all(Option::is_none));
}
