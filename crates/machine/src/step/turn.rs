//! What is at hand while one input is applied.

use super::agenda::Agenda;
use super::passing::Passing;
use super::segments::Crossing;
use crate::ready::ReadyJourney;
use crate::{Effects, Id, Input, InputKind, Instance, Person, Ready};
use filrouge_plan::{Action, Step, Value};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Everything that is at hand while one input is applied to one person.
pub(super) struct Turn<'a> {
    pub(super) ready: &'a Ready,
    pub(super) who: Id,
    pub(super) person: &'a mut Person,
    pub(super) input: &'a Input,
    pub(super) zone: TimeZone,
    pub(super) effects: Effects,
    pub(super) agenda: Agenda,
    /// Over how long people are released who are overdue because a new plan made their wait shorter.
    pub(super) releasing: BTreeMap<Id, u64>,
    pub(super) crossings: VecDeque<Crossing>,
    /// Whether the profile or the segments have changed, so that moments must be derived anew.
    pub(super) moved: bool,
    /// Slots of the profile that have changed since the segments were sorted.
    pub(super) changed: BTreeSet<usize>,
    pub(super) passing: Passing<'a>,
    /// When time alone changes a trait next, as long as that is known.
    pub(super) next_change: Option<Option<i64>>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(ready: &'a Ready, who: Id, person: &'a mut Person, input: &'a Input) -> Self {
        Self::behind(Effects::default(), ready, who, person, input)
    }

    /// As [`Turn::new`], where the same input had `effects` already.
    pub(super) fn behind(
        effects: Effects,
        ready: &'a Ready,
        who: Id,
        person: &'a mut Person,
        input: &'a Input,
    ) -> Self {
        let zone = ready.zone(&person.profile);
        person.since.get_or_insert(input.at);
        let next_change = (is_as_left(&input.kind) && person.answers.is_empty()).then_some(person.wake);
        let mut turn = Self {
            ready,
            who,
            person,
            input,
            zone,
            effects,
            agenda: Agenda::default(),
            releasing: BTreeMap::new(),
            crossings: VecDeque::new(),
            moved: false,
            changed: BTreeSet::new(),
            passing: Passing::default(),
            next_change,
        };
        turn.begin();
        turn
    }

    /// Makes the state fit the plan. Under a new plan the segments are sorted anew without anything following from
    /// it: not the person has changed.
    fn begin(&mut self) {
        let is_new = self.fit_profile();
        if matches!(&self.input.kind, InputKind::PlanActivated { .. }) {
            self.begin_to_track();
            self.settle_segments();
        } else if is_new {
            self.begin_to_track();
            self.sort_all_into_segments();
        }
    }

    pub(super) const fn now(&self) -> i64 {
        self.input.at
    }

    /// A new person has no profile yet: every slot is absent. True when slots were missing.
    fn fit_profile(&mut self) -> bool {
        let slots = self.ready.plan().slots().count();
        let is_new = self.person.profile.len() != slots;
        self.person.profile.resize(slots, Value::Absent);
        if is_new {
            self.clear_traits();
        }
        is_new
    }

    pub(super) fn instance(&self, id: Id) -> Option<&Instance> {
        self.person.instances.iter().find(|instance| instance.id == id)
    }

    pub(super) fn instance_mut(&mut self, id: Id) -> Option<&mut Instance> {
        self.person.instances.iter_mut().find(|instance| instance.id == id)
    }

    /// The definition by which an instance walks.
    pub(super) fn walked_by(&self, id: Id) -> Option<&'a ReadyJourney> {
        let ready = self.ready;
        self.instance(id).and_then(|instance| ready.walked(instance))
    }

    /// The step on which an instance stands.
    pub(super) fn standing_on(&self, id: Id) -> Option<&'a Step> {
        let instance = self.instance(id)?;
        self.ready.walked(instance)?.step(&instance.step)
    }

    /// What the step does on which an instance stands.
    pub(super) fn action_of(&self, id: Id) -> Option<&'a Action> {
        self.standing_on(id).map(|step| &step.action)
    }

    /// Drops what can have no effect any more.
    pub(super) fn forget(&mut self) {
        let now = self.now();
        self.person.departed.retain(|departed| departed.until >= now);
        self.person.answers.retain(|_, answer| answer.until > now);
        self.person.joined.retain(|_, joined| joined.until >= now);
        self.person.unconfirmed.retain(|_, asked| asked.until > now);
        self.person
            .flights
            .retain(|_, flight| !flight.recalled || flight.at.saturating_add(RECALL_MEMORY) >= now);
    }
}

/// Whether the person is met as the step before left them: under the same plan, and as one.
const fn is_as_left(kind: &InputKind) -> bool {
    !matches!(kind, InputKind::PlanActivated { .. } | InputKind::Merge { .. } | InputKind::Unmerge { .. })
}

/// How long the outcome of a message that was called back is still expected: a week.
const RECALL_MEMORY: i64 = 7 * 86_400_000;
