//! What is said about the contract, and order.

use super::Pair;

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "a summary",
        edits: &[("summary: List items", "summary: List all items")],
        there: &[
            "documentation documentation-changed [shop.list_items] operation: `summary` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.list_items] operation: `summary` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "the description of a property",
        edits: &[("          description: What it is called.\n", "")],
        there: &[
            "documentation documentation-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `name`: `description` was removed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `name`: `description` was added; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "the description of a wrapper",
        edits: &[(
            "description: The color of its rim.",
            "description: The rim's color.",
        )],
        there: &[
            "documentation documentation-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `trim`: `description` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `trim`: `description` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "an example",
        edits: &[("              color: red\n", "              color: green\n")],
        there: &[
            "documentation documentation-changed [shop.create_item] request body: `example` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.create_item] request body: `example` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "a link to a document",
        edits: &[(
            "https://docs.example.com/delete-item",
            "https://docs.example.com/items/delete",
        )],
        there: &[
            "documentation documentation-changed [shop.delete_item] operation: `externalDocs` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.delete_item] operation: `externalDocs` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "tags of an operation and of the contract",
        edits: &[
            (
                "      tags:\n\
                 \x20       - Items\n",
                "",
            ),
            (
                "description: What is on sale.",
                "description: Things on sale.",
            ),
        ],
        there: &[
            "documentation documentation-changed [shop.list_items] operation: `tags` was removed; nothing that is sent or read changes",
            "documentation documentation-changed [] tags: `tags` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.list_items] operation: `tags` was added; nothing that is sent or read changes",
            "documentation documentation-changed [] tags: `tags` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "the version alone",
        edits: &[("version: 1.2.0", "version: 1.2.1")],
        there: &[
            "documentation version-changed [] info: `version`: `1.2.0` → `1.2.1`; it follows from the other changes",
        ],
        back: &[
            "documentation version-changed [] info: `version`: `1.2.1` → `1.2.0`; it follows from the other changes",
        ],
    },
    Pair {
        name: "what the contract says of itself",
        edits: &[
            ("title: Shop and post", "title: Post and shop"),
            (
                "  description: Two made-up APIs.\n",
                "  description: Two APIs.\n\
                 \x20 license:\n\
                 \x20   name: MIT\n",
            ),
        ],
        there: &[
            "documentation documentation-changed [] info: `title` was changed; nothing that is sent or read changes",
            "documentation documentation-changed [] info: `description` was changed; nothing that is sent or read changes",
            "documentation documentation-changed [] info: `license` was added; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [] info: `title` was changed; nothing that is sent or read changes",
            "documentation documentation-changed [] info: `description` was changed; nothing that is sent or read changes",
            "documentation documentation-changed [] info: `license` was removed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "the server of nobody",
        edits: &[(
            "  - url: https://shop.example.com/v1\n\
                 tags:",
            "  - url: https://shop.example.com/v2\n\
                 tags:",
        )],
        there: &[
            "documentation fallback-changed [] servers: top-level `servers`: `[{\"url\":\"https://shop.example.com/v1\"}]` → `[{\"url\":\"https://shop.example.com/v2\"}]`; operations name their own",
        ],
        back: &[
            "documentation fallback-changed [] servers: top-level `servers`: `[{\"url\":\"https://shop.example.com/v2\"}]` → `[{\"url\":\"https://shop.example.com/v1\"}]`; operations name their own",
        ],
    },
    Pair {
        name: "a component that nobody uses comes or goes",
        edits: &[(
            "    post.State:\n",
            "    post.Unused:\n\
                 \x20     type: string\n\
                 \x20   post.State:\n",
        )],
        there: &[
            "documentation unused-component [] schema `post.Unused`: `post.Unused` was added; no operation uses it",
        ],
        back: &[
            "documentation unused-component [] schema `post.Unused`: `post.Unused` was removed; no operation used it",
        ],
    },
    Pair {
        name: "properties and values stand in another order",
        edits: &[
            (
                "            code:\n\
                 \x20             type: string\n\
                 \x20           message:\n\
                 \x20             type: string\n",
                "            message:\n\
                 \x20             type: string\n\
                 \x20           code:\n\
                 \x20             type: string\n",
            ),
            ("required: [name, price]", "required: [price, name]"),
            ("enum: [red, green, blue]", "enum: [blue, green, red]"),
        ],
        there: &[],
        back: &[],
    },
    Pair {
        name: "an answer is described in other words",
        edits: &[(
            "description: Something is wrong.",
            "description: Something went wrong.",
        )],
        there: &[
            "documentation documentation-changed [shop.list_items, shop.create_item] response `shop.Failure`: `description` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.list_items, shop.create_item] response `shop.Failure`: `description` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "an API is described in other words",
        edits: &[("description: The shop.", "description: Our shop.")],
        there: &[
            "documentation documentation-changed [] API `shop`: `description` was changed; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [] API `shop`: `description` was changed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "a rule is suppressed",
        edits: &[(
            "      operationId: shop.delete_item\n",
            "      operationId: shop.delete_item\n\
                 \x20     x-lint-allow:\n\
                 \x20       - rule: missing-summary\n\
                 \x20         reason: it is so\n",
        )],
        there: &[
            "documentation documentation-changed [shop.delete_item] operation: `x-lint-allow` was added; nothing that is sent or read changes",
        ],
        back: &[
            "documentation documentation-changed [shop.delete_item] operation: `x-lint-allow` was removed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "an extension that nobody knows",
        edits: &[(
            "      operationId: shop.delete_item\n",
            "      operationId: shop.delete_item\n\
                 \x20     x-cost: 5\n",
        )],
        there: &[
            "breaking unclassified-change [shop.delete_item] operation: `/paths/~1items~1{id}/delete/x-cost`: nothing → 5; no rule says what this means: look at it",
        ],
        back: &[
            "breaking unclassified-change [shop.delete_item] operation: `/paths/~1items~1{id}/delete/x-cost`: 5 → nothing; no rule says what this means: look at it",
        ],
    },
];
