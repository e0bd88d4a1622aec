//! The right to send one message, judged at the moment of sending.
//!
//! A [`Grant`] borrows the person whom it was judged for. It cannot be kept beyond the step, copied or written
//! down, and nothing but a grant makes a [`Outgoing`](crate::Outgoing) message: a stale consent has no way to send.

use crate::{Choice, ConsentFact, Ground, Message, Person, Ready, SkipReason, limits, moment};
use filrouge_plan::{Basis, Channel, Purpose};
use jiff::tz::TimeZone;

/// Name under which a refusal of a whole purpose is kept, for channels that are declared later.
pub(crate) const EVERY_CHANNEL: &str = "";

/// The right to send one message of one purpose over one channel, now.
pub(crate) struct Grant<'a> {
    purpose: &'a Purpose,
    channel: &'a Channel,
    address: &'a str,
    choice: Option<&'a ConsentFact>,
}

impl<'a> Grant<'a> {
    /// Judges whether `person` may be contacted for `purpose` over `channel` at `now`.
    pub(crate) fn judge(
        person: &'a Person,
        purpose: &'a Purpose,
        channel: &'a Channel,
        now: i64,
        zone: &TimeZone,
    ) -> Result<Self, SkipReason> {
        if !purpose.channels.contains(&channel.name) {
            return Err(SkipReason::NotPermitted);
        }
        let choice = lawful(person, purpose, &channel.name, now, zone)?;
        let address = address(person, channel).ok_or(SkipReason::NoAddress)?;
        Ok(Self { purpose, channel, address, choice })
    }

    /// Whether caps and quiet hours apply: to what the person can withdraw from. A message that a contract or a law
    /// asks for is not held back.
    pub(crate) const fn is_limited(&self) -> bool {
        withdrawable(self.purpose.basis)
    }

    /// What the right rests on, for the record.
    pub(crate) fn ground(&self) -> Ground {
        Ground {
            purpose: self.purpose.name.clone(),
            basis: self.purpose.basis,
            choice: self.choice.map(chosen),
        }
    }

    pub(crate) const fn purpose(&self) -> &'a Purpose {
        self.purpose
    }

    pub(crate) const fn channel(&self) -> &'a Channel {
        self.channel
    }

    pub(crate) const fn address(&self) -> &'a str {
        self.address
    }
}

impl Ready {
    /// Whether a message that was composed before may leave at `now`: judged anew, under the present plan and by what the
    /// person says now.
    ///
    /// # Errors
    /// Why it may not.
    pub fn may_leave(&self, person: &Person, message: &Message, now: i64) -> Result<(), SkipReason> {
        let purpose = self.purpose(&message.purpose).ok_or(SkipReason::NotPermitted)?;
        let channel = self.channel(&message.channel).ok_or(SkipReason::NotPermitted)?;
        let zone = self.zone(&person.profile);
        Grant::judge(person, purpose, channel, now, &zone)?;
        if message.until.is_some_and(|until| until <= now) { Err(SkipReason::TooLate) } else { Ok(()) }
    }
}

/// Whether the person can withdraw from a purpose of this basis.
pub(crate) const fn withdrawable(basis: Basis) -> bool {
    matches!(basis, Basis::Consent | Basis::LegitimateInterests)
}

/// Whether the basis of the purpose holds, and the person's choice where it is one.
fn lawful<'a>(
    person: &'a Person,
    purpose: &Purpose,
    channel: &str,
    now: i64,
    zone: &TimeZone,
) -> Result<Option<&'a ConsentFact>, SkipReason> {
    limits::allow(person, purpose, channel)?;
    match purpose.basis {
        Basis::Consent => granted(person, purpose, channel, now, zone).map(Some),
        Basis::LegitimateInterests if refused(person, &purpose.name, channel) => Err(SkipReason::Refused),
        _ => Ok(None),
    }
}

/// Judges whether a service may be asked about `person` for `purpose` at `now`, whatever the channel. Where the basis is
/// consent, the person must have agreed on a channel at least; an objection to all of them is an objection.
pub(crate) fn permit(
    person: &Person,
    purpose: &Purpose,
    now: i64,
    zone: &TimeZone,
) -> Result<Ground, SkipReason> {
    let ground = |choice: Option<&ConsentFact>| Ground {
        purpose: purpose.name.clone(),
        basis: purpose.basis,
        choice: choice.map(chosen),
    };
    let mut refusal = None;
    for channel in &purpose.channels {
        match lawful(person, purpose, channel, now, zone) {
            Ok(choice) => return Ok(ground(choice)),
            Err(reason) => refusal = refusal.max(Some(reason)),
        }
    }
    match refusal {
        Some(reason) => Err(reason),
        // A purpose without a channel: only a basis that needs no choice holds.
        None => lawful(person, purpose, EVERY_CHANNEL, now, zone).map(ground),
    }
}

fn chosen(fact: &ConsentFact) -> Choice {
    Choice { at: fact.at, evidence: fact.evidence.clone(), input: fact.input }
}

fn granted<'a>(
    person: &'a Person,
    purpose: &Purpose,
    channel: &str,
    now: i64,
    zone: &TimeZone,
) -> Result<&'a ConsentFact, SkipReason> {
    if refused(person, &purpose.name, channel) {
        return Err(SkipReason::Refused);
    }
    let key = (purpose.name.clone(), channel.to_owned());
    let fact = person.consents.get(&key).ok_or(SkipReason::NoConsent)?;
    let expired = purpose.expires.is_some_and(|period| moment::after(fact.at, period, zone) <= now);
    if expired { Err(SkipReason::ConsentExpired) } else { Ok(fact) }
}

/// Whether the person refuses a purpose on a channel.
pub(crate) fn refused(person: &Person, purpose: &str, channel: &str) -> bool {
    let fact = |channel: &str| person.consents.get(&(purpose.to_owned(), channel.to_owned()));
    fact(channel).or_else(|| fact(EVERY_CHANNEL)).is_some_and(|fact| !fact.granted)
}

/// Whether the person refuses a purpose on each channel that it has, and so for whatever it is that serves it.
pub(crate) fn refuses(person: &Person, purpose: &Purpose) -> bool {
    let on = |channel: &str| refused(person, &purpose.name, channel);
    if purpose.channels.is_empty() { on(EVERY_CHANNEL) } else { purpose.channels.iter().all(|own| on(own)) }
}

fn address<'a>(person: &'a Person, channel: &Channel) -> Option<&'a str> {
    let slot = usize::try_from(channel.address).ok()?;
    person.profile.get(slot)?.as_text().filter(|address| !address.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Serialize;
    use serde::de::DeserializeOwned;

    /// Has a method of the same name for whatever can be stored, and then two of them fit: a grant that could be stored
    /// would not compile here.
    trait AmbiguousIfStored<A> {
        fn is_never_stored() {}
    }
    struct Written;
    struct Read;
    struct Copied;
    impl<T: ?Sized> AmbiguousIfStored<()> for T {}
    impl<T: Serialize> AmbiguousIfStored<Written> for T {}
    impl<T: DeserializeOwned> AmbiguousIfStored<Read> for T {}
    impl<T: Clone> AmbiguousIfStored<Copied> for T {}

    #[test]
    fn a_grant_can_neither_be_written_nor_read_nor_copied() {
        <Grant<'static> as AmbiguousIfStored<_>>::is_never_stored();
    }
}
