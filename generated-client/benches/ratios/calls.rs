//! Calls and decoding, beside a client by hand and plain progenitor's; the server is a process of its
//! own, and the three take turns in many short rounds, since the memory that a process gets makes a call
//! a tenth slower or faster.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use crate::{Failure, build, median, output, progenitor_client, root, target, write_plain_client};

const CLIENTS: [&str; 3] = ["ours", "hand", "progenitor"];

/// Name, what it is, how often it is repeated in a round, and how often under valgrind.
const SCENARIOS: [(&str, &str, u32, u32); 6] = [
    ("call", "a call", 1_500, 500),
    ("tasks-1", "64 calls at once, one thread", 6_400, 0),
    ("tasks-2", "64 calls at once, two threads", 6_400, 0),
    ("stream", "a page of 100 in a stream", 100, 20),
    ("page", "decoding 100 contacts", 1_000, 50),
    ("kustomer", "decoding a Kustomer customer", 5_000, 200),
];

const ROUNDS: usize = 100;

/// The orders in which the three run, by turns: each follows each other one as often.
const ORDERS: [[usize; 3]; 6] = [
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
    [0, 2, 1],
    [1, 2, 0],
    [2, 0, 1],
];

/// Stops the server.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn run() -> Result<(), Failure> {
    let folder = root().join("generated-client/benches/clients");
    write_plain_client(&progenitor_client())?;
    let program = build(&folder, "clients")?;
    let mut server = Server(
        Command::new(&program)
            .arg("server")
            .stdout(Stdio::piped())
            .spawn()?,
    );
    let mut url = String::new();
    let printed = server.0.stdout.take().ok_or("no output")?;
    BufReader::new(printed).read_line(&mut url)?;
    let url = url.trim();
    let valgrind = Command::new("valgrind").arg("--version").output().is_ok();

    println!(
        "each: ours, by hand, plain progenitor; in brackets ours ÷ by hand, ours ÷ progenitor\n"
    );
    for (scenario, about, count, counted) in SCENARIOS {
        let mut measured = [const { [const { Vec::new() }; 3] }; 3];
        for order in ORDERS.iter().cycle().take(ROUNDS) {
            for &client in order {
                let program = Command::new(&program);
                let figures = once(program, CLIENTS[client], scenario, count, url)?;
                for (values, figure) in measured.iter_mut().zip(figures) {
                    values[client].push(figure);
                }
            }
        }
        println!("{about}");
        let [wall, cpu, allocations] = &measured;
        line("wall time, µs", wall);
        line("CPU time, µs", cpu);
        line("allocations", allocations);
        if valgrind && counted > 0 {
            let mut instructions = [const { Vec::new() }; 3];
            for (client, instructions) in CLIENTS.iter().zip(&mut instructions) {
                // What is done once is in both.
                let fewer = callgrind(&program, client, scenario, counted, url)?;
                let more = callgrind(&program, client, scenario, 3 * counted, url)?;
                instructions.push((more - fewer) / f64::from(2 * counted) / 1e3);
            }
            line("instructions, thousands", &instructions);
        }
        println!();
    }
    if !valgrind {
        println!("instructions are counted where valgrind is installed");
    }
    Ok(())
}

/// Prints the medians of all rounds, and the ratios.
fn line(what: &str, rounds: &[Vec<f64>; 3]) {
    let [ours, hand, progenitor] = rounds.each_ref().map(|it| median(it.clone()));
    let [to_hand, to_progenitor] = [1, 2].map(|other| ratio(&rounds[0], &rounds[other]));
    println!(
        "  {what:<24} {ours:>9.1} {hand:>9.1} {progenitor:>9.1}   ({to_hand}, {to_progenitor})"
    );
}

/// The geometric mean of the ratios of all rounds, with its standard error where the rounds differ.
fn ratio(ours: &[f64], others: &[f64]) -> String {
    let logarithms = ours.iter().zip(others).map(|(a, b)| (a / b).ln());
    let logarithms: Vec<_> = logarithms.collect();
    let count = u32::try_from(logarithms.len()).map_or(f64::NAN, f64::from);
    let mean = logarithms.iter().sum::<f64>() / count;
    let squares = logarithms.iter().map(|it| (it - mean).powi(2));
    let error = (squares.sum::<f64>() / count / (count - 1.0)).sqrt();
    if error >= 0.0005 {
        format!("{:.3} ± {error:.3}", mean.exp())
    } else {
        format!("{:.3}", mean.exp())
    }
}

/// Runs a scenario once: microseconds of wall time and of CPU time, and allocations, of each repetition.
fn once(
    mut program: Command,
    client: &str,
    scenario: &str,
    count: u32,
    url: &str,
) -> Result<[f64; 3], Failure> {
    let printed = output(program.args([client, scenario, &count.to_string(), url]))?;
    let figures = printed.split_whitespace().map(str::parse);
    match figures.collect::<Result<Vec<f64>, _>>()?[..] {
        [wall, cpu, allocations] => {
            Ok([wall / 1e3, cpu / 1e3, allocations].map(|it| it / f64::from(count)))
        }
        _ => Err(format!("unexpected output: {printed}").into()),
    }
}

/// Instructions of a whole run, all threads.
fn callgrind(
    program: &Path,
    client: &str,
    scenario: &str,
    count: u32,
    url: &str,
) -> Result<f64, Failure> {
    let file = target().join("callgrind.out");
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--quiet", "--tool=callgrind"])
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(program);
    once(valgrind, client, scenario, count, url)?;
    let text = fs::read_to_string(file)?;
    let total = text.lines().find_map(|line| {
        line.strip_prefix("summary: ")
            .or(line.strip_prefix("totals: "))
    });
    Ok(total.ok_or("no totals")?.trim().parse()?)
}
