// operation
/// What the runtime has to know of each operation.
mod operation {
    use client_runtime::codegen::{Auth, Operation};
    use reqwest::Method;

    pub(super) static GET_ITEM: Operation = Operation::new(
        &super::API,
        "get_item",
        Method::GET,
        "https://api.example.com/v1",
        "/items/{id}",
        Auth::Bearer,
    );

    pub(super) static SET_ITEM: Operation = Operation::new(
            &super::API,
            "set_item",
            Method::PUT,
            "https://api.example.com/v1",
            "/items/{id}",
            Auth::Bearer,
        )
        .redirects();

    pub(super) static DELETE_ITEM: Operation = Operation::new(
        &super::API,
        "delete_item",
        Method::DELETE,
        "https://api.example.com/v1",
        "/items/{id}",
        Auth::Bearer,
    );

    pub(super) static GET_PICTURE: Operation = Operation::new(
            &super::API,
            "get_picture",
            Method::GET,
            "https://api.example.com/v1",
            "/items/{id}/picture",
            Auth::Bearer,
        )
        .redirects();

    pub(super) static DESCRIBE_PICTURE: Operation = Operation::new(
            &super::API,
            "describe_picture",
            Method::POST,
            "https://api.example.com/v1",
            "/items/{id}/picture",
            Auth::Bearer,
        )
        .accept("application/vnd.shop+json; version=2");
}

// builder::SetItem::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::set_item`](super::Client::set_item); a value that a setter could not
/// take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<types::SetItemResponse>, Error> {
    self.client
        .runtime
        .call(&operation::SET_ITEM)
        .options(self.options)
        .path("id", self.id)
        .json_optional(self.body)
        .send_with(|response| match response.status() {
            200 => response.decode().map(types::SetItemResponse::Ok),
            204 => Ok(types::SetItemResponse::NoContent),
            303 => Ok(types::SetItemResponse::SeeOther),
            status if status / 100 == 2 => Ok(types::SetItemResponse::Success),
            _ => response.undocumented(),
        })
        .await
}

// builder::GetPicture::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::get_picture`](super::Client::get_picture); a value that a setter could
/// not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::GET_PICTURE)
        .options(self.options)
        .path("id", self.id)
        .send_empty()
        .await
}

// types::SetItemResponse
/// What [`Client::set_item`](super::Client::set_item) brings, by the status of the
/// response.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SetItemResponse {
    /// `2XX`: It is set somehow.
    Success,
    /// `200`: The item as it was.
    Ok(Item),
    /// `204`: It is set; a 204 has no body, whatever is written.
    NoContent,
    /// `303`: It is elsewhere.
    SeeOther,
}

// builder::DescribePicture::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::describe_picture`](super::Client::describe_picture); a value that a
/// setter could not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<Value>, Error> {
    self.client
        .runtime
        .call(&operation::DESCRIBE_PICTURE)
        .options(self.options)
        .path("id", self.id)
        .send()
        .await
}

// operation::DESCRIBE_PICTURE
pub(super) static DESCRIBE_PICTURE: Operation = Operation::new(
        &super::API,
        "describe_picture",
        Method::POST,
        "https://api.example.com/v1",
        "/items/{id}/picture",
        Auth::Bearer,
    )
    .accept("application/vnd.shop+json; version=2");
