//! Bodies that were compressed on the way (RFC 1952), decompressed up to a bound.

use std::io::Read;

use flate2::bufread::GzDecoder;
use tokio::task::yield_now;

/// Number of bytes that come out in one step at most.
const STEP: usize = 16 * 1024;

/// Number of steps after which others get a turn, among them the timeout of the attempt. Ordinary
/// responses take fewer.
const TURN: usize = 8;

/// Why a body could not be decompressed to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is larger than allowed.
    TooLarge,
    /// It ends too early, is not in the format, or has another checksum.
    Damaged,
}

/// Decompresses a body into `output`, at most `limit` bytes, also what comes out before a problem.
///
/// The future can be dropped at any step.
pub(crate) async fn decompress(
    body: &[u8],
    limit: usize,
    output: &mut Vec<u8>,
) -> Result<(), Problem> {
    let mut rest = body;
    let mut steps = 0_usize;
    // A body is one member, but the format allows several. `MultiGzDecoder` does not tell where one
    // ends, which is where padding may begin.
    loop {
        let mut member = GzDecoder::new(rest);
        loop {
            // One more byte than is allowed tells that it is too large.
            let step = STEP.min((limit - output.len()).saturating_add(1));
            let step = member.by_ref().take(step as u64).read_to_end(output);
            if output.len() > limit {
                output.truncate(limit);
                return Err(Problem::TooLarge);
            }
            steps += 1;
            if steps.is_multiple_of(TURN) {
                yield_now().await;
            }
            if step.map_err(|_| Problem::Damaged)? == 0 {
                break;
            }
        }
        rest = member.into_inner();
        // Some servers pad with zeros up to the size of a block.
        if rest.iter().all(|byte| *byte == 0) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use std::io::Write;
    use std::pin::pin;
    use std::task::{Context, Waker};

    use flate2::write::GzEncoder;
    use flate2::{Compression, GzBuilder};

    use super::*;

    const LARGE: usize = 1 << 20;

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    /// Decompresses a body, and tells how often others had a turn.
    fn turns(body: &[u8], limit: usize) -> (Vec<u8>, Option<Problem>, usize) {
        let mut output = Vec::new();
        let mut turns = 0;
        let result = {
            let mut decompression = pin!(decompress(body, limit, &mut output));
            loop {
                let mut context = Context::from_waker(Waker::noop());
                match decompression.as_mut().poll(&mut context) {
                    std::task::Poll::Ready(result) => break result,
                    std::task::Poll::Pending => turns += 1,
                }
            }
        };
        (output, result.err(), turns)
    }

    fn inflate(body: &[u8], limit: usize) -> (Vec<u8>, Option<Problem>) {
        let (data, problem, _) = turns(body, limit);
        (data, problem)
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
    }

    #[test]
    fn padding_of_zeros_is_accepted_and_nothing_else_behind_the_data() {
        for data in samples() {
            // The last bytes of a member are often zeros themselves.
            for padding in [1, 7, 8, 9, 10, 511, 100_000] {
                let padded = [gzip(&data), vec![0; padding]].concat();
                assert!(inflate(&padded, LARGE) == (data.clone(), None), "{padding}");
                let more = [&padded[..], b"x"].concat();
                assert_eq!(inflate(&more, LARGE).1, Some(Problem::Damaged), "{padding}");
                let more = [padded, gzip(b"x")].concat();
                assert_eq!(inflate(&more, LARGE).1, Some(Problem::Damaged), "{padding}");
            }
        }
        assert_eq!(inflate(&[0; 100], LARGE).1, Some(Problem::Damaged));
    }

    #[test]
    fn others_get_a_turn_between_small_pieces() {
        let members = gzip(b"").repeat(5000);
        let (data, problem, turns_of_members) = turns(&members, LARGE);
        assert_eq!((data.len(), problem), (0, None));
        assert!(turns_of_members > 500, "{turns_of_members}");
        let (data, _, turns_of_bomb) = turns(&gzip(&vec![b' '; LARGE]), LARGE);
        assert_eq!(data.len(), LARGE);
        assert!(turns_of_bomb >= 2, "{turns_of_bomb}");
        let (_, _, turns_of_small) = turns(&gzip(br#"{"data": {"id": "ctc_1"}}"#), LARGE);
        assert_eq!(turns_of_small, 0);
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
            assert_eq!(
                problem,
                Some(Problem::Damaged),
                "{length} of {}",
                body.len()
            );
            assert!(data.starts_with(&inflated));
        }
    }

    #[test]
    fn what_is_not_in_the_format_is_refused() {
        for body in [&b"{\"data\": {}}"[..], b"\x1f\x8b\x07 another method", b"x"] {
            assert_eq!(inflate(body, LARGE), (Vec::new(), Some(Problem::Damaged)));
        }
        let mut broken = gzip(b"{\"data\": {}}");
        *broken.last_mut().unwrap() ^= 1;
        assert_eq!(inflate(&broken, LARGE).1, Some(Problem::Damaged));
        let trailing = [gzip(b"{}"), b"more".to_vec()].concat();
        assert_eq!(inflate(&trailing, LARGE).1, Some(Problem::Damaged));
    }
}
