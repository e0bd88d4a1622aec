//! The conditions and values of a journey, one by one, and what they read.

use filrouge_plan::program::{Node, Root};
use filrouge_plan::{
    Action, Approve, Arm, Assignment, Call, Digest, Emit, Enter, Entry, Exit, Experiment, Fetch, Field, Goal,
    Journey, Parallel, PathPart, Plan, Program, Repeat, Reset, Send, Split, StopJourney, Template, Timeout,
    Trigger, Update, Wait, WaitUntil, Way,
};
use std::collections::BTreeSet;

/// Which event `event` means in a program.
pub type At<'a> = Option<&'a str>;

/// Visits every program that people inside a journey may meet; not those of the entry. Everything is taken apart by name,
/// so that a new place for a program does not compile until it is visited.
pub fn visit(journey: &mut Journey, see: &mut impl FnMut(&mut Program, At<'_>)) {
    let Journey { name: _, was: _, enter: _, exits, goals, start: _, steps, inside: _, rank: _ } = journey;
    for Exit { name: _, on } in exits {
        visit_trigger(on, see);
    }
    for Goal { name: _, event, when, within: _ } in goals {
        when.iter_mut().for_each(|when| see(when, Some(event)));
    }
    steps.iter_mut().for_each(|step| visit_action(&mut step.action, see));
}

fn visit_trigger(trigger: &mut Trigger, see: &mut impl FnMut(&mut Program, At<'_>)) {
    match trigger {
        Trigger::Event { event, when } => when.iter_mut().for_each(|when| see(when, Some(event))),
        Trigger::Condition(when) => see(when, None),
    }
}

fn visit_action(action: &mut Action, see: &mut impl FnMut(&mut Program, At<'_>)) {
    match action {
        Action::Wait(wait) => visit_wait(wait, see),
        Action::WaitUntil(WaitUntil { arms, timeout, resets }) => {
            for Arm { name: _, on, times: _, afresh: _, to: _ } in arms {
                visit_trigger(on, see);
            }
            for Reset { name: _, on } in resets {
                visit_trigger(on, see);
            }
            timeout.iter_mut().for_each(|timeout| visit_timeout(timeout, see));
        }
        Action::Parallel(Parallel { branches: _, join: _, timeout }) => {
            timeout.iter_mut().for_each(|timeout| visit_timeout(timeout, see));
        }
        Action::Approve(Approve { by: _, question: _, refused: _, timeout }) => visit_timeout(timeout, see),
        Action::Split(Split { ways, otherwise: _ }) => {
            for Way { name: _, when, to: _ } in ways {
                see(when, None);
            }
        }
        // An experiment goes by chance alone.
        Action::Experiment(Experiment { salt: _, reshuffle: _, arms: _ }) => {}
        Action::Repeat(Repeat { max: _, every: _, as_long_as, until, body: _ }) => {
            as_long_as.iter_mut().chain(until).for_each(|when| see(when, None));
        }
        Action::StopJourney(StopJourney { journey: _, key }) => {
            key.iter_mut().for_each(|key| see(key, None));
        }
        Action::Digest(Digest { event, when, key, window: _, max: _ }) => {
            when.iter_mut().chain(key).for_each(|program| see(program, Some(event)));
        }
        Action::Send(Send { purpose: _, via: _, template: _, with, on: _, at: _, within: _ }) => {
            visit_all(with, see)
        }
        Action::Fetch(Fetch {
            connector: _,
            purpose: _,
            path,
            query,
            with,
            tells: _,
            answer: _,
            cache: _,
            within: _,
            on: _,
            otherwise: _,
        }) => {
            let values = path.iter_mut().filter_map(|part| match part {
                PathPart::Value(value) => Some(value),
                PathPart::Text(_) => None,
            });
            values.chain(query).chain(with).for_each(|value| see(&mut value.value, None));
        }
        Action::Update(Update { set }) => visit_all(set, see),
        Action::Call(Call { journey: _, with, on: _ }) | Action::Start(Call { journey: _, with, on: _ }) => {
            visit_all(with, see)
        }
        Action::Emit(Emit { event: _, set }) => visit_all(set, see),
    }
}

fn visit_timeout(timeout: &mut Timeout, see: &mut impl FnMut(&mut Program, At<'_>)) {
    let Timeout { after: _, until, to: _ } = timeout;
    until.iter_mut().for_each(|until| visit_wait(until, see));
}

fn visit_wait(wait: &mut Wait, see: &mut impl FnMut(&mut Program, At<'_>)) {
    match wait {
        Wait::For(_) | Wait::Until { .. } | Wait::Window(_) => {}
        Wait::Date(wait) => see(&mut wait.date, None),
        Wait::Spread { wait, millis: _ } => visit_wait(wait, see),
    }
}

fn visit_all(set: &mut [Assignment], see: &mut impl FnMut(&mut Program, At<'_>)) {
    for Assignment { name: _, value } in set {
        see(value, None);
    }
}

/// The fields of a root that a program reads, by place.
pub fn slots(program: &Program, wanted: Root) -> impl Iterator<Item = u16> + '_ {
    program.nodes.iter().filter_map(move |node| match node {
        Node::Slot { root, slot } | Node::CompareSlot { root, slot, .. } if *root == wanted => Some(*slot),
        _ => None,
    })
}

/// What people inside a journey have read: fields of the profile and of the event that brought them in, by name.
#[derive(Debug, Default)]
pub(crate) struct Reads {
    pub profile: BTreeSet<String>,
    pub entry: BTreeSet<String>,
}

impl Reads {
    /// What the conditions, values and templates of `journey` read, whose slots are those of `plan`.
    pub fn of(journey: &Journey, plan: &Plan) -> Self {
        let mut reads = Self::default();
        let profile: Vec<&str> = plan.slots().map(|field| field.name.as_str()).collect();
        let named = |fields: &[&str], slot: u16| fields.get(usize::from(slot)).map(|name| (*name).to_owned());
        let entry: Vec<&str> = entry_fields(journey, plan).iter().map(|field| field.name.as_str()).collect();
        visit(&mut journey.clone(), &mut |program, _| {
            reads.profile.extend(slots(program, Root::Profile).filter_map(|slot| named(&profile, slot)));
            reads.entry.extend(slots(program, Root::Entry).filter_map(|slot| named(&entry, slot)));
        });
        reads.letters(journey, plan);
        reads
    }

    fn letters(&mut self, journey: &Journey, plan: &Plan) {
        let sends = journey.steps.iter().filter_map(|step| match &step.action {
            Action::Send(send) => Some(&send.template),
            _ => None,
        });
        let templates = sends.filter_map(|name| plan.templates.iter().find(|it| it.name == *name));
        templates.for_each(|template| self.letter(template));
    }

    /// Adds what a template reads.
    pub fn letter(&mut self, template: &Template) {
        for path in template.variants.values().flat_map(|it| &it.reads) {
            let mut words = path.split('.');
            match (words.next(), words.next()) {
                (Some("profile"), Some(field)) => drop(self.profile.insert(field.to_owned())),
                (Some("event" | "entry"), Some(field)) => drop(self.entry.insert(field.to_owned())),
                _ => {}
            }
        }
    }
}

/// The event that brings people in.
pub(crate) fn entry_event(enter: &Enter) -> Option<&str> {
    match &enter.by {
        Entry::Event { event } => Some(event),
        Entry::Segment { .. } | Entry::Date(_) | Entry::Schedule(_) | Entry::Api | Entry::Called => None,
    }
}

/// What people bring along who come in.
pub(crate) fn entry_fields<'p>(journey: &'p Journey, plan: &'p Plan) -> &'p [Field] {
    let Some(name) = entry_event(&journey.enter) else { return &journey.enter.fields };
    let event = plan.events.iter().find(|event| event.name == name);
    event.map_or(&[], |event| &event.fields)
}
