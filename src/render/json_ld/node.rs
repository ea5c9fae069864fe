//! A JSON-LD node: a type and its properties, in the order in which they were added.

use serde_json::{Map, Value};

/// A node under construction.
pub(super) struct Node(Map<String, Value>);

impl Node {
    /// Starts a node with a schema.org type.
    pub fn new(kind: &str) -> Self {
        Self(Map::from_iter([("@type".to_owned(), Value::from(kind))]))
    }

    /// Adds a property.
    pub fn with(mut self, property: &str, value: impl Into<Value>) -> Self {
        self.0.insert(property.to_owned(), value.into());
        self
    }

    /// Adds a property if it has a value.
    pub fn maybe(self, property: &str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(property, value),
            None => self,
        }
    }

    /// Adds a property with several values; nothing if there are none.
    pub fn list<T: Into<Value>>(self, property: &str, values: impl Iterator<Item = T>) -> Self {
        let values: Vec<Value> = values.map(Into::into).collect();
        if values.is_empty() { self } else { self.with(property, values) }
    }
}

impl From<Node> for Value {
    fn from(node: Node) -> Self {
        Self::Object(node.0)
    }
}
