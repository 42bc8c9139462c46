//! Bounds: lengths, sizes, ranges, steps and patterns.

use super::{
    super::{document::Sides, ledger::Direction, walk::Walk},
    Effect,
    view::Pair,
};

/// Keywords that allow no less than they say.
const LEAST: &[&str] = &["minLength", "minimum", "minProperties"];

/// Keywords that allow no more than they say.
const GREATEST: &[&str] = &["maxLength", "maximum", "maxProperties"];

/// Keywords that allow less when they are set.
const FLAGS: &[&str] = &["exclusiveMinimum", "exclusiveMaximum", "uniqueItems"];

impl<'a> Walk<'a> {
    /// `bound-changed`, `pattern-changed`: the client checks none of it in answers.
    pub(super) fn bounds(&mut self, pair: &Pair<'a>, direction: Direction) {
        for key in LEAST.iter().chain(GREATEST).chain(FLAGS) {
            let sides = self.keyword(pair, key);
            if let Some(effect) = effect(key, &sides) {
                let what = format!("`{key}`: {}", sides.arrow());
                let judged = effect.judge_unchecked(direction);
                self.report_in(direction, "bound-changed", &sides, what, judged);
            }
        }
        let step = self.keyword(pair, "multipleOf");
        if !step.same() {
            let what = format!("`multipleOf`: {}", step.arrow());
            let judged = step_effect(&step).judge_unchecked(direction);
            self.report_in(direction, "bound-changed", &step, what, judged);
        }
        let pattern = self.keyword(pair, "pattern");
        if !pattern.same() {
            // Which of two patterns takes more cannot be told.
            let effect = presence(&pattern).unwrap_or(Effect::Different);
            let what = format!("`pattern`: {}", pattern.arrow());
            let judged = effect.judge_unchecked(direction);
            self.report_in(direction, "pattern-changed", &pattern, what, judged);
        }
    }
}

/// The effect of a bound that comes or goes.
fn presence(sides: &Sides<'_>) -> Option<Effect> {
    match (&sides.old, &sides.new) {
        (None, Some(_)) => Some(Effect::Narrower),
        (Some(_), None) => Some(Effect::Wider),
        _ => None,
    }
}

/// What becomes of the values that are allowed; nothing when they stay the same.
pub(super) fn effect(key: &str, sides: &Sides<'_>) -> Option<Effect> {
    if FLAGS.contains(&key) {
        let is_set =
            |site: &Option<super::Site<'_>>| site.as_ref().is_some_and(|site| site.value == true);
        return match (is_set(&sides.old), is_set(&sides.new)) {
            (false, true) => Some(Effect::Narrower),
            (true, false) => Some(Effect::Wider),
            _ => None,
        };
    }
    if sides.same() {
        return None;
    }
    let number = |site: &Option<super::Site<'_>>| site.as_ref()?.value.as_f64();
    Some(presence(sides).unwrap_or_else(|| {
        let (Some(old), Some(new)) = (number(&sides.old), number(&sides.new)) else {
            return Effect::Different;
        };
        let is_least = LEAST.contains(&key) || key == "minItems";
        if (new > old) == is_least {
            Effect::Narrower
        } else {
            Effect::Wider
        }
    }))
}

/// Steps are wider where the old one is a multiple of the new one.
fn step_effect(sides: &Sides<'_>) -> Effect {
    let number = |site: &Option<super::Site<'_>>| site.as_ref()?.value.as_f64();
    presence(sides).unwrap_or_else(|| match (number(&sides.old), number(&sides.new)) {
        (Some(old), Some(new)) if (old % new).abs() < f64::EPSILON => Effect::Wider,
        (Some(old), Some(new)) if (new % old).abs() < f64::EPSILON => Effect::Narrower,
        _ => Effect::Different,
    })
}
