//! `oneOf` and `anyOf`: the alternatives that a value may be.

use std::slice;

use super::{
    Verdict::{Compatible, Documentation},
    document::{Document, Pair, Sides, Site, brief},
    table::{
        Direction::{Request, Response},
        Effect::{Narrows, Nothing, Other, Widens},
        Judgement,
    },
    view::View,
    walk::{Here, Walk},
};
use crate::{index::Target, rules, text::node::Node};

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
type Rule<'r, 'a> = &'r dyn Fn(Pair<&Site<'a>>) -> bool;

impl<'a> Walk<'_, '_, 'a> {
    /// Compares the alternatives. Tells whether that is all there is to compare: what one schema said is
    /// in the alternatives of the other.
    pub(super) fn alternatives(&mut self, here: Here<'_, 'a>) -> bool {
        let members = here.get(View::members);
        let lists = here.get(|view| view.unions().into_iter().next());
        self.discriminator(here, &members);
        match (&lists.old, &lists.new) {
            (None, None) => false,
            (Some((was, old)), Some((is, new))) => {
                if was != is {
                    let effect = if *is == "oneOf" { Narrows } else { Widens };
                    let sides = Pair::new(Some(old.clone()), Some(new.clone()));
                    let what = format!("`{was}` → `{is}`");
                    self.tell(here, ("union-kind-changed", effect, None), sides, what);
                }
                self.members(here, &members);
                false
            }
            (Some((key, _)), None) | (None, Some((key, _))) => {
                let is_added = lists.new.is_some();
                let code = if is_added {
                    "alternatives-added"
                } else {
                    "alternatives-removed"
                };
                let sides = lists
                    .as_ref()
                    .map(|it| it.as_ref().map(|(_, list)| list.clone()));
                let what = sides.words(&format!("`{key}`"));
                let sides = sides
                    .zip(here.keyword("type"))
                    .map(|(list, other)| list.or(other));
                let rest = here.get(View::without_unions);
                let is_all =
                    self.judge(&rest, Request.bit() | Response.bit()) > Some(Documentation);
                let (effect, lenient) = match self.fits(here, &members, *key == "oneOf") {
                    _ if !is_all => (if is_added { Narrows } else { Widens }, None),
                    (true, read) => (Widens, read.then_some(ALL)),
                    (false, true) => (Narrows, None),
                    (false, false) => (Other, None),
                };
                self.tell(here, (code, effect, lenient), sides, what);
                is_all
            }
        }
    }

    /// Whether what was sent is accepted, and what is sent is read, where one schema has alternatives and
    /// the other has none.
    fn fits(
        &self,
        here: Here<'_, 'a>,
        members: &Pair<Vec<Site<'a>>>,
        is_one_of: bool,
    ) -> (bool, bool) {
        let (documents, Pair { old, new }) = (self.documents(), here.pair);
        let olds = members
            .old
            .iter()
            .map(|it| Pair::new(old.choose(&documents.old, it), new.clone()));
        let news = members
            .new
            .iter()
            .map(|it| Pair::new(old.clone(), new.choose(&documents.new, it)));
        let pairs: Vec<_> = olds.chain(news).collect();
        let count = |direction| {
            pairs
                .iter()
                .filter(|pair| self.is_fine(pair, direction))
                .count()
        };
        let (sent, read, all) = (count(Request), count(Response), pairs.len());
        if members.new.is_empty() {
            (sent == all, read > 0)
        } else {
            // A value must fit `oneOf` in one way alone.
            (sent == 1 || (sent > 1 && !is_one_of), read == all)
        }
    }

