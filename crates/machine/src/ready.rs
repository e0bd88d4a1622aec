//! A plan, prepared to be walked: everything that is looked up by name is indexed once.

mod derived;
mod journeys;
mod passed;
mod trackers;
mod uses;

pub(crate) use derived::{Derivation, Derived};
pub(crate) use journeys::{ReadyJourney, RenamedArm, RenamedExperiment};
pub(crate) use trackers::Trackers;
pub(crate) use uses::{EventUses, GoalUse, SegmentUses, Watched};

use crate::render::{RenderError, Templates};
use crate::zones::Zones;
use crate::{Ask, Assignment, Instance, Message, Person, moment};
use filrouge_plan::{
    Action, Bundle, Channel, Entry, EventSchema, FORMAT, Field, Identifier, Journey, Origins, Passage,
    Period, Plan, Purpose, SwitchKind, Template, Type, Value, address,
};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A plan, prepared to be walked. Built once per plan, and shared.
#[derive(Debug)]
pub struct Ready {
    bundle: Arc<Bundle>,
    journeys: Vec<ReadyJourney>,
    journey_names: BTreeMap<String, usize>,
    passage: Passage,
    renamed: Vec<(String, usize)>,
    renamed_chances: journeys::RenamedChances,
    events: BTreeMap<String, EventUses>,
    segments: BTreeMap<String, SegmentUses>,
    event_schemas: BTreeMap<String, usize>,
    purposes: BTreeMap<String, usize>,
    channels: BTreeMap<String, usize>,
    slots: BTreeMap<String, usize>,
    template_names: BTreeMap<String, usize>,
    templates: Templates,
    timezone: Option<usize>,
    locale: Option<usize>,
    pauses_some: bool,
    keeps_rhythm: bool,
    rhythm_for: Vec<String>,
    trackers: Trackers,
    derived: Derived,
    watched: Watched,
    timed: Vec<usize>,
    backfilling: Vec<usize>,
    zones: Zones,
}

/// Why a plan cannot be walked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotReady {
    /// The plan was written by a newer version.
    Format(u32),
    /// The project's zone is not known.
    Zone(String),
    /// A template cannot be prepared.
    Template(RenderError),
}

impl fmt::Display for NotReady {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(format) => {
                write!(f, "the plan has format {format}, this version reads up to {FORMAT}")
            }
            Self::Zone(zone) => write!(f, "the project's time zone `{zone}` is not known"),
            Self::Template(error) => fmt::Display::fmt(error, f),
        }
    }
}

impl std::error::Error for NotReady {}

impl Ready {
    /// Prepares the plan of a bundle.
    ///
    /// # Errors
    /// When the plan is of a newer format or cannot be used as it is.
    pub fn new(bundle: Arc<Bundle>) -> Result<Self, NotReady> {
        Self::after(bundle, Passage::default())
    }

    /// As [`Ready::new`], for people who come from another plan by `passage`.
    ///
    /// # Errors
    /// As [`Ready::new`].
    pub fn after(bundle: Arc<Bundle>, passage: Passage) -> Result<Self, NotReady> {
        let plan = &bundle.plan;
        if plan.format > FORMAT {
            return Err(NotReady::Format(plan.format));
        }
        let zones = Zones::new(&plan.project.timezone)
            .ok_or_else(|| NotReady::Zone(plan.project.timezone.clone()))?;
        let journeys = plan.journeys.iter().map(|journey| ReadyJourney::new(journey, &passage));
        let journeys: Vec<_> = journeys.chain(passage.drained.iter().map(ReadyJourney::former)).collect();
        let with_former = with_former(plan, &passage);
        let walked = with_former.as_deref().unwrap_or(&plan.journeys);
        let journey_names = names(plan.journeys.iter().map(|journey| &journey.name));
        Ok(Self {
            renamed_chances: journeys::RenamedChances::of(
                journeys.get(..plan.journeys.len()).unwrap_or_default(),
            ),
            renamed: journeys::renamed(&plan.journeys, &journey_names, &passage),
            events: uses_of(walked, plan.journeys.len()),
            segments: uses::of_segments(&plan.journeys),
            event_schemas: names(plan.events.iter().map(|event| &event.name)),
            purposes: names(plan.purposes.iter().map(|purpose| &purpose.name)),
            channels: names(plan.channels.iter().map(|channel| &channel.name)),
            slots: names(plan.profile.slots().map(|field| &field.name)),
            template_names: names(plan.templates.iter().map(|template| &template.name)),
            templates: Templates::new(&plan.templates).map_err(NotReady::Template)?,
            timezone: slot_of(plan, &Type::Timezone),
            locale: slot_of(plan, &Type::Locale),
            keeps_rhythm: walked.iter().any(waits_for_the_best_time),
            rhythm_for: uses::rhythm_for(walked, plan),
            pauses_some: pauses_some(plan),
            trackers: Trackers::of(plan),
            derived: Derived::of(plan),
            watched: Watched::of(walked),
            timed: uses::timed(&plan.journeys),
            backfilling: uses::backfilling(&plan.journeys),
            journeys,
            journey_names,
            passage,
            zones,
            bundle,
        })
    }

