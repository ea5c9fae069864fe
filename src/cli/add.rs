//! `chancery add`: a new text with every field explained.
//!
//! The front matter comes from the tables of fields, so that it can't fall behind them. A new text is a draft: nothing
//! half-written is published because somebody forgot a field.

mod notice;
mod reference_number;
mod slug;
mod template;

use std::sync::Arc;

use clap::{Args, ValueEnum};
use jiff::civil::DateTime;

use super::console::Console;
use super::exit::Exit;
use super::place;
use super::refusal::Refusal;
use super::writing;
use crate::config::{Kind, LangId, SectionSettings, Settings};
use crate::content::{Document, Role};
use crate::diag::{Diagnostic, SourcePath, nearest};
use crate::engine::{self, Options};
use crate::fs::Inputs;

pub use reference_number::next_reference;
pub use slug::slug;

/// Adds a text, with every field explained, or a notice
///
/// The file's name comes from the title. A statement gets the next free reference number, a register a folder with
/// data.csv and schema.json. In a language other than the source language, a text that exists is translated: the file then
/// holds only what a translation says for itself. A notice is added at the end of site.toml, all else of which stays as it
/// is.
#[derive(Debug, Args)]
pub struct Add {
    /// What is to be added
    #[arg(value_enum)]
    kind: AddKind,
    /// The title; of an FAQ entry, the question; of a notice, what it says
    title: String,
    /// The language of the text [default: the source language of the site]
    #[arg(long, value_name = "L")]
    lang: Option<String>,
    /// The folder below content/ [default: the first section of that kind in site.toml]
    #[arg(long, value_name = "FOLDER")]
    section: Option<String>,
    /// The text to translate: its reference, its id, or a file
    #[arg(long, value_name = "TEXT")]
    of: Option<String>,
    /// The name in the address [default: made from the title]
    #[arg(long, value_name = "SLUG")]
    slug: Option<String>,
    /// Of a register: the columns of data.csv, with commas between them
    #[arg(long, value_name = "NAMES", value_delimiter = ',', default_values = ["id", "date", "description"])]
    columns: Vec<String>,
    #[command(flatten)]
    notice: notice::NoticeArguments,
}

/// What can be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum AddKind {
    /// A press release, speech, readout, correction notice
    Statement,
    /// A question and its answer
    Faq,
    /// A page
    Page,
    /// A register: records that the institution keeps in public
    Register,
    /// A banner on every page, for a time
    Notice,
}

impl AddKind {
    /// The kind of the text; a notice is none.
    fn kind(self) -> Option<Kind> {
        match self {
            Self::Statement => Some(Kind::Statement),
            Self::Faq => Some(Kind::Faq),
            Self::Page => Some(Kind::Page),
            Self::Register => Some(Kind::Register),
            Self::Notice => None,
        }
    }
}

/// Adds a text.
///
/// # Errors
///
/// A refusal where the site, the language, the section or the text to translate can't be found, or there is already a
/// file of that name.
pub fn run(arguments: &Add, site: &Options, console: &Console) -> Result<Exit, Refusal> {
    let (inputs, _) = Inputs::open(&site.root, site.now);
    let settings = match place::usable_settings(&inputs, console) {
        Ok(settings) => settings,
        Err(exit) => return Ok(exit),
    };
    let Some(kind) = arguments.kind.kind() else {
        return notice::add(&arguments.title, &arguments.notice, &inputs, &settings, &site.root, console);
    };
    let (documents, _): (_, Vec<Diagnostic>) = engine::parse(&settings, &inputs.files);
    let lang = match &arguments.lang {
        Some(tag) => place::language(tag, &settings)?,
        None => settings.languages.source,
    };
    let stem = match &arguments.slug {
        Some(given) if crate::spec::is_slug(given) => given.clone(),
        Some(given) => {
            return Err(Refusal::usage(format!("`{given}` can't be part of an address"))
                .help("use lower-case letters, digits and `-`"));
        }
        None => slug(&arguments.title),
    };
    if stem.is_empty() {
        let help = "give one: `--slug NAME`";
        return Err(Refusal::usage(format!("no name can be made from the title `{}`", arguments.title)).help(help));
    }
    let section = section(arguments.section.as_deref(), kind, &settings)?;
    let source = match &arguments.of {
        Some(name) => Some(named(name, kind, &documents, &settings)?),
        None => implied(&stem, section, kind, lang, &documents, &settings),
    };
    let today = inputs.now.to_zoned(settings.timezone.clone()).date();
    let (path, text) = if let Some(source) = source {
        if source.lang == lang {
            let tag = settings.languages.tag(lang);
            return Err(Refusal::usage(format!("`{}` is already in `{tag}`", source.path))
                .help("say into which language it is translated: `--lang L`"));
        }
        (beside(source, lang, &settings), template::translation(kind, &arguments.title, &stem))
    } else {
        let is_there =
            |document: &&Document| (document.lang, &document.folder, &document.stem) == (lang, &section.folder, &stem);
        if let Some(other) = documents.iter().map(Arc::as_ref).find(is_there) {
            return Err(Refusal::usage(format!("`{}` exists already", other.path))
                .help("give the new text another name: `--slug NAME`"));
        }
        let new = template::NewText {
            kind,
            title: &arguments.title,
            date: today,
            reference: (kind == Kind::Statement).then(|| next_reference(references(&documents), today.year())),
            own_source: lang != settings.languages.source,
        };
        let folder = if section.folder.is_empty() { String::new() } else { format!("{}/", section.folder) };
        let tag = settings.languages.tag(lang);
        let path = match kind {
            Kind::Register => format!("content/{folder}{stem}/index.{tag}.md"),
            _ => format!("content/{folder}{stem}.{tag}.md"),
        };
        (SourcePath::new(&path), template::source(&new))
    };
    let file = site.root.join(path.as_str());
    if kind == Kind::Register && source.is_none() {
        let (csv, schema) = template::records(&arguments.columns)?;
        for (name, text) in [("data.csv", csv), ("schema.json", schema)] {
            writing::create(&file.with_file_name(name), text.as_bytes())?;
        }
    }
    writing::create(&file, text.as_bytes())?;
    // The path is a result: `$EDITOR "$(chancery add …)"`.
    let shown = file.strip_prefix(".").unwrap_or(&file);
    console.result(&format!("{}\n", shown.display()));
    match source {
        Some(source) => {
            console.say(&format!("a translation of {}; when it is done, run `chancery stamp {path}`", source.path));
        }
        None if lang != settings.languages.source => {
            console
                .say("a text that is first written in this language; to translate one that exists, say which: `--of`");
        }
        None => {}
    }
    console.say("it is a draft: remove the line `state = \"draft\"` when it may be published");
    Ok(Exit::Fine)
}

