//! A crate of its own around generated modules: its manifest, its front page and what it exports.

use std::fmt::Write as _;
use std::path::Path;

use contract::names::{self, Case};
use contract::{Contract, Conventions};
use quote::format_ident;
use semver::Version;
use syn::{Item, ItemUse, UseTree, parse_quote};

use crate::api::{Api, Operation, apis};
use crate::{Error, GeneratedFile, HEADER, docs, markdown, operations, render};

/// The client crate of this workspace: a crate that is generated has its features and dependencies,
/// and exports the same.
const CLIENT: [&str; 2] = [
    include_str!("../../generated-client/Cargo.toml"),
    include_str!("../../generated-client/src/lib.rs"),
];

/// Names of files that say nothing of the API; its title does.
const VAGUE: &[&str] = &["api", "contract", "openapi", "schema", "spec", "swagger"];

/// Names that no crate can have: those of crates, modules and files that are in it.
const TAKEN: &[&str] = &[
    "alloc",
    "builder",
    "bytes",
    "chrono",
    "client_runtime",
    "core",
    "http",
    "lib",
    "main",
    "proc_macro",
    "reqwest",
    "serde",
    "serde_json",
    "std",
    "test",
    "types",
];

/// No registry takes a longer name.
const LONGEST: usize = 64;

/// A client crate.
#[derive(Debug)]
pub struct Package {
    /// The crate's name, as its manifest has it.
    pub name: String,
    /// The text of `Cargo.toml`.
    pub manifest: String,
    /// What is in `src`: `lib.rs`, and a file for each API.
    pub files: Vec<GeneratedFile>,
    /// How many operations there are in all APIs.
    pub operations: usize,
    /// How many types there are in all APIs.
    pub types: usize,
    /// How many findings there are about the contract, none of them an error.
    pub warnings: usize,
    /// How many of them are about mistakes, which are tolerated in contracts of other people.
    pub mistakes: usize,
}

/// Makes a client crate from the contract `text`, which messages call `source`. A contract without
/// `x-apis` is one API, which is the crate's root; those of `x-apis` are modules. Without a `name` the
/// crate is called after the file, or after the contract's title. `runtime` is the path of the crate
/// `client-runtime`, as the new crate's manifest has it.
///
/// # Errors
///
/// As of [`generate`](crate::generate), or [`Error::NoName`].
pub fn package(
    source: &str,
    text: &str,
    conventions: Conventions,
    name: Option<&str>,
    runtime: &str,
) -> Result<Package, Error> {
    let (contract, findings) = contract::load(source, text, conventions)?;
    let name = match name {
        Some(name) => name.to_owned(),
        None => name_of(source, contract.title())?,
    };
    let krate = name.replace('-', "_");
    let is_one = contract.index().apis().next().is_none();
    let mut apis = apis(&contract, &krate)?;
    for api in &mut apis {
        let module = format!("{krate}::{}", api.name);
        api.path = if is_one { krate.clone() } else { module };
        api.krate.clone_from(&krate);
    }
    let mut files = vec![root(&contract, &apis, is_one)];
    for api in &apis {
        files.push(crate::module(api)?);
    }
    Ok(Package {
        manifest: manifest(&name, contract.version(), runtime),
        name,
        files,
        operations: apis.iter().map(|api| api.operations.len()).sum(),
        types: apis.iter().map(|api| api.types.list.len()).sum(),
        warnings: findings.len(),
        mistakes: findings.iter().filter(|it| it.is_mistake()).count(),
    })
}

/// Takes a name for a crate if it is one: words of small letters and digits, between them `-` or `_`.
///
/// # Errors
///
/// What is wrong with it, with the nearest name.
pub fn package_name(name: &str) -> Result<String, String> {
    match nearest(name) {
        Some(nearest) if nearest == name.replace('_', "-") => Ok(name.to_owned()),
        Some(nearest) => Err(format!("the crate cannot be called that; try `{nearest}`")),
        None => Err(format!(
            "the crate cannot be called that; take up to {LONGEST} letters (a to z), digits and `-`"
        )),
    }
}

/// The name for a crate that is nearest to a text.
fn nearest(text: &str) -> Option<String> {
    let mut name = names::name(text, Case::Snake);
    // A keyword has a `_` at its end.
    if TAKEN.contains(&&*name) || name.ends_with('_') {
        name = format!("{}_api", name.trim_end_matches('_'));
    }
    let fits = text.contains(char::is_alphanumeric) && name.is_ascii() && name.len() <= LONGEST;
    fits.then(|| name.replace('_', "-"))
}

/// What the crate is called unless it is given a name.
fn name_of(source: &str, title: &str) -> Result<String, Error> {
    let stem = Path::new(source).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy();
    let is_vague = VAGUE.contains(&&*stem.to_lowercase());
    let title = title.strip_suffix(" API").unwrap_or(title);
    let text = if is_vague { title } else { &stem };
    nearest(text).ok_or_else(|| Error::NoName(text.to_owned()))
}

