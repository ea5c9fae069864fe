//! One content file, parsed: its checked front matter and the facts of its body.
//!
//! Parsing depends on the file's bytes and the settings alone. The body itself is not kept: whoever needs it parses
//! it again from its source ([`body`]), so that memory per document stays at about its metadata.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::facts::PackedFacts;
use super::forms::{SharedForm, Words};
use super::front::Front;
use super::front_matter;
use super::kinds::common::{CommonWords, Placed};
use super::kinds::{PLACEHOLDER, schema, section};
use super::markdown::{self, Body};
use super::unfinished::{self, Unfinished};
use crate::config::{Kind, LangId, LanguageTag, OldAddress, PerLang, Settings};
use crate::diag::{Diagnostic, Severity, SourcePath, Span, codes};
use crate::fs::composed;
use crate::limits::TEXT_BYTES;
use crate::locale::Locale;
use crate::spec::{self, Field, Need, Record, Schema, Scope};

/// What a content file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The words of a section: `_section.<lang>.md`.
    Section,
    /// A document of a kind.
    Item(Kind),
}

/// A content file, parsed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The stable name of the file between builds: the first bytes of the BLAKE3 of its path ([`key_of`]).
    pub key: u64,
    /// Digest of everything that `link` may use: front matter, path, language, role, whether it is faulty. Where two
    /// versions of a file agree in it, they differ in their bodies alone and the site hangs together as before.
    pub head: [u8; 16],
    /// The stable name of folder and stem, whatever the language ([`stem_key`]).
    pub stem_key: u64,
    /// The file.
    pub path: SourcePath,
    /// Its language.
    pub lang: LangId,
    /// The folder below content/ of the section it belongs to; empty for content/ itself.
    pub folder: String,
    /// The name without language and ending; of a bundle, the name of its folder. Of a section, empty.
    pub stem: String,
    /// What it is.
    pub role: Role,
    /// What the front matter says of the document itself, whatever its kind.
    pub front: Front,
    /// What the file says in its language, whatever its kind.
    pub words: CommonWords,
    /// What its kind adds for all languages.
    pub shared: SharedForm,
    /// What its kind adds in its language.
    pub own: Words,
    /// Sort key of the heading in the collation of its language.
    pub sort_key: Box<[u8]>,
    /// What can be said of the body without keeping it.
    pub facts: PackedFacts,
    /// Digest of what the facts say to others: anchors, links, images, files, contacts.
    pub facts_digest: [u8; 16],
    /// Where the body stands in the file.
    pub body: Span,
    /// Digest of title, summary and body (LF, NFC), by which translations know that they are old; empty in a text that
    /// nothing can be translated from, being in another language than the site's source and not saying that it is one.
    pub digest: String,
    /// Signs that it is not finished, in the order of the file.
    pub unfinished: Box<[Unfinished]>,
    /// BLAKE3 of the text as it was parsed, so that a file saved since is not taken for the same.
    pub text: [u8; 32],
    /// Whether the file has errors; then it is not shown.
    pub faulty: bool,
}

impl Document {
    /// Returns what joins the files of one document: `id`, else the stem.
    #[must_use]
    pub fn name(&self) -> &str {
        self.front.id.as_deref().unwrap_or(&self.stem)
    }

    /// Returns the reference, of a statement that has one.
    #[must_use]
    pub fn reference(&self) -> Option<&str> {
        match &self.shared {
            SharedForm::Statement(statement) if !statement.reference.is_empty() => Some(&statement.reference),
            _ => None,
        }
    }

    /// Returns the place of a field's value in the file.
    #[must_use]
    pub fn place(&self, field: &str) -> Option<Span> {
        self.front.place(schema_of(self.role), field)
    }

    /// Marks a document as faulty for what was found beside its own file.
    pub fn set_faulty(&mut self) {
        if !self.faulty {
            self.faulty = true;
            self.head = half(blake3::Hasher::new().update(&self.head).update(b"faulty"));
        }
    }
}

/// Returns the stable name of a file, an id or a folder: the first 8 bytes of its BLAKE3, read as little-endian.
#[must_use]
pub fn key_of(name: &str) -> u64 {
    blake3::hash(name.as_bytes()).as_bytes().first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

/// Returns the stable name of a folder and a stem in it.
#[must_use]
pub fn stem_key(folder: &str, stem: &str) -> u64 {
    key_of(&format!("{folder}/{stem}"))
}

/// Where a content file belongs, read off its path alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its language.
    pub lang: LangId,
    /// Folder of the section, below content/.
    pub folder: String,
    /// Stem, or name of the bundle; empty for a section.
    pub stem: String,
    /// Whether it holds the words of a section.
    pub section: bool,
}

