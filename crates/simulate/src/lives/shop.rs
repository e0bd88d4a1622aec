//! A small shop, and the parts of which journeys in it are made.

use filrouge_plan::program::{Comparison, Node, NodeId, Root};
use filrouge_plan::{
    Action, Arm, Assignment, Basis, Bounds, Cap, CapWindow, Channel, Enter, Entry, EventSchema, FORMAT,
    Field, Identifier, Inside, Journey, Period, Plan, ProfileSchema, Program, Project, Purpose, QuietHours,
    Rank, ReEntry, Segment, Send, Step, Target, Template, Trigger, Type, Value, Variant, WhenFull,
};
use std::collections::BTreeMap;

/// Events of the shop; each has one field, `key`.
pub(crate) const EVENTS: &[&str] = &["Asked", "Bought", "Came"];
/// Purposes, in the order of the plan.
pub(crate) const PURPOSES: &[&str] = &["marketing", "news", "orders"];
/// Channels, in the order of the plan.
pub(crate) const CHANNELS: &[&str] = &["email", "sms"];
/// Age at which a consent to marketing ends, in milliseconds.
pub(crate) const EXPIRY: u64 = 60 * HOUR;
/// Most emails within [`WINDOW`].
pub(crate) const CAP: u32 = 2;
/// Window of the cap, in milliseconds.
pub(crate) const WINDOW: u64 = 72 * HOUR;
/// Quiet minutes of email.
pub(crate) const QUIET: QuietHours = QuietHours { from: 21 * 60, to: 8 * 60 };
/// What people choose from in a shop that asks them how often they want to hear: most messages in how many milliseconds.
pub(crate) const RHYTHMS: &[(&str, Option<(u32, u64)>)] =
    &[("rarely", Some((1, 24 * HOUR))), ("sometimes", Some((3, 24 * HOUR))), ("always", None)];
/// Slot of the country.
pub(crate) const COUNTRY: u16 = 3;
/// An hour in milliseconds.
pub(crate) const HOUR: u64 = 3_600_000;

fn optional(name: &str, ty: Type) -> Field {
    let ty = Type::Optional(Box::new(ty));
    Field { name: name.to_owned(), ty, bounds: Bounds::default(), category: None }
}

fn profile() -> ProfileSchema {
    let identifier = |name: &str, ty| Identifier::new(optional(name, ty), 3);
    ProfileSchema {
        identifiers: vec![identifier("user_id", Type::String), identifier("email", Type::Email)],
        fields: vec![
            optional("phone", Type::Phone),
            optional("country", Type::Country),
            optional("timezone", Type::Timezone),
        ],
        ..ProfileSchema::default()
    }
}

fn event(name: &str) -> EventSchema {
    EventSchema { name: name.to_owned(), fields: vec![optional("key", Type::String)], retention: None }
}

fn purpose(name: &str, basis: Basis, expires: Option<Period>) -> Purpose {
    let channels = CHANNELS.iter().map(|channel| (*channel).to_owned()).collect();
    Purpose {
        name: name.to_owned(),
        data_use: None,
        basis,
        channels,
        expires,
        caps: Vec::new(),
        notice: None,
        double_opt_in: None,
        signals: vec![],
    }
}

fn channel(name: &str, address: u32, caps: Vec<Cap>, quiet_hours: Option<QuietHours>) -> Channel {
    let (name, connector) = (name.to_owned(), "none".to_owned());
    Channel {
        name,
        connector,
        from: None,
        address,
        caps,
        quiet_hours,
        windows: Vec::new(),
        calendar: None,
        paused: false,
    }
}

fn template() -> Template {
    let text = "{{ profile.country | default('-') }}".to_owned();
    let reads = ["profile.country".to_owned()].into();
    let variant = Variant { subject: Some("Hello".to_owned()), html: None, text: Some(text), reads };
    Template {
        name: "hello".to_owned(),
        default_locale: "en".to_owned(),
        variants: BTreeMap::from([("en".to_owned(), variant)]),
        with: Vec::new(),
    }
}

