//! Contacts: one by its id, and the list with its filters and pages.

use std::collections::HashSet;

use generated_client::kirim::types::Contact;

use crate::support::{ACCOUNT, DEGRADED_ACCOUNT, EMPTY_ACCOUNT, get_kirim, ids, kirim, start};

#[tokio::test]
async fn the_client_gets_a_contact_by_its_id() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    let id = ids(&sandbox, "kirim", "contacts").remove(7);
    let response = client.get_contact(&id).send().await.unwrap();
    assert_eq!(response.data.id, id);
    assert_eq!(response.request_id(), Some(response.request_id.as_str()));
    for id in ["ctc_00000000000000000000000000", "x", "../accounts"] {
        let error = client.get_contact(id).send().await.unwrap_err();
        assert!(error.is_not_found(), "{id}: {error}");
    }
}

#[tokio::test]
async fn a_contact_is_the_same_in_the_list_and_by_its_id_on_the_wire() {
    let sandbox = start().await;
    let page = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts"))
        .await
        .json();
    for contact in page["data"].as_array().unwrap() {
        let path = format!("/contacts/{}", contact["id"].as_str().unwrap());
        assert_eq!(get_kirim(&sandbox, &path).await.json()["data"], *contact);
    }
    let response = get_kirim(&sandbox, "/contacts/%FF").await;
    assert_eq!(response.status, 400);
    assert_eq!(response.json()["error"]["param"], "id");
}

#[tokio::test]
async fn the_client_follows_the_cursor_through_all_contacts() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    for limit in [1, 7, 100] {
        let stream = client.list_contacts(ACCOUNT).limit(limit).stream();
        let contacts: Vec<Contact> = stream.try_collect().await.unwrap();
        let ids: HashSet<_> = contacts.iter().map(|contact| &contact.id).collect();
        assert_eq!((contacts.len(), ids.len()), (300, 300));
    }
    let none: Vec<Contact> = client
        .list_contacts(EMPTY_ACCOUNT)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert!(none.is_empty());
}

#[tokio::test]
async fn pages_have_25_contacts_or_as_many_as_asked_for_on_the_wire() {
    let sandbox = start().await;
    for (query, count, more) in [
        ("", 25, true),
        ("?limit=1", 1, true),
        ("?limit=100", 100, true),
        ("?limit=007", 7, true),
    ] {
        let page = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts{query}"))
            .await
            .json();
        assert_eq!(page["data"].as_array().unwrap().len(), count, "{query}");
        assert_eq!(page["has_more"], more, "{query}");
    }
    let second = "100200300400501";
    let page = get_kirim(&sandbox, &format!("/{second}/contacts?limit=30"))
        .await
        .json();
    assert_eq!(page["data"].as_array().unwrap().len(), 30);
    assert_eq!(page["has_more"], false, "exactly as many as there are");
    assert!(page["next_cursor"].is_null());
}

#[tokio::test]
async fn parameters_that_are_not_accepted_are_named_to_the_client() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    let list = || client.list_contacts(ACCOUNT);
    let error = list().phone("0812").send().await.unwrap_err();
    assert_eq!(
        (error.code(), error.param()),
        (Some("invalid_phone_number"), Some("phone"))
    );
    let error = list().cursor("x").send().await.unwrap_err();
    assert_eq!(
        (error.code(), error.param()),
        (Some("invalid_cursor"), Some("cursor"))
    );
    assert_eq!(error.error_type(), Some("invalid_request_error"));
    let error = client.list_contacts("999999").send().await.unwrap_err();
    assert!(error.is_not_found(), "{error}");
    let error = client
        .list_contacts(DEGRADED_ACCOUNT)
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 422);
    assert_eq!(error.code(), Some("whatsapp_number_not_verified"));
}

#[tokio::test]
async fn parameters_that_are_not_accepted_are_named_on_the_wire() {
    let sandbox = start().await;
    let long = format!("search={}", "x".repeat(201));
    for (query, code, param) in [
        ("limit=0", "invalid_limit", "limit"),
        ("limit=101", "invalid_limit", "limit"),
        ("limit=-1", "invalid_limit", "limit"),
        ("limit=%2B5", "invalid_limit", "limit"),
        ("limit=", "invalid_limit", "limit"),
        ("limit=1.0", "invalid_limit", "limit"),
        ("limit=99999999999999999999", "invalid_limit", "limit"),
        ("limit=5&limit=5", "invalid_limit", "limit"),
        ("cursor=", "invalid_cursor", "cursor"),
        ("cursor=eyJpZCI6MX0", "invalid_cursor", "cursor"),
        ("phone=628001234567", "invalid_phone_number", "phone"),
        ("phone=+628001234567", "invalid_phone_number", "phone"),
        ("phone=%2B0800123456", "invalid_phone_number", "phone"),
        ("phone=%2B6280012345678901", "invalid_phone_number", "phone"),
        ("search=", "invalid_field_value", "search"),
        (&long, "invalid_field_value", "search"),
    ] {
        let response = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts?{query}")).await;
        let error = &response.json()["error"];
        assert_eq!(response.status, 400, "{query}");
        assert_eq!(error["type"], "invalid_request_error");
        assert_eq!(
            (error["code"].as_str(), error["param"].as_str()),
            (Some(code), Some(param)),
            "{query}"
        );
    }
    let longest = "%C3%A9".repeat(200);
    let response = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts?search={longest}")).await;
    assert_eq!(response.status, 200, "characters are counted, not bytes");
    for number in ["12345", "123456789012345678901", "10020030040050x"] {
        let response = get_kirim(&sandbox, &format!("/{number}/contacts")).await;
        assert_eq!(response.status, 400, "{number}");
        assert_eq!(response.json()["error"]["param"], "phone_number_id");
    }
}

