//! A subscriber that keeps all spans and events of all crates, with all of their fields.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, LazyLock, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::DefaultGuard;
use tracing::{Dispatch, Event, Metadata, Subscriber};

/// What was told so far. Every thread has a listener of its own.
#[derive(Clone, Default)]
pub(crate) struct Listener(Arc<Mutex<Vec<Told>>>);

/// A span or an event.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) name: &'static str,
    pub(crate) target: &'static str,
    pub(crate) is_span: bool,
    /// Values as `Debug` shows them, texts without quotes.
    pub(crate) fields: BTreeMap<&'static str, String>,
    /// Number of the span that it is in.
    pub(crate) parent: Option<usize>,
}

impl Listener {
    /// Listens to this thread until the guard is dropped.
    pub(crate) fn start() -> (Self, DefaultGuard) {
        // Of two subscribers each is asked about a place in the code that is reached for the first
        // time; of one alone only if it listens to the thread that reaches it.
        static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Recorder::default()));
        LazyLock::force(&SECOND);
        let listener = Self::default();
        let guard = tracing::subscriber::set_default(Recorder {
            told: listener.clone(),
            ..Recorder::default()
        });
        (listener, guard)
    }

    /// Everything that was told by anybody.
    pub(crate) fn all(&self) -> Vec<Told> {
        self.0.lock().unwrap().clone()
    }

    /// The spans of the client, each with the events in it.
    pub(crate) fn calls(&self) -> Vec<(Told, Vec<Told>)> {
        let all = self.all();
        let own = |told: &&Told| told.target == "generated_client";
        let events = |call: usize| {
            let in_call = |told: &&Told| !told.is_span && told.parent == Some(call);
            all.iter().filter(own).filter(in_call).cloned().collect()
        };
        let numbered = all.iter().enumerate();
        numbered
            .filter(|(_, told)| told.is_span && own(told))
            .map(|(number, span)| (span.clone(), events(number)))
            .collect()
    }

    fn add(&self, metadata: &'static Metadata<'static>, parent: Option<usize>) -> usize {
        let mut told = self.0.lock().unwrap();
        told.push(Told {
            name: metadata.name(),
            target: metadata.target(),
            is_span: metadata.is_span(),
            fields: BTreeMap::new(),
            parent,
        });
        told.len() - 1
    }

    fn set(&self, number: usize, record: impl FnOnce(&mut Fields<'_>)) {
        record(&mut Fields(&mut self.0.lock().unwrap()[number].fields));
    }
}

impl Told {
    /// Name and value of each field, but for those of time.
    pub(crate) fn timeless(&self) -> Vec<(&'static str, &str)> {
        let fields = self.fields.iter();
        let fields = fields.filter(|(name, _)| !matches!(**name, "duration" | "retry_delay"));
        fields
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }

    /// A duration in seconds.
    pub(crate) fn seconds(&self, field: &str) -> f64 {
        self.fields[field].parse().unwrap()
    }
}

#[derive(Default)]
struct Recorder {
    told: Listener,
    entered: Mutex<Vec<usize>>,
}

impl Recorder {
    fn current(&self) -> Option<usize> {
        self.entered.lock().unwrap().last().copied()
    }
}

/// Ids begin at 1.
fn number(id: &Id) -> usize {
    usize::try_from(id.into_u64()).unwrap() - 1
}

impl Subscriber for Recorder {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let number = self.told.add(span.metadata(), self.current());
        self.told.set(number, |fields| span.record(fields));
        Id::from_u64(number as u64 + 1)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        self.told.set(number(span), |fields| values.record(fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let number = self.told.add(event.metadata(), self.current());
        self.told.set(number, |fields| event.record(fields));
    }

    fn enter(&self, span: &Id) {
        self.entered.lock().unwrap().push(number(span));
    }

    fn exit(&self, span: &Id) {
        let mut entered = self.entered.lock().unwrap();
        let last = entered.iter().rposition(|entered| *entered == number(span));
        entered.remove(last.unwrap());
    }
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
}
