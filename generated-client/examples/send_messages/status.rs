//! What became of the messages that were accepted.

use std::time::Duration;

use futures_util::{StreamExt, TryStreamExt, stream};
use generated_client::kirim;
use generated_client::kirim::types::MessageErrorCode;

use crate::AnyError;
use crate::args::Target;
use crate::journal::{self, Contents, Stage, State};
use crate::plan::Plan;
use crate::report::{self, Outcome};
use crate::service::Service;

/// The command: asks for each message by its id, as the number in a response may be written otherwise.
pub(crate) async fn run(target: &Target) -> Result<(), AnyError> {
    let Contents { plan, states } = journal::contents(&target.journal())?;
    if plan.campaign.server == "sandbox" {
        return Err(
            "that sandbox ended with its run; `cargo run --package sandbox` keeps one running, \
                    for --sandbox URL"
                .into(),
        );
    }
    let service = Service::start(target).await?;
    if plan.campaign.server != service.server {
        let (noted, given) = (plan.campaign.server, service.server);
        return Err(format!("the messages were sent by {noted}, not {given}").into());
    }
    let outcomes = outcomes(&service.client, &plan, &states, target.concurrency.into()).await?;
    report::print(&plan, &outcomes, target.output.as_deref())
}

/// After a run: what became of messages within two seconds, because their sandbox ends with the run.
pub(crate) async fn follow(
    client: &kirim::Client,
    plan: &Plan,
    states: &[State],
) -> Result<(), AnyError> {
    println!("two seconds later:");
    tokio::time::sleep(Duration::from_secs(2)).await;
    report::print(plan, &outcomes(client, plan, states, 16).await?, None)
}

/// Asks for all messages, some at a time.
async fn outcomes(
    client: &kirim::Client,
    plan: &Plan,
    states: &[State],
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
    Ok(Outcome {
        result: message.status.to_string(),
        message: id.clone(),
        detail: detail.unwrap_or_default(),
    })
}
