//! Reads an OpenAPI contract strictly: text, checked against every rule, then openapiv3's model of it.
//!
//! openapiv3 and `serde_yaml` drop what they do not know, so the rules look at the text itself: a
//! tree of nodes, each with its position. All mistakes in a contract are reported in one run.
//!
//! ```text
//! text ─► text (nodes with positions) ─► index (operations, components, references resolved)
//!           grammar (OpenAPI as a table)   rules ─► findings     model (openapiv3, checked for losses)
//!                                          validate (values against schemas)
//! ```
#![forbid(unsafe_code)]

mod diagnostic;
mod grammar;
mod index;
mod model;
pub mod names;
mod page;
mod read;
mod rules;
mod suggest;
mod suppress;
mod text;
mod validate;

pub use diagnostic::{Class, ContractError, Diagnostic, Position, Severity, Span};
pub use grammar::METHODS;
pub use page::{explain, rules_page};
pub use read::{Contract, Reading, lint, load, load_earlier, read};
pub use rules::{Conventions, Example, Marked, Rule, UnknownRule, rule, rules};
pub use validate::{NoSchema, Problem, Validator};
