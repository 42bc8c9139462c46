//! Generates the code of each golden, and of one contract of every kind of schema and name.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test in two parts")]

#[path = "../tests/golden/contracts.rs"]
mod contracts;
#[path = "tests/everything/contract.rs"]
mod everything;
#[path = "tests/everything/schemas.rs"]
#[rustfmt::skip]
mod schemas;

use std::{env, fmt::Write as _, fs, path::Path};

use build_support::Conventions;

use everything::Contract;

/// Build scripts run in the folder of their package.
const FOLDER: &str = "../tests/golden";

fn main() {
    let out = env::var("OUT_DIR").unwrap();
    println!("cargo::rerun-if-changed={FOLDER}");
    println!("cargo::rerun-if-changed=tests/everything");
    let everything = Contract::of_everything();
    let mut all = contracts::all(FOLDER.as_ref());
    all.push(("everything".to_owned(), everything.text()));
    let mut modules = String::new();
    for (name, contract) in all {
        let name = name.replace('-', "_");
        let files = build_support::generate(&name, &contract, Conventions::Off, Some("shop"))
            .unwrap_or_else(|error| panic!("{error}"));
        let shop = files.iter().find(|file| file.path == "shop.rs").unwrap();
        // Examples name the crate that they are part of.
        let code = shop
            .contents
            .replace("generated_client::shop", &format!("goldens::{name}"))
            .replace("generated_client::", "goldens::")
            // Machine code of an inline function is made where it is called. Few are: what matters of
            // the others is that they compile.
            .replace("pub fn ", "#[inline] pub fn ")
            .replace("pub async fn ", "#[inline] pub async fn ");
        let path = Path::new(&out).join(format!("{name}.rs"));
        write(&path, &code);
        let path = path.to_str().unwrap();
        // All lints of clippy are allowed there; that it compiles without a warning, the tests tell.
        let cfg = if name == "everything" {
            "#[cfg(not(clippy))]\n"
        } else {
            ""
        };
        writeln!(modules, "{cfg}#[path = {path:?}]\npub mod {name};").unwrap();
    }
    write(&Path::new(&out).join("modules.rs"), &modules);
    let mut values = String::from("fn values() -> bool {\n    [\n");
    for (ty, value) in &everything.values {
        let value = value.to_string();
        writeln!(values, "        round_trip::<types::{ty}>({value:?}),").unwrap();
    }
    values.push_str("    ].iter().all(|is_same| *is_same)\n}\n");
    write(&Path::new(&out).join("values.rs"), &values);
}

/// What is the same is not compiled again.
fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).unwrap();
    }
}