/// `Cargo.toml`.
fn manifest(name: &str, version: &str, runtime: &str) -> String {
    let header = HEADER.trim_start_matches("// ");
    let version = Version::parse(version).unwrap_or(Version::new(0, 1, 0));
    let rust = env!("CARGO_PKG_RUST_VERSION");
    let (_, shared) = CLIENT[0].split_once("[features]").unwrap_or_default();
    let (shared, _) = shared.split_once("[dev-dependencies]").unwrap_or_default();
    // A text in JSON is one in TOML.
    let runtime = serde_json::Value::from(runtime).to_string();
    let shared = shared.replace("\"../client-runtime\"", &runtime);
    format!(
        "# {header}\n# Code of your own belongs in a crate that depends on this one.\n\n\
         [package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"2024\"\n\
         rust-version = \"{rust}\"\npublish = false\n\n[features]{shared}\
         # Part of no other workspace: one in a folder above names this folder in `exclude`.\n\
         [workspace]\n"
    )
}

/// `lib.rs`: the front page, the modules, and what their users need of other crates.
fn root(contract: &Contract, apis: &[Api], is_one: bool) -> GeneratedFile {
    let front_page = docs::inner(&front_page(contract, apis, is_one));
    let mut text = format!("{HEADER}\n\n{front_page}");
    // As it is printed, whatever the version of rustfmt.
    text.push_str(
        "\n#![cfg_attr(rustfmt, rustfmt_skip)]\n#![forbid(unsafe_code)]\n\
         #![allow(clippy::infallible_try_from, clippy::large_enum_variant, \
         clippy::should_implement_trait, clippy::too_many_arguments, reason = \"so the contract has it\")]\n",
    );
    let list = render::module_list(apis).contents;
    for line in list.lines().filter(|line| line.starts_with("#![")) {
        let _ = writeln!(text, "{line}");
    }
    for api in apis {
        let public = if is_one { "" } else { "pub " };
        let _ = write!(text, "\n#[rustfmt::skip]\n{public}mod {};\n", api.name);
    }
    text.push('\n');
    text.push_str(&prettyplease::unparse(&render::file(exports(apis, is_one))));
    GeneratedFile {
        path: "lib.rs".to_owned(),
        contents: text,
        items: Vec::new(),
    }
}

/// What the client crate of this workspace exports of other crates. The one API of a crate is its root,
/// and has a `ClientBuilder` of its own.
fn exports(apis: &[Api], is_one: bool) -> Vec<Item> {
    #[expect(
        clippy::expect_used,
        reason = "a file of this workspace, which compiles"
    )]
    let client = syn::parse_file(CLIENT[1]).expect("Rust");
    let uses = client.items.into_iter().filter_map(|item| match item {
        Item::Use(item) => Some(item),
        _ => None,
    });
    let is_own = |item: &ItemUse| matches!(&item.tree, UseTree::Path(it) if it.ident == "self");
    let mut uses: Vec<_> = uses.filter(|item| !is_own(item)).collect();
    if is_one {
        for item in &mut uses {
            if let UseTree::Path(path) = &mut item.tree
                && let UseTree::Group(group) = &mut *path.tree
            {
                let all = std::mem::take(&mut group.items).into_iter();
                let kept = all
                    .filter(|it| !matches!(it, UseTree::Name(it) if it.ident == "ClientBuilder"));
                group.items = kept.collect();
            }
        }
        uses.extend(apis.iter().map(|api| {
            let module = format_ident!("{}", api.name);
            parse_quote!(pub use self::#module::*;)
        }));
    }
    uses.into_iter().map(Item::Use).collect()
}

/// How a client is made and called, and what the contract says of itself.
fn front_page(contract: &Contract, apis: &[Api], is_one: bool) -> String {
    let mut page = format!(
        "{}\n",
        docs::first_sentence(&format!("Client of {}", contract.title()))
    );
    let all = apis
        .iter()
        .flat_map(|api| api.operations.iter().map(move |it| (api, it)));
    // The one with the fewest arguments is the easiest to read.
    let arguments = |it: &Operation| it.parameters.iter().filter(|it| it.required).count();
    let first = all.min_by_key(|(_, it)| (it.method != "GET", arguments(it)));
    if let Some((api, operation)) = first {
        let _ = write!(page, "\n{}\n", operations::example(api, operation));
    }
    for api in apis {
        let module = format!("{}::", api.name);
        let module = if is_one { "" } else { &module };
        let _ = write!(page, "\n{}\n", operations::start(api, module));
    }
    page.push_str(
        "\nRequired parameters are arguments, optional ones are setters. `send` gives a [`Response`], \
         which derefs to the decoded value, or an [`Error`]. What the contract does not know is kept, \
         not refused.\n",
    );
    let description = contract.description();
    if !description.trim().is_empty() {
        let description = markdown::documentation(description);
        let _ = write!(page, "\n# What the contract says\n\n{description}\n");
    }
    page
}
