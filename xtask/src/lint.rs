//! `cargo xtask lint`: everything that the rules find in the contract, and why there is a rule.

use std::io;
use std::process::ExitCode;

use anyhow::Result;
use contract::{Diagnostic, Position, Span};
use serde_json::{Value, json};

use crate::annotation::Annotation;
use crate::console::{self, Colours};
use crate::workspace::Contract;
use crate::{cli, snippet};

/// Prints what is found. A warning fails as well: it is to be fixed or suppressed.
pub(crate) fn run(options: &cli::Lint) -> Result<ExitCode> {
    if let Some(rule) = options.explain {
        console::print(&contract::explain(rule))?;
        return Ok(ExitCode::SUCCESS);
    }
    let contract = Contract::read(options.source.contract.as_deref())?;
    let (name, text) = (&contract.place.shown, &contract.text);
    let mut found = contract::lint(name, text, options.source.conventions);
    if !matches!(options.format, cli::Format::Json) {
        // Among hundreds of pieces of advice nobody would find them.
        found.sort_by_key(|it| !it.is_mistake());
    }
    let human = |colours| snippet::render(name, text, &found, colours);
    console::print(&match options.format {
        cli::Format::Human => human(Colours::of(&io::stdout())),
        cli::Format::Markdown => console::block("", &human(Colours::NONE), console::LIMIT),
        cli::Format::Json => format!("{}\n", document(name, &found)),
        cli::Format::Github => annotations(&contract, &found),
    })?;
    Ok(console::exit(found.is_empty()))
}

/// The findings as one JSON document, in the order of the contract. Members may be added, none is
/// removed or changes its meaning.
fn document(name: &str, found: &[Diagnostic]) -> Value {
    let findings = found.iter().map(|found| {
        json!({
            "code": found.code, "class": found.class.name(), "severity": found.class.severity(),
            "mistake": found.is_mistake(), "message": found.message, "help": found.help,
            "start": position(found.span.start), "end": position(found.span.end),
        })
    });
    json!({
        "contract": name, "findings": findings.collect::<Vec<_>>(),
        "errors": snippet::count(found, "error"),
        "warnings": snippet::count(found, "warning"),
    })
}

/// Where something stands in the JSON documents; `end` is the place behind it.
pub(crate) fn span(Span { start, end }: Span) -> Value {
    json!({"start": position(start), "end": position(end)})
}

/// Lines and columns count from 1, columns in characters.
fn position(Position { line, column }: Position) -> Value {
    json!({"line": line, "column": column})
}

/// An annotation for each finding, and how many there are.
fn annotations(contract: &Contract, found: &[Diagnostic]) -> String {
    let annotations = found.iter().map(|found| {
        let annotation = Annotation {
            level: found.class.severity(),
            file: &contract.place,
            span: found.span,
            title: found.code,
            message: &format!("{}\nhelp: {}", found.message, found.help),
        };
        annotation.command()
    });
    annotations.collect::<String>() + &snippet::summary(&contract.place.shown, found)
}
