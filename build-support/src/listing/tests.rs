//! Made-up sources and their listings.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::{HEADER, ListingError, Sources, listing};

/// Files as `crate/path`, each with its text.
fn sources(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::new();
    for (file, text) in files {
        let (krate, path) = file.split_once('/').unwrap();
        let files = sources.entry(krate.to_owned()).or_default();
        files.insert(path.to_owned(), (*text).to_owned().into());
    }
    sources
}

fn listed(files: &[(&str, &str)]) -> String {
    let listing = listing("client", sources(files)).unwrap();
    listing.strip_prefix(HEADER).unwrap().to_owned()
}

fn refused(files: &[(&str, &str)]) -> String {
    let error: ListingError = listing("client", sources(files)).unwrap_err();
    error.to_string()
}

#[test]
fn items_are_listed_where_they_can_be_named() {
    let root = "
        mod inner;
        pub mod open { pub const N: u32 = 1; mod shut { pub struct Hidden; } }
        pub use self::inner::{deep::Deep, Thing as Renamed};
        pub use bytes::Bytes;
        pub use reqwest;
        #[doc(hidden)] pub mod private { pub fn f() {} }
        #[cfg(test)] pub mod tests;
        pub fn free<T: Clone>(mut t: &[T]) -> Option<(T, u8)> { None }
        pub type Short = Vec<u8>;
    ";
    let inner = "
        pub(crate) mod deep;
        /// Docs.
        #[derive(Clone, Debug)] #[non_exhaustive]
        pub struct Thing { pub a: Vec<u8>, b: u8, #[doc(hidden)] pub c: u8 }
        pub enum Unseen { A }
        impl Thing {
            pub const MAX: usize = 1;
            pub async fn get(mut self, id: impl Into<String>) -> Result<Self, ()> { Err(()) }
            fn not_this(&self) {}
            #[doc(hidden)] pub fn nor_this(&self) {}
            #[cfg(test)] pub fn nor_that(&self) {}
        }
        impl From<Thing> for String { fn from(_: Thing) -> Self { String::new() } }
    ";
    let deep = "
        use super::Thing;
        use std::fmt::{self, Display as Shown};
        #[derive(Copy)] pub enum Deep { A, B(u8, Thing), C { x: u8 } }
        impl<'a> Iterator for Deep { type Item = &'a u8; }
        impl Shown for Thing {}
        impl fmt::Write for Thing where Thing: Sized {}
    ";
    let files = [
        ("client/lib.rs", root),
        ("client/inner/mod.rs", inner),
        ("client/inner/deep.rs", deep),
    ];
    assert_eq!(
        listed(&files),
        "\
Bytes: pub use bytes::Bytes
Deep: impl Copy
Deep: impl<'a> Iterator<Item = &'a u8>
Deep: pub enum Deep
Deep::A: variant
Deep::B: variant (u8, Renamed)
Deep::C: variant { x: u8 }
Renamed: #[non_exhaustive] pub struct Renamed { private fields }
Renamed: impl Clone
Renamed: impl From<Renamed> for String
Renamed: impl std::fmt::Debug
Renamed: impl std::fmt::Display
Renamed: impl std::fmt::Write where Renamed: Sized
Renamed::MAX: pub const MAX: usize
Renamed::a: field Vec<u8>
Renamed::get: pub async fn get(self, id: impl Into<String>) -> Result<Self, ()>
Short: pub type Short = Vec<u8>
free: pub fn free<T: Clone>(t: &[T]) -> Option<(T, u8)>
open: pub mod open
open::N: pub const N: u32
reqwest: pub use reqwest
"
    );
}

#[test]
fn traits_and_tuple_structs_show_their_parts() {
    let root = "
        pub struct Pair(pub u8, u16);
        pub struct Unit;
        pub trait Act: Send { const N: u8; type Out: Clone; fn act(&self); fn maybe(&self) {} }
        trait Inner {}
        impl Inner for Unit {}
        impl From<Hidden> for Unit {}
        struct Hidden;
        impl<T: Act + ?Sized> Act for Box<T> {}
        impl<T: Act> Builder<T> where T: Sized { pub fn build(self) -> T {} }
        pub struct Builder<T>(T);
    ";
    assert_eq!(
        listed(&[("client/lib.rs", root)]),
        "\
Act: impl<T: Act + ?Sized> Act for Box<T>
Act: pub trait Act: Send
Act::N: const N: u8
Act::Out: type Out: Clone
Act::act: fn act(&self)
Act::maybe: provided fn maybe(&self)
Builder: pub struct Builder<T> { private fields }
Builder::build: pub fn build(self) -> T where T: Act, T: Sized
Pair: pub struct Pair { private fields }
Pair::0: field u8
Unit: pub struct Unit
"
    );
}

