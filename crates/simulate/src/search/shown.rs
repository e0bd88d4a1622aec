//! Tests that show what a journey does: the shortest life that was found in which it writes to somebody, and the same life
//! of somebody who agreed to nothing.

use super::palette::Palette;
use super::shrink::shrunk;
use super::{NOWHERE, life};
use crate::Dice;
use crate::record::expectation;
use crate::runner::{lived, run};
use filrouge_machine::{Decision, Ready, Verdict};
use filrouge_plan::scenario::{Act, ActKind, Expectation, ExpectedMessage, Scenario};

/// Lives that are lived at most in search of one that comes into the journey.
const LIVES: u64 = 2_000;

/// Tests of the journey called `journey` that its project passes; none when nobody was found whom it lets in. Equal plans
/// give equal tests.
#[must_use]
pub fn shown(ready: &Ready, journey: &str) -> Vec<Scenario> {
    let Some((scenario, wanted)) = found(ready, journey) else { return Vec::new() };
    let scenario = shrunk(ready, scenario, &|life| run(ready, &with(life, &wanted)).is_empty());
    let silent = without_consent(ready, &scenario, &wanted);
    let first = Scenario { name: name(&wanted), ..with(&scenario, &exact(&wanted, &scenario)) };
    [first].into_iter().chain(silent).filter(|test| run(ready, test).is_empty()).collect()
}

/// A life in which a message leaves, or else one in which somebody comes in.
fn found(ready: &Ready, journey: &str) -> Option<(Scenario, Expectation)> {
    let palette = Palette::of(ready.plan());
    let (mut changed, mut entered) = (None, None);
    for number in 0..LIVES {
        let mut dice = Dice::new(number);
        let scenario = life::of_journey(ready.plan(), &palette, &mut dice, journey)?;
        let decisions = lived(ready, &scenario).decisions;
        let own = || decisions.iter().filter(|decision| decision.journey == journey);
        let is_queued = |decision: &&Decision| matches!(decision.verdict, Verdict::Queued { .. });
        let sent = own().find(is_queued).and_then(|decision| expectation(decision, journey));
        if let Some(sent) = sent.filter(|sent| run(ready, &with(&scenario, sent)).is_empty()) {
            if is_of_one_mind(&scenario) {
                return Some((scenario, sent));
            }
            changed.get_or_insert((scenario, sent));
            continue;
        }
        if entered.is_none() && own().any(|decision| decision.verdict == Verdict::Entered) {
            entered = Some((scenario, Expectation::Entered));
        }
    }
    changed.or(entered)
}

/// Whether nobody refuses anything in it, or decides anew: that would be a test of consent, and not of the journey.
fn is_of_one_mind(life: &Scenario) -> bool {
    life.given.consents.iter().all(|choice| choice.granted)
        && !life.acts.iter().any(|act| matches!(act.kind, ActKind::Consent(_)))
}

fn with(life: &Scenario, wanted: &Expectation) -> Scenario {
    let mut test = life.clone();
    test.acts.push(Act { place: NOWHERE, kind: ActKind::Expect(wanted.clone()) });
    test
}

/// A message is expected at the address that the person has.
fn exact(wanted: &Expectation, life: &Scenario) -> Expectation {
    let address = life.given.identifiers.iter().find(|(_, value)| value.contains('@'));
    match (wanted, address) {
        (Expectation::Send { step, message }, Some((_, to)))
            if message.channel.as_deref() == Some("email") =>
        {
            let message = ExpectedMessage { to: Some(to.clone()), ..ExpectedMessage::default() };
            Expectation::Send { step: step.clone(), message: Box::new(message) }
        }
        _ => wanted.clone(),
    }
}

/// The same life without a yes, if that changes what becomes of the message.
fn without_consent(ready: &Ready, life: &Scenario, wanted: &Expectation) -> Option<Scenario> {
    let Expectation::Send { step, .. } = wanted else { return None };
    let mut life = life.clone();
    life.given.consents.clear();
    let decisions = lived(ready, &life).decisions;
    let refused = decisions.iter().find(|decision| {
        decision.step.as_ref() == Some(step) && matches!(decision.verdict, Verdict::Skipped { .. })
    });
    let wanted = expectation(refused?, &life.journey)?;
    let name = "who agreed to nothing hears nothing".to_owned();
    Some(Scenario { name, ..with(&life, &wanted) })
}

fn name(wanted: &Expectation) -> String {
    match wanted {
        Expectation::Send { step, .. } => format!("{step} is sent to somebody who comes in"),
        _ => "somebody comes in".to_owned(),
    }
}
