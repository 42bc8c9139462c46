//! Responses: their statuses, headers and bodies.

use std::slice;

use super::{
    document::{Pair, Sides, Site, same},
    found::At,
    parameters::of_header,
    table::{Direction, Effect},
    walk::Walk,
};
use crate::{
    grammar::{HEADER, Kind, RESPONSE},
    index::media::json_schema,
};

/// Whether a response of this status is a success: `default` is where there is no other.
fn is_success(status: &str, all: &Pair<Site<'_>>) -> bool {
    let is_listed = |status: &str| status.starts_with(['2', '3']);
    let has_success = |site: &Site<'_>| site.entries().any(|(status, _)| is_listed(status));
    match status {
        "default" => !(has_success(&all.old) && has_success(&all.new)),
        _ => is_listed(status),
    }
}

impl<'a> Walk<'_, '_, 'a> {
    /// Compares the responses of an operation.
    pub(super) fn responses(&mut self, at: At, pair: &Pair<Site<'a>>) {
        let (mut removed, mut added) = (Vec::new(), Vec::new());
        for status in pair.sides().keys() {
            let sides = pair.get(status);
            let success = is_success(status, pair);
            let direction = if success {
                Direction::Response
            } else {
                Direction::Error
            };
            match (&sides.old, &sides.new) {
                _ if status.starts_with("x-") => {
                    self.leaf(at.only(Direction::Neither), Kind::Responses, status, &sides);
                }
                (Some(old), Some(new)) => {
                    self.part(
                        at.only(direction),
                        &RESPONSE,
                        &Pair::new(old.clone(), new.clone()),
                    );
                }
                (Some(old), _) if success => removed.push((status, old.clone())),
                (_, Some(new)) if success => added.push((status, new.clone())),
                (None, _) => {
                    self.report(at.only(direction), "error-status-added", sides, "was added");
                }
                _ => self.report(
                    at.only(direction),
                    "error-status-removed",
                    sides,
                    "was removed",
                ),
            }
        }
        let at = at.only(Direction::Response);
        let successes = pair.as_ref().map(|site| {
            let all = site
                .entries()
                .filter(|(status, _)| is_success(status, pair));
            all.collect::<Vec<_>>()
        });
        // With several bodies the client tells successes apart by their status, and callers get an enum.
        let bodies = self.documents().as_ref().zip(successes.as_ref());
        let is_told = bodies.map(|(document, all)| {
            let body = |site| json_schema(document.resolve(site, Kind::Response).node);
            let mut bodies = all.iter().map(|(_, site)| body(site));
            let first = bodies.next().flatten();
            !bodies.all(|it| match (first, it) {
                (Some(first), Some(it)) => same(first, it),
                (first, it) => first.is_none() && it.is_none(),
            })
        });
        let redirects = |status: &str| status.starts_with('3');
        if let ([(was, old)], [(is, new)]) = (&removed[..], &added[..]) {
            let both = Pair::new(old.clone(), new.clone());
            let effect = if is_told.old || redirects(was) != redirects(is) {
                Effect::Other
            } else {
                Effect::Narrows
            };
            self.report_as(
                at,
                "success-status-changed",
                effect,
                both.sides(),
                format!("`{was}` → `{is}`"),
            );
            return self.part(at, &RESPONSE, &both);
        }
        for (_, old) in removed {
            let effect = if successes.new.is_empty() || is_told.old {
                Effect::Other
            } else {
                Effect::Narrows
            };
            self.report_as(
                at,
                "success-status-removed",
                effect,
                Sides::removed(old),
                "was removed",
            );
        }
        for (status, new) in added {
            let is_read = successes.old.iter().any(|(known, old)| {
                redirects(known) == redirects(status)
                    && self.is_read(&Pair::new(old.clone(), new.clone()))
            });
            let effect = if is_read && !is_told.old && !is_told.new {
                Effect::Narrows
            } else {
                Effect::Widens
            };
            self.report_as(
                at,
                "success-status-added",
                effect,
                Sides::added(new),
                "was added",
            );
        }
    }

    /// Whether a client that knows the one reads the body of the other.
    fn is_read(&self, pair: &Pair<Site<'a>>) -> bool {
        let resolved = self.documents().as_ref().zip(pair.as_ref());
        let resolved = resolved.map(|(document, site)| document.resolve(site, Kind::Response));
        let content = resolved.get("content");
        let Some(old) = content
            .old
            .as_ref()
            .filter(|it| it.node.entries().len() > 0)
        else {
            // A body that nobody awaits is not read.
            return true;
        };
        let mut known = old.entries();
        content.new.as_ref().is_some_and(|new| {
            known.any(|(media_type, old)| {
                let schemas = Pair::new(Some(old), new.get(media_type));
                match (schemas.get("schema").both(), schemas.new) {
                    (Some(pair), _) => {
                        let views = self.view_pair(pair.as_ref().map(slice::from_ref));
                        self.is_fine(&views, Direction::Response)
                    }
                    (None, new) => new.is_some(),
                }
            })
        })
    }

    pub(super) fn response(&mut self, at: At, pair: &Pair<Site<'a>>) {
        self.keys(at, &RESPONSE, pair, &["headers", "content"]);
        self.headers(at, &pair.get("headers"));
        let content = pair.get("content");
        let is_empty =
            |side: &Option<Site<'a>>| side.as_ref().is_none_or(|it| it.node.entries().len() == 0);
        match (is_empty(&content.old), is_empty(&content.new)) {
            (true, false) => self.report(at, "response-body-added", content, "has a body now"),
            (false, true) => {
                let sides = if content.both().is_some() {
                    content
                } else {
                    Pair::new(content.old, None)
                };
                self.report(at, "response-body-removed", sides, "has no body now");
            }
            _ => {
                if let Some(pair) = content.both() {
                    self.content(at, &pair, false);
                }
            }
        }
    }

    /// Compares headers, whose names have no case. Those that `x-apis` names are read by the client.
    fn headers(&mut self, at: At, sides: &Sides<'a>) {
        let headers = sides.as_ref().map(|side| {
            let entries = side.iter().flat_map(Site::entries);
            entries
                .map(|(name, site)| (name.to_ascii_lowercase(), site))
                .collect::<Vec<_>>()
        });
        for (name, old) in &headers.old {
            let is_read = self.shared.facts.headers.contains(name);
            if let Some((_, new)) = headers.new.iter().find(|(other, _)| other == name) {
                let pair = Pair::new(old.clone(), new.clone());
                self.part(of_header(at, is_read), &HEADER, &pair);
            } else {
                let why = if is_read {
                    ", and the client reads it (see `x-apis`)"
                } else {
                    ""
                };
                let (at, sides) = (of_header(at, true), Sides::removed(old.clone()));
                self.report(at, "header-removed", sides, format!("was removed{why}"));
            }
        }
        for (name, new) in headers.new {
            if headers.old.iter().all(|(other, _)| *other != name) {
                self.report(
                    of_header(at, true),
                    "header-added",
                    Sides::added(new),
                    "was added",
                );
            }
        }
    }
}
