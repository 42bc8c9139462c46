//! `oneOf` and `anyOf`: the alternatives that a value may be.

use super::{
    Verdict::{Compatible, Documentation},
    found::At,
    pair::{Pair, Sides, brief},
    table::{
        Direction::{Request, Response},
        Effect::{Narrows, Nothing, Other, Widens},
        Judgement,
    },
    view::{View, Views},
    walk::Walk,
};
use crate::{
    index::{Index, Target},
    rules,
    text::node::Node,
};

const ALL: Judgement = (Compatible, "clients built before read all of it");
const AS_BEFORE: Judgement = (
    Compatible,
    "a client built before tells the alternatives apart as it did",
);
const UNKNOWN: Judgement = (
    Compatible,
    "a client built before reads a value that it does not know as unknown, and keeps it",
);

/// Whether two alternatives stand for each other.
type Rule<'r, 'a> = &'r dyn Fn(Pair<&'a Node>) -> bool;

/// Alternatives that stand for each other, each by its place.
type Matched = Pair<usize>;

impl<'a> Walk<'_, 'a> {
    /// Compares the alternatives. Tells whether that is all there is to compare: what one schema said is
    /// in the alternatives of the other.
    pub(super) fn alternatives(&mut self, at: At, views: &Views<'a>) -> bool {
        let members = views.get(View::members);
        let lists = views.get(|view| view.unions().into_iter().next());
        self.discriminator(at, views, &members);
        let sides = lists.map(|it| it.map(|(_, list)| list));
        match (lists.old, lists.new) {
            (None, None) => false,
            (Some((was, _)), Some((is, _))) => {
                if was != is {
                    let effect = if is == "oneOf" { Narrows } else { Widens };
                    let row = ("union-kind-changed", effect, None);
                    self.report_as(at, row, sides, format!("`{was}` → `{is}`"));
                }
                self.members(at, views, &members);
                false
            }
            (Some((key, _)), None) | (None, Some((key, _))) => {
                let (code, shift) = match lists.new {
                    Some(_) => ("alternatives-added", Narrows),
                    None => ("alternatives-removed", Widens),
                };
                let rest = views.get(View::without_unions);
                let both = Request.bit() | Response.bit();
                let is_all = self.judge(&rest, both) > Some(Documentation);
                let (effect, lenient) = match self.fits(views, &members, key == "oneOf") {
                    _ if !is_all => (shift, None),
                    (true, read) => (Widens, read.then_some(ALL)),
                    (false, true) => (Narrows, None),
                    (false, false) => (Other, None),
                };
                let what = sides.words(&format!("`{key}`"));
                let others = views.keyword("type");
                let sides = sides.zip(others).map(|(list, other)| list.or(other));
                self.report_as(at, (code, effect, lenient), sides, what);
                is_all
            }
        }
    }

    /// Whether what was sent is accepted, and what is sent is read, where one schema has alternatives and
    /// the other has none.
    fn fits(
        &self,
        views: &Views<'a>,
        members: &Pair<Vec<&'a Node>>,
        is_one_of: bool,
    ) -> (bool, bool) {
        let (contracts, Pair { old, new }) = (&self.shared.contracts, views);
        let olds = members.old.iter();
        let olds = olds.map(|it| Pair::new(old.choose(&contracts.old, it), new.clone()));
        let news = members.new.iter();
        let news = news.map(|it| Pair::new(old.clone(), new.choose(&contracts.new, it)));
        let pairs: Vec<_> = olds.chain(news).collect();
        let [sent, read] = [Request, Response].map(|direction| {
            let fine = pairs.iter().filter(|pair| self.is_fine(pair, direction));
            fine.count()
        });
        if members.new.is_empty() {
            (sent == pairs.len(), read > 0)
        } else {
            // A value must fit `oneOf` in one way alone.
            (sent == 1 || (sent > 1 && !is_one_of), read == pairs.len())
        }
    }

    /// `alternative-added`, `alternative-removed`, and what alternatives that stand for each other are.
    fn members(&mut self, at: At, views: &Views<'a>, members: &Pair<Vec<&'a Node>>) {
        let matched = self.matched(views, members);
        self.member_order(at, views, members, &matched);
        for it in &matched {
            self.schemas(at, Pair::new(members.old[it.old], members.new[it.new]));
        }
        for (index, member) in members.old.iter().enumerate() {
            if !matched.iter().any(|it| it.old == index) {
                let what = format!("{} was removed", label(member, index));
                self.report(at, "alternative-removed", Sides::removed(member), what);
            }
        }
        let lenient = views.key("discriminator").old.map(|_| UNKNOWN);
        for (index, member) in members.new.iter().enumerate() {
            if !matched.iter().any(|it| it.new == index) {
                let what = format!("{} was added", label(member, index));
                let row = ("alternative-added", Widens, lenient);
                self.report_as(at, row, Sides::added(member), what);
            }
        }
    }

    /// `order-changed`: the first of two alternatives that a value fits equally well is taken.
    fn member_order(
        &mut self,
        at: At,
        views: &Views<'a>,
        members: &Pair<Vec<&'a Node>>,
        matched: &[Matched],
    ) {
        let others = |one: Matched| {
            matched
                .iter()
                .filter(move |it| one.old < it.old && one.new > it.new)
        };
        let swaps = matched
            .iter()
            .flat_map(|one| others(*one).map(|other| [one.old, other.old]));
        let mut swaps = swaps.peekable();
        if swaps.peek().is_none() {
            return;
        }
        let sides = views.get(|view| Some(view.unions().first()?.1));
        let what = "alternatives stand in another order";
        let is_told = views.key("discriminator").old.is_some();
        let tie =
            swaps.find(|swap| !is_told && self.can_tie(&views.old, swap.map(|it| members.old[it])));
        if let Some(tie) = tie {
            let [one, other] = tie.map(|it| label(members.old[it], it));
            let what = format!("{what}: {one} and {other} can tie");
            let row = ("order-changed", Other, None);
            self.report_as(at.within(Response.bit()), row, sides, what);
        } else {
            self.report_as(at, ("order-changed", Nothing, None), sides, what);
        }
    }

    /// Whether some value fits two members of the earlier union equally well.
    fn can_tie(&self, view: &View<'a>, members: [&'a Node; 2]) -> bool {
        let index = &self.shared.contracts.old;
        view.open().iter().any(|part| {
            let lists = ["oneOf", "anyOf"]
                .into_iter()
                .filter_map(|key| part.get(key));
            let mut lists = lists.filter(|list| {
                let mut members = members.iter();
                members.all(|member| list.items().any(|it| std::ptr::eq(it, *member)))
            });
            lists.any(|list| rules::can_tie(index, part, list, members))
        })
    }

    /// Which alternatives stand for each other: those of one name, tag or title, of one meaning, or,
    /// where neither is in the other contract, those that are alike.
    fn matched(&self, views: &Views<'a>, members: &Pair<Vec<&'a Node>>) -> Vec<Matched> {
        let tags = views.get(tags);
        let is_said = |it: Pair<Option<&str>>| it.old.is_some() && it.is_same();
        let by_name = |it: Pair<&'a Node>| is_said(it.map(|member| member.word("$ref")));
        let by_tag = |it: Pair<&'a Node>| {
            is_said(
                tags.as_ref()
                    .zip(it)
                    .map(|(tags, member)| tag_of(tags, member)),
            )
        };
        let by_title =
            |it: Pair<&'a Node>| is_said(self.view(it).as_ref().map(|view| view.text("title")));
        let by_meaning = |it: Pair<&'a Node>| self.is_alike(&self.view(it));
        let by_resemblance = |it: Pair<&'a Node>| {
            let Pair { old, new } = self.shared.contracts.as_ref();
            let is_known = |index: &Index<'a>, member| {
                name(member).is_some_and(|it| index.component("schemas", it).is_some())
            };
            !is_known(new, it.old) && !is_known(old, it.new) && resemblance(&self.view(it)) >= 50
        };
        let rules: [Rule<'_, 'a>; 5] = [&by_name, &by_tag, &by_title, &by_meaning, &by_resemblance];
        let mut left = members.as_ref().map(|it| (0..it.len()).collect::<Vec<_>>());
        let mut matched = Vec::new();
        for rule in rules {
            left.old.retain(|&old| {
                let is_match = |new: &usize| rule(Pair::new(members.old[old], members.new[*new]));
                let found = left.new.iter().position(is_match);
                let new = found.map(|at| left.new.remove(at));
                matched.extend(new.map(|new| Pair::new(old, new)));
                new.is_none()
            });
        }
        matched.sort_unstable_by_key(|it| it.old);
        matched
    }

    /// `discriminator-changed`: as the client reads a union, the property and its value decide where there
    /// is a discriminator, else what the alternatives declare.
    fn discriminator(&mut self, at: At, views: &Views<'a>, members: &Pair<Vec<&'a Node>>) {
        let sides = views.get(|view| view.open().iter().find_map(|it| it.get("discriminator")));
        if sides.same() {
            return;
        }
        let names = sides.map(|side| side?.word("propertyName"));
        let all_require = |name: Option<&str>, index, members: &[&'a Node]| {
            let mut members = members.iter().map(|it| View::of(index, &[it]));
            members.all(|it| name.is_some_and(|name| it.required().contains_key(name)))
        };
        let contracts = &self.shared.contracts;
        let is_sent = match sides.old {
            None => all_require(names.new, &contracts.old, &members.old),
            Some(_) => all_require(names.old, &contracts.new, &members.new),
        };
        let tags = views.get(tags);
        let is_gone = tags.old.iter().any(|it| !tags.new.contains(it));
        let is_new = tags.new.iter().any(|it| !tags.old.contains(it));
        let (effect, lenient) = match (sides.old, sides.new) {
            (None, _) if is_sent => (Widens, Some(AS_BEFORE)),
            (None, _) => (Narrows, Some(AS_BEFORE)),
            (_, None) => (Widens, is_sent.then_some(AS_BEFORE)),
            _ if !names.is_same() || (is_gone && is_new) => (Other, None),
            _ if is_gone => (Narrows, None),
            _ if is_new => (Widens, Some(UNKNOWN)),
            _ => (Nothing, None),
        };
        let row = ("discriminator-changed", effect, lenient);
        self.report_as(at, row, sides, sides.words("`discriminator`"));
    }
}

