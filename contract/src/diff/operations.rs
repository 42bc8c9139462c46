//! Operations: which of them stand for each other, and what of them changed.

use std::collections::{HashMap, HashSet};

use super::{
    document::{Document, Pair, Sides, Site},
    found::At,
    table::{Direction, Effect},
    walk::Walk,
};
use crate::{
    grammar::{APIS, CONTRACT, Kind, METHODS, OPERATION, PAGINATION, PATH_ITEM},
    index::{operation::Auth, server::variable_names},
    text::node::Node,
};

/// The keys of a path item that are compared with its operations.
const OF_OPERATIONS: &[&str] = &["servers", "parameters"];

/// An operation where it stands.
#[derive(Clone, Debug)]
pub(super) struct Operation<'a> {
    method: &'static str,
    pub(super) path: &'a str,
    pub(super) item: Site<'a>,
    pub(super) site: Site<'a>,
}

impl<'a> Operation<'a> {
    /// The operations of a contract, in its order.
    fn all(document: &Document<'a>) -> Vec<Self> {
        let items = document.root().get("paths");
        let items = items.iter().flat_map(Site::entries);
        let operations = items.flat_map(|(path, item)| {
            let found = item.entries().filter_map(|(key, site)| {
                let method = METHODS.iter().find(|method| **method == key)?;
                Some(Self {
                    method,
                    path,
                    item: item.clone(),
                    site,
                })
            });
            found.collect::<Vec<_>>()
        });
        operations.collect()
    }

