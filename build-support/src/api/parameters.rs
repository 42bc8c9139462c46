//! The parameters of an operation: those in path, query, headers and cookies, and the fields of a form.

use contract::{
    Encoding, Entry, Index, Media, Node, Operation as Written, Parameter as Listed,
    names::{Case, Scope, inside, name},
};

use crate::normalize::{About, Bound, Constraints, Reader, Type};

/// Names of fields and methods of a request builder, which no parameter can have.
const BUILDER_MEMBERS: &[&str] = &[
    "client", "options", "body", "form", "new", "send", "write_to", "stream", "pages", "clone",
    "into", "try_into", "borrow",
];

/// What is taken as a file.
pub(super) const UPLOAD: &str =
    "Bytes, the path of a file, or an [`Upload`](client_runtime::Upload).";

#[derive(Debug)]
pub(crate) struct Parameter {
    /// Its name on the wire.
    pub(crate) name: String,
    /// The argument or the setter.
    pub(crate) rust: String,
    pub(crate) location: Location,
    pub(crate) required: bool,
    /// Whether a form that may be left out is not sent without it.
    pub(crate) required_in_form: bool,
    pub(crate) ty: Type,
    pub(crate) about: About,
    /// What it is checked for, beyond its type.
    pub(crate) bounds: Vec<Bound>,
    /// A valid value, for the example in the documentation.
    pub(crate) example: Option<serde_json::Value>,
}

/// Where a parameter goes, and how it is written there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path(Style),
    Query(Style),
    Header(Style),
    Cookie(Style),
    /// A field of a form of pairs.
    Pair(Style),
    /// A part of a form, with the media type that the contract names for it.
    Part(Option<String>),
    /// A file of a form, or several, with the media types that the contract names for it.
    File(Option<String>),
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    /// `None` is JSON.
    pub(crate) kind: Option<contract::Style>,
    pub(crate) explode: bool,
    /// Whether reserved characters stay as they are.
    pub(crate) reserved: bool,
}

impl Style {
    const JSON: Self = Self {
        kind: None,
        explode: false,
        reserved: false,
    };
    /// What is usual in a query and in a form.
    pub(crate) const FORM: Self = Self {
        kind: Some(contract::Style::Form),
        explode: true,
        ..Self::JSON
    };
    /// What is usual in a path and in a header.
    pub(crate) const SIMPLE: Self = Self {
        kind: Some(contract::Style::Simple),
        ..Self::JSON
    };

    fn of(parameter: &Listed<'_>) -> Self {
        if parameter
            .content()
            .is_some_and(|(_, media)| media == Media::Json)
        {
            return Self::JSON;
        }
        Self {
            kind: Some(parameter.style()),
            explode: parameter.explode(),
            reserved: parameter.allow_reserved(),
        }
    }

    /// Of a field of a form. How parts of parts are written as pairs nobody says: as JSON.
    fn of_field(encoding: &Encoding<'_>, is_nested: bool) -> Self {
        let is_json = encoding.content_type.is_some_and(contract::is_json);
        if is_json || is_nested && encoding.style != contract::Style::DeepObject {
            return Self::JSON;
        }
        Self {
            kind: Some(encoding.style),
            explode: encoding.explode,
            reserved: encoding.allow_reserved,
        }
    }
}

impl Parameter {
    /// Whether it is a field of a form, the body of the request.
    pub(crate) fn is_field(&self) -> bool {
        matches!(
            self.location,
            Location::Pair(_) | Location::Part(_) | Location::File(_)
        )
    }

    /// Whether an empty list would leave out what is required.
    fn is_left_out_if_empty(&self) -> bool {
        use Location::{Cookie, File, Header, Pair, Part, Path, Query};

        let is_json = match &self.location {
            Path(style) | Query(style) | Header(style) | Cookie(style) | Pair(style) => {
                style.kind.is_none()
            }
            Part(_) | File(_) => false,
        };
        let has_some = |it: &Bound| matches!(it, Bound::Own(own) if own.items.0 >= Some(1));
        let is_list = matches!(self.ty, Type::List(_));
        self.required && is_list && !is_json && !self.bounds.iter().any(has_some)
    }
}

/// Whether two names are of the same header.
pub(super) fn is_header(name: Option<&str>, other: Option<&str>) -> bool {
    name.zip(other)
        .is_some_and(|(name, other)| name.eq_ignore_ascii_case(other))
}

/// A form that is sent: its media type, and whether it has to be.
pub(super) struct Form<'a> {
    pub(super) entry: &'a Entry,
    pub(super) media: Media,
    pub(super) required: bool,
}

