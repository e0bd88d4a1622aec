//! What a step does, in words.

use super::Teller;
use crate::graph::Kind;
use crate::words::Word;
use crate::words::duration::{clock, listed, offset, period, weekdays};
use filrouge_plan::{
    Action, Approve, Assignment, Call, DateWait, Digest, DigestWindow, Fetch, Instead, Join, Parallel,
    Repeat, Send, Step, Wait, WaitUntil, Window, address,
};

impl Teller<'_> {
    /// The kind of a step, and what it does besides its name.
    pub fn told(&self, step: &Step) -> (Kind, Vec<String>) {
        match &step.action {
            Action::Wait(wait) => (Kind::Wait, self.wait(wait, &self.step(&step.name))),
            Action::WaitUntil(wait) => (Kind::WaitUntil, self.wait_until(wait)),
            Action::Split(_) => (Kind::Split, Vec::new()),
            Action::Experiment(_) => (Kind::Experiment, Vec::new()),
            Action::Send(send) => (Kind::Send, self.send(send)),
            Action::Update(update) => (Kind::Update, names(&update.set)),
            Action::Emit(emit) => (Kind::Emit, vec![emit.event.clone()]),
            Action::Parallel(_) => (Kind::Parallel, Vec::new()),
            Action::Approve(approve) => (Kind::Approve, self.approve(approve)),
            Action::Repeat(repeat) => (Kind::Repeat, self.repeat(repeat, &step.name)),
            Action::Digest(digest) => (Kind::Digest, self.digest(digest, &self.step(&step.name))),
            Action::Fetch(fetch) => (Kind::Fetch, self.fetch(fetch)),
            Action::StopJourney(stop) => (Kind::StopJourney, vec![stop.journey.clone()]),
            Action::Call(Call { journey, .. }) => (Kind::Call, vec![journey.clone()]),
            Action::Start(Call { journey, .. }) => (Kind::Start, vec![journey.clone()]),
        }
    }

    pub fn wait(&self, wait: &Wait, address: &str) -> Vec<String> {
        match wait {
            Wait::For(length) => vec![period(*length, self.language)],
            Wait::Until { minute, weekdays: days, days: of_month } => {
                vec![format!("{} {}", self.word(Word::Until), self.moment(*minute, days, of_month))]
            }
            Wait::Date(wait) => self.date(wait, address),
            Wait::Window(window) => vec![self.window(window)],
            Wait::Spread { wait, millis } => {
                let length = filrouge_plan::Period { millis: *millis, ..filrouge_plan::Period::default() };
                let spread = format!("{} {}", self.word(Word::Spread), period(length, self.language));
                self.wait(wait, address).into_iter().chain([spread]).collect()
            }
        }
    }

    fn moment(&self, minute: Option<u16>, days: &[u8], of_month: &[u8]) -> String {
        let of_month: Vec<String> = of_month.iter().map(u8::to_string).collect();
        let of_month = (!of_month.is_empty()).then(|| {
            let days = listed(&of_month, self.word(Word::And));
            format!("{} {days} {}", self.word(Word::OnDays), self.word(Word::OfMonth))
        });
        let days = (!days.is_empty()).then(|| weekdays(days, self.language));
        minute.map(clock).into_iter().chain(days).chain(of_month).collect::<Vec<_>>().join(", ")
    }

    fn window(&self, Window { from, to, weekdays: days }: &Window) -> String {
        let (between, and) = (self.word(Word::Between), self.word(Word::And));
        let until = self.word(Word::Until);
        let hours = format!("{until} {between} {} {and} {}", clock(*from), clock(*to));
        if days.is_empty() { hours } else { format!("{hours}, {}", weekdays(days, self.language)) }
    }

    fn date(&self, wait: &DateWait, address: &str) -> Vec<String> {
        let date = self.places.words(&address::date(address)).unwrap_or_default();
        let distance = offset(wait.offset, self.language);
        let at = wait.minute.map(|minute| format!(", {} {}", self.word(Word::At), clock(minute)));
        let until = self.word(Word::Until);
        let mut lines = vec![format!("{until} {distance}{date}{}", at.unwrap_or_default())];
        for (when, then) in [(Word::Past, &wait.past), (Word::Absent, &wait.absent)] {
            if *then == Instead::Exit {
                lines.push(self.language.about(self.word(when), self.word(Word::Departs)));
            }
        }
        lines
    }

    fn wait_until(&self, wait: &WaitUntil) -> Vec<String> {
        let resets =
            wait.resets.iter().map(|reset| format!("{} {}", self.word(Word::StartsAnew), reset.name));
        [self.word(Word::FirstOf).to_owned()]
            .into_iter()
            .filter(|_| wait.arms.len() > 1)
            .chain(resets)
            .collect()
    }

    fn send(&self, send: &Send) -> Vec<String> {
        let over = format!("{} · {}", send.via.join(", "), send.template);
        let purpose = format!("{} {}", self.word(Word::ForPurpose), send.purpose);
        let hour =
            send.at.map(|at| format!("{} {}", self.word(Word::BestHour), period(at.window, self.language)));
        [over, purpose].into_iter().chain(hour).collect()
    }

    /// How many ways must be through where they come together.
    pub fn joined(&self, parallel: &Parallel) -> String {
        let ways = self.word(Word::Ways);
        match parallel.join {
            Join::All => format!("{} {} {ways}", self.word(Word::AllOf), parallel.branches.len()),
            Join::First(count) => format!("{} {count} {ways}", self.word(Word::FirstOfMany)),
        }
    }

    fn approve(&self, approve: &Approve) -> Vec<String> {
        let asks = format!("{} {}", self.word(Word::Asks), approve.by);
        [asks].into_iter().chain(approve.question.clone()).collect()
    }

    fn repeat(&self, repeat: &Repeat, step: &str) -> Vec<String> {
        let most = format!("{} {} {}", self.word(Word::AtMost), repeat.max, self.word(Word::Rounds));
        let every =
            repeat.every.map(|it| format!("{} {}", self.word(Word::Every), period(it, self.language)));
        let condition = |word: Word, arm: &str| {
            let words = self.condition(&self.arm(step, arm))?;
            Some(format!("{} {words}", self.word(word)))
        };
        let conditions = [condition(Word::While, "while"), condition(Word::Until, "until")];
        [most].into_iter().chain(every).chain(conditions.into_iter().flatten()).collect()
    }

    fn digest(&self, digest: &Digest, address: &str) -> Vec<String> {
        let length = match digest.window {
            DigestWindow::For(length) => {
                format!("{} {}", self.word(Word::ForLength), period(length, self.language))
            }
            DigestWindow::Until(minute) => format!("{} {}", self.word(Word::Until), clock(minute)),
        };
        vec![format!("{} {}", self.word(Word::Collects), self.event(&digest.event, address)), length]
    }

    fn fetch(&self, fetch: &Fetch) -> Vec<String> {
        let asks = format!("{} {}", self.word(Word::Asks), fetch.connector);
        let purpose = format!("{} {}", self.word(Word::ForPurpose), fetch.purpose);
        let answers: Vec<String> = fetch.answer.iter().map(|field| field.name.clone()).collect();
        let answer = self.language.about(self.word(Word::Answers), &answers.join(", "));
        [asks, purpose].into_iter().chain([answer].into_iter().filter(|_| !answers.is_empty())).collect()
    }
}

fn names(set: &[Assignment]) -> Vec<String> {
    vec![set.iter().map(|it| it.name.as_str()).collect::<Vec<_>>().join(", ")]
}
