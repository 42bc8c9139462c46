//! Where the workspace, the contract and the other files are.

use std::path::{Path, PathBuf};
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
        let text = fs::read(&place.path).with_context(|| {
            let shown = &place.shown;
            format!("cannot read the contract {shown}; name another file with --contract")
        })?;
        let text = decode(&place.shown, text)?;
        Ok(Self { place, text })
    }

    /// The name that messages call the contract by.
    pub(crate) fn name(&self) -> &str {
        &self.place.shown
    }
}

/// A contract's bytes as text; `shown` names it.
pub(crate) fn decode(shown: &str, bytes: Vec<u8>) -> Result<String> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = valid.split(|byte| *byte == b'\n').count();
        let what = format!("the contract {shown} is not UTF-8 in line {line}; save it as UTF-8");
        anyhow!(error.utf8_error()).context(what)
    })
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
