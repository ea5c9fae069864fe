use super::*;
use crate::config::LanguageTag;
use crate::diag::codes;

fn strings(language: &str, sources: &[&str]) -> (Strings, Vec<Diagnostic>) {
    let locale = Arc::new(Locale::new(&LanguageTag::parse(language).unwrap(), None));
    let layers = sources
        .iter()
        .enumerate()
        .map(|(layer, source)| (SourcePath::new(&format!("{layer}/strings/{language}.ftl")), (*source).to_owned()));
    Strings::parse(&locale, &layers.collect::<Vec<_>>())
}

fn sound(language: &str, source: &str) -> Strings {
    let (strings, diagnostics) = strings(language, &[source]);
    assert_eq!(diagnostics, []);
    strings
}

fn told(diagnostics: &[Diagnostic]) -> String {
    let lines = diagnostics.iter().map(|d| {
        let places = d.labels.iter().map(|l| match &l.span {
            Some(span) => format!("{}:{}..{}", l.path, span.start, span.end),
            None => l.path.to_string(),
        });
        let help = d.help.as_deref().unwrap_or_default();
        format!(
            "{} {}: {}\n  at {}\n  help: {help}\n",
            d.severity.name(),
            d.code.name,
            d.message,
            places.collect::<Vec<_>>().join(", ")
        )
    });
    lines.collect()
}

const ITEMS_RU: &str = "items =\n    { $n ->\n        [one] { $n } материал\n        [few] { $n } материала\n        [many] { $n } материалов\n       *[other] { $n } материала\n    }\n";

#[test]
fn a_string_is_put_into_words() {
    let english = sound("en", "page = Page { $page } of { $pages }\nmenu = Menu\n");
    assert_eq!(english.text("menu", &[]).unwrap(), "Menu");
    assert_eq!(english.text("page", &[("page", 2.into()), ("pages", 1500.into())]).unwrap(), "Page 2 of 1,500");
    assert_eq!(english.ids().collect::<Vec<_>>(), ["menu", "page"]);
    assert_eq!(english.placeholders("page").into_iter().collect::<Vec<_>>(), ["page", "pages"]);
}

#[test]
fn plurals_are_those_of_the_language() {
    let russian = sound("ru", ITEMS_RU);
    let items = |n: i64| russian.text("items", &[("n", n.into())]).unwrap();
    assert_eq!([1, 2, 5, 21].map(items), ["1 материал", "2 материала", "5 материалов", "21 материал"]);
    assert_eq!(russian.text("items", &[("n", Arg::Decimal("1.5".into()))]).unwrap(), "1,5 материала");
}

#[test]
fn a_french_million_is_many() {
    let french = sound("fr", "n = { $n ->\n [one] { $n } euro\n [many] { $n } d’euros\n *[other] { $n } euros\n }\n");
    assert_eq!(french.text("n", &[("n", 1_000_000.into())]).unwrap(), "1\u{202f}000\u{202f}000 d’euros");
}

#[test]
fn an_exact_number_and_a_text_select_as_well() {
    let english = sound(
        "en",
        "n = { NUMBER($n) ->\n [0] none\n [one] one\n *[other] many\n }\nkind = { $kind ->\n [page] Page\n *[text] Text\n }\n",
    );
    let n = |n: i64| english.text("n", &[("n", n.into())]).unwrap();
    assert_eq!([0, 1, 7].map(n), ["none", "one", "many"]);
    assert_eq!(english.text("kind", &[("kind", "page".into())]).unwrap(), "Page");
    assert_eq!(english.text("kind", &[("kind", "speech".into())]).unwrap(), "Text");
}

#[test]
fn terms_attributes_and_references_resolve() {
    let polish = sound(
        "pl",
        "-ministry = { $case ->\n [gen] Ministerstwa\n *[nom] Ministerstwo\n }\n    .gender = neuter\n\
         title = { -ministry }\nof = Strona { -ministry(case: \"gen\") }\nboth = { title } / { of } / { $n }\n    .label = Etykieta\n\
         gone = { -ministry.gender ->\n [neuter] zamknięte\n *[other] zamknięta\n }\nspace = { \" \\u2014 \" }\n",
    );
    let text = |id: &str| polish.text(id, &[("n", 3.into())]).unwrap();
    assert_eq!(text("both"), "Ministerstwo / Strona Ministerstwa / 3");
    assert_eq!(text("both.label"), "Etykieta");
    assert_eq!(text("gone"), "zamknięte");
    assert_eq!(text("space"), " — ");
    assert!(!polish.has("-ministry"));
    assert_eq!(polish.placeholders("both").into_iter().collect::<Vec<_>>(), ["n"]);
}

