//! Components that are used, and names.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "operation-name",
        about: "",
        edits: &[("operationId: shop.get_item", "operationId: shop.getItem")],
        found: &["10:20 operation-name: operation `shop.getItem`: `getItem` is not in snake_case"],
    },
    Case {
        rule: "operation-name",
        about: "digits",
        edits: &[("operationId: shop.get_item", "operationId: shop.get_item2")],
        found: &[],
    },
    Case {
        rule: "schema-name",
        about: "",
        edits: &[
            ("shop.Cheap:", "shop.cheap:"),
            ("examples/shop.Cheap", "examples/shop.cheap"),
            ("    shop.Count: {", "    shop.left_count: {"),
            ("headers/shop.Count", "headers/shop.left_count"),
        ],
        found: &[
            "94:5 schema-name: header `shop.left_count`: `left_count` is not in PascalCase",
            "96:5 schema-name: example `shop.cheap`: `cheap` is not in PascalCase",
        ],
    },
    Case {
        rule: "schema-name",
        about: "an abbreviation",
        edits: &[
            ("shop.Cheap:", "shop.CHEAPOne:"),
            ("examples/shop.Cheap", "examples/shop.CHEAPOne"),
        ],
        found: &[],
    },
    Case {
        rule: "unused-component",
        about: "",
        edits: &[
            (
                "cheap: { $ref: '#/components/examples/shop.Cheap' }",
                "cheap: { value: { price: 1, seller: null } }",
            ),
            (
                "            X-Count: { $ref: '#/components/headers/shop.Count' }\n",
                "            X-Count: { description: How many are left., schema: { type: integer } }\n",
            ),
        ],
        found: &[
            "94:5 unused-component: no operation needs the header `shop.Count`",
            "96:5 unused-component: no operation needs the example `shop.Cheap`",
        ],
    },
    Case {
        rule: "unused-component",
        about: "components that only refer to each other",
        edits: &[(
            "    shop.Color:",
            "    shop.One: { type: object, description: One., properties: { two: { $ref: '#/components/schemas/shop.Two' } } }\n    shop.Two: { type: object, description: Two., properties: { one: { $ref: '#/components/schemas/shop.One' } } }\n    shop.Color:",
        )],
        found: &[
            "147:5 unused-component: no operation needs the schema `shop.One`",
            "148:5 unused-component: no operation needs the schema `shop.Two`",
        ],
    },
    Case {
        rule: "unused-component",
        about: "not asked as long as something cannot be read",
        edits: &[(
            "cheap: { $ref: '#/components/examples/shop.Cheap' }",
            "cheap: { $ref: '#/components/examples/shop.Chaep' }",
        )],
        found: &["53:30 dangling-ref: operation `shop.put_item`: there is no example `shop.Chaep`"],
    },
    Case {
        rule: "unused-component",
        about: "used by a component",
        edits: &[
            (
                "            X-Count: { $ref: '#/components/headers/shop.Count' }\n",
                "            X-Left: { $ref: '#/components/headers/shop.Left' }\n",
            ),
            (
                "  headers:\n    shop",
                "  headers:\n    shop.Left: { $ref: '#/components/headers/shop.Count' }\n    shop",
            ),
        ],
        found: &[],
    },
];
