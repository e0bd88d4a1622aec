//! Steps: which are new, gone, renamed or changed, and what becomes of people who stand on them.

use crate::changes::{Edit, Effect};
use crate::compare::{Diff, Noted, RELEASED_PER_SECOND, anybody, changed};
use crate::declared::part;
use crate::journeys::passage;
use filrouge_plan::{
    Action, Approve, Arm, Call, Digest, Emit, Experiment, ExperimentArm, Fetch, Journey, Parallel, Repeat,
    Send, Split, Step, StepPassage, StopJourney, Target, Timeout, Update, Wait, WaitUntil, address,
};
use std::collections::BTreeSet;

/// Two definitions of one journey.
#[derive(Clone, Copy)]
struct Pair<'a> {
    old: &'a Journey,
    new: &'a Journey,
    /// People inside finish on the old one.
    drains: bool,
}

pub(crate) fn compare(diff: &mut Diff<'_>, old: &Journey, new: &Journey, drains: bool) {
    let pair = Pair { old, new, drains };
    pair.unfollowed(diff);
    for before in &old.steps {
        match pair.successor(before) {
            Some(now) => pair.kept(diff, before, now),
            None => pair.gone(diff, before),
        }
    }
    for added in new.steps.iter().filter(|step| pair.predecessor(step).is_none()) {
        pair.added(diff, added);
    }
}

impl<'a> Pair<'a> {
    /// The step on which people of `old` go on: of the same name, or one that says that it had it. What is there under
    /// its present name already was never called otherwise.
    fn successor(&self, old: &Step) -> Option<&'a Step> {
        let same = self.new.steps.iter().find(|now| now.name == old.name);
        let mut new = self.new.steps.iter().filter(|now| !self.is_old(&now.name));
        same.or_else(|| new.find(|now| now.was.as_ref() == Some(&old.name)))
    }

    fn is_old(&self, name: &str) -> bool {
        self.old.steps.iter().any(|before| before.name == name)
    }

    /// Former names that mean nobody.
    fn unfollowed(&self, diff: &mut Diff<'_>) {
        let steps = self.new.steps.iter().filter(|now| self.is_old(&now.name));
        let names: BTreeSet<String> = steps.filter_map(|now| now.was.clone()).collect();
        if !names.is_empty() {
            passage(diff, &self.old.name).unfollowed = names;
        }
    }

    fn predecessor(&self, new: &Step) -> Option<&'a Step> {
        self.old.steps.iter().find(|old| self.successor(old).is_some_and(|now| now.name == new.name))
    }

    fn standing(&self, diff: &Diff<'_>, step: &str) -> Option<u64> {
        if self.drains { Some(0) } else { diff.standing(&self.old.name, Some(step)) }
    }

    fn set(&self, diff: &mut Diff<'_>, step: &str, fate: StepPassage) {
        passage(diff, &self.old.name).steps.insert(step.to_owned(), fate);
    }

    fn kept(&self, diff: &mut Diff<'_>, old: &Step, new: &Step) {
        let at = address::step(&self.new.name, &new.name);
        let people = self.standing(diff, &old.name);
        if old.name != new.name {
            self.set(diff, &old.name, StepPassage::Renamed(new.name.clone()));
            diff.passage.outside |= matches!(new.action, Action::Experiment(_));
            let edit = Edit::Renamed { was: old.name.clone() };
            diff.note(Noted::new(at.clone(), edit, Effect::Renamed).people(people));
        }
        let Step { name: _, was: _, action, next } = new;
        let live = if self.drains { Effect::NewEntrants } else { Effect::Live };
        part(diff, &at, "next", (&old.next, next), live, people);
        let mut changes = Changed { diff, at: &at, live, people, pair: *self, step: new };
        if let Some((was, is)) = changes.action(&old.action, action) {
            self.replaced(diff, at, (was, is), people);
        }
    }

    fn replaced(&self, diff: &mut Diff<'_>, at: String, (was, is): (&str, &str), people: Option<u64>) {
        let edit = Edit::Replaced { was: was.to_owned(), is: is.to_owned() };
        let effect = if anybody(people) { Effect::Refused } else { Effect::Nobody };
        let noted = Noted::new(at, edit, effect).people(people);
        let help = "give the new step another name and say `removed … then=…` of this one, or raise `version` and `drain`";
        diff.note(if effect == Effect::Refused { noted.help(help) } else { noted });
    }

    fn gone(&self, diff: &mut Diff<'_>, old: &Step) {
        let people = self.standing(diff, &old.name);
        let at = address::step(&self.old.name, &old.name);
        let said = self.new.inside.removed.iter().find(|removed| removed.step == old.name);
        let origin = address::removed(&self.new.name, &old.name);
        let effect = match said.map(|removed| &removed.then) {
            _ if !anybody(people) => Effect::Nobody,
            Some(Some(to)) => {
                self.set(diff, &old.name, StepPassage::Go { to: to.clone(), origin });
                Effect::Redirected
            }
            Some(None) => {
                self.set(diff, &old.name, StepPassage::Leave { origin });
                Effect::Exited
            }
            None => Effect::Refused,
        };
        let noted = Noted::new(at, Edit::Removed, effect).people(people);
        let help = self.advice(old);
        diff.note(if effect == Effect::Refused { noted.help(help) } else { noted });
    }

    /// A step that is gone while one that does the same is new was probably renamed.
    fn advice(&self, old: &Step) -> String {
        if let Some(now) = self.new.steps.iter().find(|now| now.was.as_ref() == Some(&old.name)) {
            return format!("`{}` is there already: give what was `{}` a new name", now.name, old.name);
        }
        let mut alike =
            self.new.steps.iter().filter(|now| self.predecessor(now).is_none() && now.action == old.action);
        match (alike.next(), alike.next()) {
            (Some(now), None) => format!("if it was renamed, say `was={}` on `{}`", old.name, now.name),
            _ => format!("say `removed {} then=…` in the journey, or raise `version` and `drain`", old.name),
        }
    }

    fn added(&self, diff: &mut Diff<'_>, added: &Step) {
        let at = address::step(&self.new.name, &added.name);
        let reruns = self.new.inside.rerun.contains(&added.name) && !self.drains;
        let past = if reruns { self.past(added) } else { Vec::new() };
        let people = past.iter().map(|step| self.standing(diff, &step.name)).sum::<Option<u64>>();
        for step in past {
            let taken = diff.passage.journeys.get(&self.old.name);
            let taken = taken.and_then(|journey| journey.steps.get(&step.name));
            if matches!(taken, None | Some(StepPassage::Renamed(_))) {
                let origin = address::rerun(&self.new.name, &added.name);
                self.set(diff, &step.name, StepPassage::Go { to: added.name.clone(), origin });
            }
        }
        let effect = if reruns && anybody(people) { Effect::Rerun } else { Effect::Ahead };
        diff.note(Noted::new(at, Edit::Added, effect).people(people.filter(|_| reruns)));
    }

    /// Former steps that `added` leads to and that do not lead back to it.
    fn past(&self, added: &Step) -> Vec<&'a Step> {
        let behind = reach(self.new, &added.name);
        let kept = self.old.steps.iter().filter_map(|old| Some((old, self.successor(old)?)));
        let past = kept.filter(|(_, now)| {
            now.name != added.name
                && behind.contains(now.name.as_str())
                && !reach(self.new, &now.name).contains(added.name.as_str())
        });
        past.map(|(old, _)| old).collect()
    }
}

