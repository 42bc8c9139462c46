//! JSON values against the schemas of a contract.
//!
//! The checks follow the document itself, so that a problem is told in its words. A value of the
//! contract (an example, a default) is checked as the JSON that it stands for; the pointer of a
//! problem leads back to its token.

mod check;
mod combine;
pub(crate) mod format;
pub(crate) mod number;
mod problem;
#[cfg(test)]
mod tests;
mod value;

use std::collections::HashSet;

use regress::Regex;
use serde_json::Value as Json;

pub(crate) use problem::Direction;
pub use problem::Problem;

use crate::{grammar::Kind, index::Index, text::node::Node};

/// Reads a pattern as ECMA-262 does with the flag `u`: by code points, and strictly.
pub(crate) fn pattern(text: &str) -> Result<Regex, regress::Error> {
    Regex::with_flags(text, "u")
}

/// A required property that is `readOnly` is not demanded in a request, and one that is `writeOnly`
/// is not demanded in a response. OpenAPI says that they SHOULD NOT be sent there, which forbids
/// nothing: one that is sent is accepted, and checked as any other.
impl<'a> Index<'a> {
    /// What is wrong with `value` as one of `schema`, which stands in this contract, when it is sent
    /// to the server: as a body, say. At most 100 problems are reported.
    ///
    /// ```
    /// # let text = "
    /// # openapi: 3.0.3
    /// # components: { schemas: { shop.Item: { properties: { price: { type: integer } } } } }
    /// # ";
    /// # let contract = contract::load_earlier("openapi.yaml", text)?;
    /// let index = contract.index();
    /// let item = &index.component("schemas", "shop.Item").ok_or("it is there")?.value;
    /// let problems = index.in_request(item, &serde_json::json!({ "price": "5" }));
    /// assert_eq!(problems[0].pointer, "/price");
    /// assert_eq!(problems[0].message, "is text, but the type is `integer`");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn in_request(&self, schema: &'a Node, value: &Json) -> Vec<Problem> {
        self.check(Direction::Request, schema, value)
    }

    /// The same for a value that comes from the server, such as that of a header or a part of a body.
    pub fn in_response(&self, schema: &'a Node, value: &Json) -> Vec<Problem> {
        self.check(Direction::Response, schema, value)
    }

    pub(crate) fn check(
        &self,
        direction: Direction,
        schema: &'a Node,
        value: &Json,
    ) -> Vec<Problem> {
        check::Check::run(self, direction, schema, value)
    }

    /// A pattern of the contract. One that cannot be read allows all: a rule reports it.
    fn pattern(&self, text: &str) -> Option<&Regex> {
        let patterns = self.patterns.get_or_init(|| {
            let schemas = self.objects(Kind::Schema);
            let texts: HashSet<&str> = schemas.filter_map(|it| it.node.word("pattern")).collect();
            let patterns = texts.into_iter();
            patterns
                .filter_map(|text| Some((text.to_owned(), pattern(text).ok()?)))
                .collect()
        });
        patterns.get(text)
    }
}

/// A text of this format; nothing when it is not one of those for text that values are checked
/// against.
pub fn example_of_format(format: &str) -> Option<&'static str> {
    match format::named(format)? {
        format::Allows::Text(_, like) => Some(like),
        _ => None,
    }
}
