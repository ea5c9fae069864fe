//! Parses the refs that git reports for a push, and turns branch names into folder names.

/// A ref that a push has changed: one line of the input of a `post-receive` hook (githooks, "post-receive").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The new object id in hexadecimal; `None` if the ref was deleted.
    pub new: Option<String>,
    /// The full name of the ref, as bytes: git allows nearly any byte.
    pub name: Vec<u8>,
}

impl Update {
    /// Parses the hook's input, one ref per line. Ignores malformed lines.
    #[must_use]
    pub fn read(lines: &[u8]) -> Vec<Self> {
        let is_object = |text: &[u8]| matches!(text.len(), 40 | 64) && text.iter().all(u8::is_ascii_hexdigit);
        let read = |line: &[u8]| {
            let mut parts = line.splitn(3, |byte| *byte == b' ');
            let (old, new, name) = (parts.next()?, parts.next()?, parts.next()?);
            (is_object(old) && is_object(new) && !name.is_empty()).then(|| Self {
                new: new.iter().any(|byte| *byte != b'0').then(|| String::from_utf8_lossy(new).into_owned()),
                name: name.to_vec(),
            })
        };
        lines.split(|byte| *byte == b'\n').filter_map(read).collect()
    }

    /// Returns the branch name, if the ref is a branch and its name is valid UTF-8.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        std::str::from_utf8(&self.name).ok()?.strip_prefix("refs/heads/")
    }

    /// Returns the name for display, without control characters that a terminal would obey.
    #[must_use]
    pub fn shown(&self) -> String {
        let name = String::from_utf8_lossy(&self.name);
        name.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
    }
}

/// The maximum number of characters of the branch name in its folder name.
const SEEN: usize = 40;

/// Returns the preview folder of a branch: a path segment that is safe in URLs and different for every branch.
///
/// Names of lower-case ASCII letters, digits and single hyphens are used unchanged. Other names keep their usable
/// characters, followed by two hyphens and a digest; unchanged names never contain two hyphens.
#[must_use]
pub fn preview_folder(branch: &str) -> String {
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_kept = !branch.is_empty()
        && branch.len() <= SEEN
        && branch.chars().all(|c| is_plain(c) || c == '-')
        && !branch.contains("--")
        && branch.starts_with(is_plain)
        && branch.ends_with(is_plain);
    if is_kept {
        return branch.to_owned();
    }
    let mut seen = String::new();
    for c in branch.chars().flat_map(char::to_lowercase) {
        if seen.len() >= SEEN {
            break;
        }
        if is_plain(c) {
            seen.push(c);
        } else if !seen.is_empty() && !seen.ends_with('-') {
            seen.push('-');
        }
    }
    let digest = blake3::hash(branch.as_bytes()).to_hex();
    format!("{}--{}", seen.trim_end_matches('-'), &digest[..16]).trim_start_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: &str = "1111111111111111111111111111111111111111";
    const NONE: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn a_push_is_read_line_by_line() {
        let lines = format!("{NONE} {A} refs/heads/main\n{A} {NONE} refs/heads/a b\nrubbish\n{A} x refs/heads/c\n");
        let updates = Update::read(lines.as_bytes());
        assert_eq!(updates.len(), 2);
        assert_eq!((updates[0].branch(), updates[0].new.as_deref()), (Some("main"), Some(A)));
        assert_eq!((updates[1].branch(), updates[1].new.as_deref()), (Some("a b"), None));
        let odd = Update { new: None, name: b"refs/heads/\xff\x1b[31m".to_vec() };
        assert_eq!(odd.branch(), None);
        assert!(!odd.shown().contains('\u{1b}'));
    }

    #[test]
    fn each_branch_has_a_folder_of_its_own() {
        assert_eq!(preview_folder("visit-2026"), "visit-2026");
        let odd =
            ["feature/x", "feature-x", "Feature-x", "feature--x", "-x", "..", "%2e", "$(touch x)", "été", "a\"b", ""];
        let folders: std::collections::BTreeSet<String> = odd.iter().map(|branch| preview_folder(branch)).collect();
        assert_eq!(folders.len(), odd.len());
        for folder in &folders {
            assert!(folder.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'), "{folder}");
            assert!(!folder.is_empty() && !folder.starts_with('-') && folder.len() < 64, "{folder}");
        }
        assert!(preview_folder("feature/x").starts_with("feature-x--"));
        assert!(preview_folder(&"a".repeat(300)).len() < 64);
        // A branch whose name is the folder name of another branch gets a different folder.
        let taken = preview_folder("feature/x");
        assert_ne!(preview_folder(&taken), taken);
    }
}
