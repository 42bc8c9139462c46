//! The modules of the crates, and what names in them stand for.

use std::{
    collections::{BTreeMap, HashMap},
    iter,
};

use syn::{Attribute, Ident, Item, UseTree, Visibility};

use super::{ListingError, Source, Sources, macros, source};

/// An item: the module that it is written in, and its name there.
pub(super) type Id = (usize, String);

/// One module.
#[derive(Debug)]
pub(super) struct Module {
    pub(super) items: Vec<Item>,
    /// The root module of its crate.
    root: usize,
    parent: Option<usize>,
    /// What its names stand for: modules within it, its items, and what it imports.
    names: HashMap<String, Name>,
    /// The modules whose names it imports as well.
    globs: Vec<Vec<String>>,
}

#[derive(Debug)]
enum Name {
    Module(usize),
    Item,
    Import(Vec<String>),
}

/// All modules of the crates; the root of the crate that is listed is the first.
#[derive(Debug, Default)]
pub(super) struct Modules {
    pub(super) all: Vec<Module>,
    crates: HashMap<String, usize>,
}

/// What a path stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    Module(usize),
    /// An item, and how many names of the path follow its own.
    Item(Id, usize),
    /// Something of a crate that is not listed, or nothing that is known.
    Foreign(Vec<String>),
}

impl Modules {
    pub(super) fn read(root: &str, mut sources: Sources) -> Result<Self, ListingError> {
        let mut modules = Self::default();
        let own = sources.remove(root).unwrap_or_default();
        for (krate, files) in iter::once((root.to_owned(), own)).chain(sources) {
            let root = modules.all.len();
            modules.crates.insert(krate.clone(), root);
            let mut reader = Reader { krate, files, root };
            reader.file("lib.rs", "", None, &mut modules)?;
        }
        Ok(modules)
    }

    /// What a path stands for that is written in `module`.
    pub(super) fn meaning(&self, module: usize, path: &[String]) -> Meaning {
        self.look_up(module, path, &mut Vec::new())
    }

    /// `seen` are the names that are being looked up: globs may lead in a circle.
    fn look_up(&self, module: usize, path: &[String], seen: &mut Vec<Id>) -> Meaning {
        let Some((first, rest)) = path.split_first() else {
            return Meaning::Module(module);
        };
        let found = match first.as_str() {
            "self" => Some(Meaning::Module(module)),
            "crate" | "$crate" => Some(Meaning::Module(self.all[module].root)),
            "super" => self.all[module].parent.map(Meaning::Module),
            name => self.name(module, name, seen),
        };
        let Some(found) = found else {
            return self.external(path);
        };
        match found {
            Meaning::Module(inner) => self.look_up(inner, rest, seen),
            Meaning::Item(id, _) => Meaning::Item(id, rest.len()),
            Meaning::Foreign(mut path) => {
                path.extend_from_slice(rest);
                Meaning::Foreign(path)
            }
        }
    }

    /// A name of a module: something of its own, or something imported.
    fn name(&self, module: usize, name: &str, seen: &mut Vec<Id>) -> Option<Meaning> {
        let id = (module, name.to_owned());
        if seen.contains(&id) {
            return None;
        }
        let here = &self.all[module];
        match here.names.get(name) {
            Some(Name::Module(child)) => return Some(Meaning::Module(*child)),
            Some(Name::Item) => return Some(Meaning::Item(id, 0)),
            // `use name;` names another crate.
            Some(Name::Import(path)) if path.as_slice() == [name] => {
                return Some(self.external(path));
            }
            Some(Name::Import(path)) => {
                seen.push(id);
                let found = self.look_up(module, path, seen);
                seen.pop();
                return Some(found);
            }
            None => {}
        }
        seen.push(id);
        let found = here
            .globs
            .iter()
            .find_map(|path| match self.look_up(module, path, seen) {
                Meaning::Module(inner) => self.name(inner, name, seen),
                _ => None,
            });
        seen.pop();
        found
    }

    /// What a path stands for that begins with the name of a crate.
    pub(super) fn external(&self, path: &[String]) -> Meaning {
        let root = path.first().and_then(|name| self.crates.get(name));
        match root {
            Some(root) => self.meaning(*root, &path[1..]),
            None => Meaning::Foreign(path.to_vec()),
        }
    }
}

/// Reads the modules of one crate.
struct Reader {
    krate: String,
    /// Those that were not read yet.
    files: BTreeMap<String, Source>,
    root: usize,
}

impl Reader {
    fn file(
        &mut self,
        path: &str,
        folder: &str,
        parent: Option<usize>,
        modules: &mut Modules,
    ) -> Result<usize, ListingError> {
        let items = match self.files.remove(path) {
            None => return Err(self.error(path, "is missing")),
            Some(Source::Text(text)) => {
                source::items(&text).map_err(|error| self.syntax(path, &error))?
            }
            Some(Source::Items(items)) => items,
        };
        self.module(items, path, folder, parent, modules)
    }

