//! Where the workspace and the files in it are.

use std::path::{Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, bail};

/// The listing of the client's public API, in the workspace.
pub(crate) const LISTING: &str = "generated-client/api.txt";

/// A path to open, and the same path as the caller would type it.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(crate) shown: String,
}

impl Place {
    /// The path that the caller gave, else `default` below the workspace's root.
    pub(crate) fn given_or_default(given: Option<&Path>, default: &str) -> Result<Self> {
        Ok(match given {
            Some(path) => Self {
                path: path.to_owned(),
                shown: shown(path),
            },
            None => Self {
                path: root()?.join(default),
                shown: default.to_owned(),
            },
        })
    }
}

/// A path with `/` between its folders.
pub(crate) fn shown(path: &Path) -> String {
    let text = path.display().to_string();
    if cfg!(windows) {
        text.replace('\\', "/")
    } else {
        text
    }
}

/// The workspace's root: the nearest workspace at or above the package that `cargo run` names, else
/// at or above the current folder. The path of the build is not asked: a built program may move.
pub(crate) fn root() -> Result<PathBuf> {
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => PathBuf::from(package),
        None => env::current_dir().context("cannot tell the current folder")?,
    };
    match start.ancestors().find(|folder| is_workspace(folder)) {
        Some(root) => Ok(root.to_owned()),
        None => bail!(
            "there is no Cargo workspace at or above {}; \
             run `cargo xtask` inside the workspace, or name every path with its option",
            shown(&start)
        ),
    }
}

fn is_workspace(folder: &Path) -> bool {
    fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|manifest| {
        manifest
            .lines()
            .any(|line| line.trim_start().starts_with("[workspace"))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::fs;
    use std::path::Path;

    use super::{Place, is_workspace};

    #[test]
    fn a_workspace_is_told_from_a_package() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!is_workspace(folder.path()));
        fs::write(
            folder.path().join("Cargo.toml"),
            "[package]\nname = \"one\"\n",
        )
        .unwrap();
        assert!(!is_workspace(folder.path()));
        fs::write(
            folder.path().join("Cargo.toml"),
            "[workspace]\nmembers = []\n",
        )
        .unwrap();
        assert!(is_workspace(folder.path()));
    }

    #[test]
    fn a_given_path_stays_as_the_caller_typed_it() {
        let place =
            Place::given_or_default(Some(Path::new("../api.yaml")), "openapi.yaml").unwrap();
        assert_eq!(place.path, Path::new("../api.yaml"));
        assert_eq!(place.shown, "../api.yaml");
    }
}
