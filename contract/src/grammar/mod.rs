//! The specification as a table: for every object its keys, for every key the shape of its value.
//!
//! The table is what openapiv3 is too lenient to enforce: it ignores keys that it does not know.

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
    pub(crate) fields: &'static [Field],
    /// The form of the other keys that it may have, and the shape of their values.
    pub(crate) patterned: Option<(&'static KeyForm, Shape)>,
    /// Whether keys that begin with `x-` are allowed.
    pub(crate) extensible: bool,
}

/// A key that an object may have.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
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
    Suppression,
}

impl Object {
    pub(crate) fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// Whether the key is that of an extension.
    pub(crate) fn is_extension(&self, name: &str) -> bool {
        self.extensible && name.starts_with("x-")
    }

    /// The shape of the value under this key; nothing when the object has no such key.
    pub(crate) fn shape_of(&self, name: &str) -> Option<Shape> {
        match self.field(name) {
            Some(field) => Some(field.shape),
            None if self.is_extension(name) => EXTENSIONS
                .iter()
                .find(|extension| extension.name == name && extension.belongs_to(self.kind))
                .map_or(Some(Shape::Any), |extension| Some(extension.shape)),
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

/// An extension that the generator reads.
#[derive(Debug)]
pub(crate) struct Extension {
    pub(crate) name: &'static str,
    /// The object it belongs to; nothing when it may stand anywhere.
    pub(crate) place: Option<Kind>,
    pub(crate) shape: Shape,
}

/// The extension that suppresses advice in the object it stands in.
pub(crate) const SUPPRESSIONS: &str = "x-lint-allow";
/// The extension that names the APIs, and says what the runtime has to know of each.
pub(crate) const APIS: &str = "x-apis";

/// The extensions that the generator reads.
pub(crate) const EXTENSIONS: &[Extension] = &[
    extension(APIS, Some(Kind::Contract), Shape::Map(&keys::ANY, &ONE_API)),
    extension(
        "x-pagination",
        Some(Kind::Operation),
        Shape::Object(&PAGINATION),
    ),
    extension(SUPPRESSIONS, None, Shape::List(&ONE_SUPPRESSION)),
];

const fn extension(name: &'static str, place: Option<Kind>, shape: Shape) -> Extension {
    Extension { name, place, shape }
}

impl Extension {
    pub(crate) fn belongs_to(&self, kind: Kind) -> bool {
        self.place.is_none_or(|place| place == kind)
    }
}

/// The keys of a path item that hold operations.
pub const METHODS: &[&str] = &[
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Methods as requests name them.
const REQUEST_METHODS: &[&str] = &["GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH"];

/// The types of a schema.
pub(crate) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object"];

const fn optional(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: false,
    }
}

const fn required(name: &'static str, shape: Shape) -> Field {
    Field {
        name,
        shape,
        required: true,
    }
}

/// An object with fixed keys and extensions.
const fn object(kind: Kind, label: &'static str, fields: &'static [Field]) -> Object {
    Object {
        kind,
        label,
        fields,
        patterned: None,
        extensible: true,
    }
}

/// An object with fixed keys and nothing else.
const fn closed(kind: Kind, label: &'static str, fields: &'static [Field]) -> Object {
    Object {
        kind,
        label,
        fields,
        patterned: None,
        extensible: false,
    }
}

/// The whole contract.
pub(crate) static CONTRACT: Object = object(
    Kind::Contract,
    "a contract",
    &[
        required("openapi", Shape::Text),
        required("info", Shape::Object(&INFO)),
        optional("servers", Shape::List(&Shape::Object(&SERVER))),
        required("paths", Shape::Object(&PATHS)),
        optional("components", Shape::Object(&COMPONENTS)),
        optional(
            "security",
            Shape::List(&Shape::Object(&SECURITY_REQUIREMENT)),
        ),
        optional("tags", Shape::List(&Shape::Object(&TAG))),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
);

static INFO: Object = object(
    Kind::Info,
    "the info",
    &[
        required("title", Shape::Text),
        optional("description", Shape::Text),
        optional("termsOfService", Shape::Text),
        optional("contact", Shape::Object(&CONTACT)),
        optional("license", Shape::Object(&LICENSE)),
        required("version", Shape::Text),
    ],
);

static CONTACT: Object = object(
    Kind::Contact,
    "a contact",
    &[
        optional("name", Shape::Text),
        optional("url", Shape::Text),
        optional("email", Shape::Text),
    ],
);

static LICENSE: Object = object(
    Kind::License,
    "a license",
    &[required("name", Shape::Text), optional("url", Shape::Text)],
);

static SERVER: Object = object(
    Kind::Server,
    "a server",
    &[
        required("url", Shape::Text),
        optional("description", Shape::Text),
        optional(
            "variables",
            Shape::Map(&keys::ANY, &Shape::Object(&SERVER_VARIABLE)),
        ),
    ],
);

static SERVER_VARIABLE: Object = object(
    Kind::ServerVariable,
    "a server variable",
    &[
        optional("enum", Shape::List(&Shape::Text)),
        required("default", Shape::Text),
        optional("description", Shape::Text),
    ],
);

static COMPONENTS: Object = object(
    Kind::Components,
    "the components",
    &[
        optional(
            "schemas",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Referable(&SCHEMA)),
        ),
        optional(
            "responses",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Referable(&RESPONSE)),
        ),
        optional(
            "parameters",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Referable(&PARAMETER)),
        ),
        optional(
            "examples",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Referable(&EXAMPLE)),
        ),
        optional(
            "requestBodies",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Referable(&REQUEST_BODY)),
        ),
        optional(
            "headers",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Referable(&HEADER)),
        ),
        optional(
            "securitySchemes",
            Shape::Map(&keys::COMPONENT_NAME, &Shape::Object(&SECURITY_SCHEME)),
        ),
        // Not looked into: a rule refuses them.
        optional("links", Shape::Map(&keys::ANY, &Shape::Any)),
        optional("callbacks", Shape::Map(&keys::ANY, &Shape::Any)),
    ],
);

