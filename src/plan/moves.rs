//! Plans old addresses: aliases, removed documents and rows of redirects.csv.
//!
//! A rule must not replace anything that the site has, so each one is compared with all other outputs, which are
//! planned before. Addresses are compared decoded, as servers see them; page addresses with and without a trailing `/`
//! are the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Bound;

use super::names::LONGEST_NAME;
use super::{Claim, HostFile, MANIFEST, Move, Planner, SEARCH, What, with_source};
use crate::config::{NewAddress, Redirect, Status};
use crate::diag::{Code, Diagnostic, Severity, SourcePath, Span, codes};
use crate::fs::{OutPath, case_folded};
use crate::site::routes::OwnPage;

/// Folders that belong to the site, whatever they contain now.
const OWN_FOLDERS: [&str; 2] = ["/assets/", "/files/"];

/// Returns the file of a redirect page at an old address, for hosts without server rules. Returns `None` if no such
/// file is possible; then only the server rules redirect.
#[must_use]
pub fn page_of(old: &str) -> Option<OutPath> {
    if old.contains(['?', '#', '*']) || old.split('/').any(|part| part.len() > LONGEST_NAME) {
        return None;
    }
    let name = old.rsplit('/').next().unwrap_or_default();
    match name.rsplit_once('.') {
        Some((_, "html" | "htm")) => OutPath::new(old.trim_start_matches('/')),
        Some(_) => None,
        None => OutPath::page(&canonical(old)),
    }
}

/// Returns all spellings of an old address: with and without a trailing `/`.
#[must_use]
pub fn spellings(old: &str) -> Vec<String> {
    let folder = canonical(old);
    let mut all = vec![old.to_owned()];
    if let Some(bare) = folder.strip_suffix('/') {
        let others = [folder.as_str(), bare].into_iter().filter(|other| !other.is_empty() && *other != old);
        all.extend(others.map(str::to_owned));
    }
    all
}

/// Returns the canonical form of an old address: that of a folder, if it means a page.
fn canonical(old: &str) -> String {
    let (folder, name) = old.rsplit_once('/').unwrap_or(("", old));
    match name {
        "" | "index.html" => format!("{folder}/"),
        name if !name.contains('.') => format!("{old}/"),
        _ => old.to_owned(),
    }
}

/// The place where an old address is defined.
type Source = (SourcePath, Option<Span>);

/// An index of all old addresses.
#[derive(Default)]
struct Olds {
    /// Aliases and removed documents by canonical address; the flag says whether the document is removed.
    texts: HashMap<String, (Source, bool)>,
    /// Rows for single addresses, by canonical address and query.
    rows: HashMap<(String, Option<String>), usize>,
    /// Rows for prefixes.
    prefixes: HashMap<String, usize>,
    /// The lengths of these prefixes.
    lengths: BTreeSet<usize>,
}

impl Olds {
    /// Finds the row with the longest prefix that covers a path.
    fn prefix_of(&self, path: &str) -> Option<usize> {
        let mut starts = self.lengths.iter().rev().inspect(|_| looked()).filter_map(|length| path.get(..*length));
        starts.find_map(|start| self.prefixes.get(start)).copied()
    }
}

