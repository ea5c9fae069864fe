//! Finds faults in pages that nobody opened, in time that nobody else wants.

use super::generation::Generation;
use super::server::Server;
use crate::engine::Memo;

/// After how many pages what was found is told.
const BATCH: usize = 64;

/// Looks where links lead, then renders what nobody asked for and what is not known from the generation before, target
/// by target. Gives way to requests, and ends when the files have changed.
pub(super) fn look_through(server: &Server, generation: &Generation, memo: Memo) {
    server.give_way();
    generation.look_back(memo);
    if generation.has_news() {
        server.wake();
    }
    for (index, target) in generation.targets().iter().enumerate() {
        server.give_way();
        if generation.is_superseded() {
            return;
        }
        if !generation.is_visited(target) {
            generation.visit(target);
        }
        if index % BATCH == BATCH - 1 && generation.has_news() {
            server.wake();
        }
    }
    if generation.has_news() {
        server.wake();
    }
}
