//! The program: what it prints, and how it ends.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::support::raw;

fn program(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_sandbox"))
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

/// Exit code and standard error of a program that ends by itself.
async fn ended(mut child: Child) -> (Option<i32>, String) {
    let mut text = String::new();
    child
        .stderr
        .take()
        .unwrap()
        .read_to_string(&mut text)
        .await
        .unwrap();
    let status = timeout(Duration::from_secs(10), child.wait())
        .await
        .unwrap();
    (status.unwrap().code(), text)
}

#[cfg(unix)]
#[tokio::test]
async fn it_prints_lines_to_paste_logs_requests_and_stops_on_ctrl_c() {
    let mut child = program(&[
        "--port",
        "0",
        "--contacts",
        "20",
        "--fault",
        "kustomer: hang",
    ]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut exports = Vec::new();
    for _ in 0..3 {
        exports.push(lines.next_line().await.unwrap().unwrap());
    }
    let value = |line: &str, name: &str| {
        let rest = line.split_once(&format!("{name}=")).unwrap().1;
        rest.split(' ').next().unwrap().to_owned()
    };
    assert!(
        exports[0].starts_with("# The sandbox is at http://127.0.0.1:"),
        "{exports:?}"
    );
    assert!(exports[1].starts_with("export KIRIM_API_KEY="));
    assert!(exports[2].starts_with("export KUSTOMER_API_KEY="));
    let base = value(&exports[1], "KIRIM_BASE_URL");
    let address = base
        .strip_prefix("http://")
        .unwrap()
        .strip_suffix("/kirim/v1")
        .unwrap();
    let key = format!("Bearer {}", value(&exports[1], "KIRIM_API_KEY"));
    let path = "/kirim/v1/accounts?status=all";
    let response = raw::get(address.parse().unwrap(), path, &[("authorization", &key)]).await;
    assert_eq!(response.status, 200);

    let id = child.id().unwrap().to_string();
    let interrupted = Command::new("kill")
        .args(["-INT", &id])
        .status()
        .await
        .unwrap();
    assert!(interrupted.success());
    let (code, log) = ended(child).await;
    assert_eq!(code, Some(0));
    let request_id = response.header("x-request-id").unwrap();
    let [request, stopping] = log.lines().collect::<Vec<_>>()[..] else {
        panic!("{log}");
    };
    assert!(
        request.starts_with("200 GET /kirim/v1/accounts?status=all "),
        "{log}"
    );
    assert!(request.ends_with(request_id), "{log}");
    assert_eq!(stopping, "stopping");
}

#[tokio::test]
async fn it_serves_the_contract_of_a_file() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/suite/shop.yaml");
    let options = "--port 0 --quiet --write-per-minute 1 --contract";
    let mut child = program(&options.split(' ').chain([path]).collect::<Vec<_>>());
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next_line().await.unwrap();
    let export = lines.next_line().await.unwrap().unwrap();
    let keys = "export SHOP_API_KEY=sandbox-key-of-shop SHOP_BASE_URL=http://";
    let (address, path) = export.strip_prefix(keys).unwrap().split_once('/').unwrap();
    assert_eq!(path, "shop/v2");
    let headers = [
        ("x-key", "sandbox-key-of-shop"),
        ("content-type", "application/json"),
    ];
    for status in [201, 429] {
        let path = "/shop/v2/shops/north/orders";
        let body = r#"{ "kind": "pickup" }"#;
        let response = raw::send(address.parse().unwrap(), "POST", path, &headers, body).await;
        assert_eq!(response.status, status);
    }
}

#[tokio::test]
async fn it_prints_the_credentials_that_no_variable_holds() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../build-support/tests/golden/credentials.yaml"
    );
    let mut child = program(&["--port", "0", "--quiet", "--contract", path]);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    lines.next_line().await.unwrap();
    let export = lines.next_line().await.unwrap().unwrap();
    assert!(
        export.starts_with("export SHOP_BASE_URL=http://"),
        "{export}"
    );
    let key = "\"sandbox-key-of-shop\"";
    assert_eq!(
        lines.next_line().await.unwrap().unwrap(),
        format!(
            "# shop::Client::builder().env().api_key({key}).basic(\"user\", {key})\
             .credential(\"header\", {key}).credential(\"query\", {key}).build()?"
        )
    );
}

#[tokio::test]
async fn it_says_in_one_line_why_it_does_not_start() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    for (arguments, part) in [
        (["--port", &port], port.as_str()),
        (
            ["--contract", "/nowhere/openapi.yaml"],
            "/nowhere/openapi.yaml",
        ),
        (["--fault", "explode"], "`explode` is unknown"),
        (["--contacts", "100001"], "100,000 contacts"),
    ] {
        let (code, text) = ended(program(&arguments)).await;
        assert_eq!(code, Some(1), "{text}");
        assert!(text.starts_with("error: ") && text.contains(part), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }
}

#[tokio::test]
async fn it_names_the_file_of_a_contract_that_has_mistakes() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let (code, text) = ended(program(&["--contract", path])).await;
    assert_eq!(code, Some(1), "{text}");
    assert!(text.starts_with(&format!("error: {path}:2:1: ")), "{text}");
}
