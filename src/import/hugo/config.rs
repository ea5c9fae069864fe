//! Hugo's configuration: one file or a folder of files, with the languages and the folders of content and static files.

use regex::Regex;

use super::filter::Filter;
use crate::config::LanguageTag;
use crate::diag::SourcePath;
use crate::fs::Tree;
use crate::import::NoSite;
use crate::import::report::{Fate, Notes};
use crate::import::value::{Data, Table, Value, by_extension};

const ENDS: [&str; 4] = ["toml", "yaml", "yml", "json"];

/// A language of the site.
#[derive(Clone, Debug)]
pub struct Language {
    /// Hugo's name for it.
    pub key: String,
    /// Its BCP 47 tag.
    pub tag: String,
    /// The settings for this language alone.
    pub own: Table,
    weight: i64,
}

/// A folder that holds the content or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mount {
    /// The folder of the source tree.
    pub folder: String,
    /// Its place within the content.
    pub target: String,
    /// The index of its language; `Err` with the name of a language that is not built.
    pub language: Option<Result<usize, String>>,
    /// The filter for its files.
    pub filter: Filter,
}

/// The configuration as read.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// All settings.
    pub root: Table,
    /// The files that it was read from.
    pub files: Vec<String>,
    /// The languages that are built, the default one first.
    pub languages: Vec<Language>,
    /// Languages that are declared but not built.
    pub disabled: Vec<String>,
    /// The content folders.
    pub mounts: Vec<Mount>,
    /// Regular expressions for the paths of files that are ignored.
    ignored: Vec<Regex>,
}

impl Config {
    /// Reads the configuration.
    ///
    /// # Errors
    ///
    /// If there is none.
    pub fn read(tree: &Tree, notes: &mut Notes) -> Result<Self, NoSite> {
        let mut config = Self::default();
        for name in ["hugo", "config"] {
            for end in ENDS {
                config.take(tree, &format!("{name}.{end}"), "", notes);
            }
            if !config.files.is_empty() {
                break;
            }
        }
        for folder in ["config/_default", "config/production"] {
            let paths: Vec<String> = tree.under(folder).map(|entry| entry.path.to_string()).collect();
            for path in paths {
                let name = path.rsplit('/').next().unwrap_or_default();
                let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
                let key = if matches!(stem, "hugo" | "config") { "" } else { stem };
                config.take(tree, &path, key, notes);
            }
        }
        for entry in tree.under("config").filter(|entry| !config.files.iter().any(|file| file == entry.path.as_str())) {
            notes.add(entry.path.as_str(), None, Fate::Lost, "configuration of another environment than production");
        }
        if config.files.is_empty() {
            let looked = "hugo.toml, hugo.yaml, hugo.json, config.toml, config.yaml, config.json and config/_default/";
            return Err(NoSite(format!("it has no configuration of Hugo: looked for {looked}")));
        }
        config.find_languages(notes);
        config.find_mounts(tree);
        config.find_ignored(notes);
        if !config.mounts.iter().any(|mount| tree.under(&mount.folder).next().is_some()) {
            let folders: Vec<String> = config.mounts.iter().map(|mount| format!("`{}/`", mount.folder)).collect();
            return Err(NoSite(format!("it has a configuration but no content: looked for {}", folders.join(", "))));
        }
        Ok(config)
    }

    /// Reads a file and stores its values under a key: `languages`, `menus.en`, or empty for the root.
    fn take(&mut self, tree: &Tree, path: &str, key: &str, notes: &mut Notes) {
        let source = SourcePath::new(path);
        if !tree.contains(&source) {
            return;
        }
        let Some(text) = tree.lossy(&source) else { return };
        let Some(read) = by_extension(&source.extension(), &text) else { return };
        self.files.push(path.to_owned());
        match read {
            Ok(Value { data: Data::Table(table), line_number }) => {
                let mut table = table;
                // `menus.en.toml` is the same as `languages.en.menus`.
                let (name, language) =
                    key.split_once('.').map_or((key, None), |(name, language)| (name, Some(language)));
                let wrap = |name: &str, table: Table| {
                    Table(vec![(name.to_owned(), Value { line_number, data: Data::Table(table) })])
                };
                if !name.is_empty() {
                    table = wrap(name, table);
                }
                if let Some(language) = language {
                    table = wrap("languages", wrap(language, table));
                }
                self.root.merge(table);
                notes.add(path, None, Fate::Mapped, "read as configuration: languages, addresses, menus, taxonomies");
            }
            Ok(_) => {}
            Err(fault) => notes.add(path, fault.line_number, Fate::Lost, format!("it can't be read: {}", fault.why)),
        }
    }

