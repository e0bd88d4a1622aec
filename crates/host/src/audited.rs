//! What the audit log tells in the clear of inputs and decisions: what a person could be known by is in none of it.

use crate::Withheld;
use filrouge_audit::{Fact, Facts, Kind};
use filrouge_machine::{Decision, Ground, InputKind, Verdict};
use filrouge_plan::Basis;
use memchr::memmem;
use std::borrow::Cow;

/// What an input is to the log. `body` is its JSON, which begins with its kind.
pub(crate) fn of_input(kind: &InputKind, source: &str, body: &[u8]) -> (Kind, Facts) {
    let mut facts = Facts::from([(Fact::What, &*first_word(body)), (Fact::Source, source)]);
    let kind = match kind {
        InputKind::Consent(_) => Kind::Consent,
        InputKind::Outcome { .. } => Kind::Outcome,
        InputKind::PlanActivated { .. } | InputKind::Switched { .. } => Kind::Plan,
        InputKind::Approval(_) | InputKind::Resend(_) | InputKind::Unmerge { .. } => Kind::Act,
        InputKind::Event(event) => {
            facts.push(Fact::Reason, &event.name);
            Kind::Input
        }
        _ => Kind::Input,
    };
    (kind, facts)
}

/// What a change of plan is to the log.
pub(crate) fn of_plan(what: &str, source: &str, plan: &str) -> (Kind, Facts) {
    (Kind::Plan, Facts::from([(Fact::What, what), (Fact::Source, source), (Fact::Hash, plan)]))
}

/// What something about a right is to the log: which right, and what was done about it.
pub(crate) fn of_right(right: &str, act: &str) -> (Kind, Facts) {
    (Kind::Right, Facts::from([(Fact::What, right), (Fact::Reason, act)]))
}

/// What a decision is to the log. `body` is its JSON.
pub(crate) fn of_decision(decision: &Decision, body: &[u8]) -> Facts {
    let mut facts = Facts::from([(Fact::What, &*verdict(body)), (Fact::Origin, &decision.origin)]);
    if let Some(withheld) = Withheld::of(&decision.verdict) {
        facts.push(Fact::Reason, withheld.reason());
    }
    match &decision.verdict {
        Verdict::Granted { purpose, channel, .. } | Verdict::Withdrew { purpose, channel, .. } => {
            facts.push(Fact::Purpose, purpose);
            channel.iter().for_each(|channel| facts.push(Fact::Channel, channel));
        }
        Verdict::Queued { channel, ground, .. } | Verdict::Resent { channel, ground, .. } => {
            facts.push(Fact::Channel, channel);
            rest_on(&mut facts, ground);
        }
        Verdict::Asked { connector, ground, .. } | Verdict::AnsweredBefore { connector, ground, .. } => {
            facts.push(Fact::Connector, connector);
            rest_on(&mut facts, ground);
        }
        Verdict::Skipped { channel, .. } => {
            channel.iter().for_each(|channel| facts.push(Fact::Channel, channel));
        }
        Verdict::Held { channel, .. } | Verdict::Timed { channel, .. } => facts.push(Fact::Channel, channel),
        Verdict::Assigned { arm, .. } => facts.push(Fact::Arm, arm),
        Verdict::Exited { reason } => facts.push(Fact::Reason, reason),
        _ => {}
    }
    facts
}

fn rest_on(facts: &mut Facts, ground: &Ground) {
    facts.push(Fact::Purpose, &ground.purpose);
    facts.push(Fact::Basis, basis(ground.basis));
}

const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Consent => "consent",
        Basis::Contract => "contract",
        Basis::LegalObligation => "legal-obligation",
        Basis::VitalInterests => "vital-interests",
        Basis::PublicTask => "public-task",
        Basis::LegitimateInterests => "legitimate-interests",
    }
}

/// The word of a verdict. In JSON a quote inside of a text has a backslash in front of it, so that these bytes stand nowhere else.
fn verdict(body: &[u8]) -> Cow<'_, str> {
    const FIELD: &[u8] = b",\"verdict\":";
    let at = memmem::find(body, FIELD);
    first_word(body.get(at.map_or(0, |at| at + FIELD.len())..).unwrap_or_default())
}

/// What stands between the first two quotes.
fn first_word(json: &[u8]) -> Cow<'_, str> {
    let word = json.split(|byte| *byte == b'"').nth(1).unwrap_or_default();
    String::from_utf8_lossy(word)
}

#[cfg(test)]
mod tests;
