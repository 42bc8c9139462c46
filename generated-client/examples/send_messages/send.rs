//! Sends what is left of a plan, a number of messages at a time.

use std::collections::VecDeque;
use std::io::Write;
use std::mem;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use generated_client::{CallOptions, Error, kirim};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, sleep_until};

use crate::journal::{self, Entry, Stage, State, Writer};
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
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ending {
    Done,
    Interrupted,
    Stopped(String),
}

/// What all messages of a run share.
pub(crate) struct Run {
    client: kirim::Client,
    pub(crate) plan: Plan,
    journal: Writer,
    suppressed: Option<Mutex<Suppressed>>,
    ending: watch::Sender<Ending>,
    pause: Mutex<Pause>,
    /// Whether the last response said that the rate limit is used up.
    is_limited: AtomicBool,
}

/// When messages are sent again, after an error that concerns all.
struct Pause {
    until: Instant,
    /// Pauses since the last success.
    count: u32,
}

impl Run {
    pub(crate) fn new(
        client: kirim::Client,
        plan: Plan,
        journal: Writer,
        suppressed: Option<Suppressed>,
    ) -> Arc<Self> {
        Arc::new(Self {
            client,
            plan,
            journal,
            suppressed: suppressed.map(Mutex::new),
            ending: watch::Sender::new(Ending::Done),
            pause: Mutex::new(Pause {
                until: Instant::now(),
                count: 0,
            }),
            is_limited: AtomicBool::default(),
        })
    }

    /// Sends these rows, until all are done, Ctrl-C, or an error that every other would meet, too.
    pub(crate) async fn all(
        self: Arc<Self>,
        states: &mut [State],
        rows: Vec<usize>,
        concurrency: usize,
        progress: &Progress<impl Write>,
    ) -> Ending {
        tokio::spawn(self.clone().watch_for_ctrl_c());
        // The first message goes alone: its response tells the client how much of the rate limit is left.
        let slots = Arc::new(Semaphore::new(1));
        let mut further_slots = concurrency - 1;
        let (mut rows, mut tasks) = (VecDeque::from(rows), JoinSet::new());
        let mut done = states.iter().filter(|state| !state.is_open()).count() as u64;
        let mut spinner = pin!(progress.run());
        let mut ticks = interval(Duration::from_millis(100));
        loop {
            let is_more = !rows.is_empty() && *self.ending.borrow() == Ending::Done;
            tokio::select! {
                Ok(slot) = slots.clone().acquire_owned(), if is_more => {
                    if let Some(row) = rows.pop_front() {
                        let state = states[row].clone();
                        tasks.spawn(self.clone().one(row, state, Some(slot), slots.clone()));
                    }
                }
                Some(ended) = tasks.join_next() => match ended {
                    Ok((row, state)) => {
                        slots.add_permits(mem::take(&mut further_slots));
                        done += u64::from(!state.is_open());
                        states[row] = state;
                        progress.set(done);
                    }
                    Err(error) => self.stop(Ending::Stopped(error.to_string())),
                },
                _ = ticks.tick(), if is_more || !tasks.is_empty() => progress.note(self.note()),
                never = &mut spinner, if is_more || !tasks.is_empty() => match never {},
                else => return self.ending.borrow().clone(),
            }
        }
    }

