//! Which parts of a plan depend on which others.

use filrouge_change::{Change, slots, visit};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::source::{Mapping, Telling};
use filrouge_plan::{Action, Enter, Entry, Journey, Made, Plan, Program, SourceKind, Trigger, address};
use std::collections::{BTreeMap, BTreeSet};

/// Parts by their addresses, each with those that depend on it.
type Users = BTreeMap<String, BTreeSet<String>>;

/// Parts that depend on one that changes and do not change themselves, with what they depend on.
pub(crate) fn indirect(old: &Plan, new: &Plan, changes: &[Change]) -> BTreeMap<String, Vec<String>> {
    let mut uses = Uses::of(new);
    uses.add(old);
    let changed: BTreeSet<String> = changes.iter().map(|change| declaration(&change.address)).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for cause in changes.iter().filter(|change| is_seen_by_users(change)) {
        for user in uses.behind(&cause.address) {
            if !changed.contains(&user) {
                found.entry(user).or_default().insert(declaration(&cause.address));
            }
        }
    }
    found.into_iter().map(|(user, causes)| (user, causes.into_iter().collect())).collect()
}

/// What is new has no users but those that are new or changed as well.
const fn is_seen_by_users(change: &Change) -> bool {
    !matches!(change.edit, filrouge_change::Edit::Added)
}

/// The declaration that a part belongs to: `journey/cart` of one of its steps. Fields of the profile stand alone.
pub(crate) fn declaration(address: &str) -> String {
    let mut words = address.splitn(3, '/');
    match (words.next(), words.next()) {
        (Some(kind), Some(name)) => format!("{kind}/{name}"),
        _ => address.to_owned(),
    }
}

struct Uses {
    users: Users,
}

impl Uses {
    fn of(plan: &Plan) -> Self {
        let mut uses = Self { users: Users::new() };
        uses.add(plan);
        uses
    }

    /// Those that depend on the part at `address`, directly or through others.
    fn behind(&self, address: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut open = vec![declaration(address)];
        while let Some(part) = open.pop() {
            for user in self.users.get(&part).into_iter().flatten() {
                // Whoever is called by a journey does not act otherwise because the caller does.
                if found.insert(user.clone()) && !user.starts_with("journey/") {
                    open.push(user.clone());
                }
            }
        }
        found
    }

    fn note(&mut self, user: &str, kind: &str, name: &str) {
        self.users.entry(address::declared(kind, name)).or_default().insert(user.to_owned());
    }

    fn add(&mut self, plan: &Plan) {
        for journey in &plan.journeys {
            self.journey(journey, plan);
        }
        for segment in &plan.segments {
            self.program(&address::declared("segment", &segment.name), &segment.when, plan);
        }
        for own in &plan.traits {
            let user = address::declared("trait", &own.field.name);
            own.made.events().for_each(|event| self.note(&user, "event", event));
            if let Made::Held { when, .. } = &own.made {
                self.program(&user, when, plan);
            }
        }
        for suppression in &plan.suppressions {
            self.program(&address::declared("suppress", &suppression.name), &suppression.when, plan);
        }
        for channel in &plan.channels {
            let user = address::declared("channel", &channel.name);
            self.note(&user, "connector", &channel.connector);
            channel.calendar.iter().for_each(|calendar| self.note(&user, "calendar", calendar));
        }
        self.templates(plan);
        self.sources(plan);
    }

    fn templates(&mut self, plan: &Plan) {
        for template in &plan.templates {
            let user = address::declared("template", &template.name);
            for path in template.variants.values().flat_map(|variant| &variant.reads) {
                let mut words = path.split('.');
                if let (Some("profile"), Some(field)) = (words.next(), words.next()) {
                    self.field(&user, field, plan);
                }
            }
        }
    }

