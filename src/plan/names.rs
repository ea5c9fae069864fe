//! Names of outputs that some disk or host can't tell apart, or can't hold.

use std::collections::BTreeMap;

use super::{Move, Planner, What, with_source};
use crate::diag::{Diagnostic, Severity, SourcePath, Span, codes};
use crate::fs::{OutPath, case_folded};
pub(super) use crate::limits::NAME_BYTES as LONGEST_NAME;
use crate::limits::PATH_BYTES as LONGEST_PATH;

/// How much of a long name a message shows, in characters.
const SHOWN: usize = 40;

impl Planner<'_> {
    /// Refuses an output whose name no disk holds. Of many with the same name, one is reported.
    pub(super) fn is_too_long(
        &mut self,
        path: &OutPath,
        what: &What,
        source: Option<&(SourcePath, Option<Span>)>,
    ) -> bool {
        let is_long = |name: &&str| name.len() > LONGEST_NAME;
        let long = match what {
            // Its page has the same name.
            What::Card(_) => None,
            // Versions have names that are made of that of the picture.
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

    /// Reports outputs whose names differ in case or in the form of Unicode alone.
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
            // Their sources have such names, too.
            (one, other) if is_beside(one) && is_beside(other) => {}
            (What::Moved(one), What::Moved(other)) => {
                if self.led(one) != self.led(other) {
                    let fault = labelled(Diagnostic { severity: Severity::Warning, ..fault });
                    let help = "servers that tell them apart lead each to its own page; where they are one, remove one";
                    self.diagnostics.push(fault.help(help));
                }
                // The rules know both; of pages there can be one.
                self.claims.remove(second);
            }
            _ => {
                let fault = labelled(fault);
                self.diagnostics.push(fault.help("rename one of them, or give it another `slug`"));
            }
        }
    }

    /// Where an old address leads: nowhere, where it is gone.
    fn led(&self, old: &Move) -> String {
        match old {
            Move::Alias(index) => self.site.aliases[*index].path.clone(),
            Move::Redirect(index) => {
                self.settings.redirects[*index].new.as_ref().map(crate::config::NewAddress::shown).unwrap_or_default()
            }
            Move::Gone(_) => String::new(),
        }
    }
}
