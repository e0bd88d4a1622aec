//! A life without all that is not needed to break its property.

use crate::run;
use filrouge_machine::Ready;
use filrouge_plan::scenario::{ActKind, Scenario};
use filrouge_plan::{Period, Value};

/// Lives that are tried at most.
const MOST: usize = 4_000;
/// Noon of the first of June 2026, as if it were UTC: a day like any other.
const NOON: i64 = 1_780_315_200_000;

struct Shrinking<'k> {
    ready: &'k Ready,
    keeps: &'k dyn Fn(&Scenario) -> bool,
    scenario: Scenario,
    tries: usize,
}

/// The shortest life that was found from `scenario` on which still breaks its one property.
pub(super) fn broken(ready: &Ready, scenario: Scenario) -> Scenario {
    let mut scenario = shrunk(ready, scenario, &|life| is_broken(ready, life));
    name_the_journey(ready, &mut scenario);
    scenario
}

/// The shortest life that was found from `scenario` on which `keeps` still holds.
pub(super) fn shrunk(ready: &Ready, scenario: Scenario, keeps: &dyn Fn(&Scenario) -> bool) -> Scenario {
    let mut shrinking = Shrinking { ready, keeps, scenario, tries: 0 };
    while shrinking.round() && shrinking.tries < MOST {}
    shrinking.scenario
}

fn is_broken(ready: &Ready, scenario: &Scenario) -> bool {
    run(ready, scenario).iter().any(|failure| failure.always)
}

impl Shrinking<'_> {
    /// Whether anything could be taken away.
    fn round(&mut self) -> bool {
        let acts = self.drop_acts();
        let hoisted = self.hoist();
        let given = self.drop_given();
        let values = self.simplify();
        acts || hoisted || given || values
    }

    /// Keeps a change if the life still shows what it must show.
    fn keep(&mut self, change: impl FnOnce(&mut Scenario)) -> bool {
        let mut changed = self.scenario.clone();
        change(&mut changed);
        if changed == self.scenario || self.tries >= MOST {
            return false;
        }
        self.tries += 1;
        let keeps = (self.keeps)(&changed);
        if keeps {
            self.scenario = changed;
        }
        keeps
    }

    /// Half of what happens, then a quarter, down to single things; the first moment stays.
    fn drop_acts(&mut self) -> bool {
        let (mut any, mut size) = (false, self.scenario.acts.len() / 2);
        while size > 0 {
            let mut at = 1;
            while at < self.scenario.acts.len() {
                let end = (at + size).min(self.scenario.acts.len());
                if self.keep(|scenario| drop(scenario.acts.drain(at..end))) {
                    any = true;
                } else {
                    at += size;
                }
            }
            size /= 2;
        }
        any
    }

    /// What becomes known on the way is known from the beginning.
    fn hoist(&mut self) -> bool {
        let mut any = false;
        for at in (1..self.scenario.acts.len()).rev() {
            any |= self.keep(|scenario| known_before(scenario, at));
        }
        any
    }

    fn drop_given(&mut self) -> bool {
        let given = &self.scenario.given;
        let (consents, fields, ids) = (given.consents.len(), given.profile.len(), given.identifiers.len());
        let mut any = false;
        for at in (0..consents).rev() {
            any |= self.keep(|scenario| drop(scenario.given.consents.remove(at)));
        }
        for at in (0..fields).rev() {
            any |= self.keep(|scenario| drop(scenario.given.profile.remove(at)));
        }
        for at in (1..ids).rev() {
            any |= self.keep(|scenario| drop(scenario.given.identifiers.remove(at)));
        }
        any
    }

    fn simplify(&mut self) -> bool {
        let mut any = false;
        for at in 0..self.scenario.acts.len() {
            let fields = match self.scenario.acts.get(at).map(|act| &act.kind) {
                Some(ActKind::Event { fields, .. }) => fields.len(),
                _ => 0,
            };
            for slot in 0..fields {
                let ready = self.ready;
                any |= self.keep(|scenario| empty(scenario, at, slot, ready));
            }
            for kind in self.simpler(at) {
                any |= self.keep(|scenario| {
                    scenario.acts.get_mut(at).into_iter().for_each(|act| act.kind = kind.clone());
                });
            }
        }
        any
    }

    /// Simpler moments and pauses, the simplest last.
    fn simpler(&self, at: usize) -> Vec<ActKind> {
        match self.scenario.acts.get(at).map(|act| &act.kind) {
            Some(ActKind::At(moment)) if *moment != NOON => vec![ActKind::At(NOON)],
            Some(ActKind::After(pause)) => shorter(*pause).map(ActKind::After).collect(),
            _ => Vec::new(),
        }
    }
}

/// The test is about the journey of the message that is wrong, unless it asks or answers another one.
fn name_the_journey(ready: &Ready, scenario: &mut Scenario) {
    let speaks = |kind: &ActKind| {
        matches!(kind, ActKind::Start { .. } | ActKind::Approve { .. } | ActKind::Fetch { .. })
    };
    if scenario.acts.iter().any(|act| speaks(&act.kind)) {
        return;
    }
    let failures = run(ready, scenario);
    let last = failures.iter().filter(|failure| failure.always).find_map(|it| it.decisions.last());
    if let Some(decision) = last {
        scenario.journey.clone_from(&decision.journey);
    }
}

/// Shorter pauses, the shortest last.
fn shorter(pause: Period) -> impl Iterator<Item = Period> {
    let day = Period { days: 1, ..Period::default() };
    let hour = Period { millis: 3_600_000, ..Period::default() };
    let half = Period { days: pause.days / 2, ..Period::default() };
    let size = |period: &Period| {
        u64::from(period.months) * 31 * 86_400_000 + u64::from(period.days) * 86_400_000 + period.millis
    };
    [half, day, hour].into_iter().filter(move |other| size(other) > 0 && size(other) < size(&pause))
}

fn known_before(scenario: &mut Scenario, at: usize) {
    let given = &mut scenario.given;
    match scenario.acts.get(at).map(|act| &act.kind) {
        Some(ActKind::Identify { profile, .. }) => {
            given.profile.retain(|(name, _)| !profile.iter().any(|(own, _)| own == name));
            given.profile.extend(profile.iter().cloned());
        }
        Some(ActKind::Consent(choice)) => given.consents.push(choice.clone()),
        _ => return,
    }
    scenario.acts.remove(at);
}

/// Takes the value of an optional field away, and the items of a list that may be empty.
fn empty(scenario: &mut Scenario, at: usize, slot: usize, ready: &Ready) {
    let Some(ActKind::Event { name, fields }) = scenario.acts.get_mut(at).map(|act| &mut act.kind) else {
        return;
    };
    let field = ready.event(name).and_then(|schema| schema.fields.get(slot));
    let (Some(value), Some(field)) = (fields.get_mut(slot), field) else { return };
    if field.ty.is_optional() {
        *value = Value::Absent;
    } else if let Value::List(items) = value
        && field.bounds.min.is_none()
    {
        items.clear();
    }
}
