use super::*;

fn paris() -> TimeZone {
    crate::zones::Zones::new("Europe/Paris").unwrap().called(None)
}

fn at(local: &str) -> i64 {
    local.parse::<Timestamp>().unwrap().as_millisecond()
}

fn shown(moment: i64) -> String {
    Timestamp::from_millisecond(moment).unwrap().to_string()
}

const DAY: Period = Period { months: 0, days: 1, millis: 0 };
const MONDAY: Days<'_> = Days { weekdays: &[1], month: &[] };
const HOURS_24: Period = Period { months: 0, days: 0, millis: 86_400_000 };

#[test]
fn a_day_keeps_the_local_time_and_24_hours_do_not() {
    let from = at("2026-03-28T20:30:00+01:00");
    assert_eq!(shown(after(from, DAY, &paris())), "2026-03-29T18:30:00Z");
    assert_eq!(shown(after(from, HOURS_24, &paris())), "2026-03-29T19:30:00Z");
}

#[test]
fn a_local_time_in_a_gap_is_the_first_instant_behind_it() {
    let from = at("2026-03-28T02:30:00+01:00");
    assert_eq!(shown(after(from, DAY, &paris())), "2026-03-29T01:00:00Z");
    let evening = at("2026-03-28T20:00:00+01:00");
    assert_eq!(shown(next(evening, 120, Days::default(), &paris())), "2026-03-29T01:00:00Z");
    assert_eq!(shown(next(evening, 179, Days::default(), &paris())), "2026-03-29T01:00:00Z");
}

#[test]
fn a_local_time_that_comes_twice_is_the_first_one() {
    let evening = at("2026-10-24T20:00:00+02:00");
    assert_eq!(shown(next(evening, 150, Days::default(), &paris())), "2026-10-25T00:30:00Z");
}

#[test]
fn the_next_moment_is_never_now() {
    let nine = at("2026-11-23T09:00:00+01:00");
    assert_eq!(shown(next(nine, 540, Days::default(), &paris())), "2026-11-24T08:00:00Z");
    assert_eq!(shown(next(nine, 540, MONDAY, &paris())), "2026-11-30T08:00:00Z");
    assert_eq!(shown(next(nine, 541, MONDAY, &paris())), "2026-11-23T08:01:00Z");
}

#[test]
fn months_stop_at_the_end_of_the_month() {
    let from = at("2026-01-31T10:00:00+01:00");
    let month = Period { months: 1, ..Period::default() };
    assert_eq!(shown(after(from, month, &paris())), "2026-02-28T09:00:00Z");
}

#[test]
fn a_period_beyond_the_calendar_ends_with_it() {
    let ages = Period { months: u32::MAX, days: u32::MAX, millis: u64::MAX };
    assert_eq!(after(0, ages, &paris()), end_of_time());
}
