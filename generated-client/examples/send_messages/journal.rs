//! What was planned, what was about to be sent, and what came of it: a file of JSON lines.
//!
//! A line says that a message is about to be sent, and is on the disk before the message is; another
//! says what came of it. So after a crash it is known of each message whether it was sent, was not, or
//! perhaps was. One process at a time writes a journal.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::AnyError;
use crate::plan::{Campaign, Plan, Row};

/// How long a message can be sent again under its key: the service forgets keys after 24 hours, and
/// clocks differ.
const KEY_LIFETIME: Duration = Duration::from_secs(23 * 60 * 60);

/// A line of a journal. Rows are counted from 0.
#[derive(Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Entry {
    /// The first line.
    Campaign(Campaign),
    /// A message of the plan.
    Row(Row),
    /// The end of the plan, and its length.
    Planned(usize),
    /// About to be sent, in seconds since 1970.
    Intent { row: usize, at: u64 },
    /// The service took it, under this id.
    Accepted { row: usize, id: Option<String> },
    /// The service will never take it.
    Failed { row: usize, reason: String },
    /// It was certainly not sent, or is to be sent again whatever came of it.
    Released { row: usize },
}

/// How far a message has come.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct State {
    pub(crate) stage: Stage,
    /// How often it was released.
    pub(crate) refusals: u32,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Stage {
    #[default]
    Unsent,
    /// Sent or not, since then.
    Open(u64),
    Accepted(Option<String>),
    Failed(String),
    /// Its recipient is to get nothing; not noted, because that may change.
    Suppressed,
}

/// What stands in a journal.
#[derive(Debug)]
pub(crate) struct Contents {
    pub(crate) plan: Plan,
    /// One for each row of the plan.
    pub(crate) states: Vec<State>,
}

/// A journal that this process writes.
pub(crate) struct Journal {
    file: File,
    /// Length of the file up to the end of its last whole entry.
    length: u64,
    /// Entries that are not on the disk yet.
    unwritten: Vec<u8>,
}

impl State {
    /// Whether the service has decided.
    pub(crate) fn is_decided(&self) -> bool {
        matches!(self.stage, Stage::Accepted(_) | Stage::Failed(_))
    }

    /// Whether it was perhaps sent, and the service would no longer notice that it is sent again.
    pub(crate) fn is_unknown(&self, now: u64) -> bool {
        matches!(self.stage, Stage::Open(since) if now.saturating_sub(since) >= KEY_LIFETIME.as_secs())
    }
}

impl Contents {
    pub(crate) fn new(plan: Plan) -> Self {
        let states = vec![State::default(); plan.rows.len()];
        Self { plan, states }
    }

    /// How many messages the service has decided about.
    pub(crate) fn decided(&self) -> u64 {
        self.states
            .iter()
            .map(|state| u64::from(state.is_decided()))
            .sum()
    }

    /// Takes up what an entry says; gives whether it is about a row of the plan.
    fn apply(&mut self, entry: Entry) -> bool {
        let (row, stage) = match entry {
            Entry::Intent { row, at } => (row, Stage::Open(at)),
            Entry::Accepted { row, id } => (row, Stage::Accepted(id)),
            Entry::Failed { row, reason } => (row, Stage::Failed(reason)),
            Entry::Released { row } => (row, Stage::Unsent),
            Entry::Campaign(_) | Entry::Row(_) | Entry::Planned(_) => return false,
        };
        let Some(found) = self.states.get_mut(row) else {
            return false;
        };
        found.refusals += u32::from(stage == Stage::Unsent);
        found.stage = stage;
        true
    }
}

/// Seconds since 1970.
pub(crate) fn now() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    now.map_or(0, |now| now.as_secs())
}

