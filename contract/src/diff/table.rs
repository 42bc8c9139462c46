//! What a row of the table of changes says, and how a verdict follows from it.

use std::cmp::Ordering;

use super::{
    Verdict::{self, Breaking, Compatible, Documentation},
    pair::{Sides, in_order},
    rows::{ROWS, UNCLASSIFIED},
};
use crate::{
    grammar::{Kind, SUPPRESSIONS},
    text::node::Node,
    validate::number::Number,
};

/// What a change does to what is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Effect {
    /// Less is allowed or offered.
    Narrows,
    /// More is allowed or offered.
    Widens,
    /// Something else is, or it cannot be told.
    Other,
    /// The same is.
    Nothing,
}

impl Effect {
    pub(super) fn words(self) -> &'static str {
        match self {
            Narrows => "less",
            Widens => "more",
            Other => "something else",
            Nothing => "the same",
        }
    }
}

/// Which way a value travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    /// From the client to the server.
    Request,
    /// From the server to the client, which reads it.
    Response,
    /// From the server, in an error, of which the client reads what `x-apis` points to.
    Error,
    /// From the server, in a header that only programs may read.
    Header,
    /// Neither: it is about an operation, an API or the contract.
    Neither,
}

use Direction::{Error, Header, Neither, Request, Response};
use Effect::{Narrows, Nothing, Other, Widens};

impl Direction {
    pub(super) const ALL: [Self; 5] = [Request, Response, Error, Header, Neither];

    /// Its bit in a set of directions.
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }

    pub(super) fn words(self) -> &'static str {
        match self {
            Request => "in requests",
            Response => "in responses",
            Error => "in errors",
            Header => "in headers",
            Neither => "",
        }
    }
}

/// How the effect of a change is found.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    /// The walk tells, where it is not always the same: one of these.
    Told(&'static [Effect]),
    /// The walk tells, where it is not always the same: one of those that the row says something about.
    Said,
    /// A constraint: narrows where it is added, widens where it is removed.
    Constraint,
    /// A constraint that a greater number narrows.
    Least,
    /// A constraint that a lesser number narrows.
    Greatest,
    /// `true` narrows; nothing said is `false`.
    Flag,
    /// A step that values are multiples of.
    Step,
    /// Something offered: narrows where it is removed, widens where it is added.
    Offer,
    /// Something that callers get where they say nothing.
    Default,
    /// A text in which upper and lower case are the same.
    Caseless,
    /// Where something is looked for: a text, or a list of them.
    Places,
}

impl Measure {
    /// The effect of a change from one value to another.
    fn of(self, sides: Sides<'_>) -> Effect {
        let flags = sides.map(is_true);
        match (self, sides.old, sides.new) {
            (Self::Default, None, _) => Nothing,
            (Self::Caseless, ..) => {
                let [old, new] = [sides.old, sides.new].map(|side| side.and_then(Node::text));
                let texts = old.zip(new);
                let is_same = texts.is_some_and(|(old, new)| old.eq_ignore_ascii_case(new));
                if is_same { Nothing } else { Other }
            }
            (Self::Told(_) | Self::Said | Self::Default, ..) => Other,
            (Self::Flag, ..) if flags.is_same() => Nothing,
            (Self::Flag, ..) if flags.new => Narrows,
            (Self::Flag, ..) | (Self::Offer, None, _) => Widens,
            (Self::Offer, _, None) | (_, None, _) => Narrows,
            (_, _, None) => Widens,
            (Self::Places, Some(old), Some(new)) => {
                let [old, new] = [old, new].map(texts);
                match old.iter().all(|place| new.contains(place)) {
                    _ if old == new => Nothing,
                    true => Widens,
                    false => Other,
                }
            }
            (_, Some(old), Some(new)) => match (self, in_order(old, new)) {
                (Self::Least, Some(Ordering::Less)) | (Self::Greatest, Some(Ordering::Greater)) => {
                    Narrows
                }
                (Self::Least | Self::Greatest, Some(_)) => Widens,
                (Self::Step, Some(_)) if is_multiple(old, new) => Widens,
                (Self::Step, Some(_)) if is_multiple(new, old) => Narrows,
                // A pattern that takes every text is none.
                (Self::Constraint, ..) if new.text().is_some_and(takes_all) => Widens,
                (Self::Constraint, ..) if old.text().is_some_and(takes_all) => Narrows,
                _ => Other,
            },
        }
    }
}

