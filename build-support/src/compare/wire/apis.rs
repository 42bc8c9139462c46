//! APIs: what `x-apis` tells the client's runtime, and the credentials.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::{
    document::{Both, Sides, Site},
    ledger::WHOLE,
    operations::came_or_went,
    walk::Walk,
};
use crate::compare::Verdict::{Breaking, Compatible, Documentation};

/// The keys of an API that have a comparison.
const KEYS: &[&str] = &[
    "description",
    "server",
    "request-id",
    "idempotency-key",
    "rate-limit",
    "error",
];

/// The keys of a security scheme that say how a credential is sent.
const CREDENTIAL: &[&str] = &["type", "scheme", "name", "in", "flows", "openIdConnectUrl"];

impl<'a> Walk<'a> {
    /// Notes what the runtime reads: headers, and members of error bodies.
    pub(super) fn note_settings(&mut self) {
        for document in [self.old, self.new] {
            let Some(apis) = document.root().get("x-apis") else {
                continue;
            };
            for (_, api) in apis.entries() {
                let limits = ["limit", "remaining", "reset"].map(|key| {
                    let limit = api.value.get("rate-limit")?;
                    limit.get(key)?.as_str()
                });
                let headers = limits.into_iter().chain([api.text("request-id")]);
                let headers = headers.flatten().map(str::to_ascii_lowercase);
                self.runtime_headers.extend(headers);
                let pointers = api.value.get("error").and_then(Value::as_object);
                for pointer in pointers
                    .into_iter()
                    .flat_map(|it| it.values())
                    .flat_map(texts)
                {
                    self.error_members
                        .extend(pointer.split('/').filter(|it| !it.is_empty()));
                }
            }
        }
    }

