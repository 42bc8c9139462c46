//! Waiting: who goes when, with tokio's paused time.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::FutureExt;
use tokio::time::sleep;

use super::bucket::tests::granted;
use super::*;
use crate::api::Refill;
use crate::limits::RateLimit;
use crate::manual_clock::TokioClock;

static THROTTLING: Throttling = Throttling {
    window: Duration::from_secs(60),
    refill: Refill::Continuous,
    classes: &[&["GET", "HEAD"], &["POST"]],
};

/// A little more than the time for one token.
const TOKEN: Duration = Duration::from_millis(102);

/// A limiter of which one response said that so many tokens are left for GET.
fn limiter(remaining: u64) -> Limiter {
    let limiter = Limiter::new(Some(&THROTTLING), true);
    let first = now(&limiter, &Method::GET).unwrap();
    first.receive(&granted(remaining), &TokioClock);
    limiter
}

/// A permit, if there is no need to wait.
fn now<'a>(limiter: &'a Limiter, method: &Method) -> Option<Permit<'a>> {
    let permit = limiter.acquire(method, &TokioClock, None);
    permit.now_or_never().map(Result::unwrap)
}

async fn get(limiter: &Limiter) -> Permit<'_> {
    let permit = limiter.acquire(&Method::GET, &TokioClock, None);
    permit.await.unwrap()
}

/// Polls once.
fn begin<F: Future>(mut future: Pin<&mut F>) {
    assert!(future.as_mut().now_or_never().is_none());
}

#[tokio::test(start_paused = true)]
async fn classes_of_methods_have_buckets_of_their_own() {
    let limiter = limiter(0);
    for (method, goes) in [
        (Method::GET, false),
        (Method::HEAD, false),
        (Method::POST, true),
        (Method::PUT, true),
        (Method::DELETE, true),
    ] {
        assert_eq!(now(&limiter, &method).is_some(), goes, "{method}");
    }
    let put = now(&limiter, &Method::PUT).unwrap();
    put.receive(&granted(0), &TokioClock);
    // In no class of the contract.
    assert!(now(&limiter, &Method::DELETE).is_none());
    assert!(now(&limiter, &Method::POST).is_some());
}

