//! The grammar: `[SCOPE:] FAULT[=VALUE], …`, and for rules `skip=N`, `every=N`, `times=N`.

use std::time::Duration;

use super::{Fault, Rule};
use crate::operation::Operation;

/// What a fault can be, as shown when it is something else.
const FAULTS: &str = "latency=TIME, hang, reset, reset-in-body, truncate, trickle=TIME, \
                      content-type=TYPE, redirect[=URL], bad-gateway, unavailable[=SECONDS], \
                      rate-limited[=SECONDS], internal-error";

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
pub(crate) fn parse_rule(text: &str) -> Result<Rule, FaultError> {
    read_rule(text).map_err(|problem| FaultError {
        text: text.to_owned(),
        problem,
    })
}

/// Reads the faults that a request asks for itself.
pub(crate) fn parse_header(text: &str) -> Result<Vec<Fault>, FaultError> {
    read_words(text, |word| Err(unknown(word))).map_err(|problem| FaultError {
        text: text.to_owned(),
        problem,
    })
}

fn read_rule(text: &str) -> Result<Rule, String> {
    let (scope, words) = match text.split_once(':') {
        // Values may hold colons, so a scope is what stands before the first `=`.
        Some((scope, words)) if !scope.contains('=') => (read_scope(scope.trim())?, words),
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
    Ok(Rule::new(scope, faults, skip, every, times))
}

/// An API or an operation.
fn read_scope(scope: &str) -> Result<Option<String>, String> {
    let known = || Operation::ALL.iter().map(|operation| operation.id());
    let matches = known().any(|id| id == scope || id.split('.').next() == Some(scope));
    if matches {
        return Ok(Some(scope.to_owned()));
    }
    let known: Vec<_> = known().collect();
    Err(format!(
        "`{scope}` is no operation: use `kirim`, `kustomer`, or one of {}",
        known.join(", ")
    ))
}

fn read_words(
    words: &str,
    mut option: impl FnMut(&str) -> Result<(), String>,
) -> Result<Vec<Fault>, String> {
    let mut faults = Vec::new();
    for word in words.split(',').map(str::trim) {
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

/// A fault, or nothing if the word is none.
fn read_fault(word: &str) -> Result<Option<Fault>, String> {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (word, None),
    };
    let fault = match (name, value) {
        ("latency", Some(value)) => Fault::Latency(time(value)?),
        ("trickle", Some(value)) => Fault::Trickle(time(value)?),
        ("latency" | "trickle", None) => {
            return Err(format!("`{name}` needs a time, such as `{name}=300ms`"));
        }
        ("content-type", Some(value)) if is_header_value(value) => {
            Fault::ContentType(value.to_owned())
        }
        ("content-type", _) => {
            return Err("`content-type` needs a type, such as `content-type=text/html`".to_owned());
        }
        ("redirect", None) => Fault::Redirect(ELSEWHERE.to_owned()),
        ("redirect", Some(value)) if is_header_value(value) => Fault::Redirect(value.to_owned()),
        ("redirect", Some(_)) => return Err("`redirect` needs a URL".to_owned()),
        ("unavailable", value) => Fault::Unavailable(value.map_or(Ok(1), number)?),
        ("rate-limited", value) => Fault::RateLimited(value.map_or(Ok(1), number)?),
        ("hang", None) => Fault::Hang,
        ("reset", None) => Fault::Reset,
        ("reset-in-body", None) => Fault::ResetInBody,
        ("truncate", None) => Fault::Truncate,
        ("bad-gateway", None) => Fault::BadGateway,
        ("internal-error", None) => Fault::InternalError,
        (
            "hang" | "reset" | "reset-in-body" | "truncate" | "bad-gateway" | "internal-error",
            Some(_),
        ) => return Err(format!("`{name}` takes no value")),
        _ => return Ok(None),
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
        for (text, fault) in [
            ("latency=1s", Fault::Latency(second)),
            ("latency=1000ms", Fault::Latency(second)),
            ("trickle=0.5m", Fault::Trickle(30 * second)),
            ("hang", Fault::Hang),
            ("reset", Fault::Reset),
            ("reset-in-body", Fault::ResetInBody),
            ("truncate", Fault::Truncate),
            (
                "content-type=text/html; charset=utf-8",
                Fault::ContentType("text/html; charset=utf-8".to_owned()),
            ),
            ("redirect", Fault::Redirect(ELSEWHERE.to_owned())),
            (
                "redirect=http://127.0.0.1:9/x=y",
                Fault::Redirect("http://127.0.0.1:9/x=y".to_owned()),
            ),
            ("bad-gateway", Fault::BadGateway),
            ("unavailable", Fault::Unavailable(1)),
            ("unavailable=30", Fault::Unavailable(30)),
            ("rate-limited = 2", Fault::RateLimited(2)),
            ("internal-error", Fault::InternalError),
        ] {
            assert_eq!(
                parse_header(text).unwrap(),
                std::slice::from_ref(&fault),
                "{text}"
            );
            let scoped = format!("kirim.list_contacts: {text}");
            assert_eq!(parse_rule(&scoped).unwrap().faults(), [fault], "{scoped}");
        }
        let both = parse_header("latency=5ms, bad-gateway").unwrap();
        assert_eq!(both.len(), 2);
    }

    #[test]
    fn texts_that_are_no_fault_are_told_what_would_be() {
        for (text, part) in [
            ("", "use one of latency=TIME"),
            ("explode", "`explode` is unknown"),
            ("latency", "needs a time"),
            ("latency=300", "a number and ms"),
            ("latency=-1s", "a number and ms"),
            ("latency=NaNs", "a number and ms"),
            ("unavailable=soon", "`soon` is no whole number"),
            ("reset=1", "takes no value"),
            ("reset, every=0", "never"),
            ("times=3", "not what"),
            ("kirim.delete_contact: reset", "kirim.list_contacts"),
            ("redirect=\u{e9}", "needs a URL"),
            ("content-type=", "needs a type"),
        ] {
            let problem = parse_rule(text).unwrap_err().to_string();
            assert!(problem.contains(part), "{text}: {problem}");
        }
        let header = parse_header("reset, times=3").unwrap_err().to_string();
        assert!(header.contains("`times=3` is unknown"), "{header}");
    }
}
