//! Every wait and every window in twelve zones over their edge days, against a clock that is read minute by minute.

use super::*;
use filrouge_plan::{Offset, Value, Window};
use std::sync::LazyLock;

const MINUTE: i64 = 60_000;
const DAY: i64 = 1440;

/// Zones, and days of theirs that are no ordinary days.
const EDGES: &[(&str, &[&str])] = &[
    ("Europe/Paris", &["2026-03-29", "2026-10-25", "2028-02-29"]),
    ("America/New_York", &["2026-03-08", "2026-11-01", "2027-01-01"]),
    // Half an hour off the others; once the clocks changed a minute past midnight there.
    ("America/St_Johns", &["2026-03-08", "2026-11-01", "2010-11-07"]),
    // Days without midnight, and days that end twice.
    ("America/Sao_Paulo", &["2018-11-04", "2018-02-18", "2026-06-01"]),
    ("Africa/Cairo", &["2026-04-24", "2026-10-30"]),
    ("Asia/Beirut", &["2026-03-29", "2026-10-25"]),
    // No summer time.
    ("Asia/Kolkata", &["2026-03-29", "2028-02-29"]),
    ("Asia/Kathmandu", &["2026-10-25", "2027-01-01"]),
    // Half an hour of summer time, in the south.
    ("Australia/Lord_Howe", &["2026-04-05", "2026-10-04"]),
    ("Pacific/Chatham", &["2026-04-05", "2026-09-27"]),
    // The day that was left out to change sides of the date line.
    ("Pacific/Apia", &["2011-12-30", "2026-01-01"]),
    ("Pacific/Kiritimati", &["1994-12-31", "2028-02-29"]),
];

/// What a clock shows, minute by minute, around a day.
struct Dial {
    zone: TimeZone,
    start: i64,
    shows: Vec<DateTime>,
    name: String,
}

impl Dial {
    fn around(zone: &str, day: &str) -> Self {
        let name = format!("{zone} {day}");
        let zone = crate::zones::Zones::new(zone).unwrap().called(None);
        let day: Date = day.parse().unwrap();
        let middle = TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).unwrap().as_millisecond();
        let start = middle - 4 * DAY * MINUTE;
        let minutes = (0..48 * DAY).map(|minute| start + minute * MINUTE);
        let shows = minutes.map(|at| zone.to_datetime(Timestamp::from_millisecond(at).unwrap())).collect();
        Self { zone, start, shows, name }
    }

    /// Moments from which people wait, over three days around the edge.
    fn beginnings(&self) -> impl Iterator<Item = (usize, i64)> {
        (2 * DAY as usize..7 * DAY as usize).step_by(97).map(|minute| (minute, self.at(minute)))
    }

    fn at(&self, minute: usize) -> i64 {
        self.start + i64::try_from(minute).unwrap() * MINUTE
    }

    /// The first minute at which the clock shows `time` or later.
    fn first(&self, time: DateTime) -> usize {
        // No clock is two days off: what lies further back need not be read.
        let days = time.duration_since(*self.shows.first().unwrap()).as_hours() / 24 - 2;
        let skipped = usize::try_from((days * DAY).max(0)).unwrap();
        let rest = &self.shows[skipped..];
        skipped + rest.iter().position(|shown| *shown >= time).unwrap()
    }

    fn has(&self, date: Date) -> bool {
        self.shows.iter().step_by(15).any(|shown| shown.date() == date)
    }

    /// The moments of `minute` on the days that count, in order.
    fn moments(&self, minute: u16, counts: impl Fn(Date) -> bool) -> Vec<i64> {
        let first = self.shows.first().unwrap().date().tomorrow().unwrap();
        let days = (0..45).map(|ahead| first.checked_add(Span::new().days(ahead)).unwrap());
        let days = days.filter(|date| counts(*date) && self.has(*date));
        let time = |date: Date| {
            date.at(i8::try_from(minute / 60).unwrap(), i8::try_from(minute % 60).unwrap(), 0, 0)
        };
        days.map(|date| self.at(self.first(time(date)))).collect()
    }

    fn tell(&self, at: i64) -> String {
        format!("{} ({})", Timestamp::from_millisecond(at).unwrap(), local(at, &self.zone).unwrap())
    }

    #[track_caller]
    fn must_equal(&self, form: &str, from: i64, is: i64, should: i64) {
        assert!(
            is == should,
            "{}: {form} from {}: {}, not {}",
            self.name,
            self.tell(from),
            self.tell(is),
            self.tell(should)
        );
    }
}

