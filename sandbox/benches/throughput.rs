//! How many requests one core serves: `cargo bench --package sandbox`.
//!
//! The sandbox runs on one thread, the load comes from another over connections that are kept. What
//! counts is the time that the sandbox's thread spent working, where the system tells it (Linux),
//! so that other work on the machine does not matter. The program fails below the required rate.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark")]

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use sandbox::Sandbox;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::sync::oneshot;

const CONNECTIONS: usize = 32;
const WARM_UP: Duration = Duration::from_millis(500);
const MEASURED: Duration = Duration::from_secs(3);

/// One kind of request, and how many of them a second of one core has to serve.
struct Workload {
    name: &'static str,
    target: String,
    required: f64,
}

fn main() -> ExitCode {
    let (found, wanted) = mpsc::channel();
    let (stop, stopped) = oneshot::channel();
    let server = thread::spawn(move || serve(&found, stopped));
    let server_started: Started = wanted.recv().unwrap();
    let workloads = [
        Workload {
            name: "single contacts",
            target: format!("/kirim/v1/contacts/{}", server_started.contact),
            required: 10_000.0,
        },
        Workload {
            name: "pages of 25 contacts",
            target: format!("/kirim/v1/{}/contacts", server_started.account),
            required: 4_000.0,
        },
        Workload {
            name: "pages of 100 contacts",
            target: format!("/kirim/v1/{}/contacts?limit=100", server_started.account),
            required: 1_000.0,
        },
    ];
    let mut enough = true;
    for workload in &workloads {
        enough &= measure(workload, &server_started);
    }
    stop.send(()).unwrap();
    server.join().unwrap();
    if enough {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// What the load needs to know of the sandbox.
struct Started {
    address: SocketAddr,
    key: String,
    contact: String,
    account: String,
    /// Nanoseconds that the sandbox's thread has worked, as of the last millisecond; 0 if unknown.
    worked: Arc<AtomicU64>,
}

/// Runs the sandbox on this thread.
fn serve(found: &mpsc::Sender<Started>, stopped: oneshot::Receiver<()>) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::builder()
            .contacts(100_000)
            .read_per_minute(u32::MAX)
            .keep_requests(0)
            .start()
            .await
            .unwrap();
        let worked = Arc::new(AtomicU64::new(0));
        found
            .send(Started {
                address: sandbox.address(),
                key: sandbox.kirim_api_key().to_owned(),
                contact: text(&sandbox.rows("kirim", "contacts")[0]["id"]),
                account: text(&sandbox.rows("kirim", "accounts")[0]["phone_number_id"]),
                worked: worked.clone(),
            })
            .unwrap();
        let clock = async {
            loop {
                worked.store(thread_time().unwrap_or_default(), Ordering::Relaxed);
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::select! {
            () = clock => {}
            stopped = stopped => stopped.unwrap(),
        }
    });
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// Nanoseconds that this thread has worked.
fn thread_time() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok()
}

/// Prints the rate of a workload; gives whether it is high enough.
fn measure(workload: &Workload, server: &Started) -> bool {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let request: Arc<[u8]> = format!(
        "GET {} HTTP/1.1\r\nhost: sandbox\r\nauthorization: Bearer {}\r\n\r\n",
        workload.target, server.key
    )
    .into_bytes()
    .into();
    let received = Arc::new(AtomicU64::new(0));
    runtime.block_on(async {
        for _ in 0..CONNECTIONS {
            let (request, received) = (request.clone(), received.clone());
            let stream = TcpStream::connect(server.address).await.unwrap();
            tokio::spawn(load(stream, request, received));
        }
        tokio::time::sleep(WARM_UP).await;
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let (count, worked, start) = (read(&received), read(&server.worked), Instant::now());
        tokio::time::sleep(MEASURED).await;
        #[expect(clippy::cast_precision_loss, reason = "only shown")]
        let [count, worked] =
            [read(&received) - count, read(&server.worked) - worked].map(|number| number as f64);
        let elapsed = start.elapsed().as_secs_f64();
        let worked = if worked > 0.0 { worked / 1e9 } else { elapsed };
        let rate = count / worked;
        let verdict = if rate >= workload.required {
            "ok"
        } else {
            "TOO SLOW"
        };
        println!(
            "{:<22} {:>8.0} a second of one core ({:>8.0} a second, {:.0} % of it worked); \
             required {:>6.0}: {verdict}",
            workload.name,
            rate,
            count / elapsed,
            100.0 * worked / elapsed,
            workload.required
        );
        rate >= workload.required
    })
}

/// Sends the same request again and again over one connection.
async fn load(mut stream: TcpStream, request: Arc<[u8]>, received: Arc<AtomicU64>) {
    stream.set_nodelay(true).unwrap();
    let mut buffer = Vec::with_capacity(64 * 1024);
    loop {
        stream.write_all(&request).await.unwrap();
        buffer.clear();
        let mut length = None;
        while length.is_none_or(|length| buffer.len() < length) {
            assert!(stream.read_buf(&mut buffer).await.unwrap() > 0, "closed");
            length = length.or_else(|| response_length(&buffer));
        }
        received.fetch_add(1, Ordering::Relaxed);
    }
}

/// Length of a response, head included, once its head is there.
fn response_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&bytes[..end]).unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .expect("a length");
    Some(end + length.trim().parse::<usize>().unwrap())
}
