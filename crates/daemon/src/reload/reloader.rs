//! The one place that makes plans active.

use super::fingerprint::look;
use super::{Attempt, Progress, Trigger, Verdict, Watch, guard};
use crate::blocked::blocked;
use crate::metrics::Metrics;
use crate::unset::Needed;
use crate::{Allow, Compiler, Refusal};
use filrouge_host::{self as host, Clock, Handle, Prospect};
use filrouge_plan::Bundle;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::{Instant, interval_at, sleep};

/// Changes within this time are one.
const SETTLES: Duration = Duration::from_millis(50);

/// A wish for a new plan.
struct Wish {
    trigger: Trigger,
    allow: Allow,
    reply: Option<oneshot::Sender<Attempt>>,
}

/// The way to a new plan; clone it freely.
#[derive(Clone)]
pub(crate) struct Reloader {
    wishes: mpsc::Sender<Wish>,
    progress: Arc<RwLock<Progress>>,
}

impl Reloader {
    /// Asks for an attempt without waiting for it. When many wait already, one of them will see the change.
    pub(crate) fn wish(&self, trigger: Trigger) {
        let _ = self.wishes.try_send(Wish { trigger, allow: Allow::default(), reply: None });
    }

    /// Asks for an attempt, and waits for what comes of it. Nothing when the daemon is stopping.
    pub(crate) async fn ask(&self, allow: Allow) -> Option<Attempt> {
        let (reply, answer) = oneshot::channel();
        self.wishes.send(Wish { trigger: Trigger::Request, allow, reply: Some(reply) }).await.ok()?;
        answer.await.ok()
    }

    /// Where things stand.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// What carries wishes out.
pub(crate) struct Engine {
    pub(crate) compiler: Arc<dyn Compiler>,
    pub(crate) handle: Handle,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) allow: Allow,
    pub(crate) needed: Needed,
    pub(crate) data: PathBuf,
    pub(crate) poll: Duration,
    pub(crate) active: watch::Sender<Arc<Bundle>>,
}

/// The engine at work.
struct Work {
    engine: Engine,
    progress: Arc<RwLock<Progress>>,
    seen: Option<[u8; 32]>,
    watch: Option<Watch>,
}

impl Engine {
    /// Starts to carry out wishes, from where the start of the daemon left things; `seen` is the folder as it was
    /// before the compilation at the start.
    pub(crate) fn start(self, boot: Progress, seen: Option<[u8; 32]>) -> (Reloader, JoinHandle<()>) {
        let (wishes, asked) = mpsc::channel(16);
        let progress = Arc::new(RwLock::new(boot));
        let reloader = Reloader { wishes, progress: Arc::clone(&progress) };
        let work = Work { engine: self, progress, seen, watch: None };
        (reloader.clone(), tokio::spawn(work.run(asked, reloader)))
    }

    fn root(&self) -> Option<PathBuf> {
        self.compiler.watch_dir()
    }

    async fn look(&self) -> Option<[u8; 32]> {
        let (compiler, data) = (Arc::clone(&self.compiler), self.data.clone());
        spawn_blocking(move || look(&*compiler, &data)).await.ok().flatten()
    }

    /// Makes `next` the active plan. It is prepared and compared here, so that inputs wait for as little as can be.
    async fn swap(&self, next: Arc<Bundle>, trigger: Trigger) -> Result<(), host::Refusal> {
        let inside = self.handle.inside()?.await?;
        let prospect = spawn_blocking(move || Prospect::compared(next, inside)).await;
        let stopped = |_| Err(host::Refusal::Plan("the plan cannot be made ready".to_owned()));
        self.handle.activate(prospect.unwrap_or_else(stopped)?, trigger.word())?.await
    }

    async fn compile(&self) -> Result<Bundle, Refusal> {
        let compiler = Arc::clone(&self.compiler);
        spawn_blocking(move || compiler.compile()).await.unwrap_or_else(|_| {
            Err(Refusal::of(
                "compiler-stopped",
                "the compiler stopped on this project",
                "run `filrouge check` on it, and report what it says",
            ))
        })
    }
}

impl Work {
    async fn run(mut self, mut asked: mpsc::Receiver<Wish>, reloader: Reloader) {
        let told = Arc::new(move || reloader.wish(Trigger::Watch));
        let data = self.engine.data.clone();
        let compiler = Arc::clone(&self.engine.compiler);
        self.watch = self.engine.root().map(|root| Watch::new(&root, &data, compiler, told));
        // What changed between the compilation at the start and the first watch is found at once.
        let mut poll = interval_at(Instant::now(), self.engine.poll);
        loop {
            tokio::select! {
                wish = asked.recv() => match wish {
                    Some(wish) => self.carry_out(wish, &mut asked).await,
                    None => return,
                },
                _ = poll.tick() => self.changed(Trigger::Poll).await,
            }
        }
    }