/// Reports a text whose name ends in another way than `.md`, which would be taken for a file to download.
#[must_use]
pub fn misnamed(path: &SourcePath) -> Option<Diagnostic> {
    const ENDINGS: [&str; 9] =
        [".md.txt", ".md.text", ".md.rtf", ".md.docx", ".markdown", ".mdown", ".mkd", ".mdx", ".md"];
    let name = path.file_name();
    let plain = name.to_lowercase();
    let ending = ENDINGS.iter().find(|ending| plain.ends_with(**ending) && !name.ends_with(".md"))?;
    let stem = &name[..name.len() - ending.len()];
    let fault = Diagnostic::new(&codes::BAD_FILE_NAME, format!("`{name}` does not end in `.md`"));
    Some(fault.in_file(path).help(format!("rename it to `{stem}.md`; some systems hide the last ending")))
}

/// Reads off a path what a content file is.
///
/// # Errors
///
/// A diagnostic where the name is not `<stem>.<lang>.md` or the language is not one of the site's.
pub fn place(path: &SourcePath, settings: &Settings) -> Result<Place, Box<Diagnostic>> {
    // Some systems write names decomposed; addresses, ids and translations are joined by the composed form.
    let path_name = composed(path.as_str());
    let (folder, name) = path_name.rsplit_once('/').unwrap_or(("", &path_name));
    let name = name.strip_suffix(".md").unwrap_or(name);
    let folder = folder.strip_prefix("content").unwrap_or(folder).trim_start_matches('/').to_owned();
    let bad_name = |message: String, help: &str| {
        Box::new(Diagnostic::new(&codes::BAD_FILE_NAME, message).in_file(path).help(help.to_owned()))
    };
    let source = settings.languages.tag(settings.languages.source);
    let Some((stem, tag)) = name.rsplit_once('.') else {
        let help = format!("name it `{name}.{source}.md`, or move it out of content/");
        return Err(bad_name(format!("`{}` does not say its language", path.file_name()), &help));
    };
    let Some(lang) = settings.languages.find(tag) else {
        let known = settings.languages.order.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>().join(", ");
        let (code, message) = match LanguageTag::parse(tag) {
            Some(_) => (&codes::UNDECLARED_LANGUAGE, format!("language `{tag}` is not declared")),
            None => (&codes::BAD_LANGUAGE_TAG, format!("`{tag}` is not a BCP 47 language tag")),
        };
        let meant = spec::meant_language(tag).filter(|tag| settings.languages.find(tag).is_some());
        let help = match meant {
            Some(meant) => format!("rename it to `{stem}.{meant}.md`"),
            None => {
                format!("languages of this site: {known}; add it to `languages.order` in site.toml or rename the file")
            }
        };
        return Err(Box::new(Diagnostic::new(code, message).in_file(path).help(help)));
    };
    if stem == "_section" {
        return Ok(Place { lang, folder, stem: String::new(), section: true });
    }
    if stem != "index" {
        if !spec::is_slug(stem) {
            let help = "use lower-case letters, digits and `-`".to_owned();
            return Err(bad_name(format!("`{stem}` can't be part of an address"), &help));
        }
        return Ok(Place { lang, folder, stem: stem.to_owned(), section: false });
    }
    match folder.rsplit_once('/').map_or(("", folder.as_str()), |(above, bundle)| (above, bundle)) {
        (_, "") => {
            let help = format!("the home page is `content/_section.{tag}.md`");
            Err(bad_name("content/ itself can't be a bundle".into(), &help))
        }
        (above, bundle) if spec::is_slug(bundle) => {
            Ok(Place { lang, folder: above.to_owned(), stem: bundle.to_owned(), section: false })
        }
        (_, bundle) => {
            Err(bad_name(format!("`{bundle}` can't be part of an address"), "use lower-case letters, digits and `-`"))
        }
    }
}

