//! Nothing sound is refused, and what is generated compiles: every kind of schema and name, at every
//! place, in one contract whose code is compiled once, with its examples, and takes values.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod contract;
#[rustfmt::skip]
mod schemas;

use std::{env, fmt::Write as _, fs, path::Path, process::Command};

use build_support::Conventions;

use contract::Contract;

/// The crate around the generated module, under the name that examples call it by.
const LIBRARY: &str = "//! Every schema.\n#![deny(warnings, missing_docs)]\n\
    mod generated;\npub use client_runtime::{Error, codegen::chrono};\npub use generated::shop;\n";

/// Decodes each value and encodes it again; no union may only keep it.
const ROUND_TRIP: &str = r#"
fn round_trip<T: serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug>(value: &str) -> bool {
    let value: serde_json::Value = serde_json::from_str(value).unwrap();
    let name = std::any::type_name::<T>();
    let decoded: T = match serde_json::from_value(value.clone()) {
        Ok(decoded) => decoded,
        Err(error) => { eprintln!("{name}: {error}: {value}"); return false; }
    };
    let shown = format!("{decoded:?}");
    let encoded = serde_json::to_value(&decoded).unwrap();
    let is_kept = shown.contains("Unknown(") && !value.to_string().contains("\"blue\"");
    if is_kept { eprintln!("{name}: {value} is {shown}"); }
    if encoded == value { return !is_kept; }
    for (key, value) in value.as_object().unwrap() {
        if encoded[key] != *value { eprintln!("{name}.{key}: {value} became {}", encoded[key]); }
    }
    false
}
"#;

#[test]
fn every_schema_becomes_code_that_compiles_and_takes_its_values() {
    let contract = Contract::of_everything();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sound_contracts");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    fs::create_dir_all(folder.join("src/generated")).unwrap();
    fs::create_dir_all(folder.join("tests")).unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        // What is the same is not compiled again.
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::write(path, text).unwrap();
        }
    };
    let text = contract.text();
    write("contract.yaml", &text);
    let files = build_support::generate("contract.yaml", &text, Conventions::Off)
        .unwrap_or_else(|error| panic!("{error}"));
    for file in &files {
        write(&format!("src/generated/{}", file.path), &file.contents);
    }
    let manifest = fs::read_to_string(root.join("generated-client/Cargo.toml")).unwrap();
    let (_, dependencies) = manifest.split_once("[dependencies]").unwrap();
    let (dependencies, _) = dependencies.split_once("[dev-dependencies]").unwrap();
    let runtime = format!("{:?}", root.join("client-runtime").to_str().unwrap());
    let dependencies = dependencies.replace("\"../client-runtime\"", &runtime);
    write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"generated-client\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [workspace]\n\n[lib]\ntest = false\n\n[profile.dev.package.generated-client]\ndebug = false\n\n[dependencies]{dependencies}"
        ),
    );
    write(
        "Cargo.lock",
        &fs::read_to_string(root.join("Cargo.lock")).unwrap(),
    );
    write("src/lib.rs", LIBRARY);
    let mut program = format!("//! Values.\nuse generated_client::shop::types;\n{ROUND_TRIP}\n");
    program.push_str("#[test]\nfn values_come_through() {\n    let all = [\n");
    for (ty, value) in &contract.values {
        let value = value.to_string();
        writeln!(program, "        round_trip::<types::{ty}>({value:?}),").unwrap();
    }
    program.push_str("    ];\n    assert!(all.iter().all(|is_same| *is_same));\n}\n");
    write("tests/values.rs", &program);
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(&folder)
        .args([
            "test",
            "--offline",
            "--quiet",
            "--no-fail-fast",
            "--color",
            "never",
            "--target-dir",
        ])
        .arg(target)
        .output()
        .unwrap();
    let printed = [output.stdout, output.stderr].concat();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&printed)
    );
}
