//! APIs, credentials and components: what stands beside the operations.

use std::collections::HashSet;

use super::{
    document::{Document, Pair, Sides, Site, same},
    found::At,
    table::Effect,
    view::View,
    walk::Walk,
};
use crate::{
    grammar::{API, APIS, COMPONENTS, Kind, RATE_LIMIT, Shape},
    text::node::Node,
};

/// What the client's runtime reads beside the bodies of success.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Headers that `x-apis` names, in lower case.
    pub(super) headers: HashSet<String>,
    /// Schemas of the earlier contract on the way to what `x-apis` points to in errors.
    read: HashSet<*const Node>,
}

impl Facts {
    pub(super) fn of(documents: &Pair<Document<'_>>) -> Self {
        let mut facts = Self::default();
        for document in [&documents.old, &documents.new] {
            for (_, api) in document.root().get(APIS).iter().flat_map(Site::entries) {
                let limit = api.get("rate-limit");
                let limits = ["limit", "remaining", "reset"].map(|key| limit.as_ref()?.text(key));
                let headers = limits.into_iter().chain([api.text("request-id")]).flatten();
                facts.headers.extend(headers.map(str::to_ascii_lowercase));
            }
        }
        facts.note_errors(&documents.old);
        facts
    }

    /// Notes the schemas that the pointers into error bodies lead through.
    fn note_errors(&mut self, document: &Document<'_>) {
        let mut seen = HashSet::new();
        for operation in &document.index.operations {
            let Some(api) = operation.api() else { continue };
            let errors = document.index.api(api).and_then(|api| api.get("error"));
            let pointers: Vec<&str> = errors
                .into_iter()
                .flat_map(Node::entries)
                .flat_map(|it| texts(&it.value))
                .collect();
            for (status, response) in operation.documented(&document.index) {
                if status.starts_with('2') || !seen.insert((api, std::ptr::from_ref(response.node)))
                {
                    continue;
                }
                // The place of the values is no matter here.
                let site = Site {
                    node: response.node,
                    span: response.node.span,
                    pointer: "".into(),
                };
                let content = site.get("content");
                for (_, media_type) in content.iter().flat_map(Site::entries) {
                    let schemas: Vec<_> = media_type.get("schema").into_iter().collect();
                    for pointer in &pointers {
                        let mut view = View::of(document, &schemas);
                        for token in pointer.split('/').skip(1) {
                            self.read.extend(view.parts.iter().map(Site::id));
                            let inner = view
                                .properties()
                                .into_iter()
                                .find(|(name, _)| *name == token);
                            let inner = inner
                                .map(|(_, sites)| sites)
                                .or_else(|| Some(vec![view.first("items")?]));
                            view = View::of(document, &inner.unwrap_or_default());
                        }
                        self.read.extend(view.parts.iter().map(Site::id));
                    }
                }
            }
        }
    }

    /// Whether the client reads a value of this schema in errors.
    pub(super) fn is_read(&self, view: &View<'_>) -> bool {
        view.parts.iter().any(|part| self.read.contains(&part.id()))
    }
}

impl<'a> Walk<'_, '_, 'a> {
    /// Compares the APIs. One that was removed and one that was added are one that was renamed, where both
    /// say the same.
    pub(super) fn apis(&mut self, sides: &Sides<'a>) {
        let at = Self::whole();
        let apis = sides
            .as_ref()
            .map(|side| side.iter().flat_map(Site::entries).collect::<Vec<_>>());
        let mut added: Vec<_> = apis.new.clone();
        added.retain(|(name, _)| apis.old.iter().all(|(other, _)| other != name));
        for (name, old) in apis.old {
            if let Some((_, new)) = apis.new.iter().find(|(other, _)| *other == name) {
                self.api(at, &Pair::new(old, new.clone()));
                continue;
            }
            let renamed = added.iter().position(|(_, new)| same(old.node, new.node));
            match renamed.map(|index| added.remove(index)) {
                Some((other, new)) => {
                    let what = format!("`{name}` → `{other}`");
                    self.report(at, "api-renamed", Pair::new(Some(old), Some(new)), what);
                }
                None => self.report(at, "api-removed", Sides::removed(old), "was removed"),
            }
        }
        for (_, new) in added {
            self.report(at, "api-added", Sides::added(new), "was added");
        }
    }

