//! A destination before its first release: a folder with rules that a web server can include already, and which answer
//! every address with 503 and the request to come back.

use std::path::Path;

use super::destination::{Destination, failed, replace};
use crate::diag::Diagnostic;
use crate::fs::disk::{self, Disk, SystemDisk};
use crate::plan::HostFile;

/// The folder that the link leads to until there is a release.
pub(super) const WAITING: &str = "waiting";

/// Seconds after which a reader may ask again.
const LATER: u32 = 300;

/// Prepares a destination for its first release, so that the web server can be set up before; nothing changes where there
/// is a release.
///
/// # Errors
///
/// `foreign-destination`, `destination-busy`, `publish-failed`.
pub fn init(to: &Path) -> Result<(), Diagnostic> {
    let disk = &SystemDisk;
    let destination = Destination::open(disk, to, true)?;
    if destination.current().is_some() {
        return Ok(());
    }
    let folder = destination.root.join(WAITING);
    let written = || {
        disk::make_folders(disk, &folder)?;
        for (file, rules) in rules() {
            replace(disk, &folder.join(file.file_name()), rules.as_bytes())?;
        }
        disk.settle(&folder)?;
        destination.wait_for_release(disk)
    };
    written().map_err(|error| failed(&destination.root, &error))
}

/// The rules for each server that includes a file of the site.
fn rules() -> [(HostFile, String); 3] {
    let head = "# Until the first release. The next one brings the rules of the site.\n";
    [
        (
            HostFile::Nginx,
            format!("{head}location / {{\n    add_header Retry-After {LATER} always;\n    return 503;\n}}\n"),
        ),
        (
            HostFile::Apache,
            format!(
                "{head}<IfModule mod_headers.c>\n    Header always set Retry-After {LATER}\n</IfModule>\nRedirect 503 /\n"
            ),
        ),
        (HostFile::Caddy, format!("{head}header Retry-After {LATER}\nrespond 503\n")),
    ]
}
