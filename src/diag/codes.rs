//! The table of diagnostic codes: the source of the reference page, of SARIF's rules and of `--explain`-like
//! help. A code is stable: it is never given another meaning.

use super::Severity::{self, Error, Note, Warning};

/// A kind of fault.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// The stable name, in kebab case.
    pub name: &'static str,
    /// How bad it is unless a stage says otherwise.
    pub severity: Severity,
    /// One line: what is wrong.
    pub summary: &'static str,
    /// Why it matters and what to do, in plain words.
    pub explanation: &'static str,
}

macro_rules! codes {
    ($($id:ident = $name:literal, $severity:ident, $summary:literal, $explanation:literal;)*) => {
        $(#[doc = $summary]
        pub static $id: Code = Code { name: $name, severity: $severity, summary: $summary, explanation: $explanation };)*

        /// Every code, in the order of the reference.
        pub static ALL: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    // Files
    MORE_FAULTS = "more-faults", Note, "more was found than is shown", "One mistake can have a thousand consequences. Correct what is shown, and check again. The count of errors and warnings at the end holds all of them.";
    UNREADABLE_FILE = "unreadable-file", Error, "a file can't be read", "The operating system refused to open or read the file. Check its permissions and that it still exists.";
    INVALID_UTF8 = "invalid-utf8", Error, "a text file is not UTF-8", "Content, settings and templates are UTF-8. Save the file again as UTF-8 (without changing its text); the caret shows the first byte that is not.";
    STRAY_MARK = "stray-mark", Error, "a text holds a byte order mark in its middle", "The byte order mark (U+FEFF) is invisible. At the start of a file it is taken off. Elsewhere it hides what comes after it: a line that begins with it and `## Fees` is no heading, a field whose name holds it is unknown. It comes with text that was copied from other programs, or with files that were joined. The caret is below it: delete it together with a letter beside it, and type that letter again.";
    OUTSIDE_TREE = "outside-tree", Error, "a path leaves the site's folder", "No path in content may be absolute, lead upwards out of the tree, or pass through a symbolic link that leaves it. Copy the file into the tree.";
    SYMLINK_LOOP = "symlink-loop", Error, "a symbolic link leads back to itself", "The link points at one of its own parent folders. Remove it.";
    BAD_FILE_NAME = "bad-file-name", Error, "a content file's name is not `<stem>.<lang>.md`", "The name says which text it is and in which language: `visa-fees.fr.md`, or `index.fr.md` in a folder of its own.";
    SUBMODULE_SKIPPED = "submodule-skipped", Note, "a submodule is passed over", "A site that is built from a commit has the files of that commit alone; those of a submodule are in another repository. Copy what the site needs.";
    // TOML, front matter and settings
    TOML_SYNTAX = "toml-syntax", Error, "the TOML can't be read", "Front matter and settings are TOML. The caret shows where it stops making sense; usually a quote or a bracket is missing.";
    MISSING_FRONT_MATTER = "missing-front-matter", Error, "a content file has no front matter", "The file must begin with a line `+++`, the fields, and another line `+++`.";
    UNKNOWN_FIELD = "unknown-field", Error, "a field is not known here", "Unknown fields are refused so that a misspelt one is not ignored in silence.";
    DUPLICATE_FIELD = "duplicate-field", Error, "a field is given twice", "Of two values one would be lost, and nobody could say which. For instance two lines `topics = …` become one: `topics = [\"trade\", \"consular\"]`.";
    MISSING_FIELD = "missing-field", Error, "a required field is missing", "The kind of document needs this field in this file.";
    WRONG_TYPE = "wrong-type", Error, "a field has a value of the wrong type", "For instance a number where a text is expected, or a text where a list is.";
    BAD_VALUE = "bad-value", Error, "a field has a value that is not allowed", "The help says which values are.";
    CONTRADICTORY_FIELD = "contradictory-field", Error, "two places say different things", "A field that all languages share is said once, in the source-language file. Remove it from the translation, or make both the same.";
    BAD_DATE = "bad-date", Error, "a date or time can't be understood", "Dates are written 2026-11-23, times 2026-11-23T14:00:00. A time that a change of clocks skips or repeats needs an offset.";
    BAD_ZONE = "bad-zone", Error, "a time zone is missing or unknown", "An embargo must say its zone: an offset (+01:00) or an IANA name ([Europe/Brussels]).";
    BAD_LANGUAGE_TAG = "bad-language-tag", Error, "a language tag is not BCP 47", "Tags look like `fr`, `pt-BR` or `zh-Hant`.";
    UNDECLARED_LANGUAGE = "undeclared-language", Error, "a language is not declared in site.toml", "Add it to `languages.order`, or rename the file.";
    WRONG_KIND = "wrong-kind", Error, "a file claims another kind than its section's", "What a folder holds is said once, in site.toml.";
    PLACEHOLDER = "placeholder", Error, "a text still holds what somebody was to replace", "`TODO`, `FIXME`, `[NAME]`, `{{name}}`, `Lorem ipsum` and what `chancery add` leaves to be written are markers of an unfinished text. For instance `Signed by [NAME].` becomes `Signed by Elena Vasconcel.` Only a draft may hold them. What may be meant, as `XXX` for thirty or `TBC` in a programme, is a warning. To show a marker, write it as code: `` `TODO` ``.";
    EMPTY_BODY = "empty-body", Error, "a text has no words", "The page would show a title and nothing below it. Write the text, or say `state = \"draft\"` until it is written.";
    LOST_CELLS = "lost-cells", Error, "a row of a table has more cells than its head", "Cells beyond the head of a table are shown nowhere. For instance `| 1 | 2 | 3 |` below `| A | B |` loses the 3. Add a title to the first row and to the line of dashes, or write a bar that is meant as `\\|`.";
    LOST_WORDS = "lost-words", Error, "words of a text are shown nowhere", "Some places of a text are for the program alone. Words after the language of a code block (\"```toml An example\") and between braces at the end of a heading (`## Fees {2026}`) never reach a page. Write them in the text; an id of a heading is `{#fees}`.";
    UNUSED_DEFINITION = "unused-definition", Error, "a line is read as the definition of a link that no link uses", "`[label]: address` says where links with that label lead, and is shown nowhere. So a line such as `[Update]: cancelled` vanishes from the page: write `\\[Update]: cancelled`, or `**Update:** cancelled`. Where the line is an address that no link uses any more, it is a warning: remove the line.";
    UNCLOSED_CODE = "unclosed-code", Warning, "a block of code has no end", "A line of three or more backticks begins code, and a line of as many, with nothing after them, ends it. Without that line all that follows is shown as code: headings, links and directives too.";
    LITERAL_MARKUP = "literal-markup", Warning, "what looks like markup stays text", "Readers see the marks as they were typed: `##Heading` and `-Item` without a space, `**bold **` with one, a table without the line of dashes below its head, a no-break space after `#`, `[text][label]` without a definition of the label. The help says how it is written. Marks that are meant are written with a backslash: `\\#`, `\\*`, `\\[`. A link or an image that stays text because of a space in its address is an error: `[Annex](my annex.pdf)` is written `[Annex](<my annex.pdf>)`.";
    CONTROL_CHARACTER = "control-character", Error, "a text holds a control character", "Control characters come with text that is pasted from word processors and PDF files, or that was saved in a wrong encoding. HTML forbids them, browsers show them each in its own way, and nobody sees them in an editor. U+0000 is shown as \u{FFFD}, and is a warning.";
    UNMERGED_FILE = "unmerged-file", Error, "two versions of a file were not merged", "git has put both versions into the file, between lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`, because both changed the same lines. Choose one of the versions, or write one text from both, and delete the three lines. Until then nothing else in the file is checked.";
    INAUTHENTIC_LANGUAGE = "inauthentic-language", Error, "a language is said to be authentic that has no text", "Readers would be told that a text counts which they can't read. Name in `authority` the languages in which the statement exists, or publish the text. A text that waits for its hour is named from then on.";
    UNKNOWN_TOPIC = "unknown-topic", Error, "a topic is not declared in site.toml", "Topics have stable ids with names per language; declare the topic or correct its id.";
    UNKNOWN_CONTACT = "unknown-contact", Error, "a contact is not declared in site.toml", "Contacts are held once, under `[[contact]]`.";
    UNKNOWN_DOCUMENT = "unknown-document", Error, "a relation names a document that does not exist", "`related`, `corrects` and menus name documents by reference or id.";
    UNKNOWN_SECTION = "unknown-section", Error, "a section of site.toml has no folder, or a folder no section", "Each `[[section]]` names a folder under content/.";
    BIDI_CONTROL = "bidi-control", Error, "a text holds an unbalanced or outdated direction control", "Invisible direction controls can make text read as something else. Remove the character; isolation is added where it is needed.";
    // Translation sets
    DUPLICATE_REFERENCE = "duplicate-reference", Error, "two statements have the same reference", "A reference names one statement for good. `chancery add statement` gives the next free one.";
    DUPLICATE_ID = "duplicate-id", Error, "two documents have the same id", "Ids name a document in feeds, relations and menus.";
    DUPLICATE_ADDRESS = "duplicate-address", Error, "two outputs have the same address", "Change the slug of one of them.";
    CASE_COLLISION = "case-collision", Error, "two names differ in upper and lower case alone", "Windows, macOS and some web servers take `Logo.svg` and `logo.svg` for one file, and so a composed and a decomposed `é`. One of the two would replace the other. Rename one of them: `logo.svg` and `logo-dark.svg`. Of two old addresses that lead to different pages it is a warning: most web servers tell them apart.";
    DUPLICATE_LANGUAGE = "duplicate-language", Error, "a document has two files in one language", "Keep one of them.";
    ORPHAN_TRANSLATION = "orphan-translation", Error, "a translation has no source text", "The source-language file is gone or has another name, so the translation is not published. Restore it, rename one of them, give both the same `id`, or say `source = true`.";
    FAULTY_SOURCE = "faulty-source", Note, "a translation's source has errors", "Shared fields stand in the source file; while it is faulty, no translation of it is shown.";
    LOOSER_TRANSLATION = "looser-translation", Error, "a translation would be public before its source", "A translation may be held back longer than its source, never less.";
    MISSING_TRANSLATION = "missing-translation", Warning, "a required language is missing", "site.toml requires this language for every document of the section.";
    STALE_TRANSLATION = "stale-translation", Warning, "the source changed after the translation was made", "Bring the translation up to date, then run `chancery stamp FILE`. Until then the page says so to its readers.";
    UNSTAMPED_TRANSLATION = "unstamped-translation", Note, "a translation does not say which source it was made from", "Run `chancery stamp FILE` once the translation matches its source.";
    // Links
    BROKEN_LINK = "broken-link", Error, "a link leads to a file that does not exist", "Links to other content name the source file, relative to this one.";
    BROKEN_ANCHOR = "broken-anchor", Error, "a link's anchor does not exist in its target", "The help names the nearest heading.";
    BROKEN_IMAGE = "broken-image", Error, "an image does not exist", "Images lie beside the text or in its folder, and are named relative to it.";
    BROKEN_ATTACHMENT = "broken-attachment", Error, "an attachment does not exist", "Attachments lie beside the text or in its folder, and are named relative to it.";
    LINK_TO_HIDDEN = "link-to-hidden", Error, "a visible page links to a hidden one", "The link would tell that the page exists, and lead nowhere. Remove it, or hold this page back as well.";
    IMAGE_WITHOUT_ALT = "image-without-alt", Error, "an image has no alternative text", "Say what the picture tells: `![text](file)`. A picture that tells nothing is marked `decorative`: `::: figure src=… decorative`.";
    UNTRANSLATED_ALT = "untranslated-alt", Warning, "a picture's text stands in another language", "A translation shows the lead picture of its source. Its readers need the text in their own language: give `image` with its `alt` in this file, too.";
    UNREADABLE_PICTURE = "unreadable-picture", Error, "a picture can't be read", "It is damaged, or no JPEG, PNG, WebP or SVG although it begins like one, or has more pixels than are sensible. Save it again in an image editor.";
    UNSHOWN_PICTURE = "unshown-picture", Error, "a file that is shown as a picture is not one that browsers show", "Browsers show JPEG, PNG, WebP, GIF, AVIF and SVG. HEIC, as telephones write it, TIFF, as scanners do, the raw files of cameras, PDF and documents stay an empty frame for most readers. What counts is what the file holds, whatever its name says. Save `harbour.heic` as `harbour.jpg`, or offer the file for download in `attachments`.";
    UNUSED_FILE = "unused-file", Warning, "a file beside the texts is not used in any text", "A file below content/ is published when a text shows it (`![Map](map.svg)`), links to it or names it in `attachments`. This one is named nowhere, so no reader will see it. Name it in a text, move it out of content/, or remove it. A text itself is a file such as `visa-fees.en.md`: what is written in Word or as `.txt` is copied into one.";
    LOCATED_PICTURE = "located-picture", Warning, "a picture that is published as it is says where it was taken", "JPEG, PNG and WebP that pages show are written anew without anything that cameras add. A file that is offered for download stays as it is, so that its digest holds, and so do other formats: remove the position in an image editor, or show the picture as JPEG instead.";
    UNSAFE_SVG = "unsafe-svg", Warning, "a drawing holds what could run or load something", "Scripts, handlers of events, foreign objects, animation and references to other files are taken out of SVG; the message lists what was. Save the drawing as plain SVG so that nobody misses anything.";
    CARD_WITHOUT_FONT = "card-without-font", Warning, "no font has a character of a share card", "The card then shows the institution alone, never empty boxes. Name a folder with a font for the script under `[cards]` in site.toml.";
    UNREADABLE_FONT = "unreadable-font", Warning, "a font can't be used", "Fonts of share cards are TrueType or OpenType, one to a file (.ttf, .otf).";
    UNSAFE_URL = "unsafe-url", Error, "a link's scheme is not allowed", "Allowed are https, http, mailto, tel and links within the site.";
    SERVER_PROGRAM = "server-program", Error, "a file that a web server could run is offered for download", "Web servers run files with endings such as `.php`, `.cgi` or `.jsp` instead of delivering them, wherever the ending stands in the name. Put the file into a ZIP archive, and offer that.";
    TOO_LARGE = "too-large", Error, "a file is larger than Chancery reads", "The limits are in docs/reference/limits.md. A text or table of that size is mostly a mistake: a picture that was pasted as text, a dump of a database. Divide it, or offer it as a file for download.";
    // Markdown
    TOO_DEEP = "too-deep", Error, "lists or quotations are nested too deeply", "A line begins more lists and quotations inside each other than anybody can follow, mostly since signs such as `>` or `-` were pasted in a row. Remove them, or put the line into a code block.";
    RAW_HTML = "raw-html", Error, "raw HTML is not allowed here", "Use Markdown or a directive. A section can allow cleaned HTML with `raw_html = true` in site.toml.";
    UNKNOWN_DIRECTIVE = "unknown-directive", Error, "a directive is not known", "Directives: notice, quote, figure, video, contact, data.";
    DIRECTIVE_ARGUMENT = "directive-argument", Error, "a directive's argument is missing, unknown or wrong", "The help lists what the directive takes.";
    UNCLOSED_DIRECTIVE = "unclosed-directive", Error, "a directive is not closed, or closed without being open", "A directive ends with a line of as many colons as it began with.";
    UNDEFINED_FOOTNOTE = "undefined-footnote", Error, "a footnote is referred to but not defined, or defined but never referred to", "Each `[^name]` needs one `[^name]: text`.";
    HEADING_ORDER = "heading-order", Error, "a heading skips a level or is a second title", "The title is the page's only first-level heading; in the text they begin at `##` and skip none, so that a screen reader can follow.";
    // Registers
    CSV_SYNTAX = "csv-syntax", Error, "the CSV can't be read", "Each row has as many cells as the header; a quote inside a quoted cell is doubled.";
    CSV_COLUMN = "csv-column", Error, "the CSV's columns are not those of its schema", "The header row has the schema's field names, in any order, each once.";
    CSV_VALUE = "csv-value", Error, "a cell breaks the schema", "The message names row and column, what was found and what is expected.";
    CSV_FORMULA = "csv-formula", Warning, "a text is taken for a formula by spreadsheet programs", "A reader who opens the download with a spreadsheet program would see a result or an error instead of the text, and a formula can load something from elsewhere. The download keeps each cell as it is, so begin the text with a letter or a digit: `Note: =A1` instead of `=A1`. Telephone numbers like `+999 20 555 0101` are not meant.";
    LONG_REGISTER = "long-register", Note, "a register has more records than its page shows", "The page shows the first records and says so; totals, charts and both downloads hold all of them. A link to a record that the page does not show is an error. Divide the register by period if readers should see all records on pages.";
    SCHEMA_SYNTAX = "schema-syntax", Error, "the register's schema.json can't be used", "It is a Table Schema: an object with `fields`, each with a `name` and a `type`.";
    REGISTER_INCOMPLETE = "register-incomplete", Error, "a register lacks its data or its schema", "A register is a folder with index.<lang>.md, data.csv and schema.json.";
    // Theme
    TEMPLATE_SYNTAX = "template-syntax", Error, "a template can't be read", "The message of the template engine shows the place.";
    TEMPLATE_RENDER = "template-render", Error, "a template failed on a page", "Usually a variable that the page does not have; the line is that of the template.";
    MISSING_TEMPLATE = "missing-template", Error, "a template does not exist", "The theme, the site's overrides and the built-in theme were searched.";
    STRING_SYNTAX = "string-syntax", Error, "a file of UI strings can't be read", "UI strings are Fluent (.ftl).";
    MISSING_STRING = "missing-string", Error, "a UI string is missing", "Templates may only use strings that every language has.";
    MISSING_PLURAL = "missing-plural", Error, "a plural form is missing", "The language needs a variant for each of its CLDR plural categories.";
    THEME_CONTRACT = "theme-contract", Error, "the theme is made for another version", "theme.toml states which contract versions the theme accepts.";
    MISSING_ASSET = "missing-asset", Error, "a theme's asset does not exist", "The site's overrides, the theme and the built-in theme were searched.";
    UNKNOWN_TOKEN = "unknown-token", Error, "a token is not one of the theme's", "Colours and sizes stand in the theme's tokens.toml; `[theme.tokens]` in site.toml sets those that are there.";
    LOW_CONTRAST = "low-contrast", Error, "two colours are too much alike to be read", "WCAG 2.2 asks for 4.5:1 for text, 3:1 for large text and for shapes that carry meaning. The help names the nearest colour that passes.";
    // Time
    EXPIRED_NOTICE = "expired-notice", Warning, "a site-wide notice has expired", "It is no longer shown. Remove it from site.toml, or give it a later expiry.";
    EXPIRED_SECURITY = "expired-security", Warning, "security.txt has expired", "RFC 9116 asks for an expiry in the future, less than a year ahead. Review the contact and move the date.";
    DISTANT_SECURITY = "distant-security", Warning, "security.txt expires too late", "RFC 9116, section 2.5.5, recommends less than a year ahead.";
    OVERDUE_REVIEW = "overdue-review", Warning, "a text is past its review date", "Look whether it is still right, then move `review_by`.";
    EXPIRED_ANSWER = "expired-answer", Warning, "an FAQ entry is past its validity", "Its page stays and says so to its readers; no list, feed, sitemap or search shows it. Move `valid_until`, or say `state = \"retired\"`: then its address answers 410.";
    HELD_BACK = "held-back", Note, "a text is held back, and its address says why", "A draft, or a text whose date or embargo is ahead, that gives a `reason` was public and is held back. Until it comes back, its address answers 410 with this reason and nothing else of the text. `state = \"draft\"` with `reason = \"We are checking a figure.\"` takes a text off the site within a minute. Without a reason nothing tells that there is such a text; so a text that was never public needs none. A translation tells no more than its source: nothing while that is held back without a reason, or before the day on which it is withdrawn.";
    // Addresses and output
    RESERVED_ADDRESS = "reserved-address", Error, "an address is reserved", "Some addresses belong to the site itself: the rules for hosts (`/_headers`, `/_redirects`, `/nginx.conf`, `/apache.conf`, `/caddy.conf`, `/_addresses.json`), `/digests.txt`, and the search index of a language (`/en/pagefind/`). Give the text or file another name, or remove the row of redirects.csv.";
    LONG_NAME = "long-name", Error, "a name is too long", "File systems hold names of 255 bytes, and what is made of a file adds to its name. So a file, a folder or a `slug` has at most 240 bytes (240 Latin letters, 120 Greek or Arabic ones, 80 Chinese characters), and an address 900. Give it a shorter name.";
    REDIRECT_SYNTAX = "redirect-syntax", Error, "a redirect can't be understood", "redirects.csv has the columns old, new, status (301, 302 or 410), as in `/old/,/new/,301`. `old` is a path on this site; it may end in `*`, which means all that begins so. `new` is a path on this site or an https address, and empty for 410. A path must mean the same to every web server: so it has no `//`, `..`, `%2F`, backslash or control character, whether percent-encoded or not.";
    REDIRECT_LOOP = "redirect-loop", Error, "a redirect leads to another redirect or to itself", "Readers would be sent from one address to the next, perhaps for ever. Point the row at the final address: after `/a/,/b/,301` and `/b/,/en/,301` the first is `/a/,/en/,301`.";
    REDIRECT_SHADOWED = "redirect-shadowed", Error, "a redirect's old address is an address of the site", "With `/en/press/*,/en/,301` nobody could read a page below `/en/press/` any more; the message names the first of them. Remove the row, or name the old addresses one by one. An old address that differs from one of the site in upper and lower case alone is a warning: most web servers tell them apart, and those that don't would lead the page to itself.";
    FOREIGN_OUTPUT = "foreign-output", Error, "the output folder holds files that chancery did not write", "The output is exactly the site, so other files would be removed. Choose another folder or empty this one.";
    WRITE_FAILED = "write-failed", Error, "the output can't be written", "The operating system refused. The last good site is as it was.";
    // Publishing
    FOREIGN_DESTINATION = "foreign-destination", Error, "the destination is not one that chancery publishes to", "A destination is empty, or was made by `chancery publish`: then it holds `.chancery/`, `releases/` and the link `current`. Nothing else belongs in it, and nothing in it is changed by hand.";
    UNPUBLISHABLE_OUTPUT = "unpublishable-output", Error, "a folder can't be published", "Only what `chancery build` wrote is published, whole: its `digests.txt` says what every file is. Build again.";
    VANISHED_ADDRESS = "vanished-address", Error, "an address that was public would answer nothing", "Others link to it. The message names what has changed, and the ways out that there are for it: an address that moved is named among the `aliases` of its text; a text that is to go says `state = \"gone\"` with a `reason`; lists, feeds and files are led on, or said to be gone, by a row of redirects.csv (`/old/,/new/,301`, `/old/,,410`).";
    CHANGED_REFERENCE = "changed-reference", Error, "a public text would get another reference or id", "Feeds, citations and other texts know it by the first. Say the first again; an `id` that came from folder and file name is written into the file, as in `id = \"faq/visa\"`. Where the first was wrong, `formerly = [\"MFA/2026/001\"]` beside the new one: the page shows readers both, and in feeds the text stays the entry that it was.";
    HELD_BACK_AGAIN = "held-back-again", Error, "a text that was public is held back again", "A draft, or a later date or embargo, would take a public text away without a word: its address would answer nothing. Say why: with `reason = \"…\"` its address answers 410 with that reason alone, until the text is back. Or take the line back that holds it.";
    RENAME_REFUSED = "rename-refused", Error, "a text can't be renamed as asked", "Nothing was written. The message says why: the name or the address is taken, the folder holds another kind, or something that leads to the text is written in a form that can't be changed for you. Change that by hand, and rename again.";
    TOO_MANY_REMOVALS = "too-many-removals", Error, "more would be taken away than is usual", "A build of the wrong folder or of half the content would look like this. Look at the list with `--dry-run`; if it is right, allow it with `--allow-delete N`. What is usual is set by `max_delete` under `[publish]` in site.toml.";
    WITHDRAWN_SINCE = "withdrawn-since", Error, "an earlier release holds what has been taken back since", "Pages that are withdrawn, gone or hidden, and pictures and downloads that were removed, stand in lists, feeds and the search index of the earlier release, too. So it is not put back: undo the change in the sources, and publish.";
    NO_SUCH_RELEASE = "no-such-release", Error, "there is no such release", "`chancery publish releases --to DIR` lists those that are kept.";
    DESTINATION_BUSY = "destination-busy", Error, "another publication to the same place is under way", "Wait until it has ended, or let `--wait` wait for it.";
    PUBLISHED_MEANWHILE = "published-meanwhile", Error, "somebody has published meanwhile", "While a site was built for the release that was public then, another became public: by hand, or since somebody went back to an earlier one. What was built is not put over it. After a rollback, the next push is public again, or `chancery hook publish REPOSITORY` publishes the branch as it is.";
    PUBLISH_FAILED = "publish-failed", Error, "the site can't be put in place", "The operating system refused. What was public still is; the next publication clears what this one has left.";
    RELEASES_UNCLEARED = "releases-uncleared", Warning, "what an older release holds can't be removed", "The new release is public. The next publication tries again.";
    COPIED_RELEASE = "copied-release", Note, "the destination knows no hard links", "So each release takes the room of all its files. A file system that knows them keeps once what does not change.";
    CACHE_DISCARDED = "cache-discarded", Note, "the cache of the last build is not used", "It is damaged, of another format or version, or can't be read. Everything is built anew, with the same result, and a new cache is written. It can be removed at any time.";
    CACHE_UNWRITABLE = "cache-unwritable", Warning, "the cache for the next build can't be written", "The site is complete. Without a cache the next build takes as long as the first; choose a folder that can be written with `--cache DIR`, or turn it off with `--no-cache`.";
    SEARCH_FAILED = "search-failed", Error, "a search index can't be made", "The message says why. `search = false` in site.toml builds the site without a search index.";
    FEATURE_ABSENT = "feature-absent", Note, "this program was built without a part that the site uses", "Parts of chancery are Cargo features; the programs that are released have all of them. Without `search` there is no search page, without `pictures` the text of a picture stands in its place, without `html` raw HTML is refused, without `highlight` code has no colours, without `minify` pages are larger.";
    HISTORY_ABSENT = "history-absent", Note, "there is no git history, or not all of it", "Pages say so. In CI, fetch the whole history (`fetch-depth: 0`).";
}

/// Finds a code by its name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Code> {
    ALL.iter().copied().find(|code| code.name == name)
}

/// A code as its name, for what is kept between runs: a name that is not known (any more) is an error.
pub(super) mod by_name {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::{Code, find};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands over a reference to the field")]
    pub fn serialize<S: Serializer>(code: &&'static Code, serializer: S) -> Result<S::Ok, S::Error> {
        code.name.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Code, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        find(name).ok_or_else(|| D::Error::custom(format!("unknown code `{name}`")))
    }
}
