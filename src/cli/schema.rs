//! `chancery schema`.

use clap::Args;
use clap::builder::PossibleValuesParser;

use super::console::Console;
use super::exit::Exit;
use super::refusal::Refusal;
use crate::config::SITE;
use crate::content::kinds;
use crate::spec;

/// Prints the JSON Schema of site.toml or of a kind's front matter
///
/// Editors that know JSON Schema complete and check fields with it while one types.
#[derive(Debug, Args)]
pub struct Schema {
    /// What the schema is for
    #[arg(value_parser = PossibleValuesParser::new(all().map(|schema| schema.name)))]
    kind: String,
}

/// Every table of fields: site.toml, then front matter.
pub(super) fn all() -> impl Iterator<Item = &'static spec::Schema> {
    std::iter::once(&SITE).chain(kinds::ALL)
}

/// Prints a schema.
///
/// # Errors
///
/// A refusal where nothing is of that kind.
pub fn run(arguments: &Schema, console: &Console) -> Result<Exit, Refusal> {
    let schema = all()
        .find(|schema| schema.name == arguments.kind)
        .ok_or_else(|| Refusal::usage(format!("there is no kind `{}`", arguments.kind)))?;
    console.result(&format!("{:#}\n", spec::json_schema(schema)));
    Ok(Exit::Fine)
}
