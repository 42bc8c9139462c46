//! Which version a change asks for, by Cargo's `SemVer`, and whether a version is that far.

use anyhow::{Context, Result, bail};
use contract::diff::Verdict;
use semver::Version;
use serde_json::{Value, json};

use super::base::Commit;
use crate::workspace::{self, Place};

/// The client crate.
pub(super) const PACKAGE: &str = "generated-client";

/// Where the version of the client crate may stand: in its own manifest, or in the workspace's, each
/// with the table.
const MANIFESTS: [(&str, &str); 2] = [
    ("generated-client/Cargo.toml", "[package]"),
    ("Cargo.toml", "[workspace.package]"),
];

/// A version, and how it stands to the changes.
#[derive(Debug)]
pub(super) struct VersionStep {
    /// Whose version it is: `info.version`, or the crate's name.
    pub(super) name: &'static str,
    /// The version that it is judged against: that of the last release, else that at the base.
    pub(super) old: String,
    pub(super) new: String,
    /// Where it stands.
    pub(super) place: Place,
    pub(super) line: usize,
    /// The least version that covers the changes; nothing if the earlier version is not `SemVer`.
    pub(super) least: Option<Version>,
    /// Whether the step is required, because something breaks; else it is recommended.
    pub(super) required: bool,
}

/// What versions are judged by: the last release, and the worst verdict on the changes.
pub(super) type Since<'a> = (Option<&'a Version>, Option<Verdict>);

/// The version of the client crate.
pub(super) fn of_crate(base: &Commit, since: Since<'_>) -> Result<VersionStep> {
    let at_base = |file: &str| {
        let text = base.file(file)?;
        text.with_context(|| format!("there is no {file}"))
    };
    let (_, _, old) = version(at_base).context("the client has no version at the base")?;
    let (file, line, new) = version(workspace::read)?;
    let at = (Place::in_workspace(file)?, line);
    Ok(VersionStep::new(PACKAGE, (&old, &new), at, since))
}

/// The version of the client crate, with the manifest and the line in which it stands.
fn version(read: impl Fn(&str) -> Result<String>) -> Result<(&'static str, usize, String)> {
    for (file, table) in MANIFESTS {
        let mut is_in_table = false;
        for (number, line) in (1..).zip(read(file)?.lines()) {
            let line = line.trim_start();
            if line.starts_with('[') {
                is_in_table = line.starts_with(table);
            } else if is_in_table && let Some(version) = stated(line) {
                return Ok((file, number, version.to_owned()));
            }
        }
    }
    let places = MANIFESTS.map(|(file, table)| format!("{table} of {file}"));
    let places = places.join(" nor in ");
    bail!("there is no line `version = \"…\"` in {places}")
}

/// The version that a line of a manifest states.
fn stated(line: &str) -> Option<&str> {
    let value = line.strip_prefix("version")?.trim_start();
    let value = value.strip_prefix('=')?.trim_start();
    let quoted = value.strip_prefix(['"', '\''])?;
    quoted.split(['"', '\'']).next()
}

impl VersionStep {
    /// The step from the last release, or else from the version at the base.
    pub(super) fn new(
        name: &'static str,
        (old, new): (&str, &str),
        (place, line): (Place, usize),
        (release, verdict): Since<'_>,
    ) -> Self {
        let base = Version::parse(old).ok();
        // What was reached since the release is not given up again.
        let from = release.or(base.as_ref());
        let least = from.map(|from| least(from, verdict)).max(base.clone());
        Self {
            name,
            old: release.map_or(old.to_owned(), ToString::to_string),
            new: new.to_owned(),
            place,
            line,
            least,
            required: verdict == Some(Verdict::Breaking),
        }
    }

    /// Whether the version covers the changes. A pre-release of one that does says as clearly that
    /// something changes.
    pub(super) fn is_enough(&self) -> bool {
        let least = self.least.as_ref().map(numbers);
        Version::parse(&self.new).is_ok_and(|new| Some(numbers(&new)) >= least)
    }

    /// The step for programs.
    pub(super) fn document(&self) -> Value {
        let least = self.least.as_ref().map(ToString::to_string);
        json!({
            "name": self.name, "file": self.place.shown, "old": self.old, "new": self.new,
            "standing": self.standing().0, "least": least, "required": self.required,
        })
    }

    /// The step, how it stands to the changes, and what to do about it.
    pub(super) fn sentence(&self) -> String {
        format!("{} → {}, {}", self.old, self.new, self.standing().1)
    }

    /// How the version stands to the changes, for programs and for people.
    fn standing(&self) -> (&'static str, String) {
        let least = match &self.least {
            Some(least) => format!("{least} or later"),
            None => "a version such as 1.0.0".to_owned(),
        };
        let file = &self.place.shown;
        match (self.is_enough(), self.required) {
            (true, true) => ("enough", format!("enough: {least} is required")),
            (true, false) => ("enough", format!("enough: {least} is recommended")),
            (false, true) => ("too-low", format!("too low: set it to {least} in {file}")),
            (false, false) => (
                "step-recommended",
                format!("{least} is recommended, in {file}"),
            ),
        }
    }
}

/// The least version that covers changes after `old`: Cargo takes the first number that is not 0 for
/// the one that says "breaking". A pre-release promises nothing.
fn least(old: &Version, verdict: Option<Verdict>) -> Version {
    let (major, minor, patch) = numbers(old);
    match verdict {
        None => old.clone(),
        Some(_) if !old.pre.is_empty() => Version::new(major, minor, patch),
        Some(Verdict::Breaking) if major > 0 => Version::new(major.saturating_add(1), 0, 0),
        Some(Verdict::Breaking) if minor > 0 => Version::new(0, minor.saturating_add(1), 0),
        Some(Verdict::Compatible) if major > 0 => Version::new(major, minor.saturating_add(1), 0),
        Some(_) => Version::new(major, minor, patch.saturating_add(1)),
    }
}

/// Its three numbers.
fn numbers(version: &Version) -> (u64, u64, u64) {
    (version.major, version.minor, version.patch)
}
