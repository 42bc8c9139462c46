//! Names are imported instead of spelled out from the root.
//!
//! progenitor and typify write `::std::option::Option` and the like, and so do our templates where a
//! name of the contract could be in the way. Each module gets the imports it uses; where a type of
//! the module itself has the name, the long form stays.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{Literal, TokenTree};
use quote::quote;
use syn::{
    Item, Path,
    punctuated::Punctuated,
    visit_mut::{self, VisitMut},
};

/// Modules in which names stand, from where these are imported, if they are not in the prelude, and the
/// names.
const NAMES: &[[&str; 3]] = &[
    ["std", "std", "fmt"],
    ["std::borrow", "std::borrow", "Cow"],
    ["std::boxed", "", "Box"],
    ["std::collections", "std::collections", "HashMap"],
    ["std::convert", "", "From Into TryFrom TryInto"],
    ["std::convert", "std::convert", "Infallible"],
    ["std::default", "", "Default"],
    ["std::iter", "", "IntoIterator"],
    ["std::ops", "std::ops", "Deref"],
    ["std::option", "", "Option"],
    ["std::result", "", "Result"],
    ["std::str", "std::str", "FromStr"],
    ["std::string", "", "String"],
    ["std::time", "std::time", "Duration"],
    ["std::vec", "", "Vec"],
    ["chrono", "chrono", "DateTime"],
    ["chrono::naive", "chrono", "NaiveDate"],
    ["chrono::offset", "chrono", "Utc"],
    ["reqwest", "reqwest", "Method Url"],
    ["reqwest::header", "reqwest::header", "HeaderName"],
    [
        "serde",
        "serde",
        "Deserialize Deserializer Serialize Serializer de",
    ],
    ["serde_json", "serde_json", "Map Value"],
    ["client_runtime", "client_runtime", RUNTIME],
    [
        "client_runtime::codegen",
        "client_runtime::codegen",
        CODEGEN,
    ],
    ["super", "super", "Client operation types"],
];

const RUNTIME: &str = "BoxError CallOptions ClientOptions ConversionError CustomRequest Download Error \
                       Items Nullable OrText Pages Response Upload codegen";

const CODEGEN: &str = "Api ApiClient ArgumentError AsyncWrite Auth Bytes ErrorPointers IntoList \
                       IntoOption Operation Options Page RateLimitHeaders Refill Runtime \
                       ServerVariable Throttling TryIntoOption open_enum union unions";

/// Shortens and imports in `items` and the modules among them.
pub(crate) fn import(items: &mut Vec<Item>) {
    let known = NAMES.iter().flat_map(|[module, from, names]| {
        let names = names.split(' ');
        names.map(move |name| (name, (*module, *from)))
    });
    let mut shorten = Shorten {
        known: known.collect(),
        defined: items.iter().filter_map(defined_name).collect(),
        imports: BTreeSet::new(),
    };
    for item in items.iter_mut() {
        if let Item::Mod(module) = item {
            if let Some((_, items)) = &mut module.content {
                import(items);
            }
        } else {
            shorten.visit_item_mut(item);
        }
    }
    items.splice(0..0, uses(&shorten.imports));
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
    /// By name, the module in which it stands, and from where it is imported.
    known: HashMap<&'static str, (&'static str, &'static str)>,
    /// Names that the module defines itself.
    defined: BTreeSet<String>,
    /// (module, name) of what is to be imported.
    imports: BTreeSet<(&'static str, &'static str)>,
}

impl Shorten {
    /// How many names of a path from the root can be left out, after noting the import.
    fn left_out(&mut self, path: &[String]) -> Option<usize> {
        let skipped = [2, 1].into_iter().find(|at| {
            let known = path.get(*at).and_then(|name| self.known.get(&**name));
            known.is_some_and(|(module, _)| *module == path[..*at].join("::"))
        })?;
        self.note(&path[skipped]).then_some(skipped)
    }

    /// Notes the import of a name, if it is known and the module has no other of that name.
    fn note(&mut self, name: &str) -> bool {
        let known = self.known.get_key_value(name);
        let Some((name, (_, from))) = known.filter(|_| !self.defined.contains(name)) else {
            return false;
        };
        if !from.is_empty() {
            self.imports.insert((from, name));
        }
        true
    }

