//! The specification as a table: for every object its keys, for every key the shape of its value.
//!
//! A typed model ignores keys that it does not know; the table tells them.

pub(crate) mod keys;
pub(crate) mod later;

use crate::{grammar::keys::KeyForm, text::node::Value};

/// The shape of a value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// Text; a number or `true` must be in quotes.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Count,
    /// A number.
    Number,
    /// Any JSON value.
    Any,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// An object of the specification.
    Object(&'static Object),
    /// An object of the specification or a `$ref` to one.
    Referable(&'static Object),
    /// `true`, `false` or a schema.
    FlagOrSchema,
    /// A list of values of one shape.
    List(&'static Shape),
    /// A value of one shape, or a list of such values.
    OneOrMore(&'static Shape),
    /// A mapping from keys of one form to values of one shape.
    Map(&'static KeyForm, &'static Shape),
}

/// An object of the specification, version 3.0.3.
#[derive(Debug)]
pub(crate) struct Object {
    pub(crate) kind: Kind,
    /// With an article, for messages.
    pub(crate) label: &'static str,
    pub(crate) required: &'static [&'static str],
    /// The keys that it may have, by the shape of their values.
    keys: Keys,
    /// The form of the other keys that it may have, and the shape of their values.
    pub(crate) patterned: Option<(&'static KeyForm, Shape)>,
    /// Whether keys that begin with `x-` are allowed.
    pub(crate) extensible: bool,
}

/// Which object of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    Contract,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    Paths,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    RequestBody,
    MediaType,
    Encoding,
    Responses,
    Response,
    Example,
    Header,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    SecurityRequirement,
    Api,
    RateLimit,
    ErrorPointers,
    Pagination,
    Call,
    Suppression,
}

impl Object {
    pub(crate) fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.keys.iter().flat_map(|(_, keys)| keys.iter().copied())
    }

    /// The shape of the value under a key of the specification.
    pub(crate) fn field(&self, name: &str) -> Option<Shape> {
        let group = self.keys.iter().find(|(_, keys)| keys.contains(&name));
        group.map(|(shape, _)| **shape)
    }

    pub(crate) fn is_extension(&self, name: &str) -> bool {
        self.extensible && name.starts_with("x-")
    }

    /// The extensions that the generator reads in it.
    pub(crate) fn extensions(&self) -> impl Iterator<Item = (&'static str, Shape)> {
        let here = EXTENSIONS.iter();
        let here = here.filter(|(_, place, _)| place.is_none_or(|place| place == self.kind));
        here.map(|(name, _, shape)| (*name, *shape))
    }

    /// The shape of the value under this key; nothing when the object has no such key.
    pub(crate) fn shape_of(&self, name: &str) -> Option<Shape> {
        match self.field(name) {
            Some(shape) => Some(shape),
            None if self.is_extension(name) => {
                let known = self.extensions().find(|(known, _)| *known == name);
                Some(known.map_or(Shape::Any, |(_, shape)| shape))
            }
            None => self.patterned.map(|(_, shape)| shape),
        }
    }
}

impl Shape {
    /// The object that a value of this shape is, or refers to.
    pub(crate) fn object(self) -> Option<&'static Object> {
        match self {
            Self::Object(object) | Self::Referable(object) => Some(object),
            _ => None,
        }
    }

    /// The shape of `value`, where this shape leaves a choice.
    pub(crate) fn chosen_by(self, value: &Value) -> Self {
        match (self, value) {
            (Self::FlagOrSchema, Value::Map(_)) => ANY_SCHEMA,
            (Self::OneOrMore(one), Value::List(_)) => Self::List(one),
            (Self::OneOrMore(one), _) => *one,
            _ => self,
        }
    }

    /// The shape of what stands under a key of such a value.
    pub(crate) fn under(self, key: &str) -> Option<Self> {
        match self {
            Self::Map(_, shape) => Some(*shape),
            _ => self.object()?.shape_of(key),
        }
    }

    /// The form that a key of such a value has to have, unless it is a word of the specification.
    pub(crate) fn form_of(self, key: &str) -> Option<&'static KeyForm> {
        match self {
            Self::Map(form, _) => Some(form),
            Self::Object(object) if object.field(key).is_none() && !object.is_extension(key) => {
                object.patterned.map(|(form, _)| form)
            }
            _ => None,
        }
    }

    /// Whether a value of this shape is, or refers to, an object of this kind.
    pub(crate) fn is(self, kind: Kind) -> bool {
        self.object().is_some_and(|object| object.kind == kind)
    }
}

