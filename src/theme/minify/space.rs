//! Finds the white space in a template that is never visible: next to the tag of a block, or after other white space,
//! whichever way the surrounding conditions and loops go.
//!
//! The pieces of the template become a tree of branches and loops. It is walked forwards to see what is before each
//! space, and backwards to see what is after it. For a component or an included template, the beginnings and ends of
//! all its versions are considered; a block, which a child may replace, and a printed value count as words. versions
//! begin and end with is asked for; a block, which a child may replace, and a value are taken for words.

use std::collections::BTreeMap;

use super::elements;
use super::html::{Lexeme, Reached, What};
use crate::theme::source::{Group, Kind, Tag};

/// The result for a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It becomes a single space.
    One,
    /// It is removed.
    None,
    /// It stays unchanged.
    Same,
}

/// For one direction of the walk: whether a space after a text would be invisible, depending on what is before the
/// text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// If the text follows an edge, next to which no space is visible.
    pub after_edge: bool,
    /// If the text follows anything else.
    pub after_any: bool,
}

/// The ends of a text about which nothing is known.
pub const UNKNOWN: [Ends; 2] = [Ends { after_edge: false, after_any: false }; 2];

impl Ends {
    fn of(self, edge: bool) -> bool {
        if edge { self.after_edge } else { self.after_any }
    }

    fn and(self, other: Self) -> Self {
        Self { after_edge: self.after_edge && other.after_edge, after_any: self.after_any && other.after_any }
    }
}

/// The ends of components and included templates, forwards and backwards.
pub type Edges<'a> = BTreeMap<Reached<'a>, [Ends; 2]>;

/// A node of the tree.
#[derive(Debug)]
enum Node<'a> {
    Space(usize),
    /// The tag of a block: white space next to it is invisible.
    Edge,
    /// Text: white space next to it is visible.
    Words,
    Written(Reached<'a>),
    /// One of several arms is written, or possibly none if the branch is not exhaustive.
    Branch {
        arms: Vec<Tree<'a>>,
        exhaustive: bool,
    },
    /// A body that is written any number of times, or an alternative if there are no items.
    Loop {
        body: Tree<'a>,
        other: Option<Tree<'a>>,
        jumps: bool,
        ends: [Ends; 2],
    },
    /// A part that is written elsewhere or may be replaced.
    Apart(Tree<'a>),
}

type Tree<'a> = Vec<Node<'a>>;

/// The direction in which a tree is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Forwards,
    Backwards,
}

/// A template as a tree.
#[derive(Debug)]
pub struct Outline<'a> {
    tree: Tree<'a>,
    fates: Vec<Fate>,
    components: Vec<(&'a str, Tree<'a>)>,
}

/// Builds the tree of a template.
pub fn outline<'a>(lexemes: &[Lexeme<'a>], tags: &[Tag<'a>]) -> Outline<'a> {
    let mut fates = vec![Fate::Same; lexemes.len()];
    let mut builder = Builder { lexemes, tags, at: 0, fates: &mut fates, components: Vec::new() };
    let tree = builder.tree().0;
    let components = builder.components;
    Outline { tree, fates, components }
}

impl<'a> Outline<'a> {
    /// Adds the ends of this template and of the components it defines; for a name that is already known, only the
    /// facts that hold for both remain.
    pub fn add_edges(&self, part: &'a str, edges: &Edges<'a>, found: &mut Edges<'a>) {
        let trees = self.components.iter().map(|(name, tree)| (Reached::Component(name), tree));
        for (reached, tree) in trees.chain([(Reached::Part(part), &self.tree)]) {
            let ends = [Way::Forwards, Way::Backwards].map(|way| ends(tree, way, edges));
            found.entry(reached).and_modify(|known| *known = [0, 1].map(|i| known[i].and(ends[i]))).or_insert(ends);
        }
    }

    /// Decides the result for each space.
    pub fn decide(mut self, edges: &Edges<'a>) -> Vec<Fate> {
        for way in [Way::Forwards, Way::Backwards] {
            walk(&self.tree, way, false, edges, &mut Some(&mut self.fates));
            for (_, tree) in &self.components {
                walk(tree, way, false, edges, &mut Some(&mut self.fates));
            }
        }
        self.fates
    }
}

fn ends(tree: &Tree<'_>, way: Way, edges: &Edges<'_>) -> Ends {
    Ends { after_edge: walk(tree, way, true, edges, &mut None), after_any: walk(tree, way, false, edges, &mut None) }
}

/// Walks a tree. `edge` says whether a space at its beginning is invisible; the result says so for its end.
fn walk(tree: &Tree<'_>, way: Way, mut edge: bool, edges: &Edges<'_>, fates: &mut Option<&mut Vec<Fate>>) -> bool {
    let step = |node: &Node<'_>| match node {
        Node::Space(index) => {
            if let Some(fates) = fates
                && edge
                && fates[*index] == Fate::One
            {
                fates[*index] = Fate::None;
            }
            // Of two adjacent spaces, the first stays.
            edge |= way == Way::Forwards;
        }
        Node::Edge => edge = true,
        Node::Words => edge = false,
        Node::Written(reached) => {
            edge = edges.get(reached).unwrap_or(&UNKNOWN)[way as usize].of(edge);
        }
        Node::Branch { arms, exhaustive } => {
            let mut all = *exhaustive || edge;
            for arm in arms {
                all &= walk(arm, way, edge, edges, fates);
            }
            edge = all;
        }
        Node::Loop { body, other, jumps, ends } => {
            let ends = ends[way as usize];
            let again = edge && !jumps && ends.after_edge;
            walk(body, way, again, edges, fates);
            let none = other.as_ref().map_or(edge, |other| walk(other, way, edge, edges, fates));
            edge = none && !jumps && ends.of(again);
        }
        Node::Apart(body) => {
            walk(body, way, false, edges, fates);
            edge = false;
        }
    };
    match way {
        Way::Forwards => tree.iter().for_each(step),
        Way::Backwards => tree.iter().rev().for_each(step),
    }
    edge
}

