//! From the text of a contract to its findings and, if it can be understood, the contract.

use openapiv3::OpenAPI;

use crate::{
    diagnostic::{Class, ContractError, Diagnostic, Finding, Report, Span},
    grammar::{APIS, CONTRACT, Shape},
    index::{self, Index},
    model,
    rules::{self, Conventions},
    text::{
        json,
        node::{self, Node},
    },
    validate::Validator,
};

/// A contract that can be read as a whole.
#[derive(Debug)]
pub struct Contract {
    /// The contract in openapiv3's types; nothing that the text says is missing from it.
    pub model: OpenAPI,
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
    let (report, contract) = inspect(text, conventions);
    match contract.filter(|_| report.has_no_errors()) {
        Some(contract) => Ok(contract),
        None => Err(report.into_error(source)),
    }
}

/// Loads a contract that was in order when it was written, such as that of an earlier commit: it
/// only has to be YAML that the model can hold, since rules may have come later.
///
/// # Errors
///
/// What keeps the text from being read at all.
pub fn load_earlier(source: &str, text: &str) -> Result<Contract, ContractError> {
    let text = without_mark(text);
    let mut report = Report::default();
    let tree = node::parse(text, &mut report);
    if let Some(finding) = tree.as_ref().and_then(before_apis) {
        report.add(finding);
    }
    if let Some(tree) = tree
        && report.is_empty()
        && let Some(model) = model::fill(text, &mut report)
    {
        return Ok(Contract { model, tree });
    }
    Err(report.into_error(source))
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
    index::spelling::correct(&mut tree, Shape::Object(&CONTRACT));
    let index = Index::new(&tree);
    rules::check(&index, conventions, &mut report);
    if report.is_understood()
        && let Some(model) = model::fill(text, &mut report)
    {
        model::lossless::check(&tree, &model, &mut report);
        if report.is_understood() {
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
    pub fn to_json(&self) -> serde_json::Value {
        json::of(&self.tree)
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
