//! What the sandbox knows: accounts, contacts and customers, made up or read from a file.

mod computed;
mod file;
mod names;
mod page;
mod row;
mod times;

use generated_client::{kirim, kustomer};

pub(crate) use self::computed::{Computed, Settings};
pub(crate) use self::file::FileData;
pub use self::file::FileError;
pub(crate) use self::page::{Filter, page};
pub(crate) use self::row::Row;

/// The rows of both APIs. Contacts are numbered within their account, in the order of the list.
pub(crate) trait Data: Send + Sync {
    /// All accounts, whatever their state.
    fn accounts(&self) -> Vec<(kirim::types::AccountStatus, Row<kirim::types::Account>)>;

    /// Number and state of the account that has this `phone_number_id`.
    fn find_account(&self, phone_number_id: &str) -> Option<(usize, kirim::types::AccountStatus)>;

    /// How many contacts an account has.
    fn contact_count(&self, account: usize) -> u64;

    /// A contact of an account; its number must be below [`Data::contact_count`].
    fn contact(&self, account: usize, number: u64) -> Row<kirim::types::Contact>;

    /// Whether name or email of a contact hold a text, which is given in lower case.
    fn contact_holds(&self, account: usize, number: u64, text: &str) -> bool;

    /// Number of the contact with exactly this phone number.
    fn find_phone(&self, account: usize, phone: &str) -> Option<u64>;

    /// A contact of any account.
    fn find_contact(&self, id: &str) -> Option<Row<kirim::types::Contact>>;

    /// A customer of Kirim.
    fn find_customer(&self, id: &str) -> Option<Row<kirim::types::Customer>>;

    /// A customer of Kustomer.
    fn find_person(&self, lookup: &Lookup<'_>) -> Option<Row<kustomer::types::Customer>>;

    /// Ids to begin with, for people and tests.
    fn samples(&self) -> Samples;
}

/// What names a customer of Kustomer.
pub(crate) enum Lookup<'a> {
    /// Its id.
    Id(&'a str),
    /// An email address that belongs to it alone.
    Email(&'a str),
    /// A phone number that belongs to it alone.
    Phone(&'a str),
    /// Its id in another system.
    ExternalId(&'a str),
}

/// Ids that the sandbox answers for, the first of each kind.
#[derive(Clone, Debug, Default)]
pub(crate) struct Samples {
    /// `phone_number_id`s of connected accounts.
    pub(crate) phone_number_ids: Vec<String>,
    /// Contacts of the first connected account.
    pub(crate) contacts: Vec<String>,
    /// Customers of Kirim.
    pub(crate) customers: Vec<String>,
    /// Customers of Kustomer.
    pub(crate) people: Vec<String>,
}

impl Samples {
    /// How many of each kind there are at most.
    const MOST: usize = 20;
}
