//! Collects the changes of one API's module.

use crate::compare::{SurfaceChange, Verdict};

/// The changes found so far in the module of one API.
pub(super) struct Report<'a> {
    /// The module's name.
    pub(super) module: &'a str,
    pub(super) changes: Vec<SurfaceChange>,
}

/// A declaration before and after a change.
pub(super) struct Declared {
    old: Option<String>,
    new: Option<String>,
}

/// Something was there before that is not now.
pub(super) fn gone(old: String) -> Declared {
    Declared {
        old: Some(old),
        new: None,
    }
}

/// Something is there now that was not before.
pub(super) fn came(new: String) -> Declared {
    Declared {
        old: None,
        new: Some(new),
    }
}

/// Something is declared in another way.
pub(super) fn became(old: String, new: String) -> Declared {
    Declared {
        old: Some(old),
        new: Some(new),
    }
}

impl Report<'_> {
    /// Adds a change of `item`, a path below the module.
    pub(super) fn add(
        &mut self,
        verdict: Verdict,
        code: &'static str,
        item: &str,
        message: impl Into<String>,
        declared: Declared,
    ) {
        let item = if item.is_empty() {
            self.module.to_owned()
        } else {
            format!("{}::{item}", self.module)
        };
        self.changes.push(SurfaceChange {
            verdict,
            code,
            item,
            message: message.into(),
            old: declared.old,
            new: declared.new,
        });
    }
}
