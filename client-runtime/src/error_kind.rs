//! What kind of thing went wrong.

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as it was configured, or was used outside of a tokio runtime.
    Configuration,
    /// An argument was refused before anything was sent.
    InvalidRequest,
    /// There was no connection to the server, so nothing was sent.
    Connect,
    /// The response was not complete in time; the server may have acted on the request.
    Timeout,
    /// The connection broke before the response was complete; the server may have acted on the
    /// request.
    Transport,
    /// The body of a success is larger than the client may read.
    BodyTooLarge,
    /// Nothing was sent, because the rate limit leaves no request within the time of the call.
    RateLimited,
    /// The response has a status other than success.
    Api,
    /// The response is a success whose body is not what the contract describes, or cannot be
    /// decompressed.
    Decode,
    /// The pages of a list do not lead to its end: the server gave the same cursor twice, or said
    /// that there is another page without a cursor for it.
    Pagination,
}

impl ErrorKind {
    /// Its name in traces.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::InvalidRequest => "invalid_request",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::BodyTooLarge => "body_too_large",
            Self::RateLimited => "rate_limited",
            Self::Api => "api",
            Self::Decode => "decode",
            Self::Pagination => "pagination",
        }
    }
}
