use super::{Watch, prospect, sent, started};
use crate::conformance::sample;
use crate::{
    AliasRow, Commit, DeadLetterRow, Driver, Fault, Hash, Health, Identifier, MemoryStore, Options,
    OutboxRow, PersonRow, PlanRow, Reader, Refusal, ReleaseRow, Store, StoreError, TimerRow, Withheld,
};
use filrouge_machine::{Id, SkipReason};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// A store that fails at one call, and is sound again after recovery.
#[derive(Clone)]
pub(super) struct Fragile {
    inner: MemoryStore,
    /// Calls left before the failure; 0 for never.
    left: Arc<AtomicUsize>,
    /// Whether the next commit fails.
    next_commit: Arc<AtomicBool>,
    /// Whether it has more than it can write.
    behind: Arc<AtomicBool>,
    error: Arc<Mutex<StoreError>>,
    /// Whether a failing commit is written all the same, as when the disk fails behind the write.
    pub(super) written: bool,
}

impl Fragile {
    pub(super) fn new(fault: Fault) -> Self {
        let error = Arc::new(Mutex::new(StoreError::new(fault, "broken on purpose")));
        Self {
            inner: MemoryStore::new(),
            left: Arc::default(),
            next_commit: Arc::default(),
            behind: Arc::default(),
            error,
            written: false,
        }
    }

    fn fail_at(&self, call: usize) {
        self.left.store(call, Ordering::Relaxed);
    }

    pub(super) fn fail_next_commit(&self) {
        self.next_commit.store(true, Ordering::Relaxed);
    }

    fn check(&self) -> Result<(), StoreError> {
        let before = self.left.load(Ordering::Relaxed);
        if before > 0 {
            self.left.store(before - 1, Ordering::Relaxed);
        }
        if before == 1 { Err(self.error.lock().expect("a lock").clone()) } else { Ok(()) }
    }
}

impl Store for Fragile {
    fn reader(&self) -> Result<Arc<dyn Reader>, StoreError> {
        self.inner.reader()
    }

    fn active_plan(&mut self) -> Result<Option<PlanRow>, StoreError> {
        self.check()?;
        self.inner.active_plan()
    }

    fn release(&mut self) -> Result<Option<ReleaseRow>, StoreError> {
        self.check()?;
        self.inner.release()
    }

    fn seen(&mut self, input: Id) -> Result<bool, StoreError> {
        self.check()?;
        self.inner.seen(input)
    }

    fn owner(&mut self, identifier: &Identifier) -> Result<Option<Id>, StoreError> {
        self.check()?;
        self.inner.owner(identifier)
    }

    fn alias(&mut self, person: Id) -> Result<Option<AliasRow>, StoreError> {
        self.check()?;
        Store::alias(&mut self.inner, person)
    }

    fn person(&mut self, person: Id) -> Result<Option<PersonRow>, StoreError> {
        self.check()?;
        Store::person(&mut self.inner, person)
    }

    fn due(&mut self, now: i64, limit: usize) -> Result<Vec<TimerRow>, StoreError> {
        self.check()?;
        self.inner.due(now, limit)
    }

    fn next_due(&mut self) -> Result<Option<i64>, StoreError> {
        self.inner.next_due()
    }

    fn occupancy(&mut self) -> Result<Option<filrouge_plan::Occupancy>, StoreError> {
        self.inner.occupancy()
    }

    fn outdated(
        &mut self,
        plan: &str,
        everybody: bool,
        after: Option<Id>,
        limit: usize,
    ) -> Result<Vec<Id>, StoreError> {
        self.check()?;
        self.inner.outdated(plan, everybody, after, limit)
    }

    fn outgoing(&mut self, effect: Id) -> Result<Option<OutboxRow>, StoreError> {
        self.check()?;
        self.inner.outgoing(effect)
    }

    fn sendable(&mut self, by: Option<&str>, now: i64, limit: usize) -> Result<Vec<OutboxRow>, StoreError> {
        self.check()?;
        self.inner.sendable(by, now, limit)
    }

    fn next_sendable(&mut self, connector: Option<&str>, now: i64) -> Result<Option<i64>, StoreError> {
        self.check()?;
        self.inner.next_sendable(connector, now)
    }

    fn suppressed(&mut self) -> Result<Vec<(Hash, i64)>, StoreError> {
        self.inner.suppressed()
    }

    fn suppression_key(&mut self) -> Result<[u8; 32], StoreError> {
        self.inner.suppression_key()
    }