    /// Compares the APIs.
    pub(super) fn apis(&mut self) {
        self.unit = WHOLE;
        let (old, new) = (self.old.root().get("x-apis"), self.new.root().get("x-apis"));
        let entries = |site: &Option<Site<'a>>| -> Vec<(&'a str, Site<'a>)> {
            site.iter().flat_map(Site::entries).collect()
        };
        let (olds, news) = (entries(&old), entries(&new));
        for (name, old) in &olds {
            let Some((_, new)) = news.iter().find(|(other, _)| other == name) else {
                let mut added = news
                    .iter()
                    .filter(|(it, _)| olds.iter().all(|(old, _)| old != it));
                let renamed = added.find(|(_, new)| new.value == old.value);
                let hint = renamed.map(|(name, _)| format!("; it looks renamed to `{name}`"));
                let sides = Sides::removed(old.clone());
                let what = format!("the API was removed{}", hint.unwrap_or_default());
                let why = "its module and its operations go with it";
                self.report("api-removed", &sides, what, Breaking, why);
                self.settle(&sides);
                continue;
            };
            self.api(&Both {
                old: old.clone(),
                new: new.clone(),
            });
        }
        for (name, new) in news {
            if olds.iter().all(|(other, _)| *other != name) {
                let sides = Sides::added(new);
                let why = "an earlier client does not know it";
                self.report("api-added", &sides, "the API was added", Compatible, why);
                self.settle(&sides);
            }
        }
    }

    fn api(&mut self, both: &Both<'a>) {
        self.notes(both, &["description"]);
        let server = both.get("server");
        self.settle(&server);
        if !server.same() {
            let what = came_or_went(&server, "`server`");
            let why = "operations name their own";
            self.report("current-server-changed", &server, what, Documentation, why);
        }
        let why = "an earlier client looks for the request's id in the header that it knew";
        self.setting(both, "request-id", "request-id-changed", why);
        let why = "an earlier client sends its key in the header that it knew";
        self.setting(both, "idempotency-key", "idempotency-key-changed", why);
        self.rate_limit(&both.get("rate-limit"));
        self.error_pointers(&both.get("error"));
        self.others(both, KEYS);
    }

    /// `credential-changed`, `credential-unused`: security schemes. Which of them an operation
    /// takes is compared with the operation.
    pub(super) fn credentials(&mut self) {
        let schemes = self.roots().get("components");
        let inner = |site: &Option<Site<'a>>| site.as_ref()?.get("securitySchemes");
        let (old, new) = (inner(&schemes.old), inner(&schemes.new));
        let entries = |site: &Option<Site<'a>>| -> BTreeMap<&'a str, Site<'a>> {
            site.iter().flat_map(Site::entries).collect()
        };
        let (mut olds, mut news) = (entries(&old), entries(&new));
        let names: BTreeSet<&str> = olds.keys().chain(news.keys()).copied().collect();
        for name in names {
            let sides = Sides {
                old: olds.remove(name),
                new: news.remove(name),
            };
            if let Some(both) = sides.both() {
                self.notes(&both, &["description", "bearerFormat"]);
                for key in CREDENTIAL {
                    let why = "an earlier client presents its key as it was";
                    self.setting(&both, key, "credential-changed", why);
                }
                let known = [CREDENTIAL, &["description", "bearerFormat"]].concat();
                self.others(&both, &known);
            } else {
                let what = came_or_went(&sides, &format!("`{name}`"));
                let why = "operations that take it are reported where they stand";
                self.report("credential-unused", &sides, what, Documentation, why);
                self.settle(&sides);
            }
        }
    }

    /// A setting that earlier clients rely on; what there was none of, none relies on.
    fn setting(&mut self, both: &Both<'a>, key: &str, code: &'static str, why: &'static str) {
        let sides = both.get(key);
        self.settle(&sides);
        if sides.same() {
            return;
        }
        let (verdict, why) = match (&sides.old, code) {
            (None, "request-id-changed" | "idempotency-key-changed") => {
                (Compatible, "earlier clients do not know it")
            }
            _ => (Breaking, why),
        };
        let what = came_or_went(&sides, &format!("`{key}`"));
        self.report(code, &sides, what, verdict, why);
    }

    /// `rate-limit-added`, `rate-limit-changed`, `rate-limit-removed`, `throttle-changed`.
    fn rate_limit(&mut self, sides: &Sides<'a>) {
        let Some(both) = sides.both() else {
            self.settle(sides);
            let (code, verdict, why) = match (&sides.old, &sides.new) {
                (None, Some(_)) => (
                    "rate-limit-added",
                    Compatible,
                    "earlier clients are told by a 429, as before",
                ),
                (Some(_), None) => (
                    "rate-limit-removed",
                    Breaking,
                    "earlier clients no longer see how much is left, and run into a 429",
                ),
                _ => return,
            };
            let what = came_or_went(sides, "`rate-limit`");
            return self.report(code, sides, what, verdict, why);
        };
        for key in ["limit", "remaining", "reset"] {
            let why = "earlier clients look for the limit in the header that they knew";
            self.setting(&both, key, "rate-limit-changed", why);
        }
        for key in ["window", "refill", "classes"] {
            let sides = both.get(key);
            self.settle(&sides);
            if !sides.same() {
                let what = came_or_went(&sides, &format!("`{key}`"));
                let why = "earlier clients are throttled as before, and see a 429 where that is not enough";
                self.report("throttle-changed", &sides, what, Compatible, why);
            }
        }
        let known = ["limit", "remaining", "reset", "window", "refill", "classes"];
        self.others(&both, &known);
    }

    /// `error-pointer-added`, `error-pointer-changed`, `error-pointer-removed`: where the runtime
    /// finds the members of an error.
    fn error_pointers(&mut self, sides: &Sides<'a>) {
        for member in ["type", "code", "message", "param", "request_id"] {
            let inner = |site: &Option<Site<'a>>| site.as_ref().and_then(|it| it.get(member));
            let sides = Sides {
                old: inner(&sides.old),
                new: inner(&sides.new),
            };
            self.settle(&sides);
            if sides.same() {
                continue;
            }
            let places = |site: &Option<Site<'a>>| -> Vec<&'a str> {
                site.iter().flat_map(|it| texts(it.value)).collect()
            };
            let (old, new) = (places(&sides.old), places(&sides.new));
            let (code, verdict, why) = if old == new {
                (
                    "error-pointer-changed",
                    Documentation,
                    "one place, written as a list",
                )
            } else if old.is_empty() {
                (
                    "error-pointer-added",
                    Compatible,
                    "earlier clients do not look for it",
                )
            } else if new.is_empty() {
                let why = "the errors of a later client lack it";
                ("error-pointer-removed", Breaking, why)
            } else if old.iter().all(|place| new.contains(place)) {
                let why = "earlier clients find it where it was, but not at the new places";
                ("error-pointer-changed", Compatible, why)
            } else {
                let why = "earlier clients look for it where it was";
                ("error-pointer-changed", Breaking, why)
            };
            let what = came_or_went(&sides, &format!("`{member}`"));
            self.report(code, &sides, what, verdict, why);
        }
        if let Some(both) = sides.both() {
            self.others(&both, &["type", "code", "message", "param", "request_id"]);
        }
    }
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        other => other.as_str().into_iter().collect(),
    }
}
