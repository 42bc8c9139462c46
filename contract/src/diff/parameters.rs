//! Parameters, headers and bodies: their values, and how they are written.

use super::{
    found::At,
    pair::{Pair, Sides, take_only},
    table::Effect::{Narrows, Nothing, Other, Widens},
    view::View,
    walk::Walk,
};
use crate::{
    grammar::{Kind, MEDIA_TYPE, Object, PARAMETER, REQUEST_BODY, keys::is_json},
    index::{
        Index,
        media::Media,
        operation::{Operation, Parameter, is_reserved, listed},
        server::variable_names,
    },
    text::node::Node,
};

/// How the value of a parameter is written.
const WRITING: &[&str] = &["style", "explode", "allowEmptyValue", "allowReserved"];

/// What describes a value.
const FORMS: &[&str] = &["schema", "content"];

/// A parameter of an operation.
#[derive(Clone, Debug)]
struct Listed<'a> {
    /// How many are listed before it.
    place: usize,
    it: Parameter<'a>,
    /// Where it is sent, and its name there; those of a path are told by their place in it.
    key: (&'a str, String),
}

impl Listed<'_> {
    /// Its place: headers that the client sets itself are not sent as parameters.
    fn at(&self, at: At) -> At {
        let is_unsent = self.key.0 == "header" && is_reserved(&self.key.1);
        if is_unsent { at.going(0) } else { at }
    }
}

/// The parameters of an operation; its own ones replace those of its path.
fn all<'a>(index: &Index<'a>, operation: Operation<'a>) -> Vec<Listed<'a>> {
    let mut found: Vec<Listed<'a>> = Vec::new();
    let lists = [operation.node, operation.item];
    for it in lists.into_iter().flat_map(|node| listed(node, index)) {
        let [name, location] = [it.name(), it.location()].map(Option::unwrap_or_default);
        let mut names = variable_names(operation.path);
        let key = match location {
            "path" => names
                .position(|it| it == name)
                .map(|at| format!("{{{at}}}")),
            "header" => Some(name.to_ascii_lowercase()),
            _ => None,
        };
        let key = (location, key.unwrap_or_else(|| name.to_owned()));
        if found.iter().all(|known| known.key != key) {
            let place = found.len();
            found.push(Listed { place, it, key });
        }
    }
    found
}

