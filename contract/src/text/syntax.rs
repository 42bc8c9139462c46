//! What is wrong with a text that is not YAML.
//!
//! A parser stops where a text makes no sense any more, often lines after the mistake. So likely
//! fixes are tried at that place and before it: the first that lets the parser get further tells
//! what the mistake is.

use std::iter;

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::diagnostic::{Class, Position, Report, Span};

/// How many lines before the place where the parser stopped are looked at.
const NEAR: usize = 4;
/// The same for what may go on over many lines.
const FAR: usize = 100;

/// A change of one line, and the mistake that it would fix.
struct Fix {
    /// Number of the line, and its text after the change.
    edit: (usize, String),
    span: Span,
    message: String,
    help: String,
}

/// A line, as far as its own text tells; columns count from 0.
struct Line {
    /// Counted from 1.
    number: usize,
    chars: Vec<char>,
    indent: usize,
    /// Where the content begins: behind the dashes of list items.
    content: usize,
}

/// `yaml-syntax`: the parser stopped at `mark`, and said why.
pub(super) fn explain(lines: &[&str], mark: Position, why: &str, report: &mut Report) {
    let helps = |fix: &Fix| gets_further(lines, mark, &fix.edit);
    let near: Vec<Line> = above(lines, mark.line, NEAR).collect();
    let mut fixes = near
        .iter()
        .filter_map(space_after_dash)
        .chain(near.iter().filter_map(space_after_colon))
        .chain(near.iter().filter_map(comment))
        .chain(near.iter().take(1).flat_map(|line| commas(line, mark)))
        .chain(above(lines, mark.line, FAR).flat_map(|line| unclosed(&line, lines, mark)))
        .chain(comma_above(lines, mark).filter(|_| why.contains("flow")))
        .chain(near.first().and_then(|line| quotes(line, mark, why)))
        .chain(near.iter().filter_map(no_key));
    let fix = tab(lines, mark)
        .or_else(|| conflict(lines))
        .or_else(|| block(lines, mark))
        .or_else(|| fixes.find(helps))
        .or_else(|| level(lines, mark))
        .or_else(|| near.iter().filter_map(item).find(helps));
    let (span, message, help) = match fix {
        Some(fix) => (fix.span, fix.message, fix.help),
        None => (
            Span::on_line(mark.line, mark.column, 0),
            format!("this is not YAML: {}", plain(why)),
            "look at the indentation, colons and quotes here and on the line before".to_owned(),
        ),
    };
    report.add("yaml-syntax", Class::Invalid, span, message, help);
}

/// The text with each line of closing brackets further in that stands in the column of the key that it
/// belongs to; nothing when there is none.
pub(super) fn with_brackets_indented(lines: &[&str]) -> Option<String> {
    let column = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let is_blank = |line: &str| line.trim().is_empty();
    let is_level = |at: usize, line: &str| {
        let mut above = lines[..at].iter().rev();
        let opening = above.find(|it| !is_blank(it) && column(it) <= column(line));
        opening.is_some_and(|it| column(it) == column(line) && it.trim_end().ends_with(['[', '{']))
    };
    let is_closing = |line: &str| line.trim().chars().all(|c| "]},".contains(c));
    let mut is_changed = false;
    let mut text = String::new();
    for (at, line) in lines.iter().enumerate() {
        if !is_blank(line) && is_closing(line) && is_level(at, line) {
            is_changed = true;
            text.push(' ');
        }
        text.extend([line, "\n"]);
    }
    is_changed.then_some(text)
}

/// The parser's words without its grammar, where they are met often.
fn plain(why: &str) -> &str {
    const WORDS: &[(&str, &str)] = &[
        ("did not find expected key", "a key is expected here"),
        (
            "simple key expect",
            "a key and its `:` are expected before this",
        ),
        ("mapping values are not allowed", "no key can stand here"),
        (
            "expected '-' indicator",
            "a list item, `- …`, is expected here",
        ),
        (
            "sequence entries are not allowed",
            "no list item can stand here",
        ),
    ];
    let known = WORDS.iter().find(|(jargon, _)| why.contains(jargon));
    known.map_or(why, |(_, plain)| plain)
}

