use super::*;
use crate::lives::shop::{HOUR, country_is, done, elapsed, journey, on, send, set, shop, step, to};
use filrouge_plan::scenario::{ExpectedMessage, Fate, Given, Reason, Says};
use filrouge_plan::{
    Action, Emit, Exit, Goal, Plan, ReEntry, Split, Timeout, Trigger, Update, Value, Wait, WaitUntil, Way,
};

fn cart() -> Plan {
    let wait = |hours| Action::Wait(Wait::For(elapsed(hours * HOUR)));
    let back = WaitUntil {
        arms: vec![on("back", "Came", filrouge_plan::Target::End("returned".into()))],
        timeout: Some(Timeout { after: Some(elapsed(23 * HOUR)), until: None, to: to("second") }),
        resets: Vec::new(),
    };
    let mut cart = journey(
        "cart",
        "Asked",
        vec![
            step("pause", wait(1), to("reminder")),
            step("reminder", send("marketing", &["email"]), to("came-back")),
            step("came-back", Action::WaitUntil(back), done()),
            step("second", send("news", &["sms", "email"]), to("where")),
            step("where", split(), done()),
            step("mark", Action::Update(Update { set: vec![set("country", "BE")] }), done()),
        ],
    );
    cart.exits =
        vec![Exit { name: "bought".into(), on: Trigger::Event { event: "Bought".into(), when: None } }];
    cart.goals = vec![Goal { name: "won".into(), event: "Bought".into(), when: None, within: None }];
    shop(vec![cart])
}

fn split() -> Action {
    let way = Way { name: "french".into(), when: country_is("FR"), to: to("mark") };
    Action::Split(Split { ways: vec![way], otherwise: done() })
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// Acts on lines of their own: the place of an act is its number.
fn scenario(acts: Vec<ActKind>) -> Scenario {
    let place = |line: usize| Place { file: 0, start: u32::try_from(line).unwrap(), end: 0 };
    Scenario {
        zones: None,
        golden: None,
        always: vec![],
        name: text("a test"),
        journey: text("cart"),
        place: place(0),
        given: Given {
            identifiers: vec![(text("email"), text("lea@example.com"))],
            profile: vec![(text("country"), "FR".into()), (text("timezone"), "Europe/Paris".into())],
            consents: vec![Choice {
                purpose: text("marketing"),
                channel: Some(text("email")),
                granted: true,
            }],
            assignments: vec![],
        },
        acts: acts.into_iter().enumerate().map(|(line, kind)| Act { place: place(line), kind }).collect(),
    }
}

fn at(local: &str) -> ActKind {
    ActKind::At(format!("{local}:00Z").parse::<jiff::Timestamp>().unwrap().as_millisecond())
}

fn after(hours: u64) -> ActKind {
    ActKind::After(elapsed(hours * HOUR))
}

fn event(name: &str) -> ActKind {
    ActKind::Event { name: text(name), fields: vec!["c1".into()] }
}

fn expect(expectation: Expectation) -> ActKind {
    ActKind::Expect(expectation)
}

fn sends(step: &str) -> Expectation {
    Expectation::Send { step: text(step), message: Box::default() }
}

fn sends_like(step: &str, message: ExpectedMessage) -> Expectation {
    Expectation::Send { step: text(step), message: Box::new(message) }
}

fn failures(acts: Vec<ActKind>) -> Vec<(u32, String, Vec<String>)> {
    let ready = Ready::of(cart()).unwrap();
    let failures = run(&ready, &scenario(acts)).into_iter();
    failures.map(|failure| (failure.place.start, failure.expected, failure.actual)).collect()
}

fn passes(acts: Vec<ActKind>) {
    assert_eq!(failures(acts), vec![]);
}

#[test]
fn reminded_the_next_morning_then_buys() {
    let wanted = ExpectedMessage {
        to: Some(text("lea@example.com")),
        channel: Some(text("email")),
        template: Some(text("hello")),
        subject: Some(Says::Exactly(text("Hello"))),
        body: Some(Says::Contains(text("FR"))),
    };
    passes(vec![
        at("2026-03-28T20:30"),
        event("Asked"),
        after(1),
        expect(Expectation::Held { step: text("reminder"), reason: Some(Reason::QuietHours) }),
        at("2026-03-29T08:00"),
        expect(sends_like("reminder", wanted)),
        expect(Expectation::Wait(text("came-back"))),
        after(2),
        event("Bought"),
        expect(Expectation::Exit(text("bought"))),
        expect(Expectation::Goal(text("won"))),
        expect(Expectation::NoMoreSends),
    ]);
}

#[test]
fn a_wrong_expectation_says_what_happened_instead() {
    let failures = failures(vec![
        at("2026-06-01T10:00"),
        event("Asked"),
        after(1),
        expect(sends_like(
            "reminder",
            ExpectedMessage { to: Some(text("eve@example.com")), ..Default::default() },
        )),
        expect(sends("second")),
        expect(Expectation::Exit(text("bought"))),
        expect(Expectation::Profile(vec![(text("country"), "BE".into())])),
        expect(Expectation::Wait(text("pause"))),
    ]);
    let lines: Vec<u32> = failures.iter().map(|(line, ..)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6, 7]);
    assert_eq!(failures[0].1, "`reminder` sends a message to `eve@example.com`");
    assert!(
        failures[0].2[0].contains("sent a message to `lea@example.com` over `email`"),
        "{:?}",
        failures[0].2
    );
    assert_eq!(failures[3].2[0], "`country` is `FR`");
    assert_eq!(failures[4].2[0], "the person stands on `came-back` of `cart`");
}

