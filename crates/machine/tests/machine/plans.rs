//! Plans made by hand.

use filrouge_plan::program::{Comparison, Node, NodeId, Root};
use filrouge_plan::*;

pub const HOUR: u64 = 3_600_000;

pub fn hours(count: u64) -> Period {
    Period { millis: count * HOUR, ..Period::default() }
}

pub fn days(days: u32) -> Period {
    Period { days, ..Period::default() }
}

pub fn field(name: &str, ty: Type) -> Field {
    Field { name: name.into(), ty, bounds: Bounds::default(), category: None }
}

fn maybe(name: &str, ty: Type) -> Field {
    field(name, Type::Optional(Box::new(ty)))
}

/// Slots of the profile.
pub const EMAIL: u16 = 1;
pub const COUNTRY: u16 = 3;
pub const POINTS: u16 = 5;

fn profile() -> ProfileSchema {
    let id = |name: &str, ty| Identifier::new(maybe(name, ty), 2);
    ProfileSchema {
        identifiers: vec![id("user_id", Type::String), id("email", Type::Email)],
        fields: vec![
            maybe("phone", Type::Phone),
            maybe("country", Type::Country),
            maybe("timezone", Type::Timezone),
            maybe("points", Type::Int),
            maybe("language", Type::Locale),
        ],
        ..ProfileSchema::default()
    }
}

fn event(name: &str, fields: Vec<Field>) -> EventSchema {
    EventSchema { name: name.into(), fields, retention: None }
}

fn purpose(name: &str, basis: Basis, expires: Option<Period>) -> Purpose {
    let channels = vec!["email".to_owned(), "sms".to_owned()];
    Purpose {
        name: name.into(),
        data_use: None,
        basis,
        channels,
        expires,
        caps: vec![],
        notice: None,
        double_opt_in: None,
        signals: vec![],
    }
}

fn channel(name: &str, address: u32) -> Channel {
    Channel {
        name: name.into(),
        connector: "mail".into(),
        from: Some("shop@example.com".into()),
        address,
        caps: vec![],
        quiet_hours: None,
        windows: vec![],
        calendar: None,
        paused: false,
    }
}

fn template() -> Template {
    let variant = |subject: &str| Variant {
        subject: Some(subject.into()),
        text: Some("{{ profile.country }} {{ entry.cart_id | default('-') }}".into()),
        html: None,
        reads: ["profile.country", "entry.cart_id"].map(String::from).into(),
    };
    Template {
        name: "hello".into(),
        default_locale: "fr".into(),
        variants: [("fr".into(), variant("Bonjour")), ("en".into(), variant("Hello"))].into(),
        with: vec![],
    }
}

/// A shop with `journeys`, in Paris.
pub fn shop(journeys: Vec<Journey>) -> Plan {
    Plan {
        format: FORMAT,
        project: Project {
            name: "shop".into(),
            timezone: "Europe/Paris".into(),
            locale: "fr".into(),
            currency: None,
            caps: vec![],
            concurrency: vec![],
            paused: false,
        },
        profile: profile(),
        events: vec![
            event("Cart Updated", vec![field("cart_id", Type::String), field("value", Type::Int)]),
            event("Order Completed", vec![field("cart_id", Type::String)]),
            event("Ping", vec![maybe("count", Type::Int)]),
            event("Session Started", vec![]),
        ],
        retentions: vec![],
        traits: Vec::new(),
        segments: vec![Segment {
            name: "french".into(),
            when: is(Root::Profile, COUNTRY, "FR".into()),
            only_for: Vec::new(),
        }],
        purposes: vec![
            purpose("marketing", Basis::Consent, Some(days(365))),
            purpose("news", Basis::LegitimateInterests, None),
            purpose("orders", Basis::Contract, None),
        ],
        sources: vec![],
        connectors: vec![],
        channels: vec![channel("email", 1), channel("sms", 2)],
        templates: vec![template()],
        journeys,
        retired: vec![],
        calendars: vec![],
        suppressions: vec![],
        holdouts: vec![],
        signals: Vec::new(),
        roles: vec![],
        switches: vec![],
        centre: Default::default(),
    }
}

/// A journey that starts at its first step.
pub fn journey(name: &str, event: &str, steps: Vec<Step>) -> Journey {
    let start = steps.first().map_or_else(done, |step| to(&step.name));
    let enter = Enter {
        by: Entry::event(event),
        when: None,
        key: None,
        re_entry: ReEntry::AfterExit,
        fields: vec![],
        limit: None,
        backfill: None,
    };
    let inside = Inside::default();
    Journey {
        name: name.into(),
        was: None,
        enter,
        exits: vec![],
        goals: vec![],
        start,
        steps,
        inside,
        rank: Rank::default(),
    }
}

pub fn step(name: &str, action: Action, next: Target) -> Step {
    Step { name: name.into(), was: None, action, next }
}

pub fn wait(name: &str, period: Period, next: Target) -> Step {
    step(name, Action::Wait(Wait::For(period)), next)
}

