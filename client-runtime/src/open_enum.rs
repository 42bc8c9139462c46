//! The enums of generated code: open, so that a value that the contract does not list is kept.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, Visitor};

/// Makes a value of a text without a copy of it.
pub struct TextVisitor<T>(PhantomData<T>);

impl<T> TextVisitor<T> {
    /// A visitor for values of this type.
    #[expect(clippy::new_without_default, reason = "only generated code makes it")]
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::from(text))
    }
}

/// Defines an enum of texts that keeps any other text in a variant `Unknown`.
///
/// ```
/// client_runtime::codegen::open_enum! {
///     /// Where an order stands.
///     pub enum OrderStatus {
///         /// `open`
///         Open = "open",
///         /// `paid`
///         #[deprecated]
///         Paid = "paid",
///     }
/// }
///
/// assert_eq!(OrderStatus::from("open"), OrderStatus::Open);
/// assert_eq!(OrderStatus::from("lost").as_str(), "lost");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_attribute:meta])* $variant:ident = $text:literal),* $(,)?
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_attribute])* $variant,)*
            /// Any other value, as received.
            Unknown(::std::string::String),
        }

        // What is deprecated is so for users, not for these lines.
        #[allow(deprecated)]
        const _: () = {
            impl $name {
                /// The value as it is sent and received.
                $visibility fn as_str(&self) -> &str {
                    match self {
                        $(Self::$variant => $text,)*
                        Self::Unknown(value) => value,
                    }
                }
            }

            impl $crate::codegen::unions::Fit for $name {
                fn fit(
                    value: &$crate::codegen::serde_json::Value,
                    _: &mut $crate::codegen::unions::Seen,
                ) -> ::std::option::Option<$crate::codegen::unions::Score> {
                    $crate::codegen::unions::open_enum(value, &[$($text),*])
                }
            }

            impl ::std::convert::From<&str> for $name {
                fn from(value: &str) -> Self {
                    match value {
                        $($text => Self::$variant,)*
                        other => Self::Unknown(::std::convert::From::from(other)),
                    }
                }
            }

            impl ::std::convert::From<::std::string::String> for $name {
                fn from(value: ::std::string::String) -> Self {
                    match value.as_str() {
                        $($text => Self::$variant,)*
                        _ => Self::Unknown(value),
                    }
                }
            }

            impl ::std::convert::From<&::std::string::String> for $name {
                fn from(value: &::std::string::String) -> Self {
                    Self::from(value.as_str())
                }
            }

            impl ::std::str::FromStr for $name {
                type Err = ::std::convert::Infallible;

                fn from_str(value: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                    ::std::result::Result::Ok(Self::from(value))
                }
            }

            impl ::std::fmt::Display for $name {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.write_str(self.as_str())
                }
            }

            impl $crate::codegen::serde::Serialize for $name {
                fn serialize<S: $crate::codegen::serde::Serializer>(
                    &self,
                    serializer: S,
                ) -> ::std::result::Result<S::Ok, S::Error> {
                    serializer.serialize_str(self.as_str())
                }
            }

            impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                    deserializer: D,
                ) -> ::std::result::Result<Self, D::Error> {
                    deserializer.deserialize_str($crate::codegen::TextVisitor::new())
                }
            }
        };
    };
}

#[cfg(test)]
#[deny(warnings)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use serde_json::json;

    crate::codegen::open_enum! {
        /// Where an order stands.
        pub(crate) enum Status {
            /// `open`
            Open = "open",
            /// `pre-paid`
            PrePaid = "pre-paid",
            /// The empty text.
            Empty = "",
        }
    }

    crate::codegen::open_enum! {
        /// An enum without values, from the empty list of a contract.
        enum Nothing {}
    }

    crate::codegen::open_enum! {
        #[deprecated(note = "use `Status`")]
        enum Old {
            #[deprecated]
            Gone = "gone",
            Kept = "kept",
        }
    }

    /// Names that hide those of the prelude, as a contract's own types may.
    mod hidden_prelude {
        #[expect(dead_code, reason = "they only hide others")]
        mod names {
            pub(super) struct String;
            pub(super) struct Result;
            pub(super) struct Option;
            pub(super) struct From;
        }
        #[expect(unused_imports, reason = "they only hide others")]
        use names::{From, Option, Result, String};

        crate::codegen::open_enum! {
            /// An enum.
            pub(super) enum Kind {
                /// `a`
                A = "a",
            }
        }
    }

    #[test]
    fn listed_values_become_variants_and_others_are_kept() {
        for (text, value) in [
            ("open", Status::Open),
            ("pre-paid", Status::PrePaid),
            ("", Status::Empty),
            ("Open", Status::Unknown("Open".to_owned())),
            (" ", Status::Unknown(" ".to_owned())),
        ] {
            assert_eq!(Status::from(text), value);
            assert_eq!(Status::from(text.to_owned()), value);
            assert_eq!(Status::from(&text.to_owned()), value);
            assert_eq!(text.parse(), Ok(value.clone()));
            assert_eq!(value.as_str(), text);
            assert_eq!(value.to_string(), text);
            assert_eq!(serde_json::to_value(&value).unwrap(), json!(text));
            assert_eq!(
                serde_json::from_value::<Status>(json!(text)).unwrap(),
                value
            );
        }
        assert_eq!(Nothing::from("any"), Nothing::Unknown("any".to_owned()));
        assert_eq!(hidden_prelude::Kind::from("a").as_str(), "a");
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for value in [json!(1), json!(null), json!(["open"]), json!({"open": 1})] {
            let error = serde_json::from_value::<Status>(value).unwrap_err();
            assert!(error.to_string().contains("expected a string"), "{error}");
        }
    }

    #[test]
    #[expect(
        deprecated,
        reason = "that it is deprecated for users is what is tested"
    )]
    fn deprecated_values_are_so_only_for_users() {
        assert_eq!(Old::from("gone"), Old::Gone);
        assert_eq!(Old::from("kept"), Old::Kept);
    }
}
