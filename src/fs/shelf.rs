//! What was costly to make, kept from build to build: versions of pictures, share cards.
//!
//! The shelf is a folder of the build's cache with one file for each thing, named by the place where the thing stands
//! in the output. A file begins with digests of what the thing was made of and of its own bytes; where one is not as it
//! should be the thing is made anew, so nothing here is ever believed in doubt. Files are written beside and renamed,
//! so any number of threads and builds may use one shelf.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::OutPath;
use super::disk::{self, Disk as _, Kind, SystemDisk};

/// The first bytes of a file; the number is that of the format.
const MAGIC: &[u8; 16] = b"chancery shelf 1";
const HEADER: usize = 16 + 32 + 32;
/// The folder within that of the cache.
const FOLDER: &str = "pictures";

/// A folder of things that were made before.
#[derive(Debug, Default)]
pub struct Shelf {
    folder: Option<PathBuf>,
    is_written: bool,
}

impl Shelf {
    /// A shelf that holds nothing and keeps nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The shelf within the folder of a cache; what is made is kept there only with `is_written`.
    #[must_use]
    pub fn open(cache: &Path, is_written: bool) -> Self {
        Self { folder: Some(cache.join(FOLDER)), is_written }
    }

    /// Takes what was put at a place, if it was made of the same.
    #[must_use]
    pub fn take(&self, place: &OutPath, of: &[u8; 32]) -> Option<Vec<u8>> {
        let mut bytes = disk::read(&self.folder.as_ref()?.join(name(place))).ok()?;
        let (header, rest) = bytes.split_at_checked(HEADER)?;
        let is_whole =
            header[..16] == *MAGIC && header[16..48] == *of && header[48..] == *blake3::hash(rest).as_bytes();
        bytes.drain(..HEADER);
        is_whole.then_some(bytes)
    }

    /// Stores a result. If that fails, it is merely computed again next time.
    pub fn put(&self, place: &OutPath, of: &[u8; 32], bytes: &[u8]) {
        let Some(folder) = self.folder.as_ref().filter(|_| self.is_written) else { return };
        let cache = folder.parent().unwrap_or(folder);
        if disk::make_private_folder(cache).is_ok() {
            let digest = blake3::hash(bytes);
            let parts: [&[u8]; 4] = [MAGIC, of, digest.as_bytes(), bytes];
            let _ = disk::replace_private(folder, &name(place), |file| {
                parts.iter().try_for_each(|part| file.write_all(part))
            });
        }
    }

    /// Removes everything that is not at one of the given places; the caller must know all that are in use.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn keep<'a>(&self, places: impl Iterator<Item = &'a OutPath>) -> io::Result<()> {
        let Some(folder) = self.folder.as_ref().filter(|_| self.is_written) else { return Ok(()) };
        if disk::kind(folder)?.is_none() {
            return Ok(());
        }
        let kept: BTreeSet<String> = places.map(name).collect();
        let is_stray = |(path, kind): &(PathBuf, Kind)| {
            matches!(kind, Kind::File(_)) && path.to_str().is_none_or(|name| !kept.contains(name))
        };
        // `.gitignore` keeps the folder out of git, so it stays.
        let is_thing = |(path, _): &(PathBuf, Kind)| path.as_os_str() != ".gitignore";
        let stray = disk::list(folder)?.into_iter().filter(is_thing).filter(is_stray);
        stray.map(|(path, _)| path).try_for_each(|path| SystemDisk.remove_file(&folder.join(path)))
    }
}

/// The name of the file for a place.
fn name(place: &OutPath) -> String {
    blake3::hash(place.as_str().as_bytes()).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::{Shelf, name};
    use crate::fs::OutPath;

    const OF: [u8; 32] = [1; 32];

    fn at(path: &str) -> OutPath {
        OutPath::new(path).unwrap()
    }

    #[test]
    fn what_was_put_is_taken_while_it_is_made_of_the_same_and_whole() {
        let cache = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(cache.path(), true);
        assert_eq!(shelf.take(&at("a"), &OF), None);
        shelf.put(&at("a"), &OF, b"picture");
        assert_eq!(shelf.take(&at("a"), &OF).as_deref(), Some(&b"picture"[..]));
        assert_eq!(shelf.take(&at("a"), &[2; 32]), None, "made of something else");
        assert_eq!(shelf.take(&at("b"), &OF), None);
        let file = cache.path().join("pictures").join(name(&at("a")));
        let mut bytes = super::disk::read(&file).unwrap();
        *bytes.last_mut().unwrap() ^= 1;
        super::disk::replace_private(&cache.path().join("pictures"), &name(&at("a")), |file| file.write_all(&bytes))
            .unwrap();
        assert_eq!(shelf.take(&at("a"), &OF), None, "damaged");
        for end in 0..bytes.len() {
            super::disk::replace_private(&cache.path().join("pictures"), &name(&at("a")), |file| {
                file.write_all(&bytes[..end])
            })
            .unwrap();
            assert_eq!(shelf.take(&at("a"), &OF), None, "cut off after {end} bytes");
        }
    }

    #[test]
    fn only_what_is_wanted_is_kept_and_a_shelf_to_read_from_stays_as_it_is() {
        let cache = tempfile::tempdir().unwrap();
        let shelf = Shelf::open(cache.path(), true);
        shelf.put(&at("a"), &OF, b"a");
        shelf.put(&at("b"), &OF, b"b");
        let read_only = Shelf::open(cache.path(), false);
        read_only.put(&at("c"), &OF, b"c");
        read_only.keep([at("a")].iter()).unwrap();
        assert!(read_only.take(&at("b"), &OF).is_some() && read_only.take(&at("c"), &OF).is_none());
        shelf.keep([at("a")].iter()).unwrap();
        assert!(shelf.take(&at("a"), &OF).is_some() && shelf.take(&at("b"), &OF).is_none());
        Shelf::none().put(&at("a"), &OF, b"a");
        assert_eq!(Shelf::none().take(&at("a"), &OF), None);
    }
}
