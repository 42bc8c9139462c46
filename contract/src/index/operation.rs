//! Views of an operation and what it consists of, each `$ref` resolved.

use std::borrow::Cow;

use crate::{
    diagnostic::Span,
    grammar::Kind,
    index::{
        Index, Owner, Resolved,
        media::{Encoding, Media, media_type},
        server::{self, ServerVariable},
        split_name,
        style::Style,
    },
    names,
    text::node::{Entry, Key, Node},
};

/// An operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'a> {
    /// The operation as written.
    pub node: &'a Node,
    /// The key that it stands under: its HTTP method, in lower case.
    pub method: &'a Key,
    /// The template of its path.
    pub path: &'a str,
    /// The path item that it is in.
    pub item: &'a Node,
    pub(crate) owner: Owner<'a>,
}

impl<'a> Operation<'a> {
    /// The value of its `operationId`, if that is text.
    pub fn id(&self) -> Option<(&'a Node, &'a str)> {
        self.node.text_at("operationId")
    }

    /// The parameters of the operation and those of its path that it does not replace, without those
    /// that are not sent: of a path that does not name them, and headers that the client sets itself.
    pub fn parameters(&self, index: &Index<'a>) -> Vec<Parameter<'a>> {
        let own = listed(self.node, index);
        let is_own = |it: &Parameter<'_>| own.iter().any(|own| own.identity() == it.identity());
        let mut inherited = listed(self.item, index);
        inherited.retain(|it| !is_own(it));
        let mut parameters = [own, inherited].concat();
        parameters.retain(|parameter| match parameter.identity() {
            Some((name, "path")) => self.path.contains(&format!("{{{name}}}")),
            Some((name, "header")) => !is_reserved(name),
            _ => true,
        });
        parameters
    }

    /// The responses, each with the key that holds its status.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'a Key, &'a Node)> {
        let responses = self.node.entries_of("responses");
        let responses = responses.map(|entry| (&entry.key, &entry.value));
        responses.filter(|(key, _)| !key.name().starts_with("x-"))
    }

