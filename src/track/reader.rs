//! The reader of one render, and the thread-local guard that lets template functions find it.
//!
//! Every answer that a render gets passes through [`World`](super::World), which tells the reader what was asked.
//! Answers don't change while a site is rendered, so the question alone is noted; its digest is taken once for all
//! targets that asked it.

use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use super::digest::Key;
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

/// A value, and what was asked to make it.
type Kept = (Rc<dyn Any>, Box<[Question]>);

/// What a thread has made for several renders of one world.
struct Made {
    world: u64,
    values: HashMap<Key, Kept>,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
    static MADE: RefCell<Option<Made>> = const { RefCell::new(None) };
}

/// How many values a thread keeps.
const KEPT: usize = 256;

/// Makes something once for several renders of a world: a view that many pages share, a body that several feeds hold.
///
/// The key says what it is; whoever uses it again has asked all that was asked to make it. What brought faults to light
/// is made again, so that each render reports them.
pub fn shared<T: 'static>(world: &World, key: Key, make: impl FnOnce() -> T) -> Rc<T> {
    let known = MADE.with_borrow_mut(|made| {
        let made = made.as_mut().filter(|made| made.world == world.number())?;
        let (value, questions) = made.values.get(&key)?;
        let value = Rc::clone(value).downcast::<T>().ok()?;
        Some((value, questions.clone()))
    });
    if let Some((value, questions)) = known {
        READER.with_borrow_mut(|slot| slot.iter_mut().for_each(|reader| reader.asked.extend_from_slice(&questions)));
        return value;
    }
    let before = READER.with_borrow_mut(|slot| {
        slot.as_mut().map(|reader| (std::mem::take(&mut reader.asked), reader.diagnostics.len()))
    });
    let value = Rc::new(make());
    let Some((before, faults)) = before else { return value };
    let asked = READER.with_borrow_mut(|slot| {
        let reader = slot.as_mut()?;
        let asked = std::mem::replace(&mut reader.asked, before);
        reader.asked.extend_from_slice(&asked);
        (reader.diagnostics.len() == faults).then(|| Trace::new(asked))
    });
    if let Some(trace) = asked {
        MADE.with_borrow_mut(|slot| {
            let fresh = || Made { world: world.number(), values: HashMap::new() };
            let made = slot.get_or_insert_with(fresh);
            if made.world != world.number() || made.values.len() >= KEPT {
                *made = fresh();
            }
            made.values.insert(key, (Rc::clone(&value) as Rc<dyn Any>, trace.questions().into()));
        });
    }
    value
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
