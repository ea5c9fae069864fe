//! Digests of answers, and short names of things that stay the same from build to build.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// Sixteen bytes of BLAKE3 over an answer.
pub type Digest = [u8; 16];

/// The name of something between builds: eight bytes of BLAKE3 over what never changes about it, such as the path of a
/// document's file. Places in arenas are not names: they move when something is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key(pub u64);

impl Key {
    /// Names something by a text.
    #[must_use]
    pub fn of(name: &str) -> Self {
        Self(crate::content::document::key_of(name))
    }
}

/// Returns the digest of bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    let mut digest = [0; 16];
    digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    digest
}

/// Returns the digest of a value: of all that its `Hash` feeds.
#[must_use]
pub fn fingerprint(value: &impl Hash) -> Digest {
    let mut bytes = Bytes(Vec::with_capacity(256));
    value.hash(&mut bytes);
    digest(&bytes.0)
}

/// A hasher that keeps what it is fed: BLAKE3 is quicker over one piece than over many.
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        let digest = digest(&self.0);
        u64::from_le_bytes([digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7]])
    }
}

#[cfg(test)]
mod tests {
    use super::{Key, fingerprint};

    #[test]
    fn what_differs_has_another_digest() {
        assert_eq!(fingerprint(&("a", 1)), fingerprint(&("a", 1)));
        assert_ne!(fingerprint(&("ab", "c")), fingerprint(&("a", "bc")), "where a text ends counts");
        assert_ne!(fingerprint(&Some("")), fingerprint(&None::<&str>));
        assert_ne!(Key::of("content/a.en.md"), Key::of("content/a.fr.md"));
    }
}
