//! The grammar: `[SCOPE:] FAULT[=VALUE], …`, and for rules `skip=N`, `every=N`, `times=N`.

use std::time::Duration;

use contract::did_you_mean;
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION};

use super::{Faults, Interrupt, Rule};
use crate::spec::Spec;

/// Where `redirect` leads if nothing else is said: to a name that no host will ever have.
const ELSEWHERE: &str = "http://elsewhere.invalid/";

const HTML: HeaderValue = HeaderValue::from_static("text/html");

/// Page of a gateway that reached no server.
const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                           <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

/// What [`Faults::set`] knows, as messages show it.
const FORMS: &str = "latency=TIME, hang, reset, reset-in-body, truncate, trickle=TIME, \
                     content-type=TYPE, redirect[=URL], bad-gateway, status=STATUS, code=CODE, \
                     internal-error, unavailable[=SECONDS], rate-limited[=SECONDS], body=TEXT";

/// A text that describes no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fault `{text}`: {problem}")]
pub struct FaultError {
    text: String,
    problem: String,
}

impl FaultError {
    fn of<T>(text: &str, read: Result<T, String>) -> Result<T, Self> {
        read.map_err(|problem| Self {
            text: text.to_owned(),
            problem,
        })
    }
}

impl Faults {
    /// Adds the faults of a text; of two that exclude each other the second counts.
    pub(crate) fn add(&mut self, text: &str) -> Result<(), FaultError> {
        let mut words = words(text);
        let read = words.try_for_each(|word| {
            self.words.push(word.to_owned());
            self.set(word)
        });
        FaultError::of(text, read)
    }

    fn set(&mut self, word: &str) -> Result<(), String> {
        let (name, value) = name_and_value(word);
        let value = value.filter(|value| !value.is_empty());
        let seconds = || number(value.unwrap_or("1"));
        match (name, value) {
            ("latency", Some(value)) => self.latency += time(value)?,
            ("hang", None) => self.interrupt = Some(Interrupt::Hang),
            ("reset", None) => self.interrupt = Some(Interrupt::BeforeHead),
            ("reset-in-body", None) => self.interrupt = Some(Interrupt::InBody),
            ("truncate", None) => self.truncate = true,
            ("trickle", Some(value)) => self.trickle = Some(time(value)?),
            ("content-type", Some(value)) => self.content_type = Some(header(value)?),
            ("redirect", url) => {
                let url = header(url.unwrap_or(ELSEWHERE))?;
                self.between = Some((302, LOCATION, url, ""));
            }
            ("bad-gateway", None) => self.between = Some((502, CONTENT_TYPE, HTML, BAD_GATEWAY)),
            ("status", Some(value)) => match value.parse() {
                Ok(status @ 200..=599) => self.status = Some((status, None)),
                _ => return Err("`status` needs a status from 200 to 599".to_owned()),
            },
            ("code", Some(value)) => self.code = Some(value.to_owned()),
            ("internal-error", None) => self.status = Some((500, None)),
            ("unavailable", _) => self.status = Some((503, Some(seconds()?))),
            ("rate-limited", _) => self.status = Some((429, Some(seconds()?))),
            ("body", Some(value)) => self.body = Some(value.to_owned()),
            _ => return Err(unknown(word)),
        }
        Ok(())
    }
}

impl Rule {
    /// Reads a rule: a scope of the contract, faults, and when they happen.
    pub(crate) fn read(text: &str, spec: &Spec) -> Result<Self, FaultError> {
        FaultError::of(text, Self::of(text, spec))
    }

    fn of(text: &str, spec: &Spec) -> Result<Self, String> {
        let (scope, rest) = match text.split_once(':') {
            // Values may hold colons, so a scope is what stands before the first `=`.
            Some((scope, rest)) if !scope.contains('=') => (Some(known(scope.trim(), spec)?), rest),
            _ => (None, text),
        };
        let mut rule = Self {
            scope,
            faults: String::new(),
            skip: 0,
            every: 1,
            times: None,
            seen: 0.into(),
        };
        let mut faults = Vec::new();
        for word in words(rest) {
            match name_and_value(word) {
                ("skip", Some(value)) => rule.skip = number(value)?,
                ("every", Some(value)) => rule.every = number(value)?,
                ("times", Some(value)) => rule.times = Some(number(value)?),
                _ => {
                    Faults::default().set(word)?;
                    faults.push(word);
                }
            }
        }
        if rule.every == 0 {
            return Err("`every=0` is never: use 1 for each request".to_owned());
        }
        if faults.is_empty() {
            return Err(format!("has no fault: use one of {FORMS}"));
        }
        rule.faults = faults.join(", ");
        Ok(rule)
    }
}

/// The words between commas; `body=` takes the rest of the text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text.trim();
    std::iter::from_fn(move || {
        let all = Some(rest).filter(|rest| !rest.is_empty())?;
        let parts = all.split_once(',').filter(|_| !all.starts_with("body="));
        let (word, after) = parts.unwrap_or((all, ""));
        rest = after.trim_start();
        Some(word.trim_end())
    })
}

fn name_and_value(word: &str) -> (&str, Option<&str>) {
    match word.split_once('=') {
        Some((name, value)) => (name.trim_end(), Some(value.trim_start())),
        None => (word, None),
    }
}

