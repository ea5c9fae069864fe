//! What people see: results on standard output; faults, progress and summaries on standard error. A reader that
//! has gone away (`chancery explain | head`) is no fault.

use std::io::{IsTerminal as _, Write as _};

use anstream::ColorChoice;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::arguments::{Color, Global};
use super::refusal::Refusal;
use crate::diag::report::{self, Format, Lookup};
use crate::diag::{Code, Diagnostic, Severity, codes};

/// Where and how a run speaks.
#[derive(Debug)]
pub struct Console {
    format: Format,
    notes: bool,
    quiet: bool,
}

impl Console {
    /// Prepares to speak as the command line says.
    #[must_use]
    pub fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        choice.write_global();
        Self { format: global.format.into(), notes: global.notes, quiet: global.quiet }
    }

    /// The same, but silent about what goes well.
    #[must_use]
    pub fn quietened(&self) -> Self {
        Self { quiet: true, ..*self }
    }

    /// Tells whether results are written for programs, one JSON object on a line each.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Writes a result to standard output.
    #[expect(clippy::unused_self, reason = "who speaks is the console, whatever it was told about faults")]
    pub fn result(&self, text: &str) {
        let _ = anstream::stdout().write_all(text.as_bytes());
    }

    /// Writes a line to standard error, unless nothing but faults is wanted.
    pub fn say(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(anstream::stderr(), "{line}");
        }
    }

    /// Writes a refusal.
    #[expect(clippy::unused_self, reason = "who speaks is the console, whatever it was told about faults")]
    pub fn refuse(&self, refusal: &Refusal) {
        let _ = writeln!(anstream::stderr(), "{refusal}");
    }

    /// Writes faults. The notes among them are counted in the human format unless they are wanted.
    pub fn faults(&self, diagnostics: &[Diagnostic], lookup: Lookup<'_>) {
        match self.format {
            Format::Human => {
                let is_shown = |fault: &&Diagnostic| fault.severity != Severity::Note || (self.notes && !self.quiet);
                let shown: Vec<Diagnostic> = diagnostics.iter().filter(is_shown).cloned().collect();
                let colour = anstream::AutoStream::choice(&std::io::stderr()) != ColorChoice::Never;
                let text = report::report(self.format, &shown, lookup, colour);
                let _ = anstream::stderr().write_all(text.as_bytes());
                if shown.len() < diagnostics.len() {
                    for line in note_counts(diagnostics) {
                        self.say(&line);
                    }
                }
            }
            Format::Short => {
                let _ =
                    anstream::stderr().write_all(report::report(self.format, diagnostics, lookup, false).as_bytes());
            }
            Format::Json | Format::Sarif => self.result(&report::report(self.format, diagnostics, lookup, false)),
        }
    }

    /// Makes a progress bar: seen on a terminal only.
    #[must_use]
    pub fn progress(&self) -> ProgressBar {
        let bar = ProgressBar::new(0);
        if self.quiet || !std::io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos} of {len} files") {
            bar.set_style(style);
        }
        bar
    }
}

/// A line for each code that has notes, in the order of the reference.
fn note_counts(diagnostics: &[Diagnostic]) -> Vec<String> {
    let notes = |code: &Code| {
        diagnostics.iter().filter(|fault| fault.severity == Severity::Note && fault.code.name == code.name).count()
    };
    let line = |code: &&Code| {
        let count = notes(code);
        (count > 0).then(|| {
            let times = if count == 1 {
                "once; `--notes` shows it".into()
            } else {
                format!("{count} times; `--notes` lists them")
            };
            format!("note[{}]: {} ({times})", code.name, code.summary)
        })
    };
    codes::ALL.iter().filter_map(line).collect()
}
