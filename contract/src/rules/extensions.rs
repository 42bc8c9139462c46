//! Keys that begin with `x-`: ours are spelt right and stand where they are read.

use super::{Check, Context, Example, Rule};
use crate::{
    diagnostic::Class,
    grammar::{EXTENSIONS, Kind},
    index::Site,
    suggest::nearest,
    text::node::Key,
};

pub(super) const RULES: &[Rule] = &[UNREAD_EXTENSION, UNSUPPORTED_EXTENSION];

/// Extensions that change what progenitor or typify generate, behind the contract's back.
const FOREIGN: &[&str] = &[
    "x-dropshot-pagination",
    "x-dropshot-websocket",
    "x-rust-type",
];

/// The extensions of a value, each with the label of the object that it is in.
fn extensions<'a>(site: &Site<'a>) -> impl Iterator<Item = (&'a Key, &'static str, Kind)> {
    let object = site.shape.object().filter(|_| !site.is_reference());
    let keys = site.node.entries().map(|entry| &entry.key);
    keys.filter_map(move |key| {
        let object = object.filter(|object| object.is_extension(&key.scalar.text))?;
        Some((key, object.label, object.kind))
    })
}

const UNREAD_EXTENSION: Rule = Rule {
    code: "unread-extension",
    class: Class::Convention,
    reason: "An extension that is misspelt or in another place is read by nobody, so it does \
             nothing.",
    fails: &[Example::Contract(
        "
paths:
  /things:
    «x-pagination»: { cursor: cursor, items: data, next: next }
    get:
      «x-paginaton»: { cursor: cursor, items: data, next: next }
      responses: { '200': { description: All of them. } }
",
    )],
    passes: &[Example::Contract(
        "
paths:
  /things:
    x-paging: { cursor: cursor }
    get:
      x-pagination: { cursor: cursor, items: data, next: next }
      responses: { '200': { description: All of them. } }
x-logo: { url: 'https://example.com/logo.png' }
",
    )],
    check: Check::Value(unread_extension),
};

fn unread_extension<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    for (key, label, kind) in extensions(site) {
        let written = key.scalar.text.as_str();
        let names = EXTENSIONS.iter().map(|extension| extension.name);
        let known = EXTENSIONS.iter().find(|known| known.name == written);
        if let Some(known) = known {
            if !known.belongs_to(kind) {
                let place = match known.place {
                    Some(Kind::Operation) => "an operation",
                    _ => "the contract itself, at the top",
                };
                context
                    .report(key.span, format!("`{written}` does nothing in {label}"))
                    .suggest(format!("it belongs in {place}"));
            }
        } else if let Some(near) = key.meant.or_else(|| nearest(written, names)) {
            let message = format!("`{written}` is not an extension that the generator reads");
            context.report(key.span, message).suggest(format!(
                "did you mean `{near}`? A key of your own needs a name that is less alike"
            ));
        }
    }
}

const UNSUPPORTED_EXTENSION: Rule = Rule {
    code: "unsupported-extension",
    class: Class::Unsupported,
    reason: "Some extensions change the code that progenitor generates, behind the contract's back.",
    fails: &[Example::Schema(
        "
type: string
«x-rust-type»: { crate: chrono, version: '0.4', path: 'chrono::NaiveDate' }
",
    )],
    passes: &[Example::Schema("type: string\nformat: date")],
    check: Check::Value(unsupported_extension),
};

fn unsupported_extension<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let is_foreign = |key: &Key| FOREIGN.contains(&key.scalar.text.as_str());
    for (key, ..) in extensions(site).filter(|(key, ..)| is_foreign(key)) {
        let message = format!("`{}` changes the generated code", key.scalar.text);
        context.report(key.span, message).suggest("remove it");
    }
}
