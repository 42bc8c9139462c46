//! `x-lint-allow`: advice that does not hold in one object, each with the reason.

use std::collections::HashMap;

use crate::{
    diagnostic::{Class, Finding, Report, Span},
    grammar::{Kind, SUPPRESSIONS, Shape},
    index::{Index, Site},
    rules::{Conventions, rules},
    suggest::nearest,
    text::node::Node,
};

/// A suppression that can be applied.
#[derive(Debug)]
struct Suppression<'i, 'a> {
    site: &'i Site<'a>,
    rule: &'i str,
    /// Where its rule is named.
    span: Span,
    /// The object that it stands in, with the object's key.
    covers: Span,
    is_used: bool,
}

/// Takes the findings out that are suppressed, and reports the suppressions that are not in order.
pub(crate) fn apply(index: &Index<'_>, conventions: Conventions, report: &mut Report) {
    let mut problems = Report::default();
    let mut of_rule: HashMap<&str, Vec<Suppression<'_, '_>>> = HashMap::new();
    for site in index.objects(Kind::Suppression) {
        if let Some(suppression) = read(index, site, &mut problems) {
            of_rule
                .entry(suppression.rule)
                .or_default()
                .push(suppression);
        }
    }
    report.retain(|finding| {
        let candidates = of_rule.get_mut(finding.code).into_iter().flatten();
        let around = candidates.filter(|it| it.covers.contains(finding.span));
        // Of several the innermost is the one that is meant.
        let innermost = around.max_by_key(|it| it.covers.start);
        innermost.map(|it| it.is_used = true).is_none()
    });
    misplaced(index, &mut problems);
    let has_errors = |covers: Span| report.errors().any(|it| covers.contains(it.span));
    for suppression in of_rule.values().flatten().filter(|it| !it.is_used) {
        // Once an error inside is corrected, more may be found there.
        if !has_errors(suppression.covers) {
            let Suppression {
                site, rule, span, ..
            } = *suppression;
            let message = format!("the rule `{rule}` finds nothing here");
            problem(site, "useless-suppression", span, &message, &mut problems)
                .suggest("remove the suppression, or move it to the object that it is about");
        }
    }
    if conventions == Conventions::On {
        report.append(problems);
    }
}

fn problem<'r>(
    site: &Site<'_>,
    code: &'static str,
    span: Span,
    message: &str,
    report: &'r mut Report,
) -> &'r mut Finding {
    report.add(Finding::about(site.owner, code, span, message).of_class(Class::Convention))
}

/// The suppression; of a misspelt rule the one that was most likely meant.
fn read<'i, 'a>(
    index: &'i Index<'a>,
    site: &'i Site<'a>,
    report: &mut Report,
) -> Option<Suppression<'i, 'a>> {
    let node = site.node.get("rule")?;
    let written = node.text()?;
    without_reason(site, node, report);
    let is_known = suppressible().any(|code| code == written);
    let rule = if is_known {
        written
    } else if rules().any(|rule| rule.code == written) {
        let message = format!("the rule `{written}` cannot be suppressed");
        problem(site, "unsuppressible-rule", node.span, &message, report)
            .suggest("correct what it reports, and remove the suppression");
        return None;
    } else {
        let near = nearest(written, suppressible());
        let help = near.map_or("docs/rules.md lists the rules".to_owned(), |near| {
            format!("did you mean `{near}`?")
        });
        let message = format!("there is no rule `{written}`");
        problem(site, "unknown-rule", node.span, &message, report).suggest(help);
        near?
    };
    let object = index.parent(index.parent(site)?)?;
    Some(Suppression {
        site,
        rule,
        span: node.span,
        covers: Span {
            start: object.head().start,
            end: object.node.span.end,
        },
        // One that is misspelt is reported as such.
        is_used: !is_known,
    })
}

/// The codes of the rules of advice.
fn suppressible() -> impl Iterator<Item = &'static str> {
    let advice = rules().filter(|rule| rule.class == Class::Advice);
    advice.map(|rule| rule.code)
}

fn without_reason(site: &Site<'_>, rule: &Node, report: &mut Report) {
    let reason = site.node.get("reason");
    let is_blank = |node: &Node| node.text().is_some_and(|text| text.trim().is_empty());
    let span = match reason {
        Some(node) if is_blank(node) => node.span,
        None if !site.node.may_have("reason") => rule.span,
        _ => return,
    };
    let message = "the suppression does not say why";
    problem(site, "suppression-without-reason", span, message, report)
        .suggest("add a `reason`: what makes this place different");
}

fn misplaced(index: &Index<'_>, report: &mut Report) {
    let values = index.sites.iter();
    for site in values.filter(|site| matches!(site.shape, Shape::Any)) {
        site.node.walk(&mut |node| {
            if let Some(entry) = node.entry(SUPPRESSIONS) {
                let message = format!("`{SUPPRESSIONS}` does nothing inside a value");
                let span = entry.key.span;
                problem(site, "misplaced-suppression", span, &message, report)
                    .suggest("write it beside the key that holds the value");
            }
        });
    }
}
