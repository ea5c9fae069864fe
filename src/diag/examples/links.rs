//! Examples about links, pictures and files for download.

use super::{Example, Shows, fields, path, situation, text};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    text(
        &codes::BROKEN_LINK,
        "[Do I need a visa?](faq/vsia.en.md)",
        "[Do I need a visa?](faq/visa.en.md)",
        "A dead link on an official page sends readers away without an answer; the program finds it before they do.",
    ),
    text(
        &codes::BROKEN_ANCHOR,
        "## Opening hours\n\nFrom 9 to 12. [Hours](#opening-hour)",
        "## Opening hours\n\nFrom 9 to 12. [Hours](#opening-hours)",
        "The link would lead to the top of the page, and readers would have to search it.",
    ),
    text(
        &codes::BROKEN_IMAGE,
        "![The consular hall](hal.svg)",
        "![The consular hall](hall.svg)",
        "Readers would see an empty frame.",
    ),
    fields(
        &codes::BROKEN_ATTACHMENT,
        "[[attachments]]\nfile = \"anex.pdf\"\ntitle = \"Annex\"",
        "[[attachments]]\nfile = \"annex.pdf\"\ntitle = \"Annex\"",
        "Whoever needs the form would get an error page instead.",
    ),
    text(
        &codes::LINK_TO_HIDDEN,
        "[The agreement](agreement.en.md)",
        "The agreement follows.",
        "A link to an embargoed text tells journalists that it exists, and what it is called.",
    ),
    situation(
        &codes::UNREADABLE_PICTURE,
        "hall.jpg ends after half of its bytes",
        "copy it again from the camera, or save it anew in an image editor",
        "Browsers show half a picture, or none.",
    ),
    situation(
        &codes::UNSHOWN_PICTURE,
        "![The harbour](harbour.heic)",
        "save the picture as JPEG: ![The harbour](harbour.jpg)",
        "Telephones take photographs in a form that most browsers can't show: readers would see an empty frame.",
    ),
    path(
        &codes::UNUSED_FILE,
        "content/notes.txt",
        "content/notes.en.md",
        "Somebody put the file there for readers, and none of them will ever see it.",
    ),
    situation(
        &codes::LOCATED_PICTURE,
        "place.jpg is offered for download, and holds the position where it was taken",
        "remove the position in an image editor, or show the picture: `![The hall](place.jpg)`",
        "A photograph can give away where somebody lives, or where a meeting took place.",
    ),
    situation(
        &codes::UNSAFE_SVG,
        "map.svg holds a script",
        "save the drawing as \"plain SVG\" in the drawing program",
        "A drawing with a script could watch readers or change the page.",
    ),
    text(
        &codes::UNSAFE_URL,
        "[Open the form](javascript:open())",
        "[Open the form](https://forms.example.org/visa)",
        "Links that run a program in the reader's browser are how pages are misused.",
    ),
    text(
        &codes::SERVER_PROGRAM,
        "[The form](form.php)",
        "[The form](form.zip)",
        "The web server would run the file instead of delivering it, and anybody who can send you a file could run programs \
         on your server.",
    ),
    Example::new(
        &codes::MISSING_ASSET,
        Shows::File("overrides/assets/portal.css"),
        "@import \"tokens.css\";\n@import \"gruond.css\";",
        "@import \"tokens.css\";\n@import \"ground.css\";",
        "Pages would be shown without a part of their design.",
    ),
];
