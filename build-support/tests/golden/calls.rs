// operation::SEND_MESSAGE
pub(super) static SEND_MESSAGE: Operation = Operation::new(
        &super::API,
        "send_message",
        Method::POST,
        "https://api.example.com/v1",
        "/messages",
        Auth::Bearer,
    )
    .idempotent()
    .attempt_timeout(Duration::from_secs(40))
    .total_timeout(Duration::from_secs(120))
    .retry_codes(&["in_progress"]);

// operation::SET_MESSAGES
pub(super) static SET_MESSAGES: Operation = Operation::new(
        &super::API,
        "set_messages",
        Method::PUT,
        "https://api.example.com/v1",
        "/messages",
        Auth::Bearer,
    )
    .content_type("application/merge-patch+json; charset=utf-8")
    .total_timeout(Duration::from_secs(5));
