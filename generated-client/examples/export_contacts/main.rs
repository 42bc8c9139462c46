//! All contacts of an account to a file: `cargo run --example export_contacts -- --output FILE`.
//!
//! Talks to the service of `KIRIM_API_KEY` and `KIRIM_BASE_URL`, and without a key to a sandbox.
//! Ctrl-C stops it after the page at hand; the same command goes on where it stopped. With
//! `--output -` contacts go to the standard output, and everything else to the standard error.
#![forbid(unsafe_code)]

mod file;
#[path = "../support/progress.rs"]
mod progress;
mod rows;
#[path = "../support/mod.rs"]
mod support;

use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use generated_client::kirim;

use crate::file::Export;
use crate::progress::Progress;
use crate::rows::Format;
use crate::support::{AnyError, Service};

/// Contacts that a page holds at most.
const PAGE: i64 = 100;

/// Exports all contacts of an account.
#[derive(Parser)]
struct Options {
    /// File to write, or `-` for the standard output
    #[arg(long, default_value = "contacts.csv")]
    output: PathBuf,

    /// `csv`, or `jsonl` for JSON Lines; what the name of the file ends in if absent, CSV for `-`
    #[arg(long)]
    format: Option<Format>,

    /// `phone_number_id` of the account; the first that is connected if absent
    #[arg(long)]
    account: Option<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(130),
        // Whoever read the output has enough of it, as `head` has.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn is_broken_pipe(error: &AnyError) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

/// Exports until the end or Ctrl-C; gives whether it came to the end.
async fn run(options: Options) -> Result<bool, AnyError> {
    let Options { output, .. } = options;
    let to_stdout = output == Path::new("-");
    let format = match options.format {
        Some(format) => format,
        None if to_stdout => Format::Csv,
        None => Format::of(&output)?,
    };
    let service = Service::start().await?;
    let account = match options.account {
        Some(account) => account,
        None => first_account(&service.kirim).await?,
    };
    let mut export = if to_stdout {
        Export::to(Box::new(io::stdout()), format, &account)?
    } else {
        Export::open(&output, format, &account)?
    };
    if export.contacts() > 0 {
        eprintln!("going on after {} contacts", export.contacts());
    }
    // Two lines in one place would overwrite each other.
    let is_shown = io::stderr().is_terminal() && !(to_stdout && io::stdout().is_terminal());
    let progress = Progress::new(is_shown.then(io::stderr), "contacts", export.contacts());
    let ended = tokio::select! {
        ended = pages(&service.kirim, &mut export, &progress) => ended.map(|()| true),
        // Between two pages or while one is fetched: writing is not interrupted.
        signal = tokio::signal::ctrl_c() => signal.map(|()| false).map_err(Into::into),
        never = progress.run() => match never {},
    };
    progress.end();
    let ended = match ended {
        Ok(ended) => ended,
        Err(error) => {
            export.fail()?;
            return Err(error);
        }
    };
    if ended {
        eprintln!(
            "{} contacts exported to {}",
            export.finish()?,
            output.display()
        );
    } else if to_stdout {
        eprintln!("interrupted");
    } else {
        eprintln!("interrupted: the same command goes on from here");
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
    progress: &Progress<impl Write>,
) -> Result<(), AnyError> {
    while !export.is_complete() {
        let mut list = client.list_contacts(export.account()).limit(PAGE);
        if let Some(cursor) = export.cursor() {
            list = list.cursor(cursor);
        }
        let page = list.send().await?;
        export.write(&page)?;
        progress.set(export.contacts());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
