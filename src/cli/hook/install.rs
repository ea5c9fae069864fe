//! `chancery hook install`.

use std::path::{Path, PathBuf};

use clap::Args;
use jiff::tz::TimeZone;

use super::refusal;
use crate::cli::build::base_url;
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::publish::told;
use crate::cli::refusal::Refusal;
use crate::cli::targets;
use crate::fs::disk;
use crate::fs::hooks::{self, BareRepository, Repository as _};
use crate::publish;
use crate::receive::{HOME, Hook, Preview, Settings};

/// Puts the hook in place that publishes what is pushed to a bare repository
///
/// Run it again to change what the hook does.
#[derive(Debug, Args)]
pub struct Install {
    /// The bare repository
    repository: PathBuf,
    /// The destination: an empty folder, or one that was published to before
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// The branch that is published [default: the one that a clone checks out]
    #[arg(long)]
    branch: Option<String>,
    /// The folder of the site in the repository, where it is not the whole
    #[arg(long, value_name = "FOLDER", default_value = "")]
    site: String,
    /// Shows every other branch in a folder of its own in this one
    #[arg(long, value_name = "DIR", requires = "previews_url")]
    previews: Option<PathBuf>,
    /// Where the folder of the previews is served
    #[arg(long, value_name = "URL", value_parser = base_url, requires = "previews")]
    previews_url: Option<String>,
    /// Previews show drafts and what is under embargo: nobody but those who may see that can reach them
    #[arg(long, requires = "previews")]
    previews_private: bool,
}

/// The first lines of the hook, by which it is known as ours.
const OURS: &str = "#!/bin/sh\n# Put in place by `chancery hook install`; run that again to change what it does.\n";

/// Puts the hook in place.
///
/// # Errors
///
/// A refusal where there is no bare repository, where another hook stands in the way, or where the destination is not
/// ours.
pub fn run(arguments: &Install, console: &Console) -> Result<Exit, Refusal> {
    let folder = &arguments.repository;
    let repository = BareRepository::open(folder).map_err(|why| {
        Refusal::usage(why).help("a repository that people push to is made by `git init --bare FOLDER`")
    })?;
    let script = script()?;
    if let Some(other) = repository.other_hooks() {
        let message = format!("this repository takes its hooks from `{other}` (core.hooksPath)");
        return Err(Refusal::usage(message).help(format!("add a `post-receive` to it that runs\n{}", command(&script))));
    }
    let present = repository.hook().map_err(|error| Refusal::outside(folder, &error))?;
    if present.is_some_and(|present| !present.starts_with(OURS.as_bytes())) {
        let message = format!("`{}` has a `post-receive` hook already", folder.display());
        return Err(Refusal::usage(message).help(format!("add this line at its end:\n{}", command(&script))));
    }
    let branch = arguments.branch.clone().or_else(|| repository.head()).unwrap_or_else(|| "main".to_owned());
    if !repository.is_branch_name(&branch) {
        return Err(Refusal::usage(format!("`{branch}` can't be the name of a branch")));
    }
    let settings = Settings {
        to: absolute(&arguments.to)?,
        branch,
        site: arguments.site.trim_matches('/').to_owned(),
        preview: match (&arguments.previews, &arguments.previews_url) {
            (Some(folder), Some(url)) => {
                Some(Preview { folder: absolute(folder)?, url: url.clone(), is_private: arguments.previews_private })
            }
            _ => None,
        },
    };
    apart(&settings, repository.folder())?;
    for (folder, what) in written(&settings) {
        targets::refuse_sources(repository.folder(), folder, what)?;
    }
    // What is not ours is known now rather than at the first push; and the web server can be set up before it.
    publish::init(&settings.to).map_err(told::refusal)?;
    settings.write(&repository.folder().join(HOME)).map_err(refusal)?;
    let hook = Hook::open(repository.folder(), None).map_err(refusal)?;
    hook.tidy(&|event| super::tell(&event, &TimeZone::UTC, console)).map_err(refusal)?;
    repository
        .write_hook(&script)
        .map_err(|error| Refusal::outside(&repository.folder().join("hooks/post-receive"), &error))?;
    console.say(&format!(
        "pushes to `{}` of `{}` are published to `{}`",
        settings.branch,
        folder.display(),
        settings.to.display()
    ));
    if repository.tip(&settings.branch).is_none() {
        console.say(&told::waiting(&settings.to));
    }
    if let Some(preview) = &settings.preview {
        let what =
            if preview.is_private { "with drafts and what is under embargo" } else { "as the public would see them" };
        console.say(&format!("other branches are shown in `{}`, {what}", preview.folder.display()));
    }
    if repository.tip(&settings.branch).is_some() {
        console.say(&format!("`chancery hook publish {}` publishes what is there already", folder.display()));
    }
    Ok(Exit::Fine)
}

/// The folders that the hook writes to, with what each is.
fn written(settings: &Settings) -> impl Iterator<Item = (&Path, &'static str)> {
    let previews = settings.preview.iter().map(|preview| (preview.folder.as_path(), "the folder of the previews"));
    std::iter::once((settings.to.as_path(), "the destination")).chain(previews)
}

/// Previews, releases and repository lie apart: each is cleared by its own rules.
fn apart(settings: &Settings, repository: &Path) -> Result<(), Refusal> {
    let preview = settings.preview.as_ref().map(|preview| preview.folder.as_path());
    let folders: Vec<&Path> = [settings.to.as_path(), repository].into_iter().chain(preview).collect();
    for (number, one) in folders.iter().enumerate() {
        for other in &folders[number + 1..] {
            if one.starts_with(other) || other.starts_with(one) {
                let message = format!("`{}` and `{}` lie one in the other", one.display(), other.display());
                return Err(Refusal::usage(message)
                    .help("repository, destination and previews each need a folder of their own"));
            }
        }
    }
    for folder in preview.into_iter().chain([repository]) {
        if let Some(to) = publish::destination_of(folder) {
            let message = format!("`{}` lies in the destination `{}`", folder.display(), to.display());
            return Err(Refusal::usage(message).help("choose a folder beside it"));
        }
    }
    Ok(())
}

fn absolute(path: &Path) -> Result<PathBuf, Refusal> {
    let path = disk::resolve(path).map_err(|error| Refusal::outside(path, &error))?;
    match path.to_str() {
        Some(_) => Ok(path),
        None => Err(Refusal::usage(format!("the path `{}` is no text", path.display()))),
    }
}

/// Writes the hook. git runs it in the folder of the repository; nothing of a push is in it.
fn script() -> Result<String, Refusal> {
    let program = hooks::program().map_err(|error| Refusal::outside(Path::new("chancery"), &error))?;
    let program = absolute(&program)?;
    let quoted = program.to_string_lossy().replace('\'', r"'\''");
    Ok(format!("{OURS}exec '{quoted}' hook receive .\n"))
}

fn command(script: &str) -> &str {
    let line = script.lines().last().unwrap_or_default();
    line.strip_prefix("exec ").unwrap_or(line)
}
