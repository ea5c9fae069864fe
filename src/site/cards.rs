//! Share cards: the facts that each shows of a statement, and its address.
//!
//! The address contains a digest of everything that the card shows and is drawn with. So it changes with the picture,
//! and is known before the picture exists. Cards exist only for visible statements.

use blake3::Hasher;

use super::{Doc, DocId, Shared, Site, Standing, When};
use crate::config::{LangId, PerLang};

/// The width and height of every card in pixels, as social networks require.
pub const SIZE: (u32, u32) = (1200, 630);

/// The subject of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardOf {
    /// A statement in a language.
    Doc(DocId),
    /// The institution, on pages without a card of their own.
    Site(LangId),
}

/// The facts of a statement that its card shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardFacts<'a> {
    /// The title.
    pub title: &'a str,
    /// The subtype.
    pub subtype: &'a str,
    /// The reference.
    pub reference: &'a str,
    /// The publication date.
    pub date: Option<When>,
    /// Whether it is withdrawn or corrected.
    pub standing: Option<Standing>,
}

/// A digest per language of everything that cards are drawn with: template, fonts, UI strings, emblem, institution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardStyles(pub PerLang<[u8; 16]>);

impl CardStyles {
    /// Returns the address of a card below the base; `None` if there is no such card.
    #[must_use]
    pub fn address(&self, site: &Site, card: CardOf) -> Option<String> {
        match card {
            CardOf::Doc(id) => {
                let doc = site.doc(id);
                let facts = facts(site, doc)?;
                let mut hasher = Hasher::new();
                hasher.update(&self.0[doc.lang]);
                for text in [facts.title, facts.subtype, facts.reference] {
                    hasher.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
                }
                let CardFacts { title: _, subtype: _, reference: _, date, standing } = facts;
                hasher.update(format!("{date:?} {standing:?}").as_bytes());
                let digest = hasher.finalize().to_hex();
                // Use the name of the page, for people who save the picture.
                let name = doc.path.trim_end_matches('/').rsplit('/').next().unwrap_or("card");
                Some(format!("/files/{}/{name}.png", &digest[..16]))
            }
            CardOf::Site(lang) => Some(format!("/files/{}/card.png", &blake3::hash(&self.0[lang]).to_hex()[..16])),
        }
    }
}

/// Returns the facts that a document's card shows; `None` if it is not a statement.
#[must_use]
pub fn facts<'a>(site: &'a Site, doc: &'a Doc) -> Option<CardFacts<'a>> {
    let set = site.set(doc.set);
    let Shared::Statement(statement) = &set.shared else { return None };
    Some(CardFacts {
        title: doc.heading(),
        subtype: &statement.subtype,
        reference: &statement.reference,
        date: doc.date,
        standing: site.standing(doc.set),
    })
}
