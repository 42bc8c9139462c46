//! The last release before the base: what the versions are judged against.

use std::fmt;

use anyhow::Result;
use semver::Version;
use serde::Serialize;

use super::base::Commit;

/// Where releases are listed, if not by tags.
const CHANGELOG: &str = "CHANGELOG.md";

/// A released version, and what names it.
#[derive(Debug, Serialize)]
pub(super) struct Release {
    pub(super) version: Version,
    pub(super) source: String,
}

impl Release {
    /// The newest `v*` tag that the commit contains, else the newest version in its changelog.
    pub(super) fn before(commit: &Commit) -> Result<Option<Self>> {
        let tags = commit.git.tags(&commit.hash)?;
        let tagged = tags.lines().filter_map(|tag| tag.strip_prefix('v'));
        if let Some(version) = newest(tagged) {
            let source = format!("tag v{version}");
            return Ok(Some(Self { version, source }));
        }
        let changelog = commit.git.file(&commit.hash, CHANGELOG)?;
        let changelog = changelog.unwrap_or_default();
        let version = newest(headings(&String::from_utf8_lossy(&changelog)));
        Ok(version.map(|version| Self {
            version,
            source: format!("{CHANGELOG} at the base"),
        }))
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.version, self.source)
    }
}

fn newest<'a>(names: impl Iterator<Item = &'a str>) -> Option<Version> {
    names.filter_map(|name| Version::parse(name).ok()).max()
}

/// What headings of the second level begin with: `## [1.0.0] - 2026-01-31`, `## v1.0.0`.
fn headings(changelog: &str) -> impl Iterator<Item = &str> {
    let headings = changelog
        .lines()
        .filter_map(|line| line.strip_prefix("## "));
    headings.filter_map(|heading| {
        let heading = heading.trim_start().trim_start_matches(['[', 'v']);
        heading.split([']', ' ']).next()
    })
}

#[cfg(test)]
mod tests {
    use super::{headings, newest};

    #[test]
    fn the_newest_version_of_a_changelog_is_a_heading() {
        let found = |text| newest(headings(text)).map(|version| version.to_string());
        let text = "# Changelog\n\n## [Unreleased]\n\n### 9.0.0\n\n## [0.9.0] - 2026-01-31\n\n## [0.10.0](x)\n";
        assert_eq!(found(text).as_deref(), Some("0.10.0"));
        assert_eq!(found("## v1.2.3\n\n## 1.2.2\n").as_deref(), Some("1.2.3"));
        assert_eq!(found("## [Unreleased]\n\n- 1.0.0\n"), None);
    }
}
