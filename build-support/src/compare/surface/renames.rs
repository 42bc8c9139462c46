//! Types that have another name now, and what that makes of the types that name them.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Definition, Field, Kind, Module, Variant};

/// The new name of each renamed type of the module `types`.
#[derive(Debug, Default)]
pub(super) struct Renames(BTreeMap<String, String>);

impl Renames {
    /// Notes that `old` is called `new` now.
    pub(super) fn add(&mut self, old: &str, new: &str) {
        self.0.insert(old.to_owned(), new.to_owned());
    }

    /// The new name of the type `old`, if it has one.
    pub(super) fn get(&self, old: &str) -> Option<&str> {
        self.0.get(old).map(String::as_str)
    }

    /// A text of the earlier client with the names of the later one.
    pub(super) fn apply(&self, text: &str) -> String {
        self.replaced(text, None)
    }

    /// As `apply`, and `Self` for the type's `own` name.
    fn replaced(&self, text: &str, own: Option<&str>) -> String {
        let mut parts = text.split("types::");
        let mut out = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part
                .find(|c: char| !(c.is_alphanumeric() || c == '_'))
                .unwrap_or(part.len());
            let (name, rest) = part.split_at(end);
            if own == Some(name) {
                out.push_str("Self");
            } else {
                out.extend(["types::", self.get(name).unwrap_or(name)]);
            }
            out.push_str(rest);
        }
        out
    }

    /// A type without its own name and with the new names of others.
    fn content(&self, name: &str, definition: &Definition) -> Definition {
        let text = |text: &String| self.replaced(text, Some(name));
        let kind = match &definition.kind {
            Kind::Struct { fields, is_tuple } => Kind::Struct {
                fields: fields
                    .iter()
                    .map(|field| Field {
                        ty: text(&field.ty),
                        ..field.clone()
                    })
                    .collect(),
                is_tuple: *is_tuple,
            },
            Kind::Enum {
                variants,
                is_non_exhaustive,
            } => Kind::Enum {
                variants: variants
                    .iter()
                    .map(|variant| Variant {
                        payload: text(&variant.payload),
                        ..variant.clone()
                    })
                    .collect(),
                is_non_exhaustive: *is_non_exhaustive,
            },
            Kind::Alias(ty) => Kind::Alias(text(ty)),
        };
        Definition {
            kind,
            // Its builder is named after it.
            methods: definition
                .methods
                .keys()
                .map(|method| (method.clone(), String::new()))
                .collect(),
            traits: definition.traits.iter().map(text).collect(),
            docs: definition.docs.clone(),
        }
    }

    /// Finds the types of `old` that stand in `new` under another name, with the same content and
    /// description, as long as it is clear which is which.
    pub(super) fn find(&mut self, old: &Module, new: &Module) {
        let mut came: Vec<&String> = new
            .types
            .keys()
            .filter(|name| !old.types.contains_key(*name))
            .collect();
        let mut gone: Vec<&String> = old
            .types
            .keys()
            .filter(|name| !new.types.contains_key(*name))
            .collect();
        // A type may be recognised only once a type that it names is.
        loop {
            let known: BTreeSet<&String> = self.0.values().collect();
            came.retain(|name| !known.contains(name));
            gone.retain(|name| !self.0.contains_key(*name));
            let before = self.by_content(old, &gone);
            let after = Self::default().by_content(new, &came);
            let mut found = false;
            for (content, old_names) in before {
                if let ([old], Some([new])) =
                    (&old_names[..], after.get(&content).map(Vec::as_slice))
                {
                    self.add(old, new);
                    found = true;
                }
            }
            if !found {
                return;
            }
        }
    }

    fn by_content<'a>(
        &self,
        module: &Module,
        names: &[&'a String],
    ) -> BTreeMap<String, Vec<&'a String>> {
        let mut found: BTreeMap<String, Vec<&String>> = BTreeMap::new();
        for name in names {
            let content = self.content(name, &module.types[*name]);
            found.entry(format!("{content:?}")).or_default().push(name);
        }
        found
    }
}
