//! Recordings under two plans, against counts by hand.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets something unexpected fails")]

mod shop;

use filrouge_backtest::document::{Backtest, Pair};
use filrouge_backtest::{Limits, Recording, Reply, Settings, Span, backtest, chart, human, markdown};
use filrouge_machine::Ready;
use insta::assert_snapshot;
use shop::{Lines, SHOP, plan, random};

fn settings() -> Settings {
    Settings { source: "site".to_owned(), ..Settings::default() }
}

fn under(old: &Ready, new: &Ready, text: &str) -> Backtest {
    with(old, new, text, &settings(), Limits::default())
}

fn with(old: &Ready, new: &Ready, text: &str, settings: &Settings, limits: Limits) -> Backtest {
    let recording = Recording::read(text.as_bytes(), old.plan(), new.plan(), &settings.source);
    let replayed = backtest([old, new], &recording, settings, &|_| {});
    Backtest::of([old, new], &recording, settings, &replayed, limits)
}

fn on(threads: usize, old: &Ready, new: &Ready, text: &str) -> String {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let told = pool.install(|| under(old, new, text));
    serde_json::to_string(&told).unwrap() + &human(&told) + &markdown(&told, None) + &chart(&told)
}

const fn pair(old: u64, new: u64) -> Pair {
    Pair { old, new }
}

#[test]
fn the_same_plan_on_both_sides_differs_in_nothing() {
    let shop = plan(SHOP);
    let mut messages = 0;
    for seed in 0..40 {
        let told = under(&shop, &shop, &random(seed, 120));
        assert!(!told.differs, "seed {seed}: {told:#?}");
        assert_eq!((told.people.only_new, told.people.only_old, told.people.other_number), (0, 0, 0));
        messages += told.all_messages().new;
    }
    assert!(messages > 100, "only {messages} messages: such recordings prove little");
}

