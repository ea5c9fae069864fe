//! `chancery explain`.

use std::fmt::Write as _;

use clap::Args;

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use crate::diag::{codes, examples, nearest};

/// Explains a code that stands in a message
///
/// What it means, an example of the mistake and of the same without it, and why the rule exists. A message begins with
/// `error[code]`. Without a code, all of them are listed.
#[derive(Debug, Args)]
pub struct Explain {
    /// The code, as in broken-link
    code: Option<String>,
}

/// Explains a code.
///
/// # Errors
///
/// A refusal where there is no such code.
pub fn run(arguments: &Explain, console: &Console) -> Result<Exit, Refusal> {
    let Some(name) = &arguments.code else {
        console.result(&list());
        return Ok(Exit::Fine);
    };
    let written = name.trim();
    let bare = written.split_once('[').map_or(written, |(_, code)| code.trim_end_matches(']'));
    let code = codes::find(bare).ok_or_else(|| {
        let near = nearest(bare, codes::ALL.iter().map(|code| code.name));
        Refusal::usage(format!("there is no code `{bare}`")).help(match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`chancery explain` lists them all".to_owned(),
        })
    })?;
    let explanation = examples::explanation(code, indented);
    console.result(&format!("{}[{}]: {}\n\n{explanation}", code.severity.name(), code.name, code.summary));
    Ok(Exit::Fine)
}

/// Sets an example apart from the text around it.
fn indented(example: &str) -> String {
    example.lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect()
}

fn list() -> String {
    let width = codes::ALL.iter().map(|code| code.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for code in codes::ALL {
        // Writing to a string never fails.
        let _ = writeln!(text, "{:width$}  {:7}  {}", code.name, code.severity.name(), code.summary);
    }
    text
}
