//! Numbers by their value: `1` and `1.0` are equal, and no digit is lost in between.

use std::cmp::Ordering;

use crate::text::{node::Node, scalar::Typed};

/// A number of a JSON value or of the contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Number {
    Integer(i128),
    Float(f64),
}

impl Number {
    pub(super) fn of_json(number: &serde_json::Number) -> Self {
        // Without the feature `arbitrary_precision` every other number is a float.
        let float = || Self::Float(number.as_f64().unwrap_or_default());
        number.as_i128().map_or_else(float, Self::Integer)
    }

    pub(crate) fn of_node(node: &Node) -> Option<Self> {
        match node.scalar()?.typed {
            Typed::Integer(integer) => Some(Self::Integer(integer)),
            Typed::Float(float) => Some(Self::Float(float)),
            _ => None,
        }
    }

    /// Whether it is written without a fraction: as in JSON Schema's draft 4, `1.0` is no integer.
    pub(super) fn is_integer(self) -> bool {
        match self {
            Self::Integer(_) => true,
            // `serde_json` reads the digits of an integer beyond 64 bits as a float.
            Self::Float(float) => float.abs() >= 9_223_372_036_854_775_808.0,
        }
    }

    pub(crate) fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Integer(one), Self::Integer(other)) => one.cmp(&other),
            (Self::Float(one), Self::Float(other)) => {
                one.partial_cmp(&other).unwrap_or(Ordering::Equal)
            }
            (Self::Integer(one), Self::Float(other)) => {
                // What is beyond the range saturates, and integers here have 64 bits.
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "the fraction is compared below"
                )]
                let whole = other.floor() as i128;
                match one.cmp(&whole) {
                    Ordering::Equal if other > other.floor() => Ordering::Less,
                    order => order,
                }
            }
            (Self::Float(_), Self::Integer(_)) => other.compare(self).reverse(),
        }
    }

    /// Whether the number is `step` taken a whole number of times, in decimal digits as both are
    /// written: 4.35 is a multiple of 0.01.
    pub(crate) fn is_multiple_of(self, step: Self) -> bool {
        let (digits, exponent) = self.decimal();
        let (step, step_exponent) = step.decimal();
        if digits == 0 || step == 0 {
            return true;
        }
        let shift = exponent - step_exponent;
        if shift < 0 {
            let scale = 10_u128.checked_pow(shift.unsigned_abs());
            // A step with more digits than the number has is greater than it.
            return scale
                .and_then(|scale| step.checked_mul(scale))
                .is_some_and(|step| digits % step == 0);
        }
        // A remainder is below 2^64, so ten times it fits.
        (0..shift).fold(digits % step, |rest, _| rest * 10 % step) == 0
    }

    /// The digits of the absolute value, and the power of ten that they are to be taken times.
    fn decimal(self) -> (u128, i32) {
        match self {
            Self::Integer(integer) => (integer.unsigned_abs(), 0),
            Self::Float(float) => {
                // The shortest text that gives the float back: `4.35e0`.
                let text = format!("{:e}", float.abs());
                let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
                let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
                let digits = format!("{whole}{fraction}").parse().unwrap_or(0);
                let exponent: i32 = exponent.parse().unwrap_or(0);
                // No float has more than 17 digits.
                (
                    digits,
                    exponent - i32::try_from(fraction.len()).unwrap_or(0),
                )
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number::{Float, Integer};
    use std::cmp::Ordering::{Equal, Greater, Less};

    #[test]
    fn integers_and_floats_are_compared_exactly() {
        for (one, other, order) in [
            (Integer(1), Float(1.0), Equal),
            (Integer(1), Float(1.5), Less),
            (Integer(-1), Float(-1.5), Greater),
            (
                Integer(9_007_199_254_740_993),
                Float(9_007_199_254_740_992.0),
                Greater,
            ),
            (Integer(u64::MAX.into()), Float(1e300), Less),
            (Integer(i64::MIN.into()), Float(-1e300), Greater),
            (Float(0.0), Float(-0.0), Equal),
        ] {
            assert_eq!(one.compare(other), order, "{one:?} {other:?}");
            assert_eq!(other.compare(one), order.reverse(), "{other:?} {one:?}");
        }
    }

    #[test]
    fn multiples_are_those_of_the_written_digits() {
        for (number, step) in [
            (Float(4.35), Float(0.01)),
            (Float(0.0075), Float(0.0001)),
            (Float(1e308), Float(0.5)),
            (Float(-2.5), Float(0.5)),
            (Float(1e3), Integer(10)),
            (Integer(0), Integer(7)),
            (Integer(u64::MAX.into()), Integer(5)),
        ] {
            assert!(number.is_multiple_of(step), "{number:?} {step:?}");
        }
        for (number, step) in [
            (Float(4.351), Float(0.01)),
            (Float(1e-300), Integer(1)),
            (Float(1e-10), Float(1e-9)),
            (Integer(7), Float(1.5)),
            (Integer(i64::MAX.into()), Integer(2)),
        ] {
            assert!(!number.is_multiple_of(step), "{number:?} {step:?}");
        }
    }
}
