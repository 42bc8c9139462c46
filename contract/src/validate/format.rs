//! The formats that values are checked against; a format that is not in the table allows all.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    str::FromStr,
};

use chrono::{DateTime, NaiveTime, Timelike};
use email_address::{EmailAddress, Options as EmailOptions};
use fluent_uri::Uri;

use super::number::Number;
use Allows::{Integers, Numbers, Text};

/// What a format allows. It says nothing about values of another type.
pub(super) enum Allows {
    /// Text, and what such a text looks like.
    Text(fn(&str) -> bool, &'static str),
    /// Whole numbers from one to another.
    Integers(i128, i128),
    /// Numbers up to this one, and down to its negative.
    Numbers(f64),
}

/// What a format allows, if values are checked against it.
pub(super) fn named(name: &str) -> Option<&'static Allows> {
    let format = FORMATS.iter().find(|(known, _)| *known == name);
    format.map(|(_, allows)| allows)
}

/// Formats of text that are known and allow all.
const UNCHECKED: &[&str] = &[
    "binary",
    "duration",
    "idn-email",
    "iri",
    "iri-reference",
    "json-pointer",
    "password",
    "regex",
    "relative-json-pointer",
    "time",
    "uri-reference",
    "uri-template",
];

/// The type that a format belongs to, if it is known.
pub(crate) fn type_of(name: &str) -> Option<&'static str> {
    let types = ["string", "integer", "number"];
    types
        .into_iter()
        .find(|word| of_type(word).any(|known| known == name))
}

/// The formats of a type.
pub(crate) fn of_type(word: &str) -> impl Iterator<Item = &'static str> + Clone {
    let formats = FORMATS.iter().filter(move |(_, allows)| match allows {
        Text(..) => word == "string",
        Integers(..) => word == "integer",
        Numbers(_) => word == "number",
    });
    let unchecked = UNCHECKED.iter().filter(move |_| word == "string");
    formats.map(|(name, _)| *name).chain(unchecked.copied())
}

/// The least and the greatest value of a format of integers.
pub(crate) fn range_of(name: &str) -> Option<(i128, i128)> {
    match named(name)? {
        Integers(least, greatest) => Some((*least, *greatest)),
        _ => None,
    }
}

const FORMATS: &[(&str, Allows)] = &[
    ("date", Text(is_date, "2026-01-31")),
    ("date-time", Text(is_date_time, "2026-01-31T09:30:00Z")),
    (
        "uuid",
        Text(is_uuid, "0b6f3f2c-8a55-4d0e-9d3b-5f1f6c7a2e10"),
    ),
    ("email", Text(is_email, "someone@example.com")),
    ("uri", Text(is_uri, "https://example.com/page")),
    ("hostname", Text(is_hostname, "api.example.com")),
    ("ipv4", Text(is::<Ipv4Addr>, "192.0.2.1")),
    ("ipv6", Text(is::<Ipv6Addr>, "2001:db8::1")),
    ("ip", Text(is::<IpAddr>, "192.0.2.1")),
    ("byte", Text(is_base64, "aGVsbG8=")),
    ("int8", signed(8)),
    ("int16", signed(16)),
    ("int32", signed(32)),
    ("int", signed(32)),
    ("int64", signed(64)),
    ("uint8", unsigned(8)),
    ("uint16", unsigned(16)),
    ("uint32", unsigned(32)),
    ("uint", unsigned(32)),
    ("uint64", unsigned(64)),
    ("float", Numbers(f32::MAX as f64)),
    ("double", Numbers(f64::MAX)),
];

const fn signed(bits: u32) -> Allows {
    let end = 1_i128 << (bits - 1);
    Integers(-end, end - 1)
}

const fn unsigned(bits: u32) -> Allows {
    Integers(0, (1_i128 << bits) - 1)
}

impl Allows {
    /// Whether a format for numbers allows this one.
    pub(super) fn number(&self, number: Number) -> bool {
        match self {
            Text(..) => true,
            Integers(least, greatest) => {
                number.is_integer()
                    && number.compare(Number::Integer(*least)).is_ge()
                    && number.compare(Number::Integer(*greatest)).is_le()
            }
            Numbers(greatest) => {
                number.compare(Number::Float(*greatest)).is_le()
                    && number.compare(Number::Float(-greatest)).is_ge()
            }
        }
    }
}

