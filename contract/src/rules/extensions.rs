//! Keys that begin with `x-`: ours are spelt right and stand where they are read.

use super::{Check, Class, Context, Entry, Example, Kind, Rule, Site, nearest};
use crate::grammar::EXTENSIONS;

pub(super) const RULES: &[Rule] = &[UNREAD_EXTENSION];

const UNREAD_EXTENSION: Rule = Rule {
    code: "unread-extension",
    class: Class::Convention,
    reason: "An extension that is misspelt or in another place is read by nobody, so it does \
             nothing.",
    example: Example::Schema("{ type: string, «‹x-lint-alow→x-note›»: [] }"),
    check: Check::Value(unread_extension),
};

fn unread_extension<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let Some(object) = site.shape.object().filter(|_| !site.is_reference()) else {
        return;
    };
    for Entry { key, .. } in site.node.entries() {
        let written = key.scalar.text.as_str();
        if !object.is_extension(written) {
            continue;
        }
        if let Some((_, place, _)) = EXTENSIONS.iter().find(|(known, ..)| *known == written) {
            if object.extensions().all(|(known, _)| known != written) {
                let help = match place {
                    Some(Kind::Operation) => "it belongs in an operation",
                    _ => "it belongs in the contract itself, at the top",
                };
                let message = format!("`{written}` does nothing in {}", object.label);
                context.report(key.span, message, help);
            }
            continue;
        }
        let names = EXTENSIONS.iter().map(|(name, ..)| *name);
        if let Some(near) = key.meant.or_else(|| nearest(written, names)) {
            let message = format!("`{written}` is not an extension that the generator reads");
            let help =
                format!("did you mean `{near}`? A key of your own needs a name that is less alike");
            context.report(key.span, message, help);
        }
    }
}
