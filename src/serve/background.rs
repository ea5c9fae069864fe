//! Finds faults in pages that nobody opened, in time that nobody else wants.

use super::generation::Generation;
use super::server::Server;

/// After how many pages what was found is told.
const BATCH: usize = 64;

/// Looks where links lead, then renders what nobody asked for and what is not known from the generation before, target
/// by target. Gives way to requests, and ends when the files have changed.
pub(super) fn look_through(server: &Server, generation: &Generation) {
    server.settle();
    if generation.is_superseded() {
        return;
    }
    generation.look_back(server.take_memo());
    if generation.has_news() {
        server.wake();
    }
    for (index, target) in generation.targets().iter().enumerate() {
        server.give_way();
        if generation.is_superseded() {
            break;
        }
        if !generation.is_visited(target) {
            generation.visit(target);
        }
        if index % BATCH == BATCH - 1 && generation.has_news() {
            server.wake();
        }
    }
    // For the generation that has taken this one's place, or will.
    server.put_memo(generation.copy_memo());
    if generation.has_news() {
        server.wake();
    }
}
