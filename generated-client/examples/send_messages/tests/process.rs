//! This program as a process of its own: the binary of the tests, which calls its `main`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use clap::Parser;
use sandbox::Sandbox;
use tempfile::TempDir;

use crate::args::Options;

/// Holds the command line, a word in each line, in the process that a test starts.
const ARGUMENTS: &str = "SEND_MESSAGES_TEST_ARGUMENTS";

/// Does nothing among the other tests: it is what they start.
#[tokio::test(flavor = "multi_thread")]
async fn program() {
    if let Ok(arguments) = std::env::var(ARGUMENTS) {
        let options = Options::parse_from(arguments.lines());
        let code = crate::run(&options).await;
        std::process::exit(code.into());
    }
}

/// A sandbox, and a folder with a list to send.
pub(super) struct Place {
    pub(super) folder: TempDir,
    pub(super) sandbox: Sandbox,
}

impl Place {
    /// A list of so many rows, and a sandbox with these faults.
    pub(super) async fn new(rows: usize, faults: &[&str]) -> Self {
        Self::with_limit(1_000_000, rows, faults).await
    }

    /// The same with so many writes in a minute.
    pub(super) async fn with_limit(writes: u32, rows: usize, faults: &[&str]) -> Self {
        let mut builder = Sandbox::builder()
            .write_per_minute(writes)
            .read_per_minute(1_000_000);
        for fault in faults {
            builder = builder.fault(*fault);
        }
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
            sandbox: builder.start().await.unwrap(),
        };
        place.write_list((0..rows).map(|row| (row, "Budi")));
        place
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The list: the ends of numbers, and what is said to them.
    pub(super) fn write_list<'a>(&self, rows: impl Iterator<Item = (usize, &'a str)>) {
        let rows = rows.map(|(row, name)| format!("+62800111{row:07},{name},A-{row}\n"));
        let text = format!("to,body_1,body_2\n{}", rows.collect::<String>());
        fs::write(self.path("list.csv"), text).unwrap();
    }

    /// The program, with this command line and the list to send to the sandbox.
    pub(super) fn command(&self, arguments: &str) -> Command {
        let sandbox = format!("--sandbox {}", self.sandbox.kirim_base_url());
        let list = "list.csv --campaign test --template order_update --language id";
        command(self.folder.path(), &format!("{list} {sandbox} {arguments}"))
    }

    /// Runs it to its end.
    pub(super) fn run(&self, arguments: &str) -> Ended {
        Ended::of(self.command(arguments).output().unwrap())
    }

    pub(super) fn start(&self, arguments: &str) -> Child {
        self.command(arguments)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }
}

/// The program in a folder, with this command line.
pub(super) fn command(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    let words: Vec<_> = arguments.split_whitespace().collect();
    command
        .args(["--exact", "tests::process::program", "--nocapture"])
        .env(ARGUMENTS, format!("send_messages\n{}", words.join("\n")))
        .env_remove("KIRIM_API_KEY")
        .env_remove("KIRIM_BASE_URL")
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

/// What a process left.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
}

impl Ended {
    pub(super) fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}
