//! APIs: what security schemes tell the runtime.

use super::Pair;

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "the variable of a key",
        edits: &[("SHOP_API_KEY", "SHOP_KEY")],
        there: &[
            "breaking variable-changed [] API `shop`: `x-api-key-env`: `SHOP_API_KEY` → `SHOP_KEY`; `from_env` reads another variable",
        ],
        back: &[
            "breaking variable-changed [] API `shop`: `x-api-key-env`: `SHOP_KEY` → `SHOP_API_KEY`; `from_env` reads another variable",
        ],
    },
    Pair {
        name: "the variable of a base URL",
        edits: &[("SHOP_BASE_URL", "SHOP_URL")],
        there: &[
            "breaking variable-changed [] API `shop`: `x-base-url-env`: `SHOP_BASE_URL` → `SHOP_URL`; `from_env` reads another variable",
        ],
        back: &[
            "breaking variable-changed [] API `shop`: `x-base-url-env`: `SHOP_URL` → `SHOP_BASE_URL`; `from_env` reads another variable",
        ],
    },
    Pair {
        name: "the header that names a request",
        edits: &[(
            "      x-request-id: X-Request-Id\n",
            "      x-request-id: X-Trace\n",
        )],
        there: &[
            "breaking request-id-changed [] API `shop`: `x-request-id`: `X-Request-Id` → `X-Trace`; an earlier client looks for the request's id in the header that it knew",
        ],
        back: &[
            "breaking request-id-changed [] API `shop`: `x-request-id`: `X-Trace` → `X-Request-Id`; an earlier client looks for the request's id in the header that it knew",
        ],
    },
    Pair {
        name: "a header names requests or does not",
        edits: &[("      x-request-id: X-Request-Id\n", "")],
        there: &[
            "breaking request-id-changed [] API `shop`: `x-request-id` was removed: it was `X-Request-Id`; an earlier client looks for the request's id in the header that it knew",
        ],
        back: &[
            "compatible request-id-changed [] API `shop`: `x-request-id` was added: `X-Request-Id`; earlier clients do not look for it",
        ],
    },
    Pair {
        name: "a header of the rate limit",
        edits: &[("remaining: X-Remaining", "remaining: X-Left")],
        there: &[
            "breaking rate-limit-changed [] API `shop`: `remaining`: `X-Remaining` → `X-Left`; earlier clients look for the limit in the header that they knew",
        ],
        back: &[
            "breaking rate-limit-changed [] API `shop`: `remaining`: `X-Left` → `X-Remaining`; earlier clients look for the limit in the header that they knew",
        ],
    },
    Pair {
        name: "a rate limit is declared",
        edits: &[(
            "      x-rate-limit:\n\
                 \x20       limit: X-Limit\n\
                 \x20       remaining: X-Remaining\n\
                 \x20       reset: X-Reset\n\
                 \x20       pacing:\n\
                 \x20         window: 60\n\
                 \x20         refill: continuous\n",
            "",
        )],
        there: &[
            "breaking rate-limit-removed [] API `shop`: `x-rate-limit` was removed: it was `{\"limit\":\"X-Limit\",\"pacing\":{\"refill\":\"continuous\",\"window\":…`; earlier clients no longer see how much is left, and run into a 429",
        ],
        back: &[
            "compatible rate-limit-added [] API `shop`: `x-rate-limit` was added: `{\"limit\":\"X-Limit\",\"pacing\":{\"refill\":\"continuous\",\"window\":…`; earlier clients are told by a 429, as before",
        ],
    },
    Pair {
        name: "the pace changes",
        edits: &[("window: 60", "window: 30")],
        there: &[
            "compatible pacing-changed [] API `shop`: `pacing`: `{\"refill\":\"continuous\",\"window\":60}` → `{\"refill\":\"continuous\",\"window\":30}`; earlier clients keep their pace, and are told by a 429 where it is too fast",
        ],
        back: &[
            "compatible pacing-changed [] API `shop`: `pacing`: `{\"refill\":\"continuous\",\"window\":30}` → `{\"refill\":\"continuous\",\"window\":60}`; earlier clients keep their pace, and are told by a 429 where it is too fast",
        ],
    },
    Pair {
        name: "a pace is declared",
        edits: &[(
            "        pacing:\n\
                 \x20         window: 60\n\
                 \x20         refill: continuous\n",
            "",
        )],
        there: &[
            "compatible pacing-changed [] API `shop`: `pacing` was removed: it was `{\"refill\":\"continuous\",\"window\":60}`; earlier clients keep their pace, and are told by a 429 where it is too fast",
        ],
        back: &[
            "compatible pacing-changed [] API `shop`: `pacing` was added: `{\"refill\":\"continuous\",\"window\":60}`; earlier clients keep their pace, and are told by a 429 where it is too fast",
        ],
    },
    Pair {
        name: "a member of errors stands elsewhere",
        edits: &[("code: /error/code", "code: /code")],
        there: &[
            "breaking error-pointer-changed [] API `shop`: `code`: `/error/code` → `/code`; earlier clients look for it where it was",
        ],
        back: &[
            "breaking error-pointer-changed [] API `shop`: `code`: `/code` → `/error/code`; earlier clients look for it where it was",
        ],
    },
    Pair {
        name: "a member of errors has a second place",
        edits: &[("code: /error/code", "code: [/error/code, /code]")],
        there: &[
            "compatible error-pointer-changed [] API `shop`: `code`: `/error/code` → `[\"/error/code\",\"/code\"]`; earlier clients find it where it was, but not at the new places",
        ],
        back: &[
            "breaking error-pointer-changed [] API `shop`: `code`: `[\"/error/code\",\"/code\"]` → `/error/code`; earlier clients look for it where it was",
        ],
    },
    Pair {
        name: "a place is written as a list",
        edits: &[("code: /error/code", "code: [/error/code]")],
        there: &[
            "documentation error-pointer-changed [] API `shop`: `code`: `/error/code` → `[\"/error/code\"]`; one place, written as a list",
        ],
        back: &[
            "documentation error-pointer-changed [] API `shop`: `code`: `[\"/error/code\"]` → `/error/code`; one place, written as a list",
        ],
    },
    Pair {
        name: "a member of errors is read",
        edits: &[("        code: /error/code\n", "")],
        there: &[
            "breaking error-pointer-removed [] API `shop`: `code` was removed: it was `/error/code`; the errors of a later client lack it",
        ],
        back: &[
            "compatible error-pointer-added [] API `shop`: `code` was added: `/error/code`; earlier clients do not look for it",
        ],
    },
    Pair {
        name: "an API without operations comes or goes",
        edits: &[(
            "    post:\n\
                 \x20     type: http\n",
            "    bank:\n\
                 \x20     type: http\n\
                 \x20     scheme: bearer\n\
                 \x20     x-api-key-env: BANK_API_KEY\n\
                 \x20     x-base-url-env: BANK_BASE_URL\n\
                 \x20   post:\n\
                 \x20     type: http\n",
        )],
        there: &[
            "compatible api-added [] API `bank`: the API was added; an earlier client does not know it",
        ],
        back: &[
            "breaking api-removed [] API `bank`: the API was removed; its module and its operations go with it",
        ],
    },
    Pair {
        name: "an API is renamed",
        edits: &[
            (
                "    get:\n\
                 \x20     operationId: post.get_parcel",
                "    get:\n\
                 \x20     operationId: mail.get_parcel",
            ),
            ("        - post: []", "        - mail: []"),
            (
                "    post:\n\
                 \x20     type: http",
                "    mail:\n\
                 \x20     type: http",
            ),
            (
                "                        $ref: '#/components/schemas/post.State'",
                "                        $ref: '#/components/schemas/mail.State'",
            ),
            ("    post.State:", "    mail.State:"),
        ],
        there: &[
            "breaking operation-id-changed [mail.get_parcel] operation: `operationId`: `post.get_parcel` → `mail.get_parcel`; the client's method is named after it",
            "breaking security-changed [mail.get_parcel] operation: `security`: `[{\"post\":[]}]` → `[{\"mail\":[]}]`; an earlier client sends the credential that it knew",
            "compatible api-added [] API `mail`: the API was added; an earlier client does not know it",
            "breaking api-removed [] API `post`: the API was removed; it looks renamed to `mail`; its module and its operations go with it",
        ],
        back: &[
            "breaking operation-id-changed [post.get_parcel] operation: `operationId`: `mail.get_parcel` → `post.get_parcel`; the client's method is named after it",
            "breaking security-changed [post.get_parcel] operation: `security`: `[{\"mail\":[]}]` → `[{\"post\":[]}]`; an earlier client sends the credential that it knew",
            "compatible api-added [] API `post`: the API was added; an earlier client does not know it",
            "breaking api-removed [] API `mail`: the API was removed; it looks renamed to `post`; its module and its operations go with it",
        ],
    },
];
