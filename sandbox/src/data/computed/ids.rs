//! Ids and phone numbers that lead back to their row.

use crate::ids::{crockford, hexadecimal, parse_crockford, parse_hexadecimal};
use crate::mix::{mix, unmix};

/// What all phone numbers begin with.
///
/// With the ten digits that follow they have the full length of E.164, which is longer than any
/// number in Indonesia: nobody has one of these.
const PHONE_PREFIX: &str = "+62800";

/// Rows of one account that phone numbers can tell apart.
const PHONES: u64 = 100_000_000;

/// Has no factor in common with [`PHONES`], so that no two numbers end up the same.
const STRIDE: u64 = 61_803_399;

/// `STRIDE * UNSTRIDE` is 1 modulo [`PHONES`].
const UNSTRIDE: u64 = 82_636_599;

/// A Kirim id, made of a time in milliseconds and the number of a row.
pub(super) fn kirim_id(prefix: &str, key: u64, millis: i64, row: u64) -> String {
    let millis = u128::from(millis.unsigned_abs()) & 0xFFFF_FFFF_FFFF;
    let hidden = mix(row ^ key);
    let check = u128::from(mix(hidden) >> 48);
    crockford(prefix, millis << 80 | u128::from(hidden) << 16 | check)
}

/// The row that an id may belong to: whether it does shows when its id is made again.
pub(super) fn row_of_kirim_id(prefix: &str, key: u64, id: &str) -> Option<u64> {
    let value = parse_crockford(prefix, id)?;
    #[expect(clippy::cast_possible_truncation, reason = "the bits in the middle")]
    let hidden = (value >> 16) as u64;
    Some(unmix(hidden) ^ key)
}

/// A Kustomer id, made of a time in milliseconds and the number of a row.
pub(super) fn kustomer_id(key: u64, millis: i64, row: u64) -> String {
    let seconds = u32::try_from(millis / 1_000).unwrap_or_default();
    hexadecimal(seconds, mix(row ^ key))
}

/// The row that an id may belong to: whether it does shows when its id is made again.
pub(super) fn row_of_kustomer_id(key: u64, id: &str) -> Option<u64> {
    let (_, hidden) = parse_hexadecimal(id)?;
    Some(unmix(hidden) ^ key)
}

/// The phone number of a row; `slot` is below 100 and tells lists apart.
pub(super) fn phone(slot: u64, key: u64, row: u64) -> String {
    let digits = (row * STRIDE + key % PHONES) % PHONES;
    format!("{PHONE_PREFIX}{slot:02}{digits:08}")
}

/// Slot and row of a phone number of this form.
pub(super) fn row_of_phone(key: u64, phone: &str) -> Option<(u64, u64)> {
    let digits = phone.strip_prefix(PHONE_PREFIX)?;
    if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (slot, digits) = digits.split_at(2);
    let (slot, digits) = (slot.parse().ok()?, digits.parse::<u64>().ok()?);
    let row = (digits + PHONES - key % PHONES) % PHONES * UNSTRIDE % PHONES;
    Some((slot, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_leads_back_to_its_row() {
        let key = 0xDEAD_BEEF_0123_4567;
        for row in [0, 1, 42, 999_999, 99_999_999] {
            let id = kirim_id("ctc", key, 1_781_060_143_123, row);
            assert_eq!(row_of_kirim_id("ctc", key, &id), Some(row), "{id}");
            let id = kustomer_id(key, 1_781_060_143_123, row);
            assert_eq!(row_of_kustomer_id(key, &id), Some(row), "{id}");
            let phone = phone(7, key, row);
            assert_eq!(row_of_phone(key, &phone), Some((7, row)), "{phone}");
            assert_eq!(phone.len(), 16);
        }
    }

    #[test]
    fn other_phone_numbers_have_no_row() {
        for phone in [
            "",
            "+62800",
            "+6281200000002",
            "+62800-000000001",
            "+6280000000000x",
        ] {
            assert_eq!(row_of_phone(1, phone), None, "{phone:?}");
        }
    }
}
