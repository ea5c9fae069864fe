//! The reader of one render, and the thread-local guard that lets template functions find it.
//!
//! Every answer that a render gets passes through [`World`](super::World), which reports the question to the reader.
//! Answers don't change while a site is rendered, so only the question is recorded; its digest is computed once for all
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

/// The state of one render: the world, the language, and the questions asked so far.
struct Reader {
    world: Arc<World>,
    lang: LangId,
    asked: Vec<Question>,
    diagnostics: Vec<Diagnostic>,
}

/// A cached value, with the questions asked to compute it.
type CachedValue = (Rc<dyn Any>, Box<[Question]>);

/// The values that a thread has computed for several renders of one world.
struct ThreadCache {
    world: u64,
    values: HashMap<Key, CachedValue>,
}

thread_local! {
    static READER: RefCell<Option<Reader>> = const { RefCell::new(None) };
    static THREAD_CACHE: RefCell<Option<ThreadCache>> = const { RefCell::new(None) };
}

/// The maximum number of values in a thread's cache.
const CAPACITY: usize = 256;

/// Computes a value once for several renders of a world: a view that many pages share, or a body in several feeds.
///
/// The key identifies the value. A render that reuses it records all questions asked to compute it. A value whose
/// computation reported a fault is not cached, so that each render reports the fault.
pub fn shared<T: 'static>(world: &World, key: Key, make: impl FnOnce() -> T) -> Rc<T> {
    let known = THREAD_CACHE.with_borrow_mut(|slot| {
        let cache = slot.as_mut().filter(|cache| cache.world == world.number())?;
        let (value, questions) = cache.values.get(&key)?;
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
        THREAD_CACHE.with_borrow_mut(|slot| {
            let fresh = || ThreadCache { world: world.number(), values: HashMap::new() };
            let cache = slot.get_or_insert_with(fresh);
            if cache.world != world.number() || cache.values.len() >= CAPACITY {
                *cache = fresh();
            }
            cache.values.insert(key, (Rc::clone(&value) as Rc<dyn Any>, trace.questions().into()));
        });
    }
    value
}

/// Runs a render with a reader; returns its result, its questions and the faults it reported.
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

/// Returns the world of the current render; `None` outside one.
#[must_use]
pub fn world() -> Option<Arc<World>> {
    READER.with_borrow(|slot| slot.as_ref().map(|reader| Arc::clone(&reader.world)))
}

/// Returns the language of the current render.
#[must_use]
pub fn lang() -> LangId {
    READER.with_borrow(|slot| slot.as_ref().map_or(LangId(0), |reader| reader.lang))
}

/// Records that the current render has asked a question.
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
