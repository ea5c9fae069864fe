//! Tokens: the colours and sizes of a theme, defined once in `tokens.toml`, overridden by an institution in site.toml,
//! and passed to the style sheet as custom properties.
//!
//! The theme also declares which colours are used on which. The contrast of each pair is measured, in light and dark
//! mode, with the site's own values: a brand colour that is unreadable is an error, not a matter of taste.

use std::fmt::Write as _;

use super::colour::Colour;
use super::layers::File;
use crate::config::{Spanned, TokenSetting};
use crate::diag::{Diagnostic, SourcePath, Span, codes, nearest};
use crate::spec::{self, Field, Need, Record, Schema, Scope, Type};

/// The file of a theme that defines its tokens.
pub const FILE: &str = "tokens.toml";

/// The style sheet generated from the tokens, for `@import "tokens.css";`.
pub const SHEET: &str = "tokens.css";

/// The fields of `tokens.toml`.
pub static SCHEMA: Schema =
    Schema { name: "tokens", summary: "The colours and sizes that a theme is made of.", groups: &[FIELDS] };

const fn field(name: &'static str, ty: Type, need: Need, doc: &'static str, example: &'static str) -> Field {
    Field { name, ty, need, scope: Scope::Shared, doc, example }
}

const FIELDS: &[Field] = &[
    field(
        "colours",
        Type::Map(&Type::Table(COLOUR)),
        Need::Required,
        "The colours, in light and in dark, as `#rrggbb`.",
        "{ … }",
    ),
    field("sizes", Type::Map(&Type::Table(SIZE)), Need::Optional, "Type scale, space and measure.", "{ … }"),
    field(
        "contrast",
        Type::List(&Type::Table(CONTRAST)),
        Need::Optional,
        "Which colours are read on which: measured in light and in dark at every build.",
        "[]",
    ),
];

const COLOUR: &[Field] = &[
    field("light", Type::Text, Need::Required, "In light.", "\"#14232d\""),
    field("dark", Type::Text, Need::Required, "In dark.", "\"#e3ebf0\""),
    field("doc", Type::Text, Need::Required, "What it is for.", "\"text\""),
];

const SIZE: &[Field] = &[
    field("value", Type::Text, Need::Required, "The size, as CSS writes it.", "\"38rem\""),
    field("doc", Type::Text, Need::Required, "What it is for.", "\"the longest line of running text\""),
];

const CONTRAST: &[Field] = &[
    field("of", Type::List(&Type::Text), Need::Required, "The colours in front.", "[\"text\", \"link\"]"),
    field("on", Type::List(&Type::Text), Need::Required, "Each of the grounds that they stand on.", "[\"paper\"]"),
    field(
        "as",
        Type::Choice(&["text", "large-text", "shape"]),
        Need::Required,
        "What they are there: text (4.5:1), large text or a shape that carries meaning (3:1).",
        "\"text\"",
    ),
];

/// The two colour schemes of pages.
const SCHEMES: [&str; 2] = ["light", "dark"];

/// A colour or size with its origin: the site's value, or else the theme's.
struct Token {
    name: String,
    /// The values in light and dark mode; sizes are the same in both.
    values: [String; 2],
    /// The place where each value is set.
    places: [(SourcePath, Span); 2],
    is_colour: bool,
}

impl Token {
    fn colour(&self, scheme: usize) -> Option<Colour> {
        Colour::parse(&self.values[scheme]).filter(|_| self.is_colour)
    }
}

/// Generates the style sheet of a theme's tokens with the site's values, and checks both.
pub fn sheet(file: &File, own: &[TokenSetting]) -> (String, Vec<Diagnostic>) {
    let text = match file.text() {
        Ok(text) => text,
        Err(fault) => return (String::new(), vec![fault]),
    };
    let (record, mut diagnostics) = spec::read(text, 0, &file.path, &SCHEMA);
    let mut tokens = declared(&record, &file.path);
    diagnostics.extend(own.iter().filter_map(|setting| set(&mut tokens, setting)));
    let before = diagnostics.len();
    diagnostics.extend(tokens.iter().flat_map(faulty_values));
    // An invalid colour has no contrast.
    if diagnostics.len() == before {
        diagnostics.extend(contrasts(&record, &tokens, &file.path));
    }
    (css(&tokens), diagnostics)
}

