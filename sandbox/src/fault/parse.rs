//! The grammar: `[SCOPE:] FAULT[=VALUE], …`, and for rules `skip=N`, `every=N`, `times=N`.

use std::time::Duration;

use super::{Fault, Rule};
use crate::spec::Spec;

/// Where `redirect` leads if nothing else is said: to a name that no host will ever have.
const ELSEWHERE: &str = "http://elsewhere.invalid/";

/// Makes a fault of its value, which is empty if there is none.
type Make = fn(&str) -> Result<Fault, String>;

/// Every fault, the form of its value, and what makes it.
const FAULTS: &[(&str, &str, Make)] = &[
    ("latency", "=TIME", |it| Ok(Fault::Latency(time(it)?))),
    ("hang", "", |_| Ok(Fault::Hang)),
    ("reset", "", |_| Ok(Fault::Reset)),
    ("reset-in-body", "", |_| Ok(Fault::ResetInBody)),
    ("truncate", "", |_| Ok(Fault::Truncate)),
    ("trickle", "=TIME", |it| Ok(Fault::Trickle(time(it)?))),
    ("content-type", "=TYPE", |it| {
        Ok(Fault::ContentType(it.to_owned()))
    }),
    ("redirect", "[=URL]", |it| {
        Ok(Fault::Redirect(or(it, ELSEWHERE).to_owned()))
    }),
    ("bad-gateway", "", |_| Ok(Fault::BadGateway)),
    ("status", "=STATUS", |it| match it.parse() {
        Ok(status @ 200..=599) => Ok(Fault::Status(status)),
        _ => Err("`status` needs a status from 200 to 599".to_owned()),
    }),
    ("code", "=CODE", |it| Ok(Fault::Code(it.to_owned()))),
    ("internal-error", "", |_| Ok(Fault::Status(500))),
    ("unavailable", "[=SECONDS]", |it| {
        Ok(Fault::Unavailable(number(or(it, "1"))?))
    }),
    ("rate-limited", "[=SECONDS]", |it| {
        Ok(Fault::RateLimited(number(or(it, "1"))?))
    }),
];

fn or<'t>(value: &'t str, default: &'t str) -> &'t str {
    if value.is_empty() { default } else { value }
}

/// A text that describes no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fault `{text}`: {problem}")]
pub struct FaultError {
    text: String,
    problem: String,
}

/// Reads a rule: a scope, faults, and when they happen.
pub(crate) fn rule(text: &str, spec: &Spec) -> Result<Rule, FaultError> {
    read_rule(text, spec).map_err(|problem| FaultError {
        text: text.to_owned(),
        problem,
    })
}

/// Reads faults without conditions: those that a request wants itself.
pub(crate) fn texts(text: &str) -> Result<Vec<Fault>, FaultError> {
    read_words(text, |word| Err(unknown(word))).map_err(|problem| FaultError {
        text: text.to_owned(),
        problem,
    })
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
        seen: 0.into(),
    })
}

/// A scope: an API or an operation.
fn known(scope: &str, spec: &Spec) -> Result<String, String> {
    let apis = spec.apis.iter().map(|api| api.name);
    let names: Vec<_> = apis.chain(spec.operations().map(|it| it.id)).collect();
    if names.contains(&scope) {
        return Ok(scope.to_owned());
    }
    let names = names.join(", ");
    Err(format!(
        "`{scope}` is no API and no operation: use one of {names}"
    ))
}

fn read_words(
    words: &str,
    mut option: impl FnMut(&str) -> Result<(), String>,
) -> Result<Vec<Fault>, String> {
    // A body is the rest of the text, commas included. It begins where a word does.
    let is_start = |before: &str| before.trim_end().is_empty() || before.trim_end().ends_with(',');
    let (words, body) = match words.split_once("body=") {
        Some((words, body)) if is_start(words) => (words, Some(body)),
        _ => (words, None),
    };
    let mut faults: Vec<_> = body
        .map(|body| Fault::Body(body.to_owned()))
        .into_iter()
        .collect();
    let words = words.trim().trim_end_matches(',').split(',').map(str::trim);
    for word in words.filter(|word| body.is_none() || !word.is_empty()) {
        match read_fault(word)? {
            Some(fault) => faults.push(fault),
            None => option(word)?,
        }
    }
    if faults.is_empty() {
        return Err(format!("says when, but not what: add one of {}", forms()));
    }
    Ok(faults)
}

