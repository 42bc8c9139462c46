//! The difference for a terminal, for a pull request and as annotations.

use contract::diff::Verdict::{self, Breaking, Compatible, Documentation};
use std::fmt::Write as _;

use super::report::{Entry, Report, Side};
use super::version::PACKAGE;
use crate::annotation::{self, Annotation};
use crate::console::{Colours, Style, visible};
use crate::workspace::{LISTING, Place};

/// The verdicts in the order in which they are told.
const WORST_FIRST: [Verdict; 3] = [Breaking, Compatible, Documentation];

/// GitHub drops a summary of more than 1 MiB; some is left for what else a job says.
const LIMIT: usize = 900_000;

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

/// A block of code below a head, with as many of the lines as there is room for.
fn block(head: &str, text: &str, room: usize) -> String {
    let mut end = text.len();
    while end > room {
        end = text[..end - 1].rfind('\n').map_or(0, |at| at + 1);
    }
    let (shown, left_out) = text.split_at(end);
    let left_out = match left_out.lines().count() {
        0 => String::new(),
        count => format!("{count} lines left out for GitHub's limit; see `cargo xtask diff`\n"),
    };
    // Backticks that no line of the text ends.
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{head}{fence}text\n{shown}{left_out}{fence}\n")
}

/// The annotations, each on the line to change, and the summary.
///
/// GitHub shows ten annotations of a kind for a step, so the worst come first. What only a reader of
/// the documentation notices is no annotation.
pub(super) fn github(report: &Report) -> String {
    let mut text = String::new();
    for step in report
        .versions
        .iter()
        .filter(|it| !report.passes() && !it.is_enough())
    {
        let annotation = Annotation {
            level: "error",
            file: &annotation::path(&step.place),
            span: annotation::line(step.line),
            title: &format!("version step missing: {}", step.name),
            message: &format!("{} → {}, {}", step.old, step.new, step.advice()),
        };
        let _ = writeln!(text, "{annotation}");
    }
    let listing = Place::in_workspace(LISTING).map(|place| annotation::path(&place));
    let (file, listing) = (
        annotation::path(&report.contract),
        listing.unwrap_or_default(),
    );
    let api = report.api.as_deref().unwrap_or_default();
    let breaking = if report.passes() { "warning" } else { "error" };
    for (file, entries, verdict, level) in [
        (&file, &*report.changes, Breaking, breaking),
        (&listing, api, Breaking, breaking),
        (&file, &*report.changes, Compatible, "notice"),
    ] {
        for entry in entries.iter().filter(|entry| entry.verdict == verdict) {
            let of = if file == &listing {
                "Rust API".to_owned()
            } else {
                entry.heading()
            };
            let lines = [entry.sentence()].into_iter().chain(entry.declarations());
            let annotation = Annotation {
                level,
                file,
                span: entry.at,
                title: &format!("{}: {of} [{}]", verdict.name(), entry.code),
                message: &lines.collect::<Vec<_>>().join("\n"),
            };
            let _ = writeln!(text, "{annotation}");
        }
    }
    text + &summary(report, Colours::NONE)
}

/// The changes of some verdicts under their headings.
fn changes(report: &Report, verdicts: &[Verdict], colours: Colours) -> String {
    let api = report.api.as_deref().unwrap_or_default();
    let mut text = String::new();
    for (entries, heading) in [(&*report.changes, None), (api, Some("Rust API"))] {
        let entries = entries.iter().filter(|it| verdicts.contains(&it.verdict));
        let entries: Vec<_> = entries.collect();
        for group in entries.chunk_by(|one, other| one.operations == other.operations) {
            let heading = heading.map_or_else(|| group[0].heading(), str::to_owned);
            let _ = writeln!(text, "{}", colours.paint(Style::Bold, heading));
            text.extend(group.iter().map(|entry| change(entry, report, colours)));
            text.push('\n');
        }
    }
    text
}

fn change(entry: &Entry, report: &Report, colours: Colours) -> String {
    let verdict = format!("{}[{}]", entry.verdict.name(), entry.code);
    let sentence = visible(&entry.sentence());
    let mut text = format!(
        "  {}: {sentence}\n",
        colours.paint(style(entry.verdict), verdict)
    );
    let place = |prefix: &str, file: &str, side: &Option<Side>| match side {
        Some(Side::Place(span)) => {
            let (line, column) = (span.start.line, span.start.column);
            Some(format!("{prefix}{}:{line}:{column}", visible(file)))
        }
        _ => None,
    };
    let new = place("", &report.contract.shown, &entry.new);
    let places = new
        .into_iter()
        .chain(place("was ", &report.source, &entry.old));
    let places: Vec<_> = places.collect();
    if !places.is_empty() {
        let arrow = colours.paint(Style::Blue, "-->");
        let _ = writeln!(text, "    {arrow} {}", places.join(", "));
    }
    for line in entry.declarations() {
        let style = if line.starts_with('-') {
            Style::Red
        } else {
            Style::Green
        };
        let _ = writeln!(text, "    {}", colours.paint(style, line));
    }
    text
}

/// How many changes there are, what was not compared, and what the changes ask of the versions.
fn summary(report: &Report, colours: Colours) -> String {
    let (base, contract) = (&report.base, &report.contract.shown);
    let mut lines = vec![match (report.verdict, report.text_differs) {
        (Some(_), _) => format!("{contract} compared with {base}"),
        (None, false) => format!("no change between {base} and {contract}"),
        (None, true) => {
            format!("no change between {base} and {contract}; only comments or formatting differ")
        }
    }];
    let counted = |name: &str, entries: &[Entry]| {
        let count = |verdict| {
            entries
                .iter()
                .filter(|entry| entry.verdict == verdict)
                .count()
        };
        let counts = WORST_FIRST.map(|it| format!("{} {}", count(it), it.name()));
        format!("{name}: {}", counts.join(", "))
    };
    if report.verdict.is_some() {
        lines.push(counted("contract", &report.changes));
        lines.extend(report.api.as_ref().ok().map(|api| counted("Rust API", api)));
    }
    if let Err(reason) = &report.api {
        lines.push(format!("Rust API: not compared, {reason}"));
        if report.versions.len() == 1 {
            lines.push(format!("{PACKAGE}: version not judged, {reason}"));
        }
    }
    if report.verdict.is_some() {
        lines.push(match &report.release {
            Some(release) => format!("last release: {release} (tag v{release})"),
            None => "last release: none found, so the base counts as one".to_owned(),
        });
    }
    // Without a change only those that went backwards.
    let steps = report
        .versions
        .iter()
        .filter(|it| report.verdict.is_some() || !it.is_enough());
    lines.extend(steps.map(|it| format!("{}: {} → {}, {}", it.name, it.old, it.new, it.advice())));
    let mut text: String = lines.iter().map(|line| visible(line) + "\n").collect();
    if let Some(verdict) = report.verdict {
        let _ = writeln!(
            text,
            "{}",
            colours.paint(style(verdict), conclusion(report))
        );
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