/// Parses a content file.
///
/// Returns no document only where the path does not say what the file is, or its folder is not part of the site;
/// every other fault leaves a document that is marked faulty, so that `link` knows of it. `text_digest` is the BLAKE3 of the
/// text, which whoever read it knows already.
#[must_use]
pub fn parse(
    path: &SourcePath,
    text: &str,
    text_digest: [u8; 32],
    settings: &Settings,
    locales: &PerLang<Arc<Locale>>,
) -> (Option<Document>, Vec<Diagnostic>) {
    let place = match place(path, settings) {
        Ok(place) => place,
        Err(fault) => return (None, vec![*fault]),
    };
    let Some(section) = settings.section_of(&place.folder) else {
        return (None, Vec::new());
    };
    let role = if place.section { Role::Section } else { Role::Item(section.kind) };
    let schema = schema_of(role);
    let mut diagnostics = Vec::new();
    let split = front_matter::split(text, path);
    let has_front = split.is_ok();
    let (mut record, front_range, body) = match split {
        Ok(parts) => {
            let (record, faults) = spec::read(&text[parts.front.clone()], parts.front.start, path, schema);
            diagnostics.extend(faults);
            (record, parts.front, parts.body)
        }
        Err(fault) => {
            diagnostics.push(*fault);
            (Record::default(), 0..0, 0..0)
        }
    };
    // Nobody translates from a translation.
    let is_source = place.lang == settings.languages.source || record.boolean("source") == Some(true);
    if has_front {
        let missing = missing_of(&mut record, schema, is_source, path, &mut diagnostics);
        diagnostics.extend(missing);
    }
    diagnostics.extend(wrong_kind(&record, section.kind, path));
    let body = if text.len() > TEXT_BYTES {
        let message = format!("the text has {} bytes, more than {TEXT_BYTES}", text.len());
        let help = "divide it, or offer it as a file; pictures are files beside the text";
        diagnostics.push(Diagnostic::new(&codes::TOO_LARGE, message).in_file(path).help(help));
        body.end..body.end
    } else {
        body
    };
    if !body.is_empty() && has_front && !matches!(record.text("state"), Some("draft" | "reserve")) {
        diagnostics.extend(placeholders(text, path));
    }
    let (facts, faults) = markdown::facts(&text[body.clone()], body.start, path, &options(section.raw_html));
    diagnostics.extend(faults);
    let facts = PackedFacts::of(&facts);
    let mut words = CommonWords::of(&record, &settings.timezone);
    words.aliases = aliases(words.aliases, path, settings, &mut diagnostics);
    let own = Words::of(role, &record);
    let digest = if is_source { digest(&record, &text[body.clone()]) } else { String::new() };
    let faulty = diagnostics.iter().any(|fault| fault.severity == Severity::Error);
    let document = Document {
        key: key_of(path.as_str()),
        stem_key: stem_key(&place.folder, &place.stem),
        head: head(path, place.lang, role, text.get(front_range.clone()).unwrap_or_default(), faulty),
        path: path.clone(),
        lang: place.lang,
        folder: place.folder,
        stem: place.stem,
        role,
        front: Front::of(&record, schema, &settings.timezone),
        shared: SharedForm::of(role, &record),
        sort_key: locales[place.lang].sort_key(own.heading(&words)).into(),
        own,
        words,
        facts_digest: facts.digest(),
        facts,
        unfinished: unfinished::find(text, &front_range, &body),
        body,
        digest,
        text: text_digest,
        faulty,
    };
    (Some(document), diagnostics)
}

