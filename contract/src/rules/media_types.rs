//! Media types: those whose name is almost that of a usual one.

use super::{Check, Class, Example, Kind, Rule, nearest};
use crate::grammar::keys::essence;

pub(super) const MISSPELT_MEDIA_TYPE: Rule = Rule {
    code: "misspelt-media-type",
    class: Class::Advice,
    reason: "A media type says how a body is written; one that nobody knows is sent and read as bytes, \
             whatever its schema says.",
    example: Example::Operation(
        "
responses:
  '200': { description: A thing., content: { «‹aplication/jsn→application/json›»: {} } }
",
    ),
    check: Check::Object(Kind::MediaType, |context, site| {
        if let Some(key) = site.key
            && let Some(meant) = meant(key.name())
        {
            let message = format!("`{}` is not a registered media type", key.name());
            context.report(key.span, message, format!("did you mean `{meant}`?"));
        }
    }),
};

/// The usual media types by their type. Of a name like `problem+json` only what follows the `+` is one of
/// these; some are here because they are almost another.
const USUAL: &[(&str, &str)] = &[
    (
        "application",
        "json jsonl bson xml yaml x-yaml pdf zip gzip octet-stream x-www-form-urlencoded",
    ),
    ("multipart", "form-data mixed related"),
    ("text", "plain html css csv tsv xml event-stream"),
    ("image", "jpeg png apng gif webp xml"),
    ("audio", ""),
    ("video", ""),
];

/// The media type that was meant by another name.
fn meant(media_type: &str) -> Option<String> {
    let essence = essence(media_type).to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/')?;
    let kind = nearest(kind, USUAL.iter().map(|(kind, _)| *kind))?;
    let (_, usual) = USUAL.iter().find(|(usual, _)| *usual == kind)?;
    let last = subtype.rfind('+').map_or(0, |at| at + 1);
    let (first, last) = subtype.split_at(last);
    let last = nearest(last, usual.split_whitespace()).unwrap_or(last);
    let meant = format!("{kind}/{first}{last}");
    (meant != essence).then_some(meant)
}
