//! Digests of answers, and short keys that stay the same between builds.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};

/// The first sixteen bytes of a BLAKE3 hash.
pub type Digest = [u8; 16];

/// A key that is stable between builds: eight bytes of BLAKE3 over something that never changes, such as the path of a
/// document's file. Arena indices are not stable: they change when something is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key(pub u64);

impl Key {
    /// Makes a key from a name.
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

/// Returns the digest of everything that a value's `Hash` feeds to the hasher.
#[must_use]
pub fn fingerprint(value: &impl Hash) -> Digest {
    let mut bytes = Bytes(Vec::with_capacity(256));
    value.hash(&mut bytes);
    digest(&bytes.0)
}

/// A hasher that collects its input, because BLAKE3 hashes one large piece faster than many small ones.
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
    fn different_values_have_different_digests() {
        assert_eq!(fingerprint(&("a", 1)), fingerprint(&("a", 1)));
        assert_ne!(fingerprint(&("ab", "c")), fingerprint(&("a", "bc")), "where a text ends counts");
        assert_ne!(fingerprint(&Some("")), fingerprint(&None::<&str>));
        assert_ne!(Key::of("content/a.en.md"), Key::of("content/a.fr.md"));
    }
}
