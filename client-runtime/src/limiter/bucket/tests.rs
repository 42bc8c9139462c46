//! What responses prove about a bucket: (what happened) → (how long the next request waits).
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;

pub(in crate::limiter) const CONTINUOUS: Throttling = Throttling {
    window: Duration::from_secs(60),
    refill: Refill::Continuous,
    classes: &[],
};

pub(in crate::limiter) const AT_RESET: Throttling = Throttling {
    window: Duration::from_secs(60),
    refill: Refill::AtReset,
    classes: &[],
};

/// The time that the bucket counts on for one token of 600 a minute.
const TOKEN: f64 = 0.1 / COUNTED_ON;

/// A bucket in a time of its own, in seconds.
struct Scene {
    bucket: Bucket,
    start: Instant,
    now: f64,
}

impl Scene {
    fn new(throttling: &'static Throttling) -> Self {
        Self {
            bucket: Bucket::new(Some(throttling)),
            start: Instant::now(),
            now: 0.0,
        }
    }

    /// A bucket with one response.
    fn known(throttling: &'static Throttling, remaining: u64) -> Self {
        let mut scene = Self::new(throttling);
        let sent = scene.send();
        scene.respond(sent, remaining);
        scene
    }

    fn instant(&self) -> Instant {
        self.start + Duration::from_secs_f64(self.now)
    }

    fn send(&mut self) -> Sent {
        self.bucket.send(self.instant())
    }

    fn receive(&mut self, sent: Sent, feedback: Feedback) -> Option<Duration> {
        let time_of_day = SystemTime::UNIX_EPOCH + Duration::from_secs_f64(1000.0 + self.now);
        self.bucket
            .receive(sent, &feedback, self.instant(), time_of_day)
    }

    /// A granted request with so many of 600 tokens left.
    fn respond(&mut self, sent: Sent, remaining: u64) {
        self.receive(sent, granted(remaining));
    }

    /// The wait of a request that lets so many go first, in seconds.
    fn wait(&mut self, ahead: usize) -> f64 {
        let now = self.instant();
        self.bucket.wait(ahead, now).expected.as_secs_f64()
    }

    #[track_caller]
    fn assert_wait(&mut self, ahead: usize, expected: f64) {
        let wait = self.wait(ahead);
        assert!(
            (wait - expected).abs() < 0.0001,
            "{wait}: {:?}",
            self.bucket
        );
    }
}

/// A response with so many of 600 tokens left.
pub(in crate::limiter) fn granted(remaining: u64) -> Feedback {
    Feedback {
        refused: false,
        rate_limit: RateLimit {
            limit: Some(600),
            remaining: Some(remaining),
            reset: None,
        },
        retry_after: None,
    }
}

fn refused() -> Feedback {
    Feedback {
        refused: true,
        ..granted(0)
    }
}

#[test]
fn nothing_waits_while_tokens_are_left_or_nothing_is_known() {
    let mut scene = Scene::new(&CONTINUOUS);
    for _ in 0..100 {
        scene.send();
    }
    scene.assert_wait(1000, 0.0);
    let mut scene = Scene::known(&CONTINUOUS, 3);
    scene.assert_wait(2, 0.0);
    scene.assert_wait(3, TOKEN);
    scene.send();
    scene.assert_wait(2, TOKEN);
    // It does not overflow.
    scene.now = 3600.0;
    scene.assert_wait(599, 0.0);
    scene.assert_wait(600, TOKEN);
}

#[test]
fn an_empty_bucket_gives_one_token_after_the_other() {
    let mut scene = Scene::known(&CONTINUOUS, 0);
    scene.assert_wait(0, TOKEN);
    scene.assert_wait(9, 10.0 * TOKEN);
    scene.now = 0.04;
    scene.assert_wait(0, TOKEN - 0.04);
}

#[test]
fn time_is_counted_once_though_threads_arrive_in_another_order() {
    let mut scene = Scene::known(&CONTINUOUS, 0);
    for _ in 0..10 {
        for now in [0.05, 0.0] {
            scene.now = now;
            scene.wait(0);
        }
    }
    scene.now = 0.05;
    scene.assert_wait(0, TOKEN - 0.05);
}

#[test]
fn the_count_is_never_below_what_the_newest_response_proves() {
    // A burst of which nothing was known.
    let mut scene = Scene::new(&CONTINUOUS);
    let sent: Vec<_> = (0..200).map(|_| scene.send()).collect();
    for (index, sent) in sent.into_iter().enumerate() {
        let feedback = match u64::try_from(index).unwrap() {
            index @ 0..60 => granted(59 - index),
            _ => refused(),
        };
        let wait = scene.receive(sent, feedback);
        assert_eq!(wait.is_some(), feedback.refused);
        assert!(wait.is_none_or(|wait| wait.as_secs_f64() <= TOKEN + 0.001));
        let wait = scene.wait(0);
        assert!(wait <= TOKEN + 0.001, "after {index}: {wait}");
    }
    // Requests that are lost count, but only until a response tells otherwise.
    let mut scene = Scene::known(&CONTINUOUS, 50);
    for _ in 0..50 {
        scene.send();
        scene.bucket.lost();
    }
    scene.assert_wait(0, TOKEN);
    let sent = scene.send();
    scene.respond(sent, 49);
    scene.assert_wait(48, 0.0);
}

