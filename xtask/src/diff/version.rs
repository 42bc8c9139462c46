//! Which version a change asks for, by Cargo's `SemVer`, and whether a version is that far.

use std::cmp::Ordering;

use contract::Span;
use contract::diff::Verdict;
use semver::Version;
use serde::Serialize;

/// A version now and before, and how it stands to the changes.
#[derive(Debug, Serialize)]
pub(super) struct VersionStep {
    /// Whose version it is: `info.version`, or the crate's name.
    pub(super) name: &'static str,
    /// The file that it stands in.
    pub(super) file: String,
    /// The version that it is judged against: that of the last release, else that at the base.
    pub(super) old: String,
    pub(super) new: String,
    #[serde(flatten)]
    pub(super) judgement: Judgement,
    /// The file's path in the repository.
    #[serde(skip)]
    pub(super) path: String,
    /// Where it stands in the file.
    #[serde(skip)]
    pub(super) at: Span,
}

/// How a version stands to the changes that it covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Judgement {
    pub(super) standing: Standing,
    /// The least version that covers the changes; null if the earlier version does not tell.
    pub(super) least: Option<Version>,
    /// Whether the step is required, because something breaks; else it is recommended.
    pub(super) required: bool,
}

/// Whether a version covers the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Standing {
    /// It does, as any does after a version that is not `SemVer`.
    Enough,
    /// It does not, but nothing breaks.
    StepRecommended,
    /// It is below what the changes ask for.
    TooLow,
    /// It is below the earlier version.
    Backwards,
    /// It is not `SemVer`, so that it does not tell whether it is a step.
    NotSemver,
}

impl VersionStep {
    pub(super) fn is_enough(&self) -> bool {
        self.judgement.standing == Standing::Enough
    }

    /// How the version stands, and what to do about it.
    pub(super) fn advice(&self) -> String {
        let Judgement {
            least, required, ..
        } = &self.judgement;
        let goal = match least {
            Some(least) => format!("{least} or later"),
            None => "a version such as 1.0.0".to_owned(),
        };
        let how = match self.judgement.standing {
            Standing::Enough if least.is_none() => {
                return "enough: the earlier one is no semantic version".to_owned();
            }
            Standing::Enough if *required => return format!("enough: {goal} is required"),
            Standing::Enough => return format!("enough: {goal} is recommended"),
            Standing::TooLow => "too low: ",
            Standing::StepRecommended => "",
            Standing::Backwards => "lower than before: ",
            Standing::NotSemver => "no semantic version (major.minor.patch): ",
        };
        if *required {
            format!("{how}set it to {goal} in {}", self.file)
        } else {
            format!("{how}{goal} is recommended, in {}", self.file)
        }
    }
}

/// Judges the step from `old`, or from the version at the base, to `new` for changes of which
/// `verdict` is the worst.
pub(super) fn judge(
    release: Option<&Version>,
    base: &str,
    new: &str,
    verdict: Option<Verdict>,
) -> Judgement {
    let base = Version::parse(base).ok();
    let old = release.or(base.as_ref());
    // What was reached since the release is not given up again.
    let floor = old.max(base.as_ref());
    let least = old.map(|old| least(old, verdict)).max(base.clone());
    let required = verdict == Some(Verdict::Breaking);
    let standing = match (old, floor, Version::parse(new).ok()) {
        (_, _, None) => Standing::NotSemver,
        (Some(old), Some(floor), Some(new)) => {
            if new.cmp_precedence(floor) == Ordering::Less {
                Standing::Backwards
            } else if covers(old, &new, verdict) {
                Standing::Enough
            } else if required {
                Standing::TooLow
            } else {
                Standing::StepRecommended
            }
        }
        _ => Standing::Enough,
    };
    Judgement {
        standing,
        least,
        required,
    }
}

/// The least version that covers changes after `old`.
///
/// Cargo takes the first number that is not 0 for the one that says "breaking".
fn least(old: &Version, verdict: Option<Verdict>) -> Version {
    let Some(verdict) = verdict else {
        return old.clone();
    };
    let Version {
        major,
        minor,
        patch,
        ..
    } = *old;
    // A pre-release promises nothing, so the release that it leads to may change everything.
    if !old.pre.is_empty() {
        return Version::new(major, minor, patch);
    }
    match (verdict, major, minor) {
        (Verdict::Breaking, 0, 1..) | (Verdict::Compatible, 1.., _) => {
            Version::new(major, minor.saturating_add(1), 0)
        }
        (Verdict::Breaking, 1.., _) => Version::new(major.saturating_add(1), 0, 0),
        _ => Version::new(major, minor, patch.saturating_add(1)),
    }
}

