//! Waivers that are in order, and others.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "misplaced-waiver",
        about: "",
        edits: &[
            (
                "                price: 500\n",
                "                price: 500\n                x-lint-allow: []\n",
            ),
            ("additionalProperties: false", "additionalProperties: true"),
        ],
        found: &["34:17 misplaced-waiver: operation `shop.get_item`: `x-lint-allow` does nothing"],
    },
    Case {
        rule: "misplaced-waiver",
        about: "beside a reference",
        edits: &[(
            "X-Count: { $ref: '#/components/headers/shop.Count' }",
            "X-Count: { $ref: '#/components/headers/shop.Count', x-lint-allow: [{ rule: bad-example, reason: None. }] }",
        )],
        found: &["27:65 ref-siblings: operation `shop.get_item`: `x-lint-allow` beside `$ref`"],
    },
    Case {
        rule: "misplaced-waiver",
        about: "in an object of ours",
        edits: &[(
            "cursor: cursor,",
            "cursor: cursor, x-lint-allow: [{ rule: bad-example, reason: None. }],",
        )],
        found: &["65:39 unknown-key: operation `shop.list_items`: `x-lint-allow` is not a key of"],
    },
    Case {
        rule: "misplaced-waiver",
        about: "among properties",
        edits: &[(
            "      properties:\n        message:",
            "      properties:\n        x-lint-allow: [{ rule: bad-example, reason: None. }]\n        message:",
        )],
        found: &["153:23 wrong-kind: schema `shop.Error`: `x-lint-allow` must be a mapping, but"],
    },
    Case {
        rule: "misplaced-waiver",
        about: "beside the value",
        edits: &[(
            "              example:\n                id: itm_1\n",
            "              x-lint-allow: [{ rule: bad-example, reason: None. }]\n              example:\n                id: 1\n",
        )],
        found: &[],
    },
    Case {
        rule: "unknown-rule",
        about: "",
        edits: &[("rule: missing-summary,", "rule: missing-sumary,")],
        found: &[
            "9:5 missing-summary: operation `shop.get_item`: the operation has no summary",
            "15:30 unknown-rule: operation `shop.get_item`: there is no rule `missing-sumary`",
        ],
    },
    Case {
        rule: "unknown-rule",
        about: "nothing like it",
        edits: &[("rule: missing-summary,", "rule: politeness,")],
        found: &[
            "9:5 missing-summary: operation `shop.get_item`: the operation has no summary",
            "15:30 unknown-rule: operation `shop.get_item`: there is no rule `politeness`",
        ],
    },
    Case {
        rule: "unknown-rule",
        about: "another rule",
        edits: &[
            ("tags: [Items]\n", "tags: [Itmes]\n"),
            (
                "rule: missing-summary, reason",
                "rule: unknown-tag, reason: None. }, { rule: missing-summary, reason",
            ),
        ],
        found: &[],
    },
    Case {
        rule: "unwaivable-rule",
        about: "",
        edits: &[("rule: missing-summary,", "rule: missing-server,")],
        found: &[
            "9:5 missing-summary: operation `shop.get_item`: the operation has no summary",
            "15:30 unwaivable-rule: operation `shop.get_item`: the rule `missing-server`",
        ],
    },
    Case {
        rule: "unwaivable-rule",
        about: "an error that can be waived",
        edits: &[(
            "example: itm_1\n",
            "example: 1\n          x-lint-allow: [{ rule: bad-example, reason: None. }]\n",
        )],
        found: &[],
    },
    Case {
        rule: "useless-waiver",
        about: "",
        edits: &[(
            "summary: Change an item\n",
            "summary: Change an item\n      x-lint-allow: [{ rule: missing-summary, reason: None. }]\n",
        )],
        found: &[
            "43:30 useless-waiver: operation `shop.put_item`: the rule `missing-summary` finds",
        ],
    },
    Case {
        rule: "useless-waiver",
        about: "of two the outer one",
        edits: &[(
            "  /items/{id}:\n",
            "  /items/{id}:\n    x-lint-allow: [{ rule: missing-summary, reason: None. }]\n",
        )],
        found: &[
            "8:28 useless-waiver: path `/items/{id}`: the rule `missing-summary` finds nothing",
        ],
    },
    Case {
        rule: "useless-waiver",
        about: "not asked as long as there are errors",
        edits: &[
            (
                "summary: Change an item\n",
                "summary: Change an item\n      x-lint-allow: [{ rule: missing-summary, reason: None. }]\n",
            ),
            ("type: number, multipleOf", "type: numbre, multipleOf"),
        ],
        found: &["139:40 unknown-type: schema `shop.Size`: `numbre` is not a type"],
    },
    Case {
        rule: "useless-waiver",
        about: "waivers that waive",
        edits: &[
            (
                "        param: { type: string",
                "        param: { x-lint-allow: [{ rule: optional-and-nullable, reason: It does. }], type: string, nullable: true",
            ),
            ("operationId: shop.put_item", "operationId: shop.putItem"),
            (
                "openapi: 3.0.3\n",
                "openapi: 3.0.3\nx-lint-allow:\n  - { rule: operation-name, reason: They are all like this. }\n  - { rule: bad-example, reason: It is a joke. }\n",
            ),
            ("example: itm_1\n", "example: 1\n"),
        ],
        found: &[],
    },
    Case {
        rule: "waiver-without-reason",
        about: "",
        edits: &[(
            "rule: missing-summary, reason: Its name says it all.",
            "rule: missing-summary",
        )],
        found: &["15:30 waiver-without-reason: operation `shop.get_item`: the waiver does not say"],
    },
    Case {
        rule: "waiver-without-reason",
        about: "blank",
        edits: &[("reason: Its name says it all.", "reason: ' '")],
        found: &["15:55 waiver-without-reason: operation `shop.get_item`: the waiver does not say"],
    },
    Case {
        rule: "waiver-without-reason",
        about: "a reason over several lines",
        edits: &[(
            "[{ rule: missing-summary, reason: Its name says it all. }]",
            "\n        - rule: missing-summary\n          reason: >-\n            Its name\n            says it all.",
        )],
        found: &[],
    },
];
