//! A difference made by hand, for the tests of what is said about one.
use build_support::compare::{Change, Comparison, Verdict};
use build_support::listing::ApiChange;
use contract::{Position, Span};

use super::report::{self, Later, Named, Report, VersionStep};
use super::version;

/// The later contract, as far as printers look at it.
pub(super) const TEXT: &str = "\
openapi: 3.0.3
info:
  title: Shop

  # The contract's own.
  version: 0.1.0
paths:
  /things:
    get:
      operationId: shop.list_things
    post:
      operationId: 'shop.add_thing' # one
";

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
        message: message.to_owned(),
        old: lines.0.map(span),
        new: lines.1.map(span),
    }
}

/// Five characters of a line.
pub(super) fn span(line: usize) -> Span {
    Span {
        start: Position { line, column: 9 },
        end: Position { line, column: 14 },
    }
}

/// A change of a declaration.
pub(super) fn api_change(verdict: Verdict, old: Option<&str>, new: Option<&str>) -> ApiChange {
    ApiChange {
        verdict,
        code: "item-code",
        item: "shop::Client::list_things".to_owned(),
        message: "it is another".to_owned(),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    }
}

/// A report about changes, of contracts and crates that went from 0.1.0 to `new`.
pub(super) fn report(changes: Vec<Change>, api: Vec<ApiChange>, new: &str) -> Report {
    let comparison = Comparison {
        changes,
        old_version: "0.1.0".to_owned(),
        new_version: new.to_owned(),
    };
    let api = Ok(api);
    let verdict = report::worst(&comparison, &api);
    let step = |name, file: &str| VersionStep {
        name,
        file: file.to_owned(),
        old: "0.1.0".to_owned(),
        new: new.to_owned(),
        judgement: version::judge("0.1.0", new, verdict),
    };
    Report {
        base: Named {
            label: "openapi.yaml at v1".to_owned(),
            source: "v1:openapi.yaml".to_owned(),
        },
        contract: Later {
            shown: "openapi.yaml".to_owned(),
            path: "api/openapi.yaml".to_owned(),
            text: TEXT.to_owned(),
            text_differs: true,
        },
        versions: vec![
            step("info.version", "openapi.yaml"),
            step("generated-client", "Cargo.toml"),
        ],
        not_judged: None,
        comparison,
        api,
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
        api_change(Compatible, None, Some("pub fn new()")),
        api_change(Breaking, Some("pub fn old(\n)"), Some("pub fn old()")),
    ];
    report(changes, api, new)
}

/// A report of a compatible change, without the Rust API.
pub(super) fn without_api() -> Report {
    let change = change(Verdict::Compatible, &["shop.a"], "more", (None, None));
    let mut report = report(vec![change], Vec::new(), "0.1.0");
    report.api = Err("there is no api.txt at `v1`".to_owned());
    report
}
