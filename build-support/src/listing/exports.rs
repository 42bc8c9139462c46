//! The paths by which users name items.

use std::collections::{BTreeSet, HashMap, HashSet};

use syn::Item;

use super::modules::{Id, Meaning, Modules, imports, is_exported, name_of};

/// What users can name.
pub(super) struct Exports<'a> {
    modules: &'a Modules,
    /// The first path of each item.
    pub(super) paths: HashMap<Id, String>,
    /// The lines of modules, and of what is exported under another path or from another crate.
    pub(super) lines: BTreeSet<String>,
    /// The modules that were looked through, and how the paths of what is in them begin.
    seen: HashSet<(usize, String)>,
}

impl<'a> Exports<'a> {
    pub(super) fn of(modules: &'a Modules) -> Self {
        let mut exports = Self {
            modules,
            paths: HashMap::new(),
            lines: BTreeSet::new(),
            seen: HashSet::new(),
        };
        exports.module(0, "");
        exports
    }

    /// Exports what is public in a module; `prefix` ends in `::` unless it is empty.
    fn module(&mut self, index: usize, prefix: &str) {
        if !self.seen.insert((index, prefix.to_owned())) {
            return;
        }
        let modules = self.modules;
        let items = modules.all[index].items.iter();
        for item in items.filter(|item| is_exported(item)) {
            match item {
                Item::Use(import) => {
                    for (path, name) in imports(&import.tree) {
                        let meaning = match &import.leading_colon {
                            Some(_) => modules.external(&path),
                            None => modules.meaning(index, &path),
                        };
                        match meaning {
                            Meaning::Module(inner) if name == "*" => self.module(inner, prefix),
                            meaning => self.export(meaning, prefix, &name),
                        }
                    }
                }
                Item::Mod(module) => {
                    let name = module.ident.to_string();
                    let meaning = modules.meaning(index, std::slice::from_ref(&name));
                    self.export(meaning, prefix, &name);
                }
                item => {
                    if let Some(name) = name_of(item) {
                        let meaning = Meaning::Item((index, name.clone()), 0);
                        self.export(meaning, prefix, &name);
                    }
                }
            }
        }
    }

    fn export(&mut self, meaning: Meaning, prefix: &str, name: &str) {
        let path = format!("{prefix}{name}");
        let declaration = match meaning {
            Meaning::Module(inner) => {
                self.module(inner, &format!("{path}::"));
                format!("pub mod {name}")
            }
            Meaning::Item(id, _) => match self.paths.get(&id) {
                Some(first) if *first == path => return,
                Some(first) => format!("pub use {first}"),
                None => {
                    self.paths.insert(id, path);
                    return;
                }
            },
            Meaning::Foreign(foreign) => format!("pub use {}", foreign.join("::")),
        };
        self.lines.insert(format!("{path}: {declaration}"));
    }
}
