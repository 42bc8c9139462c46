//! The contract as written: a tree that keeps every key, duplicates too, and where each one stands.

use std::slice;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{
    diagnostic::{Finding, Position, Report, Span},
    scalar::{Scalar, Typed},
    syntax,
};

/// How deep the contract may nest: far beyond any real one, far below what would exhaust a stack.
const MAX_DEPTH: usize = 100;

/// One node of the tree.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) value: Value,
}

/// What a node holds.
#[derive(Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Map),
    /// Something that was refused while reading; no rule has more to say about it.
    Refused,
}

/// A mapping: its entries in the order of the text.
#[derive(Debug, Default)]
pub(crate) struct Map {
    pub(crate) entries: Vec<Entry>,
    /// An entry was refused while reading, so a key that seems to be missing may be in it.
    pub(crate) incomplete: bool,
}

/// A key with its value.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) key: Key,
    pub(crate) value: Node,
}

/// A key of a mapping.
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) span: Span,
    pub(crate) scalar: Scalar,
    /// The known key that this misspelt one most likely stands for.
    pub(crate) meant: Option<&'static str>,
}

impl Key {
    /// The key that was meant, so that a misspelt one is reported once and otherwise understood.
    pub(crate) fn name(&self) -> &str {
        self.meant.unwrap_or(&self.scalar.text)
    }
}

impl Map {
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.key.name() == name)
    }
}