impl Journal {
    /// Opens a journal, or begins one, for this process alone. Without a whole plan it is empty.
    pub(crate) fn open(path: &Path) -> Result<(Self, Option<Contents>), AnyError> {
        let named = |error| format!("{}: {error}", path.display());
        let mut options = OpenOptions::new();
        let file = options.read(true).append(true).create(true).open(path);
        let mut file = file.map_err(|error| named(error.to_string()))?;
        if fs4::FileExt::try_lock(&file).is_err() {
            return Err(named("another process is sending with this journal".to_owned()).into());
        }
        let (contents, length) = read(&mut file).map_err(|error| named(error.to_string()))?;
        file.set_len(length)?;
        Ok((
            Self {
                file,
                length,
                unwritten: Vec::new(),
            },
            contents,
        ))
    }

    /// Writes down what is going to be sent.
    pub(crate) fn begin(&mut self, plan: &Plan) -> Result<(), AnyError> {
        self.append(&Entry::Campaign(plan.campaign.clone()))?;
        for row in &plan.rows {
            self.append(&Entry::Row(row.clone()))?;
        }
        self.append(&Entry::Planned(plan.rows.len()))?;
        self.sync()
    }

    /// Notes what happened: on the disk after the next [`sync`](Self::sync).
    pub(crate) fn note(&mut self, contents: &mut Contents, entry: Entry) -> Result<(), AnyError> {
        self.append(&entry)?;
        contents.apply(entry);
        Ok(())
    }

    fn append(&mut self, entry: &Entry) -> Result<(), AnyError> {
        serde_json::to_writer(&mut self.unwritten, entry)?;
        self.unwritten.push(b'\n');
        Ok(())
    }

    /// When it returns, everything is on the disk. After an error the same is tried again, and what is in
    /// the file stays whole.
    pub(crate) fn sync(&mut self) -> Result<(), AnyError> {
        if self.unwritten.is_empty() {
            return Ok(());
        }
        let written = self
            .file
            .write_all(&self.unwritten)
            .and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.file.set_len(self.length)?;
            return Err(format!("the journal: {error}").into());
        }
        self.length += self.unwritten.len() as u64;
        self.unwritten.clear();
        Ok(())
    }
}

/// Reads the journal at a path, which another process may be writing.
pub(crate) fn contents(path: &Path) -> Result<Contents, AnyError> {
    let shown = path.display();
    let mut file = File::open(path).map_err(|error| format!("{shown}: {error}"))?;
    let (contents, _) = read(&mut file).map_err(|error| format!("{shown}: {error}"))?;
    Ok(contents.ok_or_else(|| format!("{shown}: nothing has been sent"))?)
}

/// What stands in a journal, and its length up to the end of that: after a crash the last line may be
/// a part of one, and the plan not whole, in which case nothing was sent.
fn read(file: &mut File) -> Result<(Option<Contents>, u64), AnyError> {
    const BEGINNING: &[u8] = b"{\"campaign\":";
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    if !text
        .iter()
        .zip(BEGINNING)
        .all(|(found, expected)| found == expected)
    {
        return Err("this is not a journal".into());
    }
    let end = text
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |last| last + 1);
    let (mut plan, mut contents) = (None::<Plan>, None::<Contents>);
    for (line, text) in (1..).zip(text[..end].split_inclusive(|byte| *byte == b'\n')) {
        let entry =
            serde_json::from_slice(text).map_err(|error| format!("line {line}: {error}"))?;
        let fits = match (entry, &mut plan, &mut contents) {
            (Entry::Campaign(campaign), None, None) => {
                plan = Some(Plan {
                    campaign,
                    rows: Vec::new(),
                });
                true
            }
            (Entry::Row(row), Some(plan), None) => {
                plan.rows.push(row);
                true
            }
            (Entry::Planned(length), Some(whole), None) if whole.rows.len() == length => {
                contents = plan.take().map(Contents::new);
                true
            }
            (entry, None, Some(contents)) => contents.apply(entry),
            _ => false,
        };
        if !fits {
            return Err(format!("line {line} does not fit the plan").into());
        }
    }
    let length = if contents.is_some() { end as u64 } else { 0 };
    Ok((contents, length))
}
