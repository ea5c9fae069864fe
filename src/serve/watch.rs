//! Waits for files to change.
//!
//! One wait ends when nothing has happened for a moment: a save, an editor's write-and-rename, or the ten thousand
//! files of a branch switch are one change each. What the change *was* is of no interest: the build reads what there
//! is. Only the folders of a site are watched, never its output, `.git` or `node_modules`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Failure;
use crate::diag::SourcePath;
use crate::fs::Stopwatch;

/// A change is over when this long nothing happened.
const QUIET: Duration = Duration::from_millis(20);
/// A change that never ends is looked at after this long all the same.
const LONGEST: Duration = Duration::from_secs(3);

/// The folders and files at the root of a site that it is made from.
const FOLDERS: [&str; 5] = ["content", "fonts", "overrides", "static", "themes"];
const FILES: [&str; 2] = ["redirects.csv", "site.toml"];

/// Something that happened.
enum Happening {
    /// A file or folder of the site was made, changed, renamed or removed.
    Changed(SourcePath),
    /// The operating system lost count: anything may have changed.
    Lost,
    /// No more can be watched.
    Failed(String),
}

/// The watch over a site's folder.
pub(super) struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    happenings: mpsc::UnboundedReceiver<Happening>,
    /// The change under way, kept here so that a wait that is broken off loses nothing.
    paths: BTreeSet<SourcePath>,
    since: Option<Stopwatch>,
}

impl Watch {
    /// Begins to watch the site at `root`.
    pub(super) fn start(root: &Path) -> Result<Self, Failure> {
        let failed = |error: notify::Error| failure(root, &error.to_string());
        let root = std::path::absolute(root).map_err(|error| failure(root, &error.to_string()))?;
        let (sender, happenings) = mpsc::unbounded_channel();
        let base = root.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            for happening in read(event, &base) {
                // The receiver goes away when the server ends.
                let _ = sender.send(happening);
            }
        })
        .map_err(failed)?;
        let mut watch = Self { root, watcher, happenings, paths: BTreeSet::new(), since: None };
        watch.watcher.watch(&watch.root, RecursiveMode::NonRecursive).map_err(failed)?;
        watch.watch_folders()?;
        Ok(watch)
    }

    /// Watches those folders that there are now. To watch one again does no harm, and finds what is new in it.
    fn watch_folders(&mut self) -> Result<(), Failure> {
        for folder in FOLDERS {
            match self.watcher.watch(&self.root.join(folder), RecursiveMode::Recursive) {
                Err(error) if !is_absence(&error) => return Err(failure(&self.root, &error.to_string())),
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits for the next change and its end; returns what changed, or nothing where that is not known.
    ///
    /// May be dropped at any await and called again.
    pub(super) async fn changed(&mut self) -> Result<Vec<SourcePath>, Failure> {
        loop {
            let happening = match &self.since {
                None => self.happenings.recv().await,
                Some(since) if since.elapsed() >= LONGEST => return Ok(self.end()),
                Some(_) => {
                    let Ok(happening) = timeout(QUIET, self.happenings.recv()).await else { return Ok(self.end()) };
                    happening
                }
            };
            match happening {
                Some(Happening::Changed(path)) => {
                    // A folder of the site that is new has to be watched from now on.
                    if FOLDERS.contains(&path.as_str()) {
                        self.watch_folders()?;
                    }
                    self.paths.insert(path);
                }
                Some(Happening::Lost) => self.watch_folders()?,
                Some(Happening::Failed(why)) => return Err(failure(&self.root, &why)),
                None => return Err(failure(&self.root, "the watch has ended")),
            }
            self.since.get_or_insert_with(Stopwatch::start);
        }
    }

    /// Ends the change under way.
    fn end(&mut self) -> Vec<SourcePath> {
        self.since = None;
        std::mem::take(&mut self.paths).into_iter().collect()
    }
}

fn failure(root: &Path, why: &str) -> Failure {
    Failure::Watch(format!("changes in `{}` can't be watched: {why}", root.display()))
}

/// What comes and goes while it is being looked at is no failure.
fn is_absence(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        // inotify hands its own errors on as text.
        ErrorKind::Generic(text) => text.contains("No such file"),
        _ => false,
    }
}

fn read(event: notify::Result<notify::Event>, root: &Path) -> Vec<Happening> {
    match event {
        Err(error) if is_absence(&error) => vec![Happening::Lost],
        Err(error) => vec![Happening::Failed(error.to_string())],
        Ok(event) if event.need_rescan() => vec![Happening::Lost],
        // Our own reading is no change.
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => Vec::new(),
        Ok(event) => event.paths.iter().filter_map(|path| of_site(path, root)).map(Happening::Changed).collect(),
    }
}

/// The name of a file as the site knows it; `None` where it does not belong to the site.
fn of_site(path: &Path, root: &Path) -> Option<SourcePath> {
    let parts: Vec<_> =
        path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let top = parts.first()?.as_ref();
    let known = FOLDERS.contains(&top) || parts.len() == 1 && FILES.contains(&top);
    let relative = parts.join("/");
    (known && !is_passed_over(&relative)).then(|| SourcePath::new(&relative))
}

/// Hidden files and what editors keep beside a file while they work on it: `fs::Tree` does not list them either.
fn is_passed_over(path: &str) -> bool {
    let hidden = path.split('/').any(|part| part.starts_with('.')) && !path.starts_with("static/.well-known");
    let name = path.rsplit('/').next().unwrap_or(path);
    let swap = Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("swp"));
    hidden || swap || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::of_site;

    #[test]
    fn only_what_the_site_is_made_from_counts() {
        let of_site =
            |path: &str| of_site(&Path::new("/site").join(path), Path::new("/site")).map(|path| path.to_string());
        for path in ["site.toml", "redirects.csv", "content", "content/faq/visa.en.md", "overrides/strings/en.ftl"] {
            assert_eq!(of_site(path).as_deref(), Some(path));
        }
        assert_eq!(of_site("static/.well-known/x.txt").as_deref(), Some("static/.well-known/x.txt"));
        for path in ["", "public/index.html", ".git/index", "node_modules/a.js", "content/.a.md.swx", "README.md"] {
            assert_eq!(of_site(path), None, "{path}");
        }
        for path in ["content/a.en.md~", "content/a.en.md.swp", "content/#a.en.md#", "sub/site.toml", "/elsewhere"] {
            assert_eq!(of_site(path), None, "{path}");
        }
    }
}
