use super::*;
use jiff::Timestamp;

fn zone(name: &str) -> TimeZone {
    crate::zones::Zones::new(name).unwrap().called(None)
}

fn at(local: &str) -> i64 {
    local.parse::<Timestamp>().unwrap().as_millisecond()
}

fn shown(moment: Option<i64>) -> String {
    moment.map_or_else(|| "open".to_owned(), |at| Timestamp::from_millisecond(at).unwrap().to_string())
}

/// The first moment at which `shut` says nothing more.
fn first(from: i64, shut: impl Fn(i64) -> Option<i64>) -> String {
    let mut now = from;
    while let Some(next) = shut(now) {
        assert!(next > now);
        now = next;
    }
    shown(Some(now))
}

#[test]
fn quiet_hours_end_when_the_clock_shows_it_also_in_the_hour_that_comes_twice() {
    let (paris, quiet) = (zone("Europe/Paris"), QuietHours { from: 22 * 60, to: 150 });
    // 02:15 for the second time: 02:30 is a quarter of an hour away, not a day.
    let late = at("2026-10-25T02:15:30+01:00");
    assert_eq!(first(late, |at| after_quiet(quiet, at, &paris)), "2026-10-25T01:30:00Z");
    // 02:15 for the first time: half past comes, and after it the clock shows quiet hours again.
    let early = at("2026-10-25T02:15:00+02:00");
    assert_eq!(shown(after_quiet(quiet, early, &paris)), "2026-10-25T00:30:00Z");
    assert_eq!(shown(after_quiet(quiet, at("2026-10-25T02:00:00+01:00"), &paris)), "2026-10-25T01:30:00Z");
}

#[test]
fn quiet_hours_whose_end_the_clock_skips_end_behind_the_gap() {
    let (paris, quiet) = (zone("Europe/Paris"), QuietHours { from: 22 * 60, to: 150 });
    let night = at("2026-03-28T23:00:00+01:00");
    assert_eq!(first(night, |at| after_quiet(quiet, at, &paris)), "2026-03-29T01:00:00Z");
}

#[test]
fn hours_over_midnight_belong_to_the_day_on_which_they_begin() {
    let paris = zone("Europe/Paris");
    let friday_night = [Hours { from: 20 * 60, to: 120, weekdays: vec![5] }];
    let open = |local: &str| opens(&friday_night, at(local), &paris).is_none();
    assert!(open("2026-06-05T20:00:00+02:00"));
    assert!(open("2026-06-06T01:59:00+02:00"));
    assert!(!open("2026-06-06T02:00:00+02:00"));
    assert!(!open("2026-06-06T20:00:00+02:00"));
    assert!(!open("2026-06-05T01:00:00+02:00"));
}

#[test]
fn a_closed_day_is_closed_until_its_midnight_even_where_the_day_has_none() {
    // In Santiago the clock goes from 24:00 to 01:00 on this night.
    let santiago = zone("America/Santiago");
    let closed = vec![ClosedDays::Yearly { month: 9, day: 5 }];
    let calendar = Calendar { name: String::new(), timezone: None, open: vec![], closed };
    let noon = at("2026-09-05T12:00:00-04:00");
    assert_eq!(first(noon, |at| calendar_opens(&calendar, at, &santiago)), "2026-09-06T04:00:00Z");
}

#[test]
fn a_leap_day_is_closed_in_leap_years_only() {
    let calendar = |day| Calendar {
        name: String::new(),
        timezone: None,
        open: vec![],
        closed: vec![ClosedDays::Yearly { month: 2, day }],
    };
    let (utc, is_open) =
        (TimeZone::UTC, |own: &Calendar, at| calendar_opens(own, at, &TimeZone::UTC).is_none());
    assert!(!is_open(&calendar(29), at("2028-02-29T12:00:00Z")));
    assert!(is_open(&calendar(29), at("2027-02-28T12:00:00Z")));
    assert!(is_open(&calendar(29), at("2027-03-01T12:00:00Z")));
    assert!(is_same_unit(CalendarUnit::Day, at("2027-03-01T00:00:00Z"), at("2027-03-01T23:59:59Z"), &utc));
}

#[test]
fn units_of_the_calendar_begin_on_monday_and_on_the_first() {
    let paris = zone("Europe/Paris");
    let sunday = at("2026-03-29T12:00:00+02:00");
    assert_eq!(shown(Some(next_unit(CalendarUnit::Day, sunday, &paris))), "2026-03-29T22:00:00Z");
    assert_eq!(shown(Some(next_unit(CalendarUnit::Week, sunday, &paris))), "2026-03-29T22:00:00Z");
    assert_eq!(shown(Some(next_unit(CalendarUnit::Month, sunday, &paris))), "2026-03-31T22:00:00Z");
    let monday = at("2026-03-30T00:00:00+02:00");
    assert_eq!(shown(Some(next_unit(CalendarUnit::Week, monday, &paris))), "2026-04-05T22:00:00Z");
}
