//! Names of the contract as Rust names, by one rule that the rules and the generator share.
//!
//! Nothing that the wire can hold is refused: every text has a name, and every name is an identifier.
//!
//! - **Words** are runs of letters and digits. `-`, `_`, `.`, `/`, `:`, white space and brackets
//!   between two of them separate words: `message.received` is `MessageReceived`, `filter[name]` is
//!   `filter_name`. So do capitals, as in `apiId` and `HTTPServer`. An apostrophe inside a word is
//!   left out.
//! - **Signs** elsewhere are spelt: `<` is `LessThan`, `@type` is `AtType`, `+1` is `Plus1`. The table
//!   is `SIGNS` in `words.rs`; a character that it does not have is its code point, so `€` is `U20ac`.
//!   `_`, white space and brackets are dropped there instead, unless nothing else is in the name.
//! - **Letters of all scripts** stay, and letters and digits in a special form are read as the plain
//!   ones (Unicode's form NFKC): `Größe`, `m²` is `m2`.
//! - **A leading `-`** before a letter is a descending order: `-created_at` is `CreatedAtDesc`.
//! - **A leading digit** follows `n` or `N`: `n2fa_enabled`, `N100`.
//! - **Two digits** never meet where words do: `1.0` is `N1_0`, and not `N10`.
//! - **An empty name** is `empty` or `Empty`.
//! - **A keyword**, or a name that its [`Scope`] reserves, gets a trailing `_`.
//! - **What collides** in one [`Scope`] gets `2`, `3`, … (after a digit `_2`, `_3`, …).
//!
//! ```
//! use contract::names::{Case, Scope, name};
//!
//! assert_eq!(name("2fa.enabled", Case::Snake), "n2fa_enabled");
//! assert_eq!(name("-created_at", Case::Pascal), "CreatedAtDesc");
//!
//! let mut setters = Scope::new(Case::Snake, &["send", "stream"]);
//! let names = setters.name_all([("_id", None), ("id", None), ("stream", None), ("q", Some("query"))]);
//! assert_eq!(names, ["id2", "id", "stream_", "query"]);
//! ```

mod identifier;
mod inline;
mod scope;
#[cfg(test)]
mod tests;
mod words;

pub use identifier::{Case, is_identifier, is_keyword, name};
pub use inline::{inside, member_label, of_request};
pub use scope::Scope;
