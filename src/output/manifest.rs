//! The digest manifest: what every file of the site is, for anyone to check with `sha256sum -c digests.txt`.
//!
//! It is also the mark by which [`super::DirectorySink`] knows an output folder as its own.

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
