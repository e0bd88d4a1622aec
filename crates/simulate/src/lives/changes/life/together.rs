//! People who become one, and people who are separated again. A refusal of either stays one.

use super::super::oracle::{Judged, Oracle};
use super::Life;
use filrouge_machine::{ConsentFact, Id, InputKind};
use std::collections::BTreeMap;

type Consents = BTreeMap<(String, String), ConsentFact>;

/// Somebody as they were when they became one with the person.
#[derive(Debug)]
pub(super) struct Before {
    at: i64,
    oracle: Oracle,
    consents: Consents,
}

impl Life {
    /// Somebody else is this person, by what is `said`, in which the identifier `by` leads there.
    pub(in super::super) fn merge(&mut self, other: Self, by: &str, said: (Id, InputKind)) -> Judged {
        let theirs = other.world.person.consents.clone();
        let refused: Vec<_> = refusals(self.consents()).chain(refusals(&theirs)).cloned().collect();
        let (who, at) = (other.world.who, self.world.now);
        self.joined.insert(who, Before { at, oracle: other.oracle.clone(), consents: theirs });
        self.oracle.join(other.oracle);
        let decided = self.world.decisions.len();
        self.world.join_as_said(other.world, vec![by.to_owned()], said);
        if refused.iter().any(|key| self.consents().get(key).is_none_or(|fact| fact.granted)) {
            return Err("a refusal is forgotten".to_owned());
        }
        self.segments.extend(other.segments);
        self.look(None)?;
        self.crossings_bring_in(decided)
    }

    /// The one called `who` is somebody else again, unless it is too late for that.
    pub(in super::super) fn part(&mut self, who: Id) -> Result<Option<Self>, String> {
        let Some(before) = self.joined.remove(&who) else { return Ok(None) };
        let (inside, consents) = (self.instances().to_vec(), self.consents().clone());
        let undo = self.world.ready.plan().profile.undo_merges.millis;
        let is_due = self.world.now.saturating_sub(before.at).cast_unsigned() <= undo;
        let world = self.world.separate_from(who);
        if world.is_some() != is_due {
            return Err(format!("in time: {is_due}, and are separated: {}", world.is_some()));
        }
        let Some(world) = world else { return Ok(None) };
        let oracle = self.oracle.part(before.oracle, who, &inside);
        let mut other = Self::new(world, oracle);
        self.segments = self.world.person.segments.clone();
        if *self.consents() != consents || *other.consents() != after(before.consents, &consents, before.at) {
            return Err(format!("they said {consents:?}, and now {:?}", other.consents()));
        }
        other.look(None)?;
        self.look(None)?;
        self.share_nothing(&other)?;
        Ok(Some(other))
    }

    fn consents(&self) -> &Consents {
        &self.world.person.consents
    }

    /// Nobody is known by a name of the other.
    fn share_nothing(&self, other: &Self) -> Judged {
        let (mine, theirs) = (&self.world.person.identifiers, &other.world.person.identifiers);
        let has = |(name, values): (&String, &Vec<String>)| {
            theirs.get(name).is_some_and(|theirs| values.iter().any(|value| theirs.contains(value)))
        };
        let shared = mine.iter().any(has);
        (!shared).then_some(()).ok_or_else(|| "two people have one name".to_owned())
    }
}

fn refusals(consents: &Consents) -> impl Iterator<Item = &(String, String)> {
    consents.iter().filter(|(_, fact)| !fact.granted).map(|(key, _)| key)
}

/// Their own, but for what was refused while they were one.
fn after(mut theirs: Consents, mine: &Consents, joined: i64) -> Consents {
    for (key, fact) in mine.iter().filter(|(_, fact)| !fact.granted && fact.at >= joined) {
        let known = theirs.entry(key.clone()).or_insert_with(|| fact.clone());
        if known.at <= fact.at {
            known.clone_from(fact);
        }
    }
    theirs
}
