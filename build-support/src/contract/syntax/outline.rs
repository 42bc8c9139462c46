//! The lines of a text that may not be YAML: where each begins, whether it has a key, and which
//! bracket or quote is never closed. It knows just enough of YAML to leave the inside of texts alone.

use crate::contract::diagnostic::Position;

/// A line that begins something: not blank, no comment, and not inside of a text or of brackets.
#[derive(Debug)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    /// How many characters stand before the first one that is no space.
    pub(super) indent: usize,
    /// How many stand before what follows the dashes; the same as `indent` without a dash.
    pub(super) column: usize,
    pub(super) form: Form,
}

/// What a line holds behind its dashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A key; the value ends on the line or goes on as text.
    KeyWithValue,
    /// A key; whatever belongs to it follows, if anything.
    Key,
    /// Words without quotes.
    Words,
    Other,
}

impl Line {
    pub(super) fn has_dash(&self) -> bool {
        self.indent < self.column
    }

    pub(super) fn has_key(&self) -> bool {
        matches!(self.form, Form::KeyWithValue | Form::Key)
    }
}

/// The lines of a text, as far as they were looked at.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) lines: Vec<Line>,
    /// A bracket or a quote that is not closed before a line that cannot belong to it.
    pub(super) unclosed: Option<(Position, char)>,
}

/// A bracket or a quote whose end has not been read yet.
#[derive(Clone, Copy, Debug)]
struct Open {
    at: Position,
    mark: char,
    /// How far a line inside is indented at least.
    least: usize,
}

/// What goes on over the end of a line.
#[derive(Debug)]
enum Within {
    Nothing,
    /// A block of text: all lines that are indented as far as this.
    Block(usize),
    /// Words without quotes: lines that are indented as far as this and look like nothing else.
    Words(usize),
    /// Brackets, and maybe a quote in the innermost.
    Brackets(Vec<Open>),
}

impl Outline {
    /// Reads the lines up to this one, and on until nothing is open that began there.
    pub(super) fn read(lines: &[&str], end: usize) -> Self {
        let mut outline = Self::default();
        let mut within = Within::Nothing;
        for (number, text) in (1..).zip(lines) {
            if number > end && !matches!(within, Within::Brackets(_)) {
                return outline;
            }
            let chars: Vec<char> = text.trim_end().chars().collect();
            let Some(indent) = chars.iter().position(|c| !c.is_whitespace()) else {
                continue;
            };
            within = match within {
                Within::Block(least) if indent >= least => Within::Block(least),
                Within::Words(least) if indent >= least && is_only_words(&chars[indent..]) => {
                    Within::Words(least)
                }
                Within::Brackets(open) => {
                    let closes = matches!(chars[indent], ']' | '}');
                    match open.last() {
                        Some(_) if chars[indent] == '#' => Within::Brackets(open),
                        Some(innermost) if indent < innermost.least && !closes => {
                            outline.unclosed = Some((innermost.at, innermost.mark));
                            return outline;
                        }
                        _ => outline.scan(open, number, &chars, indent),
                    }
                }
                _ if chars[indent] == '#' => Within::Nothing,
                _ => outline.begin(number, &chars, indent),
            };
            if outline.unclosed.is_some() {
                return outline;
            }
        }
        if let Within::Brackets(open) = within {
            outline.unclosed = open.last().map(|open| (open.at, open.mark));
        }
        outline
    }

