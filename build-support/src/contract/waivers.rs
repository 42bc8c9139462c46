//! `x-lint-allow`: rules of quality that do not hold at one place, each with the reason.

use std::{cmp::Reverse, collections::HashMap, iter};

use super::{
    diagnostic::{Finding, Position, Report, Span},
    grammar::{Kind, Shape, WAIVERS},
    node::{Node, Value},
    rules::rules,
    suggest::did_you_mean,
    survey::{Owner, Site, Survey},
};

/// A waiver that can be applied.
struct Waiver<'a> {
    rule: &'a str,
    owner: Owner<'a>,
    /// Where its rule is named.
    span: Span,
    /// The object it stands in, with the object's key.
    range: (Position, Position),
    /// Index of the next larger range with a waiver of the same rule.
    outer: Option<usize>,
    is_used: bool,
}

/// Takes the findings out that are waived, and reports the waivers that are not in order.
pub(crate) fn apply(survey: &Survey<'_>, report: &mut Report) {
    let waivers = survey.objects(Kind::Waiver);
    let mut waivers = Waivers::new(
        waivers
            .filter_map(|site| read(survey, site, report))
            .collect(),
    );
    report.retain(|finding| !waivers.waive(finding));
    misplaced(survey, report);
    // As long as there are errors, more may be found here once they are mended.
    if report.has_no_errors() {
        for waiver in waivers.all.iter().filter(|waiver| !waiver.is_used) {
            report.add(useless(waiver));
        }
    }
}

/// The waivers of a contract, so laid out that a finding is not compared with all.
struct Waivers<'a> {
    all: Vec<Waiver<'a>>,
    /// Indices of the waivers of each rule, by where their ranges begin.
    of_rule: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Waivers<'a> {
    fn new(mut all: Vec<Waiver<'a>>) -> Self {
        all.sort_by_key(|waiver| (waiver.range.0, Reverse(waiver.range.1)));
        let mut of_rule: HashMap<&str, Vec<usize>> = HashMap::new();
        for index in 0..all.len() {
            let (rule, from) = (all[index].rule, all[index].range.0);
            let earlier = of_rule.entry(rule).or_default();
            all[index].outer = around(&all, earlier.last().copied(), from);
            earlier.push(index);
        }
        Self { all, of_rule }
    }

    /// Whether a waiver covers the finding; of several the innermost is the one that is meant.
    fn waive(&mut self, finding: &Finding) -> bool {
        let start = finding.span.start;
        let waiver = self.of_rule.get(finding.code).and_then(|indices| {
            let earlier = indices.partition_point(|index| self.all[*index].range.0 <= start);
            let last = indices[..earlier].last().copied();
            around(&self.all, last, start)
        });
        if let Some(index) = waiver {
            self.all[index].is_used = true;
        }
        waiver.is_some()
    }
}

/// The innermost waiver around a position, given the last that begins before it: objects either
/// hold each other or have nothing in common.
fn around(all: &[Waiver<'_>], last: Option<usize>, position: Position) -> Option<usize> {
    iter::successors(last, |index| all[*index].outer).find(|index| position <= all[*index].range.1)
}

/// The waiver, unless it names no rule that can be waived.
fn read<'a>(survey: &Survey<'a>, site: &Site<'a>, report: &mut Report) -> Option<Waiver<'a>> {
    let node = site.node.get("rule")?;
    let rule = node.text()?;
    report.add_some(without_reason(site));
    let problem = unknown(site, node, rule).or_else(|| unwaivable(site, node, rule));
    if problem.is_some() {
        report.add_some(problem);
        return None;
    }
    let object = survey.parent(survey.parent(site)?)?;
    Some(Waiver {
        rule,
        owner: site.owner,
        span: node.span,
        range: (object.head().start, object.node.span.end),
        outer: None,
        is_used: false,
    })
}

/// `waiver-without-reason`: without its reason nobody can tell later whether a waiver still holds.
fn without_reason(site: &Site<'_>) -> Option<Finding> {
    let reason = site.node.get("reason");
    let span = match reason {
        Some(node) if node.text()?.trim().is_empty() => node.span,
        None if !site.node.may_have("reason") => site.node.get("rule").unwrap_or(site.node).span,
        _ => return None,
    };
    let message = "the waiver does not say why";
    Some(
        Finding::about(site.owner, "waiver-without-reason", span, message)
            .help("add a `reason`: what makes this place different"),
    )
}

/// `unknown-rule`: a waiver of a rule that there is not waives nothing.
fn unknown(site: &Site<'_>, node: &Node, rule: &str) -> Option<Finding> {
    if rules().any(|known| known.code == rule) {
        return None;
    }
    let waivable = rules().filter(|known| known.waivable);
    let help = did_you_mean(rule, waivable.map(|known| known.code))
        .unwrap_or_else(|| "docs/rules.md lists the rules".to_owned());
    let message = format!("there is no rule `{rule}`");
    Some(Finding::about(site.owner, "unknown-rule", node.span, message).help(help))
}

/// `unwaivable-rule`: without the rules of loading there is no client, or not the one that is meant.
fn unwaivable(site: &Site<'_>, node: &Node, rule: &str) -> Option<Finding> {
    if rules().any(|known| known.code == rule && known.waivable) {
        return None;
    }
    let message = format!("the rule `{rule}` cannot be waived: no client is generated without it");
    Some(
        Finding::about(site.owner, "unwaivable-rule", node.span, message)
            .help("mend what it reports, and remove the waiver"),
    )
}

/// `useless-waiver`: a waiver that waives nothing would hide the next slip at its place.
fn useless(waiver: &Waiver<'_>) -> Finding {
    let message = format!("the rule `{}` finds nothing here", waiver.rule);
    Finding::about(waiver.owner, "useless-waiver", waiver.span, message)
        .help("remove the waiver, or move it to the object that it is about")
}

/// `misplaced-waiver`: inside a value nobody reads a waiver, it is a part of the value.
fn misplaced(survey: &Survey<'_>, report: &mut Report) {
    fn visit(site: &Site<'_>, node: &Node, report: &mut Report) {
        match &node.value {
            Value::Map(map) => {
                for entry in &map.entries {
                    if entry.key.scalar.text == WAIVERS {
                        let message = format!("`{WAIVERS}` does nothing inside a value");
                        let span = entry.key.span;
                        report.add(
                            Finding::about(site.owner, "misplaced-waiver", span, message)
                                .help("write it beside the key that holds the value"),
                        );
                    }
                    visit(site, &entry.value, report);
                }
            }
            Value::List(items) => items.iter().for_each(|item| visit(site, item, report)),
            Value::Scalar(_) | Value::Refused => {}
        }
    }
    for site in &survey.sites {
        if matches!(site.shape, Shape::Any) {
            visit(site, site.node, report);
        }
    }
}
