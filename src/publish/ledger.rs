//! Every address that was ever public at a destination: none of them may come to answer nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Addresses, up to a release.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Ledger {
    /// The last release whose addresses are among them.
    pub release: u64,
    /// The addresses, below the base.
    pub addresses: BTreeSet<String>,
}

impl Ledger {
    /// Reads a ledger; `None` where it is none.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (first, rest) = text.split_once('\n')?;
        let release = first.strip_prefix("release ")?.parse().ok()?;
        Some(Self { release, addresses: rest.lines().map(str::to_owned).collect() })
    }

    /// Writes it, a line for each address: no address holds a line feed.
    pub(super) fn write(&self) -> String {
        let mut text = format!("release {}\n", self.release);
        for address in &self.addresses {
            // Writing to a string never fails.
            let _ = writeln!(text, "{address}");
        }
        text
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_ledger_is_read_as_it_was_written() {
        let ledger = Ledger { release: 7, addresses: ["/".into(), "/en/a b/".into()].into() };
        assert_eq!(Ledger::read(ledger.write().as_bytes()), Some(ledger));
        assert_eq!(Ledger::read(b"release x\n"), None);
    }
}
