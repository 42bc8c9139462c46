// builder::CloseItem
/// Request of [`Client::close_item`](super::Client::close_item): set what is optional,
/// then send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct CloseItem {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) id: Result<String, ArgumentError>,
    pub(super) body: Result<Option<types::Reason>, ArgumentError>,
}

impl CallOptions for CloseItem {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl CloseItem {
    /// Why it is closed.
    pub fn body<M>(mut self, body: impl TryIntoOption<types::Reason, M>) -> Self {
        self.body = codegen::optional("body", body);
        self
    }

    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::close_item`](super::Client::close_item); a value that a setter could
    /// not take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<()>, Error> {
        self.client
            .runtime
            .call(&operation::CLOSE_ITEM)
            .options(self.options)
            .path("id", self.id)
            .json_optional(self.body)
            .send_empty()
            .await
    }
}

// types::Reason::note
/// Anything beyond it.
///
/// `None` leaves it out; [`clear_note`](Self::clear_note) sends null.
pub fn note<M>(mut self, note: impl IntoOption<String, M>) -> Self {
    self.note = codegen::absent_or(note.into_option());
    self
}
