//! Descriptions of the contract as Rust documentation.
//!
//! OpenAPI's descriptions are CommonMark, and so is rustdoc, but for what rustdoc makes of it: a
//! block of code is compiled as a test, `[name]` is a link to an item, `<name>` is HTML and a bare
//! URL is a warning. A contract's author knows nothing of that, so it is put right here.

use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

/// `text` as it may stand in a doc comment. Each paragraph is one line.
pub(crate) fn documentation(text: &str) -> String {
    from_the_contract(text).lines.join("\n")
}

/// The first paragraph of `text`, or what stands for one, on one line that may stand in a doc
/// comment.
pub(crate) fn first_paragraph(text: &str) -> String {
    from_the_contract(text).first.unwrap_or_default()
}

/// The lines of `documentation`, its paragraphs filled so that no line is longer than `width` where
/// a space allows it. Code, headings and tables stay as they are.
pub(crate) fn wrap(documentation: &str, width: usize) -> Vec<String> {
    Layout::new(documentation, width, false).lines
}

fn from_the_contract(text: &str) -> Layout<'static> {
    let text = without_html(&without_controls(text));
    let Layout { lines, first, .. } = Layout::new(&text, usize::MAX, true);
    Layout {
        lines,
        first,
        ..Layout::default()
    }
}

/// What rustdoc knows beyond CommonMark and an author may mean.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// `text` without the characters that the compiler refuses in a comment.
fn without_controls(text: &str) -> String {
    let changes_direction = |c| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|&c| matches!(c, '\n' | '\t') || !(c.is_control() || changes_direction(c)))
        .collect()
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

/// Something whose lines all begin in the same way.
#[derive(Default)]
struct Container {
    /// How the first line begins, until it is written: the marker of an item.
    first: Option<String>,
    /// How the other lines begin.
    rest: String,
    /// Whether there are no blank lines between its blocks.
    is_tight: bool,
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

/// Prints the events of a text, block by block.
#[derive(Default)]
struct Layout<'a> {
    source: &'a str,
    width: usize,
    /// Whether the text comes from the contract, or is documentation already.
    is_foreign: bool,
    lines: Vec<String>,
    /// The first paragraph, heading or text of an item.
    first: Option<String>,
    containers: Vec<Container>,
    /// Whether a block has ended and no other has begun.
    after_block: bool,
    /// The text of the block that is being read. Spaces where it cannot be broken are `\0`.
    inline: String,
    /// Up to where the source is in `inline`, once the block has begun.
    cursor: Option<usize>,
    links: Vec<Link>,
    /// Language and lines of the code that is being read.
    code: Option<(String, String)>,
    alignments: Vec<Alignment>,
    cells: Vec<String>,
}

type Events<'a> = [(Event<'a>, Range<usize>)];

