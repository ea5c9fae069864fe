//! A build that the clock asks for: what an hour brings and has errors stays hidden, the rest goes out.
//!
//! An editor who pushes a faulty text is refused, so this is for what could not be known then: a site published by an
//! older program, which looked no further than now. One faulty text must not cost the others their hour.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Prepared, Session, Stage, Timings};
use crate::content::Document;
use crate::diag::{Diagnostic, Severity, SourcePath};
use crate::fs::Inputs;
use crate::site::{Site, link};

/// How often texts are taken out: each time others may name what is no longer there.
const ROUNDS: usize = 8;

impl Session {
    /// Prepares and checks the site for an hour. Texts that time alone has made public since an instant are left out where
    /// they have errors; these errors become warnings. Returns the faults of the check, and the paths of what was left out.
    pub(super) fn prepare_for_hour(
        &mut self,
        inputs: &Arc<Inputs>,
        since: Option<Timestamp>,
        timings: &mut Timings,
    ) -> (Prepared, Vec<Diagnostic>, Vec<SourcePath>) {
        let (mut told, mut left_out) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let prepared = self.prepare(Arc::clone(inputs));
            timings.end(Stage::Prepare, self.slots.len());
            let mut faults = prepared.check();
            let texts = since.map(|since| faulty_news(&prepared, &faults, since)).unwrap_or_default();
            if texts.is_empty() {
                faults.extend(told);
                return (prepared, faults, left_out);
            }
            for fault in prepared.diagnostics.iter().chain(&faults).filter(|fault| is_error(fault)) {
                let is_named = fault.labels.iter().any(|label| texts.iter().any(|text| text.path == label.path));
                if is_named {
                    let message = format!("{}; the text is held back", fault.message);
                    told.push(Diagnostic { severity: Severity::Warning, message, ..fault.clone() });
                }
            }
            self.withheld.extend(texts.iter().map(|text| text.key));
            left_out.extend(texts.iter().map(|text| text.path.clone()));
        }
        let prepared = self.prepare(Arc::clone(inputs));
        let mut faults = prepared.check();
        faults.extend(told);
        (prepared, faults, left_out)
    }
}

fn is_error(fault: &Diagnostic) -> bool {
    fault.severity == Severity::Error
}

/// Finds the files of the sets that errors name and that were hidden at an instant.
fn faulty_news(prepared: &Prepared, faults: &[Diagnostic], since: Timestamp) -> Vec<Arc<Document>> {
    let errors: Vec<&Diagnostic> = prepared.diagnostics.iter().chain(faults).filter(|fault| is_error(fault)).collect();
    let Some((settings, site)) = prepared.linked.as_ref().filter(|_| !errors.is_empty()) else { return Vec::new() };
    let (before, _) = link(&prepared.parsed, settings, since, false);
    let is_shown = |site: &Site, document: &Document| site.doc_by_key(document.key).is_some();
    let named: BTreeSet<&SourcePath> = errors.iter().flat_map(|error| &error.labels).map(|label| &label.path).collect();
    let documents = &prepared.parsed.documents;
    let news = documents
        .iter()
        .filter(|document| named.contains(&document.path) && is_shown(site, document) && !is_shown(&before, document));
    let sets: BTreeSet<(&str, &str)> = news.map(|document| (document.folder.as_str(), document.name())).collect();
    let of_sets = documents.iter().filter(|document| sets.contains(&(document.folder.as_str(), document.name())));
    of_sets.filter(|document| !is_shown(&before, document)).cloned().collect()
}
