//! Suggestions for broken links: what the link probably means, or the nearest files.

use crate::diag::{Name, SourcePath};

/// The maximum number of names in one message.
const MOST: usize = 3;

/// Explains a destination that is neither a file nor an address of the site but looks like something else: a web
/// address without its scheme, an e-mail address, a telephone number.
pub(super) fn elsewhere(dest: &str) -> Option<String> {
    let host = dest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    let labels: Vec<&str> = host.split('.').collect();
    let is_host = labels.len() >= 2 && labels.iter().all(|label| is_label(label));
    let top = labels.last().copied().unwrap_or_default();
    if let Some((name, domain)) = host.split_once('@')
        && !name.is_empty()
        && domain.contains('.')
    {
        return Some(format!("an e-mail address is written `mailto:{dest}`"));
    }
    let digits = dest.chars().filter(char::is_ascii_digit).count();
    if digits >= 6 && dest.chars().all(|c| c.is_ascii_digit() || "+-(). /".contains(c)) {
        let number: String = dest.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        return Some(format!("a telephone number is written `tel:{number}`"));
    }
    let is_web = host.to_lowercase().starts_with("www.") || is_host && !is_file_ending(top) && top.len() >= 2;
    is_web.then(|| format!("put `https://` in front: `https://{dest}`"))
}

/// Returns whether this is an extension of files beside texts and not a top-level domain.
fn is_file_ending(ending: &str) -> bool {
    const ENDINGS: [&str; 26] = [
        "md", "markdown", "txt", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "csv", "ppt", "pptx", "jpg",
        "jpeg", "png", "svg", "webp", "avif", "gif", "heic", "mp4", "html", "htm", "json",
    ];
    ENDINGS.contains(&ending.to_lowercase().as_str()) || ending.chars().any(|c| c.is_ascii_digit())
}

/// Names the files nearest to a missing one, as a link in the text `from` would name them.
pub(super) fn files<'a>(
    from: &SourcePath,
    wanted: &SourcePath,
    there: impl Iterator<Item = &'a SourcePath> + Clone,
) -> Option<String> {
    let own = Name::new(stem(wanted));
    let length = stem(wanted).chars().count();
    let distance = |path: &SourcePath| {
        let other = stem(path);
        let names = own.distance(other, (length.max(other.chars().count()) / 3).max(1))?;
        let languages = usize::from(ending(wanted) != ending(path));
        Some((names, languages, strsim::damerau_levenshtein(wanted.folder(), path.folder())))
    };
    let mut near: Vec<_> =
        there.clone().filter(|path| *path != wanted).filter_map(|path| Some((distance(path)?, path))).collect();
    near.sort_unstable();
    let named: Vec<String> = near.iter().take(MOST).map(|(_, path)| relative(from, path)).collect();
    if let [first, ..] = &named[..] {
        let best = if named.len() == 1 {
            format!("did you mean `{first}`?")
        } else {
            let all = named.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
            format!("nearest: {all}")
        };
        return Some(best);
    }
    let beside = there.filter(|path| path.folder() == wanted.folder() && ending(path) == ending(wanted));
    let beside: Vec<String> = beside.take(MOST).map(|path| format!("`{}`", relative(from, path))).collect();
    (!beside.is_empty()).then(|| format!("in that folder: {}", beside.join(", ")))
}

/// Returns the name without language and extension.
fn stem(path: &SourcePath) -> &str {
    let name = path.file_name().split('.').next().unwrap_or_default();
    match name {
        "index" | "_section" => path.folder().rsplit('/').next().unwrap_or(name),
        name => name,
    }
}

fn ending(path: &SourcePath) -> &str {
    path.file_name().split_once('.').map_or("", |(_, ending)| ending)
}

/// Returns the path of a file relative to a text.
fn relative(from: &SourcePath, path: &SourcePath) -> String {
    let split = |folder: &str| folder.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (own, other) = (split(from.folder()), split(path.folder()));
    let common = own.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..".to_owned(), own.len() - common);
    let parts = up.chain(other[common..].iter().cloned()).chain([path.file_name().to_owned()]);
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::{elsewhere, files};
    use crate::diag::SourcePath;

    #[test]
    fn external_addresses_are_recognised_by_their_form() {
        for (dest, meant) in [
            ("www.example.org", Some("https://www.example.org")),
            ("example.org/visas?lang=en", Some("https://example.org/visas?lang=en")),
            ("visas.gouv.fr", Some("https://visas.gouv.fr")),
            ("press@example.org", Some("mailto:press@example.org")),
            ("+999 20 555 0100", Some("tel:+999205550100")),
            ("visa-fees.en.md", None),
            ("annex.pdf", None),
            ("press/annex.v2", None),
            ("press/treaty", None),
            ("minutes 2026", None),
        ] {
            let help = elsewhere(dest);
            assert_eq!(help.is_some(), meant.is_some(), "{dest}: {help:?}");
            assert!(help.unwrap_or_default().contains(meant.unwrap_or_default()), "{dest}");
        }
    }

    #[test]
    fn the_nearest_files_are_named_as_a_link_names_them() {
        let paths =
            ["content/about.en.md", "content/about.fr.md", "content/faq/visa.en.md", "content/press/treaty.en.md"];
        let paths: Vec<SourcePath> = paths.iter().map(|path| SourcePath::new(path)).collect();
        let help = |wanted: &str| {
            files(&SourcePath::new("content/press/treaty.en.md"), &SourcePath::new(wanted), paths.iter())
                .unwrap_or_default()
        };
        assert!(help("content/press/abuot.en.md").contains("`../about.en.md`"));
        assert!(help("content/press/visa.en.md").contains("`../faq/visa.en.md`"));
        assert!(help("content/faq/fees.en.md").contains("`../faq/visa.en.md`"));
        assert_eq!(help("content/other/nothing-like-it.de.md"), "");
        assert!(!help("content/about.en.md").contains("`../about.en.md`"), "never the link itself");
    }
}
