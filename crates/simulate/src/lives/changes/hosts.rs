//! The same story on the drive loop, over a store in memory and over one on the disk: both must tell the same as the bare
//! machine, also when the process ends in between.

mod agree;
mod delivery;
mod hosted;
mod shares;

use super::oracle::Judged;
use super::story::{Desk, Then};
use crate::World;
pub(super) use agree::handed_out;
use filrouge_host::{Clock, MemoryStore, Store};
use filrouge_machine::{Id, InputKind};
use filrouge_plan::Bundle;
use filrouge_plan::scenario::Fate;
use filrouge_store::JournaledStore;
use hosted::Hosted;
use std::collections::BTreeSet;
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

/// What comes in from outside.
pub(super) struct Call {
    pub(super) id: Id,
    /// Names of whoever it is about.
    pub(super) names: Vec<(&'static str, &'static str)>,
    pub(super) kind: InputKind,
    /// Whether the process ends before anything is handed out.
    pub(super) dies: bool,
}

pub(super) struct Hosts(Vec<Hosted>);

impl Hosts {
    pub(super) fn new(plan: &Arc<Bundle>, now: i64) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(told)?;
        let disks = [Disk::Memory(MemoryStore::new()), Disk::Folder(folder)];
        disks.into_iter().map(|disk| Hosted::new(disk, plan, now)).collect::<Result<_, _>>().map(Self)
    }

    fn all(&mut self, act: impl Fn(&mut Hosted) -> Judged) -> Judged {
        self.0.iter_mut().try_for_each(act)
    }

    pub(super) fn happen(&mut self, call: &Call) -> Judged {
        self.all(|host| {
            host.catch_up()?;
            host.happen(call)
        })
    }

    /// An operator separates `other` from whoever it is one with, which must be possible or not.
    pub(super) fn separate(&mut self, other: Id, is_possible: bool, dies: bool) -> Judged {
        self.all(|host| host.separate(other, is_possible, dies))
    }

    /// Lets everybody learn of the plan.
    pub(super) fn catch_up(&mut self) -> Judged {
        self.all(Hosted::catch_up)
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

    /// Whether hosts tell of everybody what the bare machine tells; `before` are the messages of those whom it does not
    /// know any more.
    pub(super) fn agree(&mut self, worlds: &[&World<'_>], before: &BTreeSet<Id>) -> Judged {
        self.all(|host| host.agree(worlds, before))
    }
}
