//! What one commit will hold, and what is already true inside it.

use crate::queue::Request;
use crate::receipt::Reply;
use crate::{Commit, Fed, Identifier, Refusal, RightsRequest, StoreError, Withheld};
use filrouge_machine::{Id, Person};
use filrouge_plan::Standing;
use std::collections::{BTreeMap, BTreeSet};

/// Says how a group ended to one who waits for it.
pub(super) type Answer = Box<dyn FnOnce(Result<(), Refusal>)>;

/// What one commit will hold, over what the store holds.
#[derive(Default)]
pub(super) struct Group {
    pub commit: Commit,
    /// States after the inputs so far.
    pub people: BTreeMap<Id, Box<Person>>,
    /// Those of them whom the store has as somebody for whom something is pending, under the same plan.
    pub marked: BTreeSet<Id>,
    /// By how much the number of people changes who stand somewhere; those of `people` are taken off already.
    pub standing: BTreeMap<Standing, i64>,
    /// Approvals that were waited for before the inputs, and for whom.
    pub asked: BTreeMap<Id, Id>,
    pub owners: BTreeMap<Identifier, Id>,
    /// Names that lead to nobody any more.
    pub forgotten: BTreeSet<Identifier>,
    /// Who became one with somebody else, and with whom.
    pub aliases: BTreeMap<Id, Id>,
    /// Whose plan the absorbed were brought to before that.
    pub lives_with: BTreeMap<Id, Id>,
    pub seen: BTreeSet<Id>,
    /// Timers that were set or cancelled: what the store says of them is not true any more.
    pub timers: BTreeSet<Id>,
    /// Messages that were queued, recalled or settled, likewise.
    pub outbox: BTreeMap<Id, Touched>,
    /// Messages that are with a service from now on, since when, or are no more.
    pub calling: Vec<(Id, Option<i64>)>,
    /// Requests of people as they stand after what was done about them.
    pub requests: BTreeMap<Id, RightsRequest>,
    /// Claims come last, when it is known what is recalled.
    pub claims: Vec<Request>,
    pub answers: Vec<Answer>,
    pub failure: Option<StoreError>,
    pub applied: usize,
    pub fired: usize,
    /// Messages of which nobody will know, and nobody came to say so.
    pub unknown: usize,
    pub crowded_out: usize,
    /// Dead letters that were dropped.
    pub letters_gone: BTreeSet<Id>,
    pub letters_crowded_out: usize,
    pub withheld: Vec<Withheld>,
    /// What a plan beside is told once it is durable.
    pub fed: Vec<Fed>,
}

/// What happened to a message inside the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Touched {
    Queued,
    Recalled,
    Settled,
}

impl Group {
    /// Keeps an answer until the group is durable. An error fails the whole group.
    pub(super) fn answer<T: 'static>(&mut self, reply: Reply<T>, outcome: Result<T, StoreError>) {
        match outcome {
            Ok(value) => self.answers.push(Box::new(move |end| reply.send(end.map(|()| value)))),
            Err(error) => {
                self.failure.get_or_insert(error.clone());
                self.answers.push(Box::new(move |_| reply.send(Err(Refusal::Unavailable(error)))));
            }
        }
    }

    /// Takes off where a person stands and what they wait for, before they are stepped; what is so behind that is told
    /// by the commit.
    pub(super) fn take_off(&mut self, id: Id, person: &Person) {
        for at in person.standings() {
            *self.standing.entry(at).or_default() -= 1;
        }
        self.asked.extend(person.approvals().map(|(approval, _)| (approval, id)));
    }

    /// Tells everybody how it ended.
    pub(super) fn tell(answers: Vec<Answer>, end: &Result<(), StoreError>) {
        for answer in answers {
            answer(end.clone().map_err(Refusal::Unavailable));
        }
    }
}
