//! Long lists.

use crate::support::{ACCOUNT, builder, kirim};

/// A list that takes hundreds of pages comes whole, in order, and without a row twice.
#[tokio::test]
async fn a_long_list_comes_whole() {
    const CONTACTS: usize = 5_000;
    let sandbox = builder()
        .contacts(CONTACTS)
        .read_per_minute(u32::MAX)
        .keep_requests(0)
        .start()
        .await
        .unwrap();
    let client = kirim(&sandbox);
    let mut stream = client.list_contacts(ACCOUNT).limit(100).stream();
    let (mut count, mut last) = (0, None);
    while let Some(contact) = stream.try_next().await.unwrap() {
        let created = contact.created_at.into_value().unwrap();
        assert!(last.is_none_or(|last| created < last), "newest first");
        last = Some(created);
        count += 1;
    }
    assert_eq!(count, CONTACTS);
}
