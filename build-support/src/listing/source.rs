//! The text of a file → its items, without what no caller sees.

use syn::Item;

/// The items of a file, the functions without their bodies.
pub(super) fn items(text: &str) -> syn::Result<Vec<Item>> {
    Ok(syn::parse_str::<syn::File>(&without_bodies(text))?.items)
}

/// The text without comments and with `{}` for the bodies of functions: they are most of a file, and
/// would take most of the parser's time.
fn without_bodies(mut text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_function = false;
    // How many brackets are open: those of the code, and the braces of the body that is left out.
    let (mut brackets, mut braces) = (0_usize, 0_usize);
    while !text.is_empty() {
        let (piece, rest) = text.split_at(length(text));
        text = rest;
        if braces > 0 {
            match piece {
                "{" => braces += 1,
                "}" => braces -= 1,
                _ => {}
            }
            if braces == 0 {
                out.push('}');
            }
            continue;
        }
        match piece {
            // Not the type `fn(…)`.
            "fn" if brackets == 0 => in_function = text.starts_with(' '),
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            "{" if in_function && brackets == 0 => braces = 1,
            ";" if brackets == 0 => in_function = false,
            _ => {}
        }
        in_function &= braces == 0;
        if !(piece.starts_with("//") || piece.starts_with("/*")) {
            out.push_str(piece);
        }
    }
    out
}

/// The length of what a text begins with: a comment, a literal, a word, blanks, or one character.
fn length(text: &str) -> usize {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let run = |belongs: &dyn Fn(&u8) -> bool| {
        let end = text.bytes().position(|byte| !belongs(&byte));
        end.unwrap_or(text.len())
    };
    let to = |start: usize, end: &str| {
        let rest = text.get(start..).and_then(|rest| rest.find(end));
        rest.map_or(text.len(), |found| start + found + end.len())
    };
    match text.as_bytes() {
        [b'/', b'/', ..] => to(0, "\n") - usize::from(text.contains('\n')),
        [b'/', b'*', ..] => to(2, "*/"),
        [b'"', ..] => string(text),
        [b'\'', b'\\', ..] => to(3, "'"),
        [b'\'', ..] => match text.char_indices().nth(2) {
            Some((end, '\'')) => end + 1,
            // A lifetime.
            _ => 1,
        },
        [first, ..] if is_word(first) => {
            let word = run(&is_word);
            let (name, rest) = text.split_at(word);
            let hashes = rest.len() - rest.trim_start_matches('#').len();
            let opens = rest[hashes..].starts_with('"');
            match name {
                "r" | "br" | "cr" if opens => {
                    let end = format!("\"{}", "#".repeat(hashes));
                    to(word + hashes + 1, &end)
                }
                "b" | "c" if opens && hashes == 0 => word + string(rest),
                _ => word,
            }
        }
        [first, ..] if first.is_ascii_whitespace() => run(&u8::is_ascii_whitespace),
        _ => 1,
    }
}

/// The length of the literal in quotes that a text begins with.
fn string(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

#[cfg(test)]
mod tests {
    use super::without_bodies;

    #[test]
    fn bodies_and_comments_go_and_nothing_else_does() {
        for (text, expected) in [
            (
                "/// a {\npub fn a(x: [u8; 2]) -> u8 { if x { '}' } else { \"}\\\"}\" } } // }\nstruct B;",
                "\npub fn a(x: [u8; 2]) -> u8 {} \nstruct B;",
            ),
            (
                "impl<'a> A<'a> { fn a() { r#\"}\"# } /* } { */ fn b() { b'{'; '\\'' } }",
                "impl<'a> A<'a> { fn a() {}  fn b() {} }",
            ),
            (
                "struct A { f: fn(u8) -> u8 } struct B(fn()); impl C { fn r#fn(self); }",
                "struct A { f: fn(u8) -> u8 } struct B(fn()); impl C { fn r#fn(self); }",
            ),
            (
                "type F = fn(); mod a { const G: fn() = f; } enum E { A = 1 }",
                "type F = fn(); mod a { const G: fn() = f; } enum E { A = 1 }",
            ),
            (
                "fn a<A, B: I<C = u8>>() -> R<A, B> where A: X, { 1 } fn b(&self); struct C { d: u8 }",
                "fn a<A, B: I<C = u8>>() -> R<A, B> where A: X, {} fn b(&self); struct C { d: u8 }",
            ),
            ("fn a() { \"é\" }\nfn b() {", "fn a() {}\nfn b() {"),
        ] {
            assert_eq!(without_bodies(text), expected, "{text}");
        }
    }
}