    fn record_erasure(&mut self, line: &[u8]) -> Result<(), StoreError> {
        self.inner.record_erasure(line)
    }

    fn erasures(&mut self) -> Result<Vec<Vec<u8>>, StoreError> {
        self.inner.erasures()
    }

    fn purge(&mut self) -> Result<bool, StoreError> {
        self.inner.purge()
    }

    fn carriers(&mut self) -> Result<Vec<String>, StoreError> {
        self.inner.carriers()
    }

    fn crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        self.inner.crowded_out(room)
    }

    fn dead_letter(&mut self, effect: Id) -> Result<Option<DeadLetterRow>, StoreError> {
        Store::dead_letter(&mut self.inner, effect)
    }

    fn dead_letters_crowded_out(&mut self, room: usize) -> Result<Vec<Id>, StoreError> {
        self.inner.dead_letters_crowded_out(room)
    }

    fn in_flight(&mut self) -> Result<Vec<OutboxRow>, StoreError> {
        self.inner.in_flight()
    }

    fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Relaxed)
    }

    fn commit(&mut self, commit: Commit) -> Result<(), StoreError> {
        let broken = self.next_commit.swap(false, Ordering::Relaxed);
        let checked = if broken { Err(self.error.lock().expect("a lock").clone()) } else { self.check() };
        if checked.is_ok() || self.written {
            self.inner.commit(commit)?;
        }
        checked
    }

    fn tidy(&mut self, now: i64) -> Result<(), StoreError> {
        self.inner.tidy(now)
    }

    fn recover(&mut self) -> Result<(), StoreError> {
        self.check()
    }
}

fn driver(store: &Fragile, watch: &Watch) -> Driver {
    let clock = Arc::new(watch.clone());
    Driver::open(Options::default(), Box::new(store.clone()), clock, sample::walk(1_000)).expect("a driver")
}

/// Two people come in, one of them twice; the clock moves; a letter is claimed and settled. Says what was
/// acknowledged, and recovers after each failure.
fn live(driver: &mut Driver, watch: &Watch) -> Vec<u128> {
    let handle = driver.handle();
    let mut acknowledged = Vec::new();
    for (id, user) in [(1, "lea"), (2, "max"), (3, "lea")] {
        let who = [("user_id", user), ("email", &format!("{user}@example.com"))];
        let receipt = handle.submit(vec![started(id, &who)]).expect("room");
        driver.turn();
        if receipt.wait().is_ok() {
            acknowledged.push(id);
        }
        mend(driver);
    }
    watch.0.fetch_add(1_000, Ordering::Relaxed);
    for _ in 0..3 {
        driver.turn();
        mend(driver);
    }
    let claim = handle.claim(None, 10).expect("room");
    driver.turn();
    mend(driver);
    for delivery in claim.wait().map_or_else(|_| vec![], |claimed| claimed.messages) {
        let _ = handle.settle(vec![(delivery.message.effect, sent())]);
        driver.turn();
        mend(driver);
    }
    acknowledged
}

fn mend(driver: &mut Driver) {
    if driver.handle().health() != Health::Working {
        assert!(driver.recover());
    }
}

fn inputs(store: &Fragile) -> Vec<u128> {
    let rows = store.inner.inputs(0, 100).expect("a journal");
    rows.iter()
        .filter(|(_, row)| row.source == "site")
        .map(|(_, row)| row.id.0)
        .filter(|id| *id < 100)
        .collect()
}

#[test]
fn whichever_call_fails_nothing_acknowledged_is_lost_and_nothing_is_half_written() {
    let mut failures = 0;
    for call in 1..80 {
        let (store, watch) = (Fragile::new(Fault::Io), Watch::default());
        let mut driver = driver(&store, &watch);
        store.fail_at(call);
        let acknowledged = live(&mut driver, &watch);
        let meters = driver.handle().status().expect("a status").totals;
        failures += meters.failures;
        assert_eq!(inputs(&store), acknowledged, "call {call}");
        let decisions = store.inner.counts().expect("counts").decisions;
        assert!(decisions >= acknowledged.len() as u64, "call {call}: {decisions} decisions");
    }
    assert!(failures > 20, "the failures were never reached: {failures}");
}