fn declared(record: &Record, path: &SourcePath) -> Vec<Token> {
    let mut tokens = Vec::new();
    for (group, keys) in [("colours", SCHEMES), ("sizes", ["value"; 2])] {
        for (name, _, value) in record.table(group).map(|table| table.fields.as_slice()).unwrap_or_default() {
            let value = |key: &str| value.table().and_then(|table| table.get(key));
            let [Some(light), Some(dark)] = keys.map(value) else { continue };
            tokens.push(Token {
                name: name.to_string(),
                values: [light, dark].map(|value| value.text().unwrap_or_default().to_owned()),
                places: [light, dark].map(|value| (path.clone(), value.span.clone())),
                is_colour: group == "colours",
            });
        }
    }
    tokens
}

/// Applies a setting of the site; reports a name that the theme does not define.
fn set(tokens: &mut [Token], setting: &TokenSetting) -> Option<Diagnostic> {
    let path = SourcePath::new("site.toml");
    let TokenSetting { name, light, dark } = setting;
    if let Some(token) = tokens.iter_mut().find(|token| token.name == name.value) {
        for (scheme, said) in [light, dark].into_iter().enumerate() {
            if let Some(Spanned { value, span }) = said {
                token.values[scheme].clone_from(value);
                token.places[scheme] = (path.clone(), span.clone());
            }
        }
        return None;
    }
    let fault = Diagnostic::new(&codes::UNKNOWN_TOKEN, format!("the theme has no token `{}`", name.value));
    let names = || tokens.iter().map(|token| token.name.as_str());
    let help = match nearest(&name.value, names()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("known: {}", names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    };
    Some(fault.at(&path, name.span.clone()).help(help))
}

/// Reports values that are not a colour or a size, each at its place; a fault in both schemes only once.
fn faulty_values(token: &Token) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if !token.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-') {
        let (path, span) = &token.places[0];
        let fault = Diagnostic::new(&codes::BAD_VALUE, format!("`{}` can't be the name of a token", token.name));
        faults.push(fault.at(path, span.clone()).help("names are of lower-case letters, digits and `-`"));
    }
    for (scheme, value) in token.values.iter().enumerate() {
        if scheme == 1 && token.places[0] == token.places[1] {
            continue;
        }
        let (path, span) = &token.places[scheme];
        let fault = |what: &str, help: &str| {
            let message = format!("`{value}` is no {what} for the token `{}`", token.name);
            Diagnostic::new(&codes::BAD_VALUE, message).at(path, span.clone()).help(help)
        };
        if token.is_colour && Colour::parse(value).is_none() {
            faults.push(fault("colour", "write it as `#rrggbb`: its contrast has to be known when the site is built"));
        } else if !token.is_colour && !is_size(value) {
            faults.push(fault(
                "size",
                "write a length, a number or a calculation, as in `38rem` or `clamp(2rem, 5vw, 3rem)`",
            ));
        }
    }
    faults
}

/// Returns whether a text is a number, a length or a calculation of CSS, without anything that could end a declaration
/// or load a resource.
fn is_size(text: &str) -> bool {
    let is_harmless = |c: char| c.is_ascii_alphanumeric() || " .,+-*/%()".contains(c);
    let opened = text.matches('(').count();
    let words = text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let known = ["clamp", "min", "max", "calc", "rem", "em", "ch", "px", "vw", "vi", "lh", "rlh", "ex", "ic"];
    text.chars().all(is_harmless)
        && text.contains(|c: char| c.is_ascii_digit())
        && opened == text.matches(')').count()
        && words.into_iter().all(|word| known.contains(&word))
}

