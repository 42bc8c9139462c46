//! One contract as JSON, and the values in it with their places.

use serde_json::Value;

use contract::{Contract, Span};

/// No chain of references without a circle is longer.
const MAX_REFERENCES: usize = 64;

/// One of the two contracts.
#[derive(Debug)]
pub(super) struct Document<'a> {
    pub(super) contract: &'a Contract,
    pub(super) root: &'a Value,
}

/// A value of a contract, and the JSON pointer that leads to it.
#[derive(Clone, Debug)]
pub(super) struct Site<'a> {
    pub(super) value: &'a Value,
    pub(super) pointer: String,
}

/// Two values that stand for each other.
#[derive(Clone, Debug)]
pub(super) struct Both<'a> {
    pub(super) old: Site<'a>,
    pub(super) new: Site<'a>,
}

/// Something that may be in either contract, or in both.
#[derive(Clone, Debug)]
pub(super) struct Sides<'a> {
    pub(super) old: Option<Site<'a>>,
    pub(super) new: Option<Site<'a>>,
}

impl<'a> Document<'a> {
    pub(super) fn new(contract: &'a Contract, root: &'a Value) -> Self {
        Self { contract, root }
    }

    pub(super) fn root(&self) -> Site<'a> {
        Site {
            value: self.root,
            pointer: String::new(),
        }
    }

    /// What a `$ref` at this value leads to; nothing when there is none or it leads nowhere.
    pub(super) fn target(&self, site: &Site<'a>) -> Option<Site<'a>> {
        let pointer = site.value.get("$ref")?.as_str()?.strip_prefix('#')?;
        let value = self.root.pointer(pointer)?;
        let pointer = pointer.to_owned();
        Some(Site { value, pointer })
    }

    /// The value itself, behind all references.
    pub(super) fn resolve(&self, site: &Site<'a>) -> Site<'a> {
        let mut site = site.clone();
        for _ in 0..MAX_REFERENCES {
            match self.target(&site) {
                Some(target) => site = target,
                None => break,
            }
        }
        site
    }

    pub(super) fn locate(&self, pointer: &str) -> Option<Span> {
        self.contract.locate(pointer)
    }
}

impl<'a> Site<'a> {
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(self.inside(key, value))
    }

    fn inside(&self, token: &str, value: &'a Value) -> Self {
        let mut pointer = String::with_capacity(self.pointer.len() + token.len() + 1);
        pointer.push_str(&self.pointer);
        pointer.push('/');
        if token.contains(['~', '/']) {
            pointer.push_str(&token.replace('~', "~0").replace('/', "~1"));
        } else {
            pointer.push_str(token);
        }
        Self { value, pointer }
    }

    /// The members of a mapping; none when it is something else.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&'a str, Self)> + use<'a> {
        let site = self.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(key, value)| (key.as_str(), site.inside(key, value)))
    }

    /// The items of a list; none when it is something else.
    pub(super) fn items(&self) -> impl Iterator<Item = Self> + use<'a> {
        let site = self.clone();
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(move |(index, value)| site.inside(&index.to_string(), value))
    }

    pub(super) fn text(&self, key: &str) -> Option<&'a str> {
        self.value.get(key)?.as_str()
    }

    pub(super) fn flag(&self, key: &str) -> bool {
        self.value.get(key).and_then(Value::as_bool) == Some(true)
    }

    /// Tells this value from every other one of its contract.
    pub(super) fn id(&self) -> *const Value {
        self.value
    }
}

impl<'a> Both<'a> {
    pub(super) fn get(&self, key: &str) -> Sides<'a> {
        Sides {
            old: self.old.get(key),
            new: self.new.get(key),
        }
    }

    pub(super) fn sides(&self) -> Sides<'a> {
        Sides {
            old: Some(self.old.clone()),
            new: Some(self.new.clone()),
        }
    }
}

impl<'a> Sides<'a> {
    pub(super) fn removed(old: Site<'a>) -> Self {
        Self {
            old: Some(old),
            new: None,
        }
    }

    pub(super) fn added(new: Site<'a>) -> Self {
        Self {
            old: None,
            new: Some(new),
        }
    }

    /// The two values, if there are two.
    pub(super) fn both(&self) -> Option<Both<'a>> {
        Some(Both {
            old: self.old.clone()?,
            new: self.new.clone()?,
        })
    }

    /// Whether both say the same, or nothing.
    pub(super) fn same(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => same(old.value, new.value),
            (None, None) => true,
            _ => false,
        }
    }

    /// Old and new value, for messages.
    pub(super) fn arrow(&self) -> String {
        let word = |site: &Option<Site<'_>>| {
            site.as_ref()
                .map_or_else(|| "nothing".to_owned(), |site| brief(site.value))
        };
        format!("{} → {}", word(&self.old), word(&self.new))
    }
}

/// Whether two values say the same: `1` is `1.0`.
pub(super) fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        _ => old == new,
    }
}

/// A value in a few words.
pub(super) fn brief(value: &Value) -> String {
    const LONGEST: usize = 60;
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let text = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    };
    match value {
        Value::Bool(_) | Value::Number(_) | Value::Null => text,
        _ => format!("`{text}`"),
    }
}
