//! `chancery build`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::console::Console;
use super::exit::Exit;
use super::outcome;
use crate::config::BaseUrl;
use crate::engine::{self, Options};
use crate::fs::Stopwatch;
use crate::output::compress::Level;

/// Builds the site into a folder
///
/// The output is exactly the site: files that are no longer part of it are removed, files that did not change are
/// not touched. A run with errors changes no byte of the last good site.
#[derive(Debug, Args)]
pub struct Build {
    /// The folder to build into [default: public, in the folder of the site]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Where the site will be published, in place of `base_url` of site.toml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
    /// Whether text files get copies packed by brotli and gzip [default: as `compress` of site.toml says, else fast]
    #[arg(long, value_name = "LEVEL", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "fast")]
    compress: Option<Compress>,
}

/// How hard copies are pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Compress {
    /// No copies
    Off,
    /// Brotli 5: a fraction of a millisecond for a page
    Fast,
    /// Brotli 11: some fifty milliseconds for a page that changed, which is then about a tenth smaller
    Max,
}

impl From<Compress> for Level {
    fn from(compress: Compress) -> Self {
        match compress {
            Compress::Off => Self::Off,
            Compress::Fast => Self::Fast,
            Compress::Max => Self::Max,
        }
    }
}

/// Builds the site.
pub fn run(arguments: Build, site: Options, console: &Console) -> Exit {
    let stopwatch = Stopwatch::start();
    let bar = console.progress();
    let out = outcome::output(&site.root, arguments.out.as_deref());
    let options = Options { base_url: arguments.base_url, compress: arguments.compress.map(Level::from), ..site };
    let report = engine::build(&options, &out, &|done, all| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    outcome::tell(console, &report, "built", stopwatch.seconds())
}

pub(super) fn base_url(text: &str) -> Result<String, String> {
    let base = BaseUrl::parse(text).map(|_| text.to_owned());
    base.ok_or_else(|| {
        "expected an absolute address without query and fragment, as in https://www.ministry.example/".into()
    })
}
