//! Ids by key: keys are stable names of eight bytes that stay valid between builds, unlike arena indices.

use super::Site;
use super::ids::{DocId, SectionId, SetId, TopicId};

/// The keys of a site's documents, sets, sections and topics; each list is sorted.
#[derive(Debug, Default)]
pub(super) struct Keys {
    docs: Box<[(u64, DocId)]>,
    sets: Box<[(u64, SetId)]>,
    sections: Box<[(u64, SectionId)]>,
    topics: Box<[(u64, TopicId)]>,
}

impl Keys {
    pub fn new(site: &Site) -> Self {
        Self {
            docs: sorted(site.docs.iter().map(|doc| doc.document().key), DocId::new),
            sets: sorted(site.sets.iter().map(|set| set.key), SetId::new),
            sections: sorted(site.sections.iter().map(|section| section.key), SectionId::new),
            topics: sorted(site.topics.iter().map(|topic| topic.key), TopicId::new),
        }
    }
}

fn sorted<Id: Ord>(keys: impl Iterator<Item = u64>, id: fn(usize) -> Id) -> Box<[(u64, Id)]> {
    let mut pairs: Vec<(u64, Id)> = keys.enumerate().map(|(index, key)| (key, id(index))).collect();
    pairs.sort_unstable();
    pairs.into_boxed_slice()
}

/// Finds the id of a key.
fn find<Id: Copy>(pairs: &[(u64, Id)], key: u64) -> Option<Id> {
    pairs.binary_search_by_key(&key, |(key, _)| *key).ok().map(|found| pairs[found].1)
}

impl Site {
    /// Finds a document by the key of its path.
    #[must_use]
    pub fn doc_by_key(&self, key: u64) -> Option<DocId> {
        find(&self.keys.docs, key)
    }

    /// Finds a set by the key of its id.
    #[must_use]
    pub fn set_by_key(&self, key: u64) -> Option<SetId> {
        find(&self.keys.sets, key)
    }

    /// Finds a section by the key of its folder.
    #[must_use]
    pub fn section_by_key(&self, key: u64) -> Option<SectionId> {
        find(&self.keys.sections, key)
    }

    /// Finds a topic by the key of its id.
    #[must_use]
    pub fn topic_by_key(&self, key: u64) -> Option<TopicId> {
        find(&self.keys.topics, key)
    }
}
