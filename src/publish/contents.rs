//! The contents of a folder with a built site: its files with their digests, and the rules for its old addresses.

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

/// A built site in a folder.
#[derive(Clone, Debug)]
pub(super) struct Contents {
    pub folder: PathBuf,
    /// Every file except the manifest, with its SHA-256.
    pub files: BTreeMap<OutPath, [u8; 32]>,
    /// The bytes of the digest manifest.
    pub manifest: Vec<u8>,
    /// The responses of addresses that have no file.
    pub addresses: Addresses,
    /// The source file of each text, by the address of its page. Empty if the sources are not available.
    pub sources: BTreeMap<String, String>,
    /// Texts that are held back now, by the addresses at which they were public. Empty if the sources are not
    /// available.
    pub held: BTreeMap<String, Occupant>,
    /// Old addresses with their indices in `addresses.old`, without prefix rules.
    exact: HashMap<String, usize>,
}

/// The response of an old address that no longer has a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead<'a> {
    /// It redirects to another address.
    Moved(&'a str),
    /// It answers 410 Gone.
    Gone,
}

impl Contents {
    /// Reads a folder that `chancery build` wrote.
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

    /// Assembles contents from their parts.
    pub(super) fn new(
        folder: &Path,
        files: BTreeMap<OutPath, [u8; 32]>,
        manifest: Vec<u8>,
        addresses: Addresses,
    ) -> Self {
        // If an address has several rules, the first one wins; hence `rev`.
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

    /// Returns the contents that the site would have if it were built now, as far as the plan of addresses needs them:
    /// without digests, compressed copies and search indexes. Returns `None` if the site cannot be built.
    pub(super) fn planned(prepared: &Prepared) -> Option<Self> {
        let (world, plan) = prepared.site.as_ref()?;
        let target = plan.find(HostFile::Addresses.file_name())?;
        let addresses = serde_json::from_slice(&engine::render_one(world, target).bytes?).ok()?;
        let files = plan.targets.iter().map(|target| (target.path.clone(), [0; 32])).collect();
        Some(Self::new(Path::new(""), files, Vec::new(), addresses))
    }

    /// Adds what only the sources know, if the order has them: the source file of each text, and the texts that are
    /// held back.
    pub(super) fn with_sources(self, order: &Order) -> Self {
        let Some(known) = &order.sources else { return self };
        let holds_back = self.addresses.old.iter().any(|old| old.held);
        // Reading the sources is expensive, so do it only if some text is held back.
        let held = if holds_back { known.held() } else { BTreeMap::new() };
        Self { sources: known.files(), held, ..self }
    }

    /// Returns the digest of the manifest, which stands for the whole site.
    pub(super) fn digest(&self) -> String {
        super::journal::hex(&sha256(&self.manifest))
    }

    /// Returns the addresses that others may have linked to: pages, feeds, records, files of `static/`. Excludes files
    /// with a digest in their address, pages at old addresses, and files for web hosts.
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

    /// Returns the path of the site below its host, without a trailing slash.
    pub(super) fn prefix(&self) -> String {
        BaseUrl::parse(&self.addresses.base).map(|base| base.prefix().to_owned()).unwrap_or_default()
    }

    /// Returns the rule for exactly this old address; prefix rules are ignored.
    pub(super) fn rule(&self, address: &str) -> Option<&Old> {
        self.exact.get(address).map(|place| &self.addresses.old[*place])
    }

    /// Returns the response of an old address, or `None` if no rule covers it.
    pub(super) fn instead(&self, address: &str) -> Option<Instead<'_>> {
        let is_above = |old: &&Old| old.prefix && address.starts_with(&old.from);
        let old = self.rule(address).or_else(|| self.addresses.old.iter().find(is_above));
        old.map(|old| old.to.as_deref().map_or(Instead::Gone, Instead::Moved))
    }

    /// Returns the response of an address whose page no longer exists, or `None` if it would not respond at all.
    pub(super) fn without_page(&self, address: &str, was: Option<&Occupant>) -> Option<Instead<'_>> {
        self.instead(address).or_else(|| self.list_instead(address, was).map(Instead::Moved))
    }

    /// Returns the list that an address redirects to if it was a part of that list which is now empty. For addresses
    /// published by an older program, only the form of the address can tell.
    pub(super) fn list_instead(&self, address: &str, was: Option<&Occupant>) -> Option<&str> {
        match was {
            None
            | Some(Occupant::Unknown | Occupant::List { .. } | Occupant::Narrowed { .. } | Occupant::Topic { .. }) => {
                self.addresses.list_of(address)
            }
            Some(_) => None,
        }
    }

    /// Returns whether a document lists the address among its aliases.
    pub(super) fn is_alias(&self, address: &str) -> bool {
        self.exact.get(address).is_some_and(|place| self.addresses.old[*place].alias)
    }
}

/// Returns whether the address of a file changes with its bytes.
pub(super) fn is_fingerprinted(path: &str) -> bool {
    let mut parts = path.split('/');
    let (first, second) = (parts.next(), parts.next());
    matches!(first, Some("assets" | "files")) || second == Some(crate::plan::SEARCH)
}
