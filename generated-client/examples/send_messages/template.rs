//! A row as a request, and a list against its template.

use std::collections::HashSet;

use generated_client::kirim;
use generated_client::kirim::types::{
    DocumentParameter, FilledTemplate, HeaderParameter, ImageParameter, MediaLink, NewMessage,
    Template, TemplateBody, TemplateComponent, TemplateHeader, TemplateMessage, TextParameter,
    VideoParameter,
};

use crate::AnyError;
use crate::plan::{Campaign, Header, HeaderKind, Row};
use crate::rows::List;

/// What is sent for a row.
pub(crate) fn message(campaign: &Campaign, row: &Row) -> NewMessage {
    let mut components = Vec::<TemplateComponent>::new();
    if let Some(Header { kind, value }) = &row.header {
        let link = || MediaLink::new(value);
        let parameter: HeaderParameter = match kind {
            HeaderKind::Text => TextParameter::new(value).into(),
            HeaderKind::Image => ImageParameter::new(link()).into(),
            HeaderKind::Video => VideoParameter::new(link()).into(),
            HeaderKind::Document => DocumentParameter::new(link()).into(),
        };
        components.push(TemplateHeader::new([parameter]).into());
    }
    if !row.body.is_empty() {
        components.push(TemplateBody::new(row.body.iter().map(TextParameter::new)).into());
    }
    let mut template = FilledTemplate::new(&campaign.template, &campaign.language);
    if !components.is_empty() {
        template = template.components(components);
    }
    TemplateMessage::new(&row.to, template).into()
}

/// Refuses a list whose columns are not what the placeholders of the template are.
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
        return Err(
            "the service does not tell its text: check the list yourself, and give \
                    --unchecked-template"
                .to_owned(),
        );
    };
    let (wanted, given) = (placeholders(content), list.body);
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
    let text = template.header_content.as_deref().unwrap_or_default();
    let wanted = HeaderKind::of(&kind);
    let wanted = wanted.filter(|kind| *kind != HeaderKind::Text || placeholders(text) > 0);
    if wanted != list.header {
        let shown = |kind: Option<HeaderKind>| kind.map_or("no header_…", HeaderKind::name);
        let (wanted, given) = (shown(wanted), shown(list.header));
        return Err(format!("its header takes {wanted}, the list has {given}"));
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
