//! A project made by hand: a folder whose one file is the text of a message.

use filrouge_daemon::{Compiled, Compiler, Refusal};
use filrouge_plan::program::{Node, Root};
use filrouge_plan::{
    Act, Action, Approve, Assignment, Basis, Bounds, Bundle, Channel, Connector, ConnectorKind, DoubleOptIn,
    Enter, Entry, EventSchema, Fetch, Field, Identifier, Inside, Journey, OriginFile, Origins, PathPart,
    Period, Place, Plan, ProfileSchema, Program, Project, Purpose, Rank, Rate, ReEntry, Retry, Role, Secret,
    Send, Sight, SignalKind, SignalMap, Source, SourceKind, Step, Target, Template, Timeout, Type, Variant,
    Wait, address, sha256_hex, source,
};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Compiles a folder: the text of its `message.txt`, or of the one in `texts`, is what the journey sends. The text `broken`
/// does not compile, `nothing` gives a project without journeys, `lawless` one without purposes too, and `lenient` one whose
/// carts may have no value; `rarely` sends two messages a second, `waits a moment` waits for one first, and `fetches` asks a
/// service instead, as `fetches soon` does, which waits for less than two seconds, and `fetches below`, which names a path
/// and keeps its answer; `unset` needs a secret of its own.
pub struct Folder(pub PathBuf);

impl Compiler for Folder {
    fn compile(&self) -> Result<Compiled, Refusal> {
        let moved = fs::read_to_string(self.0.join("texts/message.txt"));
        let text = moved.or_else(|_| fs::read_to_string(self.0.join("message.txt")));
        let text = text.map_err(|error| refusal(&error.to_string()))?;
        match text.trim() {
            "broken" => Err(refusal("this text is broken")),
            text => Ok(Compiled { bundle: bundle(text), manifest: None, approvals: Vec::new() }),
        }
    }

    fn watch_dir(&self) -> Option<PathBuf> {
        Some(self.0.clone())
    }
}

/// A project folder with one text.
pub fn folder(root: &Path, text: &str) -> Folder {
    let folder = root.join("project");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("message.txt"), text).unwrap();
    Folder(folder)
}

fn refusal(message: &str) -> Refusal {
    let diagnostic = serde_json::json!({
        "rule": "broken", "severity": "error", "message": message,
        "file": null, "span": null, "labels": [], "help": null, "fixes": [],
    });
    Refusal {
        diagnostics_json: serde_json::json!({ "version": 1, "diagnostics": [diagnostic] }),
        human: format!("error[broken]: {message}"),
    }
}

fn bundle(text: &str) -> Bundle {
    let plan = if text.contains("confirm_url") { confirming(plan(text)) } else { plan(text) };
    let pause = if text == "waits" { "    wait pause for=1h\n" } else { "" };
    let source = format!("journey welcome {{\n{pause}    send hello \"{text}\"\n}}\n");
    let place = |words: &str| {
        let start = source.find(words).unwrap();
        let end = start + source.get(start..).and_then(|rest| rest.find('\n')).unwrap();
        Place { file: 0, start: u32::try_from(start).unwrap(), end: u32::try_from(end).unwrap() }
    };
    let mut places = BTreeMap::from([
        (address::step("welcome", "hello"), place("send hello")),
        (address::journey("welcome"), place("journey welcome")),
    ]);
    if text == "waits" {
        places.insert(address::step("welcome", "pause"), place("wait pause"));
    }
    let file = OriginFile { path: "welcome.kdl".into(), sha256: sha256_hex(source.as_bytes()), text: source };
    let origins = Origins { files: vec![file], places, operands: BTreeMap::new() };
    Bundle { hash: plan.hash(), plan, origins, commit: None }
}

