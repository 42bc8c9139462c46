//! The client's Rust API, now and at the base: the two listings that `codegen` writes.

use std::fs;
use std::io::ErrorKind;

use anyhow::{Context, Result, bail};
use build_support::listing::{self, ApiChange};

use super::base::{Base, Home};
use crate::input;
use crate::workspace::LISTING;

/// The changes of the API since the base, or why they cannot be told.
pub(super) fn changes(home: &Home, base: &Base) -> Result<Result<Vec<ApiChange>, String>> {
    if !home.is_workspace || home.below != input::DEFAULT {
        let contract = input::DEFAULT;
        return Ok(Err(format!(
            "{LISTING} belongs to the workspace's {contract}"
        )));
    }
    let Some(commit) = &base.commit else {
        return Ok(Err(format!("the base is a file, without {LISTING}")));
    };
    let Some(old) = commit.git.file(&commit.hash, LISTING)? else {
        return Ok(Err(format!("there is no {LISTING} at the base")));
    };
    let new = match fs::read(home.folder.join(LISTING)) {
        Ok(new) => new,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no {LISTING}, as there is at the base; run `cargo xtask codegen`")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {LISTING}")),
    };
    let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(&new));
    Ok(Ok(listing::changes(&old, &new)))
}
