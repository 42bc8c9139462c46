//! Everything in a contract that rules look at: each value with its shape and its owner, the
//! operations and the components.

pub(crate) mod media;
pub(crate) mod operation;
pub mod schema;
pub(crate) mod server;
pub(crate) mod spelling;
pub(crate) mod style;

use std::{
    collections::{HashMap, HashSet},
    fmt, iter, ptr,
    sync::{Mutex, OnceLock},
};

use percent_encoding::percent_decode_str;
use regress::Regex;

use crate::{
    grammar::{APIS, CONTRACT, Kind, METHODS, SECTIONS, Shape},
    index::{media::json_schema, operation::Operation, server::ServerVariable},
    text::node::{Entry, Key, Node, unescaped},
};

/// The contract, laid out for those who look things up in it: its operations and components, with
/// every `$ref` followed in one place.
#[derive(Debug)]
pub struct Index<'a> {
    pub(crate) root: &'a Node,
    /// Every value that has a shape, each after the one it stands in.
    pub(crate) sites: Vec<Site<'a>>,
    /// Which of them are objects that are written in place, by kind.
    objects: HashMap<Kind, Vec<usize>>,
    /// Every operation, in the order of the text.
    pub operations: Vec<Operation<'a>>,
    components: HashMap<(&'static str, &'a str), &'a Entry>,
    /// References to what is no component, until it is visited.
    loose: Vec<(Site<'a>, &'a str)>,
    /// Whether two schemas can tie, by their addresses; see the rule `union-tie`.
    pub(crate) ties: Mutex<HashMap<[usize; 2], bool>>,
    /// The patterns of its schemas, each read once, when one is needed.
    pub(crate) patterns: OnceLock<HashMap<String, Regex>>,
}

/// What a value is or refers to.
#[derive(Clone, Copy, Debug)]
pub struct Resolved<'a> {
    /// Name of the component, when the value refers to one; nothing when it is written in place, or
    /// refers to a place that is no component.
    pub name: Option<&'a str>,
    /// The object itself.
    pub node: &'a Node,
}

/// A value, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site<'a> {
    pub(crate) node: &'a Node,
    /// The key it stands under, unless it is in a list.
    pub(crate) key: Option<&'a Key>,
    pub(crate) shape: Shape,
    pub(crate) owner: Owner<'a>,
    /// Index of the site that it stands in.
    pub(crate) parent: Option<usize>,
}

/// The part of the contract that something belongs to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Owner<'a> {
    Contract,
    Path {
        path: &'a str,
    },
    Operation {
        method: &'a str,
        path: &'a str,
        id: Option<&'a str>,
    },
    /// The list of all components of one kind, or of all APIs.
    Section(&'static str),
    /// What a section holds under this name.
    Component(&'static str, &'a str),
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Contract | Self::Section(APIS) => write!(f, "the contract"),
            Self::Path { path } => write!(f, "path `{path}`"),
            Self::Operation { id: Some(id), .. } => write!(f, "operation `{id}`"),
            Self::Operation { method, path, .. } => {
                write!(f, "operation `{} {path}`", method.to_uppercase())
            }
            Self::Section(section) => write!(f, "components `{section}`"),
            Self::Component(section, name) => {
                let known = SECTIONS.iter().find(|(known, ..)| known == section);
                let label = known.map_or("API", |(.., label)| label);
                write!(f, "{label} `{name}`")
            }
        }
    }
}

impl<'a> Owner<'a> {
    /// The full name of an operation or a component.
    pub(crate) fn name(self) -> Option<&'a str> {
        match self {
            Self::Operation { id, .. } => id,
            Self::Component(_, name) => Some(name),
            _ => None,
        }
    }
}

/// The API in whose namespace a name is, and the name inside it.
pub fn split_name(name: &str) -> Option<(&str, &str)> {
    name.split_once('.')
}

impl Site<'_> {
    /// The token that stands for the whole value: its key, or the value itself in a list.
    pub(crate) fn head(&self) -> super::Span {
        self.key.map_or(self.node.span, |key| key.span)
    }

    /// Whether the value stands elsewhere.
    pub(crate) fn is_reference(&self) -> bool {
        matches!(self.shape, Shape::Referable(_)) && self.node.reference().is_some()
    }
}

impl<'a> Index<'a> {
    pub(crate) fn new(root: &'a Node) -> Self {
        let mut index = Self {
            root,
            sites: Vec::new(),
            objects: HashMap::new(),
            operations: Vec::new(),
            components: HashMap::new(),
            loose: Vec::new(),
            ties: Mutex::default(),
            patterns: OnceLock::new(),
        };
        index.visit(Site {
            node: root,
            key: None,
            shape: Shape::Object(&CONTRACT),
            owner: Owner::Contract,
            parent: None,
        });
        index.visit_loose();
        for (place, site) in index.sites.iter().enumerate() {
            if let Some(object) = site.shape.object().filter(|_| !site.is_reference()) {
                index.objects.entry(object.kind).or_default().push(place);
            }
        }
        index
    }

