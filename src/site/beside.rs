//! Files beside the texts that readers would miss: pictures that browsers don't show, files that no text uses, files that
//! some disks take for one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::link::Parsed;
use super::swap::references;
use super::{FileFacts, Site, pictures, reference};
use crate::config::{Kind, Settings};
use crate::content::markdown::{DirectiveKind, Facts};
use crate::content::{Document, Role};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::fs::case_folded;

/// Endings of files in which people write texts elsewhere.
const TEXTS: [&str; 11] = ["txt", "text", "doc", "docx", "odt", "rtf", "pages", "markdown", "mdx", "html", "htm"];

/// Endings of pictures that browsers don't show: of files that a video names, which may be no pictures.
const UNSHOWN: [&str; 7] = ["heic", "heif", "tif", "tiff", "jp2", "psd", "dng"];

/// Reports the files that a text shows as pictures and that browsers don't show; `source` is what it was translated from.
pub(super) fn unshown(
    document: &Document,
    source: Option<&Document>,
    facts: &Facts,
    site: &Site,
    files: &BTreeMap<SourcePath, FileFacts>,
) -> Vec<Diagnostic> {
    let shown = |document: &Document, facts: &Facts| -> Vec<(SourcePath, Span)> {
        let found = pictures_of(document, facts).into_iter().filter_map(|(named, span, is_picture)| {
            let (path, facts) = site.picture(document, named, document.lang, files)?;
            let is_unshown = if is_picture { !facts.is_picture } else { UNSHOWN.contains(&&*path.extension()) };
            is_unshown.then(|| (path, span.clone()))
        });
        found.collect()
    };
    let mut found = shown(document, facts);
    if found.is_empty() {
        return Vec::new();
    }
    let mut seen: BTreeSet<SourcePath> = BTreeSet::new();
    // One file is one mistake, whatever the languages that show it.
    if let Some(source) = source {
        seen.extend(shown(source, &source.facts.unpack()).into_iter().map(|(path, _)| path));
    }
    found.retain(|(path, _)| seen.insert(path.clone()));
    let fault = |(path, span): (SourcePath, Span)| {
        let message = format!("`{}` is not a picture that browsers show", path.file_name());
        let fault = Diagnostic::new(&codes::UNSHOWN_PICTURE, message).at(&document.path, span);
        fault.help("save it as JPEG or PNG, or offer it for download in `attachments`")
    };
    found.into_iter().map(fault).collect()
}

/// What a text names as a picture, and whether it can be nothing else.
fn pictures_of<'a>(document: &'a Document, facts: &'a Facts) -> Vec<(&'a str, &'a Span, bool)> {
    let images = facts.images.iter().map(|image| (image.dest.as_str(), &image.span, true));
    let files = facts.files.iter().filter_map(|file| match file.directive {
        DirectiveKind::Figure => Some((file.path.as_str(), &file.span, true)),
        DirectiveKind::Video => Some((file.path.as_str(), &file.span, false)),
        _ => None,
    });
    let lead = document.words.picture.iter().map(|picture| (picture.src.value.as_str(), &picture.src.span, true));
    images.chain(files).chain(lead).collect()
}

/// Reports the files below content/ that no text uses, whether it is shown or not, and those that some disks take for one.
#[must_use]
pub fn check(parsed: &Parsed, settings: &Settings) -> Vec<Diagnostic> {
    let mut diagnostics = alike(&parsed.files);
    // What a text names that can't be read is not known.
    if parsed.files.is_empty() || parsed.is_partial || parsed.documents.iter().any(|document| document.faulty) {
        return diagnostics;
    }
    let used = Used::of(parsed, settings);
    let unused = parsed.files.keys().filter(|path| !used.holds(path));
    diagnostics.extend(unused.map(unused_fault));
    diagnostics
}

fn unused_fault(path: &SourcePath) -> Diagnostic {
    let fault = Diagnostic::new(&codes::UNUSED_FILE, format!("no text uses `{}`", path.file_name())).in_file(path);
    let is_text = TEXTS.contains(&&*path.extension()) || path.file_name().to_lowercase().contains(".md.");
    fault.help(if is_text {
        "texts are files such as `visa-fees.en.md`; to offer this one for download, name it in `attachments`"
    } else {
        "show it in a text, name it in `attachments`, or move it out of content/"
    })
}

/// What the texts of a site name.
#[derive(Default)]
struct Used {
    files: BTreeSet<SourcePath>,
    /// Folders in which a text names a file that is not there: perhaps one of those that are.
    unsure: BTreeSet<String>,
}

impl Used {
    fn of(parsed: &Parsed, settings: &Settings) -> Self {
        let mut used = Self::default();
        for document in parsed.documents.iter().map(Arc::as_ref) {
            used.add(document, &parsed.files, settings);
        }
        used
    }

    fn add(&mut self, document: &Document, files: &BTreeMap<SourcePath, FileFacts>, settings: &Settings) {
        if document.role == Role::Item(Kind::Register) {
            let data = ["data.csv", "schema.json"].map(|name| format!("{}/{name}", document.path.folder()));
            self.files.extend(data.iter().map(|path| SourcePath::new(path)));
        }
        let localised = |path: &SourcePath| -> Vec<SourcePath> {
            settings.languages.order.iter().map(|tag| pictures::localised(path, tag.as_str())).collect()
        };
        let is_there =
            |path: &SourcePath| files.contains_key(path) || localised(path).iter().any(|own| files.contains_key(own));
        let facts = document.facts.unpack();
        let (shown, offered) = references(document, &facts);
        for named in shown.into_iter().chain(offered) {
            match reference::file(&document.path, named, is_there) {
                Ok(named) => {
                    self.files.extend(localised(&named.path));
                    self.files.insert(named.path);
                }
                Err(Some(missing)) if missing.extension() != "md" && !named.contains("://") => {
                    self.unsure.insert(missing.folder().to_owned());
                    self.unsure.insert(document.path.folder().to_owned());
                }
                Err(_) => {}
            }
        }
    }

    fn holds(&self, path: &SourcePath) -> bool {
        self.files.contains(path) || self.unsure.contains(path.folder())
    }
}

/// Reports files whose names differ in case or in the form of Unicode alone.
fn alike(files: &BTreeMap<SourcePath, FileFacts>) -> Vec<Diagnostic> {
    let mut names: BTreeMap<_, &SourcePath> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for path in files.keys() {
        let Some(other) = names.insert(case_folded(path.as_str()), path) else { continue };
        let message = format!("`{path}` and `{other}` differ in upper and lower case alone");
        let fault = Diagnostic::new(&codes::CASE_COLLISION, message).in_file(path);
        diagnostics.push(fault.label(other, None, "the other").help("rename one of them"));
    }
    diagnostics
}
