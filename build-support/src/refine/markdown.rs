//! Descriptions of the contract as Rust documentation.
//!
//! OpenAPI's descriptions are CommonMark, and so is rustdoc, but for what rustdoc makes of it: a
//! fenced block is compiled as a test, `[name]` is a link to an item, `<name>` is HTML and a bare
//! URL is a warning. A contract's author knows nothing of that, so it is put right here.

/// `text` as it may stand in a doc comment.
pub(super) fn documentation(text: &str) -> String {
    let mut fenced = false;
    let lines = text.trim().lines().map(|line| {
        let line = line.trim_end();
        let start = line.trim_start();
        if let Some(info) = start.strip_prefix("```") {
            fenced = !fenced;
            let indent = &line[..line.len() - start.len()];
            return match (fenced, info.trim()) {
                (true, "" | "rust") => format!("{indent}```text"),
                _ => line.to_owned(),
            };
        }
        if fenced {
            line.to_owned()
        } else {
            escape(line)
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The first paragraph of `text`, on one line.
pub(super) fn first_paragraph(text: &str) -> String {
    let lines = text
        .trim()
        .lines()
        .take_while(|line| !line.trim().is_empty());
    lines.map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The lines of `text`, its paragraphs filled anew so that no line is longer than `width` where a
/// space allows it. Fenced blocks stay as they are.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut fenced = false;
    let mut paragraphs: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        if fenced || is_fence {
            fenced ^= is_fence;
            fill(&mut paragraphs, width, &mut lines);
            lines.push(line.to_owned());
        } else if let Some(paragraph) = paragraphs.last_mut().filter(|it| continues(it, line)) {
            paragraph.push(' ');
            paragraph.push_str(line.trim());
        } else {
            paragraphs.push(line.to_owned());
        }
    }
    fill(&mut paragraphs, width, &mut lines);
    lines
}

/// Whether `line` is a further line of `paragraph`.
fn continues(paragraph: &str, line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let is_block = |text: &str| text.trim_start().starts_with(['#', '|', '>']);
    !(paragraph.trim().is_empty()
        || line.trim().is_empty()
        || is_block(paragraph)
        || is_block(line)
        || begins_a_block(first)
        || line.starts_with("    "))
}

fn fill(paragraphs: &mut Vec<String>, width: usize, lines: &mut Vec<String>) {
    for paragraph in paragraphs.drain(..) {
        if paragraph.starts_with(['|', '#']) {
            lines.push(paragraph);
        } else {
            wrap_line(&paragraph, width, lines);
        }
    }
}

fn wrap_line(line: &str, width: usize, lines: &mut Vec<String>) {
    let content = line.trim_start();
    let mut indent = line[..line.len() - content.len()].to_owned();
    let mut current = indent.clone();
    if content.starts_with("- ") {
        indent.push_str("  ");
    }
    for word in content.split(' ') {
        let is_first = current.trim().is_empty();
        let fits = current.chars().count() + 1 + word.chars().count() <= width;
        if is_first || fits || begins_a_block(word) {
            if !is_first {
                current.push(' ');
            }
            current.push_str(word);
        } else {
            lines.push(std::mem::replace(&mut current, format!("{indent}{word}")));
        }
    }
    lines.push(current);
}

/// Whether CommonMark would take a line that begins with `word` for a list, a heading or a quote.
fn begins_a_block(word: &str) -> bool {
    let numbered = word.trim_end_matches(['.', ')']);
    matches!(word, "-" | "+" | "*" | ">" | "=")
        || word.starts_with('#')
        || word.starts_with("```")
        || (numbered.len() < word.len() && numbered.chars().all(|c| c.is_ascii_digit()))
}

/// Escapes one line outside fenced blocks; inline code stays as it is.
fn escape(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for (index, part) in line.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        let is_code = index % 2 == 1;
        if is_code {
            out.push_str(part);
        } else {
            escape_text(part, &mut out);
        }
    }
    out
}

fn escape_text(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['<', '[', 'h']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        let (escaped, length) = special_text(special);
        out.push_str(&escaped);
        rest = &special[length..];
    }
    out.push_str(rest);
}

/// What becomes of the start of `text`, which may be special, and how many bytes that start has.
fn special_text(text: &str) -> (String, usize) {
    let kept = |length: usize| (text[..length].to_owned(), length);
    if text.starts_with("<http") {
        return kept(text.find('>').map_or(text.len(), |end| end + 1));
    }
    if text.starts_with('<') {
        return ("\\<".to_owned(), 1);
    }
    if text.starts_with('[') {
        return link_end(text).map_or_else(|| ("\\[".to_owned(), 1), kept);
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        let ends = |c: char| c.is_whitespace() || matches!(c, ')' | ']' | '>' | '"' | '\'');
        let url = &text[..text.find(ends).unwrap_or(text.len())];
        let url = url.trim_end_matches(['.', ',', ';', ':']);
        return (format!("<{url}>"), url.len());
    }
    kept(1)
}

/// Where `[text](target)` at the start of `text` ends.
fn link_end(text: &str) -> Option<usize> {
    let middle = text.find(']')?;
    text[middle + 1..].strip_prefix('(')?;
    let close = text[middle..].find(')')?;
    Some(middle + close + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rustdoc_would_misread_is_escaped() {
        let table = [
            ("plain text", "plain text"),
            ("the <id> of it", "the \\<id> of it"),
            ("`<id>` in code", "`<id>` in code"),
            ("see [note] there", "see \\[note] there"),
            (
                "see [a page](https://example.com/a)",
                "see [a page](https://example.com/a)",
            ),
            ("see https://example.com/a.", "see <https://example.com/a>."),
            ("see <https://example.com/a>", "see <https://example.com/a>"),
            ("hat, http and he", "hat, http and he"),
            ("```\n<x> [y]\n```", "```text\n<x> [y]\n```"),
            ("```json\n[1]\n```", "```json\n[1]\n```"),
        ];
        for (text, expected) in table {
            assert_eq!(documentation(text), expected, "{text}");
        }
    }

    #[test]
    fn paragraphs_are_filled_and_code_is_not() {
        let table: [(&str, &[&str]); 6] = [
            ("aaa bbb ccc", &["aaa bbb", "ccc"]),
            ("aaa\nbbb\nccc\n\nddd", &["aaa bbb", "ccc", "", "ddd"]),
            ("- aaa bbb\n  ccc\n- d", &["- aaa", "  bbb", "  ccc", "- d"]),
            (
                "```text\naaa bbb ccc\n```\nddd",
                &["```text", "aaa bbb ccc", "```", "ddd"],
            ),
            ("# Aaa bbb ccc\nddd", &["# Aaa bbb ccc", "ddd"]),
            ("end 1. and more", &["end 1.", "and more"]),
        ];
        for (text, expected) in table {
            assert_eq!(wrap(text, 8), expected, "{text}");
        }
    }

    #[test]
    fn the_first_paragraph_is_one_line() {
        assert_eq!(first_paragraph("One\ntwo.\n\nThree."), "One two.");
    }
}
