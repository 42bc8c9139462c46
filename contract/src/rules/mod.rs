//! The rules: what is checked of a contract, one declaration for each rule.
//!
//! A rule looks at the nodes of the text, not at the model: a contract that breaks one rule may not be
//! fillable, and still every mistake is reported in one run.

mod all_of;
mod apis;
mod bounds;
mod descriptions;
mod example;
mod examples;
mod keys;
mod kinds;
mod media_types;
mod namespaces;
mod operations;
mod pagination;
mod paths;
mod references;
mod rule;
mod schemas;
mod security;
mod servers;
mod settings;
mod suppressions;
mod unions;
mod unsupported;
mod yaml;

use std::collections::HashSet;

pub use example::{Example, Marked};
pub(crate) use rule::{Check, Context};
pub use rule::{Conventions, Rule};
pub(crate) use schemas::types_of;
pub(crate) use unions::can_tie;

// What most rules are written with.
use crate::{
    diagnostic::{Class, Repair, Report, Span},
    grammar::{Kind, Shape},
    index::{Index, Owner, Site, Target, operation::Operation},
    suggest::{did_you_mean, instead, listed, nearest},
    text::node::{Entry, Key, Node, Value},
};

/// Every rule, in the order in which they are checked.
const RULES: &[Rule] = &[
    schemas::USELESS_KEYWORD,
    schemas::MISSING_TYPE,
    schemas::UNKNOWN_FORMAT,
    schemas::EMPTY_LIST,
    schemas::LISTED_TWICE,
    schemas::REQUIRED_WITHOUT_PROPERTY,
    bounds::BAD_BOUND,
    bounds::BAD_PATTERN,
    all_of::ALL_OF_CONFLICT,
    unions::UNION_TIE,
    unions::BAD_DISCRIMINATOR,
    media_types::MISSPELT_MEDIA_TYPE,
    yaml::YAML_SYNTAX,
    yaml::YAML_FEATURE,
    yaml::YAML_ANCHOR,
    yaml::YAML_COMMENT,
    keys::DUPLICATE_KEY,
    keys::BAD_KEY,
    keys::UNKNOWN_KEY,
    keys::MISSING_FIELD,
    keys::EXCLUSIVE_KEYS,
    keys::REF_SIBLINGS,
    keys::UNREAD_EXTENSION,
    kinds::OPENAPI_VERSION,
    kinds::WRONG_KIND,
    kinds::UNKNOWN_WORD,
    kinds::NUMBER_RANGE,
    references::BROKEN_REF,
    references::UNSUPPORTED_REF,
    references::REF_CYCLE,
    references::UNUSED_COMPONENT,
    suppressions::BAD_SUPPRESSION,
    suppressions::USELESS_SUPPRESSION,
    paths::PATH_TEMPLATE,
    paths::SAME_PATH,
    paths::DUPLICATE_PARAMETER,
    paths::OPTIONAL_PATH_PARAMETER,
    paths::PATH_PARAMETER,
    unsupported::UNSUPPORTED_OPERATION,
    unsupported::UNUSED_PART,
    unsupported::IGNORED_KEY,
    unsupported::LOST_PROPERTY,
    unsupported::OPEN_STYLE,
    unsupported::BAD_HEADER_NAME,
    unsupported::UNUSUAL_BODY,
    unsupported::UNSUPPORTED_EXTENSION,
    descriptions::MISSING_DESCRIPTION,
    descriptions::MISSING_SUMMARY,
    descriptions::UNDOCUMENTED_STATUS,
    examples::BAD_EXAMPLE,
    operations::INCOMPLETE_OPERATION,
    operations::NO_OPERATION,
    operations::DUPLICATE_OPERATION_ID,
    operations::BAD_DOCUMENT,
    operations::BAD_CALL,
    operations::UNKNOWN_TAG,
    operations::MISSING_SUCCESS,
    operations::UNSUPPORTED_RESPONSE,
    security::UNKNOWN_SECURITY,
    security::UNKNOWN_SCOPE,
    security::UNSUPPORTED_SECURITY,
    servers::BAD_SERVER,
    servers::UNUSUAL_VARIABLE,
    servers::OTHER_SERVER,
    namespaces::BAD_NAME,
    namespaces::FOREIGN_REF,
    apis::MISSING_API,
    apis::BAD_API_NAME,
    apis::BAD_API_SETTING,
    settings::MISSPELT_SETTING,
    pagination::BAD_PAGINATION,
    pagination::UNPAGED_LIST,
];

/// There is no rule of this code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{code}`; {help}docs/rules.md lists the rules")]
pub struct UnknownRule {
    code: String,
    help: String,
}

/// The rule of this code, in upper or lower case.
///
/// # Errors
///
/// There is none; the error names the code that is most like it.
pub fn rule(code: &str) -> Result<&'static Rule, UnknownRule> {
    rules()
        .find(|rule| rule.code.eq_ignore_ascii_case(code))
        .ok_or_else(|| UnknownRule {
            code: code.to_owned(),
            help: did_you_mean(code, rules().map(|rule| rule.code))
                .map_or_else(String::new, |help| format!("{help} ")),
        })
}

/// Every rule, in the order in which they are checked.
pub fn rules() -> impl Iterator<Item = &'static Rule> + Clone {
    RULES.iter()
}

/// Checks the contract against every rule: first those that a client cannot be generated without,
/// then the advice; what is suppressed is left out.
pub(crate) fn check(index: &Index<'_>, conventions: Conventions, report: &mut Report) {
    let is_on = |rule: &&Rule| conventions == Conventions::On || rule.class != Class::Convention;
    for rule in rules().filter(is_on).filter(|it| it.class != Class::Advice) {
        rule::run(rule, index, report);
    }
    if conventions == Conventions::Off {
        report.tolerate();
    }
    let refused: HashSet<Span> = report.errors().map(|finding| finding.span).collect();
    // What is unsupported or against a convention still says what it means.
    let invalid = report.errors().filter(|it| it.class == Class::Invalid);
    let invalid: HashSet<Span> = invalid.map(|finding| finding.span).collect();
    let checked = report.findings.len();
    for rule in rules().filter(|rule| rule.class == Class::Advice) {
        rule::run(rule, index, report);
    }
    // What is an error already is one mistake, not two.
    let is_wrong = |basis: Span| invalid.iter().any(|span| basis.contains(*span));
    let mut advice = report.findings.split_off(checked);
    advice.retain(|it| !refused.contains(&it.span) && !it.basis.is_some_and(is_wrong));
    report.findings.append(&mut advice);
    suppressions::apply(index, conventions, report);
}
