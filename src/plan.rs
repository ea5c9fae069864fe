//! `plan`: every output path of a site, before anything is rendered.
//!
//! Collisions are found here, and named with both sources. A target says what is to be rendered, never how. The digest
//! manifest is planned too, as the one closer that reads what the others have become.

mod moves;
mod names;
mod occupant;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Facet, LangId, LanguageTag, Settings};
use crate::diag::{Diagnostic, SourcePath, Span, codes};
use crate::fs::OutPath;
use crate::site::cards::{CardOf, CardStyles};
use crate::site::pictures::{self, Form};
use crate::site::routes::OwnPage;
use crate::site::{DocId, Filter, Published, SectionId, Site, TopicId, files};

pub use crate::config::FeedFormat;
pub use moves::{page_of, spellings};
pub use occupant::{FeedOf, Occupant, occupants};

/// The name of the digest manifest.
pub const MANIFEST: &str = "digests.txt";

/// The folder of the search index within that of its language.
pub const SEARCH: &str = "pagefind";

/// One output file: where it goes and what it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where it goes.
    pub path: OutPath,
    /// What it shows.
    pub what: What,
}

impl Target {
    /// Tells whether it takes long to make, and is therefore kept from build to build.
    #[must_use]
    pub fn is_costly(&self) -> bool {
        matches!(self.what, What::Picture(..) | What::Card(_))
    }
}

/// What a target shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// The language chooser at `/`.
    Chooser,
    /// Home page of a language.
    Home(LangId),
    /// A document.
    Document(DocId),
    /// Page N of a section's list.
    Section(SectionId, LangId, usize),
    /// Page N of a section's list, narrowed.
    Filtered(SectionId, Filter, LangId, usize),
    /// Page N of a topic's list.
    Topic(TopicId, LangId, usize),
    /// A page that the site itself has.
    Own(OwnPage, LangId),
    /// "Not found" in a language.
    NotFound(LangId),
    /// "Not found" for addresses without a language.
    NotFoundChooser,
    /// A feed.
    Feed(FeedScope, LangId, FeedFormat),
    /// Sitemap of a language.
    Sitemap(LangId),
    /// Index of the sitemaps.
    SitemapIndex,
    /// robots.txt.
    Robots,
    /// security.txt.
    SecurityTxt,
    /// A style sheet, script or picture of the theme.
    Asset(String),
    /// An attachment beside the texts, or a drawing.
    File(SourcePath),
    /// A version of a picture beside the texts.
    Picture(SourcePath, Form),
    /// A share card.
    Card(CardOf),
    /// A file of `static/`.
    Static(SourcePath),
    /// Records of a register as CSV.
    RegisterCsv(DocId),
    /// Records of a register as JSON.
    RegisterJson(DocId),
    /// An old address, for hosts that know no rules.
    Moved(Move),
    /// Rules for the host: headers, redirects.
    HostRules(HostFile),
}

/// What a feed holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FeedScope {
    /// Everything that has feeds.
    All,
    /// A section.
    Section(SectionId),
    /// A topic.
    Topic(TopicId),
}

/// Where an old address leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// An alias of a document: its place in `Site::aliases`.
    Alias(usize),
    /// A row of redirects.csv: its place in `Settings::redirects`.
    Redirect(usize),
    /// A document that is gone or held back: its place in `Site::gone`.
    Gone(usize),
}

/// Files that tell a host what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HostFile {
    /// `_headers`, read by several hosts of static sites.
    Headers,
    /// `_redirects`, likewise.
    Redirects,
    /// A piece of nginx configuration.
    Nginx,
    /// A piece of Apache configuration.
    Apache,
    /// A piece of Caddy configuration.
    Caddy,
    /// What addresses answer beside the files, for whoever publishes the site.
    Addresses,
}

impl HostFile {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Headers, Self::Redirects, Self::Nginx, Self::Apache, Self::Caddy, Self::Addresses];

    /// Returns the name of the file.
    #[must_use]
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Headers => "_headers",
            Self::Redirects => "_redirects",
            Self::Nginx => "nginx.conf",
            Self::Apache => "apache.conf",
            Self::Caddy => "caddy.conf",
            Self::Addresses => "_addresses.json",
        }
    }
}

/// Every output path of a site, sorted.
#[derive(Debug, Default)]
pub struct Plan {
    /// The targets, by path.
    pub targets: Vec<Target>,
}

