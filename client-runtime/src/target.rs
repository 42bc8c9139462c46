//! Where a request goes: a base URL, the filled path template and the query.

use std::net::IpAddr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

use crate::argument::ArgumentError;

/// Everything but the unreserved characters of RFC 3986.
///
/// URL parsers rewrite some characters that are legal in principle: they drop tabs and newlines,
/// take `\` for `/` and `%2e` for `.`. With all of them encoded there is nothing left to rewrite.
pub(crate) const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Appends `text`, percent-encoded so that it can stand anywhere in a URL.
pub(crate) fn push_encoded(url: &mut String, text: &str) {
    url.extend(utf8_percent_encode(text, ENCODED));
}

/// A checked URL that paths of operations are appended to.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl(Url);

impl BaseUrl {
    /// Checks a base URL; on failure says what is wrong with it, as the rest of a sentence.
    pub(crate) fn parse(text: &str, allow_http: bool) -> Result<Self, &'static str> {
        // The URL parser would silently drop or turn these.
        if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
            return Err("holds a space, a control character or a backslash: remove it");
        }
        let url = Url::parse(text)
            .map_err(|_| "is not an absolute URL: write it like `https://api.example.com/v1`")?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err("is not a URL of the web: it must start with `https://`");
        }
        // The URL parser would take the first segment of the path for the host.
        let host = text.split_once("://").map_or("/", |(_, host)| host);
        if host.starts_with('/') {
            return Err("has no host: write it like `https://api.example.com/v1`");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err("holds a user name or a password: remove it and use `api_key`");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err("holds a query or a fragment: it must end with its path");
        }
        if http::Uri::try_from(url.as_str()).is_err() {
            return Err("cannot be sent: use only characters that URLs may hold");
        }
        let base = Self(url);
        if base.is_plain() && !base.is_loopback() && !allow_http {
            return Err(
                "would send the API key unencrypted: use `https://`, or call `allow_http(true)`",
            );
        }
        Ok(base)
    }

    pub(crate) fn is_plain(&self) -> bool {
        self.0.scheme() == "http"
    }

    /// Whether the host is this very machine, so that nothing leaves it.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }

    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The URL of a request: `path` starts with a slash, both `path` and `query` are encoded.
    pub(crate) fn join(&self, path: &str, query: &str) -> Url {
        let mut url = self.0.clone();
        let base = url.path().trim_end_matches('/');
        if base.is_empty() {
            url.set_path(path);
        } else {
            url.set_path(&[base, path].concat());
        }
        if !query.is_empty() {
            url.set_query(Some(query));
        }
        url
    }
}

