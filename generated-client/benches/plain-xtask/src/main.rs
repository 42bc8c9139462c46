//! Writes the client that progenitor makes of a contract.

use std::{fs, path::PathBuf};

use clap::Parser;

#[derive(Parser)]
struct Options {
    contract: PathBuf,
    out: PathBuf,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::parse();
    let contract: openapiv3::OpenAPI =
        serde_yaml::from_str(&fs::read_to_string(options.contract)?)?;
    let mut settings = progenitor::GenerationSettings::default();
    settings.with_interface(progenitor::InterfaceStyle::Builder);
    let tokens = progenitor::Generator::new(&settings).generate_tokens(&contract)?;
    fs::write(options.out, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
