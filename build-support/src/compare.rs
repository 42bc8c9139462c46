//! Two contracts → classified changes: what a change of the contract means for the client's users.
//!
//! A change is judged on the wire: does a program that was built with the earlier client go on
//! working against a server that behaves as the later contract says? What it sends and what it reads
//! are judged in opposite directions: a server may accept more and answer less. Whether code that
//! was written for the earlier client compiles with the later one is told by
//! [`listing`](crate::listing).

mod wire;

use std::{panic, thread};

use contract::{ContractError, Conventions, Span};

/// What a change means for the client's users, the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Only what is said about the API changes, not what is sent or read.
    Documentation,
    /// Everything that worked goes on working.
    Compatible,
    /// Something that worked may stop working.
    Breaking,
}

/// One change of the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What it means for the client's users.
    pub verdict: Verdict,
    /// What kind of change it is: a kebab-case name that stays the same from version to version.
    pub code: &'static str,
    /// operationIds of the operations that it touches (the later id where it changed), in the order
    /// of the contract; none when it touches the contract as a whole.
    pub operations: Vec<String>,
    /// Where in those operations: ``query parameter `limit` ``, ``200 answer, `data[].name` ``.
    pub place: String,
    /// What was and what is, and why that breaks or does not.
    pub message: String,
    /// Where it stands in the earlier contract, unless it was added.
    pub old: Option<Span>,
    /// Where it stands in the later contract, unless it was removed.
    pub new: Option<Span>,
}

/// How two contracts differ.
#[derive(Debug)]
pub struct Comparison {
    /// Changes of the contract, those of one operation beside each other.
    pub changes: Vec<Change>,
    /// `info.version` of the earlier contract.
    pub old_version: String,
    /// `info.version` of the later contract.
    pub new_version: String,
}

/// Why two contracts were not compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// The earlier contract cannot be read, not even as what it was.
    #[error("the earlier contract cannot be read")]
    Old(#[source] ContractError),
    /// The later contract has errors that keep it from being understood; all errors are listed.
    #[error("the later contract has errors")]
    New(#[source] ContractError),
}

/// A contract to compare: its name in messages, and its text.
#[derive(Clone, Copy, Debug)]
pub struct Version<'a> {
    /// What messages call it.
    pub source: &'a str,
    /// The whole text.
    pub text: &'a str,
}

/// Compares two contracts: the earlier one `old`, and `new`, which has to be in order, but for what
/// the generator does not take.
///
/// # Errors
///
/// See [`CompareError`].
pub fn compare(
    old: Version<'_>,
    new: Version<'_>,
    conventions: Conventions,
) -> Result<Comparison, CompareError> {
    let (earlier, later) = both(
        || contract::load_earlier(old.source, old.text).map_err(CompareError::Old),
        || contract::read(new.source, new.text, conventions).understood(),
    );
    let earlier = earlier?;
    let (later, _) = later.map_err(CompareError::New)?;
    Ok(Comparison {
        changes: wire::changes(&earlier, &later),
        old_version: earlier.model.info.version,
        new_version: later.model.info.version,
    })
}

/// Does two things at once: of a large contract each takes seconds.
fn both<A: Send, B>(one: impl FnOnce() -> A + Send, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        // A panic over there is a panic here.
        let one = one
            .join()
            .unwrap_or_else(|cause| panic::resume_unwind(cause));
        (one, other)
    })
}