impl Node {
    pub(crate) fn map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The entries of a mapping; none when it is something else.
    pub(crate) fn entries(&self) -> slice::Iter<'_, Entry> {
        self.map().map_or(&[][..], |map| &map.entries).iter()
    }

    /// The items of a list; none when it is something else.
    pub(crate) fn items(&self) -> slice::Iter<'_, Node> {
        match &self.value {
            Value::List(items) => items.iter(),
            _ => [].iter(),
        }
    }

    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.map()?.entry(name)
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Node> {
        self.entry(name).map(|entry| &entry.value)
    }

    /// Whether the key is there or may be in a part that was refused.
    pub(crate) fn may_have(&self, name: &str) -> bool {
        self.map()
            .is_none_or(|map| map.incomplete || map.entry(name).is_some())
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

    pub(crate) fn text(&self) -> Option<&str> {
        let scalar = self.scalar()?;
        (scalar.typed == Typed::Text).then_some(&scalar.text)
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match self.typed()? {
            Typed::Bool(flag) => Some(flag),
            _ => None,
        }
    }

    pub(crate) fn integer(&self) -> Option<i128> {
        match self.typed()? {
            Typed::Integer(integer) => Some(integer),
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
        self.map().is_some_and(|map| map.entries.is_empty())
    }

    /// The target of a `$ref` at this node.
    pub(crate) fn reference(&self) -> Option<&Node> {
        self.get("$ref")
    }

    /// What kind of value this is, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
            Value::Refused => "refused",
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
    let mut tree = Builder::default();
    for event in Parser::new_from_str(text) {
        match event {
            Ok((event, span)) => {
                let mut span = from_markers(span.start, span.end);
                if let Event::Scalar(_, style, ..) = &event {
                    end_at_quote(&mut span, *style, &lines);
                }
                if !tree.event(event, span, report) {
                    break;
                }
            }
            Err(error) => {
                let mark = from_marker(*error.marker());
                report.add(syntax::explain(&lines, mark, error.info()));
                return None;
            }
        }
    }
    if tree.root.is_none() && report.is_empty() {
        report.add(empty());
    }
    tree.root
}

/// `yaml-empty`: a file with nothing but comments is most likely the wrong one.
fn empty() -> Finding {
    let start = Position { line: 1, column: 1 };
    let span = Span { start, end: start };
    Finding::new("yaml-empty", span, "the contract is empty")
}

fn from_markers(start: Marker, end: Marker) -> Span {
    Span {
        start: from_marker(start),
        end: from_marker(end),
    }
}

fn from_marker(marker: Marker) -> Position {
    Position {
        line: marker.line(),
        column: marker.col() + 1,
    }
}

/// Ends the span of a quoted scalar at its closing quote: the parser lets it run on over the
/// spaces and the comment behind it.
fn end_at_quote(span: &mut Span, style: ScalarStyle, lines: &[&str]) {
    let quote = match style {
        ScalarStyle::SingleQuoted => '\'',
        ScalarStyle::DoubleQuoted => '"',
        _ => return,
    };
    let line = lines.get(span.start.line - 1);
    let Some(line) = line.filter(|_| span.start.line == span.end.line) else {
        return;
    };
    let line: Vec<char> = line.chars().collect();
    if let Some(index) = syntax::closing_quote(&line, span.start.column, quote) {
        // Columns count from 1, and the end is behind the quote.
        span.end.column = index + 2;
    }
}

/// A collection whose end has not been read yet.
#[derive(Debug)]
struct Open {
    span: Span,
    collection: Collection,
}

#[derive(Debug)]
enum Collection {
    List(Vec<Node>),
    Map { map: Map, awaits: Awaits },
}

/// What the next node inside a mapping is.
#[derive(Debug)]
enum Awaits {
    Key,
    Value(Key),
    /// The value of a key that was refused.
    Nothing,
}

/// Builds the tree from the parser's events.
#[derive(Debug, Default)]
struct Builder {
    open: Vec<Open>,
    root: Option<Node>,
}

impl Builder {
    /// Takes one event; false when there is no use in reading on.
    fn event(&mut self, event: Event<'_>, span: Span, report: &mut Report) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let refused = refuse_decoration(anchor, tag.is_some(), span, report);
                let value = match style {
                    _ if refused => Value::Refused,
                    ScalarStyle::Plain => Value::Scalar(Scalar::plain(text.into_owned())),
                    _ => Value::Scalar(Scalar::text(text.into_owned())),
                };
                self.deliver(Node { span, value }, report);
            }
            Event::SequenceStart(anchor, tag) => {
                refuse_decoration(anchor, tag.is_some(), span, report);
                return self.enter(span, Collection::List(Vec::new()), report);
            }
            Event::MappingStart(anchor, tag) => {
                refuse_decoration(anchor, tag.is_some(), span, report);
                let collection = Collection::Map {
                    map: Map::default(),
                    awaits: Awaits::Key,
                };
                return self.enter(span, collection, report);
            }
            Event::SequenceEnd | Event::MappingEnd => self.leave(span, report),
            Event::Alias(_) => {
                report.add(alias(span));
                let value = Value::Refused;
                self.deliver(Node { span, value }, report);
            }
            Event::DocumentStart(_) if self.root.is_some() => {
                report.add(second_document(span));
                return false;
            }
            _ => {}
        }
        true
    }

    fn enter(&mut self, span: Span, collection: Collection, report: &mut Report) -> bool {
        if self.open.len() == MAX_DEPTH {
            report.add(too_deep(span));
            self.root = None;
            return false;
        }
        self.open.push(Open { span, collection });
        true
    }

    fn leave(&mut self, end: Span, report: &mut Report) {
        let Some(Open {
            mut span,
            collection,
        }) = self.open.pop()
        else {
            return;
        };
        let (value, last) = match collection {
            Collection::List(items) => {
                let last = items.last().map(|item| item.span.end);
                (Value::List(items), last)
            }
            Collection::Map { map, .. } => {
                let last = map.entries.last().map(|entry| entry.value.span.end);
                (Value::Map(map), last)
            }
        };
        // The end of a block is an empty span at the token after it; a bracket has a width.
        let is_block = end.start == end.end;
        span.end = last.filter(|_| is_block).unwrap_or(end.end);
        self.deliver(Node { span, value }, report);
    }

    /// Puts a finished node where it belongs.
    fn deliver(&mut self, node: Node, report: &mut Report) {
        match self.open.last_mut().map(|open| &mut open.collection) {
            None => self.root = Some(node),
            Some(Collection::List(items)) => items.push(node),
            Some(Collection::Map { map, awaits }) => match std::mem::replace(awaits, Awaits::Key) {
                Awaits::Key => {
                    let key = key(node, report);
                    map.incomplete |= key.is_none();
                    *awaits = key.map_or(Awaits::Nothing, Awaits::Value);
                }
                Awaits::Value(key) => map.entries.push(Entry { key, value: node }),
                Awaits::Nothing => {}
            },
        }
    }
}

