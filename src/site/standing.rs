//! The marks that readers should see before they open a text, and whether lists and search engines include it.
//!
//! Every list of titles uses [`Site::standing`] for the mark beside a title, and everything that leads strangers to a
//! text (sitemap, hreflang, search, the index) uses [`Site::is_listed`].

use super::{DocId, SetId, Site};

/// The status of a text after publication; if both apply, the more serious one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Withdrawn: its page says why.
    Withdrawn,
    /// Corrected by a notice that its page names.
    Corrected,
}

impl Standing {
    /// Returns the name that templates see; the UI string of the mark is `state-` plus this name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Corrected => "corrected",
        }
    }
}

impl Site {
    /// Returns the status of a set; `None` if it is neither withdrawn nor corrected.
    #[must_use]
    pub fn standing(&self, set: SetId) -> Option<Standing> {
        let set = self.set(set);
        if set.withdrawn.is_some() {
            return Some(Standing::Withdrawn);
        }
        (!set.corrections.is_empty()).then_some(Standing::Corrected)
    }

    /// Returns whether search, sitemap and index include a document: it is public and neither withdrawn nor expired.
    #[must_use]
    pub fn is_listed(&self, doc: DocId) -> bool {
        let (doc, set) = (self.doc(doc), self.set_of(doc));
        doc.visible.mark().is_none() && set.withdrawn.is_none() && set.expired.is_none()
    }
}
