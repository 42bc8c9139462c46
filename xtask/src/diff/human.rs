//! The difference for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use build_support::compare::{Change, Verdict};
use build_support::listing::ApiChange;
use contract::Span;

use super::manifest::PACKAGE;
use super::report::{Report, WORST_FIRST, heading, sentence, word};

/// How the parts look.
#[derive(Debug, Default)]
pub(super) struct Styles {
    breaking: Style,
    compatible: Style,
    documentation: Style,
    strong: Style,
    arrow: Style,
}

impl Styles {
    /// The colours that rustc uses.
    pub(super) fn coloured() -> Self {
        let colour = |colour: AnsiColor| colour.on_default().bold();
        Self {
            breaking: colour(AnsiColor::BrightRed),
            compatible: colour(AnsiColor::BrightGreen),
            documentation: colour(AnsiColor::BrightCyan),
            strong: Style::new().bold(),
            arrow: colour(AnsiColor::BrightBlue),
        }
    }

    fn of(&self, verdict: Verdict) -> Style {
        match verdict {
            Verdict::Breaking => self.breaking,
            Verdict::Compatible => self.compatible,
            Verdict::Documentation => self.documentation,
        }
    }
}

/// All changes, operation by operation, and the summary.
pub(super) fn render(report: &Report, styles: &Styles) -> String {
    let mut text = String::new();
    for group in report.groups() {
        line(&mut text, styles.strong, &heading(group.operations));
        for change in group.changes {
            push_change(&mut text, change, report, styles);
        }
        text.push('\n');
    }
    push_api(&mut text, report, styles);
    text.push_str(&summary(report, styles));
    text
}

/// How many changes there are, and what they ask of the versions.
pub(super) fn summary(report: &Report, styles: &Styles) -> String {
    let verdict = report.verdict();
    let mut text = match verdict {
        None => format!("{}\n", report.nothing()),
        Some(_) => counts(report),
    };
    for step in &report.versions {
        if verdict.is_none() && step.judgement.standing.is_enough() {
            continue;
        }
        let (name, old, new) = (step.name, &step.old, &step.new);
        let step = format!("{name}: {old} → {new}, {}", step.advice());
        line(&mut text, Style::new(), &step);
    }
    if let Some(verdict) = verdict {
        if let Some(reason) = &report.not_judged {
            let note = format!("{PACKAGE}: not judged, {reason}");
            line(&mut text, Style::new(), &note);
        }
        line(&mut text, styles.of(verdict), report.conclusion());
    }
    text
}

fn counts(report: &Report) -> String {
    let listed = |count: &dyn Fn(Verdict) -> usize| {
        WORST_FIRST
            .map(|verdict| format!("{} {}", count(verdict), word(verdict)))
            .join(", ")
    };
    let contract = listed(&|verdict| report.count(verdict));
    let api = match &report.api {
        Ok(_) => listed(&|verdict| report.api_count(verdict)),
        Err(reason) => format!("not compared, {reason}"),
    };
    format!(
        "{} compared with {}\ncontract: {contract}\nRust API: {api}\n",
        report.contract.shown, report.base.label
    )
}

fn push_change(text: &mut String, change: &Change, report: &Report, styles: &Styles) {
    push_head(text, change.verdict, change.code, &sentence(change), styles);
    let place =
        |file: &str, span: Span| format!("{file}:{}:{}", span.start.line, span.start.column);
    let new = change.new.map(|span| place(&report.contract.shown, span));
    let old = change.old.map(|span| place(&report.base.source, span));
    let places = match (new, old) {
        (Some(new), Some(old)) => format!("{new}, was {old}"),
        (Some(new), None) => new,
        (None, Some(old)) => format!("was {old}"),
        (None, None) => return,
    };
    let arrow = styles.arrow;
    let _ = writeln!(text, "    {arrow}-->{arrow:#} {places}");
}

fn push_api(text: &mut String, report: &Report, styles: &Styles) {
    let changes = report.api_changes();
    if changes.is_empty() {
        return;
    }
    line(text, styles.strong, "Rust API");
    for change in changes {
        let ApiChange { item, message, .. } = change;
        let sentence = format!("{item}: {message}");
        push_head(text, change.verdict, change.code, &sentence, styles);
        for (sign, declaration, style) in [
            ("- ", &change.old, styles.breaking),
            ("+ ", &change.new, styles.compatible),
        ] {
            if let Some(declaration) = declaration {
                push_lines(text, sign, declaration, style);
            }
        }
    }
    text.push('\n');
}

/// The first line of a change, and what its message has beyond a line.
fn push_head(text: &mut String, verdict: Verdict, code: &str, sentence: &str, styles: &Styles) {
    let style = styles.of(verdict);
    let (first, rest) = sentence.split_once('\n').unwrap_or((sentence, ""));
    let _ = writeln!(
        text,
        "  {style}{}[{code}]{style:#}: {}",
        word(verdict),
        visible(first)
    );
    push_lines(text, "| ", rest, Style::new());
}

/// Lines behind a sign, so that no line is what a contract makes of it: a log may take commands.
fn push_lines(text: &mut String, sign: &str, lines: &str, style: Style) {
    for line in lines.lines() {
        let line = visible(line);
        let _ = writeln!(text, "    {style}{sign}{line}{style:#}");
    }
}

fn line(text: &mut String, style: Style, line: &str) {
    let _ = writeln!(text, "{style}{}{style:#}", visible(line));
}

/// A line with what would end it or steer a terminal made visible.
fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() {
            visible.extend(c.escape_default());
        } else {
            visible.push(c);
        }
    }
    visible
}

#[cfg(test)]
mod tests;
