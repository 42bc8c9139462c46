//! Credentials: sent as an operation asks for them, shown nowhere, wiped from memory when dropped.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use reqwest::header::{AUTHORIZATION, COOKIE, HeaderName, HeaderValue};
use zeroize::Zeroizing;

use crate::style::{cookie_text, push_text};
use crate::target::push_encoded;
use crate::tokens::Tokens;

/// What stands in place of a secret wherever it could be shown.
pub(crate) const REDACTED: &str = "[redacted]";

/// How the credential of an operation travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    None,
    /// The key or token, in the header `Authorization`.
    Bearer,
    /// User name and password, in the header `Authorization`.
    Basic,
    /// The key or token, in the header of this name.
    Header(&'static str),
    /// The key or token, in the query parameter of this name.
    Query(&'static str),
    /// The key or token, in the cookie of this name.
    Cookie(&'static str),
}

pub(crate) struct Credentials {
    key: Option<Secret>,
    tokens: Option<Arc<Tokens>>,
    /// User name and password as they are sent.
    basic: Option<Secret>,
    /// Those that operations take beside the first, by the names of their security schemes.
    further: Vec<(String, Secret)>,
    /// What must not be shown, beside tokens.
    secrets: Vec<Secret>,
}

impl Credentials {
    /// Takes over credentials that were checked.
    pub(crate) fn new(
        key: Option<Secret>,
        tokens: Option<Arc<Tokens>>,
        basic: Option<&Basic>,
        further: Vec<(String, Secret)>,
    ) -> Self {
        let mut secrets: Vec<_> = basic.into_iter().flat_map(Basic::secrets).collect();
        let keys = key.iter().chain(further.iter().map(|(_, secret)| secret));
        secrets.extend(keys.flat_map(Secret::forms));
        Self {
            key,
            tokens,
            basic: basic.map(Basic::encoded),
            further,
            secrets,
        }
    }

    pub(crate) fn tokens(&self) -> Option<&Tokens> {
        self.tokens.as_deref()
    }

    /// Adds the credential to a request. `token` is that of the source, if there is one. Fails, naming
    /// the option, if the client has no credential of this kind.
    pub(crate) fn apply(
        &self,
        auth: Auth,
        token: Option<&Secret>,
        request: &mut reqwest::Request,
    ) -> Result<(), &'static str> {
        let secret = match auth {
            Auth::None => return Ok(()),
            Auth::Basic => self.basic()?,
            _ => token
                .or(self.key.as_ref())
                .ok_or("it takes a key or token: call `api_key`")?,
        };
        secret.add_to(request, auth)
    }

    /// Adds the credentials that an operation takes beside the first.
    pub(crate) fn apply_further(
        &self,
        credentials: &[(&'static str, Auth)],
        request: &mut reqwest::Request,
    ) -> Result<(), Cow<'static, str>> {
        for (scheme, auth) in credentials {
            let known = self.further.iter().find(|(name, _)| name == scheme);
            let missing = || {
                format!("it takes a credential for `{scheme}`: call `credential(\"{scheme}\", …)`")
            };
            let secret = match auth {
                Auth::Basic => self.basic()?,
                _ => &known.ok_or_else(missing)?.1,
            };
            secret.add_to(request, *auth)?;
        }
        Ok(())
    }

    fn basic(&self) -> Result<&Secret, &'static str> {
        let problem = "it takes a user name and a password: call `basic`";
        self.basic.as_ref().ok_or(problem)
    }

    /// Whether a text that somebody else wrote holds a secret, in upper or lower case.
    pub(crate) fn is_in(&self, text: &[u8]) -> bool {
        let is_in = |secret: &Secret| secret.position(text).is_some();
        self.all(&self.recent()).any(is_in)
    }

    /// Removes secrets, in upper or lower case, from a text that somebody else wrote.
    pub(crate) fn redact(&self, text: &str) -> String {
        let recent = self.recent();
        let all = self.all(&recent);
        all.fold(text.to_owned(), |text, secret| secret.redact(&text))
    }

    /// All secrets, with the recent tokens.
    fn all<'a>(&'a self, recent: &'a [Arc<[Secret]>]) -> impl Iterator<Item = &'a Secret> {
        self.secrets
            .iter()
            .chain(recent.iter().flat_map(|it| &**it))
    }

    fn recent(&self) -> Vec<Arc<[Secret]>> {
        self.tokens().map(Tokens::recent).unwrap_or_default()
    }
}

#[derive(Clone)]
pub(crate) struct Basic {
    pub(crate) user: Secret,
    pub(crate) password: Secret,
}

impl Basic {
    /// Says, as the rest of a sentence, what keeps them from being sent (RFC 7617).
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let has_control = |secret: &Secret| secret.0.chars().any(char::is_control);
        if self.user.0.contains(':') || has_control(&self.user) || has_control(&self.password) {
            return Err("holds a colon in the user name, or a control character: \
                        check that both were copied as they are");
        }
        if self.user.0.is_empty() && self.password.0.is_empty() {
            return Err("is blank: give a user name and a password");
        }
        Ok(())
    }

    /// Both as they are sent.
    fn encoded(&self) -> Secret {
        let (user, password) = (&*self.user.0, &*self.password.0);
        let text = Zeroizing::new([user, ":", password].concat());
        BASE64_STANDARD.encode(&*text).into()
    }

    /// What must not be shown: a user name only if it stands alone, as keys do.
    fn secrets(&self) -> [Secret; 2] {
        let is_alone = self.password.0.is_empty();
        let secret = if is_alone { &self.user } else { &self.password };
        [self.encoded(), secret.clone()]
    }
}