/// The parameters that are listed, and the fields of the form unless it has to be one value: required
/// ones first, in the order of the path, then of the contract.
pub(super) fn read<'a>(
    index: &Index<'a>,
    written: &Written<'a>,
    listed: &[Listed<'a>],
    form: Option<&Form<'a>>,
    parent: &str,
    cursor: Option<&str>,
    reader: &mut Reader<'a>,
) -> Vec<Parameter> {
    let mut parameters: Vec<_> = listed
        .iter()
        .map(|it| parameter(index, it, parent, cursor, reader))
        .collect();
    let fields = form.and_then(|form| fields(index, form, parent, reader));
    let (fields, schemas): (Vec<_>, Vec<_>) = fields.into_iter().flatten().unzip();
    parameters.extend(fields);
    let schemas = listed.iter().map(|it| it.node).chain(schemas);
    let given = schemas.map(|it| it.get("x-rust-name")?.text());
    let wire: Vec<_> = parameters.iter().map(|it| it.name.clone()).collect();
    let mut scope = Scope::new(Case::Snake, BUILDER_MEMBERS);
    let rust = scope.name_all(wire.iter().map(String::as_str).zip(given));
    for (parameter, rust) in parameters.iter_mut().zip(rust) {
        parameter.rust = rust;
        if parameter.is_left_out_if_empty() {
            parameter.bounds.push(Bound::Own(Constraints {
                items: (Some(1), None),
                ..Constraints::default()
            }));
        }
    }
    let place = |parameter: &Parameter| match parameter.location {
        Location::Path(_) => written
            .path
            .find(&format!("{{{}}}", parameter.name))
            .unwrap_or_default(),
        _ => usize::MAX,
    };
    parameters.sort_by_key(|it| (!it.required, place(it)));
    parameters
}

fn parameter<'a>(
    index: &Index<'a>,
    parameter: &Listed<'a>,
    parent: &str,
    cursor: Option<&str>,
    reader: &mut Reader<'a>,
) -> Parameter {
    let node = parameter.node;
    let wire = parameter.name().unwrap_or_default();
    let component = parameter.component.map(|it| reader.local(it));
    let type_name = || match &component {
        Some(component) => name(component, Case::Pascal),
        None => inside(parent, wire),
    };
    let mut about = About::of(node);
    let schema = parameter.schema();
    let resolved = schema
        .and_then(|schema| index.schema(schema))
        .map(|it| it.node);
    if let Some(schema) = resolved {
        let own = About::of(schema);
        about.description = about.description.or(own.description);
        about.constraints.extend(own.constraints);
    }
    // A cursor is the server's own text, and goes back as it came.
    let (ty, bounds) = match schema {
        Some(schema) if cursor != Some(wire) => {
            let ty = reader.parameter(schema, &about, &type_name);
            let bounds = reader.bounds(schema, &ty);
            (ty, bounds)
        }
        _ => (Type::Text, Vec::new()),
    };
    let style = Style::of(parameter);
    Parameter {
        name: wire.to_owned(),
        rust: String::new(),
        location: match parameter.location() {
            Some("path") => Location::Path(style),
            Some("header") => Location::Header(style),
            Some("cookie") => Location::Cookie(style),
            _ => Location::Query(style),
        },
        required: parameter.is_required(),
        required_in_form: false,
        ty,
        about,
        bounds,
        example: example(node).or_else(|| example(resolved?)),
    }
}

fn example(node: &Node) -> Option<serde_json::Value> {
    let mut examples = node.get("examples").into_iter().flat_map(Node::entries);
    let first = || examples.find_map(|it| it.value.get("value"));
    node.get("example").or_else(first).map(Node::to_json)
}

/// The fields of a form, each with its schema; nothing unless the form is an object of listed properties.
fn fields<'a>(
    index: &Index<'a>,
    form: &Form<'a>,
    parent: &str,
    reader: &mut Reader<'a>,
) -> Option<Vec<(Parameter, &'a Node)>> {
    let content = &form.entry.value;
    let properties = reader.form(content.get("schema")?, parent)?;
    let whole = example(content);
    let properties = properties.into_iter().map(|(property, schema)| {
        let resolved = index.schema(schema).map_or(schema, |it| it.node);
        let encoding = Encoding::of(content, &property.wire);
        let content_type = encoding.content_type.map(str::to_owned);
        let (mut ty, mut bounds) = (property.ty.value().clone(), property.bounds);
        let mut about = property.about;
        let location = match file(index, schema).filter(|_| form.media == Media::Multipart) {
            Some(file) => {
                ty = file;
                bounds.retain(|it| matches!(it, Bound::Own(own) if own.apply_to(&ty)));
                if bounds.is_empty() {
                    about.constraints.clear();
                }
                about.constraints.insert(0, UPLOAD.to_owned());
                Location::File(content_type)
            }
            None if form.media == Media::Multipart => Location::Part(content_type),
            None => Location::Pair(Style::of_field(&encoding, reader.is_nested(&ty))),
        };
        let required_in_form = property.required && !form.required;
        if required_in_form {
            let text = "Required if another property of the body is set.";
            about.constraints.push(text.to_owned());
        }
        let in_whole = || whole.as_ref()?.get(&property.wire).cloned();
        let parameter = Parameter {
            example: example(resolved).or_else(in_whole),
            name: property.wire,
            rust: String::new(),
            location,
            required: form.required && property.required,
            required_in_form,
            ty,
            about,
            bounds,
        };
        (parameter, schema)
    });
    Some(properties.collect())
}

/// The type of a property that is a file, or a list of files.
fn file(index: &Index<'_>, schema: &Node) -> Option<Type> {
    let is_binary = |schema| {
        let mut formats = index.parts(schema).into_iter();
        formats.any(|it| it.get("format").and_then(Node::text) == Some("binary"))
    };
    let parts = index.parts(schema);
    let items = parts.iter().find_map(|it| it.get("items"));
    let list = || {
        items
            .is_some_and(is_binary)
            .then(|| Type::List(Box::new(Type::Upload)))
    };
    is_binary(schema).then_some(Type::Upload).or_else(list)
}