/// Whether the parser gets beyond the line of `mark` after the change of a line.
fn gets_further(lines: &[&str], mark: Position, (number, edited): &(usize, String)) -> bool {
    let mut text = String::new();
    for (index, line) in lines.iter().take(mark.line + 1).enumerate() {
        text.push_str(if index + 1 == *number { edited } else { line });
        text.push('\n');
    }
    let error = Parser::new_from_str(&text).find_map(Result::err);
    error.is_none_or(|error| error.marker().line() > mark.line)
}

/// The lines from `number` upwards that are neither blank nor a comment.
fn above<'a>(lines: &'a [&str], number: usize, most: usize) -> impl Iterator<Item = Line> + 'a {
    let last = number.min(lines.len());
    let numbers = (1..=last).rev();
    let lines = numbers.map(|number| Line::new(number, lines[number - 1]));
    lines.filter(Line::has_content).take(most)
}

impl Line {
    fn new(number: usize, text: &str) -> Self {
        let chars: Vec<char> = text.trim_end().chars().collect();
        let count = |from: usize, set: &[char]| {
            let rest = chars.get(from..).unwrap_or_default();
            rest.iter().take_while(|c| set.contains(c)).count()
        };
        let indent = count(0, &[' ', '\t']);
        let mut content = indent;
        while chars.get(content) == Some(&'-') && chars.get(content + 1) == Some(&' ') {
            content += 1 + count(content + 1, &[' ']);
        }
        Self {
            number,
            chars,
            indent,
            content,
        }
    }

    fn has_content(&self) -> bool {
        self.chars.get(self.indent).is_some_and(|c| *c != '#')
    }

    fn text(&self, from: usize, to: usize) -> String {
        self.chars[from..to].iter().collect()
    }

    /// The line with its characters from `from` to `to` replaced.
    fn with(&self, from: usize, to: usize, replacement: &str) -> String {
        let (before, after) = (self.text(0, from), self.text(to, self.chars.len()));
        format!("{before}{replacement}{after}")
    }

    /// Where the value begins: behind the key, if there is one.
    fn value(&self) -> usize {
        let ends_key = |at: &usize| self.chars[*at] == ':' && self.chars.get(at + 1) == Some(&' ');
        let colon = (self.content..self.chars.len()).find(ends_key);
        let start = colon.map_or(self.content, |colon| colon + 1);
        let spaces = self.chars[start..].iter().take_while(|c| **c == ' ');
        start + spaces.count()
    }

    fn has_key(&self) -> bool {
        self.value() > self.content || self.chars.ends_with(&[':'])
    }

    /// The quote that ended a text before a column, if there is another of its kind behind.
    fn ended(&self, column: usize) -> Option<(usize, char)> {
        let (before, behind) = self.chars.split_at_checked(column)?;
        let at = before.iter().rposition(|c| "'\"".contains(*c))?;
        behind.contains(&before[at]).then_some((at, before[at]))
    }

    /// Whether text over several lines begins behind this line, which is no part of such a text.
    fn begins_block(&self, lines: &[&str]) -> bool {
        let text = lines[..self.number].join("\n");
        let mut events = Parser::new_from_str(&text).map_while(Result::ok);
        let styles = [ScalarStyle::Literal, ScalarStyle::Folded];
        events.any(|(event, _)| {
            matches!(event, Event::Scalar(text, it, ..) if text.is_empty() && styles.contains(&it))
        })
    }

    /// A mistake `length` characters wide that `edited` fixes.
    fn fix(&self, at: usize, length: usize, edited: String, message: &str, help: &str) -> Fix {
        Fix {
            edit: (self.number, edited),
            span: Span::on_line(self.number, at + 1, length),
            message: message.to_owned(),
            help: help.to_owned(),
        }
    }

    /// A mistake that is the whole first word.
    fn fix_word(&self, edited: String, message: &str, help: &str) -> Fix {
        let word = self.chars[self.indent..].iter();
        let length = word.take_while(|c| !c.is_whitespace()).count();
        self.fix(self.indent, length, edited, message, help)
    }

    /// The line in another column.
    fn indented(&self, by: usize) -> String {
        self.with(0, self.indent, &" ".repeat(by))
    }
}

