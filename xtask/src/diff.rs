//! `cargo xtask diff`: what a change of the contract means for the client's users, and whether the
//! versions say so.

mod api;
mod base;
mod git;
mod github;
mod human;
mod json;
mod manifest;
mod markdown;
mod report;
mod version;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use build_support::compare::{self, CompareError, Comparison, Version};
use build_support::listing::ApiChange;

use crate::findings::Findings;
use crate::input::Contract;
use crate::{cli, console};
use base::{Base, Home};
use human::Styles;
use report::{Later, Named, Report, VersionStep};

/// Compares the contract with the base and prints how it differs.
///
/// It fails when something breaks without the version step that says so.
pub(crate) fn run(options: &cli::Diff, out: &mut dyn Write) -> Result<ExitCode> {
    let report = compare(options)?;
    let text = match options.format {
        cli::DiffFormat::Human => human::render(&report, &styles()),
        cli::DiffFormat::Markdown => markdown::render(&report),
        cli::DiffFormat::Json => json::render(&report)?,
        cli::DiffFormat::Github => github::render(&report),
    };
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(if report.passes() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn compare(options: &cli::Diff) -> Result<Report> {
    let contract = Contract::read(options.contract.as_deref())?;
    let home = Home::of(options.contract.as_deref())?;
    let base = Base::find(options.base.as_deref(), &home)?;
    let old = Version {
        source: &base.source,
        text: &base.text,
    };
    let new = Version {
        source: contract.name(),
        text: &contract.text,
    };
    let comparison = compare::compare(old, new, options.conventions.into())
        .or_else(|error| refuse(&error, old, new))?;
    let api = api::changes(&home, &base)?;
    let (versions, not_judged) = judge(&comparison, &api, contract.name(), &home, &base);
    Ok(Report {
        contract: Later {
            text_differs: contract.text != base.text,
            path: home.path_in_repository(),
            shown: contract.place.shown,
            text: contract.text,
        },
        base: Named {
            label: base.label,
            source: base.source,
        },
        comparison,
        api,
        versions,
        not_judged,
    })
}

/// Prints why the contracts cannot be compared, and says what to do.
fn refuse(error: &CompareError, old: Version<'_>, new: Version<'_>) -> Result<Comparison> {
    let (version, errors) = match error {
        CompareError::Old(errors) => (old, errors),
        CompareError::New(errors) => (new, errors),
    };
    let findings = Findings::new(version.source, version.text, errors.diagnostics());
    let mut printed = findings.human(console::is_coloured(&io::stderr()));
    printed.push('\n');
    console::stderr().write_all(printed.as_bytes())?;
    match error {
        CompareError::Old(_) => bail!(
            "nothing can be compared with {}; name a base that is in order: --base REVISION \
             or --base FILE",
            old.source
        ),
        CompareError::New(_) => bail!(
            "what has errors is not compared, but for those that say what the generator does not \
             take yet; fix it until `cargo xtask lint` finds no other"
        ),
    }
}

/// Judges the versions; also says why the client crate's is not judged, if it is not.
fn judge(
    comparison: &Comparison,
    api: &Result<Vec<ApiChange>, String>,
    contract: &str,
    home: &Home,
    base: &Base,
) -> (Vec<VersionStep>, Option<String>) {
    let verdict = report::worst(comparison, api);
    let step = |name, file: &str, old: &str, new: &str| VersionStep {
        name,
        file: file.to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
        judgement: version::judge(old, new, verdict),
    };
    let (old, new) = (&comparison.old_version, &comparison.new_version);
    let mut versions = vec![step("info.version", contract, old, new)];
    let not_judged = match manifest::versions(home, base) {
        Ok((old, new)) => {
            versions.push(step(
                manifest::PACKAGE,
                new.file,
                &old.version,
                &new.version,
            ));
            None
        }
        Err(reason) => Some(format!("{reason:#}")),
    };
    (versions, not_judged)
}

fn styles() -> Styles {
    if console::is_coloured(&io::stdout()) {
        Styles::coloured()
    } else {
        Styles::default()
    }
}

#[cfg(test)]
mod sample;
