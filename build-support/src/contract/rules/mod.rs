//! The rules, one file for each family. A rule is a function over the text's tree, not over the
//! model: a contract that breaks one rule may not be fillable, and still all slips are reported.

mod apis;
mod catalogue;
mod extensions;
mod keys;
mod names;
mod namespaces;
mod operations;
mod pagination;
mod paths;
mod quality;
mod references;
mod schemas;
mod structure;
mod support;
mod type_names;
mod values;

pub use catalogue::{RuleInfo, rules};

use super::{diagnostic::Report, survey::Survey};

/// A rule: looks at the whole contract and reports what breaks it.
type Rule = for<'a> fn(&Survey<'a>, &mut Report);

/// Every family of rules.
const FAMILIES: &[&[Rule]] = &[
    structure::RULES,
    keys::RULES,
    references::RULES,
    schemas::RULES,
    values::RULES,
    names::RULES,
    type_names::RULES,
    paths::RULES,
    operations::RULES,
    namespaces::RULES,
    apis::RULES,
    extensions::RULES,
    pagination::RULES,
    support::parameters::RULES,
    support::bodies::RULES,
    support::responses::RULES,
    support::schemas::RULES,
    support::operations::RULES,
];

/// Checks the contract against every rule: first those that a client cannot be generated without,
/// then those of quality.
pub(crate) fn check(survey: &Survey<'_>, report: &mut Report) {
    for rule in FAMILIES.iter().copied().flatten() {
        rule(survey, report);
    }
    quality::check(survey, report);
}
