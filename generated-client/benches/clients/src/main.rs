//! `clients CLIENT SCENARIO COUNT URL` runs a scenario and prints, separated by spaces, the
//! nanoseconds of wall time and of CPU time, and the allocations; `clients server` serves.

mod by_hand;
mod by_progenitor;
mod ours;
mod server;

use std::{alloc::System, env, error::Error, time::Instant};

use cpu_time::ProcessTime;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Failures of any client.
type Failure = Box<dyn Error + Send + Sync>;

/// What is compared.
trait Client: Clone + Send + Sync + Sized + 'static {
    /// A client that sends everything to `url`.
    fn new(url: &str) -> Result<Self, Failure>;
    /// Gets a Kirim customer.
    fn call(&self) -> impl Future<Output = Result<(), Failure>> + Send;
    /// Takes all contacts of `pages` pages; gives their number.
    fn stream(&self, pages: usize) -> impl Future<Output = Result<usize, Failure>> + Send;
    /// Decodes a page of contacts.
    fn page(body: &[u8]) -> Result<(), Failure>;
    /// Decodes a Kustomer customer.
    fn kustomer(body: &[u8]) -> Result<(), Failure>;
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        ["server"] => server::serve(),
        ["ours", scenario, count, url] => run::<ours::Client>(scenario, count.parse()?, url),
        ["hand", scenario, count, url] => run::<by_hand::Client>(scenario, count.parse()?, url),
        ["progenitor", scenario, count, url] => {
            run::<by_progenitor::Client>(scenario, count.parse()?, url)
        }
        _ => Err("arguments: `server`, or CLIENT SCENARIO COUNT URL".into()),
    }
}

/// Number of tasks that call at once.
const TASKS: usize = 64;

fn run<C: Client>(scenario: &str, count: usize, url: &str) -> Result<(), Failure> {
    let mut builder = match scenario {
        "tasks-2" => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    let runtime = builder.worker_threads(2).enable_all().build()?;
    let client = C::new(url)?;
    runtime.block_on(client.call())?; // The connection, and what is made once.
    let (page, kustomer) = (server::page(100, None), server::kustomer());
    let region = Region::new(ALLOCATOR);
    let (wall, cpu) = (Instant::now(), ProcessTime::now());
    match scenario {
        "call" => {
            for _ in 0..count {
                runtime.block_on(client.call())?;
            }
        }
        "tasks-1" | "tasks-2" => runtime.block_on(at_once(client, count))?,
        "stream" => {
            let contacts = runtime.block_on(client.stream(count))?;
            if contacts != count * server::PAGE {
                return Err(format!("{contacts} contacts").into());
            }
        }
        "page" => (0..count).try_for_each(|_| C::page(page.as_bytes()))?,
        "kustomer" => (0..count).try_for_each(|_| C::kustomer(kustomer.as_bytes()))?,
        _ => return Err("unknown scenario".into()),
    }
    let (wall, cpu) = (wall.elapsed().as_nanos(), cpu.elapsed().as_nanos());
    println!("{wall} {cpu} {}", region.change().allocations);
    Ok(())
}

/// Makes `count` calls, [`TASKS`] at a time.
async fn at_once<C: Client>(client: C, count: usize) -> Result<(), Failure> {
    let tasks: Vec<_> = (0..TASKS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                for _ in 0..count / TASKS {
                    client.call().await?;
                }
                Ok::<_, Failure>(())
            })
        })
        .collect();
    for task in tasks {
        task.await??;
    }
    Ok(())
}