#[test]
fn what_is_missing_says_so() {
    let english = sound("en", "read-in = Read in { $language }\n");
    let error = english.text("raed-in", &[]).unwrap_err();
    assert_eq!(error.to_string(), "`en` has no UI string `raed-in`");
    assert!(matches!(error, MissingString::Id { nearest: Some(near), .. } if near == "read-in"));
    let error = english.text("read-in", &[]).unwrap_err();
    assert_eq!(error.to_string(), "the UI string `read-in` needs a value for `$language`");
}

#[test]
fn a_higher_layer_replaces_single_messages() {
    let (english, diagnostics) = strings("en", &["menu = Menu\nhome = Home\n", "home = Start\nextra = More\n"]);
    assert_eq!(diagnostics, []);
    assert_eq!(["menu", "home", "extra"].map(|id| english.text(id, &[]).unwrap()), ["Menu", "Start", "More"]);
}

#[test]
fn lines_may_end_as_on_windows() {
    let english = sound("en", "menu = Menu\r\nlong =\r\n    first\r\n    second\r\nhome = Home\r\n");
    assert_eq!(english.text("menu", &[]).unwrap(), "Menu");
    assert_eq!(english.text("long", &[]).unwrap(), "first\nsecond");
}

#[test]
fn texts_are_isolated_only_where_the_line_would_suffer() {
    let english =
        sound("en", "read = Read the { $language } version\nonly = { $language }\ncount = { $n } in { $language }\n");
    let read = |language: &str| english.text("read", &[("language", language.into())]).unwrap();
    assert_eq!(read("French"), "Read the French version");
    assert_eq!(read("العربية"), "Read the \u{2068}العربية\u{2069} version");
    assert_eq!(english.text("only", &[("language", "العربية".into())]).unwrap(), "العربية");
    let plain = english.text_as("read", &[("language", "العربية".into())], Isolation::Plain);
    assert_eq!(plain.unwrap(), "Read the العربية version");

    let arabic = sound("ar", "corrects = يصوِّب هذا الإشعار { $reference } رقم { $n }.\n");
    let corrects =
        |reference: &str| arabic.text("corrects", &[("reference", reference.into()), ("n", 12.into())]).unwrap();
    assert_eq!(corrects("MFA/2026/041"), "يصوِّب هذا الإشعار \u{2068}MFA/2026/041\u{2069} رقم 12.");
    assert_eq!(corrects("بيان"), "يصوِّب هذا الإشعار بيان رقم 12.");
}

#[test]
fn pieces_keep_words_and_values_apart() {
    let english = sound("en", "read = Read the { $language } version ({ $n })\n");
    let pieces = english.pieces("read", &[("language", "French".into()), ("n", 1000.into())]).unwrap();
    assert_eq!(
        pieces,
        [
            Piece::Words("Read the ".into()),
            Piece::Text { name: "language".into(), text: "French".into() },
            Piece::Words(" version (".into()),
            Piece::Number { name: "n".into(), text: "1,000".into() },
            Piece::Words(")".into()),
        ]
    );
}

