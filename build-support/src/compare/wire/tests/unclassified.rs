//! Nothing is missed: what no comparison knows is reported all the same.

use serde_json::json;

use super::{BASE, found, load};
use crate::compare::wire::{document::Document, walk::Walk};

/// Changes from the base to the edit that no comparison can know, each with its pointer.
const UNKNOWN: &[(&str, &str, &str)] = &[
    (
        "info:\n",
        "x-owner: the shop team\ninfo:\n",
        "`/x-owner`: nothing → `the shop team`",
    ),
    (
        "  version: 1.2.0\n",
        "  version: 1.2.0\n  x-audience: all\n",
        "`/info/x-audience`: nothing → `all`",
    ),
    (
        "      operationId: shop.delete_item\n",
        "      operationId: shop.delete_item\n      x-cost: 5\n",
        "`/paths/~1items~1{id}/delete/x-cost`: nothing → 5",
    ),
    (
        "  /parcels/{number}:\n",
        "  /parcels/{number}:\n    x-zone: [one, two]\n",
        "`/paths/~1parcels~1{number}/x-zone`: nothing → `[\"one\",\"two\"]`",
    ),
    (
        "        - name: limit\n",
        "        - x-unit: items\n          name: limit\n",
        "`/paths/~1items/get/parameters/2/x-unit`: nothing → `items`",
    ),
    (
        "          maxProperties: 10\n",
        "          maxProperties: 10\n          x-sorted: true\n",
        "`/components/schemas/shop.Item/properties/labels/x-sorted`: nothing → true",
    ),
    (
        "          description: The parcel.\n",
        "          description: The parcel.\n          links: {next: {operationId: post.get_parcel}}\n",
        "`/paths/~1parcels~1{number}/get/responses/200/links`: nothing → `{\"next\":",
    ),
    (
        "  schemas:\n",
        "  callbacks: {}\n  schemas:\n",
        "`/components/callbacks`: nothing → `{}`",
    ),
    (
        "    post: {type: http",
        "    post: {x-region: north, type: http",
        "`/components/securitySchemes/post/x-region`: nothing → `north`",
    ),
    (
        "  post:\n    server:",
        "  post:\n    region: north\n    server:",
        "`/x-apis/post/region`: nothing → `north`",
    ),
];

#[test]
fn what_no_comparison_knows_is_reported() {
    for (from, to, message) in UNKNOWN {
        let edit = BASE.replacen(from, to, 1);
        for (old, new) in [(BASE, edit.as_str()), (edit.as_str(), BASE)] {
            let found = found(old, new);
            assert_eq!(found.len(), 1, "{message}: {found:#?}");
            assert!(
                found[0].starts_with("breaking unclassified-change ["),
                "{found:#?}"
            );
            let pointer = message.split_once(':').unwrap().0;
            assert!(found[0].contains(pointer), "{message}: {found:#?}");
        }
        let forward = found(BASE, &edit);
        assert!(
            forward.iter().all(|line| line.contains(message)),
            "{message}: {forward:#?}"
        );
    }
}

#[test]
fn an_unknown_extension_that_moves_with_its_parameter_is_no_change() {
    let limit = "        - name: limit\n";
    let extended = BASE.replacen(limit, "        - name: limit\n          x-unit: items\n", 1);
    let cursor = "        - $ref: '#/components/parameters/shop.Cursor'\n";
    let moved = extended.replacen(cursor, "", 1).replacen(
        "        - name: X-Store\n",
        &format!("{cursor}        - name: X-Store\n"),
        1,
    );
    assert_ne!(extended, moved);
    assert_eq!(found(&extended, &moved), [""; 0]);
}

/// The net alone: no comparison has run, so each leaf that differs is found, and nothing else.
#[test]
fn the_net_finds_every_leaf_that_differs() {
    let base = load(BASE);
    let old = json!({"same": {"a": 1}, "list": [1, 2, {"b": 1}], "gone": {"c": [], "d": null}});
    let new = json!({"same": {"a": 1.0}, "list": [1, 3], "come": "here"});
    let (old, new) = (Document::new(&base, &old), Document::new(&base, &new));
    let mut walk = Walk::new(&old, &new);
    walk.net();
    let changes = walk.ledger.changes(&old, &new);
    let mut messages: Vec<&str> = changes
        .iter()
        .map(|change| change.message.as_str())
        .collect();
    messages.sort_unstable();
    let reason = "; no rule says what this means: look at it";
    assert_eq!(
        messages,
        [
            format!("`/come`: nothing → `here`{reason}"),
            format!("`/gone/c`: `[]` → nothing{reason}"),
            format!("`/gone/d`: null → nothing{reason}"),
            format!("`/list/1`: 2 → 3{reason}"),
            format!("`/list/2/b`: 1 → nothing{reason}"),
        ]
    );
}
