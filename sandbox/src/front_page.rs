//! What a browser shows.

use std::fmt::Write;

use crate::app::App;

/// Every API with its key and operations, and some ids to try.
pub(crate) fn text(app: &App) -> String {
    let mut text = "A sandbox, with made-up data.\n".to_owned();
    for api in &app.spec.apis {
        let key = app.keys.full(api.name).map_or("", |key| &key.text);
        // Writing to text cannot fail.
        let _ = writeln!(text, "\n{}, with the key {key}:", api.name);
        for operation in &api.operations {
            let (method, path) = (&operation.method, operation.definition.path);
            let _ = writeln!(text, "{method} {}{path}", api.base);
        }
    }
    text.push_str("\nSome ids:\n");
    for ((api, collection), rows) in &app.store().collections {
        let ids = rows.all().map(|row| row.id.as_str());
        let ids: Vec<_> = ids.filter(|id| !id.is_empty()).take(3).collect();
        let _ = writeln!(text, "{api} {collection}: {}", ids.join(", "));
    }
    text
}
