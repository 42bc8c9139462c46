//! Schemas of the contract → types, each schema written in place named after its place.

use std::collections::{HashMap, HashSet};

use contract::{
    Index, Node,
    names::{Case, Scope, inside, member_label},
};
use indexmap::IndexMap;

use super::{
    About, Bound, Constraints, Definition, Extra, Field, Id, Member, Object, Shape, Type, Types,
    Union, Variant,
    constraints::meaning,
    merge::{self, Part},
    schema::{self, Form},
};

/// Names of methods of a generated struct, which no field can have: its setter would be in the way.
const METHODS: &[&str] = &["new"];

/// Names that are written without a path among the types.
const PRELUDE: &[&str] = &[
    "String",
    "Ok",
    "Err",
    "Some",
    "None",
    "IntoList",
    "IntoOption",
    "M",
];

/// Reads the schemas of one API.
pub(crate) struct Reader<'a> {
    index: &'a Index<'a>,
    /// `kirim.`; empty where the contract has no namespaces.
    namespace: String,
    /// The names of types that are given.
    scope: Scope,
    /// Names in Rust of the components.
    names: HashMap<&'a str, String>,
    known: HashMap<&'a str, Type>,
    /// The types of schemas written in place that have names; a component that several operations
    /// use is met several times.
    placed: HashMap<*const Node, Type>,
    types: Types,
}

impl<'a> Reader<'a> {
    /// Reads the component schemas of the API of this name, or all where there is one API only; and
    /// nothing else yet.
    pub(crate) fn new(index: &'a Index<'a>, api: Option<&str>) -> Self {
        let namespace = api.map(|api| format!("{api}.")).unwrap_or_default();
        let own = |name: &'a str| Some((name, name.strip_prefix(&namespace)?));
        let components: Vec<_> = index
            .section("schemas")
            .filter_map(|entry| own(entry.key.name()))
            .collect();
        let mut scope = Scope::new(Case::Pascal, PRELUDE);
        let names = scope.name_all(components.iter().map(|(_, short)| (*short, None)));
        let full = components.iter().map(|(full, _)| *full);
        let mut reader = Self {
            index,
            namespace,
            scope,
            names: full.clone().zip(names).collect(),
            known: HashMap::new(),
            placed: HashMap::new(),
            types: Types::default(),
        };
        // What is only a part of others is no type.
        let mut shared = HashSet::new();
        for entry in index.section("schemas") {
            merge::shared(index, &entry.value, &mut shared);
        }
        for name in full.filter(|it| !shared.contains(it)).collect::<Vec<_>>() {
            reader.component(name);
        }
        reader
    }

    /// The types, after everything was read.
    pub(crate) fn finish(self) -> Types {
        self.types
    }

    /// The type of the values that `node` describes; `name` names it if it has to have a name.
    pub(crate) fn type_of(&mut self, node: &'a Node, name: &dyn Fn() -> String) -> Type {
        let Some(schema) = self.index.schema(node) else {
            return Type::Any;
        };
        let is_nullable = schema::is_nullable(self.index, node);
        let ty = match schema.name {
            Some(component) => self.component(component),
            None => self.placed(schema.node, name),
        };
        ty.nullable(is_nullable)
    }

    /// The type of a schema that is no component; a `$ref` may lead to it.
    fn placed(&mut self, node: &'a Node, name: &dyn Fn() -> String) -> Type {
        if let Some(known) = self.placed.get(&std::ptr::from_ref(node)) {
            return known.clone();
        }
        // What holds itself and has no name is any value.
        self.placed.insert(node, Type::Any);
        let ty = match merge::wrapped(self.index, node) {
            Some(member) => self.type_of(member, name),
            None => self.in_place(&self.parts(node), name, Some(node)),
        };
        self.placed.insert(node, ty.clone());
        ty
    }

    /// The type of a parameter: limits of text become a type that checks them.
    pub(crate) fn parameter(
        &mut self,
        node: &'a Node,
        about: &About,
        name: &dyn Fn() -> String,
    ) -> Type {
        let known = self.placed.get(&std::ptr::from_ref(node)).cloned();
        let ty = known
            .unwrap_or_else(|| self.type_of(node, name))
            .value()
            .clone();
        if ty != Type::Text {
            return ty;
        }
        let limits = self.bounds(node, &ty).into_iter();
        let mut limits: Vec<_> = limits.filter_map(Bound::own).collect();
        if limits.is_empty() {
            return ty;
        }
        // What is said of one of several is not meant of the others.
        if let [only] = &mut limits[..]
            && only.pattern.is_some()
        {
            let meaning = about.description.as_deref().and_then(meaning);
            only.meaning = meaning.or(only.meaning.take());
        }
        let rust = self.scope.claim(&name());
        let id = self.reserve(rust, None, about.clone());
        self.types.get_mut(id).shape = Shape::Newtype(ty, limits);
        self.placed.insert(node, Type::Named(id));
        Type::Named(id)
    }

