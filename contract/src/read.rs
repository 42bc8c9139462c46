//! From the text of a contract to its findings and, if it can be understood, the contract.

use crate::{
    diagnostic::{Class, ContractError, Diagnostic, Finding, Report, Severity, Span},
    grammar::{APIS, CONTRACT, Shape},
    index::{self, Index},
    rules::{self, Conventions},
    text::{
        json,
        node::{self, Node},
        repair,
    },
    validate::Validator,
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

    /// The contract, if a client can be generated from it, with the advice about it.
    ///
    /// # Errors
    ///
    /// Every error.
    pub fn usable(self) -> Result<(Contract, Vec<Diagnostic>), ContractError> {
        let is_advice = |found: &Diagnostic| found.severity != Severity::Error;
        match self.contract {
            Some(contract) if self.findings.iter().all(is_advice) => Ok((contract, self.findings)),
            _ => Err(ContractError::of(self.findings)),
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
    let (report, contract) = inspect(text, conventions);
    Reading {
        findings: report.into_diagnostics(source),
        contract,
    }
}

/// Loads a contract that a client can be generated from.
///
/// # Errors
///
/// Every error in the text, each with its line and column; advice is for [`lint`].
pub fn load(source: &str, text: &str, conventions: Conventions) -> Result<Contract, ContractError> {
    let (contract, _) = read(source, text, conventions).usable()?;
    Ok(contract)
}

/// Loads a contract that was in order when it was written, such as that of an earlier commit: it
/// only has to be a contract in YAML, since rules may have come later.
///
/// # Errors
///
/// What keeps the text from being read at all.
pub fn load_earlier(source: &str, text: &str) -> Result<Contract, ContractError> {
    let text = without_mark(text);
    let mut report = Report::default();
    let tree = node::parse(text, &mut report);
    if let Some(tree) = tree {
        let found = no_contract(&tree).or_else(|| before_apis(&tree));
        report.tolerate();
        if report.errors().next().is_none() && found.is_none() {
            return Ok(Contract { tree });
        }
        found.map(|finding| report.add(finding));
    }
    Err(report.into_error(source))
}

/// `missing-field`: what has no `openapi` is something else.
fn no_contract(tree: &Node) -> Option<Finding> {
    let (message, help) = (
        "this is no contract: it has no `openapi`",
        "name another file",
    );
    let finding = Finding::new("missing-field", Class::Invalid, tree.span, message, help);
    tree.get("openapi").is_none().then_some(finding)
}

/// `before-x-apis`: a contract in the form before `x-apis` says in its security schemes what the
/// client's runtime has to know of an API; read as today's, it has no API.
fn before_apis(tree: &Node) -> Option<Finding> {
    let schemes = tree.get("components")?.get("securitySchemes")?;
    let entry = schemes
        .entries()
        .find_map(|scheme| scheme.value.entry("x-api-key-env"))?;
    if tree.get(APIS).is_some() {
        return None;
    }
    let message =
        "this contract is in the form before `x-apis`: its security schemes stand for APIs";
    let help = "move what they say of each API to `x-apis` in a copy of it, as the head of the \
                later contract explains, and compare with that copy";
    let code = "before-x-apis";
    Some(Finding::new(
        code,
        Class::Invalid,
        entry.key.span,
        message,
        help,
    ))
}

/// `openapi-version`: a contract of the specification's version 2, in which nothing else means what it
/// means in version 3.
fn swagger(tree: &Node) -> Option<Finding> {
    let entry = tree
        .entry("swagger")
        .filter(|_| tree.get("openapi").is_none())?;
    let message = "the contract is written in OpenAPI 2.0 (Swagger)";
    let help = "convert it to OpenAPI 3.0; most editors and converters of OpenAPI can";
    let (code, class) = ("openapi-version", Class::Unsupported);
    Some(Finding::new(code, class, entry.key.span, message, help))
}

/// Every finding in the contract `text`, sorted by position; none when it is in order.
pub fn lint(source: &str, text: &str, conventions: Conventions) -> Vec<Diagnostic> {
    inspect(text, conventions).0.into_diagnostics(source)
}

/// Everything that can be said about a contract, over one reading of the text: the findings that
/// are not suppressed, and the contract when it can be understood.
fn inspect(text: &str, conventions: Conventions) -> (Report, Option<Contract>) {
    let text = without_mark(text);
    let mut report = Report::default();
    let Some(mut tree) = node::parse(text, &mut report) else {
        return (report, None);
    };
    if let Some(finding) = swagger(&tree) {
        report.add(finding);
        return (report, None);
    }
    index::spelling::correct(&mut tree, Shape::Object(&CONTRACT));
    let index = Index::new(&tree);
    rules::check(&index, conventions, &mut report);
    if conventions == Conventions::Off {
        let repairs = report.repairs();
        repair::apply(&mut tree, &repairs);
    }
    let contract = report.is_understood().then_some(Contract { tree });
    (report, contract)
}

/// The text without the byte order mark that some editors begin a file with.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

impl Contract {
    /// The whole contract as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        json::of(&self.tree)
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

    /// A validator of the bodies that are sent to and from the operations.
    ///
    /// ```
    /// # let text = "
    /// # openapi: 3.0.3
    /// # info: { title: Shop, version: '1' }
    /// # paths:
    /// #   /items:
    /// #     post:
    /// #       operationId: shop.add_item
    /// #       requestBody:
    /// #         content: { application/json: { schema: { $ref: '#/components/schemas/shop.Item' } } }
    /// #       responses: { '204': { description: Done. } }
    /// # components: { schemas: { shop.Item: { properties: { price: { type: integer } } } } }
    /// # ";
    /// # let contract = contract::load_earlier("openapi.yaml", text)?;
    /// let validator = contract.validator();
    /// let body = serde_json::json!({ "price": "5" });
    /// let problems = validator.request_body("shop.add_item", &body)?;
    /// assert_eq!(problems[0].pointer, "/price");
    /// assert_eq!(problems[0].message, "is text, but the type is `integer`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn validator(&self) -> Validator<'_> {
        Validator::new(&self.tree)
    }
}