    /// Returns a text value of the configuration.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<String> {
        self.root.text(key)
    }

    /// Returns a language's value for a key, or else the value for all languages.
    #[must_use]
    pub fn said(&self, language: usize, key: &str) -> Option<&Value> {
        self.languages.get(language).and_then(|language| language.own.at(key)).or_else(|| self.root.at(key))
    }

    fn is(&self, key: &str) -> bool {
        self.root.get(key).and_then(Value::boolean) == Some(true)
    }

    fn find_languages(&mut self, notes: &mut Notes) {
        let default = self.text("defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
        let disabled: Vec<String> = self.root.get("disableLanguages").map(Value::texts).unwrap_or_default();
        let declared = self.root.table("languages").cloned().unwrap_or_default();
        for (key, value) in &declared.0 {
            let own = value.table().cloned().unwrap_or_default();
            let is_off = own.get("disabled").and_then(Value::boolean) == Some(true) || disabled.contains(key);
            if is_off && *key != default {
                self.disabled.push(key.clone());
                continue;
            }
            let code = own.text("languageCode").or_else(|| own.text("locale"));
            let tag = tag(key).or_else(|| code.as_deref().and_then(tag));
            let Some(tag) = tag else {
                let what = format!("the language `{key}` has no BCP 47 tag: its files are put aside");
                notes.add(self.files.first().map_or("site", String::as_str), value.line_number, Fate::Kept, what);
                self.disabled.push(key.clone());
                continue;
            };
            let weight = own.get("weight").and_then(Value::integer).filter(|weight| *weight != 0).unwrap_or(i64::MAX);
            self.languages.push(Language { key: key.clone(), tag, own, weight });
        }
        if self.languages.is_empty() {
            let code = self.text("languageCode").or_else(|| self.text("locale")).and_then(|code| tag(&code));
            let plain = tag(&default).unwrap_or_else(|| "en".to_owned());
            let is_said = self.root.get("defaultContentLanguage").is_some();
            // For the key `en`, the code `en-us` means that same language; only one such as `de-at` adds information.
            let tag =
                code.filter(|code| !is_said && code.split('-').next() != plain.split('-').next()).unwrap_or(plain);
            self.languages.push(Language { key: default.clone(), tag, own: Table::default(), weight: 0 });
        }
        self.languages.sort_by(|a, b| (a.key != default, a.weight, &a.key).cmp(&(b.key != default, b.weight, &b.key)));
        let mut tags: Vec<String> = Vec::new();
        self.languages.retain(|language| {
            let is_new = !tags.contains(&language.tag);
            tags.push(language.tag.clone());
            is_new
        });
    }

    fn find_mounts(&mut self, tree: &Tree) {
        let content = self.text("contentDir").unwrap_or_else(|| "content".to_owned());
        let content = content.trim_matches('/').to_owned();
        let mut mounts: Vec<Mount> = Vec::new();
        for mount in self.root.at("module.mounts").map(Value::items).unwrap_or_default() {
            let Some(table) = mount.table() else { continue };
            let (Some(source), Some(target)) = (table.text("source"), table.text("target")) else { continue };
            let target = target.trim_matches('/');
            let Some(target) = target.strip_prefix("content").filter(|rest| rest.is_empty() || rest.starts_with('/'))
            else {
                continue;
            };
            let language = table
                .text("lang")
                .or_else(|| table.at("sites.matrix.languages").and_then(|value| value.texts().into_iter().next()));
            let language = language.map(|key| self.index(&key));
            mounts.push(Mount {
                folder: source.trim_matches('/').trim_start_matches("./").to_owned(),
                target: target.trim_matches('/').to_owned(),
                language,
                filter: Filter::of(table),
            });
        }
        if mounts.is_empty() {
            for (index, language) in self.languages.iter().enumerate() {
                if let Some(folder) = language.own.text("contentDir") {
                    let folder = folder.trim_matches('/').trim_start_matches("./").to_owned();
                    mounts.push(Mount {
                        folder,
                        target: String::new(),
                        language: Some(Ok(index)),
                        filter: Filter::default(),
                    });
                }
            }
            for key in &self.disabled {
                let folder = self.root.at(&format!("languages.{key}.contentDir")).and_then(Value::text);
                if let Some(folder) = folder {
                    mounts.push(Mount {
                        folder: folder.trim_matches('/').to_owned(),
                        target: String::new(),
                        language: Some(Err(key.clone())),
                        filter: Filter::default(),
                    });
                }
            }
            // Languages without a folder of their own share one.
            let is_shared = self.languages.iter().any(|language| language.own.get("contentDir").is_none());
            if is_shared || mounts.is_empty() || mounts.iter().all(|mount| tree.under(&mount.folder).next().is_none()) {
                mounts.push(Mount {
                    folder: content,
                    target: String::new(),
                    language: None,
                    filter: Filter::default(),
                });
            }
        }
        // The most specific folder comes first.
        mounts.sort_by_key(|mount| std::cmp::Reverse(mount.folder.len()));
        self.mounts = mounts;
    }

    fn find_ignored(&mut self, notes: &mut Notes) {
        let source = self.files.first().cloned().unwrap_or_default();
        for pattern in self.root.get("ignoreFiles").map(Value::texts).unwrap_or_default() {
            match Regex::new(&pattern) {
                Ok(pattern) => self.ignored.push(pattern),
                Err(_) => {
                    let what = format!("`{pattern}` of `ignoreFiles` can't be read: look for what it left out");
                    notes.add(&source, None, Fate::Lost, what);
                }
            }
        }
    }

    /// Returns whether a file is ignored: by the configuration, or because its name is that of an editor's backup copy.
    #[must_use]
    pub fn is_ignored(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        let whole = format!("/{path}");
        name.starts_with(['.', '#'])
            || name.ends_with('~')
            || self.ignored.iter().any(|pattern| pattern.is_match(&whole) || pattern.is_match(path))
    }

    /// Returns the filter for the files of a static folder.
    #[must_use]
    pub fn static_filter(&self, folder: &str) -> Filter {
        let mounts = self.root.at("module.mounts").map(Value::items).unwrap_or_default();
        let mut tables = mounts.iter().filter_map(Value::table);
        let is_it = |table: &&Table| {
            let is = |name: &str, wanted: &str| table.text(name).is_some_and(|text| text.trim_matches('/') == wanted);
            is("target", "static") && is("source", folder)
        };
        tables.find(is_it).map(Filter::of).unwrap_or_default()
    }

    /// Finds the index of a language by Hugo's name for it.
    ///
    /// # Errors
    ///
    /// The name, if the language is not built.
    pub fn index(&self, key: &str) -> Result<usize, String> {
        let found = self.languages.iter().position(|language| language.key.eq_ignore_ascii_case(key));
        found.ok_or_else(|| key.to_owned())
    }

    /// Returns whether each language has a host of its own.
    #[must_use]
    pub fn is_multihost(&self) -> bool {
        self.languages.len() > 1 && self.languages.iter().all(|language| language.own.text("baseURL").is_some())
    }

    /// Returns the prefix of a language's addresses.
    #[must_use]
    pub fn prefix(&self, language: &Language) -> String {
        let is_default = self.languages.first().is_some_and(|first| first.key == language.key);
        if self.is_multihost() || (is_default && !self.is("defaultContentLanguageInSubdir")) {
            return String::new();
        }
        format!("/{}", language.key.to_lowercase())
    }

    /// Returns the address at which the site was published.
    #[must_use]
    pub fn base_url(&self) -> Option<String> {
        let own = self.languages.first().and_then(|language| language.own.text("baseURL"));
        let base = if self.is_multihost() { own.or_else(|| self.text("baseURL")) } else { self.text("baseURL") };
        base.map(|base| if base.ends_with('/') { base } else { format!("{base}/") })
    }

    /// Returns the hosts of the site, each with its language if it has one.
    #[must_use]
    pub fn hosts(&self) -> Vec<(String, Option<usize>)> {
        let host = |base: String| url::Url::parse(&base).ok().and_then(|url| url.host_str().map(str::to_owned));
        let mut hosts = Vec::new();
        for (index, language) in self.languages.iter().enumerate() {
            hosts.extend(language.own.text("baseURL").and_then(host).map(|host| (host, Some(index))));
        }
        hosts.extend(self.text("baseURL").and_then(host).map(|host| (host, None)));
        hosts
    }

    /// Returns the folders of static files.
    #[must_use]
    pub fn static_folders(&self) -> Vec<String> {
        let mut folders: Vec<String> = self.root.get("staticDir").map(Value::texts).unwrap_or_default();
        for number in 0..=10 {
            folders.extend(self.root.get(&format!("staticDir{number}")).map(Value::texts).unwrap_or_default());
        }
        for language in &self.languages {
            folders.extend(language.own.get("staticDir").map(Value::texts).unwrap_or_default());
        }
        for mount in self.root.at("module.mounts").map(Value::items).unwrap_or_default() {
            let target = mount.table().and_then(|table| table.text("target"));
            if target.as_deref().map(|target| target.trim_matches('/')) == Some("static") {
                folders.extend(mount.table().and_then(|table| table.text("source")));
            }
        }
        if folders.is_empty() {
            folders.push("static".to_owned());
        }
        folders.iter().map(|folder| folder.trim_matches('/').to_owned()).collect()
    }

    /// Returns the taxonomies by field name, which is also the first part of their addresses.
    #[must_use]
    pub fn taxonomies(&self) -> Vec<String> {
        match self.root.table("taxonomies") {
            Some(table) => table.0.iter().filter_map(|(_, plural)| plural.text()).collect(),
            None => vec!["tags".to_owned(), "categories".to_owned()],
        }
    }
}

/// Converts Hugo's name of a language to a BCP 47 tag.
fn tag(name: &str) -> Option<String> {
    LanguageTag::parse(&name.replace('_', "-")).map(|tag| tag.as_str().to_owned())
}
