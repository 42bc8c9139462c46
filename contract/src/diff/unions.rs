//! `oneOf` and `anyOf`: the alternatives that a value may be.

use std::mem;

use super::{
    Verdict::Documentation,
    found::At,
    pair::{Pair, Sides, brief, without},
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
    kind: Option<&'static str>,
    /// The names of its properties, in the order of the alphabet.
    names: Vec<&'a str>,
    /// The values of the discriminator that mean it.
    tags: Vec<&'a str>,
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
        if lists.old.is_none() || lists.new.is_none() {
            self.mapped(at, views, &members);
        }
        let sides = lists.map(|it| it.map(|(_, list, _)| list));
        match (lists.old, lists.new) {
            (None, None) => false,
            (Some((was, ..)), Some((is, ..))) => {
                if was != is {
                    let effect = if is == "oneOf" { Narrows } else { Widens };
                    let row = ("union-kind-changed", effect, None);
                    self.report_as(at, row, sides, format!("`{was}` → `{is}`"));
                }
                self.members(at, views, &members);
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
    fn members(&mut self, at: At, views: &Views<'a>, members: &Pair<Vec<&'a Node>>) {
        let discriminators = views.key("discriminator");
        let lists = members.as_ref().zip(discriminators);
        let mut left = self.in_contracts(lists, |index, (members, discriminator)| {
            let members = (0..).zip(members).map(|(place, node)| {
                let view = View::of(index, &[node]);
                let properties = view.properties().into_iter();
                let mut names: Vec<_> = properties.map(|(name, _)| name).collect();
                names.sort_unstable();
                Member {
                    place,
                    node,
                    kind: view.kind(),
                    view,
                    names,
                    tags: discriminator.map_or_else(Vec::new, |it| index.tags(it, node)),
                }
            });
            members.collect::<Vec<_>>()
        });
        let told_by = self
            .told_by(&left.old)
            .filter(|_| discriminators.old.is_none());
        let mut pairs = left.take_pairs(|it| it.node.word("$ref"));
        pairs.extend(left.take_pairs(|it| it.tags.first().copied()));
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
        let moved = pairs.iter().map(|it| it.as_ref().map(|it| &it.tags[..]));
        let moved = moved.map(|Pair { old, new }| Pair::new(but(old, new), but(new, old)));
        let moved = moved.fold(Pair::new(Vec::new(), Vec::new()), |all, it| {
            all.zip(it).map(|(all, it)| [all, it].concat())
        });
        self.discriminator(at, views, members, &moved);
        for pair in pairs {
            if let Some(name) = told_by.filter(|_| at.directions & Response.bit() != 0) {
                self.tag(at.within(Response.bit()), name, &pair);
            }
            self.part(at, &SCHEMA, pair.map(|it| it.node));
        }
        for old in left.old {
            let what = format!("{} was removed", old.label());
            self.report(at, "alternative-removed", Sides::removed(old.node), what);
        }
        let lenient = discriminators.old.map(|_| UNKNOWN);
        for new in left.new {
            let what = format!("{} was added", new.label());
            let row = ("alternative-added", Widens, lenient);
            self.report_as(at, row, Sides::added(new.node), what);
        }
    }

    /// The property of which each of the alternatives lists values that no other does.
    fn told_by(&self, members: &[Member<'a>]) -> Option<&'a str> {
        let index = &self.contracts.old;
        let (first, others) = members.split_first().filter(|it| !it.1.is_empty())?;
        let mut names = first.view.properties().into_iter().map(|(name, _)| name);
        names.find(|name| {
            let mut seen = listed(index, first, name);
            !seen.is_empty()
                && others.iter().all(|member| {
                    let values = listed(index, member, name);
                    let is_new = without(values.iter().copied(), seen.iter().copied()).len();
                    let is_told = !values.is_empty() && is_new == values.len();
                    seen.extend(values);
                    is_told
                })
        })
    }

    /// `tag-changed`: an alternative has values of a property that told it from the others, and did not.
    fn tag(&mut self, at: At, name: &str, pair: &Pair<Member<'a>>) {
        let values = self.in_contracts(pair.as_ref(), |index, it| listed(index, it, name));
        let (old, new) = (values.old.first().copied(), values.new);
        let added = without(new, values.old);
        if let Some(first) = added.first() {
            let words: Vec<_> = added.iter().map(|it| brief(it)).collect();
            let (words, label) = (words.join(", "), pair.new.label());
            let what = format!("`{name}` of {label} may be {words} now");
            self.report(at, "tag-changed", Pair::new(old, Some(*first)), what);
        }
    }

    fn is_same(&mut self, old: &Member<'a>, new: &Member<'a>) -> bool {
        // Many alternatives are told apart without comparing what is in them.
        (old.kind, &old.names) == (new.kind, &new.names)
            && self.is_alike(&Pair::new(old.view.clone(), new.view.clone()))
    }

    /// Whether both are of one type and declare half of their properties alike, where neither is in the
    /// other contract.
    fn resembles(&mut self, old: &Member<'a>, new: &Member<'a>) -> bool {
        let is_known = |index: &Index<'a>, member: &Member<'a>| {
            name(member.node).is_some_and(|it| index.component("schemas", it).is_some())
        };
        let contracts = self.contracts;
        let is_shared = |name: &&&str| new.names.binary_search(name).is_ok();
        old.kind == new.kind
            && old.kind.is_some()
            && !is_known(&contracts.new, old)
            && !is_known(&contracts.old, new)
            && old.names.len() + new.names.len() <= 4 * old.names.iter().filter(is_shared).count()
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

    /// Compares discriminators of schemas that are not both unions: what their mappings name.
    fn mapped(&mut self, at: At, views: &Views<'a>, members: &Pair<Vec<&'a Node>>) {
        let mut left = views.key("discriminator").map(|side| {
            let all = side.into_iter().flat_map(Target::mapped);
            all.map(|(tag, target)| (tag, target.name))
                .collect::<Vec<_>>()
        });
        let kept = left.take_pairs(|it| Some(*it));
        let moved = left.map(|all| all.into_iter().map(|(tag, _)| tag).collect());
        self.discriminator(at, views, members, &moved);
        for pair in kept {
            let schemas = self.in_contracts(pair, |index, it| index.component("schemas", it.1));
            if let (Some(old), Some(new)) = (schemas.old, schemas.new) {
                self.part(at, &SCHEMA, Pair::new(&old.value, &new.value));
            }
        }
    }

    /// `discriminator-changed`: as the client reads a union, the property and its value decide where there
    /// is a discriminator, else what the alternatives declare. `moved` are its values that meant one of the
    /// alternatives and do not mean it now, and those that do so now.
    fn discriminator(
        &mut self,
        at: At,
        views: &Views<'a>,
        members: &Pair<Vec<&'a Node>>,
        moved: &Pair<Vec<&str>>,
    ) {
        let (is_gone, is_new) = (!moved.old.is_empty(), !moved.new.is_empty());
        let mut sides = views.differing("discriminator").first().copied();
        if is_gone || is_new {
            sides = sides.or(Some(views.key("discriminator")));
        }
        let Some(sides) = sides else {
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
        let (effect, lenient) = match (sides.old, sides.new) {
            (None, _) if is_sent => (Widens, Some(AS_BEFORE)),
            (None, _) => (Narrows, Some(AS_BEFORE)),
            (_, None) => (Widens, is_sent.then_some(AS_BEFORE)),
            _ if !names.is_same() || (is_gone && is_new) => (Other, None),
            _ if is_gone => (Narrows, None),
            _ if is_new => (Widens, Some(UNKNOWN)),
            _ => (Nothing, None),
        };
        let what = if sides.both().is_none() {
            sides.words("`discriminator`")
        } else if !names.is_same() {
            sides.get("propertyName").words("`propertyName`")
        } else if is_gone || is_new {
            let lists = [("no longer", &moved.old), ("now", &moved.new)];
            let lists = lists.iter().filter(|(_, values)| !values.is_empty());
            let lists = lists.map(|(when, values)| format!("{when} `{}`", values.join("`, `")));
            let lists: Vec<_> = lists.collect();
            format!(
                "alternatives are told by other values: {}",
                lists.join(", ")
            )
        } else {
            "`discriminator` was changed, but means the same".to_owned()
        };
        let row = ("discriminator-changed", effect, lenient);
        self.report_as(at, row, sides, what);
    }
}

/// The name of the component that an alternative refers to.
fn name(member: &Node) -> Option<&str> {
    Some(Target::parse(member.word("$ref")?)?.name)
}

/// The values that are not among the others.
fn but<'a>(these: &[&'a str], others: &[&'a str]) -> Vec<&'a str> {
    let these = these.iter().filter(|it| !others.contains(it));
    these.copied().collect()
}

/// The values that a property of an alternative lists.
fn listed<'a>(index: &Index<'a>, member: &Member<'a>, name: &str) -> Vec<&'a Node> {
    let mut properties = member.view.properties().into_iter();
    let property = properties.find(|(known, _)| *known == name);
    let values = property.and_then(|(_, schemas)| View::of(index, &schemas).values());
    values.unwrap_or_default()
}
