//! A plan beside the one that runs: it counts the messages that a host sends which was swapped to that plan at the same moment.

use crate::backtests::{BEGINNING, DAY, Hosted, Sent, random, told};
use crate::{project, reference};
use filrouge_backtest::{Shadow, Stage, beside};
use filrouge_host::{Bounds, Fed, Feed, Prospect};
use filrouge_machine::Ready;
use filrouge_simulate::Dice;
use std::sync::Arc;
use std::time::Duration;

const BOUNDS: Bounds = Bounds { people: 10_000, queued: 1_000_000 };

/// The reference project with longer and shorter waits, another threshold and another cap.
fn edited() -> Ready {
    project(|path, text| {
        let text = text.replace("wait first-pause for=\"1h\"", "wait first-pause for=\"3h\"");
        let text = text.replace("wait three-days for=\"3d\"", "wait three-days for=\"1d\"");
        let text = text.replace("event.value >= 20.0", "event.value >= 500.0");
        if path.ends_with("journey.kdl") {
            text
        } else {
            text.replace("cap 3 per=\"7d\"", "cap 2 per=\"7d\"")
        }
    })
}

#[test]
fn a_plan_beside_counts_what_a_swapped_host_sends() {
    let ((before, _), after) = (reference(), edited());
    let (mut all, mut differing) = (0, 0);
    for seed in 0..10 {
        let lines = random(&mut Dice::new(seed), 300);
        let (first, last) = lines.split_at(140);
        let end = lines.last().map_or(BEGINNING, |(at, _)| *at) + 7 * DAY;
        let swapped = swapped(&before, &after, first, last, end);
        let (running, own) = beside_one(&before, &after, first, last, end);
        assert_eq!(own, swapped, "seed {seed}: the plan beside, and a host that was swapped to it");
        all += own.values().sum::<u64>();
        differing += usize::from(own != running);
    }
    assert!(all > 100 && differing > 5, "{all} messages, {differing} lives differ: they prove little");
}

/// What is sent after a real swap.
fn swapped(before: &Ready, after: &Ready, first: &[(i64, String)], last: &[(i64, String)], end: i64) -> Sent {
    let mut host = Hosted::live(before, first, first.last().map_or(BEGINNING, |(at, _)| *at));
    host.sent.clear();
    let receipt = host.driver.handle().inside().expect("room");
    host.driver.turn();
    let inside = receipt.wait().expect("an answer");
    let prospect = Prospect::compared(after.bundle().clone(), inside).expect("a plan that runs");
    let receipt = host.driver.handle().activate(prospect, "test").expect("room");
    host.driver.turn();
    receipt.wait().expect("a swap");
    host.go_on(after, last, end);
    host.sent
}

/// What is sent without a swap, and what the plan beside counts.
fn beside_one(
    before: &Ready,
    after: &Ready,
    first: &[(i64, String)],
    last: &[(i64, String)],
    end: i64,
) -> (Sent, Sent) {
    let mut host = Hosted::live(before, first, first.last().map_or(BEGINNING, |(at, _)| *at));
    host.sent.clear();
    let receipt = host.driver.handle().inside().expect("room");
    host.driver.turn();
    let inside = receipt.wait().expect("an answer");
    let prospect = Prospect::compared(after.bundle().clone(), inside).expect("a plan that runs");
    let candidate = prospect.beside().expect("a place for everybody");
    let (ready, running) = (Arc::clone(&candidate.ready), Arc::clone(&candidate.running));
    assert!(!candidate.concerns_everybody(), "no clock brings people in");
    let receipt = host.driver.handle().feed(candidate, BOUNDS).expect("room");
    host.driver.turn();
    let mut feed = receipt.wait().expect("a feed");
    copy_everybody_inside(&mut host);
    let settings = beside();
    let stage = Stage::new(&ready, &running, &settings);
    let mut shadow = Shadow::new(&stage);
    for (at, line) in last {
        host.until(*at);
        hear(&mut shadow, &mut feed);
        told(before, line, *at).into_iter().for_each(|told| host.submit(told));
        hear(&mut shadow, &mut feed);
    }
    host.until(end);
    hear(&mut shadow, &mut feed);
    shadow.until(end);
    let compared = shadow.compared();
    assert_eq!((feed.dropped(), feed.left_out(), compared.unfit), (0, 0, 0));
    let rows = compared.messages.iter().map(|row| ((row.journey.clone(), row.channel.clone()), row.count));
    let (mut running, mut own) = (Sent::new(), Sent::new());
    for (key, count) in rows {
        if count.old > 0 {
            running.insert(key.clone(), count.old);
        }
        if count.new > 0 {
            own.insert(key, count.new);
        }
    }
    assert_eq!(running, host.sent, "messages of the plan that runs");
    (running, own)
}

/// A swap would tell everybody inside at once.
fn copy_everybody_inside(host: &mut Hosted) {
    let handle = host.driver.handle();
    let mut after = None;
    loop {
        let (people, next) = handle.pending(after, 5).expect("a store that reads");
        let receipt = handle.copy(people).expect("room");
        host.driver.turn();
        receipt.wait().expect("copies");
        let Some(next) = next else { break };
        after = Some(next);
    }
}

fn hear(shadow: &mut Shadow<'_>, feed: &mut Feed) {
    while let Some(group) = feed.next(Duration::ZERO).filter(|group| !group.is_empty()) {
        for fed in group {
            match fed {
                Fed::Copy { person, body, at } => shadow.copy(person, &body, at),
                Fed::Input { person, input } => shadow.hear(person, input),
                Fed::Join { person, other, input } => shadow.join(person, other, &input),
                Fed::Message { person, effect, journey, channel, .. } => {
                    shadow.sent(person, effect, journey, channel);
                }
                Fed::Forget { person } => shadow.forget(person),
            }
        }
    }
}

#[test]
fn what_does_not_fit_into_the_queue_is_dropped_and_copied_anew() {
    let (before, _) = reference();
    let lines = random(&mut Dice::new(3), 120);
    let mut host = Hosted::live(&before, &[], BEGINNING);
    let receipt = host.driver.handle().inside().expect("room");
    host.driver.turn();
    let prospect = Prospect::compared(before.bundle().clone(), receipt.wait().expect("an answer"));
    let candidate = prospect.expect("a plan that runs").beside().expect("a place for everybody");
    let narrow = Bounds { people: 3, queued: 10 };
    let receipt = host.driver.handle().feed(candidate, narrow).expect("room");
    host.driver.turn();
    let mut feed = receipt.wait().expect("a feed");
    host.go_on(&before, &lines, BEGINNING + DAY);
    assert!(feed.dropped() > 0, "nobody listens, and the queue is short");
    let first = feed.next(Duration::ZERO).expect("a group");
    assert!(matches!(first.first(), Some(Fed::Copy { .. })), "{first:?}");
    while feed.next(Duration::ZERO).is_some_and(|group| !group.is_empty()) {}
    let before_more = feed.left_out();
    let more = random(&mut Dice::new(4), 400);
    for (at, line) in more.iter().filter(|(at, _)| *at > BEGINNING + DAY) {
        host.until(*at);
        told(&before, line, *at).into_iter().for_each(|told| host.submit(told));
        while feed.next(Duration::ZERO).is_some_and(|group| !group.is_empty()) {}
    }
    assert!(feed.left_out() > before_more, "three of twelve people are copied");
    let receipt = host.driver.handle().end_feed().expect("room");
    host.driver.turn();
    receipt.wait().expect("an end");
    assert_eq!((feed.next(Duration::ZERO), feed.ended()), (None, Some("an operator has stopped it")));
}