    /// `alternative-added`, `alternative-removed`, and what alternatives that stand for each other are.
    fn members(&mut self, here: Here<'_, 'a>, members: &Pair<Vec<Site<'a>>>) {
        let pairs = self.paired(here, members);
        self.member_order(here, members, &pairs);
        for (old, new) in &pairs {
            let pair = Pair::new(members.old[*old].clone(), members.new[*new].clone());
            self.schemas(here.at, &pair, false);
        }
        let lenient = here.pair.old.first("discriminator").map(|_| UNKNOWN);
        for (index, site) in members.old.iter().enumerate() {
            if !pairs.iter().any(|(old, _)| *old == index) {
                let what = format!("{} was removed", label(site, index));
                self.told(
                    here,
                    "alternative-removed",
                    Sides::removed(site.clone()),
                    what,
                );
            }
        }
        for (index, site) in members.new.iter().enumerate() {
            if !pairs.iter().any(|(_, new)| *new == index) {
                let what = format!("{} was added", label(site, index));
                let row = ("alternative-added", Widens, lenient);
                self.tell(here, row, Sides::added(site.clone()), what);
            }
        }
    }

    /// `order-changed`: the first of two alternatives that a value fits equally well is taken.
    fn member_order(
        &mut self,
        here: Here<'_, 'a>,
        members: &Pair<Vec<Site<'a>>>,
        pairs: &[(usize, usize)],
    ) {
        let all = pairs
            .iter()
            .flat_map(|one| pairs.iter().map(move |other| (*one, *other)));
        let swaps: Vec<_> = all
            .filter(|(one, other)| one.0 < other.0 && one.1 > other.1)
            .collect();
        if swaps.is_empty() {
            return;
        }
        let sides = here.get(|view| Some(view.unions().first()?.1.clone()));
        let what = "alternatives stand in another order";
        let is_told = here.pair.old.first("discriminator").is_some();
        let site = |it: usize| &members.old[it];
        let tie = swaps.iter().find(|(one, other)| {
            !is_told && self.can_tie(&here.pair.old, site(one.0).node, site(other.0).node)
        });
        match tie {
            Some((one, other)) => {
                let [one, other] = [one.0, other.0].map(|it| label(site(it), it));
                let here = Here {
                    at: here.at.within(Response),
                    ..here
                };
                let what = format!("{what}: {one} and {other} can tie");
                self.tell(here, ("order-changed", Other, None), sides, what);
            }
            None => self.tell(here, ("order-changed", Nothing, None), sides, what),
        }
    }

    /// Whether some value fits two members of the earlier union equally well.
    fn can_tie(&self, view: &View<'a>, one: &'a Node, other: &'a Node) -> bool {
        view.open().iter().any(|part| {
            let lists = ["oneOf", "anyOf"]
                .into_iter()
                .filter_map(|key| part.node.get(key));
            let holds = |list: &Node, node: &Node| list.items().any(|it| std::ptr::eq(it, node));
            let mut lists = lists.filter(|list| holds(list, one) && holds(list, other));
            lists.any(|list| {
                rules::can_tie(&self.documents().old.index, part.node, list, [one, other])
            })
        })
    }

