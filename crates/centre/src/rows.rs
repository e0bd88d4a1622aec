//! What there is to decide, and where the person stands.

use crate::Visit;
use filrouge_machine::ConsentState;
use filrouge_plan::{Basis, Purpose};

/// One decision: a purpose on one of its channels, or a purpose that has none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'v> {
    /// The purpose.
    pub purpose: &'v Purpose,
    /// The channel; empty for a purpose without one.
    pub channel: &'v str,
    /// Where the person stands.
    pub state: ConsentState,
    /// Whether something is sent, or done, as things stand.
    pub on: bool,
    /// When the person decided, in milliseconds since 1970.
    pub since: Option<i64>,
    /// Whether they agreed, and the agreement has ended by itself.
    pub lapsed: bool,
}

/// Whether a person may say no to a purpose.
pub(crate) const fn may_refuse(purpose: &Purpose) -> bool {
    matches!(purpose.basis, Basis::Consent | Basis::LegitimateInterests)
}

/// Everything that the person may decide on, in the order of the plan.
#[must_use]
pub fn rows<'v>(visit: &Visit<'v>) -> Vec<Row<'v>> {
    let plan = visit.plan;
    let chosen = plan.purposes.iter().filter(|purpose| may_refuse(purpose));
    chosen
        .flat_map(|purpose| channels(purpose).map(move |channel| (purpose, channel)))
        .map(|(purpose, channel)| row(visit, purpose, channel))
        .collect()
}

/// The channels of a purpose; one without a name for a purpose that has none.
fn channels(purpose: &Purpose) -> impl Iterator<Item = &str> {
    let none = purpose.channels.is_empty().then_some("");
    purpose.channels.iter().map(String::as_str).chain(none)
}

fn row<'v>(visit: &Visit<'v>, purpose: &'v Purpose, channel: &'v str) -> Row<'v> {
    let person = visit.person;
    let state = person.consent_state(&purpose.name, channel, purpose.expires, visit.now, &visit.zone());
    let on = match purpose.basis {
        Basis::Consent => state == ConsentState::Granted,
        _ => state != ConsentState::Refused,
    };
    let fact = |channel: &str| person.consents.get(&(purpose.name.clone(), channel.to_owned()));
    let fact = fact(channel).or_else(|| fact("").filter(|fact| !fact.granted));
    let lapsed = fact.is_some_and(|fact| fact.granted) && state == ConsentState::Unset;
    Row { purpose, channel, state, on, since: fact.map(|fact| fact.at), lapsed }
}
