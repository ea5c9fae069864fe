//! Finds the contacts that visible texts show. Only these are published, since a contact named only by hidden texts
//! would reveal them.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::{Shared, Site};

/// The ids of shown contacts, computed on first use.
#[derive(Debug, Default)]
pub(super) struct Shown(OnceLock<BTreeSet<String>>);

impl Site {
    /// Returns the ids of the contacts that visible texts show in their front matter or bodies.
    #[must_use]
    pub fn shown_contacts(&self) -> &BTreeSet<String> {
        self.contacts.0.get_or_init(|| {
            let mut shown = BTreeSet::new();
            for set in self.sets.iter() {
                let named = match &set.shared {
                    Shared::Page(page) => page.contacts.as_slice(),
                    Shared::Statement(statement) => statement.press_contacts.as_slice(),
                    Shared::Faq(_) | Shared::Register(..) => &[],
                };
                shown.extend(named.iter().map(|contact| contact.value.clone()));
            }
            for text in self.texts() {
                shown.extend(text.facts.unpack().contacts.into_iter().map(|contact| contact.id));
            }
            shown
        })
    }
}
