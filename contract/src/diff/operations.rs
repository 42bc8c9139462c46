//! Operations: which of them stand for each other, and what of them changed.

use super::{
    found::At,
    pair::{Pair, Sides, take_only, without},
    table::{
        Direction::Request,
        Effect::{Narrows, Nothing, Other, Widens},
    },
    walk::Walk,
};
use crate::{
    grammar::{Kind, METHODS, OPERATION, PATH_ITEM},
    index::{
        operation::{Auth, Operation},
        server::variable_names,
        split_name,
    },
    names::{self, Case},
    text::node::Node,
};

/// What messages call it.
fn name(operation: &Operation<'_>) -> String {
    let id = operation.id();
    id.map_or_else(|| request(operation), |(_, id)| id.to_owned())
}

/// `GET /contacts/{id}`.
fn request(operation: &Operation<'_>) -> String {
    let method = operation.method.name().to_uppercase();
    format!("{method} {}", operation.path)
}

/// The API of the operation, and the client's method for it.
fn method<'a>(operation: &Operation<'a>) -> (Option<&'a str>, String) {
    let name = operation.name();
    let local = operation.api().and_then(|_| split_name(&name));
    let local = local.map_or(&*name, |(_, local)| local);
    (operation.api(), names::name(local, Case::Snake))
}

/// HTTP method and path, the names of path parameters aside.
fn key<'a>(operation: &Operation<'a>) -> (&'a str, String) {
    let path = operation.path.to_owned();
    let path = variable_names(operation.path).fold(path, |path, name| {
        path.replacen(&format!("{{{name}}}"), "{}", 1)
    });
    (operation.method.name(), path)
}

