//! The sources of a site that is published: read when a refusal has to name the line that caused it.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::diag::SourcePath;
use crate::engine::{self, Options, Report, Texts};
use crate::fs::Inputs;
use crate::plan::Occupant;

/// The sources of a site that is published.
#[derive(Debug)]
pub struct Sources {
    options: Options,
    texts: OnceLock<Option<Texts>>,
    inputs: Option<Arc<Inputs>>,
}

impl Sources {
    /// The sources that a build has read, or would have read had anything changed since the build before.
    #[must_use]
    pub fn of(report: &Report, options: &Options) -> Self {
        let texts = report.texts.clone().map_or_else(OnceLock::new, |texts| OnceLock::from(Some(texts)));
        Self {
            options: Options { now: Some(report.inputs.now), ..options.clone() },
            texts,
            inputs: Some(Arc::clone(&report.inputs)),
        }
    }

    /// The sources of a site that was built before.
    #[must_use]
    pub fn unread(options: &Options) -> Self {
        Self { options: options.clone(), texts: OnceLock::new(), inputs: None }
    }

    /// The sources of a site that is linked.
    #[must_use]
    pub fn of_texts(texts: Texts) -> Self {
        Self { options: Options::default(), texts: OnceLock::from(Some(texts)), inputs: None }
    }

    /// Returns the texts as they hang together; read now where the build did not have to.
    pub(super) fn read(&self) -> Option<&Texts> {
        self.texts.get_or_init(|| engine::prepare(&self.options).texts()).as_ref()
    }

    /// Returns the text of a file, for the lines of diagnostics.
    #[must_use]
    pub fn text(&self, path: &SourcePath) -> Option<String> {
        match &self.inputs {
            Some(inputs) => engine::source_text(inputs, path),
            None => self.options.files().0.lossy(path),
        }
    }

    /// Returns the texts that are held back at addresses where they were public.
    pub(super) fn held(&self) -> BTreeMap<String, Occupant> {
        let Some(Texts { settings, site, .. }) = self.read() else { return BTreeMap::new() };
        let held = site.gone.iter().filter(|gone| gone.is_held).map(|gone| {
            let (id, formerly) = (gone.id.clone(), gone.formerly.clone());
            let lang = settings.languages.tag(gone.lang).to_string();
            (gone.path.clone(), Occupant::Text { id, lang, formerly })
        });
        held.collect()
    }

    /// Returns the file of each text by the address of its page, as far as the build has read them.
    pub(super) fn files(&self) -> BTreeMap<String, String> {
        let Some(Some(texts)) = self.texts.get() else { return BTreeMap::new() };
        texts.site.docs.iter().map(|doc| (doc.path.clone(), doc.document().path.as_str().to_owned())).collect()
    }
}