static DIALS: LazyLock<Vec<Dial>> = LazyLock::new(|| {
    let days = EDGES.iter().flat_map(|(zone, days)| days.iter().map(move |day| (*zone, *day)));
    days.map(|(zone, day)| Dial::around(zone, day)).collect()
});

fn dials() -> impl Iterator<Item = &'static Dial> {
    DIALS.iter()
}

/// Times of day: midnight, those that clocks skip or show twice, and usual ones.
const MINUTES: &[u16] = &[0, 15, 105, 120, 150, 180, 540, 1380, 1425];

fn iso(date: Date) -> u8 {
    u8::try_from(date.weekday().to_monday_one_offset()).unwrap()
}

#[test]
fn until_a_time_of_day_is_when_the_clock_first_shows_it_or_has_passed_it() {
    for dial in dials() {
        for minute in MINUTES {
            for weekdays in [&[][..], &[5, 7], &[1]] {
                let days = Days { weekdays, month: &[] };
                let moments =
                    dial.moments(*minute, |date| weekdays.is_empty() || weekdays.contains(&iso(date)));
                for (_, from) in dial.beginnings() {
                    let should = moments.iter().find(|moment| **moment > from).unwrap();
                    let form = format!("until minute {minute} on {weekdays:?}");
                    dial.must_equal(&form, from, next(from, *minute, days, &dial.zone), *should);
                }
            }
        }
    }
}

#[test]
fn until_a_day_of_the_month_is_its_last_day_when_it_is_too_short() {
    for dial in dials() {
        for month in [&[1][..], &[31], &[29, 30]] {
            let last = |date: Date| date.tomorrow().unwrap().day() == 1;
            let counts = |date: Date| {
                let day = u8::try_from(date.day()).unwrap();
                month.contains(&day) || last(date) && month.iter().any(|wanted| *wanted > day)
            };
            let moments = dial.moments(150, counts);
            for (_, from) in dial.beginnings() {
                let should = moments.iter().find(|moment| **moment > from).unwrap();
                let days = Days { weekdays: &[], month };
                dial.must_equal(
                    &format!("until day {month:?}"),
                    from,
                    next(from, 150, days, &dial.zone),
                    *should,
                );
            }
        }
    }
}

#[test]
fn calendar_days_keep_the_time_of_day_and_hours_do_not() {
    let days = |days| Period { days, ..Period::default() };
    for dial in dials() {
        for (minute, from) in dial.beginnings() {
            for count in [1, 2, 7] {
                let time = dial.shows[minute].checked_add(Span::new().days(i64::from(count))).unwrap();
                let should = dial.at(dial.first(time));
                dial.must_equal(&format!("{count}d"), from, after(from, days(count), &dial.zone), should);
            }
            let month = Period { months: 1, ..Period::default() };
            let time = dial.shows[minute].checked_add(Span::new().months(1)).unwrap();
            let should = dial.at(dial.first(time));
            dial.must_equal("1mo", from, after(from, month, &dial.zone), should);
            let elapsed = Period { millis: 90_000_000, ..Period::default() };
            dial.must_equal("25h", from, after(from, elapsed, &dial.zone), from + 90_000_000);
        }
    }
}

#[test]
fn no_period_ends_before_the_soonest_that_it_may() {
    for dial in dials() {
        for (_, from) in dial.beginnings() {
            for (months, days, millis) in
                [(0, 0, 0), (0, 0, 90_000_000), (0, 1, 0), (0, 7, 5), (1, 0, 0), (13, 3, 0)]
            {
                let period = Period { months, days, millis };
                let (soonest, after) = (soonest(from, period), after(from, period, &dial.zone));
                assert!(soonest <= after, "{}: {period:?} from {}", dial.name, dial.tell(from));
            }
        }
    }
    let ages = Period { months: u32::MAX, days: u32::MAX, millis: u64::MAX };
    assert_eq!(soonest(0, ages), end_of_time());
}

const WINDOWS: &[(u16, u16)] =
    &[(0, 1440), (540, 1080), (120, 180), (150, 151), (0, 60), (1380, 1440), (105, 135)];

