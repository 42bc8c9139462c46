//! Descriptions of the contract as Rust documentation.
//!
//! OpenAPI's descriptions are CommonMark, and so is rustdoc, but for what rustdoc makes of it: a
//! block of code is compiled as a test, `[name]` is a link to an item, `<name>` is HTML and a bare
//! URL is a warning. A contract's author knows nothing of that, so it is put right here: such places
//! are replaced, and everything else stays as it is written, but for paragraphs, which become one line.

use std::ops::Range;

use pulldown_cmark::{
    CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

/// `text` as it may stand in a doc comment. Each paragraph is one line.
pub(crate) fn documentation(text: &str) -> String {
    let source = readable(text);
    let out = Copy::of(&source).out;
    // The indent of the first line is part of its block.
    let blank = out.len() - out.trim_start().len();
    let start = out[..blank].rfind('\n').map_or(0, |end| end + 1);
    out[start..].trim_end().to_owned()
}

/// The first paragraph of `text`, or what stands for one, on one line that may stand in a doc
/// comment.
pub(crate) fn first_paragraph(text: &str) -> String {
    let source = readable(text);
    Copy::of(&source).first
}

/// The lines of `documentation`, its paragraphs filled so that no line is longer than `width` where
/// a space allows it. Code, headings and tables stay as they are.
pub(crate) fn wrap(documentation: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    // How the block of code ends that is being read.
    let mut fence: Option<&str> = None;
    for line in documentation.lines().map(str::trim_end) {
        let prefix = prefix(line);
        let text = &line[prefix.len()..];
        match fence {
            Some(end) => fence = fence.filter(|_| text != end),
            None if text.starts_with("```") && !text.trim_start_matches('`').contains('`') => {
                fence = Some(&text[..text.len() - text.trim_start_matches('`').len()]);
            }
            None if text.is_empty() && lines.last().is_none_or(String::is_empty) => continue,
            None if !(line.len() <= width || text.starts_with(['#', '|'])) => {
                fill(prefix, text, width, &mut lines);
                continue;
            }
            None => {}
        }
        lines.push(line.to_owned());
    }
    lines
}

/// What precedes the text of a line: an indent, the marks of quotes and items.
fn prefix(line: &str) -> &str {
    let mut text = line.trim_start_matches([' ', '>']);
    while let Some((marker, rest)) = text.split_once(' ')
        && (matches!(marker, "-" | "+" | "*") || is_number(marker))
    {
        text = rest.trim_start_matches([' ', '>']);
    }
    &line[..line.len() - text.len()]
}

/// How the lines go on that begin with `prefix`.
fn continued(prefix: &str) -> String {
    let keep = |c| if c == '>' { c } else { ' ' };
    prefix.chars().map(keep).collect()
}

fn fill(prefix: &str, text: &str, width: usize, lines: &mut Vec<String>) {
    let mut line = String::new();
    let mut length = prefix.len();
    let mut prefix = prefix.to_owned();
    for word in text.split(' ') {
        let added = 1 + word.chars().count();
        // A run of spaces may be part of code.
        let is_run = word.is_empty() || line.ends_with(' ');
        if line.is_empty() {
            length += added - 1;
        } else if length + added <= width || is_run || begins_a_block(word) || !is_text(&line) {
            line.push(' ');
            length += added;
        } else {
            lines.push(format!("{prefix}{line}"));
            prefix = continued(&prefix);
            length = prefix.len() + added - 1;
            line.clear();
        }
        line.push_str(word);
    }
    lines.push(prefix + &line);
}

/// What rustdoc knows beyond CommonMark and an author may mean.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

fn readable(text: &str) -> String {
    without_html(&without_controls(text))
}

/// `text` without tabs and the characters that the compiler refuses in a comment.
fn without_controls(text: &str) -> String {
    let changes_direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .split('\n')
        .map(without_tabs)
        .collect::<Vec<_>>()
        .join("\n")
        .chars()
        .filter(|&c| c == '\n' || !(c.is_control() || changes_direction(c)))
        .collect()
}

/// A line with spaces up to the next stop in the place of each tab.
fn without_tabs(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (number, part) in line.split('\t').enumerate() {
        if number > 0 {
            let column = out.chars().count();
            out.extend(std::iter::repeat_n(' ', 4 - column % 4));
        }
        out.push_str(part);
    }
    out
}

/// `text` with a backslash before each `<` that would begin HTML or a link that leads nowhere.
/// `<br>` remains in a paragraph.
fn without_html(text: &str) -> String {
    let mut text = text.to_owned();
    loop {
        let events = Parser::new_ext(&text, OPTIONS).into_offset_iter();
        let tags = events.filter(|(event, _)| match event {
            Event::Html(line) => line.trim_start().starts_with('<'),
            Event::InlineHtml(tag) => !matches!(&**tag, "<br>" | "<br/>" | "<br />"),
            Event::Start(Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                ..
            }) => !is_absolute(dest_url),
            _ => false,
        });
        let starts: Vec<usize> = tags
            .filter_map(|(_, range)| Some(range.start + text[range].find('<')?))
            .collect();
        if starts.is_empty() {
            return text;
        }
        // What was hidden in a block of HTML is read in the next turn.
        for start in starts.into_iter().rev() {
            text.insert(start, '\\');
        }
    }
}