impl Planner<'_> {
    pub(super) fn moves(&mut self) {
        let mut olds = Olds::default();
        let others = self.folded_names();
        for (index, gone) in self.site.gone.iter().enumerate() {
            let source = (gone.source.clone(), None);
            olds.texts.insert(canonical(&gone.path), (source.clone(), true));
            self.claim(OutPath::page(&gone.path), What::Moved(Move::Gone(index)), Some(source));
        }
        let site = self.site;
        for (index, alias) in site.aliases.iter().enumerate() {
            let source = (alias.source.clone(), Some(alias.span.clone()));
            self.alias(index, &alias.old, source, &mut olds, &others);
        }
        let csv = SourcePath::new("redirects.csv");
        let mut wanted = Vec::new();
        for (index, row) in self.settings.redirects.iter().enumerate() {
            let is_free = self.check_row(index, row, &csv, &mut olds, &others);
            if is_free && !row.old.prefix && row.old.query.is_none() {
                wanted.push(index);
            }
        }
        for row in &self.settings.redirects {
            self.check_target(row, &csv, &olds);
        }
        for index in wanted {
            let row = &self.settings.redirects[index];
            let source = Some((csv.clone(), Some(row.span.clone())));
            if let Some(path) = page_of(&row.old.path) {
                self.claim(Some(path), What::Moved(Move::Redirect(index)), source);
            }
        }
    }

    /// Returns all output names in lower case, as a case-insensitive host sees them.
    fn folded_names(&self) -> BTreeMap<String, OutPath> {
        if self.site.aliases.is_empty() && self.settings.redirects.is_empty() {
            return BTreeMap::new();
        }
        self.claims.keys().map(|path| (case_folded(path.as_str()).into_owned(), path.clone())).collect()
    }

    fn alias(&mut self, index: usize, old: &str, source: Source, olds: &mut Olds, others: &BTreeMap<String, OutPath>) {
        let fault = |code: &'static Code, message: String, other: Option<&Source>| {
            let fault = with_source(Diagnostic::new(code, message), Some(&source), "");
            let toml = (SourcePath::new("site.toml"), None);
            with_source(fault, Some(other.unwrap_or(&toml)), "already claimed here")
                .help("remove it from `aliases`, or give it to one of them")
        };
        if let Some(message) = self.reserved(old) {
            let fault = with_source(Diagnostic::new(&codes::RESERVED_ADDRESS, message), Some(&source), "");
            self.diagnostics.push(fault.help("remove it from `aliases`"));
            return;
        }
        let name = canonical(old);
        let taken = self.output_at(old).map(|(path, claim)| (path.url_path(), claim.source.clone()));
        let taken = taken.or_else(|| olds.texts.get(&name).map(|(source, _)| (old.to_owned(), Some(source.clone()))));
        if let Some((address, other)) = taken {
            let message = format!("`{address}` is claimed twice");
            self.diagnostics.push(fault(&codes::DUPLICATE_ADDRESS, message, other.as_ref()));
            return;
        }
        olds.texts.insert(name, (source.clone(), false));
        if self.differs_only_in_case(old, None, &source, others) {
            return;
        }
        if let Some(path) = page_of(old) {
            self.claim(Some(path), What::Moved(Move::Alias(index)), Some(source));
        }
    }

    /// Returns whether a row may have a page of its own: nothing else exists at its address, and no other row has it.
    fn check_row(
        &mut self,
        index: usize,
        row: &Redirect,
        csv: &SourcePath,
        olds: &mut Olds,
        others: &BTreeMap<String, OutPath>,
    ) -> bool {
        looked();
        let shown = row.name();
        let name = canonical(&row.old.path);
        let known = if row.old.prefix {
            olds.lengths.insert(row.old.path.len());
            olds.prefixes.insert(row.old.path.clone(), index)
        } else {
            olds.rows.insert((name.clone(), row.old.query.clone()), index)
        };
        if let Some(first) = known {
            let first = &self.settings.redirects[first];
            let fault = Diagnostic::new(&codes::DUPLICATE_ADDRESS, format!("`{shown}` is redirected twice"));
            let fault = fault.at(csv, row.span.clone()).label(csv, Some(first.span.clone()), "first here");
            self.diagnostics.push(fault.help("keep one of the rows"));
            return false;
        }
        let shadowed = |message: String, other: Option<&Source>| {
            let fault = Diagnostic::new(&codes::REDIRECT_SHADOWED, message).at(csv, row.span.clone());
            with_source(fault, other, "claimed here")
        };
        let source = (csv.clone(), Some(row.span.clone()));
        if row.old.prefix {
            if let Some((address, claim)) = self.first_below(&row.old.path) {
                let fault =
                    shadowed(format!("`{shown}` hides `{address}`"), claim.and_then(|claim| claim.source.as_ref()));
                self.diagnostics.push(fault.help("remove the row, or name what was below it one by one"));
            } else {
                self.differs_only_in_case(&row.old.path, Some(&shown), &source, others);
            }
            return false;
        }
        if let Some(message) = self.reserved(&row.old.path) {
            let fault = Diagnostic::new(&codes::RESERVED_ADDRESS, message).at(csv, row.span.clone());
            self.diagnostics.push(fault.help("remove the row"));
            return false;
        }
        let has_query = row.old.query.is_some();
        if let Some((path, claim)) = self.output_at(&row.old.path)
            && !(has_query && is_page(&claim.what))
        {
            let what = if has_query { "a file of the site, which has no queries" } else { "an address of the site" };
            let fault = shadowed(format!("`{}` is {what}", path.url_path()), claim.source.as_ref());
            self.diagnostics.push(fault.help("remove the row"));
            return false;
        }
        if let Some((other, _)) = olds.texts.get(&name).filter(|_| !has_query) {
            let fault = shadowed(format!("`{shown}` is an old address of a text already"), Some(other));
            self.diagnostics.push(fault.help("remove the row"));
            return false;
        }
        has_query || !self.differs_only_in_case(&row.old.path, None, &source, others)
    }

    /// Checks that the new address of a row exists and does not redirect again.
    fn check_target(&mut self, row: &Redirect, csv: &SourcePath, olds: &Olds) {
        looked();
        let Some(NewAddress::Here { path, rest }) = &row.new else { return };
        let fault = |code: &'static Code, message: String| Diagnostic::new(code, message).at(csv, row.span.clone());
        let query = rest.split('#').next().and_then(|rest| rest.strip_prefix('?')).map(str::to_owned);
        let name = canonical(path);
        let rows = &olds.rows;
        let with_query = query.and_then(|query| rows.get(&(name.clone(), Some(query))));
        let exact = with_query.or_else(|| rows.get(&(name.clone(), None))).copied();
        if let Some(other) = exact.or_else(|| olds.prefix_of(path)) {
            let other = &self.settings.redirects[other];
            let fault = if other.status == Status::Gone {
                let fault = fault(&codes::BROKEN_LINK, format!("`{path}` is gone, as row {} says", other.row));
                fault.help("lead to a page that exists")
            } else {
                let message = format!("`{path}` is itself redirected, in row {}", other.row);
                fault(&codes::REDIRECT_LOOP, message).help("lead to the final address at once")
            };
            self.diagnostics.push(fault);
            return;
        }
        if let Some((source, is_gone)) = olds.texts.get(&name) {
            let fault = if *is_gone {
                fault(&codes::BROKEN_LINK, format!("`{path}` is gone")).help("lead to a page that exists")
            } else {
                let fault = fault(&codes::REDIRECT_LOOP, format!("`{path}` is itself an old address"));
                fault.help("lead to the final address at once")
            };
            self.diagnostics.push(with_source(fault, Some(source), "here"));
            return;
        }
        let is_there = if row.old.prefix {
            self.claims_below(path).any(|(_, claim)| is_answered(&claim.what))
        } else {
            self.is_output(path)
        };
        if !is_there {
            let fault = fault(&codes::BROKEN_LINK, format!("`{path}` is not an address of the site"));
            self.diagnostics.push(if !path.ends_with('/') && self.is_output(&format!("{path}/")) {
                fault.help(format!("write `{path}/`"))
            } else {
                fault.help("lead to a page that exists")
            });
        }
    }

    /// Returns whether readers can get a file at exactly this address.
    fn is_output(&self, path: &str) -> bool {
        let out = if path.ends_with('/') { OutPath::page(path) } else { OutPath::new(path.trim_start_matches('/')) };
        out.is_some_and(|out| {
            out.as_str() == MANIFEST || self.claims.get(&out).is_some_and(|claim| is_answered(&claim.what))
        })
    }

    /// Finds the output at an address, except old addresses, with or without a trailing `/`.
    fn output_at(&self, old: &str) -> Option<(OutPath, &Claim)> {
        let paths = [OutPath::new(old.trim_start_matches('/')), OutPath::page(&canonical(old))];
        let found = paths.into_iter().flatten().find_map(|path| Some((self.claims.get(&path)?, path)));
        found.filter(|(claim, _)| !matches!(claim.what, What::Moved(_))).map(|(claim, path)| (path, claim))
    }

    fn claims_below<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a OutPath, &'a Claim)> {
        let start = prefix.trim_start_matches('/');
        let range = self.claims.range::<str, _>((Bound::Included(start), Bound::Unbounded));
        range.inspect(|_| looked()).take_while(move |(path, _)| path.as_str().starts_with(start))
    }

    /// Finds the first address that a prefix rule would hide.
    fn first_below<'a>(&'a self, prefix: &'a str) -> Option<(String, Option<&'a Claim>)> {
        let is_kept = |claim: &&Claim| !matches!(claim.what, What::Moved(_));
        let found = self.claims_below(prefix).map(|(path, claim)| (path.url_path(), claim));
        if let Some((address, claim)) = found.into_iter().find(|(_, claim)| is_kept(claim)) {
            return Some((address, Some(claim)));
        }
        let manifest = format!("/{MANIFEST}");
        let folders = OWN_FOLDERS.into_iter().map(str::to_owned).chain(self.index_folders());
        let covered = |own: &String| own.starts_with(prefix);
        let covering = self.index_folders().find(|own| prefix.starts_with(own.as_str()));
        let host = HostFile::ALL.iter().map(|file| format!("/{}", file.file_name()));
        let host = host.into_iter().find(|file| prefix.to_lowercase().starts_with(file));
        folders.chain([manifest]).find(covered).or(covering).or(host).map(|own| (own, None))
    }

    /// Returns the folders of the search indexes. They stay reserved even without an index.
    fn index_folders(&self) -> impl Iterator<Item = String> {
        self.settings.languages.order.iter().map(|tag| format!("/{}/{SEARCH}/", tag.as_str()))
    }

    /// Names the owner of an address that is always reserved, so that no rule may use it.
    fn reserved(&self, old: &str) -> Option<String> {
        let lower = old.to_lowercase();
        // Generated server rules hide their own files and compressed copies of them.
        let host = HostFile::ALL.iter().find(|file| lower.trim_start_matches('/').starts_with(file.file_name()));
        if let Some(file) = host {
            return Some(format!("`{old}` belongs to the rules for hosts, as `/{}` does", file.file_name()));
        }
        if lower.trim_matches('/') == MANIFEST {
            return Some(format!("`{MANIFEST}` is the site's own"));
        }
        let name = canonical(old);
        let folder = self.index_folders().find(|folder| name.starts_with(folder.as_str()))?;
        Some(format!("`{folder}` belongs to the search index"))
    }

    /// Warns of an old address that differs from one of the site only in case. On a case-insensitive host its page
    /// would overwrite the other file, so only the server rules redirect it.
    fn differs_only_in_case(
        &mut self,
        old: &str,
        prefix: Option<&str>,
        source: &Source,
        others: &BTreeMap<String, OutPath>,
    ) -> bool {
        let other = if prefix.is_some() {
            let start = case_folded(old.trim_start_matches('/'));
            let range = others.range::<str, _>((Bound::Included(&*start), Bound::Unbounded));
            let range = range.inspect(|_| looked());
            range.take_while(|(path, _)| path.starts_with(&*start)).map(|(_, path)| path).next()
        } else {
            let names =
                [Some(old.trim_start_matches('/').to_owned()), OutPath::page(&canonical(old)).map(String::from)];
            names.into_iter().flatten().find_map(|name| others.get(&*case_folded(&name)))
        };
        let Some(other) = other else { return false };
        let message =
            format!("`{}` differs from `{}` in upper and lower case alone", prefix.unwrap_or(old), other.url_path());
        let fault = Diagnostic::new(&codes::REDIRECT_SHADOWED, message);
        let fault = with_source(Diagnostic { severity: Severity::Warning, ..fault }, Some(source), "");
        let help = "servers that tell them apart follow the rule; where they are one, remove it";
        self.diagnostics.push(fault.help(help));
        true
    }
}

