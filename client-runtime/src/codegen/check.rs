//! Bounds of what a request sends, in parameters and bodies: checked before it is sent, all the way down.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::ops::{Bound, RangeBounds};
use std::sync::{LazyLock, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use regress::Regex;
use serde::Serialize;
use serde_json::{Map, Value};

use crate::OrText;
use crate::argument::{ArgumentError, outside, words};
use crate::conversion::ConversionError;
use crate::nullable::Nullable;
use crate::sanitise::sanitise;
use crate::upload::Upload;

/// Whether a value can be sent.
pub type Checked = Result<(), ArgumentError>;

/// An interval; its ends may be missing.
type Interval<T> = (Bound<T>, Bound<T>);

/// What the contract asks of a value in one place.
#[derive(Clone, Debug)]
#[must_use]
pub struct Bounds<'a> {
    /// Of the characters of a text, the items of a list or the properties of a map.
    count: Interval<usize>,
    pattern: Option<&'static str>,
    /// What the pattern means, for people.
    meaning: Option<&'static str>,
    integers: Interval<i128>,
    numbers: Interval<f64>,
    each: Option<&'a Bounds<'a>>,
}

impl<'a> Bounds<'a> {
    /// Takes every value.
    #[expect(clippy::new_without_default, reason = "only generated code makes it")]
    pub fn new() -> Self {
        Self {
            count: (Bound::Unbounded, Bound::Unbounded),
            pattern: None,
            meaning: None,
            integers: (Bound::Unbounded, Bound::Unbounded),
            numbers: (Bound::Unbounded, Bound::Unbounded),
            each: None,
        }
    }

    /// How many characters a text has.
    pub fn length(mut self, range: impl RangeBounds<usize>) -> Self {
        self.count = interval(&range);
        self
    }

    /// The pattern of a text, as ECMA-262 has it with the flag `u`.
    pub fn pattern(mut self, pattern: &'static str) -> Self {
        self.pattern = Some(pattern);
        self
    }

    /// What the pattern means, for people.
    pub fn meaning(mut self, meaning: &'static str) -> Self {
        self.meaning = Some(meaning);
        self
    }

    /// The range of an integer.
    pub fn integers(mut self, range: impl RangeBounds<i128>) -> Self {
        self.integers = interval(&range);
        self
    }

    /// The range of another number.
    pub fn numbers(mut self, range: impl RangeBounds<f64>) -> Self {
        self.numbers = interval(&range);
        self
    }

    /// How many items a list has, or properties a map.
    pub fn items(mut self, range: impl RangeBounds<usize>) -> Self {
        self.count = interval(&range);
        self
    }

    /// What is asked of each item of a list, or value of a map.
    pub fn each(mut self, bounds: &'a Bounds<'a>) -> Self {
        self.each = Some(bounds);
        self
    }
}

impl Bounds<'_> {
    /// What is wrong with a text.
    fn problem(&self, text: &str) -> Option<String> {
        if let Some(problem) = outside(&text.chars().count(), &self.count) {
            return Some(format!("the number of characters {problem}"));
        }
        let pattern = self.pattern.filter(|pattern| !matches(pattern, text))?;
        let meaning = self.meaning.map(|it| [": ", it].concat());
        let meaning = meaning.unwrap_or_default();
        Some(format!("must match the pattern `{pattern}`{meaning}"))
    }
}

/// Checks a text that becomes a type of its own.
///
/// # Errors
///
/// The text is out of its bounds.
pub fn checked_text(text: &str, bounds: &Bounds<'_>) -> Result<(), ConversionError> {
    bounds
        .problem(text)
        .map_or(Ok(()), |problem| Err(ConversionError(problem)))
}

fn interval<T: Clone>(range: &impl RangeBounds<T>) -> Interval<T> {
    (range.start_bound().cloned(), range.end_bound().cloned())
}

/// A place in a request.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub enum Place<'a> {
    /// The body itself.
    Body,
    /// A parameter itself.
    Parameter(&'static str),
    /// A property of what is in a place.
    Property(&'a Place<'a>, &'a str),
    /// An item of the list in a place.
    Item(&'a Place<'a>, usize),
}

impl<'a> Place<'a> {
    /// The place of a property of what is here.
    pub fn property(&'a self, name: &'a str) -> Self {
        Self::Property(self, name)
    }

    /// Checks the value here, and all that is in it.
    pub fn check<T: Check>(&self, value: &T, bounds: &Bounds<'_>) -> Checked {
        value.check(bounds, self)
    }

    /// Checks how many properties of the value here are sent.
    pub fn count(&self, value: &impl Serialize, bounds: &Bounds<'_>) -> Checked {
        match serde_json::to_value(value) {
            Ok(Value::Object(sent)) => sent.check(bounds, self),
            _ => Ok(()),
        }
    }

    /// Refuses a value that is not in the interval; `what` begins the sentence.
    fn within<T: PartialOrd + Display>(
        &self,
        what: &str,
        value: &T,
        interval: &Interval<T>,
    ) -> Checked {
        match outside(value, interval) {
            Some(problem) => Err(self.refused(format!("{what}{problem}"))),
            None => Ok(()),
        }
    }

    fn refused(&self, problem: String) -> ArgumentError {
        if self.is_in_body() {
            ArgumentError::in_body(self.to_string(), problem)
        } else {
            ArgumentError::new(self.to_string(), problem)
        }
    }

    /// Whether it is a part of the body; the body itself is an argument like any other.
    fn is_in_body(&self) -> bool {
        match self {
            Self::Body | Self::Parameter(_) => false,
            Self::Property(parent, _) | Self::Item(parent, _) => {
                matches!(parent, Self::Body) || parent.is_in_body()
            }
        }
    }
}

/// As in `contacts[3].phone`; the body itself is `body`.
impl Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Body => f.write_str("body"),
            Self::Parameter(name) => f.write_str(name),
            // A map has names of its own.
            Self::Property(Self::Body, name) => f.write_str(&sanitise(name)),
            Self::Property(parent, name) => write!(f, "{parent}.{}", sanitise(name)),
            Self::Item(Self::Body, number) => write!(f, "[{number}]"),
            Self::Item(parent, number) => write!(f, "{parent}[{number}]"),
        }
    }
}

