//! A share of the people under another plan: whoever is in it lives as they would if everybody were, and whoever is not as they would
//! if nobody were, also when the process ends in between; and nobody is lost when the plan is taken back.

use super::hosted::Hosted;
use super::{Call, Disk, told};
use crate::lives::changes::edits::{Edit, make_valid};
use crate::lives::changes::life::{heard, known_by};
use crate::lives::changes::oracle::Judged;
use crate::lives::changes::parts::first_plan;
use crate::lives::changes::story::{Deed, Desk, Then, random_deed};
use crate::{Dice, World};
use filrouge_change::Running;
use filrouge_host::{Candidate, Clock as _, MemoryStore, Refusal, Share};
use filrouge_machine::Id;
use filrouge_plan::scenario::Fate;
use filrouge_plan::{Bundle, Origins, Plan};
use std::collections::BTreeSet;
use std::sync::Arc;

const HOUR: i64 = 3_600_000;
const BEGINNING: i64 = 1_704_103_200_000;
const PEOPLE: [&str; 8] = [
    "+33600000001",
    "+33600000002",
    "+33600000003",
    "+33600000004",
    "+33600000005",
    "+33600000006",
    "+33600000007",
    "+33600000008",
];
const ACTS: usize = 24;

/// Hosts of the same people: one with a share that never ends, one with a share whose process does, one where nobody lives under the
/// other plan, and one where everybody does.
struct Estate {
    dice: Dice,
    shared: [Hosted; 2],
    nobody: Hosted,
    everybody: Hosted,
    calls: usize,
}

fn bundle(plan: Plan) -> Arc<Bundle> {
    Arc::new(Bundle { hash: plan.hash(), plan, origins: Origins::default(), commit: None })
}

/// Two plans that may run at once.
fn plans(dice: &mut Dice) -> Option<(Arc<Bundle>, Arc<Bundle>)> {
    let old = bundle(first_plan(dice));
    (0..40).find_map(|_| {
        let mut next = old.plan.clone();
        (0..1 + dice.below(3)).for_each(|_| Edit::random(dice).apply(&mut next));
        make_valid(&mut next);
        let next = bundle(next);
        let running = Running { plan: &old.plan, hash: &old.hash, drained: &[], inside: None };
        let fits =
            next.hash != old.hash && filrouge_change::release(&running, &next.plan, &next.hash).is_ok();
        fits.then(|| (Arc::clone(&old), next))
    })
}

impl Hosted {
    fn share(&mut self, plan: &Arc<Bundle>, share: Share) -> Judged {
        let driver = self.driver()?;
        let receipt = driver.handle().inside().map_err(told)?;
        driver.turn();
        let inside = receipt.wait().map_err(told)?;
        let candidate = Candidate::new(Arc::clone(plan), share, ("test", 0), &inside).map_err(told)?;
        let receipt = driver.handle().share(candidate).map_err(told)?;
        driver.turn();
        receipt.wait().map_err(|refused: Refusal| format!("a share is refused: {refused}"))
    }

    /// What was decided about a person, and where they stand.
    fn life(&mut self, name: &str) -> Result<(Id, String), String> {
        let handle = self.driver()?.handle();
        let [person] = handle.find(name).map_err(told)?[..] else { return Err(format!("`{name}` is lost")) };
        let decisions = handle.decisions(person, None, 10_000).map_err(told)?;
        let told_by = decisions.iter().rev().map(|own| {
            let it = &own.decision;
            format!("{} {} {:?} {:?} {} {:?}", it.at, it.plan, it.step, it.instance, it.origin, it.verdict)
        });
        let lived: Vec<String> = told_by.collect();
        let known = handle.known(person).map_err(told)?.ok_or("nobody is known")?;
        let (walks, timers) = (&known.state.instances, &known.timers);
        Ok((person, format!("{}\n{walks:?}\n{timers:?}", lived.join("\n"))))
    }

    /// Everybody has a place in the plan that they live under.
    fn nobody_is_lost(&mut self) -> Judged {
        let handle = self.driver()?.handle();
        for name in PEOPLE {
            let [person] = handle.find(name).map_err(told)?[..] else {
                return Err(format!("`{name}` is lost"));
            };
            let known = handle.known(person).map_err(told)?.ok_or("nobody is known")?;
            let plan = handle.plan_of(person);
            for walk in known.state.instances.iter().filter(|walk| walk.drained.is_none()) {
                let journey = plan.plan.journeys.iter().find(|own| own.name == walk.journey);
                let step = journey.and_then(|own| own.steps.iter().find(|step| step.name == walk.step));
                if walk.plan != plan.hash || step.is_none() {
                    return Err(format!(
                        "`{name}` stands on {}/{} of {}",
                        walk.journey, walk.step, walk.plan
                    ));
                }
            }
        }
        Ok(())
    }
}

impl Estate {
    fn new(seed: u64, old: &Arc<Bundle>) -> Result<Self, String> {
        let host = |disk| Hosted::new(disk, old, BEGINNING);
        let folder = tempfile::tempdir().map_err(told)?;
        let shared = [host(Disk::Memory(MemoryStore::new()))?, host(Disk::Folder(folder))?];
        let nobody = host(Disk::Memory(MemoryStore::new()))?;
        let everybody = host(Disk::Memory(MemoryStore::new()))?;
        Ok(Self { dice: Dice::new(seed), shared, nobody, everybody, calls: 0 })
    }

