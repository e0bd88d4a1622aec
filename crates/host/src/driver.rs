//! The drive loop without its thread: what a simulation turns by hand, and the host on a thread.

mod activation;
mod beside;
mod confirmations;
mod endings;
mod erase;
mod errands;
mod group;
mod inputs;
mod joins;
mod letters;
mod opposites;
mod outbox;
mod pausing;
mod people;
mod record;
mod retain;
mod rights;
mod timers;
mod turn;
mod withdrawals;

use crate::beside::Feeding;
use crate::cache::Cache;
use crate::queue::{Drained, Request};
use crate::rights::Suppressions;
use crate::shared::Shared;
use crate::status::Meters;
use crate::throttle::Throttles;
use crate::{Active, Clock, Handle, Health, Identifier, Options, Prospect, Refusal, Store, StoreError};
use filrouge_machine::{Id, Person};
use filrouge_plan::Bundle;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use turn::Turn;

pub(crate) use record::CHANGES;
pub use record::PlanChange;

/// What asks for the plan with which the process starts.
const START: &str = "start";
/// Turns after a request for which what is due gives way.
const COMPANY: u8 = 2;

/// The part of the memory that names get.
const NAMES: usize = 5;

/// A person in memory.
struct Kept {
    person: Box<Person>,
    /// Whether the store has them as somebody for whom something is pending.
    is_marked: bool,
    /// The plan under which they were read or stepped.
    era: u64,
}

/// The one writer: owns the store and the state in memory. [`crate::Host`] turns it on a thread; whoever needs a
/// virtual clock turns it by hand.
pub struct Driver {
    store: Box<dyn Store>,
    clock: Arc<dyn Clock>,
    shared: Arc<Shared>,
    active: Active,
    /// People who were asked for lately.
    cache: Cache<Id, Kept>,
    /// How many plans there were: who was kept under another one is read again.
    era: u64,
    /// Changes of plan that wait until everybody has learnt of the one before.
    postponed: VecDeque<Request>,
    /// Whom names lead to. Whoever becomes one with somebody else empties it.
    names: Cache<Identifier, Id>,
    options: Options,
    /// When the next timer is due, as far as the store knows.
    next_due: Option<i64>,
    sweep: timers::Sweep,
    throttles: Throttles,
    /// Turns for which what is due gives way, because somebody asked a moment ago.
    company: u8,
    /// Wishes to send a message again since the start: each is an input of its own.
    wishes: u64,
    /// Contact points of people who were erased.
    suppressions: Arc<Suppressions>,
    /// How far the search has come for what is kept no longer.
    keeping: retain::Keeping,
    /// Whether the store may have another plan than the one that runs: the write of one failed, and may have come about.
    is_unsure: bool,
    /// The way to a plan beside the one that runs.
    feeding: Option<Feeding>,
    /// Messages that were handed out and of which nothing was heard yet, and when that was.
    calling: BTreeMap<Id, i64>,
    /// What services are to be asked for people, and when.
    owed: errands::Owed,
    awaited: confirmations::Awaited,
}

impl Driver {
    /// Takes over `store`: makes `bundle` the active plan and resolves what was in flight.
    ///
    /// # Errors
    /// When the plan cannot be run or the store cannot be used.
    pub fn open(
        options: Options,
        mut store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        bundle: Arc<Bundle>,
    ) -> Result<Self, Refusal> {
        let kept = store.active_plan().map_err(Refusal::Unavailable)?;
        let shared = store.release().map_err(Refusal::Unavailable)?;
        if let Some((kept, shared)) = kept.as_ref().zip(shared) {
            let active = activation::shared(bundle, kept, &shared)?;
            return Self::take_over(options, store, clock, active).map_err(Refusal::Unavailable);
        }
        let active = Active::prepare(activation::with_pauses(bundle, kept.as_ref()))?;
        // Whoever came under the plan before follows it to its end, before anybody is asked to follow the next one.
        let before = kept.as_ref().and_then(Active::of_row);
        let first = before.filter(|before| before.hash() != active.hash());
        let same = kept.as_ref().filter(|kept| kept.hash == active.hash());
        let passage = same.and_then(|kept| serde_json::from_slice(&kept.passage).ok()).unwrap_or_default();
        match first {
            None => {
                Self::take_over(options, store, clock, active.after(passage)?).map_err(Refusal::Unavailable)
            }
            Some(first) => {
                let mut driver =
                    Self::take_over(options, store, clock, first).map_err(Refusal::Unavailable)?;
                while !driver.follow_up().map_err(Refusal::Unavailable)? {}
                driver.activate(Prospect { active, compared: None }, START)?;
                Ok(driver)
            }
        }
    }