/// The node as a key, unless it is one that a contract cannot have.
fn key(node: Node, report: &mut Report) -> Option<Key> {
    let Node { span, value } = node;
    match value {
        Value::Scalar(scalar) if scalar == Scalar::plain("<<".to_owned()) => {
            report.add(merge_key(span));
            None
        }
        Value::Scalar(scalar) => Some(Key {
            span,
            scalar,
            meant: None,
        }),
        Value::List(_) | Value::Map(_) => {
            report.add(
                Finding::new("key-not-text", span, "a key is a list or a mapping")
                    .help("keys of a contract are text"),
            );
            None
        }
        Value::Refused => None,
    }
}

/// `yaml-alias`: tools disagree on how far an alias carries, and the model repeats its slips.
fn alias(span: Span) -> Finding {
    Finding::new(
        "yaml-alias",
        span,
        "an alias repeats another part of the file",
    )
    .help("write the part out, or make it a component and use `$ref`")
}

/// `yaml-merge-key`: YAML 1.2 has none, so `serde_yaml` takes it for a key like any other.
fn merge_key(span: Span) -> Finding {
    Finding::new(
        "yaml-merge-key",
        span,
        "`<<` merges another mapping into this one",
    )
    .help("write the keys out, or make the part a component and use `$ref`")
}

/// `yaml-documents`: `serde_yaml` refuses the file without saying where the second one starts.
fn second_document(span: Span) -> Finding {
    Finding::new("yaml-documents", span, "a second YAML document starts here")
        .help("a contract is one document: remove the `---`")
}

/// `yaml-depth`: walking the tree must not exhaust the stack.
fn too_deep(span: Span) -> Finding {
    let message = format!("the contract nests deeper than {MAX_DEPTH} levels");
    Finding::new("yaml-depth", span, message).help("make the inner parts components and use `$ref`")
}

/// `yaml-anchor`, `yaml-tag`: an anchor is of no use without aliases, and a tag hides the type.
///
/// Says whether there was one.
fn refuse_decoration(anchor: usize, tagged: bool, span: Span, report: &mut Report) -> bool {
    if anchor > 0 {
        report.add(
            Finding::new(
                "yaml-anchor",
                span,
                "an anchor marks this part for repetition",
            )
            .help("make the part a component and use `$ref`"),
        );
    }
    if tagged {
        report.add(
            Finding::new("yaml-tag", span, "a tag gives this value a type of its own")
                .help("remove the tag; put text that looks like a number in quotes"),
        );
    }
    anchor > 0 || tagged
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn read(text: &str) -> Node {
        let mut report = Report::default();
        let node = parse(text, &mut report).unwrap();
        assert!(report.is_empty(), "{report:?}");
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

    #[test]
    fn what_is_refused_leaves_the_rest_readable() {
        let mut report = Report::default();
        let text = "a: &x 1\nb: *x\n<<: { c: 1 }\n? [d]\n: 1\ne: !!int 1\nf: 2\n";
        let root = parse(text, &mut report).unwrap();
        assert_eq!(root.get("f").unwrap().integer(), Some(2));
        assert!(root.may_have("c"), "the key may be in what was refused");
        let error = report.into_error("c.yaml");
        let found: Vec<_> = error.diagnostics().iter().map(|found| found.code).collect();
        assert_eq!(
            found,
            [
                "yaml-anchor",
                "yaml-alias",
                "yaml-merge-key",
                "key-not-text",
                "yaml-tag"
            ]
        );
    }
}
