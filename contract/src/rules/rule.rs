//! What a rule is: one declaration that its check, its page, its tests and `--explain` share.

use std::fmt::Display;

use super::Example;
use crate::{
    diagnostic::{Class, Diagnostic, Report, Span},
    grammar::Kind,
    index::{Index, Owner, Site, operation::Operation},
    text::node::Entry,
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
    /// A contract that breaks the rule, and what makes it keep the rule.
    pub example: Example,
    pub(crate) check: Check,
}

/// Whether a contract is held against the conventions of this project's contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Conventions {
    /// Every rule.
    #[default]
    On,
    /// Without the rules of [`Class::Convention`], for contracts that are not ours. What is wrong with
    /// them and leaves no doubt about what the client does is advice.
    Off,
}

impl Rule {
    /// Whether its example is held against the conventions: their errors would hide advice.
    pub fn conventions(&self) -> Conventions {
        match self.class {
            Class::Advice => Conventions::Off,
            _ => Conventions::On,
        }
    }
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Check {
    /// Every value that the grammar gives a shape.
    Value(for<'a> fn(&mut Context<'_, 'a>, &Site<'a>)),
    /// Every object of one kind that is written in place.
    Object(Kind, for<'a> fn(&mut Context<'_, 'a>, &Site<'a>)),
    /// Keys that an object may have and the rule is against.
    Keys(&'static [KeyRow]),
    /// Every operation.
    Operation(for<'a> fn(&mut Context<'_, 'a>, &Operation<'a>)),
    /// The contract as a whole.
    Contract(for<'a> fn(&mut Context<'_, 'a>)),
    /// Nothing: it is reported while the text is read, or when suppressions are applied.
    Elsewhere,
}

/// A key whose presence, or a value of it, is the finding: in which objects it is, under which
/// condition, what is wrong and what to do.
pub(crate) type KeyRow = (
    &'static [(Kind, &'static str)],
    for<'a> fn(&Site<'a>) -> bool,
    &'static str,
    &'static str,
);

/// What a check is given: the contract, and where to report.
pub(crate) struct Context<'i, 'a> {
    pub(crate) index: &'i Index<'a>,
    rule: &'static Rule,
    /// The part of the contract that messages begin with.
    owner: Option<Owner<'a>>,
    report: &'i mut Report,
}

impl<'a> Context<'_, 'a> {
    /// Reports a finding, and what to do about it.
    pub(crate) fn report(
        &mut self,
        span: Span,
        message: impl Display,
        help: impl Into<String>,
    ) -> &mut Diagnostic {
        let message = match self.owner {
            Some(owner) => format!("{owner}: {message}"),
            None => message.to_string(),
        };
        let Rule { code, class, .. } = *self.rule;
        self.report.add(code, class, span, message, help)
    }

    /// Goes on to another part of the contract.
    pub(crate) fn about(&mut self, owner: Owner<'a>) -> &mut Self {
        self.owner = Some(owner);
        self
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
                check(context.about(site.owner), site);
            }
        }
        Check::Object(kind, check) => {
            for site in index.objects(kind) {
                check(context.about(site.owner), site);
            }
        }
        Check::Keys(rows) => {
            for (places, when, message, help) in rows {
                for (kind, key) in *places {
                    for site in index.objects(*kind).filter(|site| when(site)) {
                        if let Some(Entry { key, .. }) = site.node.entry(key) {
                            context.about(site.owner).report(key.span, message, *help);
                        }
                    }
                }
            }
        }
        Check::Operation(check) => {
            for operation in &index.operations {
                check(context.about(operation.owner), operation);
            }
        }
        Check::Contract(check) => check(&mut context),
        Check::Elsewhere => {}
    }
}
