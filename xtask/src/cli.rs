//! The whole command grammar.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use contract::Conventions;

/// The commands of this workspace.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One command.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Generate the client's source from the contract
    Codegen(Codegen),
    /// Check the contract against every rule; exit with 1 if anything is found
    Lint(Lint),
    /// Tell what a change of the contract means for the client's users; exit with 1 if it breaks them
    /// without the version step that says so, with 2 if the contracts cannot be compared
    Diff(Diff),
    /// Run everything that a change has to pass, stopping at the first failure
    Ci,
}

/// The contract of a command. A path is relative to the caller's folder, a default to the workspace.
#[derive(Args, Debug)]
pub(crate) struct Source {
    /// The contract [default: openapi.yaml in the workspace]
    #[arg(long, value_name = "FILE")]
    pub(crate) contract: Option<PathBuf>,

    /// Whether the rules of this project's conventions (those of class `convention`) are checked; `off`
    /// is for contracts of other people
    #[arg(long, value_parser = conventions(), default_value = "on")]
    pub(crate) conventions: Conventions,
}

/// `on` or `off`.
fn conventions() -> impl TypedValueParser<Value = Conventions> {
    PossibleValuesParser::new(["on", "off"]).map(|name| match &*name {
        "on" => Conventions::On,
        _ => Conventions::Off,
    })
}

/// Options of `codegen`.
#[derive(Args, Debug)]
pub(crate) struct Codegen {
    /// Write nothing; show how the files differ from the contract and exit with 1 if any does
    #[arg(long)]
    pub(crate) check: bool,

    #[command(flatten)]
    pub(crate) source: Source,

    /// The folder of the generated files; given one, the listing of the public API is left out
    /// [default: generated-client/src/generated in the workspace]. Without conventions a crate of its
    /// own is made, from any OpenAPI contract: the folder of the crate, which has no default
    #[arg(long, value_name = "DIR", required_if_eq("conventions", "off"))]
    pub(crate) out: Option<PathBuf>,

    /// What to call that crate [default: after the file; after `info.title` where the file is called
    /// `openapi.yaml` or the like]
    #[arg(long, value_parser = build_support::package_name)]
    pub(crate) name: Option<String>,
}

/// Options of `lint`.
#[derive(Args, Debug)]
pub(crate) struct Lint {
    #[command(flatten)]
    pub(crate) source: Source,

    /// How the findings are printed
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Check nothing; print why there is the rule of this code, with an example
    #[arg(long, value_name = "CODE", value_parser = contract::rule)]
    #[arg(conflicts_with_all = ["contract", "format", "conventions"])]
    pub(crate) explain: Option<&'static contract::Rule>,
}

/// Options of `diff`.
#[derive(Args, Debug)]
pub(crate) struct Diff {
    /// What to compare with: an earlier contract, or a git revision of this one [default: the merge
    /// base of HEAD and the main branch]
    #[arg(long, value_name = "GIT_REV|FILE")]
    pub(crate) base: Option<String>,

    #[command(flatten)]
    pub(crate) source: Source,

    /// How to print the difference
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,

    /// Compare nothing; print what changes of this code mean, and why
    #[arg(long, value_name = "CODE", value_parser = crate::diff::code)]
    #[arg(conflicts_with_all = ["base", "contract", "conventions", "format"])]
    pub(crate) explain: Option<&'static str>,
}

/// A form of what is printed.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    #[default]
    Human,
    /// For a pull request's comment or a job's summary
    Markdown,
    /// For programs
    Json,
    /// Annotations of GitHub Actions
    Github,
}
