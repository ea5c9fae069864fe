//! Rejects output names that a file system or host can't tell apart or can't store.

use std::collections::BTreeMap;

use super::{Move, Planner, What, with_source};
use crate::diag::{Diagnostic, Severity, SourcePath, Span, codes};
use crate::fs::{OutPath, case_folded};
pub(super) use crate::limits::NAME_BYTES as LONGEST_NAME;
use crate::limits::PATH_BYTES as LONGEST_PATH;

/// The maximum length of a name in a message, in characters.
const SHOWN: usize = 40;

impl Planner<'_> {
    /// Reports an output whose name is too long for a file system. Of several with the same name, one is reported.
    pub(super) fn is_too_long(
        &mut self,
        path: &OutPath,
        what: &What,
        source: Option<&(SourcePath, Option<Span>)>,
    ) -> bool {
        let is_long = |name: &&str| name.len() > LONGEST_NAME;
        let long = match what {
            // The page with the same name is reported instead.
            What::Card(_) => None,
            // The names of its versions are derived from the picture's name.
            What::Picture(file, _) => Some(file.file_name()).filter(is_long),
            _ => path.as_str().split('/').find(is_long),
        };
        if long.is_none() && path.as_str().len() <= LONGEST_PATH {
            return false;
        }
        let named = long.unwrap_or(path.as_str());
        if self.long.insert(named.to_owned()) {
            let shown: String = named.chars().take(SHOWN).collect();
            let message = match long {
                Some(_) => format!("`{shown}…` is too long for the name of a file: at most {LONGEST_NAME} bytes"),
                None => format!("`/{shown}…` is too long for an address: at most {LONGEST_PATH} bytes"),
            };
            let fault = with_source(Diagnostic::new(&codes::LONG_NAME, message), source, "");
            self.diagnostics.push(fault.help("give it a shorter name or `slug`"));
        }
        true
    }

    /// Reports outputs whose names differ only in case or Unicode normalization.
    pub(super) fn check_case(&mut self) {
        let mut alike: BTreeMap<String, Vec<OutPath>> = BTreeMap::new();
        for path in self.claims.keys() {
            let folded = case_folded(path.as_str());
            if *folded != *path.as_str() {
                alike.entry(folded.into_owned()).or_default().push(path.clone());
            }
        }
        for (folded, mut paths) in alike {
            paths.extend(self.claims.get_key_value(folded.as_str()).map(|(path, _)| path.clone()));
            for pair in paths.windows(2) {
                if let [first, second] = pair {
                    self.report_case(first, second);
                }
            }
        }
    }

    fn report_case(&mut self, first: &OutPath, second: &OutPath) {
        let (Some(one), Some(other)) = (self.claims.get(first), self.claims.get(second)) else { return };
        let is_beside = |what: &What| matches!(what, What::File(_) | What::Picture(..));
        let message =
            format!("`{}` and `{}` differ in upper and lower case alone", first.url_path(), second.url_path());
        let fault = Diagnostic::new(&codes::CASE_COLLISION, message);
        let labelled =
            |fault| with_source(with_source(fault, other.source.as_ref(), ""), one.source.as_ref(), "the other");
        match (&one.what, &other.what) {
            // Their source files already have such names and are reported there.
            (one, other) if is_beside(one) && is_beside(other) => {}
            (What::Moved(one), What::Moved(other)) => {
                if self.target_text(one) != self.target_text(other) {
                    let fault = labelled(Diagnostic { severity: Severity::Warning, ..fault });
                    let help = "servers that tell them apart lead each to its own page; where they are one, remove one";
                    self.diagnostics.push(fault.help(help));
                }
                // Server rules can redirect both, but only one of the pages can exist.
                self.claims.remove(second);
            }
            _ => {
                let fault = labelled(fault);
                self.diagnostics.push(fault.help("rename one of them, or give it another `slug`"));
            }
        }
    }

    /// Describes where an old address leads, or that its document is gone.
    fn target_text(&self, old: &Move) -> String {
        match old {
            Move::Alias(index) => self.site.aliases[*index].path.clone(),
            Move::Redirect(index) => {
                self.settings.redirects[*index].new.as_ref().map(crate::config::NewAddress::shown).unwrap_or_default()
            }
            Move::Gone(_) => String::new(),
        }
    }
}
