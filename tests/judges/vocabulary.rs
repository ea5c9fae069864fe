//! The vocabulary of schema.org, as the package `schema-dts` has it: a TypeScript type per type.
//!
//! A type `X` has its properties in `interface XBase extends YBase`, and names itself in `interface XLeaf extends
//! XBase`. `type X = XLeaf | Y | string` says what may stand where an `X` is expected. The file is written by a program,
//! a declaration or property a line, so it is read line by line.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// Types, their properties and what these may hold.
#[derive(Default)]
pub struct Vocabulary {
    interfaces: BTreeMap<String, Interface>,
    /// Type → the interface that has its properties.
    types: BTreeMap<String, String>,
    /// Name → the alternatives it stands for.
    aliases: BTreeMap<String, Vec<String>>,
}

/// An interface: those that it extends, and its own properties with what they expect.
#[derive(Default)]
struct Interface {
    above: Vec<String>,
    properties: BTreeMap<String, Vec<String>>,
}

impl Vocabulary {
    /// Reads the package's declarations.
    pub fn read(text: &str) -> Self {
        let mut vocabulary = Self::default();
        let (mut open, mut base): (Option<String>, Option<String>) = (None, None);
        for line in text.lines() {
            let declared = line.strip_prefix("export ").unwrap_or(line);
            if let Some((name, above)) =
                declared.strip_prefix("interface ").and_then(|rest| rest.split_once(" extends "))
            {
                let above: Vec<String> =
                    above.trim_end_matches('{').split(',').map(|name| name.trim().to_owned()).collect();
                base = above.first().cloned();
                vocabulary.interfaces.insert(name.to_owned(), Interface { above, ..Interface::default() });
                open = Some(name.to_owned());
            } else if let Some((name, value)) = declared.strip_prefix("type ").and_then(|rest| rest.split_once(" = ")) {
                vocabulary.aliases.insert(name.to_owned(), alternatives(value));
                open = None;
            } else if let (Some(interface), Some((name, value))) = (&open, property(line)) {
                if name == "@type" {
                    let leaf = value.trim_matches(['"', ';']).to_owned();
                    vocabulary.types.extend(base.clone().map(|base| (leaf, base)));
                } else if let Some(expected) = value.strip_prefix("SchemaValue<") {
                    let expected = expected.rsplit_once(", \"").map_or(expected, |(expected, _)| expected);
                    let properties = &mut vocabulary.interfaces.get_mut(interface).unwrap().properties;
                    properties.insert(name.to_owned(), alternatives(expected));
                }
            }
        }
        vocabulary
    }

    /// How many types there are.
    pub fn len(&self) -> usize {
        self.types.len()
    }

    /// What is wrong with a value: types, properties, and what properties hold.
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.judge(value, &mut faults);
        faults
    }

    fn judge(&self, value: &Value, faults: &mut Vec<String>) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.judge(item, faults)),
            Value::Object(node) => self.judge_node(node, faults),
            _ => {}
        }
    }

    fn judge_node(&self, node: &Map<String, Value>, faults: &mut Vec<String>) {
        let Some(kind) = node.get("@type") else {
            // A reference to another node, or the graph itself.
            let allowed = ["@id", "@context", "@graph"];
            faults.extend(
                node.keys().filter(|key| !allowed.contains(&key.as_str())).map(|key| format!("`{key}` of no type")),
            );
            node.values().for_each(|value| self.judge(value, faults));
            return;
        };
        let Some((kind, base)) = kind.as_str().and_then(|kind| Some((kind, self.types.get(kind)?))) else {
            faults.push(format!("there is no type {kind}"));
            return;
        };
        for (name, value) in node {
            self.judge(value, faults);
            if ["@type", "@id", "@context"].contains(&name.as_str()) {
                continue;
            }
            let Some(expected) = self.property(base, name) else {
                faults.push(format!("`{kind}` has no property `{name}`"));
                continue;
            };
            let values = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            for value in values.iter().filter(|value| !self.fits(value, expected)) {
                faults.push(format!("`{name}` of `{kind}` can't be {value:.120}: expected {}", expected.join(", ")));
            }
        }
    }

    fn property(&self, base: &str, name: &str) -> Option<&Vec<String>> {
        let Interface { above, properties } = self.interfaces.get(base)?;
        properties.get(name).or_else(|| above.iter().find_map(|base| self.property(base, name)))
    }

    fn fits(&self, value: &Value, expected: &[String]) -> bool {
        let mut all = BTreeSet::new();
        for name in expected {
            self.expand(name, &mut all);
        }
        match value {
            Value::String(text) => all.contains("string") || all.contains(&format!("\"{text}\"")),
            Value::Number(_) => all.contains("number"),
            Value::Bool(_) => all.contains("boolean"),
            Value::Object(node) => match node.get("@type").and_then(Value::as_str) {
                Some(kind) => all.contains(&format!("{kind}Leaf")),
                None => all.contains("IdReference"),
            },
            _ => false,
        }
    }

    /// Everything that a name stands for.
    fn expand(&self, name: &str, all: &mut BTreeSet<String>) {
        if all.insert(name.to_owned()) {
            self.aliases.get(name).into_iter().flatten().for_each(|name| self.expand(name, all));
        }
    }
}

fn property(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.trim().strip_prefix('"')?.split_once('"')?;
    Some((name, value.trim_start_matches('?').trim_start_matches(':').trim()))
}

fn alternatives(value: &str) -> Vec<String> {
    value.trim_end_matches(';').split(" | ").map(|name| name.trim().to_owned()).collect()
}