    /// Notes a line that begins something.
    fn begin(&mut self, number: usize, chars: &[char], indent: usize) -> Within {
        let (mut column, mut dash) = (indent, None);
        while chars.get(column) == Some(&'-') && matches!(chars.get(column + 1), None | Some(' ')) {
            dash = Some(column);
            column += 1;
            column += spaces(&chars[column..]);
        }
        let content = &chars[column..];
        let key = key_length(content);
        let value = key.map_or(0, |length| length + spaces(&content[length..]));
        let first = content.get(value).copied();
        let is_empty = matches!(first, None | Some('#' | '|' | '>'));
        let form = match (key, first) {
            (Some(_), _) if is_empty => Form::Key,
            (Some(_), _) => Form::KeyWithValue,
            (None, Some(first)) if is_word(first) => Form::Words,
            (None, _) => Form::Other,
        };
        let parent = match key {
            Some(_) => Some(column),
            None => dash.or_else(|| self.lines.last().map(|line| line.column)),
        };
        let least = parent.map_or(0, |parent| parent + 1);
        self.lines.push(Line {
            number,
            indent,
            column,
            form,
        });
        match first {
            Some('|' | '>') => Within::Block(least),
            Some(mark @ ('\'' | '"' | '[' | '{')) => {
                let start = column + value;
                let mut open = Vec::new();
                push(&mut open, number, start, mark, least);
                self.scan(open, number, chars, start + 1)
            }
            Some(first) if is_word(first) => Within::Words(least),
            _ => Within::Nothing,
        }
    }

    /// Reads on inside of brackets and quotes, until they are closed or the line ends.
    fn scan(&mut self, mut open: Vec<Open>, number: usize, chars: &[char], from: usize) -> Within {
        let mut at = from;
        while let Some(&Open {
            at: began,
            mark,
            least,
        }) = open.last()
        {
            let Some(&c) = chars.get(at) else {
                return Within::Brackets(open);
            };
            if matches!(mark, '\'' | '"') {
                let Some(end) = closing_quote(chars, at, mark) else {
                    return Within::Brackets(open);
                };
                open.pop();
                at = end + 1;
                continue;
            }
            let before = chars[..at].iter().rev().find(|c| **c != ' ');
            match c {
                '#' if at == 0 || chars[at - 1] == ' ' => return Within::Brackets(open),
                '[' | '{' => push(&mut open, number, at, c, least),
                // Elsewhere a quote is a part of a word.
                '\'' | '"' if matches!(before, None | Some('[' | '{' | ',' | ':')) => {
                    push(&mut open, number, at, c, least);
                }
                ']' | '}' if (c == ']') == (mark == '[') => {
                    open.pop();
                }
                ']' | '}' => {
                    self.unclosed = Some((began, mark));
                    return Within::Nothing;
                }
                _ => {}
            }
            at += 1;
        }
        Within::Nothing
    }
}

fn push(open: &mut Vec<Open>, line: usize, index: usize, mark: char, least: usize) {
    let column = index + 1;
    let at = Position { line, column };
    open.push(Open { at, mark, least });
}

/// How many spaces `chars` begin with.
fn spaces(chars: &[char]) -> usize {
    chars.iter().take_while(|c| **c == ' ').count()
}

/// The length of the key at the beginning of `content`, with its colon.
fn key_length(content: &[char]) -> Option<usize> {
    let ends = |index: usize| content.get(index).is_none_or(|c| *c == ' ');
    match content.first()? {
        quote @ ('\'' | '"') => {
            let colon = closing_quote(content, 1, *quote)? + 1;
            (content.get(colon) == Some(&':') && ends(colon + 1)).then_some(colon + 1)
        }
        '[' | '{' | '#' | '|' | '>' => None,
        _ => {
            let colon = (0..content.len()).find(|index| {
                let is_comment = content[*index] == '#' && *index > 0 && content[*index - 1] == ' ';
                is_comment || (content[*index] == ':' && ends(*index + 1))
            })?;
            (content[colon] == ':').then_some(colon + 1)
        }
    }
}

/// Whether a line looks like the continuation of words without quotes.
fn is_only_words(content: &[char]) -> bool {
    key_length(content).is_none() && content[0] != '#'
}

/// Whether words without quotes can begin with this character.
fn is_word(first: char) -> bool {
    !matches!(
        first,
        '\'' | '"'
            | '['
            | ']'
            | '{'
            | '}'
            | '#'
            | '|'
            | '>'
            | '&'
            | '*'
            | '!'
            | '?'
            | '%'
            | '@'
            | '`'
            | ','
    )
}

/// Where the quoted text that goes on at `from` is closed on this line.
pub(in crate::contract) fn closing_quote(line: &[char], from: usize, quote: char) -> Option<usize> {
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
