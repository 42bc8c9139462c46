//! All contacts of an account to a file: `cargo run --example export_contacts -- --output FILE`.
//!
//! Talks to the service of `KIRIM_API_KEY` and `KIRIM_BASE_URL`, and without a key to a sandbox.
//! Ctrl-C stops it after the page at hand; the same command goes on where it stopped.
#![forbid(unsafe_code)]

mod file;
mod rows;
#[path = "../support/mod.rs"]
mod support;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
use generated_client::kirim;

use crate::file::Export;
use crate::rows::Format;
use crate::support::{AnyError, Service};

/// Contacts that a page holds at most.
const PAGE: i64 = 100;

/// Exports all contacts of an account.
#[derive(Parser)]
struct Options {
    /// File to write: CSV if it ends in `.csv`, JSON Lines if it ends in `.jsonl`
    #[arg(long, default_value = "contacts.csv")]
    output: PathBuf,

    /// `phone_number_id` of the account; the first that is connected if absent
    #[arg(long)]
    account: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("interrupted: the same command goes on from here");
            ExitCode::from(130)
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Exports until the end or Ctrl-C; gives whether it came to the end.
async fn run(options: Options) -> Result<bool, AnyError> {
    let format = Format::of(&options.output)?;
    let service = Service::start().await?;
    let account = match options.account {
        Some(account) => account,
        None => first_account(&service.kirim).await?,
    };
    let mut export = Export::open(&options.output, format, &account)?;
    if export.contacts() > 0 {
        eprintln!("going on after {} contacts", export.contacts());
    }
    let mut progress = Progress::new(export.contacts());
    let ended = tokio::select! {
        ended = pages(&service.kirim, &mut export, &mut progress) => { ended?; true }
        // Between two pages or while one is fetched: writing is not interrupted.
        signal = tokio::signal::ctrl_c() => { signal?; false }
    };
    progress.end();
    if ended {
        let contacts = export.finish()?;
        println!("{contacts} contacts in {}", options.output.display());
    }
    Ok(ended)
}

async fn first_account(client: &kirim::Client) -> Result<String, AnyError> {
    let accounts = client.list_accounts().send().await?.into_inner().data;
    let id = accounts
        .into_iter()
        .find_map(|account| account.phone_number_id);
    Ok(id.ok_or("no account is connected")?)
}

/// Fetches and writes one page after another.
async fn pages(
    client: &kirim::Client,
    export: &mut Export,
    progress: &mut Progress,
) -> Result<(), AnyError> {
    while !export.is_complete() {
        let mut list = client.list_contacts(export.account()).limit(PAGE);
        if let Some(cursor) = export.cursor() {
            list = list.cursor(cursor);
        }
        let page = list.send().await?;
        export.write(&page)?;
        progress.show(export.contacts());
    }
    Ok(())
}

/// A line on a terminal; nothing anywhere else. How many contacts there are is not known before.
struct Progress {
    start: Instant,
    first: u64,
    shown: bool,
}

impl Progress {
    fn new(first: u64) -> Self {
        Self {
            start: Instant::now(),
            first,
            shown: io::stderr().is_terminal(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "only shown")]
    fn show(&self, contacts: u64) {
        if self.shown {
            let seconds = self.start.elapsed().as_secs_f64().max(0.001);
            let rate = (contacts - self.first) as f64 / seconds;
            let bar = "#".repeat(usize::try_from(contacts / 1_000 % 20).unwrap_or_default());
            eprint!("\r[{bar:<20}] {contacts:>9} contacts, {rate:>7.0} a second");
            // A terminal that is gone is no reason to stop.
            let _ = io::stderr().flush();
        }
    }

    fn end(&self) {
        if self.shown {
            eprintln!();
        }
    }
}

#[cfg(test)]
mod tests;
