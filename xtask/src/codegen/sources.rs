//! The sources that the listing of the public API is read from.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use build_support::GeneratedFile;
use build_support::listing::Sources;

use crate::workspace::shown;

/// The crate whose API is listed.
pub(super) const CLIENT: &str = "generated_client";

/// The crates that are read, each with its folder: the client, and those of this workspace that it
/// exports items of.
const CRATES: &[(&str, &str)] = &[
    (CLIENT, "generated-client/src"),
    ("client_runtime", "client-runtime/src"),
];

/// The folder of the client's generated files, below its sources.
const GENERATED: &str = "generated/";

/// Reads the sources, but for what was just generated.
pub(super) fn read(root: &Path, generated: &[GeneratedFile]) -> Result<Sources> {
    let mut sources = Sources::new();
    for (krate, folder) in CRATES {
        let files = sources.entry((*krate).to_owned()).or_default();
        collect(&root.join(folder), "", files)?;
        if *krate == CLIENT {
            files.retain(|path, _| !path.starts_with(GENERATED));
            for GeneratedFile { path, contents } in generated {
                files.insert(format!("{GENERATED}{path}"), contents.clone());
            }
        }
    }
    Ok(sources)
}

/// Collects the Rust files of a folder and its sub-folders.
fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let cannot_list = || format!("cannot list {}", shown(folder));
    for item in fs::read_dir(folder).with_context(cannot_list)? {
        let path = item.with_context(cannot_list)?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let below = format!("{prefix}{name}");
        if path.is_dir() {
            collect(&path, &format!("{below}/"), files)?;
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", shown(&path)))?;
            files.insert(below, text);
        }
    }
    Ok(())
}
