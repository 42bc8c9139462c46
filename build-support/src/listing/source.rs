//! The text of a file → its items, without what no caller sees.

use syn::{Attribute, Block, ImplItem, Item, ItemImpl, Meta, visit_mut, visit_mut::VisitMut};

use super::modules::{is_hidden, is_public};

/// The items of a file, as far as callers see them.
pub(super) fn items(text: &str) -> syn::Result<Vec<Item>> {
    Ok(seen(
        syn::parse_str::<syn::File>(&without_bodies(text))?.items,
    ))
}

/// Items without comments, the bodies of functions, and the functions that nobody calls by the type.
pub(crate) fn seen(mut items: Vec<Item>) -> Vec<Item> {
    for item in &mut items {
        Seen.visit_item_mut(item);
    }
    items
}

struct Seen;

impl VisitMut for Seen {
    fn visit_attributes_mut(&mut self, attributes: &mut Vec<Attribute>) {
        attributes.retain(|it| !matches!(it.meta, Meta::NameValue(_)));
    }

    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.clear();
    }

    fn visit_item_impl_mut(&mut self, block: &mut ItemImpl) {
        let of_trait = block.trait_.is_some();
        block.items.retain(|item| match item {
            ImplItem::Type(_) => true,
            ImplItem::Fn(item) => !of_trait && is_public(&item.vis) && !is_hidden(&item.attrs),
            ImplItem::Const(item) => !of_trait && is_public(&item.vis) && !is_hidden(&item.attrs),
            _ => false,
        });
        visit_mut::visit_item_impl_mut(self, block);
    }
}

/// The text without comments, with `{}` for the bodies of functions, and without the functions that are
/// neither public nor a trait's: they are most of a file, and would take most of the parser's time.
fn without_bodies(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    // Where the item begins in `out` that is read, and whether it is a function, and public.
    let (mut item, mut in_function, mut is_public) = (0, false, false);
    // How many brackets and braces are open, and how many braces were before the trait that is read.
    let (mut brackets, mut depth, mut of_trait) = (0_usize, 0_usize, None);
    // How many braces are open of the body that is left out.
    let mut body = 0_usize;
    // Up to where the text is in `out`, or left out, and from where it is still to be read.
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        let end = at + length(&bytes[at..]);
        let is_kept = is_public || of_trait.is_some();
        let mut ends_item = false;
        match bytes[at] {
            b'{' if body > 0 => body += 1,
            b'}' if body > 0 => {
                body -= 1;
                done = if is_kept { at } else { end };
                ends_item = body == 0;
            }
            _ if body > 0 => {}
            b'/' if end > at + 1 => {
                out.push_str(&text[done..at]);
                done = end;
            }
            b'(' | b'[' => brackets += 1,
            b')' | b']' => brackets = brackets.saturating_sub(1),
            _ if brackets > 0 => {}
            b'{' if in_function => {
                body = 1;
                out.push_str(&text[done..end]);
                if !is_kept {
                    out.truncate(item);
                }
            }
            b'{' => {
                depth += 1;
                ends_item = true;
            }
            b'}' => {
                depth = depth.saturating_sub(1);
                of_trait = of_trait.filter(|before| *before < depth);
                ends_item = true;
            }
            b';' => ends_item = true,
            // Not the type `fn(…)`.
            b'f' if &bytes[at..end] == b"fn" => in_function = bytes.get(end) == Some(&b' '),
            b'p' if &bytes[at..end] == b"pub" => is_public = true,
            b't' if &bytes[at..end] == b"trait" => of_trait = Some(depth),
            _ => {}
        }
        at = end;
        if ends_item {
            out.push_str(&text[done..end]);
            done = end;
            (item, in_function, is_public) = (out.len(), false, false);
        }
    }
    if body == 0 {
        out.push_str(&text[done..]);
    }
    out
}

/// The length of what a text begins with: a comment, a literal, a word, blanks, or one character. A
/// character that is not ASCII is part of a word.
fn length(text: &[u8]) -> usize {
    match text {
        [b'/', b'/', ..] => run(text, |byte| byte != b'\n'),
        [b'/', b'*', ..] => 2 + to(&text[2..], b"*/"),
        [b'"', ..] => string(text),
        [b'\'', b'\\', ..] => 3 + to(&text[3..], b"'"),
        [b'\'', rest @ ..] => {
            let character = run(rest, |byte| (0x80..0xc0).contains(&byte));
            // Otherwise a lifetime.
            if rest.get(character) == Some(&b'\'') {
                character + 2
            } else {
                1
            }
        }
        [first, ..] if is_word(*first) => {
            let word = run(text, is_word);
            let (name, rest) = text.split_at(word);
            let hashes = rest.iter().take_while(|it| **it == b'#').count();
            match (name, rest.get(hashes)) {
                (b"r" | b"br" | b"cr", Some(b'"')) => {
                    let end = format!("\"{}", "#".repeat(hashes));
                    let start = word + hashes + 1;
                    start + to(&text[start..], end.as_bytes())
                }
                (b"b" | b"c", Some(b'"')) if hashes == 0 => word + string(rest),
                _ => word,
            }
        }
        [first, ..] if first.is_ascii_whitespace() => run(text, |byte| byte.is_ascii_whitespace()),
        _ => 1,
    }
}

fn is_word(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | 0x80..)
}

/// The length of the first byte and those after it that belong to it. A plain loop, here and below:
/// debug builds take much longer for an iterator.
fn run(text: &[u8], belongs: fn(u8) -> bool) -> usize {
    let mut end = 1;
    while end < text.len() && belongs(text[end]) {
        end += 1;
    }
    end
}

/// The length of a text up to and with `end`.
fn to(text: &[u8], end: &[u8]) -> usize {
    let found = text.windows(end.len()).position(|it| it == end);
    found.map_or(text.len(), |found| found + end.len())
}

/// The length of the literal in quotes that a text begins with.
fn string(text: &[u8]) -> usize {
    let mut end = 1;
    while end < text.len() && text[end] != b'"' {
        end += if text[end] == b'\\' { 2 } else { 1 };
    }
    text.len().min(end + 1)
}

#[cfg(test)]
mod tests {
    use super::without_bodies;

    #[test]
    fn bodies_comments_and_private_functions_go_and_nothing_else_does() {
        for (text, expected) in [
            (
                "/// a {\npub fn a(x: [u8; 2]) -> u8 { if x { '}' } else { \"}\\\"}\" } } // }\nstruct B;",
                "\npub fn a(x: [u8; 2]) -> u8 {} \nstruct B;",
            ),
            (
                "trait A<'a> { fn a() { r#\"}\"# } /* } { */ fn b() { b'{'; '\\'' } } fn c() {}",
                "trait A<'a> { fn a() {}  fn b() {} }",
            ),
            (
                "impl A { #[b(c)] /// a\nconst fn d(/* e */) {} pub(super) fn e() {} fn f() {} type G = u8; }",
                "impl A { pub(super) fn e() {} type G = u8; }",
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
                "pub fn a<A, B: I<C = u8>>() -> R<A, B> where A: X, { 1 } fn b(&self); struct C { d: u8 }",
                "pub fn a<A, B: I<C = u8>>() -> R<A, B> where A: X, {} fn b(&self); struct C { d: u8 }",
            ),
            (
                "pub fn a() { \"é\" }\npub fn b() {",
                "pub fn a() {}\npub fn b() {",
            ),
        ] {
            assert_eq!(without_bodies(text), expected, "{text}");
        }
    }
}