#[tokio::test]
async fn the_client_finds_a_contact_by_its_phone_number_and_by_parts_of_its_name() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    let all: Vec<Contact> = client
        .list_contacts(ACCOUNT)
        .limit(100)
        .stream()
        .try_collect()
        .await
        .unwrap();
    for contact in all
        .iter()
        .filter(|contact| contact.phone_number.is_some())
        .take(20)
    {
        let phone = contact.phone_number.as_deref().unwrap();
        let found = client
            .list_contacts(ACCOUNT)
            .phone(phone)
            .send()
            .await
            .unwrap();
        assert_eq!(found.data.len(), 1);
        assert_eq!(found.data[0].id, contact.id);
        assert!(!found.has_more);
    }
    let search = "PUTR";
    let expected: Vec<_> = all
        .iter()
        .filter(|contact| {
            [&contact.name, &contact.email]
                .into_iter()
                .flatten()
                .any(|text| text.to_lowercase().contains("putr"))
        })
        .map(|contact| &contact.id)
        .collect();
    assert!(!expected.is_empty());
    let stream = client
        .list_contacts(ACCOUNT)
        .search(search)
        .limit(2)
        .stream();
    let found: Vec<Contact> = stream.try_collect().await.unwrap();
    assert_eq!(
        found.iter().map(|contact| &contact.id).collect::<Vec<_>>(),
        expected
    );
    let none = client
        .list_contacts(ACCOUNT)
        .phone("+6281200000002")
        .send()
        .await
        .unwrap();
    assert!(none.data.is_empty() && !none.has_more);
}

#[tokio::test]
async fn filters_narrow_together_on_the_wire() {
    let sandbox = start().await;
    let page = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts?limit=100"))
        .await
        .json();
    let contacts = page["data"].as_array().unwrap();
    let contact = contacts
        .iter()
        .find(|contact| contact["phone_number"].is_string() && contact["email"].is_string())
        .unwrap();
    let phone = contact["phone_number"]
        .as_str()
        .unwrap()
        .replace('+', "%2B");
    let email = contact["email"].as_str().unwrap();
    let (name, _) = email.split_once('@').unwrap();
    for (search, count) in [(name.to_uppercase(), 1), ("zzz".to_owned(), 0)] {
        let path = format!("/{ACCOUNT}/contacts?phone={phone}&search={search}");
        let found = get_kirim(&sandbox, &path).await.json();
        assert_eq!(found["data"].as_array().unwrap().len(), count, "{search}");
    }
}

#[tokio::test]
async fn a_cursor_is_bound_to_its_filters_for_the_client() {
    let sandbox = start().await;
    let client = kirim(&sandbox);
    let page = client
        .list_contacts(ACCOUNT)
        .search("a")
        .limit(5)
        .send()
        .await
        .unwrap();
    let cursor = page.next_cursor.clone().unwrap();
    let again = client
        .list_contacts(ACCOUNT)
        .search("a")
        .limit(9)
        .cursor(&cursor)
        .send()
        .await;
    assert_eq!(again.unwrap().data.len(), 9, "the limit is no filter");
    for list in [
        client.list_contacts(ACCOUNT),
        client.list_contacts(ACCOUNT).search("b"),
        client
            .list_contacts(ACCOUNT)
            .search("a")
            .phone("+6280000000001"),
        client.list_contacts("100200300400501").search("a"),
    ] {
        let error = list.cursor(&cursor).send().await.unwrap_err();
        assert_eq!(error.code(), Some("invalid_cursor"));
    }
}

#[tokio::test]
async fn a_changed_cursor_is_refused_on_the_wire() {
    let sandbox = start().await;
    let page = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts"))
        .await
        .json();
    let cursor = page["next_cursor"].as_str().unwrap();
    let last = cursor.len() - 1;
    let other = if cursor.ends_with('A') { "B" } else { "A" };
    for (changed, status) in [
        (cursor.to_owned(), 200),
        (format!("{}{other}", &cursor[..last]), 400),
        (cursor[..last].to_owned(), 400),
        (format!("{cursor}="), 400),
        (format!("A{cursor}"), 400),
    ] {
        let response = get_kirim(&sandbox, &format!("/{ACCOUNT}/contacts?cursor={changed}")).await;
        assert_eq!(response.status, status, "{changed}");
    }
}