/// Every reference of the site with the date of its statement, public or not.
fn references(documents: &[Arc<Document>]) -> impl Iterator<Item = (Option<DateTime>, String)> {
    documents.iter().filter_map(|document| {
        let date = document.front.date.map(|stated| stated.civil);
        Some((date, document.reference()?.to_owned()))
    })
}

fn section<'s>(given: Option<&str>, kind: Kind, settings: &'s Settings) -> Result<&'s SectionSettings, Refusal> {
    let of_kind = || settings.sections.iter().filter(move |section| section.kind == kind);
    let Some(folder) = given else {
        let root = of_kind().find(|section| section.folder.is_empty());
        return root.or_else(|| of_kind().next()).ok_or_else(|| {
            Refusal::usage(format!("site.toml has no section of kind `{}`", kind.name()))
                .help(format!("add a `[[section]]` with `kind = \"{}\"` and its folder", kind.name()))
        });
    };
    let folder = folder.trim_matches('/');
    let folder = folder.strip_prefix("content").map_or(folder, |rest| rest.trim_matches('/'));
    let names: Vec<&str> = of_kind().map(|section| section.folder.as_str()).collect();
    of_kind().find(|section| section.folder == folder).ok_or_else(|| {
        let refusal = match settings.sections.iter().find(|section| section.folder == folder) {
            Some(other) => {
                Refusal::usage(format!("the section `{folder}` holds texts of kind `{}`", other.kind.name()))
            }
            None => Refusal::usage(format!("site.toml has no section `{folder}`")),
        };
        match nearest(folder, names.iter().copied().filter(|name| !name.is_empty())) {
            Some(near) => refusal.help(format!("did you mean `{near}`?")),
            None => refusal.help(format!("sections of kind `{}`: {}", kind.name(), names.join(", "))),
        }
    })
}

/// Finds the source of the translation set that a name means: a reference, an id, or a file in any language.
fn named<'d>(
    name: &str,
    kind: Kind,
    documents: &'d [Arc<Document>],
    settings: &Settings,
) -> Result<&'d Document, Refusal> {
    let path = name.trim_start_matches("./");
    let file = documents
        .iter()
        .find(|document| document.path.as_str() == path || document.path.as_str() == format!("content/{path}"));
    let is_meant = |document: &&Document| {
        let id = if document.folder.is_empty() {
            document.stem.clone()
        } else {
            format!("{}/{}", document.folder, document.stem)
        };
        document.reference() == Some(name)
            || document.front.id.as_deref() == Some(name)
            || id == name
            || file.is_some_and(|file| (&file.folder, &file.stem) == (&document.folder, &document.stem))
    };
    let meant: Vec<&Document> = documents
        .iter()
        .map(Arc::as_ref)
        .filter(|document| document.role == Role::Item(kind))
        .filter(is_meant)
        .collect();
    source_of(&meant, settings).ok_or_else(|| {
        Refusal::usage(format!("there is no {} `{name}`", kind.name()))
            .help("name it by its reference, its id (folder/name), or a file below content/")
    })
}

/// Finds the text of the same name in the same section that a translation without `--of` means.
fn implied<'d>(
    stem: &str,
    section: &SectionSettings,
    kind: Kind,
    lang: LangId,
    documents: &'d [Arc<Document>],
    settings: &Settings,
) -> Option<&'d Document> {
    let same = |document: &&Document| {
        document.role == Role::Item(kind) && document.folder == section.folder && document.stem == stem
    };
    let same: Vec<&Document> = documents.iter().map(Arc::as_ref).filter(same).collect();
    source_of(&same, settings).filter(|source| source.lang != lang)
}

/// The source among the texts of a translation set.
fn source_of<'d>(set: &[&'d Document], settings: &Settings) -> Option<&'d Document> {
    let claims = |document: &&&Document| document.front.source;
    let found = set.iter().find(claims);
    let found = found.or_else(|| set.iter().find(|document| document.lang == settings.languages.source));
    found.or_else(|| set.first()).copied()
}

/// Names the file of a translation: beside its source, under the same name.
fn beside(source: &Document, lang: LangId, settings: &Settings) -> SourcePath {
    let name = source.path.file_name();
    let stem = name.strip_suffix(".md").and_then(|name| name.rsplit_once('.')).map_or(name, |(stem, _)| stem);
    SourcePath::new(&format!("{}/{stem}.{}.md", source.path.folder(), settings.languages.tag(lang)))
}