/// The sections of the components that are made of referable objects, each with the kind of its
/// members and their name in messages.
pub(crate) const SECTIONS: &[(&str, Kind, &str)] = &[
    ("schemas", Kind::Schema, "schema"),
    ("responses", Kind::Response, "response"),
    ("parameters", Kind::Parameter, "parameter"),
    ("examples", Kind::Example, "example"),
    ("requestBodies", Kind::RequestBody, "request body"),
    ("headers", Kind::Header, "header"),
    ("securitySchemes", Kind::SecurityScheme, "security scheme"),
];

/// An extension that the generator reads: its name, the object it belongs to, or nothing when it may
/// stand anywhere, and its shape.
pub(crate) type Extension = (&'static str, Option<Kind>, Shape);

/// The extension that suppresses advice in the object it stands in.
pub(crate) const SUPPRESSIONS: &str = "x-lint-allow";
/// The extension that names the APIs, and says what the runtime has to know of each.
pub(crate) const APIS: &str = "x-apis";

/// The extension that says how calls of an operation differ from those of others.
pub(crate) const CALL_DEFAULTS: &str = "x-call";

pub(crate) const EXTENSIONS: &[Extension] = &[
    (
        APIS,
        Some(Kind::Contract),
        Shape::Map(&keys::ANY, &Shape::Object(&API)),
    ),
    (
        "x-pagination",
        Some(Kind::Operation),
        Shape::Object(&PAGINATION),
    ),
    (CALL_DEFAULTS, Some(Kind::Operation), Shape::Object(&CALL)),
    (
        SUPPRESSIONS,
        None,
        Shape::List(&Shape::Object(&SUPPRESSION)),
    ),
];

/// The keys of a path item that hold operations.
pub const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Methods as requests name them.
const REQUEST_METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"];

pub(crate) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

type Keys = &'static [(&'static Shape, &'static [&'static str])];

/// An object with these keys, those that it must have first, and extensions.
const fn object(
    kind: Kind,
    label: &'static str,
    required: &'static [&'static str],
    keys: Keys,
) -> Object {
    Object {
        kind,
        label,
        required,
        keys,
        patterned: None,
        extensible: true,
    }
}

/// An object with these keys and nothing else.
const fn closed(
    kind: Kind,
    label: &'static str,
    required: &'static [&'static str],
    keys: Keys,
) -> Object {
    Object {
        extensible: false,
        ..object(kind, label, required, keys)
    }
}

/// The shape of a schema, for a value that may be one.
pub(crate) static ANY_SCHEMA: Shape = Shape::Referable(&SCHEMA);

static SCHEMAS: Shape = Shape::List(&ANY_SCHEMA);
static SERVERS: Shape = Shape::List(&Shape::Object(&SERVER));
static SECURITY: Shape = Shape::List(&Shape::Object(&SECURITY_REQUIREMENT));
static PARAMETERS: Shape = Shape::List(&Shape::Referable(&PARAMETER));
static EXAMPLES: Shape = Shape::Map(&keys::ANY, &Shape::Referable(&EXAMPLE));
static HEADERS: Shape = Shape::Map(&keys::HEADER_NAME, &Shape::Referable(&HEADER));
static CONTENT: Shape = Shape::Map(&keys::MEDIA_TYPE, &Shape::Object(&MEDIA_TYPE));
static VARIABLES: Shape = Shape::Map(&keys::ANY, &Shape::Object(&SERVER_VARIABLE));
static ENCODINGS: Shape = Shape::Map(&keys::ANY, &Shape::Object(&ENCODING));
static PLACES: Shape = Shape::Word(&["query", "header", "path", "cookie"]);
static SCHEMES: Shape = Shape::Word(&["apiKey", "http", "oauth2", "openIdConnect"]);
static DOCS: Shape = Shape::Object(&EXTERNAL_DOCS);
/// What is not looked into, because nothing is made of it.
static UNUSED: Shape = Shape::Map(&keys::ANY, &Shape::Any);