#[test]
fn a_request_in_flight_may_be_counted_or_not() {
    let mut scene = Scene::new(&CONTINUOUS);
    let [first, second, third] = [0; 3].map(|_| scene.send());
    scene.respond(first, 2);
    scene.assert_wait(0, TOKEN);
    scene.respond(second, 1);
    scene.respond(third, 0);
    scene.assert_wait(0, TOKEN);

    // The last one sent was counted last, so the others are included.
    let mut scene = Scene::new(&CONTINUOUS);
    let [first, second, third] = [0; 3].map(|_| scene.send());
    scene.respond(third, 5);
    scene.assert_wait(3, TOKEN);
    scene.respond(second, 6);
    scene.respond(first, 7);
    scene.assert_wait(4, 0.0);
    scene.assert_wait(5, TOKEN);
}

#[test]
fn what_others_take_is_not_counted_on() {
    let mut scene = Scene::known(&CONTINUOUS, 500);
    let sent = scene.send();
    scene.respond(sent, 100);
    scene.assert_wait(99, 0.0);
    scene.assert_wait(100, TOKEN);
    // None left: the next one leaves with the next token.
    let mut empty = Scene::known(&CONTINUOUS, 500);
    let sent = empty.send();
    empty.respond(sent, 0);
    empty.assert_wait(0, TOKEN);
    // Within the reserve, one may leave at once, and the next as the share allows.
    let sent = scene.send();
    scene.respond(sent, 30);
    scene.assert_wait(0, 0.0);
    scene.send();
    let wait = scene.wait(0);
    assert!(TOKEN < wait && wait < 3.0 * TOKEN, "{wait}");
    // Without others for a while, it is a bucket like any other.
    scene.now = 119.0;
    assert!(scene.bucket.wait(0, scene.instant()).expected.is_zero());
    scene.now = 121.0;
    scene.assert_wait(99, 0.0);
}

#[test]
fn a_limit_that_is_not_believed_changes_nothing() {
    let false_limit = Feedback {
        rate_limit: RateLimit {
            limit: Some(1),
            ..granted(0).rate_limit
        },
        ..granted(0)
    };
    let false_refusal = Feedback {
        refused: true,
        retry_after: Some(Duration::from_secs(60)),
        ..false_limit
    };
    for feedback in [false_limit, false_refusal] {
        let mut scene = Scene::known(&CONTINUOUS, 500);
        let sent = scene.send();
        assert_eq!(scene.receive(sent, feedback), None);
        scene.assert_wait(400, 0.0);
        // Until it is repeated.
        let sent = scene.send();
        scene.receive(sent, feedback);
        assert!(scene.wait(0) > 59.0);
    }
}

#[test]
fn retry_after_holds_until_a_response_proves_that_tokens_are_left() {
    let hint = |seconds| Feedback {
        retry_after: Some(Duration::from_secs(seconds)),
        ..refused()
    };
    let mut scene = Scene::known(&CONTINUOUS, 500);
    let [slow, sent] = [0; 2].map(|_| scene.send());
    assert_eq!(scene.receive(sent, hint(7)), Some(Duration::from_secs(7)));
    scene.assert_wait(0, 7.0);
    // Tokens come back meanwhile, and the next requests need not wait for their own.
    scene.now = 7.0;
    scene.assert_wait(60, 0.0);
    let sent = scene.send();
    scene.receive(sent, hint(7));
    scene.respond(slow, 300);
    scene.assert_wait(200, 0.0);
    // The newest hint counts.
    for seconds in [9, 2] {
        let sent = scene.send();
        scene.receive(sent, hint(seconds));
    }
    scene.assert_wait(0, 2.0);
    // One that says "now" is a short wait all the same.
    let sent = scene.send();
    let wait = scene.receive(sent, hint(0)).unwrap();
    assert!(!wait.is_zero() && wait < Duration::from_secs(1), "{wait:?}");
}

#[test]
fn a_window_is_waited_for() {
    let mut scene = Scene::known(&AT_RESET, 1);
    scene.now = 10.0;
    scene.assert_wait(0, 0.0);
    scene.assert_wait(1, 50.0);
    scene.assert_wait(601, 50.0 + 60.0);
    scene.send();
    scene.bucket.lost();
    scene.now = 60.0;
    scene.assert_wait(599, 0.0);

    // `reset` tells more exactly, but in whole seconds.
    let with_reset = |seconds| Feedback {
        rate_limit: RateLimit {
            reset: Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)),
            ..granted(0).rate_limit
        },
        ..refused()
    };
    for (reset, expected) in [(1005, 6.0), (1059, 60.0), (1300, 60.0), (900, 60.0)] {
        let mut scene = Scene::new(&AT_RESET);
        let sent = scene.send();
        let wait = scene.receive(sent, with_reset(reset)).unwrap();
        assert!((wait.as_secs_f64() - expected).abs() < 0.001, "{reset}");
        scene.assert_wait(0, expected);
    }
}

#[test]
fn a_new_window_is_recognised_by_its_tokens() {
    let mut scene = Scene::known(&AT_RESET, 10);
    let late = scene.send();
    scene.now = 20.0;
    let sent = scene.send();
    scene.respond(sent, 599);
    scene.assert_wait(590, 0.0);
    scene.now = 59.0;
    // A response from the window before says nothing about this one.
    scene.now = 81.0;
    scene.assert_wait(0, 0.0);
    scene.respond(late, 0);
    scene.assert_wait(590, 0.0);
}
