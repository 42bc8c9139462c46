//! What the documentation is made of, and links.

use super::Case;

pub(super) const CASES: &[Case] = &[
    Case {
        rule: "missing-description",
        about: "",
        edits: &[
            ("          description: Id of the item.\n", ""),
            ("description: How many are left., ", ""),
            ("description: Price in cents. ", ""),
            ("      description: Who sells something.\n", ""),
            ("description: What is for sale. ", ""),
        ],
        found: &[
            "5:13 missing-description: the contract: the tag has no description",
            "17:17 missing-description: operation `shop.get_item`: the parameter `id` has no",
            "93:5 missing-description: header `shop.Count`: the header `shop.Count` has no",
            "111:9 missing-description: schema `shop.Item`: the property `price` has no",
            "124:5 missing-description: schema `shop.Seller`: the schema has no description",
        ],
    },
    Case {
        rule: "missing-description",
        about: "blank",
        edits: &[("description: Where the page begins.", "description: ' '")],
        found: &["74:24 missing-description: operation `shop.list_items`: the parameter `cursor`"],
    },
    Case {
        rule: "missing-description",
        about: "of a property that is a component, but not null",
        edits: &[(
            "          description: Who sells it; null when nobody is known.\n",
            "",
        )],
        found: &[],
    },
    Case {
        rule: "missing-summary",
        about: "",
        edits: &[
            ("      summary: Change an item\n", ""),
            ("summary: List items", "summary: ''"),
        ],
        found: &[
            "40:5 missing-summary: operation `shop.put_item`: the operation has no summary",
            "61:16 missing-summary: operation `shop.list_items`: the operation has no summary",
        ],
    },
    Case {
        rule: "missing-summary",
        about: "other words",
        edits: &[("summary: Change an item\n", "summary: Change one item\n")],
        found: &[],
    },
    Case {
        rule: "unknown-tag",
        about: "",
        edits: &[("tags: [Items]\n", "tags: [Itmes]\n")],
        found: &["12:14 unknown-tag: operation `shop.get_item`: there is no tag `Itmes`"],
    },
    Case {
        rule: "unknown-tag",
        about: "with no tags at all",
        edits: &[(
            "tags:\n  - { name: Items, description: What is for sale. }\n",
            "",
        )],
        found: &["10:14 unknown-tag: operation `shop.get_item`: there is no tag `Items`"],
    },
    Case {
        rule: "unknown-tag",
        about: "tags that cannot be read",
        edits: &[("{ name: Items, description", "{ name: 5, description")],
        found: &["5:13 wrong-kind: the contract: `name` must be text, but is a number"],
    },
    Case {
        rule: "unknown-tag",
        about: "a second tag",
        edits: &[
            ("tags:\n", "tags:\n  - { name: All, description: All. }\n"),
            ("tags: [Items]\n", "tags: [Items, All]\n"),
        ],
        found: &[],
    },
    Case {
        rule: "insecure-server",
        about: "",
        edits: &[(
            "servers: [{ url: https://api.example.com/v1 }]\ntags",
            "servers: [{ url: http://api.example.com/v1 }]\ntags",
        )],
        found: &["3:18 insecure-server: the contract: `http://api.example.com/v1` is not https"],
    },
    Case {
        rule: "insecure-server",
        about: "another server",
        edits: &[(
            "servers: [{ url: https://api.example.com/v1 }]\ntags",
            "servers: [{ url: https://example.com }]\ntags",
        )],
        found: &[],
    },
    Case {
        rule: "insecure-document",
        about: "",
        edits: &[
            ("https://example.com/license", "http://example.com/license"),
            (
                "https://docs.example.com/put-item",
                "http://docs.example.com/put-item",
            ),
        ],
        found: &[
            "2:63 insecure-document: the contract: `http://example.com/license` is not https",
            "43:28 insecure-document: operation `shop.put_item`:",
        ],
    },
    Case {
        rule: "insecure-document",
        about: "another page",
        edits: &[(
            "https://docs.example.com/put-item",
            "https://example.com/put-item",
        )],
        found: &[],
    },
];
