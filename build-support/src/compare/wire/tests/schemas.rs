//! Schemas that requests and answers share, and what the rules forbid by now.

use super::Pair;

/// Pairs with a contract that only earlier rules can have allowed.
pub(super) const FORBIDDEN: &[Pair] = &[
    Pair {
        name: "a further server is described",
        edits: &[(
            "        description: The only host.",
            "        description: The first host.\n\
                 \x20     - url: https://other.example.com/v1",
        )],
        there: &[
            "documentation servers-described [shop.list_items, shop.create_item] server of path `/items`: what is said about servers was changed; the client calls the first of them, which is the same",
        ],
        back: &[
            "documentation servers-described [shop.list_items, shop.create_item] server of path `/items`: what is said about servers was changed; the client calls the first of them, which is the same",
        ],
    },
    Pair {
        name: "a value of a closed enumeration in answers",
        edits: &[(
            "                        type: number\n\
                 \x20                       minimum: 0\n\
                 \x20                       multipleOf: 0.5\n",
            "                        type: integer\n\
                 \x20                       enum: [1, 2]\n",
        )],
        there: &[
            "compatible type-changed [post.get_parcel] 200 answer, `data.weight`: `type`: `number` → `integer`; in answers an earlier client reads all of it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `minimum`: 0 → nothing; in answers the client does not check it",
            "compatible enum-added [post.get_parcel] 200 answer, `data.weight`: `enum`: nothing → `[1,2]`; in answers an earlier client reads all of it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `multipleOf`: 0.5 → nothing; in answers the client does not check it",
        ],
        back: &[
            "breaking type-changed [post.get_parcel] 200 answer, `data.weight`: `type`: `integer` → `number`; in answers an earlier client may fail to read it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `minimum`: nothing → 0; in answers the client does not check it",
            "breaking enum-removed [post.get_parcel] 200 answer, `data.weight`: `enum`: `[1,2]` → nothing; in answers an earlier client may fail to read it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `multipleOf`: nothing → 0.5; in answers the client does not check it",
        ],
    },
    Pair {
        name: "a text in place becomes an enumeration",
        edits: &[(
            "            type: string\n\
                 \x20           minLength: 2\n\
                 \x20           maxLength: 200\n",
            "            type: string\n\
                 \x20           enum: [chair, table]\n\
                 \x20           minLength: 2\n\
                 \x20           maxLength: 200\n",
        )],
        there: &[
            "breaking enum-added [shop.list_items] query parameter `search`: `enum`: nothing → `[\"chair\",\"table\"]`; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible enum-removed [shop.list_items] query parameter `search`: `enum`: `[\"chair\",\"table\"]` → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "what is refused changes",
        edits: &[(
            "        radius:\n\
                 \x20         type: number\n",
            "        radius:\n\
                 \x20         type: number\n\
                 \x20         not:\n\
                 \x20           maximum: 0\n",
        )],
        there: &[
            "breaking not-changed [shop.list_items, shop.create_item] schema `shop.Round`, property `radius<not>`: `not`: nothing → `{\"maximum\":0}`; in requests what was accepted may be refused; in answers an earlier client may fail to read it",
        ],
        back: &[
            "breaking not-changed [shop.list_items, shop.create_item] schema `shop.Round`, property `radius<not>`: `not`: `{\"maximum\":0}` → nothing; in requests what was accepted may be refused; in answers an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "alternatives are told apart by a property",
        edits: &[(
            "            - $ref: '#/components/schemas/shop.Square'\n",
            "            - $ref: '#/components/schemas/shop.Square'\n\
                 \x20         discriminator:\n\
                 \x20           propertyName: kind\n",
        )],
        there: &[
            "breaking discriminator-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape`: `discriminator`: nothing → `{\"propertyName\":\"kind\"}`; in requests alternatives are told apart in another way; in answers alternatives are told apart in another way",
        ],
        back: &[
            "breaking discriminator-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape`: `discriminator`: `{\"propertyName\":\"kind\"}` → nothing; in requests alternatives are told apart in another way; in answers alternatives are told apart in another way",
        ],
    },
    Pair {
        name: "members of allOf contradict each other",
        edits: &[(
            "        - type: object\n\
                 \x20         required: [data]\n\
                 \x20         properties:\n",
            "        - type: object\n\
                 \x20         required: [data]\n\
                 \x20         properties:\n\
                 \x20           created_at:\n\
                 \x20             type: integer\n",
        )],
        there: &[
            "breaking all-of-changed [shop.create_item] schema `shop.ItemEnvelope`: `allOf`: its members agree in one of the contracts alone; in answers its members contradict each other, so nothing more can be told",
        ],
        back: &[
            "breaking all-of-changed [shop.create_item] schema `shop.ItemEnvelope`: `allOf`: its members agree in one of the contracts alone; in answers its members contradict each other, so nothing more can be told",
        ],
    },
    Pair {
        name: "a schema has alternatives",
        edits: &[(
            "        radius:\n\
                 \x20         type: number\n",
            "        radius:\n\
                 \x20         anyOf:\n\
                 \x20           - type: number\n\
                 \x20           - type: string\n",
        )],
        there: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Round`, property `radius`: `type`: `number` → nothing; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
        ],
        back: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Round`, property `radius`: `type`: nothing → `number`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "a body has no schema",
        edits: &[(
            "            schema:\n\
                 \x20             $ref: '#/components/schemas/shop.Item'\n\
                 \x20           example:",
            "            example:",
        )],
        there: &[
            "compatible schema-removed [shop.create_item] request body: the body has no schema now; in requests what was accepted still is",
        ],
        back: &[
            "breaking schema-added [shop.create_item] request body: the body has a schema now; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "a body is optional",
        edits: &[(
            "        description: The item.\n\
                 \x20       required: true\n",
            "        description: The item.\n\
                 \x20       required: false\n",
        )],
        there: &[
            "compatible body-made-optional [shop.create_item] request body: the body is optional now; in requests an earlier client goes on sending it",
        ],
        back: &[
            "breaking body-made-required [shop.create_item] request body: the body is required now; in requests an earlier client may leave it out",
        ],
    },
    Pair {
        name: "an optional body comes or goes",
        edits: &[(
            "      operationId: shop.delete_item\n",
            "      operationId: shop.delete_item\n\
                 \x20     requestBody:\n\
                 \x20       content:\n\
                 \x20         application/json:\n\
                 \x20           schema:\n\
                 \x20             type: string\n",
        )],
        there: &[
            "compatible body-added [shop.delete_item] request body: a body was added, and is optional; in requests an earlier client sends none",
        ],
        back: &[
            "breaking body-removed [shop.delete_item] request body: the body was removed; in requests an earlier client goes on sending it",
        ],
    },
    Pair {
        name: "a list says nothing of its items",
        edits: &[(
            "            maxItems: 5\n\
                 \x20           items:\n\
                 \x20             type: string\n",
            "            maxItems: 5\n",
        )],
        there: &[
            "compatible items-removed [shop.list_items] query parameter `tag`, `[]`: items have no schema now; in requests what was accepted still is",
        ],
        back: &[
            "breaking items-added [shop.list_items] query parameter `tag`, `[]`: items have a schema now; in requests what was accepted may be refused",
        ],
    },
    Pair {
        name: "a parameter is written as JSON",
        edits: &[(
            "        - name: X-Store\n\
                 \x20         in: header\n\
                 \x20         schema:\n\
                 \x20           type: string\n",
            "        - name: X-Store\n\
                 \x20         in: header\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               type: string\n",
        )],
        there: &[
            "breaking parameter-form-changed [shop.list_items] header parameter `X-Store`: is described by `content`, not by `schema`; in requests an earlier client writes and reads the form that was",
        ],
        back: &[
            "breaking parameter-form-changed [shop.list_items] header parameter `X-Store`: is described by `schema`, not by `content`; in requests an earlier client writes and reads the form that was",
        ],
    },
    Pair {
        name: "a header is written as JSON",
        edits: &[(
            "              schema:\n\
                 \x20               type: string\n\
                 \x20               maxLength: 20\n",
            "              content:\n\
                 \x20               application/json:\n\
                 \x20                 schema:\n\
                 \x20                   type: string\n",
        )],
        there: &[
            "compatible header-form-changed [shop.list_items] 200 answer, header `X-Served-By`: is described by `content`, not by `schema`; in headers the client does not read it",
        ],
        back: &[
            "compatible header-form-changed [shop.list_items] 200 answer, header `X-Served-By`: is described by `schema`, not by `content`; in headers the client does not read it",
        ],
    },
    Pair {
        name: "the way of writing a list changes",
        edits: &[(
            "        - name: tag\n\
                 \x20         in: query\n",
            "        - name: tag\n\
                 \x20         in: query\n\
                 \x20         explode: false\n",
        )],
        there: &[
            "breaking parameter-encoding-changed [shop.list_items] query parameter `tag`: `explode`: true → false; in requests an earlier client writes the value as it was",
        ],
        back: &[
            "breaking parameter-encoding-changed [shop.list_items] query parameter `tag`: `explode`: false → true; in requests an earlier client writes the value as it was",
        ],
    },
    Pair {
        name: "reserved characters are allowed",
        edits: &[(
            "        - name: color\n\
                 \x20         in: query\n",
            "        - name: color\n\
                 \x20         in: query\n\
                 \x20         allowReserved: true\n",
        )],
        there: &[
            "compatible parameter-encoding-changed [shop.list_items] query parameter `color`: `allowReserved`: false → true; in requests the client encodes every reserved character",
        ],
        back: &[
            "compatible parameter-encoding-changed [shop.list_items] query parameter `color`: `allowReserved`: true → false; in requests the client encodes every reserved character",
        ],
    },
    Pair {
        name: "the way of writing a header changes",
        edits: &[(
            "              description: The machine.\n",
            "              description: The machine.\n\
                 \x20             explode: true\n",
        )],
        there: &[
            "compatible header-encoding-changed [shop.list_items] 200 answer, header `X-Served-By`: `explode`: nothing → true; in headers the client does not read it",
        ],
        back: &[
            "compatible header-encoding-changed [shop.list_items] 200 answer, header `X-Served-By`: `explode`: true → nothing; in headers the client does not read it",
        ],
    },
    Pair {
        name: "an answer has a second media type",
        edits: &[(
            "          description: The parcel.\n\
                 \x20         content:\n",
            "          description: The parcel.\n\
                 \x20         content:\n\
                 \x20           text/csv:\n\
                 \x20             schema:\n\
                 \x20               type: string\n",
        )],
        there: &[
            "breaking media-type-added [post.get_parcel] 200 answer, `text/csv`: `text/csv` was added; in answers an earlier client cannot read it",
        ],
        back: &[
            "compatible media-type-removed [post.get_parcel] 200 answer, `text/csv`: `text/csv` was removed; in answers an earlier client reads what is left",
        ],
    },
    Pair {
        name: "a reference leads nowhere",
        edits: &[(
            "            - $ref: '#/components/schemas/shop.Square'\n",
            "            - $ref: '#/components/schemas/shop.Nowhere'\n",
        )],
        there: &[
            "breaking alternative-added [shop.list_items, shop.create_item] schema `shop.Item`, property `shape<oneOf 1>`: `oneOf`: added `{\"$ref\":\"#/components/schemas/shop.Nowhere\"}`; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
            "breaking alternative-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape<oneOf 1>`: `oneOf`: removed `{\"$ref\":\"#/components/schemas/shop.Square\"}`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
        back: &[
            "breaking alternative-added [shop.list_items, shop.create_item] schema `shop.Item`, property `shape<oneOf 1>`: `oneOf`: added `{\"$ref\":\"#/components/schemas/shop.Square\"}`; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
            "breaking alternative-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape<oneOf 1>`: `oneOf`: removed `{\"$ref\":\"#/components/schemas/shop.Nowhere\"}`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "success has another body",
        edits: &[(
            "        '201':\n",
            "        '200':\n\
                 \x20         description: Only the stamp.\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               $ref: '#/components/schemas/shop.Stamp'\n\
                 \x20       '201':\n",
        )],
        there: &[
            "breaking success-status-added [shop.create_item] 200 answer: the answer was added; in answers an earlier client cannot read its body",
        ],
        back: &[
            "compatible success-status-removed [shop.create_item] 200 answer: the answer was removed; in answers the client takes any 2xx for a success, and one is left",
        ],
    },
    Pair {
        name: "success is all that default says",
        edits: &[("        '204':\n", "        default:\n")],
        there: &[
            "compatible success-status-added [shop.delete_item] default answer: the answer was added; in answers the client takes any 2xx for a success, and knows its body",
            "compatible success-status-removed [shop.delete_item] 204 answer: the answer was removed; in answers the client takes any 2xx for a success, and one is left",
        ],
        back: &[
            "compatible success-status-added [shop.delete_item] 204 answer: the answer was added; in answers the client takes any 2xx for a success, and knows its body",
            "compatible success-status-removed [shop.delete_item] default answer: the answer was removed; in answers the client takes any 2xx for a success, and one is left",
        ],
    },
    Pair {
        name: "a key is sent in another way",
        edits: &[(
            "    post: {type: http, scheme: bearer}\n",
            "    post: {type: http, scheme: basic}\n",
        )],
        there: &[
            "breaking credential-changed [] security scheme `post`: `scheme`: `bearer` → `basic`; an earlier client presents its key as it was",
        ],
        back: &[
            "breaking credential-changed [] security scheme `post`: `scheme`: `basic` → `bearer`; an earlier client presents its key as it was",
        ],
    },
    Pair {
        name: "a schema says nothing of alternatives",
        edits: &[(
            "          oneOf:\n\
                 \x20           - $ref: '#/components/schemas/shop.Round'\n\
                 \x20           - $ref: '#/components/schemas/shop.Square'\n",
            "          description: Any shape.\n",
        )],
        there: &[
            "breaking alternatives-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape`: `oneOf`: `[{\"$ref\":\"#/components/schemas/shop.Round\"},{\"$ref\":\"#/compo…` → nothing; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
            "documentation documentation-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape`: `description` was added; nothing that is sent or read changes",
        ],
        back: &[
            "breaking alternatives-added [shop.list_items, shop.create_item] schema `shop.Item`, property `shape`: `oneOf`: nothing → `[{\"$ref\":\"#/components/schemas/shop.Round\"},{\"$ref\":\"#/compo…`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
            "documentation documentation-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape`: `description` was removed; nothing that is sent or read changes",
        ],
    },
    Pair {
        name: "a member of allOf that contradicts the others comes or goes",
        edits: &[(
            "        - $ref: '#/components/schemas/shop.Stamp'\n\
                 \x20       - type: object\n\
                 \x20         required: [data]\n\
                 \x20         properties:\n",
            "        - $ref: '#/components/schemas/shop.Stamp'\n\
                 \x20       - $ref: '#/components/schemas/shop.Round'\n\
                 \x20       - type: object\n\
                 \x20         required: [data]\n\
                 \x20         properties:\n\
                 \x20           created_at:\n\
                 \x20             type: integer\n",
        )],
        there: &[
            "breaking all-of-changed [shop.create_item] schema `shop.ItemEnvelope`: `allOf`: its members agree in one of the contracts alone; in answers its members contradict each other, so nothing more can be told",
        ],
        back: &[
            "breaking all-of-changed [shop.create_item] schema `shop.ItemEnvelope`: `allOf`: its members agree in one of the contracts alone; in answers its members contradict each other, so nothing more can be told",
        ],
    },
];

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "what is so is said",
        edits: &[(
            "        radius:\n\
                 \x20         type: number\n",
            "        radius:\n\
                 \x20         type: number\n\
                 \x20     additionalProperties: true\n",
        )],
        there: &[
            "documentation additional-properties-changed [shop.list_items, shop.create_item] schema `shop.Round`: `additionalProperties`: nothing → true; in requests it says what was so already; in answers it says what was so already",
        ],
        back: &[
            "documentation additional-properties-changed [shop.list_items, shop.create_item] schema `shop.Round`: `additionalProperties`: true → nothing; in requests it says what was so already; in answers it says what was so already",
        ],
    },
    Pair {
        name: "a length of a shared schema",
        edits: &[("maxLength: 80", "maxLength: 100")],
        there: &[
            "compatible bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `name`: `maxLength`: 80 → 100; in requests what was accepted still is; in answers the client does not check it",
        ],
        back: &[
            "breaking bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `name`: `maxLength`: 100 → 80; in requests (breaking) what was accepted may be refused; in answers the client does not check it",
        ],
    },
    Pair {
        name: "a value of a shared enumeration",
        edits: &[(
            "enum: [red, green, blue]",
            "enum: [red, green, blue, black]",
        )],
        there: &[
            "compatible enum-value-added [shop.list_items, shop.create_item] schema `shop.Color`: `enum`: added `black`; in requests what was accepted still is; in answers an earlier client reads it as unknown, and keeps it",
        ],
        back: &[
            "breaking enum-value-removed [shop.list_items, shop.create_item] schema `shop.Color`: `enum`: removed `black`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "a property of a shared schema becomes required",
        edits: &[("required: [name, price]", "required: [name, price, color]")],
        there: &[
            "breaking property-made-required [shop.list_items, shop.create_item] schema `shop.Item`, property `color`: `color` is required now; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
        back: &[
            "breaking property-made-optional [shop.list_items, shop.create_item] schema `shop.Item`, property `color`: `color` may be missing now; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "a property of a shared schema comes or goes",
        edits: &[(
            "        labels:\n",
            "        maker:\n\
                 \x20         type: string\n\
                 \x20       labels:\n",
        )],
        there: &[
            "compatible property-added [shop.list_items, shop.create_item] schema `shop.Item`, property `maker`: `maker` was added, and is optional; in requests it may be left out; in answers an earlier client passes over it",
        ],
        back: &[
            "breaking property-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `maker`: `maker` was removed; in requests an earlier client goes on sending it; in answers a program that reads it finds nothing there",
        ],
    },
    Pair {
        name: "a required property of a shared schema comes or goes",
        edits: &[(
            "required: [name, price]\n\
                 \x20     properties:\n",
            "required: [name, price, maker]\n\
                 \x20     properties:\n\
                 \x20       maker:\n\
                 \x20         type: string\n",
        )],
        there: &[
            "breaking required-property-added [shop.list_items, shop.create_item] schema `shop.Item`, property `maker`: `maker` was added, and is required; in requests (breaking) an earlier client does not send it; in answers an earlier client passes over it",
        ],
        back: &[
            "breaking property-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `maker`: `maker` was removed; in requests an earlier client goes on sending it; in answers an earlier client fails without it",
        ],
    },
    Pair {
        name: "a property is renamed",
        edits: &[("        labels:\n", "        marks:\n")],
        there: &[
            "compatible property-added [shop.list_items, shop.create_item] schema `shop.Item`, property `marks`: `marks` was added, and is optional; in requests it may be left out; in answers an earlier client passes over it",
            "breaking property-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels`: `labels` was removed; it looks renamed to `marks`; in requests an earlier client goes on sending it; in answers a program that reads it finds nothing there",
        ],
        back: &[
            "compatible property-added [shop.list_items, shop.create_item] schema `shop.Item`, property `labels`: `labels` was added, and is optional; in requests it may be left out; in answers an earlier client passes over it",
            "breaking property-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `marks`: `marks` was removed; it looks renamed to `labels`; in requests an earlier client goes on sending it; in answers a program that reads it finds nothing there",
        ],
    },
    Pair {
        name: "the type of a shared property changes",
        edits: &[(
            "          type: integer\n\
                 \x20         format: int64\n\
                 \x20         minimum: 0\n",
            "          type: string\n",
        )],
        there: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `type`: `integer` → `string`; in requests what was accepted may be refused; in answers an earlier client may fail to read it",
        ],
        back: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `type`: `string` → `integer`; in requests what was accepted may be refused; in answers an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "the width of an integer",
        edits: &[("format: int64", "format: int32")],
        there: &[
            "breaking format-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `format`: `int64` → `int32`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
        back: &[
            "breaking format-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `format`: `int32` → `int64`; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "the size of a map",
        edits: &[("maxProperties: 10", "maxProperties: 20")],
        there: &[
            "compatible bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels`: `maxProperties`: 10 → 20; in requests what was accepted still is; in answers the client does not check it",
        ],
        back: &[
            "breaking bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels`: `maxProperties`: 20 → 10; in requests (breaking) what was accepted may be refused; in answers the client does not check it",
        ],
    },
    Pair {
        name: "the values of a map",
        edits: &[(
            "          additionalProperties:\n\
                 \x20           type: string\n",
            "          additionalProperties:\n\
                 \x20           type: string\n\
                 \x20           maxLength: 5\n",
        )],
        there: &[
            "breaking bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels{}`: `maxLength`: nothing → 5; in requests (breaking) what was accepted may be refused; in answers the client does not check it",
        ],
        back: &[
            "compatible bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels{}`: `maxLength`: 5 → nothing; in requests what was accepted still is; in answers the client does not check it",
        ],
    },
    Pair {
        name: "a map of anything",
        edits: &[(
            "          additionalProperties:\n\
                 \x20           type: string\n",
            "          additionalProperties: true\n",
        )],
        there: &[
            "breaking additional-properties-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels`: `additionalProperties`: `{\"type\":\"string\"}` → true; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
        ],
        back: &[
            "breaking additional-properties-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `labels`: `additionalProperties`: true → `{\"type\":\"string\"}`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "items are unique",
        edits: &[("uniqueItems: false", "uniqueItems: true")],
        there: &[
            "breaking bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `parts`: `uniqueItems`: false → true; in requests (breaking) what was accepted may be refused; in answers the client does not check it",
        ],
        back: &[
            "compatible bound-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `parts`: `uniqueItems`: true → false; in requests what was accepted still is; in answers the client does not check it",
        ],
    },
    Pair {
        name: "a wrapper is null or not",
        edits: &[(
            "          nullable: true\n\
                 \x20         description: The color of its rim.\n",
            "          description: The color of its rim.\n",
        )],
        there: &[
            "breaking null-refused [shop.list_items, shop.create_item] schema `shop.Item`, property `trim`: is never null now; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
        back: &[
            "compatible null-allowed [shop.list_items, shop.create_item] schema `shop.Item`, property `trim`: may be null now; in requests what was accepted still is; in answers an earlier client reads null as a missing value",
        ],
    },
    Pair {
        name: "a reference is wrapped",
        edits: &[(
            "        color:\n\
                 \x20         $ref: '#/components/schemas/shop.Color'\n",
            "        color:\n\
                 \x20         allOf:\n\
                 \x20           - $ref: '#/components/schemas/shop.Color'\n",
        )],
        there: &[],
        back: &[],
    },
    Pair {
        name: "a component is renamed",
        edits: &[
            (
                "        - $ref: '#/components/schemas/shop.Stamp'\n",
                "        - $ref: '#/components/schemas/shop.Mark'\n",
            ),
            ("    shop.Stamp:\n", "    shop.Mark:\n"),
        ],
        there: &[],
        back: &[],
    },
    Pair {
        name: "an alternative comes or goes",
        edits: &[
            (
                "            - $ref: '#/components/schemas/shop.Square'\n",
                "            - $ref: '#/components/schemas/shop.Square'\n\
                 \x20           - $ref: '#/components/schemas/shop.Flat'\n",
            ),
            (
                "    shop.Square:\n",
                "    shop.Flat:\n\
                 \x20     type: object\n\
                 \x20     required: [length]\n\
                 \x20     properties:\n\
                 \x20       length:\n\
                 \x20         type: number\n\
                 \x20   shop.Square:\n",
            ),
        ],
        there: &[
            "breaking alternative-added [shop.list_items, shop.create_item] schema `shop.Item`, property `shape<oneOf 2>`: `oneOf`: added `{\"$ref\":\"#/components/schemas/shop.Flat\"}`; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
        ],
        back: &[
            "breaking alternative-removed [shop.list_items, shop.create_item] schema `shop.Item`, property `shape<oneOf 2>`: `oneOf`: removed `{\"$ref\":\"#/components/schemas/shop.Flat\"}`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "alternatives stand in another order",
        edits: &[(
            "            - $ref: '#/components/schemas/shop.Round'\n\
                 \x20           - $ref: '#/components/schemas/shop.Square'\n",
            "            - $ref: '#/components/schemas/shop.Square'\n\
                 \x20           - $ref: '#/components/schemas/shop.Round'\n",
        )],
        there: &[],
        back: &[],
    },
    Pair {
        name: "an alternative changes",
        edits: &[(
            "        radius:\n\
                 \x20         type: number\n",
            "        radius:\n\
                 \x20         type: integer\n",
        )],
        there: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Round`, property `radius`: `type`: `number` → `integer`; in requests (breaking) what was accepted may be refused; in answers an earlier client reads all of it",
        ],
        back: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Round`, property `radius`: `type`: `integer` → `number`; in requests what was accepted still is; in answers (breaking) an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "a member of allOf changes",
        edits: &[(
            "          format: date-time\n\
                 \x20   shop.Error:",
            "    shop.Error:",
        )],
        there: &[
            "breaking format-changed [shop.create_item] schema `shop.Stamp`, property `created_at`: `format`: `date-time` → nothing; in answers an earlier client may fail to read it",
        ],
        back: &[
            "compatible format-changed [shop.create_item] schema `shop.Stamp`, property `created_at`: `format`: nothing → `date-time`; in answers an earlier client reads any text",
        ],
    },
    Pair {
        name: "a member of allOf is written into the whole",
        edits: &[(
            "      allOf:\n\
                 \x20       - $ref: '#/components/schemas/shop.Stamp'\n\
                 \x20       - type: object\n\
                 \x20         required: [data]\n\
                 \x20         properties:\n\
                 \x20           data:\n\
                 \x20             $ref: '#/components/schemas/shop.Item'\n\
                 \x20   shop.Stamp:\n\
                 \x20     type: object\n\
                 \x20     required: [created_at]\n\
                 \x20     properties:\n\
                 \x20       created_at:\n\
                 \x20         type: string\n\
                 \x20         format: date-time\n",
            "      type: object\n\
                 \x20     required: [created_at, data]\n\
                 \x20     properties:\n\
                 \x20       created_at:\n\
                 \x20         type: string\n\
                 \x20         format: date-time\n\
                 \x20       data:\n\
                 \x20         $ref: '#/components/schemas/shop.Item'\n",
        )],
        there: &[],
        back: &[],
    },
    Pair {
        name: "a member of allOf comes or goes",
        edits: &[(
            "        - $ref: '#/components/schemas/shop.Stamp'\n\
                 \x20       - type: object\n\
                 \x20         required: [data]",
            "        - $ref: '#/components/schemas/shop.Stamp'\n\
                 \x20       - $ref: '#/components/schemas/shop.Round'\n\
                 \x20       - type: object\n\
                 \x20         required: [data]",
        )],
        there: &[
            "compatible required-property-added [shop.create_item] schema `shop.Round`, property `radius`: `radius` was added, and is required; in answers an earlier client passes over it",
        ],
        back: &[
            "breaking property-removed [shop.create_item] schema `shop.Round`, property `radius`: `radius` was removed; in answers an earlier client fails without it",
        ],
    },
    Pair {
        name: "a property is only read",
        edits: &[(
            "          type: integer\n\
                 \x20         format: int64\n",
            "          type: integer\n\
                 \x20         readOnly: true\n\
                 \x20         format: int64\n",
        )],
        there: &[
            "breaking access-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `readOnly`: nothing → true; in requests (breaking) what was accepted may be refused; in answers it says nothing about this direction",
        ],
        back: &[
            "compatible access-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `readOnly`: true → nothing; in requests it may be sent now; in answers it says nothing about this direction",
        ],
    },
    Pair {
        name: "a property is only written",
        edits: &[(
            "          type: integer\n\
                 \x20         format: int64\n",
            "          type: integer\n\
                 \x20         writeOnly: true\n\
                 \x20         format: int64\n",
        )],
        there: &[
            "breaking access-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `writeOnly`: nothing → true; in requests it says nothing about this direction; in answers (breaking) an earlier client finds nothing there",
        ],
        back: &[
            "compatible access-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `price`: `writeOnly`: true → nothing; in requests it says nothing about this direction; in answers it may be there now",
        ],
    },
    Pair {
        name: "a list in a circle changes",
        edits: &[("          uniqueItems: false\n", "          maxItems: 3\n")],
        there: &[
            "breaking item-count-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `parts`: `maxItems`: nothing → 3; in requests (breaking) what was accepted may be refused; in answers the client does not check it",
        ],
        back: &[
            "compatible item-count-changed [shop.list_items, shop.create_item] schema `shop.Item`, property `parts`: `maxItems`: 3 → nothing; in requests what was accepted still is; in answers the client does not check it",
        ],
    },
    Pair {
        name: "an alternative has another name",
        edits: &[
            ("    shop.Round:\n", "    shop.Circle:\n"),
            (
                "            - $ref: '#/components/schemas/shop.Round'\n",
                "            - $ref: '#/components/schemas/shop.Circle'\n",
            ),
        ],
        there: &[],
        back: &[],
    },
    Pair {
        name: "a property that is not sent is required in answers",
        edits: &[("required: [name, price]", "required: [name, price, id]")],
        there: &[
            "compatible property-made-required [shop.list_items, shop.create_item] schema `shop.Item`, property `id`: `id` is required now; in requests it does not travel in this direction; in answers an earlier client reads all of it",
        ],
        back: &[
            "breaking property-made-optional [shop.list_items, shop.create_item] schema `shop.Item`, property `id`: `id` may be missing now; in requests it does not travel in this direction; in answers (breaking) an earlier client may fail to read it",
        ],
    },
];
