//! The text of a file → its items, without what no caller sees.

use syn::{Attribute, Block, ImplItem, Item, ItemImpl, Meta, visit_mut, visit_mut::VisitMut};

use super::modules::{is_hidden, is_public};

/// The items of a file, as far as callers see them.
pub(super) fn items(text: &str) -> syn::Result<Vec<Item>> {
    let file: syn::Result<syn::File> = syn::parse_str(&without_bodies(text));
    // Code that is not formatted takes longer.
    Ok(seen(file.or_else(|_| syn::parse_str(text))?.items))
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

/// A line of code without the comment after what ends there.
fn without_comment(code: &str) -> &str {
    let ended = code.rsplit_once(" // ").map(|(code, _)| code.trim_end());
    ended
        .filter(|it| it.ends_with(['{', '}', ';']))
        .unwrap_or(code)
}

/// The text without comments, with empty bodies of functions, and without the functions that are neither
/// public nor a trait's: they are most of a file, and would take most of the parser's time. The text is
/// formatted: a body ends in the first line with a `}` under the line in which its function begins.
fn without_bodies(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Where the item begins in `out` that is read.
    let mut item = 0;
    // The indents of the function and of the trait that are read, and of the function whose body is.
    let (mut function, mut of_trait, mut body) = (None, None, None);
    for line in text.lines() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        let code = without_comment(code);
        if body.is_some_and(|end| end != indent || code != "}") || code.starts_with("//") {
            continue;
        }
        of_trait = of_trait.filter(|end| *end != indent || code != "}");
        let mut words = code.split(' ');
        match words.find(|it| !it.starts_with("pub") && !MODIFIERS.contains(it)) {
            Some("fn") => function = Some((indent, of_trait.is_some() || code.starts_with("pub"))),
            Some("trait") => of_trait = Some(indent),
            _ => {}
        }
        out.extend([line, "\n"]);
        if code.ends_with(['{', '}', ';']) {
            let ended = function.filter(|_| body.take().is_some() || !code.ends_with('{'));
            if let Some((_, is_kept)) = ended {
                function = None;
                if !is_kept {
                    out.truncate(item);
                }
            }
            body = function.map(|(indent, _)| indent);
            if body.is_none() {
                item = out.len();
            }
        }
    }
    out
}

/// What can stand before `fn` and `trait`, besides `pub`.
const MODIFIERS: &[&str] = &["async", "const", "default", "unsafe"];

#[cfg(test)]
mod tests {
    use super::without_bodies;

    #[test]
    fn bodies_comments_and_private_functions_go_and_nothing_else_does() {
        for (text, expected) in [
            (
                "/// a {\npub fn a(x: u8) -> u8 {\n    if x {\n    }\n}\nstruct B;\n",
                "pub fn a(x: u8) -> u8 {\n}\nstruct B;\n",
            ),
            (
                "pub(crate) trait A<'a> {\n    fn a() {\n        1\n    }\n    fn b();\n}\nfn c() {}\n",
                "pub(crate) trait A<'a> {\n    fn a() {\n    }\n    fn b();\n}\n",
            ),
            (
                "impl A {\n    #[b(\n        c\n    )]\n    const fn d(\n        e: u8,\n    ) {\n        1\n    }\n    pub(super) fn e() {}\n    type G = u8;\n}\n",
                "impl A {\n    pub(super) fn e() {}\n    type G = u8;\n}\n",
            ),
            (
                "struct A {\n    f: fn(u8) -> u8,\n}\nconst B: fn() = c;\nmod d {\n    fn e() {}\n}\n",
                "struct A {\n    f: fn(u8) -> u8,\n}\nconst B: fn() = c;\nmod d {\n}\n",
            ),
            (
                "pub struct A; // why\nfn b() {\n    1\n}\nimpl A {\n    pub fn c() {\n        1\n    } // done\n    pub fn d() {}\n}\n",
                "pub struct A; // why\nimpl A {\n    pub fn c() {\n    } // done\n    pub fn d() {}\n}\n",
            ),
        ] {
            assert_eq!(without_bodies(text), expected, "{text}");
        }
    }
}
