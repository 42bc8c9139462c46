//! Code with the paths by which users name items.

use std::collections::HashMap;

use proc_macro2::{Ident, Span};
use syn::{Path, PathSegment, Type, visit::Visit, visit_mut::VisitMut};

use super::modules::{Id, Meaning, Modules};

/// Names that are there without an import; they are written without their module.
const PRELUDE: &[&str] = &[
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoIterator",
    "Iterator",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// What the code of one module names.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) modules: &'a Modules,
    /// The path by which users name an item.
    pub(super) paths: &'a HashMap<Id, String>,
    pub(super) module: usize,
}

impl<'a> Names<'a> {
    pub(super) fn meaning(&self, path: &Path) -> Meaning {
        let names = path.segments.iter().map(|it| it.ident.to_string());
        let names: Vec<_> = names.collect();
        if path.leading_colon.is_some() {
            self.modules.external(&names)
        } else {
            self.modules.meaning(self.module, &names)
        }
    }

    /// The users' path of the item that a type is.
    pub(super) fn item(&self, ty: &Type) -> Option<&'a str> {
        let Type::Path(ty) = ty else {
            return None;
        };
        match self.meaning(&ty.path) {
            Meaning::Item(id, 0) => self.paths.get(&id).map(String::as_str),
            _ => None,
        }
    }

    /// What the arguments of a trait name of the crates that are listed: the users' path of the
    /// first item, and whether there is an item that users cannot name.
    pub(super) fn arguments(&self, of: &Path) -> (Option<&'a str>, bool) {
        let mut named = Named {
            names: *self,
            first: None,
            has_private: false,
        };
        named.visit_path(of);
        (named.first, named.has_private)
    }
}

struct Named<'a> {
    names: Names<'a>,
    first: Option<&'a str>,
    has_private: bool,
}

impl<'ast> Visit<'ast> for Named<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        if let Meaning::Item(id, _) = self.names.meaning(path) {
            match self.names.paths.get(&id) {
                Some(path) => self.first = self.first.or(Some(path)),
                None => self.has_private = true,
            }
        }
        syn::visit::visit_path(self, path);
    }
}

/// Puts the users' paths in the place of those that are written.
impl VisitMut for Names<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        syn::visit_mut::visit_path_mut(self, path);
        let mut modules = path.segments.iter().rev().skip(1);
        if modules.any(|segment| !segment.arguments.is_none()) {
            return;
        }
        let written = path.segments.iter().map(|it| it.ident.to_string());
        let names: Vec<String> = match self.meaning(path) {
            Meaning::Item(id, rest) => {
                let own = self.paths.get(&id).unwrap_or(&id.1).split("::");
                let rest = written.skip(path.segments.len() - rest);
                own.map(str::to_owned).chain(rest).collect()
            }
            Meaning::Foreign(names) => foreign(names),
            Meaning::Module(_) => return,
        };
        let idents = path.segments.iter().map(|it| &it.ident);
        if path.leading_colon.is_none() && idents.eq(&names) {
            return;
        }
        let arguments = path.segments.pop().map(|last| last.arguments);
        path.leading_colon = None;
        path.segments = names.iter().map(|name| segment(name)).collect();
        if let (Some(last), Some(arguments)) = (path.segments.last_mut(), arguments) {
            last.arguments = arguments;
        }
    }
}

/// A path of another crate in one form: the standard library has three names.
fn foreign(mut names: Vec<String>) -> Vec<String> {
    if let [first, .., last] = names.as_mut_slice()
        && ["alloc", "core", "std"].contains(&first.as_str())
    {
        if PRELUDE.contains(&last.as_str()) {
            return vec![std::mem::take(last)];
        }
        "std".clone_into(first);
    }
    names
}

fn segment(name: &str) -> PathSegment {
    let ident = match name.strip_prefix("r#") {
        Some(name) => Ident::new_raw(name, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    };
    ident.into()
}
