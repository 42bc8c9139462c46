//! `cargo xtask codegen`: from the contract to the client's source and the listing of its API.

use std::path::Path;
use std::process::ExitCode;
use std::{collections::BTreeMap, env, fs, io};

use anyhow::{Context, Result};
use build_support::listing::{self, Sources};
use build_support::{Error, GeneratedFile};

use crate::console::{self, Colours};
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
    let contract = Contract::read(options.contract.as_deref())?;
    let (name, text) = (contract.name(), &contract.text);
    let folder = Place::given_or(options.out.as_deref(), OUT)?;
    let generated = build_support::generate(name, text, options.conventions.into());
    if let Err(Error::Contract(error)) = &generated {
        let colours = Colours::of(&io::stderr());
        let snippets = snippet::render(name, text, error.diagnostics(), colours);
        console::complain(&format!("{snippets}\n"));
    }
    let generated = generated.map_err(|error| match error {
        Error::Contract(_) => anyhow::anyhow!("nothing was written: {name} has errors"),
        error => anyhow::Error::new(error).context("nothing was written"),
    })?;
    // Files that are generated elsewhere are no part of the client crate.
    let listing = match options.out {
        Some(_) => None,
        None => Some((Place::in_workspace(LISTING)?, api_listing(&generated)?)),
    };
    let count = generated.len() + usize::from(listing.is_some());
    let changes = files::changes(&folder, generated, listing)?;
    if changes.is_empty() {
        console::print(&format!("up to date: {count} files\n"))?;
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
    console::print(&report?)?;
    Ok(ExitCode::SUCCESS)
}

/// This command without `--check`.
fn command() -> String {
    let arguments = env::args().skip(1).filter(|argument| argument != "--check");
    let arguments = arguments.map(|argument| {
        if argument.contains([' ', '\'', '"', '$']) {
            format!(" '{}'", argument.replace('\'', r"'\''"))
        } else {
            format!(" {argument}")
        }
    });
    format!("cargo xtask{}", arguments.collect::<String>())
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
    files.extend(generated.map(|it| (format!("generated/{}", it.path), it.contents.clone())));
    listing::listing(CLIENT.0, &sources)
        .with_context(|| format!("nothing was written: {LISTING} cannot be made"))
}

/// Collects the Rust files of a folder and its sub-folders, by their path below it. What was generated
/// earlier is left out.
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
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
            files.insert(below, text);
        }
    }
    Ok(())
}
