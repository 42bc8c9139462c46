//! Operations as a whole: names, places, credentials, paging.

use super::Pair;

/// Pairs of contracts that the rules allow.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "an operationId changes",
        edits: &[(
            "operationId: shop.list_items",
            "operationId: shop.search_items",
        )],
        there: &[
            "breaking operation-id-changed [shop.search_items] operation: `operationId`: `shop.list_items` → `shop.search_items`; the client's method is named after it",
        ],
        back: &[
            "breaking operation-id-changed [shop.list_items] operation: `operationId`: `shop.search_items` → `shop.list_items`; the client's method is named after it",
        ],
    },
    Pair {
        name: "an operation comes or goes",
        edits: &[
            (
                "  /parcels/{number}:\n",
                "  /parcels:\n\
                 \x20   servers:\n\
                 \x20     - url: https://post.example.com\n\
                 \x20   get:\n\
                 \x20     operationId: post.list_parcels\n\
                 \x20     externalDocs:\n\
                 \x20       url: https://docs.example.com/list-parcels\n\
                 \x20     security:\n\
                 \x20       - post: []\n\
                 \x20     responses:\n\
                 \x20       '200':\n\
                 \x20         description: All parcels.\n\
                 \x20         content:\n\
                 \x20           application/json:\n\
                 \x20             schema:\n\
                 \x20               $ref: '#/components/schemas/post.ParcelList'\n\
                 \x20 /parcels/{number}:\n",
            ),
            (
                "    post.State:\n",
                "    post.ParcelList:\n\
                 \x20     type: object\n\
                 \x20     properties:\n\
                 \x20       state:\n\
                 \x20         $ref: '#/components/schemas/post.State'\n\
                 \x20   post.State:\n",
            ),
        ],
        there: &[
            "compatible operation-added [post.list_parcels] operation: GET /parcels was added; an earlier client does not call it",
        ],
        back: &[
            "breaking operation-removed [post.list_parcels] operation: GET /parcels was removed; an earlier client goes on calling it",
        ],
    },
    Pair {
        name: "an operation moves to another path",
        edits: &[("  /parcels/{number}:", "  /shipments/{number}:")],
        there: &[
            "breaking operation-moved [post.get_parcel] operation: `GET /parcels/{number}` → `GET /shipments/{number}`; an earlier client goes on calling the old one",
        ],
        back: &[
            "breaking operation-moved [post.get_parcel] operation: `GET /shipments/{number}` → `GET /parcels/{number}`; an earlier client goes on calling the old one",
        ],
    },
    Pair {
        name: "an operation moves to another method",
        edits: &[(
            "    delete:\n\
                 \x20     operationId: shop.delete_item",
            "    put:\n\
                 \x20     operationId: shop.delete_item",
        )],
        there: &[
            "breaking operation-moved [shop.delete_item] operation: `DELETE /items/{id}` → `PUT /items/{id}`; an earlier client goes on calling the old one",
        ],
        back: &[
            "breaking operation-moved [shop.delete_item] operation: `PUT /items/{id}` → `DELETE /items/{id}`; an earlier client goes on calling the old one",
        ],
    },
    Pair {
        name: "a path parameter has another name",
        edits: &[
            ("  /parcels/{number}:", "  /parcels/{parcel_number}:"),
            (
                "        - name: number\n",
                "        - name: parcel_number\n",
            ),
        ],
        there: &[
            "compatible path-parameter-renamed [post.get_parcel] operation: `/parcels/{number}` → `/parcels/{parcel_number}`; the URL stays as it is, only a parameter in it has another name",
        ],
        back: &[
            "compatible path-parameter-renamed [post.get_parcel] operation: `/parcels/{parcel_number}` → `/parcels/{number}`; the URL stays as it is, only a parameter in it has another name",
        ],
    },
    Pair {
        name: "a path parameter has another name and another schema",
        edits: &[
            ("  /parcels/{number}:", "  /parcels/{parcel_number}:"),
            (
                "        - name: number\n\
                 \x20         in: path\n\
                 \x20         required: true\n\
                 \x20         schema:\n\
                 \x20           type: string\n",
                "        - name: parcel_number\n\
                 \x20         in: path\n\
                 \x20         required: true\n\
                 \x20         schema:\n\
                 \x20           type: string\n\
                 \x20           maxLength: 20\n",
            ),
        ],
        there: &[
            "compatible path-parameter-renamed [post.get_parcel] operation: `/parcels/{number}` → `/parcels/{parcel_number}`; the URL stays as it is, only a parameter in it has another name",
            "breaking bound-changed [post.get_parcel] path parameter `parcel_number`: `maxLength`: nothing → 20; in requests what was accepted may be refused",
        ],
        back: &[
            "compatible path-parameter-renamed [post.get_parcel] operation: `/parcels/{parcel_number}` → `/parcels/{number}`; the URL stays as it is, only a parameter in it has another name",
            "compatible bound-changed [post.get_parcel] path parameter `parcel_number`: `maxLength`: 20 → nothing; in requests what was accepted still is",
        ],
    },
    Pair {
        name: "the server of an operation changes",
        edits: &[(
            "      - url: https://post.example.com\n",
            "      - url: https://eu.post.example.com\n",
        )],
        there: &[
            "breaking server-changed [post.get_parcel] server of path `/parcels/{number}`: server `url`: `https://post.example.com` → `https://eu.post.example.com`; an earlier client goes on calling the old host; whoever lists the hosts that may be called has to add the new one",
        ],
        back: &[
            "breaking server-changed [post.get_parcel] server of path `/parcels/{number}`: server `url`: `https://eu.post.example.com` → `https://post.example.com`; an earlier client goes on calling the old host; whoever lists the hosts that may be called has to add the new one",
        ],
    },
    Pair {
        name: "the server of a path with two operations changes",
        edits: &[(
            "      - url: https://shop.example.com/v1\n\
                 \x20       description: The only host.",
            "      - url: https://shop.example.com/v2\n\
                 \x20       description: The only host.",
        )],
        there: &[
            "breaking server-changed [shop.list_items, shop.create_item] server of path `/items`: server `url`: `https://shop.example.com/v1` → `https://shop.example.com/v2`; an earlier client goes on calling the old host; whoever lists the hosts that may be called has to add the new one",
        ],
        back: &[
            "breaking server-changed [shop.list_items, shop.create_item] server of path `/items`: server `url`: `https://shop.example.com/v2` → `https://shop.example.com/v1`; an earlier client goes on calling the old host; whoever lists the hosts that may be called has to add the new one",
        ],
    },
    Pair {
        name: "paging comes or goes",
        edits: &[(
            "      x-pagination:\n\
                 \x20       cursor: cursor\n\
                 \x20       items: data\n\
                 \x20       next: next_cursor\n",
            "",
        )],
        there: &[
            "breaking paging-removed [shop.list_items] paging: `x-pagination` was removed; calls lose `stream()` and `pages()`",
        ],
        back: &[
            "compatible paging-added [shop.list_items] paging: `x-pagination` was added; calls gain `stream()` and `pages()`",
        ],
    },
    Pair {
        name: "paging changes",
        edits: &[
            (
                "        next: next_cursor\n",
                "        next: next_cursor\n\
                 \x20       more: has_more\n",
            ),
            (
                "        next_cursor:\n\
                 \x20         type: string\n",
                "        has_more:\n\
                 \x20         type: boolean\n\
                 \x20       next_cursor:\n\
                 \x20         type: string\n",
            ),
        ],
        there: &[
            "breaking paging-changed [shop.list_items] paging: `more` was added: `has_more`; an earlier client goes from page to page as it did",
            "compatible property-added [shop.list_items] schema `shop.ItemList`, property `has_more`: `has_more` was added, and is optional; in answers an earlier client passes over it",
        ],
        back: &[
            "breaking paging-changed [shop.list_items] paging: `more` was removed: it was `has_more`; an earlier client goes from page to page as it did",
            "breaking property-removed [shop.list_items] schema `shop.ItemList`, property `has_more`: `has_more` was removed; in answers a program that reads it finds nothing there",
        ],
    },
    Pair {
        name: "an operation is opened by another credential",
        edits: &[
            (
                "  /parcels/{number}:\n\
                 \x20   servers:\n\
                 \x20     - url: https://post.example.com\n\
                 \x20   get:\n\
                 \x20     operationId: post.get_parcel",
                "  /parcels/{number}:\n\
                 \x20   servers:\n\
                 \x20     - url: https://post.example.com\n\
                 \x20   get:\n\
                 \x20     operationId: shop.get_parcel",
            ),
            ("        - post: []", "        - shop: []"),
            (
                "                        $ref: '#/components/schemas/post.State'",
                "                        $ref: '#/components/schemas/shop.State'",
            ),
            ("    post.State:", "    shop.State:"),
        ],
        there: &[
            "breaking operation-id-changed [shop.get_parcel] operation: `operationId`: `post.get_parcel` → `shop.get_parcel`; the client's method is named after it",
            "breaking security-changed [shop.get_parcel] operation: `security`: `[{\"post\":[]}]` → `[{\"shop\":[]}]`; an earlier client sends the credential that it knew",
        ],
        back: &[
            "breaking operation-id-changed [post.get_parcel] operation: `operationId`: `shop.get_parcel` → `post.get_parcel`; the client's method is named after it",
            "breaking security-changed [post.get_parcel] operation: `security`: `[{\"shop\":[]}]` → `[{\"post\":[]}]`; an earlier client sends the credential that it knew",
        ],
    },
    Pair {
        name: "an operation is deprecated",
        edits: &[(
            "      operationId: shop.delete_item\n",
            "      operationId: shop.delete_item\n\
                 \x20     deprecated: true\n",
        )],
        there: &[
            "documentation deprecation-changed [shop.delete_item] operation: is deprecated; it goes on working as before",
        ],
        back: &[
            "documentation deprecation-changed [shop.delete_item] operation: is no longer deprecated; it goes on working as before",
        ],
    },
];
