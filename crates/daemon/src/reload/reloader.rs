//! The one place that makes plans active.

mod release;

pub(crate) use release::shared;

use super::fingerprint::look;
use super::{Attempt, Overridden, Progress, Trigger, Verdict, Watch, guard, privacy};
use crate::api::Proposal;
use crate::blocked::{blocked, not_for_a_share};
use crate::metrics::Metrics;
use crate::unset::Needed;
use crate::{Allow, Compiled, Compiler, Refusal};
use filrouge_host::{self as host, Clock, Extent, Handle, Prospect};
use filrouge_plan::Bundle;
use filrouge_plan::manifest::Manifest;
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

/// A reviewed plan that somebody wants to run.
struct Application {
    proposal: Proposal,
    allow: Allow,
    by: String,
    extent: Extent,
    reply: oneshot::Sender<Attempt>,
}

/// The way to a new plan; clone it freely.
#[derive(Clone)]
pub(crate) struct Reloader {
    wishes: mpsc::Sender<Wish>,
    applications: mpsc::Sender<Application>,
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

    /// Asks for a reviewed plan in place of the one that it was compared with, and waits for what comes of it. Nothing when the
    /// daemon is stopping.
    pub(crate) async fn apply(
        &self,
        proposal: Proposal,
        extent: Extent,
        allow: Allow,
        by: String,
    ) -> Option<Attempt> {
        let (reply, answer) = oneshot::channel();
        self.applications.send(Application { proposal, allow, by, extent, reply }).await.ok()?;
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

/// Who asks for a plan, and what it may take away.
struct Asks<'a> {
    trigger: Trigger,
    by: &'a str,
    allow: Allow,
}

fn stale(running: &str, base: &str) -> Refusal {
    let short = |hash: &str| hash.get(..12).unwrap_or(hash).to_owned();
    Refusal::of(
        "stale-plan",
        &format!("plan {} runs, and this one was compared with {}", short(running), short(base)),
        "compare again with `filrouge plan`, have it reviewed, and apply what comes of it",
    )
}

/// The lock of the project is not that of the newest packs of law.
fn unlocked(packs: &[String]) -> Refusal {
    Refusal::of(
        "stale-lock",
        &format!("nobody has looked at this plan by the newest law: {}", packs.join("; ")),
        "run `filrouge lock`, mend what `filrouge check` finds, and compare again with `filrouge plan`",
    )
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
        let (applications, proposed) = mpsc::channel(1);
        let progress = Arc::new(RwLock::new(boot));
        let reloader = Reloader { wishes, applications, progress: Arc::clone(&progress) };
        let work = Work { engine: self, progress, seen, watch: None };
        (reloader.clone(), tokio::spawn(work.run(asked, proposed, reloader)))
    }

    fn root(&self) -> Option<PathBuf> {
        self.compiler.watch_dir()
    }

    async fn look(&self) -> Option<[u8; 32]> {
        let (compiler, data) = (Arc::clone(&self.compiler), self.data.clone());
        spawn_blocking(move || look(&*compiler, &data)).await.ok().flatten()
    }

    /// Makes `next` the active plan. It is prepared and compared here, so that inputs wait for as little as can be.
    async fn swap(&self, next: Arc<Bundle>, by: &str) -> Result<(), host::Refusal> {
        let inside = self.handle.inside()?.await?;
        let prospect = spawn_blocking(move || Prospect::compared(next, inside)).await;
        let stopped = |_| Err(host::Refusal::Plan("the plan cannot be made ready".to_owned()));
        self.handle.activate(prospect.unwrap_or_else(stopped)?, by)?.await
    }

