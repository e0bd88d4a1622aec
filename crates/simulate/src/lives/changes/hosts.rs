//! The same story on the drive loop, over a store in memory and over one on the disk: both must tell the same as the bare
//! machine, also when the process ends in between.

mod delivery;

use super::oracle::Judged;
use super::story::{Desk, Then};
use crate::World;
use filrouge_host::{
    Clock, Counts, Driver, Entry, Identifier, Ingest, MemoryStore, Options, Refusal, Store, Who,
};
use filrouge_machine::{Decision, Id, InputKind, Verdict};
use filrouge_plan::Bundle;
use filrouge_plan::scenario::Fate;
use filrouge_store::JournaledStore;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;

/// A clock that stands still until it is moved.
#[derive(Clone, Default)]
struct Watch(Arc<AtomicI64>);

impl Clock for Watch {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Where a host keeps what it knows.
enum Disk {
    Memory(MemoryStore),
    Folder(TempDir),
}

impl Disk {
    fn open(&self) -> Result<Box<dyn Store>, String> {
        Ok(match self {
            Self::Memory(store) => Box::new(store.clone()),
            Self::Folder(folder) => Box::new(JournaledStore::open(folder.path()).map_err(told)?),
        })
    }
}

fn told(error: impl std::fmt::Display) -> String {
    error.to_string()
}

pub(super) struct Hosts(Vec<Hosted>);

struct Hosted {
    disk: Disk,
    watch: Watch,
    driver: Option<Driver>,
    active: Arc<Bundle>,
    fate: Fate,
    desk: Desk,
    /// What became of each question when it was first asked: one that nobody answers may be asked again.
    asked: BTreeMap<Id, Desk>,
    /// Whether nobody has learnt of the plan yet.
    is_behind: bool,
    /// Decisions that were compared.
    agreed: usize,
    messages: usize,
}

impl Hosts {
    pub(super) fn new(plan: &Arc<Bundle>, now: i64) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(told)?;
        let disks = [Disk::Memory(MemoryStore::new()), Disk::Folder(folder)];
        disks.into_iter().map(|disk| Hosted::new(disk, plan, now)).collect::<Result<_, _>>().map(Self)
    }

    fn all(&mut self, act: impl Fn(&mut Hosted) -> Judged) -> Judged {
        self.0.iter_mut().try_for_each(act)
    }

    pub(super) fn happen(&mut self, number: usize, kind: &InputKind) -> Judged {
        self.all(|host| {
            host.catch_up()?;
            host.happen(number, kind)
        })
    }

    pub(super) fn pass(&mut self, time: i64) -> Judged {
        self.all(|host| {
            host.catch_up()?;
            host.until(host.watch.now() + time)
        })
    }

    pub(super) fn meet(&mut self, fate: Fate) {
        self.0.iter_mut().for_each(|host| host.fate = fate);
    }

    pub(super) fn ask(&mut self, desk: Desk) {
        self.0.iter_mut().for_each(|host| host.desk = desk);
    }

    pub(super) fn restart(&mut self) -> Judged {
        self.all(Hosted::restart)
    }

    pub(super) fn reload(&mut self, plan: &Arc<Bundle>, then: Then) -> Judged {
        self.all(|host| host.reload(plan, then))
    }

    pub(super) fn refuse(&mut self, plan: &Arc<Bundle>) -> Judged {
        self.all(|host| host.refuse(plan))
    }

    pub(super) fn agree(&mut self, world: &World<'_>) -> Judged {
        self.all(|host| host.agree(world))
    }
}

impl Hosted {
    fn new(disk: Disk, plan: &Arc<Bundle>, now: i64) -> Result<Self, String> {
        let watch = Watch(Arc::new(AtomicI64::new(now)));
        let active = Arc::clone(plan);
        let (fate, desk, asked) = (Fate::Sent, Desk::default(), BTreeMap::new());
        let (driver, is_behind, agreed, messages) = (None, false, 0, 0);
        let mut host = Self { disk, watch, driver, active, fate, desk, asked, is_behind, agreed, messages };
        host.restart()?;
        Ok(host)
    }

