//! A life under the drive loop, turned by hand.

use crate::lives::outside;
use crate::trail::Trail;
use filrouge_host::{Clock, Driver, Entry, Handle, Identifier, Ingest, Options, Settled, Store, Who};
use filrouge_machine::{Id, Identify, Input, InputKind, Message, Outcome};
use filrouge_simulate::World;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// A clock that stands still until it is moved.
#[derive(Clone, Default)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The life of `world`, on a driver over the stores that `open` opens.
pub struct Hosted<'w, F> {
    world: &'w World<'w>,
    open: F,
    watch: Watch,
    driver: Option<Driver>,
    outcomes: BTreeMap<Id, Outcome>,
    messages: BTreeMap<Id, Message>,
    who: Vec<Identifier>,
}

impl<'w, F: Fn() -> Box<dyn Store>> Hosted<'w, F> {
    pub fn new(world: &'w World<'w>, open: F) -> Self {
        let heard = world.inputs.iter().filter_map(|input| match &input.kind {
            InputKind::Outcome { effect, outcome } => Some((*effect, outcome.clone())),
            _ => None,
        });
        let (outcomes, messages, who) = (heard.collect(), BTreeMap::new(), Vec::new());
        let watch = Watch::default();
        let first = world.inputs.first().map_or(world.now, |input| input.at);
        watch.0.store(first, Ordering::Relaxed);
        let mut hosted = Self { world, open, watch, driver: None, outcomes, messages, who };
        hosted.start();
        hosted
    }

    /// Starts the driver, or closes it and starts it again.
    fn start(&mut self) {
        self.driver = None;
        // One at a time, so that every answer of a provider comes before the next timer, as in the world.
        let options = Options { group: 1, ..Options::default() };
        let (store, clock) = ((self.open)(), Arc::new(self.watch.clone()));
        let driver = Driver::open(options, store, clock, self.world.ready.bundle().clone());
        self.driver = Some(driver.expect("a driver"));
    }

    /// Lives it to the end; with `reopen`, the process ends and starts before the input of that number.
    pub fn live(mut self, reopen: Option<usize>) -> Trail {
        for (number, input) in outside(self.world).into_iter().enumerate() {
            self.until(input.at);
            if reopen == Some(number) {
                self.start();
            }
            self.submit(input);
            self.until(input.at);
        }
        self.until(self.world.now);
        self.trail()
    }

    fn driver(&mut self) -> &mut Driver {
        self.driver.as_mut().expect("a driver")
    }

    fn handle(&mut self) -> Handle {
        self.driver().handle()
    }

    fn submit(&mut self, input: &Input) {
        if let InputKind::Identify(Identify { identifiers, .. }) = &input.kind {
            self.who = identifiers.iter().map(|(name, value)| Identifier::new(name, value)).collect();
        }
        let who = Who::Known(self.who.clone());
        let (id, at, kind) = (input.id, input.at, input.kind.clone());
        let ingest = Ingest { id, at, kind, who, source: "site".to_owned(), releases: None };
        let receipt = self.handle().submit(vec![Entry::Input(ingest)]).expect("room");
        self.driver().turn();
        receipt.wait().expect("an answer");
        self.deliver();
    }

    /// Lets the clock go to `end`, timers firing on the way.
    fn until(&mut self, end: i64) {
        while let Some(due) = self.driver().next_due().filter(|due| *due <= end) {
            self.watch.0.fetch_max(due, Ordering::Relaxed);
            self.driver().turn();
            self.deliver();
        }
        self.watch.0.fetch_max(end, Ordering::Relaxed);
    }

    /// The provider answers for each message that waits, one after the other, as it did in the world.
    fn deliver(&mut self) {
        let mut out = self.claim();
        while let Some((effect, message)) = out.pop_first() {
            let outcome = self.outcomes.get(&effect).cloned();
            let outcome = outcome.unwrap_or_else(|| panic!("the world sent no such message: {message:?}"));
            self.messages.insert(effect, message);
            let receipt = self.handle().settle(vec![(effect, Settled::Outcome(outcome))]).expect("room");
            self.driver().turn();
            assert_eq!(receipt.wait().expect("an answer"), [true]);
            out.extend(self.claim());
        }
    }

    fn claim(&mut self) -> BTreeMap<Id, Message> {
        let receipt = self.handle().claim(None, 100).expect("room");
        self.driver().turn();
        let claimed = receipt.wait().expect("an answer").messages;
        claimed.into_iter().map(|delivery| (delivery.message.effect, delivery.message)).collect()
    }

    fn trail(mut self) -> Trail {
        let handle = self.handle();
        let found = handle.find(&self.who[0].value).expect("a store that reads");
        let [person] = found[..] else { panic!("one person, not {found:?}") };
        let known = handle.known(person).expect("a store that reads").expect("a person");
        let recorded = handle.decisions(person, None, 100_000).expect("a store that reads");
        Trail {
            decisions: recorded.into_iter().rev().map(|recorded| recorded.decision).collect(),
            messages: self.messages,
            timers: known.timers.iter().map(|row| (row.due, row.timer)).collect(),
            person: known.state.encode(self.world.ready),
        }
    }
}
