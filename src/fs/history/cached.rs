//! A history in the form in which it is kept between builds.
//!
//! It holds the changes of every path that ever was in the folder, whether or not there is such a file now: a file
//! may come back, and a file that is not committed may have the name of one that is gone. Beside them, packed up
//! because they are needed only when HEAD has moved, stand the commits that the changes were told from.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::log::{Changes, Log};
use super::repository::Identity;
use super::{Change, ChangeKind};
use crate::diag::SourcePath;
use crate::fs::Tree;

/// What is known of the history at one HEAD. Opaque: made, judged and extended by [`super::History::read`] alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedHistory {
    identity: Identity,
    /// The changes of each path, sorted by path.
    known: Vec<(String, Changes)>,
    log: Packed,
}

impl CachedHistory {
    pub(super) fn new(identity: Identity, log: &Log) -> Result<Self, String> {
        let known = log.changes(identity.site()).ok_or("`git log` told of an impossible time")?;
        let log = Packed(postcard::to_stdvec(log).map_err(|error| error.to_string())?);
        Ok(Self { identity, known, log })
    }

    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// Unpacks the commits; `None` where they are damaged.
    pub(super) fn log(&self) -> Option<Log> {
        postcard::from_bytes(&self.log.0).ok().filter(Log::is_sound)
    }

    /// Returns the changes of the content files that are there.
    pub(super) fn changes(&self, files: &Tree) -> BTreeMap<SourcePath, Vec<Change>> {
        let change = |(seconds, kind): &(i64, ChangeKind)| {
            Timestamp::from_second(*seconds).ok().map(|at| Change { at, kind: *kind })
        };
        let known = |path: &SourcePath| {
            let name = files.name_on_disk(path).as_str();
            let place = self.known.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
            Some(self.known[place].1.iter().filter_map(change).collect())
        };
        let entries = files.under("content");
        entries.filter_map(|entry| Some((entry.path.clone(), known(&entry.path)?))).collect()
    }
}

/// Bytes that are copied as they are.
#[derive(Clone, PartialEq, Eq)]
struct Packed(Vec<u8>);

impl fmt::Debug for Packed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Packed({} bytes)", self.0.len())
    }
}

impl Serialize for Packed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.0)
    }
}

impl<'de> Deserialize<'de> for Packed {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Packed;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Packed, E> {
                Ok(Packed(bytes.to_vec()))
            }
        }
        deserializer.deserialize_bytes(Bytes)
    }
}