/// A tab in the indentation: of the line itself, or of one close to it.
fn tab(lines: &[&str], mark: Position) -> Option<Fix> {
    let last = (mark.line + 2).min(lines.len());
    let mut near = (mark.line.saturating_sub(1).max(1)..=last)
        .map(|number| Line::new(number, lines[number - 1]));
    near.find_map(|line| {
        let indentation = &line.chars[..line.indent];
        let first = indentation.iter().position(|c| *c == '\t')?;
        let length = indentation[first..].iter().take_while(|c| **c == '\t');
        let mut levels = iter::once(0).chain(levels(lines, line.number));
        let helps = |by: &usize| gets_further(lines, mark, &(line.number, line.indented(*by)));
        levels.find(helps).map(|by| {
            let message = "a tab cannot indent";
            let help = "use spaces, two for each level";
            line.fix(first, length.count(), line.indented(by), message, help)
        })
    })
}

/// A line by which git marks where versions differ.
fn conflict(lines: &[&str]) -> Option<Fix> {
    const MARKERS: &[&str] = &["<<<<<<< ", ">>>>>>> "];
    let is_marker = |line: &&str| {
        line.trim_end() == "=======" || MARKERS.iter().any(|marker| line.starts_with(marker))
    };
    let at = lines.iter().position(is_marker)?;
    let message = "this line marks a merge conflict";
    let help = "keep one of the versions, and remove the lines that begin with `<<<<<<<`, `=======` and \
                `>>>>>>>`";
    Some(Line::new(at + 1, lines[at]).fix(0, 7, String::new(), message, help))
}

/// Text below `|` or `>` that is not indented.
fn block(lines: &[&str], mark: Position) -> Option<Fix> {
    let near: Vec<Line> = above(lines, mark.line, FAR).collect();
    near.windows(2).find_map(|pair| {
        let (line, header) = (&pair[0], &pair[1]);
        let sign = header.text(header.value(), header.chars.len());
        let is_text = line.indent <= header.content && !line.has_key();
        let is_header = sign.starts_with(['|', '>']);
        (is_header && is_text && header.begins_block(lines)).then(|| {
            let message = format!("the text of `{sign}` is indented further than its key");
            let help = "indent this line and the lines of the text below it";
            line.fix_word(String::new(), &message, help)
        })
    })
}

fn space_after_dash(line: &Line) -> Option<Fix> {
    let at = line.content;
    let is_missing = line.chars[at..].starts_with(&['-']) && line.chars.get(at + 1) != Some(&'-');
    is_missing.then(|| space_after(line, at, "a list item is written `- …`"))
}

fn space_after_colon(line: &Line) -> Option<Fix> {
    let rest = &line.chars[line.content..];
    let length = rest.iter().position(|c| *c == ':' || c.is_whitespace())?;
    // What follows in an address is no value.
    let is_missing = rest[length] == ':' && !matches!(rest.get(length + 1), None | Some(' ' | '/'));
    is_missing.then(|| space_after(line, line.content + length, "a key is written `key: value`"))
}

fn space_after(line: &Line, at: usize, help: &str) -> Fix {
    let sign = line.chars[at];
    if line.chars.get(at + 1) == Some(&'\u{a0}') {
        let message = "this is a no-break space (U+00A0), which is no space to YAML";
        let edited = line.with(at + 1, at + 2, " ");
        return line.fix(at + 1, 1, edited, message, "replace it by a space");
    }
    let message = format!("a space is missing after this `{sign}`");
    line.fix(
        at,
        1,
        line.with(at, at + 1, &format!("{sign} ")),
        &message,
        help,
    )
}

/// Text without quotes that goes on after a `#`.
fn comment(line: &Line) -> Option<Fix> {
    let from = line.content + 1;
    let at = (from..line.chars.len()).find(|at| line.chars[at - 1..].starts_with(&[' ', '#']))?;
    let edited = line.with(at, at + 1, "_");
    let message = "to YAML a comment begins at this `#`, so the text ends before it";
    Some(line.fix(at, 1, edited, message, "put the text in quotes"))
}

