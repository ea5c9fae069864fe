//! Waits for files to change.
//!
//! A change ends when nothing has happened for a moment, so that a save, an editor's write-and-rename, or the ten
//! thousand files of a branch switch count as one change. The kind of a change does not matter, since the build reads
//! the files as they are. Only the site's folders and the targets of symbolic links in them are watched; never its
//! output, `.git` or `node_modules`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Failure;
use crate::diag::SourcePath;
use crate::fs::{Linked, Stopwatch, is_skipped};

/// A change has ended after this time without events.
const QUIET: Duration = Duration::from_millis(20);
/// A change that does not end is reported after this time.
const LONGEST: Duration = Duration::from_secs(3);

/// The folders and files in the root of a site that belong to it.
const FOLDERS: [&str; 5] = ["content", "fonts", "overrides", "static", "themes"];
const FILES: [&str; 2] = ["redirects.csv", "site.toml"];

/// An event from the watcher.
enum Happening {
    /// A file or folder of the site was created, changed, renamed or removed.
    Changed(SourcePath),
    /// Any file may have changed: the operating system lost events, or a link target changed.
    Lost,
    /// Watching failed.
    Failed(String),
}

/// The watcher of a site's folder.
pub(super) struct Watch {
    root: PathBuf,
    watcher: RecommendedWatcher,
    happenings: mpsc::UnboundedReceiver<Happening>,
    /// The changed files so far, kept here so that a cancelled wait loses none.
    paths: BTreeSet<SourcePath>,
    /// Whether other files than `paths` may have changed.
    is_lost: bool,
    since: Option<Stopwatch>,
    linked: Known,
}

/// The link targets of the last listing, shared with the watcher's thread.
type Known = Arc<Mutex<Arc<[Linked]>>>;

impl Watch {
    /// Starts watching the site at `root`.
    pub(super) fn start(root: &Path) -> Result<Self, Failure> {
        let failed = |error: notify::Error| failure(root, &error.to_string());
        let root = std::path::absolute(root).map_err(|error| failure(root, &error.to_string()))?;
        let (sender, happenings) = mpsc::unbounded_channel();
        let (base, linked) = (root.clone(), Known::default());
        let known = Arc::clone(&linked);
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            for happening in read(event, &base, &all(&known)) {
                // The receiver is dropped when the server ends.
                let _ = sender.send(happening);
            }
        })
        .map_err(failed)?;
        let paths = BTreeSet::new();
        let mut watch = Self { root, watcher, happenings, paths, is_lost: false, since: None, linked };
        watch.watcher.watch(&watch.root, RecursiveMode::NonRecursive).map_err(failed)?;
        watch.watch_folders()?;
        Ok(watch)
    }

    /// Watches the folders that exist now. Watching one again is harmless and picks up new subfolders.
    fn watch_folders(&mut self) -> Result<(), Failure> {
        for folder in FOLDERS {
            match self.watcher.watch(&self.root.join(folder), RecursiveMode::Recursive) {
                Err(error) if !is_absence(&error) => return Err(failure(&self.root, &error.to_string())),
                _ => {}
            }
        }
        Ok(())
    }

    /// Watches the targets of links. Returns whether any is new, in which case earlier changes to it were missed.
    pub(super) fn follow(&mut self, linked: &Arc<[Linked]>) -> Result<bool, Failure> {
        let before = all(&self.linked);
        if before == *linked {
            return Ok(false);
        }
        *self.linked.lock().unwrap_or_else(PoisonError::into_inner) = Arc::clone(linked);
        for Linked { path, is_folder } in linked.iter().filter(|linked| !is_within(linked.path.as_str())) {
            // For a file, watch its folder: many editors replace the file when they save.
            let (folder, mode) = match is_folder {
                true => (path.as_str(), RecursiveMode::Recursive),
                false => (path.folder(), RecursiveMode::NonRecursive),
            };
            match self.watcher.watch(&self.root.join(folder), mode) {
                Err(error) if !is_absence(&error) => return Err(failure(&self.root, &error.to_string())),
                _ => {}
            }
        }
        Ok(linked.iter().any(|linked| !before.contains(linked)))
    }

    /// Waits until a change has ended; returns the changed files, or none if they are unknown.
    ///
    /// Cancel-safe: may be dropped at any await and called again.
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
                    // A new folder of the site has to be watched from now on.
                    if FOLDERS.contains(&path.as_str()) {
                        self.watch_folders()?;
                    }
                    self.paths.insert(path);
                }
                Some(Happening::Lost) => {
                    self.watch_folders()?;
                    self.is_lost = true;
                }
                Some(Happening::Failed(why)) => return Err(failure(&self.root, &why)),
                None => return Err(failure(&self.root, "the watch has ended")),
            }
            self.since.get_or_insert_with(Stopwatch::start);
        }
    }

    /// Ends the current change and returns its files.
    fn end(&mut self) -> Vec<SourcePath> {
        self.since = None;
        let paths = std::mem::take(&mut self.paths).into_iter().collect();
        if std::mem::take(&mut self.is_lost) { Vec::new() } else { paths }
    }
}

