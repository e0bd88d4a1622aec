//! Swapping the plan between two inputs.

use super::Driver;
use super::timers::Sweep;
use super::turn::Turn;
use crate::prospect::{Compared, compare};
use crate::queue::Request;
use crate::release::Asked;
use crate::switches::{carried, switched};
use crate::{
    Active, Candidate, Commit, InputRow, Inside, Pause, PlanRow, Prospect, Refusal, ReleaseChange,
    ReleaseRow, StoreError,
};
use filrouge_change::Changes;
use filrouge_machine::{Id, InputKind, Person};
use filrouge_plan::{Bundle, Standing};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// A plan at the start of the process, with what was paused when the last one ended.
pub(super) fn with_pauses(bundle: Arc<Bundle>, kept: Option<&PlanRow>) -> Arc<Bundle> {
    let kept = kept.and_then(|row| row.bundle().ok());
    match kept {
        Some(kept) if bundle.plan.switches.is_empty() && !kept.plan.switches.is_empty() => {
            switched(&bundle, carried(&kept.plan.switches, &bundle.plan))
        }
        _ => bundle,
    }
}

/// The plan that ran when the process ended, with that of a share beside it. No third plan takes their place by a start.
pub(super) fn shared(bundle: Arc<Bundle>, kept: &PlanRow, release: &ReleaseRow) -> Result<Active, Refusal> {
    let running = Active::prepare(with_pauses(bundle, Some(kept)))?;
    let is_other = running.hash() != kept.hash;
    let both = running.with_kept(release)?;
    match both.release.as_ref().filter(|_| is_other) {
        Some(release) => Err(Refusal::Shared(Box::new(release.told()))),
        None => Ok(both),
    }
}

/// Whoever has not learnt of the active plan yet when the process starts: people inside, and everybody when a journey, an
/// experiment or an arm bears another name since.
pub(super) fn sweep_at_start(active: &Active) -> Sweep {
    let ready = &active.ready;
    let renames = ready.plan().journeys.iter().any(|journey| journey.was.is_some());
    Sweep::start(renames || ready.passage().outside)
}

/// Why the plan changes.
pub(super) enum Cause<'a> {
    /// A new plan, and who or what asked for it.
    Reload(&'a str),
    /// A plan is to run for a share of the people.
    Share(&'a Asked),
    /// A part is paused or goes on.
    Pause(&'a Pause),
}

impl Cause<'_> {
    fn by(&self) -> &str {
        match self {
            Self::Reload(by) => by,
            Self::Share(asked) => &asked.by,
            Self::Pause(pause) => &pause.by,
        }
    }

    /// What the audit log calls it, where `before` ran.
    fn word(&self, before: &Active, is_other: bool) -> &'static str {
        match self {
            Self::Share(_) => "plan-shared",
            Self::Reload(_) if before.release.is_some() && !is_other => "plan-taken-back",
            Self::Reload(_) | Self::Pause(_) => "plan-taken",
        }
    }
}

impl Driver {
    /// Carries out the changes of plan that were put off, each as soon as everybody has learnt of the plan before it. Inputs
    /// do not wait for that: one group of people learns of it here, and each turn goes on with the next.
    pub(super) fn change_plans(&mut self) {
        while let Some(request) = self.postponed.pop_front() {
            match self.follow_up() {
                Ok(true) => self.change_plan(request),
                Ok(false) => return self.postponed.push_front(request),
                Err(error) => request.refuse(self.unavailable(error)),
            }
        }
    }

    fn change_plan(&mut self, request: Request) {
        match request {
            Request::Activate { prospect, by, reply } => reply.send(self.activate(prospect, &by)),
            Request::Share { candidate, reply } => reply.send(self.share(candidate)),
            Request::Pause { pause, reply } => reply.send(self.pause(&pause)),
            // Nothing else is put off.
            other => other.refuse(Refusal::Busy),
        }
    }