/// Somebody who asked for something, and becomes one with the person.
fn alias(consents: Vec<Choice>) -> ActKind {
    ActKind::Alias {
        identifiers: vec![(text("user_id"), text("u2"))],
        profile: vec![(text("country"), "BE".into()), (text("phone"), "+33612345678".into())],
        consents,
        events: vec![(text("Asked"), vec!["c1".into()])],
    }
}

#[test]
fn somebody_else_becomes_one_with_the_person_and_brings_what_they_did() {
    let told = ExpectedMessage { to: Some(text("lea@example.com")), ..Default::default() };
    let known = vec![(text("country"), "FR".into()), (text("phone"), "+33612345678".into())];
    passes(vec![
        at("2026-06-01T10:00"),
        alias(vec![]),
        expect(Expectation::Entered),
        expect(Expectation::Wait(text("pause"))),
        expect(Expectation::Profile(known)),
        after(1),
        expect(sends_like("reminder", told)),
    ]);
}

#[test]
fn what_somebody_else_refused_is_refused() {
    let refused = Choice { purpose: text("marketing"), channel: None, granted: false };
    passes(vec![
        at("2026-06-01T10:00"),
        alias(vec![refused]),
        after(1),
        expect(Expectation::Refused { step: text("reminder"), reason: Some(Reason::Withdrawn) }),
    ]);
    passes(vec![at("2026-06-01T10:00"), event("Asked"), after(1), expect(sends("reminder"))]);
}

#[test]
fn each_expectation_needs_a_decision_of_its_own() {
    let twice = vec![
        at("2026-06-01T10:00"),
        event("Asked"),
        after(1),
        expect(sends("reminder")),
        expect(sends("reminder")),
    ];
    assert_eq!(failures(twice).len(), 1);
}

#[test]
fn what_was_looked_at_is_over_when_something_happens() {
    let late = vec![
        at("2026-06-01T10:00"),
        event("Asked"),
        after(1),
        expect(Expectation::Wait(text("came-back"))),
        after(1),
        expect(sends("reminder")),
    ];
    assert_eq!(failures(late).len(), 1);
}

#[test]
fn refusals_have_their_reasons() {
    let refused = |reason| Expectation::Refused { step: text("reminder"), reason };
    let withdrawn = |reason| {
        let choice = Choice { purpose: text("marketing"), channel: None, granted: false };
        vec![
            at("2026-06-01T10:00"),
            event("Asked"),
            ActKind::Consent(choice),
            after(1),
            expect(refused(reason)),
            expect(Expectation::NoSend),
        ]
    };
    passes(withdrawn(Some(Reason::Withdrawn)));
    passes(withdrawn(None));
    assert_eq!(failures(withdrawn(Some(Reason::NoConsent))).len(), 1);
}

#[test]
fn a_send_that_another_channel_carried_is_not_refused() {
    let acts = |expectation| vec![at("2026-06-01T10:00"), event("Asked"), after(25), expect(expectation)];
    passes(acts(sends_like(
        "second",
        ExpectedMessage { channel: Some(text("email")), ..Default::default() },
    )));
    assert_eq!(failures(acts(Expectation::Refused { step: text("second"), reason: None })).len(), 1);
}

