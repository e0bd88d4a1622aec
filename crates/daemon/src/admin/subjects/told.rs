//! What a person is told of their own: nobody else is named, neither a member of the team nor another person.

use crate::api::Happened;
use filrouge_host::RightsRequest;
use filrouge_machine::{Id, InputKind, Verdict};

/// Stands for a member of the team.
const TEAM: &str = "the team";

/// Stands for another person.
const ANOTHER: Id = Id(0);

/// What happened, without what is about others.
pub(super) fn events(mut events: Vec<Happened>) -> Vec<Happened> {
    for event in &mut events {
        match &mut event.kind {
            InputKind::Identify(identify) => {
                identify.refused.iter_mut().for_each(|refused| refused.person = None);
            }
            InputKind::Approval(approval) => TEAM.clone_into(&mut approval.by),
            InputKind::Resend(resend) => TEAM.clone_into(&mut resend.by),
            InputKind::Right(right) => TEAM.clone_into(&mut right.by),
            InputKind::Unmerge { person } => *person = ANOTHER,
            _ => {}
        }
    }
    events
}

/// What was decided, without what is about others.
pub(super) fn verdict(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::NotJoined { identifier, reason, .. } => {
            Verdict::NotJoined { identifier, person: None, reason }
        }
        Verdict::Unmerged { .. } => Verdict::Unmerged { person: ANOTHER },
        Verdict::ApprovalAnswered { approval, approved, note, .. } => {
            Verdict::ApprovalAnswered { approval, approved, by: TEAM.to_owned(), note }
        }
        Verdict::NotResent { of, channel, why, .. } => {
            Verdict::NotResent { of, channel, by: TEAM.to_owned(), why }
        }
        Verdict::Resent { of, effect, channel, ground, .. } => {
            Verdict::Resent { of, effect, channel, by: TEAM.to_owned(), ground }
        }
        other => other,
    }
}

/// A request, without who dealt with it.
pub(super) fn request(mut request: RightsRequest) -> RightsRequest {
    TEAM.clone_into(&mut request.owner);
    request.approver = request.approver.map(|_| TEAM.to_owned());
    request.acts.iter_mut().for_each(|act| TEAM.clone_into(&mut act.by));
    for task in &mut request.tasks {
        TEAM.clone_into(&mut task.owner);
        task.by = task.by.take().map(|_| TEAM.to_owned());
    }
    if let Some(identity) = &mut request.identity {
        TEAM.clone_into(&mut identity.by);
    }
    if let Some(extended) = &mut request.extended {
        TEAM.clone_into(&mut extended.by);
    }
    request
}