static PATHS: Object = Object {
    kind: Kind::Paths,
    label: "the paths",
    fields: &[],
    patterned: Some((&keys::PATH, Shape::Object(&PATH_ITEM))),
    extensible: true,
};

static PATH_ITEM: Object = object(
    Kind::PathItem,
    "a path",
    &[
        optional("$ref", Shape::Text),
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        optional("get", Shape::Object(&OPERATION)),
        optional("put", Shape::Object(&OPERATION)),
        optional("post", Shape::Object(&OPERATION)),
        optional("delete", Shape::Object(&OPERATION)),
        optional("options", Shape::Object(&OPERATION)),
        optional("head", Shape::Object(&OPERATION)),
        optional("patch", Shape::Object(&OPERATION)),
        optional("trace", Shape::Object(&OPERATION)),
        optional("servers", Shape::List(&Shape::Object(&SERVER))),
        optional("parameters", Shape::List(&Shape::Referable(&PARAMETER))),
    ],
);

static OPERATION: Object = object(
    Kind::Operation,
    "an operation",
    &[
        optional("tags", Shape::List(&Shape::Text)),
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        optional("operationId", Shape::Text),
        optional("parameters", Shape::List(&Shape::Referable(&PARAMETER))),
        optional("requestBody", Shape::Referable(&REQUEST_BODY)),
        required("responses", Shape::Object(&RESPONSES)),
        // Not looked into: a rule refuses them.
        optional("callbacks", Shape::Map(&keys::ANY, &Shape::Any)),
        optional("deprecated", Shape::Flag),
        optional(
            "security",
            Shape::List(&Shape::Object(&SECURITY_REQUIREMENT)),
        ),
        optional("servers", Shape::List(&Shape::Object(&SERVER))),
    ],
);

static EXTERNAL_DOCS: Object = object(
    Kind::ExternalDocs,
    "the external documentation",
    &[
        optional("description", Shape::Text),
        required("url", Shape::Text),
    ],
);

const STYLES: Shape = Shape::Word(&[
    "matrix",
    "label",
    "form",
    "simple",
    "spaceDelimited",
    "pipeDelimited",
    "deepObject",
]);

static PARAMETER: Object = object(
    Kind::Parameter,
    "a parameter",
    &[
        required("name", Shape::Text),
        required("in", Shape::Word(&["query", "header", "path", "cookie"])),
        optional("description", Shape::Text),
        optional("required", Shape::Flag),
        optional("deprecated", Shape::Flag),
        optional("allowEmptyValue", Shape::Flag),
        optional("style", STYLES),
        optional("explode", Shape::Flag),
        optional("allowReserved", Shape::Flag),
        optional("schema", Shape::Referable(&SCHEMA)),
        optional("example", Shape::Any),
        optional(
            "examples",
            Shape::Map(&keys::ANY, &Shape::Referable(&EXAMPLE)),
        ),
        optional(
            "content",
            Shape::Map(&keys::MEDIA_TYPE, &Shape::Object(&MEDIA_TYPE)),
        ),
    ],
);