/// Whether `new`, which is not below `old`, covers the changes.
fn covers(old: &Version, new: &Version, verdict: Option<Verdict>) -> bool {
    if verdict.is_none() {
        return true;
    }
    if !old.pre.is_empty() {
        return new.cmp_precedence(old) == Ordering::Greater;
    }
    // A pre-release of a version that is far enough says as clearly that something changes.
    let least = least(old, verdict);
    (new.major, new.minor, new.patch) >= (least.major, least.minor, least.patch)
}

#[cfg(test)]
mod tests {
    use contract::diff::Verdict::{Breaking, Compatible, Documentation};
    use semver::Version;

    use super::{Standing, judge};

    #[test]
    fn the_least_version_follows_from_the_worst_change() {
        for (old, breaking, compatible, documentation) in [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("10.0.0", "11.0.0", "10.1.0", "10.0.1"),
            ("0.1.0", "0.2.0", "0.1.1", "0.1.1"),
            ("0.9.9", "0.10.0", "0.9.10", "0.9.10"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("0.0.0", "0.0.1", "0.0.1", "0.0.1"),
            ("1.0.0+build.5", "2.0.0", "1.1.0", "1.0.1"),
            ("2.0.0-rc.1", "2.0.0", "2.0.0", "2.0.0"),
        ] {
            for (verdict, least, standing) in [
                (Breaking, breaking, Standing::TooLow),
                (Compatible, compatible, Standing::StepRecommended),
                (Documentation, documentation, Standing::StepRecommended),
            ] {
                let judgement = judge(None, old, old, Some(verdict));
                let found = judgement.least.map(|version| version.to_string());
                assert_eq!(found.as_deref(), Some(least), "{old} {verdict:?}");
                assert_eq!(judgement.standing, standing, "{old} {verdict:?}");
                let enough = judge(None, old, least, Some(verdict));
                assert_eq!(enough.standing, Standing::Enough, "{old} {verdict:?}");
            }
        }
    }

    #[test]
    fn a_version_is_enough_too_low_backwards_or_none() {
        for (old, new, verdict, standing) in [
            ("0.1.0", "0.1.9", Some(Breaking), Standing::TooLow),
            ("0.1.0", "1.0.0", Some(Breaking), Standing::Enough),
            ("1.0.0", "1.9.0", Some(Breaking), Standing::TooLow),
            ("1.0.0", "2.0.0-rc.1", Some(Breaking), Standing::Enough),
            (
                "1.0.0",
                "1.0.1",
                Some(Compatible),
                Standing::StepRecommended,
            ),
            ("1.0.0", "2.0.0", Some(Compatible), Standing::Enough),
            ("1.0.0", "1.1.0", Some(Documentation), Standing::Enough),
            ("1.0.0", "0.9.0", Some(Breaking), Standing::Backwards),
            ("1.0.0", "1.0.0-rc.2", None, Standing::Backwards),
            ("1.0.0-rc.1", "1.0.0-rc.2", Some(Breaking), Standing::Enough),
            ("1.0.0-rc.1", "1.0.0-rc.1", Some(Breaking), Standing::TooLow),
            (
                "1.0.0+a",
                "1.0.0+b",
                Some(Documentation),
                Standing::StepRecommended,
            ),
            ("1.0.0", "1.0.0", None, Standing::Enough),
            ("1.0.0", "v2", Some(Breaking), Standing::NotSemver),
            ("v1", "v2", Some(Breaking), Standing::NotSemver),
            ("v1", "2.0.0", Some(Breaking), Standing::Enough),
        ] {
            let found = judge(None, old, new, verdict).standing;
            assert_eq!(found, standing, "{old} → {new} {verdict:?}");
        }
    }

    #[test]
    fn since_a_release_one_step_is_enough_and_is_not_taken_back() {
        let release = Version::new(0, 1, 0);
        for (base, new, verdict, standing, least) in [
            ("0.1.0", "0.1.0", Breaking, Standing::TooLow, "0.2.0"),
            ("0.2.0", "0.2.0", Breaking, Standing::Enough, "0.2.0"),
            ("0.2.0", "0.2.0", Compatible, Standing::Enough, "0.2.0"),
            ("0.2.0", "0.1.1", Compatible, Standing::Backwards, "0.2.0"),
            ("0.1.1", "0.1.1", Breaking, Standing::TooLow, "0.2.0"),
            ("0.0.9", "0.0.9", Compatible, Standing::Backwards, "0.1.1"),
            ("next", "0.2.0", Breaking, Standing::Enough, "0.2.0"),
        ] {
            let found = judge(Some(&release), base, new, Some(verdict));
            assert_eq!(found.standing, standing, "{base} → {new}");
            let found = found.least.map(|version| version.to_string());
            assert_eq!(found.as_deref(), Some(least), "{base} → {new}");
        }
    }
}