/// Whether a link leads somewhere from any page; rustdoc takes others for names of items.
fn is_absolute(url: &str) -> bool {
    url.contains("://") || url.starts_with("mailto:")
}

/// How a link is printed.
enum Link {
    /// As it stands.
    Kept,
    /// An autolink: as it stands, and so is its text.
    Auto,
    /// Without its target.
    TextOnly,
    /// With the target that a definition elsewhere gives it.
    To(String),
}

/// A copy of a text in which the places are replaced that rustdoc would misread.
#[derive(Default)]
struct Copy<'a> {
    source: &'a str,
    /// Up to where the source is in `out`, or replaced.
    done: usize,
    out: String,
    /// The first paragraph, heading or text of an item.
    first: String,
    /// Where the block begins in `out` that is being read.
    block: usize,
    /// How many quotes it is in.
    quotes: usize,
    links: Vec<Link>,
    /// The code that is being read.
    code: Option<String>,
}

impl<'a> Copy<'a> {
    fn of(source: &'a str) -> Self {
        let mut copy = Self {
            source,
            ..Self::default()
        };
        let events = Parser::new_ext(source, OPTIONS).into_offset_iter();
        for (event, range) in TextMergeWithOffset::new(events) {
            match event {
                Event::Start(tag) => copy.start(tag, &range),
                Event::End(tag) => copy.end(tag, &range),
                event => copy.inline(&event, &range),
            }
        }
        copy.copy_to(source.len());
        copy
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let (opening, kind, url) = match tag {
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => ("[", link_type, dest_url),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => ("![", link_type, dest_url),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::TableCell => return,
            block => return self.start_block(&block, range),
        };
        let link = match kind {
            LinkType::Autolink | LinkType::Email => Link::Auto,
            _ if !is_absolute(&url) => {
                self.replace(range.start..range.start + opening.len(), "");
                Link::TextOnly
            }
            LinkType::Inline => Link::Kept,
            _ => Link::To(url.into_string()),
        };
        self.links.push(link);
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        self.end_text();
        self.copy_to(range.start);
        match tag {
            Tag::CodeBlock(kind) => {
                self.code = Some(String::new());
                if *kind == CodeBlockKind::Indented && self.out.ends_with("    ") {
                    self.out.truncate(self.out.len() - 4);
                }
            }
            Tag::BlockQuote(_) => self.quotes += 1,
            // So that it is told from text.
            Tag::TableHead | Tag::TableRow if !self.source[range.start..].starts_with('|') => {
                self.out.push_str("| ");
            }
            _ => {}
        }
        self.block = self.out.len();
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Link | TagEnd::Image => match self.links.pop() {
                // Angle brackets, because the URL may hold parentheses.
                Some(Link::To(url)) => self.replace(self.done..range.end, &format!("](<{url}>)")),
                Some(Link::TextOnly) => self.done = range.end,
                _ => self.copy_to(range.end),
            },
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.copy_to(range.end),
            TagEnd::CodeBlock => self.end_code(range),
            TagEnd::BlockQuote(_) => self.quotes -= 1,
            TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_) => self.end_text(),
            _ => {
                self.copy_to(range.end);
                self.block = self.out.len();
            }
        }
    }

    fn inline(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Text(text) if self.code.is_some() => {
                self.code.get_or_insert_default().push_str(text);
            }
            Event::Text(_) if matches!(self.links.last(), Some(Link::Auto)) => {}
            Event::Text(_) => {
                self.copy_to(range.start);
                self.escaped(&self.source[range.clone()]);
                self.done = range.end;
            }
            Event::Code(_) => {
                self.copy_to(range.start);
                for (at, _) in self.source[range.clone()].match_indices('\n') {
                    self.join_lines(range.start + at);
                }
                self.copy_to(range.end);
            }
            Event::SoftBreak => self.join_lines(range.start),
            // Spaces at the end of a line are not seen.
            Event::HardBreak => {
                let line = self.source[range.start..].find('\n').unwrap_or_default();
                self.replace(range.start..range.start + line, "\\");
            }
            _ => self.copy_to(range.end),
        }
    }

    /// Puts a space in the place of the line break at `end`, and of what precedes the text after it.
    fn join_lines(&mut self, end: usize) {
        self.copy_to(end);
        let space = self.out.trim_end_matches(' ').len();
        self.out.truncate(space);
        let markers: &[char] = if self.quotes > 0 {
            &[' ', '\n', '>']
        } else {
            &[' ', '\n']
        };
        let next = self.source[end..].trim_start_matches(markers);
        self.replace(end..self.source.len() - next.len(), " ");
    }

    /// Fences code and says that it is text, whatever it is.
    fn end_code(&mut self, range: &Range<usize>) {
        let code = self.code.take().unwrap_or_default();
        let mut fence = "```".to_owned();
        while code.contains(&fence) {
            fence.push('`');
        }
        let line = self.out.rfind('\n').map_or(0, |end| end + 1);
        let prefix = continued(&self.out[line..]);
        let mut block = format!("{fence}text\n");
        for line in code.lines() {
            block.extend([format!("{prefix}{line}").trim_end(), "\n"]);
        }
        block.extend([prefix.as_str(), &fence]);
        block.extend(self.source[range.clone()].ends_with('\n').then_some("\n"));
        self.replace(range.clone(), &block);
        self.block = self.out.len();
    }

    /// Ends a paragraph, a heading or the text of an item.
    fn end_text(&mut self) {
        if self.first.is_empty() {
            let text = self.out[self.block..].trim();
            let text = text[prefix(text).len()..].trim_start_matches('#');
            let lines = text.lines().map(|line| line.trim().trim_end_matches('\\'));
            let text = lines.collect::<Vec<_>>().join(" ");
            text.trim().clone_into(&mut self.first);
        }
    }

    /// Copies the source up to `end`.
    fn copy_to(&mut self, end: usize) {
        self.replace(end..end, "");
    }

    fn replace(&mut self, range: Range<usize>, text: &str) {
        if self.done < range.start {
            self.out.push_str(&self.source[self.done..range.start]);
        }
        self.out.push_str(text);
        self.done = self.done.max(range.end);
    }

    /// Appends text, without what rustdoc would misread in it.
    fn escaped(&mut self, text: &str) {
        let in_link = !self.links.iter().all(|it| matches!(it, Link::TextOnly));
        let mut rest = text;
        while let Some(at) = rest.find(['<', '[', 'h']) {
            let (before, special) = rest.split_at(at);
            self.out.push_str(before);
            let url = if in_link { "" } else { url_at(special) };
            if !url.is_empty() {
                // A backslash escapes nothing in a link, and no letter, but the bracket.
                if self.is_after_a_backslash() {
                    self.out.push('\\');
                }
                self.out.extend(["<", &url.replace('\\', ""), ">"]);
                rest = &special[url.len()..];
                continue;
            }
            if !special.starts_with('h') && !self.is_after_a_backslash() {
                self.out.push('\\');
            }
            self.out.push_str(&special[..1]);
            rest = &special[1..];
        }
        self.out.push_str(rest);
    }

    fn is_after_a_backslash(&self) -> bool {
        let others = self.out.trim_end_matches('\\').len();
        (self.out.len() - others) % 2 == 1
    }
}

