//! `type` and `format`.

use super::{
    super::{ledger::Direction, walk::Walk},
    Effect,
    view::Pair,
};
use crate::compare::Verdict::{Breaking, Compatible};

impl<'a> Walk<'a> {
    /// `type-changed`. Tells whether there is more to compare: what belongs to one type says
    /// nothing about another.
    pub(super) fn types(&mut self, pair: &Pair<'a>, direction: Direction) -> bool {
        let sides = self.keyword(pair, "type");
        if sides.same() {
            return true;
        }
        let (old, new) = (pair.old.text("type"), pair.new.text("type"));
        let effect = match (old, new) {
            (None, Some(_)) | (Some("number"), Some("integer")) => Effect::Narrower,
            (Some(_), None) | (Some("integer"), Some("number")) => Effect::Wider,
            _ => Effect::Different,
        };
        let what = format!("`type`: {}", sides.arrow());
        let judged = effect.judge(direction);
        self.report_in(direction, "type-changed", &sides, what, judged);
        let is_number = |word: Option<&str>| matches!(word, Some("integer" | "number"));
        if is_number(old) && is_number(new) {
            // The formats of the one are not those of the other.
            self.keyword(pair, "format");
            return true;
        }
        let (one, other) = (&pair.old.parts, &pair.new.parts);
        for part in one.iter().chain(other) {
            self.ledger.settle(part.value);
        }
        self.settle_all(&pair.schemas());
        false
    }

    /// `format-changed`.
    pub(super) fn formats(&mut self, pair: &Pair<'a>, direction: Direction) {
        let sides = self.keyword(pair, "format");
        let (kind, other) = (pair.old.text("type"), pair.new.text("type"));
        if sides.same() || kind != other {
            return;
        }
        let (old, new) = (pair.old.text("format"), pair.new.text("format"));
        let judged = match kind {
            Some("integer" | "number") => number_format(old, new).judge(direction),
            _ if direction == Direction::Request => {
                let effect = match (old, new) {
                    (None, _) => Effect::Narrower,
                    (_, None) => Effect::Wider,
                    _ => Effect::Different,
                };
                effect.judge(direction)
            }
            _ if is_read(old) => (Breaking, "an earlier client may fail to read it"),
            _ => (Compatible, "an earlier client reads any text"),
        };
        let what = format!("`format`: {}", sides.arrow());
        self.report_in(direction, "format-changed", &sides, what, judged);
    }
}

/// Whether the client reads texts of this format into a type of their own.
fn is_read(format: Option<&str>) -> bool {
    matches!(format, Some("date" | "date-time"))
}

/// Numbers without a format are as wide as the client's, 64 bits.
fn number_format(old: Option<&str>, new: Option<&str>) -> Effect {
    let width = |format: Option<&str>| match format {
        None | Some("int64" | "double") => Some(64),
        Some("int32" | "float") => Some(32),
        Some(_) => None,
    };
    match (width(old), width(new)) {
        (Some(old), Some(new)) if old > new => Effect::Narrower,
        (Some(_), Some(_)) => Effect::Wider,
        _ => Effect::Different,
    }
}
