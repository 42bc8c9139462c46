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
use std::time::Duration;

use clap::Parser;

use crate::args::{Command, Options, Sending};
use crate::journal::{Contents, Entry, Journal, Stage, State};
use crate::plan::{Campaign, Plan};
use crate::progress::Progress;
use crate::report::Outcome;
use crate::send::Ending;
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
    let ended = match (options.check(), &options.command) {
        (Err(error), _) => Err(error),
        (Ok(()), Some(Command::Status)) => status::run(&options.target).await.map(|()| FINE),
        (Ok(()), None) => send(options).await,
    };
    ended.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        FAILED
    })
}

async fn send(options: &Options) -> Result<u8, AnyError> {
    let Options {
        target, sending, ..
    } = options;
    let service = Service::start(target).await?;
    let path = target.journal();
    let (mut journal, found) = Journal::open(&path)?;
    let is_new = found.is_none();
    let mut contents = if let Some(contents) = found {
        check_same(&contents.plan.campaign, &service.server, options)?;
        eprintln!("going on with {}", path.display());
        contents
    } else {
        Contents::new(new_plan(&service, options).await?)
    };
    let suppressed = sending.suppress.clone();
    let suppressed = suppressed
        .map(|path| Suppressed::open(path, sending.country.clone()))
        .transpose()?;

    let first = sending.first.unwrap_or(usize::MAX);
    let now = journal::now();
    let states = &contents.states;
    let mut left: Vec<usize> = (0..states.len().min(first)).collect();
    left.retain(|row| !states[*row].is_decided());
    left.retain(|row| sending.resend_unknown || !states[*row].is_unknown(now));
    if left.is_empty() {
        eprintln!("nothing is left to send: another --campaign sends to the same people again");
    } else if !confirm(&contents.plan, &left, &service, sending)? {
        return Ok(FAILED);
    }
    // Not before the question: until then nothing is fixed.
    if is_new {
        journal.begin(&contents.plan)?;
    }
    for row in left.iter().copied() {
        if contents.states[row].is_unknown(now) {
            journal.note(&mut contents, Entry::Released { row })?;
        }
    }

    let is_followed = service.own_sandbox.is_some() && !left.is_empty();
    let progress = io::stderr().is_terminal().then(io::stderr);
    let progress = Progress::new(progress, "messages", contents.decided());
    let client = service.client.clone();
    let slots = target.concurrency.into();
    let ending = send::run(
        client,
        journal,
        &mut contents,
        suppressed,
        left,
        slots,
        &progress,
    )
    .await;
    progress.end();
    let outcomes: Vec<_> = contents.states.iter().map(Outcome::of).collect();
    report::print(&contents.plan, &outcomes, target.output.as_deref())?;
    if is_followed {
        println!("two seconds later:");
        tokio::time::sleep(Duration::from_secs(2)).await;
        let outcomes = status::outcomes(&service.client, &contents, 16).await?;
        report::print(&contents.plan, &outcomes, None)?;
    }
    let is_wrong = |(row, state): (usize, &State)| match state.stage {
        Stage::Open(_) | Stage::Failed(_) => true,
        Stage::Unsent => row < first,
        Stage::Accepted(_) | Stage::Suppressed => false,
    };
    match ending {
        Ending::Done if contents.states.iter().enumerate().any(is_wrong) => Ok(FAILED),
        Ending::Done => Ok(FINE),
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
        let path = path.display();
        format!(
            "{path}: nothing was sent, these are mistakes:\n{}",
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
        fields: list.fields,
    };
    Ok(Plan {
        campaign,
        rows: list.rows,
    })
}

/// Refuses to go on with a journal of something else.
fn check_same(noted: &Campaign, server: &str, options: &Options) -> Result<(), AnyError> {
    let Options {
        target, sending, ..
    } = options;
    let (template, language) = sending.template();
    let mut given = noted.clone();
    given.name.clone_from(&target.campaign);
    given.sender = sending.sender.clone().unwrap_or(given.sender);
    (given.server, given.template, given.language) =
        (server.into(), template.into(), language.into());
    if given != *noted {
        let path = target.journal();
        let path = path.display();
        return Err(
            format!("{path} is of {noted}, not of {given}: choose another --campaign").into(),
        );
    }
    let list = sending.list().map(|(_, text)| plan::hash(&text));
    if list.is_ok_and(|list| list != noted.list) {
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
    let recipients: HashSet<_> = left.iter().map(|row| &plan.rows[*row].to).collect();
    let (messages, recipients) = (left.len(), recipients.len());
    eprintln!(
        "{messages} messages to {recipients} recipients: {}",
        plan.campaign
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
