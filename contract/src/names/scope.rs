//! Names that are different in the contract are different in one scope of Rust.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

use super::identifier::{Case, escaped, is_identifier, is_keyword, push, stem};

/// Where a name stands for one thing: the fields of a struct, the variants of an enum, the types of a
/// module, the methods of a client, the parameters of an operation.
///
/// ```
/// use contract::names::{Case, Scope};
///
/// let mut types = Scope::new(Case::Pascal, &["Client"]);
/// let components = types.name_all([("Contact", None), ("contact", None), ("client", None)]);
/// assert_eq!(components, ["Contact", "Contact2", "Client_"]);
/// // A type made later takes what is left.
/// assert_eq!(types.claim("Contact"), "Contact3");
/// ```
#[derive(Clone, Debug)]
pub struct Scope {
    case: Case,
    reserved: HashSet<String>,
    taken: HashSet<String>,
    /// The next number to try for each name that was taken.
    numbers: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which nothing has a name yet; `reserved` are Rust names that nothing can have.
    #[must_use]
    pub fn new(case: Case, reserved: &[&str]) -> Self {
        Self {
            case,
            reserved: reserved.iter().map(ToString::to_string).collect(),
            taken: HashSet::new(),
            numbers: HashMap::new(),
        }
    }

    /// The Rust names for names of the contract, in their order: each with the name that the contract
    /// gives it in Rust, if it does (`x-rust-name`, `x-enum-varnames`).
    ///
    /// Names given by the contract go first and are taken as they are. Then come those that are
    /// written in Rust as they are on the wire, so that `_id` never takes the name of `id`; then the
    /// others in their order. A number is never one that makes the name of another: `a-b`, `a_b` and
    /// `a_b2` are `a_b3`, `a_b` and `a_b2`.
    ///
    /// No two of the names are equal, and none is one that the scope gave before. A name given by the
    /// contract that is no identifier is read like a name of the wire.
    pub fn name_all<'a>(
        &mut self,
        names: impl IntoIterator<Item = (&'a str, Option<&'a str>)>,
    ) -> Vec<String> {
        let stems = names.into_iter().map(|(wire, given)| {
            if let Some(given) = given {
                return (self.given(given), None);
            }
            let stem = stem(wire, self.case);
            let is_formed = stem != wire;
            (stem, Some(is_formed))
        });
        let stems: Vec<(String, Option<bool>)> = stems.collect();
        let plain: HashSet<String> = stems.iter().map(|(stem, _)| self.escaped(stem)).collect();
        let mut order: Vec<usize> = (0..stems.len()).collect();
        // What is given, then what is the name on the wire, then what is formed from it.
        order.sort_by_key(|index| stems[*index].1);
        let mut formed = vec![String::new(); stems.len()];
        for index in order {
            formed[index] = self.take(&stems[index].0, &plain);
        }
        formed
    }

    /// The name for what has no name in the contract, such as a type named
    /// after its [place](super::inside): `wanted`, or `wanted` with a number when that is taken.
    pub fn claim(&mut self, wanted: &str) -> String {
        let stem = self.given(wanted);
        self.take(&stem, &HashSet::new())
    }

    /// A Rust name from outside this module as it stands, if it can stand.
    fn given(&self, given: &str) -> String {
        if is_identifier(given) {
            given.nfc().collect()
        } else {
            stem(given, self.case)
        }
    }

    fn escaped(&self, stem: &str) -> String {
        escaped(stem.to_owned(), |name| {
            is_keyword(name) || self.reserved.contains(name)
        })
    }

    /// Takes a name; one with a number must not be among `plain`, which others get.
    fn take(&mut self, stem: &str, plain: &HashSet<String>) -> String {
        let mut name = self.escaped(stem);
        let mut number = self.numbers.get(stem).copied().unwrap_or(2);
        let mut is_free = !self.taken.contains(&name);
        while !is_free {
            let mut numbered = stem.to_owned();
            push(&mut numbered, "", &number.to_string());
            name = self.escaped(&numbered);
            number += 1;
            is_free = !self.taken.contains(&name) && !plain.contains(&name);
        }
        self.numbers.insert(stem.to_owned(), number);
        self.taken.insert(name.clone());
        name
    }
}
