//! Lists: their items and how many there are.

use super::{
    super::{document::Site, ledger::Direction, walk::Walk},
    Effect, Use, bounds,
    view::{Pair, View},
};
use crate::compare::Verdict::Breaking;

impl<'a> Walk<'a> {
    /// `item-count-changed`, `items-added`, `items-removed`, and what items may be.
    pub(super) fn arrays(&mut self, pair: &Pair<'a>, direction: Direction) {
        let fixed = fixed_length(&pair.old);
        for key in ["minItems", "maxItems"] {
            let sides = self.keyword(pair, key);
            let Some(effect) = bounds::effect(key, &sides) else {
                continue;
            };
            let judged = if direction == Direction::Answer && fixed.is_some() {
                (
                    Breaking,
                    "an earlier client reads exactly as many as it knew",
                )
            } else {
                effect.judge_unchecked(direction)
            };
            let what = format!("`{key}`: {}", sides.arrow());
            self.report_in(direction, "item-count-changed", &sides, what, judged);
        }
        let items = pair.get("items");
        if let Some(both) = items.both() {
            return self.schema(&both, Use::of(direction));
        }
        let (code, what, effect) = match (&items.old, &items.new) {
            (None, Some(_)) => ("items-added", "items have a schema now", Effect::Narrower),
            (Some(_), None) => ("items-removed", "items have no schema now", Effect::Wider),
            _ => return,
        };
        self.report_in(direction, code, &items, what, effect.judge(direction));
        self.settle_all(&items);
    }
}

/// The length of lists that are always as long: the client reads them into an array.
fn fixed_length(view: &View<'_>) -> Option<u64> {
    let count = |site: Option<Site<'_>>| site?.value.as_u64();
    let (least, greatest) = (count(view.get("minItems")), count(view.get("maxItems")));
    least.filter(|least| *least > 0 && Some(*least) == greatest)
}