/// Returns whether the output is a page that may be addressed with a query.
fn is_page(what: &What) -> bool {
    match what {
        What::Own(page, _) => *page != OwnPage::Search,
        What::Chooser
        | What::Home(_)
        | What::Document(_)
        | What::Section(..)
        | What::Filtered(..)
        | What::Topic(..) => true,
        _ => false,
    }
}

/// Returns whether a host serves the file itself.
fn is_answered(what: &What) -> bool {
    !matches!(what, What::HostRules(_) | What::Moved(_))
}

/// Counts a row or an address that is looked at, for the law that their number grows with that of the rows.
fn looked() {
    #[cfg(test)]
    tests::LOOKED.set(tests::LOOKED.get() + 1);
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::fmt::Write as _;

    use super::{page_of, spellings};
    use crate::config;
    use crate::diag::SourcePath;
    use crate::plan::plan;
    use crate::site::{self, Parsed};

    thread_local! {
        pub static LOOKED: Cell<usize> = const { Cell::new(0) };
    }

    const SETTINGS: &str = "base_url = \"https://www.example.org/\"\ntimezone = \"Europe/Lisbon\"\n\
        [institution]\nname = { en = \"Ministry\" }\n[languages]\nsource = \"en\"\norder = [\"en\"]\n\
        required = [\"en\"]\n[feeds]\nauthority = \"example.org,2026\"\n";

    /// How many rows and addresses are looked at for so many rows of each form.
    fn looked_at(count: usize) -> usize {
        let mut rows = String::from("old,new,status\n");
        for n in 0..count {
            let _ = write!(
                rows,
                "/a/{n}/,/en/,301\n/b/{n}/*,/en/,301\n/c?n={n},/en/,302\n/d/{n},,410\n/e/{n}/,/e/{}/,301\n/E/{n}/,/en/,301\n",
                n + 1
            );
        }
        let settings = config::resolve(SETTINGS, &SourcePath::new("site.toml")).0;
        let mut settings = settings.expect("sound settings");
        let (redirects, faults) = config::read_redirects(&rows, &SourcePath::new("redirects.csv"), &settings.home);
        assert_eq!((redirects.len(), faults.len()), (6 * count, 0));
        settings.redirects = redirects;
        let site = site::link(&Parsed::default(), &settings, jiff::Timestamp::UNIX_EPOCH, false).0;
        LOOKED.set(0);
        let (_, faults) = plan(&site, &settings, &[], &[], None);
        // Each row of the chain leads to the next.
        assert!(faults.len() >= count - 1, "{}", faults.len());
        LOOKED.get()
    }

    #[test]
    fn what_is_looked_at_grows_with_the_number_of_rows() {
        let [one, two, four] = [250, 500, 1_000].map(looked_at);
        assert!(one > 250 && two <= 2 * one + 100 && four <= 2 * two + 100, "{one} {two} {four}");
    }

    #[test]
    fn a_page_has_one_address_with_and_without_a_trailing_slash() {
        assert_eq!(spellings("/a/b/"), ["/a/b/", "/a/b"]);
        assert_eq!(spellings("/a/b"), ["/a/b", "/a/b/"]);
        assert_eq!(spellings("/a/index.html"), ["/a/index.html", "/a/", "/a"]);
        assert_eq!(spellings("/index.html"), ["/index.html", "/"]);
        assert_eq!(spellings("/"), ["/"]);
        assert_eq!(spellings("/a.php"), ["/a.php"]);
    }

    #[test]
    fn an_old_address_has_a_page_if_it_is_a_possible_file_name() {
        let page = |old: &str| page_of(old).map(String::from);
        assert_eq!(page("/a").as_deref(), Some("a/index.html"));
        assert_eq!(page("/a/é.html").as_deref(), Some("a/é.html"));
        for old in ["/a.php", "/a?b/", "/a*/", &format!("/{}/", "é".repeat(130))] {
            assert_eq!(page(old), None, "{old}");
        }
    }
}
