//! What callers read: statuses, headers, bodies, errors.

use super::Pair;

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "a value of a response enumeration",
        edits: &[("enum: [waiting, moving]", "enum: [waiting, moving, lost]")],
        there: &[
            "compatible enum-value-added [post.get_parcel] schema `post.State`: `enum`: added `lost`; in answers an earlier client reads it as unknown, and keeps it",
        ],
        back: &[
            "compatible enum-value-removed [post.get_parcel] schema `post.State`: `enum`: removed `lost`; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "a property of an answer comes or goes",
        edits: &[(
            "                      sent_at:\n\
                 \x20                       type: string\n\
                 \x20                       format: date-time\n",
            "",
        )],
        there: &[
            "breaking property-removed [post.get_parcel] 200 answer, `data.sent_at`: `sent_at` was removed; in answers a program that reads it finds nothing there",
        ],
        back: &[
            "compatible property-added [post.get_parcel] 200 answer, `data.sent_at`: `sent_at` was added, and is optional; in answers an earlier client passes over it",
        ],
    },
    Pair {
        name: "a property of an answer may be missing",
        edits: &[("required: [weight, state]", "required: [weight]")],
        there: &[
            "breaking property-made-optional [post.get_parcel] 200 answer, `data.state`: `state` may be missing now; in answers an earlier client may fail to read it",
        ],
        back: &[
            "compatible property-made-required [post.get_parcel] 200 answer, `data.state`: `state` is required now; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "a nullable property of an answer is required",
        edits: &[(
            "required: [weight, state]",
            "required: [weight, state, note]",
        )],
        there: &[
            "compatible property-made-required [post.get_parcel] 200 answer, `data.note`: `note` is required now; in answers an earlier client reads all of it",
        ],
        back: &[
            "compatible property-made-optional [post.get_parcel] 200 answer, `data.note`: `note` may be missing now; in answers an earlier client reads a missing value as null",
        ],
    },
    Pair {
        name: "a required property of an answer comes or goes",
        edits: &[(
            "required: [weight, state]\n\
                 \x20                   properties:\n",
            "required: [weight, state, id]\n\
                 \x20                   properties:\n\
                 \x20                     id:\n\
                 \x20                       type: string\n",
        )],
        there: &[
            "compatible required-property-added [post.get_parcel] 200 answer, `data.id`: `id` was added, and is required; in answers an earlier client passes over it",
        ],
        back: &[
            "breaking property-removed [post.get_parcel] 200 answer, `data.id`: `id` was removed; in answers an earlier client fails without it",
        ],
    },
    Pair {
        name: "a closed object gains a property",
        edits: &[(
            "                        place:\n\
                 \x20                         type: string\n",
            "                        day:\n\
                 \x20                         type: string\n\
                 \x20                       place:\n\
                 \x20                         type: string\n",
        )],
        there: &[
            "breaking property-added [post.get_parcel] 200 answer, `stops[].day`: `day` was added, and is optional; in answers an earlier client takes no properties but those that it knew",
        ],
        back: &[
            "breaking property-removed [post.get_parcel] 200 answer, `stops[].day`: `day` was removed; in answers a program that reads it finds nothing there",
        ],
    },
    Pair {
        name: "a closed object is opened",
        edits: &[("                      additionalProperties: false\n", "")],
        there: &[
            "breaking additional-properties-changed [post.get_parcel] 200 answer, `stops[]`: `additionalProperties`: false → nothing; in answers an earlier client may fail to read it",
        ],
        back: &[
            "compatible additional-properties-changed [post.get_parcel] 200 answer, `stops[]`: `additionalProperties`: nothing → false; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "a required property becomes null",
        edits: &[(
            "                        type: number\n\
                 \x20                       minimum: 0\n\
                 \x20                       multipleOf: 0.5\n",
            "                        type: number\n\
                 \x20                       nullable: true\n\
                 \x20                       minimum: 0\n\
                 \x20                       multipleOf: 0.5\n",
        )],
        there: &[
            "breaking null-allowed [post.get_parcel] 200 answer, `data.weight`: may be null now; in answers an earlier client may fail to read it",
        ],
        back: &[
            "compatible null-refused [post.get_parcel] 200 answer, `data.weight`: is never null now; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "an optional property becomes null",
        edits: &[(
            "                        format: date-time\n\
                 \x20                     note",
            "                        format: date-time\n\
                 \x20                       nullable: true\n\
                 \x20                     note",
        )],
        there: &[
            "compatible null-allowed [post.get_parcel] 200 answer, `data.sent_at`: may be null now; in answers an earlier client reads null as a missing value",
        ],
        back: &[
            "compatible null-refused [post.get_parcel] 200 answer, `data.sent_at`: is never null now; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "bounds of an answer",
        edits: &[(
            "                        minimum: 0\n\
                 \x20                       multipleOf: 0.5\n",
            "                        minimum: 1\n\
                 \x20                       multipleOf: 1\n",
        )],
        there: &[
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `minimum`: 0 → 1; in answers the client does not check it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `multipleOf`: 0.5 → 1; in answers the client does not check it",
        ],
        back: &[
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `minimum`: 1 → 0; in answers the client does not check it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `multipleOf`: 1 → 0.5; in answers the client does not check it",
        ],
    },
    Pair {
        name: "a pattern of an answer",
        edits: &[("                          pattern: '^[A-Z]'\n", "")],
        there: &[
            "compatible pattern-changed [post.get_parcel] 200 answer, `stops[].place`: `pattern`: `^[A-Z]` → nothing; in answers the client does not check it",
        ],
        back: &[
            "compatible pattern-changed [post.get_parcel] 200 answer, `stops[].place`: `pattern`: nothing → `^[A-Z]`; in answers the client does not check it",
        ],
    },
    Pair {
        name: "how many items an answer has",
        edits: &[("minItems: 1", "minItems: 2")],
        there: &[
            "compatible item-count-changed [post.get_parcel] 200 answer, `stops`: `minItems`: 1 → 2; in answers the client does not check it",
        ],
        back: &[
            "compatible item-count-changed [post.get_parcel] 200 answer, `stops`: `minItems`: 2 → 1; in answers the client does not check it",
        ],
    },
    Pair {
        name: "an answer has a fixed number of items",
        edits: &[(
            "minItems: 1",
            "minItems: 2\n\
                 \x20                   maxItems: 2",
        )],
        there: &[
            "compatible item-count-changed [post.get_parcel] 200 answer, `stops`: `minItems`: 1 → 2; in answers the client does not check it",
            "compatible item-count-changed [post.get_parcel] 200 answer, `stops`: `maxItems`: nothing → 2; in answers the client does not check it",
        ],
        back: &[
            "breaking item-count-changed [post.get_parcel] 200 answer, `stops`: `minItems`: 2 → 1; in answers an earlier client reads exactly as many as it knew",
            "breaking item-count-changed [post.get_parcel] 200 answer, `stops`: `maxItems`: 2 → nothing; in answers an earlier client reads exactly as many as it knew",
        ],
    },
    Pair {
        name: "a fixed number of items changes",
        edits: &[(
            "                    minItems: 1\n",
            "                    minItems: 2\n\
                 \x20                   maxItems: 2\n",
        )],
        there: &[
            "compatible item-count-changed [post.get_parcel] 200 answer, `stops`: `minItems`: 1 → 2; in answers the client does not check it",
            "compatible item-count-changed [post.get_parcel] 200 answer, `stops`: `maxItems`: nothing → 2; in answers the client does not check it",
        ],
        back: &[
            "breaking item-count-changed [post.get_parcel] 200 answer, `stops`: `minItems`: 2 → 1; in answers an earlier client reads exactly as many as it knew",
            "breaking item-count-changed [post.get_parcel] 200 answer, `stops`: `maxItems`: 2 → nothing; in answers an earlier client reads exactly as many as it knew",
        ],
    },
    Pair {
        name: "a date becomes a text",
        edits: &[(
            "                        format: date-time\n\
                 \x20                     note",
            "                      note",
        )],
        there: &[
            "breaking format-changed [post.get_parcel] 200 answer, `data.sent_at`: `format`: `date-time` → nothing; in answers an earlier client may fail to read it",
        ],
        back: &[
            "compatible format-changed [post.get_parcel] 200 answer, `data.sent_at`: `format`: nothing → `date-time`; in answers an earlier client reads any text",
        ],
    },
    Pair {
        name: "the format of a number in answers",
        edits: &[(
            "                        type: number\n\
                 \x20                       minimum: 0\n",
            "                        type: number\n\
                 \x20                       format: float\n\
                 \x20                       minimum: 0\n",
        )],
        there: &[
            "compatible format-changed [post.get_parcel] 200 answer, `data.weight`: `format`: nothing → `float`; in answers an earlier client reads all of it",
        ],
        back: &[
            "breaking format-changed [post.get_parcel] 200 answer, `data.weight`: `format`: `float` → nothing; in answers an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "a number becomes an integer",
        edits: &[(
            "                        type: number\n\
                 \x20                       minimum: 0\n\
                 \x20                       multipleOf: 0.5\n",
            "                        type: integer\n\
                 \x20                       minimum: 0\n\
                 \x20                       multipleOf: 1\n",
        )],
        there: &[
            "compatible type-changed [post.get_parcel] 200 answer, `data.weight`: `type`: `number` → `integer`; in answers an earlier client reads all of it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `multipleOf`: 0.5 → 1; in answers the client does not check it",
        ],
        back: &[
            "breaking type-changed [post.get_parcel] 200 answer, `data.weight`: `type`: `integer` → `number`; in answers an earlier client may fail to read it",
            "compatible bound-changed [post.get_parcel] 200 answer, `data.weight`: `multipleOf`: 1 → 0.5; in answers the client does not check it",
        ],
    },
    Pair {
        name: "the default of an answer",
        edits: &[("default: none", "default: nothing")],
        there: &[
            "documentation default-changed [post.get_parcel] 200 answer, `data.note`: `default`: `none` → `nothing`; in answers the client does not fill it in",
        ],
        back: &[
            "documentation default-changed [post.get_parcel] 200 answer, `data.note`: `default`: `nothing` → `none`; in answers the client does not fill it in",
        ],
    },
    Pair {
        name: "a list of anything",
        edits: &[(
            "                    minItems: 1\n\
                 \x20                   items:\n\
                 \x20                     type: object\n\
                 \x20                     additionalProperties: false\n\
                 \x20                     required: [place]\n\
                 \x20                     properties:\n\
                 \x20                       place:\n\
                 \x20                         type: string\n\
                 \x20                         pattern: '^[A-Z]'\n",
            "                    minItems: 1\n\
                 \x20                   items: {}\n",
        )],
        there: &[
            "breaking type-changed [post.get_parcel] 200 answer, `stops[]`: `type`: `object` → nothing; in answers an earlier client may fail to read it",
        ],
        back: &[
            "compatible type-changed [post.get_parcel] 200 answer, `stops[]`: `type`: nothing → `object`; in answers an earlier client reads all of it",
        ],
    },
    Pair {
        name: "an inline schema becomes a component",
        edits: &[
            (
                "                    items:\n\
                 \x20                     type: object\n\
                 \x20                     additionalProperties: false\n\
                 \x20                     required: [place]\n\
                 \x20                     properties:\n\
                 \x20                       place:\n\
                 \x20                         type: string\n\
                 \x20                         pattern: '^[A-Z]'\n",
                "                    items:\n\
                 \x20                     $ref: '#/components/schemas/post.Stop'\n",
            ),
            (
                "    post.State:\n",
                "    post.Stop:\n\
                 \x20     type: object\n\
                 \x20     additionalProperties: false\n\
                 \x20     required: [place]\n\
                 \x20     properties:\n\
                 \x20       place:\n\
                 \x20         type: string\n\
                 \x20         pattern: '^[A-Z]'\n\
                 \x20   post.State:\n",
            ),
        ],
        there: &[],
        back: &[],
    },
    Pair {
        name: "an error status comes or goes",
        edits: &[(
            "        '429':\n\
                 \x20         $ref: '#/components/responses/shop.Failure'\n",
            "        '429':\n\
                 \x20         $ref: '#/components/responses/shop.Failure'\n\
                 \x20       '500':\n\
                 \x20         $ref: '#/components/responses/shop.Failure'\n",
        )],
        there: &[
            "compatible error-status-added [shop.list_items] 500 answer: the answer was added; in error answers the client handles any error status",
        ],
        back: &[
            "compatible error-status-removed [shop.list_items] 500 answer: the answer was removed; in error answers the client handles any error status",
        ],
    },
    Pair {
        name: "another success with the same body",
        edits: &[(
            "        '201':\n\
                 \x20         description: The item as it was created.\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               $ref: '#/components/schemas/shop.ItemEnvelope'\n",
            "        '201':\n\
                 \x20         description: The item as it was created.\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               $ref: '#/components/schemas/shop.ItemEnvelope'\n\
                 \x20       '202':\n\
                 \x20         description: The item as it will be created.\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               $ref: '#/components/schemas/shop.ItemEnvelope'\n",
        )],
        there: &[
            "compatible success-status-added [shop.create_item] 202 answer: the answer was added; in answers the client takes any 2xx for a success, and knows its body",
        ],
        back: &[
            "compatible success-status-removed [shop.create_item] 202 answer: the answer was removed; in answers the client takes any 2xx for a success, and one is left",
        ],
    },
    Pair {
        name: "the status of success changes",
        edits: &[("        '201':", "        '200':")],
        there: &[
            "compatible success-status-added [shop.create_item] 200 answer: the answer was added; in answers the client takes any 2xx for a success, and knows its body",
            "compatible success-status-removed [shop.create_item] 201 answer: the answer was removed; in answers the client takes any 2xx for a success, and one is left",
        ],
        back: &[
            "compatible success-status-added [shop.create_item] 201 answer: the answer was added; in answers the client takes any 2xx for a success, and knows its body",
            "compatible success-status-removed [shop.create_item] 200 answer: the answer was removed; in answers the client takes any 2xx for a success, and one is left",
        ],
    },
    Pair {
        name: "an answer gains a body",
        edits: &[(
            "          description: It is gone.\n",
            "          description: It is gone.\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               $ref: '#/components/schemas/shop.Stamp'\n",
        )],
        there: &[
            "compatible answer-body-added [shop.delete_item] 204 answer: the answer has a body now; in answers an earlier client reads no body here",
        ],
        back: &[
            "breaking answer-body-removed [shop.delete_item] 204 answer: the answer has no body now; in answers an earlier client fails without one",
        ],
    },
    Pair {
        name: "a header comes or goes",
        edits: &[(
            "            X-Served-By:\n\
                 \x20             description: The machine.\n\
                 \x20             schema:\n\
                 \x20               type: string\n\
                 \x20               maxLength: 20\n",
            "",
        )],
        there: &[
            "breaking header-removed [shop.list_items] 200 answer, header `X-Served-By`: the header was removed; in answers a program that reads it finds nothing there",
        ],
        back: &[
            "compatible header-added [shop.list_items] 200 answer, header `X-Served-By`: the header was added; in answers an earlier client passes over it",
        ],
    },
    Pair {
        name: "a header that the runtime reads comes or goes",
        edits: &[
            (
                "            X-Request-Id:\n\
                 \x20             $ref: '#/components/headers/shop.RequestId'\n",
                "",
            ),
            (
                "  headers:\n\
                 \x20   shop.RequestId:\n\
                 \x20     description: Names the request.\n\
                 \x20     schema:\n\
                 \x20       type: string\n",
                "",
            ),
        ],
        there: &[
            "breaking header-removed [shop.list_items] 200 answer, header `X-Request-Id`: the header was removed; in answers the client's runtime reads it, see `x-apis`",
        ],
        back: &[
            "compatible header-added [shop.list_items] 200 answer, header `X-Request-Id`: the header was added; in answers an earlier client passes over it",
        ],
    },
    Pair {
        name: "the schema of a header",
        edits: &[(
            "                maxLength: 20\n",
            "                enum: [one, two]\n",
        )],
        there: &[
            "compatible bound-changed [shop.list_items] 200 answer, header `X-Served-By`: `maxLength`: 20 → nothing; in headers the client does not check it",
            "compatible enum-added [shop.list_items] 200 answer, header `X-Served-By`: `enum`: nothing → `[\"one\",\"two\"]`; in headers an earlier client reads all of it",
        ],
        back: &[
            "compatible bound-changed [shop.list_items] 200 answer, header `X-Served-By`: `maxLength`: nothing → 20; in headers the client does not check it",
            "compatible enum-removed [shop.list_items] 200 answer, header `X-Served-By`: `enum`: `[\"one\",\"two\"]` → nothing; in headers the client does not read it",
        ],
    },
    Pair {
        name: "a header is always there",
        edits: &[(
            "              description: The machine.\n",
            "              description: The machine.\n\
                 \x20             required: true\n",
        )],
        there: &[
            "compatible header-made-required [shop.list_items] 200 answer, header `X-Served-By`: is always sent now; in headers to the client every header may be missing",
        ],
        back: &[
            "compatible header-made-optional [shop.list_items] 200 answer, header `X-Served-By`: may be missing now; in headers to the client every header may be missing",
        ],
    },
    Pair {
        name: "the type of a header that the runtime reads",
        edits: &[(
            "      description: Names the request.\n\
                 \x20     schema:\n\
                 \x20       type: string\n",
            "      description: Names the request.\n\
                 \x20     schema:\n\
                 \x20       type: integer\n",
        )],
        there: &[
            "breaking type-changed [shop.list_items] header `shop.RequestId`: `type`: `string` → `integer`; in answers an earlier client may fail to read it",
        ],
        back: &[
            "breaking type-changed [shop.list_items] header `shop.RequestId`: `type`: `integer` → `string`; in answers an earlier client may fail to read it",
        ],
    },
    Pair {
        name: "a member of errors that nobody reads",
        edits: &[(
            "            hint:\n\
                 \x20             type: string\n",
            "",
        )],
        there: &[
            "compatible property-removed [shop.list_items, shop.create_item] schema `shop.Error`, property `error.hint`: `hint` was removed; in error answers the client reads nothing but what `x-apis` points to",
        ],
        back: &[
            "compatible property-added [shop.list_items, shop.create_item] schema `shop.Error`, property `error.hint`: `hint` was added, and is optional; in error answers an earlier client passes over it",
        ],
    },
    Pair {
        name: "a member of errors that the runtime reads",
        edits: &[(
            "            message:\n\
                 \x20             type: string\n",
            "",
        )],
        there: &[
            "breaking property-removed [shop.list_items, shop.create_item] schema `shop.Error`, property `error.message`: `message` was removed; in error answers a program that reads it finds nothing there",
        ],
        back: &[
            "compatible property-added [shop.list_items, shop.create_item] schema `shop.Error`, property `error.message`: `message` was added, and is optional; in error answers an earlier client passes over it",
        ],
    },
    Pair {
        name: "the type of a member of errors that the runtime reads",
        edits: &[(
            "            code:\n\
                 \x20             type: string\n",
            "            code:\n\
                 \x20             type: integer\n",
        )],
        there: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Error`, property `error.code`: `type`: `string` → `integer`; in error answers an earlier client may fail to read it",
        ],
        back: &[
            "breaking type-changed [shop.list_items, shop.create_item] schema `shop.Error`, property `error.code`: `type`: `integer` → `string`; in error answers an earlier client may fail to read it",
        ],
    },
];
