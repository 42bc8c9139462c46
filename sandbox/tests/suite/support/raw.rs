//! HTTP by hand: what is sent and received without a client in between.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// Longer than any response in these tests takes, those that never come apart.
const PATIENCE: Duration = Duration::from_secs(10);

/// A response as it came over the connection, up to its end.
pub(crate) struct Raw {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {:?}", self.status, self.headers)?;
        f.write_str(&String::from_utf8_lossy(&self.body))
    }
}

impl Raw {
    /// Value of a header, in any case of its name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let is_it = |known: &str| known.eq_ignore_ascii_case(name);
        let mut matching = self.headers.iter().filter(|(known, _)| is_it(known));
        let value = matching.next().map(|(_, value)| value.as_str());
        assert!(matching.next().is_none(), "{name} is there twice");
        value
    }

    /// Value of a header that holds a number.
    pub(crate) fn number(&self, name: &str) -> u64 {
        let value = self.header(name);
        let value = value.unwrap_or_else(|| panic!("no {name} in {self:?}"));
        value.parse().unwrap()
    }

    /// The body, which has to be JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    /// What a JSON pointer leads to in the body, which has to be text.
    pub(crate) fn text(&self, pointer: &str) -> String {
        let body = self.json();
        let text = body.pointer(pointer).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("no {pointer} in {body}"))
            .to_owned()
    }

    /// Whether the body is as long as the response says.
    pub(crate) fn is_complete(&self) -> bool {
        self.number("content-length") == self.body.len() as u64
    }

    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).unwrap();
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap().split(' ').nth(1).unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap());
        Some(Self {
            status: status.parse().unwrap(),
            headers: headers
                .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
                .collect(),
            body: bytes[end + 4..].to_vec(),
        })
    }
}

/// Sends a GET request and reads the whole response.
pub(crate) async fn get(address: SocketAddr, path: &str, headers: &[(&str, &str)]) -> Raw {
    send(address, "GET", path, headers, "").await
}

/// Sends a request and reads the whole response.
pub(crate) async fn send(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Raw {
    let (bytes, error) = exchange(address, method, path, headers, body).await;
    assert!(error.is_none(), "{error:?}");
    Raw::parse(&bytes).expect("a response")
}

/// Sends a request that may break off: what came, if anything, and how the connection ended.
pub(crate) async fn send_broken(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (Option<Raw>, Option<io::Error>) {
    let (bytes, error) = exchange(address, method, path, headers, body).await;
    (Raw::parse(&bytes), error)
}

/// The same with GET.
pub(crate) async fn get_broken(
    address: SocketAddr,
    path: &str,
    headers: &[(&str, &str)],
) -> (Option<Raw>, Option<io::Error>) {
    send_broken(address, "GET", path, headers, "").await
}

async fn exchange(
    address: SocketAddr,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (Vec<u8>, Option<io::Error>) {
    let mut request =
        format!("{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in headers {
        request.extend([name, ": ", value, "\r\n"]);
    }
    if !body.is_empty() {
        request.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
    }
    request.extend(["\r\n", body]);
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    let reading = timeout(PATIENCE, stream.read_to_end(&mut bytes));
    let error = reading.await.expect("an end").err();
    (bytes, error)
}
