//! Made-up rows: computed from the seed and their number when asked for, and never stored.
//!
//! Ids, phone numbers and mail addresses lead back to the number of their row. So a row is found by
//! computing it again and comparing, and a million rows take no more memory than ten.

mod accounts;
mod contacts;
mod customers;
mod ids;
mod people;

use generated_client::{kirim, kustomer};

use super::{Data, Lookup, Row, Samples};
use crate::mix::key;

/// What made-up data depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// Another seed gives other rows.
    pub(crate) seed: u64,
    /// Contacts of the first account; the second has a tenth of them.
    pub(crate) contacts: u64,
    /// Customers of Kirim, and as many of Kustomer.
    pub(crate) customers: u64,
    /// Whether enums hold nothing but the values that the contract lists.
    pub(crate) listed_values_only: bool,
}

impl Settings {
    /// What the digits of a phone number can tell apart.
    pub(crate) const MOST_ROWS: u64 = 100_000_000;

    /// A value, or in its place one that the contract lists.
    fn unlisted(&self, value: &'static str, listed: &'static str) -> &'static str {
        if self.listed_values_only {
            listed
        } else {
            value
        }
    }
}

/// Made-up data.
pub(crate) struct Computed {
    settings: Settings,
    contact_key: u64,
    customer_key: u64,
    person_key: u64,
}

impl Computed {
    pub(crate) fn new(settings: Settings) -> Self {
        Self {
            settings,
            contact_key: key(settings.seed, "kirim.contact"),
            customer_key: key(settings.seed, "kirim.customer"),
            person_key: key(settings.seed, "kustomer.customer"),
        }
    }
}

impl Data for Computed {
    fn accounts(&self) -> Vec<(kirim::types::AccountStatus, Row<kirim::types::Account>)> {
        (0..accounts::COUNT)
            .map(|account| {
                let row = self.account(account);
                (row.status.clone(), Row::new(row, serde_json::Map::new()))
            })
            .collect()
    }

    fn find_account(&self, phone_number_id: &str) -> Option<(usize, kirim::types::AccountStatus)> {
        let account = accounts::find(phone_number_id)?;
        Some((account, self.account(account).status))
    }

    fn contact_count(&self, account: usize) -> u64 {
        match account {
            0 => self.settings.contacts,
            1 => self.settings.contacts / 10,
            _ => 0,
        }
    }

    fn contact(&self, account: usize, number: u64) -> Row<kirim::types::Contact> {
        self.contact_row(account, number)
    }

    fn contact_holds(&self, account: usize, number: u64, text: &str) -> bool {
        self.contact_row_holds(account, number, text)
    }

    fn find_phone(&self, account: usize, phone: &str) -> Option<u64> {
        self.contact_with_phone(account, phone)
    }

    fn find_contact(&self, id: &str) -> Option<Row<kirim::types::Contact>> {
        let (account, number) = self.contact_with_id(id)?;
        Some(self.contact_row(account, number))
    }

    fn find_customer(&self, id: &str) -> Option<Row<kirim::types::Customer>> {
        let number = self.customer_with_id(id)?;
        Some(self.customer_row(number))
    }

    fn find_person(&self, lookup: &Lookup<'_>) -> Option<Row<kustomer::types::Customer>> {
        let number = self.person_named(lookup)?;
        let person = self.person(number);
        Some(Row::new(person, serde_json::Map::new()))
    }

    fn samples(&self) -> Samples {
        let some = |count: u64| 0..count.min(Samples::MOST as u64);
        Samples {
            phone_number_ids: accounts::connected(),
            contacts: some(self.settings.contacts)
                .map(|number| self.contact_id(0, number))
                .collect(),
            customers: some(self.settings.customers)
                .map(|number| self.customer_id(number))
                .collect(),
            people: some(self.settings.customers)
                .map(|number| self.person_id(number))
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests;
