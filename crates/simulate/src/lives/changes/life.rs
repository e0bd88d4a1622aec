//! One person as they live, and what is known of them besides.

use super::oracle::{Judged, Oracle, Swap};
use super::story::Desk;
use crate::World;
use filrouge_machine::{Consent, Event, Identify, InputKind, Instance, Ready};
use filrouge_plan::scenario::{Fate, FetchFate};
use filrouge_plan::{Entry, Occupancy, Plan, Value};
use std::collections::BTreeSet;

#[derive(Debug)]
pub(super) struct Life {
    pub(super) world: World<'static>,
    pub(super) oracle: Oracle,
    /// Segments in which the person was at the last look.
    segments: BTreeSet<String>,
}

impl Life {
    pub(super) fn new(world: World<'static>, oracle: Oracle) -> Self {
        Self { world, oracle, segments: BTreeSet::new() }
    }

    /// Something happens that somebody or something outside brings about.
    pub(super) fn happen(&mut self, kind: InputKind) -> Judged {
        let decided = self.world.decisions.len();
        self.world.happen(kind);
        self.look(None)?;
        self.crossings_bring_in(decided)
    }

    pub(super) fn pass_time(&mut self, time: i64) -> Judged {
        let decided = self.world.decisions.len();
        self.world.until(self.world.now + time);
        self.look(None)?;
        self.crossings_bring_in(decided)
    }

    pub(super) fn meet(&mut self, fate: Fate) {
        self.world.meet(None, fate);
    }

    pub(super) fn ask(&mut self, desk: Desk) {
        self.world.answer_all(fate_of(desk));
    }

    pub(super) fn look(&mut self, swap: Option<&Swap>) -> Judged {
        self.oracle.look(&self.world, swap)
    }

    /// Whoever comes into a segment or leaves it by what just happened is let into the journeys that ask for it, or is
    /// told why not.
    fn crossings_bring_in(&mut self, decided: usize) -> Judged {
        let now = self.world.person.segments.clone();
        let before = std::mem::replace(&mut self.segments, now.clone());
        let decisions = self.world.decisions.get(decided..).unwrap_or_default();
        for journey in &self.world.ready.plan().journeys {
            let Entry::Segment { segment, leave } = &journey.enter.by else { continue };
            let came = now.contains(segment) != *leave && before.contains(segment) == *leave;
            let is_told = decisions.iter().any(|it| it.is_about(&journey.name) && it.step.is_none());
            if came != is_told {
                return Err(format!(
                    "somebody crosses into `{}`: {came}, and is told so: {is_told}",
                    journey.name
                ));
            }
        }
        Ok(())
    }

    /// The same person under another plan; gives who was inside before.
    pub(super) fn pass(&mut self, new: &'static Ready) -> Swap {
        let (old, before) = (self.world.ready.hash().to_owned(), self.world.person.instances.clone());
        let decided = self.world.decisions.len();
        let world = std::mem::replace(&mut self.world, World::stranger(new, 0));
        self.world = world.pass(new);
        self.oracle.run(new.plan(), new.hash());
        self.segments = self.world.person.segments.clone();
        Swap { old, before, at: self.world.now, decided }
    }

    pub(super) fn has_no_place(&self, next: &Plan) -> bool {
        self.oracle.has_no_place(next, self.instances())
    }

    pub(super) fn instances(&self) -> &[Instance] {
        &self.world.person.instances
    }

    pub(super) fn stand(&self, inside: &mut Occupancy) {
        self.world.person.standings().for_each(|at| *inside.entry(at).or_default() += 1);
    }

    /// Somebody else is this person. A refusal of either stays one.
    pub(super) fn merge(&mut self, other: Self) -> Judged {
        let refused = |life: &Self| {
            let consents = life.world.person.consents.iter().filter(|(_, fact)| !fact.granted);
            consents.map(|(key, _)| key.clone()).collect::<Vec<_>>()
        };
        let refused: Vec<_> = refused(self).into_iter().chain(refused(&other)).collect();
        self.oracle.join(other.oracle);
        self.world.join(other.world, vec!["email".to_owned()]);
        self.segments = self.world.person.segments.clone();
        let consents = &self.world.person.consents;
        if refused.iter().any(|key| consents.get(key).is_none_or(|fact| fact.granted)) {
            return Err("a refusal is forgotten".to_owned());
        }
        self.look(None)
    }
}

fn fate_of(desk: Desk) -> FetchFate {
    match desk {
        Desk::Answers => FetchFate::Answered(vec![("score".to_owned(), Value::Int(7))]),
        Desk::Fails => FetchFate::Failed,
        Desk::Silent => FetchFate::Silent,
    }
}

pub(super) fn event(name: &str, key: Option<&str>) -> InputKind {
    let fields = vec![key.map_or(Value::Absent, Value::from)];
    InputKind::Event(Event { name: name.to_owned(), fields, at: None })
}

pub(super) fn known_by(identifiers: &[(&str, &str)], fields: &[(&str, &str)]) -> InputKind {
    let identifiers = identifiers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    let (identifiers, fields) = (identifiers.collect(), fields.collect());
    InputKind::Identify(Identify { identifiers, fields, ..Identify::default() })
}

pub(super) fn decides(purpose: &str, channel: &str, granted: bool) -> InputKind {
    let (purpose, channel, evidence) = (purpose.to_owned(), Some(channel.to_owned()), "test".to_owned());
    InputKind::Consent(Consent { purpose, channel, granted, evidence })
}
