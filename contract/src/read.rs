//! From the text of a contract to its findings and, if it can be understood, the contract.

use crate::{
    diagnostic::{Class, ContractError, Diagnostic, Repair, Report, Span},
    grammar::{CONTRACT, Shape},
    index::{Index, spelling},
    rules::{self, Conventions},
    text::{
        node::{self, Node},
        repair,
    },
};

/// A contract that can be read as a whole.
#[derive(Debug)]
pub struct Contract {
    tree: Node,
}

/// What reading a contract comes to.
#[derive(Debug)]
pub struct Reading {
    /// Every finding, sorted by position.
    pub findings: Vec<Diagnostic>,
    /// The contract, unless there are errors other than those of
    /// [`Class::Unsupported`](crate::Class::Unsupported).
    pub contract: Option<Contract>,
}

impl Reading {
    /// The contract, with the findings about it: none of them is an error, or the generator does not
    /// take what they are about.
    ///
    /// # Errors
    ///
    /// Every error, when there is one that keeps the contract from being understood.
    pub fn understood(self) -> Result<(Contract, Vec<Diagnostic>), ContractError> {
        match self.contract {
            Some(contract) => Ok((contract, self.findings)),
            None => Err(ContractError::of(self.findings)),
        }
    }
}

/// Reads the contract `text`, which messages call `source` (`openapi.yaml`, say).
///
/// ```
/// use contract::Conventions;
///
/// let reading = contract::read("openapi.yaml", "openapi: 3.0.3\npaths: {}\n", Conventions::On);
/// assert_eq!(reading.findings[0].code, "missing-field");
/// assert!(reading.contract.is_none());
/// ```
pub fn read(source: &str, text: &str, conventions: Conventions) -> Reading {
    let mut report = Report::new(source);
    let tree = node::parse(without_mark(text), &mut report);
    if conventions == Conventions::Off {
        report.tolerate();
    }
    let contract = tree.and_then(|tree| checked(tree, conventions, &mut report));
    Reading {
        findings: report.into_diagnostics(),
        contract,
    }
}

/// Holds the contract against the rules, and gives it as far as it can be understood.
fn checked(mut tree: Node, conventions: Conventions, report: &mut Report) -> Option<Contract> {
    if let Some(entry) = tree.entry("swagger")
        && tree.get("openapi").is_none()
    {
        // Nothing else in it means what it means in version 3.
        let message = "the contract is written in OpenAPI 2.0 (Swagger)";
        let help = "convert it to OpenAPI 3.0; most editors and converters of OpenAPI can";
        let (code, class) = ("openapi-version", Class::Unsupported);
        report.add(code, class, entry.key.span, message, help);
        return None;
    }
    spelling::correct(&mut tree, Shape::Object(&CONTRACT));
    rules::check(&Index::new(&tree), conventions, report);
    if conventions == Conventions::Off {
        let found = report.findings.iter();
        let repairs = found.filter_map(|it| Some((it.span, it.repair?)));
        let repairs = repairs.filter(|(_, repair)| *repair != Repair::Keep);
        repair::apply(&mut tree, &repairs.collect());
    }
    let mut errors = report.errors();
    let is_understood = errors.all(|error| error.class == Class::Unsupported);
    is_understood.then_some(Contract { tree })
}

/// Loads a contract that a client can be generated from, with the advice about it.
///
/// # Errors
///
/// Every error in the text, each with its line and column.
pub fn load(
    source: &str,
    text: &str,
    conventions: Conventions,
) -> Result<(Contract, Vec<Diagnostic>), ContractError> {
    let (contract, findings) = read(source, text, conventions).understood()?;
    if findings.iter().any(|found| found.class.is_error()) {
        return Err(ContractError::of(findings));
    }
    Ok((contract, findings))
}

/// Loads a contract that was in order when it was written, such as that of an earlier commit: it
/// only has to be a contract in YAML, since rules may have come later.
///
/// # Errors
///
/// What keeps the text from being read at all.
pub fn load_earlier(source: &str, text: &str) -> Result<Contract, ContractError> {
    let mut report = Report::new(source);
    let tree = node::parse(without_mark(text), &mut report);
    report.tolerate();
    if let Some(tree) = tree {
        if tree.get("openapi").is_none() {
            let (code, class) = ("missing-field", Class::Invalid);
            let message = "this is no contract: it has no `openapi`";
            report.add(code, class, tree.span, message, "name another file");
        }
        if report.errors().next().is_none() {
            return Ok(Contract { tree });
        }
    }
    Err(ContractError::of(report.into_diagnostics()))
}

/// Every finding in the contract `text`, sorted by position; none when it is in order.
pub fn lint(source: &str, text: &str, conventions: Conventions) -> Vec<Diagnostic> {
    read(source, text, conventions).findings
}

/// The text without the byte order mark that some editors begin a file with.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

impl Contract {
    /// The whole contract as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        self.tree.to_json()
    }

    /// Its `info.version`.
    pub fn version(&self) -> &str {
        self.info("version")
    }

    /// Its `info.title`.
    pub fn title(&self) -> &str {
        self.info("title")
    }

    /// Its `info.description`; empty without one.
    pub fn description(&self) -> &str {
        self.info("description")
    }

    fn info(&self, name: &str) -> &str {
        let info = self.tree.get("info");
        info.and_then(|info| info.word(name)).unwrap_or_default()
    }

    /// Its operations and components, as written.
    pub fn index(&self) -> Index<'_> {
        Index::new(&self.tree)
    }

    /// Where the part of the contract is that a JSON pointer (RFC 6901) leads to: the key of a
    /// member of a mapping, the whole of an item of a list.
    pub fn locate(&self, pointer: &str) -> Option<Span> {
        self.tree.at(pointer).map(|(span, _)| span)
    }
}