    /// Prepares a plan without the thread back to its text.
    ///
    /// # Errors
    /// As [`Ready::new`].
    pub fn of(plan: Plan) -> Result<Self, NotReady> {
        let hash = plan.hash();
        Self::new(Arc::new(Bundle { hash, plan, origins: Origins::default(), commit: None }))
    }

    /// The plan.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.bundle.plan
    }

    /// The plan with the thread back to its text.
    #[must_use]
    pub const fn bundle(&self) -> &Arc<Bundle> {
        &self.bundle
    }

    /// Hash of the plan.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.bundle.hash
    }

    /// The shape of the event called `name`.
    #[must_use]
    pub fn event(&self, name: &str) -> Option<&EventSchema> {
        self.plan().events.get(*self.event_schemas.get(name)?)
    }

    /// The arm of an experiment as somebody has it who was given it at `at`; none when there is no such arm.
    #[must_use]
    pub fn assignment(&self, journey: &str, step: &str, arm: &str, at: i64) -> Option<Assignment> {
        let Action::Experiment(experiment) = &self.journey(journey)?.step(step)?.action else { return None };
        let arm = experiment.arms.iter().find(|known| known.name == arm)?;
        Some(Assignment::now(experiment, arm, at))
    }

    /// The instant at which the person's clock shows `local`, given in milliseconds since 1970 as if it were UTC.
    #[must_use]
    pub fn instant(&self, person: &Person, local: i64) -> i64 {
        moment::shown(local, &self.zone(&person.profile))
    }

    /// What the person's clock shows at an instant, in milliseconds since 1970 as if it were UTC.
    #[must_use]
    pub fn local(&self, person: &Person, at: i64) -> i64 {
        moment::showing(at, &self.zone(&person.profile))
    }

    /// The instant `period` after `from` on the person's calendar.
    #[must_use]
    pub fn later(&self, person: &Person, from: i64, period: Period) -> i64 {
        moment::after(from, period, &self.zone(&person.profile))
    }

    /// The zone that the person lives in; the project's where nothing is known of it.
    #[must_use]
    pub fn zone_of(&self, person: &Person) -> TimeZone {
        self.zone(&person.profile)
    }

    pub(crate) fn uses(&self, event: &str) -> Option<&EventUses> {
        self.events.get(event)
    }

    /// Journeys that coming into a segment, or leaving it, brings people into.
    pub(crate) fn segment_uses(&self, segment: &str) -> Option<&SegmentUses> {
        self.segments.get(segment)
    }

    pub(crate) fn journey(&self, name: &str) -> Option<&ReadyJourney> {
        self.journeys.get(*self.journey_names.get(name)?)
    }

    /// The definition by which an instance walks.
    pub(crate) fn walked(&self, instance: &Instance) -> Option<&ReadyJourney> {
        if instance.drained.is_none() {
            return self.journey(&instance.journey);
        }
        self.journeys.iter().find(|journey| journey.is_walked_by(instance))
    }

    /// How people come from another plan.
    #[must_use]
    pub const fn passage(&self) -> &Passage {
        &self.passage
    }

    pub(crate) fn journey_at(&self, index: usize) -> Option<&ReadyJourney> {
        self.journeys.get(index)
    }

    /// Journeys that had another name: the former name, and the journey.
    pub(crate) fn renamed(&self) -> impl Iterator<Item = (&str, &ReadyJourney)> {
        self.renamed.iter().filter_map(|(was, index)| Some((was.as_str(), self.journeys.get(*index)?)))
    }

    /// The journey that was called `was` before.
    fn renamed_from(&self, was: &str) -> Option<&ReadyJourney> {
        self.renamed().find(|(former, _)| *former == was).map(|(_, journey)| journey)
    }

    /// The present names of a journey and of a step of it, which may have had others.
    pub(crate) fn place<'a>(&'a self, journey: &'a str, step: &'a str) -> (&'a str, &'a str) {
        let Some(own) = self.journey(journey).or_else(|| self.renamed_from(journey)) else {
            return (journey, step);
        };
        let renamed = own.renamed().find(|(was, _)| *was == step).map(|(_, present)| present);
        (own.name(), renamed.unwrap_or(step))
    }

    pub(crate) fn renamed_experiments(&self) -> &[RenamedExperiment] {
        &self.renamed_chances.experiments
    }

    pub(crate) fn renamed_arms(&self) -> &[RenamedArm] {
        &self.renamed_chances.arms
    }

    /// Fields of `entry` for an instance.
    pub(crate) fn entry_fields_of(&self, instance: &Instance) -> &[Field] {
        self.walked(instance).map_or(&[], |journey| self.entry_fields_by(journey))
    }

    /// Fields of `entry` in a journey.
    pub(crate) fn entry_fields(&self, journey: &str) -> &[Field] {
        self.journey(journey).map_or(&[], |journey| self.entry_fields_by(journey))
    }

    fn entry_fields_by<'a>(&'a self, journey: &'a ReadyJourney) -> &'a [Field] {
        match &journey.plan.enter.by {
            Entry::Event { event } => self.event(event).map_or(&[], |event| &event.fields),
            _ => &journey.plan.enter.fields,
        }
    }

    /// The slot of a profile field.
    pub(crate) fn slot(&self, name: &str) -> Option<usize> {
        self.slots.get(name).copied()
    }

    /// The identifier called `name`.
    pub(crate) fn identifier(&self, name: &str) -> Option<&Identifier> {
        self.plan().profile.identifiers.get(self.strength(name))
    }

    /// The place of an identifier: 0 is the strongest, and one that the plan does not know is behind all others.
    pub(crate) fn strength(&self, identifier: &str) -> usize {
        let mut known = self.plan().profile.identifiers.iter();
        known.position(|declared| declared.field.name == identifier).unwrap_or(usize::MAX)
    }

    /// Whether two people who are named by an identifier may become one.
    pub(crate) fn may_merge(&self, identifier: &str) -> bool {
        self.identifier(identifier).is_some_and(|declared| declared.merge)
    }

    /// The last moment at which a merge at `at` can be undone.
    pub(crate) fn undo_until(&self, at: i64) -> i64 {
        moment::after(at, self.plan().profile.undo_merges, &self.zone(&[]))
    }

    /// How many values of an identifier one person may have.
    pub(crate) fn most_values(&self, identifier: &str) -> usize {
        let declared = self.identifier(identifier);
        declared.and_then(|declared| usize::try_from(declared.max).ok()).unwrap_or(1).max(1)
    }

    pub(crate) fn template(&self, name: &str) -> Option<&Template> {
        self.plan().templates.get(*self.template_names.get(name)?)
    }

    pub(crate) const fn templates(&self) -> &Templates {
        &self.templates
    }

    pub(crate) fn purpose(&self, name: &str) -> Option<&Purpose> {
        self.plan().purposes.get(*self.purposes.get(name)?)
    }

    pub(crate) fn channel(&self, name: &str) -> Option<&Channel> {
        self.plan().channels.get(*self.channels.get(name)?)
    }

    /// Journeys that are looked at after every input.
    pub(crate) const fn watched(&self) -> &Watched {
        &self.watched
    }

    /// What each event means to the computed traits.
    pub(crate) const fn trackers(&self) -> &Trackers {
        &self.trackers
    }

    /// What follows from the profile.
    pub(crate) const fn derived(&self) -> &Derived {
        &self.derived
    }

    /// Journeys that a clock brings people into.
    pub(crate) fn timed(&self) -> &[usize] {
        &self.timed
    }

    /// Whether everybody must learn of this plan at once, not only those who wait for something: a clock brings people
    /// in who may not be heard of until then.
    #[must_use]
    pub fn concerns_everybody(&self) -> bool {
        !self.timed.is_empty() || !self.backfilling.is_empty()
    }

    /// Journeys that let people in who were in their segment before.
    pub(crate) fn backfilling(&self) -> &[usize] {
        &self.backfilling
    }

    /// Place of a journey in the plan.
    pub(crate) fn place_of(&self, journey: &str) -> Option<usize> {
        self.journey_names.get(journey).copied()
    }

    /// The project's own zone.
    pub(crate) fn project_zone(&self) -> TimeZone {
        self.zones.called(None)
    }

    /// The zone of a person with this profile.
    pub(crate) fn zone(&self, profile: &[Value]) -> TimeZone {
        self.zones.called(text_at(profile, self.timezone))
    }

    /// The zone called `name`; the project's when there is no such zone.
    pub(crate) fn zone_called(&self, name: &str) -> TimeZone {
        self.zones.called(Some(name))
    }

    /// Whether the plan holds this message back for now.
    #[must_use]
    pub fn is_paused(&self, message: &Message) -> bool {
        let plan = self.plan();
        let stands = plan.project.paused || !plan.switches.is_empty() || self.pauses_some;
        let channel = stands.then(|| self.channel(&message.channel)).flatten();
        channel.is_some_and(|channel| self.paused(&message.journey, channel).is_some())
    }

    /// Whether some send wants to know at which hours people are active.
    pub(crate) const fn keeps_rhythm(&self) -> bool {
        self.keeps_rhythm
    }

    /// The purposes for which they want to know it, if people may refuse each of them.
    pub(crate) fn rhythm_for(&self) -> &[String] {
        &self.rhythm_for
    }

    /// Whether what asks a question is paused: the project, its journey, its connector.
    #[must_use]
    pub fn is_asking_paused(&self, ask: &Ask) -> bool {
        let plan = self.plan();
        if !(plan.project.paused || !plan.switches.is_empty() || self.pauses_some) {
            return false;
        }
        let own = self.journey(&ask.journey).or_else(|| self.renamed_from(&ask.journey));
        let journey = own.map_or(ask.journey.as_str(), ReadyJourney::name);
        let connector = plan.connectors.iter().find(|own| own.name == ask.connector);
        let switched =
            |kind, name: &str| plan.switches.iter().any(|own| own.kind == kind && own.name == name);
        plan.project.paused
            || own.is_some_and(|own| own.plan.rank.paused)
            || connector.is_some_and(|own| own.paused)
            || switched(SwitchKind::Project, "")
            || switched(SwitchKind::Journey, journey)
            || switched(SwitchKind::Connector, &ask.connector)
    }

    /// Where it is said that messages of `journey` over `channel` are held, if it is: in the source, or by the
    /// operator.
    pub(crate) fn paused(&self, journey: &str, channel: &Channel) -> Option<String> {
        let plan = self.plan();
        let connector = plan.connectors.iter().find(|own| own.name == channel.connector);
        // A message may be older than the name of its journey.
        let own = self.journey(journey).or_else(|| self.renamed_from(journey));
        let journey = own.map_or(journey, ReadyJourney::name);
        let said = [
            (plan.project.paused, SwitchKind::Project, ""),
            (own.is_some_and(|own| own.plan.rank.paused), SwitchKind::Journey, journey),
            (channel.paused, SwitchKind::Channel, &*channel.name),
            (connector.is_some_and(|own| own.paused), SwitchKind::Connector, &*channel.connector),
        ];
        let switched =
            |kind, name: &str| plan.switches.iter().any(|own| own.kind == kind && own.name == name);
        said.into_iter().find_map(|(paused, kind, name)| match (paused, switched(kind, name)) {
            (true, _) => Some(address::paused(&part(kind, name))),
            (false, true) => Some(format!("switch/{}", part(kind, name))),
            (false, false) => None,
        })
    }

    /// The language of a person with this profile.
    pub(crate) fn locale<'a>(&'a self, profile: &'a [Value]) -> &'a str {
        text_at(profile, self.locale).unwrap_or(&self.plan().project.locale)
    }
}

