//! Starting and stopping.

use crate::driver::Driver;
use crate::queue::Drained;
use crate::shared::Shared;
use crate::{Clock, Fault, Handle, Health, Options, Refusal, Store, StoreError};
use filrouge_plan::Bundle;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// A running drive loop. Dropping it stops it as [`Host::stop`] does.
pub struct Host {
    handle: Handle,
    thread: Option<JoinHandle<()>>,
}

impl Host {
    /// Starts the loop on a thread of its own. `bundle` becomes the active plan; messages that were in flight when
    /// the process last ended are resolved as their connector allows, before anything else happens.
    ///
    /// # Errors
    /// When the plan cannot be run or the store cannot be used.
    pub fn start(store: Box<dyn Store>, clock: Arc<dyn Clock>, bundle: Arc<Bundle>) -> Result<Self, Refusal> {
        Self::start_with(Options::default(), store, clock, bundle)
    }

    /// As [`Host::start`], with bounds of one's own.
    ///
    /// # Errors
    /// As [`Host::start`].
    pub fn start_with(
        options: Options,
        store: Box<dyn Store>,
        clock: Arc<dyn Clock>,
        bundle: Arc<Bundle>,
    ) -> Result<Self, Refusal> {
        let driver = Driver::open(options, store, clock, bundle)?;
        let handle = driver.handle();
        let spawned =
            thread::Builder::new().name("filrouge-writer".to_owned()).spawn(move || drive(driver, options));
        let thread = spawned.map_err(|e| Refusal::Unavailable(StoreError::new(Fault::Io, e.to_string())))?;
        Ok(Self { handle, thread: Some(thread) })
    }

    /// A way to reach the loop.
    #[must_use]
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    /// Lets nothing more in, finishes what is in the queue, and gives the store back to the disk.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.handle.shared().queue.close();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has stopped all the same.
            let _ = thread.join();
        }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.end();
    }
}

/// The last act of the loop, however it ends: nobody waits for an answer that cannot come.
struct Closing(Arc<Shared>);

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.queue.close();
        self.0.set_health(Health::Stopped);
        while let Drained::Requests(left) = self.0.queue.drain(usize::MAX, Duration::ZERO) {
            left.into_iter().for_each(|request| request.refuse(Refusal::Stopping));
        }
    }
}

fn drive(mut driver: Driver, options: Options) {
    let shared = driver.shared().clone();
    let _closing = Closing(shared.clone());
    let mut housekeeping = Housekeeping::new(options);
    loop {
        let patience = patience(&driver, &options);
        let Drained::Requests(requests) = shared.queue.drain(options.group, patience) else { break };
        match shared.health() {
            Health::Working if requests.is_empty() && !is_due(&driver) => housekeeping.rest(&mut driver),
            Health::Working => {
                driver.run(requests);
                housekeeping.worked(&mut driver);
            }
            health => wait_for_recovery(&mut driver, &health, requests),
        }
    }
    driver.tidy();
}

/// When to tidy the store: once things are quiet, and every so often when they never are.
struct Housekeeping {
    options: Options,
    worked: Instant,
    tidied: Instant,
    untidy: bool,
}

impl Housekeeping {
    fn new(options: Options) -> Self {
        Self { options, worked: Instant::now(), tidied: Instant::now(), untidy: true }
    }

    fn worked(&mut self, driver: &mut Driver) {
        self.worked = Instant::now();
        self.untidy = true;
        if self.tidied.elapsed() >= self.options.tidy_every {
            self.tidy(driver);
        }
    }

    fn rest(&mut self, driver: &mut Driver) {
        let is_idle = self.untidy && self.worked.elapsed() >= self.options.idle;
        // Time alone ends what is kept, and holds.
        if is_idle || self.tidied.elapsed() >= self.options.tidy_every {
            self.tidy(driver);
        }
    }

    fn tidy(&mut self, driver: &mut Driver) {
        driver.tidy();
        self.tidied = Instant::now();
        self.untidy = false;
    }
}

fn is_due(driver: &Driver) -> bool {
    driver.next_due().is_some_and(|due| due <= driver.now())
}

/// How long what is due waits for a store that is behind, before it is looked at again.
const CATCH_UP: Duration = Duration::from_millis(5);

/// How long nothing can happen by itself. Bounded, so that a clock that was set is noticed.
fn patience(driver: &Driver, options: &Options) -> Duration {
    let longest = options.idle.min(options.recover_every).min(Duration::from_secs(1));
    match driver.shared().health() {
        Health::Working if driver.is_behind() => CATCH_UP,
        Health::Working => driver.next_due().map_or(longest, |due| {
            let left = due.saturating_sub(driver.now()).max(0);
            longest.min(Duration::from_millis(u64::try_from(left).unwrap_or(0)))
        }),
        _ => options.recover_every,
    }
}

fn wait_for_recovery(driver: &mut Driver, health: &Health, requests: Vec<crate::queue::Request>) {
    let error = match health {
        Health::Suspended(error) | Health::Failed(error) => error.clone(),
        Health::Working | Health::Stopped => StoreError::new(Fault::Io, "the store is not in use"),
    };
    let nothing_to_refuse = requests.is_empty();
    requests.into_iter().for_each(|request| request.refuse(Refusal::Unavailable(error.clone())));
    if nothing_to_refuse && matches!(health, Health::Suspended(_)) {
        driver.recover();
    }
}

#[cfg(test)]
mod tests;
