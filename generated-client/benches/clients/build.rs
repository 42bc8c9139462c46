//! Writes the client that progenitor makes of the contract, as it is.

use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let contract = "../../../openapi.yaml";
    println!("cargo::rerun-if-changed={contract}");
    let contract: openapiv3::OpenAPI = serde_yaml::from_str(&fs::read_to_string(contract)?)?;
    let mut settings = progenitor::GenerationSettings::default();
    settings.with_interface(progenitor::InterfaceStyle::Builder);
    let tokens = progenitor::Generator::new(&settings).generate_tokens(&contract)?;
    let source = prettyplease::unparse(&syn::parse2(tokens)?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("progenitor.rs"), source)?;
    Ok(())
}
