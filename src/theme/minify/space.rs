//! Which white space of a template no reader sees: what stands beside the tag of a block, or behind other space,
//! whichever way the conditions and loops around it go.
//!
//! The pieces of the template become a tree of branches and loops. It is walked forwards for what stands before each
//! space, and backwards for what stands behind it. Where a component or an included template stands, what all of its
//! versions begin and end with is asked for; a block, which a child may replace, and a value are taken for words.

use std::collections::BTreeMap;

use super::elements;
use super::html::{Lexeme, Reached, What};
use crate::theme::source::{Group, Kind, Tag};

/// What becomes of a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// One space remains.
    One,
    /// Nothing remains.
    None,
    /// It stays as it is.
    Same,
}

/// Whether a space at the end of what is written is seen, walking in one direction: by what was written before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ends {
    /// Where nothing seen stands before it.
    pub after_edge: bool,
    /// Where anything may stand before it.
    pub after_any: bool,
}

/// What is known of a text of which nothing is known.
pub const UNKNOWN: [Ends; 2] = [Ends { after_edge: false, after_any: false }; 2];

impl Ends {
    fn of(self, edge: bool) -> bool {
        if edge { self.after_edge } else { self.after_any }
    }

    fn and(self, other: Self) -> Self {
        Self { after_edge: self.after_edge && other.after_edge, after_any: self.after_any && other.after_any }
    }
}

/// What components and parts end with, forwards and backwards.
pub type Edges<'a> = BTreeMap<Reached<'a>, [Ends; 2]>;

/// A part of the tree.
#[derive(Debug)]
enum Node<'a> {
    Space(usize),
    /// Beside it no space is seen.
    Edge,
    /// Beside it every space is seen.
    Words,
    Written(Reached<'a>),
    /// One of several is written, or nothing where no arm must be taken.
    Branch {
        arms: Vec<Tree<'a>>,
        exhaustive: bool,
    },
    /// Something is written any number of times, or else something other.
    Loop {
        body: Tree<'a>,
        other: Option<Tree<'a>>,
        jumps: bool,
        ends: [Ends; 2],
    },
    /// Something is written elsewhere, or may be replaced.
    Apart(Tree<'a>),
}

type Tree<'a> = Vec<Node<'a>>;

/// The way in which a tree is walked.
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

/// Makes the tree of a template.
pub fn outline<'a>(lexemes: &[Lexeme<'a>], tags: &[Tag<'a>]) -> Outline<'a> {
    let mut fates = vec![Fate::Same; lexemes.len()];
    let mut builder = Builder { lexemes, tags, at: 0, fates: &mut fates, components: Vec::new() };
    let tree = builder.tree().0;
    let components = builder.components;
    Outline { tree, fates, components }
}

impl<'a> Outline<'a> {
    /// Adds what this template and the components it defines end with; a name known already keeps what holds for
    /// both.
    pub fn add_edges(&self, part: &'a str, edges: &Edges<'a>, found: &mut Edges<'a>) {
        let trees = self.components.iter().map(|(name, tree)| (Reached::Component(name), tree));
        for (reached, tree) in trees.chain([(Reached::Part(part), &self.tree)]) {
            let ends = [Way::Forwards, Way::Backwards].map(|way| ends(tree, way, edges));
            found.entry(reached).and_modify(|known| *known = [0, 1].map(|i| known[i].and(ends[i]))).or_insert(ends);
        }
    }

    /// Decides what becomes of each space.
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

/// Walks a tree; `edge` is whether a space here is not seen, and so is what comes back for the end of the tree.
fn walk(tree: &Tree<'_>, way: Way, mut edge: bool, edges: &Edges<'_>, fates: &mut Option<&mut Vec<Fate>>) -> bool {
    let step = |node: &Node<'_>| match node {
        Node::Space(index) => {
            if let Some(fates) = fates
                && edge
                && fates[*index] == Fate::One
            {
                fates[*index] = Fate::None;
            }
            // Of two spaces the first remains.
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

/// What ended a tree.
#[derive(PartialEq, Eq)]
enum Stop {
    Else { last: bool },
    End,
}

impl<'a> Builder<'_, 'a> {
    /// Reads pieces up to the tag that ends their group; tells what it was, and whether a jump stood among them.
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
                // Without what components end with: what is not known is taken for words.
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

    /// Looks at a space beside tags that take white space away: the engine does so where they are next to it.
    fn space(&mut self, index: usize) -> Option<Node<'a>> {
        let tag = |index: usize| match self.lexemes.get(index)?.what {
            What::Tag(tag) => Some(&self.tags[tag]),
            _ => None,
        };
        let before = index.checked_sub(1).and_then(tag);
        let behind = tag(index + 1);
        let trimmed = before.is_some_and(|tag| tag.trims[1]) || behind.is_some_and(|tag| tag.trims[0]);
        // What takes space away passes on to what stands behind a comment.
        let comment = |tag: Option<&Tag<'_>>| tag.is_some_and(|tag| tag.kind == Kind::Comment);
        if comment(before) || comment(behind) {
            return (!trimmed).then_some(Node::Words);
        }
        self.fates[index] = if trimmed { Fate::None } else { Fate::One };
        (!trimmed).then_some(Node::Space(index))
    }
}
