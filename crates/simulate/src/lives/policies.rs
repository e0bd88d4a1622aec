//! Random lives under every policy at once, against a counter that shares nothing with the machine but the plan.

use super::shop::{
    CHANNELS, EVENTS, PURPOSES, asking, done, elapsed, journey, key_of_event, send, shop, step, to,
};
use crate::{Dice, World};
use filrouge_machine::{Consent, Event, HoldReason, Id, Identify, InputKind, Ready, Verdict};
use filrouge_plan::scenario::Fate;
use filrouge_plan::{
    Action, Calendar, CalendarUnit, Cap, CapWindow, ClosedDays, Hours, Journey, Period, Plan, ReEntry,
    Switch, SwitchKind, Value, Wait, WhenFull,
};

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
/// A Monday at ten, UTC.
const BEGINNING: i64 = 1_704_103_200_000;
/// The zones of the lives, with their distance from UTC; none changes its clock.
const ZONES: &[(&str, i64)] = &[
    ("UTC", 0),
    ("Asia/Kolkata", 330 * MINUTE),
    ("America/Bogota", -300 * MINUTE),
    ("Pacific/Kiritimati", 840 * MINUTE),
];

/// A message that counts.
struct Got {
    effect: Id,
    at: i64,
    channel: String,
    purpose: String,
}

/// A second telling of the policies of [`policed`].
struct Rules {
    east: i64,
    closed: i64,
    /// How often the person wants to hear.
    rhythm: &'static str,
    got: Vec<Got>,
}

fn cap(count: u32, per: CapWindow, then: WhenFull) -> Cap {
    Cap { count, per, via: None, then }
}

/// A journey of waits and sends that only goes forward: a provider that answers at once would keep others going for
/// ever.
fn straight(dice: &mut Dice, number: usize) -> Journey {
    let count = 1 + dice.below(5);
    let name = |place: usize| format!("step-{place}");
    let mut steps = Vec::new();
    for place in 0..count {
        let next = if place + 1 < count { to(&name(place + 1)) } else { done() };
        let pause = elapsed(3_600_000 * (1 + dice.roll() % 40));
        let wait = Action::Wait(Wait::For(pause));
        steps.push(step(&name(place), if dice.one_in(3) { wait } else { message(dice) }, next));
    }
    let mut journey = journey(&format!("journey-{number}"), dice.pick(EVENTS, "Asked"), steps);
    journey.enter.key = dice.one_in(2).then(key_of_event);
    journey.enter.re_entry = dice.pick(&[ReEntry::AfterExit, ReEntry::Every], ReEntry::Every);
    journey.rank.priority = i32::try_from(dice.below(3)).unwrap_or(0);
    journey
}

fn message(dice: &mut Dice) -> Action {
    let first = dice.pick(CHANNELS, "email");
    let via: Vec<&str> = if dice.one_in(2) { CHANNELS.to_vec() } else { vec![first] };
    send(dice.pick(PURPOSES, "news"), &via)
}

/// A random plan under every policy. `closed` is a day without email.
fn policed(dice: &mut Dice, closed: i64) -> Plan {
    let count = 1 + dice.below(4);
    let mut plan = shop((0..count).map(|number| straight(dice, number)).collect());
    let hours = |from: u16, to: u16, weekdays: &[u8]| Hours {
        from: from * 60,
        to: to * 60,
        weekdays: weekdays.to_vec(),
    };
    let day = i32::try_from(closed).unwrap_or(0);
    let holidays = vec![ClosedDays::Dates { from: day, to: day + 1 }];
    plan.calendars = vec![Calendar { name: "days".into(), timezone: None, open: vec![], closed: holidays }];
    let email = plan.channels.iter_mut().find(|channel| channel.name == "email").unwrap();
    let thirty_hours = CapWindow::Rolling(Period { millis: 30 * 3_600_000, ..Period::default() });
    email.caps = vec![cap(2, thirty_hours, WhenFull::Hold(None))];
    email.windows = vec![hours(9, 18, &[1, 2, 3, 4, 5]), hours(20, 2, &[6])];
    email.calendar = Some("days".into());
    let news = plan.purposes.iter_mut().find(|purpose| purpose.name == "news").unwrap();
    let two_days = Period { days: 2, ..Period::default() };
    news.caps = vec![cap(3, CapWindow::Calendar(CalendarUnit::Week), WhenFull::Hold(Some(two_days)))];
    let marketing = plan.purposes.iter_mut().find(|purpose| purpose.name == "marketing").unwrap();
    let daily = cap(1, CapWindow::Calendar(CalendarUnit::Day), WhenFull::Skip);
    marketing.caps = vec![Cap { via: Some("sms".into()), ..daily }];
    plan.project.caps = vec![cap(6, CapWindow::Calendar(CalendarUnit::Week), WhenFull::Skip)];
    let daily = cap(1, CapWindow::Calendar(CalendarUnit::Day), WhenFull::Hold(Some(two_days)));
    let rarely = cap(3, CapWindow::Rolling(elapsed(100 * 3_600_000)), WhenFull::Skip);
    let choices = [("daily", vec![daily.clone()]), ("rarely", vec![daily, rarely]), ("always", vec![])];
    asking(plan, choices.into_iter())
}