/// The shop with these journeys.
pub(crate) fn shop(journeys: Vec<Journey>) -> Plan {
    let cap = Cap { count: CAP, per: CapWindow::Rolling(elapsed(WINDOW)), via: None, then: WhenFull::Skip };
    Plan {
        format: FORMAT,
        project: Project {
            name: "shop".to_owned(),
            timezone: "UTC".to_owned(),
            locale: "en".to_owned(),
            currency: None,
            caps: vec![],
            concurrency: vec![],
            paused: false,
        },
        profile: profile(),
        events: EVENTS.iter().map(|name| event(name)).collect(),
        retentions: Vec::new(),
        traits: Vec::new(),
        segments: vec![Segment { name: "french".to_owned(), when: country_is("FR"), only_for: Vec::new() }],
        purposes: vec![
            purpose("marketing", Basis::Consent, Some(elapsed(EXPIRY))),
            purpose("news", Basis::LegitimateInterests, None),
            purpose("orders", Basis::Contract, None),
        ],
        sources: Vec::new(),
        connectors: Vec::new(),
        channels: vec![channel("email", 1, vec![cap], Some(QUIET)), channel("sms", 2, Vec::new(), None)],
        templates: vec![template()],
        journeys,
        retired: Vec::new(),
        calendars: vec![],
        suppressions: vec![],
        holdouts: vec![],
        signals: Vec::new(),
        roles: vec![],
        switches: vec![],
        centre: Default::default(),
    }
}

/// The same shop, where people choose one of [`RHYTHMS`].
pub(crate) fn choosing(plan: Plan) -> Plan {
    let cap = |(count, millis)| {
        vec![Cap { count, per: CapWindow::Rolling(elapsed(millis)), via: None, then: WhenFull::Skip }]
    };
    asking(plan, RHYTHMS.iter().map(|(word, most)| (*word, most.map(cap).unwrap_or_default())))
}

/// The same shop, where people choose one of these words, with its caps.
pub(crate) fn asking<'w>(mut plan: Plan, choices: impl Iterator<Item = (&'w str, Vec<Cap>)>) -> Plan {
    let caps: BTreeMap<String, Vec<Cap>> = choices.map(|(word, caps)| (word.to_owned(), caps)).collect();
    let words = Type::Enum(caps.keys().cloned().collect());
    plan.profile.fields.push(optional("rhythm", words));
    plan.centre.frequency = Some("rhythm".to_owned());
    plan.centre.caps = caps.into_iter().filter(|(_, caps)| !caps.is_empty()).collect();
    plan
}

pub(crate) const fn elapsed(millis: u64) -> Period {
    Period { months: 0, days: 0, millis }
}

pub(crate) fn journey(name: &str, event: &str, steps: Vec<Step>) -> Journey {
    let start = steps.first().map_or_else(done, |first| to(&first.name));
    let enter = Enter {
        by: Entry::event(event),
        when: None,
        key: None,
        re_entry: ReEntry::AfterExit,
        fields: vec![],
        limit: None,
        backfill: None,
    };
    let (exits, goals, inside) = (Vec::new(), Vec::new(), Inside::default());
    Journey {
        name: name.to_owned(),
        was: None,
        enter,
        exits,
        goals,
        start,
        steps,
        inside,
        rank: Rank::default(),
    }
}

pub(crate) fn step(name: &str, action: Action, next: Target) -> Step {
    Step { name: name.to_owned(), was: None, action, next }
}

pub(crate) fn send(purpose: &str, via: &[&str]) -> Action {
    let via = via.iter().map(|channel| (*channel).to_owned()).collect();
    let (purpose, template) = (purpose.to_owned(), "hello".to_owned());
    Action::Send(Send { purpose, via, template, with: Vec::new(), on: Vec::new(), at: None, within: None })
}

pub(crate) fn on(name: &str, event: &str, to: Target) -> Arm {
    Arm {
        name: name.to_owned(),
        on: Trigger::Event { event: event.to_owned(), when: None },
        times: 1,
        afresh: false,
        to,
    }
}

pub(crate) fn set(name: &str, value: &str) -> Assignment {
    let value = Program { nodes: vec![Node::Constant(0)], constants: vec![Value::from(value)] };
    Assignment { name: name.to_owned(), value }
}

pub(crate) fn to(step: &str) -> Target {
    Target::Step(step.to_owned())
}

pub(crate) fn done() -> Target {
    Target::End("completed".to_owned())
}

pub(crate) fn key_of_event() -> Program {
    Program { nodes: vec![Node::Slot { root: Root::Event, slot: 0 }], constants: Vec::new() }
}

pub(crate) fn country_is(country: &str) -> Program {
    let (root, slot) = (Root::Profile, COUNTRY);
    let compare = Node::CompareSlot { by: Comparison::Equal, root, slot, constant: 0, operand: NodeId(0) };
    Program { nodes: vec![Node::Slot { root, slot }, compare], constants: vec![Value::from(country)] }
}