#[test]
fn a_failed_commit_leaves_state_and_memory_as_they_were() {
    let (store, watch) = (Fragile::new(Fault::Full), Watch::default());
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    let who = [("user_id", "lea"), ("email", "lea@example.com")];
    handle.submit(vec![started(1, &who)]).expect("room");
    driver.turn();
    let lea = handle.find("lea").expect("a store")[0];
    let before = Reader::person(&store.inner, lea);
    watch.0.store(1_000, Ordering::Relaxed);
    store.fail_next_commit();
    driver.turn();
    assert!(matches!(handle.health(), Health::Suspended(_)), "{:?}", handle.health());
    assert!(matches!(handle.submit(vec![started(2, &who)]), Err(Refusal::Unavailable(_))));
    assert_eq!(Reader::person(&store.inner, lea), before);
    assert_eq!(store.inner.counts().expect("counts").waiting, 0);
    assert!(driver.recover());
    driver.turn();
    assert_eq!(store.inner.counts().expect("counts").waiting, 1);
}

#[test]
fn what_is_withheld_counts_once_it_is_on_the_disk() {
    let (store, watch) = (Fragile::new(Fault::Full), Watch::default());
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    let skipped = Withheld::Skipped(SkipReason::NoAddress);
    let counted = || handle.status().expect("a status").totals.withheld[&skipped];
    handle.submit(vec![started(1, &[("user_id", "lea")])]).expect("room");
    driver.turn();
    watch.0.store(1_000, Ordering::Relaxed);
    store.fail_next_commit();
    driver.turn();
    assert_eq!(counted(), 0, "nothing was written");
    assert!(driver.recover());
    driver.turn();
    assert_eq!(counted(), 1, "the letter has no address");
}

#[test]
fn everybody_in_a_failed_group_is_told() {
    let (store, watch) = (Fragile::new(Fault::Io), Watch::default());
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    let receipts: Vec<_> =
        (0..5).map(|id| handle.submit(vec![started(id, &[("user_id", "lea")])]).expect("room")).collect();
    store.fail_next_commit();
    driver.turn();
    let answers: Vec<_> = receipts.into_iter().map(crate::Receipt::wait).collect();
    assert!(answers.iter().all(|answer| matches!(answer, Err(Refusal::Unavailable(_)))), "{answers:?}");
    assert_eq!(inputs(&store), Vec::<u128>::new());
}

#[test]
fn a_commit_that_fails_behind_the_write_is_not_applied_twice() {
    let watch = Watch::default();
    let store = Fragile { written: true, ..Fragile::new(Fault::Io) };
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    let who = [("user_id", "lea")];
    store.fail_next_commit();
    let receipt = handle.submit(vec![started(1, &who)]).expect("room");
    driver.turn();
    assert!(receipt.wait().is_err());
    assert!(driver.recover());
    let again = handle.submit(vec![started(1, &who)]).expect("room");
    driver.turn();
    assert_eq!(again.wait(), Ok(vec![crate::Accepted::Duplicate]));
    assert_eq!(inputs(&store), [1]);
}

#[test]
fn a_damaged_store_is_not_written_again() {
    let (store, watch) = (Fragile::new(Fault::Corrupt), Watch::default());
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    store.fail_next_commit();
    let receipt = handle.submit(vec![started(1, &[("user_id", "lea")])]).expect("room");
    driver.turn();
    assert!(receipt.wait().is_err());
    assert!(matches!(handle.health(), Health::Failed(_)));
}

#[test]
fn a_plan_that_cannot_be_kept_does_not_take_effect() {
    let (store, watch) = (Fragile::new(Fault::Full), Watch::default());
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    store.fail_next_commit();
    let receipt = handle.activate(prospect(sample::walk(9_000)), "test").expect("a plan");
    driver.turn();
    assert!(receipt.wait().is_err());
    assert_eq!(handle.active().hash, sample::walk(1_000).hash);
}

#[test]
fn what_is_due_waits_for_a_store_that_is_behind_and_events_do_not() {
    let (store, watch) = (Fragile::new(Fault::Io), Watch::default());
    let mut driver = driver(&store, &watch);
    let handle = driver.handle();
    let submit = |driver: &mut Driver, id: u128, name: &str| {
        let receipt = handle.submit(vec![started(id, &[("user_id", name), ("email", name)])]).expect("room");
        driver.turn();
        receipt.wait().expect("an answer").len()
    };
    submit(&mut driver, 1, "lea");
    store.behind.store(true, Ordering::Relaxed);
    watch.0.store(1_000, Ordering::Relaxed);
    assert_eq!(submit(&mut driver, 2, "tom"), 1);
    let fired = |driver: &Driver| driver.handle().status().expect("a status").totals.timers;
    assert_eq!((fired(&driver), driver.next_due()), (0, Some(1_000)));
    store.behind.store(false, Ordering::Relaxed);
    driver.turn();
    assert_eq!(fired(&driver), 1);
}
