//! Unions of the contract (`oneOf` and `anyOf`): which member a JSON value is read as.
//!
//! Objects are open, so more than one member may take a value. What counts is what a member
//! declares: the one that leaves the fewest properties, at any depth, among the unknown ones wins.
//! A value of an enum that is not listed counts as an unknown property; one that is listed comes
//! before free text. Ties go to the first member.

use std::any::TypeId;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserializer;
use serde::de::{DeserializeOwned, Error as _, Unexpected};
use serde_json::{Map, Value};

use crate::{OrText, mismatch};

/// How much of a JSON value a type does not declare: the least fits best.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score {
    /// The value is only kept, by a union of which no member takes it.
    is_kept: bool,
    /// Properties, at any depth, and values of enums that the type does not list.
    undeclared: usize,
    /// Values of enums that the type lists.
    listed: Reverse<usize>,
}

impl Score {
    /// So many properties are not declared.
    fn undeclared(undeclared: usize) -> Self {
        Self {
            undeclared,
            ..Self::default()
        }
    }

    /// Not even the kind of `value` is known.
    fn unknown(value: &Value) -> Self {
        Self {
            is_kept: true,
            ..Self::undeclared(properties_in(value) + 1)
        }
    }

    /// The score of a value with two parts.
    fn with(self, other: Self) -> Self {
        Self {
            is_kept: false,
            undeclared: self.undeclared + other.undeclared,
            listed: Reverse(self.listed.0 + other.listed.0),
        }
    }
}

/// The number of properties in a value, at any depth.
fn properties_in(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.iter().map(properties_in).sum(),
        Value::Object(object) => object.len() + object.values().map(properties_in).sum::<usize>(),
        _ => 0,
    }
}

/// Tells how well a value fits a type; `None` if the type does not take it.
pub type Scorer = fn(&Value, &mut Seen) -> Option<Score>;

/// A type that values of a union are read as, or parts of them.
///
/// The types of a contract's objects give their [`PROPERTIES`](Self::PROPERTIES), others how they
/// [fit](Self::fit).
pub trait Fit {
    /// The properties that an object declares.
    const PROPERTIES: &'static [Property] = &[];
    /// What further properties of an object hold, if the contract says so.
    const ADDITIONAL: Option<Scorer> = None;
    /// Whether an object may lack a property of this type.
    const IS_OPTIONAL: bool = false;

    /// How well `value` fits; `None` exactly if it cannot be decoded.
    fn fit(value: &Value, seen: &mut Seen) -> Option<Score> {
        object(value, Self::PROPERTIES, Self::ADDITIONAL, seen)
    }
}

/// A property that a type declares.
pub struct Property {
    name: &'static str,
    is_optional: bool,
    fit: Scorer,
}

/// The property `name` of type `T`: required, unless `T` is an `Option`.
pub const fn property<T: Fit>(name: &'static str) -> Property {
    Property {
        name,
        is_optional: T::IS_OPTIONAL,
        fit: T::fit,
    }
}

/// How well a value fits a type that declares `properties`.
fn object(
    value: &Value,
    properties: &[Property],
    additional: Option<Scorer>,
    seen: &mut Seen,
) -> Option<Score> {
    let object = value.as_object()?;
    let mut score = Score::default();
    for property in properties {
        match object.get(property.name) {
            Some(value) => score = score.with((property.fit)(value, seen)?),
            None if property.is_optional => {}
            None => return None,
        }
    }
    let is_declared = |name| properties.iter().any(|property| property.name == name);
    for (name, value) in object {
        if !is_declared(name) {
            score = score.with(match additional {
                Some(fit) => fit(value, seen)?,
                None => Score::unknown(value),
            });
        }
    }
    Some(score)
}

/// How well a value fits an enum whose values are `listed`, and which takes any other text.
pub fn open_enum(value: &Value, listed: &[&str]) -> Option<Score> {
    let is_listed = listed.contains(&value.as_str()?);
    Some(Score {
        listed: Reverse(usize::from(is_listed)),
        ..Score::undeclared(usize::from(!is_listed))
    })
}

macro_rules! scalars {
    ($($scalar:ty),*) => {
        $(
            impl Fit for $scalar {
                fn fit(value: &Value, _: &mut Seen) -> Option<Score> {
                    let is_one = <Self as serde::Deserialize>::deserialize(value).is_ok();
                    is_one.then(Score::default)
                }
            }
        )*
    };
}

scalars!(bool, i8, i16, i32, i64, u8, u16, u32, u64, f32, f64);
scalars!(DateTime<Utc>, NaiveDate);

