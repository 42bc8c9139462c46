//! The query string of a request.

use std::borrow::Cow;

/// The parameters of a query string, decoded.
pub(crate) struct Query<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// A parameter stands there more than once.
#[derive(Debug, PartialEq)]
pub(crate) struct Repeated(pub(crate) &'static str);

impl<'a> Query<'a> {
    pub(crate) fn parse(text: &'a str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).collect())
    }

    /// The value of a parameter that may stand there once.
    pub(crate) fn get(&self, name: &'static str) -> Result<Option<&str>, Repeated> {
        let mut values = self.0.iter().filter(|(known, _)| known == name);
        let first = values.next().map(|(_, value)| value.as_ref());
        match values.next() {
            Some(_) => Err(Repeated(name)),
            None => Ok(first),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let query = Query::parse("phone=%2B62%208&search=a+b&empty=&x");
        assert_eq!(query.get("phone"), Ok(Some("+62 8")));
        assert_eq!(query.get("search"), Ok(Some("a b")));
        assert_eq!(query.get("empty"), Ok(Some("")));
        assert_eq!(query.get("x"), Ok(Some("")));
        assert_eq!(query.get("limit"), Ok(None));
        assert_eq!(Query::parse("").get("limit"), Ok(None));
    }

    #[test]
    fn a_parameter_stands_there_once() {
        let query = Query::parse("limit=1&limit=2");
        assert_eq!(query.get("limit"), Err(Repeated("limit")));
    }
}
