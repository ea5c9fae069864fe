//! The digest manifest: what every file of the site is, for anyone to check with `sha256sum -c digests.txt`.
//!
//! It is also the mark by which [`super::DirectorySink`] knows an output folder as its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::fs::OutPath;

/// Where the manifest stands in the output.
pub const MANIFEST_PATH: &str = "digests.txt";

/// The first line of every manifest; `sha256sum -c` passes over lines that begin with `#`.
pub const MANIFEST_HEADER: &str = "# The files of this site, written by chancery. Check them: sha256sum -c digests.txt";

/// Computes the SHA-256 digest of a file's bytes (FIPS 180-4).
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Writes the manifest of some files: after the header, a line `<digest>  <path>` for each, sorted by path. The
/// manifest itself is not one of them.
#[must_use]
pub fn digest_manifest(files: impl IntoIterator<Item = (OutPath, [u8; 32])>) -> String {
    let mut files: Vec<_> = files.into_iter().collect();
    files.sort_unstable();
    let mut manifest = format!("{MANIFEST_HEADER}\n");
    for (path, digest) in files {
        for byte in digest {
            // Writing to a string never fails.
            let _ = write!(manifest, "{byte:02x}");
        }
        // No path holds a line feed or a backslash, so none needs an escape.
        let _ = writeln!(manifest, "  {path}");
    }
    manifest
}

/// Reads a manifest; `None` where it is not one that [`digest_manifest`] wrote.
#[must_use]
pub fn read_manifest(bytes: &[u8]) -> Option<BTreeMap<OutPath, [u8; 32]>> {
    let text = std::str::from_utf8(bytes).ok()?.strip_prefix(MANIFEST_HEADER)?.strip_prefix('\n')?;
    text.lines()
        .map(|line| line.split_once("  ").and_then(|(hex, path)| Some((OutPath::new(path)?, digest(hex)?))))
        .collect()
}

/// Reads a digest of 64 hexadecimal digits.
fn digest(hex: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if hex.len() != 64 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, at) in digest.iter_mut().zip((0..64).step_by(2)) {
        *byte = u8::from_str_radix(&hex[at..at + 2], 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_read_as_it_was_written() {
        let files = [("en/a b/index.html", [7; 32]), ("robots.txt", [255; 32])];
        let files: BTreeMap<_, _> =
            files.into_iter().map(|(path, digest)| (OutPath::new(path).unwrap(), digest)).collect();
        let manifest = digest_manifest(files.clone());
        assert_eq!(read_manifest(manifest.as_bytes()), Some(files));
        assert_eq!(read_manifest(manifest.replace("07", "0g").as_bytes()), None);
        assert_eq!(read_manifest(manifest.replace("robots", "../robots").as_bytes()), None);
        assert_eq!(read_manifest(b""), None);
    }
}