    fn take_over(
        options: Options,
        store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        active: Active,
    ) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(options.queue, store.reader()?, active.clone()));
        let names = options.memory / NAMES;
        let (cache, names) = (Cache::new(options.memory - names), Cache::new(names));
        let sweep = activation::sweep_at_start(&active);
        let mut driver = Self {
            store,
            clock,
            shared,
            active,
            cache,
            era: 0,
            postponed: VecDeque::new(),
            names,
            options,
            next_due: None,
            sweep,
            throttles: Throttles::default(),
            company: 0,
            wishes: 0,
            suppressions: Arc::default(),
            keeping: retain::Keeping::default(),
            is_unsure: false,
            feeding: None,
            calling: BTreeMap::new(),
            owed: errands::Owed::default(),
            awaited: confirmations::Awaited::default(),
        };
        driver.read_suppressions()?;
        driver.erase_again()?;
        driver.finish_erasures()?;
        driver.count_everybody()?;
        driver.keep_active_plan()?;
        driver.resolve_in_flight()?;
        driver.resolve_errands()?;
        driver.adopt_orphans()?;
        driver.next_due = driver.store.next_due()?;
        Ok(driver)
    }

    /// A way to reach the loop. An answer comes with the turn behind the request.
    #[must_use]
    pub fn handle(&self) -> Handle {
        Handle::new(self.shared.clone())
    }

    /// Carries out what was asked since the last turn, together with whatever is due.
    pub fn turn(&mut self) {
        if let Drained::Requests(requests) = self.shared.queue.drain(self.options.group, Duration::ZERO) {
            self.run(requests);
        }
        while !self.postponed.is_empty() {
            self.run(Vec::new());
        }
    }

    pub(crate) const fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Whether whatever is due waits, because the store has taken in more than it could write so far: a crowd must not take
    /// the room of those who wait for an answer.
    pub(crate) fn is_behind(&self) -> bool {
        self.store.is_behind()
    }

    /// Carries out `requests` in order, together with whatever is due, and answers each.
    pub(crate) fn run(&mut self, requests: Vec<Request>) {
        let rests = self.is_behind();
        let asked = requests.iter().any(Request::is_from_outside);
        self.company = if asked { COMPANY } else { self.company.saturating_sub(1) };
        let mut turn = Turn::begin(self);
        if !rests {
            turn.fire_due();
        }
        for request in requests {
            match request {
                Request::Unmerge { person, reply } => {
                    turn.finish();
                    reply.send(self.unmerge(person).map_err(Refusal::Unavailable));
                    turn = Turn::begin(self);
                }
                Request::Right { doing, reply } => {
                    turn.finish();
                    reply.send(self.right(doing).map_err(Refusal::Unavailable));
                    turn = Turn::begin(self);
                }
                Request::ErrandTold { request, task, told, reply } => {
                    turn.finish();
                    reply.send(self.errand_told(request, &task, told).map_err(Refusal::Unavailable));
                    turn = Turn::begin(self);
                }
                Request::Confirm { told, reply } => {
                    turn.finish();
                    reply.send(self.confirm(&told).map_err(Refusal::Unavailable));
                    turn = Turn::begin(self);
                }
                // Whoever was met in a group was not copied: the next group is the first that is told.
                Request::Feed { beside, bounds, reply } => {
                    turn.finish();
                    reply.send(self.feed(&beside, bounds));
                    turn = Turn::begin(self);
                }
                request @ (Request::Activate { .. } | Request::Share { .. } | Request::Pause { .. }) => {
                    turn.driver.postponed.push_back(request);
                }
                request => turn.perform(request),
            }
        }
        turn.finish();
        if !rests {
            self.change_plans();
        }
    }

    /// When there is something to do even without a request; `None` when there is not.
    #[must_use]
    pub fn next_due(&self) -> Option<i64> {
        if self.sweep.is_done() { self.next_due } else { Some(i64::MIN) }
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Tries to get back to work after a failure of the store; says whether it does. The host does so every so often.
    pub fn recover(&mut self) -> bool {
        let outcome = self.back_to_work();
        match outcome {
            Ok(next_due) => {
                self.next_due = next_due;
                self.shared.set_health(Health::Working);
                true
            }
            Err(error) => {
                self.fail(&error);
                false
            }
        }
    }

    /// What is remembered beside the store may be of before the failure.
    fn back_to_work(&mut self) -> Result<Option<i64>, StoreError> {
        self.store.recover()?;
        self.state_again()?;
        self.read_suppressions()?;
        self.remember_calls()?;
        self.remember_errands()?;
        self.adopt_orphans()?;
        self.store.next_due()
    }

    /// Ends what is kept no longer, and lets the store do its housekeeping. The host does so when there is nothing else to do.
    pub fn tidy(&mut self) {
        let now = self.now();
        let tidied = self.keep_promises(now).and_then(|()| self.store.tidy(now));
        if let Err(error) = tidied {
            self.fail(&error);
        }
    }

    /// Forgets what is in memory: the store alone says what is true.
    fn fail(&mut self, error: &StoreError) {
        self.cache.clear();
        self.names.clear();
        self.end_feed("the store has failed");
        self.sweep = activation::sweep_at_start(&self.active);
        self.shared.meters.failures.fetch_add(1, Ordering::Relaxed);
        self.shared.set_health(Health::after(error));
    }

    fn committed(&self) {
        Meters::add(&self.shared.meters.commits, 1);
    }
}

#[cfg(test)]
mod tests;
