//! Pass: names are imported instead of spelled out from the root.
//!
//! progenitor and typify write `::std::option::Option` and the like, so that no name of a contract
//! can shadow them. Each module gets the imports it uses; where a type of the module itself has the
//! name, the long form stays.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{
    Item, Path, parse_quote,
    visit::{self, Visit},
    visit_mut::{self, VisitMut},
};

use super::{Pass, Unknown};
use crate::api::Api;

pub(super) const PASS: Pass = Pass {
    name: "imports",
    apply,
    // All or nothing, for the module that always has long paths when it has types at all.
    expected: |api| usize::from(has_schemas(api)),
};

fn has_schemas(api: &Api) -> bool {
    let components = api.document.components.as_ref();
    components.is_some_and(|components| !components.schemas.is_empty())
}

/// Paths as progenitor writes them, what they become, and where that is imported from; the
/// prelude's names need no import.
const SHORT: &[(&str, &str, Option<&str>)] = &[
    ("std::borrow::Cow", "Cow", Some("std::borrow")),
    ("std::boxed::Box", "Box", None),
    (
        "std::collections::HashMap",
        "HashMap",
        Some("std::collections"),
    ),
    ("std::convert::From", "From", None),
    (
        "std::convert::Infallible",
        "Infallible",
        Some("std::convert"),
    ),
    ("std::convert::TryFrom", "TryFrom", None),
    ("std::convert::TryInto", "TryInto", None),
    ("std::default::Default", "Default", None),
    ("std::fmt", "fmt", Some("std")),
    ("std::ops::Deref", "Deref", Some("std::ops")),
    ("std::option::Option", "Option", None),
    ("std::result::Result", "Result", None),
    ("std::str::FromStr", "FromStr", Some("std::str")),
    ("std::string::String", "String", None),
    ("std::sync::LazyLock", "LazyLock", Some("std::sync")),
    ("std::vec::Vec", "Vec", None),
    ("chrono::DateTime", "DateTime", Some("chrono")),
    ("chrono::naive::NaiveDate", "NaiveDate", Some("chrono")),
    ("chrono::offset::Utc", "Utc", Some("chrono")),
    ("regress::Regex", "Regex", Some("regress")),
    ("serde::Deserialize", "Deserialize", Some("serde")),
    ("serde::Deserializer", "Deserializer", Some("serde")),
    ("serde::Serialize", "Serialize", Some("serde")),
    ("serde::Serializer", "Serializer", Some("serde")),
    ("serde_json::Map", "Map", Some("serde_json")),
    ("serde_json::Value", "Value", Some("serde_json")),
];

/// Names that the other passes write short, and where they come from.
const KNOWN: &[(&str, &str)] = &[
    ("Api", "crate::runtime"),
    ("ApiClient", "crate::runtime"),
    ("ArgumentError", "crate::runtime"),
    ("BoxError", "crate::runtime"),
    ("Duration", "std::time"),
    ("Error", "crate::runtime"),
    ("ErrorPointers", "crate::runtime"),
    ("Method", "reqwest"),
    ("Operation", "crate::runtime"),
    ("Pacing", "crate::runtime"),
    ("Page", "crate::runtime"),
    ("RateLimitHeaders", "crate::runtime"),
    ("Refill", "crate::runtime"),
    ("Response", "crate::runtime"),
    ("Runtime", "crate::runtime"),
    ("operation", "super"),
    ("runtime", "crate"),
    ("types", "super"),
];

fn apply(file: &mut syn::File, api: &Api) -> Result<usize, Unknown> {
    let shortened = import_into(&mut file.items)?;
    Ok(usize::from(shortened > 0 && has_schemas(api)))
}

/// Shortens and imports in `items` and the modules among them; tells how many paths were long.
fn import_into(items: &mut Vec<Item>) -> Result<usize, Unknown> {
    let mut inner = 0;
    let mut shorten = Shorten {
        defined: items.iter().filter_map(defined_name).collect(),
        imports: BTreeSet::new(),
        shortened: 0,
    };
    for item in items.iter_mut() {
        if let Item::Mod(module) = item {
            if let Some((_, items)) = &mut module.content {
                inner += import_into(items)?;
            }
        } else {
            shorten.visit_item_mut(item);
            shorten.import_known(item);
        }
    }
    items.splice(0..0, uses(&shorten.imports)?);
    Ok(inner + shorten.shortened)
}

