//! Coming in by a date and by a schedule.

use crate::plans::*;
use crate::walker::{Walker, moment};
use filrouge_machine::{Identify, InputKind};
use filrouge_plan::program::Root;
use filrouge_plan::{
    DateEntry, Entry, EntryLimit, Field, LeapDay, OnWeekday, Period, Plan, ReEntry, Schedule, ScheduleEntry,
    Segment, Type, Value,
};

fn maybe(name: &str, ty: Type) -> Field {
    field(name, Type::Optional(Box::new(ty)))
}

/// A plan with a `birthday` and one journey, which pauses for two hours.
fn clocked(by: Entry) -> Plan {
    let mut pausing = journey("clocked", "Ping", vec![wait("pause", hours(2), done())]);
    pausing.enter.fields = match by {
        Entry::Date(_) => vec![field("date", Type::Date)],
        _ => vec![field("at", Type::Datetime)],
    };
    pausing.enter.by = by;
    let mut plan = shop(vec![pausing]);
    plan.profile.fields.push(maybe("birthday", Type::Date));
    plan
}

fn birthday() -> DateEntry {
    DateEntry {
        field: "birthday".into(),
        before: false,
        by: Period::default(),
        minute: Some(9 * 60),
        yearly: true,
        leap: LeapDay::Feb28,
        past: false,
        late: days(1),
    }
}

fn schedule(hour: u8, weekdays: &[u8]) -> ScheduleEntry {
    let weekdays = weekdays.iter().map(|day| OnWeekday { day: *day, nth: 0 }).collect();
    let schedule = Schedule { hours: vec![hour], minutes: vec![0], weekdays, ..Schedule::default() };
    ScheduleEntry { schedule, segment: None, project_zone: false, late: days(1) }
}

fn day(text: &str) -> Value {
    let date: jiff::civil::Date = text.parse().unwrap();
    let days = date.since(jiff::civil::date(1970, 1, 1)).unwrap().get_days();
    Value::Date(days)
}

impl Walker {
    fn born(&mut self, text: &str) {
        self.set("birthday", day(text));
    }

    fn set(&mut self, name: &str, value: Value) {
        let fields = vec![(name.to_owned(), value)];
        self.input(InputKind::Identify(Identify { identifiers: vec![], fields, refused: vec![] }));
    }

    fn next_due(&self) -> Option<String> {
        let due = self.timers.values().min()?;
        Some(jiff::Timestamp::from_millisecond(*due).unwrap().to_string())
    }
}

#[test]
fn a_birthday_comes_every_year_at_its_hour_in_the_persons_zone() {
    let mut walker = Walker::new(clocked(Entry::Date(birthday())));
    walker.born("1990-12-01");
    assert_eq!(walker.next_due().unwrap(), "2026-12-01T08:00:00Z");
    walker.until(moment("2026-12-01T09:00:00+01:00"));
    assert_eq!(walker.told(), ["entered", "waiting"]);
    walker.until(moment("2027-12-01T09:00:00+01:00"));
    assert_eq!(walker.told(), ["resumed elapsed", "exited completed", "entered", "waiting"]);
}

#[test]
fn a_leap_day_is_kept_on_the_day_that_is_declared() {
    let mut entry = birthday();
    for (leap, kept) in [(LeapDay::Feb28, "2027-02-28T08:00:00Z"), (LeapDay::Mar01, "2027-03-01T08:00:00Z")] {
        entry.leap = leap;
        let mut walker = Walker::new(clocked(Entry::Date(entry.clone())));
        walker.born("1992-02-29");
        assert_eq!(walker.next_due().unwrap(), kept);
        walker.until(moment("2027-04-01T00:00:00+02:00"));
        assert_eq!(walker.next_due().unwrap(), "2028-02-29T08:00:00Z", "a leap year has the day itself");
    }
}

#[test]
fn a_date_that_is_set_after_its_hour_waits_for_the_next_year_unless_the_entry_takes_it() {
    let mut entry = birthday();
    let mut walker = Walker::new(clocked(Entry::Date(entry.clone())));
    walker.born("1990-11-23");
    walker.until(moment("2026-11-23T23:00:00+01:00"));
    assert!(walker.is_out());
    assert_eq!(walker.next_due().unwrap(), "2027-11-23T08:00:00Z");

    entry.past = true;
    let mut walker = Walker::new(clocked(Entry::Date(entry.clone())));
    walker.born("1990-11-23");
    walker.until(walker.now);
    assert_eq!(walker.told(), ["entered", "waiting"]);

    let mut walker = Walker::new(clocked(Entry::Date(entry)));
    walker.born("1990-11-22");
    walker.until(walker.now);
    assert!(walker.is_out(), "yesterday is over");
}

