//! A template message to each row of a list: `cargo run --example send_messages`.
//!
//! It talks to a sandbox, one of its own or that of `--sandbox URL`, whatever keys are in the environment;
//! only `--live` sends real messages. Without a list it sends the sample that ships with it. Ctrl-C starts
//! nothing new and lets what is in flight end; a second one ends at once. The same command goes on after
//! that, or after a crash, and sends nothing twice. Messages are accepted, not delivered: the command
//! `status` asks what became of them.
//!
//! | file | what |
//! |---|---|
//! | `args.rs` | the command line |
//! | `rows.rs`, `numbers.rs` | the list, checked as a whole |
//! | `plan.rs` | what is sent, and the key of each message |
//! | `journal.rs` | what was about to be sent, and what came of it |
//! | `service.rs` | the sandbox, or the real service |
//! | `template.rs` | a row as a request; a list against its template |
//! | `send.rs`, `retry.rs`, `suppress.rs` | sending |
//! | `status.rs`, `report.rs` | what became of it |
#![forbid(unsafe_code)]

mod args;
mod journal;
mod numbers;
mod plan;
#[path = "../support/progress.rs"]
mod progress;
mod report;
mod retry;
mod rows;
mod send;
mod service;
mod status;
mod suppress;
mod template;

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::args::{Command, Options, Sending};
use crate::journal::{Contents, Entry, Journal, State};
use crate::plan::{Campaign, Plan};
use crate::progress::Progress;
use crate::send::{Ending, Run};
use crate::service::Service;
use crate::suppress::Suppressed;

/// Any error: this program passes them on and prints them.
pub(crate) type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// Codes that the process ends with: everything was accepted, something was not, Ctrl-C.
const FINE: u8 = 0;
const FAILED: u8 = 1;
const INTERRUPTED: u8 = 130;

#[tokio::main]
async fn main() -> ExitCode {
    ExitCode::from(run(&Options::parse()).await)
}

async fn run(options: &Options) -> u8 {
    let ended = match options.command {
        Some(Command::Status) => status::run(&options.target).await.map(|()| FINE),
        None => send(options).await,
    };
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        FAILED
    })
}

async fn send(options: &Options) -> Result<u8, AnyError> {
    options.check()?;
    let Options {
        target, sending, ..
    } = options;
    let service = Service::start(target).await?;
    let path = target.journal();
    let (mut journal, contents) = Journal::open(&path)?;
    let Contents { plan, mut states } = if let Some(contents) = contents {
        check_same(&contents.plan.campaign, &service.server, options)?;
        eprintln!("going on with {}", path.display());
        contents
    } else {
        let plan = new_plan(&service, options).await?;
        journal.begin(&plan)?;
        let states = vec![State::default(); plan.rows.len()];
        Contents { plan, states }
    };
    let suppressed = sending.suppress.clone();
    let suppressed = suppressed.map(|path| Suppressed::open(path, sending.country.clone()));
    let suppressed = suppressed.transpose()?;

    let now = journal::now();
    let writer = journal.into_writer();
    for (row, state) in states.iter_mut().enumerate() {
        if sending.resend_unknown && state.is_unknown(now) {
            writer.write(state, Entry::Released { row }).await?;
        }
    }
    let first = sending.first.unwrap_or(usize::MAX);
    let left = states.iter().enumerate().take(first);
    let left = left.filter(|(_, state)| state.is_open() && !state.is_unknown(now));
    let left: Vec<usize> = left.map(|(row, _)| row).collect();
    if left.is_empty() {
        eprintln!("nothing is left to send: another --campaign sends to the same people again");
    } else if !confirm(&plan, &left, &service, sending)? {
        return Ok(FAILED);
    }

    let is_followed = service.is_own() && !left.is_empty();
    let done = states.iter().filter(|state| !state.is_open()).count();
    let progress = io::stderr().is_terminal().then(io::stderr);
    let progress = Progress::new(progress, "messages", done as u64);
    let run = Run::new(service.client.clone(), plan, writer, suppressed);
    let ending = run
        .clone()
        .all(&mut states, left, target.concurrency.into(), &progress)
        .await;
    progress.end();
    report::sent(&run.plan, &states, target.output.as_deref())?;
    if is_followed {
        status::follow(&service.client, &run.plan, &states).await?;
    }
    match ending {
        Ending::Done if states.iter().all(State::is_fine) => Ok(FINE),
        Ending::Done => Ok(FAILED),
        Ending::Interrupted => {
            eprintln!("interrupted: the same command goes on from here");
            Ok(INTERRUPTED)
        }
        Ending::Stopped(why) => Err(format!("{why}\nthe same command goes on from here").into()),
    }
}