/// Measures each pair that the theme declares, in both schemes.
fn contrasts(record: &Record, tokens: &[Token], path: &SourcePath) -> Vec<Diagnostic> {
    let mut pairs: Vec<(&Token, &Token, f64, Span)> = Vec::new();
    let mut faults = Vec::new();
    for rule in record.tables("contrast") {
        let wanted = if rule.text("as") == Some("text") { 4.5 } else { 3.0 };
        let mut named = |field: &str| -> Vec<&Token> {
            let mut found = Vec::new();
            for value in rule.list(field) {
                let name = value.text().unwrap_or_default();
                match tokens.iter().find(|token| token.name == name && token.is_colour) {
                    Some(token) => found.push(token),
                    None => faults.push(
                        Diagnostic::new(&codes::UNKNOWN_TOKEN, format!("there is no colour `{name}`"))
                            .at(path, value.span.clone()),
                    ),
                }
            }
            found
        };
        let (fronts, grounds) = (named("of"), named("on"));
        for front in fronts {
            pairs.extend(grounds.iter().map(|ground| (front, *ground, wanted, rule.span.clone())));
        }
    }
    for (scheme, scheme_name) in SCHEMES.into_iter().enumerate() {
        for (front, ground, wanted, rule) in &pairs {
            let (Some(colour), Some(behind)) = (front.colour(scheme), ground.colour(scheme)) else { continue };
            let found = colour.contrast(behind);
            if found >= *wanted {
                continue;
            }
            // The colour set by the site is the one to change; if the site set neither, the theme's own foreground
            // colour.
            let is_own = |token: &Token| token.places[scheme].0 != *path;
            let blamed = if !is_own(front) && is_own(ground) { ground } else { front };
            let all: Vec<(Colour, f64)> = pairs
                .iter()
                .filter_map(|(a, b, ratio, _)| {
                    let other = if a.name == blamed.name { b } else { a };
                    let concerns = a.name == blamed.name || b.name == blamed.name;
                    Some((other.colour(scheme).filter(|_| concerns)?, *ratio))
                })
                .collect();
            let message = format!(
                "`{}` on `{}` has a contrast of {:.2}:1 in {scheme_name}, at least {wanted}:1 is wanted",
                front.name,
                ground.name,
                // Rounded down, so that an insufficient contrast never looks sufficient.
                (found * 100.0).floor() / 100.0
            );
            let (place, span) = blamed.places[scheme].clone();
            let help = match blamed.colour(scheme).and_then(|colour| colour.nearest_with(&all)) {
                Some(near) => {
                    format!("the nearest `{}` for {scheme_name} that passes is `{}`", blamed.name, near.hex())
                }
                None => format!("no lightness of `{}` passes in {scheme_name}: change its grounds, too", blamed.name),
            };
            let fault = Diagnostic::new(&codes::LOW_CONTRAST, message).at(&place, span);
            faults.push(fault.label(path, Some(rule.clone()), "wanted here").help(help));
        }
    }
    faults
}

