//! Edits of a made-up listing, and what is said about them.

use super::changes;

const OLD: &str = "\
# head
Act: pub trait Act
Act::act: fn act(&self)
Error: impl Clone
Error: pub struct Error { private fields }
Error::code: pub fn code(&self) -> Option<&str>
kirim: pub mod kirim
kirim::Client: pub struct Client { private fields }
kirim::Client::get: pub fn get(&self, id: impl TryInto<u8, Error: Clone>) -> kirim::builder::Get<'_>
kirim::Client::page: pub fn page(&self) -> Result<kirim::Page, Error>
kirim::Id: impl TryFrom<&str, Error = kirim::Kind>
kirim::Id: pub struct Id { private fields }
kirim::Kind: pub enum Kind
kirim::Kind::A: variant
kirim::Open: #[non_exhaustive] pub enum Open
kirim::Open::A: variant
kirim::Page: pub struct Page
kirim::Page::data: field Vec<u8>
kirim::Page::first: field Option<Box<kirim::Page>>
kirim::Sent: pub struct Sent
kirim::Sent::builder: pub fn builder() -> kirim::builder::Sent
kirim::builder: pub mod builder
kirim::builder::Get: pub struct Get<'a> { private fields }
kirim::builder::Get::send: pub async fn send(self) -> Result<(), Error>
";

/// Verdict, code, path and message of each change that edits make: each replaces a text.
fn said(edits: &[(&str, &str)]) -> Vec<String> {
    let mut new = OLD.to_owned();
    for (from, to) in edits {
        assert!(new.contains(from), "{from}");
        new = new.replace(from, to);
    }
    let changes = changes(OLD, &new).into_iter();
    let line = |it: super::ApiChange| {
        let (verdict, code) = (format!("{:?}", it.verdict).to_lowercase(), it.code);
        format!("{verdict} {code} {}: {}", it.item, it.message)
    };
    changes.map(line).collect()
}

fn added(line: &str) -> Vec<String> {
    said(&[("# head\n", &format!("# head\n{line}\n"))])
}

#[test]
fn equal_listings_have_no_change() {
    assert_eq!(said(&[]), [""; 0]);
}

#[test]
fn what_is_gone_is_one_change_with_all_that_was_in_it() {
    let api: String = OLD
        .split_inclusive('\n')
        .filter(|line| line.starts_with("kirim"))
        .collect();
    assert_eq!(
        said(&[(&api, "")]),
        ["breaking item-removed kirim: removed"]
    );
    assert_eq!(
        said(&[("Error: impl Clone\n", "")]),
        ["breaking item-removed Error: `impl Clone`: removed"]
    );
    assert_eq!(
        said(&[("kirim::Kind::A: variant\n", "")]),
        ["breaking item-removed kirim::Kind::A: removed"]
    );
}

#[test]
fn another_declaration_breaks_and_more_freedom_does_not() {
    for (from, to, expected) in [
        (
            "id: impl TryInto<u8, ",
            "id: impl TryInto<u16, ",
            "breaking item-changed kirim::Client::get: declared in another way",
        ),
        (
            "get(&self, id: ",
            "get(&self, number: ",
            "compatible item-changed kirim::Client::get: arguments have other names; they are given \
             by their place",
        ),
        (
            "data: field Vec<u8>",
            "data: field Option<Vec<u8>>",
            "breaking item-changed kirim::Page::data: declared in another way",
        ),
        (
            "#[non_exhaustive] ",
            "",
            "compatible item-changed kirim::Open: it can be made and matched in full now",
        ),
        (
            "pub enum Kind",
            "#[non_exhaustive] pub enum Kind",
            "breaking item-changed kirim::Kind: declared in another way",
        ),
        (
            "pub struct Page",
            "pub struct Page { private fields }",
            "breaking item-changed kirim::Page: declared in another way",
        ),
        (
            "fn act(",
            "provided fn act(",
            "compatible item-changed Act::act: who implements the trait need not provide it any more",
        ),
        (
            "pub fn code",
            "pub const fn code",
            "compatible item-changed Error::code: it can be called in constants now",
        ),
    ] {
        assert_eq!(said(&[(from, to)]), [expected]);
    }
    assert_eq!(
        said(&[("impl TryFrom<&str, Error = kirim::Kind>", "impl From<&str>")]),
        [
            "compatible item-removed kirim::Id: `impl TryFrom<&str, Error = kirim::Kind>`: `From` brings \
             it along",
            "compatible item-added kirim::Id: `impl From<&str>`: added"
        ]
    );
}

