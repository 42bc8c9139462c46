//! One resource as it is sent.

use serde::Serialize;
use serde_json::{Map, Value};

/// A resource, with whatever the contract does not know of it.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Row<T> {
    /// As the contract has it.
    Plain(Box<T>),
    /// With members that the contract does not list.
    Extended(Box<Extended<T>>),
    /// As a data file has it: decoded once to check it, sent as it stands.
    Given(Value),
}

/// A resource and members that the contract does not list.
#[derive(Serialize)]
pub(crate) struct Extended<T> {
    #[serde(flatten)]
    value: T,
    #[serde(flatten)]
    unknown: Map<String, Value>,
}

impl<T> Row<T> {
    /// A computed resource; `unknown` holds members that the contract does not list.
    pub(crate) fn new(value: T, unknown: Map<String, Value>) -> Self {
        if unknown.is_empty() {
            Self::Plain(Box::new(value))
        } else {
            Self::Extended(Box::new(Extended { value, unknown }))
        }
    }
}
