//! Values of every kind of schema come through its type: decoded and encoded again they are the same.
#![cfg(not(clippy))] // As the module that it is about.

use std::{any::type_name, fmt::Debug};

use goldens::everything::types;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, from_str, from_value, to_value};

include!(concat!(env!("OUT_DIR"), "/values.rs"));

#[test]
fn values_come_through() {
    assert!(values());
}

/// Whether a value stays the same; no union may only keep it.
fn round_trip<T: Serialize + DeserializeOwned + Debug>(value: &str) -> bool {
    let value: Value = from_str(value).unwrap();
    let name = type_name::<T>();
    let decoded: T = match from_value(value.clone()) {
        Ok(decoded) => decoded,
        Err(error) => {
            eprintln!("{name}: {error}: {value}");
            return false;
        }
    };
    let shown = format!("{decoded:?}");
    let encoded = to_value(&decoded).unwrap();
    let is_kept = shown.contains("Unknown(") && !value.to_string().contains("\"blue\"");
    if is_kept {
        eprintln!("{name}: {value} is {shown}");
    }
    for (key, value) in value.as_object().unwrap() {
        if encoded[key] != *value {
            eprintln!("{name}.{key}: {value} became {}", encoded[key]);
        }
    }
    encoded == value && !is_kept
}
