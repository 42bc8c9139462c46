//! Doc comments: what the contract says of each item, as Rust documentation.

use proc_macro2::Span;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, MetaNameValue, Token,
    parse_quote, token::Bracket,
};

use crate::{
    markdown,
    normalize::{About, Definition, Field, Member, Type, Types},
};

/// Characters in a line of a doc comment, so that none is longer than 100 with its indent.
const WIDTH: usize = 84;

/// The doc comment `text`, wrapped, as one attribute, which becomes a comment when it is printed: one
/// for each line takes much longer. It is put together by hand, because parsing takes longer as well.
pub(crate) fn attribute(text: &str) -> Attribute {
    let span = Span::call_site();
    let lines = lines(text).collect::<Vec<_>>().join("\n");
    Attribute {
        pound_token: Token![#](span),
        style: AttrStyle::Outer,
        bracket_token: Bracket(span),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("docs", span).into(),
            eq_token: Token![=](span),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: Lit::Str(LitStr::new(&lines, span)),
            }),
        }),
    }
}

/// The lines of a comment of the module or crate that it opens.
pub(crate) fn inner(text: &str) -> String {
    let lines = lines(text).map(|line| format!("//!{line}"));
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// The lines of a doc comment, each with the space that follows the slashes.
fn lines(text: &str) -> impl Iterator<Item = String> {
    let lines = markdown::wrap(text.trim_end(), WIDTH).into_iter();
    lines.map(|line| {
        if line.is_empty() {
            line
        } else {
            format!(" {line}")
        }
    })
}

/// `text` as a sentence: with a full stop.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim_end();
    let is_complete = text.ends_with(['.', '!', '?', ':']) || text.ends_with("```");
    let is_definition = text.lines().next_back().is_some_and(is_definition);
    if text.is_empty() || is_complete || is_definition {
        text.to_owned()
    } else {
        format!("{text}.")
    }
}

/// Whether a line of documentation is where a link of another place leads to: brackets of text are escaped.
pub(crate) fn is_definition(line: &str) -> bool {
    line.trim_start().starts_with('[') && line.contains("]:")
}

/// A value of the wire as inline code.
pub(crate) fn code(value: &str) -> String {
    if value.trim().is_empty() || value.contains(['`', '\n']) {
        format!("The value {value:?}, escaped as in Rust.").replace('`', "&#96;")
    } else {
        format!("`{value}`")
    }
}

/// A description of the contract, or `fallback`, and the limits after it.
pub(crate) fn text(about: &About, fallback: impl FnOnce() -> String) -> String {
    let mut text = match about
        .description
        .as_deref()
        .filter(|it| !it.trim().is_empty())
    {
        Some(description) => sentence(&markdown::documentation(description)),
        None => fallback(),
    };
    if !about.constraints.is_empty() {
        text.push_str("\n\n");
        text.push_str(&about.constraints.join(" "));
    }
    text
}

/// The marker of what the contract calls deprecated.
pub(crate) fn deprecated(about: &About) -> Option<Attribute> {
    about.deprecated.then(|| parse_quote!(#[deprecated]))
}

/// The comment `text` of what `about` is about, and the marker.
pub(crate) fn with_marker(text: &str, about: &About) -> Vec<Attribute> {
    let marker = deprecated(about).into_iter();
    [attribute(text)].into_iter().chain(marker).collect()
}

/// The comment of a type.
pub(crate) fn of_type(definition: &Definition) -> Vec<Attribute> {
    let text = text(&definition.about, || match &definition.component {
        Some(component) => format!("The schema `{component}` of the contract."),
        None => "A part of the contract that has no description.".to_owned(),
    });
    with_marker(&text, &definition.about)
}

/// The text of the comment of a property, and of the method that sets it.
pub(crate) fn of_field(types: &Types, field: &Field) -> String {
    text(&field.about, || {
        first_of_named(types, &field.ty)
            .unwrap_or_else(|| format!("The property {}.", code(&field.wire)))
    })
}

/// The comment of a union's variant.
pub(crate) fn of_member(types: &Types, member: &Member) -> Attribute {
    let text = text(&member.about, || {
        first_of_named(types, &member.ty).unwrap_or_else(|| format!("{}.", in_words(&member.ty)))
    });
    attribute(&text)
}

/// The first paragraph of what the contract says of the type that a value is made of.
fn first_of_named(types: &Types, ty: &Type) -> Option<String> {
    match ty {
        Type::List(inner) | Type::Optional(inner) => first_of_named(types, inner),
        Type::Named(id) => {
            let description = types.get(*id).about.description.as_deref()?;
            Some(first_sentence(description)).filter(|text| !text.is_empty())
        }
        _ => None,
    }
}

/// A type in the words of the contract.
fn in_words(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "Text",
        Type::Date => "A date",
        Type::DateTime => "A date and time",
        Type::Integer(_) => "A whole number",
        Type::Float(_) => "A number",
        Type::Boolean => "True or false",
        Type::List(_) => "A list",
        Type::Map(_) => "A mapping of names to values",
        Type::Any => "Any value",
        Type::Upload | Type::Bytes => "Bytes",
        Type::OrText(inner) | Type::Optional(inner) => in_words(inner),
        Type::Named(_) => "One of the forms of this value",
    }
}

/// The first paragraph of a description on one line, as a sentence.
pub(crate) fn first_sentence(description: &str) -> String {
    sentence(&markdown::first_paragraph(description))
}

#[cfg(test)]
mod tests {
    use super::sentence;

    #[test]
    fn a_sentence_ends_with_a_full_stop_where_it_can_stand() {
        for (text, expected) in [
            ("One ", "One."),
            ("One?", "One?"),
            ("```text\nx\n```", "```text\nx\n```"),
            (
                "See [d].\n\n[d]: https://a.example",
                "See [d].\n\n[d]: https://a.example",
            ),
        ] {
            assert_eq!(sentence(text), expected);
        }
    }
}