    /// Compares what two contracts say of one API.
    pub(super) fn api(&mut self, at: At, pair: &Pair<Site<'a>>) {
        self.keys(at, &API, pair, &["rate-limit", "error"]);
        let limit = pair.get("rate-limit");
        let what = limit.words("`rate-limit`");
        match (&limit.old, &limit.new) {
            (None, None) => {}
            (None, _) => self.report(at, "rate-limit-added", limit, what),
            (_, None) => self.report(at, "rate-limit-removed", limit, what),
            (Some(old), Some(new)) => {
                self.keys(at, &RATE_LIMIT, &Pair::new(old.clone(), new.clone()), &[]);
            }
        }
        let errors = pair.get("error");
        for member in errors.keys() {
            self.error_pointer(at, member, &errors.get(member));
        }
    }

    /// `error-pointer-added`, `error-pointer-removed`, `error-pointer-changed`.
    fn error_pointer(&mut self, at: At, member: &str, sides: &Sides<'a>) {
        let places = sides.as_ref().map(|side| {
            side.iter()
                .flat_map(|it| texts(it.node))
                .collect::<Vec<_>>()
        });
        if sides.same() {
            return;
        }
        let code = match (&sides.old, &sides.new) {
            (None, _) => "error-pointer-added",
            (_, None) => "error-pointer-removed",
            _ => "error-pointer-changed",
        };
        let effect = match code {
            "error-pointer-added" => Effect::Widens,
            "error-pointer-removed" => Effect::Narrows,
            _ if places.old == places.new => Effect::Nothing,
            _ if places.old.iter().all(|place| places.new.contains(place)) => Effect::Widens,
            _ => Effect::Other,
        };
        self.report_as(
            at,
            code,
            effect,
            sides.clone(),
            sides.words(&format!("`{member}`")),
        );
    }

    /// Compares the components, those that no operation leads to as well.
    pub(super) fn components(&mut self, sides: &Sides<'a>) {
        // Nothing travels in what only this leads to.
        let at = At::unit(self.findings.unit(0, None));
        for section in sides.keys() {
            let sides = sides.get(section);
            let shape = COMPONENTS.shape_of(section);
            let Some(Shape::Map(_, Shape::Object(inner) | Shape::Referable(inner))) = shape else {
                self.leaf(Self::whole(), Kind::Components, section, &sides);
                continue;
            };
            let (mut removed, mut added) = (Vec::new(), Vec::new());
            for name in sides.keys() {
                let sides = sides.get(name);
                let is_credential = inner.kind == Kind::SecurityScheme;
                match (&sides.old, &sides.new) {
                    (Some(old), Some(new)) => {
                        let pair = Pair::new(old.clone(), new.clone());
                        match inner.kind {
                            Kind::SecurityScheme => self.object(Self::whole(), inner, &pair),
                            Kind::Schema => self.schemas(at, &pair, false),
                            _ => self.part(at, inner, &pair),
                        }
                    }
                    _ if is_credential => {
                        let what = if sides.old.is_none() {
                            "was added"
                        } else {
                            "was removed"
                        };
                        self.report(Self::whole(), "credential-unused", sides, what);
                    }
                    (Some(old), _) => removed.push(old.clone()),
                    (_, Some(new)) => added.push(new.clone()),
                    (None, None) => {}
                }
            }
            self.lone_components(removed, added);
        }
    }

    /// Components that are in one contract alone. Where one is used, the change is reported where it stands.
    fn lone_components(&mut self, removed: Vec<Site<'a>>, mut added: Vec<Site<'a>>) {
        let documents = self.documents();
        for old in removed {
            let renamed = added.iter().position(|new| same(old.node, new.node));
            match renamed.map(|index| added.remove(index)) {
                Some(new) => {
                    let name = |site: &Site<'a>| {
                        site.pointer
                            .rsplit('/')
                            .next()
                            .unwrap_or_default()
                            .to_owned()
                    };
                    let what = format!("`{}` → `{}`", name(&old), name(&new));
                    self.report(
                        Self::whole(),
                        "component-renamed",
                        Pair::new(Some(old), Some(new)),
                        what,
                    );
                }
                None if documents.old.reached.contains(&old.id()) => {}
                None => self.report(
                    Self::whole(),
                    "unused-component",
                    Sides::removed(old),
                    "was removed",
                ),
            }
        }
        for new in added
            .into_iter()
            .filter(|new| !documents.new.reached.contains(&new.id()))
        {
            self.report(
                Self::whole(),
                "unused-component",
                Sides::added(new),
                "was added",
            );
        }
    }
}

/// A text, or the texts of a list.
fn texts(node: &Node) -> Vec<&str> {
    node.text()
        .into_iter()
        .chain(node.items().filter_map(Node::text))
        .collect()
}
