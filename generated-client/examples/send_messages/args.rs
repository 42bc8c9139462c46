//! The command line.

use std::fs::OpenOptions;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use clap::{Args, Parser, Subcommand};
use generated_client::reqwest::Url;

use crate::AnyError;

/// The list that is sent when no other is named, and what it is sent with.
const SAMPLE: &[u8] = include_bytes!("sample.csv");
const SAMPLE_TEMPLATE: (&str, &str) = ("order_update", "id");

/// Sends a WhatsApp template to each row of a list: to a sandbox, unless `--live` is given.
///
/// The same command goes on after an interruption, and sends nothing twice.
#[derive(Parser)]
pub(crate) struct Options {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) target: Target,
    #[command(flatten)]
    pub(crate) sending: Sending,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Ask what became of the messages that were accepted: delivered, read or failed
    Status,
}

/// Where messages go, and where it is noted.
#[derive(Args)]
pub(crate) struct Target {
    /// Send real messages, with `KIRIM_API_KEY` (and `KIRIM_BASE_URL`)
    #[arg(long, global = true, conflicts_with = "sandbox")]
    pub(crate) live: bool,

    /// Base URL of a sandbox that runs already, on this machine; one of its own if absent
    #[arg(long, global = true, value_name = "URL", value_parser = loopback)]
    pub(crate) sandbox: Option<Url>,

    /// Name of the campaign, in which nobody gets the same message twice
    #[arg(long, global = true, default_value = "sample", value_parser = campaign)]
    pub(crate) campaign: String,

    /// File that notes what was sent [default: CAMPAIGN.sandbox.jsonl, or CAMPAIGN.live.jsonl]
    #[arg(long, global = true, value_name = "FILE")]
    journal: Option<PathBuf>,

    /// Write the result of each row to this CSV file
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// Requests at the same time
    #[arg(long, global = true, value_name = "NUMBER", default_value_t = 16,
          value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) concurrency: u16,
}

/// What is sent, and to whom.
#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line")]
pub(crate) struct Sending {
    /// CSV with the columns `to`, `body_1`, `body_2`, …, `header_text`, `header_image`,
    /// `header_video` or `header_document`, and `button_url_1` or `button_payload_1`, …; the sample list
    /// if absent
    #[arg(value_name = "LIST", requires_all = ["campaign", "template", "language"])]
    list: Option<PathBuf>,

    /// Name of the template
    #[arg(long, value_name = "NAME", requires = "list")]
    template: Option<String>,

    /// Language of the template, such as `id` or `en_US`
    #[arg(long, value_name = "CODE", requires = "list")]
    language: Option<String>,

    /// `phone_number_id` of the sender; the first connected account if absent
    #[arg(long, value_name = "ID")]
    pub(crate) sender: Option<String>,

    /// Country code of numbers that are written without `+`, such as 62
    #[arg(long, value_name = "CODE", value_parser = country)]
    pub(crate) country: Option<String>,

    /// Send also what a recipient gets twice in this list
    #[arg(long)]
    pub(crate) allow_duplicates: bool,

    /// Send without asking the service for the parameters of the template
    #[arg(long)]
    pub(crate) unchecked_template: bool,

    /// Numbers that get nothing, one a line; read again when it changes
    #[arg(long, value_name = "FILE")]
    pub(crate) suppress: Option<PathBuf>,

    /// Send only the first rows of the list; the same command without it sends the rest
    #[arg(long, value_name = "NUMBER")]
    pub(crate) first: Option<usize>,

    /// Send also what was perhaps sent more than a day ago
    #[arg(long)]
    pub(crate) resend_unknown: bool,

    /// With `--live`: do not ask
    #[arg(long, short)]
    pub(crate) yes: bool,
}

impl Options {
    /// What clap cannot say: a live run names its list and its sender, and results overwrite nothing else.
    pub(crate) fn check(&self) -> Result<(), AnyError> {
        let Self {
            target, sending, ..
        } = self;
        let is_live_run = target.live && self.command.is_none();
        if is_live_run && sending.list.is_none() {
            return Err("--live needs a LIST: the sample's numbers belong to nobody".into());
        }
        if is_live_run && sending.sender.is_none() {
            return Err("--live needs --sender".into());
        }
        if let Some(output) = &target.output {
            let file = OpenOptions::new().append(true).create(true).open(output);
            file.map_err(|error| format!("--output {}: {error}", output.display()))?;
            let output = output.canonicalize()?;
            let journal = target.journal();
            let (list, suppress) = (sending.list.as_ref(), sending.suppress.as_ref());
            let others = [Some(&journal), list, suppress].into_iter().flatten();
            if others
                .flat_map(|other| other.canonicalize())
                .any(|other| other == output)
            {
                return Err("--output would overwrite the list, the journal or --suppress".into());
            }
        }
        Ok(())
    }
}

impl Target {
    /// The file that notes what was sent.
    pub(crate) fn journal(&self) -> PathBuf {
        let kind = if self.live { "live" } else { "sandbox" };
        let default = || PathBuf::from(format!("{}.{kind}.jsonl", self.campaign));
        self.journal.clone().unwrap_or_else(default)
    }
}

impl Sending {
    /// Name and language of the template.
    pub(crate) fn template(&self) -> (&str, &str) {
        match (&self.template, &self.language) {
            (Some(template), Some(language)) => (template, language),
            _ => SAMPLE_TEMPLATE,
        }
    }

    /// Name and text of the list.
    pub(crate) fn list(&self) -> Result<(&Path, Vec<u8>), AnyError> {
        match &self.list {
            Some(path) => {
                let text = std::fs::read(path);
                let text = text.map_err(|error| format!("{}: {error}", path.display()))?;
                Ok((path, text))
            }
            None => Ok((Path::new("sample.csv"), SAMPLE.to_vec())),
        }
    }
}

/// A URL on this machine. A name could be somebody else's, so that `localhost` becomes an address.
fn loopback(text: &str) -> Result<Url, String> {
    let url = text
        .replacen("http://localhost", "http://127.0.0.1", 1)
        .parse()
        .ok();
    let address = |url: &Url| {
        url.host_str()?
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .ok()
    };
    let is_here =
        |url: &Url| url.scheme() == "http" && address(url).is_some_and(|it| it.is_loopback());
    let mut url = url.filter(is_here).ok_or(
        "a sandbox is at http:// and an address of this machine, such as http://127.0.0.1:8787",
    )?;
    if url.path() == "/" {
        url.set_path("/kirim/v1");
    }
    Ok(url)
}

/// A name that can be part of the name of a file.
fn campaign(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if text.is_empty() || text.len() > 64 || text.starts_with('.') || !text.chars().all(fits) {
        return Err("use 1 to 64 letters, digits, `-`, `_` and `.`".to_owned());
    }
    Ok(text.to_owned())
}

/// Up to three digits, with or without `+`.
fn country(text: &str) -> Result<String, String> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let fits = matches!(digits.len(), 1..=3) && digits.bytes().all(|c| c.is_ascii_digit());
    if !fits || digits.starts_with('0') {
        return Err("use 1 to 3 digits, such as 62".to_owned());
    }
    Ok(digits.to_owned())
}
