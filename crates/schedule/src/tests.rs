use super::{last, next, parse};
use jiff::civil::DateTime;

fn at(text: &str) -> DateTime {
    text.parse().unwrap()
}

/// The next moments behind `after`, in order.
fn moments(text: &str, from: Option<&str>, after: &str, count: usize) -> Vec<String> {
    let schedule = parse(text, from.map(at)).unwrap();
    let mut moment = at(after);
    let mut found = Vec::new();
    while let Some(following) = next(&schedule, moment).filter(|_| found.len() < count) {
        moment = following;
        found.push(following.strftime("%a %Y-%m-%d %H:%M").to_string());
    }
    found
}

fn refused(text: &str) -> String {
    let problem = parse(text, None).unwrap_err();
    let words = text.get(problem.at).unwrap();
    format!("{words}: {}\n  {}", problem.message, problem.help.unwrap_or_default())
}

#[test]
fn mondays_at_nine() {
    assert_eq!(
        moments("0 9 * * 1", None, "2026-11-23T09:00", 2),
        ["Mon 2026-11-30 09:00", "Mon 2026-12-07 09:00"]
    );
}

#[test]
fn lists_ranges_steps_and_names() {
    assert_eq!(
        moments("*/30 8-9 * jan,JUL mon-fri", None, "2026-11-23T09:00", 5),
        [
            "Fri 2027-01-01 08:00",
            "Fri 2027-01-01 08:30",
            "Fri 2027-01-01 09:00",
            "Fri 2027-01-01 09:30",
            "Mon 2027-01-04 08:00"
        ]
    );
}

#[test]
fn sunday_is_nought_and_seven() {
    for sunday in ["0 9 * * 0", "0 9 * * 7", "0 9 * * sun"] {
        assert_eq!(moments(sunday, None, "2026-11-23T09:00", 1), ["Sun 2026-11-29 09:00"], "{sunday}");
    }
    let weekend = moments("0 9 * * sat-sun", None, "2026-11-23T09:00", 3);
    assert_eq!(weekend, ["Sat 2026-11-28 09:00", "Sun 2026-11-29 09:00", "Sat 2026-12-05 09:00"]);
}

#[test]
fn a_day_of_the_month_or_a_day_of_the_week_is_enough_for_cron() {
    let thirteenths_and_fridays = moments("0 9 13 * 5", None, "2026-12-05T00:00", 3);
    assert_eq!(
        thirteenths_and_fridays,
        ["Fri 2026-12-11 09:00", "Sun 2026-12-13 09:00", "Fri 2026-12-18 09:00"]
    );
}

#[test]
fn a_leap_day_is_found_and_the_thirtieth_of_february_is_not() {
    assert_eq!(moments("0 9 29 2 *", None, "2026-01-01T00:00", 1), ["Tue 2028-02-29 09:00"]);
    assert_eq!(moments("0 9 29 2 *", None, "2096-03-01T00:00", 1), ["Fri 2104-02-29 09:00"]);
    assert!(moments("0 9 30 2 *", None, "2026-01-01T00:00", 1).is_empty());
    assert!(moments("0 9 31 4,6,9,11 *", None, "2026-01-01T00:00", 1).is_empty());
}

#[test]
fn every_second_monday_is_counted_from_the_start() {
    let rule = "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO";
    let found = moments(rule, Some("2026-01-05T09:00"), "2026-11-23T12:00", 2);
    assert_eq!(found, ["Mon 2026-12-07 09:00", "Mon 2026-12-21 09:00"]);
}

#[test]
fn the_first_and_the_last_of_a_month() {
    let ends = "RRULE:FREQ=MONTHLY;BYDAY=1MO,-1FR;BYHOUR=9";
    assert_eq!(
        moments(ends, None, "2026-11-23T09:00", 3),
        ["Fri 2026-11-27 09:00", "Mon 2026-12-07 09:00", "Fri 2026-12-25 09:00"]
    );
    let last_working_day = "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;BYHOUR=18;BYMINUTE=30";
    let found = moments(last_working_day, None, "2027-01-01T00:00", 2);
    assert_eq!(found, ["Fri 2027-01-29 18:30", "Fri 2027-02-26 18:30"]);
    let last_day = moments("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;BYHOUR=8", None, "2028-02-01T00:00", 1);
    assert_eq!(last_day, ["Tue 2028-02-29 08:00"]);
}

#[test]
fn a_count_ends_with_its_last_moment() {
    let found = moments("RRULE:FREQ=DAILY;COUNT=3", Some("2026-11-23T09:00"), "2026-11-20T00:00", 9);
    assert_eq!(found, ["Mon 2026-11-23 09:00", "Tue 2026-11-24 09:00", "Wed 2026-11-25 09:00"]);
}

#[test]
fn until_a_day_means_the_whole_of_it() {
    let rule = "RRULE:FREQ=DAILY;BYHOUR=9,21;UNTIL=20261124";
    let found = moments(rule, None, "2026-11-23T10:00", 9);
    assert_eq!(found, ["Mon 2026-11-23 21:00", "Tue 2026-11-24 09:00", "Tue 2026-11-24 21:00"]);
}

