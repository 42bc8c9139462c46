//! How far an export has come: a line on a terminal, nothing anywhere else.
//!
//! The API does not tell how many contacts there are, so there is nothing that a bar could fill.

use std::cell::{Cell, RefCell};
use std::convert::Infallible;
use std::io::Write;
use std::time::{Duration, Instant};

/// What the spinner shows, one after the other.
const FRAMES: [char; 4] = ['|', '/', '-', '\\'];

/// Time for which a frame is shown.
const TICK: Duration = Duration::from_millis(120);

/// A spinner with a count and a rate.
pub(crate) struct Progress<W> {
    /// Where the line goes, if it is shown at all.
    terminal: Option<RefCell<W>>,
    start: Instant,
    first: u64,
    contacts: Cell<u64>,
}

impl<W: Write> Progress<W> {
    /// Begins after `contacts`, which an earlier run has exported.
    pub(crate) fn new(terminal: Option<W>, contacts: u64) -> Self {
        Self {
            terminal: terminal.map(RefCell::new),
            start: Instant::now(),
            first: contacts,
            contacts: Cell::new(contacts),
        }
    }

    /// Sets how many contacts there are now.
    pub(crate) fn set(&self, contacts: u64) {
        self.contacts.set(contacts);
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
            let line = line(self.contacts.get(), self.first, self.start.elapsed());
            let mut terminal = terminal.borrow_mut();
            // A terminal that is gone is no reason to stop.
            let _ = write!(terminal, "\r{frame} {line}{end}");
            let _ = terminal.flush();
        }
    }
}

/// The count, and the rate at which contacts came since the export had `first` of them.
#[expect(clippy::cast_precision_loss, reason = "only shown")]
fn line(contacts: u64, first: u64, elapsed: Duration) -> String {
    let rate = (contacts - first) as f64 / elapsed.as_secs_f64().max(0.001);
    format!("{contacts:>9} contacts, {rate:>7.0} a second")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn the_rate_is_that_of_this_run() {
        let line = line(12_300, 300, Duration::from_secs(3));
        assert_eq!(line, "    12300 contacts,    4000 a second");
    }

    #[tokio::test(start_paused = true)]
    async fn the_spinner_turns_while_nothing_comes_and_never_fills() {
        let mut terminal = Vec::new();
        let progress = Progress::new(Some(&mut terminal), 0);
        progress.set(45_000);
        let time = tokio::time::timeout(TICK * 5, progress.run());
        assert!(time.await.is_err());
        progress.end();
        drop(progress);
        let text = String::from_utf8(terminal).unwrap();
        let shown: Vec<_> = text.split('\r').skip(1).collect();
        let frames: String = shown
            .iter()
            .filter_map(|line| line.chars().next())
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
