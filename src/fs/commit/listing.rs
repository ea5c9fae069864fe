//! Which files of a commit are the site's: as a walk over a checkout would find them.
//!
//! A symbolic link is a text in a commit. It is followed within the folder of the site as a file system would, and
//! never out of it: what lies there on the machine that builds is no part of the commit.

use std::collections::{BTreeMap, VecDeque};

use super::Commit;
use super::reader::Readers;
use crate::diag::{Diagnostic, SourcePath};
use crate::fs::Stamp;
use crate::fs::tree::names::Named;
use crate::fs::tree::{Entry, TOPS, faults, is_skipped};
use crate::limits::LINKS_FOLLOWED;

/// A place in the folder of the site, by the names on the way to it.
type Place = Vec<Vec<u8>>;

/// An entry of a commit.
enum Node {
    Folder(BTreeMap<Vec<u8>, Node>),
    /// A file, with the id of its object.
    File(String),
    /// A symbolic link, with the id of the object that holds its target.
    Link(String),
    /// Another repository.
    Submodule,
}

/// Lists the files of the site in a commit, sorted by path, each with the id of its object.
pub(super) fn list(commit: &Commit, readers: &Readers) -> Named<String> {
    let folder = commit.site.trim_end_matches('/');
    let tree = if folder.is_empty() { commit.id.clone() } else { format!("{}:{folder}", commit.id) };
    // If the commit does not have the folder, the list is empty and the missing site.toml is reported later.
    let listed = commit.git.run(&["ls-tree", "-r", "-z", "--full-tree", "--end-of-options", &tree]).unwrap_or_default();
    let mut walk =
        Walk { root: tree_of(&listed), readers, files: Vec::new(), diagnostics: Vec::new(), entered: Vec::new() };
    walk.run();
    let mut named = Named::of(walk.files);
    walk.diagnostics.append(&mut named.diagnostics);
    Named { diagnostics: walk.diagnostics, ..named }
}

/// Parses the output of `git ls-tree -r -z`: `<mode> <type> <object>TAB<path>NUL`.
fn tree_of(listed: &[u8]) -> BTreeMap<Vec<u8>, Node> {
    let mut root = BTreeMap::new();
    for line in listed.split(|byte| *byte == 0) {
        let Some(tab) = line.iter().position(|byte| *byte == b'\t') else { continue };
        let (said, path) = (String::from_utf8_lossy(&line[..tab]), &line[tab + 1..]);
        let mut words = said.split(' ');
        let (mode, object) = (words.next().unwrap_or_default(), words.nth(1).unwrap_or_default().to_owned());
        let node = match mode {
            "120000" => Node::Link(object),
            "160000" => Node::Submodule,
            _ => Node::File(object),
        };
        let mut folder = &mut root;
        let mut names = path.split(|byte| *byte == b'/').peekable();
        while let Some(name) = names.next() {
            if names.peek().is_none() {
                folder.insert(name.to_vec(), node);
                break;
            }
            let inner = folder.entry(name.to_vec()).or_insert_with(|| Node::Folder(BTreeMap::new()));
            let Node::Folder(inner) = inner else { break };
            folder = inner;
        }
    }
    root
}

/// The state of a walk over a commit.
struct Walk<'a> {
    root: BTreeMap<Vec<u8>, Node>,
    readers: &'a Readers,
    files: Vec<(Entry, String)>,
    diagnostics: Vec<Diagnostic>,
    /// The folders being walked, with all links resolved.
    entered: Vec<Place>,
}

/// The reason why a link can't be followed.
enum Lost {
    Outside,
    Endless,
    Nowhere(String),
}

