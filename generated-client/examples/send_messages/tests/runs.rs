//! Runs, to their end and not.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use generated_client::kirim;

use super::process::{Ended, Place, command};
use crate::journal::{self, Stage};

const SENDER: &str = "100200300400500";

/// How many messages were sent, repetitions included.
fn requests(place: &Place) -> usize {
    let requests = place.sandbox.requests().into_iter();
    requests
        .filter(|request| request.operation == Some("kirim.send_message"))
        .count()
}

/// How many messages the service has for each recipient of the list.
async fn messages(place: &Place) -> BTreeMap<String, usize> {
    let client = kirim::Client::builder()
        .api_key(place.sandbox.kirim_api_key())
        .base_url(place.sandbox.kirim_base_url())
        .build()
        .unwrap();
    let messages = client.list_messages(SENDER).limit(100).stream();
    let messages: Vec<_> = messages.try_collect().await.unwrap();
    let mut counts = BTreeMap::new();
    let recipients = messages.into_iter().filter_map(|message| message.to);
    for to in recipients.filter(|to| to.starts_with("+62800111")) {
        *counts.entry(to).or_default() += 1;
    }
    counts
}

/// Everybody got one message.
async fn assert_sent_once(place: &Place, rows: usize) {
    let messages = messages(place).await;
    let twice: Vec<_> = messages.iter().filter(|(_, count)| **count > 1).collect();
    assert!(twice.is_empty(), "sent more than once: {twice:?}");
    let expected = (0..rows).map(|row| format!("+62800111{row:07}"));
    let missing: Vec<_> = expected.filter(|to| !messages.contains_key(to)).collect();
    assert!(missing.is_empty(), "not sent: {missing:?}");
    assert_eq!(messages.len(), rows);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_run_sends_nothing_and_a_status_asks_for_each_message() {
    let place = Place::new(60, &[]).await;
    let run = place.run("--first 20 --output sent.csv");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(
        run.err.contains("20 messages to 20 recipients"),
        "{}",
        run.err
    );
    assert!(
        run.out.contains("60 messages: 20 accepted, 40 not sent"),
        "{}",
        run.out
    );
    let sent = fs::read_to_string(place.path("sent.csv")).unwrap();
    assert!(sent.starts_with("line,to,result,message,detail\n2,+628001110000000,accepted,msg_"));

    // The plan stands, whatever becomes of the list.
    place.write_list([(0, "Rosa"), (7_000, "Rosa")].into_iter());
    let run = place.run("");
    assert_eq!(run.code, Some(0), "{run:?}");
    assert!(run.err.contains("the list has changed"), "{}", run.err);
    assert!(run.out.contains("60 messages: 60 accepted"), "{}", run.out);
    assert_sent_once(&place, 60).await;

    let before = requests(&place);
    let run = place.run("");
    assert_eq!((run.code, requests(&place)), (Some(0), before), "{run:?}");

    let url = place.sandbox.kirim_base_url();
    let status = command(
        place.folder.path(),
        &format!("status --campaign test --sandbox {url}"),
    );
    let status = Ended::of({ status }.output().unwrap());
    assert_eq!(status.code, Some(0), "{status:?}");
    let asked = place.sandbox.requests().into_iter();
    assert_eq!(
        asked
            .filter(|it| it.operation == Some("kirim.get_message"))
            .count(),
        60
    );
    assert!(status.out.contains("60 messages: "), "{}", status.out);

    // Another template, sender or server is not what the journal is of.
    let run = place.run("--sender 100200300400501");
    assert!(
        run.code == Some(1) && run.err.contains("choose another --campaign"),
        "{run:?}"
    );
}

/// Pseudo-random numbers that a failure can be repeated with.
fn random(state: &mut u64) -> u64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

/// Killed at random moments, while one in twenty responses is lost.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_killed_and_started_again_sends_nothing_twice() {
    const ROWS: usize = 400;
    let lost = "kirim.send_message: reset, every=20";
    let place = Place::new(ROWS, &["kirim.send_message: latency=25ms", lost]).await;
    let mut seed = u64::from(std::process::id());
    for _ in 0..10 {
        let mut program = place.start("--concurrency 8");
        sleep(Duration::from_millis(random(&mut seed) % 350));
        program.kill().unwrap();
        program.wait().unwrap();
    }
    let killed_after = messages(&place).await.len();
    let run = place.run("");
    assert_eq!(run.code, Some(0), "seed {}: {run:?}", std::process::id());
    assert!(killed_after < ROWS, "it was always killed too late");
    assert_sent_once(&place, ROWS).await;
    let repeated = requests(&place) - ROWS;
    eprintln!("{killed_after} messages before the last run, {repeated} requests repeated");
    assert!(repeated > 0, "nothing was in flight when it was killed");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_lets_what_is_in_flight_end() {
    let place = Place::new(400, &["kirim.send_message: latency=100ms"]).await;
    let mut program = place.start("--concurrency 4");
    while requests(&place) < 20 {
        assert!(program.try_wait().unwrap().is_none(), "it ended too early");
        sleep(Duration::from_millis(5));
    }
    let signal = ["-INT", &program.id().to_string()].map(str::to_owned);
    assert!(
        std::process::Command::new("kill")
            .args(signal)
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(program.wait().unwrap().code(), Some(130));
    let states = journal::contents(&place.path("test.sandbox.jsonl"))
        .unwrap()
        .states;
    let accepted = states
        .iter()
        .filter(|state| matches!(state.stage, Stage::Accepted(_)))
        .count();
    let unsent = states
        .iter()
        .filter(|state| state.stage == Stage::Unsent)
        .count();
    assert!(
        accepted >= 20 && accepted + unsent == 400,
        "{accepted} and {unsent}"
    );
    assert_eq!(place.run("--concurrency 64").code, Some(0));
    assert_sent_once(&place, 400).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_for_all_stops_the_run_and_a_429_fails_nobody() {
    let stopped = "kirim.send_message: status=402, skip=10, times=1";
    let limited = "kirim.send_message: rate-limited=1, skip=40, times=3";
    let place = Place::new(60, &[stopped, limited]).await;
    let run = place.run("--concurrency 1");
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(
        run.out.contains("60 messages: 10 accepted, 50 not sent"),
        "{}",
        run.out
    );
    assert!(run.err.contains("402"), "{}", run.err);
    assert_eq!(requests(&place), 11, "one is refused, and no other is sent");
    let run = place.run("--concurrency 1");
    assert!(run.out.contains("60 messages: 60 accepted"), "{run:?}");
    assert_eq!(messages(&place).await.len(), 60);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_got_too_many_messages_waits_alone() {
    let place = Place::new(
        30,
        &["kirim.send_message: status=400, code=131056, skip=2, times=1"],
    )
    .await;
    let start = Instant::now();
    let run = place.run("--concurrency 2");
    assert!(run.out.contains("30 messages: 30 accepted"), "{run:?}");
    assert!(
        start.elapsed() >= Duration::from_secs(4),
        "{:?}",
        start.elapsed()
    );
    let sent = place
        .sandbox
        .requests()
        .into_iter()
        .filter(|it| !it.body.is_empty());
    let sent: Vec<_> = sent.map(|it| it.body).collect();
    // Which one is refused depends on which of two that are on their way comes first.
    let (last, others) = sent.split_last().unwrap();
    assert_eq!(others.len(), 30, "all others are sent meanwhile");
    assert!(others.iter().filter(|it| *it == last).count() == 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_limit_is_waited_for() {
    let place = Place::with_limit(120, 124, &[]).await;
    let run = place.run("");
    assert!(run.out.contains("124 messages: 124 accepted"), "{run:?}");
    assert_eq!(requests(&place), 124, "none was refused");
    assert_sent_once(&place, 124).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_perhaps_sent_long_ago_is_sent_again_if_told_to() {
    let place = Place::new(3, &[]).await;
    assert_eq!(place.run("--first 2").code, Some(0));
    // Both results are lost, and it was yesterday.
    let path = place.path("test.sandbox.jsonl");
    let journal = fs::read_to_string(&path).unwrap();
    let yesterday = format!("\"at\":{}", journal::now() - 24 * 60 * 60);
    let lines = journal.lines().filter(|line| !line.contains("accepted"));
    let lines = lines.map(|line| match line.split_once("\"at\":") {
        Some((intent, _)) => format!("{intent}{yesterday}}}}}\n"),
        None => format!("{line}\n"),
    });
    fs::write(&path, lines.collect::<String>()).unwrap();

    let run = place.run("");
    assert!(
        run.out.contains("3 messages: 1 accepted, 2 unknown"),
        "{run:?}"
    );
    assert_eq!((run.code, requests(&place)), (Some(1), 3));
    let run = place.run("--resend-unknown --first 1");
    assert!(
        run.out.contains("3 messages: 2 accepted, 1 unknown"),
        "{run:?}"
    );
    let counts = messages(&place).await;
    assert_eq!(
        counts.into_values().collect::<Vec<_>>(),
        [2, 1, 1],
        "under a new key"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn mistakes_and_suppressed_numbers_send_nothing() {
    let place = Place::new(3, &[]).await;
    fs::write(place.path("suppress.txt"), "+628001110000001\n").unwrap();
    let run = place.run("--suppress suppress.txt");
    assert!(
        run.out.contains("3 messages: 2 accepted, 1 suppressed"),
        "{run:?}"
    );
    let sent: Vec<_> = messages(&place).await.into_keys().collect();
    assert_eq!(sent, ["+628001110000000", "+628001110000002"]);

    fs::write(
        place.path("list.csv"),
        "to,body_1,body_2\n0812345678,a,b\n+628123456789,,b\n",
    )
    .unwrap();
    let run = place.run("--journal other.jsonl");
    assert!(
        run.code == Some(1) && run.err.contains("line 2: to") && run.err.contains("line 3: body_1"),
        "{run:?}"
    );
    fs::write(place.path("list.csv"), "to,body_1\n+628123456789,a\n").unwrap();
    let run = place.run("--journal other.jsonl");
    let wrong = "its body has 2 placeholders, the list 1 columns";
    assert!(run.code == Some(1) && run.err.contains(wrong), "{run:?}");
    assert_eq!(messages(&place).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_live_nothing_goes_out_and_with_it_nothing_without_a_yes() {
    let place = Place::new(3, &[]).await;
    let real = TcpListener::bind("127.0.0.1:0").unwrap();
    real.set_nonblocking(true).unwrap();
    let url = format!("http://{}/v1", real.local_addr().unwrap());
    let run = |arguments: &str, url: &str| {
        let mut command = command(place.folder.path(), arguments);
        let key = place.sandbox.kirim_api_key();
        command
            .env("KIRIM_API_KEY", key)
            .env("KIRIM_BASE_URL", url)
            .stdin(Stdio::null());
        Ended::of(command.output().unwrap())
    };
    // The sample list, to a sandbox of its own.
    let own = run("", &url);
    assert!(own.out.contains("accepted"), "{own:?}");
    assert!(
        real.accept().is_err(),
        "something went to the server of the environment"
    );

    let live = "list.csv --campaign real --template order_update --language id --live \
                --sender 100200300400500";
    let asked = run(live, &place.sandbox.kirim_base_url());
    assert!(
        asked.code == Some(1) && asked.err.contains("give --yes"),
        "{asked:?}"
    );
    let plain = format!(
        "3 messages to 3 recipients: template order_update (id) from {SENDER} by http://127.0.0.1:"
    );
    assert!(asked.err.contains(&plain), "{asked:?}");
    assert_eq!(requests(&place), 0);
    let journal = fs::read_to_string(place.path("real.live.jsonl")).unwrap();
    assert_eq!(journal, "", "without a yes nothing is fixed");
    let sent = run(&format!("{live} --yes"), &place.sandbox.kirim_base_url());
    assert_eq!(sent.code, Some(0), "{sent:?}");
    assert_sent_once(&place, 3).await;
}
