//! Examples about files as a whole.

use super::{Example, Shows, path, situation, text};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    situation(
        &codes::MORE_FAULTS,
        "120 fields of a text are unknown, since its first line was lost",
        "put the line back, and run `chancery check` again",
        "A screen full of consequences hides the one mistake they come from.",
    ),
    situation(
        &codes::UNREADABLE_FILE,
        "content/about.en.md belongs to another user, and nobody else may read it",
        "chmod a+r content/about.en.md",
        "A text that can't be read would vanish from the site without a word.",
    ),
    situation(
        &codes::INVALID_UTF8,
        "content/about.en.md was saved as Windows-1252: `café` is not readable",
        "save it as UTF-8; most editors offer that under \"Save as\" or \"Encoding\"",
        "Readers would see question marks in place of accents, and names of people would be misspelt.",
    ),
    text(
        &codes::STRAY_MARK,
        "One.\n\n\u{feff}## Fees\n\nThe fee is 60 euros.",
        "One.\n\n## Fees\n\nThe fee is 60 euros.",
        "Nobody sees the mark, but it turns a heading into plain text: readers and screen readers miss the heading.",
    ),
    text(
        &codes::OUTSIDE_TREE,
        "[Annex](../../annex.md)",
        "[Contact](press/treaty.en.md)",
        "A site that takes files from elsewhere looks different on every computer, and could publish what was never meant \
         to be public.",
    ),
    situation(
        &codes::SYMLINK_LOOP,
        "content/archive is a link to content",
        "rm content/archive",
        "The folder would contain itself, and a build would never end.",
    ),
    path(
        &codes::BAD_FILE_NAME,
        "content/Fees 2026.md",
        "content/fees-2026.en.md",
        "The name says in which language a text is and what its address will be; without it neither can be known.",
    ),
    situation(
        &codes::SUBMODULE_SKIPPED,
        "shared/ is a submodule, and the site shows a file of it",
        "copy the file into the repository of the site, and commit it",
        "A commit holds only the name of a submodule's commit, not its files, so they can't be published from it.",
    ),
    Example::new(
        &codes::UNMERGED_FILE,
        Shows::File("content/about.en.md"),
        "+++\ntitle = \"About us\"\n+++\n\n<<<<<<< HEAD\nThe office opens at 9.\n=======\nThe office opens at 10.\n>>>>>>> desk",
        "+++\ntitle = \"About us\"\n+++\n\nThe office opens at 10.",
        "Both versions would be public, with the marks of git between them.",
    ),
    situation(
        &codes::TOO_LARGE,
        "content/about.en.md has 12 MB, since a picture was pasted as text",
        "save the picture as a file beside the text, and show it: `![The hall](hall.jpg)`",
        "Such a page takes minutes to open on a telephone, and is nearly always a mistake.",
    ),
    situation(
        &codes::CARD_WITHOUT_FONT,
        "a title is in Korean, and no font of the site has Korean letters",
        "fonts = [\"fonts\"]    # under [cards] in site.toml, with a font for the script in that folder",
        "A card with empty boxes in place of the title would be shown wherever the page is shared.",
    ),
    situation(
        &codes::UNREADABLE_FONT,
        "fonts/house.woff2 is a web font",
        "put the same font into the folder as TrueType or OpenType: fonts/house.ttf",
        "Without it the cards that are shown with shared links are set in another typeface than the house's.",
    ),
    path(
        &codes::LONG_NAME,
        "content/statement-by-the-spokesperson-of-the-ministry-of-foreign-affairs-on-the-signature-of-the-agreement-on-the-\
         delimitation-of-the-maritime-boundary-and-on-the-cooperation-in-the-protection-of-the-marine-environment-which-\
         was-concluded-in-the-capital.en.md",
        "content/maritime-boundary.en.md",
        "Disks and web servers refuse longer names, so the page could not be published at all.",
    ),
];
