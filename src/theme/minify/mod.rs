//! Minifies a theme when it is loaded, so that the parts common to all pages are minified only once.
//!
//! In templates, this removes invisible white space (`space`), comments, and unnecessary characters inside start tags
//! (`start_tag`); the rendered document stays equivalent. A template whose HTML can't be parsed (`html`) stays as its
//! author wrote it. Style sheets and scripts lose comments and white space ([`assets`]).
//!
//! The tags of the template language are copied unchanged, and the original position of each is recorded, so that an
//! error during rendering still points into the author's text.

#[cfg(feature = "minify")]
pub mod assets;
#[cfg(not(feature = "minify"))]
pub mod assets {
    //! A substitute for programs built without `minify`: style sheets and scripts stay as they are.

    /// Leaves an asset as it is.
    #[must_use]
    pub fn minify(_: &str, _: &[u8]) -> Option<Vec<u8>> {
        None
    }
}
mod elements;
mod html;
mod space;
mod start_tag;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::ops::Range;

use super::layers::Layers;
use super::source::{Group, Kind, Tag, called, tags};
use html::{Lexeme, Reached, Read, What};
use space::{Edges, Fate, Outline};
use start_tag::Piece;

/// A minified template.
#[derive(Debug, Default)]
pub struct Minified {
    /// The text for the template engine.
    pub text: String,
    /// The ranges that were copied from the author's text, in the order of `text`.
    copies: Vec<Copied>,
}

#[derive(Clone, Copy, Debug)]
struct Copied {
    at: usize,
    from: usize,
    len: usize,
}

impl Minified {
    /// Returns the range of the author's text that a range of the minified text came from.
    #[must_use]
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        // Computed from the last byte: the byte after the range may have been copied from further on.
        let end =
            range.end.checked_sub(1).filter(|last| *last >= range.start).map_or(start, |last| self.place(last) + 1);
        start..end.max(start)
    }

    fn place(&self, at: usize) -> usize {
        let before = self.copies.partition_point(|copied| copied.at <= at);
        let Some(copied) = before.checked_sub(1).map(|index| self.copies[index]) else { return 0 };
        copied.from + (at - copied.at).min(copied.len)
    }

    fn copy(&mut self, source: &str, range: Range<usize>) {
        self.copies.push(Copied { at: self.text.len(), from: range.start, len: range.len() });
        self.text.push_str(&source[range]);
    }
}

/// Minifies templates of all layers together, because how one may be minified depends on where others use it. Names are
/// the engine's, with the prefix of the layer. `None` means that a template stays as it is.
#[must_use]
pub fn templates(sources: &[(String, &str)]) -> Vec<Option<Minified>> {
    let sources: Vec<Source<'_>> =
        sources.iter().map(|(name, text)| Source { name: plain(name), text, tags: tags(text) }).collect();
    let reads = read(&sources);
    let outlines: Vec<Option<Outline<'_>>> = sources
        .iter()
        .zip(&reads)
        .map(|(source, read)| Some(space::outline(&read.as_ref()?.lexemes, &source.tags)))
        .collect();
    // The end of a component depends on the components it calls. Three rounds are enough; with fewer the result is
    // still correct, only less is removed.
    let mut edges = Edges::new();
    for _ in 0..3 {
        let mut found = Edges::new();
        for (source, outline) in sources.iter().zip(&outlines) {
            if let Some(outline) = outline {
                outline.add_edges(source.name, &edges, &mut found);
            }
        }
        for (source, _) in sources.iter().zip(&outlines).filter(|(_, outline)| outline.is_none()) {
            found.extend(source.defined().into_iter().map(|name| (name, space::UNKNOWN)));
        }
        edges = found;
    }
    let minified = sources.iter().zip(&reads).zip(outlines).map(|((source, read), outline)| {
        let made = write(source, read.as_ref()?, &outline?.decide(&edges));
        (made.text.len() < source.text.len() && holds(source, &made)).then_some(made)
    });
    minified.collect()
}

/// A template with its name without the layer's prefix.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
    tags: Vec<Tag<'a>>,
}

impl<'a> Source<'a> {
    fn is_html(&self) -> bool {
        self.name.ends_with(".html")
    }

    /// Returns the names by which others can use this template: its own and those of its components.
    fn defined(&self) -> Vec<Reached<'a>> {
        let components = self.tags.iter().filter_map(|tag| match tag.kind {
            Kind::Begin(Group::Component(name)) => Some(Reached::Component(name)),
            _ => None,
        });
        components.chain([Reached::Part(self.name)]).collect()
    }

    /// Returns everything that this template uses, anywhere in it.
    fn reached(&self) -> Vec<Reached<'a>> {
        let mut reached = Vec::new();
        for tag in &self.tags {
            reached.extend(called(tag, self.text).into_iter().map(Reached::Component));
            match tag.kind {
                Kind::Include(name) | Kind::Extends(name) => reached.push(Reached::Part(plain(name))),
                Kind::Begin(Group::Block(name)) => reached.push(Reached::Block(name)),
                _ => {}
            }
        }
        reached
    }
}

