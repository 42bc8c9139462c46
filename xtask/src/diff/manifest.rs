//! The client crate's version, now and at the base.

use std::fs;

use anyhow::{Context, Result, bail};
use toml::Table;

use super::base::{Base, Home};
use crate::input;

/// The client crate.
pub(super) const PACKAGE: &str = "generated-client";

/// The client crate's manifest.
const MANIFEST: &str = "generated-client/Cargo.toml";

/// The manifest of the workspace, from which a package may take its version.
const WORKSPACE_MANIFEST: &str = "Cargo.toml";

/// A version, and the manifest that it stands in.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CrateVersion {
    pub(super) version: String,
    pub(super) file: &'static str,
}

/// The client crate's version at the base and now; the error says why it is not judged.
pub(super) fn versions(home: &Home, base: &Base) -> Result<(CrateVersion, CrateVersion)> {
    if !home.is_workspace {
        bail!("the contract is not in this workspace");
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
        Ok(if path.exists() {
            Some(fs::read_to_string(path)?)
        } else {
            None
        })
    })
    .context("its version is not known")?;
    Ok((old, new))
}

/// The version, from manifests that `read` reads by their path in the workspace.
fn version(read: impl Fn(&str) -> Result<Option<String>>) -> Result<CrateVersion> {
    let parse = |path: &str| -> Result<Table> {
        let text = read(path)
            .with_context(|| format!("cannot read {path}"))?
            .with_context(|| format!("there is no {path}"))?;
        text.parse::<Table>()
            .with_context(|| format!("{path} is not TOML"))
    };
    let manifest = parse(MANIFEST)?;
    let version = manifest
        .get("package")
        .and_then(|package| package.get("version"));
    let is_inherited = version
        .and_then(|version| version.get("workspace"))
        .is_some();
    let (file, version) = if is_inherited {
        let root = parse(WORKSPACE_MANIFEST)?;
        let version = root
            .get("workspace")
            .and_then(|workspace| workspace.get("package"))
            .and_then(|package| package.get("version"));
        (WORKSPACE_MANIFEST, version.cloned())
    } else {
        (MANIFEST, version.cloned())
    };
    let version = version
        .as_ref()
        .and_then(toml::Value::as_str)
        .with_context(|| format!("{file} names no version"))?;
    Ok(CrateVersion {
        version: version.to_owned(),
        file,
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
            Ok(found) => format!("{} in {}", found.version, found.file),
            Err(error) => format!("{error:#}"),
        }
    }

    #[test]
    fn a_version_is_the_packages_or_the_workspaces() {
        let own = "[package]\nname = \"generated-client\"\nversion = '0.4.0' # its own\n";
        assert_eq!(
            found(Some(own), Some(ROOT)),
            "0.4.0 in generated-client/Cargo.toml"
        );
        for inherited in [
            "[package]\nversion.workspace = true\n",
            "[package]\nversion = { workspace = true }\n",
            "package = { version = { workspace = true } }\n",
        ] {
            assert_eq!(
                found(Some(inherited), Some(ROOT)),
                "1.2.3 in Cargo.toml",
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
