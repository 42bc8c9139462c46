//! What an interruption leaves, and what becomes of it.
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sandbox::Sandbox;

use super::*;

const ACCOUNT: &str = "100200300400500";

/// Exports to a file from a sandbox of 1,050 contacts, which has a fault if one is named.
async fn export(path: &Path, fault: Option<&str>) -> Result<u64, AnyError> {
    export_to(Export::open(path, Format::of(path)?, ACCOUNT)?, fault).await
}

async fn export_to(mut export: Export, fault: Option<&str>) -> Result<u64, AnyError> {
    let mut builder = Sandbox::builder().contacts(1_050);
    if let Some(fault) = fault {
        builder = builder.fault(fault);
    }
    let sandbox = builder.start().await.unwrap();
    let client = kirim::Client::builder()
        .api_key(sandbox.kirim_api_key())
        .base_url(sandbox.kirim_base_url())
        .total_timeout(Duration::from_secs(10))
        .build()?;
    pages(
        &client,
        &mut export,
        &Progress::new(None::<Vec<u8>>, "contacts", 0),
    )
    .await?;
    export.finish()
}

#[tokio::test]
async fn an_interrupted_export_ends_with_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    for extension in ["csv", "jsonl"] {
        let whole = folder.path().join("whole").with_extension(extension);
        assert_eq!(export(&whole, None).await.unwrap(), 1_050);

        let broken = folder.path().join("broken").with_extension(extension);
        let fault = Some("internal-error, skip=4");
        assert!(export(&broken, fault).await.is_err());
        let part = fs::read_to_string(&broken).unwrap();
        assert!(fs::read_to_string(&whole).unwrap().starts_with(&part));
        assert!(part.ends_with('\n') && part.lines().count() >= 400);

        // As if the program had been killed while it wrote.
        fs::write(&broken, format!("{part}ctc_half a li")).unwrap();
        assert_eq!(export(&broken, None).await.unwrap(), 1_050);
        assert_eq!(fs::read(&broken).unwrap(), fs::read(&whole).unwrap());
    }
    let names = fs::read_dir(folder.path()).unwrap();
    assert_eq!(names.count(), 4, "nothing is left beside the files");
}

#[test]
fn an_export_that_fails_before_its_first_contact_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.csv");
    let export = Export::open(&path, Format::Csv, ACCOUNT).unwrap();
    assert!(path.exists());
    export.fail().unwrap();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn lines_are_whole_and_as_many_as_there_are_contacts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.jsonl");
    export(&path, None).await.unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 1_050);

    let path = folder.path().join("contacts.csv");
    export(&path, None).await.unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text.matches("\r\n").count(), 1_051);
    assert!(text.contains(", S.Kom\","), "commas are quoted");
}

#[tokio::test]
async fn files_that_do_not_fit_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("contacts.csv");
    fs::write(&path, "mine").unwrap();
    let error = export(&path, None).await.unwrap_err().to_string();
    assert!(error.contains("exists"), "{error}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");

    let path = folder.path().join("other.csv");
    drop(Export::open(&path, Format::Csv, "other").unwrap());
    let error = export(&path, None).await.unwrap_err().to_string();
    assert!(error.contains("account other"), "{error}");
    let error = Export::open(&path, Format::JsonLines, "other").err();
    let error = error.unwrap().to_string();
    assert!(error.contains("another format"), "{error}");

    fs::write(folder.path().join("other.csv.resume"), "{").unwrap();
    let error = export(&path, None).await.unwrap_err().to_string();
    assert!(error.contains("start again"), "{error}");
    assert!(Format::of(Path::new("contacts.xlsx")).is_err());
}

/// A standard output that can be read afterwards.
#[derive(Clone, Default)]
struct Pipe(Arc<Mutex<Vec<u8>>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_standard_output_gets_what_a_file_gets() {
    let folder = tempfile::tempdir().unwrap();
    for (extension, format) in [("csv", Format::Csv), ("jsonl", Format::JsonLines)] {
        let path = folder.path().join("contacts").with_extension(extension);
        export(&path, None).await.unwrap();
        let pipe = Pipe::default();
        let to_pipe = Export::to(Box::new(pipe.clone()), format, ACCOUNT).unwrap();
        assert_eq!(export_to(to_pipe, None).await.unwrap(), 1_050);
        assert_eq!(*pipe.0.lock().unwrap(), fs::read(&path).unwrap());
    }
}

#[test]
fn a_page_that_says_that_there_are_more_but_not_where_is_an_error() {
    let page = serde_json::json!({
        "data": [], "has_more": true, "next_cursor": null, "request_id": "req_1"
    });
    let page = serde_json::from_value(page).unwrap();
    let mut export = Export::to(Box::new(io::sink()), Format::Csv, ACCOUNT).unwrap();
    let error = export.write(&page).unwrap_err().to_string();
    assert!(error.contains("more contacts"), "{error}");
    assert!(!export.is_complete());
}

#[test]
fn options_are_read_as_documented() {
    let options = Options::parse_from(["export_contacts", "--output", "-", "--format", "jsonl"]);
    assert_eq!(options.output, Path::new("-"));
    assert_eq!(options.format, Some(Format::JsonLines));
}
