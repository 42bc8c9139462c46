//! One contract, and the values in it with their places.

use std::{collections::HashSet, rc::Rc};

use crate::{
    diagnostic::Span,
    grammar::{Kind, SECTIONS},
    index::{Index, Resolved, Target},
    text::node::{Node, Value},
};

/// Something of the earlier contract and something of the later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Pair<T> {
    pub(super) old: T,
    pub(super) new: T,
}

/// What may be in either contract, or in both.
pub(super) type Sides<'a> = Pair<Option<Site<'a>>>;

/// One of the two contracts.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) index: Index<'a>,
    /// The components that operations lead to.
    pub(super) reached: HashSet<*const Node>,
}

/// A value of a contract, its key or itself in the text, and the JSON pointer to it.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    pub(super) node: &'a Node,
    pub(super) span: Span,
    pub(super) pointer: Rc<str>,
}

impl<T> Pair<T> {
    pub(super) fn new(old: T, new: T) -> Self {
        Self { old, new }
    }

    pub(super) fn as_ref(&self) -> Pair<&T> {
        Pair::new(&self.old, &self.new)
    }

    pub(super) fn map<U>(self, mut f: impl FnMut(T) -> U) -> Pair<U> {
        Pair::new(f(self.old), f(self.new))
    }

    pub(super) fn zip<U>(self, other: Pair<U>) -> Pair<(T, U)> {
        Pair::new((self.old, other.old), (self.new, other.new))
    }
}

impl<'a> Document<'a> {
    pub(super) fn new(index: Index<'a>) -> Self {
        let mut reached = HashSet::new();
        let mut open: Vec<&Node> = index.root.get("paths").into_iter().collect();
        while let Some(node) = open.pop() {
            node.walk(&mut |node| {
                let target = node.reference().and_then(Node::text);
                let target = target.and_then(Target::around);
                let target = target.and_then(|it| index.component(it.section, it.name));
                open.extend(
                    target
                        .map(|it| &it.value)
                        .filter(|it| reached.insert(std::ptr::from_ref(*it))),
                );
            });
        }
        Self { index, reached }
    }

    pub(super) fn root(&self) -> Site<'a> {
        let node = self.index.root;
        Site {
            node,
            span: node.span,
            pointer: "".into(),
        }
    }

    /// The object of this kind that the value is or refers to; the reference where it leads nowhere.
    pub(super) fn resolve(&self, site: &Site<'a>, kind: Kind) -> Site<'a> {
        let component = || {
            site.node.reference()?;
            let Resolved { name, node } = self.index.resolved(site.node, kind)?;
            let (section, ..) = SECTIONS.iter().find(|(_, known, _)| *known == kind)?;
            let Some(name) = name else {
                // Another place than a component, which is known by what refers to it.
                let (span, pointer) = (site.span, site.pointer.clone());
                return Some(Site {
                    node,
                    span,
                    pointer,
                });
            };
            let entry = self.index.component(section, name)?;
            let pointer = format!("/components/{section}/{}", escaped(name)).into();
            Some(Site {
                node: &entry.value,
                span: entry.key.span,
                pointer,
            })
        };
        component().unwrap_or_else(|| site.clone())
    }
}

impl<'a> Site<'a> {
    fn inside(&self, token: &str, node: &'a Node, span: Span) -> Self {
        let pointer = format!("{}/{}", self.pointer, escaped(token)).into();
        Self {
            node,
            span,
            pointer,
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let entry = self.node.entry(key)?;
        Some(self.inside(key, &entry.value, entry.key.span))
    }

    /// The members of a mapping; none when it is something else.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let site = self.clone();
        let entries = self.node.entries();
        entries.map(move |it| {
            (
                it.key.name(),
                site.inside(it.key.name(), &it.value, it.key.span),
            )
        })
    }

    /// The items of a list; none when it is something else.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let site = self.clone();
        let items = self.node.items().enumerate();
        items.map(move |(at, node)| site.inside(&at.to_string(), node, node.span))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.node.get(key)?.text()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.node.get(key).and_then(Node::flag) == Some(true)
    }

    /// Tells this value from every other one.
    pub(super) fn id(&self) -> *const Node {
        self.node
    }
}

impl<'a> Pair<Site<'a>> {
    pub(super) fn get(&self, key: &str) -> Sides<'a> {
        self.as_ref().map(|site| site.get(key))
    }

    pub(super) fn sides(&self) -> Sides<'a> {
        self.clone().map(Some)
    }
}

impl<'a> Sides<'a> {
    pub(super) fn removed(old: Site<'a>) -> Self {
        Self::new(Some(old), None)
    }

    pub(super) fn added(new: Site<'a>) -> Self {
        Self::new(None, Some(new))
    }

    pub(super) fn get(&self, key: &str) -> Self {
        self.as_ref().map(|site| site.as_ref()?.get(key))
    }

    pub(super) fn both(&self) -> Option<Pair<Site<'a>>> {
        Some(Pair::new(self.old.clone()?, self.new.clone()?))
    }

    /// Whether both say the same, or nothing.
    pub(super) fn same(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => same(old.node, new.node),
            (None, None) => true,
            _ => false,
        }
    }

    /// The keys of both mappings, each once, those of the later one first.
    pub(super) fn keys(&self) -> Vec<&'a str> {
        let mut seen = HashSet::new();
        let sites = self.new.iter().chain(&self.old);
        let keys = sites
            .flat_map(|site| site.node.entries())
            .map(|entry| entry.key.name());
        keys.filter(|key| seen.insert(*key)).collect()
    }

    /// What happened to the value, in words.
    pub(super) fn words(&self, label: &str) -> String {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => format!("{label}: {} → {}", brief(old.node), brief(new.node)),
            (None, Some(new)) => format!("{label} was added: {}", brief(new.node)),
            (Some(old), None) => format!("{label} was removed: it was {}", brief(old.node)),
            (None, None) => label.to_owned(),
        }
    }
}

/// A token of a JSON pointer.
fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

/// Whether two values say the same: `1` is `1.0`, and the order of keys is no matter.
pub(super) fn same(old: &Node, new: &Node) -> bool {
    match (&old.value, &new.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(old, new)| same(old, new))
        }
        (Value::Map(one), Value::Map(other)) => {
            one.len() == other.len()
                && one.iter().all(|entry| {
                    new.get(entry.key.name())
                        .is_some_and(|new| same(&entry.value, new))
                })
        }
        (Value::Scalar(one), Value::Scalar(other)) => match (old.integer(), new.integer()) {
            (Some(old), Some(new)) => old == new,
            _ => match (old.number(), new.number()) {
                (Some(old), Some(new)) => old.total_cmp(&new).is_eq(),
                _ => one.typed == other.typed && one.text == other.text,
            },
        },
        _ => false,
    }
}

/// A value in a few words.
pub(super) fn brief(node: &Node) -> String {
    const LONGEST: usize = 60;
    let json = node.to_json();
    let text = json
        .as_str()
        .map_or_else(|| json.to_string(), str::to_owned);
    let text = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    if json.is_boolean() || json.is_number() || json.is_null() {
        text
    } else {
        format!("`{text}`")
    }
}