#[test]
fn any_number_of_threads_tells_the_same_bytes() {
    let (old, new) = (plan(SHOP), plan(&SHOP.replace(r#"for="1h""#, r#"for="5h""#)));
    for seed in 0..8 {
        let text = random(seed, 400);
        assert_eq!(on(1, &old, &new, &text), on(4, &old, &new, &text), "seed {seed}");
    }
}

#[test]
fn the_order_of_the_lines_does_not_matter() {
    let (old, new) = (plan(SHOP), plan(&SHOP.replace(r#"for="1h""#, r#"for="5h""#)));
    let text = random(7, 200);
    let backwards: String = text.lines().rev().map(|line| format!("{line}\n")).collect();
    assert_eq!(under(&old, &new, &text).messages, under(&old, &new, &backwards).messages);
}

/// Léa looks at lamps at ten and buys two hours later; Tom looks and never buys; Max never agreed.
fn three() -> String {
    let mut lines = Lines::default();
    for who in ["lea", "tom", "max"] {
        lines.known(who, "2026-05-01T09:00:00Z");
        if who != "max" {
            lines.agrees(who, "2026-05-01T09:00:01Z");
        }
        lines.did(who, "Cart Updated", "2026-05-01T10:00:00Z", r#"{"value":80}"#);
    }
    lines.did("lea", "Order Completed", "2026-05-01T12:00:00Z", "{}");
    lines.0
}

#[test]
fn a_longer_wait_sends_to_those_who_do_not_come_back_meanwhile() {
    let (old, new) = (plan(SHOP), plan(&SHOP.replace(r#"for="1h""#, r#"for="5h""#)));
    let told = under(&old, &new, &three());
    // Before: Léa and Tom at eleven. Now: Tom alone at three, since Léa has bought at noon.
    assert_eq!(told.all_messages(), pair(2, 1));
    assert_eq!(told.people.contacted, pair(2, 1));
    assert_eq!((told.people.only_new, told.people.only_old, told.people.other_number), (0, 1, 1));
    assert_snapshot!(human(&told), @r"
    9 lines, 2026-05-01T09:00:00Z to 2026-05-01T12:00:00Z
    old plan b6522fde9c91, new plan 024d33cca8f1

    messages             old       new
      cart  email          2         1  -1
      all                  2         1  -1
      1 day with another number of messages

    people                old       new
      known                 3         3
      get messages          2         1  -1
      1 get none any more
      1 get another number of messages, these included

    journeys                          old       new
      cart  leave as bought             0         1  +1
      cart  leave as completed          3         2  -1

    kept back: no difference

    assumed
      nobody is in a journey when the recording begins
      every message is answered `sent` after 1 s
      no `fetch` is answered, so its timeout decides; no `approve` is answered, so its timeout decides
      timers go on until 2026-05-08T12:00:00Z; days are those of Europe/Paris
    ");
}

#[test]
fn a_cap_skips_the_second_message_of_a_day() {
    let mut lines = Lines::default();
    lines.known("lea", "2026-05-01T09:00:00Z");
    lines.agrees("lea", "2026-05-01T09:00:01Z");
    for hour in [10, 12, 14] {
        lines.did("lea", "Cart Updated", &format!("2026-05-01T{hour}:00:00Z"), r#"{"value":80}"#);
    }
    let capped = SHOP.replace("from=\"shop@example.com\"", "from=\"shop@example.com\" { cap 1 per=day }");
    let told = under(&plan(SHOP), &plan(&capped), &lines.0);
    assert_eq!(told.all_messages(), pair(3, 1));
    let withheld: Vec<_> = told.withheld.iter().map(|row| (&*row.result, &*row.reason, row.count)).collect();
    assert_eq!(withheld, [("skipped", "cap", pair(0, 2))]);
    assert_eq!((told.people.only_old, told.people.other_number), (0, 1));
}

#[test]
fn a_wider_segment_reaches_people_who_got_nothing() {
    let mut lines = Lines::default();
    for (who, orders) in [("lea", 9), ("tom", 4), ("max", 1)] {
        lines.known(who, "2026-05-01T09:00:00Z");
        lines.agrees(who, "2026-05-01T09:00:01Z");
        lines.has(who, "2026-05-02T09:00:00Z", &format!(r#"{{"orders":{orders}}}"#));
    }
    let wider = SHOP.replace("profile.orders >= 5", "profile.orders >= 3");
    let limits = Limits { contacts: Some(0), change: Some(50) };
    let told = with(&plan(SHOP), &plan(&wider), &lines.0, &settings(), limits);
    assert_eq!(told.all_messages(), pair(1, 2));
    assert_eq!((told.people.only_new, told.people.only_old), (1, 0));
    assert!(told.is_refused());
    let limits: Vec<_> =
        told.limits.iter().map(|limit| (limit.found, limit.exceeded, &*limit.sentence)).collect();
    assert_eq!(
        limits,
        [
            (Some(1), true, "1 person would get messages and got none before; 0 are allowed"),
            (Some(100), true, "1 message more or less than the 1 before, 100 %; 50 % are allowed"),
        ]
    );
}

#[test]
fn lines_that_are_not_understood_are_told_with_their_numbers() {
    let mut lines = Lines::default();
    lines.known("lea", "2026-05-01T09:00:00Z");
    lines.0.push_str("nonsense\n\n[]\n{\"type\":\"track\"}\n");
    lines.did("lea", "Cart Opened", "2026-05-01T10:00:00Z", "{}");
    lines.did("lea", "Cart Updated", "2026-05-01T10:00:00Z", r#"{"value":"much"}"#);
    lines.did("lea", "Cart Updated", "yesterday", r#"{"value":1}"#);
    let knows = SHOP.replace("event \"Order Completed\"", "event \"Cart Opened\"\nevent \"Order Completed\"");
    let told = under(&plan(SHOP), &plan(&knows), &lines.0);
    let aside = told.recording.set_aside;
    let first: Vec<String> = aside
        .first
        .iter()
        .map(|place| {
            format!(
                "{}: {} / {}",
                place.line,
                place.old.as_deref().unwrap_or("-"),
                place.new.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_snapshot!(first.join("\n"), @r"
    2: the line is no JSON object, at column 2 / the line is no JSON object, at column 2
    4: the line has no `type` / the line has no `type`
    5: the message names nobody: give `userId` or `anonymousId` / the message names nobody: give `userId` or `anonymousId`
    6: the event `Cart Opened` is not declared / -
    7: `value` is not a valid decimal / `value` is not a valid decimal
    8: its timestamp is no moment / its timestamp is no moment
    ");
    assert_eq!((told.recording.lines, aside.lines, aside.old, aside.new), (7, 6, 6, 5));
    assert!(told.differs, "one plan takes a line that the other does not");
}

#[test]
fn what_was_before_is_lived_and_not_counted() {
    let (old, new) = (plan(SHOP), plan(SHOP));
    let noon = "2026-05-01T10:30:00Z".parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let span = Span { since: Some(noon), ..Span::default() };
    let told = with(&old, &new, &three(), &Settings { span, ..settings() }, Limits::default());
    let journey = told.journeys.iter().find(|journey| journey.journey == "cart").unwrap();
    // Everybody came in at ten, the messages left at eleven.
    assert_eq!((journey.entered, told.all_messages()), (pair(0, 0), pair(2, 2)));
}

#[test]
fn names_that_lead_together_lead_to_one_person_over_the_whole_recording() {
    let mut lines = Lines::default();
    let visitor = |at: &str| {
        format!(
            "{{\"type\":\"track\",\"anonymousId\":\"a1\",\"event\":\"Cart Updated\",\"properties\":{{\"value\":80}},\
             \"timestamp\":\"{at}\",\"messageId\":\"{at}\"}}\n"
        )
    };
    lines.0.push_str(&visitor("2026-05-01T08:00:00Z"));
    lines.known("lea", "2026-05-01T09:00:00Z");
    lines.agrees("lea", "2026-05-01T08:30:00Z");
    lines.0.push_str(
        "{\"type\":\"identify\",\"userId\":\"lea\",\"anonymousId\":\"a1\",\"timestamp\":\"2026-05-01T09:30:00Z\",\"messageId\":\"m\"}\n",
    );
    lines.0.push_str(&visitor("2026-05-01T10:00:00Z"));
    let told = under(&plan(SHOP), &plan(SHOP), &lines.0);
    assert_eq!((told.people.known.new, told.people.contacted.new, told.all_messages().new), (1, 1, 1));
}

#[test]
fn a_new_event_gives_nobody_another_arm() {
    let tests = SHOP.replace("    send reminder", "    experiment words {\n        arm short weight=50\n        arm long weight=50\n    }\n    send reminder");
    let knows =
        tests.replace("event \"Order Completed\"", "event \"Page Viewed\"\nevent \"Order Completed\"");
    let mut lines = Lines::default();
    for number in 0..60 {
        let who = format!("u{number}");
        lines.0.push_str(&format!(
            "{{\"type\":\"page\",\"userId\":\"{who}\",\"timestamp\":\"2026-05-01T08:00:00Z\",\"messageId\":\"p{who}\"}}\n"
        ));
        lines.known(&who, "2026-05-01T09:00:00Z");
        lines.did(&who, "Cart Updated", "2026-05-01T10:00:00Z", r#"{"value":80}"#);
    }
    let told = under(&plan(&tests), &plan(&knows), &lines.0);
    assert_eq!(told.arms.iter().map(|arm| arm.count.old).sum::<u64>(), 60);
    assert!(told.arms.iter().all(|arm| arm.count.is_same()), "{:?}", told.arms);
}

#[test]
fn questions_and_approvals_are_answered_as_was_said() {
    let asks = SHOP.replace("    send reminder", "    approve look by=growth question=\"is it right?\" {\n        refused { end no }\n        timeout after=\"2d\" { end late }\n    }\n    send reminder");
    let plan = plan(&asks);
    for (approve, messages) in [(Reply::Silent, 0), (Reply::Yes, 1), (Reply::No, 0)] {
        let mut lines = Lines::default();
        lines.known("lea", "2026-05-01T09:00:00Z");
        lines.agrees("lea", "2026-05-01T09:00:01Z");
        lines.did("lea", "Cart Updated", "2026-05-01T10:00:00Z", r#"{"value":80}"#);
        let told = with(&plan, &plan, &lines.0, &Settings { approve, ..settings() }, Limits::default());
        assert_eq!(told.all_messages().new, messages, "{approve:?}: {:?}", told.journeys);
    }
}

#[test]
fn a_comment_fits_whatever_differs() {
    let mut lines = Lines::default();
    for number in 0..3_000 {
        lines.known(&format!("u{number}"), "2026-05-01T09:00:00Z");
        lines.0.push_str(&format!("{{\"broken\":{number}\n"));
    }
    let journeys: String =
        (0..900).map(|number| SHOP_JOURNEY.replace("extra", &format!("extra-{number}"))).collect();
    let new = plan(&format!("{SHOP}{journeys}"));
    lines.agrees("u1", "2026-05-01T09:00:01Z");
    lines.did("u1", "Cart Updated", "2026-05-01T10:00:00Z", r#"{"value":80}"#);
    let told = under(&plan(SHOP), &new, &lines.0);
    let comment = markdown(&told, Some("days.svg"));
    assert!(comment.chars().count() <= 65_536, "{} characters", comment.chars().count());
    assert!(comment.contains("are not shown here") && comment.contains("![Messages per day"), "{comment}");
}

const SHOP_JOURNEY: &str = r#"
journey extra { purpose news; enter on="Cart Updated"; send mail via=email template=reminder }
"#;

#[test]
fn the_chart_groups_days_when_there_are_many() {
    let mut lines = Lines::default();
    lines.known("lea", "2026-01-01T09:00:00Z");
    lines.agrees("lea", "2026-01-01T09:00:01Z");
    for month in 1..=12 {
        lines.did("lea", "Cart Updated", &format!("2026-{month:02}-05T10:00:00Z"), r#"{"value":80}"#);
    }
    let told = under(&plan(SHOP), &plan(SHOP), &lines.0);
    let picture = chart(&told);
    assert!(picture.contains("Messages in 6 days under the old and the new plan"), "{picture}");
    let bars = picture.matches("class=\"old\"").count() - 1;
    assert!((40..=62).contains(&bars), "{bars} bars");
}
