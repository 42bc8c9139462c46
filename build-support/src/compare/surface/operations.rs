//! Compares the client's methods, with their requests.

use super::{
    model::{Argument, Module, Operation},
    renames::Renames,
    report::{Report, became, came, gone},
};
use crate::compare::Verdict::{self, Breaking, Compatible};

/// The operations of two clients, those that are the same one beside each other.
pub(super) struct Pairs<'a> {
    both: Vec<Pair<'a>>,
    gone: Vec<&'a Operation>,
    came: Vec<&'a Operation>,
}

struct Pair<'a> {
    old: &'a Operation,
    new: &'a Operation,
    both: Vec<(Slot<'a>, Slot<'a>)>,
    gone: Vec<Slot<'a>>,
    came: Vec<Slot<'a>>,
}

/// An argument, and how it is given.
#[derive(Clone, Copy)]
struct Slot<'a> {
    argument: &'a Argument,
    /// Its place among those that are given the same way.
    index: usize,
    is_required: bool,
}

impl<'a> Pairs<'a> {
    /// Pairs by name, then by method and path; in the same way the arguments, by name and by what
    /// they are.
    pub(super) fn new(old: &'a Module, new: &'a Module) -> Self {
        let mut came: Vec<&Operation> = new.operations.iter().collect();
        let named = |old: &Operation, new: &Operation| old.name == new.name;
        let (mut both, gone) = take_pairs(old.operations.iter(), &mut came, named);
        let placed = |old: &Operation, new: &Operation| old.endpoint == new.endpoint;
        let (renamed, gone) = take_pairs(gone.into_iter(), &mut came, placed);
        both.extend(renamed);
        Self {
            both: both
                .into_iter()
                .map(|(old, new)| Pair::new(old, new))
                .collect(),
            gone,
            came,
        }
    }

    /// Notes the types that have another name because their operation or parameter has.
    pub(super) fn note_renames(&self, renames: &mut Renames) {
        for pair in &self.both {
            for (old, new) in &pair.both {
                if let (Some(old), Some(new)) = (own(pair.old, old), own(pair.new, new))
                    && old != new
                {
                    renames.add(old, new);
                }
            }
        }
    }

    /// Reports what differs; `is_page_changed` tells whether the type of an answer differs, by its
    /// earlier name.
    pub(super) fn compare(
        &self,
        renames: &Renames,
        is_page_changed: &dyn Fn(&str) -> bool,
        report: &mut Report<'_>,
    ) {
        for pair in &self.both {
            pair.compare(renames, is_page_changed, report);
        }
        methods(&self.gone, &self.came, report);
    }
}

/// Pairs each of `old` with the first of `new` that is `same`, and takes that out of `new`; then
/// what is left of `old`.
fn take_pairs<T: Copy>(
    old: impl Iterator<Item = T>,
    new: &mut Vec<T>,
    same: impl Fn(T, T) -> bool,
) -> (Vec<(T, T)>, Vec<T>) {
    let mut both = Vec::new();
    let mut left = Vec::new();
    for old in old {
        match new.iter().position(|new| same(old, *new)) {
            Some(index) => both.push((old, new.remove(index))),
            None => left.push(old),
        }
    }
    (both, left)
}

/// `method-removed`, `method-added`: an operation as a whole, its request and setters included.
fn methods(gone_: &[&Operation], came_: &[&Operation], report: &mut Report<'_>) {
    for operation in gone_ {
        report.add(
            Breaking,
            "method-removed",
            &format!("Client::{}", operation.name),
            format!(
                "the operation is gone, and its request `builder::{}` with it",
                operation.request
            ),
            gone(operation.declaration()),
        );
    }
    for operation in came_ {
        report.add(
            Compatible,
            "method-added",
            &format!("Client::{}", operation.name),
            "a new operation",
            came(operation.declaration()),
        );
    }
}

/// The name of the type that exists for this argument alone.
fn own<'a>(operation: &Operation, slot: &Slot<'a>) -> Option<&'a str> {
    let name = slot.argument.ty.strip_prefix("types::")?;
    operation.own_types.contains(name).then_some(name)
}

fn slots(arguments: &[Argument], is_required: bool) -> impl Iterator<Item = Slot<'_>> {
    let arguments = arguments.iter().enumerate();
    arguments.map(move |(index, argument)| Slot {
        argument,
        index,
        is_required,
    })
}