/// Removes the layer's prefix from the name of a template.
#[must_use]
pub fn plain(name: &str) -> &str {
    Layers::PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// Parses every template, using what is known about where it is used, until nothing changes any more.
fn read<'a>(sources: &'a [Source<'a>]) -> Vec<Option<Read<'a>>> {
    // Templates and parts used where all white space counts; those that can't be parsed; those used in the head only.
    let (mut exact, mut opaque, mut head) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::<Reached<'_>>::new());
    for _ in 0..16 {
        let keeps = |name: Reached<'_>| exact.contains(&name);
        let read = |source: &'a Source<'a>| {
            let part = Reached::Part(source.name);
            let left =
                !source.is_html() || exact.contains(&part) || source.reached().iter().any(|name| opaque.contains(name));
            let read = || html::read(source.text, &source.tags, head.contains(&part), &keeps);
            if left { None } else { read() }
        };
        let reads: Vec<Option<Read<'a>>> = sources.iter().map(read).collect();
        let before = (exact.clone(), opaque.clone(), head.clone());
        let (mut in_head, mut in_body) = (BTreeSet::new(), BTreeSet::new());
        for (source, read) in sources.iter().zip(&reads).filter(|(source, _)| source.is_html()) {
            if let Some(read) = read {
                exact.extend(&read.exact);
                in_head.extend(&read.head);
                in_body.extend(&read.body);
            } else {
                // It is unknown where its parts are used, and which elements are open at its end.
                exact.extend(source.reached());
                if !exact.contains(&Reached::Part(source.name)) {
                    opaque.extend(source.defined());
                }
            }
        }
        head = in_head.difference(&in_body).copied().collect();
        if before == (exact.clone(), opaque.clone(), head.clone()) {
            return reads;
        }
    }
    sources.iter().map(|_| None).collect()
}

/// Writes the minified template.
fn write(source: &Source<'_>, read: &Read<'_>, fates: &[Fate]) -> Minified {
    let mut out = Minified::default();
    let is_tag = |index: usize| matches!(read.lexemes.get(index), Some(Lexeme { what: What::Tag(_), .. }));
    for (index, lexeme) in read.lexemes.iter().enumerate() {
        let text = &source.text[lexeme.range.clone()];
        match lexeme.what {
            What::Space if fates[index] == Fate::None && !out.text.ends_with('{') => {}
            What::Space if fates[index] != Fate::Same => out.text.push(' '),
            What::Comment if !lexeme.exact && goes(text) && !beside(index, &read.lexemes, &is_tag) => {}
            What::Start(_) if !lexeme.exact => {
                match start_tag::shorter(text, lexeme.range.start, inside(source, lexeme)) {
                    Some(pieces) => {
                        for piece in pieces {
                            match piece {
                                Piece::Text(text) => out.text.push_str(&text),
                                Piece::Tag(tag) => out.copy(source.text, tag.range.clone()),
                            }
                        }
                    }
                    None => out.copy(source.text, lexeme.range.clone()),
                }
            }
            _ => out.copy(source.text, lexeme.range.clone()),
        }
    }
    out
}

/// Returns the template tags inside a piece.
fn inside<'a>(source: &'a Source<'a>, lexeme: &Lexeme<'_>) -> &'a [Tag<'a>] {
    let place = |at: usize| source.tags.partition_point(|tag| tag.range.start < at);
    &source.tags[place(lexeme.range.start)..place(lexeme.range.end)]
}

/// Returns whether a comment can be removed: no program reads it, and it contains no template tags.
fn goes(comment: &str) -> bool {
    let inner = comment.trim_start_matches("<!--").trim_start();
    !inner.starts_with(['#', '[', '!']) && tags(comment).is_empty()
}

/// Returns whether a template tag is next to a piece; such a tag may also trim the white space beyond the piece.
fn beside(index: usize, lexemes: &[Lexeme<'_>], is_tag: &dyn Fn(usize) -> bool) -> bool {
    let space = |index: usize| lexemes.get(index).is_some_and(|lexeme| lexeme.what == What::Space);
    let before = index.checked_sub(1).map(|before| if space(before) { before.wrapping_sub(1) } else { before });
    let behind = if space(index + 1) { index + 2 } else { index + 1 };
    before.is_some_and(is_tag) || is_tag(behind)
}

/// Checks that a minified template has the same HTML tags and template tags as its source.
fn holds(source: &Source<'_>, made: &Minified) -> bool {
    let new = tags(&made.text);
    let mut origins: Vec<Range<usize>> = new.iter().map(|tag| made.origin(tag.range.clone())).collect();
    let same = new
        .iter()
        .zip(&origins)
        .all(|(tag, origin)| source.text.get(origin.clone()) == made.text.get(tag.range.clone()));
    origins.sort_by_key(|origin| origin.start);
    let kept = origins.iter().eq(source.tags.iter().map(|tag| &tag.range));
    let elements = |text: &str, tags: &[Tag<'_>]| -> Option<Vec<String>> {
        let read = html::read(text, tags, false, &|_| false)?;
        let names = read.lexemes.iter().filter_map(|lexeme| match lexeme.what {
            What::Start(name) => Some(name.to_owned()),
            What::End(name) => Some(format!("/{name}")),
            _ => None,
        });
        Some(names.collect())
    };
    same && kept && elements(source.text, &source.tags) == elements(&made.text, &new)
}
