//! Parameters and request bodies: what callers send.

use std::slice;

use super::{
    document::{Pair, Sides, Site},
    found::At,
    operations::{Operation, names_in},
    table::{Direction, Effect},
    walk::Walk,
};
use crate::grammar::{ENCODING, HEADER, Kind, MEDIA_TYPE, PARAMETER, REQUEST_BODY, keys::is_json};

/// How the value of a parameter is written.
const WRITING: &[&str] = &["style", "explode", "allowEmptyValue", "allowReserved"];

/// A parameter: as it is listed, and itself.
#[derive(Clone, Debug)]
struct Parameter<'a> {
    listed: Site<'a>,
    site: Site<'a>,
    /// Where it is sent, and its name there; those of a path are told by their place in it.
    key: (&'a str, String),
}

impl<'a> Parameter<'a> {
    fn name(&self) -> &'a str {
        self.site.text("name").unwrap_or_default()
    }
}

impl<'a> Walk<'_, '_, 'a> {
    /// Compares the parameters of an operation, those of its path included.
    pub(super) fn parameters(&mut self, at: At, pair: &Pair<Operation<'a>>) {
        let old = self.listed(&pair.old, true);
        let mut new = self.listed(&pair.new, false);
        let order = Pair::new(&old, &new).map(|list| {
            list.iter()
                .map(|it| (it.key.0, it.name()))
                .collect::<Vec<_>>()
        });
        let lists = pair.as_ref().map(|it| {
            it.site
                .get("parameters")
                .or_else(|| it.item.get("parameters"))
        });
        self.order(at, Pair::new(&order.old, &order.new), lists, "parameters");
        let mut removed = Vec::new();
        for old in old {
            match new.iter().position(|new| new.key == old.key) {
                Some(index) => self.part(
                    at,
                    &PARAMETER,
                    &Pair::new(old.listed, new.remove(index).listed),
                ),
                None => removed.push(old),
            }
        }
        removed.retain(|old| {
            // One of the same name in another place has moved.
            let Some(index) = new.iter().position(|new| new.name() == old.name()) else {
                return true;
            };
            let new = new.remove(index);
            let sides = Pair::new(old.site.get("in"), new.site.get("in"));
            let what = format!("is sent in the {}, not in the {}", new.key.0, old.key.0);
            self.report(at, "parameter-moved", sides, what);
            self.part(at, &PARAMETER, &Pair::new(old.listed.clone(), new.listed));
            false
        });
        for old in removed {
            let mut alike = (0..new.len()).filter(|index| self.is_renamed(&old, &new[*index]));
            let renamed = alike.next().filter(|_| alike.next().is_none());
            if let Some(index) = renamed {
                let new = new.remove(index);
                let what = format!("`{}` → `{}`", old.name(), new.name());
                let sides = Pair::new(old.site.get("name"), new.site.get("name"));
                self.report(at, "parameter-renamed", sides, what);
                self.part(at, &PARAMETER, &Pair::new(old.listed, new.listed));
            } else {
                self.report(
                    at,
                    "parameter-removed",
                    Sides::removed(old.listed),
                    "was removed",
                );
            }
        }
        for new in new {
            let (code, what) = if new.site.flag("required") {
                ("required-parameter-added", "was added, and is required")
            } else {
                ("parameter-added", "was added, and is optional")
            };
            self.report(at, code, Sides::added(new.listed), what);
        }
    }

