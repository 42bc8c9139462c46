//! The first program of the README: what is printed there is what is in its folder, and compiles.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{cargo_check, with_shared_features};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap()
}

#[test]
fn the_readme_shows_the_whole_program() {
    let readme = read("README.md");
    for (language, file) in [("toml", "Cargo.toml"), ("rust,no_run", "src/main.rs")] {
        let text = read(&format!("docs/first-program/{file}"));
        let block = format!("\n```{language}\n{text}```\n");
        assert!(readme.contains(&block), "README.md lacks\n{block}");
    }
}

#[test]
fn the_program_compiles_with_its_own_manifest() {
    // A copy, which has the versions of this workspace and leaves nothing beside the program.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("first_program");
    fs::create_dir_all(folder.join("src")).unwrap();
    let manifest = read("docs/first-program/Cargo.toml");
    let dependency = "\"../../generated-client\"";
    assert_eq!(manifest.matches(dependency).count(), 1);
    let client = format!("{:?}", root().join("generated-client"));
    let manifest = manifest.replace(dependency, &client) + "\n[workspace]\n";
    // Those of tokio are its own.
    let manifest = with_shared_features(
        &manifest,
        ", default-features = false, features = [\"client\"]",
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    fs::write(folder.join("Cargo.lock"), read("Cargo.lock")).unwrap();
    fs::write(
        folder.join("src/main.rs"),
        read("docs/first-program/src/main.rs"),
    )
    .unwrap();
    let check = cargo_check(&folder, &[]);
    assert_eq!(check.code, Some(0), "{}", check.stderr);
    assert!(!check.stderr.contains("warning"), "{}", check.stderr);
}