static STYLES: Shape = Shape::Word(&[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
]);

const fn section(component: &'static Shape) -> Shape {
    Shape::Map(&keys::COMPONENT_NAME, component)
}

pub(crate) static CONTRACT: Object = object(
    Kind::Contract,
    "a contract",
    &["openapi", "info", "paths"],
    &[
        (&Shape::Text, &["openapi"]),
        (&Shape::Object(&INFO), &["info"]),
        (&SERVERS, &["servers"]),
        (&Shape::Object(&PATHS), &["paths"]),
        (&Shape::Object(&COMPONENTS), &["components"]),
        (&SECURITY, &["security"]),
        (&Shape::List(&Shape::Object(&TAG)), &["tags"]),
        (&DOCS, &["externalDocs"]),
    ],
);

static INFO: Object = object(
    Kind::Info,
    "the info",
    &["title", "version"],
    &[
        (&Shape::Text, &["title", "description", "termsOfService"]),
        (&Shape::Object(&CONTACT), &["contact"]),
        (&Shape::Object(&LICENSE), &["license"]),
        (&Shape::Text, &["version"]),
    ],
);

static CONTACT: Object = object(
    Kind::Contact,
    "a contact",
    &[],
    &[(&Shape::Text, &["name", "url", "email"])],
);

static LICENSE: Object = object(
    Kind::License,
    "a license",
    &["name"],
    &[(&Shape::Text, &["name", "url"])],
);

static SERVER: Object = object(
    Kind::Server,
    "a server",
    &["url"],
    &[
        (&Shape::Text, &["url", "description"]),
        (&VARIABLES, &["variables"]),
    ],
);

static SERVER_VARIABLE: Object = object(
    Kind::ServerVariable,
    "a server variable",
    &["default"],
    &[
        (&Shape::List(&Shape::Text), &["enum"]),
        (&Shape::Text, &["default", "description"]),
    ],
);

pub(crate) static COMPONENTS: Object = object(
    Kind::Components,
    "the components",
    &[],
    &[
        (&section(&ANY_SCHEMA), &["schemas"]),
        (&section(&Shape::Referable(&RESPONSE)), &["responses"]),
        (&section(&Shape::Referable(&PARAMETER)), &["parameters"]),
        (&section(&Shape::Referable(&EXAMPLE)), &["examples"]),
        (
            &section(&Shape::Referable(&REQUEST_BODY)),
            &["requestBodies"],
        ),
        (&section(&Shape::Referable(&HEADER)), &["headers"]),
        (
            &section(&Shape::Referable(&SECURITY_SCHEME)),
            &["securitySchemes"],
        ),
        (&UNUSED, &["links", "callbacks"]),
    ],
);

static PATHS: Object = Object {
    patterned: Some((&keys::PATH, Shape::Object(&PATH_ITEM))),
    ..object(Kind::Paths, "the paths", &[], &[])
};

pub(crate) static PATH_ITEM: Object = object(
    Kind::PathItem,
    "a path",
    &[],
    &[
        (&Shape::Text, &["$ref", "summary", "description"]),
        (&Shape::Object(&OPERATION), METHODS),
        (&SERVERS, &["servers"]),
        (&PARAMETERS, &["parameters"]),
    ],
);

pub(crate) static OPERATION: Object = object(
    Kind::Operation,
    "an operation",
    &["responses"],
    &[
        (&Shape::List(&Shape::Text), &["tags"]),
        (&Shape::Text, &["summary", "description", "operationId"]),
        (&DOCS, &["externalDocs"]),
        (&PARAMETERS, &["parameters"]),
        (&Shape::Referable(&REQUEST_BODY), &["requestBody"]),
        (&Shape::Object(&RESPONSES), &["responses"]),
        (&UNUSED, &["callbacks"]),
        (&Shape::Flag, &["deprecated"]),
        (&SECURITY, &["security"]),
        (&SERVERS, &["servers"]),
    ],
);