    /// The short form of `path`, after noting its import.
    fn short(&mut self, path: &Path) -> Option<Path> {
        if path.leading_colon.is_none() && path.segments.first()?.ident != "std" {
            return None;
        }
        let first = path.segments.iter().take(3);
        let names: Vec<_> = first.map(|it| it.ident.to_string()).collect();
        let skipped = self.left_out(&names)?;
        // The last segment of the long form carries the type arguments.
        let mut short = path.clone();
        short.leading_colon = None;
        short.segments = path.segments.iter().skip(skipped).cloned().collect();
        Some(short)
    }

    /// Shortens `<T as ::serde::de::Error>::custom`: the trait's path ends at a position of its own.
    fn qualified(&mut self, qself: &mut Option<syn::QSelf>, path: &mut Path) {
        let before = path.segments.len();
        self.visit_path_mut(path);
        if let Some(qself) = qself {
            self.visit_qself_mut(qself);
            qself.position -= before - path.segments.len();
        }
    }

    /// Shortens the path in a text of a serde attribute: `"::std::option::Option::is_none"`.
    fn shorten_text(&mut self, text: &Literal) -> Option<Literal> {
        let path = text.to_string();
        let path = path.trim_matches('"').strip_prefix("::")?;
        let names: Vec<_> = path.split("::").map(str::to_owned).collect();
        let skipped = self.left_out(&names)?;
        Some(Literal::string(&names[skipped..].join("::")))
    }
}

impl VisitMut for Shorten {
    fn visit_expr_path_mut(&mut self, it: &mut syn::ExprPath) {
        self.qualified(&mut it.qself, &mut it.path);
    }

    fn visit_type_path_mut(&mut self, it: &mut syn::TypePath) {
        self.qualified(&mut it.qself, &mut it.path);
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        if let Some(short) = self.short(path) {
            *path = short;
        } else if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
        {
            let first = first.ident.to_string();
            // A local variable can have the name of a module.
            if path.segments.len() > 1 || first.starts_with(char::is_uppercase) {
                self.note(&first);
            }
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_attribute_mut(&mut self, attribute: &mut syn::Attribute) {
        match &mut attribute.meta {
            // The mark of a macro.
            syn::Meta::Path(name) => {
                let name = name.get_ident().map(ToString::to_string);
                self.note(&name.unwrap_or_default());
            }
            syn::Meta::List(list) if list.path.is_ident("derive") => {
                let parse = Punctuated::<Path, syn::Token![,]>::parse_terminated;
                if let Ok(mut traits) = list.parse_args_with(parse) {
                    traits.iter_mut().for_each(|it| self.visit_path_mut(it));
                    // Without a trailing comma the list stays on one line where it fits.
                    let traits = traits.iter();
                    list.tokens = quote!(#(#traits),*);
                }
            }
            syn::Meta::List(list) if list.path.is_ident("serde") => {
                let tokens = std::mem::take(&mut list.tokens).into_iter();
                let short = |token| match token {
                    TokenTree::Literal(text) => {
                        TokenTree::Literal(self.shorten_text(&text).unwrap_or(text))
                    }
                    token => token,
                };
                list.tokens = tokens.map(short).collect();
            }
            _ => {}
        }
    }
}

/// One `use` for each module that something is imported from: std first, `super` last.
#[expect(clippy::expect_used, reason = "the names are those above")]
fn uses(imports: &BTreeSet<(&'static str, &'static str)>) -> Vec<Item> {
    let mut by_module: BTreeMap<(u8, &str), Vec<&str>> = BTreeMap::new();
    for (module, name) in imports {
        // `use client_runtime::{codegen, codegen::{…}}` in one: `codegen::{self, …}`.
        let inner = imports
            .iter()
            .any(|(other, _)| *other == "client_runtime::codegen");
        let (module, name) = match (*module, *name) {
            ("client_runtime", "codegen") if inner => ("client_runtime::codegen", "self"),
            other => other,
        };
        let rank = match module.split("::").next() {
            Some("std") => 0,
            Some("super") => 2,
            _ => 1,
        };
        by_module.entry((rank, module)).or_default().push(name);
    }
    let mut lines: Vec<(u8, String)> = by_module
        .into_iter()
        .map(|((rank, module), mut names)| {
            names.sort_by_key(|name| (*name != "self", *name));
            let names = match &names[..] {
                [name] => (*name).to_owned(),
                names => format!("{{{}}}", names.join(", ")),
            };
            (rank, format!("use {module}::{names};"))
        })
        .collect();
    // As rustfmt sorts them: a list of names after the modules beside it.
    lines.sort();
    let lines = lines.iter();
    lines
        .map(|(_, text)| syn::parse_str(text).expect("a `use`"))
        .collect()
}