#[test]
fn a_file_size_has_the_languages_figure_and_unit() {
    let french = sound("fr", "file-size-bytes = { $n } o\nfile-size-kb = { $n } ko\nfile-size-mb = { $n } Mo\n");
    assert_eq!([12, 45_000, 1_440_000].map(|bytes| french.file_size(bytes).unwrap()), ["12 o", "45 ko", "1,4 Mo"]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_place_and_the_rest_is_there() {
    let source = "menu = Menu\nbroken = { $n\nhome = Home\nhome = Start\nsized = { FORMAT($n) }\nround = { square }\nsquare = { round }\nlost = { hone }\nécole = x\n";
    let (english, diagnostics) = strings("en", &[source]);
    assert_eq!(english.text("home", &[]).unwrap(), "Home");
    assert!(matches!(english.text("round", &[]), Err(MissingString::Circular { .. })));
    insta::assert_snapshot!(told(&diagnostics), @r"
    error string-syntax: expected a token starting with `}`
      at 0/strings/en.ftl:26..27
      help: a message is `id = text`, its further lines are indented, and a variable is `{ $name }`
    error string-syntax: expected one of `a-zA-Z`
      at 0/strings/en.ftl:128..130
      help: a message is `id = text`, its further lines are indented, and a variable is `{ $name }`
    error string-syntax: `home` is said twice in this file
      at 0/strings/en.ftl:38..42, 0/strings/en.ftl:26..30
      help: remove one of them
    error string-syntax: the function `FORMAT` is not known in this form
      at 0/strings/en.ftl:61..67
      help: write the variable alone, `{ $name }`: numbers are written as the language does
    error missing-string: `lost` refers to `hone`, which does not exist
      at 0/strings/en.ftl:112..116
      help: did you mean `home`?
    error string-syntax: `round` refers to itself
      at 0/strings/en.ftl:74..79
      help: write out one of the references in the circle
    error string-syntax: `square` refers to itself
      at 0/strings/en.ftl:93..99
      help: write out one of the references in the circle
    ");
}

#[test]
fn sound_strings_of_several_languages_pass() {
    let english = sound("en", "items =\n    { $n ->\n        [one] { $n } item\n       *[other] { $n } items\n    }\n");
    let chinese = sound("zh", "items = { $n } 项\n");
    assert_eq!(check(&[&english, &sound("ru", ITEMS_RU), &chinese]), []);
}

#[test]
fn a_string_that_one_language_lacks_is_an_error_at_its_file() {
    let english = sound("en", "menu = Menu\nhome = Home\n");
    let (french, _) = strings("fr", &["menu = Menu\n", ""]);
    insta::assert_snapshot!(told(&check(&[&french, &english])), @r"
    error missing-string: `fr` has no UI string `home`
      at 1/strings/fr.ftl, 0/strings/en.ftl:12..16
      help: add `home = …` to `1/strings/fr.ftl`, or remove it from every language
    ");
}

#[test]
fn what_cannot_be_read_is_not_missing_as_well() {
    let english = sound("en", "menu = Menu\n");
    let (french, diagnostics) = strings("fr", &["menu = { $n\n"]);
    assert_eq!((diagnostics.len(), diagnostics[0].code), (1, &codes::STRING_SYNTAX));
    assert_eq!(check(&[&english, &french]), []);
}

#[test]
fn a_plural_form_that_the_language_has_must_be_said() {
    let russian = sound("ru", &ITEMS_RU.replace("        [few] { $n } материала\n", ""));
    let french = sound("fr", "items = { $n ->\n [one] { $n } objet\n *[other] { $n } objets\n }\n");
    insta::assert_snapshot!(told(&check(&[&russian, &french])), @r"
    error missing-plural: `items` lacks the plural form `many`
      at 0/strings/fr.ftl:0..5
      help: the plural forms of `fr` are `one`, `many`, `other`; say each, if need be twice the same
    error missing-plural: `items` lacks the plural form `few`
      at 0/strings/ru.ftl:0..5
      help: the plural forms of `ru` are `one`, `few`, `many`, `other`; say each, if need be twice the same
    ");
}

#[test]
fn a_selector_by_text_needs_no_plural_forms() {
    let russian = sound("ru", "who = { $who ->\n [man] он\n *[other] они\n }\n");
    assert_eq!(check(&[&russian]), []);
}

#[test]
fn a_selector_by_exact_numbers_still_needs_the_categories() {
    let russian = sound("ru", "n = { $n ->\n [0] нет\n *[other] есть\n }\n");
    assert_eq!(check(&[&russian])[0].message, "`n` lacks the plural forms `one`, `few`, `many`");
}

#[test]
fn other_variables_are_a_warning() {
    let english = sound("en", "read = Read the { $language } version\n");
    let french = sound("fr", "read = Lire la version { $langue }\n");
    insta::assert_snapshot!(told(&check(&[&english, &french])), @r"
    warning contradictory-field: `read` has `$langue` in `fr` and `$language` in `en`
      at 0/strings/fr.ftl:0..4, 0/strings/en.ftl:0..4
      help: use the same variables in every language; one that a language does not need may stand in its selector
    ");
}

#[test]
fn a_strings_digest_changes_with_all_that_it_refers_to() {
    let source = "-name = Ministry\nmenu = Menu\n    .short = MFA\ntitle = { greet } of { -name }\ngreet = Hello\n\
                  brief = { menu.short }\nother = Other\n";
    let before = sound("en", source);
    let changed = |from: &str, to: &str| {
        let after = sound("en", &source.replace(from, to));
        before.ids().filter(|id| after.digest(id) != before.digest(id)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(changed("= Ministry", "= Office"), ["title"]);
    assert_eq!(changed("= Hello", "= Good day"), ["greet", "title"]);
    assert_eq!(changed("= MFA", "= FM"), ["brief", "menu.short"]);
    assert_eq!(changed("= Menu", "= Menu"), [""; 0]);
    assert_eq!(before.digest("nosuch"), None);
    assert_eq!(before.digest("-name"), None);
}

#[test]
fn a_strings_digest_knows_its_locale_and_not_its_file() {
    let source = "rows = { $n } rows\n".to_owned();
    let digest = |tag: &str, numbering: Option<&str>, path: &str| {
        let locale = Arc::new(Locale::new(&LanguageTag::parse(tag).unwrap(), numbering));
        Strings::parse(&locale, &[(SourcePath::new(path), source.clone())]).0.digest("rows")
    };
    assert_eq!(digest("ar", None, "a.ftl"), digest("ar", None, "b.ftl"));
    assert_ne!(digest("ar", None, "a.ftl"), digest("ar", Some("arab"), "a.ftl"));
    assert_ne!(digest("ar", None, "a.ftl"), digest("fr", None, "a.ftl"));
}