    /// The name of a component without its namespace.
    pub(crate) fn local<'n>(&self, component: &'n str) -> &'n str {
        component.strip_prefix(&self.namespace).unwrap_or(component)
    }

    /// A name for a type that others than this reader make.
    pub(crate) fn claim(&mut self, name: &str) -> String {
        self.scope.claim(name)
    }

    fn parts(&self, node: &'a Node) -> Vec<Part<'a>> {
        let mut parts = Vec::new();
        merge::parts(self.index, node, &mut parts);
        parts
    }

    /// The type of a component.
    fn component(&mut self, name: &'a str) -> Type {
        if let Some(known) = self.known.get(name) {
            return known.clone();
        }
        let entry = self.index.component("schemas", name);
        let Some(schema) = entry.and_then(|entry| self.index.schema(&entry.value)) else {
            return Type::Any;
        };
        // A circle of components is refused by a rule of the contract.
        self.known.insert(name, Type::Any);
        let member = merge::wrapped(self.index, schema.node);
        let ty = match (schema.name, member.filter(|it| it.reference().is_some())) {
            (Some(other), _) => self.component(other),
            (None, Some(other)) => {
                let rust = self.names.get(name).cloned().unwrap_or_default();
                self.type_of(other, &|| rust.clone())
            }
            (None, None) => self.define(name, schema.node, member.unwrap_or(schema.node)),
        };
        self.known.insert(name, ty.clone());
        ty
    }

    /// The type of a component that is `node`, of which `inner` says what its values are.
    fn define(&mut self, name: &'a str, node: &'a Node, inner: &'a Node) -> Type {
        let parts = self.parts(inner);
        let rust = match self.names.get(name) {
            Some(rust) => rust.clone(),
            // A component of another API, which a rule refuses where there are namespaces.
            None => return self.in_place(&parts, &|| name.to_owned(), Some(inner)),
        };
        let short = self.local(name);
        let mut about = schema::about(&parts);
        about.description = About::of(node).description.or(about.description);
        let id = self.reserve(rust.clone(), Some(short.to_owned()), about);
        self.known.insert(name, Type::Named(id));
        let form = schema::form(self.index, &parts);
        let shape = self.shape(form, &parts, &rust);
        self.set(id, shape, &parts);
        Type::Named(id)
    }

    /// The type of a schema written in place, which is `node` if it is one alone.
    fn in_place(
        &mut self,
        parts: &[Part<'a>],
        name: &dyn Fn() -> String,
        node: Option<&'a Node>,
    ) -> Type {
        let form = schema::form(self.index, parts);
        let needs_name = match &form {
            Form::Union { members, .. } => members.len() > 1,
            Form::Enum(_) | Form::Object => true,
            _ => false,
        };
        if !needs_name {
            // Only what needs a name is a shape.
            return self.shape(form, parts, &name()).err().unwrap_or(Type::Any);
        }
        let rust = self.scope.claim(&name());
        let id = self.reserve(rust.clone(), None, schema::about(parts));
        if let Some(node) = node {
            self.placed.insert(node, Type::Named(id));
        }
        let shape = self.shape(form, parts, &rust);
        self.set(id, shape, parts);
        Type::Named(id)
    }

    /// Gives a definition its shape, or the type that it is, and what its parts ask of it as a whole.
    fn set(&mut self, id: Id, shape: Result<Shape, Type>, parts: &[Part<'a>]) {
        let shape = shape.unwrap_or_else(|ty| Shape::Newtype(ty, Vec::new()));
        let bounds = match &shape {
            Shape::Newtype(ty, _) => self.bounds_of(parts, ty),
            Shape::Object(_) => {
                let mut bounds = self.bounds_of(parts, &Type::Map(Box::new(Type::Any)));
                // Its fields have those of the values.
                bounds.retain(|it| matches!(it, Bound::Own(_)));
                bounds
            }
            Shape::Enum(_) | Shape::Union(_) => Vec::new(),
        };
        let definition = self.types.get_mut(id);
        (definition.shape, definition.bounds) = (shape, bounds);
    }

    /// A definition whose shape follows.
    fn reserve(&mut self, name: String, component: Option<String>, about: About) -> Id {
        self.types.add(Definition {
            name,
            component,
            about,
            shape: Shape::Newtype(Type::Any, Vec::new()),
            in_requests: false,
            in_responses: false,
            in_unions: false,
            bounds: Vec::new(),
            is_checked: false,
        })
    }

    /// What a schema asks of values of its type `ty` when they are sent.
    pub(crate) fn bounds(&self, node: &'a Node, ty: &Type) -> Vec<Bound> {
        match ty.value() {
            Type::Named(_) => Vec::new(),
            ty => self.bounds_of(&self.parts(node), ty),
        }
    }

    fn bounds_of(&self, parts: &[Part<'a>], ty: &Type) -> Vec<Bound> {
        let parts = self.with_only_members(parts);
        let own = parts.iter().map(|part| Constraints::of(part.node));
        let mut bounds: Vec<_> = own.filter(|it| it.apply_to(ty)).map(Bound::Own).collect();
        let each = match ty {
            Type::List(inner) => Some(("items", inner)),
            Type::Map(inner) => Some(("additionalProperties", inner)),
            // Whatever else, a number is not infinite.
            Type::Float(_) if bounds.is_empty() => {
                bounds.push(Bound::Own(Constraints::default()));
                None
            }
            _ => None,
        };
        if let Some((key, inner)) = each {
            let each = parts.iter().filter_map(|part| part.node.get(key));
            let each = each.flat_map(|node| self.bounds(node, inner));
            bounds.extend(each.map(|it| Bound::Each(Box::new(it))));
        }
        bounds
    }

    /// The parts of a schema, with those of the members that their `oneOf` and `anyOf` have alone.
    fn with_only_members(&self, parts: &[Part<'a>]) -> Vec<Part<'a>> {
        let mut all = parts.to_vec();
        let mut at = 0;
        while let Some(part) = all.get(at) {
            if !part.without_union
                && let Some(member) = schema::only_member(self.index, part.node)
            {
                merge::parts(self.index, member, &mut all);
            }
            at += 1;
        }
        all
    }

    /// The shape of what needs a name, called `rust`; the type of what does not.
    fn shape(&mut self, form: Form<'a>, parts: &[Part<'a>], rust: &str) -> Result<Shape, Type> {
        // The `_` after a name that was taken would stand inside those of its parts.
        let rust = rust.trim_end_matches('_');
        match form {
            Form::Union { members, base } => self.union(&members, &base, parts, rust),
            Form::Enum(values) => Ok(Shape::Enum(variants(&values, parts))),
            Form::Object => Ok(Shape::Object(self.object(parts, rust))),
            Form::Map => {
                let values = self.additional(parts, || inside(rust, "value"));
                Err(Type::Map(Box::new(values.unwrap_or(Type::Any))))
            }
            Form::List => {
                let items = parts.iter().find_map(|part| part.node.get("items"));
                let name = || inside(rust, "item");
                let item = items.map_or(Type::Any, |items| self.type_of(items, &name));
                Err(Type::List(Box::new(item)))
            }
            Form::Scalar(word) => Err(scalar(word, parts)),
            Form::Any => Err(Type::Any),
        }
    }

    /// The properties of a form that is sent, each with its schema; nothing unless it is an object of
    /// listed properties.
    pub(crate) fn form(&mut self, node: &'a Node, rust: &str) -> Option<Vec<(Field, &'a Node)>> {
        let parts = self.parts(node);
        let form = schema::form(self.index, &parts);
        let object = matches!(form, Form::Object).then(|| self.object(&parts, rust))?;
        let schema = |wire: &str| {
            parts
                .iter()
                .find_map(|it| it.node.get("properties")?.get(wire))
        };
        let fields = object.fields.into_iter().filter(|it| !it.read_only);
        Some(
            fields
                .filter_map(|it| {
                    let schema = schema(&it.wire)?;
                    Some((it, schema))
                })
                .collect(),
        )
    }

    /// Whether values of a type have parts that have parts themselves.
    pub(crate) fn is_nested(&self, ty: &Type) -> bool {
        let parts = self.parts_of(ty);
        parts.into_iter().any(|it| !self.parts_of(it).is_empty())
    }

    /// The types of items and properties.
    fn parts_of<'t>(&'t self, ty: &'t Type) -> Vec<&'t Type> {
        match ty.value() {
            Type::List(inner) | Type::Map(inner) => vec![inner],
            Type::Named(id) => match &self.types.get(*id).shape {
                Shape::Newtype(Type::List(inner) | Type::Map(inner), _) => vec![inner],
                Shape::Object(_) => self.types.get(*id).inner(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    fn object(&mut self, parts: &[Part<'a>], rust: &str) -> Object {
        let mut properties: IndexMap<&'a str, Vec<&'a Node>> = IndexMap::new();
        let mut owners = HashMap::new();
        for part in parts {
            for entry in part
                .node
                .get("properties")
                .into_iter()
                .flat_map(Node::entries)
            {
                let component = part.component.and_then(|it| self.names.get(it));
                let owner = component.map_or(rust, String::as_str).to_owned();
                owners.entry(entry.key.name()).or_insert(owner);
                properties
                    .entry(entry.key.name())
                    .or_default()
                    .push(&entry.value);
            }
        }
        let required: Vec<&str> = parts
            .iter()
            .flat_map(|part| part.node.get("required").into_iter().flat_map(Node::items))
            .filter_map(Node::text)
            .collect();
        let mut scope = Scope::new(Case::Snake, METHODS);
        let given = |nodes: &[&'a Node]| nodes.iter().find_map(|it| it.get("x-rust-name")?.text());
        let names = scope.name_all(properties.iter().map(|(wire, nodes)| (*wire, given(nodes))));
        let mut fields = Vec::with_capacity(names.len());
        for ((wire, nodes), field) in properties.iter().zip(names) {
            // What several components share is named after the one in which it is written.
            let owner = owners.get(wire).filter(|_| nodes.len() == 1);
            let owner = owner.map_or(rust, String::as_str);
            let name = || inside(owner, wire);
            let ty = self.property(nodes, &name);
            fields.push(self.field(wire, field, ty, nodes, required.contains(wire)));
        }
        let extra = self.additional(parts, || inside(rust, "extra value"));
        let extra = extra.map(|ty| {
            let mut bounds = self.bounds_of(parts, &Type::Map(Box::new(ty.clone())));
            // The number of properties counts those that are listed too.
            bounds.retain(|bound| matches!(bound, Bound::Each(_)));
            let rust = scope.claim("extra");
            Extra { rust, ty, bounds }
        });
        Object { fields, extra }
    }

    /// The type of a property, which several members of `allOf` may describe.
    fn property(&mut self, nodes: &[&'a Node], name: &dyn Fn() -> String) -> Type {
        if let [node] = nodes {
            return self.type_of(node, name);
        }
        let mut parts = Vec::new();
        for node in nodes {
            merge::parts(self.index, node, &mut parts);
        }
        let is_nullable = nodes
            .iter()
            .all(|node| schema::is_nullable(self.index, node));
        let components: Vec<_> = nodes.iter().map(|it| self.index.schema(it)).collect();
        let first = components.first().copied().flatten().and_then(|it| it.name);
        let same = components
            .iter()
            .all(|it| it.and_then(|it| it.name) == first);
        let ty = match first.filter(|_| same) {
            Some(component) => self.component(component),
            None => self.in_place(&parts, name, None),
        };
        ty.nullable(is_nullable)
    }

    fn field(
        &self,
        wire: &str,
        rust: String,
        ty: Type,
        nodes: &[&'a Node],
        required: bool,
    ) -> Field {
        let mut about = About::default();
        let says = |key: &str| {
            let resolved = nodes.iter().filter_map(|it| self.index.schema(it));
            let mut flags = resolved.filter_map(|it| it.node.get(key)?.flag());
            flags.any(|flag| flag)
        };
        for node in nodes.iter().filter(|node| node.reference().is_none()) {
            let own = About::of(node);
            about.description = about.description.or(own.description);
            about.deprecated |= own.deprecated;
            about.constraints.extend(own.constraints);
        }
        Field {
            wire: wire.to_owned(),
            rust,
            bounds: nodes
                .iter()
                .flat_map(|node| self.bounds(node, &ty))
                .collect(),
            ty,
            required,
            read_only: says("readOnly"),
            write_only: says("writeOnly"),
            about,
        }
    }

    /// The type of the values under keys that are not listed, where there can be some.
    fn additional(&mut self, parts: &[Part<'a>], name: impl Fn() -> String) -> Option<Type> {
        let listed = parts
            .iter()
            .find_map(|part| part.node.get("additionalProperties"));
        let Some(listed) = listed else {
            let mut own = parts.iter().filter(|it| !it.is_member);
            return own
                .any(|it| it.node.get("discriminator").is_some())
                .then_some(Type::Any);
        };
        match listed.flag() {
            Some(allowed) => allowed.then_some(Type::Any),
            None => Some(self.type_of(listed, &name)),
        }
    }

    fn union(
        &mut self,
        members: &[&'a Node],
        base: &[Part<'a>],
        parts: &[Part<'a>],
        rust: &str,
    ) -> Result<Shape, Type> {
        let discriminator = parts.iter().find_map(|part| part.node.get("discriminator"));
        let labels = (1..).zip(members);
        let labels = labels.map(|(number, it)| {
            let label = self.label(it);
            member_label(label.as_deref(), number).into_owned()
        });
        let labels: Vec<_> = labels.collect();
        let mut types = Vec::with_capacity(members.len());
        for (member, label) in members.iter().zip(&labels) {
            let name = || inside(rust, label);
            types.push(if base.is_empty() {
                self.type_of(member, &name).value().clone()
            } else {
                let mut parts = base.to_vec();
                merge::parts(self.index, member, &mut parts);
                self.in_place(&parts, &name, None)
            });
        }
        if let [only] = &types[..] {
            return Err(only.clone());
        }
        if types.is_empty() {
            return Err(Type::Any);
        }
        let mut scope = Scope::new(Case::Pascal, &["Unknown"]);
        let names = scope.name_all(labels.iter().map(|label| (&**label, None)));
        let values = members.iter().map(|member| {
            let tags = discriminator.map(|it| self.index.tags(it, member));
            let tags = tags.unwrap_or_default().into_iter().map(str::to_owned);
            tags.collect::<Vec<_>>()
        });
        let values: Vec<_> = values.collect();
        let property = discriminator.and_then(|it| it.get("propertyName")?.text());
        let told_apart = values.iter().all(|values| !values.is_empty());
        let members = names.into_iter().zip(types).zip(values).zip(members).map(
            |(((rust, ty), values), node)| Member {
                rust,
                bounds: {
                    let mut bounds = self.bounds_of(parts, &ty);
                    bounds.extend(self.bounds(node, &ty));
                    bounds.dedup();
                    bounds
                },
                ty,
                boxed: false,
                values: if told_apart { values } else { Vec::new() },
                about: match node.reference() {
                    Some(_) => About::default(),
                    None => About::of(node),
                },
            },
        );
        Ok(Shape::Union(Union {
            members: members.collect(),
            discriminator: property.filter(|_| told_apart).map(str::to_owned),
        }))
    }

    /// What a member of a union is called in the contract: the component, its title, or its type.
    fn label(&self, member: &'a Node) -> Option<String> {
        let schema = self.index.schema(member)?;
        if let Some(name) = schema.name {
            return Some(self.local(name).to_owned());
        }
        let word = |key: &str| schema.node.get(key).and_then(Node::text);
        let scalar = word("type").filter(|word| *word != "object");
        word("title").or(scalar).map(str::to_owned)
    }
}

/// The Rust type of a schema without parts.
fn scalar(word: &str, parts: &[Part<'_>]) -> Type {
    let format = parts
        .iter()
        .find_map(|part| part.node.get("format")?.text());
    match (word, format) {
        ("string", Some("date")) => Type::Date,
        ("string", Some("date-time")) => Type::DateTime,
        ("string", _) => Type::Text,
        ("integer", Some("int8")) => Type::Integer("i8"),
        ("integer", Some("int16")) => Type::Integer("i16"),
        ("integer", Some("int32")) => Type::Integer("i32"),
        ("integer", Some("uint8")) => Type::Integer("u8"),
        ("integer", Some("uint16")) => Type::Integer("u16"),
        ("integer", Some("uint32" | "uint")) => Type::Integer("u32"),
        ("integer", Some("uint64")) => Type::Integer("u64"),
        ("integer", _) => Type::Integer("i64"),
        ("number", Some("float")) => Type::Float("f32"),
        ("number", _) => Type::Float("f64"),
        ("boolean", _) => Type::Boolean,
        _ => Type::Any,
    }
}

fn variants(values: &[String], parts: &[Part<'_>]) -> Vec<Variant> {
    let mut lists = parts.iter().map(|it| it.node.get("x-enum-varnames"));
    let given = lists.find_map(|it| it).into_iter().flat_map(Node::items);
    let mut given: Vec<_> = given.map(Node::text).collect();
    // Names are given by position, in a list of values without duplicates.
    if given.len() != values.len() {
        given = vec![None; values.len()];
    }
    let mut scope = Scope::new(Case::Pascal, &["Unknown"]);
    let names = scope.name_all(values.iter().map(String::as_str).zip(given));
    let variants = values.iter().cloned().zip(names);
    variants
        .map(|(wire, rust)| Variant { wire, rust })
        .collect()
}