fn plan(text: &str) -> Plan {
    Plan {
        format: filrouge_plan::FORMAT,
        project: Project {
            name: "shop".into(),
            timezone: "Europe/Paris".into(),
            locale: "fr".into(),
            currency: Some("EUR".into()),
            caps: vec![],
            concurrency: vec![],
            paused: false,
        },
        profile: if text == "guarded" { personal(profile()) } else { profile() },
        events: vec![
            event("Cart Updated", vec![field("cart_id", Type::String), value(text)]),
            event("Page Viewed", vec![optional("path", Type::String)]),
        ],
        traits: Vec::new(),
        segments: vec![],
        retentions: vec![],
        purposes: if text == "lawless" { vec![] } else { purposes() },
        sources: vec![shop(), site(), till()],
        connectors: vec![
            connector(text),
            Connector { name: "slow".into(), kind: http("slow-url"), ..connector("") },
        ],
        channels: vec![channel("hook", "crm"), channel("slow", "slow")],
        templates: vec![template(text)],
        journeys: match text {
            "nothing" | "lawless" => vec![],
            "asks" => vec![asked()],
            "waits" => vec![waiting(3_600_000)],
            "waits a moment" => vec![waiting(2_500)],
            "fetches" => vec![fetching(60_000)],
            "fetches soon" => vec![fetching(1_500)],
            "fetches below" => vec![fetching_below()],
            "approves" => vec![approved()],
            _ => journeys(),
        },
        retired: vec![],
        calendars: vec![],
        suppressions: vec![],
        holdouts: vec![],
        signals: Vec::new(),
        roles: if text == "guarded" || text == "approves" { roles() } else { vec![] },
        switches: vec![],
        centre: Default::default(),
    }
}

fn site() -> Source {
    Source { name: "site".into(), kind: SourceKind::Http { write_key: Secret::File("write-key".into()) } }
}

/// A webhook that is signed as a shop signs, with a key that is being exchanged.
fn shop() -> Source {
    let place = |name: &str, pointer: &str| source::Located {
        name: name.into(),
        place: source::Place::Body(pointer.into()),
    };
    let tells = source::Mapping {
        tells: source::Telling::Event("Cart Updated".into()),
        each: None,
        when: vec![],
        id: Some(source::Place::Header("x-shopify-webhook-id".into())),
        at: None,
        person: vec![place("user_id", "/customer/id")],
        fields: vec![place("cart_id", "/token"), place("value", "/total_price")],
        set: vec![],
    };
    let proof = |file: &str| source::Proof {
        by: source::Scheme::Shopify,
        header: None,
        secret: Secret::File(file.into()),
    };
    let verify = vec![proof("former-key"), proof("write-key")];
    Source { name: "shop".into(), kind: SourceKind::Webhook { verify, tells: vec![tells] } }
}

/// A webhook whose signature is over a moment, and whose event is told from others by a header that nobody signs.
fn till() -> Source {
    let shop = shop();
    let SourceKind::Webhook { tells, .. } = shop.kind else { return shop };
    let proof =
        source::Proof { by: source::Scheme::Stripe, header: None, secret: Secret::File("write-key".into()) };
    Source { name: "till".into(), kind: SourceKind::Webhook { verify: vec![proof], tells } }
}

fn fetching(within: u64) -> Journey {
    let cart = Program { nodes: vec![Node::Slot { root: Root::Entry, slot: 0 }], constants: vec![] };
    let fetch = Fetch {
        connector: "crm".into(),
        purpose: "marketing".into(),
        with: vec![Assignment { name: "cart".into(), value: cart }],
        tells: vec![field("cart", Type::String)],
        answer: vec![field("pieces", Type::Int), optional("shop", Type::String)],
        path: vec![],
        query: vec![],
        cache: None,
        within: Period { millis: within, ..Period::default() },
        on: vec![],
        otherwise: None,
    };
    let end = Target::End("completed".into());
    let step = Step { name: "shelf".into(), was: None, action: Action::Fetch(fetch), next: end };
    Journey { start: Target::Step("shelf".into()), steps: vec![step], ..journeys().remove(1) }
}

