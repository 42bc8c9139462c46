//! The grammar: `[SCOPE:] FAULT[=VALUE], …`, and for rules `skip=N`, `every=N`, `times=N`.

use std::time::Duration;

use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION};

use super::{Fault, Rule};
use crate::spec::Spec;

/// Where `redirect` leads if nothing else is said: to a name that no host will ever have.
const ELSEWHERE: &str = "http://elsewhere.invalid/";

const HTML: HeaderValue = HeaderValue::from_static("text/html");

/// Page of a gateway that reached no server.
const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
                           <center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

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
        Ok(Fault::ContentType(header(it)?))
    }),
    ("redirect", "[=URL]", |it| {
        let url = header(if it.is_empty() { ELSEWHERE } else { it })?;
        Ok(Fault::Between(302, LOCATION, url, ""))
    }),
    ("bad-gateway", "", |_| {
        Ok(Fault::Between(502, CONTENT_TYPE, HTML, BAD_GATEWAY))
    }),
    ("status", "=STATUS", |it| match it.parse() {
        Ok(status @ 200..=599) => Ok(Fault::Status(status, None)),
        _ => Err("`status` needs a status from 200 to 599".to_owned()),
    }),
    ("code", "=CODE", |it| Ok(Fault::Code(it.to_owned()))),
    ("internal-error", "", |_| Ok(Fault::Status(500, None))),
    ("unavailable", "[=SECONDS]", |it| {
        Ok(Fault::Status(503, Some(seconds(it)?)))
    }),
    ("rate-limited", "[=SECONDS]", |it| {
        Ok(Fault::Status(429, Some(seconds(it)?)))
    }),
];

/// A text that describes no fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("fault `{text}`: {problem}")]
pub struct FaultError {
    text: String,
    problem: String,
}

/// Reads a rule: a scope of the contract, faults, and when they happen. Without a contract it has
/// nothing but faults.
pub(crate) fn rule(text: &str, spec: Option<&Spec>) -> Result<Rule, FaultError> {
    read(text, spec).map_err(|problem| FaultError {
        text: text.to_owned(),
        problem,
    })
}

fn read(text: &str, spec: Option<&Spec>) -> Result<Rule, String> {
    let (scope, words) = match (spec, text.split_once(':')) {
        // Values may hold colons, so a scope is what stands before the first `=`.
        (Some(spec), Some((scope, words))) if !scope.contains('=') => {
            (Some(known(scope.trim(), spec)?), words)
        }
        _ => (None, text),
    };
    let mut rule = Rule {
        scope,
        faults: Vec::new(),
        skip: 0,
        every: 1,
        times: None,
        seen: 0.into(),
    };
    // A body is the rest of the text, commas included. It begins where a word does.
    let is_start = |before: &str| before.trim_end().is_empty() || before.trim_end().ends_with(',');
    let body = words.split_once("body=");
    let body = body.filter(|(before, _)| is_start(before));
    let words = body.map_or(words, |(before, _)| before).trim();
    let text = body.map(|(_, body)| Fault::Body(body.to_owned()));
    rule.faults.extend(text);
    let words = words.trim_end_matches(',').split(',').map(str::trim);
    for word in words.filter(|word| body.is_none() || !word.is_empty()) {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.trim(), Some(value.trim())),
            None => (word, None),
        };
        match (name, value.filter(|_| spec.is_some())) {
            ("skip", Some(value)) => rule.skip = number(value)?,
            ("every", Some(value)) => rule.every = number(value)?,
            ("times", Some(value)) => rule.times = Some(number(value)?),
            _ => rule.faults.push(fault(name, value)?),
        }
    }
    if rule.every == 0 {
        return Err("`every=0` is never: use 1 for each request".to_owned());
    }
    if rule.faults.is_empty() {
        return Err(format!("says when, but not what: add one of {}", forms()));
    }
    Ok(rule)
}

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

fn fault(name: &str, value: Option<&str>) -> Result<Fault, String> {
    let Some((_, form, make)) = FAULTS.iter().find(|(known, ..)| *known == name) else {
        let word = value.map_or(name.to_owned(), |value| format!("{name}={value}"));
        return Err(format!("`{word}` is unknown: use one of {}", forms()));
    };
    // Values become headers.
    let is_printable = |value: &str| value.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    match value {
        Some(_) if form.is_empty() => Err(format!("`{name}` takes no value")),
        Some(value) if !value.is_empty() && is_printable(value) => make(value),
        None if !form.starts_with('=') => make(""),
        _ => Err(format!("write `{name}{form}`, in printable ASCII")),
    }
}

/// What a fault can be, as shown when it is something else.
fn forms() -> String {
    let faults = FAULTS.iter();
    let forms = faults.map(|(name, form, _)| format!("{name}{form}, "));
    forms.chain(["body=TEXT".to_owned()]).collect()
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

fn seconds(text: &str) -> Result<u64, String> {
    number(if text.is_empty() { "1" } else { text })
}

fn number(text: &str) -> Result<u64, String> {
    let number = text.parse();
    number.map_err(|_| format!("`{text}` is no whole number"))
}

fn header(text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(text).map_err(|error| error.to_string())
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
                Fault::ContentType(header("text/html; charset=utf-8").unwrap()),
            ),
            (
                "redirect",
                Fault::Between(302, LOCATION, header(ELSEWHERE).unwrap(), ""),
            ),
            (
                "redirect=http://127.0.0.1:9/x=y",
                Fault::Between(302, LOCATION, header("http://127.0.0.1:9/x=y").unwrap(), ""),
            ),
            (
                "bad-gateway",
                Fault::Between(502, CONTENT_TYPE, HTML, BAD_GATEWAY),
            ),
            ("unavailable", Fault::Status(503, Some(1))),
            ("rate-limited = 2", Fault::Status(429, Some(2))),
            ("internal-error", Fault::Status(500, None)),
            ("status=418", Fault::Status(418, None)),
            ("code=teapot", Fault::Code(text("teapot"))),
            (
                "body={\"a\": 1, \"b\": 2}",
                Fault::Body(text("{\"a\": 1, \"b\": 2}")),
            ),
        ] {
            assert_eq!(
                rule(written, None).unwrap().faults,
                std::slice::from_ref(&fault),
                "{written}"
            );
            let spec = Spec::built_in().unwrap();
            let scoped = rule(&format!("kirim.list_contacts: {written}"), Some(spec)).unwrap();
            assert_eq!(scoped.faults, [fault], "{written}");
        }
        assert_eq!(
            rule("latency=5ms, bad-gateway", None).unwrap().faults.len(),
            2
        );
        let both = rule("status=409, body=a, b", None).unwrap().faults;
        assert_eq!(both, [Fault::Body(text("a, b")), Fault::Status(409, None)]);
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
            let problem = rule(text, Some(Spec::built_in().unwrap()))
                .unwrap_err()
                .to_string();
            assert!(problem.contains(part), "{text}: {problem}");
        }
        let problem = rule("reset, times=3", None).unwrap_err().to_string();
        assert!(problem.contains("`times=3` is unknown"), "{problem}");
    }
}
