//! One host: a process over a store, that may end and start again.

use super::{Call, Disk, Watch, told};
use crate::lives::changes::oracle::Judged;
use crate::lives::changes::story::{Desk, Then};
use filrouge_host::{
    Clock, Counts, Driver, Entry, Identifier, Ingest, Options, Prospect, Refusal, Unmerged, Who,
};
use filrouge_machine::Id;
use filrouge_plan::Bundle;
use filrouge_plan::scenario::Fate;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

pub(super) struct Hosted {
    disk: Disk,
    pub(super) watch: Watch,
    driver: Option<Driver>,
    active: Arc<Bundle>,
    pub(super) fate: Fate,
    pub(super) desk: Desk,
    /// What became of each question when it was first asked: one that nobody answers may be asked again.
    pub(super) asked: BTreeMap<Id, Desk>,
    /// Whether nobody has learnt of the plan yet.
    pub(super) is_behind: bool,
    /// Of each person: decisions that were compared, and the number of the last of them.
    pub(super) agreed: BTreeMap<Id, (usize, i64)>,
    pub(super) messages: BTreeSet<Id>,
}

impl Hosted {
    pub(super) fn new(disk: Disk, plan: &Arc<Bundle>, now: i64) -> Result<Self, String> {
        let watch = Watch(Arc::new(AtomicI64::new(now)));
        let active = Arc::clone(plan);
        let (fate, desk, asked) = (Fate::Sent, Desk::default(), BTreeMap::new());
        let (driver, is_behind, agreed, messages) = (None, false, BTreeMap::new(), BTreeSet::new());
        let mut host = Self { disk, watch, driver, active, fate, desk, asked, is_behind, agreed, messages };
        host.restart()?;
        Ok(host)
    }

    /// The process ends and starts again.
    pub(super) fn restart(&mut self) -> Judged {
        self.driver = None;
        let clock = Arc::new(self.watch.clone());
        let store = self.disk.open()?;
        let driver =
            Driver::open(Options::default(), store, clock, Arc::clone(&self.active)).map_err(told)?;
        self.driver = Some(driver);
        self.is_behind = false;
        self.until(self.watch.now())
    }

    pub(super) fn driver(&mut self) -> Result<&mut Driver, String> {
        self.driver.as_mut().ok_or_else(|| "no process runs".to_owned())
    }

    pub(super) fn happen(&mut self, call: &Call) -> Judged {
        let (id, at, kind, source) = (call.id, self.watch.now(), call.kind.clone(), "site".to_owned());
        let who = Who::Known(call.names.iter().map(|(name, value)| Identifier::new(*name, *value)).collect());
        let entry = Entry::Input(Ingest { id, at, kind, who, source, releases: None });
        let driver = self.driver()?;
        let receipt = driver.handle().submit(vec![entry]).map_err(told)?;
        driver.turn();
        receipt.wait().map_err(told)?;
        self.go_on(call.dies)
    }

    pub(super) fn separate(&mut self, other: Id, is_possible: bool, dies: bool) -> Judged {
        let driver = self.driver()?;
        let receipt = driver.handle().unmerge(other).map_err(told)?;
        driver.turn();
        match (receipt.wait().map_err(told)?, is_possible) {
            (Unmerged::Separated { .. }, true) => self.begins_anew(other),
            (Unmerged::NotMerged | Unmerged::TooLate, false) => {}
            (outcome, _) => return Err(format!("a host separates otherwise: {outcome:?}")),
        }
        self.go_on(dies)
    }

    /// Everything that follows at once, perhaps by another process.
    fn go_on(&mut self, dies: bool) -> Judged {
        if dies {
            return self.restart();
        }
        self.deliver()?;
        self.until(self.watch.now())
    }

    /// Lets the clock go, one due moment after the other.
    pub(super) fn until(&mut self, end: i64) -> Judged {
        while let Some(due) = self.driver()?.next_due().filter(|due| *due <= end) {
            self.watch.0.fetch_max(due, Ordering::Relaxed);
            self.driver()?.turn();
            self.deliver()?;
        }
        self.watch.0.fetch_max(end, Ordering::Relaxed);
        Ok(())
    }

    fn activate(&mut self, plan: &Arc<Bundle>) -> Result<Result<(), Refusal>, String> {
        let driver = self.driver()?;
        let handle = driver.handle();
        let receipt = handle.inside().map_err(told)?;
        driver.turn();
        let prospect = receipt.wait().and_then(|inside| Prospect::compared(Arc::clone(plan), inside));
        let receipt = handle.activate(prospect.map_err(told)?, "test").map_err(told)?;
        driver.turn();
        Ok(receipt.wait())
    }

    pub(super) fn reload(&mut self, plan: &Arc<Bundle>, then: Then) -> Judged {
        self.activate(plan)?.map_err(|refused| format!("a host refuses a plan: {refused}"))?;
        self.active = Arc::clone(plan);
        self.is_behind = then == Then::Hurries;
        match then {
            Then::Nothing => self.until(self.watch.now()),
            Then::Dies => self.restart(),
            Then::Hurries => Ok(()),
        }
    }

    /// Takes no plan that has no place for somebody, and leaves everything as it is.
    pub(super) fn refuse(&mut self, plan: &Arc<Bundle>) -> Judged {
        self.catch_up()?;
        let before = self.snapshot()?;
        match self.activate(plan)? {
            Err(Refusal::Changes(_)) if self.snapshot()? == before => Ok(()),
            Err(Refusal::Changes(_)) => {
                Err(format!("a refused plan has changed something:\n{before}\n{}", self.snapshot()?))
            }
            answer => Err(format!("a host judges a plan otherwise: {answer:?}")),
        }
    }

    /// Lets everybody learn of the plan.
    pub(super) fn catch_up(&mut self) -> Judged {
        self.is_behind = false;
        self.until(self.watch.now())
    }

    /// Everything that a refused plan must leave as it is; the journal tells of it.
    fn snapshot(&mut self) -> Result<String, String> {
        let handle = self.driver()?.handle();
        let people = handle.find("lea").map_err(told)?;
        let known: Result<Vec<_>, _> = people.into_iter().map(|person| handle.known(person)).collect();
        let counts = Counts { inputs: 0, wal_bytes: 0, ..handle.status().map_err(told)?.counts };
        Ok(format!("{} {:?} {counts:?}", handle.active().hash, known.map_err(told)?))
    }
}
