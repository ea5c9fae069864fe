//! Share cards: what each shows of a statement, and at which address it stands.
//!
//! The address holds a digest of all that the card shows and of all that it is drawn with, so that it is another one as
//! soon as the picture is, and is known before there is a picture. A card exists for a visible statement alone.

use blake3::Hasher;

use super::{Doc, DocId, Shared, Site, Standing, When};
use crate::config::{LangId, PerLang};

/// The width and height of every card, in pixels: what social networks ask for.
pub const SIZE: (u32, u32) = (1200, 630);

/// What a card stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardOf {
    /// A statement in a language.
    Doc(DocId),
    /// The institution, on pages without a card of their own.
    Site(LangId),
}

/// What a card shows of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct CardFacts<'a> {
    /// Title.
    pub title: &'a str,
    /// Subtype.
    pub subtype: &'a str,
    /// Reference.
    pub reference: &'a str,
    /// Publication.
    pub date: Option<When>,
    /// Whether it is withdrawn or corrected.
    pub standing: Option<Standing>,
}

/// Digests of all that the cards of each language are drawn with: template, fonts, words, emblem, institution.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardStyles(pub PerLang<[u8; 16]>);

impl CardStyles {
    /// Returns the address of a card below the base; `None` where there is no such card.
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
                // Under the name of the page, for whoever keeps the picture.
                let name = doc.path.trim_end_matches('/').rsplit('/').next().unwrap_or("card");
                Some(format!("/files/{}/{name}.png", &digest[..16]))
            }
            CardOf::Site(lang) => Some(format!("/files/{}/card.png", &blake3::hash(&self.0[lang]).to_hex()[..16])),
        }
    }
}

/// Returns what a card shows of a document; `None` where it is no statement.
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
