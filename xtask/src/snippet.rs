//! Findings as people read them: the lines of the contract, the token underlined, the suggestion
//! below, as rustc prints them.

use std::fmt::Write as _;
use std::io;

use contract::Diagnostic;

use crate::console::{self, Colours, Style, counted, visible};

/// Of a longer line only the part around the token is shown.
const WIDTH: usize = 160;

/// A snippet for each finding, an empty line between them, and how many there are.
pub(crate) fn render(name: &str, text: &str, found: &[Diagnostic], colours: Colours) -> String {
    // Lines end as YAML ends them, and spans do not count a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<_> = text.split('\n').collect();
    let snippets = found.iter().map(|found| snippet(found, &lines, colours));
    snippets.collect::<String>() + &summary(name, found)
}

/// Prints findings on standard error.
pub(crate) fn complain(name: &str, text: &str, found: &[Diagnostic]) {
    let snippets = render(name, text, found, Colours::of(&io::stderr()));
    console::complain(&format!("{snippets}\n"));
}

/// One line that says how many findings there are, and how many of the warnings are about mistakes.
pub(crate) fn summary(name: &str, found: &[Diagnostic]) -> String {
    let counts = ["error", "warning"].map(|severity| (count(found, severity), severity));
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let counts: Vec<_> = counts.map(|(count, noun)| counted(count, noun)).collect();
    let tolerated = found
        .iter()
        .filter(|it| it.is_mistake() && !it.class.is_error());
    let mistakes = match tolerated.count() {
        0 => String::new(),
        count => format!(" (mistakes: {count})"),
    };
    match &counts[..] {
        [] => format!("{name}: no findings\n"),
        counts => format!("{}{mistakes} in {name}\n", counts.join(" and ")),
    }
}

/// How many findings weigh this much.
pub(crate) fn count(found: &[Diagnostic], severity: &str) -> usize {
    let same = found.iter().filter(|it| it.class.severity() == severity);
    same.count()
}

fn snippet(found: &Diagnostic, lines: &[&str], colours: Colours) -> String {
    let is_error = found.class.is_error();
    let style = if is_error { Style::Red } else { Style::Yellow };
    let (start, end) = (found.span.start, found.span.end);
    let number = start.line.max(1);
    // A place may be behind the text.
    let line_of = |number: usize| lines.get(number - 1).copied().unwrap_or_default();
    let line = line_of(number);
    let length = line.chars().count();
    let from = start.column.saturating_sub(1).min(length);
    let to = if end.line == start.line {
        end.column.saturating_sub(1).min(length)
    } else {
        line.trim_end().chars().count()
    };
    // A tab is shown as four spaces.
    let hidden = from.saturating_sub(WIDTH / 2);
    let shown = |line: &str, from: usize, to: usize| {
        let part = line.chars().skip(from);
        let part: String = part.take(to.saturating_sub(from).min(WIDTH)).collect();
        visible(&part.replace('\t', "    "))
    };
    let space = " ".repeat(shown(line, hidden, from).chars().count());
    let marks = "^".repeat(shown(line, from, to).chars().count().max(1));

    let pad = " ".repeat(number.to_string().len());
    let bar = colours.paint(Style::Blue, format!("{pad} |"));
    let mut text = format!(
        "{}: {}\n{pad}{} {}:{number}:{}\n{bar}\n",
        colours.paint(style, format!("{}[{}]", found.class.severity(), found.code)),
        colours.paint(Style::Bold, &found.message),
        colours.paint(Style::Blue, "-->"),
        visible(&found.source),
        from + 1,
    );
    // A mistake of indentation shows only beside the line before it.
    for shown_number in number.saturating_sub(1).max(1)..=number {
        let code = shown(line_of(shown_number), hidden, usize::MAX);
        if shown_number == number || !code.trim().is_empty() {
            let gutter = format!("{shown_number:>width$} |", width = pad.len());
            let line = format!("{} {code}", colours.paint(Style::Blue, gutter));
            text += line.trim_end();
            text.push('\n');
        }
    }
    let _ = writeln!(text, "{bar} {space}{}", colours.paint(style, marks));
    let help: Vec<_> = found.help.lines().map(visible).collect();
    let help = help.join(&format!("\n{pad}         "));
    let _ = writeln!(text, "{bar}\n{pad} = help: {help}\n");
    text
}