    /// Which alternatives stand for each other: those of one name, tag or title, of one meaning, or,
    /// where neither is in the other contract, those that are alike.
    fn paired(&self, here: Here<'_, 'a>, members: &Pair<Vec<Site<'a>>>) -> Vec<(usize, usize)> {
        let documents = self.documents();
        let tags = here.get(tags);
        let is_said = |it: Pair<Option<&str>>| it.old.is_some() && it.old == it.new;
        let views = |it: Pair<&Site<'a>>| self.view_pair(it.map(slice::from_ref));
        let is_known = |document: &Document<'a>, site: &Site<'a>| {
            let target = site.text("$ref").and_then(Target::parse);
            target.is_some_and(|it| document.index.component(it.section, it.name).is_some())
        };
        let by_name = |it: Pair<&Site<'a>>| is_said(it.map(|site| site.text("$ref")));
        let by_tag = |it: Pair<&Site<'a>>| {
            is_said(tags.as_ref().zip(it).map(|(tags, site)| tag_of(tags, site)))
        };
        let by_title =
            |it: Pair<&Site<'a>>| is_said(views(it).as_ref().map(|view| view.text("title")));
        let by_meaning = |it: Pair<&Site<'a>>| self.is_alike(&views(it));
        let by_resemblance = |it: Pair<&Site<'a>>| {
            let are_gone = !is_known(&documents.new, it.old) && !is_known(&documents.old, it.new);
            are_gone && resemblance(&views(it)) >= 50
        };
        let rules: [Rule<'_, 'a>; 5] = [&by_name, &by_tag, &by_title, &by_meaning, &by_resemblance];
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for rule in rules {
            for (index, old) in members.old.iter().enumerate() {
                if pairs.iter().any(|(old, _)| *old == index) {
                    continue;
                }
                let mut free =
                    (0..members.new.len()).filter(|at| pairs.iter().all(|(_, new)| new != at));
                if let Some(new) = free.find(|at| rule(Pair::new(old, &members.new[*at]))) {
                    pairs.push((index, new));
                }
            }
        }
        pairs.sort_unstable();
        pairs
    }

    /// `discriminator-changed`: as the client reads a union, the property and its value decide where there
    /// is a discriminator, else what the alternatives declare.
    fn discriminator(&mut self, here: Here<'_, 'a>, members: &Pair<Vec<Site<'a>>>) {
        let sides = here.get(|view| {
            view.open()
                .iter()
                .find_map(|part| part.get("discriminator"))
        });
        if sides.same() {
            return;
        }
        let documents = self.documents();
        let name = sides
            .as_ref()
            .map(|side| side.as_ref()?.text("propertyName"));
        let all_require = |name: Option<&str>, document, members: &[Site<'a>]| {
            members.iter().all(|member| {
                let view = View::of(document, slice::from_ref(member));
                view.required()
                    .iter()
                    .any(|(required, _)| Some(*required) == name)
            })
        };
        let (effect, lenient) = match (&sides.old, &sides.new) {
            (None, _) if all_require(name.new, &documents.old, &members.old) => {
                (Widens, Some(AS_BEFORE))
            }
            (None, _) => (Narrows, Some(AS_BEFORE)),
            (_, None) => {
                let is_sent = all_require(name.old, &documents.new, &members.new);
                (Widens, is_sent.then_some(AS_BEFORE))
            }
            _ if name.old != name.new => (Other, None),
            _ => {
                let tags = here.get(tags);
                let is_gone = tags.old.iter().any(|it| !tags.new.contains(it));
                let is_new = tags.new.iter().any(|it| !tags.old.contains(it));
                match (is_gone, is_new) {
                    (false, false) => (Nothing, None),
                    (false, true) => (Widens, Some(UNKNOWN)),
                    (true, false) => (Narrows, None),
                    (true, true) => (Other, None),
                }
            }
        };
        let what = sides.words("`discriminator`");
        self.tell(
            here,
            ("discriminator-changed", effect, lenient),
            sides,
            what,
        );
    }
}

/// The values of the discriminator, each with the name of the component that it means.
fn tags<'a>(view: &View<'a>) -> Vec<(&'a str, &'a str)> {
    let mapping = view.first("discriminator").and_then(|it| it.get("mapping"));
    let entries = mapping.iter().flat_map(Site::entries);
    let name = |site: &Site<'a>| site.node.text().and_then(|it| it.rsplit('/').next());
    entries
        .filter_map(|(tag, site)| Some((tag, name(&site)?)))
        .collect()
}

fn tag_of<'a>(tags: &[(&'a str, &'a str)], member: &Site<'a>) -> Option<&'a str> {
    let name = member.text("$ref").and_then(Target::parse)?.name;
    tags.iter().find(|(_, of)| *of == name).map(|(tag, _)| *tag)
}

/// How alike two alternatives are, in percent: those of one type by the properties that both declare.
fn resemblance(pair: &Pair<View<'_>>) -> usize {
    let names = pair.as_ref().map(View::properties);
    let is_shared = |name| names.new.iter().any(|(other, _)| *other == name);
    let shared = names
        .old
        .iter()
        .filter(|(name, _)| is_shared(*name))
        .count();
    match names.old.len() + names.new.len() {
        _ if pair.old.kind() != pair.new.kind() || pair.old.kind().is_none() => 0,
        0 => 100,
        all => 200 * shared / all,
    }
}

/// What a message calls an alternative.
fn label(site: &Site<'_>, index: usize) -> String {
    match site.text("$ref").and_then(Target::parse) {
        Some(target) => format!("`{}`", target.name),
        None => format!("alternative {} ({})", index + 1, brief(site.node)),
    }
}