pub fn send(name: &str, purpose: &str, via: &[&str], next: Target) -> Step {
    let via = via.iter().map(|name| (*name).to_owned()).collect();
    step(
        name,
        Action::Send(Send {
            purpose: purpose.into(),
            via,
            template: "hello".into(),
            with: vec![],
            on: vec![],
            at: None,
            within: None,
        }),
        next,
    )
}

/// An experiment whose arms are named after the steps that they lead to.
pub fn experiment(name: &str, arms: &[(&str, u32)], next: Target) -> Step {
    let arm = |(name, weight): &(&str, u32)| ExperimentArm {
        name: (*name).into(),
        was: None,
        weight: *weight,
        control: *name == "holdout",
        to: to(name),
    };
    let arms = arms.iter().map(arm).collect();
    step(name, Action::Experiment(Experiment { salt: format!("cart/{name}"), reshuffle: false, arms }), next)
}

pub fn emit(name: &str, event: &str, set: Vec<Assignment>, next: Target) -> Step {
    step(name, Action::Emit(Emit { event: event.into(), set }), next)
}

pub fn update(name: &str, field: &str, value: Program, next: Target) -> Step {
    step(name, Action::Update(Update { set: vec![assign(field, value)] }), next)
}

pub fn assign(name: &str, value: Program) -> Assignment {
    Assignment { name: name.into(), value }
}

pub fn wait_until(name: &str, arms: Vec<Arm>, timeout: Option<Timeout>) -> Step {
    step(name, Action::WaitUntil(WaitUntil { arms, timeout, resets: Vec::new() }), done())
}

pub fn on(name: &str, event: &str, to: Target) -> Arm {
    Arm {
        name: name.into(),
        on: Trigger::Event { event: event.into(), when: None },
        times: 1,
        afresh: false,
        to,
    }
}

pub fn when(name: &str, condition: Program, to: Target) -> Arm {
    Arm { name: name.into(), on: Trigger::Condition(condition), times: 1, afresh: false, to }
}

pub fn to(step: &str) -> Target {
    Target::Step(step.into())
}

pub fn done() -> Target {
    Target::End("completed".into())
}

pub fn slot(root: Root, slot: u16) -> Program {
    Program { nodes: vec![Node::Slot { root, slot }], constants: vec![] }
}

pub fn constant(value: Value) -> Program {
    Program { nodes: vec![Node::Constant(0)], constants: vec![value] }
}

/// Whether a field equals a literal.
pub fn is(root: Root, slot: u16, value: Value) -> Program {
    compare(Comparison::Equal, root, slot, value)
}

pub fn compare(by: Comparison, root: Root, slot: u16, value: Value) -> Program {
    let compare = Node::CompareSlot { by, root, slot, constant: 0, operand: NodeId(0) };
    Program { nodes: vec![Node::Slot { root, slot }, compare], constants: vec![value] }
}

/// Whether the first fields of the event at hand and of the entry are equal.
pub fn same_as_entry() -> Program {
    let slot = |root| Node::Slot { root, slot: 0 };
    let compare = Node::Compare { by: Comparison::Equal, left: NodeId(0), right: NodeId(1) };
    Program { nodes: vec![slot(Root::Event), slot(Root::Entry), compare], constants: vec![] }
}

pub fn in_segment(segment: &str) -> Program {
    Program { nodes: vec![Node::InSegment(segment.into())], constants: vec![] }
}

pub fn not_in(segment: &str) -> Program {
    Program { nodes: vec![Node::InSegment(segment.into()), Node::Not(NodeId(0))], constants: vec![] }
}

/// The abandoned cart of the language's first page.
pub fn cart() -> Journey {
    let timeout = Timeout { after: Some(hours(23)), until: None, to: to("second") };
    let mut cart = journey(
        "cart",
        "Cart Updated",
        vec![
            wait("pause", hours(1), to("reminder")),
            send("reminder", "marketing", &["email"], to("came-back")),
            wait_until(
                "came-back",
                vec![on("back", "Session Started", Target::End("returned".into()))],
                Some(timeout),
            ),
            send("second", "marketing", &["email", "sms"], done()),
        ],
    );
    cart.enter.key = Some(slot(Root::Event, 0));
    cart.enter.when = Some(compare(Comparison::AtLeast, Root::Event, 1, Value::Int(20)));
    cart.enter.re_entry = ReEntry::After(days(7));
    cart.exits = vec![Exit {
        name: "bought".into(),
        on: Trigger::Event { event: "Order Completed".into(), when: Some(same_as_entry()) },
    }];
    cart.goals = vec![Goal {
        name: "recovered".into(),
        event: "Order Completed".into(),
        when: Some(same_as_entry()),
        within: Some(days(7)),
    }];
    cart
}

/// A rolling cap beyond which messages are skipped.
pub fn cap(count: u32, per: Period) -> Cap {
    Cap { count, per: CapWindow::Rolling(per), via: None, then: WhenFull::Skip }
}
