//! The reader of one render, and the thread-local guard that lets template functions find it.
//!
//! Every answer that a render gets passes through [`World`](super::World), which tells the reader what was asked.
//! Answers don't change while a site is rendered, so the question alone is noted; its digest is taken once for all
//! targets that asked it.

use std::cell::RefCell;
use std::sync::Arc;

use super::question::Question;
use super::trace::Trace;
use super::world::World;
use crate::config::LangId;
use crate::diag::Diagnostic;

/// What one render may ask: the world, the language it speaks, and a log of what it asked.
struct Reader {
    world: Arc<World>,
    lang: LangId,
    asked: Vec<Question>,
    diagnostics: Vec<Diagnostic>,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
}

/// Runs a render with a reader; returns what it made, what it asked and the faults it reported.
///
/// Renders don't nest: a target never renders another.
pub fn reading<T>(world: &Arc<World>, lang: LangId, render: impl FnOnce() -> T) -> (T, Trace, Vec<Diagnostic>) {
    let reader = Reader { world: Arc::clone(world), lang, asked: Vec::with_capacity(256), diagnostics: Vec::new() };
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

/// Notes that the render under way has asked a question.
pub(super) fn asked(question: Question) {
    READER.with_borrow_mut(|slot| {
        if let Some(reader) = slot
            && reader.asked.last() != Some(&question)
        {
            reader.asked.push(question);
        }
    });
}

/// Reports a fault found while rendering.
pub fn reported(fault: Diagnostic) {
    READER.with_borrow_mut(|slot| {
        if let Some(reader) = slot {
            reader.diagnostics.push(fault);
        }
    });
}
