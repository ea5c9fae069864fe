//! The one way from the bytes of a text file to the text that spans refer to: UTF-8, without byte order mark, with LF
//! at the end of its lines.
//!
//! A byte order mark (U+FEFF) at the start of a file says how it is encoded, and is taken off. Elsewhere it is an
//! invisible character that hides what follows: a line that begins with it is no heading, a name that holds it is
//! another name. In a text of the site it is an error; in one that is imported it is left out.

use super::unmerged;
use crate::diag::{Diagnostic, SourcePath, codes};

const MARK: char = '\u{FEFF}';

/// Decodes the bytes of a text of the site.
///
/// # Errors
///
/// `invalid-utf8` at the first byte that is not UTF-8, `unmerged-file` where it holds two versions, `stray-mark` at the
/// first mark that is not at the start.
pub(super) fn decode(bytes: Vec<u8>, path: &SourcePath) -> Result<String, Diagnostic> {
    let text = decode_with_marks(bytes, path)?;
    // Whatever else is wrong comes of two texts in one.
    if let Some(fault) = unmerged::find(&text, path) {
        return Err(fault);
    }
    match text.find(MARK) {
        None => Ok(text),
        Some(at) => Err(stray_mark(&text, at, path)),
    }
}

/// Decodes the bytes of a text that is imported: without any mark.
///
/// # Errors
///
/// `invalid-utf8` as [`decode`].
pub(super) fn decode_foreign(bytes: Vec<u8>, path: &SourcePath) -> Result<String, Diagnostic> {
    decode_with_marks(bytes, path).map(|text| if text.contains(MARK) { text.replace(MARK, "") } else { text })
}

/// Decodes the bytes of a text for showing it to people, with U+FFFD for what is not UTF-8.
pub(super) fn decode_lossy(bytes: &[u8]) -> String {
    normalize(String::from_utf8_lossy(bytes).into_owned())
}

/// Decodes bytes, and leaves the marks that are not at the start.
fn decode_with_marks(bytes: Vec<u8>, path: &SourcePath) -> Result<String, Diagnostic> {
    // The quick judge says whether, the other where.
    if let Ok(text) = simdutf8::basic::from_utf8(&bytes) {
        return Ok(normalize(text.to_owned()));
    }
    String::from_utf8(bytes).map(normalize).map_err(|error| {
        let valid_up_to = error.utf8_error().valid_up_to();
        invalid(&error.into_bytes(), valid_up_to, path)
    })
}

fn invalid(bytes: &[u8], valid_up_to: usize, path: &SourcePath) -> Diagnostic {
    let before = decode_lossy(&bytes[..valid_up_to]);
    let line_number = before.matches('\n').count() + 1;
    let message = format!("line {line_number} is not UTF-8: found the byte `0x{:02X}`", bytes[valid_up_to]);
    let encoding = if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        "it is UTF-16: save it again as UTF-8"
    } else {
        "save the file again as UTF-8"
    };
    Diagnostic::new(&codes::INVALID_UTF8, message).at(path, before.len()..before.len() + 1).help(encoding)
}

fn stray_mark(text: &str, at: usize, path: &SourcePath) -> Diagnostic {
    let more = text[at..].matches(MARK).count() - 1;
    let mut message = "an invisible byte order mark (U+FEFF) in the middle of the text".to_owned();
    if more > 0 {
        message = format!("{message}, and {more} more below");
    }
    let help = "delete it: it comes with text that was copied or joined from several files";
    Diagnostic::new(&codes::STRAY_MARK, message).at(path, at..at + MARK.len_utf8()).help(help)
}

/// Takes off the byte order mark at the start, and ends each line with LF.
fn normalize(mut text: String) -> String {
    if text.starts_with(MARK) {
        text.drain(..MARK.len_utf8());
    }
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}
