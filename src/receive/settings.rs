//! The settings of a hook, as given to `chancery hook install`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::fs::disk;

/// The name of the settings file.
const FILE: &str = "hook.json";

/// The settings of a hook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// The destination of the published site.
    pub to: PathBuf,
    /// The branch to publish.
    pub branch: String,
    /// The folder of the site in the repository; empty for the root.
    #[serde(default)]
    pub site: String,
    /// The settings for previews of other branches, if they get previews.
    #[serde(default)]
    pub preview: Option<Preview>,
}

/// The settings for previews of branches that are not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// The folder that contains one folder for each branch.
    pub folder: PathBuf,
    /// The URL of that folder, with a trailing `/`.
    pub url: String,
    /// Whether only people who may see drafts and embargoed texts can reach it.
    pub is_private: bool,
}

impl Preview {
    /// Returns the URL of a preview.
    #[must_use]
    pub fn address(&self, name: &str) -> String {
        format!("{}/{name}/", self.url.trim_end_matches('/'))
    }
}

impl Settings {
    /// Reads the settings of a hook.
    ///
    /// # Errors
    ///
    /// If there are none or they can't be read.
    pub fn read(home: &Path) -> Result<Self, Fault> {
        let path = home.join(FILE);
        match disk::kind(&path) {
            Ok(None) => {
                return Err(Fault::Unusable(format!("no hook was put in place: there is no `{}`", path.display())));
            }
            Ok(Some(_)) => {}
            Err(error) => return Err(Fault::outside(&path, &error)),
        }
        let bytes = disk::read(&path).map_err(|error| Fault::outside(&path, &error))?;
        serde_json::from_slice(&bytes)
            .map_err(|error| Fault::Unusable(format!("`{}` can't be read: {error}", path.display())))
    }

    /// Writes the settings atomically, by a rename.
    ///
    /// # Errors
    ///
    /// The operating system's.
    pub fn write(&self, home: &Path) -> Result<(), Fault> {
        let json = serde_json::to_string_pretty(self).map_err(|error| Fault::Unusable(error.to_string()))? + "\n";
        disk::replace_private(home, FILE, |file| file.write_all(json.as_bytes()))
            .map_err(|error| Fault::outside(&home.join(FILE), &error))
    }
}
