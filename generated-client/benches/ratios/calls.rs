//! Calls and decoding, beside a client by hand and plain progenitor's; the server is a process of its
//! own, and the rounds of the three are interleaved.

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
    ("call", "a call", 20_000, 500),
    ("tasks-1", "64 calls at once, one thread", 64_000, 0),
    ("tasks-2", "64 calls at once, two threads", 64_000, 0),
    ("stream", "a page of 100 in a stream", 1_000, 20),
    ("page", "decoding 100 contacts", 10_000, 50),
    ("kustomer", "decoding a Kustomer customer", 50_000, 200),
];

const ROUNDS: usize = 7;

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
        for _ in 0..ROUNDS {
            for (client, measured) in CLIENTS.iter().zip(&mut measured) {
                let figures = once(Command::new(&program), client, scenario, count, url)?;
                for (values, figure) in measured.iter_mut().zip(figures) {
                    values.push(figure / f64::from(count));
                }
            }
        }
        println!("{about}");
        let figure = |place: usize| {
            measured
                .each_ref()
                .map(|it: &[Vec<f64>; 3]| median(it[place].clone()))
        };
        line("wall time, µs", figure(0).map(|it| it / 1e3));
        line("CPU time, µs", figure(1).map(|it| it / 1e3));
        line("allocations", figure(2));
        if valgrind && counted > 0 {
            let mut instructions = [0.0; 3];
            for (client, instructions) in CLIENTS.iter().zip(&mut instructions) {
                // What is done once is in both.
                let fewer = callgrind(&program, client, scenario, counted, url)?;
                let more = callgrind(&program, client, scenario, 3 * counted, url)?;
                *instructions = (more - fewer) / f64::from(2 * counted) / 1e3;
            }
            line("instructions, thousands", instructions);
        }
        println!();
    }
    if !valgrind {
        println!("instructions are counted where valgrind is installed");
    }
    Ok(())
}

fn line(what: &str, [ours, hand, progenitor]: [f64; 3]) {
    println!(
        "  {what:<24} {ours:>9.1} {hand:>9.1} {progenitor:>9.1}   ({:.3}, {:.3})",
        ours / hand,
        ours / progenitor
    );
}

/// Runs a scenario once: wall time, CPU time, allocations.
fn once(
    mut program: Command,
    client: &str,
    scenario: &str,
    count: u32,
    url: &str,
) -> Result<[f64; 3], Failure> {
    let printed = output(program.args([client, scenario, &count.to_string(), url]))?;
    let figures = printed
        .split_whitespace()
        .map(str::parse)
        .collect::<Result<Vec<f64>, _>>()?;
    figures
        .try_into()
        .map_err(|_| format!("unexpected output: {printed}").into())
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
