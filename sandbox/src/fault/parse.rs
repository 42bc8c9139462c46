//! The grammar: `[SCOPE:] FAULT[=VALUE], …`, and for rules `skip=N`, `every=N`, `times=N`.

use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::{Fault, Rule};
use crate::spec::Spec;

/// What a fault can be, as shown when it is something else.
const FAULTS: &str = "latency=TIME, hang, reset, reset-in-body, truncate, trickle=TIME, \
                      content-type=TYPE, redirect[=URL], bad-gateway, status=STATUS, code=CODE, \
                      internal-error, unavailable[=SECONDS], rate-limited[=SECONDS], body=TEXT";

/// Where `redirect` leads if nothing else is said: to a name that no host will ever have.
const ELSEWHERE: &str = "http://elsewhere.invalid/";

/// A text that describes no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fault `{text}`: {problem}")]
pub struct FaultError {
    text: String,
    problem: String,
}

/// Reads a rule: a scope, faults, and when they happen.
pub(crate) fn rule(text: &str, spec: &Spec) -> Result<Rule, FaultError> {
    read_rule(text, spec).map_err(|problem| FaultError::new(text, problem))
}

/// Reads the faults that a request wants.
pub(super) fn header(text: &str) -> Result<Vec<Fault>, FaultError> {
    let faults = read_words(text, |word| Err(unknown(word)));
    faults.map_err(|problem| FaultError::new(text, problem))
}

impl FaultError {
    fn new(text: &str, problem: String) -> Self {
        let text = text.to_owned();
        Self { text, problem }
    }
}

fn read_rule(text: &str, spec: &Spec) -> Result<Rule, String> {
    let (scope, words) = match text.split_once(':') {
        // Values may hold colons, so a scope is what stands before the first `=`.
        Some((scope, words)) if !scope.contains('=') => (Some(known(scope.trim(), spec)?), words),
        _ => (None, text),
    };
    let (mut skip, mut every, mut times) = (0, 1, None);
    let faults = read_words(words, |word| {
        match word.split_once('=') {
            Some(("skip", value)) => skip = number(value)?,
            Some(("every", value)) => every = number(value)?,
            Some(("times", value)) => times = Some(number(value)?),
            _ => return Err(unknown(word)),
        }
        Ok(())
    })?;
    if every == 0 {
        return Err("`every=0` is never: use 1 for each request".to_owned());
    }
    Ok(Rule {
        scope,
        faults,
        skip,
        every,
        times,
        seen: AtomicU64::new(0),
    })
}

/// A scope: an API or an operation.
fn known(scope: &str, spec: &Spec) -> Result<String, String> {
    let operations: Vec<_> = spec.operations().map(|operation| operation.id).collect();
    if spec.api(scope).is_some() || operations.contains(&scope) {
        return Ok(scope.to_owned());
    }
    let apis: Vec<_> = spec.apis.iter().map(|api| api.name).collect();
    Err(format!(
        "`{scope}` is no API and no operation: use one of {}, {}",
        apis.join(", "),
        operations.join(", ")
    ))
}

fn read_words(
    words: &str,
    mut option: impl FnMut(&str) -> Result<(), String>,
) -> Result<Vec<Fault>, String> {
    let mut faults = Vec::new();
    // A body is the rest of the text, commas included.
    let (words, body) = match words.find("body=").filter(|at| is_start(&words[..*at])) {
        Some(at) => (&words[..at], Some(&words[at + "body=".len()..])),
        None => (words, None),
    };
    faults.extend(body.map(|body| Fault::Body(body.to_owned())));
    let words = words.trim().trim_end_matches(',');
    let words = words.split(',').map(str::trim);
    for word in words.filter(|word| body.is_none() || !word.is_empty()) {
        match read_fault(word)? {
            Some(fault) => faults.push(fault),
            None => option(word)?,
        }
    }
    if faults.is_empty() {
        return Err(format!("says when, but not what: add one of {FAULTS}"));
    }
    Ok(faults)
}

/// Whether a new word begins after this text.
fn is_start(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(',')
}

