//! What a hook does, as `chancery hook install` was told.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::Fault;
use crate::fs::disk;

/// The name of the file.
const FILE: &str = "hook.json";

/// What a hook does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the site is published.
    pub to: PathBuf,
    /// The branch that is published.
    pub branch: String,
    /// The folder of the site in the repository; empty where it is the whole.
    #[serde(default)]
    pub site: String,
    /// Where other branches are shown, if they are.
    #[serde(default)]
    pub preview: Option<Preview>,
}

/// Where branches are shown that are not published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preview {
    /// The folder that holds a folder for each branch.
    pub folder: PathBuf,
    /// The address of that folder, with a `/` at its end.
    pub url: String,
    /// Whether nobody sees it but those who may see drafts and what is under embargo.
    pub is_private: bool,
}

impl Preview {
    /// Returns the address of a preview.
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
    /// Says that there are none, or that they can't be read.
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

    /// Writes them, by one rename.
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
