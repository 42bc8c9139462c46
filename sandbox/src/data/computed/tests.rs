//! Tests of made-up data as a whole.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::collections::HashSet;

use serde_json::Value;

use super::*;
use crate::data::{Filter, page};

fn data(contacts: u64) -> Computed {
    Computed::new(Settings {
        seed: 7,
        contacts,
        customers: 100,
        listed_values_only: false,
    })
}

fn json(row: impl serde::Serialize) -> Value {
    serde_json::to_value(row).unwrap()
}

fn all(data: &Computed, filter: &Filter, limit: usize) -> Vec<Value> {
    let (mut rows, mut start) = (Vec::new(), Some(0));
    while let Some(number) = start {
        let page = page(data, 0, filter, number, limit);
        rows.extend(page.contacts.into_iter().map(json));
        start = page.next;
    }
    rows
}

#[test]
fn the_same_seed_gives_the_same_rows_and_another_gives_others() {
    let other = Computed::new(Settings {
        seed: 8,
        ..data(100).settings
    });
    assert_eq!(
        json(data(100).contact(0, 42)),
        json(data(100).contact(0, 42))
    );
    assert_ne!(json(data(100).contact(0, 42)), json(other.contact(0, 42)));
}

#[test]
fn every_contact_is_found_by_its_id_and_by_its_phone_number() {
    let data = data(1_000);
    let mut ids = HashSet::new();
    for account in 0..3 {
        for number in 0..data.contact_count(account) {
            let row = json(data.contact(account, number));
            let id = row["id"].as_str().unwrap();
            assert!(ids.insert(id.to_owned()));
            assert_eq!(json(data.find_contact(id).unwrap()), row);
            if let Some(phone) = row["phone_number"].as_str() {
                assert_eq!(data.find_phone(account, phone), Some(number));
                assert_eq!(data.find_phone(account + 1, phone), None);
            }
        }
    }
    assert_eq!(ids.len(), 1_100);
}

#[test]
fn ids_beyond_the_end_or_slightly_changed_are_unknown() {
    let data = data(10);
    assert!(data.find_contact(&data.contact_id(0, 9)).is_some());
    assert!(data.find_contact(&data.contact_id(0, 10)).is_none());
    assert!(data.find_contact(&data.contact_id(3, 0)).is_none());
    let id = data.contact_id(0, 3);
    for place in 4..id.len() {
        let mut changed = id.clone().into_bytes();
        changed[place] = if changed[place] == b'7' { b'6' } else { b'7' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(data.find_contact(&changed).is_none(), "{changed}");
    }
    assert!(data.find_customer(&data.customer_id(99)).is_some());
    assert!(data.find_customer(&data.customer_id(100)).is_none());
}

#[test]
fn a_search_finds_what_looking_at_every_row_finds() {
    let data = data(2_000);
    let rows = all(&data, &Filter::default(), 100);
    assert_eq!(rows.len(), 2_000);
    for text in [
        "budi",
        "BUDI",
        "@example.org",
        "dewi.",
        "17",
        "no such text",
    ] {
        let low = text.to_lowercase();
        let holds = |row: &&Value| {
            [&row["name"], &row["email"]]
                .into_iter()
                .filter_map(Value::as_str)
                .any(|field| field.to_lowercase().contains(&low))
        };
        let expected: Vec<_> = rows.iter().filter(holds).cloned().collect();
        let filter = Filter {
            search: Some(text.to_owned()),
            ..Filter::default()
        };
        assert_eq!(all(&data, &filter, 7), expected, "{text}");
    }
}

#[test]
fn a_search_for_a_rare_text_stops_and_can_go_on() {
    let data = data(250_000);
    let filter = Filter {
        search: Some("nobody has this".to_owned()),
        ..Filter::default()
    };
    let first = page(&data, 0, &filter, 0, 25);
    assert!(first.contacts.is_empty());
    assert_eq!(first.next, Some(100_000));
    assert_eq!(page(&data, 0, &filter, 200_000, 25).next, None);
}

#[test]
fn rows_are_untidy() {
    let rows = all(&data(500), &Filter::default(), 100);
    for field in ["phone_number", "name", "email", "metadata"] {
        let nulls = rows.iter().filter(|row| row[field].is_null()).count();
        assert!(nulls > 0 && nulls < 250, "{field}: {nulls}");
    }
    assert!(rows.iter().any(|row| row.get("opted_in").is_some()));
    assert!(rows.iter().any(|row| row["metadata"]["tags"].is_array()));
    assert!(
        rows.iter()
            .any(|row| row["whatsapp_account"]["customer"]["id"].is_string())
    );
    let states: Vec<_> = data(1)
        .accounts()
        .into_iter()
        .map(|(state, _)| state)
        .collect();
    let unknown = kirim::types::AccountStatus::from("under_review");
    assert!(states.contains(&unknown));
}

#[test]
fn people_are_found_by_id_and_by_whatever_else_they_have() {
    let data = data(1);
    for number in 0..100 {
        let person = data.person(number);
        let found = |lookup| data.find_person(&lookup).map(json);
        let expected = Some(json(&person));
        assert_eq!(found(Lookup::Id(&person.id)), expected);
        let attributes = person.attributes.unwrap_or_default();
        if let Some(email) = attributes.emails.iter().flatten().next() {
            assert_eq!(
                found(Lookup::Email(email.email.as_deref().unwrap())),
                expected
            );
        }
        if let Some(phone) = attributes.phones.iter().flatten().next() {
            assert_eq!(
                found(Lookup::Phone(phone.phone.as_deref().unwrap())),
                expected
            );
        }
        if let Some(id) = &attributes.external_id {
            assert_eq!(found(Lookup::ExternalId(id)), expected);
        }
    }
    assert!(
        data.find_person(&Lookup::ExternalId("shop-000100"))
            .is_none()
    );
    assert!(data.find_person(&Lookup::ExternalId("shop-1")).is_none());
}