#[test]
fn a_provider_may_fail() {
    let fail = ActKind::Provider { channel: None, fate: Fate::Failed };
    let start = vec![fail, at("2026-06-01T10:00"), event("Asked"), after(1)];
    let refused = Expectation::Refused { step: text("reminder"), reason: Some(Reason::Failed) };
    passes(start.iter().cloned().chain([expect(refused)]).collect());
    assert_eq!(failures(start.into_iter().chain([expect(sends("reminder"))]).collect()).len(), 1);
}

#[test]
fn ways_updates_and_the_profile_are_seen() {
    passes(vec![
        at("2026-06-01T10:00"),
        event("Asked"),
        after(25),
        expect(Expectation::Branch(text("timeout"))),
        expect(Expectation::Branch(text("french"))),
        expect(Expectation::Update(text("mark"))),
        expect(Expectation::Exit(text("completed"))),
        expect(Expectation::Profile(vec![(text("country"), Value::from("BE"))])),
    ]);
}

#[test]
fn no_more_sends_looks_ahead_behind_the_last_line() {
    let silent = vec![
        at("2026-06-01T10:00"),
        event("Asked"),
        after(1),
        expect(sends("reminder")),
        expect(Expectation::NoMoreSends),
    ];
    let failures = failures(silent);
    assert_eq!(failures.len(), 1);
    assert_eq!(failures[0].0, 4);
    assert!(failures[0].2[0].starts_with("`second` sent a message"), "{:?}", failures[0].2);
}

#[test]
fn no_entry_and_a_clock_that_goes_back() {
    passes(vec![at("2026-06-01T10:00"), event("Came"), expect(Expectation::NoEntry)]);
    let back = failures(vec![
        at("2026-06-01T10:00"),
        event("Asked"),
        expect(Expectation::NoEntry),
        at("2026-05-01T10:00"),
    ]);
    assert_eq!(back.iter().map(|(line, ..)| *line).collect::<Vec<_>>(), [2, 3]);
}

/// Somebody asks at eight in the evening, and is thanked after a wait; lived on all edge days.
fn thanked(wait: Wait, acts: Vec<ActKind>) -> Vec<Failure> {
    let steps = vec![
        step("pause", Action::Wait(wait), to("thanks")),
        step("thanks", send("orders", &["email"]), done()),
    ];
    let ready = Ready::of(shop(vec![journey("cart", "Asked", steps)])).unwrap();
    let zones = Some(Zones::AllEdges);
    run(&ready, &Scenario { zones, ..scenario(acts) })
}

fn thanks() -> ActKind {
    expect(Expectation::Send { step: text("thanks"), message: Box::default() })
}

fn no_send() -> ActKind {
    expect(Expectation::NoSend)
}

#[test]
fn a_day_of_the_calendar_is_one_on_every_edge_day() {
    let day = filrouge_plan::Period { days: 1, ..Default::default() };
    let acts = || {
        vec![
            at("2026-06-01T20:00"),
            event("Asked"),
            at("2026-06-02T19:59"),
            no_send(),
            at("2026-06-02T20:00"),
            thanks(),
        ]
    };
    assert_eq!(thanked(Wait::For(day), acts()), []);
    let nine = Wait::Until { minute: Some(20 * 60), weekdays: vec![], days: vec![] };
    assert_eq!(thanked(nine, acts()), []);
}

#[test]
fn hours_that_were_meant_as_a_day_fail_with_the_zone_and_the_day() {
    let acts = vec![at("2026-06-01T20:00"), event("Asked"), at("2026-06-02T20:00"), thanks()];
    let failures = thanked(Wait::For(elapsed(24 * HOUR)), acts);
    let told: Vec<&str> = failures.iter().map(|failure| failure.expected.as_str()).collect();
    assert_eq!(
        told,
        [
            "`thanks` sends a message, in `Europe/Paris` from 2026-03-28 on: the clocks go forward the day after, \
          and on 7 more edge days"
        ]
    );
}

/// A message whose outcome brings about the next one, in the same moment, for ever.
#[test]
fn a_journey_that_writes_again_and_again_in_one_moment_ends() {
    let again = Emit { event: "Asked".into(), set: vec![set("key", "again")] };
    let steps = vec![
        step("write", send("orders", &["email"]), to("again")),
        step("again", Action::Emit(again), done()),
    ];
    let mut cart = journey("cart", "Asked", steps);
    cart.enter.re_entry = ReEntry::Every;
    let ready = Ready::of(shop(vec![cart])).unwrap();
    let asked = ActKind::Event { name: text("Asked"), fields: vec!["once".into()] };
    let scenario = scenario(vec![asked]);
    let world = walk(&ready, &scenario);
    assert_eq!(world.messages.len(), 1_001);
}