/// The values, each once.
pub(super) fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.fold(Vec::new(), |mut found, value| {
        if !found.contains(&value) {
            found.push(value);
        }
        found
    })
}

fn is_true(side: Option<&Node>) -> bool {
    side.and_then(Node::flag) == Some(true)
}

/// A text, or the texts of a list.
pub(super) fn texts(node: &Node) -> Vec<&str> {
    let texts = std::iter::once(node).chain(node.items());
    texts.filter_map(Node::text).collect()
}

fn is_multiple(number: &Node, step: &Node) -> bool {
    let numbers = Number::of_node(number).zip(Number::of_node(step));
    numbers.is_some_and(|(number, step)| number.is_multiple_of(step))
}

fn takes_all(pattern: &str) -> bool {
    matches!(
        pattern,
        "" | ".*" | "^.*$" | "^.*" | ".*$" | "[\\s\\S]*" | "^[\\s\\S]*$" | "(?:)" | "^" | "$"
    )
}

/// Which differences of its keys a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// All of them: what stands under the key is compared as a whole.
    Always,
    /// Something was added.
    Added,
    /// Something was removed.
    Removed,
    /// It was not `true` and is.
    On,
    /// It was `true` and is not.
    Off,
}

impl When {
    fn fits(self, sides: Sides<'_>) -> bool {
        let flags = sides.map(is_true);
        match self {
            Self::Always => true,
            Self::Added => sides.old.is_none(),
            Self::Removed => sides.new.is_none(),
            Self::On => !flags.old && flags.new,
            Self::Off => flags.old && !flags.new,
        }
    }
}

/// How messages say what changed.
#[derive(Clone, Copy, Debug)]
pub(super) enum Words {
    /// By the values.
    Values,
    /// By the key, and what happened to it.
    Key,
    /// In these words.
    Are(&'static str),
}

impl Words {
    /// What changed under a key that messages call by this label.
    pub(super) fn of(self, label: &str, sides: Sides<'_>) -> String {
        match (self, sides.old, sides.new) {
            (Self::Values, ..) => sides.words(label),
            (Self::Key, None, _) => format!("{label} was added"),
            (Self::Key, _, None) => format!("{label} was removed"),
            (Self::Key, ..) => format!("{label} was changed"),
            (Self::Are(words), ..) => words.to_owned(),
        }
    }
}

/// What one kind of change means.
#[derive(Debug)]
pub(super) struct Row {
    /// The code of such changes.
    pub(super) code: &'static str,
    /// What changes: a sentence, in the first row of a code.
    pub(super) what: &'static str,
    /// The keys of the grammar that it is about, where nothing but the key and its values has to be known;
    /// all keys of an object, where none is named.
    pub(super) keys: &'static [(Kind, &'static [&'static str])],
    /// Which differences of these keys it is about.
    pub(super) when: When,
    /// How messages say what changed under these keys.
    pub(super) words: Words,
    pub(super) measure: Measure,
    /// The directions in which such changes occur, if not only in those that it says something about.
    pub(super) directions: &'static [Direction],
    /// What a change means, where the usual sentence does not say what fails for whom.
    pub(super) says: &'static [(Direction, Effect, &'static str)],
    /// What it means in responses whatever the effect, where the client is lenient.
    pub(super) lenient: Option<Judgement>,
    /// Whether it matters in errors, where `x-apis` points to the value.
    pub(super) in_errors: bool,
}

