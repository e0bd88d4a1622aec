//! The thread that brings layers into the file.

use super::file::File;
use super::gate::{Gate, Work};
use filrouge_host::{Fault, StoreError};
use std::io;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// When a layer is brought into the file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// Bytes of the journal in a layer that is taken at once.
    pub weight: usize,
    /// How old the oldest commit of a layer may become.
    pub age: Duration,
    /// Bytes that a layer may have while the one below it is written; then everybody waits.
    pub most: usize,
}

impl Pace {
    /// With layers of so many bytes.
    pub(super) const fn of(weight: usize) -> Self {
        Self { weight, age: Duration::from_secs(2), most: 4 * weight }
    }
}

impl Default for Pace {
    fn default() -> Self {
        Self::of(24 << 20)
    }
}

/// Starts the thread. It ends when the gate is closed and everything is written.
pub(super) fn start(mut file: Box<dyn File>, gate: Arc<Gate>, pace: Pace) -> io::Result<JoinHandle<()>> {
    let run = move || {
        let _ending = Ending(Arc::clone(&gate));
        loop {
            match gate.next(pace.weight, pace.age) {
                Work::Write(layer) => {
                    let outcome = file.checkpoint(&layer).or_else(|error| mend(&mut *file, error));
                    gate.written(layer, outcome);
                }
                Work::Tidy(now) => gate.tidied(file.tidy(now)),
                Work::Purge => gate.purged(file.purge()),
                Work::End => break,
            }
            if gate.is_hopeless() {
                break;
            }
        }
    };
    thread::Builder::new().name("filrouge-checkpoint".to_owned()).spawn(run)
}

/// The last act of the thread, however it ends: nobody waits for what does not come.
struct Ending(Arc<Gate>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.ended();
    }
}

/// A file that could not be written is looked at again from the disk before the next try.
fn mend(file: &mut dyn File, error: StoreError) -> Result<(), StoreError> {
    if error.fault != Fault::Corrupt {
        file.recover()?;
    }
    Err(error)
}
