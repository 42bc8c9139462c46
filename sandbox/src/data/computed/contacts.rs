//! Contacts: the list that can be as long as one likes.

use generated_client::kirim::types::{Contact, ContactAccount, ContactObject};
use serde_json::{Map, Value, json};

use super::{Computed, accounts, ids};
use crate::data::names::Name;
use crate::data::times::{after, created, time};
use crate::data::{Data, Row};
use crate::mix::Dice;

/// Bits of a row that hold the number of a contact; those above hold the account.
const NUMBER_BITS: u32 = 40;

/// What a list can be searched for. It is thrown first, so that a search need not make whole rows.
struct Searchable {
    name: Option<String>,
    email: Option<String>,
}

impl Computed {
    pub(super) fn contact_id(&self, account: usize, number: u64) -> String {
        let created = created(self.contact_key, number);
        ids::kirim_id("ctc", self.contact_key, created, row(account, number))
    }

    pub(super) fn contact_with_id(&self, id: &str) -> Option<(usize, u64)> {
        let row = ids::row_of_kirim_id("ctc", self.contact_key, id)?;
        let account = usize::try_from(row >> NUMBER_BITS).ok()?;
        let number = row & ((1 << NUMBER_BITS) - 1);
        let exists = account < accounts::COUNT && number < self.contact_count(account);
        (exists && self.contact_id(account, number) == id).then_some((account, number))
    }

    pub(super) fn contact_with_phone(&self, account: usize, phone: &str) -> Option<u64> {
        let (slot, number) = ids::row_of_phone(self.contact_key, phone)?;
        let exists = slot == account as u64
            && number < self.contact_count(account)
            && self.contact_phone(account, number).as_deref() == Some(phone);
        exists.then_some(number)
    }

    pub(super) fn contact_row_holds(&self, account: usize, number: u64, text: &str) -> bool {
        let (searchable, _) = self.searchable(account, number);
        [searchable.name, searchable.email]
            .into_iter()
            .flatten()
            .any(|field| field.to_lowercase().contains(text))
    }

    pub(super) fn contact_row(&self, account: usize, number: u64) -> Row<Contact> {
        let (searchable, mut dice) = self.searchable(account, number);
        let created = created(self.contact_key, number);
        let contact = Contact {
            id: self.contact_id(account, number),
            object: ContactObject::Contact,
            phone_number: self.contact_phone(account, number),
            name: searchable.name,
            email: searchable.email,
            metadata: metadata(number, &mut dice),
            whatsapp_account: self.contact_account(account, &mut dice),
            created_at: time(created),
            updated_at: time(if dice.one_in(3) {
                created
            } else {
                after(created, &mut dice)
            }),
        };
        let mut unknown = Map::new();
        if dice.one_in(8) {
            unknown.insert("opted_in".to_owned(), json!(dice.one_in(2)));
        }
        if dice.one_in(50) {
            let next = json!({ "kind": "reminder", "in_days": dice.below(30) });
            unknown.insert("next_action".to_owned(), next);
        }
        Row::new(contact, unknown)
    }

    fn searchable(&self, account: usize, number: u64) -> (Searchable, Dice) {
        let mut dice = Dice::new(self.contact_key, row(account, number));
        let name = Name::throw(&mut dice);
        let email = (!dice.one_in(4)).then(|| name.email(number, domain(&mut dice)));
        let known = !dice.one_in(10);
        let name = known.then(|| name.full());
        (Searchable { name, email }, dice)
    }

    /// One contact in twenty is known by something else than a number.
    fn contact_phone(&self, account: usize, number: u64) -> Option<String> {
        let known = !Dice::new(!self.contact_key, row(account, number)).one_in(20);
        known.then(|| ids::phone(account as u64, self.contact_key, number))
    }

    /// The account of a contact; two in three rows have the members of newer answers.
    fn contact_account(&self, account: usize, dice: &mut Dice) -> ContactAccount {
        let mut extra = Map::new();
        if !dice.one_in(3) {
            let phone_number_id = accounts::phone_number_id(account).map(Value::from);
            extra.insert(
                "phone_number_id".to_owned(),
                phone_number_id.unwrap_or_default(),
            );
            extra.insert("customer".to_owned(), self.account_customer(account));
        }
        ContactAccount {
            phone_number: (!dice.one_in(100))
                .then(|| self.account_phone(account))
                .flatten(),
            extra,
        }
    }
}

/// The number that ids are made of: no two contacts of any account have the same.
fn row(account: usize, number: u64) -> u64 {
    (account as u64) << NUMBER_BITS | number
}

fn domain(dice: &mut Dice) -> &'static str {
    dice.pick(&["example.com", "example.org", "mail.example.net"])
}

/// Nothing, an empty object, or values of all types.
fn metadata(number: u64, dice: &mut Dice) -> Option<Map<String, Value>> {
    let mut metadata = Map::new();
    match dice.below(8) {
        0..=2 => return None,
        3 => {}
        4..=6 => {
            let tier = dice.pick(&["bronze", "silver", "gold"]);
            metadata.insert("loyalty_tier".to_owned(), json!(tier));
        }
        _ => {
            metadata.insert("crm_id".to_owned(), json!(number));
            metadata.insert("orders".to_owned(), json!(dice.below(40)));
            metadata.insert("vip".to_owned(), json!(dice.one_in(5)));
            metadata.insert("discount".to_owned(), json!(0.125));
            metadata.insert("tags".to_owned(), json!(["baru", "langganan"]));
            metadata.insert("note".to_owned(), json!("line one\nline \"two\", tab\t."));
            metadata.insert("referred_by".to_owned(), Value::Null);
        }
    }
    Some(metadata)
}