/// A fault, or nothing if the word is none.
fn read_fault(word: &str) -> Result<Option<Fault>, String> {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (word, None),
    };
    let text = |what: &str| match value {
        Some(value) if is_header_value(value) => Ok(value.to_owned()),
        _ => Err(format!("`{name}` needs {what}, such as `{name}=…`")),
    };
    let fault = match (name, value) {
        ("latency", _) => Fault::Latency(time(&text("a time")?)?),
        ("trickle", _) => Fault::Trickle(time(&text("a time")?)?),
        ("content-type", _) => Fault::ContentType(text("a type")?),
        ("code", _) => Fault::Code(text("a code")?),
        ("status", _) => match text("a status")?.parse() {
            Ok(status @ 200..=599) => Fault::Status(status),
            _ => return Err("`status` needs a status from 200 to 599".to_owned()),
        },
        ("redirect", None) => Fault::Redirect(ELSEWHERE.to_owned()),
        ("redirect", _) => Fault::Redirect(text("a URL")?),
        ("unavailable", value) => Fault::Unavailable(value.map_or(Ok(1), number)?),
        ("rate-limited", value) => Fault::RateLimited(value.map_or(Ok(1), number)?),
        (_, None) => match name {
            "hang" => Fault::Hang,
            "reset" => Fault::Reset,
            "reset-in-body" => Fault::ResetInBody,
            "truncate" => Fault::Truncate,
            "bad-gateway" => Fault::BadGateway,
            "internal-error" => Fault::Status(500),
            _ => return Ok(None),
        },
        (_, Some(_)) => match read_fault(name)? {
            Some(_) => return Err(format!("`{name}` takes no value")),
            None => return Ok(None),
        },
    };
    Ok(Some(fault))
}

fn unknown(word: &str) -> String {
    format!("`{word}` is unknown: use one of {FAULTS}")
}

/// `300ms`, `1.5s`, `2m`.
fn time(text: &str) -> Result<Duration, String> {
    let problem = || format!("`{text}` is no time: use a number and ms, s or m, such as `300ms`");
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 0.001,
        "s" => 1.0,
        "m" => 60.0,
        _ => return Err(problem()),
    };
    let number: f64 = digits.parse().map_err(|_| problem())?;
    Duration::try_from_secs_f64(number * unit).map_err(|_| problem())
}

fn number(text: &str) -> Result<u64, String> {
    text.trim()
        .parse()
        .map_err(|_| format!("`{text}` is no whole number"))
}

fn is_header_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn every_fault_is_understood() {
        let second = Duration::from_secs(1);
        let text = str::to_owned;
        for (written, fault) in [
            ("latency=1s", Fault::Latency(second)),
            ("latency=1000ms", Fault::Latency(second)),
            ("trickle=0.5m", Fault::Trickle(30 * second)),
            ("hang", Fault::Hang),
            ("reset", Fault::Reset),
            ("reset-in-body", Fault::ResetInBody),
            ("truncate", Fault::Truncate),
            (
                "content-type=text/html; charset=utf-8",
                Fault::ContentType(text("text/html; charset=utf-8")),
            ),
            ("redirect", Fault::Redirect(text(ELSEWHERE))),
            (
                "redirect=http://127.0.0.1:9/x=y",
                Fault::Redirect(text("http://127.0.0.1:9/x=y")),
            ),
            ("bad-gateway", Fault::BadGateway),
            ("unavailable", Fault::Unavailable(1)),
            ("rate-limited = 2", Fault::RateLimited(2)),
            ("internal-error", Fault::Status(500)),
            ("status=418", Fault::Status(418)),
            ("code=teapot", Fault::Code(text("teapot"))),
            (
                "body={\"a\": 1, \"b\": 2}",
                Fault::Body(text("{\"a\": 1, \"b\": 2}")),
            ),
        ] {
            assert_eq!(
                header(written).unwrap(),
                std::slice::from_ref(&fault),
                "{written}"
            );
            let spec = Spec::built_in().unwrap();
            let scoped = rule(&format!("kirim.list_contacts: {written}"), spec).unwrap();
            assert_eq!(scoped.faults, [fault], "{written}");
        }
        assert_eq!(header("latency=5ms, bad-gateway").unwrap().len(), 2);
        let both = header("status=409, body=a, b").unwrap();
        assert_eq!(both, [Fault::Body(text("a, b")), Fault::Status(409)]);
    }

    #[test]
    fn texts_that_are_no_fault_are_told_what_would_be() {
        for (text, part) in [
            ("", "use one of latency=TIME"),
            ("explode", "`explode` is unknown"),
            ("latency", "needs a time"),
            ("latency=300", "a number and ms"),
            ("latency=-1s", "a number and ms"),
            ("unavailable=soon", "`soon` is no whole number"),
            ("status=20", "from 200 to 599"),
            ("status", "needs a status"),
            ("reset=1", "takes no value"),
            ("reset, every=0", "never"),
            ("times=3", "not what"),
            ("kirim.delete_contact: reset", "kirim.list_contacts"),
            ("redirect=\u{e9}", "needs a URL"),
            ("content-type=", "needs a type"),
        ] {
            let problem = rule(text, Spec::built_in().unwrap())
                .unwrap_err()
                .to_string();
            assert!(problem.contains(part), "{text}: {problem}");
        }
        let problem = header("reset, times=3").unwrap_err().to_string();
        assert!(problem.contains("`times=3` is unknown"), "{problem}");
    }
}
