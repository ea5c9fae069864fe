//! Files beside the texts: pictures and attachments, by address and facts.

use serde::{Deserialize, Serialize};

use super::{active, pictures};
use crate::diag::{Diagnostic, SourcePath, codes};
use crate::media::probe::{self, Format, Probe, probe};
use crate::media::svg;

/// What is known of a file without keeping it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileFacts {
    /// Bytes.
    pub len: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Width and height in CSS pixels, of pictures, the right way up.
    pub size: Option<(u32, u32)>,
    /// Of pictures of which other versions can be made: what they are.
    pub format: Option<Format>,
    /// Whether it says where it was taken.
    pub is_located: bool,
    /// Whether browsers show it as a picture.
    pub is_picture: bool,
}

/// A file that visible documents show or offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its name.
    pub path: SourcePath,
    /// What is known of it.
    pub facts: FileFacts,
    /// Whether pages show it as a picture in versions of its own ([`super::pictures`]).
    pub is_shown: bool,
    /// Whether it is there as it is: to be downloaded, or shown where no other versions are made.
    pub is_offered: bool,
}

impl Published {
    /// Returns the addresses at which it stands: as it is, and in versions.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        let Self { path, facts, is_shown, is_offered } = self;
        let own = is_offered.then(|| address(path, facts));
        let forms = if *is_shown { pictures::modern(facts) } else { Vec::new() };
        let forms = forms.into_iter().chain(is_shown.then(|| pictures::fallback(facts)));
        own.into_iter().chain(forms.map(|form| pictures::address(path, facts, form))).collect()
    }
}

/// Looks at a file: its facts, and what is wrong with it.
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
            // Only of pictures the size can be told.
            let size = probe::size(bytes);
            let is_located = size.is_some() && probe::is_located(bytes);
            FileFacts { len, sha256, size, format: None, is_located, is_picture: probe::is_shown_unread(bytes) }
        }
    };
    (facts, Vec::new())
}

/// Returns the bytes of a file as they are published: drawings are cleaned.
///
/// # Errors
///
/// Where a drawing is none.
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
        // Whoever shows or offers it reports why.
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

/// Returns the SHA-256 of bytes, hexadecimal.
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

/// The folder of files that a browser would run. The rules for every host deliver what is in it as a download, under a
/// policy that lets nothing run: it comes from whoever wrote it, but from the site's own address.
pub const DOWNLOADS: &str = "/files/download/";

/// Returns the address of a file below the base. It holds a digest of the content, so that nobody can guess it before
/// the file is public.
#[must_use]
pub fn address(path: &SourcePath, facts: &FileFacts) -> String {
    let folder = if active::is_run_by_browsers(path.file_name()) { DOWNLOADS } else { "/files/" };
    format!("{folder}{}/{}", &facts.sha256[..16.min(facts.sha256.len())], path.file_name())
}

/// Reads the size of a drawing from `width` and `height`, or from `viewBox`.
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
