//! A story, told on a store whose disks fail, and beside it on one in memory that hears only of what came about.

use crate::ground::Ground;
use crate::host::{Answer, Handed, Host, Op, Watch, told};
use crate::look::{Look, await_files, outboxes_equal};
use crate::plans::{entry, plans};
use crate::provider::Provider;
use crate::story::{Act, Deed, End, Story};
use crate::tally::Tally;
use crate::witness::Witness;
use filrouge_host::{Accepted, Clock as _, Entry, MemoryStore, Settled, Store};
use filrouge_machine::{Id, Outcome};
use filrouge_plan::Bundle;
use filrouge_simulate::Dice;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// A Monday at ten.
const BEGINNING: i64 = 1_704_103_200_000;
/// Commits that may follow from one act: beyond it a plan goes round.
const MOST_TURNS: usize = 300;

/// Nothing, or the rule that was broken.
pub type Judged<T = ()> = Result<T, String>;

/// What becomes of an operation.
pub enum Came {
    /// It was acknowledged with this.
    Answered(Answer),
    /// It was not; nobody was told whether it came about.
    Unheard,
}

/// The two hosts, and the world around them.
pub struct Telling {
    pub ground: Ground,
    pub dice: Dice,
    pub watch: Watch,
    pub plans: Vec<Arc<Bundle>>,
    /// The plan that the process starts with.
    pub plan: Arc<Bundle>,
    pub subject: Option<Host>,
    pub memory: MemoryStore,
    pub reference: Option<Host>,
    pub provider: Provider,
    /// Calls that were not acknowledged: whoever made them makes them again.
    unheard: Vec<Vec<Entry>>,
    heard: Vec<Vec<Entry>>,
    /// Answers of services that could not be noted down.
    untold: Vec<(Id, Settled)>,
    acknowledged: BTreeSet<Id>,
    pub witness: Witness,
    /// Something of several parts came about in part: it is done again before both are compared.
    pub is_halfway: bool,
    next: u64,
    /// Answers of services that are told at once.
    together: usize,
    /// How many processes there were.
    life: usize,
    pub tally: Tally,
}

/// Tells it; on a disk that `lies` what is acknowledged may be lost.
pub fn tell(story: &Story, lies: bool) -> Judged<Tally> {
    let mut telling = Telling::begin(story, lies)?;
    story.acts.iter().try_for_each(|act| telling.act(act))?;
    telling.end()
}

impl Telling {
    fn begin(story: &Story, lies: bool) -> Judged<Self> {
        let mut ground = Ground::new(story.seed)?;
        if lies {
            ground.lie();
        }
        let (plans, watch) = (plans(story.seed), Watch::default());
        watch.0.store(BEGINNING, Ordering::Relaxed);
        let plan = plans.first().cloned().ok_or("a story has plans")?;
        let memory = MemoryStore::new();
        let subject = Host::start(Box::new(ground.open().map_err(told)?), &watch, &plan)?;
        let reference = Host::start(Box::new(memory.clone()), &watch, &plan)?;
        Ok(Self {
            ground,
            dice: Dice::new(story.seed ^ 0xfa17),
            watch,
            plans,
            plan,
            subject: Some(subject),
            memory,
            reference: Some(reference),
            provider: Provider::default(),
            unheard: Vec::new(),
            heard: Vec::new(),
            untold: Vec::new(),
            acknowledged: BTreeSet::new(),
            witness: Witness::default(),
            is_halfway: false,
            next: 0,
            together: story.together,
            life: 0,
            tally: Tally::default(),
        })
    }

    fn act(&mut self, act: &Act) -> Judged {
        match act {
            Act::Happens(deeds) => self.happens(deeds),
            Act::Again(choice) => self.again(*choice),
            Act::Passes(time) => self.passes(*time),
            Act::Jumps(time) => {
                self.watch.0.fetch_add(*time, Ordering::Relaxed);
                self.due()
            }
            Act::Delivers(seed) => self.delivers(&mut Dice::new(*seed)),
            Act::Late(seed) => self.late(&mut Dice::new(*seed)),
            Act::Reload(number) => self.reload(*number),
            Act::Tidies => self.tidies(),
            Act::Fault(trouble) => {
                self.ground.fail(*trouble);
                Ok(())
            }
            Act::Calm => {
                self.ground.calm();
                Ok(())
            }
            Act::Ends(end) => self.ends(*end),
            Act::Flips(seed) => self.flips(&mut Dice::new(*seed)),
            Act::Desk(what, seed) => self.desk(*what, &mut Dice::new(*seed)),
        }
    }

