//! What a scalar means: text, or one of the types that YAML reads into plain words.

/// A scalar as written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scalar {
    /// The text, without quotes.
    pub(crate) text: String,
    /// The value that YAML gives it.
    pub(crate) typed: Typed,
}

/// The type of a scalar.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Typed {
    /// `null`, `~` or nothing at all.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number that fits into 64 bits, with or without a sign.
    Integer(i128),
    /// A number with a fraction or an exponent.
    Float(f64),
    /// A number that JSON or the model cannot hold.
    Unbounded,
    /// Everything else, and everything in quotes.
    Text,
}

impl Scalar {
    /// A scalar without quotes: its type depends on its text.
    pub(crate) fn plain(text: String) -> Self {
        let typed = typed(&text);
        Self { text, typed }
    }

    /// A quoted or block scalar: always text.
    pub(crate) fn text(text: String) -> Self {
        Self {
            text,
            typed: Typed::Text,
        }
    }
}

/// Reads plain scalars as `serde_yaml` does, and so most tools.
fn typed(text: &str) -> Typed {
    match text {
        "" | "null" | "Null" | "NULL" | "~" => return Typed::Null,
        "true" | "True" | "TRUE" => return Typed::Bool(true),
        "false" | "False" | "FALSE" => return Typed::Bool(false),
        // What no number begins with: most text.
        _ if text.starts_with(char::is_alphabetic) => return Typed::Text,
        _ => {}
    }
    let magnitude = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_decimal = magnitude.bytes().all(|byte| byte.is_ascii_digit());
    // `007` is text: YAML 1.2 has no octal numbers of this form.
    if is_decimal && magnitude.len() > 1 && magnitude.starts_with('0') {
        return Typed::Text;
    }
    let (radix, digits) = match magnitude.get(..2) {
        Some("0x") => (16, &magnitude[2..]),
        Some("0o") => (8, &magnitude[2..]),
        Some("0b") => (2, &magnitude[2..]),
        _ => (10, magnitude),
    };
    // `from_str_radix` would take a second sign.
    let is_signed = digits.starts_with(['-', '+']);
    if let (false, Ok(integer)) = (is_signed, i128::from_str_radix(digits, radix)) {
        let is_negative = text.starts_with('-');
        let integer = if is_negative { -integer } else { integer };
        let fits = i64::try_from(integer).is_ok() || u64::try_from(integer).is_ok();
        return if fits {
            Typed::Integer(integer)
        } else {
            Typed::Unbounded
        };
    }
    if matches!(magnitude, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Typed::Unbounded;
    }
    match text.parse::<f64>() {
        // Rust also reads `inf` and `nan`; to YAML they are words.
        Ok(float) if float.is_finite() => Typed::Float(float),
        _ => Typed::Text,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use serde_yaml::Value;

    use super::*;

    #[test]
    fn plain_scalars_have_the_type_that_serde_yaml_gives_them() {
        for text in [
            "",
            "~",
            "null",
            "Null",
            "NULL",
            "nULL",
            "true",
            "True",
            "TRUE",
            "false",
            "False",
            "FALSE",
            "yes",
            "no",
            "on",
            "off",
            "y",
            "0",
            "-0",
            "+0",
            "1",
            "-1",
            "+1",
            "+-1",
            "--1",
            "007",
            "-007",
            "+007",
            "08",
            "00",
            "0x1F",
            "-0x1F",
            "+0x1F",
            "0x",
            "0x-1",
            "0xG",
            "0o17",
            "0o8",
            "0b101",
            "-0b1",
            "0b2",
            "1_000",
            "1e3",
            "1E3",
            "1.5",
            "-1.5",
            "+1.5",
            ".5",
            "1.",
            ".",
            "1.2.3",
            "3.0.3",
            ".inf",
            "-.inf",
            "+.inf",
            ".nan",
            "inf",
            "nan",
            "1e999",
            "18446744073709551615",
            "9223372036854775808",
            "2024-01-01",
            "é",
            "12:30",
        ] {
            let expected: Value = serde_yaml::from_str(text).unwrap();
            let read = typed(text);
            match (&expected, read) {
                (Value::Null, Typed::Null) | (Value::String(_), Typed::Text) => {}
                (Value::Bool(a), Typed::Bool(b)) => assert_eq!(*a, b, "{text:?}"),
                (Value::Number(number), Typed::Unbounded) => {
                    assert!(
                        number.as_f64().is_some_and(|float| !float.is_finite()),
                        "{text:?}"
                    );
                }
                (Value::Number(number), Typed::Integer(integer)) => {
                    assert_eq!(number.to_string(), integer.to_string(), "{text:?}");
                }
                (Value::Number(number), Typed::Float(float)) => {
                    let number = number.as_f64().unwrap();
                    assert!(number.total_cmp(&float).is_eq(), "{text:?}");
                }
                _ => assert_eq!(format!("{expected:?}"), format!("{read:?}"), "{text:?}"),
            }
        }
    }

    #[test]
    fn whole_numbers_beyond_64_bits_are_out_of_bounds() {
        assert_eq!(
            typed("18446744073709551615"),
            Typed::Integer(u64::MAX.into())
        );
        assert_eq!(
            typed("-9223372036854775808"),
            Typed::Integer(i64::MIN.into())
        );
        assert_eq!(typed("18446744073709551616"), Typed::Unbounded);
        assert_eq!(typed("-9223372036854775809"), Typed::Unbounded);
    }
}
