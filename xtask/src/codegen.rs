//! `cargo xtask codegen`: from the contract to the client's source and the listing of its API, or to a
//! crate of its own.

use std::path::Path;
use std::process::ExitCode;
use std::{collections::BTreeMap, env, fs, io};

use anyhow::{Context, Result, anyhow, bail};
use build_support::listing::{self, Source, Sources};
use build_support::{Error, GeneratedFile};
use contract::{Class, Conventions};

use crate::console::{self, Colours};
use crate::workspace::{self, Contract, LISTING, Place, shown};
use crate::{cli, files, snippet};

/// The folder of the generated files, in the workspace.
const OUT: &str = "generated-client/src/generated";

/// The crates that the listing is read from, each with its folder: the client, and that of this
/// workspace whose items it exports.
const CLIENT: (&str, &str) = ("generated_client", "generated-client/src");
const RUNTIME: (&str, &str) = ("client_runtime", "client-runtime/src");

/// The package of the runtime, in the workspace.
const RUNTIME_CRATE: &str = "client-runtime";

/// What is to be written where, and what is said of it.
struct Output {
    /// A folder that holds generated files only.
    folder: Place,
    /// The files in it, and elsewhere.
    files: Vec<(Place, String)>,
    /// What to do about files there that are not generated.
    remedy: &'static str,
    summary: String,
}

/// Generates everything in memory and then writes it, or checks it with `--check`.
pub(crate) fn run(options: &cli::Codegen) -> Result<ExitCode> {
    let contract = Contract::read(options.contract.as_deref())?;
    let output = match options.conventions {
        Conventions::On => modules(&contract, options)?,
        Conventions::Off => package(&contract, options)?,
    };
    let (count, summary) = (output.files.len(), output.summary);
    let changes = files::changes(&output.folder, output.files, output.remedy)?;
    if changes.is_empty() {
        console::print(&format!("up to date: {count} files\n{summary}"))?;
        return Ok(ExitCode::SUCCESS);
    }
    if options.check {
        let diffs: String = changes.iter().map(files::Change::diff).collect();
        let (count, command) = (changes.len(), command());
        console::print(&format!(
            "{diffs}{count} out of date; to update, run:\n    {command}\n"
        ))?;
        return Ok(ExitCode::FAILURE);
    }
    // Printed when all is done, so that the files do not depend on where the report goes.
    let report: Result<String> = changes.iter().map(files::Change::apply).collect();
    console::print(&(report? + &summary))?;
    Ok(ExitCode::SUCCESS)
}

/// The modules of the client crate, and its listing. Files that are generated elsewhere are no part of it.
fn modules(contract: &Contract, options: &cli::Codegen) -> Result<Output> {
    if options.name.is_some() {
        bail!(
            "`--name` calls the crate that `--conventions off` makes; an API's name is in `x-apis`"
        );
    }
    let (name, text) = (contract.name(), &contract.text);
    let generated = build_support::generate(name, text, options.conventions, None);
    let generated = generated.map_err(|error| refused(contract, error))?;
    let listing = match options.out {
        Some(_) => None,
        None => Some((Place::in_workspace(LISTING)?, api_listing(&generated)?)),
    };
    let folder = Place::given_or(options.out.as_deref(), OUT)?;
    let files = generated.into_iter();
    let files = files.map(|it| (folder.join(&it.path), it.contents));
    Ok(Output {
        files: files.chain(listing).collect(),
        folder,
        remedy: "Move them elsewhere or delete them.",
        summary: String::new(),
    })
}

/// A crate of its own.
fn package(contract: &Contract, options: &cli::Codegen) -> Result<Output> {
    let folder = Place::given_or(options.out.as_deref(), "")?;
    let runtime = shown(&workspace::path_from(&folder.path, RUNTIME_CRATE)?);
    let (file, text) = (contract.name(), &contract.text);
    let (conventions, name) = (options.conventions, options.name.as_deref());
    let package = build_support::package(file, text, conventions, name, &runtime);
    let package = package.map_err(|error| refused(contract, error))?;
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
    Ok(Output {
        files: files.chain([manifest]).collect(),
        summary: format!(
            "crate {} in {}: {}, {}\n{warnings}",
            package.name,
            folder.shown,
            counted(package.operations, "operation"),
            counted(package.types, "type"),
        ),
        folder: source,
        remedy: "Name another folder with --out. Code of your own belongs in a crate that depends on \
                 the generated one.",
    })
}

/// Why nothing was generated; the contract's mistakes are shown at their lines.
fn refused(contract: &Contract, error: Error) -> anyhow::Error {
    let name = contract.name();
    let Error::Contract(error) = error else {
        return anyhow::Error::new(error).context("nothing was written");
    };
    let colours = Colours::of(&io::stderr());
    let snippets = snippet::render(name, &contract.text, error.diagnostics(), colours);
    console::complain(&format!("{snippets}\n"));
    let others = Class::Convention;
    if contract.is_given && error.diagnostics().iter().any(|it| it.class == others) {
        return anyhow!(
            "nothing was written: {name} has errors; if it is not a contract of this project, leave \
             out its conventions with `--conventions off`"
        );
    }
    anyhow!("nothing was written: {name} has errors")
}

fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
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
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Source>) -> Result<()> {
    let cannot_read = |path: &Path| format!("cannot read {}", shown(path));
    for item in fs::read_dir(folder).with_context(|| cannot_read(folder))? {
        let path = item.with_context(|| cannot_read(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let below = format!("{prefix}{name}");
        if below == "generated" {
            continue;
        }
        if path.is_dir() {
            collect(&path, &format!("{below}/"), files)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).with_context(|| cannot_read(&path))?;
            files.insert(below, text.into());
        }
    }
    Ok(())
}
