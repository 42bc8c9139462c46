//! APIs: what `x-apis` tells the runtime, and the credentials.

use super::Pair;

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "the current host",
        edits: &[(
            "    server: https://post.example.com\n",
            "    server: https://post2.example.com\n",
        )],
        there: &[
            "documentation current-server-changed [] API `post`: `server`: `https://post.example.com` → `https://post2.example.com`; operations name their own",
        ],
        back: &[
            "documentation current-server-changed [] API `post`: `server`: `https://post2.example.com` → `https://post.example.com`; operations name their own",
        ],
    },
    Pair {
        name: "a header makes a request repeatable",
        edits: &[(
            "    server: https://post.example.com\n",
            "    server: https://post.example.com\n    idempotency-key: Idempotency-Key\n",
        )],
        there: &[
            "compatible idempotency-key-changed [] API `post`: `idempotency-key` was added: `Idempotency-Key`; earlier clients do not know it",
        ],
        back: &[
            "breaking idempotency-key-changed [] API `post`: `idempotency-key` was removed: it was `Idempotency-Key`; an earlier client sends its key in the header that it knew",
        ],
    },
    Pair {
        name: "a security scheme that no operation takes",
        edits: &[(
            "    post: {type: http, scheme: bearer}\n",
            "    post: {type: http, scheme: bearer}\n    bank: {type: http, scheme: bearer}\n",
        )],
        there: &["documentation credential-unused [] security scheme `bank`: `bank` was added: "],
        back: &["documentation credential-unused [] security scheme `bank`: `bank` was removed: "],
    },
    Pair {
        name: "the header that names a request",
        edits: &[(
            "    request-id: X-Request-Id\n",
            "    request-id: X-Trace\n",
        )],
        there: &[
            "breaking request-id-changed [] API `shop`: `request-id`: `X-Request-Id` → `X-Trace`; an earlier client looks for the request's id in the header that it knew",
        ],
        back: &[
            "breaking request-id-changed [] API `shop`: `request-id`: `X-Trace` → `X-Request-Id`; an earlier client looks for the request's id in the header that it knew",
        ],
    },
    Pair {
        name: "a header names requests or does not",
        edits: &[("    request-id: X-Request-Id\n", "")],
        there: &[
            "breaking request-id-changed [] API `shop`: `request-id` was removed: it was `X-Request-Id`; an earlier client looks for the request's id in the header that it knew",
        ],
        back: &[
            "compatible request-id-changed [] API `shop`: `request-id` was added: `X-Request-Id`; earlier clients do not know it",
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
            "    rate-limit:\n\
                 \x20     limit: X-Limit\n\
                 \x20     remaining: X-Remaining\n\
                 \x20     reset: X-Reset\n\
                 \x20     window: 60\n\
                 \x20     refill: continuous\n",
            "",
        )],
        there: &[
            "breaking rate-limit-removed [] API `shop`: `rate-limit` was removed: it was `{\"limit\":\"X-Limit\",\"refill\":\"continuous\",\"remaining\":\"X-Rema…`; earlier clients no longer see how much is left, and run into a 429",
        ],
        back: &[
            "compatible rate-limit-added [] API `shop`: `rate-limit` was added: `{\"limit\":\"X-Limit\",\"refill\":\"continuous\",\"remaining\":\"X-Rema…`; earlier clients are told by a 429, as before",
        ],
    },
    Pair {
        name: "the rate changes",
        edits: &[("window: 60", "window: 30")],
        there: &[
            "compatible throttle-changed [] API `shop`: `window`: 60 → 30; earlier clients are throttled as before, and see a 429 where that is not enough",
        ],
        back: &[
            "compatible throttle-changed [] API `shop`: `window`: 30 → 60; earlier clients are throttled as before, and see a 429 where that is not enough",
        ],
    },
    Pair {
        name: "a rate is declared",
        edits: &[("      window: 60\n      refill: continuous\n", "")],
        there: &[
            "compatible throttle-changed [] API `shop`: `window` was removed: it was 60; earlier clients are throttled as before, and see a 429 where that is not enough",
            "compatible throttle-changed [] API `shop`: `refill` was removed: it was `continuous`; earlier clients are throttled as before, and see a 429 where that is not enough",
        ],
        back: &[
            "compatible throttle-changed [] API `shop`: `window` was added: 60; earlier clients are throttled as before, and see a 429 where that is not enough",
            "compatible throttle-changed [] API `shop`: `refill` was added: `continuous`; earlier clients are throttled as before, and see a 429 where that is not enough",
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
        edits: &[("      code: /error/code\n", "")],
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
            "  post:\n    server:",
            "  bank:\n    server: https://bank.example.com\n  post:\n    server:",
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
            ("  post:\n    server:", "  mail:\n    server:"),
            (
                "                        $ref: '#/components/schemas/post.State'",
                "                        $ref: '#/components/schemas/mail.State'",
            ),
            ("    post.State:", "    mail.State:"),
        ],
        there: &[
            "breaking operation-id-changed [mail.get_parcel] operation: `operationId`: `post.get_parcel` → `mail.get_parcel`; the client's method is named after it",
            "compatible api-added [] API `mail`: the API was added; an earlier client does not know it",
            "breaking api-removed [] API `post`: the API was removed; it looks renamed to `mail`; its module and its operations go with it",
        ],
        back: &[
            "breaking operation-id-changed [post.get_parcel] operation: `operationId`: `mail.get_parcel` → `post.get_parcel`; the client's method is named after it",
            "compatible api-added [] API `post`: the API was added; an earlier client does not know it",
            "breaking api-removed [] API `mail`: the API was removed; it looks renamed to `post`; its module and its operations go with it",
        ],
    },
];
