//! A disk in memory that forgets what was not synced and fails as it is told, the same way for the same seed.

mod dice;
mod faults;
mod inode;

pub use dice::Dice;
pub use faults::Faults;

use crate::{File, Files};
use faults::Fate;
use inode::Inode;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A disk. Its clones are the same disk.
#[derive(Clone, Default)]
pub struct SimulatedDisk {
    state: Arc<Mutex<State>>,
}

type Names = BTreeMap<String, usize>;

#[derive(Default)]
struct State {
    inodes: Vec<Inode>,
    /// As programs see it.
    names: Names,
    /// Each state of the directory since it was last synced; a crash leaves one of them.
    history: Vec<Names>,
    dice: Dice,
    faults: Faults,
    operations: u64,
    /// Handles of before a crash are of no use.
    life: u64,
}

impl SimulatedDisk {
    /// An empty disk.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        let state = State { dice: Dice::new(seed), history: vec![Names::new()], ..State::default() };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// What goes wrong from now on.
    pub fn set_faults(&self, faults: Faults) {
        self.state().faults = faults;
    }

    /// How many calls were made so far that can fail.
    #[must_use]
    pub fn operations(&self) -> u64 {
        self.state().operations
    }

    /// The power goes: of what was not synced, each sector is there or not, and of the names some state since they
    /// were last synced. What is open cannot be used any more.
    pub fn crash(&self) {
        let state = &mut *self.state();
        let (kept, dice) = (state.dice.below(state.history.len() as u64) as usize, &mut state.dice);
        state.names = state.history.get(kept).cloned().unwrap_or_default();
        state.history = vec![state.names.clone()];
        state.inodes.iter_mut().for_each(|inode| inode.crash(dice));
        state.life += 1;
    }

    /// The process ends and the power stays: what was written is there. What is open cannot be used any more.
    pub fn kill(&self) {
        self.state().life += 1;
    }

    /// Alters the bits of `mask` in one byte of a file, on the disk and in memory; whether there was such a byte.
    pub fn flip(&self, name: &str, offset: usize, mask: u8) -> bool {
        let state = &mut *self.state();
        let inode = state.names.get(name).and_then(|inode| state.inodes.get_mut(*inode));
        inode.is_some_and(|inode| inode.flip(offset, mask))
    }

    /// Every file with its bytes, as programs see them.
    #[must_use]
    pub fn contents(&self) -> BTreeMap<String, Vec<u8>> {
        let state = self.state();
        let bytes =
            |inode: &usize| state.inodes.get(*inode).map(|inode| inode.seen.clone()).unwrap_or_default();
        state.names.iter().map(|(name, inode)| (name.clone(), bytes(inode))).collect()
    }

    /// Puts a file there, synced.
    pub fn put(&self, name: &str, bytes: Vec<u8>) {
        let state = &mut *self.state();
        state.inodes.push(Inode::of(bytes));
        state.names.insert(name.to_owned(), state.inodes.len() - 1);
        state.history = vec![state.names.clone()];
    }

    /// The same files on another disk, synced.
    #[must_use]
    pub fn copy(&self, seed: u64) -> Self {
        let disk = Self::new(seed);
        self.contents().into_iter().for_each(|(name, bytes)| disk.put(&name, bytes));
        disk
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn handle(&self, inode: usize) -> Box<dyn File> {
        Box::new(Handle { disk: self.clone(), inode, life: self.state().life })
    }

    fn change(&self, change: impl FnOnce(&mut State) -> io::Result<()>) -> io::Result<()> {
        let state = &mut *self.state();
        state.fate(false).map_or(Ok(()), |fate| fate.into_error())?;
        change(state)?;
        state.history.push(state.names.clone());
        Ok(())
    }
}

impl State {
    fn fate(&mut self, is_write: bool) -> Option<Fate> {
        self.operations += 1;
        self.faults.fate(self.operations, is_write, &mut self.dice)
    }
}

impl Files for SimulatedDisk {
    fn list(&self) -> io::Result<Vec<String>> {
        Ok(self.state().names.keys().cloned().collect())
    }

    fn create(&self, name: &str) -> io::Result<Box<dyn File>> {
        self.change(|state| {
            state.inodes.push(Inode::default());
            state.names.insert(name.to_owned(), state.inodes.len() - 1);
            Ok(())
        })?;
        self.open(name)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn File>> {
        let inode = self.state().names.get(name).copied();
        inode.map(|inode| self.handle(inode)).ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.change(|state| {
            let inode = state.names.remove(from).ok_or(ErrorKind::NotFound)?;
            state.names.insert(to.to_owned(), inode);
            Ok(())
        })
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        self.change(|state| state.names.remove(name).map(drop).ok_or_else(|| ErrorKind::NotFound.into()))
    }

    fn sync_directory(&self) -> io::Result<()> {
        let state = &mut *self.state();
        state.fate(false).map_or(Ok(()), |fate| fate.into_error())?;
        state.history = vec![state.names.clone()];
        Ok(())
    }

    fn place(&self, name: &str) -> String {
        format!("disk/{name}")
    }
}

/// An open file of the disk.
struct Handle {
    disk: SimulatedDisk,
    inode: usize,
    life: u64,
}

impl Handle {
    fn with<T>(&self, work: impl FnOnce(&mut State, usize) -> io::Result<T>) -> io::Result<T> {
        let state = &mut *self.disk.state();
        if state.life == self.life { work(state, self.inode) } else { Err(ErrorKind::BrokenPipe.into()) }
    }
}

impl File for Handle {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.with(|state, inode| Ok(state.inodes.get(inode).map_or(0, |inode| inode.read(buffer, offset))))
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        self.with(|state, inode| {
            let fate = state.fate(true);
            let length = match fate {
                Some(Fate::Short | Fate::Dying) => 1 + state.dice.below(bytes.len() as u64) as usize,
                Some(fate) => return fate.into_error().map(|()| 0),
                None => bytes.len(),
            };
            let written = bytes.get(..length).unwrap_or(bytes);
            state.inodes.get_mut(inode).ok_or(ErrorKind::NotFound)?.write(written, offset);
            fate.map_or(Ok(()), Fate::into_error).map(|()| written.len())
        })
    }

    fn sync_data(&self) -> io::Result<()> {
        self.with(|state, inode| {
            let fate = state.fate(false);
            let inode = state.inodes.get_mut(inode).ok_or(ErrorKind::NotFound)?;
            match fate {
                None if state.faults.lies => {}
                None => inode.sync(),
                Some(Fate::Dying | Fate::Dead) => {}
                // The system forgets that these were to be written: the next sync succeeds without them.
                Some(_) => inode.lose(&mut state.dice),
            }
            fate.map_or(Ok(()), |fate| fate.into_error())
        })
    }

    fn set_len(&self, bytes: u64) -> io::Result<()> {
        self.with(|state, inode| {
            state.fate(false).map_or(Ok(()), |fate| fate.into_error())?;
            state.inodes.get_mut(inode).ok_or(ErrorKind::NotFound)?.resize(bytes);
            Ok(())
        })
    }

    fn bytes(&self) -> io::Result<u64> {
        self.with(|state, inode| Ok(state.inodes.get(inode).map_or(0, |inode| inode.seen.len() as u64)))
    }
}
