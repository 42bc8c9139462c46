//! Examples and defaults that fit their schemas, and others.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "bad-example",
        about: "of a parameter",
        edits: &[("example: itm_1\n", "example: 1\n")],
        found: &["22:20 bad-example: operation `shop.get_item`: the example is a number, but the"],
    },
    Case {
        rule: "bad-example",
        about: "a pattern",
        edits: &[("example: itm_1\n", "example: item_1\n")],
        found: &["22:20 bad-example: operation `shop.get_item`: the example is `item_1`, which"],
    },
    Case {
        rule: "bad-example",
        about: "of a header",
        edits: &[("example: 3 }", "example: many }")],
        found: &["94:103 bad-example: header `shop.Count`: the example is text, but the type is"],
    },
    Case {
        rule: "bad-example",
        about: "the range of a format",
        edits: &[("example: 3 }", "example: 3000000000 }")],
        found: &["94:103 bad-example: header `shop.Count`: the example is 3000000000, above the"],
    },
    Case {
        rule: "bad-example",
        about: "a named example with a value that is not listed",
        edits: &[("{ value: red }", "{ value: blue }")],
        found: &["80:37 bad-example: operation `shop.list_items`: the example `red` is `blue`,"],
    },
    Case {
        rule: "bad-example",
        about: "a required property that is missing",
        edits: &[("                price: 500\n", "")],
        found: &["32:17 bad-example: operation `shop.get_item`: the example lacks `price`, which"],
    },
    Case {
        rule: "bad-example",
        about: "an unknown property",
        edits: &[(
            "                price: 500\n",
            "                price: 500\n                colour: red\n",
        )],
        found: &["34:17 bad-example: operation `shop.get_item`: the example has `colour`, which"],
    },
    Case {
        rule: "bad-example",
        about: "an unknown property in a closed object",
        edits: &[("{ price: 1, ", "{ price: 1, prize: 1, ")],
        found: &["97:26 bad-example: operation `shop.put_item`: the example `cheap` has `prize`,"],
    },
    Case {
        rule: "bad-example",
        about: "a value that is not listed, through a reference",
        edits: &[("color: red\n", "color: blue\n")],
        found: &["34:24 bad-example: operation `shop.get_item`: in the example, `color` is"],
    },
    Case {
        rule: "bad-example",
        about: "types",
        edits: &[
            ("price: 500\n", "price: '500'\n"),
            ("color: red\n", "color: null\n"),
            ("tags: [new, cheap]", "tags: { new: true }"),
        ],
        found: &[
            "33:24 bad-example: operation `shop.get_item`: in the example, `price` is text,",
            "34:24 bad-example: operation `shop.get_item`: in the example, `color` is",
            "36:17 bad-example: operation `shop.get_item`: in the example, `tags` is a",
        ],
    },
    Case {
        rule: "bad-example",
        about: "bounds of numbers",
        edits: &[
            ("price: 500\n", "price: -1\n"),
            ("{ price: 1, ", "{ price: 1001, "),
        ],
        found: &[
            "33:24 bad-example: operation `shop.get_item`: in the example, `price` is -1,",
            "97:23 bad-example: operation `shop.put_item`: in the example `cheap`, `price`",
        ],
    },
    Case {
        rule: "bad-example",
        about: "bounds of text and lists",
        edits: &[("tags: [new, cheap]", "tags: [n, expensive, n, n]")],
        found: &[
            "36:17 bad-example: operation `shop.get_item`: in the example, `tags` has more",
            "36:17 bad-example: operation `shop.get_item`: in the example, `tags` has an",
            "36:24 bad-example: operation `shop.get_item`: in the example, `tags[0]` is",
            "36:27 bad-example: operation `shop.get_item`: in the example, `tags[1]` is",
            "36:38 bad-example: operation `shop.get_item`: in the example, `tags[2]` is",
            "36:41 bad-example: operation `shop.get_item`: in the example, `tags[3]` is",
        ],
    },
    Case {
        rule: "bad-example",
        about: "formats, inside what may be null",
        edits: &[(
            "email: me@example.com, since: '2026-01-31'",
            "email: me, since: '2026-02-31'",
        )],
        found: &[
            "35:34 bad-example: operation `shop.get_item`: in the example, `seller.email` is",
            "35:45 bad-example: operation `shop.get_item`: in the example, `seller.since` is",
        ],
    },
    Case {
        rule: "bad-example",
        about: "a pattern in a component",
        edits: &[("since: '2026-01-31' }", "since: '2026-01-31', pin: '123' }")],
        found: &["35:76 bad-example: operation `shop.get_item`: in the example, `seller.pin` is"],
    },
    Case {
        rule: "bad-example",
        about: "the member of a choice that was meant",
        edits: &[("width: 2.5 }", "width: 2.7 }")],
        found: &["97:55 bad-example: operation `shop.put_item`: in the example `cheap`,"],
    },
    Case {
        rule: "bad-example",
        about: "no member of a choice",
        edits: &[("size: { width: 2.5 }", "size: 2.5")],
        found: &["97:46 bad-example: operation `shop.put_item`: in the example `cheap`, `size`"],
    },
    Case {
        rule: "bad-example",
        about: "more than one member of a choice",
        edits: &[("        - type: string\n", "        - type: object\n")],
        found: &["97:40 bad-example: operation `shop.put_item`: in the example `cheap`, `size`"],
    },
    Case {
        rule: "bad-example",
        about: "of a schema, by its members",
        edits: &[(
            "required: [message]\n",
            "required: [message]\n      example: { message: 5 }\n",
        )],
        found: &["152:27 bad-example: schema `shop.Error`: in the example, `message` is a number,"],
    },
    Case {
        rule: "bad-example",
        about: "a default",
        edits: &[
            (
                "default: red }",
                "default: red }\n    shop.Words: { type: array, description: Words., items: { type: string }, default: [5] }",
            ),
            (
                "        size: { $ref: '#/components/schemas/shop.Size' }",
                "        size: { $ref: '#/components/schemas/shop.Size' }\n        words: { $ref: '#/components/schemas/shop.Words' }",
            ),
        ],
        found: &["149:88 bad-example: schema `shop.Words`: in the default, `[0]` is a number, but"],
    },
    Case {
        rule: "bad-example",
        about: "what a rule of loading reports is not reported twice",
        edits: &[("default: red }", "default: blue }")],
        found: &["147:85 impossible-value: schema `shop.Color`: the default `blue` is none of"],
    },
    Case {
        rule: "bad-example",
        about: "a write-only property may be missing in an answer",
        edits: &[("required: [email]", "required: [email, pin]")],
        found: &[],
    },
    Case {
        rule: "bad-example",
        about: "a read-only property may not be missing in an answer",
        edits: &[("                id: itm_1\n", "")],
        found: &["32:17 bad-example: operation `shop.get_item`: the example lacks `id`, which is"],
    },
    Case {
        rule: "bad-example",
        about: "a schema that is made of itself",
        edits: &[
            ("example: 3 }", "example: many }"),
            (
                "shop.Color: { type: string, description: A color., enum: [red, green], default: red }",
                "shop.Color: { description: A color., allOf: [{ $ref: '#/components/schemas/shop.Color' }] }",
            ),
        ],
        found: &["147:5 schema-cycle: schema `shop.Color` is made of itself"],
    },
    Case {
        rule: "bad-example",
        about: "examples that fit",
        edits: &[
            ("price: 500\n", "price: 1000\n"),
            (
                "email: me@example.com, since: '2026-01-31'",
                "email: me@example.com",
            ),
            ("{ width: 2.5 }", "large"),
        ],
        found: &[],
    },
];
