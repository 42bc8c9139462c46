//! Compares the types that both clients have.

use std::collections::BTreeSet;

use super::{
    model::{Definition, Field, Kind, Module, Variant},
    renames::Renames,
    report::{Report, became, came, gone},
};
use crate::compare::Verdict::{Breaking, Compatible};

/// Reports what differs in the module `types`. Types that exist for a parameter alone are passed
/// over when they come, go or are renamed: the change of the parameter says it.
pub(super) fn compare(old: &Module, new: &Module, renames: &Renames, report: &mut Report<'_>) {
    let of_parameters: BTreeSet<&String> = [old, new]
        .iter()
        .flat_map(|module| &module.operations)
        .flat_map(|operation| &operation.own_types)
        .collect();
    let mut known = BTreeSet::new();
    for (name, before) in &old.types {
        let now = renames.get(name).unwrap_or(name);
        known.insert(now);
        let follows = of_parameters.contains(name);
        match new.types.get(now) {
            Some(after) if now == name => Pair {
                name,
                before,
                after,
                renames,
            }
            .compare(report),
            Some(after) if !follows => renamed((name, before), (now, after), report),
            None if !follows => removed(name, before, report),
            _ => {}
        }
    }
    for (name, definition) in &new.types {
        if !known.contains(name.as_str()) && !of_parameters.contains(name) {
            added(name, definition, report);
        }
    }
}

/// Whether the type `name` of `old` has another declaration in `new`.
pub(super) fn is_changed(name: &str, old: &Module, new: &Module, renames: &Renames) -> bool {
    let now = renames.get(name).unwrap_or(name);
    match (old.types.get(name), new.types.get(now)) {
        (Some(before), Some(after)) => {
            let mut report = Report {
                module: "",
                changes: Vec::new(),
            };
            Pair {
                name,
                before,
                after,
                renames,
            }
            .compare(&mut report);
            report
                .changes
                .iter()
                .any(|change| change.verdict == Breaking)
        }
        _ => false,
    }
}

/// `type-renamed`: what it is made of is the same. Whatever only names it is not reported.
fn renamed(old: (&str, &Definition), new: (&str, &Definition), report: &mut Report<'_>) {
    report.add(
        Breaking,
        "type-renamed",
        &format!("types::{}", old.0),
        format!("called `{}` now, and otherwise the same", new.0),
        became(old.1.declaration(old.0), new.1.declaration(new.0)),
    );
}

/// `type-removed`: code that names it does not compile.
fn removed(name: &str, definition: &Definition, report: &mut Report<'_>) {
    report.add(
        Breaking,
        "type-removed",
        &format!("types::{name}"),
        "the type is gone",
        gone(definition.declaration(name)),
    );
}

/// `type-added`: nobody names it yet.
fn added(name: &str, definition: &Definition, report: &mut Report<'_>) {
    report.add(
        Compatible,
        "type-added",
        &format!("types::{name}"),
        "a new type",
        came(definition.declaration(name)),
    );
}

/// A type, before and after.
struct Pair<'a> {
    name: &'a str,
    before: &'a Definition,
    after: &'a Definition,
    renames: &'a Renames,
}

