//! A decision as an expectation.

use crate::runner::reason_of;
use crate::words::hold_reason;
use filrouge_machine::{Decision, EntryRefusal, Verdict};
use filrouge_plan::scenario::{EntryReason, Expectation, ExpectedMessage, Reason};

/// The expectation that states `decision` in a test of `journey`; nothing when none can.
pub(crate) fn expectation(decision: &Decision, journey: &str) -> Option<Expectation> {
    let step = || decision.step.clone();
    if !decision.is_about(journey) {
        return None;
    }
    Some(match &decision.verdict {
        Verdict::Queued { channel, .. } => {
            let message = ExpectedMessage { channel: Some(channel.clone()), ..ExpectedMessage::default() };
            Expectation::Send { step: step()?, message: Box::new(message) }
        }
        Verdict::Sent { .. } => Expectation::Send { step: step()?, message: Box::default() },
        Verdict::Held { reason, .. } => {
            Expectation::Held { step: step()?, reason: Some(hold_reason(*reason)) }
        }
        Verdict::Timed { at, .. } if *at > decision.at => {
            Expectation::Held { step: step()?, reason: Some(Reason::BestTime) }
        }
        Verdict::Skipped { reason, .. } | Verdict::Recalled { reason, .. } => {
            Expectation::Refused { step: step()?, reason: reason_of(*reason) }
        }
        Verdict::Failed { .. } => Expectation::Refused { step: step()?, reason: Some(Reason::Failed) },
        Verdict::Entered => Expectation::Entered,
        Verdict::PassedBy { .. } => Expectation::NotEntered(EntryReason::Condition),
        Verdict::NotEntered { reason } => Expectation::NotEntered(refusal(*reason)?),
        Verdict::Waiting { .. } => Expectation::Wait(step()?),
        Verdict::Exited { reason } => Expectation::Exit(reason.clone()),
        Verdict::Reached { goal } => Expectation::Goal(goal.clone()),
        Verdict::Took { way: name }
        | Verdict::Resumed { arm: name }
        | Verdict::BranchEnded { branch: name }
        | Verdict::Assigned { arm: name, .. } => Expectation::Branch(name.clone()),
        Verdict::ApprovalAnswered { approved, .. } => {
            Expectation::Branch(if *approved { "approved" } else { "refused" }.to_owned())
        }
        Verdict::Asked { .. } => Expectation::Fetch(step()?),
        Verdict::Updated { .. } => Expectation::Update(step()?),
        Verdict::Emitted { event } => Expectation::Emit(event.clone()),
        _ => return None,
    })
}

/// What the test shows, as a sentence.
pub(super) fn name(decision: &Decision) -> String {
    let step = decision.step.as_deref().unwrap_or("the step");
    let what = match &decision.verdict {
        Verdict::Queued { .. } | Verdict::Sent { .. } => format!("{step} is sent"),
        Verdict::Held { .. } | Verdict::Timed { .. } => format!("{step} is held"),
        Verdict::Skipped { .. } | Verdict::Recalled { .. } | Verdict::Failed { .. } => {
            format!("{step} is not sent")
        }
        Verdict::Entered => "the person comes in".to_owned(),
        Verdict::NotEntered { .. } | Verdict::PassedBy { .. } => "the person is not let in".to_owned(),
        Verdict::Waiting { .. } => format!("the person waits on {step}"),
        Verdict::Exited { reason } => format!("the journey ends as {reason}"),
        Verdict::Reached { goal } => format!("the goal {goal} is met"),
        _ => format!("{step} decides as it did"),
    };
    let id = decision.id.to_string();
    format!("as in production, {what} (decision {})", id.get(..8).unwrap_or(&id))
}

/// Nothing for what no test can bring about.
const fn refusal(reason: EntryRefusal) -> Option<EntryReason> {
    Some(match reason {
        EntryRefusal::Condition => EntryReason::Condition,
        EntryRefusal::MissingValue => EntryReason::MissingValue,
        EntryRefusal::AlreadyInside => EntryReason::AlreadyInside,
        EntryRefusal::ReEntry => EntryReason::ReEntry,
        EntryRefusal::Late => EntryReason::Late,
        EntryRefusal::Limit => EntryReason::Limit,
        EntryRefusal::TooMany => EntryReason::TooMany,
        EntryRefusal::Endless => EntryReason::Endless,
        EntryRefusal::Crowded => EntryReason::Crowded,
        EntryRefusal::Restricted => return None,
    })
}
