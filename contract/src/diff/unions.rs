//! `oneOf` and `anyOf`: the alternatives that a value may be.

use std::mem;

use super::{
    Verdict::Documentation,
    found::At,
    pair::{Pair, Sides, brief},
    table::{
        Direction::{Request, Response},
        Effect::{Narrows, Nothing, Other, Widens},
    },
    view::{View, Views},
    walk::Walk,
};
use crate::{
    grammar::SCHEMA,
    index::{Index, Target},
    rules,
    text::node::Node,
};

const ALL: &str = "clients built before read all of it";
const AS_BEFORE: &str = "a client built before tells the alternatives apart as it did";
const UNKNOWN: &str =
    "a client built before reads a value that it does not know as unknown, and keeps it";

/// An alternative.
#[derive(Clone, Debug)]
struct Member<'a> {
    /// How many are listed before it.
    place: usize,
    node: &'a Node,
    view: View<'a>,
    /// The value of the discriminator that means it.
    tag: Option<&'a str>,
}

impl Member<'_> {
    /// What a message calls it.
    fn label(&self) -> String {
        match name(self.node) {
            Some(name) => format!("`{name}`"),
            None => format!("alternative {} ({})", self.place + 1, brief(self.node)),
        }
    }
}

impl<'a> Walk<'_, 'a> {
    /// Compares the alternatives. Tells whether that is all there is to compare: what one schema said is
    /// in the alternatives of the other.
    pub(super) fn alternatives(&mut self, at: At, views: &Views<'a>) -> bool {
        let members = views.get(View::members);
        let lists = views.get(|view| view.unions().next());
        self.discriminator(at, views, &members);
        let sides = lists.map(|it| it.map(|(_, list, _)| list));
        match (lists.old, lists.new) {
            (None, None) => false,
            (Some((was, ..)), Some((is, ..))) => {
                if was != is {
                    let effect = if is == "oneOf" { Narrows } else { Widens };
                    let row = ("union-kind-changed", effect, None);
                    self.report_as(at, row, sides, format!("`{was}` → `{is}`"));
                }
                self.members(at, views, members);
                false
            }
            (Some((key, ..)), None) | (None, Some((key, ..))) => {
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
        &mut self,
        views: &Views<'a>,
        members: &Pair<Vec<&'a Node>>,
        is_one_of: bool,
    ) -> (bool, bool) {
        let (contracts, Pair { old, new }) = (self.contracts, views);
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

    /// `alternative-added`, `alternative-removed`, and what alternatives that stand for each other are:
    /// those of one name, tag or title, of one meaning, or, where neither is in the other contract, those
    /// that resemble each other.
    fn members(&mut self, at: At, views: &Views<'a>, members: Pair<Vec<&'a Node>>) {
        let lists = members.zip(views.get(tags));
        let mut left = self.in_contracts(lists, |index, (members, tags)| {
            let members = (0..).zip(members).map(|(place, node)| Member {
                place,
                node,
                view: View::of(index, &[node]),
                tag: name(node).and_then(|name| Some(tags.iter().find(|it| it.1 == name)?.0)),
            });
            members.collect::<Vec<_>>()
        });
        let mut pairs = left.take_pairs(|it| it.node.word("$ref"));
        pairs.extend(left.take_pairs(|it| it.tag));
        pairs.extend(left.take_pairs(|it| it.view.text("title")));
        for is_match in [Self::is_same, Self::resembles] {
            for old in mem::take(&mut left.old) {
                let new = left.new.iter().position(|new| is_match(self, &old, new));
                match new {
                    Some(at) => pairs.push(Pair::new(old, left.new.remove(at))),
                    None => left.old.push(old),
                }
            }
        }
        pairs.sort_by_key(|pair| pair.old.place);
        self.member_order(at, views, &pairs);
        for pair in pairs {
            self.part(at, &SCHEMA, pair.map(|it| it.node));
        }
        for old in left.old {
            let what = format!("{} was removed", old.label());
            self.report(at, "alternative-removed", Sides::removed(old.node), what);
        }
        let lenient = views.key("discriminator").old.map(|_| UNKNOWN);
        for new in left.new {
            let what = format!("{} was added", new.label());
            let row = ("alternative-added", Widens, lenient);
            self.report_as(at, row, Sides::added(new.node), what);
        }
    }

    fn is_same(&mut self, old: &Member<'a>, new: &Member<'a>) -> bool {
        self.is_alike(&Pair::new(old.view.clone(), new.view.clone()))
    }

    /// Whether both are of one type and declare half of their properties alike, where neither is in the
    /// other contract.
    fn resembles(&mut self, old: &Member<'a>, new: &Member<'a>) -> bool {
        let is_known = |index: &Index<'a>, member: &Member<'a>| {
            name(member.node).is_some_and(|it| index.component("schemas", it).is_some())
        };
        let contracts = self.contracts;
        let views = Pair::new(&old.view, &new.view);
        let kinds = views.map(View::kind);
        let mut names = views.map(View::properties);
        let shared = names.take_pairs(|(name, _)| Some(*name)).len();
        !is_known(&contracts.new, old)
            && !is_known(&contracts.old, new)
            && kinds.is_same()
            && kinds.old.is_some()
            && names.old.len() + names.new.len() <= 2 * shared
    }

    /// `order-changed`: the first of two alternatives that a value fits equally well is taken.
    fn member_order(&mut self, at: At, views: &Views<'a>, pairs: &[Pair<Member<'a>>]) {
        if pairs.iter().map(|it| it.new.place).is_sorted() {
            return;
        }
        let all = pairs.iter().enumerate();
        let all = all.flat_map(|(at, one)| pairs[at..].iter().map(move |other| [one, other]));
        let swaps = all.filter(|[one, other]| one.new.place > other.new.place);
        let mut swaps = swaps.map(|swap| swap.map(|it| &it.old));
        let is_told = views.key("discriminator").old.is_some();
        let tie = swaps.find(|swap| !is_told && self.can_tie(&views.old, swap.map(|it| it.node)));
        let sides = views.get(|view| Some(view.unions().next()?.1));
        let what = "alternatives stand in another order";
        if let Some(tie) = tie {
            let [one, other] = tie.map(Member::label);
            let what = format!("{what}: {one} and {other} can tie");
            let row = ("order-changed", Other, None);
            self.report_as(at.within(Response.bit()), row, sides, what);
        } else {
            self.report_as(at, ("order-changed", Nothing, None), sides, what);
        }
    }

    /// Whether some value fits two members of the earlier union equally well.
    fn can_tie(&self, view: &View<'a>, members: [&'a Node; 2]) -> bool {
        let index = &self.contracts.old;
        view.unions().any(|(_, list, part)| {
            let holds = |member: &&Node| list.items().any(|it| std::ptr::eq(it, *member));
            members.iter().all(holds) && rules::can_tie(index, part, list, members)
        })
    }

    /// `discriminator-changed`: as the client reads a union, the property and its value decide where there
    /// is a discriminator, else what the alternatives declare.
    fn discriminator(&mut self, at: At, views: &Views<'a>, members: &Pair<Vec<&'a Node>>) {
        let Some(sides) = views.differing("discriminator").first().copied() else {
            return;
        };
        let names = sides.map(|side| side?.word("propertyName"));
        let all_require = |name: Option<&str>, index, members: &[&'a Node]| {
            let mut members = members.iter().map(|it| View::of(index, &[it]));
            members.all(|it| name.is_some_and(|name| it.required().contains_key(name)))
        };
        let contracts = self.contracts;
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
