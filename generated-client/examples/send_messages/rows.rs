//! The list: read and checked as a whole, before anything is sent.

use std::collections::HashMap;

use csv::{Position, ReaderBuilder, StringRecord, Trim};

use crate::numbers;
use crate::plan::{Field, Row};

/// A list without mistakes.
#[derive(Debug, Default)]
pub(crate) struct List {
    pub(crate) rows: Vec<Row>,
    /// What the values of a row are for.
    pub(crate) fields: Vec<Field>,
    /// Names of columns that nothing is sent of.
    pub(crate) unused: Vec<String>,
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
    let text = text.trim_start_matches('\u{feff}');
    // Spreadsheets of many countries, Indonesia's among them, separate values by semicolons.
    let head = text.trim_start().lines().next().unwrap_or_default();
    let separator = b"\t;,"
        .iter()
        .max_by_key(|it| head.bytes().filter(|byte| byte == *it).count());
    let mut reader = ReaderBuilder::new()
        .delimiter(*separator.unwrap_or(&b','))
        .trim(Trim::All)
        .flexible(true)
        .from_reader(text.as_bytes());
    let names = reader
        .headers()
        .map_err(|error| vec![error.to_string()])?
        .clone();
    let (to, columns, unused) = columns(&names)?;

    let mut list = List {
        fields: columns.iter().map(|(field, _)| *field).collect(),
        unused,
        ..List::default()
    };
    let mut mistakes = Vec::new();
    // The line of what was there before, and how often.
    let mut seen = HashMap::<(String, Vec<String>), (u64, u32)>::new();
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    for record in reader.records() {
        let record = record.map_err(|error| vec![error.to_string()])?;
        // Its position is that of the end of the line before, which blank lines may follow.
        let start = record.position().map_or(0, Position::byte);
        let start = usize::try_from(start).unwrap_or_default();
        let blank = text[start..]
            .chars()
            .take_while(|c| matches!(c, '\r' | '\n'));
        let start = start + blank.count();
        let line = 1 + ends.partition_point(|end| *end < start) as u64;
        if record.iter().all(str::is_empty) {
            continue;
        }
        if record.len() != names.len() {
            let (found, expected) = (record.len(), names.len());
            mistakes.push(format!(
                "line {line}: {found} values for {expected} columns"
            ));
            continue;
        }
        match row(&record, to, &columns, country) {
            Ok((to, values)) => {
                let content = (to.clone(), values.clone());
                let (first, occurrence) = *seen
                    .entry(content)
                    .and_modify(|it| it.1 += 1)
                    .or_insert((line, 0));
                if occurrence > 0 && !allow_duplicates {
                    mistakes.push(format!(
                        "line {line}: the same message to {to} as in line {first}: remove it, or give \
                         --allow-duplicates"
                    ));
                }
                list.rows.push(Row {
                    line,
                    to,
                    values,
                    occurrence,
                });
            }
            Err(wrong) => mistakes.extend(wrong.iter().map(|it| format!("line {line}: {it}"))),
        }
    }
    if list.rows.is_empty() && mistakes.is_empty() {
        mistakes.push("there are no rows".to_owned());
    }
    if mistakes.is_empty() {
        Ok(list)
    } else {
        Err(mistakes)
    }
}

/// Which column holds the number, what the others are for, and which are for nothing.
type Columns = (usize, Vec<(Field, usize)>, Vec<String>);

fn columns(names: &StringRecord) -> Result<Columns, Vec<String>> {
    let (mut columns, mut unused, mut mistakes) = (Vec::new(), Vec::new(), Vec::new());
    let indexed = names
        .iter()
        .enumerate()
        .filter(|(_, name)| !name.is_empty());
    for (index, name) in indexed {
        if names.iter().take(index).any(|other| other == name) {
            mistakes.push(format!("there are two columns `{name}`"));
        } else if let Some(field) = Field::of_column(name) {
            columns.push((field, index));
        } else if name.starts_with("body_")
            || name.starts_with("header_")
            || name.starts_with("button_")
        {
            mistakes.push(format!(
                "`{name}` is not body_1, body_2, …, header_text, header_image, header_video, \
                 header_document, button_url_1, … or button_payload_1, …"
            ));
        } else if name != "to" {
            unused.push(name.to_owned());
        }
    }
    let to = names.iter().position(|name| name == "to");
    if to.is_none() {
        let found: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        mistakes.push(format!("there is no column `to`, but {}", found.join(", ")));
    }
    columns.sort_unstable();
    let fields = columns.iter().map(|(field, _)| *field);
    if fields.clone().filter(|field| field.is_header()).count() > 1 {
        mistakes.push("a template has one header".to_owned());
    }
    let bodies = fields.filter(|field| matches!(field, Field::Body(_)));
    if bodies
        .zip(1..)
        .any(|(field, number)| field != Field::Body(number))
    {
        mistakes.push("the columns of the body are not numbered 1, 2, 3, …".to_owned());
    }
    match to {
        Some(to) if mistakes.is_empty() => Ok((to, columns, unused)),
        _ => Err(mistakes),
    }
}

/// Number and values of a row, or everything that is wrong with them.
fn row(
    record: &StringRecord,
    to: usize,
    columns: &[(Field, usize)],
    country: Option<&str>,
) -> Result<(String, Vec<String>), Vec<String>> {
    let written = &record[to];
    let to =
        numbers::normalize(written, country).map_err(|wrong| format!("to {written:?}: {wrong}"));
    let wrong = columns.iter().filter_map(|(field, index)| {
        let wrong = wrong_value(*field, &record[*index])?;
        Some(format!("{field}: {wrong}"))
    });
    let mistakes: Vec<_> = to.clone().err().into_iter().chain(wrong).collect();
    let values = columns.iter().map(|(_, index)| record[*index].to_owned());
    match to {
        Ok(to) if mistakes.is_empty() => Ok((to, values.collect())),
        _ => Err(mistakes),
    }
}

/// What WhatsApp does not take as such a value.
fn wrong_value(field: Field, value: &str) -> Option<&'static str> {
    let is_link = field.is_header() && field != Field::HeaderText;
    let link = value
        .strip_prefix("https://")
        .is_some_and(|rest| !rest.is_empty());
    if value.is_empty() {
        Some("it is empty")
    } else if is_link && (!link || value.contains(char::is_whitespace)) {
        Some("a link begins with https:// and has no spaces")
    } else if value.contains(char::is_control) {
        Some("it has more than one line, a tab or another control character")
    } else if value.contains("     ") {
        Some("it has more than four spaces in a row")
    } else {
        None
    }
}