#[test]
fn additions_are_compatible_unless_callers_have_to_follow() {
    for (line, expected) in [
        (
            "Error: impl Eq",
            "compatible item-added Error: `impl Eq`: added",
        ),
        (
            "Error::id: pub fn id(&self) -> u8",
            "compatible item-added Error::id: added",
        ),
        (
            "post: pub mod post\npost::Client: pub struct Client",
            "compatible item-added post: added",
        ),
        (
            "kirim::Open::B: variant",
            "compatible item-added kirim::Open::B: added",
        ),
        (
            "kirim::Kind::B: variant (u8)",
            "breaking item-added kirim::Kind::B: added: a `match` on the enum has no arm for it",
        ),
        (
            "kirim::Kind::variant: pub fn variant(&self)",
            "compatible item-added kirim::Kind::variant: added",
        ),
        (
            "Act::more: fn more(&self)",
            "breaking item-added Act::more: added: who implements the trait has to provide it",
        ),
        (
            "Act::more: provided fn more(&self)",
            "compatible item-added Act::more: added",
        ),
        (
            "kirim::Page::more: field bool",
            "compatible item-added kirim::Page::more: added: by policy a type may gain fields. A \
             literal has to name it, and a pattern without `..`",
        ),
        (
            "kirim::Sent::more: field Option<bool>",
            "compatible item-added kirim::Sent::more: added: by policy a type may gain fields. A \
             literal has to name it, and a pattern without `..`",
        ),
        (
            "kirim::Sent::more: field bool",
            "breaking item-added kirim::Sent::more: added: what requests are made of has to have \
             it: a literal without it does not compile, and a builder without it fails",
        ),
        (
            "Error::more: field bool",
            "compatible item-added Error::more: added",
        ),
    ] {
        assert_eq!(added(line), [expected]);
    }
}

#[test]
fn a_rename_is_one_change_with_all_that_follows_from_it() {
    let renamed = |from: &str, to: &str| {
        format!(
            "breaking item-renamed {from}: removed, and `{to}` was added, declared alike: another name?"
        )
    };
    assert_eq!(
        said(&[
            ("kirim::Page", "kirim::Sheet"),
            ("struct Page", "struct Sheet")
        ]),
        [renamed("kirim::Page", "kirim::Sheet")]
    );
    assert_eq!(
        said(&[("data: field", "items: field")]),
        [renamed("kirim::Page::data", "kirim::Page::items")]
    );
    // The method is recognised once its request is.
    assert_eq!(
        said(&[
            ("Client::get", "Client::fetch"),
            ("fn get", "fn fetch"),
            ("builder::Get", "builder::Fetch"),
            ("struct Get", "struct Fetch")
        ]),
        [
            renamed("kirim::Client::get", "kirim::Client::fetch"),
            renamed("kirim::builder::Get", "kirim::builder::Fetch")
        ]
    );
    // Of two types alike, the one that is called after the request.
    let two = "kirim::GetId: pub struct GetId\nkirim::Other: pub struct Other\n";
    let one = "kirim::FetchId: pub struct FetchId\n";
    let fetch = |old: &str| {
        old.replace("builder::Get", "builder::Fetch")
            .replace("struct Get<", "struct Fetch<")
    };
    let changes = changes(&(OLD.to_owned() + two), &(fetch(OLD) + one));
    let items: Vec<_> = changes
        .iter()
        .map(|it| (it.code, it.item.as_str()))
        .collect();
    assert_eq!(
        items,
        [
            ("item-renamed", "kirim::GetId"),
            ("item-removed", "kirim::Other"),
            ("item-renamed", "kirim::builder::Get")
        ]
    );
    assert_eq!(
        said(&[("kirim", "kirimdev")]),
        [renamed("kirim", "kirimdev")]
    );
    // The trait's `Error` is not the type.
    assert_eq!(
        said(&[
            ("\nError", "\nFailure"),
            ("struct Error", "struct Failure"),
            (", Error>", ", Failure>")
        ]),
        [renamed("Error", "Failure")]
    );
}

#[test]
fn what_could_be_either_of_two_is_not_called_renamed() {
    let id = "kirim::Kind: pub enum Kind\nkirim::Kind::A: variant\n";
    let two = id.replace("Kind", "One") + &id.replace("Kind", "Two");
    assert_eq!(
        said(&[(id, &two), ("Error = kirim::Kind", "Error = kirim::Open")]),
        [
            "breaking item-removed kirim::Id: `impl TryFrom<&str, Error = kirim::Kind>`: removed",
            "compatible item-added kirim::Id: `impl TryFrom<&str, Error = kirim::Open>`: added",
            "breaking item-removed kirim::Kind: removed",
            "compatible item-added kirim::One: added",
            "compatible item-added kirim::Two: added"
        ]
    );
    assert_eq!(
        said(&[("Kind::A: variant", "Kind::B: variant")]).len(),
        2,
        "variants are all alike"
    );
}
