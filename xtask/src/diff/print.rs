//! The difference for a terminal, for a pull request and as annotations.

use std::fmt::Write as _;

use contract::Span;
use contract::diff::Verdict::{self, Breaking, Compatible, Documentation};

use super::report::{Entry, Report, Side};
use super::version::PACKAGE;
use crate::annotation::{self, Annotation};
use crate::console::{Colours, LIMIT, Style, block, visible};

/// The verdicts in the order in which they are told.
const WORST_FIRST: [Verdict; 3] = [Breaking, Compatible, Documentation];

/// All changes, operation by operation, and the summary.
pub(super) fn human(report: &Report, colours: Colours) -> String {
    changes(report, &WORST_FIRST, colours) + &summary(report, colours)
}

/// The summary, and the changes by verdict, as blocks of what a terminal shows.
pub(super) fn markdown(report: &Report) -> String {
    let none = Colours::NONE;
    let mut text = format!("## Contract: {}\n\n", conclusion(report));
    text += &block("", &summary(report, none), LIMIT);
    for verdict in WORST_FIRST {
        let changes = changes(report, &[verdict], none);
        if !changes.is_empty() {
            let open = if verdict == Breaking { " open" } else { "" };
            let head = format!("\n<details{open}><summary>{}</summary>\n\n", verdict.name());
            let room = LIMIT.saturating_sub(text.len());
            let _ = writeln!(text, "{}\n</details>", block(&head, &changes, room));
        }
    }
    text
}

/// The annotations, each on the line to change, and the summary.
///
/// GitHub shows ten annotations of a kind for a step, so the worst come first. What only a reader of
/// the documentation notices is no annotation.
pub(super) fn github(report: &Report) -> String {
    let mut text = String::new();
    let passes = report.passes();
    let steps = report.versions();
    for step in steps.filter(|it| !passes && !it.is_enough()) {
        let annotation = Annotation {
            level: "error",
            file: &step.place,
            span: annotation::line(step.line),
            title: &format!("version step missing: {}", step.name),
            message: &step.sentence(),
        };
        text += &annotation.command();
    }
    let breaking = if passes { "warning" } else { "error" };
    let api = report.api.as_deref().unwrap_or_default();
    for (entries, verdict, level) in [
        (&*report.changes, Breaking, breaking),
        (api, Breaking, breaking),
        (&*report.changes, Compatible, "notice"),
    ] {
        for entry in entries.iter().filter(|entry| entry.verdict == verdict) {
            let lines = [entry.sentence()].into_iter().chain(entry.declarations());
            let annotation = Annotation {
                level,
                file: &entry.file,
                span: entry.at,
                title: &format!("{}: {} [{}]", verdict.name(), entry.heading, entry.code),
                message: &lines.collect::<Vec<_>>().join("\n"),
            };
            text += &annotation.command();
        }
    }
    text + &summary(report, Colours::NONE)
}

/// The changes of some verdicts under their headings.
fn changes(report: &Report, verdicts: &[Verdict], colours: Colours) -> String {
    let entries = report.changes.iter().chain(report.api.iter().flatten());
    let entries = entries.filter(|it| verdicts.contains(&it.verdict));
    let entries: Vec<_> = entries.collect();
    let mut text = String::new();
    for group in entries.chunk_by(|one, other| one.heading == other.heading) {
        let _ = writeln!(text, "{}", colours.paint(Style::Bold, &group[0].heading));
        text.extend(group.iter().map(|entry| change(entry, report, colours)));
        text.push('\n');
    }
    text
}

fn change(entry: &Entry, report: &Report, colours: Colours) -> String {
    let verdict = format!("{}[{}]", entry.verdict.name(), entry.code);
    let verdict = colours.paint(style(entry.verdict), verdict);
    let mut text = format!("  {verdict}: {}\n", visible(&entry.sentence()));
    let place = |prefix: &str, file: &str, side: &Option<Side>| match side {
        Some(Side::Place(Span { start, .. })) => {
            let (file, line, column) = (visible(file), start.line, start.column);
            Some(format!("{prefix}{file}:{line}:{column}"))
        }
        _ => None,
    };
    let new = place("", &report.contract.place.shown, &entry.new);
    let old = place("was ", &report.base.source, &entry.old);
    let places: Vec<_> = new.into_iter().chain(old).collect();
    if !places.is_empty() {
        let arrow = colours.paint(Style::Blue, "-->");
        let _ = writeln!(text, "    {arrow} {}", places.join(", "));
    }
    for line in entry.declarations() {
        let is_old = line.starts_with('-');
        let style = if is_old { Style::Red } else { Style::Green };
        let _ = writeln!(text, "    {}", colours.paint(style, line));
    }
    text
}

/// How many changes there are, what was not compared, and what the changes ask of the versions.
fn summary(report: &Report, colours: Colours) -> String {
    let (base, contract) = (&report.base.label, &report.contract.place.shown);
    let mut lines = vec![
        match (report.verdict, report.contract.text != report.base.text) {
            (Some(_), _) => format!("{contract} compared with {base}"),
            (None, false) => format!("no change between {base} and {contract}"),
            (None, true) => {
                format!(
                    "no change between {base} and {contract}; only comments or formatting differ"
                )
            }
        },
    ];
    let counted = |name: &str, entries: &[Entry]| {
        let counts = WORST_FIRST.map(|verdict| {
            let same = entries.iter().filter(|entry| entry.verdict == verdict);
            format!("{} {}", same.count(), verdict.name())
        });
        format!("{name}: {}", counts.join(", "))
    };
    if report.verdict.is_some() {
        lines.push(counted("contract", &report.changes));
        lines.extend(
            report
                .api
                .as_ref()
                .ok()
                .map(|api| counted("Rust API (api.txt)", api)),
        );
    }
    if let Err(reason) = report.api {
        lines.push(format!("Rust API: not compared, {reason}"));
    }
    if let Err(reason) = report.client {
        lines.push(format!("{PACKAGE}: version not judged, {reason}"));
    }
    if report.verdict.is_some() {
        lines.push(match &report.release {
            Some(release) => format!("last release: {release} (tag v{release})"),
            None => "last release: none found, so the base counts as one".to_owned(),
        });
    }
    // Without a change only those that went backwards.
    let steps = report.versions();
    let steps = steps.filter(|it| report.verdict.is_some() || !it.is_enough());
    lines.extend(steps.map(|it| format!("{}: {}", it.name, it.sentence())));
    let mut text: String = lines.iter().map(|line| visible(line) + "\n").collect();
    if let Some(verdict) = report.verdict {
        text += &colours.paint(style(verdict), conclusion(report));
        text.push('\n');
    }
    text
}

/// The difference in a few words, and what they say nothing of.
fn conclusion(report: &Report) -> String {
    let words = match report.verdict {
        None => "no change",
        Some(Documentation) => "documentation only",
        Some(Compatible) => "compatible",
        Some(Breaking) if report.passes() => "breaking, with the version step for it",
        Some(Breaking) => "breaking, without the version step for it",
    };
    let is_compared = report.verdict.is_none() || report.api.is_ok();
    let rest = if is_compared {
        ""
    } else {
        "; the Rust API was not compared"
    };
    format!("{words}{rest}")
}

/// The colours that rustc uses.
fn style(verdict: Verdict) -> Style {
    match verdict {
        Breaking => Style::Red,
        Compatible => Style::Green,
        Documentation => Style::Cyan,
    }
}
