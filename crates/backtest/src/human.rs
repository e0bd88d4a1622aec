//! A backtest for people, as plain text.

use crate::document::{Backtest, Pair, Place};
use std::collections::BTreeSet;

/// Lines that were not understood and are shown; the document has more.
const SHOWN: usize = 5;

/// Everything that differs, messages and people always.
#[must_use]
pub fn human(told: &Backtest) -> String {
    let mut text = Text(String::new());
    text.recording(told);
    text.messages(told);
    text.people(told);
    text.journeys(told);
    let withheld = told.withheld.iter();
    let withheld = withheld.map(|row| (format!("{}  {} {}", row.journey, row.result, row.reason), row.count));
    text.section("kept back", withheld.collect());
    let arms = told.arms.iter();
    let arms = arms.map(|row| (format!("{}  {} {}", row.journey, row.experiment, row.arm), row.count));
    text.section("experiments, people by arm", arms.collect());
    text.line("");
    text.line("assumed");
    assumptions(told).iter().for_each(|line| text.line(&format!("  {line}")));
    text.limits(told);
    text.0
}

struct Text(String);

impl Text {
    fn line(&mut self, line: &str) {
        self.0.push_str(line.trim_end());
        self.0.push('\n');
    }

    fn recording(&mut self, told: &Backtest) {
        let recording = &told.recording;
        let span = match (&recording.from, &recording.to) {
            (Some(from), Some(to)) => format!(", {from} to {to}"),
            _ => String::new(),
        };
        self.line(&format!("{}{span}", many(recording.lines, "line")));
        self.line(&format!("old plan {}, new plan {}", short(&told.old), short(&told.new)));
        self.set_aside(told);
        if recording.duplicates != Pair::default() {
            let Pair { old, new } = recording.duplicates;
            self.line(&format!(
                "calls that had come before and were left out: {old} under the old plan, {new} under the new"
            ));
        }
    }

    fn set_aside(&mut self, told: &Backtest) {
        let aside = &told.recording.set_aside;
        if aside.lines == 0 {
            return;
        }
        let (lines, old, new) = (many(aside.lines, "line"), aside.old, aside.new);
        self.line(&format!("{lines} not understood: {old} by the old plan, {new} by the new"));
        let first = aside.first.iter().take(SHOWN);
        first.for_each(|place| self.line(&format!("  line {}: {}", place.line, reason(place))));
        let more = aside.lines.saturating_sub(SHOWN as u64);
        if more > 0 {
            self.line(&format!("  {more} more: `--format json` tells twenty"));
        }
    }

    fn messages(&mut self, told: &Backtest) {
        let mut rows: Vec<_> = told
            .messages
            .iter()
            .map(|row| (format!("{}  {}", row.journey, row.channel), row.count))
            .collect();
        rows.push(("all".to_owned(), told.all_messages()));
        self.table("messages", &rows);
        let days = told.days.iter().filter(|row| !row.count.is_same());
        let days: BTreeSet<&str> = days.map(|row| row.day.as_str()).collect();
        if !days.is_empty() {
            self.line(&format!("  {} with another number of messages", many(days.len() as u64, "day")));
        }
    }

    fn people(&mut self, told: &Backtest) {
        let people = &told.people;
        let mut rows =
            vec![("known".to_owned(), people.known), ("get messages".to_owned(), people.contacted)];
        if people.given_up != Pair::default() {
            rows.push(("given up, the plan goes round without end".to_owned(), people.given_up));
        }
        self.table("people", &rows);
        for (count, what) in [
            (people.only_new, "get messages and got none before"),
            (people.only_old, "get none any more"),
            (people.other_number, "get another number of messages, these included"),
        ] {
            if count > 0 {
                self.line(&format!("  {count} {what}"));
            }
        }
    }

    fn journeys(&mut self, told: &Backtest) {
        let mut rows = Vec::new();
        for journey in &told.journeys {
            let name = &journey.journey;
            rows.push((format!("{name}  come in"), journey.entered));
            let counted =
                [("leave as", &journey.exits), ("reach", &journey.goals), ("not let in,", &journey.refused)];
            for (what, counts) in counted {
                rows.extend(counts.iter().map(|one| (format!("{name}  {what} {}", one.name), one.count)));
            }
        }
        self.section("journeys", rows);
    }

    /// The rows that differ; that there is none is told as well.
    fn section(&mut self, title: &str, rows: Vec<(String, Pair)>) {
        let differing: Vec<_> = rows.iter().filter(|(_, count)| !count.is_same()).cloned().collect();
        if differing.is_empty() {
            if !rows.is_empty() {
                self.line("");
                self.line(&format!("{title}: no difference"));
            }
            return;
        }
        self.table(title, &differing);
    }

    fn table(&mut self, title: &str, rows: &[(String, Pair)]) {
        let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(title.len()) + 2;
        self.line("");
        self.line(&format!("{title:width$}  {:>9} {:>9}", "old", "new"));
        for (name, count) in rows {
            let row = format!("  {name:width$}{:>9} {:>9}  {}", count.old, count.new, change(*count));
            self.line(&row);
        }
    }

    fn limits(&mut self, told: &Backtest) {
        for limit in &told.limits {
            let verdict = if limit.exceeded { "too much" } else { "within the limit" };
            self.line(&format!("{verdict}: {} (--{})", limit.sentence, limit.limit));
        }
    }
}

/// By how much a count changes; nothing when it does not.
pub(crate) fn change(count: Pair) -> String {
    match count.new.checked_sub(count.old) {
        Some(0) => String::new(),
        Some(more) => format!("+{more}"),
        None => format!("-{}", count.old - count.new),
    }
}

/// What was taken for granted, in sentences.
pub(crate) fn assumptions(told: &Backtest) -> Vec<String> {
    let assumed = &told.assumed;
    let fetch = match assumed.fetch.as_str() {
        "failed" => "every `fetch` fails",
        _ => "no `fetch` is answered, so its timeout decides",
    };
    let approve = match assumed.approve.as_str() {
        "yes" => "every `approve` is approved",
        "no" => "every `approve` is refused",
        _ => "no `approve` is answered, so its timeout decides",
    };
    let mut lines = vec![
        "nobody is in a journey when the recording begins".to_owned(),
        format!("every message is answered `sent` after {}", duration(assumed.answered_after)),
        format!("{fetch}; {approve}"),
        format!("timers go on until {}; days are those of {}", assumed.until, assumed.zone),
    ];
    lines.extend(
        assumed.since.as_ref().map(|since| format!("what was before {since} is lived and not counted")),
    );
    if told.recording.untimed > 0 {
        let lines_of = many(told.recording.untimed, "line");
        lines.push(format!("{lines_of} without a timestamp: known from the beginning on"));
    }
    lines
}

fn duration(millis: i64) -> String {
    if millis % 1000 == 0 { format!("{} s", millis / 1000) } else { format!("{millis} ms") }
}

/// Why a line was not understood.
pub(crate) fn reason(place: &Place) -> String {
    match (&place.old, &place.new) {
        (Some(old), Some(new)) if old == new => old.clone(),
        (Some(old), Some(new)) => format!("{old} (old plan); {new} (new plan)"),
        (Some(old), None) => format!("{old} (old plan only)"),
        (None, Some(new)) => format!("{new} (new plan only)"),
        (None, None) => String::new(),
    }
}

/// The start of a hash.
pub(crate) fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

pub(crate) fn people(count: u64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

pub(crate) fn many(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
