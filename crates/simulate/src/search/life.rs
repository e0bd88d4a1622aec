//! A random life.

use super::NOWHERE;
use super::palette::Palette;
use super::value;
use crate::Dice;
use filrouge_plan::scenario::{Act, ActKind, Choice, Fate, FetchFate, Given, Scenario};
use filrouge_plan::{Action, Entry, EventSchema, Journey, Period, Plan, Purpose};

const MINUTE: i64 = 60_000;
/// Things that happen in a life at most, besides its beginning and its end.
const MOST: usize = 30;
/// Behind the last thing that happens, journeys go on for so long.
const END: Period = Period { months: 0, days: 90, millis: 0 };

struct Life<'p, 'd> {
    plan: &'p Plan,
    palette: &'p Palette,
    dice: &'d mut Dice,
    /// The journey that is asked for, and whose questions are answered.
    journey: Option<&'p Journey>,
}

/// A life of somebody under `plan`.
pub(super) fn random(plan: &Plan, palette: &Palette, dice: &mut Dice) -> Scenario {
    let journey = plan.journeys.get(dice.below(plan.journeys.len()));
    about(journey, plan, palette, dice)
}

/// A life in which the journey of this name is asked for, if there is one.
pub(super) fn of_journey(plan: &Plan, palette: &Palette, dice: &mut Dice, name: &str) -> Option<Scenario> {
    let journey = plan.journeys.iter().find(|journey| journey.name == name)?;
    Some(about(Some(journey), plan, palette, dice))
}

fn about(journey: Option<&Journey>, plan: &Plan, palette: &Palette, dice: &mut Dice) -> Scenario {
    let mut life = Life { plan, palette, dice, journey };
    let given = life.given();
    let mut acts = vec![life.begin()];
    acts.extend(life.answers());
    let count = 3 + life.dice.below(MOST - 3);
    acts.extend((0..count).filter_map(|_| life.act()));
    acts.push(ActKind::After(END));
    Scenario {
        name: String::new(),
        journey: journey.map(|journey| journey.name.clone()).unwrap_or_default(),
        place: NOWHERE,
        zones: None,
        golden: None,
        always: Vec::new(),
        given,
        acts: acts.into_iter().map(|kind| Act { place: NOWHERE, kind }).collect(),
    }
}

impl<'p> Life<'p, '_> {
    fn given(&mut self) -> Given {
        let identifiers = self.plan.profile.identifiers.iter();
        let identifiers = identifiers.filter_map(|id| {
            let value = value::of(&id.field, self.palette, self.dice);
            Some((id.field.name.clone(), value.as_text()?.to_owned()))
        });
        let identifiers = identifiers.collect();
        let fields = self.plan.profile.fields.iter();
        let profile = fields.map(|field| (field.name.clone(), value::of(field, self.palette, self.dice)));
        let profile = profile.filter(|(_, value)| !value.is_absent()).collect();
        let consents = self.plan.purposes.iter().filter(|_| !self.dice.one_in(4));
        let consents: Vec<&Purpose> = consents.collect();
        let consents = consents.into_iter().map(|purpose| self.choice(purpose)).collect();
        Given { identifiers, profile, consents, assignments: Vec::new() }
    }

    fn choice(&mut self, purpose: &Purpose) -> Choice {
        let channel = purpose.channels.get(self.dice.below(purpose.channels.len()));
        let channel = channel.filter(|_| self.dice.one_in(3)).cloned();
        Choice { purpose: purpose.name.clone(), channel, granted: !self.dice.one_in(4) }
    }

    /// Some day of the summer, at any hour.
    fn begin(&mut self) -> ActKind {
        let minutes = self.dice.below(60 * 1_440);
        let minutes = i64::try_from(minutes).unwrap_or(0);
        ActKind::At((value::BEGINNING * 1_440 + minutes) * MINUTE)
    }

    /// What services answer, from the beginning on.
    fn answers(&mut self) -> Vec<ActKind> {
        let steps = self.journey.map_or(&[][..], |journey| &journey.steps);
        let mut acts = Vec::new();
        for step in steps {
            let Action::Fetch(fetch) = &step.action else { continue };
            let fields = fetch.answer.iter();
            let fields = fields.map(|field| (field.name.clone(), value::of(field, self.palette, self.dice)));
            let fields: Vec<_> = fields.collect();
            let fate = if self.dice.one_in(4) { FetchFate::Failed } else { FetchFate::Answered(fields) };
            acts.push(ActKind::Fetch { journey: None, step: step.name.clone(), fate });
        }
        acts
    }

    fn act(&mut self) -> Option<ActKind> {
        match self.dice.below(14) {
            0..5 => self.event(),
            5..10 => {
                let pauses = &self.palette.pauses;
                Some(ActKind::After(self.dice.pick(pauses, END)))
            }
            10 => {
                let purpose = self.plan.purposes.get(self.dice.below(self.plan.purposes.len()))?;
                Some(ActKind::Consent(self.choice(purpose)))
            }
            11 => self.identify(),
            12 => self.start(),
            _ => self.answer(),
        }
    }

    /// Mostly one that somebody listens to.
    fn event(&mut self) -> Option<ActKind> {
        let heard = &self.palette.events;
        let heard = heard.get(self.dice.below(heard.len())).filter(|_| !self.dice.one_in(8));
        let any = self.plan.events.get(self.dice.below(self.plan.events.len()));
        let named = |name: &String| self.plan.events.iter().find(|event| event.name == *name);
        let EventSchema { name, fields, .. } = heard.and_then(named).or(any)?;
        let fields = fields.iter().map(|field| value::of(field, self.palette, self.dice)).collect();
        Some(ActKind::Event { name: name.clone(), fields })
    }

    fn identify(&mut self) -> Option<ActKind> {
        let fields = &self.plan.profile.fields;
        let field = fields.get(self.dice.below(fields.len()))?;
        let value = value::of(field, self.palette, self.dice);
        let profile = vec![(field.name.clone(), value)];
        (!profile.iter().any(|(_, value)| value.is_absent()))
            .then_some(ActKind::Identify { identifiers: Vec::new(), profile })
    }

    fn start(&mut self) -> Option<ActKind> {
        let enter = &self.journey?.enter;
        let asked = matches!(enter.by, Entry::Api | Entry::Called);
        let fields = enter.fields.iter().map(|field| value::of(field, self.palette, self.dice)).collect();
        asked.then_some(ActKind::Start { journey: None, fields })
    }

    /// Somebody of the team answers, or the provider does something else from now on.
    fn answer(&mut self) -> Option<ActKind> {
        let steps = self.journey.map_or(&[][..], |journey| &journey.steps);
        let mut asking = steps.iter().filter(|step| matches!(step.action, Action::Approve(_)));
        let (approved, by) = (!self.dice.one_in(3), "tester".to_owned());
        if let Some(step) = asking.next() {
            let step = step.name.clone();
            return Some(ActKind::Approve { journey: None, step, approved, by, note: None });
        }
        let fate = self.dice.pick(&[Fate::Sent, Fate::Failed, Fate::Unknown], Fate::Sent);
        Some(ActKind::Provider { channel: None, fate })
    }
}
