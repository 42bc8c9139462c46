//! Bodies that were compressed on the way (RFC 1952), inflated up to a bound.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// What begins every member of a gzip file whose method of compression is the only one there is.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// Bits of a header's flags: which optional fields follow.
const HEADER_CRC: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// Length of the part of a header that is always there.
const HEADER: usize = 10;

/// Why a body could not be inflated to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It is larger than allowed.
    TooLarge,
    /// It ends too early.
    CutOff,
    /// It is not in the format, or its checksum is another.
    Corrupt,
}

/// Inflates a body to at most `limit` bytes. What comes out before a problem is kept.
pub(super) fn inflate(mut body: &[u8], limit: usize) -> (Vec<u8>, Option<Problem>) {
    let mut inflated = Vec::new();
    // A body is one member, but the format allows several.
    loop {
        match inflate_member(body, &mut inflated, limit) {
            Ok([]) => return (inflated, None),
            Ok(rest) => body = rest,
            Err(problem) => return (inflated, Some(problem)),
        }
    }
}

/// Inflates one member, and returns what follows it.
fn inflate_member<'a>(
    member: &'a [u8],
    inflated: &mut Vec<u8>,
    limit: usize,
) -> Result<&'a [u8], Problem> {
    let start = inflated.len();
    let rest = inflate_data(skip_header(member)?, inflated, limit)?;
    let (checksum, rest) = rest.split_first_chunk().ok_or(Problem::CutOff)?;
    let (length, rest) = rest.split_first_chunk().ok_or(Problem::CutOff)?;
    let data = &inflated[start..];
    // The format counts bytes modulo 2³².
    #[expect(clippy::cast_possible_truncation, reason = "as the format has it")]
    let actual_length = data.len() as u32;
    if u32::from_le_bytes(*checksum) != crc32(data) || u32::from_le_bytes(*length) != actual_length
    {
        return Err(Problem::Corrupt);
    }
    Ok(rest)
}

/// The compressed data behind the header of a member.
fn skip_header(member: &[u8]) -> Result<&[u8], Problem> {
    if !member.iter().zip(MAGIC).all(|(byte, magic)| *byte == magic) {
        return Err(Problem::Corrupt);
    }
    let (header, mut rest) = member.split_at_checked(HEADER).ok_or(Problem::CutOff)?;
    let flags = header[MAGIC.len()];
    if flags & RESERVED != 0 {
        return Err(Problem::Corrupt);
    }
    if flags & EXTRA != 0 {
        let (length, field) = rest.split_first_chunk().ok_or(Problem::CutOff)?;
        let length = usize::from(u16::from_le_bytes(*length));
        rest = field.get(length..).ok_or(Problem::CutOff)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0);
            rest = &rest[end.ok_or(Problem::CutOff)? + 1..];
        }
    }
    if flags & HEADER_CRC != 0 {
        rest = rest.get(2..).ok_or(Problem::CutOff)?;
    }
    Ok(rest)
}

/// Inflates compressed data, and returns what follows it.
fn inflate_data<'a>(
    mut data: &'a [u8],
    inflated: &mut Vec<u8>,
    limit: usize,
) -> Result<&'a [u8], Problem> {
    let mut state = Box::<DecompressorOxide>::default();
    let start = inflated.len();
    let mut end = start;
    // One byte more than allowed tells a body that is too large from one that just fits.
    let most = limit.saturating_add(1);
    let expected = data.len().saturating_mul(4).max(1024);
    inflated.resize(start.saturating_add(expected).min(most), 0);
    let status = loop {
        let flags = TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        let output = &mut inflated[start..];
        let (status, read, written) = decompress(&mut state, data, output, end - start, flags);
        data = &data[read..];
        end += written;
        if status != TINFLStatus::HasMoreOutput || end > limit {
            break status;
        }
        inflated.resize(inflated.len().saturating_mul(2).min(most), 0);
    };
    inflated.truncate(end.min(limit));
    match status {
        _ if end > limit => Err(Problem::TooLarge),
        TINFLStatus::Done => Ok(data),
        TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress => Err(Problem::CutOff),
        _ => Err(Problem::Corrupt),
    }
}

/// The checksum of the format: CRC-32 with the polynomial of Ethernet.
fn crc32(data: &[u8]) -> u32 {
    const TABLE: [u32; 256] = crc32_table();
    !data.iter().fold(!0, |crc: u32, byte| {
        let [low, ..] = crc.to_le_bytes();
        TABLE[usize::from(low ^ byte)] ^ (crc >> 8)
    })
}