impl<'a> Walk<'_, 'a> {
    /// Compares the operations of both contracts: those of one `operationId`, else those of one method and
    /// path.
    pub(super) fn paths(&mut self, paths: Pair<&'a Node>) {
        let contracts = self.contracts.as_ref();
        let mut left = contracts.map(|index| index.operations.clone());
        let mut pairs = left.take_pairs(|it| Some(it.id()?.1));
        pairs.extend(left.take_pairs(|it| Some(key(it))));
        pairs.sort_by_key(|pair| pair.new.node.span);
        for pair in &pairs {
            self.operation(*pair);
        }
        self.lonely(left);
        for pair in pairs {
            self.fallback("servers", pair.map(|it| it.item).get("servers"));
        }
        // Paths without operations, and extensions.
        for key in paths.sides().keys() {
            let sides = paths.get(key);
            let has_operation = |item: &Node| METHODS.iter().any(|it| item.get(it).is_some());
            if !sides.iter().any(has_operation) {
                let label = format!("`{key}`");
                self.leaf(At::WHOLE, (Kind::Paths, key), &label, sides);
            }
        }
    }

    /// Operations without a partner: two of them are one that moved and was renamed, where nothing else
    /// changed.
    fn lonely(&mut self, Pair { old, mut new }: Pair<Vec<Operation<'a>>>) {
        for old in old {
            if let Some(new) = take_only(&mut new, |new| is_renamed(&old, new)) {
                self.operation(Pair::new(old, new));
                continue;
            }
            let at = self.findings.operation(name(&old));
            let what = format!("`{}` was removed", request(&old));
            self.report(at, "operation-removed", Sides::removed(old.node), what);
        }
        for new in new {
            let at = self.findings.operation(name(&new));
            let what = format!("`{}` was added", request(&new));
            self.report(at, "operation-added", Sides::added(new.node), what);
        }
    }

    fn operation(&mut self, pair: Pair<Operation<'a>>) {
        /// What is compared by itself.
        const HERE: &[&str] = &[
            "operationId",
            "security",
            "servers",
            "parameters",
            "requestBody",
        ];
        let at = self.findings.operation(name(&pair.new));
        self.name(at, pair);
        self.security(at, pair);
        self.servers(at, pair);
        let but = [METHODS, &["servers", "parameters"]].concat();
        self.keys(at, &PATH_ITEM, pair.map(|it| it.item), &but);
        self.parameters(at.only(Request), pair);
        let nodes = pair.map(|it| it.node);
        self.body(at.only(Request), nodes);
        self.keys(at, &OPERATION, nodes, HERE);
    }

    /// `operation-id-changed`, `operation-moved`, `path-parameter-renamed`.
    fn name(&mut self, at: At, pair: Pair<Operation<'a>>) {
        let nodes = pair.map(|it| it.node);
        let ids = nodes.get("operationId");
        let renamed = (!ids.same()).then(|| ids.words("`operationId`"));
        let Pair { old, new } = pair.as_ref().map(request);
        if !pair.as_ref().map(key).is_same() {
            let renamed = renamed.map_or_else(String::new, |it| format!(", {it}"));
            let what = format!("`{old}` → `{new}`{renamed}");
            return self.report(at, "operation-moved", nodes.sides(), what);
        }
        let methods = pair.as_ref().map(method);
        if renamed.is_some() || !methods.is_same() {
            let effect = if methods.is_same() { Nothing } else { Other };
            let of_path = || format!("`{}` → `{}`", methods.old.1, methods.new.1);
            let row = ("operation-id-changed", effect, None);
            let place = ids.both().unwrap_or(nodes).sides();
            self.report_as(at, row, place, renamed.unwrap_or_else(of_path));
        }
        let Pair { old, new } = pair.map(|it| it.path);
        if old != new {
            let names = |path| variable_names(path).enumerate();
            let is_swapped =
                names(new).any(|(at, name)| names(old).any(|it| it.1 == name && it.0 != at));
            let effect = if is_swapped { Other } else { Widens };
            let row = ("path-parameter-renamed", effect, None);
            self.report_as(at, row, nodes.sides(), format!("`{old}` → `{new}`"));
        }
    }

    /// What holds for an operation: what it says itself, else its path, else the contract.
    fn inherited(&mut self, pair: Pair<Operation<'a>>, key: &str) -> Sides<'a> {
        let sides = self.in_contracts(pair, |index, it| {
            let mut places = [it.node, it.item, index.root].into_iter();
            places.find_map(|node| node.get(key))
        });
        self.handled.extend(sides.iter().map(std::ptr::from_ref));
        sides
    }

    /// `security-changed`: the credentials that open the operation.
    fn security(&mut self, at: At, pair: Pair<Operation<'a>>) {
        let sides = self.inherited(pair, "security");
        if sides.same() {
            return;
        }
        // Nothing said is nothing asked for, like an empty list.
        let Pair { old, new } = self.in_contracts(sides, |index, side| {
            let asked = side.into_iter().flat_map(Node::items);
            let asked: Vec<_> = asked.filter(|it| !it.is_empty_map()).collect();
            let sent = asked.iter().find(|it| Auth::of(it, index).is_some());
            sent.or(asked.first()).copied()
        });
        let effect = match (old, new) {
            (None, None) => return,
            (_, None) => Widens,
            (Some(old), Some(new)) if takes(new, old) => Widens,
            _ => Narrows,
        };
        let what = sides.words("`security`");
        self.report_as(at, ("security-changed", effect, None), sides, what);
    }

    /// `server-changed`: the client calls the first server.
    fn servers(&mut self, at: At, pair: Pair<Operation<'a>>) {
        let sides = self.inherited(pair, "servers");
        let first = sides.map(|side| side?.items().next());
        let url = first.get("url");
        if !url.same() {
            let is_same = url
                .map(|side| side.and_then(Node::text).map(with_plain_host))
                .is_same();
            let effect = if is_same { Nothing } else { Other };
            let row = ("server-changed", effect, None);
            self.report_as(at, row, url, url.words("`url`"));
        } else if !self.server_variables(at, first) && !sides.same() && first.both().is_some() {
            let what = "what is said about servers was changed";
            self.report(at, "servers-described", sides, what);
        }
    }

    /// `server-variable-changed`: what is put into the URL of a server; says whether anything was.
    fn server_variables(&mut self, at: At, server: Sides<'a>) -> bool {
        let url = server.new.and_then(|it| it.word("url"));
        let mut is_changed = false;
        for name in variable_names(url.unwrap_or_default()) {
            for key in ["default", "enum"] {
                let sides = server.get("variables").get(name).get(key);
                if sides.same() {
                    continue;
                }
                let values = sides.map(|side| side.into_iter().flat_map(Node::items));
                let effect = match (sides.old, sides.new) {
                    (_, None) if key == "enum" => Widens,
                    (Some(_), _) if key == "enum" && without(values.old, values.new).is_empty() => {
                        Widens
                    }
                    _ => Narrows,
                };
                let what = sides.words(&format!("`{key}` of `{name}`"));
                self.report_as(at, ("server-variable-changed", effect, None), sides, what);
                is_changed = true;
            }
        }
        is_changed
    }
}

/// A URL with its scheme and host in lower case.
fn with_plain_host(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url[host..].find('/').map_or(url.len(), |at| host + at);
    let end = if host == 0 { 0 } else { end };
    url[..end].to_ascii_lowercase() + &url[end..]
}

/// Whether an operation that is removed may be one that was added: what makes it is the same.
fn is_renamed(old: &Operation<'_>, new: &Operation<'_>) -> bool {
    const MAKE_IT: &[&str] = &["parameters", "requestBody", "responses", "security"];
    let nodes = Pair::new(old.node, new.node);
    let variables = [old, new].map(|it| variable_names(it.path).count());
    old.method.name() == new.method.name()
        && variables[0] == variables[1]
        && MAKE_IT.iter().all(|key| nodes.get(key).same())
}

/// Whether a security requirement is met by what meets another: no more schemes, no more scopes.
fn takes(requirement: &Node, sent: &Node) -> bool {
    requirement.entries().all(|it| {
        let sent = sent.get(it.key.name());
        sent.is_some_and(|sent| without(it.value.items(), sent.items()).is_empty())
    })
}
