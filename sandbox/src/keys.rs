//! API keys: which there are, and what a request with one may do.

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A Kirim key that expired.
pub const EXPIRED_KIRIM_KEY: &str = "kdv_test_sandbox-expired-key-0001";

/// A Kirim key of an organization whose plan has no customers, and a smaller rate limit.
pub const FREE_PLAN_KIRIM_KEY: &str = "kdv_test_sandbox-free-plan-000001";

/// The Kirim key that opens everything, unless the builder sets another.
pub(crate) const KIRIM_KEY: &str = "kdv_test_sandbox-full-access-0001";

/// The Kustomer key that opens everything, unless the builder sets another: signed by nobody.
pub(crate) fn kustomer_key() -> String {
    token(r#"{"orgName":"sandbox","roles":["org.user.customer.read"]}"#)
}

/// A Kustomer key that lacks the role for reading customers.
pub fn kustomer_key_without_role() -> String {
    token(r#"{"orgName":"sandbox","roles":["org.user.message.read"]}"#)
}

/// Three parts, as a JSON web token has them.
fn token(claims: &str) -> String {
    let parts = [r#"{"alg":"none","typ":"JWT"}"#, claims, "sandbox"];
    parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
}

/// The keys of a running sandbox.
pub(crate) struct Keys {
    pub(crate) kirim: String,
    pub(crate) kustomer: String,
    pub(crate) kustomer_without_role: String,
}

impl Default for Keys {
    fn default() -> Self {
        Self {
            kirim: KIRIM_KEY.to_owned(),
            kustomer: kustomer_key(),
            kustomer_without_role: kustomer_key_without_role(),
        }
    }
}

/// Kirim's plan of the organization that a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Plan {
    /// Has everything.
    Pro,
    /// Has no customers.
    Free,
}

/// Why a request is let in by neither API.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// There is no `Authorization` header.
    Missing,
    /// The header holds no bearer token, or one of another form.
    Malformed,
    /// Nobody has this key.
    Unknown,
    /// The key is past its expiry date.
    Expired,
    /// The key may do other things.
    RoleMissing,
}

impl Keys {
    /// The plan of the organization that a request to Kirim acts for.
    pub(crate) fn kirim(&self, headers: &HeaderMap) -> Result<Plan, Refusal> {
        match bearer(headers)? {
            key if key == self.kirim => Ok(Plan::Pro),
            FREE_PLAN_KIRIM_KEY => Ok(Plan::Free),
            EXPIRED_KIRIM_KEY => Err(Refusal::Expired),
            key if has_kirim_form(key) => Err(Refusal::Unknown),
            _ => Err(Refusal::Malformed),
        }
    }

    /// Whether a request to Kustomer is let in.
    pub(crate) fn kustomer(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        match bearer(headers)? {
            key if key == self.kustomer => Ok(()),
            key if key == self.kustomer_without_role => Err(Refusal::RoleMissing),
            key if key.split('.').count() == 3 => Err(Refusal::Unknown),
            _ => Err(Refusal::Malformed),
        }
    }
}

/// The token of a request.
fn bearer(headers: &HeaderMap) -> Result<&str, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let value = values.next().ok_or(Refusal::Missing)?;
    if values.next().is_some() {
        return Err(Refusal::Malformed);
    }
    let text = value.to_str().map_err(|_| Refusal::Malformed)?;
    match text.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Ok(token.trim()),
        _ => Err(Refusal::Malformed),
    }
}

/// `kdv_live_` or `kdv_test_`, and 24 characters of URL-safe base64.
fn has_kirim_form(key: &str) -> bool {
    let rest = key
        .strip_prefix("kdv_live_")
        .or_else(|| key.strip_prefix("kdv_test_"));
    rest.is_some_and(|rest| {
        rest.len() == 24
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, value.parse().unwrap());
        headers
    }

    #[test]
    fn keys_have_the_documented_form() {
        for key in [KIRIM_KEY, EXPIRED_KIRIM_KEY, FREE_PLAN_KIRIM_KEY] {
            assert!(has_kirim_form(key), "{key}");
        }
        assert_eq!(kustomer_key().split('.').count(), 3);
    }

    #[test]
    fn every_kind_of_kirim_key_is_told_apart() {
        let keys = Keys::default();
        let told = |value: &str| keys.kirim(&headers(value));
        assert_eq!(told(&format!("Bearer {KIRIM_KEY}")), Ok(Plan::Pro));
        assert_eq!(told(&format!("bearer {KIRIM_KEY}")), Ok(Plan::Pro));
        assert_eq!(
            told(&format!("Bearer {FREE_PLAN_KIRIM_KEY}")),
            Ok(Plan::Free)
        );
        let expired = told(&format!("Bearer {EXPIRED_KIRIM_KEY}"));
        assert_eq!(expired, Err(Refusal::Expired));
        let unknown = told("Bearer kdv_live_sandbox-nobody-has-00001");
        assert_eq!(unknown, Err(Refusal::Unknown));
        for value in [
            "",
            "Bearer",
            KIRIM_KEY,
            "Basic a2V5",
            "Bearer kc_live_1",
            "Bearer é",
        ] {
            assert_eq!(told(value), Err(Refusal::Malformed), "{value}");
        }
        assert_eq!(keys.kirim(&HeaderMap::new()), Err(Refusal::Missing));
    }

    #[test]
    fn two_keys_are_none() {
        let mut two = headers(&format!("Bearer {KIRIM_KEY}"));
        two.append(AUTHORIZATION, two[AUTHORIZATION].clone());
        assert_eq!(Keys::default().kirim(&two), Err(Refusal::Malformed));
    }

    #[test]
    fn kustomer_keys_need_the_role() {
        let keys = Keys::default();
        let told = |key: &str| keys.kustomer(&headers(&format!("Bearer {key}")));
        assert_eq!(told(&kustomer_key()), Ok(()));
        assert_eq!(
            told(&kustomer_key_without_role()),
            Err(Refusal::RoleMissing)
        );
        assert_eq!(told("a.b.c"), Err(Refusal::Unknown));
        assert_eq!(told("abc"), Err(Refusal::Malformed));
    }
}