/// A comma that is missing before a word of the line, the one nearest to the mark first.
fn commas(line: &Line, mark: Position) -> Vec<Fix> {
    let is_word = |at: &usize| {
        let before = &line.chars[at - 2..*at];
        before[1] == ' ' && !" :-".contains(before[0]) && line.chars[*at] != ' '
    };
    let words = (line.content + 2..line.chars.len()).filter(is_word);
    let mut words: Vec<usize> = words.collect();
    words.sort_by_key(|at| mark.column.abs_diff(at + 1));
    let near = words.into_iter().take(NEAR);
    let fix = |at| comma(line, at, (line.number, line.with(at - 1, at, ", ")));
    near.map(fix).collect()
}

/// A comma that is missing at the end of the line above.
fn comma_above(lines: &[&str], mark: Position) -> Option<Fix> {
    let mut near = above(lines, mark.line, 2);
    let (line, above) = (near.next()?, near.next()?);
    let edited = above.with(above.chars.len(), above.chars.len(), ",");
    Some(comma(&line, line.indent, (above.number, edited)))
}

fn comma(line: &Line, at: usize, edit: (usize, String)) -> Fix {
    let word = line.chars[at..].iter();
    let length = word.take_while(|c| !c.is_whitespace() && !",:]}".contains(**c));
    let message = "a comma is missing before this";
    let help = "what stands in brackets is separated by commas";
    let fix = line.fix(at, length.count(), String::new(), message, help);
    Fix { edit, ..fix }
}

/// The innermost bracket or quote that is not closed on its line.
fn unclosed(line: &Line, lines: &[&str], mark: Position) -> Vec<Fix> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = line.content;
    while let Some(&c) = line.chars.get(at) {
        let begins = at == line.content || " [{,".contains(line.chars[at - 1]);
        match c {
            '[' => open.push((at, ']')),
            '{' => open.push((at, '}')),
            ']' | '}' if open.last().is_some_and(|(_, closing)| *closing == c) => {
                open.pop();
            }
            '\'' | '"' if begins => {
                let Some(end) = closing_quote(&line.chars, at + 1, c) else {
                    open.push((at, c));
                    break;
                };
                at = end;
            }
            _ => {}
        }
        at += 1;
    }
    let Some((at, closing)) = open.pop() else {
        return Vec::new();
    };
    let message = format!("this `{}` is not closed", line.chars[at]);
    let help = format!("add the `{closing}` that belongs to it");
    // It can be closed at the end of its line or of a later one, or where the parser stopped.
    let closed = |number: usize| {
        let text = lines.get(number.checked_sub(1)?)?.trim_end();
        Some((number, format!("{text}{closing}")))
    };
    let ends = [line.number, mark.line - 1, lines.len()];
    let ends = ends.into_iter().filter(|number| *number >= line.number);
    let mut edits: Vec<_> = ends.filter_map(closed).collect();
    let column = mark.column - 1;
    if line.number == mark.line && (at + 1..line.chars.len()).contains(&column) {
        for end in [column, column + 1] {
            edits.push((line.number, line.with(column, end, &closing.to_string())));
        }
    }
    let fix = |edit| Fix {
        edit,
        ..line.fix(at, 1, String::new(), &message, &help)
    };
    edits.into_iter().map(fix).collect()
}

/// Whether a value has one word, as the name of an alias is, and no more text.
fn is_one_word(rest: &[char]) -> bool {
    let rest: String = rest.iter().collect();
    let after = rest.trim_start_matches(|c: char| c.is_alphanumeric() || "-_".contains(c));
    let after_spaces = after.trim_start();
    after.len() < rest.len()
        && (after_spaces.is_empty() || after_spaces.starts_with([',', ']', '}', '#']))
}