impl<T: FromStr> Fit for OrText<T> {
    fn fit(value: &Value, _: &mut Seen) -> Option<Score> {
        let is_text = value.as_str()?.parse::<T>().is_err();
        Some(Score::undeclared(usize::from(is_text)))
    }
}

impl Fit for String {
    fn fit(value: &Value, _: &mut Seen) -> Option<Score> {
        value.is_string().then(Score::default)
    }
}

impl Fit for Value {
    fn fit(value: &Value, _: &mut Seen) -> Option<Score> {
        Some(Score::undeclared(properties_in(value)))
    }
}

impl Fit for Map<String, Value> {
    fn fit(value: &Value, _: &mut Seen) -> Option<Score> {
        let is_object = value.is_object();
        is_object.then(|| Score::undeclared(properties_in(value)))
    }
}

impl<T: Fit, S> Fit for HashMap<String, T, S> {
    fn fit(value: &Value, seen: &mut Seen) -> Option<Score> {
        object(value, &[], Some(T::fit), seen)
    }
}

impl<T: Fit> Fit for BTreeMap<String, T> {
    fn fit(value: &Value, seen: &mut Seen) -> Option<Score> {
        object(value, &[], Some(T::fit), seen)
    }
}

impl<T: Fit> Fit for Vec<T> {
    fn fit(value: &Value, seen: &mut Seen) -> Option<Score> {
        let mut items = value.as_array()?.iter();
        items.try_fold(Score::default(), |score, item| {
            Some(score.with(T::fit(item, seen)?))
        })
    }
}

impl<T: Fit> Fit for Box<T> {
    const IS_OPTIONAL: bool = T::IS_OPTIONAL;

    fn fit(value: &Value, seen: &mut Seen) -> Option<Score> {
        T::fit(value, seen)
    }
}

impl<T: Fit> Fit for Option<T> {
    const IS_OPTIONAL: bool = true;

    fn fit(value: &Value, seen: &mut Seen) -> Option<Score> {
        match value {
            Value::Null => Some(Score::default()),
            value => T::fit(value, seen),
        }
    }
}

/// How well the parts of one value fit the unions that they were tried as.
///
/// The members of a union that holds itself all ask the same of each part: without this, the work
/// would double with each level.
#[derive(Default)]
pub struct Seen(HashMap<(usize, TypeId), Option<Score>>);

/// A union, as the macro `union!` makes it.
pub trait Union: Sized + 'static {
    /// The property that tells which member a value is; without it, every member is tried.
    const DISCRIMINATOR: Option<&'static str> = None;
    /// The members, in the order of the contract.
    const MEMBERS: &'static [Member<Self>];

    /// A value that no member takes.
    fn unknown(value: Value) -> Self;
}

/// A member of the union `U`.
pub struct Member<U> {
    /// The texts of the discriminator that stand for it.
    pub values: &'static [&'static str],
    /// How well a value fits it.
    pub fit: Scorer,
    /// Decodes a value as this member; the error says what is wrong, and where.
    pub decode: fn(&Value) -> Result<U, String>,
}

/// Decodes a value as the member `M`, of which `variant` makes the union.
pub fn member<M: DeserializeOwned, U>(value: &Value, variant: fn(M) -> U) -> Result<U, String> {
    let decoded = M::deserialize(value).map(variant);
    decoded.map_err(|_| match mismatch::find_in::<M>(value) {
        Some(place) if place.path.is_empty() => place.problem,
        Some(place) => format!("{}: {}", place.path, place.problem),
        None => "its type does not accept it".to_owned(),
    })
}

/// Decodes a union. A value that no member takes, or whose discriminator is not listed, is kept.
///
/// # Errors
///
/// The discriminator names a member that does not take the value.
pub fn decode<'de, U: Union, D: Deserializer<'de>>(deserializer: D) -> Result<U, D::Error> {
    let value: Value = serde::Deserialize::deserialize(deserializer)?;
    if let Some(property) = U::DISCRIMINATOR {
        return match named::<U>(&value, property) {
            Some((text, member)) => (member.decode)(&value).map_err(|problem| {
                let expected = format!("`{text}` ({problem})");
                D::Error::invalid_value(Unexpected::Map, &expected.as_str())
            }),
            None => Ok(U::unknown(value)),
        };
    }
    let best = best::<U>(&value, &mut Seen::default());
    let decoded = best.and_then(|(_, member)| (member.decode)(&value).ok());
    Ok(decoded.unwrap_or_else(|| U::unknown(value)))
}