impl Walk<'_> {
    fn run(&mut self) {
        let root = std::mem::take(&mut self.root);
        for top in TOPS {
            if root.contains_key(top.as_bytes()) {
                self.visit(&root, top, top.as_bytes(), &vec![top.as_bytes().to_vec()]);
            }
        }
    }

    /// Adds the entry at a place. `shown` is its path before links are resolved.
    fn visit(&mut self, root: &BTreeMap<Vec<u8>, Node>, shown: &str, name: &[u8], place: &Place) {
        if is_skipped(shown) {
            return;
        }
        let path = SourcePath::new(shown);
        if !faults::is_plain(std::str::from_utf8(name).ok()) {
            self.diagnostics.push(faults::not_plain(&path));
            return;
        }
        let place = match node(root, place) {
            Some(Node::Link(target)) => match self.follow(root, &place[..place.len() - 1], target) {
                Ok(target) => {
                    let is_folder = matches!(node(root, &target), None | Some(Node::Folder(_)));
                    if is_folder && (place.starts_with(&target) || self.entered.contains(&target)) {
                        self.diagnostics.push(faults::looped(&path));
                        return;
                    }
                    if is_skipped(&slashed(&target)) {
                        self.diagnostics.push(faults::leads_out(&path));
                        return;
                    }
                    target
                }
                Err(lost) => {
                    self.diagnostics.push(match lost {
                        Lost::Outside => faults::leads_out(&path),
                        Lost::Endless => faults::unreadable(&path, "links lead to one another without end"),
                        Lost::Nowhere(why) => faults::unreadable(&path, &why),
                    });
                    return;
                }
            },
            _ => place.clone(),
        };
        match node(root, &place) {
            Some(Node::Folder(inner)) => {
                self.entered.push(place.clone());
                for name in inner.keys() {
                    let inner = [place.as_slice(), std::slice::from_ref(name)].concat();
                    self.visit(root, &format!("{shown}/{}", String::from_utf8_lossy(name)), name, &inner);
                }
                self.entered.pop();
            }
            Some(Node::File(object)) => {
                let entry = Entry { path, len: 0, stamp: Stamp::of_object(&bytes_of(object)) };
                self.files.push((entry, object.clone()));
            }
            Some(Node::Submodule) => self.diagnostics.push(faults::submodule(&path)),
            Some(Node::Link(_)) | None => {}
        }
    }

    /// Follows a link in a folder to a target that is not a link.
    fn follow(&self, root: &BTreeMap<Vec<u8>, Node>, folder: &[Vec<u8>], target: &str) -> Result<Place, Lost> {
        let mut here: Place = folder.to_vec();
        let mut ahead: VecDeque<Vec<u8>> = VecDeque::new();
        let mut links = 0;
        let mut link = Some(target.to_owned());
        loop {
            if let Some(target) = link.take() {
                links += 1;
                let text = self.readers.read(&target).map_err(|error| Lost::Nowhere(error.to_string()))?;
                if links > LINKS_FOLLOWED {
                    return Err(Lost::Endless);
                }
                if text.first() == Some(&b'/') {
                    return Err(Lost::Outside);
                }
                for part in text.split(|byte| *byte == b'/').rev() {
                    ahead.push_front(part.to_vec());
                }
            }
            let Some(part) = ahead.pop_front() else { return Ok(here) };
            match part.as_slice() {
                b"" | b"." => {}
                b".." => {
                    here.pop().ok_or(Lost::Outside)?;
                }
                _ => {
                    here.push(part);
                    match node(root, &here) {
                        Some(Node::Link(target)) => {
                            link = Some(target.clone());
                            here.pop();
                        }
                        Some(Node::Folder(_)) => {}
                        Some(Node::File(_) | Node::Submodule) if ahead.is_empty() => {}
                        _ => return Err(Lost::Nowhere("there is no such file in the commit".into())),
                    }
                }
            }
        }
    }
}

/// What is at a place; `None` at the top, too.
fn node<'a>(root: &'a BTreeMap<Vec<u8>, Node>, place: &[Vec<u8>]) -> Option<&'a Node> {
    let (last, folders) = place.split_last()?;
    let mut folder = root;
    for name in folders {
        let Some(Node::Folder(inner)) = folder.get(name) else { return None };
        folder = inner;
    }
    folder.get(last)
}

fn slashed(place: &[Vec<u8>]) -> String {
    place.iter().map(|name| String::from_utf8_lossy(name)).collect::<Vec<_>>().join("/")
}

/// The bytes that hexadecimal digits stand for.
fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len() / 2).filter_map(|index| hex.get(2 * index..2 * index + 2));
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}
