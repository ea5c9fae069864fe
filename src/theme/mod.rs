//! Themes: templates, UI strings, style sheets, tokens and assets, in three layers.
//!
//! A file is taken from the site's `overrides/`, otherwise from `themes/<name>/`, otherwise from the theme embedded in
//! the program ([`embedded`]). So a site can change one template and still gets all others from the next version. The
//! contract between engine and templates (views, functions, filters) has a version, which `theme.toml` states.
//!
//! A theme is read once and never changes; rendering only needs `&Theme`. The caller of [`Theme::load`] provides the
//! functions and filters for templates, the caller of [`Theme::render`] the values.

mod colour;
mod digest;
mod embedded;
mod layers;
mod manifest;
pub mod minify;
mod sheets;
mod source;
mod template_fault;
#[cfg(test)]
mod tests;
mod tokens;

use std::collections::{BTreeMap, BTreeSet};

use tera::{Context, Tera};

pub use digest::Digest;
pub use embedded::{BUILTIN, eject, embedded};
pub use layers::ThemeFiles;
use layers::{File, Layers};
pub use manifest::{CONTRACT, SCHEMA};
pub use tokens::{FILE as TOKENS, SCHEMA as TOKENS_SCHEMA};

use crate::config::{LanguageTag, Minify, ThemeSettings};
use crate::diag::{Diagnostic, SourcePath, codes, nearest};
use crate::locale;
use minify::Minified;

/// Fields of the page frame that are costly to compute; they are only computed for templates that name them.
pub const FIELDS: &[&str] = &["json_ld_html", "csp", "open_graph", "footer", "notices"];

/// The file extensions that make a file in `templates/` a template.
const TEMPLATE_ENDS: [&str; 4] = [".html", ".svg", ".txt", ".xml"];

/// The extensions of templates whose output is escaped.
const ESCAPED_ENDS: [&str; 3] = [".html", ".svg", ".xml"];

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    tera: Tera,
    layers: Layers,
    /// The minified templates, by the engine's names, which begin with the layer.
    minified: BTreeMap<String, Minified>,
    /// The joined style sheets and the minified assets, by their paths below `assets/`.
    assets: BTreeMap<String, Vec<u8>>,
    /// Digests of the templates, under all their names.
    digests: BTreeMap<String, Digest>,
    words: BTreeMap<String, BTreeSet<&'static str>>,
    digest: Digest,
}

impl Theme {
    /// Reads the theme named in the settings, with the site's overrides and tokens; `register` adds the functions and
    /// filters that templates may call. Templates are minified here with `Minify::Templates`, style sheets and scripts
    /// unless it is `Minify::Off`.
    ///
    /// Reports an unknown theme (`missing-template`), a theme made for another engine (`theme-contract`), faulty
    /// templates (`template-syntax`, `missing-template`), tokens that are unknown or invalid (`unknown-token`,
    /// `low-contrast`), a missing piece of a style sheet (`missing-asset`), and files that are not text or can't be
    /// read. If any of them is an error, no theme is returned.
    pub fn load(
        files: &dyn ThemeFiles,
        settings: &ThemeSettings,
        origin: &str,
        minify: Minify,
        register: &dyn Fn(&mut Tera),
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let name = settings.name.as_str();
        let (layers, mut diagnostics) = Layers::read(files, name);
        if name != BUILTIN && !layers.has_own() {
            diagnostics.push(unknown(files, name));
            return (None, diagnostics);
        }
        diagnostics.extend(contract(&layers, name));
        diagnostics.extend(strings(&layers).filter_map(|file| file.text().err()));
        let Ready { tera, minified, digests, words } = match templates(&layers, minify, register) {
            Ok(ready) => ready,
            Err(faults) => {
                diagnostics.extend(faults);
                return (None, diagnostics);
            }
        };
        let (assets, faults) = style_sheets(&layers, settings, origin);
        diagnostics.extend(faults);
        if !diagnostics.is_empty() {
            return (None, diagnostics);
        }
        let digest = digest::of_files(&layers);
        let mut theme = Self { tera, layers, minified, assets, digests, words, digest };
        if minify != Minify::Off {
            let small =
                |(name, _, bytes): (&str, _, &[u8])| Some((name.to_owned(), minify::assets::minify(name, bytes)?));
            let small: Vec<(String, Vec<u8>)> = theme.assets().into_iter().filter_map(small).collect();
            theme.assets.extend(small);
        }
        (Some(theme), diagnostics)
    }