impl<'a> Layout<'a> {
    fn new(source: &'a str, width: usize, is_foreign: bool) -> Self {
        let parser = Parser::new_ext(source, OPTIONS).into_offset_iter();
        let events: Vec<_> = TextMergeWithOffset::new(parser).collect();
        let mut layout = Self {
            source,
            width,
            is_foreign,
            ..Self::default()
        };
        for (index, (event, range)) in events.iter().enumerate() {
            match event {
                Event::Start(tag) => layout.start(tag, range, &events[index + 1..]),
                Event::End(tag) => layout.end(*tag, range),
                event => layout.inline(event, range),
            }
        }
        // An empty quote was set off.
        if layout.lines.last().is_some_and(String::is_empty) {
            layout.lines.pop();
        }
        layout
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>, rest: &Events<'_>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => return self.copy_to(range.start),
            Tag::Link {
                link_type,
                dest_url,
                ..
            }
            | Tag::Image {
                link_type,
                dest_url,
                ..
            } => return self.start_link(tag, *link_type, dest_url, range),
            Tag::TableHead | Tag::TableRow | Tag::TableCell => return,
            _ => self.end_paragraph(),
        }
        match tag {
            Tag::CodeBlock(kind) => {
                self.begin_block();
                let language = match kind {
                    CodeBlockKind::Fenced(info) if !self.is_foreign => info.to_string(),
                    _ => "text".to_owned(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::BlockQuote(_) => self.begin_container("> ".to_owned(), false),
            Tag::List(_) => self.begin_container(String::new(), is_tight(rest)),
            Tag::Item => {
                let is_tight = self.is_tight();
                let item = &self.source[range.clone()];
                let marker = item.split_whitespace().next().unwrap_or("-").to_owned() + " ";
                self.begin_container(" ".repeat(marker.len()), is_tight);
                if let Some(container) = self.containers.last_mut() {
                    container.first = Some(marker);
                }
            }
            Tag::Table(alignments) => {
                self.begin_block();
                self.alignments.clone_from(alignments);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => self.copy_to(range.end),
            TagEnd::Link | TagEnd::Image => self.end_link(range.end),
            TagEnd::Heading(level) => {
                let text = self.take_inline().replace("\\\n", " ");
                self.begin_block();
                self.line(&format!("{} {text}", "#".repeat(level as usize)));
                self.end_block(&text);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::Item => {
                self.end_paragraph();
                let is_empty = |it: &Container| it.first.is_some();
                if self.containers.last().is_some_and(is_empty) {
                    self.line("");
                }
                self.end_container();
            }
            TagEnd::List(_) | TagEnd::BlockQuote(_) => {
                self.end_paragraph();
                self.end_container();
            }
            TagEnd::TableCell => {
                let cell = self.take_inline();
                self.cells.push(cell);
            }
            TagEnd::TableHead => {
                self.row();
                let rule = |alignment: &Alignment| match alignment {
                    Alignment::None => "---",
                    Alignment::Left => ":--",
                    Alignment::Center => ":-:",
                    Alignment::Right => "--:",
                };
                self.cells = self
                    .alignments
                    .iter()
                    .map(rule)
                    .map(str::to_owned)
                    .collect();
                self.row();
            }
            TagEnd::TableRow => self.row(),
            TagEnd::Table => self.after_block = true,
            _ => self.end_paragraph(),
        }
    }

    fn inline(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match (event, &mut self.code) {
            (Event::Text(text), Some((_, code))) => code.push_str(text),
            (Event::Text(_), None) => {
                self.copy_to(range.start);
                if !matches!(self.links.last(), Some(Link::Auto)) {
                    let text = &self.source[range.clone()];
                    if self.is_foreign {
                        self.escaped(text);
                    } else {
                        self.inline.push_str(text);
                    }
                    self.cursor = Some(range.end);
                }
            }
            (Event::Code(_), _) => {
                self.copy_to(range.start);
                let before = self.inline.len();
                self.copy_to(range.end);
                let code = self.inline.split_off(before);
                let has_run = code.contains("  ");
                let code = if has_run {
                    code.replace(' ', "\0")
                } else {
                    code
                };
                self.inline.push_str(&code);
            }
            (Event::SoftBreak, _) => self.line_break(range, " "),
            (Event::HardBreak, _) => self.line_break(range, "\\\n"),
            (Event::Rule, _) => {
                self.end_paragraph();
                self.begin_block();
                // Dashes could make a heading of the line above.
                self.line("***");
                self.after_block = true;
            }
            _ => {
                self.copy_to(range.start);
                self.copy_to(range.end);
            }
        }
    }

    fn line_break(&mut self, range: &Range<usize>, printed: &str) {
        self.copy_to(range.start);
        let next = self.source[range.end..].trim_start_matches(self.line_markers());
        self.cursor = Some(self.source.len() - next.len());
        if next.split_whitespace().next().is_some_and(begins_a_block) {
            let text = self.inline.trim_end_matches("\\\n").len();
            self.inline.truncate(text);
            self.inline.push(' ');
        } else {
            self.inline.push_str(printed);
        }
    }

    fn start_link(&mut self, tag: &Tag<'_>, kind: LinkType, url: &str, range: &Range<usize>) {
        self.copy_to(range.start);
        let link = match kind {
            LinkType::Autolink | LinkType::Email => {
                self.copy_to(range.end);
                Link::Auto
            }
            _ if self.is_foreign && !is_absolute(url) => {
                let bracket = if matches!(tag, Tag::Image { .. }) {
                    "!["
                } else {
                    "["
                };
                self.cursor = Some(range.start + bracket.len());
                Link::TextOnly
            }
            LinkType::Inline => Link::Kept,
            _ => Link::To(url.to_owned()),
        };
        self.links.push(link);
    }

    fn end_link(&mut self, end: usize) {
        match self.links.pop() {
            Some(Link::To(url)) => {
                // Angle brackets, because the URL may hold parentheses.
                self.inline.extend(["](<", &url, ">)"]);
                self.cursor = Some(end);
            }
            Some(Link::TextOnly) => self.cursor = Some(end),
            _ => self.copy_to(end),
        }
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else {
            return;
        };
        let mut fence = "```".to_owned();
        while code.contains(&fence) {
            fence.push('`');
        }
        self.line(&format!("{fence}{language}"));
        for line in code.lines() {
            self.line(&line.replace('\t', "    "));
        }
        self.line(&fence);
        self.after_block = true;
    }

    fn row(&mut self) {
        let cells = std::mem::take(&mut self.cells).join(" | ");
        self.line(&format!("| {cells} |"));
    }

    /// Ends the paragraph that is being read, or the text of an item of a tight list.
    fn end_paragraph(&mut self) {
        let mut text = self.take_inline();
        if !text.is_empty() {
            if is_no_paragraph(&text) {
                text.insert(0, '\\');
            }
            self.begin_block();
            self.fill(&text);
            self.end_block(&text);
        }
    }

    fn take_inline(&mut self) -> String {
        self.cursor = None;
        std::mem::take(&mut self.inline).trim().to_owned()
    }

    fn begin_container(&mut self, rest: String, is_tight: bool) {
        self.begin_block();
        self.containers.push(Container {
            first: None,
            rest,
            is_tight,
        });
    }

    fn end_container(&mut self) {
        self.containers.pop();
        self.after_block = true;
    }

    /// Sets a block off from the one before it.
    fn begin_block(&mut self) {
        let is_blank = |line: &String| line.chars().all(|c| matches!(c, ' ' | '>'));
        let is_set_off = self.lines.last().is_none_or(is_blank);
        if std::mem::take(&mut self.after_block) && !self.is_tight() && !is_set_off {
            let written = self.containers.iter().take_while(|it| it.first.is_none());
            let prefix: String = written.map(|it| it.rest.as_str()).collect();
            self.lines.push(prefix.trim_end().to_owned());
        }
    }

    fn end_block(&mut self, text: &str) {
        self.after_block = true;
        let in_one_line = || text.replace("\\\n", " ").replace('\0', " ");
        self.first.get_or_insert_with(in_one_line);
    }

    fn is_tight(&self) -> bool {
        self.containers.last().is_some_and(|it| it.is_tight)
    }

    /// What precedes the text in a line of the source.
    fn line_markers(&self) -> &'static [char] {
        if self.containers.iter().any(|it| it.rest == "> ") {
            &[' ', '\t', '>']
        } else {
            &[' ', '\t']
        }
    }

    /// Copies the source up to `end`: delimiters, and what stays as it is.
    fn copy_to(&mut self, end: usize) {
        let start = self.cursor.unwrap_or_else(|| {
            // The backslash before the first character of a block is in no event.
            end - usize::from(self.source[..end].ends_with('\\'))
        });
        if start < end {
            let mut lines = self.source[start..end].split('\n');
            self.inline.extend(lines.next());
            for line in lines {
                let text = line.trim_start_matches(self.line_markers());
                self.inline.extend([" ", text]);
            }
        }
        self.cursor = Some(start.max(end));
    }

    /// Appends text, without what rustdoc would misread in it.
    fn escaped(&mut self, text: &str) {
        let in_link = !self.links.iter().all(|it| matches!(it, Link::TextOnly));
        let mut rest = text;
        while let Some(at) = rest.find(['<', '[', 'h']) {
            let (before, special) = rest.split_at(at);
            self.inline.push_str(before);
            let url = if in_link { "" } else { url_at(special) };
            if !url.is_empty() {
                // A backslash escapes nothing in a link, and no letter, but the bracket.
                if self.is_after_a_backslash() {
                    self.inline.push('\\');
                }
                self.inline.extend(["<", &url.replace('\\', ""), ">"]);
                rest = &special[url.len()..];
                continue;
            }
            if !special.starts_with('h') && !self.is_after_a_backslash() {
                self.inline.push('\\');
            }
            self.inline.push_str(&special[..1]);
            rest = &special[1..];
        }
        self.inline.push_str(rest);
    }

    fn is_after_a_backslash(&self) -> bool {
        let others = self.inline.trim_end_matches('\\').len();
        (self.inline.len() - others) % 2 == 1
    }

    fn fill(&mut self, text: &str) {
        let prefix = self.containers.iter().map(|it| it.rest.chars().count());
        let width = self.width.saturating_sub(prefix.sum());
        let text = text.replace('\t', " ");
        for text in text.split('\n') {
            if text.len() <= width && !text.starts_with(' ') && !text.contains("  ") {
                self.line(text);
                continue;
            }
            let (mut line, mut length) = (String::new(), 0);
            for word in text.split(' ').filter(|word| !word.is_empty()) {
                let added = 1 + word.chars().count();
                if length == 0 {
                    line.push_str(word);
                    length = added - 1;
                } else if length + added <= width || begins_a_block(word) || !is_text(&line) {
                    line.push(' ');
                    line.push_str(word);
                    length += added;
                } else {
                    self.line(&line);
                    word.clone_into(&mut line);
                    length = added - 1;
                }
            }
            self.line(&line);
        }
    }

    fn line(&mut self, text: &str) {
        let mut line = String::new();
        for container in &mut self.containers {
            match container.first.take() {
                Some(first) => line.push_str(&first),
                None => line.push_str(&container.rest),
            }
        }
        line.push_str(&text.replace('\0', " "));
        self.lines.push(line.trim_end().to_owned());
    }
}

/// Whether there are no blank lines in the list that `events` are of: its items hold text, and not
/// paragraphs.
fn is_tight(events: &Events<'_>) -> bool {
    let mut depth = 0;
    for (event, _) in events {
        match event {
            Event::Start(Tag::Paragraph) if depth == 1 => return false,
            Event::Start(_) => depth += 1,
            Event::End(_) if depth == 0 => return true,
            Event::End(_) => depth -= 1,
            _ => {}
        }
    }
    true
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

/// Whether a paragraph would be another block: what made it text, as an indent, is gone.
fn is_no_paragraph(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let word = line.split(' ').next().unwrap_or_default();
    match word.chars().next() {
        Some('`') => word.starts_with("```") && !line.trim_start_matches('`').contains('`'),
        Some('~' | '-' | '+' | '>' | '#') => begins_a_block(word),
        _ => false,
    }
}

/// Whether CommonMark takes `line` for text whatever follows: no rule, fence, HTML or line break.
fn is_text(line: &str) -> bool {
    let is_rule = line.chars().all(|c| "-+*_=:| ".contains(c));
    !(is_rule || line.starts_with("```") || line.starts_with("<br") || line.ends_with('\\'))
}

/// Whether CommonMark might take a line that begins with `word` for more than text: a list, a
/// heading, a quote, a rule, a table, code or HTML.
fn begins_a_block(word: &str) -> bool {
    let numbered = word.trim_end_matches(['.', ')']);
    word.starts_with(['#', '>', '|'])
        || word.starts_with("```")
        || word.starts_with("~~~")
        || (word.starts_with('<') && !word.contains("://"))
        || word.chars().all(|c| "-+*_=:|".contains(c))
        || (numbered.len() < word.len() && numbered.chars().all(|c| c.is_ascii_digit()))
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
                "[**a**](<https://example.com/(a)>) and [r](<https://example.com/(a)>)",
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
            ("So:\n\n\tcurl\tx", "So:\n\n```text\ncurl    x\n```"),
            (
                "So:\n\n```\ncurl https://example.com",
                "So:\n\n```text\ncurl https://example.com\n```",
            ),
            ("~~~\na\n```\nb\n~~~", "````text\na\n```\nb\n````"),
            (
                "- a\n\n      code\n- ```sh\n  x\n  ```\n- b",
                "- a\n\n  ```text\n  code\n  ```\n\n- ```text\n  x\n  ```\n\n- b",
            ),
            (
                "1. a\n   ```\n   x\n   ```\n2. b",
                "1. a\n   ```text\n   x\n   ```\n2. b",
            ),
            ("[r]: https://a.example\n    ~~~ x", "\\~~~ x"),
            ("> a\n>\n>     code", "> a\n>\n> ```text\n> code\n> ```"),
        ];
        for (text, expected) in table {
            assert_eq!(documentation(text), expected, "{text}");
        }
    }

    #[test]
    fn blocks_survive() {
        let table = [
            ("> \n\ntext\n\n>", "text"),
            ("Title\\\nof it\n===", "# Title of it"),
            ("Title\n===\ntext\n## Sub ##", "# Title\n\ntext\n\n## Sub"),
            ("a\n- b\n  c\n\n  d\n+ e", "a\n\n- b c\n\n  d\n\n+ e"),
            (
                "3) a\n4) b\n   - c\n   - d\n5) e",
                "3) a\n4) b\n   - c\n   - d\n5) e",
            ),
            ("-\n- - a", "-\n- - a"),
            ("> a\n> **b\n> c** `d\n> e`", "> a **b c** `d e`"),
            ("a  \n    - b", "a - b"),
            ("a  \nb\\\nc\n\n---\nd", "a\\\nb\\\nc\n\n***\n\nd"),
            (
                "|a \\| b|`c \\| d`|\n|-|:-:|\n|<b>|https://example.com|",
                "| a \\| b | `c \\| d` |\n| --- | :-: |\n| \\<b> | <https://example.com> |",
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
            ("aaa\nbbb\nccc\n\nddd", &["aaa bbb", "ccc", "", "ddd"]),
            ("- aaa bbb\n  ccc\n- d", &["- aaa", "  bbb", "  ccc", "- d"]),
            ("> aaa bbb", &["> aaa", "> bbb"]),
            (
                "```no_run\naaa bbb ccc\n```\nddd",
                &["```no_run", "aaa bbb ccc", "```", "", "ddd"],
            ),
            ("# Aaa bbb ccc\nddd", &["# Aaa bbb ccc", "", "ddd"]),
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
