//! The limits of what Chancery reads, shows and reports.
//!
//! Each is far beyond what an institution publishes and small enough for any machine: a file that is larger by mistake or
//! on purpose gives a message, never a full memory. `docs/reference/limits.md` is written from [`ALL`].

/// A limit, for the reference.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// The thing that is limited, for readers.
    pub name: &'static str,
    /// The most that is accepted.
    pub most: u64,
    /// The unit of `most`.
    pub unit: &'static str,
    /// The code of the diagnostic that reports more; empty where nothing is lost and nothing is reported.
    pub code: &'static str,
    /// The consequence of more.
    pub beyond: &'static str,
}

/// Bytes of a Markdown file.
pub const TEXT_BYTES: usize = 4_000_000;
/// Lists and quotations inside each other.
pub const NESTED_BLOCKS: usize = 50;
/// Directives inside each other.
pub const NESTED_DIRECTIVES: usize = 8;
/// HTML elements inside each other.
pub const NESTED_HTML: usize = 64;
/// Bytes of a CSV file.
pub const CSV_BYTES: usize = 50_000_000;
/// Rows of a CSV file, without its header.
pub const CSV_ROWS: usize = 500_000;
/// Columns of a CSV file.
pub const CSV_COLUMNS: usize = 200;
/// Records that the page of a register shows.
pub const SHOWN_RECORDS: usize = 1_000;
/// Chapters that a page lists: those around it, where its section has more.
pub const LISTED_CHAPTERS: usize = 60;
/// Rows of a table that a text shows.
pub const TABLE_ROWS: usize = 1_000;
/// Pixels of a picture: more than cameras have.
pub const PICTURE_PIXELS: u64 = 64_000_000;
/// Pixels of a side of a picture.
pub const PICTURE_SIDE: u32 = 32_768;
/// Bytes of the colour profile of a picture, unpacked.
pub const PROFILE_BYTES: usize = 4_000_000;
/// Bytes of a path below the address of the site.
pub const ADDRESS_BYTES: usize = 650;
/// Bytes of the part of an old address before its `*`.
pub const ADDRESS_PREFIX_BYTES: usize = 130;
/// Bytes of the path in `base_url`.
pub const BASE_PATH_BYTES: usize = 120;
/// Bytes of the name of a file or folder in the output: disks hold 255, and packed copies and temporary files add to it.
pub const NAME_BYTES: usize = 240;
/// Bytes of a path in the output: macOS holds 1,024, of which some is needed for the folder of the output.
pub const PATH_BYTES: usize = 900;
/// Symbolic links of a commit that lead to one another, as on Linux.
pub const LINKS_FOLLOWED: usize = 40;
/// Languages of a site.
pub const LANGUAGES: usize = 250;
/// Characters of a title or a question.
pub const TITLE_CHARS: usize = 200;
/// Characters of a summary or a short answer.
pub const SUMMARY_CHARS: usize = 300;
/// Bytes of a block of code that is coloured.
pub const CODE_BYTES: usize = 64 * 1024;
/// Bytes of a line of code that is coloured.
pub const CODE_LINE_BYTES: usize = 2 * 1024;
/// Diagnostics shown of one file.
pub const FILE_FAULTS: usize = 100;
/// Diagnostics shown of one run.
pub const RUN_FAULTS: usize = 1_000;
/// Characters shown of a message, and of its help.
pub const MESSAGE_CHARS: usize = 1_000;
/// Bytes of a source line shown on each side of the place that is marked.
pub const EXCERPT_BYTES: usize = 120;

const fn limit(name: &'static str, most: u64, unit: &'static str, code: &'static str, beyond: &'static str) -> Limit {
    Limit { name, most, unit, code, beyond }
}

