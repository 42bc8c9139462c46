//! Which version a change asks for, by Cargo's `SemVer`, and whether a version is that far.

use std::cmp::Ordering;

use build_support::compare::Verdict;
use semver::Version;

/// How a version stands to the changes that it covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) standing: Standing,
    /// The least version that covers the changes, if the earlier version tells it.
    pub(super) least: Option<Version>,
}

/// Whether a version covers the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// It does.
    Enough,
    /// It is below what the changes ask for.
    TooLow,
    /// It is below the earlier version.
    Backwards,
    /// It is not `SemVer`, so that it does not tell whether it is a step.
    NotSemver,
    /// The earlier one was not `SemVer`, so that any step is one.
    FirstSemver,
}

impl Standing {
    pub(super) fn is_enough(self) -> bool {
        matches!(self, Self::Enough | Self::FirstSemver)
    }

    /// A name for programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Enough => "enough",
            Self::TooLow => "too-low",
            Self::Backwards => "backwards",
            Self::NotSemver => "not-semver",
            Self::FirstSemver => "first-semver",
        }
    }
}

/// Judges the step from `old` to `new` for changes of which `verdict` is the worst.
pub(super) fn judge(old: &str, new: &str, verdict: Option<Verdict>) -> Judgement {
    let old = Version::parse(old).ok();
    let least = old.as_ref().map(|old| least(old, verdict));
    let standing = match (old, &least, Version::parse(new).ok()) {
        (_, _, None) => Standing::NotSemver,
        (Some(old), Some(least), Some(new)) => {
            if new.cmp_precedence(&old) == Ordering::Less {
                Standing::Backwards
            } else if covers(&old, &new, least, verdict) {
                Standing::Enough
            } else {
                Standing::TooLow
            }
        }
        (_, _, Some(_)) => Standing::FirstSemver,
    };
    Judgement { standing, least }
}

/// The name of the step that a verdict asks for, whatever number it moves while the first is 0.
pub(super) fn step_name(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "major",
        Verdict::Compatible => "minor",
        Verdict::Documentation => "patch",
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
        (Verdict::Breaking, 0, 0) => Version::new(0, 0, patch.saturating_add(1)),
        (Verdict::Breaking, 0, _) => Version::new(0, minor.saturating_add(1), 0),
        (Verdict::Breaking, _, _) => Version::new(major.saturating_add(1), 0, 0),
        (Verdict::Compatible, 1.., _) => Version::new(major, minor.saturating_add(1), 0),
        (Verdict::Compatible | Verdict::Documentation, _, _) => {
            Version::new(major, minor, patch.saturating_add(1))
        }
    }
}

/// Whether `new`, which is not below `old`, covers the changes.
fn covers(old: &Version, new: &Version, least: &Version, verdict: Option<Verdict>) -> bool {
    if verdict.is_none() {
        return true;
    }
    if !old.pre.is_empty() {
        return new.cmp_precedence(old) == Ordering::Greater;
    }
    // A pre-release of a version that is far enough says as clearly that something changes.
    (new.major, new.minor, new.patch) >= (least.major, least.minor, least.patch)
}

#[cfg(test)]
mod tests {
    use build_support::compare::Verdict::{Breaking, Compatible, Documentation};

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
            for (verdict, least) in [
                (Breaking, breaking),
                (Compatible, compatible),
                (Documentation, documentation),
            ] {
                let judgement = judge(old, old, Some(verdict));
                let found = judgement.least.map(|version| version.to_string());
                assert_eq!(found.as_deref(), Some(least), "{old} {verdict:?}");
                assert_eq!(judgement.standing, Standing::TooLow, "{old} {verdict:?}");
                assert_eq!(
                    judge(old, least, Some(verdict)).standing,
                    Standing::Enough,
                    "{old} {verdict:?}"
                );
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
            ("1.0.0", "1.0.1", Some(Compatible), Standing::TooLow),
            ("1.0.0", "2.0.0", Some(Compatible), Standing::Enough),
            ("1.0.0", "1.1.0", Some(Documentation), Standing::Enough),
            ("1.0.0", "0.9.0", Some(Breaking), Standing::Backwards),
            ("1.0.0", "1.0.0-rc.2", None, Standing::Backwards),
            ("1.0.0-rc.1", "1.0.0-rc.2", Some(Breaking), Standing::Enough),
            ("1.0.0-rc.1", "1.0.0-rc.1", Some(Breaking), Standing::TooLow),
            ("1.0.0+a", "1.0.0+b", Some(Documentation), Standing::TooLow),
            ("1.0.0", "1.0.0", None, Standing::Enough),
            ("1.0.0", "v2", Some(Breaking), Standing::NotSemver),
            ("v1", "v2", Some(Breaking), Standing::NotSemver),
            ("v1", "2.0.0", Some(Breaking), Standing::FirstSemver),
        ] {
            let found = judge(old, new, verdict).standing;
            assert_eq!(found, standing, "{old} → {new} {verdict:?}");
        }
    }
}