/// The URL at the start of `text`; empty if there is none.
fn url_at(text: &str) -> &str {
    if !text.starts_with("http://") && !text.starts_with("https://") {
        return "";
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '<' | '>' | '"' | '\'' | '|');
    let url = &text[..text.find(ends).unwrap_or(text.len())];
    url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\\'])
}

/// Whether CommonMark takes `line` for text whatever follows: no rule, fence, HTML or line break.
fn is_text(line: &str) -> bool {
    let is_rule = line.chars().all(|c| "-+*_=:| ".contains(c));
    !(is_rule || line.starts_with("```") || line.starts_with("<br") || line.ends_with('\\'))
}

/// Whether CommonMark might take a line that begins with `word` for more than text: a list, a
/// heading, a quote, a rule, a table, code or HTML.
fn begins_a_block(word: &str) -> bool {
    word.starts_with(['#', '>', '|'])
        || word.starts_with("```")
        || word.starts_with("~~~")
        || (word.starts_with('<') && !word.contains("://"))
        || word.chars().all(|c| "-+*_=:|".contains(c))
        || is_number(word)
}

/// Whether `word` is the mark of a numbered item, or like one.
fn is_number(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    number.len() < word.len() && number.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        let table = [
            ("plain text", "plain text"),
            ("the <id> of it", "the \\<id> of it"),
            ("a < b & c &lt; d", "a \\< b & c &lt; d"),
            ("one<br>two <!-- x -->", "one<br>two \\<!-- x -->"),
            (
                "<div>\n[x] *y*\n<b>\n</div>",
                "\\<div> \\[x] *y* \\<b> \\</div>",
            ),
            (
                "<kirim:contact> <a@example.com>",
                "\\<kirim:contact> <a@example.com>",
            ),
            ("`<id> [x]` in code", "`<id> [x]` in code"),
            ("see [note] there", "see \\[note] there"),
            ("\\[x] \\\\[y] [`z`]", "\\[x] \\\\\\[y] \\[`z`]"),
            ("- \\[x]\n- [ ] y", "- \\[x]\n- [ ] y"),
            ("[^1] **[b]**", "\\[^1] **\\[b]**"),
            ("\u{202e}a\rb\u{7}", "a b"),
        ];
        for (text, expected) in table {
            assert_eq!(documentation(text), expected, "{text}");
            assert_eq!(documentation(expected), expected, "a second time");
        }
    }

    #[test]
    fn urls_in_text_are_links_and_others_stay() {
        let table = [
            (
                "see https://example.com/a_b_c.",
                "see <https://example.com/a_b_c>.",
            ),
            ("(https://example.com/a\\_b)", "(<https://example.com/a_b>)"),
            (
                "see <https://example.com/[a]>",
                "see <https://example.com/[a]>",
            ),
            ("`https://example.com/a`", "`https://example.com/a`"),
            (
                "    https://example.com",
                "```text\nhttps://example.com\n```",
            ),
            (
                "see [https://a.example](https://example.com/a \"T\")",
                "see [https://a.example](https://example.com/a \"T\")",
            ),
            (
                "[**a**][r] and [r]\n\n[r]: https://example.com/(a)",
                "[**a**](<https://example.com/(a)>) and [r](<https://example.com/(a)>)\n\n[r]: https://example.com/(a)",
            ),
            ("[*a*](Contact) ![b](c.png)!", "*a* b!"),
            ("[https://example.com](x)", "<https://example.com>"),
            ("hat, http and he", "hat, http and he"),
        ];
        for (text, expected) in table {
            assert_eq!(documentation(text), expected, "{text}");
        }
    }

    #[test]
    fn code_is_fenced_and_never_a_test() {
        let table = [
            ("```\n<x> [y]\n```", "```text\n<x> [y]\n```"),
            ("```rust,no_run\nfn\n```", "```text\nfn\n```"),
            ("~~~ json\n[1]\n~~~", "```text\n[1]\n```"),
            (
                "Send it so:\n\n    curl x\n\n      -v\n\nThen wait.",
                "Send it so:\n\n```text\ncurl x\n\n  -v\n```\n\nThen wait.",
            ),
            ("  * a\n  * b", "  * a\n  * b"),
            ("\n  - a\n\n      b\n", "  - a\n\n      b"),
            ("-\ta\n\n\tb", "-   a\n\n    b"),
            ("So:\n\n\tcurl\tx", "So:\n\n```text\ncurl    x\n```"),
            (
                "So:\n\n```\ncurl https://example.com",
                "So:\n\n```text\ncurl https://example.com\n```",
            ),
            ("~~~\na\n```\nb\n~~~", "````text\na\n```\nb\n````"),
            (
                "- a\n\n      code\n- ```sh\n  x\n  ```\n- b",
                "- a\n\n  ```text\n  code\n  ```\n- ```text\n  x\n  ```\n- b",
            ),
            (
                "1. a\n   ```\n   x\n   ```\n2. b",
                "1. a\n   ```text\n   x\n   ```\n2. b",
            ),
            ("> a\n>\n>     code", "> a\n>\n> ```text\n> code\n> ```"),
        ];
        for (text, expected) in table {
            assert_eq!(documentation(text), expected, "{text}");
        }
    }

    #[test]
    fn blocks_survive() {
        let table = [
            (
                "Title\nof it\n===\ntext\n## Sub ##",
                "Title of it\n===\ntext\n## Sub ##",
            ),
            ("a\n- b\n  c\n\n  d\n+ e", "a\n- b c\n\n  d\n+ e"),
            (
                "3) a\n4) b\n   - c\n   - d\n5) e",
                "3) a\n4) b\n   - c\n   - d\n5) e",
            ),
            ("-\n- - a", "-\n- - a"),
            ("> a\n> **b\n> c** `d\n> e`", "> a **b c** `d e`"),
            ("a  \n    - b", "a\\\n    - b"),
            ("a  \nb\\\nc\n\n---\nd", "a\\\nb\\\nc\n\n---\nd"),
            ("a|b\n-|-\nc|d", "| a|b\n-|-\n| c|d"),
            (
                "|a \\| b|`c \\| d`|\n|-|:-:|\n|<b>|https://example.com|",
                "|a \\| b|`c \\| d`|\n|-|:-:|\n|\\<b>|<https://example.com>|",
            ),
        ];
        for (text, expected) in table {
            assert_eq!(documentation(text), expected, "{text}");
            assert_eq!(documentation(expected), expected, "a second time");
        }
    }

    #[test]
    fn paragraphs_are_filled_and_code_is_not() {
        let table: [(&str, &[&str]); 12] = [
            ("aaa bbb ccc", &["aaa bbb", "ccc"]),
            ("aaa bbb ccc\n\nddd", &["aaa bbb", "ccc", "", "ddd"]),
            ("- aaa bbb ccc\n- d", &["- aaa", "  bbb", "  ccc", "- d"]),
            ("> aaa bbb", &["> aaa", "> bbb"]),
            (
                "```no_run\naaa bbb ccc\n```\nddd",
                &["```no_run", "aaa bbb ccc", "```", "ddd"],
            ),
            ("# Aaa bbb ccc\nddd", &["# Aaa bbb ccc", "ddd"]),
            ("end 1. and more", &["end 1.", "and more"]),
            ("text ---- and >3 more", &["text ----", "and >3", "more"]),
            ("`aa  bb` [`C::d`](D::e)", &["`aa  bb`", "[`C::d`](D::e)"]),
            ("aaaaaaaaa bb", &["aaaaaaaaa", "bb"]),
            ("C:\\aaaaa\\ b", &["C:\\aaaaa\\ b"]),
            ("```a b c d` e", &["```a b c d` e"]),
        ];
        for (text, expected) in table {
            assert_eq!(wrap(text, 8), expected, "{text}");
        }
    }

    #[test]
    fn the_first_paragraph_is_one_line() {
        let table = [
            ("One\ntwo\\\n<b>.\n\nThree.", "One two \\<b>."),
            ("```\ncode\n```\n- `a  b`", "`a  b`"),
            ("    code", ""),
        ];
        for (text, expected) in table {
            assert_eq!(first_paragraph(text), expected, "{text}");
        }
    }
}
