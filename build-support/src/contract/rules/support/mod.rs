//! What progenitor panics on, or silently does wrong, and what the client's runtime cannot do.

pub(super) mod bodies;
pub(super) mod operations;
pub(super) mod parameters;
pub(super) mod responses;
pub(super) mod schemas;
