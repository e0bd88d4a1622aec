//! `filrouge top`: how busy a running daemon is.

use crate::admin::{Answer, ask};
use crate::arguments::{Daemon, Output};
use crate::commands::check::counted;
use crate::commands::status::{disk, health, kept_from_leaving, shared};
use crate::exit::{Exit, Outcome};
use crate::terminal::Terminal;
use crate::why::short;
use jiff::Timestamp;
use reqwest::Method;
use serde_json::Value;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Looks every so many seconds, so often or until the process is ended. What is per second is told from the second look on. A
/// daemon that was there and is not there now is waited for.
pub fn run(daemon: &Daemon, every: u64, times: Option<u64>, terminal: &Terminal) -> Outcome {
    let mut before = None;
    for look in 1.. {
        match ask(daemon, Method::GET, "/admin/v1/status", None) {
            Ok(answer) => before = Some(show(daemon, answer, before, terminal)),
            Err(failure) if before.is_none() => return Err(failure),
            Err(failure) => {
                let told = terminal.style.language.tell(&failure.to_string()).into_owned();
                terminal.repaint(&format!("{}  {}\n{told}\n", daemon.url, now()));
            }
        }
        if times.is_some_and(|times| look >= times) {
            break;
        }
        sleep(Duration::from_secs(every));
    }
    Ok(Exit::Clean)
}

/// An answer, and when it came.
type Look = (Answer, Instant);

fn show(daemon: &Daemon, answer: Answer, before: Option<Look>, terminal: &Terminal) -> Look {
    let at = Instant::now();
    match daemon.format {
        Output::Json => terminal.say(&answer.body.to_string()),
        Output::Human => {
            let since = before.as_ref().map(|(before, since)| (before, (at - *since).as_secs_f64()));
            let told = terminal.told(&screen(&answer, since, terminal));
            terminal.repaint(&format!("{}  {}\n{told}", daemon.url, now()));
        }
    }
    (answer, at)
}

fn now() -> String {
    filrouge_explain::shown(Timestamp::now().as_millisecond(), &jiff::tz::TimeZone::system())
}

/// What there is to see: how things stand, and what was done in a second since the look `before`, so many seconds ago.
fn screen(answer: &Answer, before: Option<(&Answer, f64)>, terminal: &Terminal) -> String {
    let mut text = String::new();
    let mut row = |name: &str, what: String| {
        let _ = writeln!(text, "{name:<12}{what}");
    };
    row("health", health(answer, terminal));
    row("plan", format!("{}  {}", short(answer.text("/plan/active")), disk(answer, terminal)));
    row("holds", held(answer));
    row("waits", waits(answer));
    row("late", late(answer, terminal));
    if let Some(before) = before {
        row(
            "events",
            rates(
                answer,
                before,
                &[("applied", "taken"), ("duplicates", "twice"), ("quarantined", "set aside")],
            ),
        );
        let outcomes =
            [("sent", "sent"), ("failed", "failed"), ("unknown", "unknown"), ("retried", "tried again")];
        row("messages", rates(answer, before, &outcomes));
        row("questions", rates(answer, before, &[("answered", "answered"), ("unfit", "unfit")]));
        row("withheld", withheld(answer, before, terminal));
    }
    text + &shared(answer, terminal) + &kept_from_leaving(answer, terminal)
}

fn held(answer: &Answer) -> String {
    let all = [("person", "people"), ("timer", "timers"), ("decision", "decisions")];
    let counts = all.map(|(one, many)| {
        counted(usize::try_from(answer.number(&format!("/{many}"))).unwrap_or(usize::MAX), one, many)
    });
    counts.join(", ")
}

fn waits(answer: &Answer) -> String {
    format!(
        "{} to be written, {} messages ({} with a service), {} in quarantine",
        answer.number("/queued"),
        answer.number("/outbox/waiting") + answer.number("/outbox/in_flight"),
        answer.number("/outbox/in_flight"),
        answer.number("/quarantine")
    )
}

/// Up to a second nothing is late: that is how long a look may take.
fn late(answer: &Answer, terminal: &Terminal) -> String {
    let late = ["timers", "messages"].map(|name| (name, answer.number(&format!("/late/{name}")) / 1_000));
    let late: Vec<_> = late.iter().filter(|(_, seconds)| *seconds > 0).collect();
    if late.is_empty() {
        return terminal.paint("32", "nothing");
    }
    let told: Vec<_> = late.iter().map(|(name, seconds)| format!("{name} by {seconds} s")).collect();
    terminal.paint("31;1", &told.join(", "))
}

/// What was done in a second, by the members of `done` and the words for them.
fn rates(answer: &Answer, before: (&Answer, f64), words: &[(&str, &str)]) -> String {
    let rate = |(member, word): &(&str, &str)| {
        let path = format!("/done/{member}");
        format!("{} {word}", per_second(answer.number(&path), before.0.number(&path), before.1))
    };
    words.iter().map(rate).collect::<Vec<_>>().join(", ") + " a second"
}

