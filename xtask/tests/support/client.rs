//! Copies of the client crate with the code of another contract.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use build_support::Conventions;
use build_support::listing::{self, Source, Sources};

use super::{Run, cargo_check, with_shared_features};

/// Checks the examples of a copied client.
pub(crate) fn check_examples(folder: &Path) -> Run {
    let arguments = ["--examples", "--keep-going", "--message-format", "short"];
    cargo_check(folder, &arguments)
}

/// The listing of the client crate with the code of `contract` for its own.
pub(crate) fn listing(contract: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut sources = Sources::new();
    let runtime = sources.entry("client_runtime".to_owned()).or_default();
    read(&root.join("client-runtime/src"), "", runtime);
    let files = sources.entry("generated_client".to_owned()).or_default();
    read(&root.join("generated-client/src"), "", files);
    files.retain(|path, _| !path.starts_with("generated/"));
    for file in build_support::generate("contract.yaml", contract, Conventions::On, None).unwrap() {
        files.insert(format!("generated/{}", file.path), file.contents.into());
    }
    listing::listing("generated_client", sources).unwrap()
}

fn read(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let below = format!("{prefix}{}", entry.file_name().to_str().unwrap());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{below}/"), files);
        } else {
            let text = fs::read_to_string(entry.path()).unwrap();
            files.insert(below, text.into());
        }
    }
}

/// Copies the client crate to `folder`, with the code of `contract` for its own.
pub(crate) fn client(folder: &Path, contract: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let name = folder.file_name().unwrap().to_str().unwrap();
    // Cargo tells packages of one name apart by where they are below their workspace.
    let client = folder.join(name);
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    copy(&root.join("generated-client/src"), &client.join("src"));
    fs::remove_dir_all(client.join("src/generated")).unwrap();
    fs::create_dir_all(client.join("src/generated")).unwrap();
    fs::create_dir_all(client.join("examples")).unwrap();
    for file in build_support::generate("contract.yaml", contract, Conventions::On, None).unwrap() {
        fs::write(client.join("src/generated").join(file.path), file.contents).unwrap();
    }
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    let workspace = read("Cargo.toml");
    let (_, settings) = workspace.split_once("[workspace.package]").unwrap();
    let workspace = format!(
        "[workspace]\nmembers = [\"{name}\"]\nresolver = \"3\"\n\n[workspace.package]{settings}"
    );
    fs::write(folder.join("Cargo.toml"), workspace).unwrap();
    // Without what its own tests and examples need.
    let manifest = read("generated-client/Cargo.toml");
    let (manifest, _) = manifest.split_once("[dev-dependencies]").unwrap();
    // The runtime stays where it is, and is checked once for all copies.
    let runtime = "\"../client-runtime\"";
    assert_eq!(manifest.matches(runtime).count(), 1);
    let path = root.join("client-runtime");
    let manifest = manifest.replace(runtime, &format!("{:?}", path.to_str().unwrap()));
    fs::write(
        client.join("Cargo.toml"),
        with_shared_features(&manifest, ""),
    )
    .unwrap();
    client
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
