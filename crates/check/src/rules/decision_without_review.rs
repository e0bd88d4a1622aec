//! A decision that weighs on people and that no human looks at.

use crate::statutes::Statutes;
use filrouge_model::{Action, DecisionClass, Decides, Id, Journey, Step, Target};
use filrouge_report::{Findings, rule};
use filrouge_source::Span;
use std::collections::BTreeSet;

/// What is missing of such a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// What allows it.
    Ground,
    /// Where people contest it.
    Contest,
    /// A human, before this step.
    Human,
}

rule! {
    /// A decision that weighs on people and that no human looks at.
    pub struct DecisionWithoutReview { journey: String, missing: Missing, place: Span, decides: Option<Span> }
    slug: "decision-without-review", severity: Error, since: "0.1",
    message: match missing {
        Missing::Ground => format!("nothing allows `{journey}` to decide about people by itself"),
        Missing::Contest => format!("nobody can contest what `{journey}` decides"),
        Missing::Human => format!("what `{journey}` decides takes effect before anybody has looked at it"),
    },
    at: place => match missing {
        Missing::Ground => "by what right?".to_owned(),
        Missing::Contest => "where?".to_owned(),
        Missing::Human => "reached without an `approve`".to_owned(),
    },
    also: [decides => "of legal or similar effect".to_owned()],
    help: Some(match missing {
        Missing::Ground => "add `ground=contract`, `ground=law` or `ground=consent`".to_owned(),
        Missing::Contest => "add `contest=\"care@shop.example\"` with the place where people write".to_owned(),
        Missing::Human => "put an `approve` before it: somebody of the team decides".to_owned(),
    }),
}

pub(super) fn check(law: &Statutes<'_>, findings: &mut Findings) {
    for journey in law.model.journeys.values() {
        let far = |decides: &&Decides| decides.class.value == DecisionClass::LegalOrSimilar;
        let Some(decides) = journey.decides.as_ref().filter(far) else { continue };
        if let Some((missing, place)) = missing(journey, decides) {
            findings.push(DecisionWithoutReview {
                journey: journey.name.value.to_string(),
                missing,
                place,
                decides: (missing == Missing::Human).then_some(decides.at),
            });
        }
    }
}

fn missing(journey: &Journey, decides: &Decides) -> Option<(Missing, Span)> {
    let ground = decides.ground.is_absent().then_some((Missing::Ground, decides.at));
    let contest = decides.contest.is_absent().then_some((Missing::Contest, decides.at));
    ground.or(contest).or_else(|| effect_without_human(journey).map(|step| (Missing::Human, step.at)))
}

/// The first step that does something to the person and is reached without a human.
fn effect_without_human(journey: &Journey) -> Option<&Step> {
    let mut reached: BTreeSet<Id<Step>> = BTreeSet::new();
    let mut open = vec![journey.start];
    let mut effects = Vec::new();
    while let Some(target) = open.pop() {
        let Some(id) = journey.lands(target) else { continue };
        let Some(step) = journey.steps.get(id).filter(|_| reached.insert(id)) else { continue };
        if has_effect(&step.action) {
            effects.push(step);
        }
        if !matches!(step.action, Action::Approve(_)) {
            open.extend::<Vec<Target>>(step.successors());
        }
    }
    effects.into_iter().min_by_key(|step| step.at)
}

const fn has_effect(action: &Action) -> bool {
    matches!(action, Action::Send(_) | Action::Update(_) | Action::Emit(_) | Action::Call(_) | Action::Start(_))
}
