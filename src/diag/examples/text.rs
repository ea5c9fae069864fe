//! Examples about the words of a text, in Markdown.

use super::{Example, situation, text};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    text(
        &codes::LOST_CELLS,
        "| Country | Fee |\n| --- | --- |\n| Meridia | 60 | 90 |",
        "| Country | Fee | Express |\n| --- | --- | --- |\n| Meridia | 60 | 90 |",
        "The amount in the last cell would be on no page, and nobody would notice.",
    ),
    text(
        &codes::LOST_WORDS,
        "## Fees {2026}\n\nThe fee is 60 euros.",
        "## Fees 2026\n\nThe fee is 60 euros.",
        "What you wrote would be missing on the page without a word.",
    ),
    text(
        &codes::UNUSED_DEFINITION,
        "The hall opens at 9.\n\n[Update]: cancelled",
        "The hall opens at 9.\n\n**Update:** cancelled",
        "Readers would not learn that the event is cancelled: the line is shown nowhere.",
    ),
    text(
        &codes::UNCLOSED_CODE,
        "~~~\nGET /en/feed.xml\n\nThe feed has all statements.",
        "~~~\nGET /en/feed.xml\n~~~\n\nThe feed has all statements.",
        "The rest of the page would be shown as program code, with links that can't be followed.",
    ),
    text(
        &codes::LITERAL_MARKUP,
        "##Fees\n\nThe fee is 60 euros.",
        "## Fees\n\nThe fee is 60 euros.",
        "Readers would see the signs themselves, and a screen reader would not find the heading.",
    ),
    text(
        &codes::CONTROL_CHARACTER,
        "The fee\u{b}is 60 euros.",
        "The fee is 60 euros.",
        "What you don't see in your editor, readers see as a box or as two words run together.",
    ),
    situation(
        &codes::TOO_DEEP,
        "a line was pasted that begins with sixty signs `>`",
        "delete the signs, or put the line into a block of code",
        "Nobody can follow sixty levels, on a telephone least of all: each takes some of the width.",
    ),
    text(
        &codes::RAW_HTML,
        "<div class=\"box\">The hall is closed.</div>",
        "::: notice info\nThe hall is closed.\n:::",
        "HTML that was pasted from elsewhere breaks the page on telephones, and can load things from other people's servers.",
    ),
    text(
        &codes::UNKNOWN_DIRECTIVE,
        "::: notic info\nThe hall is closed.\n:::",
        "::: notice info\nThe hall is closed.\n:::",
        "A warning whose name is misspelt would be shown as plain text, or not at all.",
    ),
    text(
        &codes::DIRECTIVE_ARGUMENT,
        "::: notice loud\nThe hall is closed.\n:::",
        "::: notice warning\nThe hall is closed.\n:::",
        "The program can't guess how urgent a notice is.",
    ),
    text(
        &codes::UNCLOSED_DIRECTIVE,
        "::: notice info\nThe hall is closed.\n\nFees are below.",
        "::: notice info\nThe hall is closed.\n:::\n\nFees are below.",
        "The whole rest of the page would stand in the box of the notice.",
    ),
    text(
        &codes::UNDEFINED_FOOTNOTE,
        "Ratified by both.[^1]",
        "Ratified by both.[^1]\n\n[^1]: On 2 November 2026.",
        "Readers would look for a note that is not there.",
    ),
    text(
        &codes::HEADING_ORDER,
        "## Visas\n\n#### Fees\n\nThe fee is 60 euros.",
        "## Visas\n\n### Fees\n\nThe fee is 60 euros.",
        "Blind readers move through a page by its headings; a level that is missing makes them look for lost text.",
    ),
    text(
        &codes::IMAGE_WITHOUT_ALT,
        "![](hall.svg)",
        "![The consular hall](hall.svg)",
        "Blind readers hear the words in place of the picture; the law asks public bodies for them.",
    ),
];
