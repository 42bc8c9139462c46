// builder::AddItem
/// Request of [`Client::add_item`](super::Client::add_item): set what is optional, then
/// send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct AddItem {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) body: Result<types::Item, ArgumentError>,
}

impl CallOptions for AddItem {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl AddItem {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::add_item`](super::Client::add_item); a value that a setter could not
    /// take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<types::AddItemResponse>, Error> {
        self.client
            .runtime
            .call(&operation::ADD_ITEM)
            .options(self.options)
            .json(self.body)
            .send_with(|response| match response.status() {
                201 => response.decode().map(types::AddItemResponse::Created),
                202 => response.decode().map(types::AddItemResponse::Accepted),
                204 => Ok(types::AddItemResponse::NoContent),
                _ => response.undocumented(),
            })
            .await
    }
}

// builder::SetItem
/// Request of [`Client::set_item`](super::Client::set_item): set what is optional, then
/// send it.
#[derive(Clone, Debug)]
#[must_use = "nothing is sent until `send` is called and awaited"]
pub struct SetItem {
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) id: Result<String, ArgumentError>,
    pub(super) body: Result<types::Item, ArgumentError>,
}

impl CallOptions for SetItem {
    fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }
}

impl SetItem {
    /// Sends the request.
    ///
    /// # Errors
    ///
    /// See [`Client::set_item`](super::Client::set_item); a value that a setter could not
    /// take is reported here, before anything is sent.
    pub async fn send(self) -> Result<Response<types::Item>, Error> {
        self.client
            .runtime
            .call(&operation::SET_ITEM)
            .options(self.options)
            .path("id", self.id)
            .json(self.body)
            .send()
            .await
    }
}

// types::AddItemResponse
/// What [`Client::add_item`](super::Client::add_item) brings, by the status of the
/// response.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum AddItemResponse {
    /// `201`: The item as it was added.
    Created(Item),
    /// `202`: The item is added later.
    Accepted(Job),
    /// `204`: The item was there already.
    NoContent,
}
