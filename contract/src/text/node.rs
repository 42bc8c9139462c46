//! The contract as written: a tree that keeps every key, duplicates too, and where each one stands.

use std::{collections::HashMap, slice};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, StrInput};

use crate::{
    diagnostic::{Class, Position, Repair, Report, Span},
    text::scalar::{Scalar, Typed},
    text::{json, syntax},
};

/// How deep the contract may nest: far beyond any real one, far below what would exhaust a stack.
const MAX_DEPTH: usize = 100;
/// How many nodes aliases may repeat: far beyond any real contract, far below what would fill memory.
const MAX_REPEATED: usize = 300_000;

/// One node of the tree.
#[derive(Clone, Debug)]
pub struct Node {
    /// Where it stands in the text.
    pub span: Span,
    pub(crate) value: Value,
    /// The comment on the line on which a value without quotes ends.
    pub(crate) comment: Option<Comment>,
}

/// A comment behind a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Comment {
    pub(crate) span: Span,
    /// Whether a word follows the `#` directly, as in `#12`.
    pub(crate) is_word: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    /// The entries of a mapping, in the order of the text.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// What stands under it.
    pub value: Node,
}

/// A key of a mapping.
#[derive(Clone, Debug)]
pub struct Key {
    /// Where it stands in the text.
    pub span: Span,
    pub(crate) scalar: Scalar,
    /// The known key that this misspelt one most likely stands for.
    pub(crate) meant: Option<&'static str>,
}

impl Key {
    /// The key that was meant, so that a misspelt one is reported once and otherwise understood.
    pub fn name(&self) -> &str {
        self.meant.unwrap_or(&self.scalar.text)
    }
}

