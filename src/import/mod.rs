//! Foreign sites become portals.

pub mod body;