struct Builder<'b, 'a> {
    lexemes: &'b [Lexeme<'a>],
    tags: &'b [Tag<'a>],
    at: usize,
    fates: &'b mut Vec<Fate>,
    components: Vec<(&'a str, Tree<'a>)>,
}

/// The reason why a tree ended.
#[derive(PartialEq, Eq)]
enum Stop {
    Else { last: bool },
    End,
}

impl<'a> Builder<'_, 'a> {
    /// Reads pieces up to the tag that ends their group; returns that tag's kind and whether there was a jump among
    /// them.
    fn tree(&mut self) -> (Tree<'a>, Stop, bool) {
        let mut tree = Tree::new();
        let mut jumps = false;
        while let Some(lexeme) = self.lexemes.get(self.at) {
            let index = self.at;
            self.at += 1;
            let node = match lexeme.what {
                What::Space if lexeme.exact => Some(Node::Words),
                What::Space => self.space(index),
                What::Start(name) | What::End(name) if !lexeme.exact && elements::is_block(name, lexeme.head) => {
                    Some(Node::Edge)
                }
                What::Fixed if lexeme.head => None,
                What::Words | What::Start(_) | What::End(_) | What::Fixed => Some(Node::Words),
                What::Comment => None,
                What::Tag(tag) => match self.tags[tag].kind {
                    Kind::Comment | Kind::Set => None,
                    Kind::Print | Kind::Raw | Kind::Extends(_) => Some(Node::Words),
                    Kind::Include(name) => Some(Node::Written(Reached::Part(super::plain(name)))),
                    Kind::Call(name) => Some(Node::Written(Reached::Component(name))),
                    Kind::Jump => {
                        jumps = true;
                        Some(Node::Words)
                    }
                    Kind::Else { last } => return (tree, Stop::Else { last }, jumps),
                    Kind::End => return (tree, Stop::End, jumps),
                    Kind::Begin(group) => {
                        let (node, jumped) = self.group(group);
                        jumps |= jumped;
                        node
                    }
                },
            };
            tree.extend(node);
        }
        (tree, Stop::End, jumps)
    }

    fn group(&mut self, group: Group<'a>) -> (Option<Node<'a>>, bool) {
        let (first, mut stop, mut jumps) = self.tree();
        let mut arms = vec![first];
        let mut exhaustive = false;
        while let Stop::Else { last } = stop {
            exhaustive |= last;
            let (arm, next, jumped) = self.tree();
            jumps |= jumped;
            arms.push(arm);
            stop = next;
        }
        match group {
            Group::If => (Some(Node::Branch { arms, exhaustive }), jumps),
            Group::For => {
                let other = if arms.len() > 1 { arms.pop() } else { None };
                let body = arms.pop().unwrap_or_default();
                // The ends of components are not known yet; unknown ones count as words.
                let none = Edges::new();
                let ends = [Way::Forwards, Way::Backwards].map(|way| ends(&body, way, &none));
                (Some(Node::Loop { body, other, jumps, ends }), false)
            }
            Group::Component(name) => {
                let body = arms.pop().unwrap_or_default();
                self.components.push((name, body));
                (None, false)
            }
            Group::Capture | Group::Block(_) | Group::Call(_) => {
                (Some(Node::Apart(arms.pop().unwrap_or_default())), jumps)
            }
        }
    }

    /// Decides about a space next to tags that trim white space; the engine trims only directly adjacent space.
    fn space(&mut self, index: usize) -> Option<Node<'a>> {
        let tag = |index: usize| match self.lexemes.get(index)?.what {
            What::Tag(tag) => Some(&self.tags[tag]),
            _ => None,
        };
        let before = index.checked_sub(1).and_then(tag);
        let behind = tag(index + 1);
        let trimmed = before.is_some_and(|tag| tag.trims[1]) || behind.is_some_and(|tag| tag.trims[0]);
        // Trimming extends beyond a comment to the text after it.
        let comment = |tag: Option<&Tag<'_>>| tag.is_some_and(|tag| tag.kind == Kind::Comment);
        if comment(before) || comment(behind) {
            return (!trimmed).then_some(Node::Words);
        }
        self.fates[index] = if trimmed { Fate::None } else { Fate::One };
        (!trimmed).then_some(Node::Space(index))
    }
}
