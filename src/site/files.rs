//! Files beside the texts: the facts and addresses of pictures and attachments.

use serde::{Deserialize, Serialize};

use super::{active, pictures};
use crate::diag::{Diagnostic, SourcePath, codes};
use crate::media::probe::{self, Format, Probe, probe};
use crate::media::svg;

/// The facts of a file, stored instead of its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileFacts {
    /// The size in bytes.
    pub len: u64,
    /// The SHA-256 in hexadecimal.
    pub sha256: String,
    /// The width and height of a picture in CSS pixels, after applying its orientation.
    pub size: Option<(u32, u32)>,
    /// The format of a picture from which other versions can be made.
    pub format: Option<Format>,
    /// Whether its metadata contains a location.
    pub is_located: bool,
    /// Whether browsers show it as a picture.
    pub is_picture: bool,
}

/// A file that visible documents show or offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// The path of the file.
    pub path: SourcePath,
    /// The facts of the file.
    pub facts: FileFacts,
    /// Whether pages show it as a picture in generated versions ([`super::pictures`]).
    pub is_shown: bool,
    /// Whether it is published unchanged: for download, or as a picture without other versions.
    pub is_offered: bool,
}

impl Published {
    /// Returns the addresses of the file and its versions.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        let Self { path, facts, is_shown, is_offered } = self;
        let own = is_offered.then(|| address(path, facts));
        let forms = if *is_shown { pictures::modern(facts) } else { Vec::new() };
        let forms = forms.into_iter().chain(is_shown.then(|| pictures::fallback(facts)));
        own.into_iter().chain(forms.map(|form| pictures::address(path, facts, form))).collect()
    }
}

/// Inspects a file; returns its facts and diagnostics.
#[must_use]
pub fn look(path: &SourcePath, bytes: &[u8]) -> (FileFacts, Vec<Diagnostic>) {
    if path.extension().eq_ignore_ascii_case("svg") {
        return look_at_drawing(path, bytes);
    }
    let (len, sha256) = (bytes.len() as u64, sha256(bytes));
    let facts = match probe(bytes) {
        Some(Probe { format, size, is_located }) => {
            FileFacts { len, sha256, size, format: Some(format), is_located, is_picture: true }
        }
        None => {
            // Only pictures have a known size.
            let size = probe::size(bytes);
            let is_located = size.is_some() && probe::is_located(bytes);
            FileFacts { len, sha256, size, format: None, is_located, is_picture: probe::is_shown_unread(bytes) }
        }
    };
    (facts, Vec::new())
}

/// Returns the bytes of a file as published: drawings are cleaned.
///
/// # Errors
///
/// If an SVG file is not a valid drawing.
pub fn published(path: &SourcePath, bytes: Vec<u8>) -> Result<Vec<u8>, Diagnostic> {
    if path.extension().eq_ignore_ascii_case("svg") {
        return cleaned(path, &bytes).map(|cleaned| cleaned.svg.into_bytes());
    }
    Ok(bytes)
}

fn look_at_drawing(path: &SourcePath, bytes: &[u8]) -> (FileFacts, Vec<Diagnostic>) {
    let (svg, faults) = match cleaned(path, bytes) {
        Ok(svg::Cleaned { svg, removed }) if removed.is_empty() => (svg, Vec::new()),
        Ok(svg::Cleaned { svg, removed }) => {
            let removed: Vec<String> = removed.iter().map(|what| format!("`{what}`")).collect();
            let message = format!("taken out of the drawing: {}", removed.join(", "));
            let fault = Diagnostic::new(&codes::UNSAFE_SVG, message).in_file(path);
            (svg, vec![fault.help("save it as plain SVG, or remove this by hand")])
        }
        // The error is reported where a text shows or offers the file.
        Err(_) => (String::new(), Vec::new()),
    };
    let (len, size) = (svg.len() as u64, svg_size(&svg));
    let sha256 = sha256(svg.as_bytes());
    (FileFacts { len, sha256, size, format: None, is_located: false, is_picture: true }, faults)
}

fn cleaned(path: &SourcePath, bytes: &[u8]) -> Result<svg::Cleaned, Diagnostic> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned());
    text.and_then(|text| svg::clean(text.trim_start_matches('\u{feff}'))).map_err(|why| {
        let fault = Diagnostic::new(&codes::UNREADABLE_PICTURE, format!("the drawing can't be read: {why}"));
        fault.in_file(path).help("save it again as SVG")
    })
}

/// Returns the SHA-256 of bytes in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;

    use sha2::Digest;
    sha2::Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string never fails.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The folder of files that a browser would run. The server rules deliver them as downloads, under a policy that blocks
/// scripts: their authors may be outsiders, but they would run on the site's own origin.
pub const DOWNLOADS: &str = "/files/download/";

/// Returns the address of a file below the base. It contains a digest of the content, so that nobody can guess it
/// before the file is public.
#[must_use]
pub fn address(path: &SourcePath, facts: &FileFacts) -> String {
    let folder = if active::is_run_by_browsers(path.file_name()) { DOWNLOADS } else { "/files/" };
    format!("{folder}{}/{}", &facts.sha256[..16.min(facts.sha256.len())], path.file_name())
}

/// Reads the size of a drawing from `width` and `height`, or else from `viewBox`.
fn svg_size(svg: &str) -> Option<(u32, u32)> {
    let start = svg.find("<svg")?;
    let tag = &svg[start..start + svg[start..].find('>')?];
    let attribute = |name: &str| {
        let at = tag.find(&format!(" {name}=")).or_else(|| tag.find(&format!("\n{name}=")))? + name.len() + 2;
        let quote = tag[at..].chars().next()?;
        tag[at + 1..].split(quote).next()
    };
    let pixels = |text: &str| text.trim_end_matches("px").trim().parse::<f64>().ok().map(|n| n.round() as u32);
    if let (Some(width), Some(height)) = (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        return Some((width, height));
    }
    let numbers: Vec<f64> = attribute("viewBox")?.split([' ', ',']).filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width.round() as u32, height.round() as u32)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::svg_size;

    #[test]
    fn an_svg_says_its_size_in_two_ways() {
        assert_eq!(svg_size("<svg width=\"40\" height=\"20px\">"), Some((40, 20)));
        assert_eq!(svg_size("<?xml version='1.0'?><svg viewBox='0 0 640 360'>"), Some((640, 360)));
        assert_eq!(svg_size("<svg>"), None);
    }
}
