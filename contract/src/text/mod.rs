//! The text of a contract as a tree of nodes, each with its position.

pub(crate) mod json;
pub(crate) mod node;
pub(crate) mod repair;
pub(crate) mod scalar;
pub(crate) mod syntax;
