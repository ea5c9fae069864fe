//! The event test: random sequences of pushes, rollbacks, hours, manual publications, kills and full disks are applied
//! to the program and to a model. After each event, the public, pinned, due, previewed and kept releases must match the
//! model.
//!
//! One form runs in this process, with a repository without git and a disk that fails at a chosen change; the other
//! with processes, git and kills. `CHANCERY_SEQUENCES=5000` and `CHANCERY_PUSHED=200` make the runs long;
//! `CHANCERY_SEED=7` repeats one.

use std::time::Instant;

use super::events_model::run::Run;

/// The number of events in a sequence.
const EVENTS: usize = 14;

/// The number of sequences in the short forms.
const SHORT: u64 = 300;
const SHORT_PUSHED: u64 = 3;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

fn sequence(seed: u64, is_pushed: bool) {
    let mut run = Run::new(seed, is_pushed);
    for _ in 0..EVENTS {
        run.step();
    }
}

fn sequences(all: u64, is_pushed: bool) {
    if let Some(seed) = number("CHANCERY_SEED") {
        return sequence(seed, is_pushed);
    }
    let started = Instant::now();
    let first = number("CHANCERY_FIRST").unwrap_or(0);
    for seed in first..first + all {
        sequence(seed, is_pushed);
    }
    eprintln!("{all} sequences of {EVENTS} events in {:.0} s", started.elapsed().as_secs_f64());
}

#[test]
fn the_program_matches_the_model_after_each_event() {
    sequences(number("CHANCERY_SEQUENCES").unwrap_or(SHORT), false);
}

#[test]
fn the_program_matches_the_model_after_each_push_to_a_real_repository() {
    sequences(number("CHANCERY_PUSHED").unwrap_or(SHORT_PUSHED), true);
}
