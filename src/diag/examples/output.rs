//! Examples about addresses, the output and the cache.

use super::{Example, Shows, path, situation};
use crate::diag::codes;

const REDIRECTS: Shows = Shows::File("redirects.csv");

pub(super) static EXAMPLES: &[Example] = &[
    path(
        &codes::RESERVED_ADDRESS,
        "static/digests.txt",
        "static/checksums.txt",
        "The file would replace one by which others check that the site is whole.",
    ),
    Example::new(
        &codes::REDIRECT_SYNTAX,
        REDIRECTS,
        "old,new,status\n/visa/,/en/about/,200",
        "old,new,status\n/visa/,/en/about/,301",
        "An old address that stands in treaties, books and letters would lead nowhere.",
    ),
    Example::new(
        &codes::REDIRECT_LOOP,
        REDIRECTS,
        "old,new,status\n/a/,/b/,301\n/b/,/en/,301",
        "old,new,status\n/a/,/en/,301\n/b/,/en/,301",
        "Browsers give up after a few such steps and show an error.",
    ),
    Example::new(
        &codes::REDIRECT_SHADOWED,
        REDIRECTS,
        "old,new,status\n/en/about/,/en/,301",
        "old,new,status\n/en/about-us/,/en/about/,301",
        "Nobody could read the page any more: everybody would be led away from it.",
    ),
    situation(
        &codes::FOREIGN_OUTPUT,
        "chancery build --out /home/ana/thesis",
        "chancery build --out public",
        "The output is made exactly the site, so files of yours would be removed.",
    ),
    situation(
        &codes::CACHE_DISCARDED,
        ".chancery/build.cache was written by another version of the program",
        "nothing: this build takes longer, and writes a new one",
        "What can't be trusted is not used, so that a page never shows something old.",
    ),
    situation(
        &codes::CACHE_UNWRITABLE,
        "the folder .chancery belongs to another user",
        "chancery build --cache /var/tmp/portal-cache",
        "The site is right all the same; only the next build is slower.",
    ),
    situation(
        &codes::SEARCH_FAILED,
        "the disk is full while the search index is made",
        "make room, and build again",
        "A search that finds nothing would tell readers that there is nothing.",
    ),
    situation(
        &codes::FEATURE_ABSENT,
        "the program was built without `search`, and site.toml has search = true",
        "use the program that is released, which has all parts",
        "The pages would lack a part that you count on.",
    ),
];
