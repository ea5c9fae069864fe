//! Everything a render may ask, finished and shared by all threads.

use std::sync::Arc;

use crate::config::{LangId, PerLang, Settings};
use crate::fs::{Inputs, OutPath};
use crate::locale::{Locale, Strings};
use crate::site::Site;
use crate::theme::Theme;

/// The world of a build: settings, site, theme, words, files.
pub struct World {
    /// The settings.
    pub settings: Arc<Settings>,
    /// The public site.
    pub site: Site,
    /// The theme.
    pub theme: Arc<Theme>,
    /// What each language knows.
    pub locales: PerLang<Arc<Locale>>,
    /// UI strings.
    pub strings: PerLang<Strings>,
    /// Files, time and history.
    pub inputs: Arc<Inputs>,
    /// Assets of the theme: name and address below the base.
    pub assets: Vec<(String, String)>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("World").field("docs", &self.site.docs.len()).finish_non_exhaustive()
    }
}

impl World {
    /// Returns an address below the base as links in pages use it: under the base path, percent-encoded.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.settings.base.path(&encode(path))
    }

    /// Returns an address below the base in full: origin, base path, percent-encoded.
    #[must_use]
    pub fn absolute(&self, path: &str) -> String {
        self.settings.base.absolute(&encode(path))
    }

    /// Returns a language's tag.
    #[must_use]
    pub fn tag(&self, lang: LangId) -> &str {
        self.settings.languages.tag(lang).as_str()
    }

    /// Returns the address of an asset below the base.
    #[must_use]
    pub fn asset(&self, name: &str) -> Option<&str> {
        self.assets.iter().find(|(asset, _)| asset == name).map(|(_, address)| address.as_str())
    }
}

/// Percent-encodes a path; a fragment or query is kept as it is.
fn encode(path: &str) -> String {
    let end = path.find(['#', '?']).unwrap_or(path.len());
    let (path, rest) = path.split_at(end);
    let encoded = match path.trim_start_matches('/') {
        "" => "/".to_owned(),
        inner => {
            let slash = if inner.ends_with('/') { "/" } else { "" };
            OutPath::new(inner.trim_end_matches('/')).map_or_else(|| path.to_owned(), |out| out.url_path() + slash)
        }
    };
    encoded + rest
}
