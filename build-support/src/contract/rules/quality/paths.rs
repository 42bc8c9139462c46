//! Templates of paths that one request can match.

use std::{collections::BTreeMap, iter};

use crate::contract::{
    diagnostic::{Finding, Report},
    grammar::Kind,
    node::Node,
    operation::Operation,
    rules::values::Limits,
    survey::Survey,
};

/// `ambiguous-paths`: a request that two templates match may reach the other operation.
///
/// Servers are not looked at: a caller's base URL puts all operations of an API on one host. A
/// template that is concrete wherever the other one is not comes first by the specification.
pub(super) fn ambiguous_paths(survey: &Survey<'_>, report: &mut Report) {
    let mut groups: BTreeMap<(&str, &str), Group<'_, '_>> = BTreeMap::new();
    for operation in &survey.operations {
        let Some(api) = operation.api() else {
            continue;
        };
        let route = Route::new(operation, survey);
        let group = groups.entry((api, operation.method.name())).or_default();
        // Of several only the first: mending one often mends the others.
        if let Some(other) = group.ambiguous_with(&route) {
            report.add(finding(operation, other));
        }
        group.add(route);
    }
}

fn finding(operation: &Operation<'_>, other: &Operation<'_>) -> Finding {
    let (path, line) = (other.path, other.path_span.start.line);
    let message = format!("a request can match this path and `{path}` (line {line})");
    let help =
        "give a path parameter a `pattern` that refuses what the other path has in its place";
    Finding::about(
        operation.owner,
        "ambiguous-paths",
        operation.path_span,
        message,
    )
    .help(help)
}

/// The path of an operation, taken apart.
struct Route<'s, 'a> {
    operation: &'s Operation<'a>,
    segments: Vec<Segment<'a>>,
}

/// What stands between two slashes.
enum Segment<'a> {
    Literal(&'a str),
    /// A parameter with what it cannot be, if its schema can be found, and the text around it.
    Parameter {
        limits: Option<Limits<'a>>,
        before: &'a str,
        after: &'a str,
    },
}

impl<'a> Segment<'a> {
    fn new(text: &'a str, schema: impl Fn(&str) -> Option<&'a Node>) -> Self {
        match (text.find('{'), text.rfind('}')) {
            (Some(start), Some(end)) if start < end => Self::Parameter {
                // Several parameters in one segment match as one of any form.
                limits: schema(&text[start + 1..end]).map(Limits::new),
                before: &text[..start],
                after: &text[end + 1..],
            },
            _ => Self::Literal(text),
        }
    }

    /// How much it says: a literal more than a parameter with text around it.
    fn rank(&self) -> usize {
        match self {
            Self::Literal(_) => usize::MAX,
            Self::Parameter { before, after, .. } => before.len() + after.len(),
        }
    }

    /// Whether one text can be both.
    fn overlaps(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Literal(one), Self::Literal(other)) => one == other,
            (Self::Literal(text), parameter) | (parameter, Self::Literal(text)) => {
                parameter.takes(text)
            }
            (
                Self::Parameter { before, after, .. },
                Self::Parameter {
                    before: begin,
                    after: end,
                    ..
                },
            ) => {
                (before.starts_with(begin) || begin.starts_with(before))
                    && (after.ends_with(end) || end.ends_with(after))
            }
        }
    }

    /// Whether the text can stand in the place of this parameter.
    fn takes(&self, text: &str) -> bool {
        let Self::Parameter {
            limits,
            before,
            after,
        } = self
        else {
            return false;
        };
        let inside = text
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after));
        inside.is_some_and(|value| {
            !value.is_empty() && !limits.as_ref().is_some_and(|limits| limits.refuse(value))
        })
    }
}

impl<'s, 'a> Route<'s, 'a> {
    fn new(operation: &'s Operation<'a>, survey: &Survey<'a>) -> Self {
        let parameters = operation.parameters(survey);
        let schema = |name: &str| {
            let mut parameters = parameters.iter();
            let parameter = parameters.find(|it| it.identity() == Some((name, "path")))?;
            survey.resolve(parameter.node.get("schema")?, Kind::Schema)
        };
        let segments = operation.path.split('/').skip(1);
        Self {
            operation,
            segments: segments.map(|text| Segment::new(text, schema)).collect(),
        }
    }

    /// Whether one request can match both, and neither comes first.
    fn is_ambiguous_with(&self, other: &Self) -> bool {
        let pairs = || iter::zip(&self.segments, &other.segments);
        self.operation.path != other.operation.path
            && pairs().all(|(one, other)| one.overlaps(other))
            && pairs().any(|(one, other)| one.rank() > other.rank())
            && pairs().any(|(one, other)| one.rank() < other.rank())
    }
}

/// The routes of one API and one method, as a tree of their segments, so that a route is compared
/// with those that it may overlap instead of with all.
#[derive(Default)]
struct Group<'s, 'a> {
    routes: Vec<Route<'s, 'a>>,
    root: Branch<'a>,
}

#[derive(Default)]
struct Branch<'a> {
    literals: BTreeMap<&'a str, Branch<'a>>,
    parameter: Option<Box<Branch<'a>>>,
    /// The routes that end here.
    ends: Vec<usize>,
}

impl<'s, 'a> Group<'s, 'a> {
    fn add(&mut self, route: Route<'s, 'a>) {
        let mut branch = &mut self.root;
        for segment in &route.segments {
            branch = match segment {
                Segment::Literal(text) => branch.literals.entry(text).or_default(),
                Segment::Parameter { .. } => branch.parameter.get_or_insert_default(),
            };
        }
        branch.ends.push(self.routes.len());
        self.routes.push(route);
    }

    fn ambiguous_with(&self, route: &Route<'_, 'a>) -> Option<&'s Operation<'a>> {
        let mut branches = vec![&self.root];
        for segment in &route.segments {
            branches = branches
                .into_iter()
                .flat_map(|branch| branch.next(segment))
                .collect();
        }
        let mut others = branches.iter().flat_map(|branch| &branch.ends);
        let other = others.find(|index| self.routes[**index].is_ambiguous_with(route))?;
        Some(self.routes[*other].operation)
    }
}

impl<'a> Branch<'a> {
    /// The branches that a segment may overlap.
    fn next<'b>(&'b self, segment: &Segment<'a>) -> Vec<&'b Self> {
        let parameter = self.parameter.as_deref().into_iter();
        match segment {
            Segment::Literal(text) => parameter.chain(self.literals.get(text)).collect(),
            Segment::Parameter { .. } => {
                let literals = self.literals.iter();
                let taken = literals.filter(|(text, _)| segment.takes(text));
                parameter.chain(taken.map(|(_, branch)| branch)).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Segment;

    fn overlap(one: &str, other: &str) -> bool {
        let segment = |text| Segment::new(text, |_| None);
        let (one, other) = (segment(one), segment(other));
        assert_eq!(one.overlaps(&other), other.overlaps(&one));
        one.overlaps(&other)
    }

    #[test]
    fn segments_overlap_when_one_text_can_be_both() {
        for (one, other) in [
            ("a", "a"),
            ("{id}", "a"),
            ("{id}", "{name}"),
            ("{id}.json", "a.json"),
            ("{id}.json", "{name}"),
            ("v{id}", "v{a}-{b}"),
        ] {
            assert!(overlap(one, other), "{one} {other}");
        }
        for (one, other) in [
            ("a", "b"),
            ("{id}.json", "a.xml"),
            ("{id}.json", ".json"),
            ("{id}.json", "{id}.xml"),
            ("a{id}", "b{id}"),
        ] {
            assert!(!overlap(one, other), "{one} {other}");
        }
    }
}
