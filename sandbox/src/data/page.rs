//! One page of contacts: the same walk over computed rows and rows of a file.

use generated_client::kirim::types::Contact;

use super::{Data, Row};

/// How many rows a search looks at for one answer.
///
/// Rows are computed as the search comes to them, so a rare text would cost one answer the whole
/// list. A page that reaches this bound may hold fewer contacts than asked for, even none, and
/// still has another after it; nothing in the API's documents rules that out.
const MOST_EXAMINED: u64 = 100_000;

/// What narrows a list of contacts.
#[derive(Debug, Default)]
pub(crate) struct Filter {
    /// Exactly this phone number.
    pub(crate) phone: Option<String>,
    /// This text within name or email, in any case.
    pub(crate) search: Option<String>,
}

/// Some contacts and where to go on.
pub(crate) struct Page {
    pub(crate) contacts: Vec<Row<Contact>>,
    /// Number of the contact that the next page begins with, or the first that it looks at.
    pub(crate) next: Option<u64>,
}

/// At most `limit` contacts from number `start` on.
pub(crate) fn page(
    data: &dyn Data,
    account: usize,
    filter: &Filter,
    start: u64,
    limit: usize,
) -> Page {
    let search = filter.search.as_deref().map(str::to_lowercase);
    let holds = |number| {
        search
            .as_deref()
            .is_none_or(|text| data.contact_holds(account, number, text))
    };
    let mut contacts = Vec::with_capacity(limit);
    if let Some(phone) = &filter.phone {
        let found = data.find_phone(account, phone);
        if let Some(number) = found.filter(|number| *number >= start && holds(*number)) {
            contacts.push(data.contact(account, number));
        }
        return Page {
            contacts,
            next: None,
        };
    }
    let count = data.contact_count(account);
    let bound = start.saturating_add(MOST_EXAMINED);
    let mut next = None;
    for number in start..count {
        if number >= bound {
            next = Some(number);
            break;
        }
        if !holds(number) {
            continue;
        }
        if contacts.len() == limit {
            next = Some(number);
            break;
        }
        contacts.push(data.contact(account, number));
    }
    Page { contacts, next }
}
