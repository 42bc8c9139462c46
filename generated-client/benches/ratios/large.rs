//! A contract of any size, in order by every rule.

/// What comes before the paths.
const HEAD: &str = "\
openapi: 3.0.3
x-apis:
  large:
    description: The Large API.
    server: https://api.example.com/v1
info:
  title: Large
  version: 1.0.0
tags:
  - name: Things
    description: Everything there is.
paths:
";

/// Two operations, one that reads a thing and one that lists things page by page.
const PATHS: &str = "
  /things_NNN/{id}:
    servers:
      - url: https://api.example.com/v1
    get:
      operationId: large.get_thing_NNN
      summary: Get a thing of kind NNN
      description: Returns one thing by its id.
      tags: [Things]
      externalDocs:
        url: https://docs.example.com/things_NNN/get
      security:
        - large: []
      parameters:
        - name: id
          in: path
          required: true
          description: The thing's id.
          schema:
            type: string
          example: thing_1
      responses:
        '200':
          description: The thing.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/large.ThingNNN'
              example: { id: thing_1, name: Lamp, state: new, note: null, weight: 2.5, tags: [a], changed_at: '2026-01-01T00:00:00Z' }
        '401':
          $ref: '#/components/responses/large.Failure'
        '429':
          $ref: '#/components/responses/large.Failure'
        '500':
          $ref: '#/components/responses/large.Failure'
  /things_NNN:
    servers:
      - url: https://api.example.com/v1
    get:
      operationId: large.list_things_NNN
      summary: List the things of kind NNN
      description: Returns things, page by page.
      tags: [Things]
      externalDocs:
        url: https://docs.example.com/things_NNN/list
      security:
        - large: []
      x-pagination: { cursor: cursor, items: data, next: next_cursor, more: has_more }
      parameters:
        - name: search
          in: query
          description: Only things whose name contains this text.
          schema:
            type: string
            minLength: 1
            maxLength: 200
        - name: state
          in: query
          description: Only things in this state.
          schema:
            $ref: '#/components/schemas/large.StateNNN'
        - $ref: '#/components/parameters/large.Cursor'
      responses:
        '200':
          description: One page of things.
          content:
            application/json:
              schema:
                $ref: '#/components/schemas/large.ThingNNNList'
        '401':
          $ref: '#/components/responses/large.Failure'
        '429':
          $ref: '#/components/responses/large.Failure'
        '500':
          $ref: '#/components/responses/large.Failure'
";

/// The components that all operations share.
const COMPONENTS: &str = "
components:
  securitySchemes:
    large:
      type: http
      scheme: bearer
  parameters:
    large.Cursor:
      name: cursor
      in: query
      description: Which page to return.
      schema:
        type: string
  responses:
    large.Failure:
      description: The request failed.
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/large.Error'
  schemas:
    large.Error:
      type: object
      description: What went wrong.
      required: [message]
      properties:
        message:
          type: string
          description: For a person to read.
";

/// The schemas of two operations.
const SCHEMAS: &str = "
    large.ThingNNN:
      type: object
      description: A thing.
      required: [id, name, state, note, changed_at]
      properties:
        id:
          type: string
          description: Its id.
        name:
          type: string
          description: Its name.
        state:
          $ref: '#/components/schemas/large.StateNNN'
        note:
          type: string
          nullable: true
          description: What somebody wrote about it.
        weight:
          type: number
          description: Its weight in kilograms.
        tags:
          type: array
          description: Words it is found by.
          items:
            type: string
        changed_at:
          type: string
          format: date-time
          description: When it was last changed.
    large.StateNNN:
      type: string
      description: How far a thing has come.
      enum: [new, used, gone]
    large.ThingNNNList:
      type: object
      description: One page of things.
      required: [data, has_more, next_cursor]
      properties:
        data:
          type: array
          description: The things of this page.
          items:
            $ref: '#/components/schemas/large.ThingNNN'
        has_more:
          type: boolean
          description: Whether there is a page after this one.
        next_cursor:
          type: string
          nullable: true
          description: Cursor of the next page; null on the last one.
";

/// A contract of `operations` operations, each with schemas of its own.
pub(crate) fn contract(operations: u32) -> String {
    let kinds = 0..operations / 2;
    let mut text = HEAD.to_owned();
    for kind in kinds.clone() {
        text.push_str(&of_kind(PATHS, kind));
    }
    text.push_str(COMPONENTS);
    for kind in kinds {
        text.push_str(&of_kind(SCHEMAS, kind));
    }
    text
}

/// `contract` with a change in every operation: what each one sends, reads and says of itself.
pub(crate) fn changed(contract: &str) -> String {
    contract
        .replace("maxLength: 200", "maxLength: 100")
        .replace("enum: [new, used, gone]", "enum: [new, used, lost]")
        .replace("Returns one thing", "Answers with one thing")
        .replace("        weight:", "        mass:")
}

/// The text for one kind of thing: `NNN` becomes a word that begins no other kind's.
fn of_kind(template: &str, kind: u32) -> String {
    template.replace("NNN", &format!("k{kind:04}"))
}
