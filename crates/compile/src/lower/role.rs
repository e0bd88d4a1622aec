//! `role`, lowered.

use super::origins::Thread;
use filrouge_model::{AccessRole, AccessSight, MayDo};
use filrouge_plan::{Act, Role, Sight, address};

pub(super) fn role(role: &AccessRole, thread: &mut Thread<'_>) -> Option<Role> {
    let name = role.name.value.to_string();
    thread.mark(address::declared("role", &name), role.at);
    Some(Role {
        acts: sorted(role.may.iter().map(|may| act(may.value))),
        sees: sorted(role.see.iter().map(sight)),
        reveals: sorted(role.reveal.iter().map(sight)),
        approves: sorted(role.approve.iter().map(|owner| owner.name.value.to_string())),
        name,
    })
}

fn sorted<T: Ord>(items: impl Iterator<Item = T>) -> Vec<T> {
    let mut sorted: Vec<T> = items.collect();
    sorted.sort();
    sorted.dedup();
    sorted
}

fn sight(sight: &AccessSight) -> Sight {
    let purpose = sight.purpose.as_ref().map(|purpose| purpose.name.value.to_string());
    Sight { what: sight.what.value.to_string(), purpose }
}

const fn act(may: MayDo) -> Act {
    match may {
        MayDo::Status => Act::Status,
        MayDo::Look => Act::Look,
        MayDo::Export => Act::Export,
        MayDo::Start => Act::Start,
        MayDo::Pause => Act::Pause,
        MayDo::Reload => Act::Reload,
        MayDo::Apply => Act::Apply,
        MayDo::Unmerge => Act::Unmerge,
        MayDo::Resend => Act::Resend,
        MayDo::Replay => Act::Replay,
        MayDo::Logs => Act::Logs,
        MayDo::Shadow => Act::Shadow,
        MayDo::Tokens => Act::Tokens,
        MayDo::Rights => Act::Rights,
        MayDo::Audit => Act::Audit,
    }
}
