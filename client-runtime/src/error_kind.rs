//! What kind of thing went wrong.

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client cannot be built as it was configured, or was used outside of a tokio runtime.
    Configuration,
    /// An argument was refused before anything was sent.
    InvalidRequest,
    /// There is no credential of the kind that the operation takes, or the
    /// [source of tokens](crate::ClientBuilder::token_source) gave none, or not in time; nothing was
    /// sent.
    Credentials,
    /// There was no connection to the server, so nothing was sent.
    Connect,
    /// The response was not complete in time; the server may have acted on the request.
    Timeout,
    /// The connection broke before the response was complete; the server may have acted on the
    /// request.
    Transport,
    /// A [layer](crate::ClientBuilder::layer) or [transport](crate::ClientBuilder::transport)
    /// returned an error of its own, which is the source.
    Layer,
    /// The body of a success is larger than the client may read.
    BodyTooLarge,
    /// Nothing was sent, because the rate limit leaves no request within the time of the call.
    RateLimited,
    /// The response has a status other than success.
    Api,
    /// The response is a success whose body is not what the contract describes, or cannot be
    /// decompressed.
    Decode,
    /// What was downloaded cannot be written; a part of it may have been.
    Write,
    /// What is to be uploaded cannot be read: there is no such file, its length changed during the call,
    /// or the reader failed. The server may have seen a part of it, which it takes for incomplete.
    Read,
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
            Self::Credentials => "credentials",
            Self::Connect => "connect",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::Layer => "layer",
            Self::BodyTooLarge => "body_too_large",
            Self::RateLimited => "rate_limited",
            Self::Api => "api",
            Self::Decode => "decode",
            Self::Write => "write",
            Self::Read => "read",
            Self::Pagination => "pagination",
        }
    }
}