/// Reads and checks the list; nothing is sent unless all of it is right.
async fn new_plan(service: &Service, options: &Options) -> Result<Plan, AnyError> {
    let sending = &options.sending;
    let (path, text) = sending.list()?;
    let list = rows::read(&text, sending.country.as_deref(), sending.allow_duplicates);
    let list = list.map_err(|mistakes| {
        let (path, count) = (path.display(), mistakes.len());
        format!(
            "{path}: nothing was sent, because of {count} mistakes:\n{}",
            mistakes.join("\n")
        )
    })?;
    if !list.unused.is_empty() {
        eprintln!("not sent: columns {}", list.unused.join(", "));
    }
    let sender = service.sender(sending.sender.as_deref()).await?;
    let (template, language) = sending.template();
    if !sending.unchecked_template {
        template::check(&service.client, &sender, (template, language), &list).await?;
    }
    let campaign = Campaign {
        name: options.target.campaign.clone(),
        server: service.server.clone(),
        sender,
        template: template.to_owned(),
        language: language.to_owned(),
        list: plan::hash(&text),
    };
    Ok(Plan {
        campaign,
        rows: list.rows,
    })
}

/// Refuses to go on with a journal of something else.
fn check_same(campaign: &Campaign, server: &str, options: &Options) -> Result<(), AnyError> {
    let sending = &options.sending;
    let (template, language) = sending.template();
    let sender = sending.sender.as_deref().unwrap_or(&campaign.sender);
    let pairs = [
        ("campaign", &*campaign.name, &*options.target.campaign),
        ("server", &campaign.server, server),
        ("sender", &campaign.sender, sender),
        ("template", &campaign.template, template),
        ("language", &campaign.language, language),
    ];
    if let Some((what, noted, given)) = pairs.iter().find(|(_, noted, given)| noted != given) {
        let path = options.target.journal();
        let path = path.display();
        return Err(format!(
            "{path} is of {what} `{noted}`, not `{given}`: choose another --campaign or --journal"
        )
        .into());
    }
    if sending
        .list()
        .is_ok_and(|(_, text)| plan::hash(&text) != campaign.list)
    {
        eprintln!("the list has changed since: that changes nothing, a new --campaign takes it");
    }
    Ok(())
}

/// Says what is about to be sent; asks if it is real.
fn confirm(
    plan: &Plan,
    left: &[usize],
    service: &Service,
    sending: &Sending,
) -> Result<bool, AnyError> {
    let Campaign {
        name,
        server,
        sender,
        template,
        language,
        ..
    } = &plan.campaign;
    let recipients: HashSet<_> = left.iter().map(|row| &plan.rows[*row].to).collect();
    eprintln!(
        "{} messages to {} recipients: template {template} ({language}) from {sender} by {server}, \
         campaign {name}",
        left.len(),
        recipients.len(),
    );
    if !service.is_live || sending.yes {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err("there is no terminal to ask at: give --yes to send".into());
    }
    eprint!("These are real messages to real people. Type `send` to send them: ");
    io::stderr().flush()?;
    let mut typed = String::new();
    io::stdin().read_line(&mut typed)?;
    Ok(typed.trim() == "send")
}

#[cfg(test)]
mod tests;
