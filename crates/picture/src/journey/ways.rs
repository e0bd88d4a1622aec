//! Where a step leads, and when.

use super::{Teller, Way};
use crate::graph::Manner;
use crate::words::Word;
use crate::words::duration::period;
use filrouge_plan::{
    Action, Approve, Arm, Branch, Call, Experiment, ExperimentArm, Fetch, Instead, OnOutcome, Parallel,
    Repeat, Send, Split, Step, Target, Timeout, Wait, WaitUntil, Way as SplitWay,
};

/// The arms of the plan that have no name of the author's.
const TIMEOUT: &str = "timeout";
const OTHERWISE: &str = "otherwise";

impl<'p> Teller<'p> {
    pub fn ways(&self, step: &'p Step) -> Vec<Way<'p>> {
        let name = &step.name;
        match &step.action {
            Action::Wait(wait) => self.skips(wait).into_iter().chain([Way::plain(&step.next)]).collect(),
            Action::WaitUntil(wait) => self.first_of(name, wait),
            Action::Split(split) => self.split(name, split),
            Action::Experiment(experiment) => self.experiment(name, experiment),
            Action::Parallel(parallel) => self.parallel(step, parallel),
            Action::Approve(approve) => self.approved(step, approve),
            Action::Repeat(repeat) => self.rounds(step, repeat),
            Action::Send(Send { on, .. }) | Action::Call(Call { on, .. }) => {
                self.outcomes(name, on).into_iter().chain([Way::plain(&step.next)]).collect()
            }
            Action::Fetch(fetch) => self.fetched(step, fetch),
            Action::Update(_)
            | Action::Emit(_)
            | Action::Digest(_)
            | Action::StopJourney(_)
            | Action::Start(_) => vec![Way::plain(&step.next)],
        }
    }

    /// A way by the arm called `arm`.
    fn by(&self, step: &str, arm: &str, to: &'p Target, label: String, manner: Manner) -> Way<'p> {
        Way { to, label, manner, address: Some(self.arm(step, arm)), behind: false }
    }

    fn skips(&self, wait: &'p Wait) -> Vec<Way<'p>> {
        match wait {
            Wait::Spread { wait, .. } => self.skips(wait),
            Wait::Date(wait) => {
                let cases = [(Word::Past, &wait.past), (Word::Absent, &wait.absent)];
                let skip = |(when, then): (Word, &'p Instead)| match then {
                    Instead::Skip(to) => Some(Way {
                        label: self.word(when).to_owned(),
                        manner: Manner::Otherwise,
                        ..Way::plain(to)
                    }),
                    Instead::Continue | Instead::Exit => None,
                };
                cases.into_iter().filter_map(skip).collect()
            }
            Wait::For(_) | Wait::Until { .. } | Wait::Window(_) => Vec::new(),
        }
    }

    fn first_of(&self, step: &str, wait: &'p WaitUntil) -> Vec<Way<'p>> {
        let arm = |arm: &'p Arm| {
            let told = self.trigger(&arm.on, &self.arm(step, &arm.name));
            let times = if arm.times > 1 { format!(" × {}", arm.times) } else { String::new() };
            let label = self.language.about(&arm.name, &format!("{told}{times}"));
            self.by(step, &arm.name, &arm.to, label, Manner::Usual)
        };
        let timeout = wait.timeout.as_ref().map(|timeout| self.timeout(step, timeout));
        wait.arms.iter().map(arm).chain(timeout).collect()
    }

    fn timeout(&self, step: &str, timeout: &'p Timeout) -> Way<'p> {
        let after =
            timeout.after.map(|it| format!("{} {}", self.word(Word::After), period(it, self.language)));
        let until = timeout.until.as_ref().map(|it| self.wait(it, &self.arm(step, TIMEOUT)).join(", "));
        let label = after.or(until).unwrap_or_default();
        self.by(step, TIMEOUT, &timeout.to, label, Manner::Late)
    }

    fn split(&self, step: &str, split: &'p Split) -> Vec<Way<'p>> {
        let way = |way: &'p SplitWay| {
            let told = self.condition(&self.arm(step, &way.name)).unwrap_or_default();
            let label = self.language.about(&way.name, &told);
            self.by(step, &way.name, &way.to, label, Manner::Usual)
        };
        split.ways.iter().map(way).chain([self.otherwise(step, &split.otherwise)]).collect()
    }

    fn otherwise(&self, step: &str, to: &'p Target) -> Way<'p> {
        self.by(step, OTHERWISE, to, self.word(Word::Otherwise).to_owned(), Manner::Otherwise)
    }

    fn experiment(&self, step: &str, experiment: &'p Experiment) -> Vec<Way<'p>> {
        let all: u64 = experiment.arms.iter().map(|arm| u64::from(arm.weight)).sum();
        let arm = |arm: &'p ExperimentArm| {
            let share = share(u64::from(arm.weight), all);
            let control =
                if arm.control { format!(" ({})", self.word(Word::Control)) } else { String::new() };
            let label = format!("{}{control} · {share} %", arm.name);
            self.by(step, &arm.name, &arm.to, label, Manner::Usual)
        };
        experiment.arms.iter().map(arm).collect()
    }

    fn parallel(&self, step: &'p Step, parallel: &'p Parallel) -> Vec<Way<'p>> {
        let branch = |branch: &'p Branch| {
            self.by(&step.name, &branch.name, &branch.to, branch.name.clone(), Manner::Usual)
        };
        let timeout = parallel.timeout.as_ref().map(|timeout| self.timeout(&step.name, timeout));
        let behind = [Way::plain(&step.next)].into_iter().chain(timeout);
        let behind = behind.map(|way| Way { behind: true, ..way });
        parallel.branches.iter().map(branch).chain(behind).collect()
    }

    fn approved(&self, step: &'p Step, approve: &'p Approve) -> Vec<Way<'p>> {
        let (yes, no) = (self.word(Word::Approved).to_owned(), self.word(Word::Refused).to_owned());
        vec![
            Way { label: yes, ..Way::plain(&step.next) },
            self.by(&step.name, "refused", &approve.refused, no, Manner::Otherwise),
            self.timeout(&step.name, &approve.timeout),
        ]
    }

    fn rounds(&self, step: &'p Step, repeat: &'p Repeat) -> Vec<Way<'p>> {
        vec![
            Way { label: self.word(Word::Round).to_owned(), ..Way::plain(&repeat.body) },
            Way { label: self.word(Word::Then).to_owned(), ..Way::plain(&step.next) },
        ]
    }

    fn outcomes(&self, step: &str, on: &'p [OnOutcome]) -> Vec<Way<'p>> {
        let way = |on: &'p OnOutcome| {
            let label = format!("{} {}", self.word(Word::When), on.outcome);
            self.by(step, &on.outcome, &on.to, label, Manner::Otherwise)
        };
        on.iter().map(way).collect()
    }

    fn fetched(&self, step: &'p Step, fetch: &'p Fetch) -> Vec<Way<'p>> {
        let way = |on: &'p OnOutcome| {
            let is_late = on.outcome == TIMEOUT;
            let within = || format!("{} {}", self.word(Word::After), period(fetch.within, self.language));
            let label = if is_late { within() } else { format!("{} {}", self.word(Word::When), on.outcome) };
            let manner = if is_late { Manner::Late } else { Manner::Otherwise };
            self.by(&step.name, &on.outcome, &on.to, label, manner)
        };
        let otherwise = fetch.otherwise.as_ref().map(|to| self.otherwise(&step.name, to));
        fetch.on.iter().map(way).chain(otherwise).chain([Way::plain(&step.next)]).collect()
    }
}

/// A share of all weights in percent, with a tenth where it has one.
fn share(weight: u64, all: u64) -> String {
    let thousandths = (weight * 1_000 + all / 2).checked_div(all).unwrap_or_default();
    match thousandths % 10 {
        0 => (thousandths / 10).to_string(),
        tenth => format!("{}.{tenth}", thousandths / 10),
    }
}
