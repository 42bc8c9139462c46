//! The formats that values are checked against; a format that is not in the table allows all.

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    ops::RangeInclusive,
    str::FromStr,
};

use super::number::Number;

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
        Allows::Text(..) => word == "string",
        Allows::Integers(..) => word == "integer",
        Allows::Numbers(_) => word == "number",
    });
    let unchecked = UNCHECKED.iter().filter(move |_| word == "string");
    formats.map(|(name, _)| *name).chain(unchecked.copied())
}

/// The values of a format of integers.
pub(crate) fn range_of(name: &str) -> Option<RangeInclusive<i128>> {
    match named(name)? {
        Allows::Integers(least, greatest) => Some(*least..=*greatest),
        _ => None,
    }
}

const FORMATS: &[(&str, Allows)] = &[
    ("date", Allows::Text(is_date, "2026-01-31")),
    (
        "date-time",
        Allows::Text(is_date_time, "2026-01-31T09:30:00Z"),
    ),
    (
        "uuid",
        Allows::Text(is_uuid, "0b6f3f2c-8a55-4d0e-9d3b-5f1f6c7a2e10"),
    ),
    ("email", Allows::Text(is_email, "someone@example.com")),
    ("uri", Allows::Text(is_uri, "https://example.com/page")),
    ("hostname", Allows::Text(is_hostname, "api.example.com")),
    ("ipv4", Allows::Text(is::<Ipv4Addr>, "192.0.2.1")),
    ("ipv6", Allows::Text(is::<Ipv6Addr>, "2001:db8::1")),
    ("ip", Allows::Text(is::<IpAddr>, "192.0.2.1")),
    ("byte", Allows::Text(is_base64, "aGVsbG8=")),
    ("int8", Allows::Integers(i8::MIN as i128, i8::MAX as i128)),
    (
        "int16",
        Allows::Integers(i16::MIN as i128, i16::MAX as i128),
    ),
    (
        "int32",
        Allows::Integers(i32::MIN as i128, i32::MAX as i128),
    ),
    ("int", Allows::Integers(i32::MIN as i128, i32::MAX as i128)),
    (
        "int64",
        Allows::Integers(i64::MIN as i128, i64::MAX as i128),
    ),
    ("uint8", Allows::Integers(0, u8::MAX as i128)),
    ("uint16", Allows::Integers(0, u16::MAX as i128)),
    ("uint32", Allows::Integers(0, u32::MAX as i128)),
    ("uint", Allows::Integers(0, u32::MAX as i128)),
    ("uint64", Allows::Integers(0, u64::MAX as i128)),
    ("float", Allows::Numbers(f32::MAX as f64)),
    ("double", Allows::Numbers(f64::MAX)),
];

impl Allows {
    /// Whether a format for numbers allows this one.
    pub(super) fn number(&self, number: Number) -> bool {
        match self {
            Self::Text(..) => true,
            Self::Integers(least, greatest) => {
                number.is_integer()
                    && number.compare(Number::Integer(*least)).is_ge()
                    && number.compare(Number::Integer(*greatest)).is_le()
            }
            Self::Numbers(greatest) => {
                number.compare(Number::Float(*greatest)).is_le()
                    && number.compare(Number::Float(-greatest)).is_ge()
            }
        }
    }
}

fn is<T: FromStr>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}

/// The number that digits are, if there are just so many and nothing else.
fn digits(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// RFC 3339, `full-date`.
fn is_date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-');
    let mut part = |count| parts.next().and_then(|part| digits(part, count));
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// RFC 3339, `date-time`.
fn is_date_time(text: &str) -> bool {
    text.split_once(['T', 't'])
        .is_some_and(|(date, time)| is_date(date) && is_time(time))
}

/// RFC 3339, `full-time`.
fn is_time(text: &str) -> bool {
    // The offset begins at the first sign that no time has in it.
    let Some(end) = text.find(['Z', 'z', '+', '-']) else {
        return false;
    };
    let (time, offset) = text.split_at(end);
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let mut parts = time.splitn(3, ':');
    let mut part = || parts.next().and_then(|part| digits(part, 2));
    let (Some(hour), Some(minute), Some(second)) = (part(), part(), part()) else {
        return false;
    };
    let Some(offset) = minutes_east(offset) else {
        return false;
    };
    let in_utc = (i64::from(hour * 60 + minute) - offset).rem_euclid(24 * 60);
    // A leap second is the last one of a day in UTC.
    let last_second = if in_utc == 24 * 60 - 1 { 60 } else { 59 };
    let has_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    hour < 24 && minute < 60 && second <= last_second && has_fraction
}

/// How many minutes an offset is ahead of UTC.
fn minutes_east(offset: &str) -> Option<i64> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let (hours, minutes) = offset.get(1..)?.split_once(':')?;
    let (hours, minutes) = (digits(hours, 2)?, digits(minutes, 2)?);
    let sign = if offset.starts_with('-') { -1 } else { 1 };
    (hours < 24 && minutes < 60).then(|| sign * i64::from(hours * 60 + minutes))
}

/// RFC 9562, with hyphens.
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// An address that mail could be sent to: more lenient than RFC 5321, letters of any language too.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_quoted = local.len() > 1 && local.starts_with('"') && local.ends_with('"');
    let is_atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let has_atoms = local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.chars().all(is_atom));
    (is_quoted || has_atoms)
        && (is_address_literal(domain) || is_labels(domain, char::is_alphanumeric))
}

/// `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
fn is_address_literal(domain: &str) -> bool {
    let inner = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| match inner.strip_prefix("IPv6:") {
        Some(address) => is::<Ipv6Addr>(address),
        None => is::<Ipv4Addr>(inner),
    })
}

/// RFC 1123: labels of ASCII letters, digits and hyphens.
fn is_hostname(text: &str) -> bool {
    is_labels(text, |c| c.is_ascii_alphanumeric())
}

fn is_labels(text: &str, is_letter: impl Fn(char) -> bool) -> bool {
    text.len() <= 253
        && text.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c == '-' || is_letter(c))
        })
}

/// RFC 3986, with a scheme.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (authority, path) = match path.strip_prefix("//") {
        Some(rest) => rest.split_at(rest.find('/').unwrap_or(rest.len())),
        None => ("", path),
    };
    is_scheme
        && is_authority(authority)
        && [
            path,
            query.replace('?', "").as_str(),
            fragment.replace('?', "").as_str(),
        ]
        .into_iter()
        .all(is_uri_part)
}

fn is_authority(authority: &str) -> bool {
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    // A colon outside the brackets of an IPv6 address is before the port.
    let (host, port) = match host.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (host, ""),
    };
    let is_host = match host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(address) => is::<Ipv6Addr>(address) || address.starts_with('v'),
        None => is_uri_part(host) && !host.contains([':', '@']),
    };
    is_host
        && is_uri_part(user)
        && !user.contains('@')
        && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether every character may stand in a path, and each `%` begins two hexadecimal digits.
fn is_uri_part(text: &str) -> bool {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte);
    let is_encoded = |rest: &str| {
        let code = rest.as_bytes().get(..2);
        code.is_some_and(|code| code.iter().all(u8::is_ascii_hexdigit))
    };
    text.bytes().all(is_plain) && text.split('%').skip(1).all(is_encoded)
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
