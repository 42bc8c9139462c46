//! Operations: which of them stand for each other, and what of them changed.

use std::collections::{HashMap, HashSet};

use super::{
    document::{Both, Document, Sides, Site, brief},
    ledger::WHOLE,
    walk::Walk,
};
use contract::METHODS;

use crate::compare::Verdict::{Breaking, Compatible, Documentation};

/// The keys of a path item that are compared with each of its operations.
const PATH_KEYS: &[&str] = &["summary", "description", "servers", "parameters"];

/// The keys of an operation that have a comparison.
const KEYS: &[&str] = &[
    "operationId",
    "summary",
    "description",
    "externalDocs",
    "tags",
    "deprecated",
    "security",
    "servers",
    "parameters",
    "requestBody",
    "responses",
    "x-pagination",
];

/// An operation where it stands.
#[derive(Clone, Debug)]
pub(super) struct Operation<'a> {
    pub(super) method: &'static str,
    pub(super) path: &'a str,
    pub(super) item: Site<'a>,
    pub(super) site: Site<'a>,
}

impl Operation<'_> {
    /// What messages call it.
    fn name(&self) -> String {
        let id = self.site.text("operationId");
        id.map_or_else(|| self.request(), str::to_owned)
    }

    /// `GET /contacts/{id}`.
    fn request(&self) -> String {
        format!("{} {}", self.method.to_uppercase(), self.path)
    }

    /// Method and path, the names of path parameters aside.
    fn key(&self) -> (&'static str, String) {
        let mut template = String::new();
        let mut rest = self.path;
        while let Some((before, inside)) = rest.split_once('{') {
            template.push_str(before);
            template.push_str("{}");
            rest = inside.split_once('}').map_or("", |(_, after)| after);
        }
        template.push_str(rest);
        (self.method, template)
    }
}

/// The operations of a contract, in its order.
fn operations<'a>(document: &Document<'a>) -> Vec<Operation<'a>> {
    let Some(paths) = document.root().get("paths") else {
        return Vec::new();
    };
    let mut items: Vec<_> = paths.entries().collect();
    items.sort_by_cached_key(|(_, item)| document.locate(&item.pointer).map(|span| span.start));
    let mut found = Vec::new();
    for (path, item) in items {
        for method in METHODS {
            if let Some(site) = item.get(method) {
                found.push(Operation {
                    method,
                    path,
                    item: item.clone(),
                    site,
                });
            }
        }
    }
    found
}

