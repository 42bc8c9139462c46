//! The difference for a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use contract::diff::Verdict;

use super::report::{Entry, Report, WORST_FIRST};

/// All changes, operation by operation, and the summary.
pub(super) fn render(report: &Report, coloured: bool) -> String {
    let mut page = Page::new(coloured);
    for (heading, changes) in report.groups() {
        page.line("", Style::new().bold(), &heading);
        for change in changes {
            page.change(change, report);
        }
        page.text.push('\n');
    }
    page.text + &summary(report, coloured)
}

/// How many changes there are, and what they ask of the versions.
pub(super) fn summary(report: &Report, coloured: bool) -> String {
    let mut page = Page::new(coloured);
    let plain = Style::new();
    page.line("", plain, &report.opening());
    if report.verdict.is_some() {
        for (part, counts) in report.counts() {
            let counts = counts.iter().zip(WORST_FIRST);
            let counts: Vec<_> = counts
                .map(|(count, verdict)| format!("{count} {}", verdict.name()))
                .collect();
            page.line("", plain, &format!("{part}: {}", counts.join(", ")));
        }
    }
    for note in report.notes() {
        page.line("", plain, &note);
    }
    for step in report.steps() {
        let (name, old, new) = (step.name, &step.old, &step.new);
        let step = format!("{name}: {old} → {new}, {}", step.advice());
        page.line("", plain, &step);
    }
    if let Some(verdict) = report.verdict {
        page.line("", colour(verdict), report.conclusion());
    }
    page.text
}

/// A text, with colours or without.
struct Page {
    text: String,
    coloured: bool,
}

impl Page {
    fn new(coloured: bool) -> Self {
        let text = String::new();
        Self { text, coloured }
    }

    fn change(&mut self, change: &Entry, report: &Report) {
        let sentence = change.sentence();
        let mut lines = sentence.lines();
        let style = self.style(colour(change.verdict));
        let _ = writeln!(
            self.text,
            "  {style}{}[{}]{style:#}: {}",
            change.verdict.name(),
            change.code,
            visible(lines.next().unwrap_or_default())
        );
        // No line is what a contract makes of it: a log may take commands.
        for line in lines {
            self.line("    | ", Style::new(), line);
        }
        let places = change.places(report, |place| {
            format!("{}:{}", place.start.line, place.start.column)
        });
        let places = places.collect::<Vec<_>>().join(", ");
        if !places.is_empty() {
            let style = self.style(AnsiColor::BrightBlue.on_default().bold());
            let _ = writeln!(self.text, "    {style}-->{style:#} {places}");
        }
        for (sign, declaration) in change.declarations() {
            let verdict = match sign {
                "- " => Verdict::Breaking,
                _ => Verdict::Compatible,
            };
            for line in declaration.lines() {
                self.line("    ", colour(verdict), &format!("{sign}{line}"));
            }
        }
    }

    fn line(&mut self, indent: &str, style: Style, line: &str) {
        let style = self.style(style);
        let _ = writeln!(self.text, "{indent}{style}{}{style:#}", visible(line));
    }

    fn style(&self, style: Style) -> Style {
        if self.coloured { style } else { Style::new() }
    }
}

/// The colours that rustc uses.
fn colour(verdict: Verdict) -> Style {
    let colour = match verdict {
        Verdict::Breaking => AnsiColor::BrightRed,
        Verdict::Compatible => AnsiColor::BrightGreen,
        Verdict::Documentation => AnsiColor::BrightCyan,
    };
    colour.on_default().bold()
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