/// The reasons that kept messages from leaving since the last look, the most frequent first.
fn withheld(answer: &Answer, (before, seconds): (&Answer, f64), terminal: &Terminal) -> String {
    let known = reasons(before);
    let more = reasons(answer).into_iter().map(|(why, count)| {
        let then = known.get(&why).copied().unwrap_or(0);
        (count.saturating_sub(then), terminal.told(&format!("{} {why}", per_second(count, then, seconds))))
    });
    let mut more: Vec<(u64, String)> = more.filter(|(times, _)| *times > 0).collect();
    more.sort_by_key(|(times, _)| Reverse(*times));
    let told: Vec<String> = more.into_iter().take(MOST).map(|(_, text)| text).collect();
    if told.is_empty() { "nothing".to_owned() } else { told.join(", ") + " a second" }
}

/// What kept messages from leaving, and how often.
fn reasons(answer: &Answer) -> BTreeMap<String, u64> {
    let rows = answer.body.pointer("/done/withheld").and_then(Value::as_array).into_iter().flatten();
    let reason = |row: &Value| {
        let text = |name: &str| row.get(name).and_then(Value::as_str);
        let why = format!("{} by {}", text("result")?, text("reason")?);
        Some((why, row.get("count").and_then(Value::as_u64)?))
    };
    rows.filter_map(reason).collect()
}

/// Reasons that are shown.
const MOST: usize = 4;

/// A daemon that began anew counts from 0.
fn per_second(now: u64, then: u64, seconds: f64) -> String {
    let rate = now.saturating_sub(then) as f64 / seconds;
    if rate == 0.0 || rate >= 10.0 { format!("{rate:.0}") } else { format!("{rate:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arguments::{Colour, Locale};
    use filrouge_host::Withheld;
    use filrouge_report::Language;
    use serde_json::json;
    use std::collections::BTreeSet;

    fn look(done: Value) -> Answer {
        let body = json!({
            "health": { "state": "working" },
            "plan": { "active": "932fcaf40ef2505f", "desired": "932fcaf40ef2505f", "in_step": true },
            "people": 12, "timers": 1, "decisions": 40, "queued": 1, "quarantine": 2,
            "outbox": { "waiting": 5, "in_flight": 2 },
            "late": { "timers": 999, "messages": 90_000 },
            "done": done,
            "resting": [], "paused": [], "unset": [],
        });
        Answer { status: 200, body }
    }

    #[test]
    fn what_was_done_is_told_by_the_second_and_what_kept_messages_by_how_often() {
        let held = |count| json!({ "result": "held", "reason": "quiet-hours", "count": count });
        let skipped = |count| json!({ "result": "skipped", "reason": "no-consent", "count": count });
        let before = look(json!({ "applied": 100, "sent": 7, "withheld": [held(2)] }));
        let now = look(json!({ "applied": 1_100, "sent": 8, "withheld": [held(4), skipped(30) ] }));
        let text = screen(&now, Some((&before, 2.0)), &Terminal::new(Colour::Never, Locale::En));
        insta::assert_snapshot!(text, @"
        health      working
        plan        932fcaf40ef2  what is on the disk is what runs
        holds       12 people, 1 timer, 40 decisions
        waits       1 to be written, 7 messages (2 with a service), 2 in quarantine
        late        messages by 90 s
        events      500 taken, 0 twice, 0 set aside a second
        messages    0.5 sent, 0 failed, 0 unknown, 0 tried again a second
        questions   0 answered, 0 unfit a second
        withheld    15 skipped by no-consent, 1.0 held by quiet-hours a second
        ");
    }

    /// Each line of a daemon that has something to do, and of one that has not.
    #[test]
    fn every_line_is_told_in_french() {
        let terminal = Terminal::new(Colour::Never, Locale::Fr);
        let results = Withheld::all().map(Withheld::result).collect::<BTreeSet<_>>();
        let withheld = |count: u64| -> Vec<Value> {
            results
                .iter()
                .map(|result| json!({ "result": result, "reason": "paused", "count": count }))
                .collect()
        };
        let before = look(json!({ "applied": 100, "withheld": withheld(0) }));
        let after = look(json!({ "applied": 1_100, "withheld": withheld(8) }));
        let mut quiet = look(json!({}));
        quiet.body["late"] = json!({ "timers": 0, "messages": 0 });
        quiet.body["release"] =
            json!({ "plan": "bb736e3ad722aa", "share": 1_250, "people": 7, "by": "lea", "since": 0 });
        for told in [
            screen(&after, Some((&before, 2.0)), &terminal),
            screen(&quiet, Some((&quiet, 2.0)), &terminal),
            screen(&quiet, None, &terminal),
        ] {
            let untold: Vec<&str> = told.lines().filter(|line| !Language::French.knows(line)).collect();
            assert_eq!(untold, [""; 0]);
        }
        assert_eq!(
            results.iter().map(|result| terminal.told(&format!("3 {result} by paused"))).collect::<Vec<_>>(),
            [
                "3 retenus par paused",
                "3 non demandés par paused",
                "3 rappelés par paused",
                "3 passés par paused"
            ]
        );
    }

    #[test]
    fn a_daemon_that_began_anew_counts_from_nothing() {
        assert_eq!(
            [per_second(3, 900, 2.0), per_second(5, 2, 2.0), per_second(90, 0, 2.0)],
            ["0", "1.5", "45"]
        );
    }
}
