//! A copy at a service that is still there when ours is gone.

use crate::patience::millis;
use crate::statutes::Statutes;
use filrouge_model::{Capability, Connector, Role};
use filrouge_plan::Period;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A copy at a service that is still there when ours is gone.
    pub struct CopyOutlivesOurs { connector: String, is_told: bool, place: Span, ours: Option<Span> }
    slug: "copy-outlives-ours", severity: Error, since: "0.1",
    message: if *is_told {
        format!("`{connector}` keeps what it gets for longer than the profile is kept, and cannot remove it")
    } else {
        format!("nothing ends the copy that `{connector}` keeps")
    },
    at: place => if *is_told { "longer than ours".to_owned() } else { "until when?".to_owned() },
    also: [ours => "ours is gone after this".to_owned()],
    help: Some(
        "add `keeps \"30d\"` with the time of the contract, `can erase` where the service removes a person when asked, or \
         `manual owner=NAME`"
            .to_owned(),
    ),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let retain = law.model.profile.as_ref().and_then(|profile| profile.retain.value());
    let ours = retain.and_then(|retain| retain.keep.get());
    for connector in law.model.connectors.values().filter(|connector| !is_ended(connector, ours.map(|own| own.value))) {
        let keeps = connector.keeps.get();
        findings.push(CopyOutlivesOurs {
            connector: connector.name.value.to_string(),
            is_told: keeps.is_some(),
            place: keeps.map_or(connector.at, |keeps| keeps.span),
            ours: ours.filter(|_| keeps.is_some()).map(|own| own.span),
        });
    }
}

/// Whether the copy of a service ends with ours: by its contract, when it is asked to, or by hand. A system of our own holds
/// no copy.
pub(super) fn is_ended(connector: &Connector, ours: Option<Period>) -> bool {
    let erases = connector.can.iter().any(|own| own.value == Capability::Erase);
    let in_time = connector.keeps.value().is_some_and(|keeps| ours.is_none_or(|ours| millis(*keeps) <= millis(ours)));
    let own = connector.role.value() == Some(&Role::Own);
    own || erases || connector.manual.is_some() || in_time
}
