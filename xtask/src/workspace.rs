//! Where the workspace, the contract and the other files are.

use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf};
use std::{env, fs};

use anyhow::{Context, Result, anyhow};

/// The contract, in the workspace.
pub(crate) const CONTRACT: &str = "openapi.yaml";

/// The listing of the client's public API, in the workspace.
pub(crate) const LISTING: &str = "generated-client/api.txt";

/// A path to open, and the same path as the caller would type it.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) path: PathBuf,
    pub(crate) shown: String,
}

impl Place {
    /// A path in the workspace.
    pub(crate) fn in_workspace(below: &str) -> Result<Self> {
        let (path, shown) = (root()?.join(below), below.to_owned());
        Ok(Self { path, shown })
    }

    /// The path that the caller gave, else one in the workspace.
    pub(crate) fn given_or(given: Option<&Path>, default: &str) -> Result<Self> {
        let Some(path) = given else {
            return Self::in_workspace(default);
        };
        let (path, shown) = (path.to_owned(), shown(path));
        Ok(Self { path, shown })
    }

    /// What is called `name` in this folder.
    pub(crate) fn join(&self, name: &str) -> Self {
        Self {
            path: self.path.join(name),
            shown: format!("{}/{name}", self.shown.trim_end_matches('/')),
        }
    }
}

/// The path of a folder of the workspace as a file in `folder` names it, which need not be there yet:
/// relative where there is such a path.
pub(crate) fn path_from(folder: &Path, below: &str) -> Result<PathBuf> {
    let cannot_tell = || format!("cannot tell where {} is", shown(folder));
    let target = root()?.join(below);
    let target =
        fs::canonicalize(&target).with_context(|| format!("cannot find {}", shown(&target)))?;
    // Links are followed as far as there is anything.
    let whole = std::path::absolute(folder).with_context(cannot_tell)?;
    let there = whole.ancestors().find(|it| it.exists()).unwrap_or(&whole);
    let rest = whole.strip_prefix(there).unwrap_or(Path::new(""));
    let from = fs::canonicalize(there)
        .with_context(cannot_tell)?
        .join(rest);
    let same = from.components().zip(target.components());
    let same = same.take_while(|(one, other)| one == other).count();
    if same == 0 {
        return Ok(target);
    }
    let up = from.components().skip(same).map(|_| Component::ParentDir);
    Ok(up.chain(target.components().skip(same)).collect())
}

/// The text of a contract and where it is.
#[derive(Debug)]
pub(crate) struct Contract {
    pub(crate) place: Place,
    pub(crate) text: String,
}

impl Contract {
    /// Reads the file that the caller gave, else the workspace's contract.
    pub(crate) fn read(given: Option<&Path>) -> Result<Self> {
        let place = Place::given_or(given, CONTRACT)?;
        let shown = &place.shown;
        let bytes = fs::read(&place.path).with_context(|| {
            format!("cannot read the contract {shown}; name another local file")
        })?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.split(|byte| *byte == b'\n').count();
            let what =
                format!("the contract {shown} is not UTF-8 in line {line}; save it as UTF-8");
            anyhow!(error.utf8_error()).context(what)
        })?;
        Ok(Self { place, text })
    }
}

/// The text of a file in the workspace.
pub(crate) fn read(below: &str) -> Result<String> {
    fs::read_to_string(root()?.join(below)).with_context(|| format!("cannot read {below}"))
}

/// A path with `/` between its folders.
pub(crate) fn shown(path: &Path) -> String {
    path.display().to_string().replace(MAIN_SEPARATOR, "/")
}

/// The workspace's root: the nearest workspace at or above the package that `cargo run` names, else
/// at or above the current folder. The path of the build is not asked: a built program may move.
pub(crate) fn root() -> Result<PathBuf> {
    let start = match env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => PathBuf::from(package),
        None => env::current_dir().context("cannot tell the current folder")?,
    };
    let mut folders = start.ancestors();
    let root = folders.find(|folder| {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap_or_default();
        manifest.lines().any(|line| line.starts_with("[workspace"))
    });
    root.map(Path::to_owned).with_context(|| {
        format!(
            "there is no Cargo workspace at or above {}; run `cargo xtask` inside the workspace, \
             or name every path with its option",
            shown(&start)
        )
    })
}
