//! Digests of UI strings: what a string can come out as, whatever its variables are.

use std::collections::{BTreeMap, BTreeSet};

use blake3::Hasher;

use super::Strings;
use super::message::Message;

/// Computes the digest of every message: of its definition, of the messages, terms and attributes it refers to,
/// directly or not, and of the locale with its numbering system, which writes numbers and chooses plurals.
pub(super) fn of_all(strings: &Strings) -> BTreeMap<String, [u8; 16]> {
    let written: BTreeMap<&str, String> =
        strings.messages.iter().map(|(id, message)| (id.as_str(), written(message))).collect();
    let digest = |id: &str| {
        let mut reached = BTreeSet::new();
        let mut open = vec![id];
        while let Some(next) = open.pop() {
            if reached.insert(next) {
                open.extend(strings.messages.get(next).into_iter().flat_map(Message::references));
            }
        }
        let mut hasher = Hasher::new();
        // A reference that leads nowhere is told apart from an empty text.
        let parts = reached.into_iter().flat_map(|id| [id, written.get(id).map_or("-", String::as_str)]);
        for part in [strings.locale.key.as_str(), id].into_iter().chain(parts) {
            hasher.update(&(part.len() as u64).to_le_bytes()).update(part.as_bytes());
        }
        let mut digest = [0; 16];
        digest.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
        digest
    };
    strings.ids().map(|id| (id.to_owned(), digest(id))).collect()
}

/// A message as text: all of its parts, and nothing of its place.
fn written(message: &Message) -> String {
    format!("{:?}", message.value)
}
