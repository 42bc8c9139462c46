//! What `x-apis` names of an API's requests and responses is what they document.

use std::iter;

use super::{
    Check, Class, Context, Entry, Example, Index, Key, Kind, Node, Rule, Site, did_you_mean,
};
use crate::index::schema::{COMPOSITIONS, composed};

pub(super) const MISSPELT_SETTING: Rule = Rule {
    code: "misspelt-setting",
    class: Class::Convention,
    reason: "The client looks for what `x-apis` names, so of a misspelt header or pointer it never finds \
             anything, and says nothing.",
    example: Example::Contract(
        "
x-apis:
  demo:
    server: https://api.example.com
    request-id: «‹X-Reqest-Id→X-Request-Id›»
    idempotency-key: «‹Idempotent-Key→Idempotency-Key›»
    error: { code: «/error/‹coed→code›» }
paths:
  /things:
    post:
      operationId: demo.add
      externalDocs: { url: https://docs.example.com/add }
      servers: [{ url: https://api.example.com }]
      security: []
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses:
        '204': { description: Done., headers: { X-Request-Id: { schema: { type: string } } } }
        default:
          description: It failed.
          content:
            application/json:
              schema: { properties: { error: { properties: { code: { type: string } } } } }
",
    ),
    check: Check::Object(Kind::Api, misspelt_setting),
};

fn misspelt_setting<'a>(context: &mut Context<'_, 'a>, site: &Site<'a>) {
    let index = context.index;
    let api = site.key.map(Key::name);
    let operations = index.operations.iter().filter(|it| it.api() == api);
    let (mut requests, mut responses, mut errors) = (Vec::new(), Vec::new(), Vec::new());
    for operation in operations {
        let parameters = operation.parameters(index).into_iter();
        let sent = parameters.filter(|it| it.location() == Some("header"));
        requests.extend(sent.filter_map(|it| it.name()));
        for (status, response) in operation.documented(index) {
            let headers = response.node.entries_of("headers");
            responses.extend(headers.map(|it| it.key.name()));
            let body = index.body_schema(response.node, Kind::Response);
            errors.extend(body.filter(|_| !operation.is_success(status)));
        }
    }
    let limit = site.node.get("rate-limit");
    let limits = ["limit", "remaining", "reset"].map(|key| limit?.text_at(key));
    let sent = [site.node.text_at("request-id")].into_iter().chain(limits);
    let sent = sent.map(|it| (it, &responses));
    let named = sent.chain([(site.node.text_at("idempotency-key"), &requests)]);
    for (named, known) in named {
        if let Some((node, name)) = named
            && !known.iter().any(|it| it.eq_ignore_ascii_case(name))
            && let Some(help) = did_you_mean(name, known.iter().copied())
        {
            let message = format!("no operation of this API has the header `{name}`");
            context.report(node.span, message, help);
        }
    }
    for Entry { value, .. } in site.node.entries_of("error") {
        for node in iter::once(value).chain(value.items()) {
            if let Some(pointer) = node.text()
                && let Some((token, help)) = lost(index, errors.clone(), pointer)
            {
                let message = format!("`{pointer}`: no error of this API has `{token}` there");
                context.report(node.span, message, help);
            }
        }
    }
}

/// The first part of a pointer that is almost one of the properties that are there in these schemas.
fn lost<'a, 'p>(
    index: &Index<'a>,
    mut schemas: Vec<&'a Node>,
    pointer: &'p str,
) -> Option<(&'p str, String)> {
    for token in pointer.split('/').skip(1) {
        let parts = schemas
            .iter()
            .flat_map(|it| composed(it, COMPOSITIONS, index));
        let parts: Vec<&Node> = parts.flatten().collect();
        let below = parts.iter().filter_map(|it| match token.parse::<usize>() {
            Ok(_) => it.get("items"),
            Err(_) => it.get("properties")?.get(token),
        });
        schemas = below.collect();
        if schemas.is_empty() {
            let known = parts.iter().flat_map(|it| it.entries_of("properties"));
            let help = did_you_mean(token, known.map(|it| it.key.name()))?;
            return Some((token, help));
        }
    }
    None
}
