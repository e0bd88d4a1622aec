//! The plans of a story, and what people may do under them.

use crate::story::{Deed, What};
use filrouge_host::{Entry, Identifier, Ingest, Who};
use filrouge_machine::{Consent, Event, Id, Identify, InputKind};
use filrouge_plan::{
    Action, Bundle, Connector, ConnectorKind, Origins, Plan, Retry, Secret, SwitchKind, Value,
};
use filrouge_simulate::{Dice, random_plan};
use std::sync::Arc;

/// Whoever takes a message twice under one key keeps it once.
pub const HOOK: &str = "hook";
/// Whoever takes a message twice has it twice.
pub const MAIL: &str = "mail";

/// Three random plans.
pub fn plans(seed: u64) -> Vec<Arc<Bundle>> {
    let mut dice = Dice::new(seed ^ 0x91a7);
    (0..3).map(|_| Arc::new(bundle(connected(random_plan(&mut dice))))).collect()
}

fn bundle(plan: Plan) -> Bundle {
    Bundle { hash: plan.hash(), plan, origins: Origins::default(), commit: None }
}

/// Email leaves by a service that cannot tell a repetition, everything else by one that can.
fn connected(mut plan: Plan) -> Plan {
    for channel in &mut plan.channels {
        channel.connector = if channel.name == "email" { MAIL } else { HOOK }.to_owned();
    }
    for step in plan.journeys.iter_mut().flat_map(|journey| &mut journey.steps) {
        if let Action::Fetch(fetch) = &mut step.action {
            fetch.connector = HOOK.to_owned();
        }
    }
    let url = |name: &str| Secret::Env(name.to_owned());
    let hook =
        ConnectorKind::Http { url: url("HOOK"), signing: None, timeout_ms: 1_000, private_network: true };
    let within = plan.connectors.iter().find_map(|own| own.within);
    let mail = connector(MAIL, ConnectorKind::Smtp { url: url("MAIL") });
    plan.connectors = vec![Connector { within, ..connector(HOOK, hook) }, Connector { within, ..mail }];
    plan
}

fn connector(name: &str, kind: ConnectorKind) -> Connector {
    let name = name.to_owned();
    Connector {
        name,
        kind,
        rate: None,
        together: None,
        within: None,
        retry: Retry::default(),
        asks: Vec::new(),
        paused: false,
    }
}

/// What comes in when somebody does something at `now`.
pub fn entry(plan: &Plan, deed: &Deed, id: Id, now: i64) -> Entry {
    let mut dice = Dice::new(deed.choice);
    let user = Identifier::new("user_id", format!("u{}", deed.person));
    let address = deed.address.map(|number| Identifier::new("email", format!("a{number}@example.com")));
    let kind = match deed.what {
        What::Event => event(plan, &mut dice),
        What::Tells => told(&mut dice),
        What::Decides => decided(plan, &mut dice),
    };
    let who = Who::Known([user].into_iter().chain(address).collect());
    let at = now.saturating_sub(deed.ago);
    Entry::Input(Ingest { id, at, kind, who, source: "site".to_owned(), releases: None })
}

/// Something that people do.
pub fn event(plan: &Plan, dice: &mut Dice) -> InputKind {
    let name = plan.events.get(dice.below(plan.events.len())).map_or("", |event| &event.name).to_owned();
    let key = dice.pick(&[Some("a"), Some("b"), None], None).map_or(Value::Absent, Value::from);
    InputKind::Event(Event { name, fields: vec![key], at: None })
}

fn told(dice: &mut Dice) -> InputKind {
    let (field, value) = dice.pick(
        &[("phone", "+33600000000"), ("country", "FR"), ("country", "BE"), ("timezone", "Asia/Kolkata")],
        ("country", "FR"),
    );
    identified(vec![(field.to_owned(), Value::from(value))])
}

/// What somebody tells of themselves.
pub fn identified(fields: Vec<(String, Value)>) -> InputKind {
    InputKind::Identify(Identify { fields, ..Identify::default() })
}

/// Everything that an operator can pause.
pub fn parts_of(plan: &Plan) -> Vec<(SwitchKind, String)> {
    let journeys = plan.journeys.iter().map(|journey| (SwitchKind::Journey, journey.name.clone()));
    let channels = plan.channels.iter().map(|channel| (SwitchKind::Channel, channel.name.clone()));
    let connectors = plan.connectors.iter().map(|connector| (SwitchKind::Connector, connector.name.clone()));
    journeys.chain(channels).chain(connectors).chain([(SwitchKind::Project, String::new())]).collect()
}

fn decided(plan: &Plan, dice: &mut Dice) -> InputKind {
    let purpose = plan.purposes.get(dice.below(plan.purposes.len())).map_or("", |purpose| &purpose.name);
    let channel = plan.channels.get(dice.below(plan.channels.len() + 1)).map(|channel| channel.name.clone());
    let (purpose, granted, evidence) = (purpose.to_owned(), !dice.one_in(4), "faults".to_owned());
    InputKind::Consent(Consent { purpose, channel, granted, evidence, proof: None })
}
