//! What a folder with a built site holds: its files with their digests, and what its addresses answer.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use super::order::Order;
use crate::config::BaseUrl;
use crate::diag::{Diagnostic, codes};
use crate::engine::{self, Prepared};
use crate::fs::OutPath;
use crate::fs::disk;
use crate::output::{MANIFEST_PATH, read_manifest, sha256};
use crate::plan::{HostFile, Occupant};
use crate::render::host::{Addresses, Old};

/// The files of a site in a folder.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    /// The folder.
    pub folder: PathBuf,
    /// Every file but the manifest, with its SHA-256.
    pub files: BTreeMap<OutPath, [u8; 32]>,
    /// The manifest.
    pub manifest: Vec<u8>,
    /// What addresses answer beside the files.
    pub addresses: Addresses,
    /// The file of each text by the address of its page, where the site was built from sources that are at hand.
    pub sources: BTreeMap<String, String>,
    /// The texts that are held back at addresses where they were public, as far as the sources are at hand.
    pub held: BTreeMap<String, Occupant>,
    /// Old addresses by their places in `addresses`; not those that mean everything below them.
    exact: HashMap<String, usize>,
}

/// What an old address answers in its own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead<'a> {
    /// It leads elsewhere.
    Moved(&'a str),
    /// It is gone, and says so.
    Gone,
}

impl Contents {
    /// Reads what a folder holds.
    ///
    /// # Errors
    ///
    /// `unpublishable-output`.
    pub(super) fn read(folder: &Path) -> Result<Self, Diagnostic> {
        let shown = folder.display();
        let none = |why: String| {
            Diagnostic::new(&codes::UNPUBLISHABLE_OUTPUT, format!("`{shown}` can't be published: {why}"))
                .help("name a folder that `chancery build` wrote")
        };
        let manifest = disk::read(&folder.join(MANIFEST_PATH));
        let manifest = manifest.map_err(|error| none(format!("`{MANIFEST_PATH}`: {error}")))?;
        let files = read_manifest(&manifest);
        let files = files.ok_or_else(|| none(format!("`{MANIFEST_PATH}` was not written by chancery")))?;
        let name = HostFile::Addresses.file_name();
        let known = files.get(name).ok_or_else(|| none(format!("there is no `{name}`")))?;
        let bytes = disk::read(&folder.join(name)).map_err(|error| none(format!("`{name}`: {error}")))?;
        if sha256(&bytes) != *known {
            return Err(none(format!("`{name}` is not the file that `{MANIFEST_PATH}` names")));
        }
        let addresses: Addresses =
            serde_json::from_slice(&bytes).map_err(|error| none(format!("`{name}`: {error}")))?;
        Ok(Self::new(folder, files, manifest, addresses))
    }

    /// Puts together the contents of a folder.
    pub(super) fn new(
        folder: &Path,
        files: BTreeMap<OutPath, [u8; 32]>,
        manifest: Vec<u8>,
        addresses: Addresses,
    ) -> Self {
        // Of several rules for an address the first counts.
        let old = addresses.old.iter().enumerate().rev().filter(|(_, old)| !old.prefix);
        let exact = old.map(|(place, old)| (old.from.clone(), place)).collect();
        Self {
            folder: folder.to_owned(),
            files,
            manifest,
            addresses,
            sources: BTreeMap::new(),
            held: BTreeMap::new(),
            exact,
        }
    }

    /// Returns the contents that a site would have were it built now, as far as addresses go: without digests, packed
    /// copies and search indexes, which no plan of addresses asks for. `None` where nothing can be built.
    pub(super) fn planned(prepared: &Prepared) -> Option<Self> {
        let (world, plan) = prepared.site.as_ref()?;
        let target = plan.find(HostFile::Addresses.file_name())?;
        let addresses = serde_json::from_slice(&engine::render_one(world, target).bytes?).ok()?;
        let files = plan.targets.iter().map(|target| (target.path.clone(), [0; 32])).collect();
        Some(Self::new(Path::new(""), files, Vec::new(), addresses))
    }

