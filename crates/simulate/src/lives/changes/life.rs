//! One person as they live, and what is known of them besides.

mod together;

use super::oracle::{Judged, Oracle, Swap};
use super::story::{Deed, Desk};
use crate::World;
use filrouge_machine::{Consent, Event, Id, Identify, InputKind, Instance, Ready};
use filrouge_plan::scenario::{Fate, FetchFate};
use filrouge_plan::{Entry, Occupancy, Plan, Value};
use std::collections::{BTreeMap, BTreeSet};

use together::Before;

#[derive(Debug)]
pub(super) struct Life {
    pub(super) world: World<'static>,
    pub(super) oracle: Oracle,
    /// Segments in which the person was at the last look.
    segments: BTreeSet<String>,
    /// What was known of those who became one with the person.
    joined: BTreeMap<Id, Before>,
}

impl Life {
    pub(super) fn new(world: World<'static>, oracle: Oracle) -> Self {
        let segments = world.person.segments.clone();
        Self { world, oracle, segments, joined: BTreeMap::new() }
    }

    /// Something happens that somebody or something outside brings about.
    pub(super) fn happen(&mut self, id: Id, kind: InputKind) -> Judged {
        let decided = self.world.decisions.len();
        self.world.happen_as(id, kind);
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
}

fn fate_of(desk: Desk) -> FetchFate {
    match desk {
        Desk::Answers => FetchFate::Answered(vec![("score".to_owned(), Value::Int(7))]),
        Desk::Fails => FetchFate::Failed,
        Desk::Silent => FetchFate::Silent,
    }
}

/// What is heard of a deed.
pub(super) fn heard(deed: Deed) -> InputKind {
    match deed {
        Deed::Event(name, key) => event(name, key),
        Deed::Lives(country) => known_by(&[("country", country)]),
        Deed::Decides(purpose, channel, granted) => decides(purpose, channel, granted),
    }
}

fn event(name: &str, key: Option<&str>) -> InputKind {
    let fields = vec![key.map_or(Value::Absent, Value::from)];
    InputKind::Event(Event { name: name.to_owned(), fields, at: None })
}

/// What is told of somebody.
pub(super) fn known_by(fields: &[(&str, &str)]) -> InputKind {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    InputKind::Identify(Identify { fields, ..Identify::default() })
}

fn decides(purpose: &str, channel: &str, granted: bool) -> InputKind {
    let (purpose, channel, evidence) = (purpose.to_owned(), Some(channel.to_owned()), "test".to_owned());
    InputKind::Consent(Consent { purpose, channel, granted, evidence, proof: None })
}
