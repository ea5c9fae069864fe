//! A question, the digest of its answer, and the list of both.

use crate::config::LangId;
use crate::diag::SourcePath;
use crate::plan::What;
use crate::site::SetId;

/// Sixteen bytes of BLAKE3 over an answer.
pub type Digest = [u8; 16];

/// Something a target asked of the world.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// The frame of a page: title, menus, switcher, notices.
    Frame(What),
    /// The view that is the target's own.
    View(What),
    /// The finished body of a text.
    Body(SourcePath),
    /// A document as lists show it, to a reader of a language.
    Card(SetId, LangId),
    /// A UI string with its arguments.
    Text(LangId, String, String),
    /// The address of an asset of the theme.
    Asset(String),
    /// The bytes of a file.
    File(SourcePath),
    /// Records of a list: which, for which language, how many.
    List(String, LangId, usize),
    /// A template and what it includes.
    Template(String),
}

/// What a target asked, in the order of the questions, each once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace(Vec<(Question, Digest)>);

impl Trace {
    /// Makes a trace; equal questions count once.
    #[must_use]
    pub fn new(mut asked: Vec<(Question, Digest)>) -> Self {
        asked.sort();
        asked.dedup();
        Self(asked)
    }

    /// Runs over questions and digests.
    pub fn iter(&self) -> impl Iterator<Item = &(Question, Digest)> {
        self.0.iter()
    }
}

/// Returns the digest of an answer's bytes.
#[must_use]
pub fn digest(bytes: &[u8]) -> Digest {
    let mut digest = [0; 16];
    digest.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    digest
}
