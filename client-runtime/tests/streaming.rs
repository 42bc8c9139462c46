//! What is uploaded and downloaded in pieces takes little memory, however large it is: at most 32 MiB
//! beyond what the process has before. Measured where Linux tells the peak of a process; this test is
//! the only one of its process.
//!
//! `STREAMING_MIB=1024 cargo test --release -p client-runtime --test streaming -- --nocapture` does it
//! with 1 GiB, and shows the figures.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "tests"
)]

use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use client_runtime::codegen::{Api, ApiClient, Auth, Form, Operation, Runtime};
use client_runtime::http::Method;
use client_runtime::{ClientBuilder, Upload};

const MIB: u64 = 1024 * 1024;

static API: Api = Api::new("files");

static PUT: Operation = Operation::new(&API, "put", Method::PUT, "", "/files", Auth::None)
    .content_type("application/octet-stream");
static POST: Operation = Operation::new(&API, "post", Method::POST, "", "/files", Auth::None)
    .content_type("multipart/form-data");
static GET: Operation =
    Operation::new(&API, "get", Method::GET, "", "/files", Auth::None).accept("*/*");

struct Client(Runtime);

impl ApiClient for Client {
    const API: &'static Api = &API;
    const USER_AGENT: &'static str = "files/1";

    fn from_runtime(runtime: Runtime) -> Self {
        Self(runtime)
    }
}

#[tokio::test]
async fn large_files_take_little_memory() {
    let mib = std::env::var("STREAMING_MIB").map_or(64, |it| it.parse().expect("a number"));
    let size = mib * MIB;
    // Takes no room on disk: it is one hole.
    let path = std::env::temp_dir().join(format!("streaming-{}", std::process::id()));
    fs::File::create(&path).unwrap().set_len(size).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let connections = listener.incoming().take(4);
        let serve = |stream: std::io::Result<_>| serve(&mut stream.unwrap(), size);
        connections.map(serve).collect::<Vec<_>>()
    });
    let client = ClientBuilder::<Client>::new().base_url(url);
    let client = client.build().unwrap();
    let call = |operation| client.0.call(operation);
    // What is made once.
    let small = call(&PUT).bytes(Ok(Upload::bytes("x")));
    small.send_empty().await.unwrap();

    let before = memory();
    let upload = call(&PUT).bytes(Ok(Upload::path(&path)));
    upload.send_empty().await.unwrap();
    let body = report("upload", before);
    let before = memory();
    let form = Form::new().file("file", Ok(Upload::path(&path)));
    let form = call(&POST).fields(form);
    form.send_empty().await.unwrap();
    let form = report("form", before);
    let before = memory();
    let length = call(&GET).write_to(&mut tokio::io::sink()).await;
    let download = report("download", before);

    fs::remove_file(&path).unwrap();
    let received = server.join().unwrap();
    assert_eq!((received[1], *length.unwrap()), (size, size));
    assert!(received[2] > size);
    for peak in [body, form, download] {
        assert!(peak <= 32 * 1024, "{peak} KiB");
    }
}

/// Serves one request; returns the length of its body.
fn serve(stream: &mut TcpStream, size: u64) -> u64 {
    let mut block = vec![0; 64 * 1024];
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    if head.starts_with("GET") {
        let reply =
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {size}\r\n\r\n");
        stream.write_all(reply.as_bytes()).unwrap();
        for _ in 0..size / block.len() as u64 {
            stream.write_all(&block).unwrap();
        }
        return 0;
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.unwrap().parse().unwrap();
    let mut left = length;
    while left > 0 {
        let read = stream.read(&mut block).unwrap() as u64;
        assert!(read > 0, "the body ends {left} bytes early");
        left -= read;
    }
    let reply = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
    stream.write_all(reply).unwrap();
    length
}

/// The memory of the process in KiB, from which its peak is counted from now on.
fn memory() -> u64 {
    fs::write("/proc/self/clear_refs", "5").unwrap();
    status("VmRSS:")
}

/// By how many KiB the peak lies above the memory before.
fn report(name: &str, before: u64) -> u64 {
    let peak = status("VmHWM:");
    println!("{name}: {before} KiB before, {peak} KiB at most");
    peak.saturating_sub(before)
}

fn status(name: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let value = status.lines().find_map(|line| line.strip_prefix(name));
    let value = value.unwrap().trim().trim_end_matches(" kB");
    value.parse().unwrap()
}
