//! A backtest as Markdown: a comment under a pull request.

use crate::document::{Backtest, Pair};
use crate::human::{assumptions, change, many, people as counted, reason, short};

/// GitHub takes comments of 65,536 characters.
const LONGEST: usize = 60_000;

/// The backtest as a heading, a sentence and tables. What does not fit into a comment is counted. `chart` is where the picture
/// lies, when there is one.
#[must_use]
pub fn markdown(told: &Backtest, chart: Option<&str>) -> String {
    let mut out = Out { text: format!("### filrouge backtest: {}\n\n", verdict(told)), hidden: 0 };
    for limit in &told.limits {
        let mark = if limit.exceeded { "❌ too much" } else { "✅ within the limit" };
        out.push(&format!("- {mark}: {} (`--{}`)\n", limit.sentence, limit.limit));
    }
    if !told.limits.is_empty() {
        out.push("\n");
    }
    out.push(&people(told));
    if let Some(chart) = chart {
        out.push(&format!("\n![Messages per day under the old and the new plan]({chart})\n"));
    }
    let mut messages: Vec<_> = told
        .messages
        .iter()
        .map(|row| (format!("{} | {}", name(&row.journey), name(&row.channel)), row.count))
        .collect();
    messages.push(("**all** | ".to_owned(), told.all_messages()));
    out.table("", "journey | channel", messages);
    out.details(told);
    out.set_aside(told);
    out.push(&format!(
        "\n<sub>Plans {} and {}. Assumed: {}.</sub>\n",
        short(&told.old),
        short(&told.new),
        assumptions(told).join("; ")
    ));
    out.end()
}

fn verdict(told: &Backtest) -> String {
    let Pair { old, new } = told.all_messages();
    if told.is_refused() {
        return format!("too much changes ({old} → {new} messages)");
    }
    if told.differs { format!("{old} → {new} messages") } else { "no difference".to_owned() }
}

fn people(told: &Backtest) -> String {
    let people = &told.people;
    let Pair { old, new } = people.contacted;
    format!(
        "{}, {}. People who get messages: {old} → {new}; {} got none before, {} get none any more, {} get another number.\n",
        many(told.recording.lines, "line"),
        counted(people.known.new),
        people.only_new,
        people.only_old,
        people.other_number,
    )
}

struct Out {
    text: String,
    hidden: usize,
}

impl Out {
    /// Adds `more` when there is room for it.
    fn push(&mut self, more: &str) {
        if self.text.chars().count() + more.chars().count() > LONGEST {
            self.hidden += more.lines().count();
        } else {
            self.text.push_str(more);
        }
    }

    fn details(&mut self, told: &Backtest) {
        let mut rows = Vec::new();
        for journey in &told.journeys {
            let of = name(&journey.journey);
            rows.push((format!("{of} | come in"), journey.entered));
            for (what, counts) in
                [("leave as", &journey.exits), ("reach", &journey.goals), ("not let in,", &journey.refused)]
            {
                rows.extend(
                    counts.iter().map(|one| (format!("{of} | {what} {}", name(&one.name)), one.count)),
                );
            }
        }
        let withheld = told.withheld.iter();
        rows.extend(
            withheld
                .map(|row| (format!("{} | {} {}", name(&row.journey), row.result, row.reason), row.count)),
        );
        let arms = told.arms.iter();
        rows.extend(arms.map(|row| {
            (format!("{} | {}, arm {}", name(&row.journey), name(&row.experiment), name(&row.arm)), row.count)
        }));
        rows.retain(|(_, count)| !count.is_same());
        self.table("What else differs", "journey | what", rows);
        let days = told.days.iter().filter(|row| !row.count.is_same());
        let days = days
            .map(|row| (format!("{} | {}, {}", row.day, name(&row.journey), name(&row.channel)), row.count));
        self.table("Days that differ", "day | messages", days.collect());
    }

    fn set_aside(&mut self, told: &Backtest) {
        let aside = &told.recording.set_aside;
        if aside.lines == 0 {
            return;
        }
        let (lines, old, new) = (many(aside.lines, "line"), aside.old, aside.new);
        self.push(&format!("\n{lines} not understood: {old} by the old plan, {new} by the new.\n\n"));
        for place in &aside.first {
            self.push(&format!("- line {}: {}\n", place.line, name(&reason(place))));
        }
        let more = aside.lines.saturating_sub(aside.first.len() as u64);
        if more > 0 {
            self.push(&format!("- and {more} more\n"));
        }
    }

    /// A table; under a title it is folded.
    fn table(&mut self, title: &str, columns: &str, rows: Vec<(String, Pair)>) {
        if rows.is_empty() {
            return;
        }
        if !title.is_empty() {
            self.push(&format!("\n<details><summary>{title}</summary>\n"));
        }
        self.push(&format!("\n| {columns} | old | new | |\n|---|---|--:|--:|--:|\n"));
        for (row, count) in rows {
            self.push(&format!("| {row} | {} | {} | {} |\n", count.old, count.new, change(count)));
        }
        if !title.is_empty() {
            self.text.push_str("\n</details>\n");
        }
    }

    fn end(mut self) -> String {
        if self.hidden > 0 {
            let hidden = many(self.hidden as u64, "line");
            self.text.push_str(&format!("\n{hidden} are not shown here; run `filrouge backtest`.\n"));
        }
        self.text
    }
}

/// A name that cannot end a cell of a table or begin a tag.
fn name(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('\n', " ")
}