/// A question whose address says all, and whose answer is kept for an hour.
fn fetching_below() -> Journey {
    let mut journey = fetching(60_000);
    for step in &mut journey.steps {
        let Action::Fetch(fetch) = &mut step.action else { continue };
        let constant = |text: &str| Program { nodes: vec![Node::Constant(0)], constants: vec![text.into()] };
        fetch.path = vec![PathPart::Text("shelf/a b".into())];
        fetch.query = vec![Assignment { name: "lang".into(), value: constant("fr&x=1") }];
        fetch.cache = Some(Period { millis: 3_600_000, ..Period::default() });
        (fetch.with, fetch.tells) = (vec![], vec![]);
    }
    journey
}

/// The profile, with what is personal in it.
fn personal(mut profile: ProfileSchema) -> ProfileSchema {
    for (field, category) in
        profile.fields.iter_mut().zip(["user.name.first", "user.demographic.date_of_birth"])
    {
        field.category = Some(category.into());
    }
    profile
}

/// Who works with the daemon.
fn roles() -> Vec<Role> {
    let sight =
        |what: &str, purpose: Option<&str>| Sight { what: what.into(), purpose: purpose.map(Into::into) };
    let role = |name: &str, acts: &[Act]| Role {
        name: name.into(),
        acts: acts.to_vec(),
        sees: vec![],
        reveals: vec![],
        approves: vec![],
    };
    vec![
        Role { approves: vec!["growth".into()], ..role("growth", &[Act::Look]) },
        role("keeper", &[Act::Tokens]),
        Role {
            sees: vec![sight("user.name", Some("marketing"))],
            reveals: vec![sight("user_id", None)],
            ..role("support", &[Act::Status, Act::Look, Act::Export])
        },
    ]
}

/// A consent is confirmed by a link, in a message that rests on a contract; a signal decides about it too.
fn confirming(mut plan: Plan) -> Plan {
    let within = Period { days: 7, ..Period::default() };
    let account = Purpose { name: "account".into(), basis: Basis::Contract, ..plan.purposes[0].clone() };
    plan.purposes[0].double_opt_in = Some(DoubleOptIn { by: None, within });
    plan.purposes.insert(0, account);
    let steps = plan.journeys.iter_mut().flat_map(|journey| &mut journey.steps);
    for step in steps {
        if let Action::Send(send) = &mut step.action {
            send.purpose = "account".into();
        }
    }
    let purposes = BTreeMap::from([("sale".to_owned(), vec!["marketing".to_owned()])]);
    plan.signals = vec![SignalMap { kind: SignalKind::Gpp, purposes, ignored: BTreeMap::new() }];
    plan
}

fn purposes() -> Vec<Purpose> {
    vec![Purpose {
        name: "marketing".into(),
        data_use: None,
        basis: Basis::Consent,
        channels: vec!["hook".into(), "slow".into()],
        expires: None,
        caps: vec![],
        notice: None,
        double_opt_in: None,
        signals: vec![],
    }]
}

fn field(name: &str, ty: Type) -> Field {
    Field { name: name.into(), ty, bounds: Bounds::default(), category: None }
}

fn optional(name: &str, ty: Type) -> Field {
    field(name, Type::Optional(Box::new(ty)))
}

fn value(text: &str) -> Field {
    if text == "lenient" { optional("value", Type::Decimal) } else { field("value", Type::Decimal) }
}

fn event(name: &str, fields: Vec<Field>) -> EventSchema {
    EventSchema { name: name.into(), fields, retention: None }
}

fn profile() -> ProfileSchema {
    let identifier = |name, ty| Identifier::new(field(name, ty), 5);
    ProfileSchema {
        identifiers: vec![
            identifier("user_id", Type::String),
            identifier("email", Type::Email),
            identifier("anonymous_id", Type::String),
        ],
        fields: vec![optional("first_name", Type::String), optional("birthday", Type::Date)],
        ..ProfileSchema::default()
    }
}