/// What is sent and may have bounds: the types of the contract check what they hold.
pub trait Check {
    /// Refuses a value that is out of its bounds, or in which one is.
    ///
    /// # Errors
    ///
    /// The first such value, with its place.
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        let (_, _) = (bounds, at);
        Ok(())
    }
}

/// Checks what was given for a parameter or the body.
///
/// # Errors
///
/// The value was refused before, or is out of its bounds, or holds one that is.
pub fn checked<T: Check>(
    at: Place<'_>,
    value: Result<T, ArgumentError>,
    bounds: &Bounds<'_>,
) -> Result<T, ArgumentError> {
    match value {
        Ok(value) => at.check(&value, bounds).map(|()| value),
        // A range says more than the name of a type, but with one end it does not say why.
        Err(error) => match (&bounds.integers, error.is_of_conversion()) {
            ((Bound::Unbounded, _) | (_, Bound::Unbounded), _) | (_, false) => Err(error),
            (range, true) => Err(at.refused(format!("must be {}", words(range)))),
        },
    }
}

impl Check for String {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        let problem = bounds.problem(self);
        problem.map_or(Ok(()), |problem| Err(at.refused(problem)))
    }
}

/// Whether a text matches a pattern of the contract, whose rules have compiled it.
fn matches(pattern: &'static str, text: &str) -> bool {
    static COMPILED: LazyLock<Mutex<HashMap<&str, Option<&Regex>>>> = LazyLock::new(Mutex::default);
    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = *compiled.entry(pattern).or_insert_with(|| {
        let regex = Regex::with_flags(pattern, "u").ok()?;
        // A contract has some patterns, and the program needs them to its end.
        Some(Box::leak(Box::new(regex)))
    });
    drop(compiled);
    regex.is_none_or(|regex| regex.find(text).is_some())
}

macro_rules! scalars {
    ($($number:ty),*) => {
        $(
            impl Check for $number {
                fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
                    at.within("", &i128::from(*self), &bounds.integers)
                }
            }
        )*
    };
}

scalars!(i8, i16, i32, i64, u8, u16, u32, u64);

impl Check for f64 {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        if !self.is_finite() {
            return Err(at.refused(format!("must be a finite number, but is {self}")));
        }
        at.within("", self, &bounds.numbers)
    }
}

impl Check for f32 {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        // As it is written: 0.1, which has more digits as an `f64`.
        let written = self.to_string().parse().unwrap_or(f64::from(*self));
        written.check(bounds, at)
    }
}

impl Check for Upload {}
impl Check for bool {}
impl Check for NaiveDate {}
impl Check for DateTime<Utc> {}
impl<T> Check for OrText<T> {}
impl Check for Value {}

impl<T: Check> Check for Vec<T> {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        at.within("the number of items ", &self.len(), &bounds.count)?;
        let each = bounds.each.cloned().unwrap_or_else(Bounds::new);
        let mut items = self.iter().enumerate();
        items.try_for_each(|(number, item)| item.check(&each, &Place::Item(at, number)))
    }
}

impl<T: Check, S> Check for HashMap<String, T, S> {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        at.within("the number of properties ", &self.len(), &bounds.count)?;
        let each = bounds.each.cloned().unwrap_or_else(Bounds::new);
        let mut values = self.iter();
        values.try_for_each(|(name, value)| value.check(&each, &at.property(name)))
    }
}

impl Check for Map<String, Value> {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        at.within("the number of properties ", &self.len(), &bounds.count)
    }
}

impl<T: Check> Check for Option<T> {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        let value = self.as_ref();
        value.map_or(Ok(()), |value| value.check(bounds, at))
    }
}

impl<T: Check> Check for Nullable<T> {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        self.value().map_or(Ok(()), |value| value.check(bounds, at))
    }
}

impl<T: Check> Check for Box<T> {
    fn check(&self, bounds: &Bounds<'_>, at: &Place<'_>) -> Checked {
        (**self).check(bounds, at)
    }
}