/// The address of a part that can be paused.
fn part(kind: SwitchKind, name: &str) -> String {
    match kind {
        SwitchKind::Project => "project".to_owned(),
        SwitchKind::Journey => address::journey(name),
        SwitchKind::Channel => address::declared("channel", name),
        SwitchKind::Connector => address::declared("connector", name),
    }
}

fn text_at(profile: &[Value], slot: Option<usize>) -> Option<&str> {
    slot.and_then(|slot| profile.get(slot)).and_then(Value::as_text)
}

fn names<'a>(names: impl Iterator<Item = &'a String>) -> BTreeMap<String, usize> {
    names.enumerate().map(|(index, name)| (name.clone(), index)).collect()
}

fn slot_of(plan: &Plan, ty: &Type) -> Option<usize> {
    plan.profile.slots().position(|field| field.ty.required() == ty)
}

fn waits_for_the_best_time(journey: &Journey) -> bool {
    journey.steps.iter().any(|step| matches!(&step.action, Action::Send(send) if send.at.is_some()))
}

/// Whether the source pauses a journey, a channel or a connector.
fn pauses_some(plan: &Plan) -> bool {
    plan.journeys.iter().any(|own| own.rank.paused)
        || plan.channels.iter().any(|own| own.paused)
        || plan.connectors.iter().any(|own| own.paused)
}

/// The journeys of the plan with the former definitions on which people finish, each under its present name; none when
/// there are no former ones.
fn with_former(plan: &Plan, passage: &Passage) -> Option<Vec<Journey>> {
    let former = passage.drained.iter();
    let former = former.map(|drained| Journey { name: drained.name.clone(), ..drained.journey.clone() });
    (!passage.drained.is_empty()).then(|| plan.journeys.iter().cloned().chain(former).collect())
}

/// What each event means to `journeys`, of which the first `present` let people in.
fn uses_of(journeys: &[Journey], present: usize) -> BTreeMap<String, EventUses> {
    let mut uses = uses::of(journeys);
    uses.values_mut().for_each(|uses| uses.enters.retain(|journey| *journey < present));
    uses
}