/// Returns the custom properties: light ones by default, which includes print; dark ones on screens that ask for them.
fn css(tokens: &[Token]) -> String {
    let mut sheet = String::from(":root{color-scheme:light dark;");
    for token in tokens {
        // Writing to a string never fails.
        let _ = write!(sheet, "--{}:{};", token.name, token.values[0]);
    }
    sheet += "}\n@media screen and (prefers-color-scheme:dark){:root{";
    for token in tokens.iter().filter(|token| token.values[0] != token.values[1]) {
        let _ = write!(sheet, "--{}:{};", token.name, token.values[1]);
    }
    sheet + "}}\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "[colours]\n\
        paper = { light = \"#fff\", dark = \"#101820\", doc = \"ground\" }\n\
        link = { light = \"#0b5580\", dark = \"#8cc7e0\", doc = \"links\" }\n\
        [sizes]\nmeasure = { value = \"38rem\", doc = \"line\" }\n\
        [[contrast]]\nof = [\"link\"]\non = [\"paper\"]\nas = \"text\"\n";

    fn made(toml: &str, own: &[TokenSetting]) -> (String, Vec<Diagnostic>) {
        let path = SourcePath::new("themes/quay/tokens.toml");
        sheet(&File { path, bytes: toml.as_bytes().to_vec().into() }, own)
    }

    fn setting(name: &str, light: Option<&str>, dark: Option<&str>) -> TokenSetting {
        let spanned = |value: &str, at: usize| Spanned { value: value.to_owned(), span: at..at + 1 };
        TokenSetting { name: spanned(name, 0), light: light.map(|v| spanned(v, 1)), dark: dark.map(|v| spanned(v, 2)) }
    }

    /// Returns the only diagnostic: code, message, place, help.
    fn only(own: &TokenSetting) -> (String, String, String, String) {
        let (_, faults) = made(TOKENS, std::slice::from_ref(own));
        assert_eq!(faults.len(), 1, "{faults:?}");
        let label = &faults[0].labels[0];
        let place = format!("{} {:?}", label.path, label.span.clone().unwrap_or_default());
        (faults[0].code.name.to_owned(), faults[0].message.clone(), place, faults[0].help.clone().unwrap_or_default())
    }

    #[test]
    fn what_the_site_sets_takes_the_place_of_what_the_theme_says() {
        let (css, faults) =
            made(TOKENS, &[setting("link", None, Some("#fff")), setting("measure", Some("40rem"), None)]);
        assert_eq!(faults, []);
        assert_eq!(
            css,
            ":root{color-scheme:light dark;--paper:#fff;--link:#0b5580;--measure:40rem;}\n\
             @media screen and (prefers-color-scheme:dark){:root{--paper:#101820;--link:#fff;--measure:38rem;}}\n"
        );
    }

    #[test]
    fn a_colour_that_cannot_be_read_is_refused_in_light_and_in_dark() {
        let (code, message, place, help) = only(&setting("link", Some("#8cc7e0"), None));
        assert_eq!(code, "low-contrast");
        assert_eq!(message, "`link` on `paper` has a contrast of 1.84:1 in light, at least 4.5:1 is wanted");
        assert_eq!(place, "site.toml 1..2");
        let near = help.rsplit('`').nth(1).and_then(Colour::parse).expect("a colour");
        assert!(Colour::parse("#fff").is_some_and(|paper| near.contrast(paper) >= 4.5), "{help}");
        let (code, message, place, _) = only(&setting("link", None, Some("#0b5580")));
        assert_eq!((code.as_str(), place.as_str()), ("low-contrast", "site.toml 2..3"));
        assert!(message.ends_with("in dark, at least 4.5:1 is wanted"), "{message}");
        let (code, message, place, _) = only(&setting("paper", Some("#0b5580"), None));
        assert_eq!((code.as_str(), place.as_str()), ("low-contrast", "site.toml 1..2"), "{message}");
    }

    #[test]
    fn names_and_values_are_checked() {
        let (code, message, _, help) = only(&setting("lnik", Some("#000"), None));
        assert_eq!((code.as_str(), message.as_str()), ("unknown-token", "the theme has no token `lnik`"));
        assert_eq!(help, "did you mean `link`?");
        for value in ["red", "rgb(0 0 0)", "#000;}"] {
            assert_eq!(only(&setting("link", Some(value), None)).0, "bad-value", "{value}");
        }
        for value in ["40", "1.5", "clamp(2rem, 1rem + 2.5vw, 3rem)", "calc(2 * 1rem)"] {
            assert_eq!(made(TOKENS, &[setting("measure", Some(value), None)]).1, [], "{value}");
        }
        for value in ["wide", "1rem;}", "url(x1)", "1rem)", "var(--x1)", "1rem}", "expression(1)"] {
            assert_eq!(only(&setting("measure", Some(value), None)).0, "bad-value", "{value}");
        }
    }

    #[test]
    fn a_name_that_is_none_in_css_is_refused() {
        let (_, faults) = made(&TOKENS.replace("measure = {", "\"mea sure\" = {"), &[]);
        assert_eq!(faults.iter().map(|fault| fault.code.name).collect::<Vec<_>>(), ["bad-value"]);
    }

    #[test]
    fn a_theme_that_names_no_colour_of_its_own_is_told() {
        let (_, faults) = made(&TOKENS.replace("of = [\"link\"]", "of = [\"lost\"]"), &[]);
        assert_eq!(
            faults.iter().map(|fault| fault.message.as_str()).collect::<Vec<_>>(),
            ["there is no colour `lost`"]
        );
    }
}
