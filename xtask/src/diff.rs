//! `cargo xtask diff`: what a change of the contract means for the client's users, and whether the
//! versions say so.

mod api;
mod base;
mod git;
mod github;
mod human;
mod lines;
mod manifest;
mod markdown;
mod release;
mod report;
mod version;

use std::cell::LazyCell;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use contract::{ContractError, Span};

use crate::findings::Findings;
use crate::input::Contract;
use crate::workspace::{LISTING, Place};
use crate::{cli, console};
use base::{Base, Home};
use lines::Lines;
use release::Release;
use report::Report;
use version::VersionStep;

/// The exit status when the contracts cannot be compared; 1 says that something breaks.
const NOT_COMPARED: u8 = 2;

/// The codes of all changes.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    contract::diff::codes().chain(api::CODES.map(|(code, _)| code))
}

/// Compares the contract with the base and prints how it differs.
///
/// It fails when something breaks without the version step that says so.
pub(crate) fn run(options: &cli::Diff, out: &mut dyn Write) -> Result<ExitCode> {
    if let Some(code) = &options.explain {
        out.write_all(explain(code).as_bytes())?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let report = match compare(options) {
        Ok(report) => report,
        Err(error) => {
            console::report(&error);
            return Ok(ExitCode::from(NOT_COMPARED));
        }
    };
    let text = match options.format {
        cli::DiffFormat::Human => human::render(&report, console::is_coloured(&io::stdout())),
        cli::DiffFormat::Markdown => markdown::render(&report),
        cli::DiffFormat::Json => serde_json::to_string_pretty(&report)? + "\n",
        cli::DiffFormat::Github => github::render(&report),
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(if report.passes {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What changes of a known code mean.
fn explain(code: &str) -> String {
    let of_api = api::CODES.iter().find(|(known, _)| *known == code);
    let of_api = of_api
        .map(|(code, what)| format!("{code}\n\nA public item of the client (api.txt). {what}\n"));
    of_api
        .or_else(|| contract::diff::explain_change(code))
        .unwrap_or_default()
}

fn compare(options: &cli::Diff) -> Result<Report> {
    let contract = Contract::read(options.contract.as_deref())?;
    let home = Home::of(options.contract.as_deref())?;
    let base = Base::find(options.base.as_deref(), &home)?;
    let earlier = contract::load_earlier(&base.source, &base.text).or_else(|error| {
        let advice = format!(
            "nothing can be compared with {}; name a base that is in order: --base REVISION or \
             --base FILE",
            base.source
        );
        refuse(&error, &base.source, &base.text, &advice)
    })?;
    let reading = contract::read(contract.name(), &contract.text, options.conventions.into());
    let (later, _) = reading.understood().or_else(|error| {
        let advice = "what has errors is not compared, but for those that say what the generator \
                      does not take yet; fix it until `cargo xtask lint` finds no other";
        refuse(&error, contract.name(), &contract.text, advice)
    })?;
    let lines = LazyCell::new(|| Lines::new(&base.text, &contract.text));
    let changes = contract::diff::compare(&earlier, &later);
    let changes = report::entries(changes, |line| lines.now(line));
    let (api, wire_only) = match api::changes(&home, &base)? {
        Ok(changes) => (Some(changes), None),
        Err(reason) => (None, Some(reason)),
    };
    let verdict = report::worst(&changes, api.as_deref().unwrap_or_default());

    let commit = base.commit.as_ref().filter(|_| home.is_own);
    let release = commit.map(Release::before).transpose()?.flatten();
    let released = release.as_ref().map(|release| &release.version);
    let step = |name, place: &Place, old: &str, new: &str, at: Span| VersionStep {
        name,
        file: place.shown.clone(),
        old: released.map_or_else(|| old.to_owned(), ToString::to_string),
        new: new.to_owned(),
        judgement: version::judge(released, old, new, verdict),
        path: crate::github::path(place),
        at,
    };
    let (old, new) = (&earlier.model.info.version, &later.model.info.version);
    let at = later.locate("/info/version");
    let at = at.unwrap_or_else(|| crate::github::line(1));
    let mut versions = vec![step("info.version", &contract.place, old, new, at)];
    let in_workspace = |file: &str| Place {
        path: home.folder.join(file),
        shown: file.to_owned(),
    };
    let not_judged = match manifest::versions(&home, &base) {
        Ok((old, new)) => {
            let place = in_workspace(new.file);
            let (name, now) = (manifest::PACKAGE, &new.version);
            versions.push(step(name, &place, &old.version, now, new.at));
            None
        }
        Err(reason) => Some(format!("{reason:#}")),
    };
    Ok(Report {
        verdict,
        passes: report::passes(verdict, &versions),
        text_differs: contract.text != base.text,
        file: crate::github::path(&contract.place),
        listing: crate::github::path(&in_workspace(LISTING)),
        base: base.label,
        source: base.source,
        contract: contract.place.shown,
        release,
        versions,
        not_judged,
        changes,
        api,
        wire_only,
    })
}

/// Prints why a contract cannot be compared, and says what to do.
fn refuse<T>(error: &ContractError, source: &str, text: &str, advice: &str) -> Result<T> {
    let findings = Findings::new(source, text, error.diagnostics());
    let mut printed = findings.human(console::is_coloured(&io::stderr()));
    printed.push('\n');
    console::stderr().write_all(printed.as_bytes())?;
    bail!("{advice}")
}

#[cfg(test)]
mod sample;