    /// The parameters of an operation; its own ones replace those of its path.
    fn listed(&mut self, operation: &Operation<'a>, is_old: bool) -> Vec<Parameter<'a>> {
        let documents = self.documents();
        let document = if is_old {
            &documents.old
        } else {
            &documents.new
        };
        let path = names_in(operation.path);
        let mut found: Vec<Parameter<'a>> = Vec::new();
        let lists = [&operation.site, &operation.item].map(|it| it.get("parameters"));
        for list in lists.into_iter().flatten() {
            self.handled.insert(list.id());
            for listed in list.items() {
                let site = document.resolve(&listed, Kind::Parameter);
                let name = site.text("name").unwrap_or_default();
                let location = site.text("in").unwrap_or_default();
                let name = match location {
                    "path" => path
                        .iter()
                        .position(|it| *it == name)
                        .map_or_else(|| name.to_owned(), |index| format!("{{{index}}}")),
                    "header" => name.to_ascii_lowercase(),
                    _ => name.to_owned(),
                };
                let key = (location, name);
                if found.iter().all(|known| known.key != key) {
                    found.push(Parameter { listed, site, key });
                }
            }
        }
        found
    }

    fn is_renamed(&self, old: &Parameter<'a>, new: &Parameter<'a>) -> bool {
        let sites = Pair::new(old.site.clone(), new.site.clone());
        let schemas = sites.get("schema").both();
        old.key.0 == new.key.0
            && sites.old.flag("required") == sites.new.flag("required")
            && schemas
                .is_some_and(|it| self.is_alike(&self.view_pair(it.as_ref().map(slice::from_ref))))
    }

    pub(super) fn parameter(&mut self, at: At, pair: &Pair<Site<'a>>) {
        // They have been paired by the name and the place.
        let here = [&["name", "in", "required", "schema", "content"], WRITING].concat();
        self.keys(at, &PARAMETER, pair, &here);
        self.must_be_sent(
            at,
            pair,
            ["parameter-made-required", "parameter-made-optional"],
        );
        // One that moved is written as its new place wants.
        let keys = WRITING.iter().filter(|_| pair.get("in").same());
        for key in keys {
            let settings = pair.as_ref().map(|site| setting(site, key));
            if settings.old == settings.new {
                continue;
            }
            let mut sides = pair.get(key);
            if sides.old.is_none() && sides.new.is_none() {
                sides = pair.sides();
            }
            let effect = match *key {
                "allowReserved" | "allowEmptyValue" if settings.new == "true" => Effect::Widens,
                "allowReserved" | "allowEmptyValue" => Effect::Narrows,
                _ => Effect::Other,
            };
            let what = format!("`{key}`: {} → {}", settings.old, settings.new);
            self.report_as(at, "parameter-encoding-changed", effect, sides, what);
        }
        self.held(at, pair, "parameter-form-changed");
    }

    /// Compares what a parameter or a header holds: a schema, or a media type.
    pub(super) fn held(&mut self, at: At, pair: &Pair<Site<'a>>, code: &'static str) {
        if let Some(pair) = pair.get("schema").both() {
            self.schemas(at, &pair, false);
        }
        if let Some(pair) = pair.get("content").both() {
            self.content(at, &pair, true);
        }
        let form = |site: &Site<'a>| {
            ["schema", "content"]
                .into_iter()
                .find(|key| site.get(key).is_some())
        };
        let forms = pair.as_ref().map(|site| form(site).unwrap_or("nothing"));
        if forms.old != forms.new {
            let what = format!("is described by `{}`, not by `{}`", forms.new, forms.old);
            self.report(at, code, pair.sides(), what);
        }
    }