    fn id(&self) -> Option<&'a str> {
        self.site.text("operationId")
    }

    /// What messages call it.
    fn name(&self) -> String {
        self.id().map_or_else(|| self.request(), str::to_owned)
    }

    /// `GET /contacts/{id}`.
    fn request(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Method and path, the names of path parameters aside.
    fn key(&self) -> (&'static str, String) {
        let template =
            self.path
                .split('{')
                .enumerate()
                .map(|(at, part)| match part.split_once('}') {
                    Some((_, rest)) if at > 0 => format!("{{}}{rest}"),
                    _ => part.to_owned(),
                });
        (self.method, template.collect())
    }

    /// What it says under a key, else its path, else the contract: the first that is not empty.
    fn inherited(&self, document: &Document<'a>, key: &str) -> Option<Site<'a>> {
        let own = self
            .site
            .get(key)
            .or_else(|| self.item.get(key).filter(|_| key == "servers"));
        own.or_else(|| document.root().get(key))
    }
}

/// Each operation of either contract with the one that stands for it in the other: by `operationId`,
/// else by method and path.
fn pairs<'a>(old: &[Operation<'a>], new: &[Operation<'a>]) -> Vec<Pair<Option<Operation<'a>>>> {
    let by_id: HashMap<_, _> = old
        .iter()
        .rev()
        .filter_map(|it| Some((it.id()?, it)))
        .collect();
    let mut taken = HashSet::new();
    let mut partner: Vec<Option<&Operation<'a>>> = Vec::new();
    for operation in new {
        let found = operation.id().and_then(|id| by_id.get(id).copied());
        partner.push(found.filter(|it| taken.insert(it.site.id())));
    }
    let left = old.iter().filter(|it| !taken.contains(&it.site.id()));
    let by_key: HashMap<_, _> = left.map(|it| (it.key(), it)).collect();
    for (found, operation) in partner.iter_mut().zip(new) {
        if found.is_none() {
            let at_key = by_key.get(&operation.key()).copied();
            *found = at_key.filter(|it| taken.insert(it.site.id()));
        }
    }
    let kept = partner
        .into_iter()
        .zip(new)
        .map(|(old, new)| Pair::new(old.cloned(), Some(new.clone())));
    let removed = old.iter().filter(|it| !taken.contains(&it.site.id()));
    kept.chain(removed.map(|old| Pair::new(Some(old.clone()), None)))
        .collect()
}

impl<'a> Walk<'_, '_, 'a> {
    /// Compares the contracts, the operations first: what they use is known then.
    pub(super) fn contract(&mut self, at: At, pair: &Pair<Site<'a>>) {
        self.keys(
            at,
            &CONTRACT,
            pair,
            &["components", "servers", "security", APIS],
        );
        self.apis(&pair.get(APIS));
        self.components(&pair.get("components"));
        self.fallback("servers", &pair.get("servers"));
        self.fallback("security", &pair.get("security"));
    }

    /// Compares the operations of both contracts.
    pub(super) fn paths(&mut self, pair: &Pair<Site<'a>>) {
        let operations = self.documents().as_ref().map(Operation::all);
        let mut items: HashMap<Pair<*const Node>, Pair<Site<'a>>> = HashMap::new();
        let mut with_operations: HashSet<&str> = HashSet::new();
        with_operations.extend(
            operations
                .old
                .iter()
                .chain(&operations.new)
                .map(|it| it.path),
        );
        let mut left = Pair::new(Vec::new(), Vec::new());
        for pair in pairs(&operations.old, &operations.new) {
            match (pair.old, pair.new) {
                (Some(old), Some(new)) => {
                    let both = Pair::new(old.item.clone(), new.item.clone());
                    items.insert(both.as_ref().map(Site::id), both);
                    let at = self.operation_unit(new.name());
                    self.operation(at, &Pair::new(old, new));
                }
                (old, new) => {
                    left.old.extend(old);
                    left.new.extend(new);
                }
            }
        }
        self.lonely(left);
        let mut items: Vec<_> = items.into_values().collect();
        items.sort_by_key(|pair| pair.new.span);
        for pair in items {
            for key in OF_OPERATIONS {
                self.fallback(key, &pair.get(key));
            }
        }
        // Paths without operations, and extensions.
        for key in pair
            .sides()
            .keys()
            .into_iter()
            .filter(|key| !with_operations.contains(key))
        {
            self.leaf(Self::whole(), Kind::Paths, key, &pair.get(key));
        }
    }

    /// Operations without a partner: two of them are one that moved and was renamed, where nothing else
    /// changed.
    fn lonely(&mut self, mut left: Pair<Vec<Operation<'a>>>) {
        for old in left.old {
            let mut alike = left
                .new
                .iter()
                .enumerate()
                .filter(|(_, new)| is_renamed(&old, new));
            let renamed = alike
                .next()
                .filter(|_| alike.next().is_none())
                .map(|(at, _)| at);
            if let Some(at) = renamed {
                let new = left.new.remove(at);
                let at = self.operation_unit(new.name());
                self.operation(at, &Pair::new(old, new));
                continue;
            }
            let at = self.operation_unit(old.name()).only(Direction::Neither);
            let what = format!("`{}` was removed", old.request());
            self.report(at, "operation-removed", Sides::removed(old.site), what);
        }
        for new in left.new {
            let at = self.operation_unit(new.name()).only(Direction::Neither);
            let what = format!("`{}` was added", new.request());
            self.report(at, "operation-added", Sides::added(new.site), what);
        }
    }

    fn operation(&mut self, at: At, pair: &Pair<Operation<'a>>) {
        /// What is compared by itself.
        const HERE: &[&str] = &[
            "operationId",
            "security",
            "servers",
            "x-pagination",
            "parameters",
            "requestBody",
            "responses",
        ];
        let sites = pair.as_ref().map(|it| it.site.clone());
        let items = pair.as_ref().map(|it| it.item.clone());
        let neither = at.only(Direction::Neither);
        self.name(neither, pair, &sites);
        self.security(neither, pair);
        self.servers(neither, pair);
        self.paging(neither, &sites);
        self.keys(
            neither,
            &PATH_ITEM,
            &items,
            &[METHODS, OF_OPERATIONS].concat(),
        );
        self.keys(neither, &OPERATION, &sites, HERE);
        self.parameters(at.only(Direction::Request), pair);
        self.body(at.only(Direction::Request), &sites.get("requestBody"));
        let responses = sites.get("responses");
        match responses.both() {
            Some(pair) => self.responses(at, &pair),
            None => self.unclassified(neither, "responses", &responses),
        }
    }

    /// `operation-id-changed`, `operation-moved`, `path-parameter-renamed`.
    fn name(&mut self, at: At, pair: &Pair<Operation<'a>>, sites: &Pair<Site<'a>>) {
        let Pair { old, new } = pair;
        let id = sites.get("operationId");
        let is_moved = old.key() != new.key();
        if is_moved {
            let mut what = format!("`{}` → `{}`", old.request(), new.request());
            if !id.same() {
                what = format!("{what}, {}", id.words("`operationId`"));
            }
            self.report(at, "operation-moved", sites.sides(), what);
        } else if !id.same() {
            let place = if id.both().is_some() {
                id.clone()
            } else {
                sites.sides()
            };
            self.report(at, "operation-id-changed", place, id.words("`operationId`"));
        }
        if !is_moved && old.path != new.path {
            let names = pair.as_ref().map(|it| names_in(it.path));
            let mut places = names.new.iter().enumerate();
            let is_swapped = places
                .any(|(at, name)| names.old.get(at) != Some(name) && names.old.contains(name));
            let effect = if is_swapped {
                Effect::Other
            } else {
                Effect::Widens
            };
            let what = format!("`{}` → `{}`", old.path, new.path);
            self.report_as(at, "path-parameter-renamed", effect, sites.sides(), what);
        }
    }

    /// `security-changed`: the credentials that open the operation.
    fn security(&mut self, at: At, pair: &Pair<Operation<'a>>) {
        let sides = self.documents().as_ref().zip(pair.as_ref());
        let sides = sides.map(|(document, operation)| operation.inherited(document, "security"));
        self.mark_handled(&sides);
        if sides.same() {
            return;
        }
        // Nothing said is nothing asked for, like an empty list.
        let sent = self.documents().as_ref().zip(sides.as_ref());
        let Pair { old, new } = sent.map(|(document, side)| {
            let asked = side.iter().flat_map(Site::items);
            let asked: Vec<_> = asked.filter(|it| !it.node.is_empty_map()).collect();
            let is_sent = |it: &&Site<'a>| Auth::of(it.node, &document.index).is_some();
            asked.iter().find(is_sent).or(asked.first()).cloned()
        });
        let is_still_taken = match (&old, &new) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(old), Some(new)) => takes(new, old),
        };
        let effect = if is_still_taken {
            Effect::Widens
        } else {
            Effect::Narrows
        };
        if old.is_some() || new.is_some() {
            self.report_as(
                at,
                "security-changed",
                effect,
                sides.clone(),
                sides.words("`security`"),
            );
        }
    }

    /// `server-changed`: the client calls the first server.
    fn servers(&mut self, at: At, pair: &Pair<Operation<'a>>) {
        let sides = self.documents().as_ref().zip(pair.as_ref());
        let sides = sides.map(|(document, operation)| operation.inherited(document, "servers"));
        self.mark_handled(&sides);
        let first = sides
            .as_ref()
            .map(|side| side.as_ref().and_then(|it| it.items().next()));
        let url = first.get("url");
        let is_changed = if url.same() {
            self.server_variables(at, &first)
        } else {
            self.report(at, "server-changed", url.clone(), url.words("`url`"));
            true
        };
        if !is_changed && !sides.same() && first.both().is_some() {
            self.report(
                at,
                "servers-described",
                sides,
                "what is said about servers was changed",
            );
        }
    }

    /// `server-variable-changed`: what is put into the URL of a server; says whether anything was.
    fn server_variables(&mut self, at: At, server: &Sides<'a>) -> bool {
        let variables = server.get("variables");
        let url = server.new.as_ref().and_then(|it| it.text("url"));
        let mut is_changed = false;
        for name in variable_names(url.unwrap_or_default()) {
            let variable = variables.get(name);
            for key in ["default", "enum"] {
                let sides = variable.get(key);
                if sides.same() {
                    continue;
                }
                let is_wider = key == "enum"
                    && match (&sides.old, &sides.new) {
                        (Some(old), Some(new)) => Self::without(old, new).is_empty(),
                        (_, new) => new.is_none(),
                    };
                let effect = if is_wider {
                    Effect::Widens
                } else {
                    Effect::Narrows
                };
                let what = sides.words(&format!("`{key}` of `{name}`"));
                self.report_as(at, "server-variable-changed", effect, sides, what);
                is_changed = true;
            }
        }
        is_changed
    }

    /// `paging-added`, `paging-removed`; how it changes is told by the keys.
    fn paging(&mut self, at: At, sites: &Pair<Site<'a>>) {
        let paging = sites.get("x-pagination");
        match (&paging.old, &paging.new) {
            (None, None) => {}
            (None, _) => self.report(at, "paging-added", paging, "`x-pagination` was added"),
            (_, None) => self.report(at, "paging-removed", paging, "`x-pagination` was removed"),
            (Some(old), Some(new)) => {
                self.keys(at, &PAGINATION, &Pair::new(old.clone(), new.clone()), &[]);
            }
        }
    }

    /// Notes what has been compared with the operations that it holds for.
    pub(super) fn mark_handled(&mut self, sides: &Sides<'a>) {
        let both = sides.old.iter().chain(&sides.new);
        self.handled.extend(both.map(Site::id));
    }

    /// `fallback-changed`: what holds for operations that do not say it themselves, where none is left.
    fn fallback(&mut self, key: &str, sides: &Sides<'a>) {
        let mut both = sides.old.iter().chain(&sides.new);
        if !sides.same() && !both.any(|site| self.handled.contains(&site.id())) {
            let what = sides.words(&format!("`{key}`"));
            self.report(Self::whole(), "fallback-changed", sides.clone(), what);
        }
    }
}

/// Whether an operation that is removed may be one that was added: what makes it is the same.
fn is_renamed(old: &Operation<'_>, new: &Operation<'_>) -> bool {
    let pair = Pair::new(old.site.clone(), new.site.clone());
    let is_same = |key: &&str| pair.get(key).same();
    old.method == new.method
        && (old.path != new.path || old.id() != new.id())
        && ["parameters", "requestBody", "responses", "security"]
            .iter()
            .all(is_same)
        && old.key().1.matches("{}").count() == new.key().1.matches("{}").count()
}

/// Whether a security requirement is met by what meets another: no more schemes, no more scopes.
fn takes(requirement: &Site<'_>, sent: &Site<'_>) -> bool {
    requirement.entries().all(|(scheme, scopes)| {
        let sent = sent.get(scheme);
        sent.is_some_and(|sent| Walk::without(&scopes, &sent).is_empty())
    })
}

/// The names of the parameters in a path template, in their order.
pub(super) fn names_in(path: &str) -> Vec<&str> {
    let inside = path.split('{').skip(1);
    inside
        .filter_map(|it| Some(it.split_once('}')?.0))
        .collect()
}