    /// The process ends and starts again.
    fn restart(&mut self) -> Judged {
        self.driver = None;
        let clock = Arc::new(self.watch.clone());
        let store = self.disk.open()?;
        let driver =
            Driver::open(Options::default(), store, clock, Arc::clone(&self.active)).map_err(told)?;
        self.driver = Some(driver);
        self.is_behind = false;
        self.until(self.watch.now())
    }

    fn driver(&mut self) -> Result<&mut Driver, String> {
        self.driver.as_mut().ok_or_else(|| "no process runs".to_owned())
    }

    fn happen(&mut self, number: usize, kind: &InputKind) -> Judged {
        let (id, at) = (Id::of(&["simulated", &number.to_string()]), self.watch.now());
        let names = [("user_id", "lea"), ("email", "lea@example.com")];
        let who = Who::Known(names.map(|(name, value)| Identifier::new(name, value)).to_vec());
        let source = "site".to_owned();
        let entry = Entry::Input(Ingest { id, at, kind: kind.clone(), who, source, releases: None });
        let driver = self.driver()?;
        let receipt = driver.handle().submit(vec![entry]).map_err(told)?;
        driver.turn();
        receipt.wait().map_err(told)?;
        self.deliver()?;
        self.until(self.watch.now())
    }

    /// Lets the clock go, one due moment after the other.
    fn until(&mut self, end: i64) -> Judged {
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
        let receipt = driver.handle().activate(Arc::clone(plan), "test").map_err(told)?;
        driver.turn();
        Ok(receipt.wait())
    }

    fn reload(&mut self, plan: &Arc<Bundle>, then: Then) -> Judged {
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
    fn refuse(&mut self, plan: &Arc<Bundle>) -> Judged {
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
    fn catch_up(&mut self) -> Judged {
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

    /// Whether this host has decided as the bare machine has, and everybody stands where they stand there.
    fn agree(&mut self, world: &World<'_>) -> Judged {
        if self.is_behind {
            return Ok(());
        }
        let handle = self.driver()?.handle();
        let person = handle.find("lea").map_err(told)?.pop().ok_or("nobody is known")?;
        let fresh: Vec<&Decision> = world.decisions.iter().skip(self.agreed).collect();
        // Two more than there should be, so that two too many are seen.
        let mut own = handle.decisions(person, None, fresh.len() + 2).map_err(told)?;
        own.retain(|recorded| usize::try_from(recorded.number).is_ok_and(|number| number > self.agreed));
        let own: Vec<_> = own.iter().rev().map(|recorded| told_by(&recorded.decision)).collect();
        let theirs: Vec<_> = fresh.into_iter().map(told_by).collect();
        if own != theirs {
            return Err(format!("a host decides otherwise:\n{own:?}\nthan the machine:\n{theirs:?}"));
        }
        self.agreed = world.decisions.len();
        let known = handle.known(person).map_err(told)?.ok_or("nobody is known")?;
        if known.state.instances != world.person.instances {
            return Err("people stand elsewhere on a host".to_owned());
        }
        let timers: BTreeMap<Id, i64> = known.timers.iter().map(|row| (row.timer, row.due)).collect();
        if timers != world.timers || self.messages != handed_out(world) {
            return Err("timers or messages of a host are others".to_owned());
        }
        Ok(())
    }
}

/// Messages that were not called back before anybody could take them.
fn handed_out(world: &World<'_>) -> usize {
    let recalled = |effect: Id, input: Id| {
        let is_it = |it: &&Decision| {
            it.input == input
                && matches!(it.verdict, Verdict::Recalled { effect: other, .. } if other == effect)
        };
        world.decisions.iter().any(|it| is_it(&it))
    };
    let queued = world.decisions.iter().filter_map(|it| match it.verdict {
        Verdict::Queued { effect, .. } => Some((effect, it.input)),
        _ => None,
    });
    queued.filter(|(effect, input)| !recalled(*effect, *input)).count()
}

/// What a decision says, whatever the input was called that led to it.
fn told_by(decision: &Decision) -> impl PartialEq + std::fmt::Debug + use<'_> {
    let Decision { at, plan, journey, instance, step, verdict, origin, .. } = decision;
    (at, plan, journey, instance, step, verdict, origin)
}
