//! What holds messages back beside consent.

use super::ground::{Ground, sorted};
use super::reads::{Place, Reads};
use crate::lower;
use filrouge_model::{Cap, Holdout, Opt, Suppression};
use filrouge_plan::manifest::{Capped, HeldOut, Paused, Policies, Suppressed};
use filrouge_plan::{self as plan, address};
use filrouge_source::Spanned;

pub(super) fn policies(ground: &Ground<'_>) -> Policies {
    let holdouts = sorted(&ground.model.holdouts, |holdout| &holdout.name);
    let suppressions = sorted(&ground.model.suppressions, |suppression| &suppression.name);
    Policies {
        holdouts: holdouts.into_iter().filter_map(|holdout| held_out(holdout, ground)).collect(),
        suppressions: suppressions.into_iter().filter_map(|rule| suppressed(rule, ground)).collect(),
        caps: caps(ground),
        pauses: pauses(ground),
    }
}

fn held_out(holdout: &Holdout, ground: &Ground<'_>) -> Option<HeldOut> {
    let plan = ground.plan.holdouts.iter().find(|plan| *plan.name == *holdout.name.value)?;
    Some(HeldOut {
        holdout: plan.name.clone(),
        description: holdout.description.value().map(ToString::to_string),
        share: plan.share,
        salt: plan.salt.clone(),
        purposes: plan.purposes.clone(),
        stands: ground.stands(holdout.at),
    })
}

fn suppressed(rule: &Suppression, ground: &Ground<'_>) -> Option<Suppressed> {
    let plan = ground.plan.suppressions.iter().find(|plan| *plan.name == *rule.name.value)?;
    let when = rule.when.as_ref()?;
    let mut reads = Reads::default();
    reads.expression(when, Place::default(), ground);
    Some(Suppressed {
        suppress: plan.name.clone(),
        description: rule.description.value().map(ToString::to_string),
        condition: ground.meaning(when.at),
        inputs: ground.fields.reads(&reads.fields),
        events: reads.events.into_iter().collect(),
        purposes: plan.purposes.clone(),
        except: plan.except.clone(),
        then: plan.then,
        stands: ground.stands(rule.at),
    })
}

/// Adds what decides, by the rules of the project, whether a message of this purpose leaves this journey.
pub(super) fn holding_back(reads: &mut Reads, journey: &str, purpose: &str, ground: &Ground<'_>) {
    let among = |names: &[String], name: &str| names.iter().any(|own| own == name);
    let concerns =
        |rule: &&plan::Suppression| among(&rule.purposes, purpose) && !among(&rule.except, journey);
    for plan in ground.plan.suppressions.iter().filter(concerns) {
        let rule = ground.model.suppressions.values().find(|rule| *rule.name.value == *plan.name);
        let when = rule.and_then(|rule| rule.when.as_ref());
        when.into_iter().for_each(|when| reads.expression(when, Place::default(), ground));
    }
}

fn caps(ground: &Ground<'_>) -> Vec<Capped> {
    let model = ground.model;
    let project = model.project.iter().map(|own| ("project".to_owned(), &own.caps));
    let purposes = model.purposes.values().map(|own| (declared("purpose", &own.name), &own.caps));
    let channels = model.channels.values().map(|own| (declared("channel", &own.name), &own.caps));
    let bounded = project.chain(purposes).chain(channels);
    let each = bounded.flat_map(|(of, caps)| caps.iter().map(move |cap| (of.clone(), cap)));
    let mut all: Vec<_> = each.map(|(of, cap)| capped(of, cap, ground)).collect();
    all.sort_by(|one, other| one.of.cmp(&other.of));
    all
}

fn capped(of: String, cap: &Cap, ground: &Ground<'_>) -> Capped {
    Capped { of, cap: lower::cap(cap), stands: ground.stands(cap.at) }
}

fn pauses(ground: &Ground<'_>) -> Vec<Paused> {
    let model = ground.model;
    let project = model.project.iter().map(|own| ("project".to_owned(), &own.paused));
    let journeys = model.journeys.values().map(|own| (address::journey(&own.name.value), &own.paused));
    let channels = model.channels.values().map(|own| (declared("channel", &own.name), &own.paused));
    let connectors = model.connectors.values().map(|own| (declared("connector", &own.name), &own.paused));
    let all = project.chain(journeys).chain(channels).chain(connectors);
    let mut paused: Vec<_> = all.filter_map(|(of, paused)| pause(of, paused, ground)).collect();
    paused.sort();
    paused
}

fn pause(of: String, paused: &Opt<bool>, ground: &Ground<'_>) -> Option<Paused> {
    let given = paused.get().filter(|paused| paused.value)?;
    Some(Paused { of, stands: ground.stands(given.span) })
}

fn declared(kind: &str, name: &Spanned<Box<str>>) -> String {
    address::declared(kind, &name.value)
}
