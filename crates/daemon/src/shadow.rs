//! A plan beside the one that runs, on a thread of its own. It hears what was committed, after it was, and sends nothing; it can
//! delay nobody, since what it is too slow for is dropped.

use crate::api::{self, ShadowState, VERSION};
use crate::app::App;
use crate::metrics::Metrics;
use filrouge_backtest::{self as backtest, Compared, Stage};
use filrouge_host::{Beside, Bounds, Clock, Fed, Feed, Handle};
use filrouge_machine::Id;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Bounds of one plan beside: people in memory, and things that wait.
pub(crate) const BOUNDS: Bounds = Bounds { people: 100_000, queued: 50_000 };

/// How long it waits for something to happen before it looks at the clock.
const PATIENCE: Duration = Duration::from_millis(50);

/// How often its counts are told, at the most: they are added up over everybody.
const TOLD: Duration = Duration::from_millis(250);

/// Its clock is behind by so many milliseconds: what was committed meanwhile is heard before timers fire.
const BEHIND: i64 = 500;

/// The plan beside, when there is or was one.
#[derive(Default)]
pub(crate) struct Shadows(Mutex<Option<Arc<Mutex<api::Shadow>>>>);

impl Shadows {
    /// How the plan beside does, or did when it ended.
    pub(crate) fn shown(&self) -> Option<api::Shadow> {
        let present = self.lock().clone()?;
        let shown = present.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Some(shown)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Arc<Mutex<api::Shadow>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets a plan run beside the one that runs.
    pub(crate) fn start(&self, app: &App, (beside, feed): (Beside, Feed), by: String) -> std::io::Result<()> {
        let (clock, metrics) = (Arc::clone(&app.clock), Arc::clone(&app.metrics));
        let shown = Arc::new(Mutex::new(blank(&beside, by, clock.now())));
        let walk = Walk {
            handle: app.handle.clone(),
            everybody: beside.concerns_everybody(),
            after: None,
            done: false,
        };
        let thread = Thread { shown: Arc::clone(&shown), clock, metrics };
        thread::Builder::new()
            .name("filrouge-shadow".to_owned())
            .spawn(move || thread.run(&beside, feed, walk))?;
        *self.lock() = Some(shown);
        Ok(())
    }
}

fn blank(beside: &Beside, by: String, since: i64) -> api::Shadow {
    api::Shadow {
        version: VERSION,
        state: ShadowState::Running,
        ended: None,
        plan: beside.ready.hash().to_owned(),
        running: beside.running.hash().to_owned(),
        by,
        since,
        people: 0,
        people_at_most: BOUNDS.people as u64,
        messages: Vec::new(),
        contacted: filrouge_backtest::document::Pair::default(),
        only_new: 0,
        only_old: 0,
        left_out: 0,
        dropped: 0,
        unfit: 0,
    }
}

/// What the thread has.
struct Thread {
    shown: Arc<Mutex<api::Shadow>>,
    clock: Arc<dyn Clock>,
    metrics: Arc<Metrics>,
}

impl Thread {
    fn run(self, beside: &Beside, mut feed: Feed, walk: Walk) {
        self.metrics.shadow.running.store(1, Ordering::Relaxed);
        // Whatever goes wrong here ends the plan beside, and nothing else.
        let lived = catch_unwind(AssertUnwindSafe(|| self.live(beside, &mut feed, walk)));
        let why = match lived {
            Ok(()) => feed.ended().unwrap_or("nothing more came"),
            Err(_) => "it has failed",
        };
        tracing::info!(plan = beside.ready.hash(), why, "the plan beside has ended");
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.state = ShadowState::Ended;
        shown.ended = Some(why.to_owned());
        self.metrics.shadow.running.store(0, Ordering::Relaxed);
    }

    fn live(&self, beside: &Beside, feed: &mut Feed, mut walk: Walk) {
        let settings = backtest::beside();
        let stage = Stage::new(&beside.ready, &beside.running, &settings);
        let mut shadow = backtest::Shadow::new(&stage);
        let mut told = Instant::now();
        while let Some(group) = feed.next(walk.patience()) {
            walk.go_on();
            let quiet = group.is_empty();
            group.into_iter().for_each(|fed| take(&mut shadow, fed));
            if quiet {
                shadow.until(self.clock.now().saturating_sub(BEHIND));
            }
            if told.elapsed() >= TOLD {
                self.tell(shadow.compared(), feed);
                told = Instant::now();
            }
        }
        self.tell(shadow.compared(), feed);
    }

    fn tell(&self, compared: Compared, feed: &Feed) {
        let Compared { people, messages, contacted, only_new, only_old, unfit } = compared;
        let (dropped, left_out) = (feed.dropped(), feed.left_out());
        self.metrics.shadow.tell(people, dropped, &messages);
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        (shown.people, shown.messages, shown.contacted) = (people, messages, contacted);
        (shown.only_new, shown.only_old, shown.unfit) = (only_new, only_old, unfit);
        (shown.dropped, shown.left_out) = (dropped, left_out);
    }
}

/// The walk through everybody who is inside: a swap would tell all of them at once. It reads beside the drive loop, and asks it
/// for a few people at a time.
struct Walk {
    handle: Handle,
    everybody: bool,
    after: Option<Id>,
    done: bool,
}

/// People of one step of the walk.
const STEP: usize = 32;

impl Walk {
    const fn patience(&self) -> Duration {
        if self.done { PATIENCE } else { Duration::ZERO }
    }

    /// One step. A store that cannot be read ends the walk; the plan beside still hears of whomever something happens to.
    fn go_on(&mut self) {
        if self.done {
            return;
        }
        match self.step() {
            Some(next) => self.after = Some(next),
            None => self.done = true,
        }
    }

    fn step(&self) -> Option<Id> {
        let (people, next) = match self.everybody {
            true => {
                let people = self.handle.people(self.after, STEP).ok()?;
                let next = people.last().copied();
                (people, next)
            }
            false => self.handle.pending(self.after, STEP).ok()?,
        };
        if !people.is_empty() {
            self.handle.copy(people).ok()?.wait().ok()?;
        }
        next
    }
}

fn take(shadow: &mut backtest::Shadow<'_>, fed: Fed) {
    match fed {
        Fed::Copy { person, body, at } => shadow.copy(person, &body, at),
        Fed::Input { person, input } => shadow.hear(person, input),
        Fed::Join { person, other, input } => shadow.join(person, other, &input),
        Fed::Message { person, effect, journey, channel, .. } => {
            shadow.sent(person, effect, journey, channel)
        }
        Fed::Forget { person } => shadow.forget(person),
    }
}
