//! A row as a request, and a list against its template.

use std::collections::HashSet;

use generated_client::kirim;
use generated_client::kirim::types::{
    DocumentParameter, FilledTemplate, ImageParameter, MediaLink, NewMessage, PayloadParameter,
    Template, TemplateBody, TemplateButton, TemplateComponent, TemplateHeader, TemplateMessage,
    TextParameter, VideoParameter,
};

use crate::AnyError;
use crate::plan::{Campaign, Field, Row};
use crate::rows::List;

/// What is sent for a row.
pub(crate) fn message(campaign: &Campaign, row: &Row) -> NewMessage {
    let (mut components, mut body) = (Vec::<TemplateComponent>::new(), Vec::new());
    for (field, value) in campaign.fields.iter().zip(&row.values) {
        let link = || MediaLink::new(value);
        components.push(match field {
            Field::HeaderText => TemplateHeader::new([TextParameter::new(value)]).into(),
            Field::HeaderImage => TemplateHeader::new([ImageParameter::new(link())]).into(),
            Field::HeaderVideo => TemplateHeader::new([VideoParameter::new(link())]).into(),
            Field::HeaderDocument => TemplateHeader::new([DocumentParameter::new(link())]).into(),
            Field::Body(_) => {
                body.push(TextParameter::new(value));
                continue;
            }
            // The service counts buttons from 0.
            Field::ButtonUrl(number) => {
                let index = (number - 1).to_string();
                TemplateButton::new("url", index, [TextParameter::new(value)]).into()
            }
            Field::ButtonPayload(number) => {
                let index = (number - 1).to_string();
                TemplateButton::new("quick_reply", index, [PayloadParameter::new(value)]).into()
            }
        });
    }
    if !body.is_empty() {
        components.push(TemplateBody::new(body).into());
    }
    let mut template = FilledTemplate::new(&campaign.template, &campaign.language);
    if !components.is_empty() {
        template = template.components(components);
    }
    TemplateMessage::new(&row.to, template).into()
}

/// Refuses a list whose columns are not what the placeholders of the template are. What its buttons
/// take is not known.
pub(crate) async fn check(
    client: &kirim::Client,
    sender: &str,
    (name, language): (&str, &str),
    list: &List,
) -> Result<(), AnyError> {
    let mut templates = client.list_templates(sender).language(language).stream();
    let mut others = Vec::new();
    while let Some(template) = templates.try_next().await? {
        let found = template.template_name.as_ref().or(template.name.as_ref());
        if found.is_some_and(|found| found == name) {
            return Ok(
                compare(&template, list).map_err(|wrong| format!("template {name}: {wrong}"))?
            );
        }
        others.extend(found.cloned());
    }
    let others = others.join(", ");
    Err(format!("no template {name} is approved in {language}; those that are: {others}").into())
}

fn compare(template: &Template, list: &List) -> Result<(), String> {
    let Some(content) = &template.content else {
        let advice =
            "the service does not tell its text: check the list, and give --unchecked-template";
        return Err(advice.to_owned());
    };
    let is_body = |field: &&Field| matches!(field, Field::Body(_));
    let (wanted, given) = (
        placeholders(content),
        list.fields.iter().filter(is_body).count(),
    );
    if wanted != given {
        return Err(format!(
            "its body has {wanted} placeholders, the list {given} columns body_…"
        ));
    }
    let kind = template
        .header_type
        .as_deref()
        .unwrap_or_default()
        .to_lowercase();
    let wanted = Field::of_column(&format!("header_{kind}"));
    let text = template.header_content.as_deref().unwrap_or_default();
    let wanted = wanted.filter(|field| *field != Field::HeaderText || placeholders(text) > 0);
    let given = list.fields.iter().copied().find(|field| field.is_header());
    if wanted != given {
        let shown =
            |field: Option<Field>| field.map_or("no header_…".to_owned(), |it| it.to_string());
        return Err(format!(
            "its header takes {}, the list has {}",
            shown(wanted),
            shown(given)
        ));
    }
    Ok(())
}

/// How many placeholders a text has: `{{1}}`, which may stand in it more than once, `{{2}}`, ….
fn placeholders(text: &str) -> usize {
    let inner = text
        .split("{{")
        .skip(1)
        .filter_map(|rest| rest.split_once("}}"));
    inner
        .map(|(name, _)| name.trim())
        .collect::<HashSet<_>>()
        .len()
}
