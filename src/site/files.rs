//! Files beside the texts: pictures and attachments, by address and facts.

use serde::{Deserialize, Serialize};

use crate::diag::SourcePath;

/// What is known of a file without keeping it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileFacts {
    /// Bytes.
    pub len: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
    /// Width and height in CSS pixels, of pictures.
    pub size: Option<(u32, u32)>,
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

/// Returns the address of a file below the base. It holds a digest of the content, so that nobody can guess it before
/// the file is public.
#[must_use]
pub fn address(path: &SourcePath, facts: &FileFacts) -> String {
    format!("/files/{}/{}", &facts.sha256[..16.min(facts.sha256.len())], path.file_name())
}

/// Reads the size of a picture from its first bytes: PNG, JPEG, GIF, WebP, AVIF through `imagesize`, SVG from `width`
/// and `height` or `viewBox`.
#[must_use]
pub fn picture_size(path: &SourcePath, bytes: &[u8]) -> Option<(u32, u32)> {
    if path.extension() == "svg" {
        return svg_size(std::str::from_utf8(bytes).ok()?);
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

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
