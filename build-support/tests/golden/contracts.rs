//! The contracts of the goldens, each in a frame that all of them share.

use std::{fs, path::Path};

const FRAME: &str = "openapi: 3.0.3\ninfo: {title: Shop, version: 0.1.0}\n\
    x-apis: {shop: {server: https://api.example.com/v1}}\nsecurity: [{shop: []}]\n";
const SERVERS: &str = "    servers: [{url: https://api.example.com/v1}]\n";
const SCHEMES: &str = "  securitySchemes: {shop: {type: http, scheme: bearer}}\n";

/// The contracts in a folder by the name of their golden. What is no whole contract is put into the
/// frame.
pub(crate) fn all(folder: &Path) -> Vec<(String, String)> {
    let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut contracts: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|it| it == "yaml"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, framed(&fs::read_to_string(&path).unwrap()))
        })
        .collect();
    contracts.sort();
    contracts
}

fn framed(golden: &str) -> String {
    if golden.contains("\nopenapi:") {
        return golden.to_owned();
    }
    let mut contract = FRAME.to_owned();
    for line in golden.lines() {
        contract.extend([line, "\n"]);
        if line.starts_with("  /") {
            contract.push_str(SERVERS);
        } else if line == "components:" {
            contract.push_str(SCHEMES);
        }
    }
    contract
}