    /// Visits what references lead to where the grammar does not: in an extension, say.
    fn visit_loose(&mut self) {
        let mut known: HashSet<*const Node> = HashSet::new();
        let mut seen = 0;
        while let Some((site, reference)) = self.loose.pop() {
            known.extend(self.sites[seen..].iter().map(|it| ptr::from_ref(it.node)));
            seen = self.sites.len();
            let target = self.target(reference);
            if let Some(node) = target.filter(|node| !known.contains(&ptr::from_ref(*node))) {
                let (key, parent) = (None, None);
                self.visit(Site {
                    node,
                    key,
                    parent,
                    ..site
                });
            }
        }
    }

    /// The values that are objects of this kind and written in place.
    pub(crate) fn objects(&self, kind: Kind) -> impl Iterator<Item = &Site<'a>> {
        let places = self.objects.get(&kind).into_iter().flatten();
        places.map(|place| &self.sites[*place])
    }

    /// The components of one section (`schemas`, say), in the order of the text.
    pub fn section(&self, section: &str) -> impl Iterator<Item = &'a Entry> {
        let components = self.root.get("components").into_iter();
        components.flat_map(move |components| components.entries_of(section))
    }

    /// The component of this name in one section; a reference may have the name in escapes.
    pub fn component(&self, section: &str, name: &str) -> Option<&'a Entry> {
        let find = |name: &str| self.components.get(&(section, name)).copied();
        find(name).or_else(|| {
            let name = percent_decode_str(name).decode_utf8().ok()?;
            find(&unescaped(&name))
        })
    }

    /// The object of this kind that `node` is or refers to; nothing when the references lead
    /// nowhere or round in a circle.
    pub(crate) fn resolve(&self, node: &'a Node, kind: Kind) -> Option<&'a Node> {
        self.resolved(node, kind).map(|resolved| resolved.node)
    }

    /// The same, with the name of the component at the end of the references.
    pub(crate) fn resolved(&self, node: &'a Node, kind: Kind) -> Option<Resolved<'a>> {
        let (own, ..) = SECTIONS.iter().find(|(_, known, _)| *known == kind)?;
        let (mut node, mut name, mut seen) = (node, None, Vec::new());
        while let Some(reference) = node.reference() {
            if seen.contains(&ptr::from_ref(node)) {
                return None;
            }
            seen.push(ptr::from_ref(node));
            let text = reference.text()?;
            node = match Target::parse(text).filter(|target| target.section == *own) {
                Some(Target {
                    section,
                    name: component,
                }) => {
                    let entry = self.component(section, component)?;
                    name = Some(entry.key.name());
                    &entry.value
                }
                None => self.target(text)?,
            };
        }
        Some(Resolved { name, node })
    }

    /// What a `$ref` to any place inside the contract leads to.
    pub(crate) fn target(&self, reference: &str) -> Option<&'a Node> {
        let pointer = percent_decode_str(reference.strip_prefix('#')?);
        let (_, node) = self.root.at(&pointer.decode_utf8().ok()?)?;
        Some(node)
    }

    /// The schema that `node` is or refers to.
    pub fn schema(&self, node: &'a Node) -> Option<Resolved<'a>> {
        self.resolved(node, Kind::Schema)
    }

    /// The schema itself and the members of its `allOf`, at any depth, each resolved.
    pub fn parts(&self, schema: &'a Node) -> Vec<&'a Node> {
        let parts = schema::composed(schema, &["allOf"], self);
        parts.into_iter().flatten().collect()
    }

    /// The response header that `node` is or refers to.
    pub fn header(&self, node: &'a Node) -> Option<Resolved<'a>> {
        self.resolved(node, Kind::Header)
    }

    /// The entry of `examples` that `node` is or refers to.
    pub fn example(&self, node: &'a Node) -> Option<Resolved<'a>> {
        self.resolved(node, Kind::Example)
    }

    /// What the contract says of an API in `x-apis`.
    pub fn api(&self, name: &str) -> Option<&'a Node> {
        self.root.get(APIS)?.get(name)
    }

    /// URL of the first server of the contract itself: as written, with variables or relative.
    pub fn server(&self) -> Option<&'a str> {
        server::first(self.root)?.word("url")
    }

    /// The variables in that URL.
    pub fn server_variables(&self) -> Vec<ServerVariable<'a>> {
        server::first(self.root).map_or_else(Vec::new, server::variables)
    }

    /// The schema of the JSON body that `body` is, or refers to the description of.
    pub(crate) fn body_schema(&self, body: &'a Node, kind: Kind) -> Option<&'a Node> {
        json_schema(self.resolve(body, kind)?)
    }

    /// The names of the APIs, which are the namespaces.
    pub fn apis(&self) -> impl Iterator<Item = &'a str> {
        self.root.entries_of(APIS).map(|entry| entry.key.name())
    }

    /// The values of a discriminator that mean a member of its union: those of the mapping, else the name of
    /// the member's component, without the namespace of its API and with it.
    pub fn tags(&self, discriminator: &'a Node, member: &'a Node) -> Vec<&'a str> {
        let Some(Target { name, .. }) = Target::of(member) else {
            return Vec::new();
        };
        let mapped = Target::mapped(discriminator).filter(|(_, target)| target.name == name);
        let mapped: Vec<_> = mapped.map(|(tag, _)| tag).collect();
        if !mapped.is_empty() {
            return mapped;
        }
        let local = split_name(name).filter(|(api, _)| self.api(api).is_some());
        local
            .map(|(_, local)| local)
            .into_iter()
            .chain([name])
            .collect()
    }

    pub(crate) fn parent(&self, site: &Site<'a>) -> Option<&Site<'a>> {
        site.parent.map(|index| &self.sites[index])
    }

    /// Whether the value is a component, not a part of one.
    pub(crate) fn is_component(&self, site: &Site<'a>) -> bool {
        self.parent(site)
            .is_some_and(|parent| matches!(parent.owner, Owner::Section(_)))
    }

    /// Whether the value is the schema of a property.
    pub(crate) fn is_property(&self, site: &Site<'a>) -> bool {
        let map = self.parent(site).filter(|_| site.shape.is(Kind::Schema));
        map.is_some_and(|map| {
            let is_map = matches!(map.shape, Shape::Map(..));
            is_map && map.key.is_some_and(|key| key.name() == "properties")
        })
    }

    pub(crate) fn is_inside(&self, site: &Site<'a>, kind: Kind) -> bool {
        let mut outer = iter::successors(self.parent(site), |site| self.parent(site));
        outer.any(|site| site.shape.is(kind))
    }

    fn visit(&mut self, site: Site<'a>) {
        let index = self.sites.len();
        let node = site.node;
        let site = Site {
            shape: site.shape.chosen_by(&node.value),
            ..site
        };
        self.sites.push(site);
        if site.is_reference() {
            // What stands beside a `$ref` is ignored; a rule refuses it.
            let text = node.reference().and_then(Node::text);
            let text = text.filter(|text| Target::parse(text).is_none());
            self.loose.extend(text.map(|text| (site, text)));
            return;
        }
        let parent = Some(index);
        for entry in node.entries() {
            let Entry { key, value } = entry;
            if let Some(shape) = site.shape.under(key.name()) {
                let owner = self.owner_inside(&site, entry);
                self.visit(Site {
                    node: value,
                    key: Some(key),
                    shape,
                    owner,
                    parent,
                });
            }
        }
        if let Shape::List(shape) = site.shape {
            for node in node.items() {
                self.visit(Site {
                    node,
                    key: None,
                    shape: *shape,
                    parent,
                    ..site
                });
            }
        }
    }

    /// The owner of a value inside another; notes the value when it is a component or an operation.
    fn owner_inside(&mut self, site: &Site<'a>, entry: &'a Entry) -> Owner<'a> {
        let (key, value) = (&entry.key, &entry.value);
        let name = key.name();
        match (site.shape.object().map(|object| object.kind), site.owner) {
            (Some(Kind::Contract), _) if name == APIS => Owner::Section(APIS),
            (Some(Kind::Components), owner) => {
                let section = SECTIONS.iter().find(|(section, ..)| *section == name);
                section.map_or(owner, |(section, ..)| Owner::Section(section))
            }
            (None, Owner::Section(section)) => {
                self.components.entry((section, name)).or_insert(entry);
                Owner::Component(section, name)
            }
            (Some(Kind::Paths), _) => Owner::Path { path: name },
            (Some(Kind::PathItem), Owner::Path { path }) if METHODS.contains(&name) => {
                let owner = Owner::Operation {
                    method: name,
                    path,
                    id: value.word("operationId"),
                };
                self.operations.push(Operation {
                    node: value,
                    method: key,
                    // A fragment only tells operations of one path apart; it is never sent.
                    path: path.split('#').next().unwrap_or(path),
                    item: site.node,
                    owner,
                });
                owner
            }
            (_, owner) => owner,
        }
    }
}