    /// The key of the response that describes a success: the lowest 2xx (`2XX` after those that are
    /// listed), else the lowest 3xx, else `default`.
    pub fn success_key(&self) -> Option<&'a str> {
        let keys = || self.responses().map(|(key, _)| key.name());
        let lowest = |class| keys().filter(|key| key.starts_with(class)).min();
        let default = || keys().find(|key| *key == "default");
        lowest('2').or_else(|| lowest('3')).or_else(default)
    }

    /// The key of the response that describes a status: the status itself, else its range (`4XX`),
    /// else `default`.
    pub fn response_key(&self, status: u16) -> Option<&'a str> {
        let find = |wanted: &str| {
            let mut keys = self.responses().map(|(key, _)| key.name());
            keys.find(|key| *key == wanted)
        };
        let range = || find(&format!("{}XX", status / 100));
        find(&status.to_string())
            .or_else(range)
            .or_else(|| find("default"))
    }

    /// Whether the response under this key is a success: every 2xx and 3xx is, and `default` where none
    /// of them is listed.
    pub fn is_success(&self, status: &str) -> bool {
        let is_listed = |status: &str| status.starts_with(['2', '3']);
        let mut responses = self.responses();
        is_listed(status)
            || (status == "default" && !responses.any(|(key, _)| is_listed(key.name())))
    }

    /// Whether a response with this status can have a body (RFC 9110, 9.3.2, 15.3.5 and 15.3.6).
    pub fn may_have_body(&self, status: &str) -> bool {
        self.method.name() != "head" && !matches!(status, "204" | "205")
    }

    pub(crate) fn success_schema(&self, index: &Index<'a>) -> Option<&'a Node> {
        let response = self.node.get("responses")?.get(self.success_key()?)?;
        index.body_schema(response, Kind::Response)
    }

    /// The request body.
    pub fn body(&self, index: &Index<'a>) -> Option<Resolved<'a>> {
        index.resolved(self.node.get("requestBody")?, Kind::RequestBody)
    }

    /// The responses that are listed, each with its status (`200`, `4XX`, `default`).
    pub fn documented(&self, index: &Index<'a>) -> impl Iterator<Item = (&'a str, Resolved<'a>)> {
        self.responses().filter_map(|(key, node)| {
            let response = index.resolved(node, Kind::Response)?;
            Some((key.name(), response))
        })
    }

    /// URL of the server that requests go to: the first of its own, else of its path, else of the
    /// contract. As written: it may have variables, and it may be relative.
    pub fn server(&self, index: &Index<'a>) -> Option<&'a str> {
        self.first_server(index)?.word("url")
    }

    /// The variables in that URL.
    pub fn server_variables(&self, index: &Index<'a>) -> Vec<ServerVariable<'a>> {
        let server = self.first_server(index);
        server.map_or_else(Vec::new, server::variables)
    }

    fn first_server(&self, index: &Index<'a>) -> Option<&'a Node> {
        let mut places = [self.node, self.item, index.root].into_iter();
        places.find_map(server::first)
    }

    /// What it is called: its `operationId`, else a name from method and path, such as
    /// `get_users_by_id`. Names that are made may be equal.
    pub fn name(&self) -> Cow<'a, str> {
        match self.id() {
            Some((_, id)) => id.into(),
            None => names::of_request(self.method.name(), self.path).into(),
        }
    }

    /// The API in whose namespace its `operationId` is.
    pub fn api(&self) -> Option<&'a str> {
        let (_, id) = self.id()?;
        split_name(id).map(|(api, _)| api)
    }

    /// The security requirements that hold for it: its own, else those of the contract.
    pub fn security(&self, index: &Index<'a>) -> Option<&'a Entry> {
        let own = self.node.entry("security");
        own.or_else(|| index.root.entry("security"))
    }

    /// The first requirement that a client can meet of those that open it, if there is any.
    fn requirement(&self, index: &Index<'a>) -> Option<(&'a Node, Vec<(&'a str, Auth)>)> {
        let requirements = self.security(index).map(|entry| entry.value.items());
        let mut asked = requirements.into_iter().flatten();
        asked.find_map(|it| Some((it, Auth::of(it, index)?)).filter(|(_, auth)| !auth.is_empty()))
    }

    /// The credentials that a client sends, each with the name of its security scheme: those of the
    /// first requirement that it can meet. None where none are asked for; nothing where a client can
    /// meet no requirement.
    pub fn credentials(&self, index: &Index<'a>) -> Option<Vec<(&'a str, Auth)>> {
        if let Some((_, auth)) = self.requirement(index) {
            return Some(auth);
        }
        let all = self.security(index).map(|entry| entry.value.items());
        let is_open = all.into_iter().flatten().all(Node::is_empty_map);
        is_open.then(Vec::new)
    }

    /// The scopes that the requirement names whose credentials a client sends.
    pub fn scopes(&self, index: &Index<'a>) -> Vec<&'a str> {
        let schemes = self.requirement(index).map(|(node, _)| node.entries());
        let scopes = schemes
            .into_iter()
            .flatten()
            .flat_map(|it| it.value.items());
        scopes.filter_map(Node::text).collect()
    }
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Auth {
    /// There is none.
    None,
    /// As a bearer token in `Authorization`; so do those of OAuth 2 and `OpenID` Connect.
    Bearer,
    /// As a name and a password in `Authorization`.
    Basic,
    /// As a header of this name.
    Header(String),
    /// As a query parameter of this name.
    Query(String),
    /// As a cookie of this name.
    Cookie(String),
}

impl Auth {
    /// The schemes of a security requirement with how their credentials travel, if a client can send
    /// them all; only one can be in `Authorization`.
    pub fn of<'a>(requirement: &'a Node, index: &Index<'a>) -> Option<Vec<(&'a str, Self)>> {
        let schemes = requirement.entries();
        let all: Option<Vec<_>> = schemes
            .map(|Entry { key, .. }| {
                let scheme = &index.component("securitySchemes", key.name())?.value;
                let scheme = index.resolve(scheme, Kind::SecurityScheme)?;
                Some((key.name(), Self::of_scheme(scheme)?))
            })
            .collect();
        let is_header = |(_, auth): &&(_, Self)| matches!(auth, Self::Bearer | Self::Basic);
        all.filter(|all| all.iter().filter(is_header).count() < 2)
    }

    /// How the credential of a security scheme travels, if a client can send it.
    pub(crate) fn of_scheme(scheme: &Node) -> Option<Self> {
        let is_http = |word| {
            let scheme = scheme.word("scheme");
            scheme.is_some_and(|it| it.eq_ignore_ascii_case(word))
        };
        let name = || scheme.word("name").map(str::to_owned);
        match (scheme.word("type")?, scheme.word("in")) {
            ("oauth2" | "openIdConnect", _) => Some(Self::Bearer),
            ("http", _) if is_http("bearer") => Some(Self::Bearer),
            ("http", _) if is_http("basic") => Some(Self::Basic),
            ("apiKey", Some("header")) => name().map(Self::Header),
            ("apiKey", Some("query")) => name().map(Self::Query),
            ("apiKey", Some("cookie")) => name().map(Self::Cookie),
            _ => None,
        }
    }
}

/// The headers that the client or its HTTP library sets, in lower case.
const RESERVED: &[&str] = &[
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "host",
    "transfer-encoding",
    "user-agent",
];

pub(crate) fn is_reserved(header: &str) -> bool {
    RESERVED.iter().any(|it| it.eq_ignore_ascii_case(header))
}

/// A parameter of an operation or a path.
#[derive(Clone, Copy, Debug)]
pub struct Parameter<'a> {
    /// The list item: the parameter itself or a `$ref` to it.
    pub(crate) item: &'a Node,
    /// Name of the component, when the list refers to one.
    pub component: Option<&'a str>,
    /// The parameter itself.
    pub node: &'a Node,
}

impl<'a> Parameter<'a> {
    /// Its name on the wire.
    pub fn name(&self) -> Option<&'a str> {
        self.node.get("name")?.text()
    }

    /// Where it goes: `path`, `query`, `header` or `cookie`.
    pub fn location(&self) -> Option<&'a str> {
        self.node.get("in")?.text()
    }

    /// Whether it is always sent: without its value there is no path.
    pub fn is_required(&self) -> bool {
        self.location() == Some("path") || self.node.is_on("required")
    }

    /// How its value is written: as it says, if it can be so in its place, else as is usual there.
    pub fn style(&self) -> Style {
        let location = self.location().unwrap_or_default();
        let said = self.node.word("style").and_then(Style::of);
        let said = said.filter(|style| style.is_for(location));
        said.unwrap_or_else(|| Style::default_of(location))
    }

    /// Whether each item of a list, or each property of an object, is written by itself.
    pub fn explode(&self) -> bool {
        self.style().explodes(self.node)
    }

    /// Whether it goes into the query with its reserved characters as they are.
    pub fn allow_reserved(&self) -> bool {
        self.location() == Some("query") && self.node.is_on("allowReserved")
    }

    /// The media type that its value is written in, instead of in a style, if it has `content`.
    pub fn content(&self) -> Option<(&'a Entry, Media)> {
        media_type(self.node)
    }

    /// How its value is written: its media type, if it has `content`, else its style.
    pub fn encoding(&self) -> Encoding<'a> {
        Encoding {
            content_type: self.content().map(|(entry, _)| entry.key.name()),
            style: self.style(),
            explode: self.explode(),
            allow_reserved: self.allow_reserved(),
        }
    }

    /// The schema of its value: its own, or that of its media type.
    pub fn schema(&self) -> Option<&'a Node> {
        let content = || self.content()?.0.value.get("schema");
        self.node.get("schema").or_else(content)
    }

    /// What tells it from the other parameters of an operation.
    pub(crate) fn identity(&self) -> Option<(&'a str, &'a str)> {
        Some((self.name()?, self.location()?))
    }

    /// The place to point at: its name, or the `$ref` to it.
    pub(crate) fn span(&self) -> Span {
        match self.item.reference() {
            Some(reference) => reference.span,
            None => self.node.get("name").unwrap_or(self.node).span,
        }
    }
}

/// The parameters that an operation or a path lists itself.
pub(crate) fn listed<'a>(node: &'a Node, index: &Index<'a>) -> Vec<Parameter<'a>> {
    let parameters = node.items_of("parameters").filter_map(|item| {
        let Resolved { name, node } = index.resolved(item, Kind::Parameter)?;
        Some(Parameter {
            item,
            component: name,
            node,
        })
    });
    parameters.collect()
}
