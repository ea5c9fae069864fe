//! `chancery reference` (hidden): the reference in `docs/`, made from the tables of the program.
//!
//! `tests/it/docs.rs` fails where a page on the disk differs from what is made here, so the reference can't fall behind.

mod commands;
mod diagnostics;
mod directives;
mod fields;
mod limits;
mod templates;
mod tokens;

use std::path::PathBuf;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use super::writing;
use crate::fs::disk;

/// Writes the reference of docs/ from the tables in the program
#[derive(Debug, Args)]
pub struct Reference {
    /// The folder to write to, as in docs/reference
    dir: PathBuf,
}

/// What stands at the head of each page, for those who would edit it.
const MADE: &str =
    "<!-- Made by `cargo run -- reference docs/reference`; change the tables in the program instead. -->\n\n";

/// Makes every page of the reference: its file name and its text.
#[must_use]
pub fn pages() -> Vec<(&'static str, String)> {
    let made = |text: String| format!("{MADE}{}\n", text.trim_end());
    vec![
        ("site-toml.md", made(fields::site_toml())),
        ("front-matter.md", made(fields::front_matter())),
        ("directives.md", made(directives::page())),
        ("diagnostics.md", made(diagnostics::page())),
        ("limits.md", made(limits::page())),
        ("commands.md", made(commands::page())),
        ("templates.md", made(templates::page())),
        ("tokens.md", made(tokens::page())),
    ]
}

/// Writes the pages that differ from those on the disk.
///
/// # Errors
///
/// A refusal where the operating system refuses.
pub fn run(arguments: &Reference, console: &Console) -> Result<Exit, Refusal> {
    for (name, text) in pages() {
        let path = arguments.dir.join(name);
        match disk::read(&path) {
            Ok(bytes) if bytes == text.as_bytes() => continue,
            Ok(_) => writing::replace(&path, text.as_bytes())?,
            Err(_) => writing::create(&path, text.as_bytes())?,
        }
        console.say(&format!("wrote {}", path.display()));
    }
    Ok(Exit::Fine)
}

/// Makes a text fit for a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