    /// Returns the template engine.
    #[must_use]
    pub fn tera(&self) -> &Tera {
        &self.tera
    }

    /// Returns whether a template (`page.html`) exists in any layer.
    #[must_use]
    pub fn has(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Returns the digest of a template (`page.html`) and of everything it reaches: parents, included templates,
    /// components. It covers the texts given to the engine, so it also depends on what is minified.
    #[must_use]
    pub fn template_digest(&self, name: &str) -> Option<Digest> {
        self.digests.get(name).copied()
    }

    /// Returns whether a template, or one that it reaches, names a field of [`FIELDS`].
    #[must_use]
    pub fn names_field(&self, template: &str, field: &str) -> bool {
        self.words.get(template).is_none_or(|words| words.contains(field))
    }

    /// Iterates over the names by which templates can be rendered.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        self.digests.keys().map(String::as_str)
    }

    /// Returns the digest of all files of the theme, in all layers: templates, strings, assets.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Appends a rendered template to `out`. If it fails, `out` is unchanged.
    ///
    /// # Errors
    /// `template-render` at the position in the template, `missing-template` if there is none of that name.
    pub fn render(&self, template: &str, context: &Context, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let before = out.len();
        self.tera.render_to(template, context, &mut *out).map_err(|error| {
            out.truncate(before);
            template_fault::of_rendering(&error, template, &self.layers, &self.minified)
        })
    }

    /// Returns the files of UI strings of a language (`strings/<lang>.ftl`), lowest layer first: later ones override
    /// earlier ones. The first ones are the fallback, strings of the same language in the same script: those of `en`
    /// for `en-GB`, but never those of `zh` for `zh-Hant`.
    #[must_use]
    pub fn strings(&self, lang: &LanguageTag) -> Vec<(SourcePath, String)> {
        let own = format!("strings/{lang}.ftl");
        let behind = self.strings_behind(lang).filter(|name| *name != own);
        let stacks = behind.iter().chain([&own]).flat_map(|name| self.layers.stack(name));
        stacks.filter_map(|file| Some((file.path.clone(), file.text().ok()?.to_owned()))).collect()
    }

    /// Finds the fallback strings for a language: those of the language without a region, otherwise of the first region
    /// there is.
    fn strings_behind(&self, lang: &LanguageTag) -> Option<String> {
        let tags = self.layers.all().filter_map(|(_, name, _)| name.strip_prefix("strings/")?.strip_suffix(".ftl"));
        let others: Vec<LanguageTag> = tags.filter_map(LanguageTag::parse).collect();
        // A language with strings of its own only falls back to a shorter tag, that is, one without the region.
        let is_there = others.contains(lang);
        let others = others.into_iter().filter(|other| !is_there || other.as_str().len() < lang.as_str().len());
        let others = others.filter(|other| other != lang && locale::is_same_written(lang, other));
        let nearest = others.min_by_key(|other| (other.as_str().len(), other.as_str().to_owned()))?;
        Some(format!("strings/{nearest}.ftl"))
    }