    /// The first Ctrl-C lets what is in flight end, the second does not: the journal knows of it.
    async fn watch_for_ctrl_c(self: Arc<Self>) {
        if tokio::signal::ctrl_c().await.is_ok() {
            self.stop(Ending::Interrupted);
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(130);
            }
        }
    }

    /// Sends one row. An error that is not about this row alone ends the run.
    async fn one(
        self: Arc<Self>,
        row: usize,
        mut state: State,
        mut slot: Option<OwnedSemaphorePermit>,
        slots: Arc<Semaphore>,
    ) -> (usize, State) {
        // The slot is free after that: nothing else begins between an error and its consequence.
        if let Err(error) = self.try_one(row, &mut state, &mut slot, slots).await {
            self.stop(Ending::Stopped(error.to_string()));
        }
        (row, state)
    }

    async fn try_one(
        &self,
        row: usize,
        state: &mut State,
        slot: &mut Option<OwnedSemaphorePermit>,
        slots: Arc<Semaphore>,
    ) -> Result<(), AnyError> {
        let message = &self.plan.rows[row];
        let (mut tries, mut delays) = (0, 0);
        while tries < TRIES && self.pause().await && !state.is_unknown(journal::now()) {
            if let Some(list) = &self.suppressed
                && lock(list).contains(&message.to)?
            {
                state.stage = Stage::Suppressed;
                break;
            }
            let is_new = state.stage == Stage::Unsent;
            if is_new {
                let at = journal::now();
                self.journal.write(state, Entry::Intent { row, at }).await?;
            }
            let error = match self.call(row, state).await {
                Ok(id) => return self.journal.write(state, Entry::Accepted { row, id }).await,
                Err(error) => error,
            };
            // Whatever went before may have been sent; a first attempt that is refused was not, and
            // the service may remember the refusal under its key.
            let verdict = Verdict::of(&error);
            if is_new && error.attempts() <= 1 && matches!(verdict, Verdict::Later | Verdict::Stop)
            {
                self.journal.write(state, Entry::Released { row }).await?;
            }
            match verdict {
                Verdict::Failed => {
                    let reason = error.to_string();
                    return self
                        .journal
                        .write(state, Entry::Failed { row, reason })
                        .await;
                }
                Verdict::Stop => return Err(error.into()),
                Verdict::Again => {
                    tries += u32::from(!error.is_rate_limited());
                    self.set_pause(&error);
                }
                Verdict::Later => {
                    // Four times as long each time, as Meta asks for; others are sent meanwhile.
                    delays += 1;
                    *slot = None;
                    let delay = Duration::from_secs(4_u64.pow(delays.min(5)));
                    self.wait(Instant::now() + delay).await;
                    *slot = Some(slots.clone().acquire_owned().await?);
                }
            }
        }
        Ok(())
    }

    /// Sends a message once, as far as this program is concerned; gives its id.
    async fn call(&self, row: usize, state: &State) -> Result<Option<String>, Error> {
        let Plan { campaign, rows } = &self.plan;
        let call = self
            .client
            .send_message(&campaign.sender, template::message(campaign, &rows[row]))
            .idempotency_key(campaign.key(&rows[row], state.refusals));
        match call.send().await {
            Ok(response) => {
                let limit = response.rate_limit();
                self.is_limited
                    .store(limit.is_some_and(|it| it.remaining == Some(0)), Relaxed);
                lock(&self.pause).count = 0;
                Ok(Some(response.into_inner().data.id))
            }
            // It was accepted, in words that are not those of the contract.
            Err(error) if error.is_decode() && error.status().is_some_and(|it| it.is_success()) => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    fn stop(&self, ending: Ending) {
        self.ending.send_if_modified(|now| {
            let is_first = *now == Ending::Done;
            if is_first {
                *now = ending;
            }
            is_first
        });
    }

    /// Waits until a time, or the end of the run; gives whether it goes on.
    async fn wait(&self, until: Instant) -> bool {
        let mut ending = self.ending.subscribe();
        tokio::select! {
            () = sleep_until(until) => true,
            _ = ending.wait_for(|ending| *ending != Ending::Done) => false,
        }
    }

    /// Waits for the end of the pause, which may be put off meanwhile.
    async fn pause(&self) -> bool {
        loop {
            let until = lock(&self.pause).until;
            if *self.ending.borrow() != Ending::Done || until <= Instant::now() {
                return *self.ending.borrow() == Ending::Done;
            }
            self.wait(until).await;
        }
    }

    /// Lets all messages wait after an error; ends the run if that was in vain many times.
    fn set_pause(&self, error: &Error) {
        let mut pause = lock(&self.pause);
        let now = Instant::now();
        // Messages that were in flight together meet the same trouble: that is one pause.
        let doubled = if error.is_rate_limited() || pause.until > now {
            Duration::ZERO
        } else {
            pause.count += 1;
            Duration::from_secs(1 << pause.count.min(6)).min(LONGEST_PAUSE)
        };
        let delay = error.retry_after().unwrap_or_default().max(doubled);
        pause.until = pause.until.max(now + delay);
        if pause.count > PAUSES {
            self.stop(Ending::Stopped(format!(
                "the service does not recover: {error}"
            )));
        }
    }

    /// What keeps messages from being sent.
    fn note(&self) -> String {
        let pause = lock(&self.pause)
            .until
            .saturating_duration_since(Instant::now());
        if !pause.is_zero() {
            format!(", pause of {} s", pause.as_secs() + 1)
        } else if self.is_limited.load(Relaxed) {
            ", waiting for the rate limit".to_owned()
        } else {
            String::new()
        }
    }
}

/// A lock whose value is whole even if a task that held it panicked.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
