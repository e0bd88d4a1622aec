//! What follows a failure: work goes on in the same process, or another one starts.

use crate::host::{Host, Op, told};
use crate::look::Look;
use crate::story::{Deed, Trouble, What};
use crate::telling::{Judged, Telling};
use crate::witness::Looked;
use filrouge_host::{Fault, Store, compiled};
use filrouge_simulate::Dice;
use filrouge_store::{JournaledStore, OpenError};
use std::sync::Arc;

/// Somebody does something.
const SOMEBODY: Deed = Deed { person: 0, address: None, what: What::Event, ago: 0, choice: 0 };
/// Starts that may fail before the disks are left alone.
const STARTS: usize = 3;

impl Telling {
    /// Whoever runs the daemon is told what to do.
    pub fn advised(&mut self, why: &str) -> Judged {
        self.tally.failures += 1;
        let advice = ["check its disk", "make room on that disk", "no thread", "start again"];
        let is_advised = self.ground.is_dead() || advice.iter().any(|words| why.contains(words));
        is_advised.then_some(()).ok_or_else(|| format!("nobody learns what to do from: {why}"))
    }

    /// Gets back to work behind a failure of `op`, if that is what failed.
    pub fn mend(&mut self, op: Option<&Op>) -> Judged {
        // Each wish to send a letter again is counted by its process.
        let must_end = matches!(op, Some(Op::Resend(_)));
        if !self.ground.is_dead() && !self.dice.one_in(3) && !must_end {
            self.refuses()?;
            self.recover()?;
            return self.came_about(op);
        }
        let power = self.dice.one_in(2);
        self.die(power)?;
        self.start(op)
    }

    /// As long as it has not recovered, nothing is taken in.
    fn refuses(&mut self) -> Judged {
        let taken = self.subject()?.driver.handle().submit(Vec::new()).is_ok();
        if taken { Err("something is taken in behind a failure".to_owned()) } else { Ok(()) }
    }

    fn recover(&mut self) -> Judged {
        self.tally.recoveries += 1;
        if self.subject()?.driver.recover() {
            return Ok(());
        }
        self.ground.calm();
        let recovers = self.subject()?.driver.recover();
        recovers.then_some(()).ok_or_else(|| "it does not go back to work when the disks do".to_owned())
    }

    /// Finds out whether a failed operation came about, all of it or nothing.
    fn came_about(&mut self, op: Option<&Op>) -> Judged {
        let Some(op) = op else { return self.agree() };
        self.ground.calm();
        let is = Look::at(&*self.subject()?.reader)?;
        self.catch_up(op, &is)?;
        if self.is_halfway { self.agree() } else { Ok(()) }
    }

    fn catch_up(&mut self, op: &Op, is: &Look) -> Judged {
        let before = Look::at(&*self.reference()?.reader)?;
        if *is == before {
            return Ok(());
        }
        self.tally.unheard += 1;
        // It came about without an answer.
        self.memory.keep_files(is.awaits_files()?);
        self.reference()?.perform(op)?;
        let came = is.must_equal(&Look::at(&*self.reference()?.reader)?);
        self.is_halfway = came.is_err() && matches!(op, Op::Tidy | Op::Right(_));
        if self.is_halfway { Ok(()) } else { came.map_err(|why| format!("half of {op:?} came about: {why}")) }
    }

    /// The process is gone, and with it what it had not written; without the power, also what was not synced.
    pub fn die(&mut self, with_power: bool) -> Judged {
        self.ground.freeze(with_power, &mut self.dice)?;
        self.subject = None;
        self.ground.end(with_power);
        Ok(())
    }

    /// Another process starts, perhaps on disks that fail; `op` is what the last one died of.
    pub fn start(&mut self, op: Option<&Op>) -> Judged {
        let mut store = self.open()?;
        let reader = store.reader().map_err(told)?;
        let is = Look::at(&*reader)?;
        match op {
            Some(op) => self.catch_up(op, &is)?,
            None => is.must_equal(&Look::at(&*self.reference()?.reader)?)?,
        }
        self.stores_agree(&mut store)?;
        self.follow_plan(&mut store)?;
        let is_listed = self.follow_erasures(&mut store)?;
        drop(reader);
        let Looked { records, words } = self.witness.look(&self.ground, &is)?;
        (self.tally.audits, self.tally.records) = (self.tally.audits + 1, self.tally.records + records);
        self.tally.words += words;
        self.begin_again(store)?;
        if is_listed {
            self.witness.read_again();
            self.forgive()?;
        }
        self.live_again();
        self.agree()
    }

    /// Whoever was put on the list of the erased is erased by the next start, also when nothing else came of it.
    fn follow_erasures(&mut self, store: &mut dyn Store) -> Judged<bool> {
        let (mut listed, known) = (store.erasures().map_err(told)?, self.memory.erasures().map_err(told)?);
        if let Some(lost) = known.iter().find(|line| !listed.contains(line)) {
            return Err(format!("an erasure is not on the list: {}", String::from_utf8_lossy(lost)));
        }
        listed.retain(|line| !known.contains(line));
        for line in &listed {
            self.memory.record_erasure(line).map_err(told)?;
        }
        Ok(!listed.is_empty())
    }

