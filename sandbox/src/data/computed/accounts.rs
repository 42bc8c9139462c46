//! The accounts of the made-up organization: one of each state.

use generated_client::kirim::types::{Account, AccountStatus, CustomerAccount};
use serde_json::{Map, Value, json};

use super::{Computed, ids};
use crate::data::names::shop;
use crate::data::times::time;

/// How many accounts there are.
pub(super) const COUNT: usize = STATES.len();

/// State of each account. The first three are connected; the third has neither name nor contacts.
const STATES: [State; 7] = [
    State::Known("connected"),
    State::Known("connected"),
    State::Known("connected"),
    State::Known("degraded"),
    State::Known("disconnected"),
    State::Onboarding,
    State::Unlisted("under_review", "pending"),
];

enum State {
    Known(&'static str),
    /// Nothing is known of it yet.
    Onboarding,
    /// A value that the contract does not list, and what stands in its place where that is not
    /// wanted.
    Unlisted(&'static str, &'static str),
}

/// `phone_number_id` of the first account, which is also the one in the contract's examples.
const FIRST_ID: u64 = 100_200_300_400_500;

/// Tells the accounts' own phone numbers from those of contacts.
const PHONE_SLOT: u64 = 99;

/// The account that has this `phone_number_id`.
pub(super) fn find(phone_number_id: &str) -> Option<usize> {
    (0..COUNT).find(|account| self::phone_number_id(*account).as_deref() == Some(phone_number_id))
}

/// The `phone_number_id`s of connected accounts.
pub(super) fn connected() -> Vec<String> {
    (0..COUNT)
        .filter(|account| matches!(STATES[*account], State::Known("connected")))
        .filter_map(phone_number_id)
        .collect()
}

pub(super) fn phone_number_id(account: usize) -> Option<String> {
    match STATES[account] {
        State::Onboarding => None,
        _ => Some((FIRST_ID + account as u64).to_string()),
    }
}

impl Computed {
    pub(super) fn account(&self, account: usize) -> Account {
        Account {
            object: "account".to_owned(),
            phone_number_id: phone_number_id(account),
            phone_number: self.account_phone(account),
            name: self.account_name(account),
            status: self.account_status(account),
            extra: self.account_extra(account),
        }
    }

    /// The account as its customer shows it.
    pub(super) fn customer_account(&self, account: usize, onboarded: i64) -> CustomerAccount {
        CustomerAccount {
            phone_number_id: phone_number_id(account),
            phone_number: self.account_phone(account),
            name: self.account_name(account),
            status: self.account_status(account),
            onboarded_at: phone_number_id(account).map(|_| time(onboarded)),
        }
    }

    pub(super) fn account_phone(&self, account: usize) -> Option<String> {
        phone_number_id(account)?;
        Some(ids::phone(PHONE_SLOT, self.contact_key, account as u64))
    }

    /// The customer that an account is assigned to, as newer answers show it: id and name, or null.
    pub(super) fn account_customer(&self, account: usize) -> Value {
        let number = account as u64;
        if number >= self.settings.customers {
            return Value::Null;
        }
        json!({ "id": self.customer_id(number), "name": shop(number) })
    }

    #[expect(clippy::unused_self, reason = "the others need it")]
    fn account_name(&self, account: usize) -> Option<String> {
        (account != 2 && phone_number_id(account).is_some()).then(|| shop(account as u64))
    }

    fn account_status(&self, account: usize) -> AccountStatus {
        AccountStatus::from(match STATES[account] {
            State::Known(value) => value,
            State::Onboarding => "onboarding",
            State::Unlisted(value, listed) => self.settings.unlisted(value, listed),
        })
    }

    /// Members that the contract does not list, but answers have.
    fn account_extra(&self, account: usize) -> Map<String, Value> {
        let mut extra = Map::new();
        extra.insert("customer".to_owned(), self.account_customer(account));
        if account == 0 {
            extra.insert("quality_rating".to_owned(), json!("GREEN"));
        }
        extra
    }
}