/// A fault, or nothing if the word is none.
fn read_fault(word: &str) -> Result<Option<Fault>, String> {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name.trim(), Some(value.trim())),
        None => (word, None),
    };
    let Some((_, form, make)) = FAULTS.iter().find(|(known, ..)| *known == name) else {
        return Ok(None);
    };
    // Values become headers.
    let is_printable = |value: &str| value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    match value {
        Some(_) if form.is_empty() => Err(format!("`{name}` takes no value")),
        Some(value) if !value.is_empty() && is_printable(value) => make(value).map(Some),
        None if !form.starts_with('=') => make("").map(Some),
        _ => Err(format!("write `{name}{form}`, in printable ASCII")),
    }
}

fn unknown(word: &str) -> String {
    format!("`{word}` is unknown: use one of {}", forms())
}

/// What a fault can be, as shown when it is something else.
fn forms() -> String {
    let forms = FAULTS.iter().map(|(name, form, _)| format!("{name}{form}"));
    forms
        .chain(["body=TEXT".to_owned()])
        .collect::<Vec<_>>()
        .join(", ")
}

/// `300ms`, `1.5s`, `2m`.
fn time(text: &str) -> Result<Duration, String> {
    let units = [("ms", 0.001), ("s", 1.0), ("m", 60.0)].into_iter();
    let mut times = units.filter_map(|(unit, seconds)| {
        let number: f64 = text.strip_suffix(unit)?.parse().ok()?;
        Duration::try_from_secs_f64(number * seconds).ok()
    });
    times
        .next()
        .ok_or_else(|| format!("`{text}` is no time: use a number and ms, s or m, such as `300ms`"))
}

fn number(text: &str) -> Result<u64, String> {
    let number = text.trim().parse();
    number.map_err(|_| format!("`{text}` is no whole number"))
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
                texts(written).unwrap(),
                std::slice::from_ref(&fault),
                "{written}"
            );
            let spec = Spec::built_in().unwrap();
            let scoped = rule(&format!("kirim.list_contacts: {written}"), spec).unwrap();
            assert_eq!(scoped.faults, [fault], "{written}");
        }
        assert_eq!(texts("latency=5ms, bad-gateway").unwrap().len(), 2);
        let both = texts("status=409, body=a, b").unwrap();
        assert_eq!(both, [Fault::Body(text("a, b")), Fault::Status(409)]);
    }

    #[test]
    fn texts_that_are_no_fault_are_told_what_would_be() {
        for (text, part) in [
            ("", "use one of latency=TIME"),
            ("explode", "`explode` is unknown"),
            ("latency", "write `latency=TIME`"),
            ("latency=300", "a number and ms"),
            ("latency=-1s", "a number and ms"),
            ("unavailable=soon", "`soon` is no whole number"),
            ("status=20", "from 200 to 599"),
            ("status", "write `status=STATUS`"),
            ("reset=1", "takes no value"),
            ("reset, every=0", "never"),
            ("times=3", "not what"),
            ("kirim.delete_contact: reset", "kirim.list_contacts"),
            ("redirect=\u{e9}", "write `redirect[=URL]`"),
            ("content-type=", "write `content-type=TYPE`"),
        ] {
            let problem = rule(text, Spec::built_in().unwrap())
                .unwrap_err()
                .to_string();
            assert!(problem.contains(part), "{text}: {problem}");
        }
        let problem = texts("reset, times=3").unwrap_err().to_string();
        assert!(problem.contains("`times=3` is unknown"), "{problem}");
    }
}
