//! The reader of one render, and the thread-local guard that lets template functions find it.

use std::cell::RefCell;
use std::sync::Arc;

use serde::Serialize;

use super::trace::{Digest, Question, Trace, digest};
use super::world::World;
use crate::config::LangId;
use crate::diag::Diagnostic;

/// What one render may ask: the world, the language it speaks, and a log of what it asked.
#[derive(Debug)]
pub struct Reader {
    world: Arc<World>,
    lang: LangId,
    asked: Vec<(Question, Digest)>,
    diagnostics: Vec<Diagnostic>,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Runs a render with a reader; returns what it made, what it asked and the faults it reported.
///
/// Renders don't nest: a target never renders another.
pub fn reading<T>(world: &Arc<World>, lang: LangId, render: impl FnOnce() -> T) -> (T, Trace, Vec<Diagnostic>) {
    let reader = Reader { world: Arc::clone(world), lang, asked: Vec::new(), diagnostics: Vec::new() };
    READER.with_borrow_mut(|slot| *slot = Some(reader));
    let made = render();
    let reader = READER.with_borrow_mut(Option::take);
    let (asked, diagnostics) = reader.map_or_else(Default::default, |reader| (reader.asked, reader.diagnostics));
    (made, Trace::new(asked), diagnostics)
}

/// Returns the world of the render under way; `None` outside one.
#[must_use]
pub fn world() -> Option<Arc<World>> {
    READER.with_borrow(|slot| slot.as_ref().map(|reader| Arc::clone(&reader.world)))
}

/// Returns the language of the render under way.
#[must_use]
pub fn lang() -> LangId {
    READER.with_borrow(|slot| slot.as_ref().map_or(LangId(0), |reader| reader.lang))
}

/// Records a question with the digest of its answer, and hands the answer on.
pub fn ask<A: Serialize>(question: Question, answer: A) -> A {
    let bytes = serde_json::to_vec(&answer).unwrap_or_default();
    READER.with_borrow_mut(|slot| {
        if let Some(reader) = slot {
            reader.asked.push((question, digest(&bytes)));
        }
    });
    answer
}

/// Reports a fault found while rendering.
pub fn reported(fault: Diagnostic) {
    READER.with_borrow_mut(|slot| {
        if let Some(reader) = slot {
            reader.diagnostics.push(fault);
        }
    });
}