fn is<T: FromStr>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}

/// RFC 3339, `full-date`.
fn is_date(text: &str) -> bool {
    is_date_time(&format!("{text}T00:00:00Z"))
}

/// RFC 3339, `date-time`.
fn is_date_time(text: &str) -> bool {
    // A leap second is the last one of a day in UTC.
    let is_last = |time: NaiveTime| (time.hour(), time.minute()) == (23, 59);
    let is_real = |time: NaiveTime| time.nanosecond() < 1_000_000_000 || is_last(time);
    matches!(text.as_bytes().get(10), Some(b'T' | b't'))
        && DateTime::parse_from_rfc3339(text).is_ok_and(|it| is_real(it.naive_utc().time()))
}

/// RFC 9562, with hyphens.
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// An address that mail could be sent to: more lenient than RFC 5321, letters of any language too, but
/// with its limit of 64 octets before the `@`.
fn is_email(text: &str) -> bool {
    let options = EmailOptions::default().without_display_text();
    EmailAddress::parse_with_options(text, options).is_ok()
}

/// RFC 1123: labels of ASCII letters, digits and hyphens.
fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|it| it == b'-' || it.is_ascii_alphanumeric())
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// RFC 3986, with a scheme.
fn is_uri(text: &str) -> bool {
    Uri::parse(text).is_ok()
}

/// RFC 4648 with padding, in the alphabet of files or that of URLs.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, reason = "tests")]
mod tests {
    use super::*;

    fn allows(name: &str, text: &str) -> bool {
        match named(name).unwrap() {
            Allows::Text(check, _) => check(text),
            _ => panic!("{name} is for numbers"),
        }
    }

    #[test]
    fn every_format_of_text_allows_what_it_looks_like() {
        for (name, allows) in FORMATS {
            if let Allows::Text(check, like) = allows {
                assert!(check(like), "{name}");
                assert!(!check("?"), "{name}");
            }
        }
    }

    #[test]
    fn times_are_those_of_rfc_3339() {
        for text in [
            "2024-02-29T23:59:59.123456789012Z",
            "2026-01-31t09:30:00z",
            "2026-01-31T09:30:00+08:00",
            "1998-12-31T23:59:60Z",
            "1998-12-31T15:59:60.5-08:00",
        ] {
            assert!(allows("date-time", text), "{text}");
        }
        for text in [
            "2026-02-29T00:00:00Z",
            "2026-01-31",
            "2026-01-31 09:30:00Z",
            "2026-01-31T09:30:00",
            "2026-01-31T09:30Z",
            "2026-01-31T24:00:00Z",
            "2026-01-31T09:30:60Z",
            "2026-01-31T09:30:00.Z",
            "2026-01-31T09:30:00+0800",
            "2026-01-31T09:30:00+24:00",
            "2026-1-31T09:30:00Z",
            "২026-01-31T09:30:00Z",
        ] {
            assert!(!allows("date-time", text), "{text}");
        }
    }

    #[test]
    fn addresses_are_read_leniently_but_not_anyhow() {
        for text in [
            "a@b",
            "a.b+c@example.com",
            "jürgen@bücher.example",
            "\"a b\"@example.com",
            "a@[192.0.2.1]",
        ] {
            assert!(allows("email", text), "{text}");
        }
        for text in [
            "me",
            "@example.com",
            "a@",
            "a b@example.com",
            "a@b@c",
            ".a@b",
            "a..b@c",
            "a@-b",
            "a@b c",
        ] {
            assert!(!allows("email", text), "{text}");
        }
        let address = |length| format!("{}@example.com", "a".repeat(length));
        assert!(allows("email", &address(64)) && !allows("email", &address(65)));
    }

    #[test]
    fn a_uri_has_a_scheme_and_no_stray_characters() {
        for text in [
            "https://user@example.com:8443/a%20b?c=d?e#f",
            "urn:isbn:0451450523",
            "mailto:someone@example.com",
            "http://[2001:db8::1]:80/",
        ] {
            assert!(allows("uri", text), "{text}");
        }
        for text in [
            "/page",
            "example.com",
            "1a:b",
            "https://example.com/a b",
            "https://example.com/%2",
            "https://example.com:port/",
            "https://[example.com]/",
            "https://example.com/é",
        ] {
            assert!(!allows("uri", text), "{text}");
        }
    }
}
