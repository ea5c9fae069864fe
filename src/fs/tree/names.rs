//! The names of the files of a site in one form of Unicode, NFC.
//!
//! macOS writes decomposed names, other systems write what was typed, and one path can have both forms in it. Linux takes
//! the forms for different files, so that a folder can hold two of one name.

use std::collections::BTreeMap;

use super::{Entry, faults};
use crate::diag::{Diagnostic, SourcePath};
use crate::fs::composed;

/// The files of a site by names in NFC.
pub(in crate::fs) struct Named<T> {
    /// The files with what belongs to each, sorted by path.
    pub files: Vec<(Entry, T)>,
    /// The names on the disk or in the commit, of files for which it is another.
    pub decomposed: BTreeMap<SourcePath, SourcePath>,
    /// An error for each file that has the name of another.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Named<T> {
    /// Names files in NFC. Of two that get one name, the one that has it on the disk stays.
    pub fn of(files: Vec<(Entry, T)>) -> Self {
        let (mut files, others): (Vec<_>, Vec<_>) =
            files.into_iter().partition(|(entry, _)| *composed(entry.path.as_str()) == *entry.path.as_str());
        files.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let (mut decomposed, mut diagnostics, mut renamed) = (BTreeMap::new(), Vec::new(), Vec::new());
        for (mut entry, more) in others {
            let name = SourcePath::new(&composed(entry.path.as_str()));
            let is_taken = files.binary_search_by(|(other, _)| other.path.cmp(&name)).is_ok();
            if is_taken || decomposed.contains_key(&name) {
                diagnostics.push(faults::one_name(&name));
                continue;
            }
            decomposed.insert(name.clone(), std::mem::replace(&mut entry.path, name));
            renamed.push((entry, more));
        }
        if !renamed.is_empty() {
            files.extend(renamed);
            files.sort_unstable_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        }
        Self { files, decomposed, diagnostics }
    }
}
