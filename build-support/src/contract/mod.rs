//! The contract: text, checked against every rule, then openapiv3's model of it.
//!
//! openapiv3 and `serde_yaml` drop what they do not know, so the rules look at the text itself: a
//! tree of nodes, each with its place. All slips of a contract are reported in one run, and only a
//! contract without any is filled into the model.

mod diagnostic;
mod grammar;
mod json;
mod later;
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
mod syntax;
mod waivers;

use openapiv3::OpenAPI;

use diagnostic::Report;
pub use diagnostic::{ContractError, Diagnostic, Position, Severity, Span};
pub(crate) use grammar::METHODS;
use grammar::{CONTRACT, Shape};
use node::{Node, Value};
pub use rules::{RuleInfo, rules};
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
/// Reports every error at once, each with its line and column; warnings are for [`lint`].
///
/// ```
/// use build_support::contract;
///
/// let error = contract::load("openapi.yaml", "openapi: 3.0.3\npaths: {}\n").unwrap_err();
/// assert_eq!(error.diagnostics()[0].code, "missing-field");
/// ```
pub fn load(source: &str, text: &str) -> Result<Contract, ContractError> {
    let (report, contract) = inspect(text);
    contract.ok_or_else(|| report.into_error(source))
}

/// Loads a contract that was in order when it was written, such as that of an earlier commit: it
/// only has to be YAML that the model can hold, since rules may have come later.
pub fn load_earlier(source: &str, text: &str) -> Result<Contract, ContractError> {
    let text = without_mark(text);
    let mut report = Report::default();
    if let Some(tree) = node::parse(text, &mut report)
        && report.is_empty()
        && let Some(model) = load::fill(text, &mut report)
    {
        return Ok(Contract { model, tree });
    }
    Err(report.into_error(source))
}

/// Every finding in the contract `text`, errors and warnings, sorted by position; none when it is
/// in order.
///
/// ```
/// use build_support::contract;
///
/// let findings = contract::lint("openapi.yaml", "openapi: 3.0.3\npaths: {}\n");
/// assert_eq!(findings[0].code, "missing-field");
/// ```
pub fn lint(source: &str, text: &str) -> Vec<Diagnostic> {
    inspect(text).0.into_diagnostics(source)
}

/// Everything that can be said about a contract, over one reading of the text: the findings that
/// are not waived, and the model when no error is among them.
fn inspect(text: &str) -> (Report, Option<Contract>) {
    let text = without_mark(text);
    let mut report = Report::default();
    let Some(mut tree) = node::parse(text, &mut report) else {
        return (report, None);
    };
    spelling::correct(&mut tree, Shape::Object(&CONTRACT));
    let survey = Survey::new(&tree);
    rules::check(&survey, &mut report);
    waivers::apply(&survey, &mut report);
    if report.has_no_errors()
        && let Some(model) = load::fill(text, &mut report)
    {
        lossless::check(&tree, &model, &mut report);
        if report.has_no_errors() {
            return (report, Some(Contract { model, tree }));
        }
    }
    (report, None)
}

/// The text without the byte order mark that some editors begin a file with.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

impl Contract {
    /// The whole contract as JSON: also what the model would drop.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        json::of(&self.tree)
    }

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
