//! A difference made by hand, for the tests of what is said about one.
use contract::diff::{Change, Verdict};
use contract::{Position, Span};

use super::report::{self, Entry, Report, Side};
use super::version::{self, VersionStep};
use crate::github;

/// A change in the named operations, with the lines where it was and is.
pub(super) fn change(
    verdict: Verdict,
    operations: &[&str],
    message: &str,
    lines: (Option<usize>, Option<usize>),
) -> Change {
    Change {
        verdict,
        code: "code",
        operations: operations.iter().map(ToString::to_string).collect(),
        place: "query parameter `limit`".to_owned(),
        pointer: String::new(),
        message: message.to_owned(),
        before: lines.0.map(span),
        after: lines.1.map(span),
    }
}

/// Five characters of a line.
pub(super) fn span(line: usize) -> Span {
    Span {
        start: Position { line, column: 9 },
        end: Position { line, column: 14 },
    }
}

/// A change of a declaration, on the second line of the listing.
pub(super) fn api_change(verdict: Verdict, old: Option<&str>, new: Option<&str>) -> Entry {
    let declaration = |text: &str| Side::Declaration(text.to_owned());
    Entry {
        verdict,
        code: "item-code",
        operations: Vec::new(),
        place: "shop::Client::list_things".to_owned(),
        message: "it is another".to_owned(),
        old: old.map(declaration),
        new: new.map(declaration),
        at: github::line(2),
    }
}

/// A report about changes, of contracts and crates that went from 0.1.0 to `new`. What was removed is
/// two lines further down.
pub(super) fn report(changes: Vec<Change>, api: Vec<Entry>, new: &str) -> Report {
    let changes = report::entries(changes, |line| line + 2);
    let verdict = report::worst(&changes, &api);
    let step = |name, file: &str, line| VersionStep {
        name,
        file: file.to_owned(),
        old: "0.1.0".to_owned(),
        new: new.to_owned(),
        judgement: version::judge(None, "0.1.0", new, verdict),
        path: format!("api/{file}"),
        at: github::line(line),
    };
    let versions = vec![
        step("info.version", "openapi.yaml", 6),
        step("generated-client", "Cargo.toml", 4),
    ];
    Report {
        base: "openapi.yaml at v1".to_owned(),
        source: "v1:openapi.yaml".to_owned(),
        contract: "openapi.yaml".to_owned(),
        file: "api/openapi.yaml".to_owned(),
        listing: "api/api.txt".to_owned(),
        verdict,
        passes: report::passes(verdict, &versions),
        text_differs: true,
        release: None,
        versions,
        not_judged: None,
        changes,
        api: Some(api),
        wire_only: None,
    }
}

/// A bit of everything, in an order that no printer keeps.
pub(super) fn mixed(new: &str) -> Report {
    use Verdict::{Breaking, Compatible, Documentation};
    let changes = vec![
        change(
            Documentation,
            &["shop.list_things"],
            "other words",
            (Some(3), Some(4)),
        ),
        change(
            Breaking,
            &["shop.list_things"],
            "at most 100 | not 200",
            (Some(5), Some(6)),
        ),
        change(Compatible, &[], "one more server", (None, Some(2))),
        change(Breaking, &["shop.add_thing"], "gone", (Some(9), None)),
    ];
    let api = vec![
        api_change(Breaking, Some("pub fn old(\n)"), Some("pub fn old()")),
        api_change(Compatible, None, Some("pub fn new()")),
    ];
    report(changes, api, new)
}

/// A report of a compatible change, without the Rust API and its version.
pub(super) fn without_api() -> Report {
    let change = change(Verdict::Compatible, &["shop.a"], "more", (None, None));
    let mut report = report(vec![change], Vec::new(), "0.1.0");
    report.api = None;
    report.wire_only = Some("there is no api.txt at `v1`".to_owned());
    report.versions.truncate(1);
    report.not_judged = Some("the base is a file".to_owned());
    report
}