    /// Adds what only the sources say, where the order knows them: the files that the texts came from, and which texts are
    /// held back.
    pub(super) fn with_sources(self, order: &Order) -> Self {
        let Some(known) = &order.sources else { return self };
        let holds_back = self.addresses.old.iter().any(|old| old.held);
        // The sources are read for that alone.
        let held = if holds_back { known.held() } else { BTreeMap::new() };
        Self { sources: known.files(), held, ..self }
    }

    /// Returns the digest of the manifest, which is one of the whole site.
    pub(super) fn digest(&self) -> String {
        super::journal::hex(&sha256(&self.manifest))
    }

    /// Runs over the files that others may have linked to, by their addresses: pages, feeds, records, files of `static/`.
    /// Not those whose address holds a digest, nor what stands at old addresses, nor what is for hosts.
    pub(super) fn answering(&self) -> BTreeSet<String> {
        self.files.keys().filter(|path| self.is_lasting(path)).map(OutPath::address).collect()
    }

    fn is_lasting(&self, path: &OutPath) -> bool {
        let name = path.as_str();
        let is_copy = || {
            let owner = name.strip_suffix(".br").or_else(|| name.strip_suffix(".gz"));
            owner.is_some_and(|owner| self.files.contains_key(owner))
        };
        let is_for_hosts = || HostFile::ALL.iter().any(|file| file.file_name() == name);
        let is_for_errors = || name == "404.html" || name.ends_with("/404.html");
        let is_apart = is_fingerprinted(name) || is_for_hosts() || is_for_errors() || is_copy();
        !is_apart && self.instead(&path.address()).is_none()
    }

    /// Returns the path under which the site lives, without a stroke at its end.
    pub(super) fn prefix(&self) -> String {
        BaseUrl::parse(&self.addresses.base).map(|base| base.prefix().to_owned()).unwrap_or_default()
    }

    /// Returns the rule for an old address, where it is not one for everything below another.
    pub(super) fn rule(&self, address: &str) -> Option<&Old> {
        self.exact.get(address).map(|place| &self.addresses.old[*place])
    }

    /// Says what an old address answers in its own place; `None` where there is no rule for it.
    pub(super) fn instead(&self, address: &str) -> Option<Instead<'_>> {
        let is_above = |old: &&Old| old.prefix && address.starts_with(&old.from);
        let old = self.rule(address).or_else(|| self.addresses.old.iter().find(is_above));
        old.map(|old| old.to.as_deref().map_or(Instead::Gone, Instead::Moved))
    }

    /// Says where an address leads at which there is no page any more; `None` where it then answers nothing.
    pub(super) fn without_page(&self, address: &str, was: Option<&Occupant>) -> Option<Instead<'_>> {
        self.instead(address).or_else(|| self.list_instead(address, was).map(Instead::Moved))
    }

    /// Returns the list that a part of it leads to which shows nothing any more. Of what an older program published
    /// nothing but the form of the address is known.
    pub(super) fn list_instead(&self, address: &str, was: Option<&Occupant>) -> Option<&str> {
        match was {
            None
            | Some(Occupant::Unknown | Occupant::List { .. } | Occupant::Narrowed { .. } | Occupant::Topic { .. }) => {
                self.addresses.list_of(address)
            }
            Some(_) => None,
        }
    }

    /// Tells whether a document names an address as its own from before.
    pub(super) fn is_alias(&self, address: &str) -> bool {
        self.exact.get(address).is_some_and(|place| self.addresses.old[*place].alias)
    }
}

/// Tells whether the address of a file changes with its bytes.
pub(super) fn is_fingerprinted(path: &str) -> bool {
    let mut parts = path.split('/');
    let (first, second) = (parts.next(), parts.next());
    matches!(first, Some("assets" | "files")) || second == Some(crate::plan::SEARCH)
}