fn connector(text: &str) -> Connector {
    let rate = (text == "rarely").then_some(Rate { count: 2, per_ms: 1_000 });
    Connector {
        name: "crm".into(),
        kind: signed("url", if text == "unset" { "key" } else { "signing" }),
        rate,
        together: (text == "together").then_some(12),
        within: None,
        retry: Retry { attempts: 12, base_ms: 20, max_ms: 200 },
        asks: Vec::new(),
        paused: false,
    }
}

fn http(url: &str) -> ConnectorKind {
    signed(url, "signing")
}

fn signed(url: &str, key: &str) -> ConnectorKind {
    let secret = |name: &str| Secret::File(name.into());
    ConnectorKind::Http {
        url: secret(url),
        signing: Some(secret(key)),
        timeout_ms: 2_000,
        private_network: true,
    }
}

fn channel(name: &str, connector: &str) -> Channel {
    Channel {
        name: name.into(),
        connector: connector.into(),
        from: None,
        address: 0,
        caps: vec![],
        quiet_hours: None,
        windows: vec![],
        calendar: None,
        paused: false,
    }
}

fn template(text: &str) -> Template {
    let links = ["preferences_url", "confirm_url"].into_iter().filter(|link| text.contains(link));
    let reads = links.map(ToOwned::to_owned).collect();
    let html = Some(format!("<p>{text}</p>"));
    let variant = Variant { text: Some(text.into()), html, reads, ..Variant::default() };
    Template {
        name: "hello".into(),
        default_locale: "fr".into(),
        variants: BTreeMap::from([("fr".into(), variant)]),
        with: vec![],
    }
}

fn journeys() -> Vec<Journey> {
    vec![journey("slow", "Page Viewed", "slow"), journey("welcome", "Cart Updated", "hook")]
}

/// A journey that is asked for, with a field that must be given and one that need not.
fn asked() -> Journey {
    let mut asked = journey("asked", "", "hook");
    asked.enter.by = Entry::Api;
    asked.enter.fields = vec![field("order_id", Type::String), optional("total", Type::Int)];
    asked
}

/// `welcome`, with a pause before its message.
fn waiting(millis: u64) -> Journey {
    let mut waiting = journey("welcome", "Cart Updated", "hook");
    let pause = Period { months: 0, days: 0, millis };
    let (name, next) = ("pause".to_owned(), waiting.start.clone());
    waiting.steps.insert(0, Step { name, was: None, action: Action::Wait(Wait::For(pause)), next });
    waiting.start = Target::Step("pause".into());
    waiting
}

/// The first step waits for somebody of the team.
fn approved() -> Journey {
    let mut approved = journey("welcome", "Cart Updated", "hook");
    let timeout = Timeout {
        after: Some(Period { days: 2, ..Period::default() }),
        until: None,
        to: Target::End("late".into()),
    };
    let approve = Approve {
        by: "growth".into(),
        question: Some("is it right?".into()),
        refused: Target::End("refused".into()),
        timeout,
    };
    let check = Step {
        name: "check".into(),
        was: None,
        action: Action::Approve(approve),
        next: Target::Step("hello".into()),
    };
    approved.start = Target::Step("check".into());
    approved.steps.insert(0, check);
    approved
}

fn journey(name: &str, event: &str, channel: &str) -> Journey {
    let send = Send {
        purpose: "marketing".into(),
        via: vec![channel.into()],
        template: "hello".into(),
        with: vec![],
        on: vec![],
        at: None,
        within: None,
    };
    Journey {
        name: name.into(),
        was: None,
        enter: Enter {
            by: Entry::event(event),
            when: None,
            key: None,
            re_entry: ReEntry::Every,
            fields: vec![],
            limit: None,
            backfill: None,
        },
        exits: vec![],
        goals: vec![],
        start: Target::Step("hello".into()),
        steps: vec![Step {
            name: "hello".into(),
            was: None,
            action: Action::Send(send),
            next: Target::End("completed".into()),
        }],
        inside: Inside::default(),
        rank: Rank::default(),
    }
}