#[tokio::test(start_paused = true)]
async fn each_gets_a_token_in_turn_and_is_woken_for_that_alone() {
    let limiter = Arc::new(limiter(0));
    let polls = Arc::new(AtomicUsize::new(0));
    let start = TokioClock.now();
    let mut tasks = tokio::task::JoinSet::new();
    for index in 0..20_u32 {
        let (limiter, polls) = (Arc::clone(&limiter), Arc::clone(&polls));
        tasks.spawn(async move {
            let mut permit = pin!(get(&limiter));
            let permit = poll_fn(|context| {
                polls.fetch_add(1, Ordering::Relaxed);
                permit.as_mut().poll(context)
            });
            drop(permit.await);
            (index, TokioClock.now() - start)
        });
        tokio::task::yield_now().await;
    }
    for turn in 0..20 {
        let (index, time) = tasks.join_next().await.unwrap().unwrap();
        assert_eq!(index, turn);
        let early = Duration::from_millis(100) * (turn + 1);
        assert!(
            early <= time && time <= TOKEN * (turn + 1),
            "{turn}: {time:?}"
        );
    }
    // To take a place, when it becomes the first one, and when its time has come.
    assert!(polls.load(Ordering::Relaxed) <= 60);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_is_given_up_lets_those_behind_it_move_forward() {
    let limiter = limiter(0);
    let start = TokioClock.now();
    let mut places: Vec<_> = (0..5).map(|_| Box::pin(get(&limiter))).collect();
    for place in &mut places {
        begin(place.as_mut());
    }
    drop(places.drain(1..4));
    let last = places.pop().unwrap();
    tokio::join!(places.remove(0), last);
    assert!(TokioClock.now() - start <= 2 * TOKEN);
}

#[tokio::test(start_paused = true)]
async fn a_place_that_nobody_polls_keeps_its_token_and_holds_nobody_up() {
    let limiter = limiter(0);
    let start = TokioClock.now();
    let mut idle = Box::pin(get(&limiter));
    begin(idle.as_mut());
    let second = get(&limiter).await;
    let passed = TokioClock.now() - start;
    assert!(TOKEN < passed && passed <= 2 * TOKEN, "{passed:?}");
    // Its time has come long ago.
    assert!(idle.now_or_never().is_some());
    drop(second);
}

#[tokio::test(start_paused = true)]
async fn those_who_come_later_do_not_overtake() {
    let limiter = limiter(0);
    let mut waiting = Box::pin(get(&limiter));
    begin(waiting.as_mut());
    // The token is there, but not for this one.
    tokio::time::advance(TOKEN).await;
    assert!(now(&limiter, &Method::GET).is_none());
    assert!(waiting.now_or_never().is_some());
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_a_token_that_comes_too_late() {
    let limiter = limiter(0);
    let start = TokioClock.now();
    let mut waiting: Vec<_> = (0..9).map(|_| Box::pin(get(&limiter))).collect();
    for place in &mut waiting {
        begin(place.as_mut());
    }
    let until = |milliseconds| Some(start + Duration::from_millis(milliseconds));
    let late = limiter.acquire(&Method::GET, &TokioClock, until(800));
    let wait = late.now_or_never().unwrap().unwrap_err();
    assert!(
        Duration::from_secs(1) < wait && wait < 10 * TOKEN,
        "{wait:?}"
    );
    // It has taken no place.
    let next = limiter.acquire(&Method::GET, &TokioClock, until(1015));
    assert!(next.await.is_ok());
    assert!(TokioClock.now() - start <= 10 * TOKEN);
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_when_the_deadline_turns_out_to_be_too_short() {
    let limiter = limiter(1);
    let start = TokioClock.now();
    let refused = now(&limiter, &Method::GET).unwrap();
    let deadline = Some(start + TOKEN);
    let late = limiter.acquire(&Method::GET, &TokioClock, deadline);
    let (late, wait) = tokio::join!(late, async {
        sleep(Duration::from_millis(10)).await;
        let feedback = Feedback {
            refused: true,
            retry_after: Some(Duration::from_secs(2)),
            ..granted(0)
        };
        refused.receive(&feedback, &TokioClock)
    });
    assert_eq!(wait, Some(Duration::from_secs(2)));
    assert!(late.unwrap_err() >= Duration::from_millis(1990));
    assert!(TokioClock.now() - start <= TOKEN);
}

#[tokio::test(start_paused = true)]
async fn waiting_ends_at_the_deadline() {
    // The first request may have taken the token, or not.
    let limiter = Limiter::new(Some(&THROTTLING), true);
    let [first, second] = [0; 2].map(|_| now(&limiter, &Method::GET).unwrap());
    first.receive(&granted(1), &TokioClock);
    let start = TokioClock.now();
    let deadline = Some(start + TOKEN / 2);
    let late = limiter.acquire(&Method::GET, &TokioClock, deadline);
    assert!(late.await.is_err());
    assert_eq!(TokioClock.now() - start, TOKEN / 2);
    drop(second);
}

#[tokio::test(start_paused = true)]
async fn a_place_whose_time_is_long_over_is_worth_no_token() {
    let limiter = limiter(0);
    let mut idle: Vec<_> = (0..5).map(|_| Box::pin(get(&limiter))).collect();
    for place in &mut idle {
        begin(place.as_mut());
    }
    tokio::time::advance(2 * PATIENCE).await;
    let permit = now(&limiter, &Method::GET).unwrap();
    permit.receive(&granted(0), &TokioClock);
    assert!(now(&limiter, &Method::GET).is_none());
    tokio::time::advance(TOKEN).await;
    assert!(now(&limiter, &Method::GET).is_some());
}

#[tokio::test(start_paused = true)]
async fn without_headers_a_hint_holds_for_all() {
    let limiter = Limiter::new(None, true);
    let start = TokioClock.now();
    let nothing = Feedback {
        rate_limit: RateLimit::UNKNOWN,
        ..granted(0)
    };
    now(&limiter, &Method::GET)
        .unwrap()
        .receive(&nothing, &TokioClock);
    let refused = Feedback {
        refused: true,
        retry_after: Some(Duration::from_secs(3)),
        ..nothing
    };
    let permit = now(&limiter, &Method::POST).unwrap();
    permit.receive(&refused, &TokioClock);
    assert!(now(&limiter, &Method::GET).is_none());
    let permit = get(&limiter).await;
    assert_eq!(TokioClock.now() - start, Duration::from_secs(3));
    // One is sent, and the others learn from its response.
    assert!(now(&limiter, &Method::GET).is_none());
    permit.receive(&nothing, &TokioClock);
    drop(get(&limiter).await);
    assert!(TokioClock.now() - start <= Duration::from_secs(5));
}

#[tokio::test(start_paused = true)]
async fn good_news_reaches_those_who_wait_at_once() {
    let limiter = limiter(0);
    let start = TokioClock.now();
    tokio::time::advance(TOKEN).await;
    let probe = now(&limiter, &Method::GET).unwrap();
    let waiting = async { tokio::join!(get(&limiter), get(&limiter), get(&limiter)) };
    tokio::join!(waiting, async {
        sleep(Duration::from_millis(5)).await;
        probe.receive(&granted(50), &TokioClock);
    });
    assert!(TokioClock.now() - start < TOKEN + Duration::from_millis(10));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_was_not_sent_lets_the_next_one_go() {
    let limiter = limiter(1);
    let unsent = now(&limiter, &Method::GET).unwrap();
    let start = TokioClock.now();
    tokio::join!(get(&limiter), async { unsent.unsent(&TokioClock) });
    assert_eq!(TokioClock.now(), start);
    // One that was dropped does not: the server may have got it.
    tokio::time::advance(TOKEN).await;
    drop(now(&limiter, &Method::GET).unwrap());
    assert!(now(&limiter, &Method::GET).is_none());
}
