//! Which proxy a request goes through, so that an error can name it.
//!
//! reqwest does not tell. The proxies of the environment are found with the same matcher that it
//! uses; those that the caller set can be read from its `Debug` output only, which leaves user names
//! and passwords out. Should that output change, an error names the server instead.

use std::env::VarError;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::sanitise::sanitise;

/// The proxies of an HTTP client.
pub(crate) enum Proxies {
    /// There are none.
    None,
    /// What the environment says, and on some systems their settings.
    Environment(Box<Matcher>),
    /// The first that the caller set for each scheme.
    Set {
        http: Option<String>,
        https: Option<String>,
    },
}

impl Proxies {
    /// The proxies of `client`.
    pub(crate) fn of(client: &reqwest::Client) -> Self {
        let shown = format!("{client:?}");
        let Some((_, shown)) = shown.split_once("proxies: [") else {
            return Self::None;
        };
        let environment = Matcher::from_system();
        if shown.starts_with(&format!("{environment:?}]")) {
            return Self::Environment(Box::new(environment));
        }
        let first = |scheme: &str| {
            let (_, uri) = shown.split_once(&format!("{scheme}: Intercept {{ uri: "))?;
            let (uri, _) = uri.split_once(' ')?;
            Some(without_credentials(uri))
        };
        Self::Set {
            http: first("http"),
            https: first("https"),
        }
    }

    /// The proxy that a request to `url` goes through, if any: its URL without credentials, and
    /// whether the caller did not set it.
    pub(crate) fn of_request(&self, url: &Url) -> Option<String> {
        match self {
            Self::None => None,
            Self::Environment(matcher) => {
                let target = url.origin().ascii_serialization().parse().ok()?;
                let proxy = matcher.intercept(&target)?;
                let proxy = without_credentials(&proxy.uri().to_string());
                Some(format!("{proxy} (set by the environment)"))
            }
            Self::Set { http, .. } if url.scheme() == "http" => http.clone(),
            Self::Set { https, .. } => https.clone(),
        }
    }

    /// Checks the variable that names the proxy of a client whose requests are `plain` HTTP or not.
    ///
    /// The matcher ignores what it cannot use, and requests would bypass the proxy.
    pub(crate) fn check(
        &self,
        is_plain: bool,
        read_env: impl Fn(&str) -> Result<String, VarError>,
    ) -> Result<(), String> {
        if !matches!(self, Self::Environment(_)) {
            return Ok(());
        }
        let own = if is_plain {
            ["HTTP_PROXY", "http_proxy"]
        } else {
            ["HTTPS_PROXY", "https_proxy"]
        };
        for names in [own, ["ALL_PROXY", "all_proxy"]] {
            let read = |name| Some((name, read_env(name).ok()?));
            let Some((name, value)) = names.into_iter().find_map(read) else {
                continue;
            };
            if value.is_empty() {
                continue;
            }
            return if is_usable(&value) {
                Ok(())
            } else {
                Err(format!(
                    "environment variable {name} names a proxy that is not supported, `{}`: write \
                     it like `http://proxy.example.com:3128`, with the scheme http, https, socks4, \
                     socks4a, socks5 or socks5h, or unset it",
                    sanitise(&without_credentials(&value))
                ))
            };
        }
        Ok(())
    }
}

/// Whether the matcher takes the URL of a proxy.
fn is_usable(url: &str) -> bool {
    let matcher = Matcher::builder().all(url.to_owned()).build();
    let target = "http://api.example.com".parse();
    target.is_ok_and(|target| matcher.intercept(&target).is_some())
}

/// The scheme, host and port of a proxy's URL, as they are written.
fn without_credentials(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.rsplit('@').next().unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    if scheme.is_empty() {
        host.to_owned()
    } else {
        format!("{scheme}://{host}")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::http_client::http_client_builder;

    fn proxies(change: impl Fn(reqwest::ClientBuilder) -> reqwest::ClientBuilder) -> Proxies {
        Proxies::of(&change(http_client_builder()).build().unwrap())
    }

    fn of_request(proxies: &Proxies, url: &str) -> Option<String> {
        proxies.of_request(&url.parse().unwrap())
    }

    #[test]
    fn a_proxy_that_was_set_is_named_without_its_credentials() {
        let all = reqwest::Proxy::all("http://rosa:hush@proxy.example.com:3128/x").unwrap();
        let socks = reqwest::Proxy::https("socks5h://rosa:hush@[::1]:9").unwrap();
        let set = proxies(|http| http.proxy(socks.clone()).proxy(all.clone()));
        let (http, https) = ("http://proxy.example.com:3128", "socks5h://[::1]:9");
        assert_eq!(
            of_request(&set, "http://a.example.com/?b").as_deref(),
            Some(http)
        );
        assert_eq!(
            of_request(&set, "https://a.example.com").as_deref(),
            Some(https)
        );

        let none = proxies(reqwest::ClientBuilder::no_proxy);
        assert!(matches!(none, Proxies::None));
        assert!(of_request(&none, "https://a.example.com").is_none());
    }

    #[test]
    fn those_of_the_environment_are_told_from_those_that_were_set() {
        assert!(matches!(proxies(|http| http), Proxies::Environment(_)));
    }

    #[test]
    fn the_environment_decides_by_scheme_and_host() {
        let matcher = Matcher::builder()
            .https("socks5://rosa:hush@127.0.0.1:9")
            .no("b.example.com")
            .build();
        let environment = Proxies::Environment(Box::new(matcher));
        let expected = Some("socks5://127.0.0.1:9 (set by the environment)");
        assert_eq!(
            of_request(&environment, "https://a.example.com/x").as_deref(),
            expected
        );
        assert!(of_request(&environment, "https://b.example.com/x").is_none());
        assert!(of_request(&environment, "http://a.example.com/x").is_none());
    }

    #[test]
    fn a_variable_that_cannot_be_used_is_named_without_its_credentials() {
        let check = |is_plain, variables: &[(&str, &str)]| {
            let environment = Proxies::Environment(Box::new(Matcher::builder().build()));
            environment.check(is_plain, |name| {
                let value = variables.iter().find(|(it, _)| *it == name);
                value.map(|it| it.1.to_owned()).ok_or(VarError::NotPresent)
            })
        };
        let bad = "socks://rosa:hush@proxy.example.com:1080/";
        for variables in [
            &[("HTTPS_PROXY", bad)][..],
            &[("https_proxy", bad)],
            &[("HTTPS_PROXY", ""), ("ALL_PROXY", bad)],
            &[
                ("HTTP_PROXY", "http://proxy.example.com"),
                ("all_proxy", bad),
            ],
        ] {
            let problem = check(false, variables).unwrap_err();
            let (name, _) = variables.last().unwrap();
            assert!(problem.contains(name), "{problem}");
            assert!(
                problem.contains("`socks://proxy.example.com:1080`"),
                "{problem}"
            );
            assert!(!problem.contains("hush"), "{problem}");
        }
        for good in [
            "http://proxy.example.com:3128",
            "proxy.example.com:3128",
            "https://proxy.example.com",
            "socks5h://rosa:hush@127.0.0.1:1080",
        ] {
            check(false, &[("HTTPS_PROXY", good), ("ALL_PROXY", bad)]).unwrap();
        }
        check(false, &[("HTTP_PROXY", bad)]).unwrap();
        check(true, &[("HTTP_PROXY", bad)]).unwrap_err();
        check(true, &[("HTTPS_PROXY", bad)]).unwrap();
        check(false, &[]).unwrap();
    }
}
