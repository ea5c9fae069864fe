//! Numbers with the right form of their noun.

/// Writes `1 page`, `2 pages`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
