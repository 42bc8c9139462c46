//! How far a program has come: a line on a terminal, nothing anywhere else.
//!
//! A list does not tell how long it is, so there is nothing that a bar could fill.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io::Write;
use std::time::{Duration, Instant};

/// What the spinner shows, one after the other.
const FRAMES: [char; 4] = ['|', '/', '-', '\\'];

/// Time for which a frame is shown.
const TICK: Duration = Duration::from_millis(120);

/// A spinner with a count, a rate, and what there is to say besides.
pub(crate) struct Progress<W> {
    /// What is counted, such as `contacts`.
    things: &'static str,
    /// Where the line goes, if it is shown at all.
    terminal: Option<RefCell<W>>,
    start: Instant,
    first: u64,
    count: Cell<u64>,
    note: RefCell<String>,
}

impl<W: Write> Progress<W> {
    /// Begins after `first` things, which are from an earlier run.
    pub(crate) fn new(terminal: Option<W>, things: &'static str, first: u64) -> Self {
        Self {
            things,
            terminal: terminal.map(RefCell::new),
            start: Instant::now(),
            first,
            count: Cell::new(first),
            note: RefCell::default(),
        }
    }

    /// Sets how many there are now.
    pub(crate) fn set(&self, count: u64) {
        self.count.set(count);
    }

    /// Sets what is shown after the rate.
    #[allow(dead_code, reason = "not every example has something to say")]
    pub(crate) fn note(&self, note: impl Into<String>) {
        self.note.replace(note.into());
    }

    /// Keeps the line up to date, also while nothing comes; never ends.
    pub(crate) async fn run(&self) -> Infallible {
        let mut ticks = tokio::time::interval(TICK);
        loop {
            for frame in FRAMES {
                ticks.tick().await;
                self.show(frame, "");
            }
        }
    }

    /// Shows the final count, and ends the line.
    pub(crate) fn end(&self) {
        self.show(' ', "\n");
    }

    fn show(&self, frame: char, end: &str) {
        if let Some(terminal) = &self.terminal {
            let (count, things) = (self.count.get(), self.things);
            let rate = rate(count - self.first, self.start.elapsed());
            let note = self.note.borrow();
            let mut terminal = terminal.borrow_mut();
            // A terminal that is gone is no reason to stop. The code clears what was there before.
            let _ = write!(
                terminal,
                "\r\x1b[K{frame} {count:>9} {things}, {rate:>7.0} a second{note}{end}"
            );
            let _ = terminal.flush();
        }
    }
}

/// How many came in a second.
#[expect(clippy::cast_precision_loss, reason = "only shown")]
fn rate(count: u64, elapsed: Duration) -> f64 {
    count as f64 / elapsed.as_secs_f64().max(0.001)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_rate_is_that_of_this_run() {
        let mut terminal = Vec::new();
        let progress = Progress::new(Some(&mut terminal), "contacts", 300);
        progress.set(300);
        progress.note(", waiting");
        progress.end();
        drop(progress);
        let text = String::from_utf8(terminal).unwrap();
        assert!(
            text.ends_with("      300 contacts,       0 a second, waiting\n"),
            "{text}"
        );
        assert!((rate(12_000, Duration::from_secs(3)) - 4_000.0).abs() < 1.0);
    }

    #[tokio::test(start_paused = true)]
    async fn the_spinner_turns_while_nothing_comes_and_never_fills() {
        let mut terminal = Vec::new();
        let progress = Progress::new(Some(&mut terminal), "contacts", 0);
        progress.set(45_000);
        let time = tokio::time::timeout(TICK * 5, progress.run());
        assert!(time.await.is_err());
        progress.end();
        drop(progress);
        let text = String::from_utf8(terminal).unwrap();
        let shown: Vec<_> = text.split('\r').skip(1).collect();
        let frames: String = shown
            .iter()
            .filter_map(|line| line.trim_start_matches("\x1b[K").chars().next())
            .collect();
        assert!(frames.starts_with("|/-\\|"), "{frames}");
        assert!(
            shown.iter().all(|line| line.contains("    45000 contacts")),
            "{text}"
        );
        assert!(shown.last().unwrap().ends_with('\n'));
        assert!(!text.contains('#'), "{text}");
    }
}
