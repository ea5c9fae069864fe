//! Minifying when a theme is loaded: what every page has in common is made small once, instead of each page.
//!
//! Templates lose the white space that no reader sees (`space`), comments, and what is too much within start tags
//! (`start_tag`); what they write stays the same document. A template whose HTML can't be followed (`html`)
//! stays as its author wrote it. Style sheets and scripts lose comments and white space ([`assets`]).
//!
//! The template language's own tags are carried over as they are, and for each it is known where it stood, so that
//! a fault met while rendering still points into the author's text.

#[cfg(feature = "minify")]
pub mod assets;
#[cfg(not(feature = "minify"))]
pub mod assets {
    //! Style sheets and scripts as they are, in a program that was built without `minify`.

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

/// A template, minified.
#[derive(Debug, Default)]
pub struct Minified {
    /// What the engine is given.
    pub text: String,
    /// What was copied from the author's text, in the order in which it stands in `text`.
    copies: Vec<Copied>,
}

#[derive(Clone, Copy, Debug)]
struct Copied {
    at: usize,
    from: usize,
    len: usize,
}

impl Minified {
    /// Returns where a range of the minified text stood in the author's.
    #[must_use]
    pub fn origin(&self, range: Range<usize>) -> Range<usize> {
        let start = self.place(range.start);
        // What follows may have stood further on.
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

/// Minifies templates, all layers together: how one may be minified depends on where others call it. Names are the
/// engine's, with the prefix of the layer. `None` stands for a template that stays as it is.
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
    // What a component ends with depends on those it calls. Three rounds are deep enough, and fewer are sound.
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

/// A template under its name without the layer's prefix.
struct Source<'a> {
    name: &'a str,
    text: &'a str,
    tags: Vec<Tag<'a>>,
}

impl<'a> Source<'a> {
    fn is_html(&self) -> bool {
        self.name.ends_with(".html")
    }

    /// What others reach by this template: itself and its components.
    fn defined(&self) -> Vec<Reached<'a>> {
        let components = self.tags.iter().filter_map(|tag| match tag.kind {
            Kind::Begin(Group::Component(name)) => Some(Reached::Component(name)),
            _ => None,
        });
        components.chain([Reached::Part(self.name)]).collect()
    }

    /// What this template reaches, wherever in it.
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

/// Takes the layer's prefix from the name of a template.
#[must_use]
pub fn plain(name: &str) -> &str {
    Layers::PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(name)
}

/// Reads every template with what is known of where it is written, until nothing more becomes known.
fn read<'a>(sources: &'a [Source<'a>]) -> Vec<Option<Read<'a>>> {
    // What is written where every character counts; what no one can follow; what is written in the head alone.
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
                // Nobody knows where its parts are written, nor what is open where it ends.
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

/// Writes a template with what its spaces have become.
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

/// The template's tags within a piece.
fn inside<'a>(source: &'a Source<'a>, lexeme: &Lexeme<'_>) -> &'a [Tag<'a>] {
    let place = |at: usize| source.tags.partition_point(|tag| tag.range.start < at);
    &source.tags[place(lexeme.range.start)..place(lexeme.range.end)]
}

/// Tells whether a comment may go: one that is for no program and writes nothing.
fn goes(comment: &str) -> bool {
    let inner = comment.trim_start_matches("<!--").trim_start();
    !inner.starts_with(['#', '[', '!']) && tags(comment).is_empty()
}

/// Tells whether a tag of the template stands beside a piece: it may take away the space behind the piece as well.
fn beside(index: usize, lexemes: &[Lexeme<'_>], is_tag: &dyn Fn(usize) -> bool) -> bool {
    let space = |index: usize| lexemes.get(index).is_some_and(|lexeme| lexeme.what == What::Space);
    let before = index.checked_sub(1).map(|before| if space(before) { before.wrapping_sub(1) } else { before });
    let behind = if space(index + 1) { index + 2 } else { index + 1 };
    before.is_some_and(is_tag) || is_tag(behind)
}

/// Checks that a minified template has the same tags as its source, of HTML and of the template language.
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
