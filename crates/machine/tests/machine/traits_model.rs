//! The values of traits, kept event by event, against what the whole history says.

use crate::plans::*;
use crate::traits::{fold, within};
use crate::walker::{WHO, moment};
use filrouge_machine::*;
use filrouge_plan::*;
use std::collections::BTreeMap;

const KINDS: [FoldKind; 9] = [
    FoldKind::Count,
    FoldKind::Sum,
    FoldKind::Min,
    FoldKind::Max,
    FoldKind::Average,
    FoldKind::First,
    FoldKind::Last,
    FoldKind::Distinct,
    FoldKind::MostFrequent,
];

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from((self.0 >> 33) % sides).unwrap()
    }
}

fn plan() -> Plan {
    let windows = [None, Some((hours(30), None)), Some((days(2), Some(hours(20)))), Some((days(1), None))];
    let mut traits = Vec::new();
    for (number, window) in windows.into_iter().enumerate() {
        for kind in KINDS {
            let ty = match kind {
                FoldKind::Count | FoldKind::Sum | FoldKind::Distinct => Type::Int,
                FoldKind::Average => Type::Optional(Box::new(Type::Decimal)),
                _ => Type::Optional(Box::new(Type::Int)),
            };
            let own = fold(&format!("t{number}_{kind:?}"), kind, ty);
            traits.push(match window {
                Some((window, late)) => within(own, window, late),
                None => own,
            });
        }
    }
    let mut plan = shop(vec![]);
    plan.traits = traits;
    plan
}

/// Where an event belongs by the definition of a trait, and when it came in.
fn happened(fold: &Fold, at: i64, own: Option<i64>, end: impl Fn(i64, Period) -> i64) -> Option<i64> {
    match (fold.late, own) {
        (Some(late), Some(own)) => (end(own.min(at), late) >= at).then_some(own.min(at)),
        _ => Some(at),
    }
}

fn naive(
    fold: &Fold,
    history: &[(i64, Option<i64>, i64)],
    now: i64,
    end: &impl Fn(i64, Period) -> i64,
) -> Value {
    let counted =
        history.iter().filter_map(|(at, own, value)| Some((happened(fold, *at, *own, end)?, *value)));
    let mut counted: Vec<_> =
        counted.filter(|(at, _)| fold.within.is_none_or(|window| end(*at, window) > now)).collect();
    counted.sort_by_key(|(at, _)| *at);
    let values: Vec<i64> = counted.iter().map(|(_, value)| *value).collect();
    let int = |value: Option<i64>| value.map_or(Value::Absent, Value::Int);
    let size = |count: usize| Value::Int(i64::try_from(count).unwrap());
    let mut often: BTreeMap<i64, (usize, i64)> = BTreeMap::new();
    for (at, value) in &counted {
        let entry = often.entry(*value).or_default();
        *entry = (entry.0 + 1, *at);
    }
    match fold.by {
        FoldKind::Count => size(values.len()),
        FoldKind::Sum => Value::Int(values.iter().sum()),
        FoldKind::Min => int(values.iter().min().copied()),
        FoldKind::Max => int(values.iter().max().copied()),
        FoldKind::Average if values.is_empty() => Value::Absent,
        FoldKind::Average => Value::Decimal(
            rust_decimal::Decimal::from(values.iter().sum::<i64>())
                / rust_decimal::Decimal::from(values.len()),
        ),
        FoldKind::First => int(values.first().copied()),
        FoldKind::Last => int(values.last().copied()),
        FoldKind::Distinct => size(often.len()),
        FoldKind::MostFrequent => {
            int(often.iter().max_by_key(|(value, seen)| (**seen, **value)).map(|(value, _)| *value))
        }
    }
}

/// One life over the days on which the clocks change; timers come on time, late or not at all.
fn live(seed: u64) {
    let (ready, mut dice) = (Ready::of(plan()).unwrap(), Dice(seed));
    let (mut person, mut wake, mut history) = (Person::default(), None, Vec::new());
    let starts = ["2026-03-27T09:00:00+01:00", "2026-10-23T09:00:00+02:00", "2026-06-01T00:00:00+02:00"];
    let mut now = moment(starts[usize::try_from(seed % 3).unwrap()]);
    for number in 0..60 {
        now += dice.roll(9) * dice.roll(3_600_000);
        let is_timer = dice.roll(3) == 0;
        let due: Option<(Id, i64)> = wake.filter(|(_, due)| is_timer && *due >= now - 86_400_000);
        let kind = match due {
            Some((timer, due)) => {
                now = now.max(due);
                InputKind::Timer { timer }
            }
            None => {
                let own = (dice.roll(2) == 0).then(|| now - dice.roll(40) * 3_600_000 + 7_200_000);
                let value = dice.roll(5) - 2;
                history.push((now, own, value));
                InputKind::Event(Event { name: "Ping".into(), fields: vec![Value::Int(value)], at: own })
            }
        };
        let input = Input { id: Id::of(&["life", &number.to_string()]), at: now, kind };
        drop(filrouge_machine::step(&ready, WHO, &mut person, &input));
        wake = person.timers(WHO).next();
        person = Person::decode(&ready, &person.encode(&ready)).unwrap();
        let end = |from: i64, period: Period| ready.later(&person, from, period);
        for own in &ready.plan().traits {
            let Made::Fold(fold) = &own.made else { continue };
            let kept = &person.profile[ready.plan().slot(&own.field.name).unwrap()];
            let expected = naive(fold, &history, now, &end);
            assert_eq!(*kept, expected, "seed {seed}, input {number}, {}", own.field.name);
        }
    }
}

#[test]
fn traits_kept_event_by_event_equal_those_of_the_whole_history() {
    (0..36).for_each(live);
}