static REQUEST_BODY: Object = object(
    Kind::RequestBody,
    "a request body",
    &[
        optional("description", Shape::Text),
        required(
            "content",
            Shape::Map(&keys::MEDIA_TYPE, &Shape::Object(&MEDIA_TYPE)),
        ),
        optional("required", Shape::Flag),
    ],
);

static MEDIA_TYPE: Object = object(
    Kind::MediaType,
    "a media type",
    &[
        optional("schema", Shape::Referable(&SCHEMA)),
        optional("example", Shape::Any),
        optional(
            "examples",
            Shape::Map(&keys::ANY, &Shape::Referable(&EXAMPLE)),
        ),
        optional(
            "encoding",
            Shape::Map(&keys::ANY, &Shape::Object(&ENCODING)),
        ),
    ],
);

static ENCODING: Object = object(
    Kind::Encoding,
    "an encoding",
    &[
        optional("contentType", Shape::Text),
        optional(
            "headers",
            Shape::Map(&keys::HEADER_NAME, &Shape::Referable(&HEADER)),
        ),
        optional("style", STYLES),
        optional("explode", Shape::Flag),
        optional("allowReserved", Shape::Flag),
    ],
);

static RESPONSES: Object = Object {
    kind: Kind::Responses,
    label: "the responses",
    fields: &[optional("default", Shape::Referable(&RESPONSE))],
    patterned: Some((&keys::STATUS, Shape::Referable(&RESPONSE))),
    extensible: true,
};

static RESPONSE: Object = object(
    Kind::Response,
    "a response",
    &[
        required("description", Shape::Text),
        optional(
            "headers",
            Shape::Map(&keys::HEADER_NAME, &Shape::Referable(&HEADER)),
        ),
        optional(
            "content",
            Shape::Map(&keys::MEDIA_TYPE, &Shape::Object(&MEDIA_TYPE)),
        ),
        // Not looked into: a rule refuses them.
        optional("links", Shape::Map(&keys::ANY, &Shape::Any)),
    ],
);

static EXAMPLE: Object = object(
    Kind::Example,
    "an example",
    &[
        optional("summary", Shape::Text),
        optional("description", Shape::Text),
        optional("value", Shape::Any),
        optional("externalValue", Shape::Text),
    ],
);

static HEADER: Object = object(
    Kind::Header,
    "a header",
    &[
        optional("description", Shape::Text),
        optional("required", Shape::Flag),
        optional("deprecated", Shape::Flag),
        optional("style", Shape::Word(&["simple"])),
        optional("explode", Shape::Flag),
        optional("schema", Shape::Referable(&SCHEMA)),
        optional("example", Shape::Any),
        optional(
            "examples",
            Shape::Map(&keys::ANY, &Shape::Referable(&EXAMPLE)),
        ),
        optional(
            "content",
            Shape::Map(&keys::MEDIA_TYPE, &Shape::Object(&MEDIA_TYPE)),
        ),
    ],
);

static TAG: Object = object(
    Kind::Tag,
    "a tag",
    &[
        required("name", Shape::Text),
        optional("description", Shape::Text),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
    ],
);

static SCHEMA: Object = object(
    Kind::Schema,
    "a schema",
    &[
        optional("title", Shape::Text),
        optional("description", Shape::Text),
        optional("type", Shape::Word(TYPES)),
        optional("format", Shape::Text),
        optional("nullable", Shape::Flag),
        optional("enum", Shape::List(&Shape::Any)),
        optional("default", Shape::Any),
        optional("example", Shape::Any),
        optional("required", Shape::List(&Shape::Text)),
        optional(
            "properties",
            Shape::Map(&keys::ANY, &Shape::Referable(&SCHEMA)),
        ),
        optional("additionalProperties", Shape::FlagOrSchema),
        optional("minProperties", Shape::Count),
        optional("maxProperties", Shape::Count),
        optional("items", Shape::Referable(&SCHEMA)),
        optional("minItems", Shape::Count),
        optional("maxItems", Shape::Count),
        optional("uniqueItems", Shape::Flag),
        optional("pattern", Shape::Text),
        optional("minLength", Shape::Count),
        optional("maxLength", Shape::Count),
        optional("minimum", Shape::Number),
        optional("maximum", Shape::Number),
        optional("exclusiveMinimum", Shape::Flag),
        optional("exclusiveMaximum", Shape::Flag),
        optional("multipleOf", Shape::Number),
        optional("allOf", Shape::List(&Shape::Referable(&SCHEMA))),
        optional("oneOf", Shape::List(&Shape::Referable(&SCHEMA))),
        optional("anyOf", Shape::List(&Shape::Referable(&SCHEMA))),
        optional("not", Shape::Referable(&SCHEMA)),
        optional("discriminator", Shape::Object(&DISCRIMINATOR)),
        optional("readOnly", Shape::Flag),
        optional("writeOnly", Shape::Flag),
        optional("xml", Shape::Object(&XML)),
        optional("externalDocs", Shape::Object(&EXTERNAL_DOCS)),
        optional("deprecated", Shape::Flag),
    ],
);

