//! Changes of the contract itself, operation by operation.
//!
//! Both contracts are walked side by side as JSON. Whoever compares two values *settles* them; in
//! the end a net looks for values that differ and that nobody has settled, so that nothing is
//! missed because nobody thought of it.
//!
//! ```text
//! operations ─► parameters, bodies, answers ─► schema ─► ledger ─► changes
//! apis, about, components ───────────────────────────────►  ▲
//! net: everything that differs and is not settled ──────────┘
//! ```

mod about;
mod answers;
mod apis;
mod bodies;
mod components;
mod document;
mod equivalent;
mod ledger;
mod net;
mod operations;
mod parameters;
mod place;
mod schema;
mod walk;

use super::Change;
use contract::Contract;
use document::Document;
use walk::Walk;

/// Every difference of two contracts, classed.
///
/// Sorted by the first operation that a change touches, then by place; changes that touch the
/// contract as a whole come last.
pub(super) fn changes(old: &Contract, new: &Contract) -> Vec<Change> {
    let (old_root, new_root) = (old.to_json(), new.to_json());
    let (old, new) = (Document::new(old, &old_root), Document::new(new, &new_root));
    let mut walk = Walk::new(&old, &new);
    walk.all();
    walk.ledger.changes(&old, &new)
}

#[cfg(test)]
mod tests;