/// Text that has to be in quotes, or in others.
fn quotes(line: &Line, mark: Position, why: &str) -> Option<Fix> {
    let (start, end) = (line.value(), line.chars.len());
    let first = *line.chars.get(start).filter(|_| line.number == mark.line)?;
    let column = mark.column - 1;
    if let Some((at, quote)) = line.ended(column).filter(|_| why.contains("trailing")) {
        let (twice, other) = match quote {
            '\'' => ("''", "double"),
            _ => ("\\\"", "single"),
        };
        let message = format!("this `{quote}` ends the text, and nothing can follow");
        let help = format!("write `{twice}` inside of the text, or put it in {other} quotes");
        return Some(line.fix(at, 1, line.with(start, end, ""), &message, &help));
    }
    let after = line.chars.get(column + 1..);
    let is_alias = why.contains("unknown anchor") && after.is_some_and(is_one_word);
    let (at, message) = match line.chars.get(column) {
        _ if is_alias => (
            column,
            "no anchor before this alias has its name".to_owned(),
        ),
        _ if why.contains("escape") => (
            start,
            "in double quotes a `\\` begins an escape sequence, and this is none".to_owned(),
        ),
        Some('`' | '@' | '%' | '*' | '&' | '!') => (
            column,
            "text without quotes cannot begin with this character".to_owned(),
        ),
        Some(':') if column > start => (
            column,
            "to YAML this `:` ends a second key on the same line".to_owned(),
        ),
        _ if "[{'\"".contains(first) => (
            start,
            format!("what begins with `{first}` ends where that is closed, and nothing can follow"),
        ),
        _ => (start, "YAML does not read this as text".to_owned()),
    };
    let text = line.text(start, end);
    let (text, help) = if why.contains("escape") {
        (
            text.trim_matches('"'),
            "use single quotes, in which a `\\` is nothing special",
        )
    } else if is_alias {
        let help = "write out what it stands for; text that begins with `*` needs quotes";
        (text.as_str(), help)
    } else {
        (text.as_str(), "put the whole text in single quotes")
    };
    let quoted = format!("'{}'", text.replace('\'', "''"));
    let edited = line.with(start, end, &quoted);
    Some(line.fix(at, 1, edited, &message, help))
}

/// Words among keys.
fn no_key(line: &Line) -> Option<Fix> {
    let is_item = line.chars[line.indent] == '-';
    (!line.has_key() && !is_item).then(|| {
        let edited = line.with(line.indent, line.chars.len(), "#");
        let message = "this line stands among keys, but has no key";
        let help = "a key is written `key: value`; \
                    text that goes on is indented further than its key";
        line.fix_word(edited, message, help)
    })
}

/// A line in a column where it belongs to nothing.
fn level(lines: &[&str], mark: Position) -> Option<Fix> {
    let line = above(lines, mark.line, 1).next()?;
    let helps = |by: &usize| gets_further(lines, mark, &(line.number, line.indented(*by)));
    let fitting = levels(lines, line.number).filter(|by| *by != line.indent);
    let fitting: Vec<usize> = fitting.filter(helps).collect();
    let first = *fitting.first()?;
    let message = format!(
        "indented by {}, this line belongs to nothing above",
        line.indent
    );
    let fitting: Vec<_> = fitting.iter().map(ToString::to_string).collect();
    let help = format!(
        "indent it by {}, like the line that it belongs beside, or correct the line above; \
         nothing can stand below a key that has a value",
        fitting.join(" or ")
    );
    Some(line.fix_word(line.indented(first), &message, &help))
}

/// A list item among keys.
fn item(line: &Line) -> Option<Fix> {
    (line.content > line.indent).then(|| {
        let edited = line.with(line.indent, line.chars.len(), "#");
        let message = "this list item stands among keys";
        let help = "indent it below the key that its list belongs to; \
                    nothing can stand below a key that has a value";
        line.fix(line.indent, 1, edited, message, help)
    })
}

/// The columns in which the parts that are open above a line begin, the innermost first.
fn levels<'a>(lines: &'a [&str], number: usize) -> impl Iterator<Item = usize> + 'a {
    let columns = above(lines, number - 1, FAR).flat_map(|line| [line.content, line.indent]);
    let mut least = usize::MAX;
    columns.filter(move |column| {
        let is_outer = *column < least;
        least = least.min(*column);
        is_outer
    })
}

/// Where the quoted text that goes on at `from` is closed on this line.
pub(super) fn closing_quote(line: &[char], from: usize, quote: char) -> Option<usize> {
    let mut at = from;
    while let Some(&c) = line.get(at) {
        let is_doubled = quote == '\'' && line.get(at + 1) == Some(&quote);
        if (c == '\\' && quote == '"') || (c == quote && is_doubled) {
            at += 1;
        } else if c == quote {
            return Some(at);
        }
        at += 1;
    }
    None
}
