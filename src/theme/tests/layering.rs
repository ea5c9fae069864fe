//! Tests of the layers: which file is used, and the diagnostics of faulty ones.

use tera::Context;

use super::{load, theme};
use crate::config::{LanguageTag, Minify};
use crate::diag::{Diagnostic, SourcePath};
use crate::theme::{Theme, asset_address, eject, embedded, embedded_source};

const TOML: (&str, &str) = ("themes/quay/theme.toml", "[contract]\nmin = 1\nmax = 1\n");

fn rendered(files: &[(&str, &str)], name: &str, template: &str) -> String {
    let mut out = Vec::new();
    theme(files, name).render(template, &Context::new(), &mut out).expect("a page");
    String::from_utf8(out).expect("UTF-8")
}

/// Returns the first diagnostic as `code path:text-at-the-position`.
fn place(diagnostics: &[Diagnostic], files: &[(&str, &str)]) -> String {
    let fault = &diagnostics[0];
    let label = fault.labels.first();
    let path = label.map_or("-", |label| label.path.as_str());
    let text = files.iter().find(|(name, _)| *name == path).map_or("", |(_, text)| text);
    let at = label.and_then(|label| label.span.clone()).map_or("", |span| &text[span]);
    format!("{} {path}: {at}", fault.code.name)
}

#[test]
fn the_sites_override_wins_over_the_theme_and_the_theme_over_the_builtin() {
    let own = ("themes/quay/templates/404.html", "quay");
    assert_eq!(rendered(&[TOML, own], "quay", "404.html"), "quay");
    let over = ("overrides/templates/404.html", "mine");
    assert_eq!(rendered(&[TOML, own, over], "quay", "404.html"), "mine");
    assert_eq!(rendered(&[over], "portal", "404.html"), "mine");
}

#[test]
fn an_override_reaches_what_it_replaces() {
    let files = [
        TOML,
        ("themes/quay/templates/note.html", "{% block a %}theirs{% endblock %}"),
        (
            "overrides/templates/note.html",
            "{% extends \"theme/note.html\" %}{% block a %}{{ super() }}, mine{% endblock %}",
        ),
    ];
    assert_eq!(rendered(&files, "quay", "note.html"), "theirs, mine");
}

#[test]
fn a_component_of_a_higher_layer_wins() {
    let files = [
        ("overrides/templates/components/day.html", "{% component day(date: map) %}DAY{% endcomponent day %}"),
        ("overrides/templates/note.html", "{{ <day date={ {} } /> }}"),
    ];
    assert_eq!(rendered(&files, "portal", "note.html"), "DAY");
}

#[test]
fn assets_and_strings_come_from_their_layers() {
    let files = [
        ("overrides/assets/portal.css", "a{}"),
        ("overrides/assets/logo.svg", "<svg/>"),
        ("overrides/strings/en.ftl", "menu = Sections\n"),
    ];
    let theme = theme(&files, "portal");
    let (path, bytes) = theme.asset("portal.css").expect("an asset");
    assert_eq!((path.as_str(), bytes), ("overrides/assets/portal.css", &b"a{}"[..]));
    let names: Vec<&str> = theme.assets().iter().map(|(name, ..)| *name).collect();
    assert_eq!(names, ["logo.svg", "portal.css", "search.css", "search.js"]);
    assert_eq!(strings(&theme, "en"), ["builtin:themes/portal/strings/en.ftl", "overrides/strings/en.ftl"]);
    assert!(theme.asset("missing.css").is_none());
}

/// Returns the files of a language's strings, lowest first.
fn strings(theme: &Theme, tag: &str) -> Vec<String> {
    let tag = LanguageTag::parse(tag).expect("a tag");
    theme.strings(&tag).into_iter().map(|(path, _)| path.to_string()).collect()
}

#[test]
fn strings_of_the_same_language_and_script_stand_behind() {
    let files = [
        ("overrides/strings/en.ftl", "menu = Sections\n"),
        ("overrides/strings/en-GB.ftl", "menu = Parts\n"),
        ("overrides/strings/pt-BR.ftl", "menu = Seções\n"),
    ];
    let theme = theme(&files, "portal");
    let bundled = |tag: &str| format!("builtin:themes/portal/strings/{tag}.ftl");
    let english = [bundled("en"), "overrides/strings/en.ftl".into(), "overrides/strings/en-GB.ftl".into()];
    assert_eq!(strings(&theme, "en-GB"), english);
    assert_eq!(strings(&theme, "en"), english[..2]);
    for (tag, behind) in [("fr-CA", "fr"), ("ar-EG", "ar"), ("es-419", "es"), ("ru-KZ", "ru"), ("zh-Hans-SG", "zh")] {
        assert_eq!(strings(&theme, tag), [bundled(behind)], "{tag}");
    }
    assert_eq!(strings(&theme, "pt"), ["overrides/strings/pt-BR.ftl"]);
    // Strings in another script are not used: readers may be unable to read them.
    for tag in ["zh-Hant", "zh-TW", "zh-HK", "ru-Latn", "de"] {
        assert_eq!(strings(&theme, tag), [""; 0], "{tag}");
    }
}

#[test]
fn an_assets_address_changes_with_its_bytes() {
    let address = asset_address("portal.css", b"a{}");
    assert_eq!(address.len(), "/assets/01234567/portal.css".len());
    assert!(address.starts_with("/assets/") && address.ends_with("/portal.css"), "{address}");
    assert_ne!(address, asset_address("portal.css", b"b{}"));
}

