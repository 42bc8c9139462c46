//! Phone numbers as people and spreadsheets write them, and as they are sent.

/// A number as it is sent: `+`, the country code, and the rest, without signs between the digits.
///
/// Without a country code in the number or on the command line it is refused: a guess that is wrong
/// reaches a stranger.
pub(crate) fn normalize(written: &str, country: Option<&str>) -> Result<String, String> {
    let is_sign = |c: char| c.is_whitespace() || matches!(c, '-' | '(' | ')');
    let text: String = written.chars().filter(|c| !is_sign(*c)).collect();
    if text.is_empty() {
        return Err("there is no number".to_owned());
    }
    if text.contains(['e', 'E']) && text.parse::<f64>().is_ok() {
        return Err(
            "a spreadsheet has rounded it: format the column as text, and export it again"
                .to_owned(),
        );
    }
    let digits = text.strip_prefix('+').unwrap_or(&text);
    if !digits.bytes().all(|c| c.is_ascii_digit()) {
        return Err("there is more in it than `+`, digits, spaces, `-` and parentheses".to_owned());
    }
    let international = match country {
        _ if text.starts_with('+') => digits.to_owned(),
        _ if digits.starts_with("00") => return Err(format!("write +{}", &digits[2..])),
        Some(country) if digits.starts_with('0') => format!("{country}{}", &digits[1..]),
        Some(country) if digits.starts_with(country) => digits.to_owned(),
        Some(country) => {
            return Err(format!(
                "it begins neither with 0 nor with {country}: if a spreadsheet dropped the 0, format \
                 the column as text and export it again; else write + and the country code"
            ));
        }
        None if digits.starts_with('0') => {
            return Err(format!(
                "it has no country code: write, for example, +62{}, or give --country 62",
                &digits[1..]
            ));
        }
        None => {
            return Err(format!(
                "it has no +: write +{digits} if that begins with a country code, or give, for \
                 example, --country 62"
            ));
        }
    };
    if international.starts_with('0') {
        return Err("no country code begins with 0".to_owned());
    }
    if !(7..=15).contains(&international.len()) {
        return Err("a number has 7 to 15 digits, country code included".to_owned());
    }
    Ok(format!("+{international}"))
}