#[test]
fn an_appointment_that_is_closer_than_the_offset_comes_in_at_once_if_the_entry_takes_it() {
    let entry = DateEntry { before: true, by: days(3), yearly: false, past: true, ..birthday() };
    let mut walker = Walker::new(clocked(Entry::Date(entry)));
    walker.born("2026-11-24");
    walker.until(walker.now);
    assert_eq!(walker.person.instances[0].entry["date"], day("2026-11-24"));
}

#[test]
fn a_date_that_changes_moves_and_one_that_is_erased_cancels() {
    let entry = DateEntry { before: true, by: days(3), yearly: false, ..birthday() };
    let mut walker = Walker::new(clocked(Entry::Date(entry)));
    walker.born("2026-12-10");
    assert_eq!(walker.next_due().unwrap(), "2026-12-07T08:00:00Z");
    walker.born("2026-12-20");
    assert_eq!(walker.next_due().unwrap(), "2026-12-17T08:00:00Z");
    walker.set("birthday", Value::Absent);
    assert_eq!(walker.next_due(), None);
    walker.until(moment("2026-12-31T00:00:00+01:00"));
    assert!(walker.told().is_empty());
}

#[test]
fn who_moves_zone_has_each_birthday_once() {
    let mut walker = Walker::new(clocked(Entry::Date(birthday())));
    walker.born("1990-12-01");
    walker.know("timezone", "America/New_York");
    assert_eq!(walker.next_due().unwrap(), "2026-12-01T14:00:00Z");
    walker.know("timezone", "Europe/Paris");
    walker.until(moment("2026-12-01T10:00:00+01:00"));
    // It is four in the morning there, and nine has not come; the birthday was kept all the same.
    walker.know("timezone", "America/New_York");
    walker.until(moment("2026-12-02T12:00:00+01:00"));
    let told = walker.told();
    assert_eq!(told.iter().filter(|told| *told == "entered").count(), 1, "{told:?}");
}

#[test]
fn who_moves_past_the_hour_comes_in_at_once() {
    let mut walker = Walker::new(clocked(Entry::Schedule(schedule(9, &[]))));
    walker.know("timezone", "America/New_York");
    walker.until(moment("2026-11-24T08:00:00-05:00"));
    walker.told();
    walker.know("timezone", "Europe/Paris");
    walker.until(walker.now);
    assert_eq!(walker.told(), ["entered", "waiting"]);
}

#[test]
fn a_gap_gives_the_first_valid_instant_and_an_overlap_the_first_of_two() {
    let mut at_half_past_two = schedule(2, &[]);
    at_half_past_two.schedule.minutes = vec![30];
    let mut walker = Walker::new(clocked(Entry::Schedule(at_half_past_two)));
    walker.until(moment("2027-03-27T12:00:00+01:00"));
    assert_eq!(walker.next_due().unwrap(), "2027-03-28T01:00:00Z");
    walker.until(moment("2027-10-30T12:00:00+02:00"));
    assert_eq!(walker.next_due().unwrap(), "2027-10-31T00:30:00Z");
    walker.until(moment("2027-10-31T00:31:00Z"));
    walker.told();
    walker.until(moment("2027-10-31T12:00:00Z"));
    assert_eq!(
        walker.told(),
        ["resumed elapsed", "exited completed"],
        "half past two comes twice, the entry once"
    );
}

#[test]
fn a_day_without_midnight_begins_at_its_first_instant() {
    let mut walker = Walker::new(clocked(Entry::Schedule(schedule(0, &[]))));
    walker.know("timezone", "America/Santiago");
    walker.until(moment("2027-09-04T12:00:00Z"));
    assert_eq!(walker.next_due().unwrap(), "2027-09-05T04:00:00Z");
}

#[test]
fn what_was_missed_is_made_up_for_once_and_not_at_all_when_it_is_too_late() {
    let mut walker = Walker::new(clocked(Entry::Schedule(schedule(9, &[]))));
    walker.now = moment("2026-12-03T15:00:00+01:00");
    walker.ping();
    assert_eq!(walker.told(), ["entered", "waiting"], "ten mornings were missed");
    assert_eq!(walker.person.instances[0].entry["at"], Value::Datetime(moment("2026-12-03T09:00:00+01:00")));
    let mut mondays = schedule(9, &[1]);
    mondays.late = hours(1);
    let mut walker = Walker::new(clocked(Entry::Schedule(mondays)));
    walker.now = moment("2026-12-03T15:00:00+01:00");
    walker.ping();
    assert_eq!(walker.told(), ["not entered Late"]);
    assert_eq!(walker.next_due().unwrap(), "2026-12-07T08:00:00Z");
}

#[test]
fn a_schedule_concerns_those_who_are_in_its_segment() {
    let entry = ScheduleEntry { segment: Some("belgians".into()), ..schedule(9, &[]) };
    let mut plan = clocked(Entry::Schedule(entry));
    plan.segments = vec![Segment {
        name: "belgians".into(),
        when: is(Root::Profile, COUNTRY, "BE".into()),
        only_for: Vec::new(),
    }];
    let mut walker = Walker::new(plan);
    assert_eq!(walker.next_due(), None);
    walker.know("country", "BE");
    assert_eq!(walker.next_due().unwrap(), "2026-11-24T08:00:00Z");
    walker.know("country", "FR");
    assert_eq!(walker.next_due(), None);
}