    async fn compile(&self) -> Result<Compiled, Refusal> {
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
    async fn run(
        mut self,
        mut asked: mpsc::Receiver<Wish>,
        mut proposed: mpsc::Receiver<Application>,
        reloader: Reloader,
    ) {
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
                Some(application) = proposed.recv() => self.apply(application).await,
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
        let (attempt, manifest) = match compiled {
            Ok(Compiled { bundle, manifest, approvals }) => {
                let asks = Asks { trigger, by: trigger.word(), allow };
                let agreed = self.agreed(&bundle, manifest.as_ref(), &approvals, allow);
                (self.activate(at, &asks, Arc::new(bundle), agreed).await, manifest.map(Arc::new))
            }
            Err(refusal) => (Attempt::new(at, trigger, Verdict::Refused, None).because(refusal), None),
        };
        if attempt.is_success() {
            Overridden::forget(&self.engine.data);
        }
        self.record(attempt.clone(), manifest);
        attempt
    }

    /// Makes a reviewed plan active, if the one runs that it was compared with. The folder is passed over until it changes.
    async fn apply(&mut self, application: Application) {
        let Application { proposal, allow, by, extent, reply } = application;
        let at = self.engine.clock.now();
        let agreed = self.agreed(&proposal.bundle, proposal.manifest.as_ref(), &proposal.approvals, allow);
        let manifest = proposal.manifest.map(Arc::new);
        let running = filrouge_host::compiled(&self.engine.handle.active()).hash.clone();
        let attempt = if running != proposal.base {
            Attempt::new(at, Trigger::Apply, Verdict::Stale, Some(proposal.bundle.hash))
                .because(stale(&running, &proposal.base))
        } else if proposal.stale_lock.is_empty() {
            let (asks, next) = (Asks { trigger: Trigger::Apply, by: &by, allow }, Arc::new(proposal.bundle));
            match extent {
                Extent::Everybody => self.activate(at, &asks, next, agreed).await,
                Extent::Share(share) => self.share(at, &asks, (next, share), agreed).await,
                Extent::Nobody => self.take_back(at, &by, next).await,
            }
        } else {
            Attempt::new(at, Trigger::Apply, Verdict::Refused, Some(proposal.bundle.hash))
                .because(unlocked(&proposal.stale_lock))
        };
        if let Some(plan) = attempt.plan.clone().filter(|_| attempt.is_success()) {
            self.override_folder(plan);
        }
        self.record(attempt.clone(), manifest);
        let _ = reply.send(attempt);
    }

    fn override_folder(&self, plan: String) {
        let note = Overridden { plan, folder: self.seen };
        if let Err(error) = note.write(&self.engine.data) {
            let why = error.to_string();
            tracing::error!(
                why,
                "it cannot be noted that a plan was applied: the folder's plan runs after a restart"
            );
        }
    }

    /// Compiles until the folder did not change meanwhile. A folder that never rests is taken as it is: the
    /// change behind it is heard of.
    async fn compile_unmoved(&self) -> (Result<Compiled, Refusal>, Option<[u8; 32]>) {
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

    /// Whether a plan that does more with personal data than the one that runs has been agreed to.
    fn agreed(
        &self,
        next: &Bundle,
        manifest: Option<&Manifest>,
        notes: &[String],
        allow: Allow,
    ) -> Result<(), Refusal> {
        let active = filrouge_host::compiled(&self.engine.handle.active());
        let before = self.progress.read().unwrap_or_else(PoisonError::into_inner).manifest.clone();
        let before = before.filter(|before| before.plan == active.hash);
        if before.is_none() && *active == *next {
            return Ok(());
        }
        privacy::agreed(before.as_deref(), manifest, notes, allow)
    }

    async fn activate(
        &self,
        at: i64,
        asks: &Asks<'_>,
        next: Arc<Bundle>,
        agreed: Result<(), Refusal>,
    ) -> Attempt {
        let Asks { trigger, by, allow } = *asks;
        let hash = Some(next.hash.clone());
        let active = filrouge_host::compiled(&self.engine.handle.active());
        let is_same = active.hash == next.hash;
        match self.engine.handle.released() {
            None if *active == *next => return Attempt::new(at, trigger, Verdict::Unchanged, hash),
            Some(_) if is_same && trigger == Trigger::Apply => return self.take_back_all(at, by, next).await,
            Some(_) if is_same => return Attempt::new(at, trigger, Verdict::Unchanged, hash),
            // Files are read again at any time; for whom their plan is to run somebody says.
            Some(released) if trigger != Trigger::Apply => {
                return Attempt::new(at, trigger, Verdict::Refused, hash).because(shared(&released));
            }
            _ => {}
        }
        let allowed = agreed.and_then(|()| guard(&active.plan, &next.plan, allow));
        if let Err(refusal) = allowed.and_then(|()| self.engine.needed.guard(&active.plan, &next)) {
            return Attempt::new(at, trigger, Verdict::Refused, hash).because(refusal);
        }
        match self.engine.swap(Arc::clone(&next), by).await {
            Ok(()) => {
                self.engine.active.send_replace(next);
                Attempt::new(at, trigger, Verdict::Activated, hash)
            }
            Err(refused) => {
                refused_by_host(Attempt::new(at, trigger, Verdict::Refused, hash), refused, (&active, &next))
            }
        }
    }

    fn keep(&self, manifest: &Manifest) {
        if let Err(error) = privacy::keep(manifest, &self.engine.data) {
            let why = error.to_string();
            tracing::error!(
                why,
                "the manifest of the running plan cannot be kept: a restart does not know what was agreed to"
            );
        }
    }

    fn record(&mut self, attempt: Attempt, manifest: Option<Arc<Manifest>>) {
        match attempt.result {
            Verdict::Activated => self.engine.metrics.reloads.add(1),
            Verdict::Unchanged | Verdict::Shared | Verdict::TakenBack => {}
            Verdict::Refused | Verdict::Blocked | Verdict::Stale => {
                self.engine.metrics.reloads_refused.add(1)
            }
            // The next look must not find everything as it was.
            Verdict::NotStored => {
                self.engine.metrics.reloads_refused.add(1);
                self.seen = None;
            }
        }
        report(&attempt);
        // What a start would run is as it was.
        if matches!(attempt.result, Verdict::Shared | Verdict::TakenBack) {
            return;
        }
        if let Some(manifest) = manifest.as_ref().filter(|_| attempt.is_success()) {
            self.keep(manifest);
        }
        let mut progress = self.progress.write().unwrap_or_else(PoisonError::into_inner);
        let next = match attempt.trigger {
            Trigger::Apply => progress.after_apply(attempt, manifest),
            _ => Progress::after(Some(&progress), attempt, manifest),
        };
        *progress = next;
    }
}

/// Why the host did not take a plan.
fn refused_by_host(attempt: Attempt, refused: host::Refusal, (active, next): (&Bundle, &Bundle)) -> Attempt {
    let (result, refusal) = match refused {
        host::Refusal::Changes(changes) => (Verdict::Blocked, blocked(&changes, active, next)),
        host::Refusal::NoShare(obstacles) => (Verdict::Refused, not_for_a_share(&obstacles, active, next)),
        host::Refusal::Shared(released) => (Verdict::Refused, shared(&released)),
        other => {
            let help = "it is tried again at the next change, at the next poll, or on demand";
            (Verdict::NotStored, Refusal::of("plan-not-stored", &other.to_string(), help))
        }
    };
    Attempt { result, ..attempt }.because(refusal)
}

fn report(attempt: &Attempt) {
    let plan = attempt.plan.as_deref().unwrap_or_default();
    let (result, trigger) = (attempt.result, attempt.trigger);
    match &attempt.human {
        None => tracing::info!(plan, ?result, ?trigger, "reload"),
        Some(why) => tracing::error!(plan, ?result, ?trigger, why, "reload: the active plan stays"),
    }
}