/// The same plan, with the project or the channel `email` paused.
fn paused(plan: &Plan, kind: SwitchKind, name: &str) -> Plan {
    let switches = vec![Switch { kind, name: name.into(), at: 0, by: "test".into() }];
    Plan { switches, ..plan.clone() }
}

impl Rules {
    fn day(&self, at: i64) -> i64 {
        (at + self.east).div_euclid(DAY)
    }

    fn week(&self, at: i64) -> i64 {
        (self.day(at) + 3).div_euclid(7)
    }

    fn count(&self, fits: impl Fn(&Got) -> bool) -> usize {
        self.got.iter().filter(|got| fits(got)).count()
    }

    /// Whether the clock lets email leave.
    fn is_time(&self, at: i64) -> bool {
        let (day, minute) = (self.day(at), (at + self.east).rem_euclid(DAY) / MINUTE);
        let weekday = (day + 3).rem_euclid(7);
        let quiet = !(480..1_260).contains(&minute);
        let office = weekday < 5 && (540..1_080).contains(&minute);
        let party = (weekday == 5 && minute >= 1_200) || (weekday == 6 && minute < 120);
        let closed = day == self.closed || day == self.closed + 1;
        !quiet && !closed && (office || party)
    }

    /// What is wrong with a message that leaves.
    fn judge(&self, channel: &str, purpose: &str, at: i64) -> Option<&'static str> {
        if purpose == "orders" {
            return None;
        }
        let recent = |got: &Got| got.channel == "email" && at - got.at < 30 * HOUR;
        let same_week = |got: &Got| self.week(got.at) == self.week(at);
        let same_day = |got: &Got| self.day(got.at) == self.day(at);
        let is = |got: &Got, why: &str| got.purpose == why;
        let wrong = [
            (channel == "email" && !self.is_time(at), "it is not the time"),
            (channel == "email" && self.count(recent) >= 2, "over the rolling cap of the channel"),
            (
                purpose == "news" && self.count(|got| is(got, "news") && same_week(got)) >= 3,
                "over the weekly cap",
            ),
            (
                purpose == "marketing"
                    && channel == "sms"
                    && self.count(|got| is(got, "marketing") && got.channel == "sms" && same_day(got)) >= 1,
                "over the daily cap of the purpose",
            ),
            (self.rhythm != "always" && self.count(same_day) >= 1, "more than one a day, which was chosen"),
            (
                self.rhythm == "rarely" && self.count(|got| at - got.at < 100 * HOUR) >= 3,
                "over the rolling cap that was chosen",
            ),
            (self.count(same_week) >= 6, "over the cap of the project"),
        ];
        wrong.into_iter().find(|(broken, _)| *broken).map(|(_, rule)| rule)
    }
}

/// Looks at the decisions since the last look; `stopped` says what is paused.
fn look(world: &World<'_>, from: usize, rules: &mut Rules, stopped: usize) -> Result<usize, String> {
    for decision in world.decisions.iter().skip(from) {
        match &decision.verdict {
            Verdict::Queued { effect, channel, ground, .. } => {
                let rule = rules.judge(channel, &ground.purpose, decision.at);
                let is_paused = stopped == 1 || (stopped == 2 && channel == "email");
                if let Some(rule) = rule.or(is_paused.then_some("it left while it was paused")) {
                    return Err(format!("{rule}: {channel} for {} at {}", ground.purpose, decision.at));
                }
                let (channel, purpose) = (channel.clone(), ground.purpose.clone());
                let got = Got { effect: *effect, at: decision.at, channel, purpose };
                rules.got.extend((ground.purpose != "orders").then_some(got));
            }
            Verdict::Failed { effect, .. } | Verdict::Recalled { effect, .. } => {
                rules.got.retain(|got| got.effect != *effect);
            }
            Verdict::Held { reason, until, .. } => {
                let bound = decision.at + 31 * DAY;
                if *until <= decision.at || *until > bound {
                    return Err(format!("held until {until}, at {}", decision.at));
                }
                let by_clock =
                    matches!(reason, HoldReason::QuietHours | HoldReason::Window | HoldReason::Closed);
                if by_clock && !rules.is_time(*until) {
                    return Err(format!("held until a moment that is no better: {until}"));
                }
            }
            _ => {}
        }
    }
    Ok(world.decisions.len())
}