#[test]
fn a_theme_for_another_engine_is_refused() {
    for (contract, says) in [("min = 2\nmax = 3", "newer chancery"), ("min = 0\nmax = 0", "newer version of the theme")]
    {
        let text = format!("[contract]\n{contract}\n");
        let files = [("themes/quay/theme.toml", text.as_str())];
        let (theme, diagnostics) = load(&files, "quay");
        assert!(theme.is_none());
        assert_eq!(place(&diagnostics, &files), format!("theme-contract themes/quay/theme.toml: {}", &contract[6..7]));
        assert!(diagnostics[0].help.as_ref().is_some_and(|help| help.contains(says)), "{diagnostics:?}");
    }
}

#[test]
fn a_theme_must_state_its_contract() {
    let (theme, diagnostics) = load(&[("themes/quay/theme.toml", "title = \"Quay\"\n")], "quay");
    assert!(theme.is_none());
    assert_eq!(diagnostics[0].code.name, "theme-contract");
    let (theme, diagnostics) = load(&[("themes/quay/assets/a.css", "")], "quay");
    assert!(theme.is_none());
    assert_eq!(diagnostics[0].code.name, "theme-contract");
}

#[test]
fn an_unknown_theme_names_those_there_are() {
    let (theme, diagnostics) = load(&[TOML], "quai");
    assert!(theme.is_none());
    assert_eq!(diagnostics[0].message, "there is no theme `quai`");
    assert_eq!(diagnostics[0].help.as_deref(), Some("did you mean `quay`? themes here: `portal`, `quay`"));
}

#[test]
fn every_fault_of_syntax_is_reported_at_its_place() {
    let files = [("overrides/templates/a.html", "<p>\n{{ 1 + }}"), ("overrides/templates/b.html", "é {% nonsense %}")];
    let (theme, diagnostics) = load(&files, "portal");
    assert!(theme.is_none());
    assert_eq!(diagnostics.len(), 2, "{diagnostics:?}");
    assert_eq!(place(&diagnostics, &files), "template-syntax overrides/templates/a.html: }}");
    assert_eq!(place(&diagnostics[1..], &files), "template-syntax overrides/templates/b.html: nonsense");
}

#[test]
fn what_the_engine_only_draws_gets_its_place_back() {
    let files = [("overrides/templates/a.html", "é\nü {{ unheard(of=1) }}\n{{ 1 | nosuch }}")];
    let (theme, diagnostics) = load(&files, "portal");
    assert!(theme.is_none());
    assert_eq!(diagnostics.len(), 2, "{diagnostics:?}");
    assert_eq!(diagnostics[0].message, "unknown function `unheard`");
    assert_eq!(place(&diagnostics, &files), "template-syntax overrides/templates/a.html: unheard(of=1)");
    assert_eq!(diagnostics[1].message, "unknown filter `nosuch`");
}

#[test]
fn a_missing_parent_and_a_missing_part_are_reported() {
    let files = [("overrides/templates/a.html", "{% extends \"nosuch.html\" %}")];
    assert_eq!(place(&load(&files, "portal").1, &files), "missing-template overrides/templates/a.html: ");
    let files = [("overrides/templates/a.html", "{% include \"nosuch.html\" %}")];
    let (_, diagnostics) = load(&files, "portal");
    assert_eq!(diagnostics[0].code.name, "missing-template");
    assert_eq!(diagnostics[0].labels[0].path.as_str(), "overrides/templates/a.html");
}

#[test]
fn a_failed_page_names_the_line_of_the_template_and_leaves_no_output() {
    let files = [("overrides/templates/a.html", "before\n{{ nobody }}")];
    let theme = theme(&files, "portal");
    let mut out = b"kept".to_vec();
    let fault = theme.render("a.html", &Context::new(), &mut out).expect_err("a fault");
    assert_eq!(place(&[fault], &files), "template-render overrides/templates/a.html: nobody");
    assert_eq!(out, b"kept");
    let fault = theme.render("nosuch.html", &Context::new(), &mut out).expect_err("a fault");
    assert_eq!(fault.code.name, "missing-template");
}

#[test]
fn a_template_that_is_not_utf_8_is_reported() {
    let mut files = super::Files::default();
    files.0.insert(SourcePath::new("overrides/templates/a.html"), b"ab\xff".to_vec());
    let (theme, diagnostics) = crate::theme::Theme::load(
        &files,
        &super::named("portal"),
        super::ORIGIN,
        Minify::Templates,
        &super::stubs::register,
    );
    assert!(theme.is_none());
    assert_eq!(diagnostics[0].code.name, "invalid-utf8");
    assert_eq!(diagnostics[0].labels[0].span, Some(2..3));
}

#[test]
fn the_binary_gives_out_every_file_it_carries() {
    assert!(embedded().any(|(name, _)| name == "theme.toml"));
    for (name, bytes) in embedded() {
        assert_eq!(eject(name), Some(bytes), "{name}");
    }
    assert_eq!(eject("templates/nosuch.html"), None);
    let theme = theme(&[], "portal");
    let path = SourcePath::new("builtin:themes/portal/templates/base.html");
    assert!(theme.source(&path).is_some_and(|text| text.contains("<!doctype html>")));
    assert_eq!(theme.source(&path), embedded_source(&path));
}
