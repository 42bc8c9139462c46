//! Differences of two contracts: first what differs, then what it means for users of the client.
//!
//! ```text
//! two trees ─► walk, driven by the grammar: what differs, where, which way it travels
//!                 │  operations, parameters, responses, schemas, unions, apis: what is paired with what
//!                 ▼
//!           table: code ─► effect × direction ─► verdict, and a sentence for each
//! ```
//!
//! Every key that either contract has is looked at, whether or not the grammar knows it. What the
//! table has no row for is breaking, and says so.

mod apis;
mod facts;
mod found;
mod operations;
mod page;
mod pair;
mod parameters;
mod place;
mod responses;
mod rows;
mod schemas;
mod table;
#[cfg(test)]
mod tests;
mod unions;
mod view;
mod walk;

use crate::{
    diagnostic::Span,
    diff::{pair::Pair, walk::Walk},
    index::Index,
    read::Contract,
};

pub use page::{changes_page, codes, explain_change};

/// What a change means for users of the client, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Only what is said about the API changes, not what is sent or read.
    Documentation,
    /// Everything that worked goes on working.
    Compatible,
    /// Something that worked may stop working.
    Breaking,
}

impl Verdict {
    /// Its name in messages and on the page of codes.
    pub fn name(self) -> &'static str {
        match self {
            Self::Documentation => "documentation",
            Self::Compatible => "compatible",
            Self::Breaking => "breaking",
        }
    }
}

/// One change of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is: a kebab-case name that stays the same from version to version, see
    /// [`explain_change`].
    pub code: &'static str,
    /// What it means for users of the client.
    pub verdict: Verdict,
    /// The operations that it touches, by their `operationId` (`GET /path` where there is none), in the
    /// order of the contract; none when it touches the contract as a whole.
    pub operations: Vec<String>,
    /// Where it is, in words: ``query parameter `limit` ``, ``200 response, `data[].name` ``.
    pub place: String,
    /// Where it is, as a JSON pointer (RFC 6901) into the later contract; into the earlier one when
    /// nothing of it is left.
    pub pointer: String,
    /// What was and what is, and what that means for whom.
    pub message: String,
    /// Where it stands in the earlier contract, unless it was added.
    pub before: Option<Span>,
    /// Where it stands in the later contract, unless nothing of it is left there.
    pub after: Option<Span>,
}

/// Every difference of two contracts, the earlier one first.
///
/// Sorted by the first operation that a change touches, then by place; changes that touch the contract
/// as a whole come last.
///
/// ```
/// # let text = "{openapi: 3.0.3, info: {title: Shop, version: '1'}, paths: {}}";
/// let earlier = contract::load_earlier("openapi.yaml", text)?;
/// let later = contract::load_earlier("openapi.yaml", &text.replace("Shop", "Store"))?;
/// let changes = contract::diff::compare(&earlier, &later);
/// assert_eq!(changes[0].code, "documentation-changed");
/// # Ok::<(), contract::ContractError>(())
/// ```
pub fn compare(earlier: &Contract, later: &Contract) -> Vec<Change> {
    differences(earlier.index(), later.index())
}

fn differences(earlier: Index<'_>, later: Index<'_>) -> Vec<Change> {
    let contracts = Pair::new(earlier, later);
    Walk::new(&contracts).changes()
}