    /// The plan that runs, and where people stand.
    pub(super) fn inside(&mut self) -> Result<Inside, Refusal> {
        let places = self.store.occupancy().map_err(Refusal::Unavailable)?;
        Ok(Inside { running: self.active.clone(), places })
    }

    /// The same, where a store that cannot be read keeps the plan from changing.
    pub(super) fn standing(&mut self) -> Result<Inside, Refusal> {
        let places = self.store.occupancy().map_err(|error| self.unavailable(error))?;
        Ok(Inside { running: self.active.clone(), places })
    }

    /// Compares a plan with the one that runs and with who is inside, unless that was done before and still holds; unless
    /// somebody would have no place in it, keeps it as the last good plan, then swaps. What is paused stays paused. The
    /// journal says who asked for it, what differs and what came of it.
    pub(super) fn activate(&mut self, prospect: Prospect, by: &str) -> Result<(), Refusal> {
        let Prospect { active, compared } = prospect;
        let since = Instant::now();
        let outcome = match compared {
            Some(compared) if self.still_holds(&compared) => {
                self.swap_now(active, compared.changes, Cause::Reload(by))
            }
            _ => self.compare_and_swap(active.with_pauses_of(&self.active), Cause::Reload(by)),
        };
        self.tell_pause(since);
        outcome
    }

    /// Lets a share of the people live under another plan, or makes the share of it another one.
    fn share(&mut self, candidate: Candidate) -> Result<(), Refusal> {
        let since = Instant::now();
        let asked = candidate.asked().clone();
        let (active, changes) = candidate.beside(&self.standing()?)?;
        let outcome = self.swap_now(active, changes, Cause::Share(&asked));
        self.tell_pause(since);
        outcome
    }

    /// Whether the plan that runs is the one that was compared with, and people stand where they stood.
    fn still_holds(&mut self, compared: &Compared) -> bool {
        Arc::ptr_eq(&compared.running, &self.active.ready)
            && self.store.stands_as(compared.places.as_ref()).unwrap_or(false)
    }

    pub(super) fn tell_pause(&self, since: Instant) {
        let pause = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.shared.meters.pause_us.store(pause, Ordering::Relaxed);
    }

    fn compare_and_swap(&mut self, active: Active, cause: Cause<'_>) -> Result<(), Refusal> {
        let inside = self.store.occupancy().map_err(|error| self.unavailable(error))?;
        let (active, changes) = compare(&self.active, active, inside.as_ref())?;
        self.swap_now(active, changes, cause)
    }

    /// All of it is between two turns, so that nobody moves meanwhile. People inside, and those with timers, learn of the
    /// plan group by group; everybody else when they are next met.
    pub(super) fn swap_now(
        &mut self,
        active: Active,
        changes: Changes,
        cause: Cause<'_>,
    ) -> Result<(), Refusal> {
        if changes.is_refused() {
            return Err(self.refuse(cause.by(), changes));
        }
        let is_other = active.hash() != self.active.hash();
        let word = cause.word(&self.active, is_other);
        let act = self.act(&cause, changes).map_err(|error| self.unavailable(error))?;
        let passage = active.ready.passage();
        let renames = passage.outside || passage.journeys.values().any(|journey| journey.renamed.is_some());
        let before = std::mem::replace(&mut self.active, active);
        let shared = before.release.is_some();
        if let Err(error) = self.write_plan(is_other, Some((word, act)), shared) {
            self.active = before;
            self.is_unsure = true;
            return Err(self.unavailable(error));
        }
        self.era += 1;
        self.end_feed("another plan runs");
        self.sweep = Sweep::start(renames);
        self.shared.set_active(self.active.clone());
        if let Err(error) = self.adopt_orphans() {
            self.fail(&error);
        }
        Ok(())
    }

    fn unavailable(&mut self, error: StoreError) -> Refusal {
        self.fail(&error);
        Refusal::Unavailable(error)
    }

