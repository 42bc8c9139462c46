// Client
/// Sends requests to the `shop` API.
///
/// Each operation goes to the server that its document names; a client with a base URL
/// of its own sends all of them there. Cloning is cheap, and clones share connections,
/// throttling and the quota of retries.
#[derive(Clone, Debug)]
pub struct Client {
    runtime: Runtime,
}

impl Client {
    /// Starts a client whose settings are given in the program.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }

    /// Builds a client from the environment: the base URL from `SHOP_BASE_URL`, when it is
    /// set.
    ///
    /// # Errors
    ///
    /// A variable that is missing or not usable; the error names it.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().env().build()
    }

    /// A client with other options, which shares connections, credentials, throttling and the quota
    /// of retries with this one.
    ///
    /// # Errors
    ///
    /// An option that cannot be used; the error names it.
    pub fn with(
        &self,
        change: impl FnOnce(ClientOptions) -> ClientOptions,
    ) -> Result<Self, Error> {
        Ok(Self {
            runtime: self.runtime.with(change)?,
        })
    }

    /// Starts a request of an operation that has no method here. `path` is a template such as
    /// `/labels/{id}`, relative to the base URL.
    pub fn request(&self, method: Method, path: &'static str) -> CustomRequest {
        self.runtime.request(method, path)
    }

    /// get_pets_by_id_owner.
    ///
    /// Sends `GET /pets/{id}/owner`.
    ///
    /// No credential is sent.
    ///
    /// # Arguments
    ///
    /// - `id`: The parameter `id`.
    ///
    /// # Errors
    ///
    /// The request cannot be sent, or the response is no success.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::shop::Client::from_env()?;
    /// let response = client.get_pets_by_id_owner(1_i64).send().await?;
    /// println!("{:?}", *response);
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_pets_by_id_owner(
        &self,
        id: impl TryInto<i64, Error: Into<BoxError>>,
    ) -> builder::GetPetsByIdOwner {
        builder::GetPetsByIdOwner {
            client: self.clone(),
            options: Options::default(),
            id: codegen::argument("id", id),
        }
    }

    /// Pets.Get-One.
    ///
    /// Sends `GET /pets/{id}`.
    ///
    /// No credential is sent.
    ///
    /// # Arguments
    ///
    /// - `id`: The parameter `id`.
    ///
    /// # Errors
    ///
    /// The request cannot be sent, or the response is no success.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::shop::Client::from_env()?;
    /// let response = client.pets_get_one(1_i64).send().await?;
    /// println!("{:?}", *response);
    /// # Ok(())
    /// # }
    /// ```
    pub fn pets_get_one(
        &self,
        id: impl TryInto<i64, Error: Into<BoxError>>,
    ) -> builder::PetsGetOne {
        builder::PetsGetOne {
            client: self.clone(),
            options: Options::default(),
            id: codegen::argument("id", id),
        }
    }

    /// delete_pets_by_id.
    ///
    /// Sends `DELETE /pets/{id}`.
    ///
    /// No credential is sent.
    ///
    /// # Arguments
    ///
    /// - `id`: The parameter `id`.
    ///
    /// # Errors
    ///
    /// The request cannot be sent, or the response is no success.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::shop::Client::from_env()?;
    /// client.delete_pets_by_id(1_i64).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_pets_by_id(
        &self,
        id: impl TryInto<i64, Error: Into<BoxError>>,
    ) -> builder::DeletePetsById {
        builder::DeletePetsById {
            client: self.clone(),
            options: Options::default(),
            id: codegen::argument("id", id),
        }
    }

    /// delete_pets_by_id.
    ///
    /// Sends `DELETE /pets/by/id`.
    ///
    /// No credential is sent.
    ///
    /// # Errors
    ///
    /// The request cannot be sent, or the response is no success.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), generated_client::Error> {
    /// let client = generated_client::shop::Client::from_env()?;
    /// client.delete_pets_by_id2().send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn delete_pets_by_id2(&self) -> builder::DeletePetsById2 {
        builder::DeletePetsById2 {
            client: self.clone(),
            options: Options::default(),
        }
    }
}

impl ApiClient for Client {
    const API: &'static Api = &API;
    const USER_AGENT: &'static str = concat!(
        env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")
    );

    fn from_runtime(runtime: Runtime) -> Self {
        Self { runtime }
    }
}

// operation
/// What the runtime has to know of each operation.
mod operation {
    use client_runtime::codegen::{Auth, Operation};
    use reqwest::Method;

    pub(super) static GET_PETS_BY_ID_OWNER: Operation = Operation::new(
        &super::API,
        "get_pets_by_id_owner",
        Method::GET,
        "https://api.example.com/v1",
        "/pets/{id}/owner",
        Auth::None,
    );

    pub(super) static PETS_GET_ONE: Operation = Operation::new(
        &super::API,
        "Pets.Get-One",
        Method::GET,
        "https://api.example.com/v1",
        "/pets/{id}",
        Auth::None,
    );

    pub(super) static DELETE_PETS_BY_ID: Operation = Operation::new(
        &super::API,
        "delete_pets_by_id",
        Method::DELETE,
        "https://admin.example.com",
        "/pets/{id}",
        Auth::None,
    );

    pub(super) static DELETE_PETS_BY_ID2: Operation = Operation::new(
        &super::API,
        "delete_pets_by_id",
        Method::DELETE,
        "https://api.example.com/v1",
        "/pets/by/id",
        Auth::None,
    );
}

// types::PetsPet
/// The schema `Pets.Pet` of the contract.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
pub struct PetsPet {
    /// The property `name`.
    pub name: String,
    /// The property `owner`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
}
