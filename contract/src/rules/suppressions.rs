//! `x-lint-allow`: advice that does not hold in one object, each with the reason.

use super::{
    Check, Class, Context, Entry, Example, Index, Kind, Node, Rule, Shape, Site, Span,
    did_you_mean, nearest, rules,
};
use crate::{diagnostic::Report, grammar::SUPPRESSIONS, rules::Conventions};

pub(super) const BAD_SUPPRESSION: Rule = Rule {
    code: "bad-suppression",
    class: Class::Convention,
    reason: "A suppression names a rule of advice, since no client is generated from a contract with \
             errors, and the reason, without which nobody can tell later whether it still holds.",
    example: Example::Schema(
        "
enum: [1, 1]
x-lint-allow:
  - { rule: «‹listed-twise→listed-twice›», reason: The document says so. }
",
    ),
    check: Check::Value(bad_suppression),
};

fn bad_suppression<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    if matches!(site.shape, Shape::Any) {
        site.node.walk(&mut |node| {
            if let Some(Entry { key, .. }) = node.entry(SUPPRESSIONS) {
                let message = format!("`{SUPPRESSIONS}` does nothing inside a value");
                let help = "write it beside the key that holds the value";
                context.report(key.span, message, help);
            }
        });
    }
    let Some((node, written)) = site.node.text_at("rule") else {
        return;
    };
    if !site.shape.is(Kind::Suppression) {
        return;
    }
    let is_blank = |node: &Node| node.text().is_some_and(|text| text.trim().is_empty());
    let blank = match site.node.get("reason") {
        Some(reason) => Some(reason.span).filter(|_| is_blank(reason)),
        None => Some(node.span).filter(|_| !site.node.may_have("reason")),
    };
    if let Some(span) = blank {
        let help = "add a `reason`: what makes this place different";
        context.report(span, "the suppression does not say why", help);
    }
    match rules().find(|rule| rule.code == written) {
        Some(rule) if rule.class == Class::Advice => {}
        Some(_) => {
            let message = format!("the rule `{written}` cannot be suppressed");
            let help = "correct what it reports, and remove the suppression";
            context.report(node.span, message, help);
        }
        None => {
            let help = did_you_mean(written, advice())
                .unwrap_or_else(|| "docs/rules.md lists the rules".to_owned());
            context.report(node.span, format!("there is no rule `{written}`"), help);
        }
    }
}

/// The codes of the rules that can be suppressed.
fn advice() -> impl Iterator<Item = &'static str> {
    let advice = rules().filter(|rule| rule.class == Class::Advice);
    advice.map(|rule| rule.code)
}

pub(super) const USELESS_SUPPRESSION: Rule = Rule {
    code: "useless-suppression",
    class: Class::Convention,
    reason: "A suppression of nothing would hide the next mistake in its place.",
    example: Example::Schema(
        "
enum: [1, ‹2→1›]
x-lint-allow:
  - { rule: «listed-twice», reason: The document says so. }
",
    ),
    check: Check::Elsewhere,
};

/// A suppression that can be applied.
struct Suppression<'i, 'a> {
    site: &'i Site<'a>,
    rule: &'i str,
    /// Where its rule is named.
    span: Span,
    /// The object that it stands in, with the object's key.
    covers: Span,
    is_used: bool,
}

/// Takes the findings out that are suppressed, and reports the suppressions of nothing.
pub(super) fn apply(index: &Index<'_>, conventions: Conventions, report: &mut Report) {
    let sites = index.objects(Kind::Suppression);
    let mut all: Vec<_> = sites.filter_map(|site| read(index, site)).collect();
    report.findings.retain(|found| {
        let same = all.iter_mut().filter(|it| it.rule == found.code);
        let around = same.filter(|it| it.covers.contains(found.span));
        // Of several the innermost is the one that is meant.
        let innermost = around.max_by_key(|it| it.covers.start);
        innermost.map(|it| it.is_used = true).is_none()
    });
    if conventions == Conventions::Off {
        return;
    }
    // Once an error inside is corrected, more may be found there.
    let errors = report.errors().filter(|it| it.code != BAD_SUPPRESSION.code);
    let errors: Vec<Span> = errors.map(|error| error.span).collect();
    all.retain(|it| !it.is_used && !errors.iter().any(|error| it.covers.contains(*error)));
    for Suppression {
        site, rule, span, ..
    } in all
    {
        let Rule { code, class, .. } = USELESS_SUPPRESSION;
        let message = format!("{}: the rule `{rule}` finds nothing here", site.owner);
        let help = "remove the suppression, or move it to the object that it is about";
        report.add(code, class, span, message, help);
    }
}

/// The suppression; of a misspelt rule the one that was most likely meant.
fn read<'i, 'a>(index: &'i Index<'a>, site: &'i Site<'a>) -> Option<Suppression<'i, 'a>> {
    let (node, written) = site.node.text_at("rule")?;
    let rule = match rules().find(|rule| rule.code == written) {
        Some(rule) if rule.class == Class::Advice => written,
        Some(_) => return None,
        None => nearest(written, advice())?,
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
        is_used: rule != written,
    })
}
