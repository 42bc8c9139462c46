//! The cases, one file for each family of rules.

mod components;
mod examples;
mod operations;
mod schemas;
mod texts;
mod waivers;

/// An edit of the contract without findings, and what is found then.
pub(crate) struct Case {
    pub(crate) rule: &'static str,
    pub(crate) about: &'static str,
    /// Texts that stand in the contract, the first occurrence of each, and what becomes of them.
    pub(crate) edits: &'static [(&'static str, &'static str)],
    /// Every finding as `line:column code: message`; a message may break off.
    pub(crate) found: &'static [&'static str],
}

/// All cases.
pub(crate) fn all() -> impl Iterator<Item = &'static Case> {
    let families = [
        examples::CASES,
        texts::CASES,
        schemas::CASES,
        operations::CASES,
        components::CASES,
        waivers::CASES,
    ];
    families.into_iter().flatten()
}
