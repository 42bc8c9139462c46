//! The sandbox as a program.
#![forbid(unsafe_code)]

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use sandbox::Sandbox;

/// Serves the Kirim and Kustomer APIs on this machine, with made-up data.
///
/// Standard output gets the addresses and keys as lines for a shell, standard error a line for each
/// request. Ctrl-C stops it.
#[derive(Parser)]
#[command(name = "sandbox", version)]
struct Options {
    /// Port of 127.0.0.1 to listen on; 0 is any that is free
    #[arg(long, default_value_t = 8787)]
    port: u16,

    /// Contacts of the first account; the second has a tenth of them
    #[arg(long, value_name = "NUMBER", default_value_t = 10_000)]
    contacts: u64,

    /// Customers of each API
    #[arg(long, value_name = "NUMBER", default_value_t = 1_000)]
    customers: u64,

    /// What the made-up data follows from: the same seed gives the same rows
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,

    /// JSON file with the data, instead of made-up data
    #[arg(long, value_name = "FILE", conflicts_with_all = ["contacts", "customers"])]
    data: Option<PathBuf>,

    /// Keep enums to the values that the contract lists
    #[arg(long)]
    listed_values_only: bool,

    /// Faults that requests meet, such as `kirim: unavailable=2, every=10`; can be repeated
    #[arg(long, value_name = "RULE")]
    fault: Vec<String>,

    /// Size of Kirim's bucket for reads, refilled once a minute
    #[arg(long, value_name = "REQUESTS", default_value_t = 6_000)]
    read_per_minute: u32,

    /// Requests to Kustomer that fit into one minute
    #[arg(long, value_name = "REQUESTS", default_value_t = 1_000)]
    kustomer_per_minute: u32,

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
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(options: Options) -> Result<(), Box<dyn std::error::Error>> {
    let mut builder = Sandbox::builder()
        .port(options.port)
        .seed(options.seed)
        .contacts(options.contacts)
        .customers(options.customers)
        .listed_values_only(options.listed_values_only)
        .read_per_minute(options.read_per_minute)
        .kustomer_per_minute(options.kustomer_per_minute)
        .clock_rate(options.clock_rate)
        .keep_requests(0)
        .log(!options.quiet);
    if let Some(path) = options.data {
        builder = builder.data_file(path);
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
    writeln!(
        out,
        "export KIRIM_API_KEY={} KIRIM_BASE_URL={}",
        sandbox.kirim_api_key(),
        sandbox.kirim_base_url()
    )?;
    writeln!(
        out,
        "export KUSTOMER_API_KEY={} KUSTOMER_BASE_URL={}",
        sandbox.kustomer_api_key(),
        sandbox.kustomer_base_url()
    )?;
    out.flush()
}