/// What each byte contributes to the checksum.
const fn crc32_table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "less than 256")]
        let mut crc = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::io::Write;

    use flate2::write::GzEncoder;
    use flate2::{Compression, GzBuilder};

    use super::*;

    const LARGE: usize = 1 << 20;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    /// Bytes without any pattern, and a text with many.
    fn samples() -> Vec<Vec<u8>> {
        let mut seed = 1_u32;
        let noise = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed.to_be_bytes()[0]
        });
        vec![
            Vec::new(),
            b"{}".to_vec(),
            noise.take(100_000).collect(),
            r#"{"data": {"id": "ctc_1"}}"#.repeat(20_000).into_bytes(),
        ]
    }

    #[test]
    fn what_was_compressed_comes_out_again() {
        for data in samples() {
            assert!(inflate(&gzip(&data), LARGE) == (data, None));
        }
    }

    #[test]
    fn optional_fields_and_further_members_are_understood() {
        let mut encoder = GzBuilder::new()
            .extra([7; 300])
            .filename("contacts.json")
            .comment("all of them")
            .mtime(1)
            .write(Vec::new(), Compression::best());
        encoder.write_all(b"[1,").unwrap();
        let mut body = encoder.finish().unwrap();
        body.extend(gzip(b"2]"));
        assert_eq!(inflate(&body, LARGE), (b"[1,2]".to_vec(), None));

        let mut with_checksum = gzip(b"[]");
        with_checksum[3] |= HEADER_CRC;
        with_checksum.splice(HEADER..HEADER, [1, 2]);
        assert_eq!(inflate(&with_checksum, LARGE), (b"[]".to_vec(), None));
    }

    #[test]
    fn no_more_comes_out_than_is_allowed() {
        let bomb = gzip(&vec![b' '; 16 << 20]);
        assert!(bomb.len() < 1 << 15);
        let (inflated, problem) = inflate(&bomb, 1000);
        assert_eq!((inflated.len(), problem), (1000, Some(Problem::TooLarge)));
        assert!(inflated.capacity() < 1 << 17, "{}", inflated.capacity());
        for data in samples() {
            let body = gzip(&data);
            assert!(inflate(&body, data.len()) == (data.clone(), None));
            if let Some((_, fitting)) = data.split_last() {
                let cut = (fitting.to_vec(), Some(Problem::TooLarge));
                assert!(inflate(&body, fitting.len()) == cut);
            }
        }
        let many = gzip(b"12345").repeat(3);
        let cut = (b"123451234512".to_vec(), Some(Problem::TooLarge));
        assert_eq!(inflate(&many, 12), cut);
    }

    #[test]
    fn what_is_cut_off_is_told_wherever_it_ends() {
        let data = &samples()[3][..5000];
        let body = gzip(data);
        for length in 0..body.len() {
            let (inflated, problem) = inflate(&body[..length], LARGE);
            assert_eq!(problem, Some(Problem::CutOff), "{length} of {}", body.len());
            assert!(data.starts_with(&inflated));
        }
    }

    #[test]
    fn what_is_not_in_the_format_is_refused() {
        for body in [&b"{\"data\": {}}"[..], b"\x1f\x8b\x07 another method", b"x"] {
            assert_eq!(inflate(body, LARGE), (Vec::new(), Some(Problem::Corrupt)));
        }
        let good = gzip(b"{\"data\": {}}");
        let broken = |index: usize, change: u8| {
            let mut body = good.clone();
            body[index] ^= change;
            inflate(&body, LARGE).1
        };
        assert_eq!(broken(3, 0x80), Some(Problem::Corrupt), "reserved flag");
        assert_eq!(
            broken(HEADER, 0x06),
            Some(Problem::Corrupt),
            "kind of block"
        );
        for from_end in 1..=8 {
            let index = good.len() - from_end;
            assert_eq!(broken(index, 1), Some(Problem::Corrupt), "trailer {index}");
        }
        let trailing = [good.clone(), b"more".to_vec()].concat();
        assert_eq!(inflate(&trailing, LARGE).1, Some(Problem::Corrupt));
    }

    #[test]
    fn nothing_panics_on_nonsense() {
        let noise = &samples()[2];
        for start in 0..200 {
            let body = [&MAGIC[..], &noise[start..start + 500]].concat();
            let (inflated, _) = inflate(&body, 4096);
            assert!(inflated.len() <= 4096);
        }
    }

    #[test]
    fn the_checksum_is_the_standard_one() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }
}
