//! Rules of quality: what a contract should say beyond what a client can be generated from.
//!
//! Each can be waived at the place itself with `x-lint-allow`. They run after the rules of loading
//! and say nothing about what those have already refused.

mod components;
mod descriptions;
mod documents;
mod examples;
mod names;
mod operations;
mod paths;
mod schemas;

use std::collections::HashSet;

use super::Rule;
use crate::contract::{
    diagnostic::{Report, Severity, Span},
    survey::Survey,
};

/// A rule of quality.
#[derive(Debug)]
pub(super) struct Quality {
    pub(super) code: &'static str,
    pub(super) severity: Severity,
    /// Why there is such a rule, in one line.
    pub(super) reason: &'static str,
    check: Rule,
    /// Whether it is about the contract as a whole, so that it can only be judged once everything
    /// can be read.
    whole: bool,
}

impl Quality {
    const fn about_the_whole(self) -> Self {
        Self {
            whole: true,
            ..self
        }
    }
}

const fn warning(code: &'static str, reason: &'static str, check: Rule) -> Quality {
    Quality {
        code,
        severity: Severity::Warning,
        reason,
        check,
        whole: false,
    }
}

const fn error(code: &'static str, reason: &'static str, check: Rule) -> Quality {
    Quality {
        code,
        severity: Severity::Error,
        reason,
        check,
        whole: false,
    }
}

/// Every rule of quality.
pub(super) const QUALITY: &[Quality] = &[
    error(
        "bad-example",
        "examples become documentation and doc tests, so each fits its schema",
        examples::bad_examples,
    ),
    warning(
        "missing-description",
        "descriptions become the documentation of the client",
        descriptions::descriptions,
    ),
    warning(
        "missing-summary",
        "a summary is the first line of a method's documentation",
        descriptions::summaries,
    ),
    warning(
        "unknown-tag",
        "a tag groups operations under its description, so it has to be declared",
        descriptions::tags,
    ),
    warning(
        "unknown-format",
        "a format that nobody knows is not checked and gives no Rust type",
        schemas::formats,
    ),
    warning(
        "optional-and-nullable",
        "absent and null are both `None` in Rust, so the contract says which is meant",
        schemas::optional_and_nullable,
    ),
    warning(
        "useless-default",
        "what is required is always there, so its default never comes into play",
        schemas::useless_defaults,
    ),
    warning(
        "unpaged-list",
        "a list without pages grows until it is too long for one answer",
        operations::unpaged_lists,
    ),
    warning(
        "undocumented-status",
        "a caller of any API meets 401, 429 and 500, and wants to know their bodies",
        operations::statuses,
    ),
    warning(
        "ambiguous-paths",
        "a request that two templates match may reach the other operation",
        paths::ambiguous_paths,
    )
    .about_the_whole(),
    warning(
        "unused-component",
        "what nothing refers to is read, translated and maintained for nobody",
        components::unused,
    )
    .about_the_whole(),
    warning(
        "operation-name",
        "an operation is named as its method in Rust, so that it is found by its name",
        names::operations,
    ),
    warning(
        "schema-name",
        "a component is named as its type in Rust, so that it is found by its name",
        names::components,
    ),
    warning(
        "insecure-server",
        "a key that is sent without TLS can be read on its way",
        documents::servers,
    ),
    warning(
        "insecure-document",
        "a page that is fetched without TLS may be anybody's",
        documents::links,
    ),
];

/// Checks the contract against every rule of quality; `report` has what the rules of loading found.
pub(super) fn check(survey: &Survey<'_>, report: &mut Report) {
    let refused: HashSet<Span> = report.errors().map(|finding| finding.span).collect();
    let is_readable = refused.is_empty();
    for rule in QUALITY.iter().filter(|rule| is_readable || !rule.whole) {
        let mut found = Report::default();
        (rule.check)(survey, &mut found);
        // What is already refused is one slip, not two.
        found.retain(|finding| {
            let is_wrong = |basis: Span| refused.iter().any(|span| basis.contains(*span));
            !refused.contains(&finding.span) && !finding.basis.is_some_and(is_wrong)
        });
        report.take(found, rule.severity);
    }
}
