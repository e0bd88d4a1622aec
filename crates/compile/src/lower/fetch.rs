//! `fetch`, lowered.

use super::origins::Thread;
use super::step::{Here, assignments, target};
use filrouge_model::step::{Fetch, OnFetch, PathPart};
use filrouge_plan::{self as plan, TIMEOUT, address};

/// The arm of every outcome that has none of its own.
const OTHERWISE: &str = "otherwise";

impl Here<'_> {
    pub fn fetch(&self, fetch: &Fetch, thread: &mut Thread<'_>) -> Option<plan::Fetch> {
        let purpose = fetch.purpose.value().or(self.journey.purpose.value())?;
        let timeout = fetch.timeout.as_ref()?;
        thread.mark(self.arm(TIMEOUT), timeout.at);
        let late = plan::OnOutcome { outcome: TIMEOUT.to_owned(), to: target(timeout.to, self.journey) };
        let on = fetch.on.iter().filter_map(|on| self.on_fetch(on, thread)).chain([late]).collect();
        let otherwise = fetch.otherwise.map(|(at, to)| {
            thread.mark(self.arm(OTHERWISE), at);
            target(to, self.journey)
        });
        Some(plan::Fetch {
            connector: fetch.from.as_ref()?.name.value.to_string(),
            purpose: purpose.name.value.to_string(),
            path: self.path(&fetch.path, thread),
            query: assignments(&address::part(&self.address, "query"), &fetch.query, thread),
            with: self.assignments(&fetch.with, thread),
            tells: fetch.tells(),
            answer: fetch.answer.iter().filter_map(filrouge_model::Field::lower).collect(),
            cache: fetch.cache.value().copied(),
            within: timeout.after.as_ref()?.value,
            on,
            otherwise,
        })
    }

    fn path(&self, path: &[PathPart], thread: &mut Thread<'_>) -> Vec<plan::PathPart> {
        let place = address::part(&self.address, "path");
        let part = |part: &PathPart| match part {
            PathPart::Text(text) => Some(plan::PathPart::Text(text.to_string())),
            PathPart::Value(text, value) => {
                let name = text.to_string();
                let value = thread.program(address::assignment(&place, &name), value.as_ref()?);
                Some(plan::PathPart::Value(plan::Assignment { name, value }))
            }
        };
        path.iter().filter_map(part).collect()
    }

    fn on_fetch(&self, on: &OnFetch, thread: &mut Thread<'_>) -> Option<plan::OnOutcome> {
        let outcome = on.outcome.as_ref()?.value.word();
        thread.mark(self.arm(outcome), on.at);
        Some(plan::OnOutcome { outcome: outcome.to_owned(), to: target(on.to, self.journey) })
    }
}
