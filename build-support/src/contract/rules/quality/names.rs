//! Names behind the namespace that look as they will in Rust.

use crate::contract::{
    diagnostic::{Finding, Report, Span},
    grammar::SECTIONS,
    rules::names::{is_snake, pascal, snake},
    survey::{Owner, Survey, split_name},
};

/// `operation-name`: an operation is named as its method in Rust, so that it is found by its name.
pub(super) fn operations(survey: &Survey<'_>, report: &mut Report) {
    for operation in &survey.operations {
        if let Some((node, id)) = operation.id()
            && let Some((api, name)) = split_name(id)
            && !is_snake(name)
        {
            let (span, right) = (node.span, snake(name));
            report.add(misnamed(
                operation.owner,
                "operation-name",
                span,
                &format!("`{name}` is not in snake_case"),
                &format!("{api}.{right}"),
            ));
        }
    }
}

/// `schema-name`: a component is named as its type in Rust, so that it is found by its name.
pub(super) fn components(survey: &Survey<'_>, report: &mut Report) {
    // The name of a security scheme is that of an API, which is a module.
    let sections = SECTIONS
        .iter()
        .filter(|(section, ..)| *section != "securitySchemes");
    for &(section, _, label) in sections {
        for key in survey.section(section).map(|entry| &entry.key) {
            if let Some((api, name)) = split_name(key.name())
                && !is_pascal(name)
            {
                let owner = Owner::Component {
                    section,
                    label,
                    name: key.name(),
                };
                report.add(misnamed(
                    owner,
                    "schema-name",
                    key.span,
                    &format!("`{name}` is not in PascalCase"),
                    &format!("{api}.{}", pascal(name)),
                ));
            }
        }
    }
}

fn misnamed(
    owner: Owner<'_>,
    code: &'static str,
    span: Span,
    message: &str,
    right: &str,
) -> Finding {
    Finding::about(owner, code, span, message).help(format!("name it `{right}`"))
}

/// Abbreviations may keep their case: `URLType`.
fn is_pascal(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_alphanumeric())
}