/// For each operation of the later contract the one that it was, then those that are gone.
fn matched<'a>(
    old: &[Operation<'a>],
    new: &[Operation<'a>],
) -> Vec<(Option<Operation<'a>>, Option<Operation<'a>>)> {
    let by_key: HashMap<_, _> = old.iter().map(|it| (it.key(), it)).collect();
    let mut partners: Vec<_> = new
        .iter()
        .map(|it| by_key.get(&it.key()).copied())
        .collect();
    let mut taken: HashSet<_> = partners.iter().flatten().map(|it| it.site.id()).collect();
    let left = old.iter().filter(|it| !taken.contains(&it.site.id()));
    let by_id: HashMap<_, _> = left
        .filter_map(|it| Some((it.site.text("operationId")?, it)))
        .collect();
    for (partner, operation) in partners.iter_mut().zip(new) {
        if partner.is_none()
            && let Some(id) = operation.site.text("operationId")
            && let Some(moved) = by_id.get(id)
            && taken.insert(moved.site.id())
        {
            *partner = Some(moved);
        }
    }
    let stay = partners.into_iter().zip(new);
    let stay = stay.map(|(old, new)| (old.cloned(), Some(new.clone())));
    let gone = old.iter().filter(|it| !taken.contains(&it.site.id()));
    stay.chain(gone.map(|it| (Some(it.clone()), None)))
        .collect()
}

impl<'a> Walk<'a> {
    /// Compares the operations of both contracts.
    pub(super) fn operations(&mut self) {
        let (old, new) = (operations(self.old), operations(self.new));
        let pairs = matched(&old, &new);
        let mut kept = HashSet::new();
        for (old, new) in &pairs {
            if let (Some(old), Some(new)) = (old, new) {
                kept.extend([old.item.id(), new.item.id()]);
            }
        }
        for (old, new) in pairs {
            let name = new.as_ref().or(old.as_ref()).map(Operation::name);
            self.unit = self.ledger.operation(&name.unwrap_or_default());
            match (old, new) {
                (Some(old), Some(new)) => self.operation(&old, &new),
                (Some(old), None) => {
                    let what = format!("{} was removed", old.request());
                    let why = "an earlier client goes on calling it";
                    let item = Sides::removed(old.item);
                    let sides = Sides::removed(old.site);
                    self.report("operation-removed", &sides, what, Breaking, why);
                    self.settle_lonely(&sides, &item, &kept);
                }
                (None, Some(new)) => {
                    let what = format!("{} was added", new.request());
                    let why = "an earlier client does not call it";
                    let item = Sides::added(new.item);
                    let sides = Sides::added(new.site);
                    self.report("operation-added", &sides, what, Compatible, why);
                    self.settle_lonely(&sides, &item, &kept);
                }
                (None, None) => {}
            }
        }
        self.unit = WHOLE;
        self.path_extensions();
    }

    /// Settles an operation without a partner; the whole of its path if none of it has one.
    fn settle_lonely(
        &mut self,
        sides: &Sides<'a>,
        item: &Sides<'a>,
        kept: &HashSet<*const serde_json::Value>,
    ) {
        let path = item.old.as_ref().or(item.new.as_ref());
        if path.is_some_and(|path| !kept.contains(&path.id())) {
            self.settle_all(item);
        }
        self.settle_all(sides);
    }

    fn operation(&mut self, old: &Operation<'a>, new: &Operation<'a>) {
        let both = Both {
            old: old.site.clone(),
            new: new.site.clone(),
        };
        let items = Both {
            old: old.item.clone(),
            new: new.item.clone(),
        };
        self.names(old, new, &both);
        self.notes(&items, &["summary", "description"]);
        self.notes(&both, &["summary", "description", "externalDocs", "tags"]);
        self.deprecation(&both);
        self.credential(&both);
        self.server(&both, &items);
        self.paging(&both);
        self.parameters(old, new);
        self.request_body(&both);
        if let Some(responses) = both.get("responses").both() {
            self.answers(&responses);
        }
        self.others(&both, KEYS);
        let known: Vec<&str> = METHODS.iter().chain(PATH_KEYS).copied().collect();
        self.others(&items, &known);
    }

    /// `operation-id-changed`, `operation-moved`, `path-parameter-renamed`.
    fn names(&mut self, old: &Operation<'a>, new: &Operation<'a>, both: &Both<'a>) {
        let id = both.get("operationId");
        self.settle(&id);
        if !id.same() {
            let what = format!("`operationId`: {}", id.arrow());
            let why = "the client's method is named after it";
            self.report("operation-id-changed", &id, what, Breaking, why);
        }
        if old.key() != new.key() {
            let what = format!("`{}` → `{}`", old.request(), new.request());
            let why = "an earlier client goes on calling the old one";
            self.report("operation-moved", &both.sides(), what, Breaking, why);
        } else if old.path != new.path {
            let what = format!("`{}` → `{}`", old.path, new.path);
            let why = "the URL stays as it is, only a parameter in it has another name";
            let sides = both.sides();
            self.report("path-parameter-renamed", &sides, what, Compatible, why);
        }
    }

    /// `deprecation-changed`: a warning, but everything goes on working.
    pub(super) fn deprecation(&mut self, both: &Both<'a>) {
        let sides = both.get("deprecated");
        self.settle(&sides);
        let (old, new) = (both.old.flag("deprecated"), both.new.flag("deprecated"));
        if old != new {
            let what = if new {
                "is deprecated"
            } else {
                "is no longer deprecated"
            };
            let why = "it goes on working as before";
            self.report("deprecation-changed", &sides, what, Documentation, why);
        }
    }

    /// `security-changed`: another credential opens the operation.
    fn credential(&mut self, both: &Both<'a>) {
        let old = both
            .old
            .get("security")
            .or_else(|| self.old.root().get("security"));
        let new = both
            .new
            .get("security")
            .or_else(|| self.new.root().get("security"));
        let sides = Sides { old, new };
        self.settle(&sides);
        if !sides.same() {
            let what = format!("`security`: {}", sides.arrow());
            let why = "an earlier client sends the credential that it knew";
            self.report("security-changed", &sides, what, Breaking, why);
        }
    }

    /// `server-changed`: the client calls the first server of the operation or of its path.
    fn server(&mut self, both: &Both<'a>, items: &Both<'a>) {
        let listed = |operation: &Site<'a>, item: &Site<'a>| {
            let own = operation
                .get("servers")
                .filter(|it| it.items().next().is_some());
            own.or_else(|| item.get("servers"))
        };
        let sides = Sides {
            old: listed(&both.old, &items.old),
            new: listed(&both.new, &items.new),
        };
        let first = |site: &Option<Site<'a>>| site.as_ref().and_then(|it| it.items().next());
        let used = Sides {
            old: first(&sides.old),
            new: first(&sides.new),
        };
        let url = |site: &Option<Site<'a>>, key: &str| site.as_ref().and_then(|it| it.get(key));
        for key in ["url", "variables"] {
            let values = Sides {
                old: url(&used.old, key),
                new: url(&used.new, key),
            };
            if !values.same() {
                let what = format!("server `{key}`: {}", values.arrow());
                let why = "an earlier client goes on calling the old host; \
                           whoever lists the hosts that may be called has to add the new one";
                self.report("server-changed", &values, what, Breaking, why);
            }
            self.settle(&values);
        }
        if !sides.same()
            && used
                .both()
                .is_none_or(|it| it.old.text("url") == it.new.text("url"))
        {
            let what = "what is said about servers was changed";
            let why = "the client calls the first of them, which is the same";
            if used.old.is_some() == used.new.is_some() {
                self.report("servers-described", &sides, what, Documentation, why);
            }
        }
        self.settle(&sides);
        let of_path = items.get("servers");
        let is_used = |own: &Option<Site<'a>>, used: &Option<Site<'a>>| {
            own.as_ref()
                .is_none_or(|own| used.as_ref().is_some_and(|used| used.id() == own.id()))
        };
        if !(is_used(&of_path.old, &sides.old) && is_used(&of_path.new, &sides.new)) {
            // Every operation of the path may name its own.
            self.note("servers", &of_path);
        }
    }

    /// `paging-added`, `paging-removed`, `paging-changed`: how a list goes from page to page.
    fn paging(&mut self, both: &Both<'a>) {
        let sides = both.get("x-pagination");
        let Some(paging) = sides.both() else {
            self.settle(&sides);
            let (code, verdict, what, why) = match (&sides.old, &sides.new) {
                (None, Some(_)) => {
                    let why = "calls gain `stream()` and `pages()`";
                    ("paging-added", Compatible, "`x-pagination` was added", why)
                }
                (Some(_), None) => {
                    let why = "calls lose `stream()` and `pages()`";
                    (
                        "paging-removed",
                        Breaking,
                        "`x-pagination` was removed",
                        why,
                    )
                }
                _ => return,
            };
            return self.report(code, &sides, what, verdict, why);
        };
        for key in ["cursor", "items", "next", "more"] {
            let sides = paging.get(key);
            self.settle(&sides);
            if !sides.same() {
                let what = came_or_went(&sides, &format!("`{key}`"));
                let why = "an earlier client goes from page to page as it did";
                self.report("paging-changed", &sides, what, Breaking, why);
            }
        }
        self.others(&paging, &["cursor", "items", "next", "more"]);
    }

    /// Extensions beside the paths, and what is left of paths in one contract only.
    fn path_extensions(&mut self) {
        let (Some(old), Some(new)) = (self.old.root().get("paths"), self.new.root().get("paths"))
        else {
            return;
        };
        let both = Both { old, new };
        let keys: HashSet<&str> = both
            .old
            .entries()
            .chain(both.new.entries())
            .map(|(key, _)| key)
            .collect();
        for key in keys.into_iter().filter(|key| key.starts_with("x-")) {
            let sides = both.get(key);
            if key == "x-lint-allow" {
                self.note(key, &sides);
            } else {
                self.unclassified(&sides);
            }
        }
    }
}

/// The names of the parameters in a path template, in their order.
pub(super) fn names_in(path: &str) -> Vec<&str> {
    let inside = path.split('{').skip(1);
    inside
        .filter_map(|it| Some(it.split_once('}')?.0))
        .collect()
}

/// `was added`, `was removed`, with the value.
pub(super) fn came_or_went(sides: &Sides<'_>, label: &str) -> String {
    match (&sides.old, &sides.new) {
        (None, Some(new)) => format!("{label} was added: {}", brief(new.value)),
        (Some(old), None) => format!("{label} was removed: it was {}", brief(old.value)),
        _ => format!("{label}: {}", sides.arrow()),
    }
}