/// A verdict, and why.
pub(super) type Judgement = (Verdict, &'static str);

impl Row {
    /// The row of a code.
    pub(super) fn of_code(code: &str) -> Option<&'static Self> {
        ROWS.iter().find(|row| row.code == code)
    }

    /// The row of a code that the walk gives.
    pub(super) fn named(code: &str) -> &'static Self {
        Self::of_code(code).unwrap_or(&UNCLASSIFIED)
    }

    /// The row of a difference under a key of an object, if nothing else has to be known.
    pub(super) fn of_key(kind: Kind, key: &str, sides: Sides<'_>) -> Option<&'static Self> {
        if key == SUPPRESSIONS {
            return Self::of_code("documentation-changed");
        }
        let has =
            |(of, keys): &(Kind, &[&str])| *of == kind && (keys.is_empty() || keys.contains(&key));
        let mut rows = ROWS.iter().filter(|row| row.keys.iter().any(has));
        rows.find(|row| row.when.fits(sides))
    }

    /// The effects that such a change can have.
    pub(super) fn effects(&self) -> Vec<Effect> {
        match self.measure {
            Measure::Told(effects) => effects.to_vec(),
            Measure::Said if self.says.is_empty() => vec![Other],
            Measure::Said => distinct(self.says.iter().map(|it| it.1)),
            Measure::Flag => vec![Narrows, Widens, Nothing],
            Measure::Default | Measure::Caseless => vec![Other, Nothing],
            Measure::Places => vec![Other, Widens, Nothing],
            _ => vec![Narrows, Widens, Other],
        }
    }

    /// The effect of a change from one value to another.
    pub(super) fn effect(&self, sides: Sides<'_>) -> Effect {
        match self.effects()[..] {
            [effect] => effect,
            _ => self.measure.of(sides),
        }
    }

    /// The directions in which such changes occur.
    pub(super) fn directions(&self) -> Vec<Direction> {
        match self.directions {
            [] if self.says.is_empty() => vec![Neither],
            [] => distinct(self.says.iter().map(|it| it.0)),
            directions => directions.to_vec(),
        }
    }

    /// What a change of this effect means in a direction. `lenient` is why it is compatible in responses
    /// in this very place; `is_read` whether the client reads the value in errors.
    pub(super) fn judge(
        &self,
        effect: Effect,
        direction: Direction,
        lenient: Option<&'static str>,
        is_read: bool,
    ) -> Judgement {
        let says = self.says(direction, effect);
        let verdict = match (direction, effect) {
            (_, Nothing) => {
                return (
                    Documentation,
                    says.unwrap_or("nothing that is sent or read changes"),
                );
            }
            (Request | Neither, Widens) | (Response | Error | Header, Narrows) => Compatible,
            _ => Breaking,
        };
        let lenient = lenient.map(|why| (Compatible, why));
        match (direction, lenient.or(self.lenient)) {
            (Response, Some(judged)) => judged,
            (Error | Header, Some(judged)) if judged.0 == Documentation => judged,
            (Header, _) => (Compatible, "the client itself does not read this header"),
            (Error, _) if !is_read || !self.in_errors => (
                Compatible,
                "the client reads nothing of an error but what `x-apis` points to",
            ),
            _ => (verdict, says.unwrap_or(usual(direction, verdict))),
        }
    }

    /// The sentence of the row; one without a direction is about all of them.
    fn says(&self, direction: Direction, effect: Effect) -> Option<&'static str> {
        let direction = if direction == Error {
            Response
        } else {
            direction
        };
        let nearest = match (effect, direction) {
            (Other, Response) => Widens,
            (Other, _) => Narrows,
            _ => effect,
        };
        let wanted = [(direction, effect), (direction, nearest), (Neither, effect)];
        let says = |wanted| self.says.iter().find(|it| (it.0, it.1) == wanted);
        wanted.into_iter().find_map(says).map(|it| it.2)
    }
}

/// What a verdict means, where a row says no more.
fn usual(direction: Direction, verdict: Verdict) -> &'static str {
    match (direction, verdict) {
        (Request, Breaking) => "a client built before may send what is refused now",
        (Request, _) => "what clients built before send is still accepted",
        (Neither, Breaking) => "a client built before goes on as it was built",
        (Neither, _) => "clients built before are not touched",
        (_, Breaking) => "a client built before may fail to read it",
        (..) => "clients built before read all of it",
    }
}
