//! The page, as its text.

use contract::diff::Verdict::{self, Breaking, Compatible, Documentation};

use super::{escape, fence, render, render_within};
use crate::diff::sample::{api_change, change, mixed, report, without_api};

#[test]
fn the_page_begins_with_what_matters() {
    assert_eq!(
        render(&mixed("0.1.0")),
        r"## Contract: breaking, without the version step for it

openapi.yaml compared with openapi.yaml at v1

| | breaking | compatible | documentation |
|---|---:|---:|---:|
| contract | 2 | 1 | 1 |
| Rust API | 1 | 1 | 0 |

last release: none found, so the base counts as one

| version of | was | is | |
|---|---|---|---|
| info.version | 0.1.0 | 0.1.0 | **too low: set it to 0.2.0 or later in openapi.yaml** |
| generated-client | 0.1.0 | 0.1.0 | **too low: set it to 0.2.0 or later in Cargo.toml** |

### Breaking

| operation | change | where |
|---|---|---|
| shop.list&#95;things | query parameter <code>limit</code>: at most 100 &#124; not 200 (code) | openapi.yaml:6<br>was v1:openapi.yaml:5 |
| shop.add&#95;thing | query parameter <code>limit</code>: gone (code) | was v1:openapi.yaml:9 |

### Rust API

```diff
@@ breaking: shop::Client::list_things @@
  it is another
- pub fn old(
- )
+ pub fn old()
@@ compatible: shop::Client::list_things @@
  it is another
+ pub fn new()
```

<details><summary>1 compatible</summary>

| operation | change | where |
|---|---|---|
| the whole contract | query parameter <code>limit</code>: one more server (code) | openapi.yaml:2 |

</details>

<details><summary>1 documentation</summary>

| operation | change | where |
|---|---|---|
| shop.list&#95;things | query parameter <code>limit</code>: other words (code) | openapi.yaml:4<br>was v1:openapi.yaml:3 |

</details>
"
    );
}

#[test]
fn no_change_is_said_in_a_line() {
    assert_eq!(
        render(&report(vec![], vec![], "0.1.0")),
        "## Contract: no change\n\nno change between openapi.yaml at v1 and openapi.yaml; only \
         comments or formatting differ\n"
    );
}

#[test]
fn what_is_not_compared_or_judged_has_its_reason() {
    let page = render(&without_api());
    let reasons = "\n| contract | 0 | 1 | 0 |\n\n\
                   Rust API: not compared, there is no api.txt at <code>v1</code>\n\n\
                   generated-client: not judged, the base is a file\n";
    assert!(page.contains(reasons), "{page}");
}

#[test]
fn what_has_a_meaning_in_markdown_is_escaped() {
    assert_eq!(
        escape("`a|b_c` <b>*x*_y_\\ [z](w) &amp; ~~\r\n# `c\n"),
        "<code>a&#124;b&#95;c</code> &#60;b&#62;&#42;x&#42;&#95;y&#95;&#92; &#91;z&#93;(w) &#38;amp; \
         &#126;&#126; <br># &#96;c"
    );
}

#[test]
fn a_block_of_code_is_not_ended_from_inside() {
    assert_eq!(fence(&["a".to_owned()]), "```");
    assert_eq!(fence(&["a `b` ````c````".to_owned()]), "`````");
    let api = vec![api_change(Breaking, Some("/// ```\nfn f()"), None)];
    let page = render(&report(vec![], api, "0.1.0"));
    assert!(page.contains("\n````diff\n@@ breaking: "), "{page}");
    assert!(page.ends_with("\n- /// ```\n- fn f()\n````\n"), "{page}");
}

#[test]
fn a_page_that_is_too_long_leaves_out_the_least_important() {
    let changes = |verdict: Verdict| {
        (0..20).map(move |number| {
            change(
                verdict,
                &["shop.a"],
                &format!("number {number}"),
                (None, Some(1)),
            )
        })
    };
    let all = || {
        let verdicts = [Documentation, Compatible, Breaking].into_iter();
        report(verdicts.flat_map(changes).collect(), vec![], "0.2.0")
    };
    let whole = render(&all());
    let rows = |page: &str, verdict: &str| {
        let part = page.split("\n### ").nth(1).unwrap_or_default();
        let mut parts = part.split("<details>");
        match verdict {
            "breaking" => parts.next(),
            "compatible" => parts.nth(1),
            _ => parts.nth(2),
        }
        .unwrap_or_default()
        .matches("number ")
        .count()
    };
    assert!(!whole.contains("left out"), "{whole}");
    assert_eq!(render_within(whole.len(), &all()), whole);
    for limit in (0..whole.len()).step_by(50) {
        let page = render_within(limit, &all());
        let [breaking, compatible, documentation] =
            ["breaking", "compatible", "documentation"].map(|verdict| rows(&page, verdict));
        assert!(compatible == 0 || breaking == 20, "{page}");
        assert!(documentation == 0 || compatible == 20, "{page}");
        assert!(documentation < 20, "{page}");
        // Headings and notes stay, whatever the limit.
        assert!(page.len() < limit + 1_500, "{limit}: {page}");
        let said: usize = page
            .lines()
            .filter_map(|line| line.split_once(" more left out, "))
            .filter_map(|(number, _)| number.parse::<usize>().ok())
            .sum();
        assert_eq!(breaking + compatible + documentation + said, 60, "{page}");
        assert_eq!(page.matches("<details>").count(), 2, "{page}");
        assert_eq!(page.matches("</details>").count(), 2, "{page}");
    }
}