/// A token of a JSON pointer (RFC 6901) without its escapes.
pub(crate) fn unescaped(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// The key that merges other mappings into its own.
const MERGE: &str = "<<";

/// Adds what `<<` merges; keys that are there already count.
fn merge(entries: &mut Vec<Entry>) {
    let is_merge = |it: &Entry| it.key.scalar.text == MERGE;
    while let Some(at) = entries.iter().position(is_merge) {
        let Entry { value, .. } = entries.remove(at);
        let merged = slice::from_ref(&value).iter().chain(value.items());
        for entry in merged.flat_map(Node::entries) {
            let name = entry.key.name();
            if name != MERGE && entries.iter().all(|it| it.key.name() != name) {
                entries.push(entry.clone());
            }
        }
    }
}

impl Node {
    /// The entries, if it is a mapping.
    pub(crate) fn map(&self) -> Option<&[Entry]> {
        match &self.value {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entries of a mapping; none when it is something else.
    pub fn entries(&self) -> slice::Iter<'_, Entry> {
        self.map().unwrap_or_default().iter()
    }

    /// The items of a list; none when it is something else.
    pub fn items(&self) -> slice::Iter<'_, Node> {
        match &self.value {
            Value::List(items) => items.iter(),
            _ => [].iter(),
        }
    }

    /// The entry of a mapping under this key.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries().find(|entry| entry.key.name() == name)
    }

    /// The value of a mapping under this key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|entry| &entry.value)
    }

    /// The entries of the mapping at a key.
    pub fn entries_of(&self, name: &str) -> slice::Iter<'_, Entry> {
        self.get(name).map_or([].iter(), Self::entries)
    }

    pub(crate) fn items_of(&self, name: &str) -> slice::Iter<'_, Node> {
        self.get(name).map_or([].iter(), Self::items)
    }

    /// The text at a key.
    pub fn word(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    pub(crate) fn text_at(&self, name: &str) -> Option<(&Node, &str)> {
        let node = self.get(name)?;
        Some((node, node.text()?))
    }

    /// Whether the flag at a key is set.
    pub fn is_on(&self, name: &str) -> bool {
        self.get(name).and_then(Self::flag) == Some(true)
    }

    /// Whether the key is there, or would be in a mapping that is not there.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.map().is_none() || self.entry(name).is_some()
    }

    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    fn typed(&self) -> Option<Typed> {
        self.scalar().map(|scalar| scalar.typed)
    }

    /// The text, if the value is text.
    pub fn text(&self) -> Option<&str> {
        let scalar = self.scalar()?;
        (scalar.typed == Typed::Text).then_some(&scalar.text)
    }

    /// The value, if it is `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.typed()? {
            Typed::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    /// The number, if it is a whole one.
    pub fn integer(&self) -> Option<i128> {
        match self.typed()? {
            Typed::Integer(integer) => Some(integer),
            _ => None,
        }
    }

    /// Its value if it is a whole number, however it is written: `100`, `100.0` or `1e2`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole, and a larger one becomes the largest"
    )]
    pub fn whole(&self) -> Option<i128> {
        match self.typed()? {
            Typed::Integer(integer) => Some(integer),
            Typed::Float(float) if float.fract() == 0.0 => Some(float as i128),
            _ => None,
        }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self.typed()? {
            #[expect(
                clippy::cast_precision_loss,
                reason = "numbers are compared as JSON does"
            )]
            Typed::Integer(integer) => Some(integer as f64),
            Typed::Float(float) => Some(float),
            _ => None,
        }
    }

    /// Whether this is a number that nothing can hold, which a rule of its own reports.
    pub(crate) fn is_unbounded(&self) -> bool {
        self.typed() == Some(Typed::Unbounded)
    }

    pub(crate) fn is_null(&self) -> bool {
        self.typed() == Some(Typed::Null)
    }

    pub(crate) fn is_empty_list(&self) -> bool {
        matches!(&self.value, Value::List(items) if items.is_empty())
    }

    pub(crate) fn is_empty_map(&self) -> bool {
        self.map().is_some_and(<[Entry]>::is_empty)
    }

    /// What a JSON Pointer (RFC 6901) leads to, and the token that stands for it: the key of a member
    /// of a mapping, the whole of an item of a list.
    pub(crate) fn at(&self, pointer: &str) -> Option<(Span, &Node)> {
        let mut place = (self.span, self);
        if pointer.is_empty() {
            return Some(place);
        }
        for token in pointer.strip_prefix('/')?.split('/') {
            let token = unescaped(token);
            place = match &place.1.value {
                Value::Map(_) => {
                    let entry = place.1.entry(&token)?;
                    (entry.key.span, &entry.value)
                }
                Value::List(items) => {
                    let item = items.get(token.parse::<usize>().ok()?)?;
                    (item.span, item)
                }
                Value::Scalar(_) => return None,
            };
        }
        Some(place)
    }

    /// Calls `visit` with this node and every node below it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        for node in self.items().chain(self.entries().map(|it| &it.value)) {
            node.walk(visit);
        }
    }

    /// The target of a `$ref` at this node.
    pub fn reference(&self) -> Option<&Node> {
        self.get("$ref")
    }

    /// What kind of value this is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Scalar(scalar) => match scalar.typed {
                Typed::Null => "nothing",
                Typed::Bool(_) => "true or false",
                Typed::Integer(_) | Typed::Float(_) | Typed::Unbounded => "a number",
                Typed::Text => "text",
            },
        }
    }
}

/// Reads the text into a tree; what YAML allows and a contract does not goes to the report.
///
/// Gives nothing when the text is no YAML or no document.
pub(crate) fn parse(text: &str, report: &mut Report) -> Option<Node> {
    let lines: Vec<&str> = text.lines().collect();
    if let Some((line, number)) = lines.iter().zip(1..).find(|(line, _)| line.contains('\r')) {
        let column = line.chars().take_while(|c| *c != '\r').count() + 1;
        let message = "a line ends in a carriage return (CR) alone";
        let help = "save the file with other line ends: LF or CRLF";
        let span = Span::on_line(number, column, 1);
        report.add("yaml-syntax", Class::Invalid, span, message, help);
        return None;
    }
    for (line, number) in lines.iter().zip(1..) {
        foreign_characters(line, number, report);
    }
    if !report.findings.is_empty() {
        return None;
    }
    let text = json::with_whole_characters(text);
    let error = match build(&text, report) {
        Ok(root) => return Some(root),
        Err(error) => error?,
    };
    let mark = position(*error.marker());
    // The parser looks ahead, and so gives up before the tree is too deep for us.
    if error.info() == "recursion limit exceeded" {
        too_deep(Span::on_line(mark.line, mark.column, 0), report);
        return None;
    }
    syntax::explain(&lines, mark, error.info(), report);
    // Most readers take a closing bracket that is not indented, which YAML itself does not allow.
    let explained = report.findings.len();
    let indented = syntax::with_brackets_indented(&lines);
    let root = indented.and_then(|text| build(&text, report).ok());
    if root.is_some() {
        report.findings[explained - 1].repair = Some(Repair::Keep);
    } else {
        report.findings.truncate(explained);
    }
    root
}