    /// Finds an asset by its path below `assets/`: its file, and the bytes to publish.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<(&SourcePath, &[u8])> {
        let file = self.layers.top(&format!("assets/{path}"))?;
        Some((&file.path, self.assets.get(path).map_or(&*file.bytes, Vec::as_slice)))
    }

    /// Returns all assets, each from the highest layer that has it, sorted by their paths below `assets/`.
    #[must_use]
    pub fn assets(&self) -> Vec<(&str, &SourcePath, &[u8])> {
        let mut names: Vec<&str> = self.layers.all().filter_map(|(_, name, _)| name.strip_prefix("assets/")).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(|name| self.asset(name).map(|(path, bytes)| (name, path, bytes))).collect()
    }

    /// Returns the fonts for share cards from all layers, by their names below `fonts/`, each from the highest layer
    /// that has it.
    #[must_use]
    pub fn fonts(&self) -> Vec<(&SourcePath, &[u8])> {
        let mut names: Vec<&str> = self.layers.all().map(|(_, name, _)| name).filter(|name| is_font(name)).collect();
        names.sort_unstable();
        names.dedup();
        names.into_iter().filter_map(|name| self.layers.top(name)).map(|file| (&file.path, &*file.bytes)).collect()
    }

    /// Returns the text of a theme's file for reports: embedded files are not on the disk.
    #[must_use]
    pub fn source(&self, path: &SourcePath) -> Option<&str> {
        self.layers.by_path(path)?.text().ok()
    }
}

/// Returns whether a file is a font for share cards, by its path below the theme or the site.
#[must_use]
pub fn is_font(path: &str) -> bool {
    path.starts_with("fonts/") && (path.ends_with(".ttf") || path.ends_with(".otf"))
}

/// Returns an asset's address below the site's root; it depends on the bytes, so browsers may cache it forever.
#[must_use]
pub fn asset_address(name: &str, bytes: &[u8]) -> String {
    let digest = blake3::hash(bytes).to_hex();
    format!("/assets/{}/{name}", &digest[..8])
}

/// Returns the text of an embedded file by its path in diagnostics, for reports when no theme could be loaded.
#[must_use]
pub fn embedded_source(path: &SourcePath) -> Option<&'static str> {
    let (_, bytes) = embedded().find(|(name, _)| embedded::source_path(name) == *path)?;
    std::str::from_utf8(bytes).ok()
}

/// Returns the text of an embedded file by its path within the theme.
#[must_use]
pub fn embedded_text(name: &str) -> Option<&'static str> {
    let (_, bytes) = embedded().find(|(own, _)| *own == name)?;
    std::str::from_utf8(bytes).ok()
}

fn unknown(files: &dyn ThemeFiles, name: &str) -> Diagnostic {
    let listed = files.list("themes/");
    let mut themes: Vec<&str> = listed
        .iter()
        .filter_map(|path| path.as_str().strip_prefix("themes/")?.split_once('/').map(|(theme, _)| theme))
        .chain([BUILTIN])
        .collect();
    themes.sort_unstable();
    themes.dedup();
    let known = themes.iter().map(|theme| format!("`{theme}`")).collect::<Vec<_>>().join(", ");
    let help = match nearest(name, themes.iter().copied()) {
        Some(near) => format!("did you mean `{near}`? themes here: {known}"),
        None => format!("themes here: {known}"),
    };
    Diagnostic::new(&codes::MISSING_TEMPLATE, format!("there is no theme `{name}`")).help(help)
}

fn contract(layers: &Layers, name: &str) -> Vec<Diagnostic> {
    match layers.own("theme.toml") {
        Some(file) => manifest::check(file, name),
        // The embedded theme's folder in the site may contain only the files that differ from it.
        None if name == BUILTIN => layers.top("theme.toml").map_or(Vec::new(), |file| manifest::check(file, name)),
        None => vec![Diagnostic::new(&codes::THEME_CONTRACT, format!("the theme `{name}` has no `theme.toml`")).help(
            format!("add `themes/{name}/theme.toml` with `[contract]`, `min = {CONTRACT}` and `max = {CONTRACT}`"),
        )],
    }
}