#[test]
fn a_window_opens_when_the_clock_first_stands_in_it() {
    for dial in dials() {
        for (from, to) in WINDOWS {
            for weekdays in [vec![], vec![7], vec![1, 5]] {
                let window = Window { from: *from, to: *to, weekdays };
                let open: Vec<bool> = dial.shows.iter().map(|shown| is_open(&window, *shown)).collect();
                for (minute, at) in dial.beginnings() {
                    let should = (minute..).find(|minute| open[*minute]).unwrap();
                    dial.must_equal(
                        &format!("{window:?}"),
                        at,
                        opening(at, &window, &dial.zone),
                        dial.at(should),
                    );
                    if let Some(shut) = (should + 1..open.len()).find(|minute| !open[*minute]) {
                        let opens = dial.at(should);
                        let closes = closing(opens, &window, &dial.zone);
                        dial.must_equal(&format!("end of {window:?}"), opens, closes, dial.at(shut));
                    }
                }
            }
        }
    }
}

fn is_open(window: &Window, shown: DateTime) -> bool {
    let minute = u16::try_from(i32::from(shown.hour()) * 60 + i32::from(shown.minute())).unwrap();
    (window.from..window.to).contains(&minute)
        && (window.weekdays.is_empty() || window.weekdays.contains(&iso(shown.date())))
}

#[test]
fn a_date_with_an_offset_is_counted_on_the_calendar_and_then_in_hours() {
    for dial in dials() {
        for ahead in 3..9 {
            let first = dial.shows.first().unwrap().date();
            let date = first.checked_add(Span::new().days(ahead)).unwrap();
            let days =
                i32::try_from(date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24).unwrap();
            for (before, count, millis) in [(false, 0, 0), (true, 1, 0), (false, 2, 0), (true, 0, 7_200_000)]
            {
                let offset = Offset { before, by: Period { days: count, millis, months: 0 } };
                let sign = if before { -1 } else { 1 };
                let moved = date.checked_add(Span::new().days(i64::from(count) * sign)).unwrap();
                let elapsed = i64::try_from(millis).unwrap() * sign;
                for minute in [None, Some(150), Some(540)] {
                    let time = minute.unwrap_or(0);
                    let shown =
                        moved.at(i8::try_from(time / 60).unwrap(), i8::try_from(time % 60).unwrap(), 0, 0);
                    let should = dial.at(dial.first(shown)) + elapsed;
                    let is = of_date(&Value::Date(days), offset, minute, &dial.zone).unwrap();
                    dial.must_equal(&format!("{date} {offset:?} at {minute:?}"), should, is, should);
                }
            }
        }
        for (minute, at) in dial.beginnings() {
            let hours = Offset { before: true, by: Period { millis: 7_200_000, ..Period::default() } };
            let is = of_date(&Value::Datetime(at), hours, None, &dial.zone).unwrap();
            dial.must_equal("two hours before", at, is, at - 7_200_000);
            let day = Offset { before: true, by: Period { days: 1, ..Period::default() } };
            let shown = dial.shows[minute].checked_sub(Span::new().days(1)).unwrap();
            let is = of_date(&Value::Datetime(at), day, None, &dial.zone).unwrap();
            dial.must_equal("a day before", at, is, dial.at(dial.first(shown)));
        }
    }
}

#[test]
fn the_29th_of_february_is_the_28th_of_other_years() {
    let zone = crate::zones::Zones::new("Europe/Paris").unwrap().called(None);
    let leap = Value::Date(21_243);
    let years = |before, months| Offset { before, by: Period { months, ..Period::default() } };
    let tell =
        |offset| Timestamp::from_millisecond(of_date(&leap, offset, Some(540), &zone).unwrap()).unwrap();
    assert_eq!(tell(years(false, 0)).to_string(), "2028-02-29T08:00:00Z");
    assert_eq!(tell(years(false, 12)).to_string(), "2029-02-28T08:00:00Z");
    assert_eq!(tell(years(true, 1)).to_string(), "2028-01-29T08:00:00Z");
    assert_eq!(tell(years(false, 48)).to_string(), "2032-02-29T08:00:00Z");
}

#[test]
fn a_date_beyond_the_calendar_is_its_edge() {
    let ages = Period { months: u32::MAX, days: u32::MAX, millis: u64::MAX };
    let edge = |before| of_date(&Value::Date(0), Offset { before, by: ages }, None, &TimeZone::UTC);
    assert_eq!(edge(false), Some(end_of_time()));
    assert_eq!(edge(true), Some(Timestamp::MIN.as_millisecond()));
    assert_eq!(of_date(&Value::Bool(true), Offset::default(), None, &TimeZone::UTC), None);
}