impl Plan {
    /// Finds the target at an output path.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<&Target> {
        let found = self.targets.binary_search_by(|target| target.path.as_str().cmp(path)).ok()?;
        Some(&self.targets[found])
    }

    /// Runs over the paths of what takes long to make and is kept from build to build.
    pub fn made_at_length(&self) -> impl Iterator<Item = &OutPath> {
        self.targets.iter().filter(|target| target.is_costly()).map(|target| &target.path)
    }
}

/// What wants an output path, for messages.
struct Claim {
    what: What,
    source: Option<(SourcePath, Option<Span>)>,
}

/// Plans a site. `assets` names the theme's assets with their addresses below the base, `statics` the files of
/// `static/`; `cards` says how share cards are drawn, where there are any.
#[must_use]
pub fn plan(
    site: &Site,
    settings: &Settings,
    assets: &[(String, String)],
    statics: &[SourcePath],
    cards: Option<&CardStyles>,
) -> (Plan, Vec<Diagnostic>) {
    let mut planner =
        Planner { site, settings, claims: BTreeMap::new(), long: BTreeSet::new(), diagnostics: Vec::new() };
    planner.pages();
    planner.lists();
    planner.machine_files();
    planner.files(assets, statics);
    planner.cards(cards);
    planner.moves();
    planner.check_case();
    planner.check_folders();
    let targets = planner.claims.into_iter().map(|(path, claim)| Target { path, what: claim.what }).collect();
    (Plan { targets }, planner.diagnostics)
}