    /// The entry of the journal that says who changed what.
    fn act(&self, cause: &Cause<'_>, changes: Changes) -> Result<InputRow, StoreError> {
        match cause {
            Cause::Pause(pause) => self.act_of(pause, changes.new, self.now()),
            Cause::Reload(by) => self.taken(by, changes, None),
            Cause::Share(asked) => self.taken(&asked.by, changes, Some(asked.share)),
        }
    }

    /// Nobody inside is more than one plan behind: a group of those who have not learnt of the active plan yet does so now.
    /// Whether that is everybody.
    pub(super) fn follow_up(&mut self) -> Result<bool, StoreError> {
        if !self.sweep.is_done() {
            let mut turn = Turn::begin(self);
            let limit = turn.share();
            turn.sweep(limit)?;
            turn.finish_or_fail()?;
            self.next_due = self.store.next_due()?;
        }
        Ok(self.sweep.is_done())
    }

    /// Counts who stands where, when no commit has told yet: the store was written by a version that did not.
    pub(super) fn count_everybody(&mut self) -> Result<(), StoreError> {
        if self.store.occupancy()?.is_some() {
            return Ok(());
        }
        let mut standing: BTreeMap<Standing, i64> = BTreeMap::new();
        let mut after = None;
        loop {
            let people = self.store.outdated("", true, after, self.options.group)?;
            let Some(last) = people.last() else { break };
            after = Some(*last);
            for row in people.iter().map(|id| self.store.person(*id)).collect::<Result<Vec<_>, _>>()? {
                let Some(row) = row else { continue };
                let person = Person::decode(&self.active.ready, &row.body)
                    .map_err(|error| StoreError::unreadable("a person", error))?;
                person.standings().for_each(|at| *standing.entry(at).or_default() += 1);
            }
        }
        let standing = standing.into_iter().collect();
        self.store.commit(Commit { recount: true, standing, ..Commit::default() })
    }

    /// Writes the active plan down, unless the store has it as it is.
    pub(super) fn keep_active_plan(&mut self) -> Result<(), StoreError> {
        let row = self.active.row(self.now())?;
        match self.store.active_plan()? {
            Some(kept) if kept.body == row.body && kept.passage == row.passage => Ok(()),
            kept => self.write_plan(kept.is_none_or(|kept| kept.hash != row.hash), None, false),
        }
    }

    /// Writes the active plan down again, when the store may have another one: nobody was told that it runs.
    pub(super) fn state_again(&mut self) -> Result<(), StoreError> {
        if self.is_unsure {
            self.write_plan(false, None, true)?;
            self.is_unsure = false;
        }
        Ok(())
    }

    /// Writes the active plan down, and in the journal when it `is_other` than the one before; and that of a share, or that there
    /// is none any more where one `was_shared`.
    fn write_plan(
        &mut self,
        is_other: bool,
        act: Option<(&str, InputRow)>,
        was_shared: bool,
    ) -> Result<(), StoreError> {
        let now = self.now();
        let row = self.active.row(now)?;
        let mut commit = Commit::default();
        if is_other {
            let entry = self.journal_entry(now)?;
            let told = self.told("plan-activated", &entry.source, &entry.plan);
            commit.record_input(entry, told);
        }
        if let Some((word, act)) = act {
            let told = self.told(word, &act.source, &act.plan);
            commit.record_input(act, told);
        }
        commit.date_audit(now, self.active.hash());
        commit.plan = Some(row);
        commit.release = self.active.release_row()?.map(ReleaseChange::Runs);
        commit.release = commit.release.or(was_shared.then_some(ReleaseChange::Ends));
        self.store.commit(commit)?;
        self.committed();
        Ok(())
    }

    fn journal_entry(&self, at: i64) -> Result<InputRow, StoreError> {
        let plan = self.active.hash().to_owned();
        let kind = InputKind::PlanActivated { plan: plan.clone() };
        let body = serde_json::to_vec(&kind).map_err(|e| StoreError::unreadable("an input", e))?;
        let id = Id::of(&["plan", &plan, &at.to_string()]);
        Ok(InputRow { id, person: None, at, plan, source: "plan".to_owned(), body })
    }
}