    /// Asks both; the one in memory only when it came about on the disk.
    pub fn run(&mut self, op: &Op) -> Judged<Came> {
        self.tally.operations += 1;
        if matches!(op, Op::Tidy | Op::Right(_) | Op::Part(_)) {
            self.witness.read_again();
        }
        let answer = self.subject()?.perform(op);
        if self.ground.is_dead() && answer.is_ok() {
            // It died behind the acknowledgement: that counts.
            let answer = self.expect(op, answer)?;
            self.mend(None)?;
            return Ok(Came::Answered(answer));
        }
        match answer {
            Ok(answer) => self.expect(op, Ok(answer)).map(Came::Answered),
            Err(why) => {
                self.advised(&why)?;
                self.mend(Some(op))?;
                Ok(Came::Unheard)
            }
        }
    }

    fn expect(&mut self, op: &Op, answer: Result<Answer, String>) -> Judged<Answer> {
        let answer = answer?;
        if matches!(op, Op::Tidy | Op::Right(_)) {
            self.wait_for_files()?;
        }
        let should = self.reference()?.perform(op)?;
        if answer == should { Ok(answer) } else { Err(format!("answers {answer:?} and should {should:?}")) }
    }

    /// Files of the one in memory are clean when those on the disk are.
    pub fn wait_for_files(&mut self) -> Judged {
        let open = self.subject()?.reader.open_requests().map_err(told)?;
        self.memory.keep_files(await_files(&open)?);
        Ok(())
    }

    pub fn subject(&mut self) -> Judged<&mut Host> {
        self.subject.as_mut().ok_or_else(|| "no process runs".to_owned())
    }

    pub fn reference(&mut self) -> Judged<&mut Host> {
        self.reference.as_mut().ok_or_else(|| "no process runs".to_owned())
    }

    pub fn happens(&mut self, deeds: &[Deed]) -> Judged {
        let now = self.watch.now();
        let plan = Arc::clone(&self.plan);
        let entries = deeds.iter().map(|deed| entry(&plan.plan, deed, self.next_id(), now)).collect();
        self.submit(entries)?;
        self.due()
    }

    /// The id of an input that was never there.
    pub fn next_id(&mut self) -> Id {
        self.next += 1;
        Id::of(&["site", &self.next.to_string()])
    }

    pub fn submit(&mut self, entries: Vec<Entry>) -> Judged {
        self.witness.hear(&entries);
        match self.run(&Op::Submit(entries.clone()))? {
            Came::Answered(Answer::Accepted(accepted)) => {
                // One that was applied before may be of somebody who was erased since.
                let there = |accepted: &Accepted| matches!(accepted, Accepted::Applied { .. });
                let ids = entries.iter().zip(&accepted).filter(|(_, accepted)| there(accepted));
                self.acknowledged.extend(ids.filter_map(|(entry, _)| id_of(entry)));
                self.tally.inputs += entries.len();
                self.witness.heard(&entries, &accepted);
                self.heard.push(entries);
            }
            Came::Answered(other) => return Err(format!("answers {other:?} to what came in")),
            Came::Unheard => self.unheard.push(entries),
        }
        Ok(())
    }

    /// Whoever was not answered asks again; the network repeats what was answered.
    fn again(&mut self, choice: u64) -> Judged {
        let mut dice = Dice::new(choice);
        let entries = match self.unheard.pop() {
            Some(entries) => entries,
            None => self.heard.get(dice.below(self.heard.len())).cloned().unwrap_or_default(),
        };
        if entries.is_empty() { Ok(()) } else { self.submit(entries) }
    }

    fn passes(&mut self, time: i64) -> Judged {
        let end = self.watch.now() + time;
        for _ in 0..MOST_TURNS {
            let due = self.next_due()?.filter(|due| *due <= end);
            let Some(due) = due else { break };
            self.watch.0.fetch_max(due, Ordering::Relaxed);
            self.run(&Op::Turn)?;
        }
        self.watch.0.fetch_max(end, Ordering::Relaxed);
        Ok(())
    }

    /// Whatever is due, also for those who must learn of a plan.
    pub fn due(&mut self) -> Judged {
        self.passes(0)
    }

    fn next_due(&mut self) -> Judged<Option<i64>> {
        let subject = self.subject()?.driver.next_due();
        Ok([subject, self.reference()?.driver.next_due()].into_iter().flatten().min())
    }