struct Planner<'a> {
    site: &'a Site,
    settings: &'a Settings,
    claims: BTreeMap<OutPath, Claim>,
    /// Names that are too long, and reported.
    long: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Planner<'_> {
    fn claim(&mut self, path: Option<OutPath>, what: What, source: Option<(SourcePath, Option<Span>)>) {
        let Some(path) = path else {
            let fault = Diagnostic::new(&codes::RESERVED_ADDRESS, format!("{what:?} has no possible address"));
            self.diagnostics.push(with_source(fault, source.as_ref(), ""));
            return;
        };
        if self.is_too_long(&path, &what, source.as_ref()) {
            return;
        }
        if path.as_str() == MANIFEST {
            let fault = Diagnostic::new(&codes::RESERVED_ADDRESS, format!("`{MANIFEST}` is the site's own"));
            self.diagnostics.push(with_source(fault, source.as_ref(), "").help("give the file another name"));
            return;
        }
        if let Some(tag) = self.searched(&path) {
            let message = format!("`/{tag}/{SEARCH}/` belongs to the search index");
            let fault = Diagnostic::new(&codes::RESERVED_ADDRESS, message);
            let fault = with_source(fault, source.as_ref(), "");
            self.diagnostics.push(fault.help("give it another `slug`, name or folder"));
            return;
        }
        if let Some(other) = self.claims.get(&path) {
            let fault = Diagnostic::new(&codes::DUPLICATE_ADDRESS, format!("`{}` is claimed twice", path.url_path()));
            let fault = with_source(fault, source.as_ref(), "");
            let other_place = other.source.clone().or_else(|| Some((SourcePath::new("site.toml"), None)));
            let fault = with_source(fault, other_place.as_ref(), "already claimed here");
            self.diagnostics.push(fault.help("give one of them another `slug` or name"));
            return;
        }
        self.claims.insert(path, Claim { what, source });
    }

    /// Tells the language whose search index a path would lie in. The folder is reserved even where there is no index,
    /// so that no address has to change when there is to be one.
    fn searched(&self, path: &OutPath) -> Option<&str> {
        let mut parts = path.as_str().split('/');
        let (tag, folder) = (parts.next()?, parts.next()?);
        let mut tags = self.settings.languages.order.iter().map(LanguageTag::as_str);
        tags.find(|other| *other == tag && folder == SEARCH)
    }

    #[expect(clippy::unnecessary_wraps, reason = "this is the source of a claim, which others lack")]
    fn document_source(&self, doc: DocId) -> Option<(SourcePath, Option<Span>)> {
        let document = self.site.doc(doc).document();
        let slug = document.words.slug.as_ref().map(|slug| slug.span.clone());
        Some((document.path.clone(), slug))
    }

    fn pages(&mut self) {
        self.claim(OutPath::page("/"), What::Chooser, None);
        self.claim(OutPath::new("404.html"), What::NotFoundChooser, None);
        for lang in self.settings.languages.ids() {
            let tag = self.settings.languages.tag(lang);
            self.claim(OutPath::page(&format!("/{tag}/")), What::Home(lang), None);
            self.claim(OutPath::new(&format!("{tag}/404.html")), What::NotFound(lang), None);
            for page in OwnPage::ALL.into_iter().filter(|page| page.is_wanted(self.settings)) {
                self.claim(OutPath::page(&page.path(lang, self.settings)), What::Own(page, lang), None);
            }
        }
        for index in 0..self.site.docs.len() {
            let (id, doc) = (DocId::new(index), &self.site.docs[index]);
            self.claim(OutPath::page(&doc.path), What::Document(id), self.document_source(id));
            self.check_slug(id);
            if matches!(self.site.set_of(id).shared, crate::site::Shared::Register(..)) {
                let folder = doc.path.trim_start_matches('/');
                let source = self.document_source(id);
                self.claim(OutPath::new(&format!("{folder}data.csv")), What::RegisterCsv(id), source.clone());
                self.claim(OutPath::new(&format!("{folder}data.json")), What::RegisterJson(id), source);
            }
        }
    }

    /// A text beside whose section's list stand parts of it must not be taken for one of them.
    fn check_slug(&mut self, id: DocId) {
        let (doc, section) = (self.site.doc(id), self.site.section(self.site.set_of(id).section));
        // content/ itself has no list.
        let slug = doc.path.strip_prefix(section.paths[doc.lang].as_str()).filter(|_| section.parent.is_some());
        let Some(slug) = slug.map(|slug| slug.trim_end_matches('/')) else { return };
        let has_years = self.settings.sections[section.settings].filters.contains(&Facet::Year);
        let is_year = slug.len() == 4 && slug.bytes().all(|byte| byte.is_ascii_digit());
        let is_of_topics = slug == "topics" || *slug == self.settings.topics_slug[doc.lang];
        let of = match slug {
            "page" => "the pages of its section's list",
            "kind" => "its section's lists by kind",
            _ if is_of_topics => "its section's lists by topic",
            _ if is_year && has_years => "its section's list of that year",
            _ => return,
        };
        let message = format!("`{slug}` is kept for the addresses of {of}");
        let fault = Diagnostic::new(&codes::RESERVED_ADDRESS, message);
        let fault = with_source(fault, self.document_source(id).as_ref(), "");
        let way = format!("give it another `slug`; where it was public, with `aliases = [\"{}\"]`", doc.path);
        self.diagnostics.push(fault.help(way));
    }

    fn lists(&mut self) {
        let (site, settings) = (self.site, self.settings);
        for lang in settings.languages.ids() {
            self.feeds(FeedScope::All, lang, &format!("/{}/", settings.languages.tag(lang)));
            for (index, section) in site.sections.iter().enumerate().skip(1) {
                let id = SectionId::new(index);
                let size = settings.sections[section.settings].page_size;
                let source = section.words[lang]
                    .as_ref()
                    .map(|words| (words.path.clone(), words.words.slug.as_ref().map(|slug| slug.span.clone())));
                let path = &section.paths[lang];
                for page in 1..=pages(section.docs[lang].len(), size) {
                    self.claim(OutPath::page(&page_path(path, page)), What::Section(id, lang, page), source.clone());
                }
                for filtered in section.filtered.iter().filter(|filtered| filtered.is_there(lang)) {
                    for page in 1..=pages(filtered.docs[lang].len(), size) {
                        let what = What::Filtered(id, filtered.filter, lang, page);
                        self.claim(OutPath::page(&page_path(&filtered.paths[lang], page)), what, source.clone());
                    }
                }
                if settings.sections[section.settings].feeds {
                    self.feeds(FeedScope::Section(id), lang, path);
                }
            }
            for (index, topic) in site.topics.iter().enumerate() {
                let (id, docs, path) = (TopicId::new(index), &topic.docs[lang], &topic.paths[lang]);
                if !topic.is_there(lang) {
                    continue;
                }
                let source = Some((SourcePath::new("site.toml"), Some(settings.topics[index].span.clone())));
                for page in 1..=pages(docs.len(), TOPIC_PAGE_SIZE) {
                    self.claim(OutPath::page(&page_path(path, page)), What::Topic(id, lang, page), source.clone());
                }
                if settings.feeds.topics {
                    self.feeds(FeedScope::Topic(id), lang, path);
                }
            }
        }
    }

    fn feeds(&mut self, scope: FeedScope, lang: LangId, path: &str) {
        for &format in &self.settings.feeds.formats {
            let file = format!("{}{}", path.trim_start_matches('/'), format.file_name());
            self.claim(OutPath::new(&file), What::Feed(scope, lang, format), None);
        }
    }

    fn machine_files(&mut self) {
        for lang in self.settings.languages.ids() {
            let path = format!("{}/sitemap.xml", self.settings.languages.tag(lang));
            self.claim(OutPath::new(&path), What::Sitemap(lang), None);
        }
        self.claim(OutPath::new("sitemap.xml"), What::SitemapIndex, None);
        self.claim(OutPath::new("robots.txt"), What::Robots, None);
        if self.settings.security.is_some() {
            self.claim(OutPath::new(".well-known/security.txt"), What::SecurityTxt, None);
        }
        for file in HostFile::ALL {
            self.claim(OutPath::new(file.file_name()), What::HostRules(file), None);
        }
    }

    fn files(&mut self, assets: &[(String, String)], statics: &[SourcePath]) {
        for (name, address) in assets {
            self.claim(OutPath::new(address.trim_start_matches('/')), What::Asset(name.clone()), None);
        }
        for Published { path, facts, is_shown, is_offered } in self.site.files.iter() {
            if *is_offered {
                self.file(&files::address(path, facts), What::File(path.clone()), path);
            }
            if *is_shown {
                for form in pictures::modern(facts).into_iter().chain([pictures::fallback(facts)]) {
                    let address = pictures::address(path, facts, form);
                    self.file(&address, What::Picture(path.clone(), form), path);
                }
            }
        }
        for path in statics {
            let out = path.as_str().strip_prefix("static/").and_then(OutPath::new);
            self.claim(out, What::Static(path.clone()), Some((path.clone(), None)));
        }
    }

    /// The same bytes under the same name are one file, whoever shows them.
    fn file(&mut self, address: &str, what: What, source: &SourcePath) {
        let out = OutPath::new(address.trim_start_matches('/'));
        let known = out.as_ref().and_then(|out| self.claims.get(out));
        if !known.is_some_and(|claim| matches!(claim.what, What::File(_) | What::Picture(..))) {
            self.claim(out, what, Some((source.clone(), None)));
        }
    }

    fn cards(&mut self, styles: Option<&CardStyles>) {
        let Some(styles) = styles else { return };
        let docs = (0..self.site.docs.len()).map(|index| CardOf::Doc(DocId::new(index)));
        for card in docs.chain(self.settings.languages.ids().map(CardOf::Site)) {
            let Some(address) = styles.address(self.site, card) else { continue };
            let source = match card {
                CardOf::Doc(doc) => self.document_source(doc),
                CardOf::Site(_) => None,
            };
            self.claim(OutPath::new(address.trim_start_matches('/')), What::Card(card), source);
        }
    }

    /// A path can't be a file and a folder at once.
    fn check_folders(&mut self) {
        let mut faults = Vec::new();
        let mut before = "";
        for (path, claim) in &self.claims {
            // Paths are sorted: the folders that this one shares with the last have been looked at.
            let is_new = |folder: &&str| !before.strip_prefix(*folder).is_some_and(|rest| rest.starts_with('/'));
            let folders: Vec<&str> = path.folders().take_while(is_new).collect();
            before = path.as_str();
            for folder in folders {
                let Some(other) = self.claims.get(folder) else { continue };
                let fault = Diagnostic::new(&codes::DUPLICATE_ADDRESS, format!("`/{folder}` is a file and a folder"));
                let fault = with_source(fault, claim.source.as_ref(), "");
                faults.push(with_source(fault, other.source.as_ref(), "the file"));
            }
        }
        self.diagnostics.extend(faults);
    }
}

/// Entries on a page of a topic's list.
pub const TOPIC_PAGE_SIZE: usize = 20;

/// How many pages a list has: at least one, which then says that there is nothing.
#[must_use]
pub fn pages(count: usize, size: usize) -> usize {
    count.div_ceil(size).max(1)
}

/// The address of page N of a list; page 1 is the list itself.
#[must_use]
pub fn page_path(path: &str, page: usize) -> String {
    if page == 1 { path.to_owned() } else { format!("{path}page/{page}/") }
}

fn with_source(fault: Diagnostic, source: Option<&(SourcePath, Option<Span>)>, text: &str) -> Diagnostic {
    match source {
        Some((path, span)) => fault.label(path, span.clone(), text),
        None => fault,
    }
}
