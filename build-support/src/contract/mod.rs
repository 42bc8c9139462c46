//! The contract: text, checked against every rule, then openapiv3's model of it.
//!
//! openapiv3 and `serde_yaml` drop what they do not know, so the rules look at the text itself: a
//! tree of nodes, each with its place. All slips of a contract are reported in one run, and only a
//! contract without any is filled into the model.

mod diagnostic;
mod grammar;
mod load;
mod lossless;
mod node;
mod operation;
mod rules;
mod scalar;
mod schema;
mod spelling;
mod suggest;
mod survey;

use openapiv3::OpenAPI;

use diagnostic::Report;
pub use diagnostic::{ContractError, Diagnostic, Position, Span};
use grammar::{CONTRACT, Shape};
use node::{Node, Value};
use survey::Survey;

/// A contract without slips.
#[derive(Debug)]
pub struct Contract {
    /// The contract in openapiv3's types; nothing that the text says is missing from it.
    pub model: OpenAPI,
    tree: Node,
}

/// Loads the contract `text`, which messages call `source` (`openapi.yaml`, say).
///
/// Reports every slip at once, each with its line and column.
///
/// ```
/// use build_support::contract;
///
/// let error = contract::load("openapi.yaml", "openapi: 3.0.3\npaths: {}\n").unwrap_err();
/// assert_eq!(error.diagnostics()[0].code, "missing-field");
/// ```
pub fn load(source: &str, text: &str) -> Result<Contract, ContractError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut report = Report::default();
    if let Some(mut tree) = node::parse(text, &mut report) {
        spelling::correct(&mut tree, Shape::Object(&CONTRACT));
        rules::check(&Survey::new(&tree), &mut report);
        if report.is_empty()
            && let Some(model) = load::fill(text, &mut report)
        {
            lossless::check(&tree, &model, &mut report);
            if report.is_empty() {
                return Ok(Contract { model, tree });
            }
        }
    }
    Err(report.into_error(source, text))
}

impl Contract {
    /// Where the part of the contract is that a JSON pointer (RFC 6901) leads to: the key of a
    /// member of a mapping, the whole of an item of a list.
    pub fn locate(&self, pointer: &str) -> Option<Span> {
        let mut node = &self.tree;
        let mut span = node.span;
        if pointer.is_empty() {
            return Some(span);
        }
        for token in pointer.strip_prefix('/')?.split('/') {
            let token = token.replace("~1", "/").replace("~0", "~");
            (node, span) = match &node.value {
                Value::Map(map) => {
                    let entry = map.entry(&token)?;
                    (&entry.value, entry.key.span)
                }
                Value::List(items) => {
                    let item = items.get(token.parse::<usize>().ok()?)?;
                    (item, item.span)
                }
                Value::Scalar(_) | Value::Refused => return None,
            };
        }
        Some(span)
    }
}