impl<'a> Walk<'_, 'a> {
    /// Compares the parameters of an operation, those of its path included.
    pub(super) fn parameters(&mut self, at: At, pair: Pair<Operation<'a>>) {
        let mut left = self.in_contracts(pair, all);
        let kept = left.take_pairs(|it| Some(it.key.clone()));
        let key = "parameters";
        let sides = pair.map(|it| it.node.get(key).or(it.item.get(key)));
        let same = kept
            .iter()
            .filter(|pair| pair.as_ref().map(|it| it.it.name()).is_same());
        // The order of those in a path is that of the path.
        let is_argument = |it: &Listed<'_>| it.key.0 != "path" && it.it.is_required();
        let places =
            same.map(|Pair { old, new }| (old.place, is_argument(old) && is_argument(new)));
        self.order(at, places, sides, key);
        for pair in kept {
            self.part(pair.new.at(at), &PARAMETER, pair.map(|it| it.it.item));
        }
        // One of the same name in another place has moved.
        for pair in left.take_pairs(|it| it.it.name()) {
            let what = pair.as_ref().map(|it| it.key.0);
            let what = format!("is sent in the {}, not in the {}", what.new, what.old);
            let sides = pair.as_ref().map(|it| it.it.node).get("in");
            self.report(at, "parameter-moved", sides, what);
            self.part(at, &PARAMETER, pair.map(|it| it.it.item));
        }
        for old in left.old {
            if let Some(new) = take_only(&mut left.new, |new| self.is_renamed(&old, new)) {
                let pair = Pair::new(old.it, new.it);
                let sides = pair.map(|it| it.node).get("name");
                let names = pair.map(|it| it.name().unwrap_or_default());
                let what = format!("`{}` → `{}`", names.old, names.new);
                self.report(at, "parameter-renamed", sides, what);
                self.part(at, &PARAMETER, pair.map(|it| it.item));
            } else {
                let sides = Sides::removed(old.it.item);
                self.report(old.at(at), "parameter-removed", sides, "was removed");
            }
        }
        for new in left.new {
            let (code, what) = if new.it.node.is_on("required") {
                ("required-parameter-added", "was added, and is required")
            } else {
                ("parameter-added", "was added, and is optional")
            };
            self.report(new.at(at), code, Sides::added(new.it.item), what);
        }
    }

    fn is_renamed(&mut self, old: &Listed<'a>, new: &Listed<'a>) -> bool {
        let nodes = Pair::new(old.it.node, new.it.node);
        let schemas = nodes.get("schema").both();
        old.key.0 == new.key.0
            && nodes.map(|it| it.is_on("required")).is_same()
            && schemas.is_some_and(|it| self.is_alike(&self.view(it)))
    }

    pub(super) fn parameter(&mut self, at: At, pair: Pair<&'a Node>) {
        for key in WRITING {
            let settings = pair.map(|node| setting(node, key));
            // One that moved is written as its new place wants.
            if settings.is_same() || !pair.get("in").same() {
                continue;
            }
            let said = pair.get(key);
            let is_said = said.old.or(said.new).is_some();
            let sides = if is_said { said } else { pair.sides() };
            let effect = match (*key, settings.new.as_str()) {
                ("style" | "explode", _) => Other,
                (_, "true") => Widens,
                _ => Narrows,
            };
            let what = format!("`{key}`: {} → {}", settings.old, settings.new);
            let row = ("parameter-encoding-changed", effect, None);
            // A value without parts is written in one way.
            let schemas = pair.get("schema").both().map(|it| self.view(it));
            let kinds = schemas.map(|views| views.get(View::kind));
            let is_whole = |kind| matches!(kind, Some("string" | "integer" | "number" | "boolean"));
            let is_idle = kinds.is_some_and(|it| is_whole(it.old) && is_whole(it.new));
            let at = if *key == "explode" && is_idle {
                at.going(0)
            } else {
                at
            };
            self.report_as(at, row, sides, what);
        }
        // They have been paired by the name and the place.
        let but = [WRITING, &["name", "in"]].concat();
        self.described(at, &PARAMETER, pair, "parameter-form-changed", &but);
    }

    /// Compares the keys of a parameter or a header, whose value a schema or a media type describes.
    pub(super) fn described(
        &mut self,
        at: At,
        object: &Object,
        pair: Pair<&'a Node>,
        code: &str,
        but: &[&str],
    ) {
        let forms = pair.map(|node| {
            let form = FORMS.iter().find(|key| node.get(key).is_some());
            form.map_or("nothing", |form| *form)
        });
        if forms.is_same() {
            return self.keys(at, object, pair, but);
        }
        let what = format!("is described by `{}`, not by `{}`", forms.new, forms.old);
        self.report(at, code, pair.sides(), what);
        self.keys(at, object, pair, &[but, FORMS].concat());
    }

    /// Compares the bodies of an operation's requests.
    pub(super) fn body(&mut self, at: At, operations: Pair<&'a Node>) {
        let sides = operations.get("requestBody");
        let new = &self.contracts.new;
        let body = sides.new.and_then(|it| new.resolve(it, Kind::RequestBody));
        if let Some(pair) = sides.both() {
            self.part(at, &REQUEST_BODY, pair);
        } else if body.is_some_and(|it| it.is_on("required")) {
            let what = "was added, and is required";
            self.report(at, "required-body-added", sides, what);
        } else {
            self.leaf(at, (Kind::Operation, "requestBody"), "", sides);
        }
    }

    /// Compares the media types of a body, and the body in each of them. `kind` is what has the body.
    pub(super) fn content(&mut self, at: At, kind: Kind, pair: Pair<&'a Node>) {
        let is_sent = kind != Kind::Response;
        let known = chosen(pair.old);
        let mut left = pair.map(|node| node.entries().collect::<Vec<_>>());
        let mut kept = left.take_pairs(|it| Some(it.key.name().to_ascii_lowercase()));
        let is_kept = kept.iter().any(|it| Some(it.old.key.name()) == known);
        if is_sent {
            // What was sent may be in a range that is accepted now.
            left.old.retain(|old| {
                let range = left
                    .new
                    .iter()
                    .find(|new| covers(new.key.name(), old.key.name()));
                kept.extend(range.map(|new| Pair::new(*old, *new)));
                range.is_none()
            });
        }
        for Pair { old, new } in kept {
            let (names, pair) = (
                [old, new].map(|it| it.key.name()),
                Pair::new(&old.value, &new.value),
            );
            if names[0] != names[1] && names[0].eq_ignore_ascii_case(names[1]) {
                let what = format!("`{}` → `{}`", names[0], names[1]);
                self.report_as(at, ("media-type-added", Nothing, None), pair.sides(), what);
            }
            // In other media types nothing is read of it.
            let is_form = matches!(Media::of(names[0]), Media::Form | Media::Multipart);
            let but: &[&str] = if is_form { &[] } else { &["encoding"] };
            self.keys(at, &MEDIA_TYPE, pair, but);
            if !is_form {
                let of = (Kind::MediaType, "encoding");
                self.leaf(at.going(0), of, "`encoding`", pair.get("encoding"));
            }
        }
        for old in left.old {
            let key = old.key.name();
            let effect = match (is_sent, known == Some(key)) {
                (true, false) => Nothing,
                (false, true) => Widens,
                _ => Narrows,
            };
            let row = ("media-type-removed", effect, None);
            let what = format!("`{key}` was removed");
            self.report_as(at, row, Sides::removed(&old.value), what);
        }
        for new in left.new {
            let effect = if is_sent || !is_kept { Widens } else { Narrows };
            let row = ("media-type-added", effect, None);
            let what = format!("`{}` was added", new.key.name());
            self.report_as(at, row, Sides::added(&new.value), what);
        }
    }
}

/// Whether a media type is in a range: `*/*`, or `text/*`.
fn covers(range: &str, media_type: &str) -> bool {
    let kinds = [range, media_type].map(|it| it.split_once('/').unwrap_or_default());
    kinds[0].1 == "*" && (kinds[0].0 == "*" || kinds[0].0.eq_ignore_ascii_case(kinds[1].0))
}

/// The media type of `content` that a client sends or asks for.
fn chosen(content: &Node) -> Option<&str> {
    let keys = || content.entries().map(|it| it.key.name());
    keys().find(|key| is_json(key)).or_else(|| keys().next())
}

/// How a parameter is written, where nothing says so as well.
fn setting(node: &Node, key: &str) -> String {
    let style = node.word("style").unwrap_or(match node.word("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    });
    match node.get(key).and_then(Node::scalar) {
        Some(said) => said.text.clone(),
        None if key == "style" => style.to_owned(),
        None => (key == "explode" && style == "form").to_string(),
    }
}