fn unknown(word: &str) -> String {
    let (name, _) = name_and_value(word);
    let names = FORMS.split(", ").map(|form| name_and_value(form).0);
    let others = names
        .chain(["skip", "every", "times"])
        .filter(|it| *it != name);
    let help = did_you_mean(name, others).unwrap_or_else(|| format!("use one of {FORMS}"));
    format!("`{word}` is unknown: {help}")
}

fn known(scope: &str, spec: &Spec) -> Result<String, String> {
    let apis = spec.apis.iter().map(|api| api.name);
    let names: Vec<_> = apis.chain(spec.operations().map(|it| it.id)).collect();
    if names.contains(&scope) {
        return Ok(scope.to_owned());
    }
    let help = did_you_mean(scope, names.iter().copied());
    let help = help.unwrap_or_else(|| format!("use one of {}", names.join(", ")));
    Err(format!("`{scope}` is no API and no operation: {help}"))
}

/// `300ms`, `1.5s`, `2m`.
fn time(text: &str) -> Result<Duration, String> {
    let units = [("ms", 0.001), ("s", 1.0), ("m", 60.0)].into_iter();
    let mut times = units.filter_map(|(unit, seconds)| {
        let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
        Duration::try_from_secs_f64(number * seconds).ok()
    });
    let hint = "use a number and ms, s or m, such as `300ms`";
    let time = times.next();
    time.ok_or_else(|| format!("`{text}` is no time: {hint}"))
}

fn number(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| format!("`{text}` is no whole number"))
}

fn header(text: &str) -> Result<HeaderValue, String> {
    let value = HeaderValue::from_str(text).ok();
    let value = value.filter(|_| text.is_ascii());
    value.ok_or_else(|| format!("`{text}` is not printable ASCII, as a header has to be"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    fn faults(text: &str) -> Faults {
        let mut faults = Faults::default();
        faults.add(text).unwrap();
        faults
    }

    #[test]
    fn every_form_is_a_fault_and_a_rule() {
        let spec = Spec::read(None, None).unwrap();
        for form in FORMS.split(", ") {
            let (name, value) = form.split_once('=').unwrap_or((form, ""));
            let values = [("TIME", "=0.5m"), ("STATUS", "=418"), ("SECONDS]", "=7")];
            let known = values.iter().find(|(known, _)| *known == value);
            let value = known.map_or(if value.is_empty() { "" } else { "=x" }, |(_, value)| value);
            let word = format!("{}{value}", name.trim_end_matches('['));
            let none = format!(
                "{:?}",
                Faults {
                    words: vec![word.clone()],
                    ..Faults::default()
                }
            );
            assert_ne!(format!("{:?}", faults(&word)), none, "{word}");
            let rule = Rule::read(&format!("kirim.list_contacts: {word}"), spec).unwrap();
            assert_eq!(rule.faults, word);
        }
    }

    #[test]
    fn values_are_read() {
        let second = Duration::from_secs(1);
        assert_eq!(faults("latency=1s, latency=1000ms").latency, 2 * second);
        assert_eq!(faults("trickle=0.5m").trickle, Some(30 * second));
        assert_eq!(faults("reset, hang").interrupt, Some(Interrupt::Hang));
        for (text, status) in [
            ("unavailable", (503, Some(1))),
            ("rate-limited = 2", (429, Some(2))),
            ("internal-error", (500, None)),
            ("status=418,", (418, None)),
        ] {
            assert_eq!(faults(text).status, Some(status), "{text}");
        }
        let redirect = |text| faults(text).between.unwrap().2;
        assert_eq!(redirect("redirect"), ELSEWHERE);
        assert_eq!(
            redirect("redirect=http://127.0.0.1:9/x=y"),
            "http://127.0.0.1:9/x=y"
        );
        let html = faults("content-type=text/html; charset=utf-8").content_type;
        assert_eq!(html.unwrap(), "text/html; charset=utf-8");
        let both = faults("status=409, body={\"a\": 1, \"b\": 2}");
        assert_eq!(both.status, Some((409, None)));
        assert_eq!(both.body.as_deref(), Some("{\"a\": 1, \"b\": 2}"));
    }

    #[test]
    fn texts_that_are_no_fault_are_told_what_would_be() {
        for (text, part) in [
            ("", "use one of latency=TIME"),
            ("explode", "`explode` is unknown"),
            ("reset,, hang", "`` is unknown"),
            ("latency", "`latency` is unknown: use one of latency=TIME"),
            ("latency=300", "a number and ms"),
            ("latency=-1s", "a number and ms"),
            ("unavailable=soon", "`soon` is no whole number"),
            ("status=20", "from 200 to 599"),
            ("status", "status=STATUS"),
            ("reset=1", "`reset=1` is unknown"),
            ("reset, every=0", "never"),
            ("times=3", "has no fault"),
            ("stop: reset", "kirim.list_contacts"),
            (
                "kirim.list_contact: reset",
                "did you mean `kirim.list_contacts`?",
            ),
            ("reset, evry=2", "did you mean `every`?"),
            ("redirect=\u{e9}", "not printable ASCII"),
            ("content-type=", "content-type=TYPE"),
        ] {
            let problem = Rule::read(text, Spec::read(None, None).unwrap());
            let problem = problem.unwrap_err().to_string();
            assert!(problem.contains(part), "{text}: {problem}");
        }
        let problem = Faults::default().add("reset, times=3").unwrap_err();
        assert!(
            problem.to_string().contains("`times=3` is unknown"),
            "{problem}"
        );
    }
}