/// The name of the component that an alternative refers to.
fn name(member: &Node) -> Option<&str> {
    Some(Target::parse(member.word("$ref")?)?.name)
}

/// The values of the discriminator, each with the name of the component that it means.
fn tags<'a>(view: &View<'a>) -> Vec<(&'a str, &'a str)> {
    let discriminator = view.first("discriminator").into_iter();
    let entries = discriminator.flat_map(|it| it.entries_of("mapping"));
    let name = |target: &'a Node| target.text()?.rsplit('/').next();
    entries
        .filter_map(|it| Some((it.key.name(), name(&it.value)?)))
        .collect()
}

fn tag_of<'a>(tags: &[(&'a str, &'a str)], member: &'a Node) -> Option<&'a str> {
    let name = name(member)?;
    tags.iter().find(|(_, of)| *of == name).map(|(tag, _)| *tag)
}

/// How alike two alternatives are, in percent: those of one type by the properties that both declare.
fn resemblance(pair: &Views<'_>) -> usize {
    let mut names = pair.as_ref().map(View::properties);
    let kinds = pair.as_ref().map(View::kind);
    let shared = names.take_pairs(|(name, _)| Some(*name)).len();
    match names.old.len() + names.new.len() + 2 * shared {
        _ if !kinds.is_same() || kinds.old.is_none() => 0,
        0 => 100,
        all => 200 * shared / all,
    }
}

/// What a message calls an alternative.
fn label(member: &Node, index: usize) -> String {
    match name(member) {
        Some(name) => format!("`{name}`"),
        None => format!("alternative {} ({})", index + 1, brief(member)),
    }
}