static EXTERNAL_DOCS: Object = object(
    Kind::ExternalDocs,
    "the external documentation",
    &["url"],
    &[(&Shape::Text, &["description", "url"])],
);

pub(crate) static PARAMETER: Object = object(
    Kind::Parameter,
    "a parameter",
    &["name", "in"],
    &[
        (&Shape::Text, &["name", "description"]),
        (&PLACES, &["in"]),
        (&Shape::Flag, &["required", "deprecated", "explode"]),
        (&Shape::Flag, &["allowEmptyValue", "allowReserved"]),
        (&STYLES, &["style"]),
        (&ANY_SCHEMA, &["schema"]),
        (&Shape::Any, &["example"]),
        (&EXAMPLES, &["examples"]),
        (&CONTENT, &["content"]),
    ],
);

pub(crate) static REQUEST_BODY: Object = object(
    Kind::RequestBody,
    "a request body",
    &["content"],
    &[
        (&Shape::Text, &["description"]),
        (&CONTENT, &["content"]),
        (&Shape::Flag, &["required"]),
    ],
);

pub(crate) static MEDIA_TYPE: Object = object(
    Kind::MediaType,
    "a media type",
    &[],
    &[
        (&ANY_SCHEMA, &["schema"]),
        (&Shape::Any, &["example"]),
        (&EXAMPLES, &["examples"]),
        (&ENCODINGS, &["encoding"]),
    ],
);

pub(crate) static ENCODING: Object = object(
    Kind::Encoding,
    "an encoding",
    &[],
    &[
        (&Shape::Text, &["contentType"]),
        (&HEADERS, &["headers"]),
        (&STYLES, &["style"]),
        (&Shape::Flag, &["explode", "allowReserved"]),
    ],
);

static RESPONSES: Object = Object {
    patterned: Some((&keys::STATUS, Shape::Referable(&RESPONSE))),
    ..object(
        Kind::Responses,
        "the responses",
        &[],
        &[(&Shape::Referable(&RESPONSE), &["default"])],
    )
};

pub(crate) static RESPONSE: Object = object(
    Kind::Response,
    "a response",
    &["description"],
    &[
        (&Shape::Text, &["description"]),
        (&HEADERS, &["headers"]),
        (&CONTENT, &["content"]),
        (&UNUSED, &["links"]),
    ],
);

static EXAMPLE: Object = object(
    Kind::Example,
    "an example",
    &[],
    &[
        (&Shape::Text, &["summary", "description", "externalValue"]),
        (&Shape::Any, &["value"]),
    ],
);

pub(crate) static HEADER: Object = object(
    Kind::Header,
    "a header",
    &[],
    &[
        (&Shape::Text, &["description"]),
        (&Shape::Flag, &["required", "deprecated", "explode"]),
        (&Shape::Word(&["simple"]), &["style"]),
        (&ANY_SCHEMA, &["schema"]),
        (&Shape::Any, &["example"]),
        (&EXAMPLES, &["examples"]),
        (&CONTENT, &["content"]),
    ],
);

static TAG: Object = object(
    Kind::Tag,
    "a tag",
    &["name"],
    &[
        (&Shape::Text, &["name", "description"]),
        (&DOCS, &["externalDocs"]),
    ],
);

pub(crate) static SCHEMA: Object = object(
    Kind::Schema,
    "a schema",
    &[],
    &[
        (&Shape::Text, &["title", "description", "format", "pattern"]),
        (&Shape::Word(TYPES), &["type"]),
        (&ANY_SCHEMA, &["items", "not"]),
        (&Shape::Map(&keys::ANY, &ANY_SCHEMA), &["properties"]),
        (&Shape::List(&Shape::Text), &["required"]),
        (&Shape::FlagOrSchema, &["additionalProperties"]),
        (&SCHEMAS, &["allOf", "oneOf", "anyOf"]),
        (&Shape::List(&Shape::Any), &["enum"]),
        (&Shape::Any, &["default", "example"]),
        (&Shape::Flag, &["nullable", "deprecated", "uniqueItems"]),
        (&Shape::Flag, &["readOnly", "writeOnly"]),
        (&Shape::Flag, &["exclusiveMinimum", "exclusiveMaximum"]),
        (&Shape::Number, &["minimum", "maximum", "multipleOf"]),
        (&Shape::Count, &["minLength", "maxLength"]),
        (&Shape::Count, &["minItems", "maxItems"]),
        (&Shape::Count, &["minProperties", "maxProperties"]),
        (&Shape::Object(&DISCRIMINATOR), &["discriminator"]),
        (&Shape::Object(&XML), &["xml"]),
        (&DOCS, &["externalDocs"]),
    ],
);

