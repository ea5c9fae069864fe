//! Examples about publishing: commands and situations, since no source shows them.

use super::{Example, situation};
use crate::diag::codes;

pub(super) static EXAMPLES: &[Example] = &[
    situation(
        &codes::FOREIGN_DESTINATION,
        "chancery publish --to /var/www/html    # which holds files of another site",
        "chancery publish --to /srv/www",
        "Publishing changes the whole folder; what somebody else put there would be lost.",
    ),
    situation(
        &codes::UNPUBLISHABLE_OUTPUT,
        "a file in public/ was changed by hand, then `chancery publish --from public --to /srv/www`",
        "chancery build && chancery publish --from public --to /srv/www",
        "What is public was checked as a whole. A file that was changed afterwards was not.",
    ),
    situation(
        &codes::VANISHED_ADDRESS,
        "slug = \"treaty\" became slug = \"pact\", and /en/press/treaty/ would answer nothing",
        "aliases = [\"/en/press/treaty/\"]",
        "Newspapers, treaties and other governments link to the address; it has to lead somewhere for good.",
    ),
    situation(
        &codes::CHANGED_REFERENCE,
        "reference = \"MFA/2026/001\" became reference = \"MFA/2026/009\"",
        "reference = \"MFA/2026/009\"\nformerly = [\"MFA/2026/001\"]",
        "Others have cited the first one. Without a trace, their citations would mean nothing.",
    ),
    situation(
        &codes::HELD_BACK_AGAIN,
        "state = \"draft\" was written into a text that is public",
        "state = \"draft\"\nreason = \"We are checking a figure.\"",
        "A statement that disappears without a word is noticed, and readers invent the reason themselves.",
    ),
    situation(
        &codes::RENAME_REFUSED,
        "chancery rename content/press/treaty.en.md visit    # a text of that name is there",
        "chancery rename content/press/treaty.en.md treaty-of-2026",
        "A text would replace another one, or links to it would break.",
    ),
    situation(
        &codes::TOO_MANY_REMOVALS,
        "a folder was renamed, and 400 addresses would be taken away",
        "chancery publish --to /srv/www --allow-delete 400    # if that is what you want",
        "Most often this is a build of the wrong folder: better asked once than 400 pages gone.",
    ),
    situation(
        &codes::WITHDRAWN_SINCE,
        "chancery publish rollback --to /srv/www    # that release shows a text that was withdrawn since",
        "git revert HEAD && chancery publish --to /srv/www",
        "A text that was withdrawn, perhaps by order of a court, must not come back by accident.",
    ),
    situation(
        &codes::NO_SUCH_RELEASE,
        "chancery publish rollback 30 --to /srv/www    # five releases are kept",
        "chancery publish releases --to /srv/www    # shows which there are",
        "Only a release whose files are still there can be put back.",
    ),
    situation(
        &codes::DESTINATION_BUSY,
        "two people publish to /srv/www in the same minute",
        "chancery publish --to /srv/www --wait",
        "Two publications at once would leave a mixture of both.",
    ),
    situation(
        &codes::PUBLISHED_MEANWHILE,
        "a colleague goes back to an earlier release while a push is being built",
        "push again, or `chancery hook publish /srv/portal.git`",
        "Who goes back to an earlier release means it; a build that began before must not undo that.",
    ),
    situation(
        &codes::PUBLISH_FAILED,
        "the disk of the web server is full",
        "make room, and publish again",
        "What was public stays as it was: readers never see half a site.",
    ),
    situation(
        &codes::RELEASES_UNCLEARED,
        "a folder in /srv/www/releases belongs to another user",
        "chown --recursive git:git /srv/www/releases",
        "Old releases take room, and hold what has been withdrawn since.",
    ),
    situation(
        &codes::COPIED_RELEASE,
        "/srv/www is on a file system such as exFAT",
        "nothing, if there is room; else a file system that knows hard links",
        "Each release then takes the room of a whole site, and a disk that fills up stops the next publication.",
    ),
];