/// Where an item is defined, and how the code names it, is no part of the API.
#[test]
fn what_is_exported_from_another_crate_is_listed_as_its_own() {
    let generated = "
        use client_runtime::codegen::{self, chrono::{DateTime, Utc}};
        pub mod types {
            use super::*;
            pub struct Page { pub at: DateTime<Utc>, pub next: ::std::option::Option<Box<Page>> }
        }
        pub type ClientBuilder = client_runtime::ClientBuilder<Client>;
        pub struct Client(codegen::Runtime);
        impl Client {
            pub fn page(&self) -> Result<client_runtime::Response<types::Page>, codegen::Error> {}
        }
    ";
    let runtime = "
        mod error;
        mod http;
        pub use error::*;
        pub use http::{ClientBuilder, Response};
        #[doc(hidden)] pub mod codegen {
            pub use chrono;
            pub use crate::Error;
            pub struct Runtime;
        }
    ";
    let http = "
        use crate::error::Error;
        pub struct Response<T> { value: T }
        pub struct ClientBuilder<C> { client: C }
        impl<C> ClientBuilder<C> { pub fn build(self) -> Result<C, Error> {} }
    ";
    let files = [
        (
            "client/lib.rs",
            "mod kirim; pub mod api { pub use crate::kirim::*; } pub use client_runtime::*;",
        ),
        ("client/kirim.rs", generated),
        ("client_runtime/lib.rs", runtime),
        (
            "client_runtime/error.rs",
            "pub struct Error; pub(crate) struct Cause;",
        ),
        ("client_runtime/http.rs", http),
    ];
    assert_eq!(
        listed(&files),
        "\
ClientBuilder: pub struct ClientBuilder<C> { private fields }
ClientBuilder::build: pub fn build(self) -> Result<C, Error>
Error: pub struct Error
Response: pub struct Response<T> { private fields }
api: pub mod api
api::Client: pub struct Client { private fields }
api::Client::page: pub fn page(&self) -> Result<Response<api::types::Page>, Error>
api::ClientBuilder: pub type ClientBuilder = ClientBuilder<api::Client>
api::types: pub mod types
api::types::Page: pub struct Page
api::types::Page::at: field chrono::DateTime<chrono::Utc>
api::types::Page::next: field Option<Box<api::types::Page>>
"
    );
}

#[test]
fn an_item_with_two_paths_has_one_of_them_in_full() {
    let root =
        "pub mod a { pub use super::b::*; pub struct A; } pub mod b { pub use super::a::A; }";
    assert_eq!(
        listed(&[("client/lib.rs", root)]),
        "\
a: pub mod a
a::A: pub struct A
b: pub mod b
b::A: pub use a::A
"
    );
}

/// A macro's items are listed as if they were written, as `AccountStatus` shows.
#[test]
fn a_call_of_a_macro_is_listed_as_what_it_stands_for() {
    let call = "
        client_runtime::codegen::open_enum! {
            /// Docs.
            pub enum State {
                /// `on`
                On = \"on\",
                /// `off`
                #[deprecated] Off = \"off\",
            }
        }
    ";
    let written = "
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize)]
        #[non_exhaustive]
        pub enum State { On, Off, Unknown(String) }
        impl State { pub fn as_str(&self) -> &str { match self {} } }
        impl From<&str> for State {}
        impl From<String> for State {}
        impl From<&String> for State {}
        impl std::str::FromStr for State { type Err = std::convert::Infallible; }
        impl std::fmt::Display for State {}
        impl serde::Serialize for State {}
    ";
    let listed = |text| listed(&[("client/lib.rs", text)]);
    assert_eq!(listed(call), listed(written));
    assert_eq!(listed(call).lines().count(), 19);
    assert!(listed(call).contains("\nState: impl<'de> serde::Deserialize<'de>\n"));
}

#[test]
fn what_cannot_be_read_is_named() {
    for (files, message) in [
        (
            &[("client/lib.rs", "mod gone;")][..],
            "gone.rs of the crate `client` is missing",
        ),
        (
            &[("other/lib.rs", "")],
            "lib.rs of the crate `client` is missing",
        ),
        (
            &[("client/lib.rs", "/// Docs.\n\npub fn f( {}")],
            "lib.rs of the crate `client` cannot be parsed: cannot parse string into token stream",
        ),
        (
            &[
                ("client/lib.rs", "mod a;"),
                ("client/a.rs", "\nlazy! { x }"),
            ],
            "a.rs of the crate `client` calls `lazy!`: the listing does not know what that \
             expands to; describe it in build-support/src/listing/macros.rs",
        ),
    ] {
        assert_eq!(refused(files), message);
    }
}