fn too_deep(span: Span, report: &mut Report) {
    let message = format!("the contract nests deeper than {MAX_DEPTH} levels");
    let help = "make the inner parts components and use `$ref`";
    report.add(SYNTAX.0, SYNTAX.1, span, message, help);
}

fn build(text: &str, report: &mut Report) -> Result<Node, Stop> {
    let lines: Vec<Vec<char>> = text.lines().map(|line| line.chars().collect()).collect();
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        lines: &lines,
        depth: 0,
        anchors: HashMap::new(),
        repeated: 0,
        report,
    };
    let mut root = None;
    while let Some((event, span)) = reader.next()? {
        match event {
            Event::DocumentStart(_) if root.is_some() => {
                let message = "a second YAML document starts here";
                let help = "a contract is one document: remove the `---`";
                reader.add(SYNTAX, span, message, help);
                break;
            }
            Event::Scalar(..)
            | Event::SequenceStart(..)
            | Event::MappingStart(..)
            | Event::Alias(_) => root = Some(reader.node(event, span)?),
            _ => {}
        }
    }
    root.ok_or_else(|| {
        let (message, help) = ("the contract is empty", "it begins with `openapi: 3.0.3`");
        reader.add(SYNTAX, Span::on_line(1, 1, 0), message, help);
        None
    })
}

