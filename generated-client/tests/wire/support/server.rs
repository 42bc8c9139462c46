//! A server on this machine that records requests byte by byte and plays scripted responses.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// A server. It plays one reply a request, in order, and stops when it is dropped.
pub(crate) struct Server {
    port: u16,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    replies: Mutex<VecDeque<Reply>>,
    requests: Mutex<Vec<Recorded>>,
    connections: AtomicUsize,
}

/// What the server does with one request.
#[derive(Clone, Debug)]
pub(crate) struct Reply(Vec<Step>);

/// One thing that the server does.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    /// Sends these bytes.
    Send(Vec<u8>),
    /// Does nothing for a while.
    Wait(Duration),
    /// Does nothing until the client is gone.
    Hang,
    /// Closes the connection in order.
    Close,
    /// Breaks the connection off.
    Reset,
}

/// A request as it came over the wire.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    /// Request line and headers, without the empty line.
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Starts a server that plays these replies.
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let state = Arc::new(State {
            replies: Mutex::new(replies.into_iter().collect()),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        Self {
            port: listener.local_addr().unwrap().port(),
            task: tokio::spawn(accept(listener, Arc::clone(&state))),
            state,
        }
    }

    /// URL of a path on the server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// `host:port` of the server.
    pub(crate) fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// All requests so far.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.state.requests.lock().unwrap().clone()
    }

    /// How many connections were made so far.
    pub(crate) fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }

    /// The one request so far.
    pub(crate) fn request(&self) -> Recorded {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Takes the connections along: their set is owned by the task.
        self.task.abort();
    }
}

impl Reply {
    /// A response with these headers and this body, whose length is declared.
    pub(crate) fn new(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let body = body.into();
        let mut reply = format!(
            "HTTP/1.1 {status} Whatever\r\ncontent-length: {}\r\n",
            body.len()
        );
        for (name, value) in headers {
            reply.extend([name, ": ", value, "\r\n"]);
        }
        reply.push_str("\r\n");
        Self(vec![Step::Send([reply.into_bytes(), body].concat())])
    }

    /// A response of JSON.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::json_with(status, &[], body)
    }

    /// A response of JSON with further headers.
    pub(crate) fn json_with(status: u16, headers: &[(&str, &str)], body: &Value) -> Self {
        let headers = [&[("content-type", "application/json")], headers].concat();
        Self::new(status, &headers, body.to_string())
    }

    /// Anything at all.
    pub(crate) fn steps(steps: impl IntoIterator<Item = Step>) -> Self {
        Self(steps.into_iter().collect())
    }
}

impl Step {
    /// Sends this text.
    pub(crate) fn send(text: &str) -> Self {
        Self::Send(text.as_bytes().to_vec())
    }
}

impl Recorded {
    /// Method, target and version of the request.
    pub(crate) fn line(&self) -> [&str; 3] {
        let parts: Vec<_> = self.head.lines().next().unwrap().split(' ').collect();
        parts.try_into().expect("a request line of three parts")
    }

    /// The target without its query.
    pub(crate) fn path(&self) -> &str {
        let [_, target, _] = self.line();
        target.split_once('?').map_or(target, |(path, _)| path)
    }

    /// The pairs of the query, sorted, as they came over the wire.
    pub(crate) fn query(&self) -> Vec<&str> {
        let [_, target, _] = self.line();
        let Some((_, query)) = target.split_once('?') else {
            return Vec::new();
        };
        let mut pairs: Vec<_> = query.split('&').collect();
        pairs.sort_unstable();
        pairs
    }

    /// The value of a header, by its name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers().into_iter();
        headers.find_map(|(header, value)| (header == name).then_some(value))
    }

    /// Names, in lower case and sorted, and values of the headers.
    pub(crate) fn headers(&self) -> Vec<(String, &str)> {
        let header = |line| {
            let (name, value) = str::split_once(line, ':').unwrap();
            (name.to_ascii_lowercase(), value.trim())
        };
        let mut headers: Vec<_> = self.head.lines().skip(1).map(header).collect();
        headers.sort_unstable();
        headers
    }
}

async fn accept(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        state.connections.fetch_add(1, Ordering::Relaxed);
        connections.spawn(serve(stream, Arc::clone(&state)));
    }
}

/// Serves a connection until somebody closes it.
async fn serve(mut stream: TcpStream, state: Arc<State>) {
    let mut buffer = Vec::new();
    while let Some(request) = read_request(&mut stream, &mut buffer).await {
        state.requests.lock().unwrap().push(request);
        let reply = state.replies.lock().unwrap().pop_front();
        let reply = reply.unwrap_or_else(|| Reply::new(500, &[], "no reply is left in the script"));
        for step in reply.0 {
            match step {
                Step::Send(bytes) => {
                    // A client that is gone already is what some tests are about.
                    if stream.write_all(&bytes).await.is_err() {
                        return;
                    }
                }
                Step::Wait(time) => tokio::time::sleep(time).await,
                Step::Hang => {
                    while !matches!(stream.read(&mut [0; 64]).await, Ok(0) | Err(_)) {}
                    return;
                }
                Step::Close => return,
                Step::Reset => {
                    stream.set_zero_linger().unwrap();
                    return;
                }
            }
        }
    }
}

/// Reads one request; what follows it stays in the buffer.
async fn read_request(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<Recorded> {
    const END: &[u8] = b"\r\n\r\n";
    let end = loop {
        if let Some(end) = buffer.windows(END.len()).position(|window| window == END) {
            break end;
        }
        read_more(stream, buffer).await?;
    };
    let head = String::from_utf8(buffer[..end].to_vec()).expect("a head of UTF-8");
    buffer.drain(..end + END.len());
    let request = Recorded {
        head,
        body: Vec::new(),
    };
    let length = request
        .headers()
        .iter()
        .find(|(name, _)| name == "content-length")
        .map_or(0, |(_, length)| length.parse().unwrap());
    while buffer.len() < length {
        read_more(stream, buffer).await?;
    }
    let body = buffer.drain(..length).collect();
    Some(Recorded { body, ..request })
}

async fn read_more(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> Option<()> {
    let read = stream.read_buf(buffer).await.ok()?;
    (read > 0).then_some(())
}
