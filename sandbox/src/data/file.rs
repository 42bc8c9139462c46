//! Rows of a JSON file: read once, checked against the types of the contract, sent as they stand.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use generated_client::{kirim, kustomer};
use serde::Deserialize;
use serde_json::Value;

use super::{Data, Lookup, Row, Samples};

/// Why a data file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
    /// The text is no JSON, or not of the form that the sandbox reads.
    #[error("{name}:{line}:{column}: {place}{problem}")]
    Form {
        /// Name of the file.
        name: String,
        /// Line, counted from 1.
        line: usize,
        /// Column, counted from 1; 0 when the problem is the end of the line before.
        column: usize,
        /// The member at fault and a colon, or nothing.
        place: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Rows that do not fit together.
    #[error("{name}: {problem}")]
    Content {
        /// Name of the file.
        name: String,
        /// What does not fit, and what would.
        problem: String,
    },
}

/// The form of a data file. Everything is optional.
#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Form {
    kirim: KirimForm,
    kustomer: KustomerForm,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct KirimForm {
    accounts: Vec<kirim::types::Account>,
    customers: Vec<kirim::types::Customer>,
    /// The contacts of each account, by its `phone_number_id`.
    contacts: BTreeMap<String, Vec<kirim::types::Contact>>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct KustomerForm {
    customers: Vec<kustomer::types::Customer>,
}

/// A row as decoded, and as the file has it.
struct Given<T> {
    decoded: T,
    text: Value,
}

/// An account and its contacts.
struct Account {
    account: Given<kirim::types::Account>,
    contacts: Vec<Given<kirim::types::Contact>>,
}

/// The rows of a data file.
pub(crate) struct FileData {
    accounts: Vec<Account>,
    customers: Vec<Given<kirim::types::Customer>>,
    people: Vec<Given<kustomer::types::Customer>>,
}

impl FileData {
    pub(crate) fn read(path: &Path) -> Result<Self, FileError> {
        let text = std::fs::read_to_string(path).map_err(|source| FileError::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&path.display().to_string(), &text)
    }

    /// Reads the text of a data file; `name` is what errors call it.
    pub(crate) fn parse(name: &str, text: &str) -> Result<Self, FileError> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let form: Form = serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
            let place = match error.path().to_string() {
                path if path == "." => String::new(),
                path => format!("{path}: "),
            };
            form_error(name, place, &error.into_inner())
        })?;
        deserializer
            .end()
            .map_err(|error| form_error(name, String::new(), &error))?;
        let mut value: Value =
            serde_json::from_str(text).map_err(|error| form_error(name, String::new(), &error))?;
        let data = Self::assemble(form, &mut value).map_err(|problem| FileError::Content {
            name: name.to_owned(),
            problem,
        })?;
        Ok(data)
    }

    fn assemble(form: Form, value: &mut Value) -> Result<Self, String> {
        let mut contacts = form.kirim.contacts;
        let mut accounts = Vec::new();
        let rows = given(form.kirim.accounts, &mut value["kirim"]["accounts"]);
        for account in rows {
            let id = account.decoded.phone_number_id.clone();
            let contacts = id.and_then(|id| {
                let texts = &mut value["kirim"]["contacts"][&id];
                Some(given(contacts.remove(&id)?, texts))
            });
            accounts.push(Account {
                account,
                contacts: contacts.unwrap_or_default(),
            });
        }
        if let Some(id) = contacts.keys().next() {
            return Err(format!(
                "kirim.contacts.{id}: no account in kirim.accounts has this `phone_number_id`: add \
                 one, or use the id of one that is there"
            ));
        }
        let customers = given(form.kirim.customers, &mut value["kirim"]["customers"]);
        let people = given(form.kustomer.customers, &mut value["kustomer"]["customers"]);
        let contact_ids = accounts
            .iter()
            .flat_map(|account| &account.contacts)
            .map(|contact| &contact.decoded.id);
        unique("kirim.contacts", contact_ids)?;
        unique(
            "kirim.customers",
            customers.iter().map(|row| &row.decoded.id),
        )?;
        unique(
            "kustomer.customers",
            people.iter().map(|row| &row.decoded.id),
        )?;
        let numbers = accounts
            .iter()
            .filter_map(|account| account.account.decoded.phone_number_id.as_ref());
        unique("kirim.accounts", numbers)?;
        Ok(Self {
            accounts,
            customers,
            people,
        })
    }

    fn contacts(&self) -> impl Iterator<Item = &Given<kirim::types::Contact>> {
        self.accounts.iter().flat_map(|account| &account.contacts)
    }
}