/// Whether an arm that people were given has another name.
fn renames_arms(old: &[ExperimentArm], new: &[ExperimentArm]) -> bool {
    new.iter().filter_map(|arm| arm.was.as_ref()).any(|was| old.iter().any(|arm| arm.name == *was))
}

/// The steps that people may come to behind the step called `from`.
fn reach<'j>(journey: &'j Journey, from: &str) -> BTreeSet<&'j str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = vec![from];
    while let Some(name) = open.pop() {
        let Some(step) = journey.steps.iter().find(|step| step.name == name) else { continue };
        for target in step.targets() {
            if let Target::Step(next) = target
                && seen.insert(next.as_str())
            {
                open.push(next);
            }
        }
    }
    seen
}

/// The word of a step.
const fn kind(action: &Action) -> &'static str {
    match action {
        Action::Wait(_) => "wait",
        Action::WaitUntil(_) => "wait-until",
        Action::Split(_) => "split",
        Action::Experiment(_) => "experiment",
        Action::Parallel(_) => "parallel",
        Action::Approve(_) => "approve",
        Action::Repeat(_) => "repeat",
        Action::Digest(_) => "digest",
        Action::Fetch(_) => "fetch",
        Action::StopJourney(_) => "stop-journey",
        Action::Call(_) => "call",
        Action::Start(_) => "start",
        Action::Send(_) => "send",
        Action::Update(_) => "update",
        Action::Emit(_) => "emit",
    }
}

/// What a kept step does, before and after.
struct Changed<'c, 'd, 'a> {
    diff: &'c mut Diff<'d>,
    at: &'c str,
    live: Effect,
    people: Option<u64>,
    pair: Pair<'a>,
    step: &'c Step,
}

