// operation
/// What the runtime has to know of each operation.
mod operation {
    use client_runtime::codegen::{Auth, Operation};
    use reqwest::Method;

    pub(super) static HEALTH: Operation = Operation::new(
        &super::API,
        "health",
        Method::GET,
        "https://api.example.com/v1",
        "/health",
        Auth::None,
    );

    pub(super) static BEARER: Operation = Operation::new(
        &super::API,
        "bearer",
        Method::GET,
        "https://api.example.com/v1",
        "/bearer",
        Auth::Bearer,
    );

    pub(super) static BASIC: Operation = Operation::new(
        &super::API,
        "basic",
        Method::GET,
        "https://api.example.com/v1",
        "/basic",
        Auth::Basic,
    );

    pub(super) static HEADER: Operation = Operation::new(
        &super::API,
        "header",
        Method::GET,
        "https://api.example.com/v1",
        "/header",
        Auth::Header("X-Key"),
    );

    pub(super) static QUERY: Operation = Operation::new(
        &super::API,
        "query",
        Method::GET,
        "https://api.example.com/v1",
        "/query",
        Auth::Query("api_key"),
    );
}
