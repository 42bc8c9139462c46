//! Sends what is left of a plan, a number of messages at a time.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::io::Write;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::Duration;

use generated_client::kirim::types::MessageResponse;
use generated_client::{CallOptions, Error, Response, kirim};
use tokio::task::JoinSet;
use tokio::time::{Instant, interval};

use crate::journal::{self, Contents, Entry, Journal, Stage};
use crate::plan::Plan;
use crate::progress::Progress;
use crate::retry::Verdict;
use crate::suppress::Suppressed;
use crate::{AnyError, template};

/// How often a message is sent in a run, repetitions by the client not counted.
const TRIES: u32 = 5;

/// How many pauses without a success between them end a run: more than four minutes.
const PAUSES: u32 = 9;

/// The longest pause that is not the service's own wish.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Why a run ended.
#[derive(Debug, PartialEq)]
pub(crate) enum Ending {
    Done,
    Interrupted,
    Stopped(String),
}

/// A run: everything but the calls themselves happens in one task.
struct Run<'a> {
    client: kirim::Client,
    journal: Journal,
    contents: &'a mut Contents,
    suppressed: Option<Suppressed>,
    waiting: VecDeque<usize>,
    /// Rows that wait alone, and until when.
    delayed: BTreeSet<(Instant, usize)>,
    calls: JoinSet<Called>,
    /// How often rows were sent in vain.
    tries: HashMap<usize, u32>,
    /// When messages are sent again, after an error that concerns all.
    pause: Instant,
    /// Pauses since the last success.
    pauses: u32,
    /// Calls at the same time. The first goes alone: its response tells the client how much of the rate
    /// limit is left.
    slots: usize,
    /// Whether the last response said that the rate limit is used up.
    is_limited: bool,
    ending: Ending,
}

/// A row that was sent, whether it was for the first time, and what came of it.
type Called = (usize, bool, Result<Response<MessageResponse>, Error>);

/// Sends rows, until all are done, Ctrl-C, or an error that every other would meet, too.
pub(crate) async fn run(
    client: kirim::Client,
    journal: Journal,
    contents: &mut Contents,
    suppressed: Option<Suppressed>,
    rows: Vec<usize>,
    concurrency: usize,
    progress: &Progress<impl Write>,
) -> Ending {
    /// Set by Ctrl-C.
    static INTERRUPTED: AtomicBool = AtomicBool::new(false);
    // The first lets what is in flight end, the second does not: the journal knows of it.
    tokio::spawn(async {
        while tokio::signal::ctrl_c().await.is_ok() {
            if INTERRUPTED.swap(true, Relaxed) {
                std::process::exit(130);
            }
        }
    });
    let mut run = Run {
        client,
        journal,
        contents,
        suppressed,
        waiting: rows.into(),
        delayed: BTreeSet::new(),
        calls: JoinSet::new(),
        tries: HashMap::new(),
        pause: Instant::now(),
        pauses: 0,
        slots: 1,
        is_limited: false,
        ending: Ending::Done,
    };
    let mut spinner = pin!(progress.run());
    let mut ticks = interval(Duration::from_millis(100));
    loop {
        if INTERRUPTED.load(Relaxed) {
            run.stop(Ending::Interrupted);
        }
        if let Err(error) = run.start() {
            run.stop(Ending::Stopped(error.to_string()));
        }
        let is_over =
            run.ending != Ending::Done || run.waiting.is_empty() && run.delayed.is_empty();
        if run.calls.is_empty() && is_over {
            return run.ending;
        }
        tokio::select! {
            Some(called) = run.calls.join_next() => {
                run.slots = concurrency;
                let mut called = Some(called);
                // Those that ended together are synced to the disk together.
                while let Some(ended) = called {
                    let taken = ended.map_err(AnyError::from).and_then(|ended| run.take(ended));
                    if let Err(error) = taken {
                        run.stop(Ending::Stopped(error.to_string()));
                    }
                    called = run.calls.try_join_next();
                }
            }
            _ = ticks.tick() => {
                progress.set(run.contents.decided());
                progress.note(run.note());
            }
            never = &mut spinner => match never {},
        }
    }
}