    fn sources(&mut self, plan: &Plan) {
        for source in &plan.sources {
            let SourceKind::Webhook { tells, .. } = &source.kind else { continue };
            let user = address::declared("source", &source.name);
            for Mapping { tells, .. } in tells {
                match tells {
                    Telling::Event(event) => self.note(&user, "event", event),
                    Telling::Profile => {}
                    Telling::Reply { channel, stopped, .. } => {
                        self.note(&user, "channel", channel);
                        stopped.iter().for_each(|event| self.note(&user, "event", event));
                    }
                    Telling::Refusal { purpose, .. } => self.note(&user, "purpose", purpose),
                    Telling::Confirmation(told) => self.note(&user, "connector", &told.connector),
                }
            }
        }
    }

    fn journey(&mut self, journey: &Journey, plan: &Plan) {
        let user = address::journey(&journey.name);
        self.entry(&user, &journey.enter, plan);
        for step in &journey.steps {
            self.action(&user, &step.action, plan);
        }
        for goal in &journey.goals {
            self.note(&user, "event", &goal.event);
        }
        journey.exits.iter().for_each(|exit| self.trigger(&user, &exit.on));
        visit(&mut journey.clone(), &mut |program, _| self.program(&user, program, plan));
    }

    fn entry(&mut self, user: &str, enter: &Enter, plan: &Plan) {
        match &enter.by {
            Entry::Event { event } => self.note(user, "event", event),
            Entry::Segment { segment, .. } => self.note(user, "segment", segment),
            Entry::Date(date) => self.field(user, &date.field, plan),
            Entry::Schedule(schedule) => {
                schedule.segment.iter().for_each(|segment| self.note(user, "segment", segment));
            }
            Entry::Api | Entry::Called => {}
        }
        enter.when.iter().chain(&enter.key).for_each(|program| self.program(user, program, plan));
    }

    fn trigger(&mut self, user: &str, trigger: &Trigger) {
        if let Trigger::Event { event, .. } = trigger {
            self.note(user, "event", event);
        }
    }

    fn action(&mut self, user: &str, action: &Action, plan: &Plan) {
        match action {
            Action::Send(send) => {
                self.note(user, "purpose", &send.purpose);
                self.note(user, "template", &send.template);
                send.via.iter().for_each(|channel| self.note(user, "channel", channel));
            }
            Action::Fetch(fetch) => {
                self.note(user, "purpose", &fetch.purpose);
                self.note(user, "connector", &fetch.connector);
            }
            Action::Call(call) | Action::Start(call) => self.note(user, "journey", &call.journey),
            Action::StopJourney(stop) => self.note(user, "journey", &stop.journey),
            Action::Emit(emit) => self.note(user, "event", &emit.event),
            Action::Digest(digest) => self.note(user, "event", &digest.event),
            Action::Update(update) => update.set.iter().for_each(|set| self.field(user, &set.name, plan)),
            Action::WaitUntil(wait) => wait.arms.iter().for_each(|arm| self.trigger(user, &arm.on)),
            Action::Wait(_)
            | Action::Split(_)
            | Action::Experiment(_)
            | Action::Parallel(_)
            | Action::Approve(_)
            | Action::Repeat(_) => {}
        }
    }

    /// A field of the profile, or a trait, which is read like one.
    fn field(&mut self, user: &str, name: &str, plan: &Plan) {
        let computed = plan.traits.iter().any(|own| own.field.name == name);
        self.note(user, if computed { "trait" } else { "profile" }, name);
    }

    fn program(&mut self, user: &str, program: &Program, plan: &Plan) {
        let names: Vec<&str> = plan.slots().map(|field| field.name.as_str()).collect();
        for slot in slots(program, Root::Profile) {
            names.get(usize::from(slot)).iter().for_each(|name| self.field(user, name, plan));
        }
        for node in &program.nodes {
            match node {
                Node::InSegment(segment) => self.note(user, "segment", segment),
                Node::Reachable { channel, purpose } => {
                    self.note(user, "channel", channel);
                    self.note(user, "purpose", purpose);
                }
                _ => {}
            }
        }
    }
}
