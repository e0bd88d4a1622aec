//! A right of the person that a service cannot follow.

use super::copy_outlives_ours::is_ended;
use crate::patience::millis;
use crate::statutes::Statutes;
use filrouge_model::{Capability, Connector, Role};
use filrouge_plan::Period;
use filrouge_report::{Findings, rule};
use filrouge_source::Span;

rule! {
    /// A right of the person that a service cannot follow.
    pub struct RightWithoutWay {
        connector: String,
        /// What the service cannot do.
        missing: Vec<&'static str>,
        place: Span,
    }
    slug: "right-without-way", severity: Error, since: "0.1",
    message: format!("`{connector}` keeps data of people and nobody says how their rights reach it"),
    at: place => format!("cannot: {}", missing.join(" ")),
    help: Some("add to `can` what the service does when it is asked to, or `manual owner=NAME`".to_owned()),
}

/// What is gone within the time that a request may take needs no call.
const MONTH: Period = Period { months: 1, days: 0, millis: 0 };

const ALL: [Capability; 4] =
    [Capability::Export, Capability::Rectify, Capability::Erase, Capability::Restrict];

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    let retain = law.model.profile.as_ref().and_then(|profile| profile.retain.value());
    let ours = retain.and_then(|retain| retain.keep.value().copied());
    // That a copy never ends is told by a rule of its own.
    for connector in law.model.connectors.values().filter(|connector| is_ended(connector, ours)) {
        let missing = missing(connector);
        if !missing.is_empty() {
            let place = connector.can.first().map_or(connector.at, |first| first.span);
            findings.push(RightWithoutWay { connector: connector.name.value.to_string(), missing, place });
        }
    }
}

fn missing(connector: &Connector) -> Vec<&'static str> {
    let soon = connector.keeps.value().is_some_and(|keeps| millis(*keeps) <= millis(MONTH));
    let own = connector.role.value() == Some(&Role::Own);
    if own || soon || connector.manual.is_some() {
        return Vec::new();
    }
    let can = |capability: &Capability| connector.can.iter().any(|own| own.value == *capability);
    ALL.iter().filter(|capability| !can(capability)).map(|capability| capability.word()).collect()
}
