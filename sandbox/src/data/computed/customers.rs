//! Customers of Kirim: businesses, the first of which own the accounts.

use generated_client::kirim::types::{AccountStatus, Customer, CustomerAccount, CustomerStatus};
use serde_json::{Map, json};

use super::{Computed, accounts, ids};
use crate::data::Row;
use crate::data::names::{Name, shop};
use crate::data::times::{after, created, time};
use crate::mix::Dice;

impl Computed {
    pub(super) fn customer_id(&self, number: u64) -> String {
        let created = created(self.customer_key, number);
        ids::kirim_id("cus", self.customer_key, created, number)
    }

    pub(super) fn customer_with_id(&self, id: &str) -> Option<u64> {
        let number = ids::row_of_kirim_id("cus", self.customer_key, id)?;
        let exists = number < self.settings.customers && self.customer_id(number) == id;
        exists.then_some(number)
    }

    pub(super) fn customer_row(&self, number: u64) -> Row<Customer> {
        let mut dice = Dice::new(self.customer_key, number);
        let created = created(self.customer_key, number);
        let status = self.customer_status(number);
        let changed = after(created, &mut dice);
        let metadata = match dice.below(3) {
            0 => None,
            1 => Some(Map::new()),
            _ => Some(Map::from_iter([
                ("segment".to_owned(), json!("retail")),
                ("branches".to_owned(), json!(dice.below(12))),
            ])),
        };
        let customer = Customer {
            id: self.customer_id(number),
            object: "customer".to_owned(),
            name: shop(number),
            email: (!dice.one_in(4))
                .then(|| Name::throw(&mut dice).email(number, "shops.example.com")),
            archived_at: (status == CustomerStatus::Archived).then(|| time(changed)),
            status,
            metadata,
            team_id: format!("team{:04}", dice.below(10_000)),
            created_at: time(created),
            updated_at: time(changed),
            whatsapp_accounts: self.customer_accounts(number, changed),
        };
        let mut unknown = Map::new();
        if number % 4 == 1 {
            unknown.insert("locale".to_owned(), json!("id-ID"));
        }
        Row::new(customer, unknown)
    }

    /// Active, for the owners of accounts; then each state in turn.
    fn customer_status(&self, number: u64) -> CustomerStatus {
        CustomerStatus::from(match number {
            0..=6 => "active",
            _ => match number % 6 {
                0 => "pending",
                1 => "suspended",
                2 => "archived",
                3 => self.settings.unlisted("under_review", "pending"),
                _ => "active",
            },
        })
    }

    /// The account of the same number; for some of the others one that is not set up yet.
    fn customer_accounts(&self, number: u64, onboarded: i64) -> Vec<CustomerAccount> {
        match usize::try_from(number) {
            Ok(account) if account < accounts::COUNT => {
                vec![self.customer_account(account, onboarded)]
            }
            _ if number.is_multiple_of(5) => vec![CustomerAccount {
                phone_number_id: None,
                phone_number: None,
                name: None,
                status: AccountStatus::Onboarding,
                onboarded_at: None,
            }],
            _ => Vec::new(),
        }
    }
}