fn all(linked: &Known) -> Arc<[Linked]> {
    Arc::clone(&linked.lock().unwrap_or_else(PoisonError::into_inner))
}

fn failure(root: &Path, why: &str) -> Failure {
    Failure::Watch(format!("changes in `{}` can't be watched: {why}", root.display()))
}

/// Returns whether the error means that a file disappeared while being watched, which is not a failure.
fn is_absence(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound | ErrorKind::WatchNotFound => true,
        ErrorKind::Io(error) => error.kind() == std::io::ErrorKind::NotFound,
        // inotify reports its errors as text.
        ErrorKind::Generic(text) => text.contains("No such file"),
        _ => false,
    }
}

fn read(event: notify::Result<notify::Event>, root: &Path, linked: &[Linked]) -> Vec<Happening> {
    match event {
        Err(error) if is_absence(&error) => vec![Happening::Lost],
        Err(error) => vec![Happening::Failed(error.to_string())],
        Ok(event) if event.need_rescan() => vec![Happening::Lost],
        // Reading a file does not change it.
        Ok(event) if matches!(event.kind, EventKind::Access(_)) => Vec::new(),
        Ok(event) => {
            let happening = |path: &PathBuf| match of_site(path, root) {
                Some(path) => Some(Happening::Changed(path)),
                None => is_linked(path, root, linked).then_some(Happening::Lost),
            };
            event.paths.iter().filter_map(happening).collect()
        }
    }
}

/// Returns the source path of a file; `None` if it does not belong to the site.
fn of_site(path: &Path, root: &Path) -> Option<SourcePath> {
    let relative = relative(path, root)?;
    let known = is_within(&relative) || FILES.contains(&relative.as_str());
    (known && !is_skipped(&relative)).then(|| SourcePath::new(&relative))
}

/// Returns the path of a file relative to the root, with `/` as separator.
fn relative(path: &Path, root: &Path) -> Option<String> {
    let parts = path.strip_prefix(root).ok()?.components().map(|part| part.as_os_str().to_string_lossy());
    Some(parts.collect::<Vec<_>>().join("/"))
}

/// Returns whether a path is in one of the site's folders.
fn is_within(path: &str) -> bool {
    FOLDERS.contains(&path.split('/').next().unwrap_or(path))
}

/// Returns whether a path is the target of a link, or below one.
fn is_linked(path: &Path, root: &Path, linked: &[Linked]) -> bool {
    let Some(path) = relative(path, root).filter(|path| !is_skipped(path)) else { return false };
    linked.iter().any(|Linked { path: target, is_folder }| match path.strip_prefix(target.as_str()) {
        Some(rest) => rest.is_empty() || *is_folder && rest.starts_with('/'),
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{is_linked, of_site};
    use crate::diag::SourcePath;
    use crate::fs::Linked;

    #[test]
    fn changes_behind_links_are_seen() {
        let linked = |path: &str, is_folder| Linked { path: SourcePath::new(path), is_folder };
        let linked = [linked("brand/logo.svg", false), linked("shared/fr", true)];
        let is_linked = |path: &str| is_linked(Path::new(path), Path::new("/site"), &linked);
        assert!(
            is_linked("/site/brand/logo.svg") && is_linked("/site/shared/fr/a/b.md") && is_linked("/site/shared/fr")
        );
        for path in
            ["/site/brand/map.svg", "/site/shared/fr/a.md~", "/site/shared/france.md", "/elsewhere/brand/logo.svg"]
        {
            assert!(!is_linked(path), "{path}");
        }
    }

    #[test]
    fn only_changes_to_the_sites_files_are_seen() {
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