/// What a `$ref` inside the contract points to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target<'a> {
    pub(crate) section: &'a str,
    pub(crate) name: &'a str,
}

impl<'a> Target<'a> {
    /// Reads `#/components/<section>/<name>`, and nothing else.
    pub(crate) fn parse(reference: &'a str) -> Option<Self> {
        let (section, name) = reference.strip_prefix("#/components/")?.split_once('/')?;
        (!name.contains('/')).then_some(Self { section, name })
    }

    /// The component that a node refers to.
    pub(crate) fn of(node: &'a Node) -> Option<Self> {
        Self::parse(node.reference()?.text()?)
    }

    /// The values of a discriminator's `mapping`, each with the schema that it names.
    pub(crate) fn mapped(discriminator: &'a Node) -> impl Iterator<Item = (&'a str, Self)> {
        let entries = discriminator.entries_of("mapping");
        entries.filter_map(|Entry { key, value }| {
            let (name, section) = (value.text()?, "schemas");
            let target = Self::parse(name).unwrap_or(Self { section, name });
            Some((key.name(), target))
        })
    }

    /// The component that a reference leads to, or into.
    pub(crate) fn around(reference: &'a str) -> Option<Self> {
        let (section, rest) = reference.strip_prefix("#/components/")?.split_once('/')?;
        let name = rest.split('/').next()?;
        Some(Self { section, name })
    }
}