    fn module(
        &mut self,
        items: Vec<Item>,
        path: &str,
        folder: &str,
        parent: Option<usize>,
        modules: &mut Modules,
    ) -> Result<usize, ListingError> {
        let index = modules.all.len();
        modules.all.push(Module {
            items: Vec::new(),
            root: self.root,
            parent,
            names: HashMap::new(),
            globs: Vec::new(),
        });
        let mut names = HashMap::new();
        let mut imported = Vec::new();
        let mut globs = Vec::new();
        let mut items = self.expanded(items, path)?;
        for item in &mut items {
            match item {
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let below = format!("{folder}{name}/");
                    let child = if let Some((_, items)) = module.content.take() {
                        self.module(items, path, &below, Some(index), modules)?
                    } else {
                        let file = format!("{folder}{name}.rs");
                        let inner = format!("{below}mod.rs");
                        let has_inner = self.files.contains_key(&inner);
                        let file = if has_inner { inner } else { file };
                        self.file(&file, &below, Some(index), modules)?
                    };
                    names.insert(name, Name::Module(child));
                }
                Item::Use(import) => {
                    for (path, name) in imports(&import.tree) {
                        match name.as_str() {
                            "*" => globs.push(path),
                            "_" => {}
                            _ => imported.push((name, path)),
                        }
                    }
                }
                item => {
                    if let Some(name) = name_of(item) {
                        names.insert(name, Name::Item);
                    }
                }
            }
        }
        // `use gzip::gzip;` beside `mod gzip;`: the module is what paths begin with.
        for (name, path) in imported {
            names.entry(name).or_insert(Name::Import(path));
        }
        let module = &mut modules.all[index];
        (module.items, module.names, module.globs) = (items, names, globs);
        Ok(index)
    }

    /// The items that users may see, with what macros stand for in their place.
    fn expanded(&self, items: Vec<Item>, path: &str) -> Result<Vec<Item>, ListingError> {
        let mut expanded = Vec::new();
        for item in items {
            match item {
                // The definition of a macro.
                Item::Macro(item) if item.ident.is_some() => {}
                Item::Macro(item) if !is_for_tests(&item.attrs) => {
                    let Some(called) = macros::called(&item.mac) else {
                        let name = item.mac.path.segments.last();
                        let name = name.map_or_else(String::new, |it| it.ident.to_string());
                        let problem = format!(
                            "calls `{name}!`: the listing does not know what that expands to; \
                             describe it in build-support/src/listing/macros.rs"
                        );
                        return Err(self.error(path, &problem));
                    };
                    let item = called.map_err(|error| self.syntax(path, &error))?;
                    expanded.extend(item.map(Item::Enum));
                }
                item if is_for_tests(attributes(&item)) => {}
                item => expanded.push(item),
            }
        }
        Ok(expanded)
    }

    fn syntax(&self, path: &str, error: &syn::Error) -> ListingError {
        self.error(path, &format!("cannot be parsed: {error}"))
    }

    fn error(&self, path: &str, problem: &str) -> ListingError {
        ListingError(format!("{path} of the crate `{}` {problem}", self.krate))
    }
}

/// The paths that a `use` imports, each with the name it has from then on; `*` for all names.
pub(super) fn imports(tree: &UseTree) -> Vec<(Vec<String>, String)> {
    match tree {
        UseTree::Path(path) => {
            let first = path.ident.to_string();
            let mut inner = imports(&path.tree);
            for (rest, name) in &mut inner {
                rest.insert(0, first.clone());
                if name == "self" {
                    name.clone_from(&first);
                }
            }
            inner
        }
        UseTree::Name(name) if name.ident == "self" => vec![(Vec::new(), "self".to_owned())],
        UseTree::Name(name) => vec![(vec![name.ident.to_string()], name.ident.to_string())],
        UseTree::Rename(name) if name.ident == "self" => {
            vec![(Vec::new(), name.rename.to_string())]
        }
        UseTree::Rename(name) => vec![(vec![name.ident.to_string()], name.rename.to_string())],
        UseTree::Glob(_) => vec![(Vec::new(), "*".to_owned())],
        UseTree::Group(group) => group.items.iter().flat_map(imports).collect(),
    }
}

/// The attributes, the visibility and the name of an item that has them.
fn head(item: &Item) -> Option<(&[Attribute], &Visibility, &Ident)> {
    Some(match item {
        Item::Const(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Enum(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Fn(item) => (&item.attrs, &item.vis, &item.sig.ident),
        Item::Mod(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Static(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Struct(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Trait(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Type(item) => (&item.attrs, &item.vis, &item.ident),
        _ => return None,
    })
}

/// The name of an item that has one; modules are told by their own.
pub(super) fn name_of(item: &Item) -> Option<String> {
    let named = head(item).filter(|_| !matches!(item, Item::Mod(_)));
    named.map(|(_, _, name)| name.to_string())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Impl(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        item => head(item).map_or(&[], |(attributes, ..)| attributes),
    }
}

/// Whether an item can be named from outside of its module.
pub(super) fn is_exported(item: &Item) -> bool {
    let visibility = match item {
        Item::Use(item) => Some(&item.vis),
        item => head(item).map(|(_, visibility, _)| visibility),
    };
    visibility.is_some_and(is_public) && !is_hidden(attributes(item))
}

pub(super) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Whether something is not for users: `#[doc(hidden)]`, or there in tests only.
pub(super) fn is_hidden(attributes: &[Attribute]) -> bool {
    has_attribute(attributes, "doc", &["hidden"]) || is_for_tests(attributes)
}

/// `#[cfg(test)]` and `#[cfg(doctest)]`.
fn is_for_tests(attributes: &[Attribute]) -> bool {
    has_attribute(attributes, "cfg", &["test", "doctest"])
}

fn has_attribute(attributes: &[Attribute], name: &str, arguments: &[&str]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident(name)
            && attribute.meta.require_list().is_ok_and(|list| {
                let text = list.tokens.to_string();
                arguments.iter().any(|argument| text == *argument)
            })
    })
}
