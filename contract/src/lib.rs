//! Reads an OpenAPI contract strictly and checks it against every rule.
//!
//! Typed models of OpenAPI drop what they do not know, so everything here works on the YAML itself, as
//! a tree of nodes with positions. All mistakes in a contract are reported in one run.
//!
//! ```text
//! text ─► nodes with positions ─► index (operations, components, resolved references)
//!                                  ├─► rules ─► findings
//!                                  ├─► validate (values against schemas)
//!                                  └─► diff (two contracts ─► changes with verdicts)
//! ```
//!
//! `grammar` describes OpenAPI and its extensions as a table, which strict reading and `diff` share;
//! `names` turns the contract's names into Rust names.
#![forbid(unsafe_code)]

mod diagnostic;
pub mod diff;
mod grammar;
mod index;
pub mod names;
mod page;
mod read;
mod rules;
mod settings;
mod suggest;
mod text;
mod validate;

pub use diagnostic::{Class, ContractError, Diagnostic, Position, Span};
pub use grammar::{
    METHODS,
    keys::{essence, is_json},
};
pub use index::{
    Index, Resolved,
    media::{Encoding, Media, media_type},
    operation::{Auth, Operation, Parameter},
    schema,
    server::ServerVariable,
    split_name,
    style::Style,
};
pub use page::{explain, rules_page};
pub use read::{Contract, Reading, lint, load, load_earlier, read};
pub use rules::{Conventions, Example, Marked, Rule, UnknownRule, rule, rules};
pub use settings::{ErrorPointers, RateLimit, Refill, Settings};
pub use suggest::did_you_mean;
pub use text::node::{Entry, Key, Node};
pub use validate::{Problem, example_of_format};
