//! Where the types of an API are used: sent, received, tried as members of a union.

use std::collections::HashSet;

use super::{Bound, Definition, Id, Shape, Type, Types};

impl Types {
    /// Marks what is sent as a value of type `ty`, which may have bounds of its own.
    pub(crate) fn mark_requests(&mut self, ty: &Type, bounds: &[Bound]) {
        self.mark(ty, |it| &mut it.in_requests);
        if let Some(id) = named_in(ty).filter(|_| !bounds.is_empty()) {
            self.get_mut(id).is_checked = true;
        }
    }

    /// Marks what is received in a response of type `ty`.
    pub(crate) fn mark_responses(&mut self, ty: &Type) {
        self.mark(ty, |it| &mut it.in_responses);
    }

    /// Has what is received keep the text of dates. A member of a union is a date, or another member is
    /// meant.
    pub(crate) fn keep_text_of_dates(&mut self) {
        for definition in self.list.iter_mut().filter(|it| it.in_responses) {
            match &mut definition.shape {
                Shape::Object(object) => {
                    let extra = object.extra.iter_mut().map(|it| &mut it.ty);
                    let fields = object.fields.iter_mut().map(|it| &mut it.ty);
                    fields.chain(extra).for_each(Type::keep_text_of_dates);
                }
                Shape::Newtype(ty, _) => ty.keep_text_of_dates(),
                Shape::Enum(_) | Shape::Union(_) => {}
            }
        }
    }

    /// Marks the members of unions, and boxes those that can hold their union.
    pub(crate) fn mark_unions(&mut self) {
        for index in 0..self.list.len() {
            let Shape::Union(union) = &self.list[index].shape else {
                continue;
            };
            let members: Vec<Type> = union.members.iter().map(|it| it.ty.clone()).collect();
            for (at, member) in members.iter().enumerate() {
                self.mark(member, |it| &mut it.in_unions);
                let boxed = self.holds(member, Id(index), &mut HashSet::new());
                if let Shape::Union(union) = &mut self.list[index].shape {
                    union.members[at].boxed = boxed;
                }
            }
        }
    }

    /// Marks what is sent and has a bound in it, or is an item where one is checked.
    pub(crate) fn mark_checked(&mut self) {
        loop {
            let mut found = Vec::new();
            for id in (0..self.list.len())
                .map(Id)
                .filter(|id| self.get(*id).in_requests)
            {
                for (ty, bounds) in self.get(id).bounded() {
                    if bounds.is_empty() {
                        found.extend(self.is_checked(ty).then_some(id));
                    } else {
                        found.extend(named_in(ty).into_iter().chain([id]));
                    }
                }
            }
            found.retain(|id| !self.get(*id).is_checked);
            if found.is_empty() {
                return;
            }
            for id in found {
                self.get_mut(id).is_checked = true;
            }
        }
    }

    /// Whether a bound is to be checked in a value of this type.
    pub(crate) fn is_checked(&self, ty: &Type) -> bool {
        named_in(ty).is_some_and(|id| self.get(id).is_checked)
    }

    fn mark(&mut self, ty: &Type, flag: fn(&mut Definition) -> &mut bool) {
        let mut pending: Vec<Id> = named_in(ty).into_iter().collect();
        while let Some(id) = pending.pop() {
            let flag = flag(self.get_mut(id));
            if !std::mem::replace(flag, true) {
                pending.extend(self.get(id).inner().into_iter().filter_map(named_in));
            }
        }
    }

    /// Whether a value of type `ty` can hold one of the type `id` in itself, not on the heap.
    fn holds(&self, ty: &Type, id: Id, seen: &mut HashSet<Id>) -> bool {
        let inner = match ty.value() {
            Type::Named(inner) => *inner,
            _ => return false,
        };
        if inner == id {
            return true;
        }
        seen.insert(inner)
            && self
                .get(inner)
                .inner()
                .into_iter()
                .any(|ty| self.holds(ty, id, seen))
    }
}

impl Type {
    /// A date in it becomes a date or a text.
    pub(crate) fn keep_text_of_dates(&mut self) {
        match self {
            Self::Date | Self::DateTime => *self = Self::OrText(Box::new(self.clone())),
            Self::List(inner) | Self::Map(inner) | Self::Optional(inner) => {
                inner.keep_text_of_dates();
            }
            _ => {}
        }
    }
}

/// The named type that a type is made of.
fn named_in(ty: &Type) -> Option<Id> {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Optional(inner) => named_in(inner),
        Type::Named(id) => Some(*id),
        _ => None,
    }
}

impl Definition {
    /// The types that it is made of.
    pub(crate) fn inner(&self) -> Vec<&Type> {
        self.bounded().into_iter().map(|(ty, _)| ty).collect()
    }

    /// The types that it is made of, with what requests ask of their values.
    fn bounded(&self) -> Vec<(&Type, &[Bound])> {
        match &self.shape {
            Shape::Object(object) => {
                let extra = object.extra.iter().map(|it| (&it.ty, &*it.bounds));
                let fields = object.fields.iter().map(|it| (&it.ty, &*it.bounds));
                // Whatever it holds, so many properties.
                let whole = (&Type::Any, &*self.bounds);
                fields.chain(extra).chain([whole]).collect()
            }
            Shape::Union(union) => {
                let members = union.members.iter();
                members.map(|it| (&it.ty, &*it.bounds)).collect()
            }
            Shape::Newtype(ty, _) => vec![(ty, &*self.bounds)],
            Shape::Enum(_) => Vec::new(),
        }
    }
}