impl Pair<'_> {
    fn compare(&self, report: &mut Report<'_>) {
        match (&self.before.kind, &self.after.kind) {
            (
                Kind::Struct {
                    fields: before,
                    is_tuple: false,
                },
                Kind::Struct {
                    fields: after,
                    is_tuple: false,
                },
            ) => self.fields(before, after, report),
            (
                Kind::Enum {
                    variants: before,
                    is_non_exhaustive: was_open,
                },
                Kind::Enum {
                    variants: after,
                    is_non_exhaustive: is_open,
                },
            ) => {
                self.exhaustiveness(*was_open, *is_open, report);
                self.variants(before, after, *was_open || *is_open, report);
            }
            _ => {
                if self.is_made_anew(report) {
                    return;
                }
            }
        }
        self.methods(report);
        self.traits(report);
    }

    fn item(&self, member: &str) -> String {
        format!("types::{}::{member}", self.name)
    }

    /// The declaration of the type, before and after.
    fn declarations(&self) -> (String, String) {
        (
            self.before.declaration(self.name),
            self.after.declaration(self.name),
        )
    }

    /// `type-retyped`: a struct became an enum, or holds something else as a whole.
    fn is_made_anew(&self, report: &mut Report<'_>) -> bool {
        let (old, new) = self.declarations();
        let differs = self.renames.apply(&old) != new;
        if differs {
            let message = format!("declared as `{new}`, no longer as `{old}`");
            let item = format!("types::{}", self.name);
            report.add(Breaking, "type-retyped", &item, message, became(old, new));
        }
        differs
    }

    fn fields(&self, before: &[Field], after: &[Field], report: &mut Report<'_>) {
        let find = |fields: &'_ [Field], name: &str| fields.iter().position(|it| it.name == name);
        let mut renamed = BTreeSet::new();
        for (index, old) in before.iter().enumerate() {
            if let Some(place) = find(after, &old.name) {
                self.field_type(old, &after[place], report);
                continue;
            }
            let same = after.iter().enumerate().find(|(place, new)| {
                find(before, &new.name).is_none()
                    && !renamed.contains(place)
                    && self.renames.apply(&old.ty) == new.ty
                    && old.docs == new.docs
                    && neighbour(before, index, after) == neighbour(after, *place, before)
            });
            match same {
                Some((place, new)) => {
                    renamed.insert(place);
                    self.field_renamed(old, new, report);
                }
                None => self.field_removed(old, report),
            }
        }
        for (place, new) in after.iter().enumerate() {
            if find(before, &new.name).is_none() && !renamed.contains(&place) {
                self.field_added(new, report);
            }
        }
    }

    /// `field-removed`: code that reads or sets it does not compile.
    fn field_removed(&self, field: &Field, report: &mut Report<'_>) {
        report.add(
            Breaking,
            "field-removed",
            &self.item(&field.name),
            "the field is gone",
            gone(field.to_string()),
        );
    }

    /// `field-renamed`: the same type, description and place, under another name.
    fn field_renamed(&self, old: &Field, new: &Field, report: &mut Report<'_>) {
        report.add(
            Breaking,
            "field-renamed",
            &self.item(&old.name),
            format!("called `{}` now, and otherwise the same", new.name),
            became(old.to_string(), new.to_string()),
        );
    }

    /// `field-added`: by policy the types of answers may grow, and patterns end in `..`. What a
    /// caller makes for a request is another matter: a value that is required has to be given.
    fn field_added(&self, field: &Field, report: &mut Report<'_>) {
        let is_sent = self.before.is_sent() && self.after.is_sent();
        let (verdict, message) = if is_sent && field.is_required {
            (
                Breaking,
                "a new field that has to be given: a literal without it does not compile, and a \
                 builder without it fails",
            )
        } else {
            (
                Compatible,
                "a new field; by policy a type may gain fields. A literal has to name it, and a \
                 pattern without `..`",
            )
        };
        let item = self.item(&field.name);
        report.add(
            verdict,
            "field-added",
            &item,
            message,
            came(field.to_string()),
        );
    }

    /// `field-optional`, `field-required`, `field-retyped`: a value of another type.
    fn field_type(&self, old: &Field, new: &Field, report: &mut Report<'_>) {
        let before = self.renames.apply(&old.ty);
        if before == new.ty {
            return;
        }
        let (code, message) = if new.ty == format!("Option<{before}>") {
            ("field-optional", "may be missing now".to_owned())
        } else if before == format!("Option<{}>", new.ty) {
            ("field-required", "is never missing now".to_owned())
        } else {
            (
                "field-retyped",
                format!("is `{}`, no longer `{}`", new.ty, old.ty),
            )
        };
        let declared = became(old.to_string(), new.to_string());
        report.add(Breaking, code, &self.item(&old.name), message, declared);
    }

    /// `type-non-exhaustive`, `type-exhaustive`: whether a `match` needs an arm for the rest.
    fn exhaustiveness(&self, was_open: bool, is_open: bool, report: &mut Report<'_>) {
        let (verdict, code, message) = match (was_open, is_open) {
            (false, true) => (
                Breaking,
                "type-non-exhaustive",
                "a `match` needs an arm for values that are not listed now",
            ),
            (true, false) => (
                Compatible,
                "type-exhaustive",
                "a `match` needs no arm for values that are not listed any more",
            ),
            _ => return,
        };
        let (old, new) = self.declarations();
        let item = format!("types::{}", self.name);
        report.add(verdict, code, &item, message, became(old, new));
    }

    fn variants(
        &self,
        before: &[Variant],
        after: &[Variant],
        is_open: bool,
        report: &mut Report<'_>,
    ) {
        let find = |variants: &'_ [Variant], name: &str| variants.iter().any(|it| it.name == name);
        let mut renamed = BTreeSet::new();
        for old in before {
            if let Some(new) = after.iter().find(|new| new.name == old.name) {
                self.variant_payload(old, new, report);
                continue;
            }
            // A variant's description is the value that it stands for.
            let same = after.iter().find(|new| {
                !find(before, &new.name)
                    && !old.docs.is_empty()
                    && old.docs == new.docs
                    && self.renames.apply(&old.payload) == new.payload
            });
            match same {
                Some(new) => {
                    renamed.insert(&new.name);
                    self.variant_renamed(old, new, report);
                }
                None => self.variant_removed(old, report),
            }
        }
        for new in after {
            if !find(before, &new.name) && !renamed.contains(&new.name) {
                self.variant_added(new, is_open, report);
            }
        }
    }

    /// `variant-removed`: code that names it does not compile.
    fn variant_removed(&self, variant: &Variant, report: &mut Report<'_>) {
        report.add(
            Breaking,
            "variant-removed",
            &self.item(&variant.name),
            "the variant is gone",
            gone(variant.to_string()),
        );
    }

    /// `variant-renamed`: the same value has another variant.
    fn variant_renamed(&self, old: &Variant, new: &Variant, report: &mut Report<'_>) {
        report.add(
            Breaking,
            "variant-renamed",
            &self.item(&old.name),
            format!("called `{}` now, and otherwise the same", new.name),
            became(old.to_string(), new.to_string()),
        );
    }

    /// `variant-added`: a `match` over an enum that is not open has no arm for it.
    fn variant_added(&self, variant: &Variant, is_open: bool, report: &mut Report<'_>) {
        let (verdict, message) = if is_open {
            let message = "a new variant; the enum is non-exhaustive, so every `match` has an arm \
                           for it";
            (Compatible, message)
        } else {
            (Breaking, "a new variant, for which a `match` has no arm")
        };
        let item = self.item(&variant.name);
        report.add(
            verdict,
            "variant-added",
            &item,
            message,
            came(variant.to_string()),
        );
    }

    /// `variant-retyped`: it holds something else.
    fn variant_payload(&self, old: &Variant, new: &Variant, report: &mut Report<'_>) {
        if self.renames.apply(&old.payload) != new.payload {
            report.add(
                Breaking,
                "variant-retyped",
                &self.item(&old.name),
                format!("declared as `{new}`, no longer as `{old}`"),
                became(old.to_string(), new.to_string()),
            );
        }
    }

    /// `method-removed`, `method-added`, `method-retyped`: the methods of a type, such as
    /// `builder()` of what requests are made of.
    fn methods(&self, report: &mut Report<'_>) {
        for (name, old) in &self.before.methods {
            let item = self.item(name);
            match self.after.methods.get(name) {
                None => {
                    let message = "the method is gone";
                    report.add(
                        Breaking,
                        "method-removed",
                        &item,
                        message,
                        gone(old.clone()),
                    );
                }
                Some(new) if self.renames.apply(old) != *new => {
                    let message = "the method is declared in another way";
                    let declared = became(old.clone(), new.clone());
                    report.add(Breaking, "method-retyped", &item, message, declared);
                }
                Some(_) => {}
            }
        }
        for (name, new) in &self.after.methods {
            if !self.before.methods.contains_key(name) {
                let (item, message) = (self.item(name), "a new method");
                report.add(
                    Compatible,
                    "method-added",
                    &item,
                    message,
                    came(new.clone()),
                );
            }
        }
    }

    /// `impl-removed`, `impl-added`: the traits of a type, derived or not.
    fn traits(&self, report: &mut Report<'_>) {
        let before: BTreeSet<String> = self
            .before
            .traits
            .iter()
            .map(|it| self.renames.apply(it))
            .collect();
        let after = &self.after.traits;
        let lost = before.difference(after).filter(|it| !follows(it, after));
        let won = after.difference(&before).filter(|it| !follows(it, &before));
        let item = format!("types::{}", self.name);
        let lost: Vec<_> = lost.map(|it| format!("`{it}`")).collect();
        if !lost.is_empty() {
            let lost = lost.join(", ");
            let message = format!("the type does not implement {lost} any more");
            let declared = gone(self.before.declaration(self.name));
            report.add(Breaking, "impl-removed", &item, message, declared);
        }
        let won: Vec<_> = won.map(|it| format!("`{it}`")).collect();
        if !won.is_empty() {
            let message = format!("the type implements {} now", won.join(", "));
            let declared = came(self.after.declaration(self.name));
            report.add(Compatible, "impl-added", &item, message, declared);
        }
    }
}

/// The name of the field in front of the one at `index` that is in `others` too.
fn neighbour<'a>(fields: &'a [Field], index: usize, others: &[Field]) -> Option<&'a str> {
    let mut before = fields[..index].iter().rev();
    before
        .find(|field| others.iter().any(|other| other.name == field.name))
        .map(|field| field.name.as_str())
}

/// Whether the trait comes along with one of `all`: `TryFrom<T, …>` with `From<T>`.
fn follows(implemented: &str, all: &BTreeSet<String>) -> bool {
    implemented
        .strip_prefix("TryFrom<")
        .and_then(|rest| rest.split_once(", Error"))
        .is_some_and(|(source, _)| all.contains(&format!("From<{source}>")))
}
