//! `cargo xtask diff`: what a change of the contract means for the client's users, and whether the
//! versions say so.

mod api;
mod base;
mod print;
mod report;
mod version;

use std::io;
use std::process::ExitCode;

use anyhow::{Error, Result, anyhow};
use contract::ContractError;

use crate::console::{self, Colours};
use crate::workspace::Contract;
use crate::{cli, snippet};
use base::Base;
use report::Report;
use version::VersionStep;

/// The exit status when the contracts cannot be compared; 1 says that something breaks.
const NOT_COMPARED: u8 = 2;

/// The code of a change that is meant by `text`, in upper or lower case; else what to write instead.
pub(crate) fn code(text: &str) -> Result<&'static str, String> {
    let mut codes = contract::diff::codes().chain(api::CODES.map(|(code, _)| code));
    let nearest = contract::did_you_mean(text, codes.clone());
    let known = codes.find(|code| code.eq_ignore_ascii_case(text));
    known.ok_or_else(|| {
        let help = nearest.map_or_else(String::new, |it| format!("{it} "));
        format!("there is no change `{text}`; {help}docs/changes.md lists the codes")
    })
}

/// Compares the contract with the base and prints how it differs.
///
/// It fails when something breaks without the version step that says so.
pub(crate) fn run(options: &cli::Diff) -> Result<ExitCode> {
    if let Some(code) = options.explain {
        let text = contract::diff::explain_change(code).or_else(|| api::explain(code));
        console::print(&text.unwrap_or_default())?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = match compare(options) {
        Ok(report) => report,
        Err(error) => {
            console::report(&error);
            return Ok(ExitCode::from(NOT_COMPARED));
        }
    };
    console::print(&match options.format {
        cli::Format::Human => print::human(&report, Colours::of(&io::stdout())),
        cli::Format::Markdown => print::markdown(&report),
        cli::Format::Json => format!("{:#}\n", report.document()),
        cli::Format::Github => print::github(&report),
    })?;
    Ok(console::exit(report.passes()))
}

fn compare(options: &cli::Diff) -> Result<Report> {
    let contract = Contract::read(options.source.contract.as_deref())?;
    let (name, text) = (&contract.place.shown, &contract.text);
    let base = Base::find(options.base.as_deref(), &contract.place)?;
    let earlier = contract::load_earlier(&base.source, &base.text).map_err(|error| {
        let advice = "cannot be read; name another base: --base REVISION or --base FILE";
        refuse(&error, &base.source, &base.text, advice)
    })?;
    let later = contract::read(name, text, options.source.conventions).understood();
    let (later, _) = later.map_err(|error| {
        let advice =
            "cannot be compared; fix its errors (what the generator does not take yet may stay)";
        refuse(&error, name, text, advice)
    })?;
    let lines = report::later_lines(&base.text, text);
    let changes = contract::diff::compare(&earlier, &later);
    let changes = report::entries(changes, &contract.place, &lines);

    // The client, its listing and its version, is that of the workspace's contract.
    let commit = match (&options.source.contract, &base.commit) {
        (Some(_), _) => Err("the client is that of the workspace's own contract"),
        (_, None) => Err("the base is a file"),
        (None, Some(commit)) => Ok(commit),
    };
    let (release, api) = match commit {
        Ok(commit) => (commit.release()?, api::changes(commit)?),
        Err(reason) => (None, Err(reason)),
    };
    let all = changes.iter().chain(api.iter().flatten());
    let verdict = all.map(|entry| entry.verdict).max();
    let since = (release.as_ref(), verdict);
    let client = match commit {
        Ok(commit) => Ok(version::of_crate(commit, since)?),
        Err(reason) => Err(reason),
    };
    let line = later.locate("/info/version");
    let line = line.map_or(1, |span| span.start.line);
    let at = (contract.place.clone(), line);
    let versions = (earlier.version(), later.version());
    Ok(Report {
        version: VersionStep::new("info.version", versions, at, since),
        client,
        contract,
        base,
        verdict,
        release,
        changes,
        api,
    })
}

/// Prints why a contract cannot be compared, and says what to do.
fn refuse(error: &ContractError, source: &str, text: &str, advice: &str) -> Error {
    snippet::complain(source, text, error.diagnostics());
    anyhow!("{source} {advice}")
}
