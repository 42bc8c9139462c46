//! Changes that are not what changes of their kind are.

use super::lines::{Item, Listing};
use crate::listing::text;
use contract::diff::Verdict::{self, Breaking, Compatible};

/// Of an item and the later listing.
type OfItem = fn(&Item, &Listing) -> bool;

/// Of the earlier declaration and the later one.
type OfTexts = fn(&str, &str) -> bool;

/// When a change is not what changes of its kind are.
pub(super) struct Exception<F> {
    applies: F,
    verdict: Verdict,
    note: &'static str,
}

/// What was added is compatible, but for this.
pub(super) const ADDED: &[Exception<OfItem>] = &[
    Exception {
        applies: |item, listing| item.is_variant() && listing.declares(item.parent(), "pub enum "),
        verdict: Breaking,
        note: "a `match` on the enum has no arm for it",
    },
    Exception {
        applies: |item, listing| {
            !item.text.starts_with("provided ") && listing.declares(item.parent(), "pub trait ")
        },
        verdict: Breaking,
        note: "who implements the trait has to provide it",
    },
    Exception {
        applies: |item, listing| {
            item.text.starts_with("field ")
                && !item.text.starts_with("field Option<")
                && listing.has_literals(item.parent())
                && listing
                    .get(&format!("{}::builder", item.parent()))
                    .is_some()
        },
        verdict: Breaking,
        note: "what requests are made of has to have it: a literal without it does not compile, \
               and a builder without it fails",
    },
    Exception {
        applies: |item, listing| {
            item.text.starts_with("field ") && listing.has_literals(item.parent())
        },
        verdict: Compatible,
        note: "by policy a type may gain fields. A literal has to name it, and a pattern without `..`",
    },
];

/// What is declared in another way breaks, but for this.
pub(super) const CHANGED: &[Exception<OfTexts>] = &[
    Exception {
        applies: |old, new| old.strip_prefix("#[non_exhaustive] ") == Some(new),
        verdict: Compatible,
        note: "it can be made and matched in full now",
    },
    Exception {
        applies: |old, new| new.strip_prefix("provided ") == Some(old),
        verdict: Compatible,
        note: "who implements the trait need not provide it any more",
    },
    Exception {
        applies: |old, new| new.replacen("const fn ", "fn ", 1) == old,
        verdict: Compatible,
        note: "it can be called in constants now",
    },
    Exception {
        applies: |old, new| {
            let nameless = nameless_arguments(old);
            nameless.is_some() && nameless == nameless_arguments(new)
        },
        verdict: Compatible,
        note: "arguments have other names; they are given by their place",
    },
];

/// What was removed breaks, but for this.
pub(super) const REMOVED: &[Exception<OfItem>] = &[Exception {
    applies: |item, listing| {
        let source = item.text.strip_prefix("impl TryFrom<");
        source
            .and_then(|rest| rest.split_once(", Error = "))
            .is_some_and(|(source, _)| listing.has(&item.path, &format!("impl From<{source}>")))
    },
    verdict: Compatible,
    note: "`From` brings it along",
}];

/// The first exception that applies.
pub(super) fn first<F>(
    table: &[Exception<F>],
    applies: impl Fn(&F) -> bool,
) -> Option<(Verdict, &'static str)> {
    let found = table.iter().find(|it| applies(&it.applies))?;
    Some((found.verdict, found.note))
}

/// The signature with `_` for the names of arguments, if the text is one.
fn nameless_arguments(text: &str) -> Option<String> {
    let text = text.strip_prefix("provided ").unwrap_or(text);
    let text = text.strip_prefix("pub ").unwrap_or(text);
    let mut signature: syn::Signature = syn::parse_str(text).ok()?;
    for argument in &mut signature.inputs {
        if let syn::FnArg::Typed(argument) = argument {
            *argument.pat = syn::parse_quote!(_);
        }
    }
    Some(text::of(&signature))
}
