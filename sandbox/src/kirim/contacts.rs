//! `kirim.list_contacts` and `kirim.get_contact`.

use generated_client::kirim::types::{
    AccountStatus, Contact, ContactList, ListContactsPhoneNumberId, ListContactsSearch,
};
use serde::Serialize;

use super::answer::Call;
use super::errors::Problem;
use crate::data::{Filter, Row, page};
use crate::query::Query;

/// Contacts of a page if nothing else is asked for.
const DEFAULT_LIMIT: usize = 25;

/// Contacts of a page at most.
const MAX_LIMIT: usize = 100;

/// The answer: a [`ContactList`] whose rows may have members that the contract does not list.
#[derive(Serialize)]
pub(super) struct ListBody {
    data: Vec<Row<Contact>>,
    has_more: bool,
    next_cursor: Option<String>,
    request_id: String,
}

impl ListBody {
    /// Takes the type of the contract apart, so that a member it gains is missed here.
    fn new(data: Vec<Row<Contact>>, list: ContactList) -> Self {
        let ContactList {
            data: _,
            has_more,
            next_cursor,
            request_id,
        } = list;
        Self {
            data,
            has_more,
            next_cursor,
            request_id,
        }
    }
}

/// The answer with one contact, like the contract's `ContactResponse`.
#[derive(Serialize)]
pub(super) struct OneBody {
    data: Row<Contact>,
    request_id: String,
}

pub(super) fn get(call: &Call<'_>, id: &str) -> Result<OneBody, Problem> {
    let data = call.app.data.find_contact(id);
    Ok(OneBody {
        data: data.ok_or_else(|| Problem::not_found("contact"))?,
        request_id: call.request_id.clone(),
    })
}

pub(super) fn list(call: &Call<'_>, number: &str, query: &Query<'_>) -> Result<ListBody, Problem> {
    let app = call.app;
    if number.parse::<ListContactsPhoneNumberId>().is_err() {
        let message = "A `phone_number_id` has 6 to 20 digits.";
        let param = "phone_number_id";
        return Err(Problem::parameter("invalid_field_value", param, message));
    }
    let filter = Filter {
        phone: query.get("phone")?.map(phone).transpose()?,
        search: query.get("search")?.map(search).transpose()?,
    };
    let limit = query.get("limit")?.map_or(Ok(DEFAULT_LIMIT), limit)?;
    let bound_to = [
        Some(number),
        filter.phone.as_deref(),
        filter.search.as_deref(),
    ];
    let start = match query.get("cursor")? {
        None => 0,
        Some(cursor) => app.cursors.read(cursor, &bound_to).ok_or_else(|| {
            let message = "This cursor was not issued for this list and these filters.";
            Problem::parameter("invalid_cursor", "cursor", message)
        })?,
    };
    let account = match app.data.find_account(number) {
        None => return Err(Problem::not_found("account")),
        Some((account, AccountStatus::Connected)) => account,
        Some(_) => return Err(Problem::not_connected()),
    };
    let page = page(app.data.as_ref(), account, &filter, start, limit);
    let next_cursor = page.next.map(|next| app.cursors.make(next, &bound_to));
    let list = ContactList {
        data: Vec::new(),
        has_more: next_cursor.is_some(),
        next_cursor,
        request_id: call.request_id.clone(),
    };
    Ok(ListBody::new(page.contacts, list))
}

/// Digits, of a number from 1 to [`MAX_LIMIT`].
fn limit(text: &str) -> Result<usize, Problem> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let limit = text
        .parse()
        .ok()
        .filter(|limit| digits && (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| {
        let message = "A page holds between 1 and 100 items.";
        Problem::parameter("invalid_limit", "limit", message)
    })
}

/// E.164: a plus sign, and 7 to 15 digits of which the first is not 0.
fn phone(text: &str) -> Result<String, Problem> {
    let digits = text.strip_prefix('+').unwrap_or_default();
    let is_number = (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        let message = "The phone number is not in E.164 form: a plus sign, the country code, and \
                       the number. In a query the plus sign is written %2B.";
        return Err(Problem::parameter("invalid_phone_number", "phone", message));
    }
    Ok(text.to_owned())
}

/// Text of the length that the contract states.
fn search(text: &str) -> Result<String, Problem> {
    let search: Result<ListContactsSearch, _> = text.parse();
    search.map(String::from).map_err(|_| {
        let message = "The text to search for has 1 to 200 characters.";
        Problem::parameter("invalid_field_value", "search", message)
    })
}
