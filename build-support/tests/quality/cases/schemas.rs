//! Formats, null and defaults.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "unknown-format",
        about: "",
        edits: &[
            ("format: email", "format: e-mail"),
            ("format: int32", "format: int31"),
            ("minimum: 0, ", "format: date, "),
        ],
        found: &[
            "94:85 unknown-format: header `shop.Count`: `int31` is not a format of type",
            "112:41 unknown-format: schema `shop.Item`: `date` is not a format of type",
            "130:40 unknown-format: schema `shop.Seller`: `e-mail` is not a format of type",
        ],
    },
    Case {
        rule: "unknown-format",
        about: "formats of each type",
        edits: &[
            ("format: email", "format: byte"),
            ("email: me@example.com", "email: bWU="),
            ("format: int32", "format: uint64"),
            (
                "type: number, multipleOf",
                "type: number, format: double, multipleOf",
            ),
        ],
        found: &[],
    },
    Case {
        rule: "optional-and-nullable",
        about: "",
        edits: &[(
            "        param: { type: string",
            "        param: { type: string, nullable: true",
        )],
        found: &["154:9 optional-and-nullable: schema `shop.Error`: the property `param` may be"],
    },
    Case {
        rule: "optional-and-nullable",
        about: "through allOf",
        edits: &[("required: [id, price, seller]", "required: [id, price]")],
        found: &["114:9 optional-and-nullable: schema `shop.Item`: the property `seller` may be"],
    },
    Case {
        rule: "optional-and-nullable",
        about: "required and nullable",
        edits: &[
            (
                "        param: { type: string",
                "        param: { type: string, nullable: true",
            ),
            ("required: [message]", "required: [message, param]"),
        ],
        found: &[],
    },
    Case {
        rule: "optional-and-nullable",
        about: "required by the schema around it",
        edits: &[(
            "        - type: object\n          required: [width]\n          properties: { width: { type: number,",
            "        - type: object\n          allOf: [{ type: object, required: [width] }]\n          properties: { width: { type: number, nullable: true,",
        )],
        found: &[],
    },
    Case {
        rule: "useless-default",
        about: "",
        edits: &[
            (
                "description: In words., ",
                "description: In words., default: Failed, ",
            ),
            (
                "schema: { type: string, pattern: '^[0-9]+$' }",
                "schema: { type: string, pattern: '^[0-9]+$', default: '1' }",
            ),
        ],
        found: &[
            "71:56 useless-default: operation `shop.list_items`: the parameter is required",
            "153:58 useless-default: schema `shop.Error`: the property `message` is required",
        ],
    },
    Case {
        rule: "useless-default",
        about: "of what may be left out",
        edits: &[
            (
                "description: In words., ",
                "description: In words., default: Failed, ",
            ),
            ("      required: [message]\n", ""),
        ],
        found: &[],
    },
];
