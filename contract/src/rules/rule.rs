//! What a rule is: one declaration that its check, its page, its tests and `--explain` share.

use std::fmt::Display;

use crate::{
    diagnostic::{Class, Finding, Report, Span},
    grammar::Kind,
    index::{Index, Owner, Site, operation::Operation},
};

/// A rule about a contract.
#[derive(Debug)]
pub struct Rule {
    /// The name that findings carry: kebab-case, the same from version to version.
    pub code: &'static str,
    /// What kind of rule it is, which decides how much a finding weighs.
    pub class: Class,
    /// Why there is such a rule: one sentence.
    pub reason: &'static str,
    /// Contracts that break the rule; the first is shown on the page of rules.
    pub fails: &'static [Example],
    /// Contracts that do not; the first is shown on the page of rules.
    pub passes: &'static [Example],
    pub(crate) check: Check,
}

/// Whether a contract is held against the conventions of this project's contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conventions {
    /// Every rule.
    #[default]
    On,
    /// Without the rules of [`Class::Convention`]: for contracts that are not ours.
    Off,
}

impl Rule {
    /// Whether its examples are held against the conventions: only those of a convention are.
    pub fn conventions(&self) -> Conventions {
        match self.class {
            Class::Convention => Conventions::On,
            _ => Conventions::Off,
        }
    }
}

/// A piece of a contract in YAML. `«` and `»` enclose each token that a finding points at.
#[derive(Clone, Copy, Debug)]
pub enum Example {
    /// Top-level members of a contract; `openapi`, `info` and `paths` may be left out.
    Contract(&'static str),
    /// The members of a schema, which is the component `demo.Thing`.
    Schema(&'static str),
    /// The members of an operation, `GET /things`; `responses` may be left out.
    Operation(&'static str),
    /// The members of a parameter of such an operation.
    Parameter(&'static str),
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// Every value that the grammar gives a shape.
    Value(for<'a> fn(&mut Context<'_, 'a>, &Site<'a>)),
    /// Every object of one kind that is written in place.
    Object(Kind, for<'a> fn(&mut Context<'_, 'a>, &Site<'a>)),
    /// Keys that an object may have and the generator does not take.
    Keys(&'static [KeyRow]),
    /// Every operation.
    Operation(for<'a> fn(&mut Context<'_, 'a>, &Operation<'a>)),
    /// The contract as a whole.
    Contract(for<'a> fn(&mut Context<'_, 'a>)),
    /// Nothing: it is reported while the text is read, or when suppressions are applied.
    Elsewhere,
}

/// A key whose presence, or a value of it, is the finding.
#[derive(Debug)]
pub(crate) struct KeyRow {
    pub(crate) kind: Kind,
    pub(crate) key: &'static str,
    /// Whether the rule is about this object.
    pub(crate) when: for<'a> fn(&Site<'a>) -> bool,
    pub(crate) message: &'static str,
    pub(crate) help: &'static str,
}

/// What a check is given: the contract, and where to report.
#[derive(Debug)]
pub(crate) struct Context<'i, 'a> {
    pub(crate) index: &'i Index<'a>,
    rule: &'static Rule,
    /// The part of the contract that messages begin with.
    owner: Option<Owner<'a>>,
    report: &'i mut Report,
}

impl<'a> Context<'_, 'a> {
    /// Reports a finding about what the check was called for.
    pub(crate) fn report(&mut self, span: Span, message: impl Display) -> &mut Finding {
        self.add(self.owner, span, message)
    }

    /// Reports a finding about another part of the contract.
    pub(crate) fn report_in(
        &mut self,
        owner: Owner<'a>,
        span: Span,
        message: impl Display,
    ) -> &mut Finding {
        self.add(Some(owner), span, message)
    }

    fn add(&mut self, owner: Option<Owner<'a>>, span: Span, message: impl Display) -> &mut Finding {
        let message = match owner {
            Some(owner) => format!("{owner}: {message}"),
            None => message.to_string(),
        };
        self.report
            .add(Finding::new(self.rule.code, span, message).of_class(self.rule.class))
    }
}

/// Runs the check of `rule` over the whole contract.
pub(crate) fn run(rule: &'static Rule, index: &Index<'_>, report: &mut Report) {
    let mut context = Context {
        index,
        rule,
        owner: None,
        report,
    };
    match rule.check {
        Check::Value(check) => {
            for site in &index.sites {
                context.owner = Some(site.owner);
                check(&mut context, site);
            }
        }
        Check::Object(kind, check) => {
            for site in index.objects(kind) {
                context.owner = Some(site.owner);
                check(&mut context, site);
            }
        }
        Check::Keys(rows) => {
            for row in rows {
                for site in index.objects(row.kind).filter(|site| (row.when)(site)) {
                    if let Some(entry) = site.node.entry(row.key) {
                        context.owner = Some(site.owner);
                        context
                            .report(entry.key.span, row.message)
                            .suggest(row.help);
                    }
                }
            }
        }
        Check::Operation(check) => {
            for operation in &index.operations {
                context.owner = Some(operation.owner);
                check(&mut context, operation);
            }
        }
        Check::Contract(check) => check(&mut context),
        Check::Elsewhere => {}
    }
}
