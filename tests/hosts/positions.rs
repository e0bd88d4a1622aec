//! The same file of positions on every host: people who were on their way elsewhere, and what comes of it.

use crate::{compare, lives, reference};
use filrouge_intake::PositionCall;
use filrouge_machine::Verdict;
use filrouge_simulate::{Dice, World};
use jiff::Timestamp;

const HOUR: i64 = 3_600_000;

/// Steps of the reference project that wait: how long at most, and the fields of the entry.
const PLACES: &[(&str, &str, Option<i64>, &str)] = &[
    ("cart-abandonment", "first-pause", Some(1), r#""cart_id":"c1","value":180,"items":[]"#),
    ("cart-abandonment", "came-back", Some(23), r#""cart_id":"c2","value":5,"items":[]"#),
    (
        "post-purchase",
        "delivery",
        Some(21 * 24),
        r#""order_id":"o1","cart_id":"c1","total":9,"first_order":true"#,
    ),
    (
        "post-purchase",
        "first-evenings",
        Some(5 * 24),
        r#""order_id":"o2","cart_id":"c1","total":9,"first_order":true"#,
    ),
    ("reactivation", "thursday", None, r#""days":90"#),
    ("reactivation", "a-fortnight", Some(14 * 24), r#""days":1"#),
    ("welcome", "three-days", Some(3 * 24), r#""via":"site""#),
    ("welcome", "weekday-morning", None, r#""via":"app""#),
];

/// A line of the file: they came in some hours ago, and to the step later, or wait there for some hours still.
fn line(place: usize, now: i64, dice: &mut Dice) -> String {
    let (journey, step, hours, fields) = PLACES[place];
    let moment = |at: i64| Timestamp::from_millisecond(at).expect("a moment");
    let entered = now - HOUR * dice.pick(&[2, 30, 24 * 20], 2);
    let since = match hours.filter(|_| dice.one_in(2)) {
        Some(hours) => format!(r#""dueAt":"{}""#, moment(now + HOUR * dice.pick(&[0, 1, hours], 1))),
        None => format!(r#""arrivedAt":"{}""#, moment(entered + HOUR)),
    };
    format!(
        r#"{{"userId":"lea@example.com","journey":"{journey}","step":"{step}","enteredAt":"{}",{since},"fields":{{{fields}}}}}"#,
        moment(entered)
    )
}

fn import(world: &mut World<'_>, dice: &mut Dice) {
    for _ in 0..4 {
        let text = line(dice.below(PLACES.len()), world.now, dice);
        let call = PositionCall::read(&text).expect("a position");
        let told = call.told(world.ready.plan(), &text, world.now).expect("a position that fits");
        world.happen(told.kind);
    }
}

fn count(world: &World<'_>, is_counted: impl Fn(&Verdict) -> bool) -> usize {
    world.decisions.iter().filter(|decision| is_counted(&decision.verdict)).count()
}

#[test]
fn positions_that_are_imported_leave_equal_trails() {
    let (ready, _) = reference();
    let (mut entered, mut away, mut messages) = (0, 0, 0);
    for seed in 0..30 {
        let mut dice = Dice::new(seed);
        let mut world = lives::newcomer(&ready);
        lives::go_on(&mut world, &mut dice, 8);
        import(&mut world, &mut dice);
        entered += count(&world, |verdict| matches!(verdict, Verdict::Entered));
        away += count(&world, |verdict| matches!(verdict, Verdict::NotEntered { .. }));
        let before = world.messages.len();
        lives::go_on(&mut world, &mut dice, 30);
        messages += world.messages.len() - before;
        compare(&format!("seed {seed}"), &world);
    }
    assert!(
        entered > 60 && away > 5 && messages > 30,
        "{entered} came in, {away} did not, {messages} messages"
    );
}
