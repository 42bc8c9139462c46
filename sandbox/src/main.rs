//! The sandbox as a program.
#![forbid(unsafe_code)]

use std::error::Error;
use std::fs;
use std::io::{self, Write};
use std::iter;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use contract::names::{Case, name};
use sandbox::Sandbox;

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

    /// Contacts of the first Kirim account; the second has a tenth of them
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    contacts: usize,

    /// Customers of Kirim, and as many of Kustomer
    #[arg(long, value_name = "NUMBER", default_value_t = 100)]
    customers: usize,

    /// What the made-up data follows from: the same seed gives the same rows
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,

    /// Keep enums to the values that the contract lists
    #[arg(long)]
    listed_values_only: bool,

    /// Faults that requests meet, such as `kirim: unavailable=2, every=10`; can be repeated
    #[arg(long, value_name = "RULE")]
    fault: Vec<String>,

    /// Reads in a minute, for rate limits that count them apart (Kirim)
    #[arg(long, value_name = "REQUESTS", default_value_t = 6_000)]
    read_per_minute: u32,

    /// Writes in a minute, for rate limits that count them apart (Kirim)
    #[arg(long, value_name = "REQUESTS", default_value_t = 600)]
    write_per_minute: u32,

    /// Requests in a minute, for rate limits that count them together (Kustomer)
    #[arg(long, value_name = "REQUESTS", default_value_t = 1_000)]
    shared_per_minute: u32,

    /// How fast the time of rate limits passes: at 60 a minute takes a second
    #[arg(long, value_name = "RATE", default_value_t = 1.0)]
    clock_rate: f64,

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
    let mut builder = Sandbox::builder()
        .port(options.port)
        .seed(options.seed)
        .contacts(options.contacts)
        .customers(options.customers)
        .listed_values_only(options.listed_values_only)
        .read_per_minute(options.read_per_minute)
        .write_per_minute(options.write_per_minute)
        .shared_per_minute(options.shared_per_minute)
        .clock_rate(options.clock_rate)
        .keep_requests(0)
        .log(!options.quiet);
    if let Some(path) = options.contract {
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = options.name.unwrap_or_else(|| name(&stem, Case::Snake));
        builder = builder.contract(text).name(name);
    }
    for rule in options.fault {
        builder = builder.fault(rule);
    }
    let sandbox = builder.start().await?;
    introduce(&sandbox, &mut io::stdout().lock())?;
    tokio::signal::ctrl_c().await?;
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
        writeln!(
            out,
            "export {variable}_API_KEY={key} {variable}_BASE_URL={url}"
        )?;
    }
    out.flush()
}
