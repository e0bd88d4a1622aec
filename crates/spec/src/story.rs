//! What follows from inputs: decisions and messages in words, and why.

use filrouge_explain::{Look, explain, sentence, shown, told, who};
use filrouge_machine::{Decision, Id, Message, Verdict};
use filrouge_plan::Bundle;
use filrouge_plan::scenario::Scenario;
use filrouge_simulate::World;
use jiff::tz::TimeZone;
use std::fmt::Write;

/// One person's story.
pub(crate) struct Story<'w> {
    pub(crate) world: &'w World<'w>,
    pub(crate) bundle: &'w Bundle,
    pub(crate) scenario: &'w Scenario,
}

impl Story<'_> {
    /// Each decision in a line, and what each message says.
    pub(crate) fn effects(&self) -> String {
        let zone = self.zone();
        let mut out = String::new();
        for decision in self.decisions() {
            let said = sentence(&decision.verdict, &zone);
            let _ = writeln!(
                out,
                "{}  {}  {said}",
                shown(decision.at, &zone),
                who(&decision.journey, decision.step.as_deref())
            );
            self.message(decision).into_iter().for_each(|message| letter(message, &mut out));
        }
        if out.is_empty() { "nothing\n".to_owned() } else { out }
    }

    /// Why: the decisions of the step called `only`, or about the journey itself under its name; all for no name.
    pub(crate) fn explained(&self, only: &str) -> String {
        let look = Look { color: false, unicode: true, zone: self.zone(), tell: str::to_owned };
        let wanted = |it: &&Decision| match it.step.as_deref() {
            _ if only.is_empty() => true,
            Some(step) => step == only,
            None => it.is_about(only),
        };
        let told = self.decisions().filter(wanted).map(|decision| {
            let told = told(&explain(0, Id(0), decision.clone(), Some(self.bundle)), &look);
            without_hashes(&told)
        });
        told.collect::<Vec<_>>().join("\n")
    }

    /// Decisions behind those that `given` led to.
    fn decisions(&self) -> impl Iterator<Item = &Decision> {
        let given = self.scenario.given.consents.len();
        let all = self.world.decisions.iter().enumerate();
        all.filter(move |(index, it)| *index >= given || !it.journey.is_empty()).map(|(_, decision)| decision)
    }

    fn message(&self, decision: &Decision) -> Option<&Message> {
        let Verdict::Queued { effect, .. } = &decision.verdict else { return None };
        self.world.messages.iter().find(|message| message.effect == *effect)
    }

    fn zone(&self) -> TimeZone {
        TimeZone::get(&self.bundle.plan.project.timezone).unwrap_or(TimeZone::UTC)
    }
}

fn letter(message: &Message, out: &mut String) {
    let _ = writeln!(out, "    to: {}", message.to);
    for (part, text) in [("subject", &message.subject), ("text", &message.text)] {
        if let Some(text) = text {
            let _ = writeln!(out, "    {part}: {}", text.trim().replace('\n', "\n        "));
        }
    }
}

/// Hashes follow from every letter of the plan: a page would change with things that it is not about.
fn without_hashes(told: &str) -> String {
    let lines = told.lines().enumerate().map(|(index, line)| match line.split_once("  plan ") {
        Some((place, _)) if (1..=2).contains(&index) => place,
        _ => line,
    });
    lines.map(|line| format!("{line}\n")).collect()
}
