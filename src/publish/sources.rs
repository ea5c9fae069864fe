//! The sources of a site to be published, read only when a refusal must name the line that caused it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::diag::SourcePath;
use crate::engine::{self, Options, Report, Texts};
use crate::fs::Inputs;
use crate::plan::Occupant;

/// The sources of a site to be published.
#[derive(Debug)]
pub struct Sources {
    options: Options,
    texts: OnceLock<Option<Texts>>,
    inputs: Option<Arc<Inputs>>,
}

impl Sources {
    /// Makes the sources that a build has read, or would have read if anything had changed since the previous build.
    #[must_use]
    pub fn of(report: &Report, options: &Options) -> Self {
        let texts = report.texts.clone().map_or_else(OnceLock::new, |texts| OnceLock::from(Some(texts)));
        Self {
            options: Options { now: Some(report.inputs.now), ..options.clone() },
            texts,
            inputs: Some(Arc::clone(&report.inputs)),
        }
    }

    /// Makes the sources of a site that was built before; they are read when needed.
    #[must_use]
    pub fn unread(options: &Options) -> Self {
        Self { options: options.clone(), texts: OnceLock::new(), inputs: None }
    }

    /// Makes the sources of a site that is already linked.
    #[must_use]
    pub fn of_texts(texts: Texts) -> Self {
        Self { options: Options::default(), texts: OnceLock::from(Some(texts)), inputs: None }
    }

    /// Returns the linked texts; reads them now if the build did not.
    pub(super) fn read(&self) -> Option<&Texts> {
        self.texts.get_or_init(|| engine::prepare(&self.options).texts()).as_ref()
    }

    /// Returns the text of a source file, to show its lines in diagnostics.
    #[must_use]
    pub fn text(&self, path: &SourcePath) -> Option<String> {
        match &self.inputs {
            Some(inputs) => engine::source_text(inputs, path),
            None => self.options.files().0.lossy(path),
        }
    }

    /// Returns the held-back texts, by the addresses at which they were public.
    pub(super) fn held(&self) -> BTreeMap<String, Occupant> {
        let Some(Texts { settings, site, .. }) = self.read() else { return BTreeMap::new() };
        let held = site.gone.iter().filter(|gone| gone.is_held).map(|gone| {
            let (id, formerly) = (gone.id.clone(), gone.formerly.clone());
            let lang = settings.languages.tag(gone.lang).to_string();
            (gone.path.clone(), Occupant::Text { id, lang, formerly })
        });
        held.collect()
    }

    /// Returns the source file of each text, by the address of its page, if the build has read the texts.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let Some(Some(texts)) = self.texts.get() else { return BTreeMap::new() };
        texts.site.docs.iter().map(|doc| (doc.path.clone(), doc.document().path.as_str().to_owned())).collect()
    }
}