/// The name that an item brings into its module.
fn defined_name(item: &Item) -> Option<String> {
    match item {
        Item::Enum(it) => Some(it.ident.to_string()),
        Item::Mod(it) => Some(it.ident.to_string()),
        Item::Static(it) => Some(it.ident.to_string()),
        Item::Struct(it) => Some(it.ident.to_string()),
        Item::Type(it) => Some(it.ident.to_string()),
        _ => None,
    }
}

struct Shorten {
    /// Names that the module defines itself.
    defined: BTreeSet<String>,
    /// (module, name) of what is to be imported.
    imports: BTreeSet<(&'static str, &'static str)>,
    shortened: usize,
}

impl Shorten {
    /// The short form of `path`, after noting its import.
    fn short(&mut self, path: &Path) -> Option<Path> {
        let segments: Vec<String> = path
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        let (long, name, module) = SHORT.iter().find(|(long, _, _)| {
            let mut parts = long.split("::");
            let same = segments.iter().zip(parts.by_ref()).all(|(a, b)| a == b);
            same && parts.next().is_none() && long.split("::").count() <= segments.len()
        })?;
        let rooted = path.leading_colon.is_some() || segments[0] == "std";
        if !rooted || self.defined.contains(*name) {
            return None;
        }
        if let Some(module) = module {
            self.imports.insert((module, name));
        }
        self.shortened += 1;
        // The last segment of the long form carries the type arguments.
        let skip = long.split("::").count() - 1;
        let mut short = path.clone();
        short.leading_colon = None;
        short.segments = path.segments.iter().skip(skip).cloned().collect();
        Some(short)
    }

    /// Notes the imports of the short names that other passes wrote.
    fn import_known(&mut self, item: &Item) {
        struct FirstSegments(BTreeSet<String>);
        impl Visit<'_> for FirstSegments {
            fn visit_path(&mut self, path: &Path) {
                if path.leading_colon.is_none() {
                    self.0
                        .extend(path.segments.first().map(|it| it.ident.to_string()));
                }
                visit::visit_path(self, path);
            }
        }
        let mut used = FirstSegments(BTreeSet::new());
        used.visit_item(item);
        for (name, module) in KNOWN {
            if used.0.contains(*name) && !self.defined.contains(*name) {
                self.imports.insert((module, name));
            }
        }
    }

    /// Shortens the paths in the text of a serde attribute: `"::std::option::Option::is_none"`.
    fn shorten_text(&mut self, text: &str) -> Option<String> {
        let path = syn::parse_str::<Path>(text).ok()?;
        let short = self.short(&path)?;
        Some(short.to_token_stream().to_string().replace(' ', ""))
    }
}

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(short) = self.short(path) {
            *path = short;
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        type Members = syn::punctuated::Punctuated<syn::Meta, syn::Token![,]>;
        let is_list = attribute.path().is_ident("derive") || attribute.path().is_ident("serde");
        let Ok(mut members) = attribute.parse_args_with(Members::parse_terminated) else {
            return;
        };
        if !is_list {
            return;
        }
        for member in &mut members {
            match member {
                syn::Meta::Path(path) => self.visit_path_mut(path),
                syn::Meta::NameValue(pair) => {
                    let syn::Expr::Lit(literal) = &mut pair.value else {
                        continue;
                    };
                    let syn::Lit::Str(text) = &mut literal.lit else {
                        continue;
                    };
                    if let Some(short) = self.shorten_text(&text.value()) {
                        *text = syn::LitStr::new(&short, text.span());
                    }
                }
                syn::Meta::List(_) => {}
            }
        }
        // Without a trailing comma the list stays on one line where it fits.
        let members: Vec<_> = members.into_iter().collect();
        let name = attribute.path().clone();
        *attribute = parse_quote!(#[#name(#(#members),*)]);
    }
}

/// One `use` for each module that something is imported from: std first, the crate last.
fn uses(imports: &BTreeSet<(&'static str, &'static str)>) -> Result<Vec<Item>, Unknown> {
    let mut by_module: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
    for (module, name) in imports {
        let rank = match module.split("::").next() {
            Some("std") => 0,
            Some("crate") => 2,
            Some("super") => 3,
            _ => 1,
        };
        by_module.entry((rank, module)).or_default().push(name);
    }
    // `use crate::{runtime, runtime::{…}}` in one line: `use crate::runtime::{self, …}`.
    if by_module.remove(&(2, "crate")).is_some() {
        let names = by_module.entry((2, "crate::runtime")).or_default();
        names.insert(0, "self");
    }
    by_module
        .into_iter()
        .map(|((_, module), names)| {
            let text = match &names[..] {
                ["self"] => format!("use {module};"),
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            };
            syn::parse_str(&text).map_err(|error| Unknown::new(format!("`{text}`: {error}")))
        })
        .collect()
}
