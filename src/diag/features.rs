//! Parts that the program can be built without (Cargo features), and the note where a site asks for one of them.
//!
//! The commands that a program was built without are the business of `cli`.

use super::{Diagnostic, codes};

/// A part of the program that changes the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Code in colours.
    Highlight,
    /// Sections that allow some raw HTML.
    Html,
    /// Style sheets, scripts and whole pages without white space.
    Minify,
    /// Versions of pictures made of pixels, and share cards.
    Pictures,
    /// The search page and its index.
    Search,
}

impl Feature {
    /// Tells whether this program was built with it.
    #[must_use]
    pub const fn is_present(self) -> bool {
        match self {
            Self::Highlight => cfg!(feature = "highlight"),
            Self::Html => cfg!(feature = "html"),
            Self::Minify => cfg!(feature = "minify"),
            Self::Pictures => cfg!(feature = "pictures"),
            Self::Search => cfg!(feature = "search"),
        }
    }

    /// Makes the note for a site that asks for it; `None` where this program was built with it. The note is the same each
    /// time, so that a build shows it once.
    #[must_use]
    pub fn absent(self) -> Option<Diagnostic> {
        let (name, result) = match self {
            Self::Highlight => ("highlight", "code has no colours"),
            Self::Html => ("html", "raw HTML is refused in every section"),
            Self::Minify => ("minify", "finished pages, style sheets and scripts are not minified"),
            Self::Pictures => ("pictures", "texts stand in place of pictures, and there are no share cards"),
            Self::Search => ("search", "there is no search page"),
        };
        let message = format!("this program was built without `{name}`: {result}");
        let note = Diagnostic::new(&codes::FEATURE_ABSENT, message);
        (!self.is_present()).then(|| note.help("publish with a program that has all features"))
    }
}

#[cfg(test)]
mod tests {
    use super::Feature;

    #[test]
    fn a_missing_part_is_noted_and_no_other() {
        use Feature::{Highlight, Html, Minify, Pictures, Search};
        for feature in [Highlight, Html, Minify, Pictures, Search] {
            let code = feature.absent().map(|note| note.code.name);
            assert_eq!(code, (!feature.is_present()).then_some("feature-absent"), "{feature:?}");
        }
    }
}