/// Joins the pieces of the style sheets.
fn style_sheets(
    layers: &Layers,
    settings: &ThemeSettings,
    origin: &str,
) -> (BTreeMap<String, Vec<u8>>, Vec<Diagnostic>) {
    let (mut tokens, mut diagnostics) = match layers.top(TOKENS) {
        Some(file) => tokens::sheet(file, &settings.tokens),
        None => Default::default(),
    };
    // In print, readers can't follow a link, so its full address is printed.
    tokens.extend(["@media print{:root{--origin:\"", origin, "\"}}\n"]);
    let mut joined = BTreeMap::new();
    let names: BTreeSet<&str> = layers.all().filter_map(|(_, name, _)| name.strip_prefix("assets/")).collect();
    for name in names.into_iter().filter(|name| name.ends_with(".css")) {
        let Some(file) = layers.top(&format!("assets/{name}")) else { continue };
        // A style sheet that is not text is published unchanged.
        let Ok(text) = file.text() else { continue };
        let (sheet, faults) = sheets::join(&file.path, text, &tokens, layers);
        diagnostics.extend(faults);
        if sheet != text {
            joined.insert(name.to_owned(), sheet.into_bytes());
        }
    }
    (joined, diagnostics)
}

fn strings(layers: &Layers) -> impl Iterator<Item = &File> {
    layers.all().filter(|(_, name, _)| name.starts_with("strings/")).map(|(.., file)| file)
}

/// A template engine with all templates, which of them were minified, and the digests of the texts it was given.
struct Ready {
    tera: Tera,
    minified: BTreeMap<String, Minified>,
    digests: BTreeMap<String, Digest>,
    words: BTreeMap<String, BTreeSet<&'static str>>,
}

fn templates(layers: &Layers, minify: Minify, register: &dyn Fn(&mut Tera)) -> Result<Ready, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    let mut sources: Vec<(String, &str)> = Vec::new();
    for (prefix, name, file) in layers.all() {
        let Some(template) = name.strip_prefix("templates/") else { continue };
        if !TEMPLATE_ENDS.iter().any(|end| template.ends_with(end)) {
            continue;
        }
        let source = match file.text() {
            Ok(source) => source,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let name = format!("{prefix}{template}");
        // The engine stops at the first faulty template; parsed one by one, each shows its own error.
        if let Err(error) = Tera::new().add_raw_template(&name, source)
            && matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
        {
            faults.extend(template_fault::of_loading(&error, layers));
        }
        sources.push((name, source));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    if minify == Minify::Templates {
        let small = minify::templates(&sources);
        let texts = sources.iter().zip(&small);
        let texts: Vec<(&str, &str)> =
            texts.map(|((name, text), small)| (&**name, small.as_ref().map_or(*text, |small| &*small.text))).collect();
        // Minified templates that the engine refuses are replaced by the originals, so that errors have the right
        // positions.
        if let Ok(tera) = joined(&texts, register) {
            let digests = digest::of_templates(&texts);
            let words = digest::words_of_templates(&texts, FIELDS);
            let named = sources.iter().zip(small).filter_map(|((name, _), small)| Some((name.clone(), small?)));
            return Ok(Ready { tera, minified: named.collect(), digests, words });
        }
    }
    let texts: Vec<(&str, &str)> = sources.iter().map(|(name, text)| (&**name, *text)).collect();
    match joined(&texts, register) {
        Ok(tera) => Ok(Ready {
            tera,
            minified: BTreeMap::new(),
            digests: digest::of_templates(&texts),
            words: digest::words_of_templates(&texts, FIELDS),
        }),
        Err(error) => Err(template_fault::of_loading(&error, layers)),
    }
}

fn joined(sources: &[(&str, &str)], register: &dyn Fn(&mut Tera)) -> Result<Tera, tera::Error> {
    let mut tera = Tera::default();
    tera.autoescape_on(ESCAPED_ENDS.to_vec());
    tera.set_fallback_prefixes(Layers::PREFIXES)?;
    register(&mut tera);
    tera.add_raw_templates(sources.iter().copied())?;
    Ok(tera)
}
