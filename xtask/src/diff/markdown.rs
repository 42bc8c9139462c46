//! The difference as Markdown, for a pull request's comment or a job's summary on GitHub.

use std::fmt::Write as _;

use contract::diff::Verdict;

use super::report::{Entry, Report, WORST_FIRST, of};

/// GitHub drops a summary of more than 1 MiB; some is left for what else a job says.
const LIMIT: usize = 900_000;

/// Columns of a table of changes.
const COLUMNS: &str = "| operation | change | where |\n|---|---|---|\n";

/// Everything, the most important first, as far as there is room.
pub(super) fn render(report: &Report) -> String {
    render_within(LIMIT, report)
}

fn render_within(limit: usize, report: &Report) -> String {
    let text = head(report);
    let mut page = Page { text, limit };
    for verdict in WORST_FIRST {
        let rows: Vec<_> = of(&report.changes, verdict)
            .map(|change| row(change, report))
            .collect();
        if verdict == Verdict::Breaking {
            page.section("\n### Breaking\n\n", COLUMNS, &rows, "");
            // As a block of code, in which GitHub colours what goes and comes.
            let blocks: Vec<_> = report.api().iter().map(block).collect();
            let fence = fence(&blocks);
            let (head, closing) = (format!("{fence}diff\n"), format!("{fence}\n"));
            page.section("\n### Rust API\n\n", &head, &blocks, &closing);
        } else {
            let title = format!("{} {}", rows.len(), verdict.name());
            let opening = format!("\n<details><summary>{title}</summary>\n\n");
            page.section(&opening, COLUMNS, &rows, "\n</details>\n");
        }
    }
    page.text
}

/// A text that grows up to a limit.
struct Page {
    text: String,
    limit: usize,
}

impl Page {
    /// Adds as many rows as there is room for, and says how many are left out; nothing for no rows.
    fn section(&mut self, opening: &str, head: &str, rows: &[String], closing: &str) {
        if rows.is_empty() {
            return;
        }
        self.text.extend([opening, head]);
        for (index, row) in rows.iter().enumerate() {
            if self.text.len() + row.len() + closing.len() > self.limit {
                let count = rows.len() - index;
                let _ = writeln!(
                    self.text,
                    "\n{count} more left out, because GitHub limits the size; see `cargo xtask diff`"
                );
                break;
            }
            self.text.push_str(row);
        }
        self.text.push_str(closing);
    }
}

/// Heading, counts and versions.
fn head(report: &Report) -> String {
    let (conclusion, opening) = (report.conclusion(), escape(&report.opening()));
    let mut text = format!("## Contract: {conclusion}\n\n{opening}\n");
    if report.verdict.is_some() {
        let verdicts = WORST_FIRST.map(Verdict::name).join(" | ");
        let _ = writeln!(text, "\n| | {verdicts} |\n|---|---:|---:|---:|");
        for (part, [breaking, compatible, documentation]) in report.counts() {
            let _ = writeln!(
                text,
                "| {part} | {breaking} | {compatible} | {documentation} |"
            );
        }
    }
    for note in report.notes() {
        let _ = writeln!(text, "\n{}", escape(&note));
    }
    let mut steps = report.steps().peekable();
    if steps.peek().is_some() {
        text.push_str("\n| version of | was | is | |\n|---|---|---|---|\n");
    }
    for step in steps {
        let (name, old, new) = (step.name, escape(&step.old), escape(&step.new));
        let strong = if step.is_enough() { "" } else { "**" };
        let advice = escape(&step.advice());
        let _ = writeln!(
            text,
            "| {name} | {old} | {new} | {strong}{advice}{strong} |"
        );
    }
    text
}

fn row(change: &Entry, report: &Report) -> String {
    let places = change.places(report, |place| place.start.line.to_string());
    format!(
        "| {} | {} ({}) | {} |\n",
        escape(&change.heading()),
        escape(&change.sentence()),
        change.code,
        escape(&places.collect::<Vec<_>>().join("\n"))
    )
}

fn block(change: &Entry) -> String {
    let mut text = format!("@@ {}: {} @@\n", change.verdict.name(), change.place);
    for (sign, lines) in [("  ", &*change.message)]
        .into_iter()
        .chain(change.declarations())
    {
        for line in lines.lines() {
            let _ = writeln!(text, "{sign}{line}");
        }
    }
    text
}

/// Backticks that none of the texts ends, three at least.
fn fence(texts: &[String]) -> String {
    let runs = texts.iter().flat_map(|text| text.split(|c| c != '`'));
    "`".repeat(runs.map(str::len).max().unwrap_or(0).max(2) + 1)
}

/// Text as Markdown shows it word for word, in one line, and in a cell of a table too. What stands
/// between backticks is code, as HTML: between backticks of Markdown a `|` would end the cell.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut is_code = false;
    for (at, c) in text.trim_end().char_indices() {
        match c {
            '`' if is_code || text[at + 1..].contains('`') => {
                is_code = !is_code;
                escaped.push_str(if is_code { "<code>" } else { "</code>" });
            }
            '\n' => escaped.push_str("<br>"),
            c if c.is_control() => escaped.push(' '),
            // Whatever may mean something, in code too, is named by its number.
            c if c.is_ascii_punctuation() && !"./:-#{}()=,;".contains(c) => {
                let _ = write!(escaped, "&#{};", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests;
