//! The list: read and checked as a whole, before anything is sent.

use std::collections::HashMap;

use csv::{ReaderBuilder, StringRecord, Trim};

use crate::numbers;
use crate::plan::{Header, HeaderKind, Row};

/// A list without mistakes.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) rows: Vec<Row>,
    /// How many parameters the body gets.
    pub(crate) body: usize,
    /// What the header gets.
    pub(crate) header: Option<HeaderKind>,
    /// Names of columns that nothing is sent of.
    pub(crate) unused: Vec<String>,
}

/// Where in a record the values stand.
#[derive(Default)]
struct Columns {
    to: usize,
    body: Vec<usize>,
    header: Option<(HeaderKind, usize)>,
    unused: Vec<String>,
}

/// Reads a list, or gives all that is wrong with it, a line each.
pub(crate) fn read(
    text: &[u8],
    country: Option<&str>,
    allow_duplicates: bool,
) -> Result<List, Vec<String>> {
    let text = str::from_utf8(text).map_err(|error| {
        vec![format!(
            "this is not UTF-8, which a spreadsheet can export: {error}"
        )]
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    // Spreadsheets of many countries, Indonesia's among them, separate values by semicolons.
    let semicolons = head.contains(';') && !head.contains(',');
    let mut reader = ReaderBuilder::new()
        .delimiter(if semicolons { b';' } else { b',' })
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let names = reader.headers().map_err(|error| vec![error.to_string()])?;
    let (fields, columns) = (names.len(), columns(names)?);

    let (mut rows, mut mistakes) = (Vec::new(), Vec::new());
    // The line of what was there before, and how often.
    let mut seen = HashMap::<(String, Option<Header>, Vec<String>), (u64, u32)>::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                mistakes.push(error.to_string());
                continue;
            }
        };
        // Its position is that of the end of the line before, which blank lines may follow.
        let start = record
            .position()
            .and_then(|it| it.byte().try_into().ok())
            .unwrap_or(counted);
        let blank = text[start..].len() - text[start..].trim_start_matches(['\r', '\n']).len();
        let start = start + blank;
        line += text[counted..start].matches('\n').count() as u64;
        counted = start;
        if record.len() != fields {
            let found = record.len();
            mistakes.push(format!("line {line}: {found} values for {fields} columns"));
            continue;
        }
        let mut row = match row(&record, &columns, country) {
            Ok(row) => row,
            Err(wrong) => {
                mistakes.extend(wrong.iter().map(|wrong| format!("line {line}: {wrong}")));
                continue;
            }
        };
        row.line = line;
        let content = (row.to.clone(), row.header.clone(), row.body.clone());
        let (first, times) = seen.entry(content).or_insert((line, 0));
        row.occurrence = *times;
        *times += 1;
        if row.occurrence > 0 && !allow_duplicates {
            mistakes.push(format!(
                "line {line}: the same message to {} as in line {first}: remove it, or give \
                 --allow-duplicates",
                row.to
            ));
        }
        rows.push(row);
    }
    if rows.is_empty() && mistakes.is_empty() {
        mistakes.push("there are no rows".to_owned());
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    Ok(List {
        rows,
        body: columns.body.len(),
        header: columns.header.map(|(kind, _)| kind),
        unused: columns.unused,
    })
}

fn columns(names: &StringRecord) -> Result<Columns, Vec<String>> {
    let mut columns = Columns::default();
    let (mut body, mut mistakes) = (Vec::new(), Vec::new());
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|other| other == name) {
            mistakes.push(format!("there are two columns `{name}`"));
        } else if name == "to" {
            columns.to = index;
        } else if let Some(number) = name.strip_prefix("body_") {
            match number.parse::<usize>() {
                Ok(number) => body.push((number, index)),
                Err(_) => mistakes.push(format!("`{name}` is not body_1, body_2, …")),
            }
        } else if let Some(kind) = name.strip_prefix("header_") {
            match HeaderKind::of(kind) {
                Some(kind) if columns.header.is_none() => columns.header = Some((kind, index)),
                Some(_) => mistakes.push("a template has one header".to_owned()),
                None => mistakes.push(format!(
                    "`{name}` is not header_text, header_image, header_video or header_document"
                )),
            }
        } else {
            columns.unused.push(name.to_owned());
        }
    }
    if !names.iter().any(|name| name == "to") {
        mistakes.push("there is no column `to`".to_owned());
    }
    body.sort_unstable();
    if !body.iter().map(|(number, _)| *number).eq(1..=body.len()) {
        mistakes.push("the columns of the body are not numbered 1, 2, 3, …".to_owned());
    }
    columns.body = body.into_iter().map(|(_, index)| index).collect();
    if mistakes.is_empty() {
        Ok(columns)
    } else {
        Err(mistakes)
    }
}

/// A row, or everything that is wrong with it.
fn row(
    record: &StringRecord,
    columns: &Columns,
    country: Option<&str>,
) -> Result<Row, Vec<String>> {
    let mut mistakes = Vec::new();
    let written = &record[columns.to];
    let to = numbers::normalize(written, country).unwrap_or_else(|wrong| {
        mistakes.push(format!("to {written:?}: {wrong}"));
        String::new()
    });
    for (number, index) in (1..).zip(&columns.body) {
        if let Some(wrong) = wrong_text(&record[*index]) {
            mistakes.push(format!("body_{number}: {wrong}"));
        }
    }
    let header = columns.header.map(|(kind, index)| Header {
        kind,
        value: record[index].to_owned(),
    });
    if let Some(Header { kind, value }) = &header {
        let wrong = match kind {
            HeaderKind::Text => wrong_text(value),
            _ if value.starts_with("https://") => None,
            _ => Some("a link begins with https://"),
        };
        mistakes.extend(wrong.map(|wrong| format!("header_{}: {wrong}", kind.name())));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let body = columns
        .body
        .iter()
        .map(|index| record[*index].to_owned())
        .collect();
    Ok(Row {
        line: 0,
        to,
        header,
        body,
        occurrence: 0,
    })
}

/// What WhatsApp does not take as the text of a parameter.
fn wrong_text(text: &str) -> Option<&'static str> {
    if text.is_empty() {
        Some("it is empty")
    } else if text.contains(['\n', '\r', '\t']) {
        Some("it has more than one line, or a tab")
    } else if text.contains("     ") {
        Some("it has more than four spaces in a row")
    } else {
        None
    }
}
