//! Bodies: of requests, and the media types that bodies come in.

use std::collections::BTreeSet;

use super::{
    document::{Both, Sides},
    ledger::Direction,
    schema::{Effect, Use},
    walk::Walk,
};
use crate::compare::Verdict::{Breaking, Compatible};

impl<'a> Walk<'a> {
    /// Compares the bodies of an operation's requests.
    pub(super) fn request_body(&mut self, operation: &Both<'a>) {
        let sides = operation.get("requestBody");
        if let Some(both) = sides.both() {
            return self.through(&both, Direction::Request, Self::request_body_itself);
        }
        let is_required = sides
            .new
            .as_ref()
            .is_some_and(|new| self.new.resolve(new).flag("required"));
        let (code, what, judged) = match (&sides.old, &sides.new) {
            (None, Some(_)) if is_required => (
                "required-body-added",
                "a body was added, and is required",
                (Breaking, "an earlier client sends none"),
            ),
            (None, Some(_)) => (
                "body-added",
                "a body was added, and is optional",
                (Compatible, "an earlier client sends none"),
            ),
            (Some(_), None) => (
                "body-removed",
                "the body was removed",
                (Breaking, "an earlier client goes on sending it"),
            ),
            _ => return,
        };
        self.report_in(Direction::Request, code, &sides, what, judged);
        self.settle_all(&sides);
    }

    fn request_body_itself(&mut self, both: &Both<'a>) {
        self.notes(both, &["description"]);
        let codes = ["body-made-required", "body-made-optional"];
        self.must_be_sent(both, "the body ", codes);
        if let Some(content) = both.get("content").both() {
            self.content(&content, Direction::Request);
        }
        self.others(both, &["$ref", "description", "required", "content"]);
    }

    /// Compares the media types of a body, and the body in each of them.
    pub(super) fn content(&mut self, both: &Both<'a>, direction: Direction) {
        let old = both.old.entries();
        let types: BTreeSet<&str> = old.chain(both.new.entries()).map(|(key, _)| key).collect();
        for media_type in types {
            let sides = both.get(media_type);
            if let Some(both) = sides.both() {
                self.media_type(&both, direction);
                continue;
            }
            let is_added = sides.old.is_none();
            let (code, what) = if is_added {
                ("media-type-added", format!("`{media_type}` was added"))
            } else {
                ("media-type-removed", format!("`{media_type}` was removed"))
            };
            let judged = match (direction, is_added) {
                (Direction::Request, true) => (Compatible, "what was accepted still is"),
                (Direction::Request, false) => (Breaking, "an earlier client goes on sending it"),
                (_, true) => (Breaking, "an earlier client cannot read it"),
                (_, false) => (Compatible, "an earlier client reads what is left"),
            };
            self.report_in(direction, code, &sides, what, judged);
            self.settle_all(&sides);
        }
        self.settle_empty(&both.sides());
    }

    fn media_type(&mut self, both: &Both<'a>, direction: Direction) {
        self.notes(both, &["example", "examples"]);
        let schema = both.get("schema");
        if let Some(schema) = schema.both() {
            self.schema(&schema, Use::of(direction));
        } else if !schema.same() {
            let (code, what, effect) = match schema.old {
                None => (
                    "schema-added",
                    "the body has a schema now",
                    Effect::Narrower,
                ),
                Some(_) => (
                    "schema-removed",
                    "the body has no schema now",
                    Effect::Wider,
                ),
            };
            self.report_in(direction, code, &schema, what, effect.judge(direction));
            self.settle_all(&schema);
        }
        self.others(both, &["example", "examples", "schema"]);
    }

    /// A body that comes or goes with its content.
    pub(super) fn content_of_answer(&mut self, answer: &Both<'a>, direction: Direction) {
        let sides = answer.get("content");
        if let Some(both) = sides.both() {
            return self.content(&both, direction);
        }
        let is_empty = |sides: &Sides<'a>| {
            let site = sides.old.as_ref().or(sides.new.as_ref());
            site.is_none_or(|site| site.entries().next().is_none())
        };
        if !is_empty(&sides) {
            let (code, what, judged) = if sides.old.is_none() {
                let why = "an earlier client reads no body here";
                (
                    "answer-body-added",
                    "the answer has a body now",
                    (Compatible, why),
                )
            } else {
                let why = "an earlier client fails without one";
                (
                    "answer-body-removed",
                    "the answer has no body now",
                    (Breaking, why),
                )
            };
            self.report_in(direction, code, &sides, what, judged);
        }
        self.settle_all(&sides);
    }
}
