//! The facts of a body in the form in which a site keeps them: one piece of memory for each text, where the facts
//! themselves would be dozens. Whoever asks has them unpacked; that takes about as long as looking at them.

use std::fmt;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::markdown::Facts;

/// Facts, packed. Equal facts are equal packed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedFacts(Box<[u8]>);

impl PackedFacts {
    /// Packs facts.
    #[must_use]
    pub fn of(facts: &Facts) -> Self {
        // Nothing in them can't be packed.
        Self(postcard::to_stdvec(facts).unwrap_or_default().into())
    }

    /// Unpacks them.
    #[must_use]
    pub fn unpack(&self) -> Facts {
        postcard::from_bytes(&self.0).unwrap_or_default()
    }

    /// Returns a digest of all that they say.
    #[must_use]
    pub fn digest(&self) -> [u8; 16] {
        let mut digest = [0; 16];
        digest.copy_from_slice(&blake3::hash(&self.0).as_bytes()[..16]);
        digest
    }

    /// Tells whether they may name a file by a part of its name, without unpacking them: `false` is certain.
    #[must_use]
    pub fn may_name(&self, part: &str) -> bool {
        // A reference may be percent-encoded.
        memchr::memmem::find(&self.0, part.as_bytes()).is_some() || memchr::memchr(b'%', &self.0).is_some()
    }

    /// Returns how many bytes they take.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Tells whether there are none, not even those of an empty text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Default for PackedFacts {
    fn default() -> Self {
        Self::of(&Facts::default())
    }
}

impl Serialize for PackedFacts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for PackedFacts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Bytes).map(Self)
    }
}

struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = Box<[u8]>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("packed facts")
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(bytes.into())
    }
}

#[cfg(test)]
mod tests {
    use super::PackedFacts;
    use crate::content::markdown::{Options, facts};
    use crate::diag::SourcePath;

    #[test]
    fn facts_come_back_as_they_were() {
        let path = SourcePath::new("content/a.en.md");
        let (facts, _) = facts("## A\n\n[b](b.en.md#c) ![d](e.svg)\n", 9, &path, &Options::content());
        assert_eq!((facts.anchors.len(), facts.links.len(), facts.images.len()), (1, 1, 1));
        let packed = PackedFacts::of(&facts);
        assert_eq!(packed.unpack(), facts);
        let kept = postcard::to_stdvec(&packed).unwrap();
        assert_eq!(postcard::from_bytes::<PackedFacts>(&kept).unwrap(), packed);
        assert_ne!(packed.digest(), PackedFacts::default().digest());
        assert!(packed.may_name("b.en") && packed.may_name("e") && !packed.may_name("other"));
    }
}
