//! What keeps the data of a person from being used: a restriction, a legal hold, a contact point of somebody who was erased.

use crate::grant::{EVERY_CHANNEL, withdrawable};
use crate::{Limit, LimitKind, Person, SkipReason};
use filrouge_plan::Purpose;

/// Since when the data of a person may not be used, and how far; in milliseconds since 1970.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Since when it is stored and nothing else.
    pub restricted: Option<i64>,
    /// Since when nothing may be erased; marketing rests meanwhile.
    pub held: Option<i64>,
    /// Since when a contact point is known to be one of somebody who was erased.
    pub suppressed: Option<i64>,
}

impl Limits {
    /// Takes a change in; what holds already goes on from when it began.
    pub(crate) fn take(&mut self, limit: Limit, at: i64) {
        let since = match limit.kind {
            LimitKind::Restriction => &mut self.restricted,
            LimitKind::Hold => &mut self.held,
            LimitKind::Suppression => &mut self.suppressed,
        };
        *since = if limit.on { since.or(Some(at)) } else { None };
    }

    /// What holds for either of two who become one holds for both, from when it first did.
    pub(crate) fn join(&mut self, other: Self) {
        let earlier = |one: Option<i64>, other: Option<i64>| one.into_iter().chain(other).min();
        self.restricted = earlier(self.restricted, other.restricted);
        self.held = earlier(self.held, other.held);
        self.suppressed = earlier(self.suppressed, other.suppressed);
    }
}

/// Whether no limit keeps the person from being contacted, or asked about, for `purpose` over `channel`.
pub(crate) fn allow(person: &Person, purpose: &Purpose, channel: &str) -> Result<(), SkipReason> {
    let Limits { restricted, held, suppressed } = person.limits;
    if restricted.is_some() {
        return Err(SkipReason::Restricted);
    }
    if !withdrawable(purpose.basis) {
        return Ok(());
    }
    if held.is_some() {
        return Err(SkipReason::OnHold);
    }
    match suppressed {
        Some(since) if !agreed_since(person, &purpose.name, channel, since) => Err(SkipReason::Erased),
        _ => Ok(()),
    }
}

/// Whether the person has agreed after `since`: an older yes is of a time that was erased.
fn agreed_since(person: &Person, purpose: &str, channel: &str, since: i64) -> bool {
    let fact = |channel: &str| person.consents.get(&(purpose.to_owned(), channel.to_owned()));
    let fact = fact(channel).or_else(|| fact(EVERY_CHANNEL));
    fact.is_some_and(|fact| fact.granted && fact.at > since)
}
