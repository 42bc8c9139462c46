//! The sandbox as a program.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::iter;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;

use clap::Parser;
use contract::names::{Case, name};
use sandbox::{Builder, Sandbox, StartError};

/// Serves the Kirim and Kustomer APIs on this machine, with made-up data, or the APIs of a contract.
///
/// Standard output gets the addresses and keys as lines for a shell, standard error a line for each
/// request. Ctrl-C stops it.
#[derive(Parser)]
#[command(name = "sandbox", version)]
struct Options {
    /// Port of 127.0.0.1 to listen on; 0 is any that is free
    #[arg(long, default_value_t = 8787)]
    port: u16,

    /// OpenAPI contract to serve instead of the built-in one
    #[arg(long, value_name = "FILE")]
    contract: Option<PathBuf>,

    /// Name of the API, if the contract has no `x-apis`; by default that of the file
    #[arg(long, requires = "contract")]
    name: Option<String>,

    #[command(flatten)]
    builder: Builder,

    /// Do not write a line for each request
    #[arg(long, short)]
    quiet: bool,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(Options::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let error = &*error;
            let causes = iter::successors(Some(error), |&error| error.source());
            let causes: Vec<_> = causes.map(ToString::to_string).collect();
            eprintln!("error: {}", causes.join(": "));
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn Error>> {
    let mut builder = options.builder.port(options.port).log(!options.quiet);
    if let Some(path) = &options.contract {
        let text = fs::read_to_string(path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = options.name.unwrap_or_else(|| name(&stem, Case::Snake));
        builder = builder.contract(text).name(name);
    }
    let sandbox = builder.start().await.map_err(|mut error| {
        if let (StartError::Contract(findings), Some(path)) = (&mut error, &options.contract) {
            for finding in findings {
                finding.source = path.display().to_string();
            }
        }
        error
    })?;
    let mut interrupted = pin!(tokio::signal::ctrl_c());
    tokio::select! {
        // Ctrl-C counts from before the lines are there to be read.
        biased;
        result = &mut interrupted => result?,
        result = async { introduce(&sandbox, &mut io::stdout().lock()) } => {
            result?;
            interrupted.await?;
        }
    }
    eprintln!("stopping");
    sandbox.stop().await;
    Ok(())
}

/// Says where the sandbox is, in lines to paste.
fn introduce(sandbox: &Sandbox, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "# The sandbox is at http://{}/", sandbox.address())?;
    for api in sandbox.apis() {
        let variable = api
            .to_uppercase()
            .replace(|c: char| !c.is_ascii_alphanumeric(), "_");
        let key = sandbox.api_key(api).unwrap_or_default();
        let url = sandbox.base_url(api).unwrap_or_default();
        let calls = sandbox.credentials(api);
        let is_key = matches!(&calls[..], [only] if only.starts_with(".api_key"));
        let exported = if is_key {
            format!("{variable}_API_KEY={key} ")
        } else {
            String::new()
        };
        writeln!(out, "export {exported}{variable}_BASE_URL={url}")?;
        if !calls.is_empty() && !is_key {
            let calls = calls.concat();
            writeln!(out, "# {api}::Client::builder().env(){calls}.build()?")?;
        }
    }
    out.flush()
}