/// Reads the old addresses of a text, whether or not it is shown yet: a fault is found before its hour.
fn aliases(
    written: Vec<Placed<String>>,
    path: &SourcePath,
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Placed<String>> {
    let mut aliases = Vec::with_capacity(written.len());
    for Placed { value, span } in written {
        let why = match OldAddress::parse(&value, &settings.home) {
            Ok(OldAddress { path, query: None, prefix: false }) => {
                aliases.push(Placed { value: path, span });
                continue;
            }
            Ok(_) => format!("`{value}` means more or less than one page; rows of redirects.csv can say that"),
            Err(why) => why,
        };
        let fault = Diagnostic::new(&codes::BAD_VALUE, why).at(path, span);
        diagnostics.push(fault.help("an old address begins with `/`, as in `/en/old-address/`"));
    }
    aliases
}

/// A text that somebody began and nobody wrote must not go out, whatever its date.
fn placeholders(text: &str, path: &SourcePath) -> Vec<Diagnostic> {
    let fault = |at: usize| {
        Diagnostic::new(&codes::PLACEHOLDER, format!("the placeholder `{PLACEHOLDER}` is still here"))
            .at(path, at..at + PLACEHOLDER.len())
            .help("write the text, or say `state = \"draft\"`")
    };
    text.match_indices(PLACEHOLDER).map(|(at, _)| fault(at)).collect()
}

/// What a folder holds is said once, in site.toml; a file may only repeat it.
fn wrong_kind(record: &Record, kind: Kind, path: &SourcePath) -> Option<Diagnostic> {
    let said = record.get("kind")?;
    let name = said.text().filter(|name| *name != kind.name() && !record.is_refused("kind"))?;
    let message = format!("the file says that it is a {name}, its section holds documents of kind {}", kind.name());
    let fault = Diagnostic::new(&codes::WRONG_KIND, message).at(path, said.span.clone());
    Some(fault.help("move the file to a section of its kind, or remove the field"))
}

/// Makes sure that a text is the one that a document was parsed from.
///
/// # Errors
///
/// A diagnostic where the file was saved since its front matter was read: a body must never be published under a front
/// matter that is no longer its own.
pub fn same_text(document: &Document, text: &str) -> Result<(), Box<Diagnostic>> {
    if document.text == *blake3::hash(text.as_bytes()).as_bytes() {
        return Ok(());
    }
    let fault = Diagnostic::new(&codes::UNREADABLE_FILE, "the file was saved while the site was being built");
    Err(Box::new(fault.in_file(&document.path).help("build again")))
}

/// Parses the body of a document from the text of its file.
#[must_use]
pub fn body(document: &Document, text: &str, settings: &Settings) -> Body {
    let raw_html = settings.section_of(&document.folder).is_some_and(|section| section.raw_html);
    let source = text.get(document.body.clone()).unwrap_or_default();
    markdown::parse(source, document.body.start, &document.path, &options(raw_html)).0
}

/// Returns the table of fields of a role.
#[must_use]
pub fn schema_of(role: Role) -> &'static Schema {
    match role {
        Role::Section => &section::SCHEMA,
        Role::Item(kind) => schema(kind),
    }
}

/// Finds the required fields that a file lacks; of the source also those that all languages share. One unknown field and
/// one missing are one mistake.
fn missing_of(
    record: &mut Record,
    schema: &Schema,
    is_source: bool,
    path: &SourcePath,
    diagnostics: &mut [Diagnostic],
) -> Option<Diagnostic> {
    let lacks = |scope: Scope| -> Vec<&'static Field> {
        required(schema, scope).filter(|field| record.lacks(field.name)).collect()
    };
    let (own, shared) = (lacks(Scope::Translated), lacks(Scope::Shared));
    let is_last = own.len() + if is_source { shared.len() } else { 0 } == 1;
    let all: Vec<_> = if is_source && (!own.is_empty() || !record.strangers.is_empty() && is_last) {
        [own, shared].concat()
    } else {
        own
    };
    if spec::name_stranger(record, &all, diagnostics) {
        return None;
    }
    record.refused.extend(all.iter().map(|field| field.name.to_owned()));
    missing(&all, schema, path)
}

fn required(schema: &Schema, scope: Scope) -> impl Iterator<Item = &'static Field> {
    schema.fields().filter(move |field| field.need == Need::Required && field.scope == scope)
}

/// Says which required fields of a scope a file lacks, in one message; `has` tells which are there, or are there and
/// faulty.
#[must_use]
pub fn missing_fields(
    has: impl Fn(&str) -> bool,
    schema: &Schema,
    scope: Scope,
    path: &SourcePath,
) -> Option<Diagnostic> {
    let fields: Vec<&Field> = required(schema, scope).filter(|field| !has(field.name)).collect();
    missing(&fields, schema, path)
}

fn missing(fields: &[&Field], schema: &Schema, path: &SourcePath) -> Option<Diagnostic> {
    let names = fields.iter().map(|field| format!("`{}`", field.name)).collect::<Vec<_>>().join(", ");
    let (message, help) = match fields {
        [] => return None,
        [field] => (
            format!("missing field {names} in {}", schema.name),
            format!("add `{} = {}`: {}", field.name, field.example, field.doc),
        ),
        fields => {
            let lines = fields.iter().map(|field| format!("`{} = {}`", field.name, field.example));
            (
                format!("missing fields {names} in {}", schema.name),
                format!("add {}", lines.collect::<Vec<_>>().join(", ")),
            )
        }
    };
    Some(Diagnostic::new(&codes::MISSING_FIELD, message).at(path, 0..3).help(help))
}

