//! The forms of ids: Crockford base 32 and hexadecimal, both ways.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::mix::mix;

/// Crockford's alphabet: no I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of a number of 128 bits; the first holds only three of them.
const LENGTH: usize = 26;

/// `prefix`, an underscore, and 26 characters.
pub(crate) fn crockford(prefix: &str, value: u128) -> String {
    let mut text = String::with_capacity(prefix.len() + 1 + LENGTH);
    text.push_str(prefix);
    text.push('_');
    for place in (0..LENGTH).rev() {
        let digit = (value >> (5 * place)) & 31;
        text.push(char::from(ALPHABET[digit as usize]));
    }
    text
}

/// The number in an id of [`crockford`]'s form.
pub(crate) fn parse_crockford(prefix: &str, id: &str) -> Option<u128> {
    let digits = id.strip_prefix(prefix)?.strip_prefix('_')?;
    if digits.len() != LENGTH || digits.as_bytes()[0] > b'7' {
        return None;
    }
    digits.bytes().try_fold(0, |value: u128, character| {
        let digit = ALPHABET.iter().position(|known| *known == character)?;
        Some(value << 5 | digit as u128)
    })
}

/// 24 hexadecimal digits: eight of seconds, sixteen of a number.
pub(crate) fn hexadecimal(seconds: u32, value: u64) -> String {
    format!("{seconds:08x}{value:016x}")
}

/// Seconds and number of an id of [`hexadecimal`]'s form.
pub(crate) fn parse_hexadecimal(id: &str) -> Option<(u32, u64)> {
    if id.len() != 24 || !id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let seconds = u32::from_str_radix(id.get(..8)?, 16).ok()?;
    let value = u64::from_str_radix(id.get(8..)?, 16).ok()?;
    Some((seconds, value))
}

/// Ids of requests: no two are the same, in this run or another.
pub(crate) struct RequestIds {
    salt: u64,
    count: AtomicU64,
}

impl RequestIds {
    pub(crate) fn new() -> Self {
        Self {
            salt: RandomState::new().hash_one(0),
            count: AtomicU64::new(0),
        }
    }

    /// Kirim's form: `req_`, and 26 characters that begin with the time.
    pub(crate) fn kirim(&self) -> String {
        let millis = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default()
            .as_millis();
        let value = millis << 80 | u128::from(self.next()) << 16 | 0x5A5A;
        crockford("req", value)
    }

    /// The form of the CDN in front of Kustomer: base64 that ends in `==`.
    pub(crate) fn cdn(&self) -> String {
        let mut bytes = [0; 40];
        for part in bytes.chunks_exact_mut(8) {
            part.copy_from_slice(&self.next().to_be_bytes());
        }
        STANDARD.encode(bytes)
    }

    fn next(&self) -> u64 {
        mix(self.salt ^ self.count.fetch_add(1, Ordering::Relaxed))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn ids_can_be_read_back() {
        for value in [0, 1, u128::MAX, 1 << 127, 0x0123_4567_89AB_CDEF] {
            let id = crockford("ctc", value);
            assert_eq!(id.len(), 30);
            assert_eq!(parse_crockford("ctc", &id), Some(value), "{id}");
        }
        let id = hexadecimal(0x66b3_f2a1, 0x9c4d_5e00_12f7_a801);
        assert_eq!(id, "66b3f2a19c4d5e0012f7a801");
        assert_eq!(
            parse_hexadecimal(&id),
            Some((0x66b3_f2a1, 0x9c4d_5e00_12f7_a801))
        );
    }

    #[test]
    fn other_forms_are_no_ids() {
        for id in [
            "",
            "ctc_",
            "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0F",
            "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FDD",
            "cus_01J9Z7Q2M4X8V6B3N5K7H1G0FD",
            "ctc_01j9z7q2m4x8v6b3n5k7h1g0fd",
            "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0FU",
            "ctc_81J9Z7Q2M4X8V6B3N5K7H1G0FD",
            "ctc_01J9Z7Q2M4X8V6B3N5K7H1G0é",
        ] {
            assert_eq!(parse_crockford("ctc", id), None, "{id:?}");
        }
        for id in [
            "",
            "66b3f2a19c4d5e0012f7a80",
            "66B3F2A19C4D5E0012F7A801",
            "+6b3f2a19c4d5e0012f7a801",
            "email=rosa@example.com.xx",
        ] {
            assert_eq!(parse_hexadecimal(id), None, "{id:?}");
        }
    }

    #[test]
    fn requests_have_ids_of_their_own() {
        let ids = RequestIds::new();
        let (first, second) = (ids.kirim(), ids.kirim());
        assert_ne!(first, second);
        assert!(parse_crockford("req", &first).is_some(), "{first}");
        assert_ne!(ids.cdn(), ids.cdn());
        assert!(ids.cdn().len() == 56 && ids.cdn().ends_with('='));
    }
}