impl Changed<'_, '_, '_> {
    /// Notes what changed; the kinds when they are not the same. Each kind is taken apart, so that a new one, or a new
    /// part, does not compile until it is compared.
    fn action(&mut self, old: &Action, new: &Action) -> Option<(&'static str, &'static str)> {
        match (old, new) {
            (Action::Wait(old), Action::Wait(new)) => self.wait(old, new),
            (Action::WaitUntil(old), Action::WaitUntil(new)) => self.wait_until(old, new),
            (Action::Split(old), Action::Split(Split { ways, otherwise })) => {
                self.part("ways", &old.ways, ways);
                self.part("otherwise", &old.otherwise, otherwise);
            }
            (Action::Experiment(old), Action::Experiment(Experiment { salt, reshuffle, arms })) => {
                let moved = if *reshuffle { Effect::Live } else { Effect::Sticky };
                self.arms_gone(&old.arms, arms);
                self.diff.passage.outside |= renames_arms(&old.arms, arms);
                part(self.diff, self.at, "salt", (&old.salt, salt), self.live, self.people);
                part(self.diff, self.at, "arms", (&old.arms, arms), moved, self.people);
            }
            (Action::StopJourney(old), Action::StopJourney(StopJourney { journey, key })) => {
                self.part("journey", &old.journey, journey);
                self.part("key", &old.key, key);
            }
            (Action::Call(old), Action::Call(new)) | (Action::Start(old), Action::Start(new)) => {
                self.call(old, new);
            }
            (Action::Digest(old), Action::Digest(new)) => self.digest(old, new),
            (Action::Parallel(old), Action::Parallel(new)) => self.parallel(old, new),
            (Action::Fetch(old), Action::Fetch(new)) => self.fetch(old, new),
            (Action::Approve(old), Action::Approve(new)) => self.approve(old, new),
            (Action::Repeat(old), Action::Repeat(new)) => self.repeat(old, new),
            (Action::Send(old), Action::Send(Send { purpose, via, template, with, on, at, within })) => {
                self.part("purpose", &old.purpose, purpose);
                self.part("via", &old.via, via);
                self.part("template", &old.template, template);
                self.part("with", &old.with, with);
                self.part("on", &old.on, on);
                self.part("at", &old.at, at);
                self.part("within", &old.within, within);
            }
            (Action::Update(old), Action::Update(Update { set })) => self.part("set", &old.set, set),
            (Action::Emit(old), Action::Emit(Emit { event, set })) => {
                self.part("event", &old.event, event);
                self.part("set", &old.set, set);
            }
            (
                Action::Wait(_)
                | Action::WaitUntil(_)
                | Action::Split(_)
                | Action::Experiment(_)
                | Action::Parallel(_)
                | Action::Approve(_)
                | Action::Repeat(_)
                | Action::Digest(_)
                | Action::Fetch(_)
                | Action::StopJourney(_)
                | Action::Call(_)
                | Action::Start(_)
                | Action::Send(_)
                | Action::Update(_)
                | Action::Emit(_),
                _,
            ) => return Some((kind(old), kind(new))),
        }
        None
    }

    fn part<T: PartialEq + serde::Serialize>(&mut self, name: &str, old: &T, new: &T) {
        part(self.diff, self.at, name, (old, new), self.live, self.people);
    }

    fn wait(&mut self, old: &Wait, new: &Wait) {
        if old != new {
            self.due("due", old, new);
        }
    }

    fn digest(&mut self, old: &Digest, new: &Digest) {
        let Digest { event, when, key, window, max } = new;
        self.part("event", &old.event, event);
        self.part("where", &old.when, when);
        self.part("key", &old.key, key);
        self.part("max", &old.max, max);
        if old.window != *window {
            self.due("window", &old.window, window);
        }
    }

    fn fetch(&mut self, old: &Fetch, new: &Fetch) {
        let Fetch { connector, purpose, path, query, with, tells, answer, cache, within, on, otherwise } =
            new;
        self.part("from", &old.connector, connector);
        self.part("purpose", &old.purpose, purpose);
        self.part("path", &old.path, path);
        self.part("query", &old.query, query);
        self.part("with", &(&old.with, &old.tells), &(with, tells));
        self.part("answer", &old.answer, answer);
        self.part("cache", &old.cache, cache);
        self.part("on", &old.on, on);
        self.part("otherwise", &old.otherwise, otherwise);
        if old.within != *within {
            self.due("timeout", &old.within, within);
        }
    }

    fn repeat(&mut self, old: &Repeat, new: &Repeat) {
        let Repeat { max, every, as_long_as, until, body } = new;
        self.part("max", &old.max, max);
        self.part("while", &old.as_long_as, as_long_as);
        self.part("until", &old.until, until);
        self.part("body", &old.body, body);
        if old.every != *every {
            self.due("every", &old.every, every);
        }
    }

    /// Whoever had an arm that is gone is given another one when they come by again.
    fn arms_gone(&mut self, old: &[ExperimentArm], new: &[ExperimentArm]) {
        let kept = |old: &ExperimentArm| {
            new.iter().any(|new| new.name == old.name || new.was.as_ref() == Some(&old.name))
        };
        for gone in old.iter().filter(|arm| !kept(arm)) {
            let at = format!("{}/arm/{}", self.at, gone.name);
            self.diff.note(Noted::new(at, Edit::Removed, self.live).people(self.people));
        }
    }

    fn wait_until(&mut self, old: &WaitUntil, new: &WaitUntil) {
        let WaitUntil { arms, timeout, resets } = new;
        self.part("resets", &old.resets, resets);
        for gone in old.arms.iter().filter(|old| !arms.iter().any(|new| new.name == old.name)) {
            let at = format!("{}/arm/{}", self.at, gone.name);
            self.diff.note(Noted::new(at, Edit::Removed, self.live).people(self.people));
        }
        for now in arms {
            self.arm(old.arms.iter().find(|old| old.name == now.name), now);
        }
        self.timeout(old.timeout.as_ref(), timeout.as_ref());
    }

    fn timeout(&mut self, old: Option<&Timeout>, new: Option<&Timeout>) {
        let after = |timeout: Option<&Timeout>| timeout.map(|timeout| (timeout.after, timeout.until.clone()));
        if after(old) == after(new) {
            return self.part("timeout", &old, &new);
        }
        self.due("timeout", &after(old), &after(new));
    }

    fn call(&mut self, old: &Call, new: &Call) {
        let Call { journey, with, on } = new;
        self.part("journey", &old.journey, journey);
        self.part("with", &old.with, with);
        self.part("on", &old.on, on);
    }

    fn approve(&mut self, old: &Approve, new: &Approve) {
        let Approve { by, question, refused, timeout } = new;
        self.part("by", &old.by, by);
        self.part("question", &old.question, question);
        self.part("refused", &old.refused, refused);
        self.timeout(Some(&old.timeout), Some(timeout));
    }

    /// Whoever is inside keeps the branches that they were given, as far as there are steps on them.
    fn parallel(&mut self, old: &Parallel, new: &Parallel) {
        let Parallel { branches, join, timeout } = new;
        self.part("join", &old.join, join);
        for gone in old.branches.iter().filter(|old| !branches.iter().any(|new| new.name == old.name)) {
            self.branch(&gone.name, Edit::Removed);
        }
        for now in branches {
            match old.branches.iter().find(|old| old.name == now.name) {
                None => self.branch(&now.name, Edit::Added),
                Some(old) if old != now => self.branch(&now.name, changed("to", &old.to, &now.to)),
                Some(_) => {}
            }
        }
        self.timeout(old.timeout.as_ref(), timeout.as_ref());
    }

    fn branch(&mut self, name: &str, edit: Edit) {
        let effect = if self.pair.drains { Effect::NewEntrants } else { Effect::Ahead };
        let at = format!("{}/arm/{name}", self.at);
        self.diff.note(Noted::new(at, edit, effect).people(self.people));
    }

    fn arm(&mut self, old: Option<&Arm>, new: &Arm) {
        let at = format!("{}/arm/{}", self.at, new.name);
        let edit = match old {
            None => Edit::Added,
            Some(old) if old != new => changed("arm", old, new),
            Some(_) => return,
        };
        self.diff.note(Noted::new(at, edit, self.live).people(self.people));
    }

    /// Another due time for people who wait here.
    fn due<T: serde::Serialize>(&mut self, part: &str, old: &T, new: &T) {
        let keeps = self.pair.new.inside.keep_timers.contains(&self.step.name);
        let effect = match self.live {
            Effect::Live if keeps => Effect::KeepTimers,
            Effect::Live => Effect::Rederived,
            other => other,
        };
        if effect == Effect::Rederived {
            let spread = self.people.unwrap_or(0).saturating_mul(1000 / RELEASED_PER_SECOND);
            let name = self.step.name.clone();
            passage(self.diff, &self.pair.old.name).spread.insert(name, spread);
        }
        let noted = Noted::new(self.at, changed(part, old, new), effect);
        self.diff.note(noted.people(self.people));
    }
}
