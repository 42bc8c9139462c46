//! Schemas made of schemas: `allOf`, `oneOf`, `anyOf`, `not` and `discriminator`.

use serde_json::Value as Json;

use super::{
    check::{At, Check},
    problem::Problem,
    value::{kind, quoted},
};
use crate::{index::Target, suggest::did_you_mean, text::node::Node};

/// How many members a message names.
const MAX_NAMED: usize = 4;

impl<'a> Check<'_, 'a> {
    pub(super) fn composition(&mut self, at: At<'a, '_>, keyword: &str, limit: &'a Node) {
        match keyword {
            "allOf" => {
                for member in limit.items() {
                    self.apply(member, at.value, Some(at.whole));
                }
            }
            "oneOf" | "anyOf" => self.choice(at, keyword, limit),
            _ => {
                let found = self.apart(|check| check.apply(limit, at.value, Some(at.whole)));
                if found.is_empty() {
                    self.report(at.schema, "not", "fits the schema that `not` excludes");
                }
            }
        }
    }

    fn choice(&mut self, at: At<'a, '_>, keyword: &str, limit: &'a Node) {
        let members: Vec<&'a Node> = limit.items().collect();
        if members.is_empty() || self.discriminated(at, keyword, &members) {
            return;
        }
        let found: Vec<Vec<Problem>> = members
            .iter()
            .map(|member| self.apart(|check| check.apply(member, at.value, Some(at.whole))))
            .collect();
        let fitting: Vec<usize> = (0..members.len())
            .filter(|index| found[*index].is_empty())
            .collect();
        match fitting.as_slice() {
            [] => self.report_best(at, keyword, &members, found),
            [_, _, ..] if keyword == "oneOf" => {
                let names = fitting.iter().take(MAX_NAMED);
                let mut names: Vec<_> = names.map(|index| name(members[*index], *index)).collect();
                if fitting.len() > MAX_NAMED {
                    names.push(format!("{} more", fitting.len() - MAX_NAMED));
                }
                let message = format!("fits {}, but `oneOf` allows only one", names.join(" and "));
                self.report(at.schema, keyword, message);
            }
            _ => {}
        }
    }

    /// Reports what keeps the value from being the member that it was most likely meant to be.
    fn report_best(
        &mut self,
        at: At<'a, '_>,
        keyword: &str,
        members: &[&'a Node],
        found: Vec<Vec<Problem>>,
    ) {
        let depth_of = |it: &Problem| it.pointer.matches('/').count();
        let depth = self.pointer.matches('/').count();
        let is_wrong_type = |it: &Problem| it.keyword == "type" && depth_of(it) == depth;
        // A listed value of the object or of a property of it often says which member is meant.
        let is_wrong_tag = |it: &&Problem| it.keyword == "enum" && depth_of(it) <= depth + 1;
        let likely = found.into_iter().enumerate();
        let likely = likely.filter(|(_, problems)| !problems.iter().any(is_wrong_type));
        let likely: Vec<_> = likely.collect();
        let is_certain = likely.len() == 1;
        // Of equals the first member counts.
        let best = likely.into_iter().min_by_key(|(_, problems)| {
            (problems.iter().filter(is_wrong_tag).count(), problems.len())
        });
        let Some((index, problems)) = best else {
            let kind = kind(at.value);
            let message = format!("is {kind}, which no schema of `{keyword}` allows");
            return self.report(at.schema, keyword, message);
        };
        let best = name(members[index], index);
        for mut problem in problems {
            if !is_certain {
                let note = format!(" (read as {best}, the best fit of `{keyword}`)");
                problem.message.push_str(&note);
            }
            self.add(problem);
        }
    }

    /// Checks an object against the one member that its discriminator names.
    ///
    /// Says nothing where that is not how the value is read: it is no object, or has no such text.
    fn discriminated(&mut self, at: At<'a, '_>, keyword: &str, members: &[&'a Node]) -> bool {
        let Some(discriminator) = at.schema.get("discriminator") else {
            return false;
        };
        let property = discriminator.word("propertyName");
        let tag = property.and_then(|property| at.value.get(property));
        let (Some(property), Some(tag)) = (property, tag.and_then(Json::as_str)) else {
            return false;
        };
        let index = self.index;
        let mut by_tag = members.iter();
        let by_tag = by_tag.find(|it| index.tags(discriminator, it).contains(&tag));
        // The name of a component means it too where a mapping has other values for it.
        let by_name = || members.iter().find(|it| component(it) == Some(tag));
        if let Some(member) = by_tag.or_else(by_name) {
            self.apply(member, at.value, Some(at.whole));
            return true;
        }
        let tags = members.iter().map(|it| index.tags(discriminator, it));
        let known = tags.flatten();
        let suggestion = did_you_mean(tag, known);
        let message = format!("is {}, which names no schema of `{keyword}`", quoted(tag));
        self.inside(property, |check| {
            check.suggest(at.schema, "discriminator", message, suggestion);
        });
        true
    }
}

/// The name of the component that a member refers to.
fn component(member: &Node) -> Option<&str> {
    Some(Target::of(member)?.name)
}

/// What a member is called in messages.
fn name(member: &Node, index: usize) -> String {
    component(member).map_or_else(|| format!("schema {}", index + 1), quoted)
}