impl Run<'_> {
    /// Begins as many calls as may be in flight; what is to be known of them after a crash, and of those
    /// that have ended, is on the disk before.
    fn start(&mut self) -> Result<(), AnyError> {
        let mut rows = Vec::new();
        let now = Instant::now();
        while self.delayed.first().is_some_and(|(until, _)| *until <= now)
            && let Some((_, row)) = self.delayed.pop_first()
        {
            self.waiting.push_front(row);
        }
        let goes_on = self.ending == Ending::Done && self.pause <= now;
        while goes_on && self.calls.len() + rows.len() < self.slots {
            let Some(row) = self.waiting.pop_front() else {
                break;
            };
            let at = journal::now();
            let state = &mut self.contents.states[row];
            if state.is_unknown(at) {
                continue;
            }
            let is_new = state.stage == Stage::Unsent;
            if let Some(list) = &mut self.suppressed
                && list.contains(&self.contents.plan.rows[row].to)?
            {
                if is_new {
                    state.stage = Stage::Suppressed;
                }
                continue;
            }
            if is_new {
                self.journal
                    .note(self.contents, Entry::Intent { row, at })?;
            }
            rows.push((row, is_new));
        }
        self.journal.sync()?;
        let Contents { plan, states } = &*self.contents;
        for (row, is_new) in rows {
            let Plan { campaign, rows } = plan;
            let message = template::message(campaign, &rows[row]);
            let key = campaign.key(&rows[row], states[row].refusals);
            let call = self.client.send_message(&campaign.sender, message);
            let call = call.idempotency_key(key).send();
            self.calls.spawn(async move { (row, is_new, call.await) });
        }
        Ok(())
    }

    /// Takes up what came of a call.
    fn take(&mut self, (row, is_new, result): Called) -> Result<(), AnyError> {
        let accepted = match result {
            Ok(response) => {
                let limit = response.rate_limit();
                self.is_limited = limit.is_some_and(|limit| limit.remaining == Some(0));
                self.pauses = 0;
                Ok(Some(response.into_inner().data.id))
            }
            // It was accepted, in words that are not those of the contract.
            Err(error) if error.is_decode() && error.status().is_some_and(|it| it.is_success()) => {
                Ok(None)
            }
            Err(error) => Err(error),
        };
        let error = match accepted {
            Ok(id) => {
                let entry = Entry::Accepted { row, id };
                return self.journal.note(self.contents, entry);
            }
            Err(error) => error,
        };
        let verdict = Verdict::of(&error);
        // Whatever went before may have been sent; a first attempt that is refused was not, and the
        // service may remember the refusal under its key.
        if is_new && error.attempts() <= 1 && matches!(verdict, Verdict::Later | Verdict::Stop) {
            self.journal.note(self.contents, Entry::Released { row })?;
        }
        match verdict {
            Verdict::Failed => {
                let reason = error.to_string();
                self.journal
                    .note(self.contents, Entry::Failed { row, reason })?;
            }
            Verdict::Stop => self.stop(Ending::Stopped(error.to_string())),
            Verdict::Again | Verdict::Later => {
                let is_shared = verdict == Verdict::Again;
                let tries = self.tries.entry(row).or_default();
                // Nobody fails for the rate limit of all.
                *tries += u32::from(!(is_shared && error.is_rate_limited()));
                let tries = *tries;
                if is_shared {
                    self.set_pause(&error);
                }
                // After the last it is left as it is: the same command goes on with it.
                if tries < TRIES && is_shared {
                    self.waiting.push_front(row);
                } else if tries < TRIES {
                    // Four times as long each time, as Meta asks for; others are sent meanwhile.
                    let delay = Duration::from_secs(4_u64.pow(tries));
                    self.delayed.insert((Instant::now() + delay, row));
                }
            }
        }
        Ok(())
    }

    fn stop(&mut self, ending: Ending) {
        if self.ending == Ending::Done {
            self.ending = ending;
        }
    }

    /// Lets all messages wait after an error; ends the run if that was in vain many times.
    fn set_pause(&mut self, error: &Error) {
        let now = Instant::now();
        let mut delay = error.retry_after().unwrap_or_default();
        // Messages that were in flight together meet the same trouble: that is one pause.
        if !error.is_rate_limited() && self.pause <= now {
            self.pauses += 1;
            delay = delay.max(Duration::from_secs(1 << self.pauses.min(6)).min(LONGEST_PAUSE));
        }
        self.pause = self.pause.max(now + delay);
        if self.pauses > PAUSES {
            self.stop(Ending::Stopped(format!(
                "the service does not recover: {error}"
            )));
        }
    }

    /// What keeps messages from being sent.
    fn note(&self) -> String {
        let pause = self.pause.saturating_duration_since(Instant::now());
        if !pause.is_zero() {
            format!(", pause of {} s", pause.as_secs() + 1)
        } else if self.is_limited {
            ", waiting for the rate limit".to_owned()
        } else {
            String::new()
        }
    }
}
