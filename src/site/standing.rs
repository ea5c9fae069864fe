//! What readers must know of a text before they open it, and whether lists and search engines lead to it.
//!
//! Every list of titles asks [`Site::standing`] for the mark beside a title, and everything that leads strangers to a
//! text (sitemap, hreflang, search, the index) asks [`Site::is_listed`].

use super::{DocId, SetId, Site};

/// What became of a text after its publication; the graver thing where there are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Withdrawn: its page says why.
    Withdrawn,
    /// Corrected by a notice that its page names.
    Corrected,
}

impl Standing {
    /// Returns the name that templates see; `state-` and this name the words of the mark.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Corrected => "corrected",
        }
    }
}

impl Site {
    /// Returns the standing of a set; `None` where there is nothing to know.
    #[must_use]
    pub fn standing(&self, set: SetId) -> Option<Standing> {
        let set = self.set(set);
        if set.withdrawn.is_some() {
            return Some(Standing::Withdrawn);
        }
        (!set.corrections.is_empty()).then_some(Standing::Corrected)
    }

    /// Tells whether search, sitemap and index lead to a document: it is public, neither withdrawn nor out of date.
    #[must_use]
    pub fn is_listed(&self, doc: DocId) -> bool {
        let (doc, set) = (self.doc(doc), self.set_of(doc));
        doc.visible.mark().is_none() && set.withdrawn.is_none() && set.expired.is_none()
    }
}
