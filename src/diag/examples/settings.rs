//! Examples about site.toml and the theme.

use super::{Example, Shows, settings, situation};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    settings(
        &codes::UNKNOWN_SECTION,
        "[[section]]\nfolder = \"speches\"\nkind = \"page\"",
        "[[section]]\nfolder = \"speeches\"\nkind = \"page\"",
        "A menu would lead to a list that does not exist.",
    ),
    Example::new(
        &codes::TEMPLATE_SYNTAX,
        Shows::File("overrides/templates/parts/own.html"),
        "{% if page %}Hello",
        "{% if page %}Hello{% endif %}",
        "No page could be made from a template that can't be read.",
    ),
    situation(
        &codes::TEMPLATE_RENDER,
        "overrides/templates/page.html has {{ pgae.title }}",
        "{{ page.title }}",
        "The page would lack what the template was to show.",
    ),
    Example::new(
        &codes::MISSING_TEMPLATE,
        Shows::File("overrides/templates/parts/own.html"),
        "{% include \"parts/heda.html\" %}",
        "{% include \"parts/head.html\" %}",
        "No page could be made from a template that refers to one that is not there.",
    ),
    Example::new(
        &codes::STRING_SYNTAX,
        Shows::File("overrides/strings/en.ftl"),
        "home = { $n ->",
        "home = Home page",
        "The word on the button would be missing on every page.",
    ),
    Example::new(
        &codes::MISSING_STRING,
        Shows::File("overrides/strings/en.ftl"),
        "own-greeting = Welcome",
        "home = Home page",
        "Readers of the other languages would see the name of the string in place of its words.",
    ),
    Example::new(
        &codes::MISSING_PLURAL,
        Shows::File("overrides/strings/fr.ftl"),
        "results-count =\n    { $n ->\n        [one] un résultat\n       *[other] { $n } résultats\n    }",
        "results-count =\n    { $n ->\n        [one] un résultat\n        [many] { $n } de résultats\n       *[other] { $n } résultats\n    }",
        "Russian has four forms for numbers, Arabic six; with a wrong one the page reads like a bad translation.",
    ),
    situation(
        &codes::THEME_CONTRACT,
        "the theme's theme.toml has `contract = { min = 7, max = 9 }`, and this program has another version",
        "use a version of the theme that is made for this program",
        "A theme for another version would leave out what this one shows, a correction for instance.",
    ),
    settings(
        &codes::UNKNOWN_TOKEN,
        "[theme.tokens]\nacent = \"#8f6200\"",
        "[theme.tokens]\naccent = { light = \"#8f6200\", dark = \"#f2c14e\" }",
        "A colour under a misspelt name would change nothing, and nobody would know why.",
    ),
    settings(
        &codes::LOW_CONTRAST,
        "[theme.tokens]\naccent = { light = \"#dddddd\", dark = \"#f2c14e\" }",
        "[theme.tokens]\naccent = { light = \"#8f6200\", dark = \"#f2c14e\" }",
        "Many people can't read grey on grey, nobody can in the sun; the law asks public bodies for the contrast.",
    ),
    settings(
        &codes::EXPIRED_NOTICE,
        "[[notice]]\nseverity = \"info\"\nstart = 2026-10-01\nexpires = 2026-11-01\ntext = { en = \"Closed.\", fr = \"Fermé.\" }",
        "[[notice]]\nseverity = \"info\"\nstart = 2026-10-01\nexpires = 2026-12-01\ntext = { en = \"Closed.\", fr = \"Fermé.\" }",
        "It is shown no longer. Perhaps that is right; perhaps the hall is still closed.",
    ),
    settings(
        &codes::EXPIRED_SECURITY,
        "[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2026-01-01T00:00:00Z",
        "[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2027-06-01T00:00:00Z",
        "Somebody who has found a hole in the site would not trust an address that has expired, and might tell others first.",
    ),
    settings(
        &codes::DISTANT_SECURITY,
        "[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2030-01-01T00:00:00Z",
        "[security]\ncontact = [\"mailto:security@example.org\"]\nexpires = 2027-06-01T00:00:00Z",
        "An address that nobody looks at for years may be read by nobody when it is needed.",
    ),
];