    fn all(&mut self, act: impl Fn(&mut Hosted) -> Judged) -> Judged {
        let others = [&mut self.nobody, &mut self.everybody];
        self.shared.iter_mut().chain(others).try_for_each(act)
    }

    fn happen(&mut self, person: &'static str, deed: Option<Deed>) -> Judged {
        self.calls += 1;
        let kind = deed.map_or_else(|| known_by(&[("phone", person), ("country", "FR")]), heard);
        let call = Call { id: World::outside(self.calls), names: vec![("phone", person)], kind, dies: false };
        self.all(|host| host.happen(&call))
    }

    fn lives(&mut self) -> Judged {
        for _ in 0..ACTS {
            match self.dice.below(8) {
                0 | 1 => {
                    let time = HOUR * self.dice.pick(&[1, 3, 9, 24], 1);
                    self.all(|host| host.until(host.watch.now() + time))?;
                }
                2 => {
                    let fate = self.dice.pick(&[Fate::Sent, Fate::Failed, Fate::Unknown], Fate::Sent);
                    let desk = self.dice.pick(&[Desk::Answers, Desk::Fails, Desk::Silent], Desk::Silent);
                    self.all(|host| {
                        (host.fate, host.desk) = (fate, desk);
                        Ok(())
                    })?;
                }
                3 => self.shared[1].restart()?,
                _ => {
                    let person = self.dice.pick(&PEOPLE, PEOPLE[0]);
                    let deed = random_deed(&mut self.dice);
                    self.happen(person, Some(deed))?;
                }
            }
        }
        Ok(())
    }

    fn share(&mut self, plan: &Arc<Bundle>, percent: &str) -> Judged {
        let share = percent.parse().map_err(told)?;
        let dies = self.dice.one_in(2);
        let [memory, disk] = &mut self.shared;
        memory.share(plan, share)?;
        memory.until(memory.watch.now())?;
        disk.share(plan, share)?;
        if dies { disk.restart() } else { disk.until(disk.watch.now()) }
    }

    /// Both hosts with a share tell the same; and each person lives as where everybody lives under their plan. Gives how many are
    /// in the share.
    fn agree(&mut self, plan: &Bundle) -> Result<usize, String> {
        let mut inside = 0;
        for name in PEOPLE {
            let [memory, disk] = &mut self.shared;
            let ((person, life), other) = (memory.life(name)?, disk.life(name)?);
            let is_inside = memory.driver()?.handle().plan_of(person).hash == plan.hash;
            if other != (person, life.clone()) {
                return Err(format!("another disk tells otherwise of `{name}`:\n{life}\n\n{}", other.1));
            }
            let alike = if is_inside { &mut self.everybody } else { &mut self.nobody };
            let (_, wanted) = alike.life(name)?;
            if life != wanted {
                return Err(format!("`{name}`, {is_inside}, lives\n{life}\n\nand should\n{wanted}"));
            }
            inside += usize::from(is_inside);
        }
        Ok(inside)
    }
}

/// How many people were in a share at first, and how many of those who were taken back stood somewhere.
fn tell(seed: u64) -> Result<Option<(usize, usize)>, String> {
    let Some((old, new)) = plans(&mut Dice::new(seed ^ 0x5eed)) else { return Ok(None) };
    let mut estate = Estate::new(seed, &old)?;
    PEOPLE.into_iter().try_for_each(|person| estate.happen(person, None))?;
    estate.lives()?;
    estate.share(&new, "50")?;
    estate.everybody.reload(&new, Then::Nothing)?;
    let inside = estate.agree(&new)?;
    estate.lives()?;
    estate.agree(&new)?;
    let percent = estate.dice.pick(&["10", "80"], "80");
    estate.share(&new, percent)?;
    estate.lives()?;
    let under = |host: &mut Hosted| -> Result<BTreeSet<String>, String> {
        PEOPLE.into_iter().map(|name| host.life(name).map(|(_, life)| life)).collect()
    };
    let [memory, disk] = &mut estate.shared;
    if under(memory)? != under(disk)? {
        return Err("another disk tells otherwise of a share that changed".to_owned());
    }
    memory.nobody_is_lost()?;
    let last = if estate.dice.one_in(2) { &old } else { &new };
    for host in &mut estate.shared {
        host.reload(last, Then::Nothing)?;
        host.nobody_is_lost()?;
    }
    estate.lives()?;
    let [memory, disk] = &mut estate.shared;
    if under(memory)? != under(disk)? {
        return Err("another disk tells otherwise of a share that has ended".to_owned());
    }
    memory.nobody_is_lost()?;
    let standing = memory.driver()?.handle().status().map_err(told)?.counts.timers;
    Ok(Some((inside, usize::try_from(standing).unwrap_or(0))))
}

#[test]
fn whoever_is_in_a_share_lives_as_if_everybody_were() {
    let (mut told, mut inside, mut standing) = (0, 0, 0);
    for seed in 0..12 {
        match tell(seed) {
            Ok(Some((in_share, at_the_end))) => {
                told += 1;
                inside += in_share;
                standing += at_the_end;
            }
            Ok(None) => {}
            Err(why) => panic!("seed {seed}: {why}"),
        }
    }
    assert!(told > 8 && inside > 20 && standing > 10, "too quiet: {told} {inside} {standing}");
}
