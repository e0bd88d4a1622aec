//! The drive loop through a day: timers fire, people come, messages leave, a second of the day after the other.

use super::acts::{Act, What, acts};
use super::book::{Musts, Wrongs};
use super::people::{commit, consent, known_as};
use super::{bundle, clock};
use crate::{Failure, Spent, spend};
use filrouge_host::{Clock, Driver, Entry, Handle, Ingest, Options, Settled, Store, Totals, Who};
use filrouge_machine::{Event, Id, InputKind, Outcome, Ready};
use filrouge_plan::Value;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// People in one commit when the store is filled.
const FILL: u32 = 5_000;
/// Acts in one call.
const CALL: usize = 500;
/// Messages that are taken at once.
const MAIL: usize = 1_000;

/// What came of a day.
pub struct Lived {
    /// Filling the store with everybody.
    pub filled: Spent,
    /// The day itself.
    pub spent: Spent,
    /// What the drive loop counted.
    pub totals: Totals,
    /// How many acts there were.
    pub acts: usize,
    musts: Musts,
    left: BTreeMap<String, u32>,
}

/// A day of `people` over `store`, which is empty.
///
/// # Errors
/// When the store or the drive loop refuses anything.
pub fn live(mut store: Box<dyn Store>, people: u32) -> Result<Lived, Failure> {
    let (bundle, acts) = (bundle()?, acts(people));
    let musts = Musts::of(people, &acts);
    let ready = Ready::new(Arc::clone(&bundle))?;
    let (filled, fill) = spend(|| {
        (0..people)
            .step_by(FILL as usize)
            .try_for_each(|first| store.commit(commit(&ready, first..people.min(first + FILL))))
    });
    filled?;
    let watch = Arc::new(Watch(AtomicI64::new(clock(0))));
    let driver = Driver::open(Options::default(), store, Arc::clone(&watch) as Arc<dyn Clock>, bundle)?;
    let handle = driver.handle();
    let mut shop = Shop { driver, handle, watch, wake: None, left: BTreeMap::new() };
    let (lived, spent) = spend(|| shop.day(&acts));
    lived?;
    let totals = shop.handle.status()?.totals;
    Ok(Lived { filled: fill, spent, totals, acts: acts.len(), musts, left: shop.left })
}

impl Lived {
    /// What is wrong with the messages that left.
    #[must_use]
    pub fn wrongs(&self) -> Wrongs {
        self.musts.judge(&self.left)
    }

    /// How many messages left.
    #[must_use]
    pub fn messages(&self) -> u32 {
        self.left.values().sum()
    }

    /// How many had to.
    #[must_use]
    pub fn wanted(&self) -> usize {
        self.musts.wanted()
    }
}

/// A clock that stands still until it is moved.
struct Watch(AtomicI64);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

struct Shop {
    driver: Driver,
    handle: Handle,
    watch: Arc<Watch>,
    /// When the next message that waits may leave.
    wake: Option<i64>,
    left: BTreeMap<String, u32>,
}

impl Shop {
    fn day(&mut self, acts: &[Act]) -> Result<(), Failure> {
        for second in acts.chunk_by(|one, other| one.at / 1_000 == other.at / 1_000) {
            let end = second.first().map_or(0, |act| (act.at / 1_000 + 1) * 1_000 - 1);
            self.until(end)?;
            for call in second.chunks(CALL) {
                self.submit(call)?;
            }
            self.deliver()?;
        }
        self.until(clock(24) - 1)
    }

    /// Lets the clock go to `end`, a second after the other in which something is due.
    fn until(&mut self, end: i64) -> Result<(), Failure> {
        let due = |shop: &Self| shop.driver.next_due().into_iter().chain(shop.wake).min();
        while let Some(moment) = due(self).filter(|moment| *moment <= end) {
            let second = moment.saturating_sub(moment.rem_euclid(1_000)).saturating_add(999);
            self.watch.0.fetch_max(second.min(end), Ordering::Relaxed);
            self.driver.turn();
            self.deliver()?;
        }
        self.watch.0.fetch_max(end, Ordering::Relaxed);
        Ok(())
    }

    fn submit(&mut self, acts: &[Act]) -> Result<(), Failure> {
        let entries = acts.iter().map(|act| Entry::Input(ingest(act))).collect();
        let receipt = self.handle.submit(entries)?;
        self.driver.turn();
        Ok(receipt.wait().map(drop)?)
    }

    /// Every message that may leave does, and is taken.
    fn deliver(&mut self) -> Result<(), Failure> {
        loop {
            let receipt = self.handle.claim(None, MAIL)?;
            self.driver.turn();
            let claimed = receipt.wait()?;
            self.wake = claimed.next_at;
            if claimed.messages.is_empty() {
                return Ok(());
            }
            let mut settled = Vec::new();
            for delivery in claimed.messages {
                let subject = delivery.message.subject.unwrap_or_default();
                *self.left.entry(subject).or_default() += 1;
                settled.push((delivery.message.effect, Settled::Outcome(Outcome::Sent { receipt: None })));
            }
            let receipt = self.handle.settle(settled)?;
            self.driver.turn();
            receipt.wait()?;
        }
    }
}

fn ingest(act: &Act) -> Ingest {
    let Act { at, person, visit, place, what } = *act;
    let names = [person, u32::from(visit), u32::from(place)].map(|number| number.to_string());
    let id = Id::of(&["act", &names[0], &names[1], &names[2]]);
    let who = Who::Known(vec![known_as(person)]);
    Ingest { id, at, kind: kind(act, what), who, source: "site".to_owned(), releases: None }
}

fn kind(act: &Act, what: What) -> InputKind {
    let euros = |value: u32| Value::Decimal(Decimal::from(value));
    let cart = act.cart();
    let (name, fields) = match what {
        What::Session => ("Session Started", vec![Value::from("web")]),
        What::View => ("Product Viewed", vec![Value::from("lampe-aube")]),
        What::Cart(value) => ("Cart Updated", vec![Value::from(cart.as_str()), euros(value)]),
        What::Order => ("Order Completed", vec![Value::from(cart.as_str()), euros(60)]),
        What::Withdraw => return InputKind::Consent(consent(false)),
    };
    InputKind::Event(Event { name: name.to_owned(), fields, at: None })
}
