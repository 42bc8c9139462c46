//! What became of the messages that were accepted.

use futures_util::{StreamExt, TryStreamExt, stream};
use generated_client::kirim;
use generated_client::kirim::types::MessageErrorCode;

use crate::AnyError;
use crate::args::Target;
use crate::journal::{self, Contents, Stage, State};
use crate::report::{self, Outcome};
use crate::service::Service;

/// The command.
pub(crate) async fn run(target: &Target) -> Result<(), AnyError> {
    let contents = journal::contents(&target.journal())?;
    let server = &contents.plan.campaign.server;
    if server == "sandbox" {
        let advice = "that sandbox ended with its run; `cargo run --package sandbox` keeps one running, \
                      for --sandbox URL";
        return Err(advice.into());
    }
    let service = Service::start(target).await?;
    if *server != service.server {
        return Err(format!("the messages were sent by {server}, not {}", service.server).into());
    }
    let outcomes = outcomes(&service.client, &contents, target.concurrency.into()).await?;
    report::print(&contents.plan, &outcomes, target.output.as_deref())
}

/// Asks for each message by its id, as the number in a response may be written otherwise.
pub(crate) async fn outcomes(
    client: &kirim::Client,
    Contents { plan, states }: &Contents,
    concurrency: usize,
) -> Result<Vec<Outcome>, AnyError> {
    let outcomes = states
        .iter()
        .map(|state| outcome(client, &plan.campaign.sender, state));
    stream::iter(outcomes)
        .buffered(concurrency)
        .try_collect()
        .await
}

async fn outcome(client: &kirim::Client, sender: &str, state: &State) -> Result<Outcome, AnyError> {
    let Stage::Accepted(Some(id)) = &state.stage else {
        return Ok(Outcome::of(state));
    };
    let message = match client.get_message(sender, id).send().await {
        Ok(message) => message.into_inner().data,
        // Its sandbox has ended since.
        Err(error) if error.is_not_found() => return Ok(Outcome::of(state)),
        Err(error) => return Err(error.into()),
    };
    let detail = message.error.map(|error| {
        let code = error.code.map(|code| match code {
            MessageErrorCode::String(code) => code,
            code => serde_json::json!(code).to_string(),
        });
        let parts: Vec<_> = [code, error.message].into_iter().flatten().collect();
        parts.join(": ")
    });
    let texts = [
        message.status.to_string(),
        id.clone(),
        detail.unwrap_or_default(),
    ];
    Ok(Outcome(texts))
}
