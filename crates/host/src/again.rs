//! A step, taken again from what the store has kept: whether what was decided then follows from what was known then.

use crate::{Active, InputRow, Reader, StoreError};
use filrouge_machine::{Decision, Id, Input, InputKind, Person};
use std::collections::{BTreeMap, BTreeSet};

/// Rows that are read at once.
const PAGE: usize = 1_000;

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Again {
    /// The same decisions, word for word.
    Same,
    /// Other decisions: the record, the plan or the program is not what it was.
    Other {
        /// What was decided.
        then: Vec<Decision>,
        /// What follows now.
        now: Vec<Decision>,
    },
    /// The step cannot be taken again.
    Untellable(Why),
}

/// Why a step cannot be taken again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The input is not kept any more, or not about this person.
    Gone,
    /// The person became one with somebody else before, or was separated: what was known then stood in two places.
    Joined,
    /// A plan on the way is not kept, or cannot be run by this version.
    Plan,
}

/// Takes the step of `input` again: everything that happened to the person up to it, from the first on, under the plans of then.
///
/// # Errors
/// When the store cannot be read.
pub fn again(reader: &dyn Reader, person: Id, input: Id) -> Result<Again, StoreError> {
    let came = again_all(reader, person, [input].into())?.remove(&input);
    Ok(came.unwrap_or(Again::Untellable(Why::Gone)))
}

/// The same of several inputs at once: the life of the person is lived through once.
///
/// # Errors
/// When the store cannot be read.
pub fn again_all(
    reader: &dyn Reader,
    person: Id,
    mut inputs: BTreeSet<Id>,
) -> Result<BTreeMap<Id, Again>, StoreError> {
    let mut life =
        Life { reader, id: person, plans: BTreeMap::new(), person: Person::default(), plan: String::new() };
    let (mut now, mut why, mut after) = (BTreeMap::new(), Why::Gone, 0);
    'life: while !inputs.is_empty() {
        let rows = reader.history(person, after, PAGE)?;
        let Some((last, _)) = rows.last() else { break };
        after = *last;
        for (_, row) in &rows {
            match life.step(row)? {
                Ok(decisions) if inputs.remove(&row.id) => drop(now.insert(row.id, decisions)),
                Ok(_) => {}
                Err(untellable) => {
                    why = untellable;
                    break 'life;
                }
            }
        }
    }
    let mut came = compared(reader, person, now)?;
    came.extend(inputs.into_iter().map(|input| (input, Again::Untellable(why))));
    Ok(came)
}

type Taken = BTreeMap<Id, Vec<Decision>>;

fn compared(reader: &dyn Reader, person: Id, taken: Taken) -> Result<BTreeMap<Id, Again>, StoreError> {
    let mut told = Taken::new();
    for row in reader.decisions(person, None, usize::MAX)?.into_iter().rev() {
        let read = serde_json::from_slice(&row.body);
        let decision: Decision = read.map_err(|error| StoreError::unreadable("a decision", error))?;
        told.entry(decision.input).or_default().push(decision);
    }
    let compare = |(input, now): (Id, Vec<Decision>)| {
        let then = told.remove(&input).unwrap_or_default();
        (input, if then == now { Again::Same } else { Again::Other { then, now } })
    };
    Ok(taken.into_iter().map(compare).collect())
}

struct Life<'r> {
    reader: &'r dyn Reader,
    id: Id,
    plans: BTreeMap<String, Option<Active>>,
    person: Person,
    /// The plan under which the person was stepped last.
    plan: String,
}

impl Life<'_> {
    fn step(&mut self, row: &InputRow) -> Result<Result<Vec<Decision>, Why>, StoreError> {
        let read = serde_json::from_slice(&row.body);
        let kind: InputKind = read.map_err(|error| StoreError::unreadable("an input", error))?;
        if matches!(kind, InputKind::Merge { .. } | InputKind::Unmerge { .. }) {
            return Ok(Err(Why::Joined));
        }
        let Some(active) = self.active(&row.plan)? else { return Ok(Err(Why::Plan)) };
        if self.plan != row.plan && !self.follow(&active)? {
            return Ok(Err(Why::Plan));
        }
        row.plan.clone_into(&mut self.plan);
        let input = Input { id: row.id, at: row.at, kind };
        Ok(Ok(filrouge_machine::step(&active.ready, self.id, &mut self.person, &input).decisions))
    }

    fn active(&mut self, hash: &str) -> Result<Option<Active>, StoreError> {
        if !self.plans.contains_key(hash) {
            let active = self.reader.plan(hash)?.as_ref().and_then(Active::of_row);
            self.plans.insert(hash.to_owned(), active);
        }
        Ok(self.plans.get(hash).cloned().flatten())
    }

    /// Whether the way that is kept of how people came to `next` is that of this person: a plan that ran more than once, or beside
    /// another one, has had several.
    fn comes_as_kept(&self, next: &Active) -> bool {
        let from = &next.ready.passage().from;
        self.person.instances.iter().all(|walk| walk.plan == *from || walk.plan == next.hash())
    }

    /// The state as the next plan reads it; whether it could, and the way there is known.
    fn follow(&mut self, next: &Active) -> Result<bool, StoreError> {
        let Some(before) = self.plans.get(&self.plan).cloned().flatten() else {
            return Ok(self.plan.is_empty());
        };
        let body = self.person.encode(&before.ready);
        let read = Person::decode(&next.ready, &body);
        self.person = read.map_err(|error| StoreError::unreadable("a person", error))?;
        Ok(self.comes_as_kept(next))
    }
}

#[cfg(test)]
mod tests;