    fn delivers(&mut self, dice: &mut Dice) -> Judged {
        for (effect, settled) in std::mem::take(&mut self.untold) {
            self.settle(vec![(effect, settled)])?;
        }
        let life = self.life;
        let Came::Answered(Answer::Claimed(handed)) = self.run(&Op::Claim)? else { return Ok(()) };
        self.tally.calls += handed.len();
        let now = self.watch.now();
        handed.iter().try_for_each(|one| self.provider.call(one, now))?;
        if self.life != life {
            // It died with the calls on their way.
            self.provider.process_ended();
        }
        for some in handed.chunks(self.together) {
            if self.life != life {
                break;
            }
            let answer = |one: &Handed| Some((one.effect, self.provider.answer(one, now, dice)?));
            let settled: Vec<_> = some.iter().filter_map(answer).collect();
            if !settled.is_empty() {
                self.settle(settled)?;
            }
        }
        self.due()
    }

    fn settle(&mut self, settled: Vec<(Id, Settled)>) -> Judged {
        match self.run(&Op::Settle(settled.clone()))? {
            Came::Answered(Answer::Settled(in_flight)) => {
                let mut told = settled.iter().zip(in_flight);
                told.try_for_each(|((effect, settled), there)| self.provider.heard(*effect, settled, there))
            }
            Came::Answered(other) => Err(format!("answers {other:?} to an outcome")),
            Came::Unheard => {
                self.untold.extend(settled);
                Ok(())
            }
        }
    }

    fn late(&mut self, dice: &mut Dice) -> Judged {
        match self.provider.late(dice) {
            Some(effect) => self.settle(vec![(effect, Settled::Outcome(Outcome::Sent { receipt: None }))]),
            None => Ok(()),
        }
    }

    fn reload(&mut self, number: usize) -> Judged {
        self.due()?;
        let plan = self.plans.get(number).cloned().ok_or("a story has three plans")?;
        match self.run(&Op::Activate(Arc::clone(&plan)))? {
            Came::Answered(Answer::Nothing) => {
                self.tally.reloads += 1;
                self.plan = plan;
            }
            // Whether it came about is seen in the store.
            Came::Answered(_) | Came::Unheard => {}
        }
        self.due()
    }

    /// What is forgotten in part is forgotten wholly by the next round.
    pub fn tidies(&mut self) -> Judged {
        match self.run(&Op::Tidy)? {
            Came::Answered(_) => Ok(()),
            Came::Unheard => {
                self.ground.calm();
                self.run(&Op::Tidy).map(drop)
            }
        }
    }

    fn ends(&mut self, end: End) -> Judged {
        self.tally.ends += 1;
        match end {
            End::Stops => {
                self.ground.calm();
                self.subject = None;
                self.ground.end(true);
            }
            End::IsKilled => self.die(true)?,
            End::LosesPower => self.die(false)?,
        }
        self.start(None)
    }

    /// When all is calm, whoever was not answered is, and both are equal.
    fn end(mut self) -> Judged<Tally> {
        self.ground.calm();
        for entries in std::mem::take(&mut self.unheard) {
            self.submit(entries)?;
        }
        self.due()?;
        self.agree()?;
        self.witness.read_again();
        self.ends(End::LosesPower)?;
        let look = Look::at(&*self.subject()?.reader)?;
        let there: BTreeSet<Id> = look.inputs().collect();
        if let Some(lost) = self.acknowledged.iter().find(|id| !there.contains(id)) {
            return Err(format!("{lost} was acknowledged and is not there"));
        }
        self.tally.applied += there.len();
        self.tally.stories += 1;
        Ok(self.tally)
    }

    /// Inputs of people who were erased are gone, whether they were acknowledged or not.
    pub fn forgive(&mut self) -> Judged {
        let look = Look::at(&*self.reference()?.reader)?;
        let there: BTreeSet<Id> = look.inputs().collect();
        self.acknowledged.retain(|id| there.contains(id));
        Ok(())
    }

    /// Both tell the same of everything.
    pub fn agree(&mut self) -> Judged {
        if std::mem::take(&mut self.is_halfway) {
            self.tidies()?;
        }
        let expected = Look::at(&*self.reference()?.reader)?;
        Look::at(&*self.subject()?.reader)?.must_equal(&expected)
    }

    /// The outbox too, as long as no process works on either.
    pub fn stores_agree(&mut self, store: &mut dyn Store) -> Judged {
        outboxes_equal(store, &mut self.memory.clone())
    }

    pub fn live_again(&mut self) {
        self.life += 1;
        self.untold.clear();
        self.provider.process_ended();
    }
}

fn id_of(entry: &Entry) -> Option<Id> {
    match entry {
        Entry::Input(ingest) => Some(ingest.id),
        Entry::Quarantine(_) => None,
    }
}
