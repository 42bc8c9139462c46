//! Reads an OpenAPI contract strictly: its text, checked against every rule.
//!
//! Typed models of OpenAPI drop what they do not know, so everything looks at the text itself: a
//! tree of nodes, each with its position. All mistakes in a contract are reported in one run.
//!
//! ```text
//! text ─► text (nodes with positions) ─► index (operations, components, references resolved)
//!           grammar (OpenAPI as a table)   rules ─► findings
//!                                          validate (values against schemas)
//!                                          diff (two contracts ─► changes, each with a verdict)
//! ```
#![forbid(unsafe_code)]

mod diagnostic;
pub mod diff;
mod grammar;
mod index;
pub mod names;
mod page;
mod read;
mod rules;
mod suggest;
mod text;
mod validate;

pub use diagnostic::{Class, ContractError, Diagnostic, Position, Severity, Span};
pub use grammar::{
    METHODS,
    keys::{essence, is_json},
};
pub use index::{
    Index, Resolved,
    media::{Encoding, Media, json_media_type, json_schema, media_type},
    operation::{Auth, Operation, Parameter},
    schema,
    server::ServerVariable,
    split_name,
    style::Style,
};
pub use page::{explain, rules_page};
pub use read::{Contract, Reading, lint, load, load_earlier, read};
pub use rules::{Conventions, Example, Marked, Rule, UnknownRule, rule, rules};
pub use text::node::{Entry, Key, Node};
pub use validate::{NoSchema, Problem, Validator, example_of_format};