/// The shape of a schema, for a value that may be one.
pub(crate) const ANY_SCHEMA: Shape = Shape::Referable(&SCHEMA);

static DISCRIMINATOR: Object = closed(
    Kind::Discriminator,
    "a discriminator",
    &[
        required("propertyName", Shape::Text),
        optional("mapping", Shape::Map(&keys::ANY, &Shape::Text)),
    ],
);

static XML: Object = object(
    Kind::Xml,
    "the XML form",
    &[
        optional("name", Shape::Text),
        optional("namespace", Shape::Text),
        optional("prefix", Shape::Text),
        optional("attribute", Shape::Flag),
        optional("wrapped", Shape::Flag),
    ],
);

static SECURITY_SCHEME: Object = object(
    Kind::SecurityScheme,
    "a security scheme",
    &[
        required(
            "type",
            Shape::Word(&["apiKey", "http", "oauth2", "openIdConnect"]),
        ),
        optional("description", Shape::Text),
        optional("name", Shape::Text),
        optional("in", Shape::Word(&["query", "header", "cookie"])),
        optional("scheme", Shape::Text),
        optional("bearerFormat", Shape::Text),
        // Not looked into: a rule refuses the type that has them.
        optional("flows", Shape::Any),
        optional("openIdConnectUrl", Shape::Text),
    ],
);

static SECURITY_REQUIREMENT: Object = Object {
    kind: Kind::SecurityRequirement,
    label: "a security requirement",
    fields: &[],
    patterned: Some((&keys::ANY, Shape::List(&Shape::Text))),
    extensible: false,
};

static ONE_API: Shape = Shape::Object(&API);

/// What the client's runtime has to know of an API.
static API: Object = closed(
    Kind::Api,
    "an API",
    &[
        optional("description", Shape::Text),
        required("server", Shape::Text),
        optional("request-id", Shape::Text),
        optional("idempotency-key", Shape::Text),
        optional("rate-limit", Shape::Object(&RATE_LIMIT)),
        optional("error", Shape::Object(&ERROR_POINTERS)),
    ],
);

/// Names of the response headers that tell the state of an API's rate limit, and how it is kept, so
/// that a client can stay below it.
static RATE_LIMIT: Object = closed(
    Kind::RateLimit,
    "`rate-limit`",
    &[
        required("limit", Shape::Text),
        required("remaining", Shape::Text),
        required("reset", Shape::Text),
        optional("window", Shape::Count),
        optional("refill", Shape::Word(&["continuous", "at-reset"])),
        optional(
            "classes",
            Shape::List(&Shape::List(&Shape::Word(REQUEST_METHODS))),
        ),
    ],
);

/// JSON pointers into an API's error body.
static ERROR_POINTERS: Object = closed(
    Kind::ErrorPointers,
    "`error`",
    &[
        optional("type", POINTERS),
        optional("code", POINTERS),
        optional("message", POINTERS),
        optional("param", POINTERS),
        optional("request_id", POINTERS),
    ],
);

const POINTERS: Shape = Shape::OneOrMore(&Shape::Text);

/// Names of the parameter and the properties that lead from page to page.
static PAGINATION: Object = closed(
    Kind::Pagination,
    "`x-pagination`",
    &[
        required("cursor", Shape::Text),
        required("items", Shape::Text),
        required("next", Shape::Text),
        optional("more", Shape::Text),
    ],
);

static ONE_SUPPRESSION: Shape = Shape::Object(&SUPPRESSION);

/// A rule whose findings are suppressed in the object it stands in. That it needs a reason is a rule
/// of its own, which says more than that a key is missing.
static SUPPRESSION: Object = closed(
    Kind::Suppression,
    "a suppression",
    &[
        required("rule", Shape::Text),
        optional("reason", Shape::Text),
    ],
);
