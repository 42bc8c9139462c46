//! What callers send: parameters and bodies.

use super::Pair;

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "a query takes longer or shorter texts",
        edits: &[("maxLength: 200", "maxLength: 100")],
        there: &[
            "breaking bound-changed [shop.list_items] query parameter `search`: `maxLength`: 200 → 100; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible bound-changed [shop.list_items] query parameter `search`: `maxLength`: 100 → 200; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "a value of a query enumeration",
        edits: &[("enum: [red, green, any]", "enum: [red, green, blue, any]")],
        there: &[
            "compatible enum-value-added [shop.list_items] schema `shop.ColorFilter`: `enum`: added `blue`; in requests what was accepted still is",
        ],
        back: &[
            "breaking enum-value-removed [shop.list_items] schema `shop.ColorFilter`: `enum`: removed `blue`; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "a value of a query enumeration is exchanged",
        edits: &[("enum: [red, green, any]", "enum: [red, green, all]")],
        there: &[
            "compatible enum-value-added [shop.list_items] schema `shop.ColorFilter`: `enum`: added `all`; in requests what was accepted still is",
            "breaking enum-value-removed [shop.list_items] schema `shop.ColorFilter`: `enum`: removed `any`; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible enum-value-added [shop.list_items] schema `shop.ColorFilter`: `enum`: added `any`; in requests what was accepted still is",
            "breaking enum-value-removed [shop.list_items] schema `shop.ColorFilter`: `enum`: removed `all`; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "the least length of a query",
        edits: &[("minLength: 2", "minLength: 3")],
        there: &[
            "breaking bound-changed [shop.list_items] query parameter `search`: `minLength`: 2 → 3; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible bound-changed [shop.list_items] query parameter `search`: `minLength`: 3 → 2; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "a pattern comes or goes",
        edits: &[("            pattern: '^\\S'\n", "")],
        there: &[
            r"compatible pattern-changed [shop.list_items] query parameter `search`: `pattern`: `^\S` → nothing; in requests what was accepted still is",
        ],
        back: &[
            r"breaking pattern-changed [shop.list_items] query parameter `search`: `pattern`: nothing → `^\S`; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "a pattern changes",
        edits: &[(
            "            pattern: '^\\S'\n",
            "            pattern: '^\\w'\n",
        )],
        there: &[
            r"breaking pattern-changed [shop.list_items] query parameter `search`: `pattern`: `^\S` → `^\w`; in requests what was accepted may be refused",
        ],
        back: &[
            r"breaking pattern-changed [shop.list_items] query parameter `search`: `pattern`: `^\w` → `^\S`; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "a default changes",
        edits: &[("default: 20", "default: 50")],
        there: &[
            "breaking default-changed [shop.list_items] query parameter `limit`: `default`: 20 → 50; in requests a caller who leaves it out gets something else",
        ],
        back: &[
            "breaking default-changed [shop.list_items] query parameter `limit`: `default`: 50 → 20; in requests a caller who leaves it out gets something else",
        ],
    },
    Pair {
        name: "a default comes or goes",
        edits: &[("            default: 20\n", "")],
        there: &[
            "breaking default-changed [shop.list_items] query parameter `limit`: `default`: 20 → nothing; in requests a caller who leaves it out gets something else",
        ],
        back: &[
            "documentation default-changed [shop.list_items] query parameter `limit`: `default`: nothing → 20; in requests it says what was left open",
        ],
    },
    Pair {
        name: "a range widens and narrows",
        edits: &[(
            "            minimum: 1\n\
                 \x20           maximum: 100\n",
            "            minimum: 0\n\
                 \x20           maximum: 90\n",
        )],
        there: &[
            "compatible bound-changed [shop.list_items] query parameter `limit`: `minimum`: 1 → 0; in requests what was accepted still is",
            "breaking bound-changed [shop.list_items] query parameter `limit`: `maximum`: 100 → 90; in requests what was accepted may be refused",
        ],
        back: &[
            "breaking bound-changed [shop.list_items] query parameter `limit`: `minimum`: 0 → 1; in requests what was accepted may be refused",
            "compatible bound-changed [shop.list_items] query parameter `limit`: `maximum`: 90 → 100; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "a bound excludes itself",
        edits: &[(
            "            minimum: 1\n\
                 \x20           maximum: 100\n",
            "            minimum: 1\n\
                 \x20           maximum: 100\n\
                 \x20           exclusiveMaximum: true\n",
        )],
        there: &[
            "breaking bound-changed [shop.list_items] query parameter `limit`: `exclusiveMaximum`: nothing → true; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible bound-changed [shop.list_items] query parameter `limit`: `exclusiveMaximum`: true → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "a step comes or goes",
        edits: &[(
            "            minimum: 1\n\
                 \x20           maximum: 100\n",
            "            minimum: 1\n\
                 \x20           maximum: 100\n\
                 \x20           multipleOf: 5\n",
        )],
        there: &[
            "breaking bound-changed [shop.list_items] query parameter `limit`: `multipleOf`: nothing → 5; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible bound-changed [shop.list_items] query parameter `limit`: `multipleOf`: 5 → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "the type of a parameter changes",
        edits: &[(
            "        - name: limit\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           type: integer\n\
                 \x20           default: 20\n\
                 \x20           minimum: 1\n\
                 \x20           maximum: 100\n",
            "        - name: limit\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           type: string\n",
        )],
        there: &[
            "breaking type-changed [shop.list_items] query parameter `limit`: `type`: `integer` → `string`; in requests what was accepted may be refused",
        ],
        back: &[
            "breaking type-changed [shop.list_items] query parameter `limit`: `type`: `string` → `integer`; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "an integer becomes a number",
        edits: &[(
            "            type: integer\n\
                 \x20           default: 20\n",
            "            type: number\n\
                 \x20           default: 20\n",
        )],
        there: &[
            "compatible type-changed [shop.list_items] query parameter `limit`: `type`: `integer` → `number`; in requests what was accepted still is",
        ],
        back: &[
            "breaking type-changed [shop.list_items] query parameter `limit`: `type`: `number` → `integer`; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "the number of items in a query",
        edits: &[(
            "            maxItems: 5\n",
            "            minItems: 1\n\
                 \x20           maxItems: 5\n",
        )],
        there: &[
            "breaking item-count-changed [shop.list_items] query parameter `tag`: `minItems`: nothing → 1; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible item-count-changed [shop.list_items] query parameter `tag`: `minItems`: 1 → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "the format of a query",
        edits: &[(
            "            type: string\n\
                 \x20           minLength: 2\n",
            "            type: string\n\
                 \x20           format: uuid\n\
                 \x20           minLength: 2\n",
        )],
        there: &[
            "breaking format-changed [shop.list_items] query parameter `search`: `format`: nothing → `uuid`; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible format-changed [shop.list_items] query parameter `search`: `format`: `uuid` → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "an optional parameter comes or goes",
        edits: &[(
            "        - name: color\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           $ref: '#/components/schemas/shop.ColorFilter'\n",
            "        - name: color\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           $ref: '#/components/schemas/shop.ColorFilter'\n\
                 \x20       - name: size\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           type: number\n",
        )],
        there: &[
            "compatible parameter-added [shop.list_items] query parameter `size`: was added, and is optional; in requests it may be left out",
        ],
        back: &[
            "breaking parameter-removed [shop.list_items] query parameter `size`: was removed; in requests an earlier client goes on sending it",
        ],
    },
    Pair {
        name: "a required parameter comes or goes",
        edits: &[(
            "        - name: color\n",
            "        - name: size\n\
                 \x20         in: query\n\
                 \x20         required: true\n\
                 \x20         schema:\n\
                 \x20           type: number\n\
                 \x20       - name: color\n",
        )],
        there: &[
            "breaking required-parameter-added [shop.list_items] query parameter `size`: was added, and is required; in requests an earlier client does not send it",
        ],
        back: &[
            "breaking parameter-removed [shop.list_items] query parameter `size`: was removed; in requests an earlier client goes on sending it",
        ],
    },
    Pair {
        name: "a parameter becomes required or optional",
        edits: &[(
            "        - name: color\n\
                 \x20         in: query\n",
            "        - name: color\n\
                 \x20         in: query\n\
                 \x20         required: true\n",
        )],
        there: &[
            "breaking parameter-made-required [shop.list_items] query parameter `color`: is required now; in requests an earlier client may leave it out",
        ],
        back: &[
            "compatible parameter-made-optional [shop.list_items] query parameter `color`: is optional now; in requests an earlier client goes on sending it",
        ],
    },
    Pair {
        name: "a parameter is renamed",
        edits: &[("        - name: search\n", "        - name: query\n")],
        there: &[
            "compatible parameter-added [shop.list_items] query parameter `query`: was added, and is optional; in requests it may be left out",
            "breaking parameter-removed [shop.list_items] query parameter `search`: was removed; it looks renamed to `query`; in requests an earlier client goes on sending it",
        ],
        back: &[
            "compatible parameter-added [shop.list_items] query parameter `search`: was added, and is optional; in requests it may be left out",
            "breaking parameter-removed [shop.list_items] query parameter `query`: was removed; it looks renamed to `search`; in requests an earlier client goes on sending it",
        ],
    },
    Pair {
        name: "a parameter moves from the header to the query",
        edits: &[(
            "        - name: X-Store\n\
                 \x20         in: header\n",
            "        - name: X-Store\n\
                 \x20         in: query\n",
        )],
        there: &[
            "breaking parameter-moved [shop.list_items] query parameter `X-Store`: is sent in the query, not in the header; in requests an earlier client sends it where it was",
        ],
        back: &[
            "breaking parameter-moved [shop.list_items] header parameter `X-Store`: is sent in the header, not in the query; in requests an earlier client sends it where it was",
        ],
    },
    Pair {
        name: "a header is written in other letters",
        edits: &[("        - name: X-Store\n", "        - name: x-store\n")],
        there: &[],
        back: &[],
    },
    Pair {
        name: "a parameter may be empty",
        edits: &[(
            "        - name: color\n\
                 \x20         in: query\n",
            "        - name: color\n\
                 \x20         in: query\n\
                 \x20         allowEmptyValue: true\n",
        )],
        there: &[
            "compatible parameter-encoding-changed [shop.list_items] query parameter `color`: `allowEmptyValue`: false → true; in requests what was accepted still is",
        ],
        back: &[
            "breaking parameter-encoding-changed [shop.list_items] query parameter `color`: `allowEmptyValue`: true → false; in requests an empty value that was accepted may be refused",
        ],
    },
    Pair {
        name: "the usual way of writing is said",
        edits: &[(
            "        - name: tag\n\
                 \x20         in: query\n",
            "        - name: tag\n\
                 \x20         in: query\n\
                 \x20         style: form\n\
                 \x20         explode: true\n",
        )],
        there: &[],
        back: &[],
    },
    Pair {
        name: "a shared parameter changes",
        edits: &[(
            "      in: query\n\
                 \x20     schema:\n\
                 \x20       type: string\n\
                 \x20 headers:",
            "      in: query\n\
                 \x20     schema:\n\
                 \x20       type: string\n\
                 \x20       maxLength: 9\n\
                 \x20 headers:",
        )],
        there: &[
            "breaking bound-changed [shop.list_items] query parameter `cursor`: `maxLength`: nothing → 9; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible bound-changed [shop.list_items] query parameter `cursor`: `maxLength`: 9 → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "a shared parameter is written in place",
        edits: &[(
            "        - $ref: '#/components/parameters/shop.Cursor'\n",
            "        - name: cursor\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           type: string\n",
        )],
        there: &[],
        back: &[],
    },
    Pair {
        name: "parameters stand in another order",
        edits: &[
            (
                "        - name: color\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           $ref: '#/components/schemas/shop.ColorFilter'\n",
                "",
            ),
            (
                "        - $ref: '#/components/parameters/shop.Cursor'\n",
                "        - name: color\n\
                 \x20         in: query\n\
                 \x20         schema:\n\
                 \x20           $ref: '#/components/schemas/shop.ColorFilter'\n\
                 \x20       - $ref: '#/components/parameters/shop.Cursor'\n",
            ),
        ],
        there: &[],
        back: &[],
    },
    Pair {
        name: "a body comes or goes",
        edits: &[(
            "      requestBody:\n\
                 \x20       description: The item.\n\
                 \x20       required: true\n\
                 \x20       content:\n\
                 \x20         application/json:\n\
                 \x20           schema:\n\
                 \x20             $ref: '#/components/schemas/shop.Item'\n\
                 \x20           example:\n\
                 \x20             name: Chair\n\
                 \x20             price: 5\n\
                 \x20             color: red\n",
            "",
        )],
        there: &[
            "breaking body-removed [shop.create_item] request body: the body was removed; in requests an earlier client goes on sending it",
        ],
        back: &[
            "breaking required-body-added [shop.create_item] request body: a body was added, and is required; in requests an earlier client sends none",
        ],
    },
    Pair {
        name: "the media type of a body changes",
        edits: &[(
            "        required: true\n\
                 \x20       content:\n\
                 \x20         application/json:\n",
            "        required: true\n\
                 \x20       content:\n\
                 \x20         application/json; charset=utf-8:\n",
        )],
        there: &[
            "compatible media-type-added [shop.create_item] request body, `application/json; charset=utf-8`: `application/json; charset=utf-8` was added; in requests what was accepted still is",
            "breaking media-type-removed [shop.create_item] request body: `application/json` was removed; in requests an earlier client goes on sending it",
        ],
        back: &[
            "compatible media-type-added [shop.create_item] request body: `application/json` was added; in requests what was accepted still is",
            "breaking media-type-removed [shop.create_item] request body, `application/json; charset=utf-8`: `application/json; charset=utf-8` was removed; in requests an earlier client goes on sending it",
        ],
    },
];
