//! Questions about pictures and share cards, and the cache of generated files.

use super::question::Question;
use super::reader::asked;
use super::world::World;
use crate::config::LangId;
use crate::diag::{Feature, SourcePath};
use crate::fs::OutPath;
use crate::media::Fonts;
use crate::site::cards::{self, CardFacts, CardOf};
use crate::site::reference;
use crate::site::{DocId, FileFacts, pictures};

impl World {
    /// Returns a picture that a text names, in the version for a language if there is one. Returns `None` if the file
    /// does not exist or this program can't show it.
    #[must_use]
    pub fn picture_beside(&self, text: &SourcePath, reference: &str, lang: LangId) -> Option<(SourcePath, &FileFacts)> {
        let is_there = |path: &SourcePath| {
            self.file(&pictures::localised(path, self.tag(lang))).is_some() || self.file(path).is_some()
        };
        let found = reference::file(text, reference, is_there);
        if found.is_err() && Feature::Pictures.is_present() {
            self.assert_absent(text, reference);
        }
        let path = found.ok()?.path;
        let own = pictures::localised(&path, self.tag(lang));
        let (path, facts) = match self.file(&own) {
            Some(facts) => (own, facts),
            None => self.file(&path).map(|facts| (path, facts))?,
        };
        pictures::is_possible(facts).then_some((path, facts))
    }

    /// Returns the facts that a document's share card shows.
    #[must_use]
    pub fn card_facts(&self, id: DocId) -> Option<CardFacts<'_>> {
        asked(Question::ShareCard(self.key(id)));
        cards::facts(&self.site, self.site.doc(id))
    }

    /// Returns the address of a share card below the base; `None` if there is none.
    #[must_use]
    pub fn card_address(&self, card: CardOf) -> Option<String> {
        asked(match card {
            CardOf::Doc(doc) => Question::ShareCard(self.key(doc)),
            CardOf::Site(lang) => Question::SiteCard(lang),
        });
        self.card_address_of(card)
    }

    pub(super) fn card_address_of(&self, card: CardOf) -> Option<String> {
        self.cards.as_ref()?.address(&self.site, card)
    }

    /// Returns the file of a document, to locate an error of its card.
    #[must_use]
    pub fn card_source(&self, id: DocId) -> &SourcePath {
        &self.site.doc(id).document().path
    }

    /// Returns the fonts of share cards.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        asked(Question::Fonts);
        &self.fonts
    }

    /// Generates a file, or takes it from the cache if it was generated from the same inputs before.
    ///
    /// `place` is the address of the file; `of` identifies all its inputs. The result does not depend on the cache, so
    /// no question is recorded.
    ///
    /// # Errors
    ///
    /// The errors of `make`.
    pub fn made<E>(&self, place: &str, of: &[u8], make: impl FnOnce() -> Result<Vec<u8>, E>) -> Result<Vec<u8>, E> {
        let Some(place) = OutPath::new(place.trim_start_matches('/')) else { return make() };
        let of = *blake3::hash(of).as_bytes();
        if let Some(bytes) = self.shelf.take(&place, &of) {
            return Ok(bytes);
        }
        let bytes = make()?;
        self.shelf.put(&place, &of, &bytes);
        Ok(bytes)
    }
}