    /// Whether callers have to send something: it was optional and is required, or the reverse.
    fn must_be_sent(&mut self, at: At, pair: &Pair<Site<'a>>, codes: [&'static str; 2]) {
        let (code, what) = match (pair.old.flag("required"), pair.new.flag("required")) {
            (false, true) => (codes[0], "is required now"),
            (true, false) => (codes[1], "is optional now"),
            _ => return,
        };
        let keys = pair.get("required");
        let sides = keys.zip(pair.sides()).map(|(key, whole)| key.or(whole));
        self.report(at, code, sides, what);
    }

    /// Compares the bodies of an operation's requests.
    pub(super) fn body(&mut self, at: At, sides: &Sides<'a>) {
        if let Some(pair) = sides.both() {
            return self.part(at, &REQUEST_BODY, &pair);
        }
        let required = sides.new.as_ref().map(|new| {
            self.documents()
                .new
                .resolve(new, Kind::RequestBody)
                .flag("required")
        });
        let (code, what) = match (&sides.old, required) {
            (Some(_), _) => ("body-removed", "was removed"),
            (_, Some(true)) => ("required-body-added", "was added, and is required"),
            (_, Some(false)) => ("body-added", "was added, and is optional"),
            _ => return,
        };
        self.report(at, code, sides.clone(), what);
    }

    pub(super) fn request_body(&mut self, at: At, pair: &Pair<Site<'a>>) {
        self.keys(at, &REQUEST_BODY, pair, &["required", "content"]);
        self.must_be_sent(at, pair, ["body-made-required", "body-made-optional"]);
        let content = pair.get("content");
        match content.both() {
            Some(pair) => self.content(at, &pair, true),
            None => self.unclassified(at, "content", &content),
        }
    }

    /// Compares the media types of a body, and the body in each of them.
    pub(super) fn content(&mut self, at: At, pair: &Pair<Site<'a>>, is_sent: bool) {
        let known = chosen(&pair.old);
        let is_kept = known.is_some_and(|known| pair.new.get(known).is_some());
        for key in pair.sides().keys() {
            let sides = pair.get(key);
            if let Some(pair) = sides.both() {
                self.media_type(at, &pair);
            } else if sides.old.is_none() {
                let effect = if is_sent || !is_kept {
                    Effect::Widens
                } else {
                    Effect::Narrows
                };
                let what = format!("`{key}` was added");
                self.report_as(at, "media-type-added", effect, sides, what);
            } else {
                let effect = match (is_sent, known == Some(key)) {
                    (true, false) => Effect::Nothing,
                    (false, true) => Effect::Widens,
                    _ => Effect::Narrows,
                };
                let what = format!("`{key}` was removed");
                self.report_as(at, "media-type-removed", effect, sides, what);
            }
        }
    }

    pub(super) fn media_type(&mut self, at: At, pair: &Pair<Site<'a>>) {
        self.keys(at, &MEDIA_TYPE, pair, &["schema", "encoding"]);
        let schema = pair.get("schema");
        match (&schema.old, &schema.new) {
            (Some(old), Some(new)) => self.schemas(at, &Pair::new(old.clone(), new.clone()), false),
            (None, Some(_)) => self.report(at, "schema-added", schema, "has a schema now"),
            (Some(_), None) => self.report(at, "schema-removed", schema, "has no schema now"),
            (None, None) => {}
        }
        // Only multipart and form bodies have encodings: those of requests.
        let encoding = pair.get("encoding");
        for name in encoding.keys() {
            let sides = encoding.get(name);
            if let Some(pair) = sides.both() {
                self.keys(at, &ENCODING, &pair, &[]);
            } else {
                let what = sides.words(&format!("`encoding` of `{name}`"));
                self.report(at, "parameter-encoding-changed", sides, what);
            }
        }
    }

    pub(super) fn header(&mut self, at: At, pair: &Pair<Site<'a>>) {
        self.keys(at, &HEADER, pair, &["required", "schema", "content"]);
        self.must_be_sent(at, pair, ["header-made-required", "header-made-optional"]);
        self.held(at, pair, "header-form-changed");
    }
}

/// The media type of `content` that a client sends or asks for.
fn chosen<'a>(content: &Site<'a>) -> Option<&'a str> {
    let keys = || content.entries().map(|(key, _)| key);
    keys().find(|key| is_json(key)).or_else(|| keys().next())
}

/// How a parameter is written, where nothing says so as well.
fn setting(site: &Site<'_>, key: &str) -> String {
    if let Some(scalar) = site.node.get(key).and_then(|it| it.scalar()) {
        return scalar.text.clone();
    }
    let style = site.text("style").unwrap_or(match site.text("in") {
        Some("query" | "cookie") => "form",
        _ => "simple",
    });
    match key {
        "style" => style.to_owned(),
        "explode" => (style == "form").to_string(),
        _ => false.to_string(),
    }
}

/// Headers have one direction of their own where only programs read them.
pub(super) fn of_header(at: At, is_read: bool) -> At {
    at.only(if is_read {
        Direction::Response
    } else {
        Direction::Header
    })
}
