//! The step: one input for one person.

mod activate;
mod agenda;
mod approve;
mod arrive;
mod assign;
mod awaited;
mod backfill;
mod best_time;
mod cache;
mod call;
mod consent;
mod crowd;
mod deadline;
mod decide;
mod derive;
mod digest;
mod emit;
mod enter;
mod event;
mod exit;
mod experiment;
mod fetch;
mod follow;
mod goal;
mod hold;
mod identify;
mod judge;
pub(crate) mod lapse;
mod ledger;
mod letter;
mod limit;
mod merge;
mod outcome;
mod parallel;
mod park;
mod passing;
mod place;
mod profiling;
mod question;
mod rectify;
mod remember;
mod repeat;
mod resend;
mod rivals;
mod room;
mod segments;
mod send;
mod split;
mod stop_journey;
mod timer;
mod traits;
mod turn;
mod unmerge;
mod update;
mod wait;
mod wait_until;
mod withdraw;

use crate::{Effects, Id, Input, InputKind, Person, Ready};
use turn::Turn;

pub use merge::merge;
pub use unmerge::{Separated, unmerge};

/// Applies `input` to the person called `who`, and says what follows from it.
///
/// Deterministic: the same plan, person and input give the same person and the same effects. It cannot fail;
/// what does not fit any more (a timer that was cancelled, an outcome that came twice) has no effect.
#[must_use]
pub fn step(ready: &Ready, who: Id, person: &mut Person, input: &Input) -> Effects {
    let is_new = person.since.is_none();
    let mut turn = Turn::new(ready, who, person, input);
    turn.catch_up();
    turn.consider_backfills(is_new);
    turn.take(&input.kind);
    turn.finish()
}

impl Turn<'_> {
    /// What the plan and the time that has passed bring about, before the input does.
    fn catch_up(&mut self) {
        self.follow_the_plan();
        self.await_entries();
        self.fire_overdue();
        self.sort_into_timed_segments();
    }

    fn finish(mut self) -> Effects {
        self.look_around();
        self.reconsider_held();
        self.await_entries();
        self.tell_passing();
        self.forget();
        self.set_wake();
        self.effects
    }

    fn take(&mut self, kind: &InputKind) {
        match kind {
            InputKind::Event(event) => self.take_event(event),
            InputKind::Identify(identify) => self.take_identify(identify),
            InputKind::Consent(consent) => self.take_consent(consent),
            InputKind::Start(start) => self.take_start(start),
            InputKind::Timer { timer } => self.take_timer(*timer),
            InputKind::Outcome { effect, outcome } => self.take_outcome(*effect, outcome),
            InputKind::Approval(answer) => self.take_approval(answer),
            InputKind::Rectify(rectify) => self.take_rectify(rectify),
            InputKind::Limit(limit) => self.take_limit(*limit),
            InputKind::Resend(resend) => self.take_resend(resend),
            InputKind::PlanActivated { .. } => {}
            // They take a second person: see `merge` and `unmerge`.
            InputKind::Merge { .. } | InputKind::Unmerge { .. } => {}
            InputKind::Switched { .. } | InputKind::Right(_) | InputKind::Expired(_) => {}
        }
    }
}