    /// Opens the store; disks may fail on the way, and a start that fails changes nothing of what is true.
    fn open(&mut self) -> Judged<JournaledStore> {
        for _ in 0..STARTS {
            self.disturb();
            match self.ground.open() {
                Ok(store) if !self.ground.is_dead() => return Ok(store),
                Ok(store) => drop(store),
                Err(error) => self.refused(&error)?,
            }
            self.tally.failed_starts += 1;
            self.ground.end(self.dice.clone().one_in(2));
        }
        self.ground.calm();
        self.ground.open().map_err(|error| format!("it does not start when the disks work: {error}"))
    }

    /// A start may fail for want of a disk, and never because of what a crash left behind.
    fn refused(&mut self, error: &OpenError) -> Judged {
        match error {
            OpenError::Store(error) if error.fault != Fault::Corrupt => self.advised(&error.detail),
            other => Err(format!("refuses what a crash left behind: {other}")),
        }
    }

    fn disturb(&mut self) {
        let call = 1 + self.dice.below(14) as u64;
        match self.dice.below(12) {
            0 => self.ground.fail(Trouble::Dies(call)),
            1 => self.ground.fail(Trouble::Fails(call)),
            2 => self.ground.fail(Trouble::NoRoom),
            3 => self.ground.fail(Trouble::FileFull),
            _ => {}
        }
    }

    /// The project's folder has the plan that was taken last.
    fn follow_plan(&mut self, store: &mut dyn Store) -> Judged {
        let kept = store.active_plan().map_err(told)?.and_then(|row| row.bundle().ok());
        let kept = kept.map(|kept| compiled(&Arc::new(kept)).hash.clone());
        let known = self.plans.iter().find(|plan| Some(&plan.hash) == kept.as_ref());
        self.plan = known.cloned().ok_or("the store has no plan that it was ever given")?;
        Ok(())
    }

    /// Both start; what the one on the disk had begun when it died it ends at the next try.
    fn begin_again(&mut self, store: JournaledStore) -> Judged {
        let mut store = Some(store);
        for _ in 0..STARTS {
            let Some(own) = store.take() else { break };
            match Host::start(Box::new(own), &self.watch, &self.plan) {
                Ok(host) if !self.ground.is_dead() => {
                    self.subject = Some(host);
                    break;
                }
                Ok(_) => {}
                Err(why) => self.advised(&why)?,
            }
            self.tally.failed_starts += 1;
            let power = self.dice.one_in(2);
            self.die(power)?;
            store = Some(self.open()?);
        }
        if let Some(own) = store {
            self.ground.calm();
            self.subject = Some(Host::start(Box::new(own), &self.watch, &self.plan)?);
        }
        self.ground.calm();
        self.reference = None;
        self.wait_for_files()?;
        self.reference = Some(Host::start(Box::new(self.memory.clone()), &self.watch, &self.plan)?);
        Ok(())
    }

    /// A byte of the journal is altered while no process runs. That is refused with a way out, and changes nothing; or it
    /// harms nothing, because the file has what stood there.
    pub fn flips(&mut self, dice: &mut Dice) -> Judged {
        self.ground.calm();
        // The mark of a group may be missing after a failure, and an altered byte of it then looks like a torn tail. The
        // next group proves it.
        self.happens(&[SOMEBODY])?;
        self.die(true)?;
        let Some((name, offset, mask)) = self.some_byte(dice) else { return self.start(None) };
        let disk = self.ground.journal.clone();
        disk.flip(&name, offset, mask);
        let before = disk.contents();
        match self.ground.open() {
            Ok(store) => {
                self.tally.harmless += 1;
                let reader = store.reader().map_err(told)?;
                let expected = Look::at(&*self.reference()?.reader)?;
                let told = Look::at(&*reader)?.must_equal(&expected);
                told.map_err(|why| {
                    format!("byte {offset} of {name}, altered by {mask}, goes unnoticed: {why}")
                })?;
            }
            Err(error) => {
                self.tally.refused += 1;
                let way_out = error.to_string();
                if !way_out.contains("filrouge store repair") {
                    return Err(format!(
                        "byte {offset} of {name} is altered, and there is no way out: {way_out}"
                    ));
                }
                let after = disk.contents();
                // What nobody needs may go, and a new segment may come.
                if before.iter().any(|(name, bytes)| after.get(name).is_some_and(|now| now != bytes)) {
                    return Err("a start that is refused has changed the journal".to_owned());
                }
                disk.flip(&name, offset, mask);
            }
        }
        self.ground.end(true);
        self.start(None)
    }

    /// A byte of a segment, before the zeros at its end.
    fn some_byte(&self, dice: &mut Dice) -> Option<(String, usize, u8)> {
        let files = self.ground.journal.contents();
        let segments: Vec<_> = files.iter().filter(|(name, _)| name.ends_with(".segment")).collect();
        let (name, bytes) = segments.get(dice.below(segments.len()))?;
        let length = bytes.iter().rposition(|byte| *byte != 0)? + 1;
        Some(((*name).clone(), dice.below(length), 1 << dice.below(8)))
    }
}
