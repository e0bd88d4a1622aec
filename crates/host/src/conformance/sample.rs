//! A small plan for tests of hosts and stores: an event, a wait, a message over each kind of connector.

use filrouge_plan::program::{Node, Root};
use filrouge_plan::{
    Action, Basis, Bundle, Channel, Connector, ConnectorKind, Enter, Entry, EventSchema, FORMAT, Field,
    Identifier, Inside, Journey, Origins, Period, Plan, ProfileSchema, Program, Project, Purpose, Rank,
    ReEntry, Retry, Secret, Send, Step, Target, Template, Type, Variant, Wait,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The journey `walk`: for each `key` of `Started` (which may bear a `note`), waits for `pause` milliseconds, sends `letter` by email
/// (connector `mail`, SMTP), waits again, sends `call` over the web (connector `hook`, HTTP). Nobody has to
/// consent.
#[must_use]
pub fn walk(pause: u64) -> Arc<Bundle> {
    bundle(Basis::Contract, vec![journey(pause)])
}

/// [`walk`] for people who have consented to `service`.
#[must_use]
pub fn walk_with_consent(pause: u64) -> Arc<Bundle> {
    bundle(Basis::Consent, vec![journey(pause)])
}

/// The same schemas, and nothing to do.
#[must_use]
pub fn rest() -> Arc<Bundle> {
    bundle(Basis::Contract, Vec::new())
}

fn bundle(basis: Basis, journeys: Vec<Journey>) -> Arc<Bundle> {
    let plan = Plan {
        format: FORMAT,
        project: Project {
            name: "sample".to_owned(),
            timezone: "UTC".to_owned(),
            locale: "en".to_owned(),
            currency: None,
            caps: Vec::new(),
            concurrency: Vec::new(),
            paused: false,
        },
        profile: profile(),
        events: vec![EventSchema {
            name: "Started".to_owned(),
            fields: vec![field("key", Type::String), field("note", optional())],
            retention: None,
        }],
        traits: Vec::new(),
        segments: Vec::new(),
        retentions: Vec::new(),
        purposes: vec![purpose(basis)],
        sources: Vec::new(),
        connectors: vec![connector("hook", http()), connector("mail", smtp())],
        channels: vec![channel("email", "mail", 1), channel("web", "hook", 0)],
        templates: vec![template()],
        journeys,
        retired: vec![],
        calendars: Vec::new(),
        suppressions: Vec::new(),
        holdouts: Vec::new(),
        signals: Vec::new(),
        roles: Vec::new(),
        switches: Vec::new(),
        centre: Default::default(),
    };
    Arc::new(Bundle { hash: plan.hash(), plan, origins: Origins::default(), commit: None })
}

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.to_owned(), ty, bounds: Default::default(), category: None }
}

fn optional() -> Type {
    Type::Optional(Box::new(Type::String))
}

fn profile() -> ProfileSchema {
    let id = |name, max| Identifier::new(field(name, optional()), max);
    ProfileSchema {
        identifiers: vec![id("user_id", 1), id("email", 1), id("anonymous_id", 20)],
        fields: vec![field("first_name", optional())],
        ..ProfileSchema::default()
    }
}

fn purpose(basis: Basis) -> Purpose {
    let channels = vec!["email".to_owned(), "web".to_owned()];
    Purpose {
        name: "service".to_owned(),
        data_use: None,
        basis,
        channels,
        expires: None,
        caps: Vec::new(),
        notice: None,
        double_opt_in: None,
        signals: vec![],
    }
}

fn connector(name: &str, kind: ConnectorKind) -> Connector {
    Connector {
        name: name.to_owned(),
        kind,
        rate: None,
        together: None,
        within: None,
        retry: Retry::default(),
        asks: Vec::new(),
        paused: false,
    }
}

fn smtp() -> ConnectorKind {
    ConnectorKind::Smtp { url: Secret::Env("SMTP_URL".to_owned()) }
}

fn http() -> ConnectorKind {
    ConnectorKind::Http {
        url: Secret::Env("HOOK_URL".to_owned()),
        signing: None,
        timeout_ms: 1_000,
        private_network: true,
    }
}

fn channel(name: &str, connector: &str, address: u32) -> Channel {
    Channel {
        name: name.to_owned(),
        connector: connector.to_owned(),
        from: None,
        address,
        caps: Vec::new(),
        quiet_hours: None,
        windows: Vec::new(),
        calendar: None,
        paused: false,
    }
}

fn template() -> Template {
    let text = |text: &str| Some(text.to_owned());
    let variant = Variant { subject: text("Hello"), text: text("Good day."), ..Variant::default() };
    Template {
        name: "hello".to_owned(),
        default_locale: "en".to_owned(),
        variants: BTreeMap::from([("en".to_owned(), variant)]),
        with: Vec::new(),
    }
}

fn journey(pause: u64) -> Journey {
    let key = Program { nodes: vec![Node::Slot { root: Root::Event, slot: 0 }], constants: Vec::new() };
    let to = |name: &str| Target::Step(name.to_owned());
    let wait = || Action::Wait(Wait::For(Period { millis: pause, ..Period::default() }));
    Journey {
        name: "walk".to_owned(),
        was: None,
        enter: Enter {
            by: Entry::event("Started"),
            when: None,
            key: Some(key),
            re_entry: ReEntry::AfterExit,
            fields: vec![],
            limit: None,
            backfill: None,
        },
        exits: Vec::new(),
        goals: Vec::new(),
        start: to("first-pause"),
        steps: vec![
            step("first-pause", wait(), to("letter")),
            step("letter", send("email"), to("second-pause")),
            step("second-pause", wait(), to("call")),
            step("call", send("web"), Target::End("completed".to_owned())),
        ],
        inside: Inside::default(),
        rank: Rank::default(),
    }
}

fn step(name: &str, action: Action, next: Target) -> Step {
    Step { name: name.to_owned(), was: None, action, next }
}

fn send(channel: &str) -> Action {
    Action::Send(Send {
        purpose: "service".to_owned(),
        via: vec![channel.to_owned()],
        template: "hello".to_owned(),
        with: Vec::new(),
        on: vec![],
        at: None,
        within: None,
    })
}
