//! `cargo xtask codegen`: from the contract to the client's source and the listing of its API, or to a
//! crate of its own.

use std::path::Path;
use std::process::ExitCode;
use std::{collections::BTreeMap, env, fs};

use anyhow::{Context, Result, anyhow, ensure};
use build_support::listing::{self, Source, Sources};
use build_support::{Error, GeneratedFile};
use contract::{Class, Conventions};

use crate::console::{self, counted};
use crate::workspace::{self, Contract, LISTING, Place, shown};
use crate::{cli, files, snippet};

/// The folder of the generated files, in the workspace.
const OUT: &str = "generated-client/src/generated";

/// The crates that the listing is read from, each with its folder: the client, and that of this
/// workspace whose items it exports.
const CLIENT: (&str, &str) = ("generated_client", "generated-client/src");
const RUNTIME: (&str, &str) = ("client_runtime", "client-runtime/src");

/// Generates everything in memory and then writes it, or checks it with `--check`.
pub(crate) fn run(options: &cli::Codegen) -> Result<ExitCode> {
    let contract = Contract::read(options.source.contract.as_deref())?;
    match options.source.conventions {
        Conventions::On => modules(&contract, options),
        Conventions::Off => package(&contract, options),
    }
}

/// The modules of the client crate, and its listing. Files that are generated elsewhere are no part of it.
fn modules(contract: &Contract, options: &cli::Codegen) -> Result<ExitCode> {
    ensure!(
        options.name.is_none(),
        "`--name` calls the crate that `--conventions off` makes; an API's name is in `x-apis`"
    );
    let (name, text) = (&contract.place.shown, &contract.text);
    let generated = build_support::generate(name, text, Conventions::On, None);
    let generated = generated.map_err(|error| refused(contract, options, error))?;
    let listing = match options.out {
        Some(_) => None,
        None => Some((Place::in_workspace(LISTING)?, api_listing(&generated)?)),
    };
    let folder = Place::given_or(options.out.as_deref(), OUT)?;
    let files = generated.into_iter();
    let files = files.map(|it| (folder.join(&it.path), it.contents));
    let files = files.chain(listing).collect();
    let remedy = "Move them elsewhere or delete them.";
    write(options, &folder, files, remedy, "")
}

/// A crate of its own.
fn package(contract: &Contract, options: &cli::Codegen) -> Result<ExitCode> {
    let folder = Place::given_or(options.out.as_deref(), "")?;
    let runtime = shown(&workspace::path_from(&folder.path, "client-runtime")?);
    let (file, text) = (&contract.place.shown, &contract.text);
    let name = options.name.as_deref();
    let package = build_support::package(file, text, Conventions::Off, name, &runtime);
    let package = package.map_err(|error| refused(contract, options, error))?;
    let mistakes = match package.mistakes {
        0 => String::new(),
        count => format!(" (mistakes: {count}, shown first)"),
    };
    let warnings = match package.warnings {
        0 => String::new(),
        count => format!(
            "{} about the contract{mistakes}; to see them, run:\n    \
             cargo xtask lint --conventions off --contract {}\n",
            counted(count, "warning"),
            quoted(file)
        ),
    };
    let manifest = (folder.join("Cargo.toml"), package.manifest);
    let source = folder.join("src");
    let files = package.files.into_iter();
    let files = files.map(|it| (source.join(&it.path), it.contents));
    let summary = format!(
        "crate {} in {}: {}, {}\n{warnings}",
        package.name,
        folder.shown,
        counted(package.operations, "operation"),
        counted(package.types, "type"),
    );
    let files = files.chain([manifest]).collect();
    let remedy = "Name another folder with --out. Code of your own belongs in a crate that depends on \
                  the generated one.";
    write(options, &source, files, remedy, &summary)
}

/// Writes the files, or checks them, and prints the summary. The folder holds generated files only;
/// `remedy` says what to do about others.
fn write(
    options: &cli::Codegen,
    folder: &Place,
    files: Vec<(Place, String)>,
    remedy: &str,
    summary: &str,
) -> Result<ExitCode> {
    let count = files.len();
    let changes = files::changes(folder, files, remedy)?;
    if changes.is_empty() {
        console::print(&format!("up to date: {count} files\n{summary}"))?;
    } else if options.check {
        let diffs: String = changes.iter().map(files::Change::diff).collect();
        let (count, command) = (changes.len(), command());
        console::print(&format!(
            "{diffs}{count} out of date; to update, run:\n    {command}\n"
        ))?;
        return Ok(ExitCode::FAILURE);
    } else {
        // Printed when all is done, so that the files do not depend on where the report goes.
        let report: Result<String> = changes.iter().map(files::Change::apply).collect();
        console::print(&(report? + summary))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Why nothing was generated; the contract's mistakes are shown at their lines.
fn refused(contract: &Contract, options: &cli::Codegen, error: Error) -> anyhow::Error {
    let Error::Contract(error) = error else {
        return anyhow::Error::new(error).context("nothing was written");
    };
    let (name, found) = (&contract.place.shown, error.diagnostics());
    snippet::complain(name, &contract.text, found);
    let is_given = options.source.contract.is_some();
    let advice = if is_given && found.iter().any(|it| it.class == Class::Convention) {
        "; if it is not a contract of this project, leave out its conventions with `--conventions off`"
    } else {
        ""
    };
    anyhow!("nothing was written: {name} has errors{advice}")
}

/// This command without `--check`.
fn command() -> String {
    let arguments = env::args().skip(1).filter(|argument| argument != "--check");
    let arguments = arguments.map(|argument| format!(" {}", quoted(&argument)));
    format!("cargo xtask{}", arguments.collect::<String>())
}

/// An argument as a shell takes it.
fn quoted(argument: &str) -> String {
    if argument.contains([' ', '\'', '"', '$']) {
        format!("'{}'", argument.replace('\'', r"'\''"))
    } else {
        argument.to_owned()
    }
}

/// Lists the public API of the client with these generated files.
fn api_listing(generated: &[GeneratedFile]) -> Result<String> {
    let root = workspace::root()?;
    let mut sources = Sources::new();
    for (krate, folder) in [CLIENT, RUNTIME] {
        let files = sources.entry(krate.to_owned()).or_default();
        collect(&root.join(folder), "", files)?;
    }
    let files = sources.entry(CLIENT.0.to_owned()).or_default();
    let generated = generated.iter();
    files.extend(generated.map(|it| (format!("generated/{}", it.path), it.into())));
    listing::listing(CLIENT.0, sources)
        .with_context(|| format!("nothing was written: {LISTING} cannot be made"))
}

/// Collects the Rust files of a folder and its sub-folders, by their path below it. What was generated
/// earlier is left out.
fn collect(folder: &Path, prefix: &str, sources: &mut BTreeMap<String, Source>) -> Result<()> {
    for name in files::names(folder)? {
        let (path, below) = (folder.join(&name), format!("{prefix}{name}"));
        if path.is_dir() && below != "generated" {
            collect(&path, &format!("{below}/"), sources)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path);
            let text = text.with_context(|| format!("cannot read {}", shown(&path)))?;
            sources.insert(below, text.into());
        }
    }
    Ok(())
}