/// A key, a token or a password.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Secret(Zeroizing<String>);

impl From<String> for Secret {
    /// Takes over a secret that has not been checked yet.
    fn from(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }
}

impl Secret {
    /// Says, as the rest of a sentence, what keeps a key or token from being sent.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        if self.0.trim().is_empty() {
            return Err("is blank: give the API key");
        }
        if !self.0.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(
                "holds a space, a newline or another character that no API key has: \
                 check that it was copied as it is",
            );
        }
        Ok(())
    }

    /// Adds the secret to a request. It is written anew for each attempt, and the value of a header
    /// takes over the memory of its text, so that the only permanent copy is the one that gets wiped.
    fn add_to(&self, request: &mut reqwest::Request, auth: Auth) -> Result<(), &'static str> {
        let problem = "the contract names a header or cookie for it that no request can have";
        let (header, text) = match auth {
            Auth::None => return Ok(()),
            Auth::Query(name) => {
                let query = request.url().query().unwrap_or_default();
                let mut query = Zeroizing::new(query.to_owned());
                push_text(&mut query, name, &self.0);
                request.url_mut().set_query(Some(&query));
                return Ok(());
            }
            Auth::Bearer => (AUTHORIZATION, ["Bearer ", &self.0].concat()),
            Auth::Basic => (AUTHORIZATION, ["Basic ", &self.0].concat()),
            Auth::Header(name) => {
                let name = HeaderName::from_bytes(name.as_bytes());
                (name.map_err(|_| problem)?, self.0.to_string())
            }
            Auth::Cookie(name) => {
                let before = request.headers().get(COOKIE).map(HeaderValue::to_str);
                let before = before.and_then(Result::ok).map(|it| [it, "; "]);
                let before = before.unwrap_or_default().concat();
                (
                    COOKIE,
                    [&*before, name, "=", &cookie_text(&self.0)].concat(),
                )
            }
        };
        let mut value = HeaderValue::try_from(text).map_err(|_| problem)?;
        value.set_sensitive(true);
        request.headers_mut().insert(header, value);
        Ok(())
    }

    /// As it is, and as it stands in a cookie or a URL, if that differs.
    pub(crate) fn forms(&self) -> Vec<Self> {
        let cookie = cookie_text(&self.0).into_owned();
        let mut encoded = String::new();
        push_encoded(&mut encoded, &self.0);
        let mut forms = vec![self.clone(), cookie.into(), encoded.into()];
        // In a URL everything is encoded that is in a cookie.
        forms.dedup();
        forms
    }

    fn redact(&self, text: &str) -> String {
        let mut redacted = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = self.position(rest.as_bytes()) {
            redacted.push_str(&rest[..start]);
            redacted.push_str(REDACTED);
            rest = &rest[start + self.0.len()..];
        }
        redacted + rest
    }

    /// Where the secret begins in a text: between two characters, because it is text itself.
    fn position(&self, text: &[u8]) -> Option<usize> {
        let secret = self.0.as_bytes();
        let first = secret.first()?.to_ascii_lowercase();
        // Every response is searched; nearly always it is enough to look at the first letter.
        text.windows(secret.len()).position(|part| {
            part[0].to_ascii_lowercase() == first && part.eq_ignore_ascii_case(secret)
        })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn key(text: &str) -> Secret {
        Secret::from(text.to_owned())
    }

    #[test]
    fn keys_that_cannot_be_sent_are_refused() {
        for text in ["", "  ", "\n"] {
            assert!(key(text).check().unwrap_err().contains("blank"), "{text:?}");
        }
        for text in [
            "key\n",
            " key",
            "a key",
            "k\u{e9}y",
            "key\r\nX-Other: 1",
            "\0key",
        ] {
            let problem = key(text).check().unwrap_err();
            assert!(problem.contains("newline"), "{text:?}: {problem}");
        }
        key("kdv_test_AbC-_123").check().unwrap();
        key("eyJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl")
            .check()
            .unwrap();
    }

    #[test]
    fn the_key_is_wiped_when_it_is_dropped() {
        // The compiler is who tests it.
        fn assert_wiped<T: zeroize::ZeroizeOnDrop>(_: &T) {}
        assert_wiped(&key("kdv_test_secret").0);
    }

    #[test]
    fn the_key_is_not_shown() {
        let key = key("kdv_test_secret");
        assert_eq!(format!("{key:?}"), "[redacted]");
        assert_eq!(
            key.redact("no such key: kdv_test_secret!"),
            "no such key: [redacted]!"
        );
        assert_eq!(
            key.redact("é KDV_Test_Secret kdv_test_secretkdv_test_SECRET\u{1f511}"),
            "é [redacted] [redacted][redacted]\u{1f511}"
        );
        assert_eq!(key.redact(""), "");
        let credentials = Credentials::new(Some(key), None, None, Vec::new());
        let is_in = |text: &str| credentials.is_in(text.as_bytes());
        assert!(is_in("kdv_test_secret") && is_in("<KDV_TEST_secret>"));
        assert!(!is_in("kdv_test_secre") && !is_in(""));
    }

    fn basic(user: &str, password: &str) -> Basic {
        Basic {
            user: key(user),
            password: key(password),
        }
    }

    #[test]
    fn each_kind_is_sent_in_its_place_and_redacted() {
        let pair = basic("rosa", "p:ss w\u{f6}rd");
        pair.check().unwrap();
        let both = Credentials::new(Some(key("k+/=")), None, Some(&pair), Vec::new());
        let sent = |auth, url: &str| {
            let mut request = reqwest::Request::new(reqwest::Method::GET, url.parse().unwrap());
            both.apply(auth, None, &mut request).unwrap();
            let headers = request.headers().iter();
            let headers = headers.map(|(name, value)| {
                assert!(value.is_sensitive());
                format!("{name}: {}", value.to_str().unwrap())
            });
            headers
                .chain([request.url().to_string()])
                .collect::<Vec<_>>()
                .join(" ")
        };
        for (auth, query, expected) in [
            (Auth::None, "", "https://a/"),
            (Auth::Bearer, "", "authorization: Bearer k+/= https://a/"),
            (
                Auth::Basic,
                "",
                "authorization: Basic cm9zYTpwOnNzIHfDtnJk https://a/",
            ),
            (Auth::Header("X-Key"), "", "x-key: k+/= https://a/"),
            (Auth::Query("key"), "", "https://a/?key=k%2B%2F%3D"),
            (Auth::Query("key"), "?q=1", "https://a/?q=1&key=k%2B%2F%3D"),
            (Auth::Cookie("key"), "", "cookie: key=k+/= https://a/"),
        ] {
            assert_eq!(sent(auth, &format!("https://a/{query}")), expected);
        }
        assert_eq!(
            both.redact("k+/= K%2B%2f%3D cm9zYTpwOnNzIHfDtnJk p:ss w\u{f6}rd rosa"),
            "[redacted] [redacted] [redacted] [redacted] rosa"
        );
    }

    #[test]
    fn a_credential_that_is_missing_is_named() {
        let none = Credentials::new(None, None, None, Vec::new());
        for (auth, problem) in [
            (Auth::Bearer, "`api_key`"),
            (Auth::Query("key"), "`api_key`"),
            (Auth::Header("X-Key"), "`api_key`"),
            (Auth::Basic, "`basic`"),
        ] {
            let url = "https://a/".parse().unwrap();
            let mut request = reqwest::Request::new(reqwest::Method::GET, url);
            let error = none.apply(auth, None, &mut request).unwrap_err();
            assert!(error.contains(problem), "{error}");
        }
    }

    #[test]
    fn an_operation_may_take_several_credentials() {
        static FURTHER: [(&str, Auth); 4] = [
            ("app", Auth::Header("X-App")),
            ("page", Auth::Query("page_key")),
            ("session", Auth::Cookie("sid")),
            ("login", Auth::Basic),
        ];
        let url = "https://a/".parse().unwrap();
        let mut request = reqwest::Request::new(reqwest::Method::GET, url);
        let cookie = HeaderValue::from_static("a=1");
        request.headers_mut().insert(COOKIE, cookie);
        let further = [("app", "a1"), ("page", "p=1"), ("session", "s;1")];
        let further = further.map(|(name, secret)| (name.to_owned(), key(secret)));
        let pair = basic("rosa", "pass");
        let all = Credentials::new(None, None, Some(&pair), further.into());
        all.apply_further(&FURTHER, &mut request).unwrap();
        assert_eq!(request.url().as_str(), "https://a/?page_key=p%3D1");
        let headers = request.headers();
        assert_eq!(
            (&headers["x-app"], &headers["cookie"]),
            (&"a1".parse().unwrap(), &"a=1; sid=s%3B1".parse().unwrap())
        );
        assert!(headers["x-app"].is_sensitive() && headers["cookie"].is_sensitive());
        assert!(
            headers["authorization"]
                .to_str()
                .unwrap()
                .starts_with("Basic ")
        );
        let hidden = "[redacted] ".repeat(5);
        assert_eq!(all.redact("a1 p=1 p%3D1 s;1 s%3B1 "), hidden);
        let none = Credentials::new(None, None, Some(&pair), Vec::new());
        let error = none.apply_further(&FURTHER, &mut request).unwrap_err();
        assert_eq!(
            error,
            "it takes a credential for `app`: call `credential(\"app\", …)`"
        );
    }

    #[test]
    fn user_names_and_passwords_that_cannot_be_sent_are_refused() {
        for (user, password) in [("a:b", "c"), ("a\n", "c"), ("a", "\0"), ("", "")] {
            assert!(
                basic(user, password).check().is_err(),
                "{user:?} {password:?}"
            );
        }
        // Some APIs take a key as the user name.
        let alone = basic("sk_secret", "");
        alone.check().unwrap();
        let credentials = Credentials::new(None, None, Some(&alone), Vec::new());
        assert_eq!(credentials.redact("no sk_secret"), "no [redacted]");
    }
}