static DISCRIMINATOR: Object = closed(
    Kind::Discriminator,
    "a discriminator",
    &["propertyName"],
    &[
        (&Shape::Text, &["propertyName"]),
        (&Shape::Map(&keys::ANY, &Shape::Text), &["mapping"]),
    ],
);

static XML: Object = object(
    Kind::Xml,
    "the XML form",
    &[],
    &[
        (&Shape::Text, &["name", "namespace", "prefix"]),
        (&Shape::Flag, &["attribute", "wrapped"]),
    ],
);

static SECURITY_SCHEME: Object = object(
    Kind::SecurityScheme,
    "a security scheme",
    &["type"],
    &[
        (&SCHEMES, &["type"]),
        (&Shape::Text, &["description", "name", "scheme"]),
        (&Shape::Word(&["query", "header", "cookie"]), &["in"]),
        (&Shape::Text, &["bearerFormat", "openIdConnectUrl"]),
        // Not looked into: a client gets its token elsewhere.
        (&Shape::Any, &["flows"]),
    ],
);

static SECURITY_REQUIREMENT: Object = Object {
    patterned: Some((&keys::ANY, Shape::List(&Shape::Text))),
    ..closed(
        Kind::SecurityRequirement,
        "a security requirement",
        &[],
        &[],
    )
};

/// What the client's runtime has to know of an API.
pub(crate) static API: Object = closed(
    Kind::Api,
    "an API",
    &["server"],
    &[
        (&Shape::Text, &["description", "server"]),
        (&Shape::Text, &["request-id", "idempotency-key"]),
        (&Shape::Object(&RATE_LIMIT), &["rate-limit"]),
        (&Shape::Object(&ERROR_POINTERS), &["error"]),
    ],
);

/// Names of the response headers that tell the state of an API's rate limit, and how it is kept, so
/// that a client can stay below it.
pub(crate) static RATE_LIMIT: Object = closed(
    Kind::RateLimit,
    "`rate-limit`",
    &["limit", "remaining", "reset"],
    &[
        (&Shape::Text, &["limit", "remaining", "reset"]),
        (&Shape::Count, &["window"]),
        (&Shape::Word(&["continuous", "at-reset"]), &["refill"]),
        (
            &Shape::List(&Shape::List(&Shape::Word(REQUEST_METHODS))),
            &["classes"],
        ),
    ],
);

/// JSON pointers into an API's error body.
pub(crate) static ERROR_POINTERS: Object = closed(
    Kind::ErrorPointers,
    "`error`",
    &[],
    &[(
        &Shape::OneOrMore(&Shape::Text),
        &["type", "code", "message", "param", "request_id"],
    )],
);

/// Names of the parameter and the properties that lead from page to page.
pub(crate) static PAGINATION: Object = closed(
    Kind::Pagination,
    "`x-pagination`",
    &["cursor", "items", "next"],
    &[(&Shape::Text, &["cursor", "items", "next", "more"])],
);

/// How long calls of an operation may take, in seconds, and further errors after which they are sent
/// again.
pub(crate) static CALL: Object = closed(
    Kind::Call,
    "`x-call`",
    &[],
    &[
        (&Shape::Count, &["attempt-timeout", "total-timeout"]),
        (&Shape::List(&Shape::Text), &["retry-codes"]),
    ],
);

/// A rule whose findings are suppressed in the object it stands in. That it needs a reason is a rule
/// of its own, which says more than that a key is missing.
static SUPPRESSION: Object = closed(
    Kind::Suppression,
    "a suppression",
    &["rule"],
    &[(&Shape::Text, &["rule", "reason"])],
);
