//! Many who are due at once.

use super::{Watch, sent, started};
use crate::conformance::sample;
use crate::{Driver, Handle, MemoryStore, Options};
use filrouge_machine::Id;
use filrouge_plan::{Bundle, Rate};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

const GROUP: usize = 100;
const PEOPLE: usize = 1_000;

/// A driver with people who all wait for the same moment.
struct Crowd {
    watch: Watch,
    driver: Driver,
    handle: Handle,
}

impl Crowd {
    fn new(bundle: Arc<Bundle>) -> Self {
        let options = Options { group: GROUP, ..Options::default() };
        let (store, watch) = (Box::new(MemoryStore::new()), Watch::default());
        let driver = Driver::open(options, store, Arc::new(watch.clone()), bundle).expect("a driver");
        let mut crowd = Self { watch, handle: driver.handle(), driver };
        (0..PEOPLE).for_each(|number| crowd.start(number));
        crowd
    }

    fn start(&mut self, number: usize) {
        let who = number.to_string();
        let entry = started(number as u128, &[("user_id", &who), ("email", &who)]);
        let receipt = self.handle.submit(vec![entry]).expect("room");
        self.driver.turn();
        assert!(receipt.wait().is_ok());
    }

    fn is_due(&self) -> bool {
        self.driver.next_due().is_some_and(|due| due <= self.watch.0.load(Ordering::Relaxed))
    }

    fn fired(&self) -> usize {
        self.handle.status().expect("a status").totals.timers as usize
    }

    /// Messages that may leave, claimed as a connector claims them; each is sent at once.
    fn deliver(&mut self, limit: usize) -> Vec<Id> {
        let receipt = self.handle.claim(None, limit).expect("room");
        self.driver.turn();
        let claimed = receipt.wait().expect("an answer").messages;
        let effects: Vec<Id> = claimed.into_iter().map(|delivery| delivery.message.effect).collect();
        let settled = effects.iter().map(|effect| (*effect, sent())).collect();
        let receipt = self.handle.settle(settled).expect("room");
        self.driver.turn();
        assert!(receipt.wait().expect("an answer").into_iter().all(|heard| heard));
        effects
    }
}

#[test]
fn an_event_is_acknowledged_in_one_turn_while_a_crowd_is_due_and_waits_for_a_part_of_a_group() {
    let mut crowd = Crowd::new(sample::walk(1_000));
    crowd.watch.0.store(1_000, Ordering::Relaxed);
    let (mut turns, part) = (0, (GROUP / 8).max(1));
    while crowd.is_due() {
        turns += 1;
        crowd.start(PEOPLE + turns);
        assert_eq!(crowd.fired(), (turns * part).min(PEOPLE), "a turn fires a part of a group and no more");
    }
    assert_eq!(turns, PEOPLE.div_ceil(part));
}

#[test]
fn each_of_a_crowd_fires_once_and_each_message_leaves_once() {
    let mut crowd = Crowd::new(sample::walk(1_000));
    crowd.watch.0.store(1_000, Ordering::Relaxed);
    let mut left = BTreeSet::new();
    loop {
        let effects = crowd.deliver(16);
        let (before, some) = (left.len(), effects.len());
        left.extend(effects);
        assert_eq!(left.len(), before + some, "a message left twice");
        if some == 0 && !crowd.is_due() {
            break;
        }
    }
    assert_eq!((left.len(), crowd.fired()), (PEOPLE, PEOPLE));
}

#[test]
fn a_crowd_is_released_at_the_pace_of_its_journey() {
    let mut bundle = (*sample::walk(1_000)).clone();
    let rate = Rate { count: 100, per_ms: 1_000 };
    bundle.plan.journeys.iter_mut().for_each(|own| own.rank.throttle = Some(rate));
    bundle.hash = bundle.plan.hash();
    let mut crowd = Crowd::new(Arc::new(bundle));
    let (mut left, mut seconds) = (0, 1);
    while left < PEOPLE && seconds < 100 {
        crowd.watch.0.store(seconds * 1_000, Ordering::Relaxed);
        let mut this = 0;
        loop {
            let effects = crowd.deliver(GROUP);
            this += effects.len();
            if effects.is_empty() && !crowd.is_due() {
                break;
            }
        }
        assert!(this <= 100, "{this} in one second");
        left += this;
        crowd.start(PEOPLE + seconds as usize);
        seconds += 1;
    }
    assert!(left >= PEOPLE && seconds <= 13, "{left} have left in {seconds} s");
}