#[test]
fn a_plan_without_the_journey_cancels_and_one_with_it_brings_it_back() {
    let plan = clocked(Entry::Schedule(schedule(9, &[])));
    let mut walker = Walker::new(plan.clone());
    walker.activate(shop(vec![cart()]));
    assert_eq!(walker.next_due(), None);
    walker.activate(plan.clone());
    assert_eq!(walker.next_due().unwrap(), "2026-11-24T08:00:00Z");
    let mut renamed = plan;
    renamed.journeys[0].was = Some("clocked".into());
    renamed.journeys[0].name = "daily".into();
    walker.activate(renamed);
    assert_eq!(walker.timers.len(), 1);
}

#[test]
fn a_later_hour_of_the_same_day_does_not_keep_a_date_twice() {
    let mut walker = Walker::new(clocked(Entry::Date(birthday())));
    walker.born("1990-12-01");
    walker.until(moment("2026-12-01T12:00:00+01:00"));
    let later = DateEntry { minute: Some(15 * 60), ..birthday() };
    walker.activate(clocked(Entry::Date(later)));
    walker.until(moment("2026-12-02T12:00:00+01:00"));
    assert_eq!(walker.told().iter().filter(|told| *told == "entered").count(), 1);
}

#[test]
fn a_limit_counts_every_key() {
    let mut plan = shop(vec![cart()]);
    plan.journeys[0].enter.limit = Some(EntryLimit { count: 2, per: hours(24) });
    let mut walker = Walker::new(plan);
    for key in ["c1", "c2", "c3"] {
        walker.cart(key, 80);
    }
    assert_eq!(walker.told().last().unwrap(), "not entered Limit");
    walker.pass(24);
    walker.cart("c4", 80);
    assert!(walker.person.instances.iter().any(|instance| instance.key == "c4"));
}

#[test]
fn one_person_is_inside_under_a_thousand_keys_and_no_more() {
    let mut plan = shop(vec![cart()]);
    plan.journeys[0].enter.re_entry = ReEntry::AfterExit;
    let ready = filrouge_machine::Ready::of(plan).unwrap();
    let mut person = filrouge_machine::Person::default();
    let mut refused = 0;
    for number in 0..1_100_u128 {
        let fields = vec![format!("c{number}").as_str().into(), Value::Int(80)];
        let kind =
            InputKind::Event(filrouge_machine::Event { name: "Cart Updated".into(), fields, at: None });
        let input = filrouge_machine::Input { id: filrouge_machine::Id(number), at: 1_000, kind };
        let effects = filrouge_machine::step(&ready, filrouge_machine::Id(7), &mut person, &input);
        refused += effects
            .decisions
            .iter()
            .filter(|it| crate::walker::short(&it.verdict) == "not entered TooMany")
            .count();
    }
    assert_eq!((person.instances.len(), refused), (1_000, 100));
}

#[test]
fn two_people_who_become_one_come_in_once_a_year() {
    let mut lea = Walker::new(clocked(Entry::Date(birthday())));
    lea.born("1990-12-01");
    let mut visitor = lea.other(8);
    visitor.born("1990-12-01");
    lea.absorb(visitor);
    assert_eq!(lea.timers.len(), 1);
    lea.until(moment("2026-12-01T09:00:00+01:00"));
    assert_eq!(lea.told(), ["entered", "waiting"]);
}

#[test]
fn two_people_who_both_came_in_go_on_as_one() {
    let mut lea = Walker::new(clocked(Entry::Schedule(schedule(9, &[]))));
    let mut visitor = lea.other(8);
    visitor.know("country", "FR");
    for walker in [&mut lea, &mut visitor] {
        walker.until(moment("2026-11-24T09:00:00+01:00"));
    }
    lea.told();
    lea.absorb(visitor);
    assert_eq!(lea.told(), ["exited merged"]);
    lea.until(moment("2026-11-25T09:00:00+01:00"));
    assert_eq!(lea.told(), ["resumed elapsed", "exited completed", "entered", "waiting"]);
}

#[test]
fn who_is_separated_waits_for_moments_of_their_own() {
    let mut lea = Walker::new(clocked(Entry::Date(birthday())));
    let mut visitor = lea.other(8);
    visitor.born("1990-12-01");
    let (_, mut visitor) = lea.absorb(visitor);
    assert_eq!(lea.next_due().unwrap(), "2026-12-01T08:00:00Z");
    lea.separate(&mut visitor);
    assert_eq!((lea.timers.len(), visitor.timers.len()), (0, 1));
    assert_eq!(visitor.next_due().unwrap(), "2026-12-01T08:00:00Z");
}
