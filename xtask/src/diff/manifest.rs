//! The client crate's version, now and at the base.

use std::fs;

use anyhow::{Context, Result, bail};
use contract::Span;
use serde::Deserialize;
use toml::{Spanned, Value};

use super::base::{Base, Home};
use crate::{github, input};

/// The client crate.
pub(super) const PACKAGE: &str = "generated-client";

/// The client crate's manifest.
const MANIFEST: &str = "generated-client/Cargo.toml";

/// The manifest of the workspace, from which a package may take its version.
const WORKSPACE_MANIFEST: &str = "Cargo.toml";

/// A version, and where it stands.
#[derive(Debug)]
pub(super) struct CrateVersion {
    pub(super) version: String,
    pub(super) file: &'static str,
    pub(super) at: Span,
}

/// What is read of a manifest; of the workspace's, in the table `workspace`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Manifest {
    package: Package,
    workspace: Option<Box<Self>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Package {
    version: Option<Spanned<Value>>,
}

/// The client crate's version at the base and now; the error says why it is not judged.
pub(super) fn versions(home: &Home, base: &Base) -> Result<(CrateVersion, CrateVersion)> {
    if !home.is_own {
        bail!("the contract is not the workspace's own");
    }
    let Some(commit) = &base.commit else {
        bail!("its earlier version is not known, because the base is a file");
    };
    let old = version(|path| {
        let bytes = commit.git.file(&commit.hash, path)?;
        bytes.map(|bytes| input::decode(path, bytes)).transpose()
    })
    .context("its version at the base is not known")?;
    let new = version(|path| {
        let path = home.folder.join(path);
        let is_there = path.exists();
        Ok(is_there.then(|| fs::read_to_string(path)).transpose()?)
    })
    .context("its version is not known")?;
    Ok((old, new))
}

/// The version, from manifests that `read` reads by their path in the workspace.
fn version(read: impl Fn(&str) -> Result<Option<String>>) -> Result<CrateVersion> {
    let parse = |path: &str| -> Result<(Manifest, String)> {
        let text = read(path)
            .with_context(|| format!("cannot read {path}"))?
            .with_context(|| format!("there is no {path}"))?;
        let manifest = toml::from_str(&text).with_context(|| format!("{path} is not TOML"))?;
        Ok((manifest, text))
    };
    let (mut file, (own, mut text)) = (MANIFEST, parse(MANIFEST)?);
    let mut version = own.package.version;
    let is_inherited = |it: &Spanned<Value>| it.get_ref().get("workspace").is_some();
    if version.as_ref().is_some_and(is_inherited) {
        file = WORKSPACE_MANIFEST;
        let (root, root_text) = parse(file)?;
        let root = root.workspace.unwrap_or_default();
        (version, text) = (root.package.version, root_text);
    }
    let found = version.as_ref().and_then(|version| {
        let above = text.get(..version.span().start)?;
        Some((version.get_ref().as_str()?, above.split('\n').count()))
    });
    let (version, line) = found.with_context(|| format!("{file} names no version"))?;
    Ok(CrateVersion {
        version: version.to_owned(),
        file,
        at: github::line(line),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::version;

    const ROOT: &str = "[workspace.package]\nversion = \"1.2.3\"\n";

    fn found(package: Option<&str>, root: Option<&str>) -> String {
        let read = |path: &str| {
            Ok(match path {
                "Cargo.toml" => root.map(str::to_owned),
                "generated-client/Cargo.toml" => package.map(str::to_owned),
                _ => None,
            })
        };
        match version(read) {
            Ok(found) => format!(
                "{} in {}:{}",
                found.version, found.file, found.at.start.line
            ),
            Err(error) => format!("{error:#}"),
        }
    }

    #[test]
    fn a_version_is_the_packages_or_the_workspaces() {
        let own = "[package]\nname = \"generated-client\"\nversion = '0.4.0' # its own\n";
        assert_eq!(
            found(Some(own), Some(ROOT)),
            "0.4.0 in generated-client/Cargo.toml:3"
        );
        for inherited in [
            "[package]\nversion.workspace = true\n",
            "[package]\nversion = { workspace = true }\n",
            "package = { version = { workspace = true } }\n",
        ] {
            assert_eq!(
                found(Some(inherited), Some(ROOT)),
                "1.2.3 in Cargo.toml:2",
                "{inherited}"
            );
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let inherited = Some("[package]\nversion.workspace = true\n");
        assert_eq!(
            found(None, Some(ROOT)),
            "there is no generated-client/Cargo.toml"
        );
        assert_eq!(found(inherited, None), "there is no Cargo.toml");
        assert_eq!(
            found(inherited, Some("[workspace]\n")),
            "Cargo.toml names no version"
        );
        assert_eq!(
            found(Some("[package]\n"), Some(ROOT)),
            "generated-client/Cargo.toml names no version"
        );
        assert!(
            found(Some("[package"), None).starts_with("generated-client/Cargo.toml is not TOML: ")
        );
    }
}
