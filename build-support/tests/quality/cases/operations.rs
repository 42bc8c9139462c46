//! Lists, answers and paths of operations.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "unpaged-list",
        about: "",
        edits: &[(
            "      x-pagination: { cursor: cursor, items: data, next: next }\n",
            "",
        )],
        found: &["60:5 unpaged-list: operation `shop.list_items`: the answer has a list, `data`,"],
    },
    Case {
        rule: "unpaged-list",
        about: "an answer that is a list",
        edits: &[
            (
                "      x-pagination: { cursor: cursor, items: data, next: next }\n",
                "",
            ),
            (
                "schema: { $ref: '#/components/schemas/shop.Page' }",
                "schema: { type: array, items: { $ref: '#/components/schemas/shop.Page' } }",
            ),
        ],
        found: &["60:5 unpaged-list: operation `shop.list_items`: the answer is a list, and there"],
    },
    Case {
        rule: "unpaged-list",
        about: "one thing, which has a list",
        edits: &[(
            "summary: Change an item",
            "summary: Change the words of an item",
        )],
        found: &[],
    },
    Case {
        rule: "unpaged-list",
        about: "another method",
        edits: &[
            (
                "    get:\n      operationId: shop.list_items",
                "    post:\n      operationId: shop.list_items",
            ),
            (
                "      x-pagination: { cursor: cursor, items: data, next: next }\n",
                "",
            ),
        ],
        found: &[],
    },
    Case {
        rule: "undocumented-status",
        about: "",
        edits: &[(
            "        '401': { $ref: '#/components/responses/shop.Failure' }\n        '429': { $ref: '#/components/responses/shop.Failure' }\n        '500': { $ref: '#/components/responses/shop.Failure' }\n    put",
            "        '401': { $ref: '#/components/responses/shop.Failure' }\n    put",
        )],
        found: &["23:7 undocumented-status: operation `shop.get_item`: the answers do not tell of"],
    },
    Case {
        rule: "undocumented-status",
        about: "of a range",
        edits: &[(
            "        5XX: { $ref: '#/components/responses/shop.Failure' }\n",
            "",
        )],
        found: &["54:7 undocumented-status: operation `shop.put_item`: the answers do not tell of"],
    },
    Case {
        rule: "undocumented-status",
        about: "of another range",
        edits: &[("        '500': {", "        '503': {")],
        found: &[
            "23:7 undocumented-status: operation `shop.get_item`: the answers do not tell of `500`",
        ],
    },
    Case {
        rule: "undocumented-status",
        about: "ranges count for what is in them",
        edits: &[("        '500': {", "        5XX: {")],
        found: &[],
    },
    Case {
        rule: "ambiguous-paths",
        about: "",
        edits: &[
            ("pattern: '^[0-9]+$'", "minLength: 1"),
            ("pattern: '^itm_[0-9]+$'", "minLength: 1"),
        ],
        found: &["58:3 ambiguous-paths: operation `shop.list_items`: a request can match this"],
    },
    Case {
        rule: "ambiguous-paths",
        about: "told apart by a type",
        edits: &[
            ("type: string, pattern: '^[0-9]+$'", "type: integer"),
            ("pattern: '^itm_[0-9]+$'", "minLength: 1"),
        ],
        found: &[],
    },
    Case {
        rule: "ambiguous-paths",
        about: "a concrete path comes first by the specification",
        edits: &[
            ("  /{shop_number}/items:", "  /items/new:"),
            (
                "        - name: shop_number\n          in: path\n          required: true\n          description: Number of the shop.\n          schema: { type: string, pattern: '^[0-9]+$' }\n",
                "",
            ),
            ("pattern: '^itm_[0-9]+$'", "minLength: 1"),
        ],
        found: &[],
    },
    Case {
        rule: "ambiguous-paths",
        about: "of another method",
        edits: &[
            ("pattern: '^[0-9]+$'", "minLength: 1"),
            ("pattern: '^itm_[0-9]+$'", "minLength: 1"),
            (
                "    get:\n      operationId: shop.list_items",
                "    post:\n      operationId: shop.list_items",
            ),
            (
                "      x-pagination: { cursor: cursor, items: data, next: next }\n",
                "",
            ),
        ],
        found: &[],
    },
];