/// Whether the host of a URL is this very machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Checks a path template that is no contract's, and that each of its parameters is given and no other.
pub(crate) fn check_template(
    template: &'static str,
    values: &[(&'static str, String)],
) -> Result<(), ArgumentError> {
    let refused = |problem| Err(ArgumentError::new("path", problem));
    let Some(segments) = template.strip_prefix('/') else {
        return refused("must begin with `/`: it follows the base URL");
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
    let mut names = Vec::new();
    for segment in segments.split('/') {
        let mut rest = segment;
        let mut constants = Vec::new();
        while let Some((constant, name, after)) = split_parameter(rest) {
            constants.push(constant);
            names.push(name);
            rest = after;
        }
        constants.push(rest);
        if !constants.concat().bytes().all(is_plain) {
            return refused(
                "holds a character that it must not: write `{name}` for a value and give it with \
                 `path`; parameters of the query are given with `query`",
            );
        }
        if matches!(segment, "." | "..") {
            return refused(
                "must have no segment `.` or `..`: the request would go to another path",
            );
        }
    }
    match values.iter().find(|(name, _)| !names.contains(name)) {
        Some((name, _)) => Err(ArgumentError::new(*name, "is not in the path")),
        None => Ok(()),
    }
}

/// Fills a path template with values that are encoded, so that each stays within its own segment. A
/// segment may hold several parameters and constants.
pub(crate) fn fill_path(
    template: &'static str,
    values: &[(&'static str, String)],
) -> Result<String, ArgumentError> {
    let refused = |name, problem| Err(ArgumentError::new(name, problem));
    let mut path = String::with_capacity(template.len() + 32);
    for segment in template.strip_prefix('/').unwrap_or(template).split('/') {
        path.push('/');
        let start = path.len();
        let (mut rest, mut last) = (segment, None);
        while let Some((constant, name, after)) = split_parameter(rest) {
            path.push_str(constant);
            match values.iter().find(|(known, _)| *known == name) {
                None => return refused(name, "has no value"),
                Some((_, value)) if value.is_empty() => {
                    let problem = "must not be empty: the request would go to another path";
                    return refused(name, problem);
                }
                Some((_, value)) => path.push_str(value),
            }
            (rest, last) = (after, Some(name));
        }
        path.push_str(rest);
        if let (Some(name), "." | "..") = (last, &path[start..]) {
            let problem = "must not make its path segment `.` or `..`: the request would go to \
                           another path";
            return refused(name, problem);
        }
    }
    Ok(path)
}

/// Splits `constant{name}after`.
fn split_parameter(segment: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let start = segment.bytes().position(|byte| byte == b'{')?;
    let end = start + segment[start..].bytes().position(|byte| byte == b'}')?;
    Some((
        &segment[..start],
        &segment[start + 1..end],
        &segment[end + 1..],
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn encoded(values: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
        let encoded = |(name, value): &(_, &str)| {
            let mut text = String::new();
            push_encoded(&mut text, value);
            (*name, text)
        };
        values.iter().map(encoded).collect()
    }

    fn url(base: &str, template: &'static str, values: &[(&'static str, &str)]) -> String {
        let path = fill_path(template, &encoded(values)).unwrap();
        BaseUrl::parse(base, false)
            .unwrap()
            .join(&path, "")
            .to_string()
    }

    fn refused(template: &'static str, values: &[(&'static str, &str)]) -> String {
        fill_path(template, &encoded(values))
            .unwrap_err()
            .name()
            .to_owned()
    }

    #[test]
    fn slashes_between_base_and_path_never_double_nor_vanish() {
        for (path, expected) in [
            ("", "/accounts"),
            ("/", "/accounts"),
            ("/v1", "/v1/accounts"),
            ("/v1/", "/v1/accounts"),
            ("/v1//", "/v1/accounts"),
            ("/kirim/v1", "/kirim/v1/accounts"),
        ] {
            let host = "https://api.example.com:8787";
            let url = url(&format!("{host}{path}"), "/accounts", &[]);
            assert_eq!(url, format!("{host}{expected}"), "{path}");
        }
        // Those of the contract are its own.
        let url = url("https://api.example.com/v1", "//a//b/", &[]);
        assert_eq!(url, "https://api.example.com/v1//a//b/");
    }

    #[test]
    fn a_value_stays_in_its_segment() {
        for (value, segment) in [
            ("ctc_01HX", "ctc_01HX"),
            ("a/../b", "a%2F..%2Fb"),
            (r"..\accounts", "..%5Caccounts"),
            (r"..\..\admin", "..%5C..%5Cadmin"),
            ("%2e%2e", "%252e%252e"),
            (".%2e", ".%252e"),
            ("a?b", "a%3Fb"),
            ("a#b", "a%23b"),
            ("é", "%C3%A9"),
            ("a b", "a%20b"),
            (".\t.", ".%09."),
            (".\n.", ".%0A."),
            ("...", "..."),
            ("-._~", "-._~"),
            (" ", "%20"),
            ("email=rosa@example.com", "email%3Drosa%40example.com"),
            ("{id}", "%7Bid%7D"),
            ("\0", "%00"),
        ] {
            let base = "https://api.example.com/v1";
            let url = url(base, "/contacts/{id}/labels", &[("id", value)]);
            assert_eq!(
                url,
                format!("{base}/contacts/{segment}/labels"),
                "{value:?}"
            );
        }
    }

    #[test]
    fn a_value_that_would_change_the_path_is_refused_by_name() {
        for value in ["", ".", ".."] {
            assert_eq!(
                refused("/contacts/{id}", &[("id", value)]),
                "id",
                "{value:?}"
            );
        }
        let base = "https://api.example.com";
        assert_eq!(
            url(base, "/{a}-{b}", &[("a", "."), ("b", "..")]),
            "https://api.example.com/.-.."
        );
        assert_eq!(
            url(base, "/files/{id}:complete", &[("id", "..")]),
            "https://api.example.com/files/..:complete"
        );
        assert_eq!(refused("/x/{a}{b}", &[("a", "."), ("b", ".")]), "b");
        assert_eq!(refused("/x/.{a}", &[("a", ".")]), "a");
        assert_eq!(refused("/{a}-{b}", &[("a", ""), ("b", "1")]), "a");
        assert_eq!(refused("/{a}-{b}", &[("a", "1")]), "b");
    }

    #[test]
    fn templates_of_no_contract_are_checked() {
        for (template, names) in [
            ("/", &[][..]),
            ("/x/{id}", &["id"]),
            ("/x/{a}-{b}:do/", &["a", "b"]),
            ("/~a/b;c=1,2@'(!$&*+)'/...", &[]),
        ] {
            let given: Vec<_> = names.iter().map(|name| (*name, "1".to_owned())).collect();
            check_template(template, &given).unwrap();
        }
        for template in [
            "",
            "x",
            "https://api.example.com/x",
            "/x?a=1",
            "/x#a",
            "/%2e%2e/x",
            "/a b",
            "/é",
            r"/a\b",
            "/{id",
            "/id}",
            "/{a/b}",
            "/x/../y",
            "/.",
            "/..",
            "/a\n",
        ] {
            let error = check_template(template, &[]).unwrap_err();
            assert_eq!(error.name(), "path", "{template}");
        }
        let values = [("ID", "1".to_owned())];
        assert_eq!(check_template("/x/{id}", &values).unwrap_err().name(), "ID");
    }

    #[test]
    fn base_urls_that_cannot_work_are_refused_with_what_to_do() {
        for (base, part) in [
            ("", "absolute URL"),
            ("api.example.com/v1", "absolute URL"),
            ("/v1", "absolute URL"),
            ("https://", "absolute URL"),
            ("https://api.example.com:99999", "absolute URL"),
            ("ftp://api.example.com", "https://"),
            ("file:///etc/passwd", "https://"),
            ("https:///v1", "has no host"),
            ("https:////v1", "has no host"),
            ("https:/v1", "has no host"),
            ("https:api.example.com", "has no host"),
            ("mailto:rosa@example.com", "https://"),
            ("https://rosa:secret@api.example.com", "`api_key`"),
            ("https://rosa@api.example.com", "`api_key`"),
            ("https://api.example.com/v1?x=1", "query"),
            ("https://api.example.com/v1?", "query"),
            ("https://api.example.com/v1#x", "fragment"),
            (" https://api.example.com", "space"),
            ("https://api.example.com/v1\n", "control character"),
            (r"https://api.example.com\v1", "backslash"),
        ] {
            let problem = BaseUrl::parse(base, true).unwrap_err();
            assert!(problem.contains(part), "{base:?}: {problem}");
        }
    }

    #[test]
    fn plain_http_is_for_loopback_hosts_only() {
        let here = "127.0.0.1 127.8.9.1:80 localhost:8787 LOCALHOST [::1]:1";
        for host in here.split(' ') {
            let base = BaseUrl::parse(&format!("http://{host}"), false).unwrap();
            assert!(base.is_loopback() && base.is_plain(), "{host}");
        }
        let elsewhere = "api.example.com localhost.example.com 127.0.0.1.example.com 10.0.0.1 \
                         0.0.0.0 [::ffff:127.0.0.1] [fe80::1]";
        for host in elsewhere.split(' ') {
            let text = format!("http://{host}/v1");
            let problem = BaseUrl::parse(&text, false).unwrap_err();
            assert!(problem.contains("allow_http(true)"), "{host}: {problem}");
            assert!(BaseUrl::parse(&text, true).is_ok(), "{host}");
            let encrypted = BaseUrl::parse(&format!("https://{host}"), false);
            assert!(encrypted.is_ok(), "{host}");
        }
    }
}