#[test]
fn a_rule_without_a_day_means_the_day_of_its_start() {
    let yearly = moments("RRULE:FREQ=YEARLY", Some("2026-03-08T10:15"), "2026-11-23T00:00", 1);
    assert_eq!(yearly, ["Mon 2027-03-08 10:15"]);
    // The 31st is left out where there is none, as the standard says.
    let monthly = moments("RRULE:FREQ=MONTHLY", Some("2026-01-31T10:00"), "2026-01-31T10:00", 2);
    assert_eq!(monthly, ["Tue 2026-03-31 10:00", "Sun 2026-05-31 10:00"]);
}

#[test]
fn the_last_moment_of_a_stretch() {
    let schedule = parse("0 9,15 * * 1-5", None).unwrap();
    let found = |after, end| last(&schedule, at(after), at(end)).map(|moment| moment.to_string());
    assert_eq!(found("2026-11-01T00:00", "2026-11-23T15:00").as_deref(), Some("2026-11-23T15:00:00"));
    assert_eq!(found("2026-11-01T00:00", "2026-11-23T08:59").as_deref(), Some("2026-11-20T15:00:00"));
    assert_eq!(found("2026-11-20T15:00", "2026-11-23T08:59"), None);
}

#[test]
fn what_is_not_understood_is_said_at_its_place() {
    let texts = [
        "0 9 * *",
        "0 0 9 * * 1",
        "0 24 * * *",
        "0 9 * * moonday",
        "0 9 5-1 * *",
        "*/0 9 * * *",
        "FREQ=DAILY",
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=WEEKLY;BYHOUR=9",
        "RRULE:FREQ=DAILY;INTERVAL=2;BYHOUR=9",
        "RRULE:FREQ=DAILY;BYHOUR=9;COUNT=3",
        "RRULE:FREQ=DAILY;BYHOUR=9;UNTIL=20261231T000000Z",
        "RRULE:FREQ=WEEKLY;BYDAY=1MO;BYHOUR=9",
        "RRULE:FREQ=DAILY;BYHOUR=9;BYHOUR=10",
        "RRULE:FREQ=DAILY;BYWEEKNO=3",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=0;BYHOUR=9",
        "RRULE:",
    ];
    let told: Vec<String> = texts.iter().map(|text| refused(text)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    0 9 * *: cron has five fields, this has 4 fields
      minute, hour, day of the month, month, day of the week: `0 9 * * 1` is Mondays at nine
    0 0 9 * * 1: cron has five fields, this has 6 fields
      there are no seconds: minute, hour, day of the month, month, day of the week
    24: `24` is no hour
      write a number from 0 to 23, a range like `0-23`, or `*`
    moonday: `moonday` is no day of the week
      write a number from 0 to 7, or one of sun, mon, tue, wed, thu, fri, sat
    5-1: `5-1` ends before it begins
      write the two parts one after the other, as in `22-23,0-6`
    */0: `*/0` is no minute
      write a number from 0 to 59, a range like `0-59`, or `*`
    FREQ=DAILY: this is neither cron nor a recurrence rule
      a recurrence rule begins with `RRULE:`
    HOURLY: `HOURLY` is no frequency of a journey
      use `DAILY`, `WEEKLY`, `MONTHLY` or `YEARLY`; name hours with `BYHOUR=9,15`
    FREQ=DAILY: the rule does not say at what time
      add `BYHOUR=9`, or say when it starts: `from="2026-01-05T09:00"`
    FREQ=WEEKLY;BYHOUR=9: the rule does not say on which day
      add `BYDAY=MO`, or say when it starts: `from="2026-01-05T09:00"`
    2: `INTERVAL` is counted from a start, and there is none
      say when it starts: `from="2026-01-05T09:00"`
    3: `COUNT` is counted from a start, and there is none
      say when it starts: `from="2026-01-05T09:00"`
    20261231T000000Z: `UNTIL` is local time here
      leave out the `Z`: each person has a clock of their own
    1MO: a numbered day of the week needs a month
      use `FREQ=MONTHLY`, or name the months with `BYMONTH`
    BYHOUR=10: `BYHOUR` stands twice
      
    BYWEEKNO=3: `BYWEEKNO` is not understood
      name the days with `BYMONTH`, `BYMONTHDAY` and `BYDAY`
    0: `BYMONTHDAY` is a list of numbers from -31 to 31
      
    : a part of the rule is empty
      a part is a name and a value, as in `FREQ=WEEKLY`
    "#);
}

#[test]
fn no_text_makes_it_stumble() {
    let words =
        ["*", "/", "-", ",", "0", "99999999999", "RRULE:", "FREQ=", "BYDAY=", ";", "é", "MO", " ", "1"];
    let mut seed = 7_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..seed % 9 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            text.push_str(words[usize::try_from(seed >> 33).unwrap() % words.len()]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        if let Err(problem) = parse(&text, None) {
            assert!(text.get(problem.at.clone()).is_some(), "{text} at {:?}", problem.at);
        }
    }
}
