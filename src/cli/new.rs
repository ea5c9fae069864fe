//! `chancery new`: a site that builds at once. Its files lie in `starter/`; the theme stays in the program.

use std::path::{Path, PathBuf};

use clap::Args;
use include_dir::{Dir, include_dir};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};

use super::console::Console;
use super::count::counted;
use super::exit::Exit;
use super::refusal::Refusal;
use super::{stamp, targets, writing};
use crate::engine::Options;
use crate::fs::Inputs;
use crate::fs::disk::{self, Kind};

static STARTER: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/cli/starter");

/// Makes a new site that builds at once
///
/// It has two languages and one text of each kind, and a site.toml in which every field is explained.
#[derive(Debug, Args)]
pub struct New {
    /// The folder of the new site; it must be empty or not exist
    dir: PathBuf,
}

/// Makes a new site.
///
/// # Errors
///
/// A refusal where the folder holds anything, or can't be written.
pub fn run(arguments: &New, now: Option<Timestamp>, console: &Console) -> Result<Exit, Refusal> {
    let dir = &arguments.dir;
    refuse_unless_empty(dir)?;
    targets::refuse_sources(dir, dir, "the folder of a new site")?;
    let (Inputs { now, .. }, _) = Inputs::open(dir, now);
    let starter = starter(now.to_zoned(TimeZone::UTC).date());
    for (name, text) in &starter {
        writing::create(&dir.join(name), text.as_bytes())?;
    }
    let site = Options { root: dir.clone(), now: Some(now), ..Options::default() };
    let quiet = console.quietened();
    for (name, _) in starter.iter().filter(|(name, _)| is_translation(name)) {
        stamp::stamp(&[dir.join(name)], &site, &quiet)?;
    }
    console.say(&format!(
        "wrote {} to {}\nnext: `cd {}`, then `chancery serve` shows the site; README.md says how to go on",
        counted(starter.len(), "file", "files"),
        dir.display(),
        dir.display()
    ));
    Ok(Exit::Fine)
}

/// A folder that holds nothing but a git repository is empty: many begin with `git init`.
fn refuse_unless_empty(dir: &Path) -> Result<(), Refusal> {
    let refused = |error: std::io::Error| Refusal::outside(dir, &error);
    match disk::kind(dir).map_err(refused)? {
        None => Ok(()),
        Some(Kind::Folder) => {
            let is_foreign = |(path, _): &(PathBuf, Kind)| !path.starts_with(".git");
            match disk::list(dir).map_err(refused)?.iter().find(|entry| is_foreign(entry)) {
                None => Ok(()),
                Some((path, _)) => Err(Refusal::usage(format!(
                    "the folder `{}` is not empty: it holds `{}`",
                    dir.display(),
                    path.display()
                ))
                .help("name a folder that does not exist yet")),
            }
        }
        Some(_) => Err(Refusal::usage(format!("`{}` is a file", dir.display()))),
    }
}

/// The files of a new site that begins on a day: their names and texts.
fn starter(today: Date) -> Vec<(String, String)> {
    let ahead = |span| today.checked_add(span).unwrap_or(Date::MAX).to_string();
    let values = [
        ("@TODAY@", today.to_string()),
        ("@YEAR@", format!("{:04}", today.year())),
        ("@REVIEW@", ahead(1.year())),
        // RFC 9116 recommends less than a year.
        ("@EXPIRES@", format!("{}T00:00:00Z", ahead(11.months()))),
        ("@EXPIRES_NOTICE@", ahead(7.days())),
    ];
    let mut files = Vec::new();
    collect(&STARTER, &mut files);
    files.sort_unstable();
    files
        .into_iter()
        .map(|(name, text)| {
            let text = values.iter().fold(text.to_owned(), |text, (token, value)| text.replace(token, value));
            // Under its own name it would hide files of the repository that holds the starter.
            let name = if name == "gitignore" { ".gitignore".to_owned() } else { name.to_owned() };
            (name, text)
        })
        .collect()
}

fn collect(folder: &'static Dir<'static>, files: &mut Vec<(&'static str, &'static str)>) {
    for file in folder.files() {
        if let (Some(name), Some(text)) = (file.path().to_str(), file.contents_utf8()) {
            files.push((name, text));
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}

fn is_translation(name: &str) -> bool {
    name.ends_with(".fr.md")
}

#[cfg(test)]
mod tests {
    use super::starter;
    use crate::config::SITE;

    #[test]
    fn every_field_of_site_toml_is_in_that_of_a_new_site() {
        let files = starter(jiff::civil::date(2026, 11, 23));
        let (_, text) = files.iter().find(|(name, _)| name == "site.toml").expect("site.toml");
        for field in SITE.fields() {
            let name = field.name;
            let forms = [format!("{name} = "), format!("[{name}]"), format!("[[{name}]]")];
            assert!(forms.iter().any(|form| text.contains(form)), "{name}");
        }
    }

    #[test]
    fn no_token_is_left_over() {
        for (name, text) in starter(jiff::civil::date(2026, 11, 23)) {
            let token = text
                .split('@')
                .any(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_uppercase() || c == '_'));
            assert!(!token, "{name}: {text}");
        }
    }
}