/// How well a value fits a union: as well as the member that it is decoded as.
pub fn fit<U: Union>(value: &Value, seen: &mut Seen) -> Option<Score> {
    let key = (std::ptr::from_ref(value).addr(), TypeId::of::<U>());
    if let Some(score) = seen.0.get(&key) {
        return *score;
    }
    let fitting = match U::DISCRIMINATOR {
        Some(property) => named::<U>(value, property).map(|(_, member)| (member.fit)(value, seen)),
        None => best::<U>(value, seen).map(|(score, _)| Some(score)),
    };
    let score = fitting.unwrap_or_else(|| Some(Score::unknown(value)));
    seen.0.insert(key, score);
    score
}

/// The member that the discriminator names.
fn named<U: Union>(value: &Value, property: &str) -> Option<(&'static str, &'static Member<U>)> {
    let text = value.get(property)?.as_str()?;
    U::MEMBERS.iter().find_map(|member| {
        let listed = member.values.iter().find(|listed| **listed == text)?;
        Some((*listed, member))
    })
}

/// The first of the members that fit best. One that would only keep the value is none.
fn best<U: Union>(value: &Value, seen: &mut Seen) -> Option<(Score, &'static Member<U>)> {
    let members = U::MEMBERS.iter();
    members
        .filter_map(|member| Some(((member.fit)(value, seen)?, member)))
        .filter(|(score, _)| !score.is_kept)
        .min_by_key(|(score, _)| *score)
}

/// Defines a union.
///
/// ```
/// use client_runtime::codegen::{unions::Fit, union};
///
/// union! {
///     /// A price.
///     pub enum Price {
///         /// In rupiah.
///         Integer(i64),
///         /// With its currency.
///         String(String),
///     }
/// }
///
/// assert!(matches!(serde_json::from_str("7").unwrap(), Price::Integer(7)));
/// assert!(matches!(serde_json::from_str("[]").unwrap(), Price::Unknown(_)));
/// assert!(matches!("USD 3.50".to_owned().into(), Price::String(_)));
/// ```
///
/// With `#[discriminator("property")]` at the enum, each variant has the values that mean it:
/// `#[values("a", "b")]`. A variant with `#[no_from]` shares its type with another.
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    (
        $(#[doc = $doc:literal])*
        $(#[deprecated $($deprecated:tt)?])?
        $(#[discriminator($property:literal)])?
        $visibility:vis enum $name:ident {
            $(
                $(#[doc = $variant_doc:literal])*
                $(#[values($($value:literal),+)])?
                $(#[no_from $($no_from:tt)?])?
                $variant:ident($member:ty $(,)?)
            ),+ $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        $(#[deprecated $($deprecated)?])?
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $(
                $(#[doc = $variant_doc])*
                $variant($member),
            )+
            /// A value that no member takes, as received.
            Unknown($crate::codegen::serde_json::Value),
        }

        // What is deprecated is so for users, not for these lines.
        #[allow(deprecated)]
        const _: () = {
            use $crate::codegen::unions as support;

            impl support::Union for $name {
                $(const DISCRIMINATOR: ::core::option::Option<&'static str> =
                    ::core::option::Option::Some($property);)?
                const MEMBERS: &'static [support::Member<Self>] = &[$(
                    support::Member {
                        values: &[$($($value),+)?],
                        fit: <$member as support::Fit>::fit,
                        decode: |value| support::member(value, Self::$variant),
                    }
                ),+];

                fn unknown(value: $crate::codegen::serde_json::Value) -> Self {
                    Self::Unknown(value)
                }
            }

            impl support::Fit for $name {
                fn fit(
                    value: &$crate::codegen::serde_json::Value,
                    seen: &mut support::Seen,
                ) -> ::core::option::Option<support::Score> {
                    support::fit::<Self>(value, seen)
                }
            }

            impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::core::result::Result<Self, D::Error> {
                    support::decode(deserializer)
                }
            }

            impl $crate::codegen::serde::Serialize for $name {
                fn serialize<S: $crate::codegen::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::core::result::Result<S::Ok, S::Error> {
                    match self {
                        $(Self::$variant(member) => {
                            $crate::codegen::serde::Serialize::serialize(member, serializer)
                        })+
                        Self::Unknown(value) => {
                            $crate::codegen::serde::Serialize::serialize(value, serializer)
                        }
                    }
                }
            }

            $($crate::union!(@from $name $variant($member) $(no_from $($no_from)?)?);)+
        };
    };
    (@from $name:ident $variant:ident($member:ty)) => {
        impl ::core::convert::From<$member> for $name {
            fn from(member: $member) -> Self {
                Self::$variant(member)
            }
        }
    };
    (@from $name:ident $variant:ident($member:ty) no_from) => {};
}

#[cfg(test)]
mod tests;
