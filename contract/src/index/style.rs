//! How the value of a parameter, or of a property of a form, is written where it is no JSON.

use crate::text::node::Node;

/// A style of OpenAPI.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// In a path: `;id=1,2`.
    Matrix,
    /// In a path: `.1.2`.
    Label,
    /// In a query, a cookie or a form: `id=1,2`, or `id=1&id=2`.
    Form,
    /// In a path or a header: `1,2`.
    Simple,
    /// In a query: `id=1%202`.
    SpaceDelimited,
    /// In a query: `id=1|2`.
    PipeDelimited,
    /// In a query, for objects: `id[a]=1&id[b]=2`.
    DeepObject,
}

/// Each style with its word and the places where it can be.
const STYLES: &[(Style, &str, &[&str])] = &[
    (Style::Matrix, "matrix", &["path"]),
    (Style::Label, "label", &["path"]),
    (Style::Form, "form", &["query", "cookie"]),
    (Style::Simple, "simple", &["path", "header"]),
    (Style::SpaceDelimited, "spaceDelimited", &["query"]),
    (Style::PipeDelimited, "pipeDelimited", &["query"]),
    (Style::DeepObject, "deepObject", &["query"]),
];

impl Style {
    /// The style of this word.
    pub fn of(word: &str) -> Option<Self> {
        let known = STYLES.iter().find(|(_, known, _)| *known == word);
        known.map(|(style, ..)| *style)
    }

    /// The style of a parameter that names none.
    pub(crate) fn default_of(location: &str) -> Self {
        match location {
            "path" | "header" => Self::Simple,
            _ => Self::Form,
        }
    }

    /// Whether parameters in this place can have it.
    pub(crate) fn is_for(self, location: &str) -> bool {
        let mut all = STYLES.iter();
        all.any(|(style, _, places)| *style == self && places.contains(&location))
    }

    /// What `explode` of a parameter, a header or an encoding of this style is.
    pub(crate) fn explodes(self, node: &Node) -> bool {
        let said = node.get("explode").and_then(Node::flag);
        said.unwrap_or(self == Self::Form)
    }
}
