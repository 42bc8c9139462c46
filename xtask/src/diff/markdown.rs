//! The difference as Markdown, for a pull request's comment or a job's summary on GitHub.

use std::fmt::Write as _;

use build_support::compare::{Change, Verdict};
use build_support::listing::ApiChange;

use super::manifest::PACKAGE;
use super::report::{Report, WORST_FIRST, heading, sentence, word};

/// GitHub drops a summary of more than 1 MiB; some is left for what else a job says.
const LIMIT: usize = 900_000;

/// Columns of a table of changes.
const COLUMNS: &str = "| operation | change | where |\n|---|---|---|\n";

/// Everything, the most important first, as far as there is room.
pub(super) fn render(report: &Report) -> String {
    render_within(LIMIT, report)
}

fn render_within(limit: usize, report: &Report) -> String {
    let mut page = Page {
        text: head(report),
        limit,
    };
    if report.verdict().is_none() {
        return page.text;
    }
    let rows = |verdict| {
        let changes = report.changes_of(verdict).into_iter();
        changes
            .map(|change| row(change, report))
            .collect::<Vec<_>>()
    };
    let breaking = rows(Verdict::Breaking);
    if !breaking.is_empty() {
        page.section("\n### Breaking\n\n", COLUMNS, &breaking, "");
    }
    push_api(&mut page, report);
    for verdict in [Verdict::Compatible, Verdict::Documentation] {
        let rows = rows(verdict);
        if !rows.is_empty() {
            let count = rows.len();
            let opening = format!(
                "\n<details><summary>{count} {}</summary>\n\n",
                word(verdict)
            );
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
    /// Adds as many rows as there is room for, and says how many are left out.
    fn section(&mut self, opening: &str, head: &str, rows: &[String], closing: &str) {
        self.text.push_str(opening);
        self.text.push_str(head);
        let fitting = self.fitting(rows, closing.len());
        for row in &rows[..fitting] {
            self.text.push_str(row);
        }
        self.text.push_str(&left_out(rows.len() - fitting));
        self.text.push_str(closing);
    }

    /// How many of the rows fit before `closing` bytes.
    fn fitting(&self, rows: &[String], closing: usize) -> usize {
        let mut length = self.text.len() + closing;
        rows.iter()
            .take_while(|row| {
                length += row.len();
                length <= self.limit
            })
            .count()
    }
}

/// What is said of rows for which there is no room.
fn left_out(rows: usize) -> String {
    if rows == 0 {
        return String::new();
    }
    format!("\n{rows} more left out, because GitHub limits the size; see `cargo xtask diff`\n")
}

/// Heading, counts and versions.
fn head(report: &Report) -> String {
    if report.verdict().is_none() {
        let mut text = format!("## Contract: no change\n\n{}\n", escape(&report.nothing()));
        push_versions(&mut text, report, true);
        return text;
    }
    let mut text = format!(
        "## Contract: {}\n\n{}, compared with {}\n\n| | {} |\n|---|---:|---:|---:|\n",
        report.conclusion(),
        escape(&report.contract.shown),
        escape(&report.base.label),
        WORST_FIRST.map(word).join(" | ")
    );
    let counts = |count: &dyn Fn(Verdict) -> usize| {
        WORST_FIRST
            .map(|verdict| count(verdict).to_string())
            .join(" | ")
    };
    let contract = counts(&|verdict| report.count(verdict));
    let api = match report.api {
        Ok(_) => counts(&|verdict| report.api_count(verdict)),
        Err(_) => "not compared | |".to_owned(),
    };
    let _ = writeln!(text, "| contract | {contract} |\n| Rust API | {api} |");
    if let Err(reason) = &report.api {
        let _ = writeln!(text, "\nThe Rust API is not compared: {}", escape(reason));
    }
    push_versions(&mut text, report, false);
    if let Some(reason) = &report.not_judged {
        let _ = writeln!(
            text,
            "\nThe version of {PACKAGE} is not judged: {}",
            escape(reason)
        );
    }
    text
}

/// The versions, or only those that are not enough.
fn push_versions(text: &mut String, report: &Report, only_lacking: bool) {
    let steps: Vec<_> = report
        .versions
        .iter()
        .filter(|step| !(only_lacking && step.judgement.standing.is_enough()))
        .collect();
    if steps.is_empty() {
        return;
    }
    text.push_str("\n| version of | was | is | |\n|---|---|---|---|\n");
    for step in steps {
        let advice = escape(&step.advice());
        let advice = if step.judgement.standing.is_enough() {
            advice
        } else {
            format!("**{advice}**")
        };
        let (old, new) = (escape(&step.old), escape(&step.new));
        let name = step.name;
        let _ = writeln!(text, "| {name} | {old} | {new} | {advice} |");
    }
}

fn row(change: &Change, report: &Report) -> String {
    let was = change.old.map(|span| {
        let source = &report.base.source;
        format!("was {source}:{}", span.start.line)
    });
    let is = change.new.map(|span| {
        let shown = &report.contract.shown;
        format!("{shown}:{}", span.start.line)
    });
    let places: Vec<_> = is.into_iter().chain(was).collect();
    format!(
        "| {} | {} ({}) | {} |\n",
        escape(&heading(&change.operations)),
        escape(&sentence(change)),
        change.code,
        escape(&places.join("\n"))
    )
}

/// The changes of the Rust API as a block of code, in which GitHub colours what goes and comes.
fn push_api(page: &mut Page, report: &Report) {
    let blocks: Vec<_> = report.api_changes().into_iter().map(block).collect();
    if !blocks.is_empty() {
        let fence = fence(blocks.iter().map(String::as_str));
        let head = format!("{fence}diff\n");
        page.section("\n### Rust API\n\n", &head, &blocks, &format!("{fence}\n"));
    }
}

fn block(change: &ApiChange) -> String {
    let mut text = format!("@@ {}: {} @@\n", word(change.verdict), change.item);
    for (sign, lines) in [
        ("  ", Some(&change.message)),
        ("- ", change.old.as_ref()),
        ("+ ", change.new.as_ref()),
    ] {
        for line in lines.into_iter().flat_map(|lines| lines.lines()) {
            let _ = writeln!(text, "{sign}{line}");
        }
    }
    text
}

/// Backticks that none of the texts ends, three at least.
fn fence<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let runs = texts
        .into_iter()
        .flat_map(|text| text.split(|c| c != '`').map(str::len));
    "`".repeat(runs.max().unwrap_or(0).max(2) + 1)
}

/// Text as Markdown shows it word for word, in one line, and in a cell of a table too. What stands
/// between backticks is code.
fn escape(text: &str) -> String {
    let text = text.trim_end();
    let mut escaped = String::with_capacity(text.len());
    let mut parts = text.split('`').enumerate().peekable();
    while let Some((index, part)) = parts.next() {
        let is_closed = parts.peek().is_some();
        match (index % 2 == 1, is_closed) {
            (false, _) => push_plain(&mut escaped, part),
            (true, true) => push_code(&mut escaped, part),
            (true, false) => {
                escaped.push_str("\\`");
                push_plain(&mut escaped, part);
            }
        }
    }
    escaped
}

fn push_plain(escaped: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\n' => escaped.push_str("<br>"),
            c if c.is_control() => escaped.push(' '),
            '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '&' => {
                escaped.extend(['\\', c]);
            }
            c => escaped.push(c),
        }
    }
}

/// Code as HTML: between backticks of Markdown a `|` would end the cell.
fn push_code(escaped: &mut String, text: &str) {
    escaped.push_str("<code>");
    for c in text.chars() {
        // Markdown goes on inside of HTML, so that all of its own characters are named by number.
        if c.is_alphanumeric() || " ./:-#{}()=,".contains(c) {
            escaped.push(c);
        } else if c.is_control() {
            escaped.push(' ');
        } else {
            let _ = write!(escaped, "&#{};", u32::from(c));
        }
    }
    escaped.push_str("</code>");
}

#[cfg(test)]
mod tests;