fn say(world: &mut World<'_>, dice: &mut Dice) {
    let purpose = dice.pick(&["marketing", "news"], "news").to_owned();
    let channel = dice.one_in(2).then(|| "email".to_owned());
    let consent = Consent::said(&purpose, channel.as_deref(), !dice.one_in(4), "test");
    world.happen(InputKind::Consent(consent));
}

fn choose(world: &mut World<'_>, dice: &mut Dice) -> &'static str {
    let rhythm = dice.pick(&["daily", "rarely", "always"], "always");
    let fields = vec![("rhythm".to_owned(), Value::from(rhythm))];
    world.happen(InputKind::Identify(Identify { fields, ..Identify::default() }));
    rhythm
}

fn something(world: &mut World<'_>, dice: &mut Dice) {
    match dice.below(8) {
        0 => say(world, dice),
        1 => world.meet(None, dice.pick(&[Fate::Sent, Fate::Sent, Fate::Failed], Fate::Sent)),
        2 | 3 => {
            let pause = i64::try_from(dice.below(40 * 60)).unwrap_or(0) * MINUTE;
            world.until(world.now + pause);
        }
        _ => {
            let name = dice.pick(&["Asked", "Bought", "Came"], "Came").to_owned();
            let key = dice.pick(&["one", "two", "three"], "one");
            world.happen(InputKind::Event(Event { name, fields: vec![Value::from(key)], at: None }));
        }
    }
}

/// Lives one life; says how many messages left, how many were held, and how many steps it took.
fn live(seed: u64) -> Result<(usize, usize, usize), String> {
    let mut dice = Dice::new(seed);
    let (zone, east) = dice.pick(ZONES, ("UTC", 0));
    let closed = BEGINNING / DAY + i64::try_from(dice.below(12)).unwrap_or(0);
    let plan = policed(&mut dice, closed);
    let plans = [
        Ready::of(plan.clone()).unwrap(),
        Ready::of(paused(&plan, SwitchKind::Project, "")).unwrap(),
        Ready::of(paused(&plan, SwitchKind::Channel, "email")).unwrap(),
    ];
    let [open, ..] = &plans;
    let mut world = World::new(open, Id(u128::from(seed)), BEGINNING);
    let mut rules = Rules { east, closed, rhythm: "always", got: Vec::new() };
    let known = |name: &str, value: &str| (name.to_owned(), Value::from(value));
    let fields = vec![known("timezone", zone), known("phone", "+33612345678")];
    world.happen(InputKind::Identify(Identify {
        identifiers: vec![("email".into(), "lea@example.com".into())],
        refused: vec![],
        fields,
    }));
    for purpose in ["marketing", "news"] {
        let consent = Consent::said(purpose, None, true, "test");
        world.happen(InputKind::Consent(consent));
    }
    let (mut from, mut stopped) = (0, 0);
    for _ in 0..150 {
        if dice.one_in(12) {
            stopped = dice.below(3);
            world.ready = plans.get(stopped).unwrap_or(open);
            let plan = world.ready.hash().to_owned();
            world.happen(InputKind::PlanActivated { plan });
        } else if dice.one_in(12) {
            rules.rhythm = choose(&mut world, &mut dice);
        } else {
            something(&mut world, &mut dice);
        }
        from = look(&world, from, &mut rules, stopped)?;
    }
    let held = world.decisions.iter().filter(|own| matches!(own.verdict, Verdict::Held { .. })).count();
    Ok((world.messages.len(), held, world.inputs.len()))
}

#[test]
fn no_cap_is_exceeded_and_nothing_leaves_at_the_wrong_time_or_while_it_is_paused() {
    let (mut messages, mut held, mut steps) = (0, 0, 0);
    for seed in 0..400 {
        let (left, waited, taken) = live(seed).unwrap_or_else(|rule| panic!("seed {seed}: {rule}"));
        messages += left;
        held += waited;
        steps += taken;
    }
    println!("policies: {steps} steps");
    assert!(messages > 2_000, "only {messages} messages left");
    assert!(held > 500, "only {held} messages were held");
}
