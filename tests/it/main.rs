//! The tests that need nothing but Rust and git. `tests/README.md` says which module guards what.
#![allow(clippy::disallowed_methods, clippy::unwrap_used)]
// Tests say on the terminal what a long run has found.
#![allow(clippy::print_stderr, clippy::print_stdout)]
// Speed and brevity count less here than that a case reads like the sentence that it tries.
#![allow(
    clippy::duration_suboptimal_units,
    clippy::filter_next,
    clippy::format_collect,
    clippy::format_push_string,
    clippy::items_after_statements,
    clippy::manual_div_ceil,
    clippy::manual_is_multiple_of,
    clippy::match_same_arms,
    clippy::naive_bytecount,
    clippy::needless_pass_by_value,
    clippy::needless_range_loop,
    clippy::redundant_closure,
    clippy::redundant_closure_for_method_calls,
    clippy::semicolon_if_nothing_returned,
    clippy::struct_excessive_bools
)]

mod architecture;
mod build;
mod cli;
mod cli_mistakes;
mod commands;
mod content;
mod dependencies;
mod docs;
mod import;
mod lab;
mod packaging;
mod pages;
mod publish;
mod serve;
mod serve_lan;
mod time;
