//! `allOf`, `oneOf`, `anyOf` and `not`.

use super::{
    super::{
        document::{Both, Sides, Site, brief},
        equivalent::equivalent,
        ledger::Direction,
        walk::Walk,
    },
    Effect, Use,
    view::{Pair, View},
};
use crate::compare::Verdict::Breaking;

/// Whether two alternatives stand for each other.
type Rule<'w, 'a> = dyn Fn(&Site<'a>, &Site<'a>) -> bool + 'w;

impl<'a> Walk<'a> {
    /// `all-of-changed`: compares `allOf` member by member, where the members contradict each
    /// other and cannot be taken together.
    pub(super) fn parts(&mut self, both: &Both<'a>, are_alike: bool, usage: Use) {
        let alone = Pair {
            old: View::alone(&both.old),
            new: View::alone(&both.new),
        };
        self.view(&alone, usage);
        let members = |site: &Site<'a>| {
            site.get("allOf")
                .iter()
                .flat_map(Site::items)
                .collect::<Vec<_>>()
        };
        let (old, new) = (members(&both.old), members(&both.new));
        if are_alike && old.len() == new.len() {
            for (old, new) in old.into_iter().zip(new) {
                self.schema(&Both { old, new }, Use::of(usage.direction));
            }
            return;
        }
        let sides = both.get("allOf");
        let what = if are_alike {
            format!("`allOf`: {} members → {}", old.len(), new.len())
        } else {
            "`allOf`: its members agree in one of the contracts alone".to_owned()
        };
        let judged = (
            Breaking,
            "its members contradict each other, so nothing more can be told",
        );
        self.report_in(usage.direction, "all-of-changed", &sides, what, judged);
        self.settle_all(&sides);
    }

    /// `alternative-added`, `alternative-removed`: members of `oneOf` and `anyOf`.
    pub(super) fn alternatives(&mut self, pair: &Pair<'a>, direction: Direction) {
        for key in ["oneOf", "anyOf"] {
            let sides = pair.get(key);
            let members =
                |site: &Option<Site<'a>>| site.iter().flat_map(Site::items).collect::<Vec<_>>();
            let (old, new) = (members(&sides.old), members(&sides.new));
            let (code, effect) = match (&sides.old, &sides.new) {
                (None, Some(_)) => ("alternatives-added", Effect::Narrower),
                (Some(_), None) => ("alternatives-removed", Effect::Wider),
                _ => {
                    self.members(key, old, new, direction);
                    continue;
                }
            };
            let what = format!("`{key}`: {}", sides.arrow());
            self.report_in(direction, code, &sides, what, effect.judge(direction));
            self.settle_all(&sides);
        }
        let discriminator = self.keyword(pair, "discriminator");
        if !discriminator.same() {
            let what = format!("`discriminator`: {}", discriminator.arrow());
            let why = "alternatives are told apart in another way";
            let code = "discriminator-changed";
            self.report_in(direction, code, &discriminator, what, (Breaking, why));
        }
    }

    fn members(&mut self, key: &str, old: Vec<Site<'a>>, new: Vec<Site<'a>>, direction: Direction) {
        let (pairs, gone, come) = self.paired(old, new);
        for both in pairs {
            self.schema(&both, Use::of(direction));
        }
        for site in gone {
            let sides = Sides::removed(site.clone());
            let what = format!("`{key}`: removed {}", brief(site.value));
            let judged = Effect::Narrower.judge(direction);
            self.report_in(direction, "alternative-removed", &sides, what, judged);
            self.settle_all(&sides);
        }
        for site in come {
            let sides = Sides::added(site.clone());
            let what = format!("`{key}`: added {}", brief(site.value));
            let judged = Effect::Wider.judge(direction);
            self.report_in(direction, "alternative-added", &sides, what, judged);
            self.settle_all(&sides);
        }
    }

    /// Alternatives that stand for each other: of one name, of one meaning, or, written in place,
    /// at one place of as many.
    fn paired(
        &self,
        old: Vec<Site<'a>>,
        new: Vec<Site<'a>>,
    ) -> (Vec<Both<'a>>, Vec<Site<'a>>, Vec<Site<'a>>) {
        let mut pairs = Vec::new();
        let mut come = new;
        let mut gone: Vec<Site<'a>> = old;
        let by_name = |one: &Site<'a>, other: &Site<'a>| {
            one.text("$ref").is_some() && one.text("$ref") == other.text("$ref")
        };
        let by_meaning = |one: &Site<'a>, other: &Site<'a>| {
            let both = Both {
                old: one.clone(),
                new: other.clone(),
            };
            equivalent(self.old, self.new, &both)
        };
        let rules: [&Rule<'_, 'a>; 2] = [&by_name, &by_meaning];
        for is_partner in rules {
            gone.retain(|one| {
                let partner = come.iter().position(|other| is_partner(one, other));
                if let Some(index) = partner {
                    pairs.push(Both {
                        old: one.clone(),
                        new: come.remove(index),
                    });
                }
                partner.is_none()
            });
        }
        let in_place = |sites: &[Site<'a>]| sites.iter().all(|site| site.text("$ref").is_none());
        if gone.len() == come.len() && in_place(&gone) && in_place(&come) {
            let rest = gone.drain(..).zip(come.drain(..));
            pairs.extend(rest.map(|(old, new)| Both { old, new }));
        }
        (pairs, gone, come)
    }

    /// `not-changed`: what is refused changes, and with it what is allowed.
    pub(super) fn negation(&mut self, pair: &Pair<'a>, direction: Direction) {
        let sides = pair.get("not");
        let is_alike = match sides.both() {
            Some(both) => equivalent(self.old, self.new, &both),
            None => sides.same(),
        };
        if !is_alike {
            let what = format!("`not`: {}", sides.arrow());
            let judged = Effect::Different.judge(direction);
            self.report_in(direction, "not-changed", &sides, what, judged);
        } else if !sides.same() {
            self.note("not", &sides);
        }
        self.settle_all(&sides);
    }
}