    /// Carries out `first` and all that wait behind it, in one attempt.
    async fn carry_out(&mut self, first: Wish, asked: &mut mpsc::Receiver<Wish>) {
        if first.trigger == Trigger::Watch {
            sleep(SETTLES).await;
        }
        let mut wishes = vec![first];
        while let Ok(wish) = asked.try_recv() {
            wishes.push(wish);
        }
        let Some(firm) = wishes.iter().find(|wish| wish.trigger != Trigger::Watch) else {
            self.changed(Trigger::Watch).await;
            return;
        };
        let allow = wishes.iter().fold(self.engine.allow, |allow, wish| allow.or(wish.allow));
        let attempt = self.attempt(firm.trigger, allow).await;
        for reply in wishes.into_iter().filter_map(|wish| wish.reply) {
            let _ = reply.send(attempt.clone());
        }
    }

    /// An attempt, when the folder is not as it was at the last one.
    async fn changed(&mut self, trigger: Trigger) {
        if let Some(watch) = &mut self.watch {
            watch.rearm();
        }
        let now = self.engine.look().await;
        if now != self.seen {
            self.attempt(trigger, self.engine.allow).await;
        }
    }

    async fn attempt(&mut self, trigger: Trigger, allow: Allow) -> Attempt {
        let (compiled, seen) = self.compile_unmoved().await;
        self.seen = seen;
        let at = self.engine.clock.now();
        let attempt = match compiled {
            Ok(bundle) => self.activate(at, trigger, Arc::new(bundle), allow).await,
            Err(refusal) => Attempt::new(at, trigger, Verdict::Refused, None).because(refusal),
        };
        self.record(attempt.clone());
        attempt
    }

    /// Compiles until the folder did not change meanwhile. A folder that never rests is taken as it is: the
    /// change behind it is heard of.
    async fn compile_unmoved(&self) -> (Result<Bundle, Refusal>, Option<[u8; 32]>) {
        let mut before = self.engine.look().await;
        for _ in 0..3 {
            let compiled = self.engine.compile().await;
            let after = self.engine.look().await;
            if before == after {
                return (compiled, after);
            }
            before = after;
        }
        (self.engine.compile().await, before)
    }

    async fn activate(&self, at: i64, trigger: Trigger, next: Arc<Bundle>, allow: Allow) -> Attempt {
        let hash = Some(next.hash.clone());
        let active = filrouge_host::compiled(&self.engine.handle.active());
        if *active == *next {
            return Attempt::new(at, trigger, Verdict::Unchanged, hash);
        }
        let allowed = guard(&active.plan, &next.plan, allow);
        if let Err(refusal) = allowed.and_then(|()| self.engine.needed.guard(&active.plan, &next)) {
            return Attempt::new(at, trigger, Verdict::Refused, hash).because(refusal);
        }
        match self.engine.swap(Arc::clone(&next), trigger).await {
            Ok(()) => {
                self.engine.active.send_replace(next);
                Attempt::new(at, trigger, Verdict::Activated, hash)
            }
            Err(host::Refusal::Changes(changes)) => {
                Attempt::new(at, trigger, Verdict::Blocked, hash).because(blocked(&changes, &active, &next))
            }
            Err(refused) => {
                let help = "it is tried again at the next change, at the next poll, or on demand";
                let refusal = Refusal::of("plan-not-stored", &refused.to_string(), help);
                Attempt::new(at, trigger, Verdict::NotStored, hash).because(refusal)
            }
        }
    }

    fn record(&mut self, attempt: Attempt) {
        match attempt.result {
            Verdict::Activated => self.engine.metrics.reloads.add(1),
            Verdict::Unchanged => {}
            Verdict::Refused | Verdict::Blocked => self.engine.metrics.reloads_refused.add(1),
            // The next look must not find everything as it was.
            Verdict::NotStored => {
                self.engine.metrics.reloads_refused.add(1);
                self.seen = None;
            }
        }
        report(&attempt);
        let mut progress = self.progress.write().unwrap_or_else(PoisonError::into_inner);
        let next = Progress::after(Some(&progress), attempt);
        *progress = next;
    }
}

fn report(attempt: &Attempt) {
    let plan = attempt.plan.as_deref().unwrap_or_default();
    let (result, trigger) = (attempt.result, attempt.trigger);
    match &attempt.human {
        None => tracing::info!(plan, ?result, ?trigger, "reload"),
        Some(why) => tracing::error!(plan, ?result, ?trigger, why, "reload: the active plan stays"),
    }
}