impl<'a> Pair<'a> {
    fn new(old: &'a Operation, new: &'a Operation) -> Self {
        let all = |operation: &'a Operation| {
            slots(&operation.required, true).chain(slots(&operation.optional, false))
        };
        let mut came: Vec<Slot<'a>> = all(new).collect();
        let (mut both, gone) = take_pairs(all(old), &mut came, |old, new| {
            old.argument.name == new.argument.name
        });
        let (renamed, gone) = take_pairs(gone.into_iter(), &mut came, |a, b| {
            let has_same_type = a.argument.ty == b.argument.ty
                || (own(old, &a).is_some() && own(new, &b).is_some());
            let has_same_place = (a.index, a.is_required) == (b.index, b.is_required);
            has_same_type && has_same_place && a.argument.docs == b.argument.docs
        });
        both.extend(renamed);
        Self {
            old,
            new,
            both,
            gone,
            came,
        }
    }

    fn compare(
        &self,
        renames: &Renames,
        is_page_changed: &dyn Fn(&str) -> bool,
        report: &mut Report<'_>,
    ) {
        self.name(report);
        for slot in &self.gone {
            self.removed(slot, report);
        }
        for (old, new) in &self.both {
            self.argument_name(old, new, report);
            self.necessity(old, new, report);
            self.argument_type(old, new, renames, report);
        }
        self.order(report);
        for slot in &self.came {
            self.added(slot, report);
        }
        if !self.answer(renames, report) {
            self.stream(renames, is_page_changed, report);
        }
    }

    /// `method-renamed`: the same method and path has another operationId. The request and the
    /// types of its parameters are named after it, and are not reported beside it.
    fn name(&self, report: &mut Report<'_>) {
        let (old, new) = (self.old, self.new);
        if old.name != new.name {
            let message = format!(
                "called `{}` now; its request is `builder::{}`, and the types of its parameters \
                 follow",
                new.name, new.request
            );
            let item = format!("Client::{}", old.name);
            let declared = became(old.declaration(), new.declaration());
            report.add(Breaking, "method-renamed", &item, message, declared);
        }
    }

    /// `argument-removed`: nothing is left to be called, or one value too many is given.
    fn removed(&self, slot: &Slot<'_>, report: &mut Report<'_>) {
        let name = &slot.argument.name;
        let message = if slot.is_required {
            format!("the argument `{name}` is gone, and calls that give it do not compile")
        } else {
            format!(
                "the optional argument `{name}` of `{}` is gone",
                self.old.name
            )
        };
        let (item, declared) = declared(self.old, slot);
        report.add(Breaking, "argument-removed", &item, message, gone(declared));
    }

    /// `argument-added`: a required one breaks each call, an optional one none.
    fn added(&self, slot: &Slot<'_>, report: &mut Report<'_>) {
        let name = &slot.argument.name;
        let (verdict, message) = if slot.is_required {
            let message =
                format!("there is a further argument, `{name}`, which calls have to give");
            (Breaking, message)
        } else {
            let message = format!("a new optional argument of `{}`", self.new.name);
            (Compatible, message)
        };
        let (item, declared) = declared(self.new, slot);
        report.add(verdict, "argument-added", &item, message, came(declared));
    }

    /// `argument-renamed`: a setter is called by its name; an argument is given by its place, so
    /// that only the name of a type of its own can matter.
    fn argument_name(&self, old: &Slot<'_>, new: &Slot<'_>, report: &mut Report<'_>) {
        let (before, after) = (&old.argument.name, &new.argument.name);
        if before == after {
            return;
        }
        let (verdict, message) = if !old.is_required {
            let method = &self.old.name;
            let message = format!("the optional argument of `{method}` is called `{after}` now");
            (Breaking, message)
        } else if let Some(ty) = own(self.new, new) {
            let message =
                format!("the argument `{before}` is called `{after}`, and its type `{ty}`");
            (Breaking, message)
        } else {
            let message = format!(
                "the argument `{before}` is called `{after}` now, which calls do not mention"
            );
            (Compatible, message)
        };
        self.changed(verdict, "argument-renamed", message, old, new, report);
    }

    /// `argument-required`, `argument-optional`: a setter becomes an argument, or the reverse.
    fn necessity(&self, old: &Slot<'_>, new: &Slot<'_>, report: &mut Report<'_>) {
        let name = &old.argument.name;
        let (code, message) = match (old.is_required, new.is_required) {
            (false, true) => (
                "argument-required",
                format!("`{name}` is required now: an argument, no longer a setter"),
            ),
            (true, false) => (
                "argument-optional",
                format!("`{name}` is optional now: a setter, no longer an argument"),
            ),
            _ => return,
        };
        self.changed(Breaking, code, message, old, new, report);
    }

    /// `argument-retyped`: values of other types are taken. No type takes all that another did:
    /// callers may give values of a type of their own, or name the former type.
    fn argument_type(
        &self,
        old: &Slot<'_>,
        new: &Slot<'_>,
        renames: &Renames,
        report: &mut Report<'_>,
    ) {
        let (before, after) = (&old.argument.ty, &new.argument.ty);
        if renames.apply(before) == *after {
            return;
        }
        let name = &old.argument.name;
        let message = format!("`{name}` takes what converts to `{after}`, no longer to `{before}`");
        self.changed(Breaking, "argument-retyped", message, old, new, report);
    }

    /// `argument-reordered`: the same arguments, in another order.
    fn order(&self, report: &mut Report<'_>) {
        let required = self
            .both
            .iter()
            .filter(|(old, new)| old.is_required && new.is_required);
        let mut places: Vec<_> = required.map(|(old, new)| (old.index, new.index)).collect();
        places.sort_unstable();
        if !places.is_sorted_by_key(|(_, new)| *new) {
            report.add(
                Breaking,
                "argument-reordered",
                &format!("Client::{}", self.old.name),
                "the arguments stand in another order; where their types are alike, calls still \
                 compile and mix them up",
                became(self.old.declaration(), self.new.declaration()),
            );
        }
    }

    /// `answer-retyped`: `send` gives a value of another type. Tells whether it does.
    fn answer(&self, renames: &Renames, report: &mut Report<'_>) -> bool {
        let (old, new) = (&self.old.answer, &self.new.answer);
        let differs = renames.apply(old) != *new;
        if differs {
            report.add(
                Breaking,
                "answer-retyped",
                &format!("builder::{}::send", self.old.request),
                format!("a call gives `{new}`, no longer `{old}`"),
                became(sending(old), sending(new)),
            );
        }
        differs
    }

    /// `stream-removed`, `stream-added`, `stream-retyped`: reading page by page, with `stream` and
    /// `pages`. A change of the page's type explains a change of its items.
    fn stream(
        &self,
        renames: &Renames,
        is_page_changed: &dyn Fn(&str) -> bool,
        report: &mut Report<'_>,
    ) {
        let item = format!("builder::{}::stream", self.old.request);
        match (&self.old.stream, &self.new.stream) {
            (Some(old), None) => {
                let message = "the list is not paged any more: `stream` and `pages` are gone";
                let declared = gone(streaming(old));
                report.add(Breaking, "stream-removed", &item, message, declared);
            }
            (None, Some(new)) => {
                let item = format!("builder::{}::stream", self.new.request);
                let message = "the list can be read page by page, with `stream` and `pages`";
                let declared = came(streaming(new));
                report.add(Compatible, "stream-added", &item, message, declared);
            }
            (Some(old), Some(new))
                if renames.apply(old) != *new && !is_page_changed(&self.old.answer) =>
            {
                let message = format!("a stream gives `{new}`, no longer `{old}`");
                let declared = became(streaming(old), streaming(new));
                report.add(Breaking, "stream-retyped", &item, message, declared);
            }
            _ => {}
        }
    }

    fn changed(
        &self,
        verdict: Verdict,
        code: &'static str,
        message: String,
        old: &Slot<'_>,
        new: &Slot<'_>,
        report: &mut Report<'_>,
    ) {
        let (item, old) = declared(self.old, old);
        let (_, new) = declared(self.new, new);
        report.add(verdict, code, &item, message, became(old, new));
    }
}

/// The path and the declaration of where an argument is given.
fn declared(operation: &Operation, slot: &Slot<'_>) -> (String, String) {
    if slot.is_required {
        let item = format!("Client::{}", operation.name);
        (item, operation.declaration())
    } else {
        let item = format!("builder::{}::{}", operation.request, slot.argument.name);
        (item, slot.argument.setter())
    }
}

fn sending(answer: &str) -> String {
    format!("pub async fn send(self) -> Result<{answer}, Error>")
}

fn streaming(items: &str) -> String {
    format!("pub fn stream(self) -> {items}")
}
