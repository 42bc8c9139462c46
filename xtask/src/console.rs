//! What the commands print. A reader that went away (`… | head`) is no error.

use std::fmt::Write as _;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;
use std::{env, fmt};

use anyhow::{Context, Result};

/// GitHub drops a summary of more than 1 MiB; some is left for what else a job says.
pub(crate) const LIMIT: usize = 900_000;

/// Prints on standard output.
pub(crate) fn print(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot print"),
        _ => Ok(()),
    }
}

/// Prints on standard error, for whose failure there is no other place.
pub(crate) fn complain(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Prints an error and, a line each, its causes.
pub(crate) fn report(error: &anyhow::Error) {
    let mut text = format!("error: {error}\n");
    for cause in error.chain().skip(1) {
        let _ = writeln!(text, "  caused by: {}", cause.to_string().trim_end());
    }
    complain(&text);
}

/// 0 when all is well, else 1.
pub(crate) fn exit(is_well: bool) -> ExitCode {
    ExitCode::from(u8::from(!is_well))
}

/// The colours that rustc uses, as parameters of the terminal's command.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Style {
    Bold = 1,
    Red = 91,
    Green = 92,
    Yellow = 93,
    Blue = 94,
    Cyan = 96,
}

/// Whether there are colours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Colours(bool);

impl Colours {
    pub(crate) const NONE: Self = Self(false);

    /// Colours for a person at a terminal who did not ask for none with `NO_COLOR`.
    pub(crate) fn of(stream: &impl IsTerminal) -> Self {
        let wanted = env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self(wanted && stream.is_terminal())
    }

    /// The text in this style. What would steer the terminal or begin a line is made visible: a
    /// contract cannot write a line of its own.
    pub(crate) fn paint(self, style: Style, text: impl fmt::Display) -> String {
        let text = visible(&text.to_string());
        if self.0 {
            format!("\x1b[1;{}m{text}\x1b[0m", style as u8)
        } else {
            text
        }
    }
}

/// One line, with its control characters escaped.
pub(crate) fn visible(text: &str) -> String {
    let escaped = |c: char| match c {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.chars().map(escaped).collect()
}

/// So many of something.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// A block of Markdown below a head, with as many of the lines as there is room for.
pub(crate) fn block(head: &str, text: &str, room: usize) -> String {
    let mut end = text.len();
    while end > room {
        end = text[..end - 1].rfind('\n').map_or(0, |at| at + 1);
    }
    let (shown, left_out) = text.split_at(end);
    let left_out = match left_out.lines().count() {
        0 => String::new(),
        count => format!("{count} lines left out for GitHub's limit; see `--format human`\n"),
    };
    // Backticks that no line of the text ends.
    let longest = shown.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{head}{fence}text\n{shown}{left_out}{fence}\n")
}
