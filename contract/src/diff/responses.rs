//! Responses: their statuses, headers and bodies.

use super::{
    found::At,
    pair::{Pair, Sides},
    table::{
        Direction::{Error, Header, Response},
        Effect::{Narrows, Other, Widens},
    },
    walk::Walk,
};
use crate::{
    grammar::{HEADER, Kind, RESPONSE},
    text::node::{Entry, Node},
};

/// Whether a response of this status is a success: `default` is where there is no other.
fn is_success(status: &str, all: Pair<&Node>) -> bool {
    let is_listed = |status: &str| status.starts_with(['2', '3']);
    let has_success = |node: &Node| node.entries().any(|it| is_listed(it.key.name()));
    is_listed(status) || (status == "default" && !(has_success(all.old) && has_success(all.new)))
}

/// The body of a response, if there is any.
fn content(response: &Node) -> Option<&Node> {
    let content = response.get("content");
    content.filter(|it| it.entries().len() > 0)
}

impl<'a> Walk<'_, 'a> {
    /// Compares the responses of an operation.
    pub(super) fn responses(&mut self, at: At, pair: Pair<&'a Node>) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for status in pair.sides().keys() {
            let sides = pair.get(status);
            let success = is_success(status, pair);
            let at = at.only(if success { Response } else { Error });
            match (sides.old, sides.new) {
                _ if status.starts_with("x-") => {
                    self.leaf(at, (Kind::Responses, status), &format!("`{status}`"), sides);
                }
                (Some(old), Some(new)) => self.part(at, &RESPONSE, Pair::new(old, new)),
                (Some(old), None) if success => removed.push((status, old)),
                (None, Some(new)) if success => added.push((status, new)),
                (None, _) => self.report(at, "error-status-added", sides, "was added"),
                (_, None) => self.report(at, "error-status-removed", sides, "was removed"),
            }
        }
        let at = at.only(Response);
        let successes = pair.map(|node| {
            let all = node.entries().map(|it| (it.key.name(), &it.value));
            let all = all.filter(|(status, _)| is_success(status, pair));
            all.collect::<Vec<_>>()
        });
        // With several bodies the client tells successes apart by their status, and callers get an enum.
        let is_told = self.in_contracts(successes.as_ref(), |index, all| {
            let body = |(_, node): &(_, &'a Node)| index.body_schema(node, Kind::Response);
            let first = all.first().and_then(body);
            !all.iter().all(|it| Pair::new(first, body(it)).same())
        });
        let redirects = |status: &str| status.starts_with('3');
        if let ([(was, old)], [(is, new)]) = (&removed[..], &added[..]) {
            let both = Pair::new(*old, *new);
            let is_other = is_told.old || redirects(was) != redirects(is);
            let effect = if is_other { Other } else { Narrows };
            let row = ("success-status-changed", effect, None);
            self.report_as(at, row, both.sides(), format!("`{was}` → `{is}`"));
            return self.part(at, &RESPONSE, both);
        }
        for (_, old) in removed {
            let is_other = successes.new.is_empty() || is_told.old;
            let effect = if is_other { Other } else { Narrows };
            let row = ("success-status-removed", effect, None);
            self.report_as(at, row, Sides::removed(old), "was removed");
        }
        for (status, new) in added {
            let is_read = successes.old.iter().any(|(known, old)| {
                redirects(known) == redirects(status) && self.is_read(Pair::new(old, new))
            });
            let is_taken = is_read && !is_told.old && !is_told.new;
            let effect = if is_taken { Narrows } else { Widens };
            let row = ("success-status-added", effect, None);
            self.report_as(at, row, Sides::added(new), "was added");
        }
    }

    /// Whether a client that knows the one reads the body of the other.
    fn is_read(&mut self, pair: Pair<&'a Node>) -> bool {
        let contents = self.resolved(pair, Kind::Response).map(content);
        let (Some(old), new) = (contents.old, contents.new) else {
            // A body that nobody awaits is not read.
            return true;
        };
        old.entries().any(|it| {
            let new = new.and_then(|new| new.get(it.key.name()));
            match Pair::new(Some(&it.value), new).get("schema").both() {
                Some(pair) => self.is_fine(&self.view(pair), Response),
                None => new.is_some(),
            }
        })
    }

    pub(super) fn response(&mut self, at: At, pair: Pair<&'a Node>) {
        self.keys(at, &RESPONSE, pair, &["headers", "content"]);
        self.headers(at, pair.get("headers"));
        let contents = pair.map(content);
        match contents.both() {
            Some(pair) => self.content(at, Kind::Response, pair),
            None => self.leaf(at, (Kind::Response, "content"), "", contents),
        }
    }

    /// Compares headers, whose names have no case. Those that `x-apis` names are read by the client.
    fn headers(&mut self, at: At, sides: Sides<'a>) {
        let mut left =
            sides.map(|side| side.into_iter().flat_map(Node::entries).collect::<Vec<_>>());
        let name = |it: &Entry| it.key.name().to_ascii_lowercase();
        for Pair { old, new } in left.take_pairs(|it| Some(name(it))) {
            let is_read = self.facts.headers.contains(&name(old));
            let direction = if is_read { Response } else { Header };
            let pair = Pair::new(&old.value, &new.value);
            self.part(at.only(direction), &HEADER, pair);
        }
        // A header of this name is ignored: it is the media type.
        let at = |name: &str| match name {
            "content-type" => at.going(0),
            _ => at.only(Response),
        };
        for old in left.old {
            let what = if self.facts.headers.contains(&name(old)) {
                "was removed, and the client reads it (see `x-apis`)"
            } else {
                "was removed"
            };
            self.report(
                at(&name(old)),
                "header-removed",
                Sides::removed(&old.value),
                what,
            );
        }
        for new in left.new {
            self.report(
                at(&name(new)),
                "header-added",
                Sides::added(&new.value),
                "was added",
            );
        }
    }
}
