//! Which proxy a request goes through, so that an error can name it.
//!
//! reqwest does not tell. The proxies of the environment are found with the same matcher that it
//! uses; those that the caller set can be read from its `Debug` output only, which leaves user names
//! and passwords out. Should that output change, an error names the server instead.

use std::env::VarError;

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::Url;

use crate::sanitise::sanitise;

/// The proxy that a request of `client` to `url` goes through, if any: its URL without credentials, and
/// whether the caller did not set it.
pub(crate) fn of_request(client: &reqwest::Client, url: &Url) -> Option<String> {
    if let Some(environment) = environment(client) {
        return of_environment(&environment, url);
    }
    // The first that the caller set for the scheme.
    let (shown, scheme) = (format!("{client:?}"), url.scheme());
    let (_, uri) = shown.split_once(&format!("{scheme}: Intercept {{ uri: "))?;
    let (uri, _) = uri.split_once(' ')?;
    Some(without_credentials(uri))
}

/// The matcher of a client that takes its proxies from the environment.
pub(crate) fn environment(client: &reqwest::Client) -> Option<Matcher> {
    let environment = Matcher::from_system();
    let is_used = format!("{client:?}").contains(&format!("proxies: [{environment:?}]"));
    is_used.then_some(environment)
}

fn of_environment(environment: &Matcher, url: &Url) -> Option<String> {
    let target = url.origin().ascii_serialization().parse().ok()?;
    let proxy = environment.intercept(&target)?;
    let proxy = without_credentials(&proxy.uri().to_string());
    Some(format!("{proxy} (set by the environment)"))
}

/// Checks the variable that names the proxy of a client whose requests are `plain` HTTP or not.
///
/// The matcher ignores what it cannot use, and requests would bypass the proxy.
pub(crate) fn check(
    is_plain: bool,
    read_env: impl Fn(&str) -> Result<String, VarError>,
) -> Result<(), String> {
    let own = if is_plain {
        ["HTTP_PROXY", "http_proxy"]
    } else {
        ["HTTPS_PROXY", "https_proxy"]
    };
    let read = |name| Some((name, read_env(name).ok()?));
    let both = [own, ["ALL_PROXY", "all_proxy"]];
    let mut found = both
        .into_iter()
        .filter_map(|names| names.into_iter().find_map(read));
    match found.find(|(_, value)| !value.is_empty()) {
        Some((name, value)) if !is_usable(&value) => Err(format!(
            "environment variable {name} names a proxy that is not supported, `{}`: write it like \
             `http://proxy.example.com:3128`, with the scheme http, https, socks4, socks4a, socks5 \
             or socks5h, or unset it",
            sanitise(&without_credentials(&value))
        )),
        _ => Ok(()),
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
    let start = url.find("://").map_or(0, |end| end + 3);
    let (scheme, rest) = url.split_at(start);
    let host = rest.rsplit('@').next().unwrap_or_default();
    let host = host.split(['/', '?', '#']).next().unwrap_or_default();
    [scheme, host].concat()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_environment_decides_by_scheme_and_host() {
        let matcher = Matcher::builder()
            .https("socks5://rosa:hush@127.0.0.1:9")
            .no("b.example.com")
            .build();
        for (url, expected) in [
            (
                "https://a.example.com/x",
                Some("socks5://127.0.0.1:9 (set by the environment)"),
            ),
            ("https://b.example.com/x", None),
            ("http://a.example.com/x", None),
        ] {
            let proxy = of_environment(&matcher, &url.parse().unwrap());
            assert_eq!(proxy.as_deref(), expected);
        }
    }

    #[test]
    fn a_variable_that_cannot_be_used_is_named_without_its_credentials() {
        let check = |is_plain, variables: &[(&str, &str)]| {
            super::check(is_plain, |name| {
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