fn options(raw_html: bool) -> markdown::Options {
    if raw_html { markdown::Options::content_with_html() } else { markdown::Options::content() }
}

/// Digest of everything that `link` may use of a file.
fn head(path: &SourcePath, lang: LangId, role: Role, front: &str, faulty: bool) -> [u8; 16] {
    let role = match role {
        Role::Section => 0,
        Role::Item(kind) => kind as u8 + 1,
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update(&[lang.0, role, u8::from(faulty)]).update(&(path.as_str().len() as u64).to_le_bytes());
    half(hasher.update(path.as_str().as_bytes()).update(front.as_bytes()))
}

fn half(hasher: &blake3::Hasher) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    half
}

/// Digest of what a translator translates: 16 hexadecimal digits of BLAKE3 over title, summary and body, each NFC
/// with LF line ends and without white space around it.
fn digest(record: &Record, body: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let parts = ["title", "question", "summary", "short_answer"].map(|name| record.text(name).unwrap_or(""));
    for part in parts.into_iter().chain([body]) {
        hasher.update(composed(part.trim()).as_bytes());
        hasher.update(&[0]);
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

/// Makes a faulty stand-in for a file that can't be read, so that its translations are not shown without it.
#[must_use]
pub fn unreadable(path: &SourcePath, settings: &Settings) -> Option<Document> {
    let place = place(path, settings).ok()?;
    let section = settings.section_of(&place.folder)?;
    let role = if place.section { Role::Section } else { Role::Item(section.kind) };
    Some(Document {
        key: key_of(path.as_str()),
        stem_key: stem_key(&place.folder, &place.stem),
        head: head(path, place.lang, role, "", true),
        path: path.clone(),
        lang: place.lang,
        folder: place.folder,
        stem: place.stem,
        role,
        front: Front::default(),
        words: CommonWords::default(),
        shared: SharedForm::of(role, &Record::default()),
        own: Words::of(role, &Record::default()),
        sort_key: Box::default(),
        facts: PackedFacts::default(),
        facts_digest: PackedFacts::default().digest(),
        unfinished: Box::default(),
        body: 0..0,
        digest: String::new(),
        text: [0; 32],
        faulty: true,
    })
}

/// Returns the text of a translation with the digest of its source as it is now.
///
/// # Errors
///
/// A diagnostic where the file is no translation, or has no source.
pub fn stamped(
    path: &SourcePath,
    text: &str,
    documents: &[Arc<Document>],
    settings: &Settings,
) -> Result<String, Box<Diagnostic>> {
    let refuse = |message: &str, help: &str| {
        Box::new(Diagnostic::new(&codes::ORPHAN_TRANSLATION, message).in_file(path).help(help))
    };
    let Some(own) = documents.iter().find(|document| document.path == *path) else {
        return Err(refuse("this is not a content file of the site", "name a file below content/"));
    };
    let name = |document: &Document| document.name().to_owned();
    let siblings: Vec<&Document> = documents
        .iter()
        .map(Arc::as_ref)
        .filter(|other| (other.role, &other.folder, name(other)) == (own.role, &own.folder, name(own)))
        .collect();
    let claims = |document: &&&Document| document.front.source;
    let source = siblings
        .iter()
        .find(claims)
        .or_else(|| siblings.iter().find(|document| document.lang == settings.languages.source));
    let Some(source) = source else {
        return Err(refuse("this text has no source", "the source-language file lies beside it"));
    };
    if source.path == own.path {
        return Err(refuse("this is the source text, not a translation", "stamp its translations"));
    }
    let parts = front_matter::split(text, path)?;
    let line = format!("translated_from = \"{}\"", source.digest);
    if let Some(value) = own.place("translated_from") {
        let start = text[..value.start].rfind('\n').map_or(0, |at| at + 1);
        return Ok(format!("{}{line}{}", &text[..start], &text[value.end..]));
    }
    // Plain keys stand before the first table.
    let front = &text[parts.front.clone()];
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        if line.trim_start().starts_with('[') {
            break;
        }
        at += line.len();
    }
    let head = front[..at].trim_end_matches('\n');
    let gap = if at < front.len() { "\n\n" } else { "\n" };
    Ok(format!("{}{head}\n{line}{gap}{}{}", &text[..parts.front.start], &front[at..], &text[parts.front.end..]))
}