/// The limits in the order of the reference.
pub const ALL: &[Limit] = &[
    limit("A Markdown file", TEXT_BYTES as u64, "bytes", "too-large", "The text is not read."),
    limit(
        "Lists and quotations inside each other",
        NESTED_BLOCKS as u64,
        "levels",
        "too-deep",
        "The text is not read.",
    ),
    limit(
        "Directives inside each other",
        NESTED_DIRECTIVES as u64,
        "levels",
        "unclosed-directive",
        "The line stays text.",
    ),
    limit(
        "HTML elements inside each other",
        NESTED_HTML as u64,
        "levels",
        "raw-html",
        "The inner elements are removed.",
    ),
    limit("A block of code", CODE_BYTES as u64, "bytes", "", "The code is shown in one colour."),
    limit("A line of code", CODE_LINE_BYTES as u64, "bytes", "", "The code is shown in one colour."),
    limit("A title or a question", TITLE_CHARS as u64, "characters", "bad-value", "The text is not published."),
    limit("A summary or a short answer", SUMMARY_CHARS as u64, "characters", "bad-value", "The text is not published."),
    limit("Languages of a site", LANGUAGES as u64, "languages", "bad-value", "The settings are not used."),
    limit(
        "The name of a file or folder, a `slug`, or any other part of an address, before percent-encoding",
        NAME_BYTES as u64,
        "bytes",
        "long-name",
        "The site is not built.",
    ),
    limit("An address, without the host", PATH_BYTES as u64, "bytes", "long-name", "The site is not built."),
    limit(
        "Symbolic links that lead to one another, in a commit",
        LINKS_FOLLOWED as u64,
        "links",
        "unreadable-file",
        "The file is not read.",
    ),
    limit("A CSV file", CSV_BYTES as u64, "bytes", "too-large", "The file is not read."),
    limit("Rows of a CSV file", CSV_ROWS as u64, "rows", "too-large", "The file is not read."),
    limit("Columns of a CSV file", CSV_COLUMNS as u64, "columns", "too-large", "The file is not read."),
    limit(
        "Records on the page of a register",
        SHOWN_RECORDS as u64,
        "records",
        "long-register",
        "The page shows the first ones and says so; totals, charts and downloads hold all of them.",
    ),
    limit("Rows of a table made with `::: data`", TABLE_ROWS as u64, "rows", "too-large", "Make it a register."),
    limit(
        "Chapters that a page lists, in a section that is read in order",
        LISTED_CHAPTERS as u64,
        "chapters",
        "",
        "The page lists those around it, and leads to the list of all.",
    ),
    limit("A picture", PICTURE_PIXELS, "pixels", "unreadable-picture", "The picture is not shown."),
    limit("A side of a picture", PICTURE_SIDE as u64, "pixels", "unreadable-picture", "The picture is not shown."),
    limit(
        "The colour profile of a picture, unpacked",
        PROFILE_BYTES as u64,
        "bytes",
        "unreadable-picture",
        "The picture is not shown.",
    ),
    limit(
        "A path in redirects.csv or `aliases`",
        ADDRESS_BYTES as u64,
        "bytes",
        "redirect-syntax",
        "The row is not used.",
    ),
    limit(
        "The part of an old address before its `*`",
        ADDRESS_PREFIX_BYTES as u64,
        "bytes",
        "redirect-syntax",
        "The row is not used.",
    ),
    limit("The path in `base_url`", BASE_PATH_BYTES as u64, "bytes", "bad-value", "The setting is not used."),
    limit(
        "Diagnostics of one file",
        FILE_FAULTS as u64,
        "diagnostics",
        "more-faults",
        "The others are counted; errors are shown before warnings.",
    ),
    limit(
        "Diagnostics of one run",
        RUN_FAULTS as u64,
        "diagnostics",
        "more-faults",
        "The others are counted; errors are shown before warnings.",
    ),
    limit("A message or its help", MESSAGE_CHARS as u64, "characters", "", "The rest is cut, marked with `…`."),
    limit(
        "A source line on each side of the place that is marked",
        EXCERPT_BYTES as u64,
        "bytes",
        "",
        "The rest is cut, marked with `…`.",
    ),
];