fn form_error(name: &str, place: String, error: &serde_json::Error) -> FileError {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    FileError::Form {
        name: name.to_owned(),
        line: error.line(),
        column: error.column(),
        place,
        problem: text.strip_suffix(&position).unwrap_or(&text).to_owned(),
    }
}

/// Puts decoded rows and their texts together, which stand in the same order.
fn given<T>(decoded: Vec<T>, texts: &mut Value) -> Vec<Given<T>> {
    let texts = match texts.take() {
        Value::Array(texts) => texts,
        _ => Vec::new(),
    };
    decoded
        .into_iter()
        .zip(texts)
        .map(|(decoded, text)| Given { decoded, text })
        .collect()
}

fn unique<'a>(place: &str, ids: impl Iterator<Item = &'a String>) -> Result<(), String> {
    let mut seen = std::collections::HashSet::new();
    for id in ids {
        if !seen.insert(id) {
            return Err(format!(
                "{place}: two rows have the id `{id}`: give each one of its own"
            ));
        }
    }
    Ok(())
}

impl<T> Given<T> {
    fn row(&self) -> Row<T> {
        Row::Given(self.text.clone())
    }
}

impl Data for FileData {
    fn accounts(&self) -> Vec<(kirim::types::AccountStatus, Row<kirim::types::Account>)> {
        self.accounts
            .iter()
            .map(|Account { account, .. }| (account.decoded.status.clone(), account.row()))
            .collect()
    }

    fn find_account(&self, phone_number_id: &str) -> Option<(usize, kirim::types::AccountStatus)> {
        let account = self.accounts.iter().position(|Account { account, .. }| {
            account.decoded.phone_number_id.as_deref() == Some(phone_number_id)
        })?;
        let status = self.accounts[account].account.decoded.status.clone();
        Some((account, status))
    }

    fn contact_count(&self, account: usize) -> u64 {
        self.accounts[account].contacts.len() as u64
    }

    fn contact(&self, account: usize, number: u64) -> Row<kirim::types::Contact> {
        self.accounts[account].contacts[index(number)].row()
    }

    fn contact_holds(&self, account: usize, number: u64, text: &str) -> bool {
        let contact = &self.accounts[account].contacts[index(number)].decoded;
        [&contact.name, &contact.email]
            .into_iter()
            .flatten()
            .any(|field| field.to_lowercase().contains(text))
    }

    fn find_phone(&self, account: usize, phone: &str) -> Option<u64> {
        let contacts = &self.accounts[account].contacts;
        let number = contacts
            .iter()
            .position(|contact| contact.decoded.phone_number.as_deref() == Some(phone))?;
        Some(number as u64)
    }

    fn find_contact(&self, id: &str) -> Option<Row<kirim::types::Contact>> {
        let contact = self.contacts().find(|contact| contact.decoded.id == id)?;
        Some(contact.row())
    }

    fn find_customer(&self, id: &str) -> Option<Row<kirim::types::Customer>> {
        let customer = self.customers.iter().find(|row| row.decoded.id == id)?;
        Some(customer.row())
    }

    fn find_person(&self, lookup: &Lookup<'_>) -> Option<Row<kustomer::types::Customer>> {
        let person = self.people.iter().find(|row| named(&row.decoded, lookup))?;
        Some(person.row())
    }

    fn samples(&self) -> Samples {
        let connected = |account: &&Account| {
            account.account.decoded.status == kirim::types::AccountStatus::Connected
        };
        let first = self.accounts.iter().find(connected);
        let contacts = first
            .map(|account| &account.contacts[..])
            .unwrap_or_default();
        Samples {
            phone_number_ids: self
                .accounts
                .iter()
                .filter(connected)
                .filter_map(|account| account.account.decoded.phone_number_id.clone())
                .collect(),
            contacts: some(contacts, |contact| &contact.id),
            customers: some(&self.customers, |customer| &customer.id),
            people: some(&self.people, |person| &person.id),
        }
    }
}

