//! What was planned, what was about to be sent, and what came of it: a file of JSON lines.
//!
//! A line says that a message is about to be sent, and is on the disk before the message is; another
//! says what came of it. So after a crash it is known of each message whether it was sent, was not, or
//! perhaps was. One process at a time writes a journal.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use tokio::sync::{mpsc, oneshot};

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
}

/// The writing end: entries of several tasks are synced to the disk together.
#[derive(Clone)]
pub(crate) struct Writer(mpsc::Sender<(Entry, oneshot::Sender<Result<(), String>>)>);

impl State {
    /// What an entry makes of it.
    pub(crate) fn apply(&mut self, entry: &Entry) {
        self.stage = match entry {
            Entry::Intent { at, .. } => Stage::Open(*at),
            Entry::Accepted { id, .. } => Stage::Accepted(id.clone()),
            Entry::Failed { reason, .. } => Stage::Failed(reason.clone()),
            Entry::Released { .. } => {
                self.refusals += 1;
                Stage::Unsent
            }
            Entry::Campaign(_) | Entry::Row(_) | Entry::Planned(_) => return,
        };
    }

    /// Whether nothing is wrong with it, sent or not.
    pub(crate) fn is_fine(&self) -> bool {
        !matches!(self.stage, Stage::Open(_) | Stage::Failed(_))
    }

    /// Whether the service has not decided.
    pub(crate) fn is_open(&self) -> bool {
        !matches!(self.stage, Stage::Accepted(_) | Stage::Failed(_))
    }

    /// Whether it was perhaps sent, and the service would no longer notice that it is sent again.
    pub(crate) fn is_unknown(&self, now: u64) -> bool {
        matches!(self.stage, Stage::Open(since) if now.saturating_sub(since) >= KEY_LIFETIME.as_secs())
    }
}

impl Entry {
    fn row(&self) -> Option<usize> {
        match self {
            Self::Campaign(_) | Self::Row(_) | Self::Planned(_) => None,
            Self::Intent { row, .. }
            | Self::Accepted { row, .. }
            | Self::Failed { row, .. }
            | Self::Released { row } => Some(*row),
        }
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
        let shown = path.display();
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path);
        let file = file.map_err(|error| format!("{shown}: {error}"))?;
        if fs4::FileExt::try_lock(&file).is_err() {
            return Err(format!("{shown}: another process is sending with this journal").into());
        }
        let (contents, length) = read(&file).map_err(|error| format!("{shown}: {error}"))?;
        file.set_len(length)?;
        Ok((Self { file }, contents))
    }

    /// Writes down what is going to be sent.
    pub(crate) fn begin(&mut self, plan: &Plan) -> Result<(), AnyError> {
        let campaign = [Entry::Campaign(plan.campaign.clone())].into_iter();
        let rows = plan.rows.iter().cloned().map(Entry::Row);
        append(
            &mut self.file,
            campaign
                .chain(rows)
                .chain([Entry::Planned(plan.rows.len())]),
        )
    }

    /// Gives the journal to a thread of its own, which ends with the last copy of what is returned.
    pub(crate) fn into_writer(mut self) -> Writer {
        let (sender, mut entries) = mpsc::channel::<(Entry, oneshot::Sender<_>)>(1024);
        thread::spawn(move || {
            while let Some(first) = entries.blocking_recv() {
                let mut group = vec![first];
                while let Ok(next) = entries.try_recv() {
                    group.push(next);
                }
                let (group, waiting): (Vec<_>, Vec<_>) = group.into_iter().unzip();
                let written = append(&mut self.file, group).map_err(|error| error.to_string());
                for task in waiting {
                    // A task that has ended does not wait for its entry.
                    let _ = task.send(written.clone());
                }
                if written.is_err() {
                    break;
                }
            }
        });
        Writer(sender)
    }
}

impl Writer {
    /// Writes an entry; when it returns, the entry is on the disk.
    pub(crate) async fn write(&self, state: &mut State, entry: Entry) -> Result<(), AnyError> {
        state.apply(&entry);
        let (sender, written) = oneshot::channel();
        let sent = self
            .0
            .send((entry, sender))
            .await
            .map_err(|_| "the journal is closed");
        sent?;
        let written = written.await.map_err(|_| "the journal is closed")?;
        Ok(written.map_err(|error| format!("the journal: {error}"))?)
    }
}

fn append(file: &mut File, entries: impl IntoIterator<Item = Entry>) -> Result<(), AnyError> {
    let mut text = Vec::new();
    for entry in entries {
        serde_json::to_writer(&mut text, &entry)?;
        text.push(b'\n');
    }
    file.write_all(&text)?;
    Ok(file.sync_data()?)
}

/// Reads the journal at a path, which another process may be writing.
pub(crate) fn contents(path: &Path) -> Result<Contents, AnyError> {
    let shown = path.display();
    let file = File::open(path).map_err(|error| format!("{shown}: {error}"))?;
    let (contents, _) = read(&file).map_err(|error| format!("{shown}: {error}"))?;
    Ok(contents.ok_or_else(|| format!("{shown}: nothing has been sent"))?)
}

/// What stands in a journal, and its length up to the end of that: after a crash the last line may be
/// a part of one, and the plan not whole, in which case nothing was sent.
fn read(mut file: &File) -> Result<(Option<Contents>, u64), AnyError> {
    let mut text = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.read_to_end(&mut text)?;
    let end = text
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |last| last + 1);
    let (mut campaign, mut rows, mut states) = (None, Vec::new(), Vec::new());
    for (line, text) in (1..).zip(text[..end].split_inclusive(|byte| *byte == b'\n')) {
        let entry =
            serde_json::from_slice(text).map_err(|error| format!("line {line}: {error}"))?;
        match entry {
            Entry::Campaign(first) if line == 1 => campaign = Some(first),
            Entry::Row(row) if states.is_empty() => rows.push(row),
            Entry::Planned(length) if length == rows.len() && states.is_empty() => {
                states = vec![State::default(); length];
            }
            entry => {
                let state = entry.row().and_then(|row| states.get_mut(row));
                state
                    .ok_or_else(|| format!("line {line} does not fit the plan"))?
                    .apply(&entry);
            }
        }
    }
    match campaign {
        Some(campaign) if !states.is_empty() => {
            let plan = Plan { campaign, rows };
            Ok((Some(Contents { plan, states }), end as u64))
        }
        _ => Ok((None, 0)),
    }
}