fn position(marker: Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

/// Refuses characters that YAML does not allow, and those that some of its readers take for the end of
/// a line.
fn foreign_characters(line: &str, number: usize, report: &mut Report) {
    for (column, c) in (1..).zip(line.chars()) {
        let is_known = matches!(c, '\t' | ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{d7ff}'
            | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..);
        if !is_known {
            let (code, span) = (u32::from(c), Span::on_line(number, column, 1));
            let message = format!("the character U+{code:04X} cannot stand in a contract");
            let help = format!("remove it; in double quotes it can be written as `\\u{code:04x}`");
            report.add("yaml-syntax", Class::Invalid, span, message, help);
        }
    }
}

/// Why there is no tree: what the parser says, or nothing where the report says it.
type Stop = Option<ScanError>;

/// A rule that is reported here, with its class.
type Code = (&'static str, Class);

const SYNTAX: Code = ("yaml-syntax", Class::Invalid);
const FEATURE: Code = ("yaml-feature", Class::Invalid);
const ANCHOR: Code = ("yaml-anchor", Class::Convention);

/// Builds the tree from the parser's events.
struct Reader<'r, 't> {
    events: Parser<'t, StrInput<'t>>,
    /// By characters, as columns count: a contract may be one long line.
    lines: &'r [Vec<char>],
    /// How many lists and mappings have not ended.
    depth: usize,
    /// What is marked for repetition, by the parser's number for it.
    anchors: HashMap<usize, Node>,
    repeated: usize,
    report: &'r mut Report,
}

impl<'t> Reader<'_, 't> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Span)>, ScanError> {
        let Some((event, span)) = self.events.next().transpose()? else {
            return Ok(None);
        };
        let (start, end) = (position(span.start), position(span.end));
        Ok(Some((event, Span { start, end })))
    }

    /// The next node inside a list or a mapping, whose end goes along; nothing where it ends.
    fn inner(&mut self, span: &mut Span) -> Result<Option<Node>, Stop> {
        let Some((event, place)) = self.next()? else {
            return Ok(None);
        };
        if matches!(event, Event::SequenceEnd | Event::MappingEnd) {
            self.depth -= 1;
            // The end of a block is an empty span at the token after it; a bracket has a width.
            if place.start < place.end {
                span.end = place.end;
            }
            return Ok(None);
        }
        let node = self.node(event, place)?;
        span.end = node.span.end;
        Ok(Some(node))
    }

    /// The node that begins with an event.
    fn node(&mut self, event: Event<'t>, mut span: Span) -> Result<Node, Stop> {
        let (anchor, value, comment) = match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.end_at_quote(&mut span, style);
                self.decoration(anchor, tag.is_some(), span);
                let scalar = match style {
                    ScalarStyle::Plain => Scalar::plain(text.into_owned()),
                    _ => Scalar::text(text.into_owned()),
                };
                (anchor, Value::Scalar(scalar), self.comment(span, style))
            }
            Event::SequenceStart(anchor, tag) => {
                self.enter(anchor, tag.is_some(), span)?;
                let mut items = Vec::new();
                while let Some(item) = self.inner(&mut span)? {
                    items.push(item);
                }
                (anchor, Value::List(items), None)
            }
            Event::MappingStart(anchor, tag) => {
                self.enter(anchor, tag.is_some(), span)?;
                let mut entries = Vec::new();
                while let Some(key) = self.inner(&mut span)? {
                    let key = self.key(key);
                    let value = self.inner(&mut span)?;
                    let entry = key.zip(value).map(|(key, value)| Entry { key, value });
                    entries.extend(entry);
                }
                merge(&mut entries);
                (anchor, Value::Map(entries), None)
            }
            Event::Alias(anchor) => return self.repeat(anchor, span),
            // Nothing else begins a node.
            _ => (0, Value::Scalar(Scalar::plain(String::new())), None),
        };
        let node = Node {
            span,
            value,
            comment,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        Ok(node)
    }

    fn enter(&mut self, anchor: usize, is_tagged: bool, span: Span) -> Result<(), Stop> {
        self.decoration(anchor, is_tagged, span);
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            too_deep(span, self.report);
            return Err(None);
        }
        Ok(())
    }

    fn repeat(&mut self, anchor: usize, span: Span) -> Result<Node, Stop> {
        let message = "an alias repeats another part of the file";
        let help = "write the part out, or make it a component and use `$ref`; text that begins with \
                    `*` needs quotes";
        self.add(ANCHOR, span, message, help);
        let Some(node) = self.anchors.get(&anchor) else {
            let help = "write the part out";
            self.add(SYNTAX, span, "the part holds itself", help);
            return Err(None);
        };
        node.walk(&mut |_| self.repeated += 1);
        if self.repeated > MAX_REPEATED {
            let message = format!("aliases repeat more than {MAX_REPEATED} values");
            let help = "write components and use `$ref`";
            self.add(SYNTAX, span, message, help);
            return Err(None);
        }
        Ok(node.clone())
    }

    fn add(&mut self, (code, class): Code, at: Span, message: impl Into<String>, help: &str) {
        self.report.add(code, class, at, message, help);
    }

    /// What follows a place on its line.
    fn rest(&self, at: Position) -> &[char] {
        let line = self.lines.get(at.line - 1);
        line.and_then(|line| line.get(at.column - 1..))
            .unwrap_or_default()
    }

    /// Ends the span of a quoted scalar at its closing quote: the parser lets it run on over the
    /// spaces and the comment behind it.
    fn end_at_quote(&self, span: &mut Span, style: ScalarStyle) {
        let quote = match style {
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            _ => return,
        };
        if span.start.line == span.end.line
            && let Some(length) = syntax::closing_quote(self.rest(span.start), 1, quote)
        {
            span.end.column = span.start.column + length + 1;
        }
    }

    fn decoration(&mut self, anchor: usize, is_tagged: bool, Span { start, .. }: Span) {
        if anchor == 0 && !is_tagged {
            return;
        }
        // The first word of the value is the anchor or the tag.
        let word = self.rest(start).iter().take_while(|c| !c.is_whitespace());
        let span = Span::on_line(start.line, start.column, word.count());
        if anchor > 0 {
            let message = "an anchor marks this part for repetition";
            let help =
                "make the part a component and use `$ref`; text that begins with `&` needs quotes";
            self.add(ANCHOR, span, message, help);
        }
        if is_tagged {
            let message = "a tag gives this value a type of its own";
            let help =
                "remove the tag; put text that begins with `!` or looks like a number in quotes";
            self.add(FEATURE, span, message, help);
        }
    }

    fn comment(&self, Span { end, .. }: Span, style: ScalarStyle) -> Option<Comment> {
        let rest = self.rest(end);
        // Nothing at all stands where its key's colon is.
        let start = rest.iter().position(|c| !matches!(c, ' ' | ':'))?;
        if style != ScalarStyle::Plain || rest[start] != '#' {
            return None;
        }
        let length = rest.iter().rposition(|c| !c.is_whitespace())? + 1 - start;
        Some(Comment {
            span: Span::on_line(end.line, end.column + start, length),
            is_word: rest.get(start + 1).is_some_and(|c| !c.is_whitespace()),
        })
    }

    /// The node as a key, unless it is one that a contract cannot have.
    fn key(&mut self, node: Node) -> Option<Key> {
        let Node { span, value, .. } = node;
        let Value::Scalar(scalar) = value else {
            let message = "a key is a list or a mapping";
            self.add(
                ("bad-key", Class::Invalid),
                span,
                message,
                "keys of a contract are text",
            );
            return None;
        };
        if scalar.text == MERGE {
            let message = "`<<` merges another mapping into this one";
            let help = "write the keys out, or make the part a component and use `$ref`";
            self.add(ANCHOR, span, message, help);
        }
        Some(Key {
            span,
            scalar,
            meant: None,
        })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(text: &str) -> Node {
        let mut report = Report::default();
        let node = parse(text, &mut report).unwrap();
        assert!(report.findings.is_empty(), "{report:?}");
        node
    }

    /// Lines and columns of a span: where it starts and where it ends.
    fn places(span: Span) -> [(usize, usize); 2] {
        [span.start, span.end].map(|position| (position.line, position.column))
    }

    #[test]
    fn keys_and_values_of_a_block_know_their_places() {
        let root = read("a: one\nb:\n  - x\n  - c: two\n    d: three\n");
        let [a, b] = [root.entry("a").unwrap(), root.entry("b").unwrap()];
        assert_eq!(places(a.key.span), [(1, 1), (1, 2)]);
        assert_eq!(places(a.value.span), [(1, 4), (1, 7)]);
        assert_eq!(places(b.value.span), [(3, 3), (5, 13)]);
        let item = b.value.items().nth(1).unwrap();
        assert_eq!(places(item.span), [(4, 5), (5, 13)]);
        assert_eq!(places(item.entry("d").unwrap().key.span), [(5, 5), (5, 6)]);
    }

    #[test]
    fn flow_collections_end_at_their_bracket() {
        let root = read("a: { b: [1, true],\n  c: x }\n");
        let a = root.get("a").unwrap();
        assert_eq!(places(a.span), [(1, 4), (2, 9)]);
        let b = a.get("b").unwrap();
        assert_eq!(places(b.span), [(1, 9), (1, 18)]);
        let items: Vec<_> = b
            .items()
            .map(|item| (item.integer(), item.flag()))
            .collect();
        assert_eq!(items, [(Some(1), None), (None, Some(true))]);
    }

    #[test]
    fn columns_count_characters_and_quotes_belong_to_the_token() {
        let root = read("'ключ': \"ü\"   # заметка\n\"b\": é\n");
        let entry = root.entry("ключ").unwrap();
        assert_eq!(places(entry.key.span), [(1, 1), (1, 7)]);
        assert_eq!(places(entry.value.span), [(1, 9), (1, 12)]);
        assert_eq!(places(root.get("b").unwrap().span), [(2, 6), (2, 7)]);
        let root = read("[ 'it''s' , \"a\\\"b\" ]\n");
        let spans: Vec<_> = root.items().map(|item| places(item.span)).collect();
        assert_eq!(spans, [[(1, 3), (1, 10)], [(1, 13), (1, 19)]]);
    }

    #[test]
    fn scalars_over_several_lines_keep_their_text() {
        let root = read("a: |\n  x\n  y\nb: >-\n  x\n  y\nc: x\n  y\nd: 'x\n\n  y'\n");
        let texts: Vec<_> = root
            .entries()
            .map(|entry| entry.value.text().unwrap())
            .collect();
        assert_eq!(texts, ["x\ny\n", "x y", "x y", "x\ny"]);
        assert_eq!(root.get("c").unwrap().span.start.line, 7);
        assert_eq!(places(root.entry("d").unwrap().key.span), [(9, 1), (9, 2)]);
    }

    #[test]
    fn carriage_returns_do_not_move_anything() {
        let unix = "a:\n  - b: |\n      x\n    c: 'd'\n";
        let (unix, windows) = (read(unix), read(&unix.replace('\n', "\r\n")));
        assert_eq!(format!("{unix:?}"), format!("{windows:?}"));
    }

    #[test]
    fn quotes_make_text_of_what_is_something_else_without() {
        let root = read("a: 'true'\nb: true\nc: \"1\"\nd: 1\ne: ''\nf:\ng: |\n  1\n");
        let kinds: Vec<_> = root.entries().map(|entry| entry.value.kind()).collect();
        let expected = [
            "text",
            "true or false",
            "text",
            "a number",
            "text",
            "nothing",
            "text",
        ];
        assert_eq!(kinds, expected);
    }

    #[test]
    fn equal_keys_are_all_kept() {
        let root = read("a: 1\nb: 2\na: 3\n");
        let lines: Vec<_> = root
            .entries()
            .map(|entry| entry.key.span.start.line)
            .collect();
        assert_eq!(lines, [1, 2, 3]);
        assert_eq!(root.get("a").unwrap().integer(), Some(1));
    }

    /// The only finding of a text that cannot be read: its code and its place.
    fn refused(text: &str) -> (&'static str, [(usize, usize); 2]) {
        let mut report = Report::default();
        assert!(parse(text, &mut report).is_none());
        let found = report.into_diagnostics();
        assert_eq!(found.len(), 1, "{found:?}");
        (found[0].code, places(found[0].span))
    }

    #[test]
    fn an_empty_file_is_no_document() {
        for text in ["", "\n", "# nothing\n"] {
            assert_eq!(refused(text), ("yaml-syntax", [(1, 1), (1, 1)]));
        }
    }

    #[test]
    fn endless_nesting_is_an_error_and_not_a_crash() {
        for text in [
            format!("a: {}", "[".repeat(100_000)),
            format!("a:\n{}x", "- ".repeat(100_000)),
            format!("a: {}{}", "[".repeat(200), "]".repeat(200)),
        ] {
            assert!(refused(&text).0 == "yaml-syntax");
        }
    }

    #[test]
    fn a_carriage_return_alone_is_no_end_of_a_line() {
        assert_eq!(refused("a: b\rc: d\n"), ("yaml-syntax", [(1, 5), (1, 6)]));
    }

    #[test]
    fn aliases_repeat_no_more_than_memory_holds() {
        let level = |n: usize| format!("a{n}: &a{n} [{}]\n", format!("*a{},", n - 1).repeat(9));
        let levels: String = (1..12).map(level).collect();
        assert_eq!(codes(&format!("a0: &a0 [x]\n{levels}")), ["yaml-syntax"]);
    }

    #[test]
    fn merged_keys_count_where_there_are_no_others() {
        let text = "a: &a { x: 1, y: 2 }\nb: { y: 3, <<: *a }\nc: { <<: [*a, { z: 4 }] }\n";
        let root = parse(text, &mut Report::default()).unwrap();
        let json = |key: &str| root.get(key).unwrap().to_json();
        assert_eq!(json("b"), serde_json::json!({ "y": 3, "x": 1 }));
        assert_eq!(json("c"), serde_json::json!({ "x": 1, "y": 2, "z": 4 }));
    }

    #[test]
    fn a_closing_bracket_need_not_be_indented() {
        let root = |text| parse(text, &mut Report::default()).unwrap();
        let read =
            root("a:\n  - b: [\n      1,\n      {\n        c: 2\n      }\n    ]\n    d: 3\n");
        assert_eq!(
            read.to_json(),
            serde_json::json!({ "a": [{ "b": [1, { "c": 2 }], "d": 3 }] })
        );
    }

    /// The codes of what is wrong with a text that cannot be read.
    fn codes(text: &str) -> Vec<&'static str> {
        let mut report = Report::default();
        assert!(parse(text, &mut report).is_none());
        report.tolerate();
        let found = report.into_diagnostics();
        found.iter().map(|it| it.code).collect()
    }

    #[test]
    fn what_is_refused_leaves_the_rest_readable() {
        let mut report = Report::default();
        let text = "a: &x 1\nb: *x\n<<: { c: 1 }\n? [d]\n: 1\ne: !!int 1\nf: 2\n";
        let root = parse(text, &mut report).unwrap();
        assert_eq!(root.get("f").unwrap().integer(), Some(2));
        let found = report.into_diagnostics();
        let found: Vec<_> = found.iter().map(|found| found.code).collect();
        let [anchor, tag] = ["yaml-anchor", "yaml-feature"];
        assert_eq!(found, [anchor, anchor, anchor, "bad-key", tag]);
        assert_eq!(root.get("b").unwrap().integer(), Some(1));
        assert_eq!(root.get("c").unwrap().integer(), Some(1));
    }
}