/// Numbers of rows come from lists in memory, so they fit.
fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn some<T>(rows: &[Given<T>], id: impl Fn(&T) -> &String) -> Vec<String> {
    rows.iter()
        .take(Samples::MOST)
        .map(|row| id(&row.decoded).clone())
        .collect()
}

/// Whether a lookup means this customer.
fn named(person: &kustomer::types::Customer, lookup: &Lookup<'_>) -> bool {
    if let Lookup::Id(id) = lookup {
        return person.id == *id;
    }
    let Some(attributes) = &person.attributes else {
        return false;
    };
    match lookup {
        Lookup::Id(_) => false,
        Lookup::Email(email) => attributes
            .emails
            .iter()
            .flatten()
            .any(|entry| entry.email.as_deref() == Some(email)),
        Lookup::Phone(phone) => attributes
            .phones
            .iter()
            .flatten()
            .any(|entry| entry.phone.as_deref() == Some(phone)),
        Lookup::ExternalId(id) => {
            attributes.external_id.as_deref() == Some(id)
                || attributes
                    .external_ids
                    .iter()
                    .flatten()
                    .any(|entry| entry.external_id.as_deref() == Some(id))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::data::{Filter, page};

    const GOOD: &str = r#"{
        "kirim": {
            "accounts": [
                {"object": "account", "phone_number_id": "100200", "phone_number": null,
                 "name": "Toko", "status": "connected"}
            ],
            "contacts": {
                "100200": [
                    {"id": "ctc_1", "object": "contact", "phone_number": "+6280012345678",
                     "name": "Budi", "email": null, "metadata": null,
                     "whatsapp_account": {"phone_number": null},
                     "created_at": "2026-06-11T07:20:05.412Z",
                     "updated_at": "2026-06-11T07:20:05.412Z", "surprise": [1]}
                ]
            }
        },
        "kustomer": {"customers": [{"type": "customer", "id": "1", "attributes": {"name": null}}]}
    }"#;

    fn problem(text: &str) -> String {
        FileData::parse("data.json", text)
            .err()
            .unwrap()
            .to_string()
    }

    #[test]
    fn rows_are_sent_as_the_file_has_them() {
        let data = FileData::parse("data.json", GOOD).unwrap();
        let row = serde_json::to_value(data.find_contact("ctc_1").unwrap()).unwrap();
        assert_eq!(row["surprise"], serde_json::json!([1]));
        let person = data.find_person(&Lookup::Id("1")).unwrap();
        let person = serde_json::to_value(person).unwrap();
        assert_eq!(person["attributes"], serde_json::json!({"name": null}));
        let filter = Filter {
            phone: Some("+6280012345678".to_owned()),
            search: Some("BUD".to_owned()),
        };
        assert_eq!(page(&data, 0, &filter, 0, 10).contacts.len(), 1);
    }

    #[test]
    fn slips_are_told_at_line_and_column() {
        assert_eq!(
            problem(
                &GOOD
                    .replace("07:20:05.412Z\"}", "x\"}")
                    .replace("\"Budi\"", "7")
            ),
            "data.json:10:30: kirim.contacts.100200[0].name: invalid type: integer `7`, expected \
             a string"
        );
        assert_eq!(
            problem("{\"kirim\": {\"acounts\": []}}"),
            "data.json:1:20: kirim.acounts: unknown field `acounts`, expected one of `accounts`, \
             `customers`, `contacts`"
        );
        let comma = problem("{\n  \"kirim\": {},\n}");
        assert!(comma.starts_with("data.json:3:1: "), "{comma}");
        let end = problem("{\"kirim\": {}");
        assert!(end.starts_with("data.json:1:"), "{end}");
        let more = problem("{} {}");
        assert!(more.contains("trailing characters"), "{more}");
    }

    #[test]
    fn rows_have_to_fit_together() {
        let lost = problem(&GOOD.replace("\"100200\": [", "\"100299\": ["));
        assert!(lost.contains("kirim.contacts.100299"), "{lost}");
        let people = r#"{"kustomer": {"customers": [{"type": "customer", "id": "1"},
                                                    {"type": "customer", "id": "1"}]}}"#;
        assert!(problem(people).contains("two rows have the id `1`"));
    }

    #[test]
    fn a_file_that_is_not_there_is_named() {
        let error = FileData::read(Path::new("/nowhere/data.json"))
            .err()
            .unwrap();
        assert!(error.to_string().contains("/nowhere/data.json"), "{error}");
    }
}
