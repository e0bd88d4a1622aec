//! What waits, in a lane for each source: sources have their turns, and one that sends more than can be written leaves room
//! for the others.

use super::Request;
use crate::Entry;
use std::collections::VecDeque;

/// Entries of one lane that are taken before the next one has its turn, by deficit round robin (Shreedhar and Varghese, 1996).
const TURN: usize = 64;

/// The lanes in which something waits, the one whose turn it is first.
#[derive(Default)]
pub(super) struct Lanes {
    waiting: VecDeque<Lane>,
    weight: usize,
}

/// What waits of one source; of the loop's own business where it is `None`.
struct Lane {
    source: Option<String>,
    requests: VecDeque<Request>,
    weight: usize,
    /// What may still be taken in this turn.
    credit: usize,
}

impl Lane {
    /// A lane with its first request.
    fn of(request: Request) -> Self {
        let source = source(&request).map(str::to_owned);
        let mut lane = Self { source, requests: VecDeque::new(), weight: 0, credit: TURN };
        lane.push(request);
        lane
    }

    fn is_of(&self, source: Option<&str>) -> bool {
        self.source.as_deref() == source
    }

    fn push(&mut self, request: Request) {
        self.weight += request.weight();
        self.requests.push_back(request);
    }

    fn pop(&mut self) -> Option<Request> {
        let cost = cost(self.requests.front()?);
        self.credit = self.credit.checked_sub(cost)?;
        let request = self.requests.pop_front()?;
        self.weight = self.weight.saturating_sub(request.weight());
        Some(request)
    }
}

impl Lanes {
    /// Entries that wait.
    pub(super) const fn weight(&self) -> usize {
        self.weight
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Whether `request` may wait among at most `capacity` entries. A source may hold as much as is free, and no more: one
    /// alone takes half of all, two take a third each, so that a new one always finds room (dynamic thresholds, Choudhury and
    /// Hahne, 1998). Where no entry waits there is room for any request, however heavy.
    pub(super) fn has_room(&self, request: &Request, capacity: usize) -> bool {
        let weight = request.weight();
        let mut lanes = self.waiting.iter();
        let held = lanes.find(|lane| lane.is_of(source(request))).map_or(0, |lane| lane.weight);
        weight == 0 || self.weight == 0 || held + weight <= capacity.saturating_sub(self.weight)
    }

    pub(super) fn push(&mut self, request: Request) {
        self.weight += request.weight();
        match self.waiting.iter_mut().find(|lane| lane.is_of(source(&request))) {
            Some(lane) => lane.push(request),
            None => self.waiting.push_back(Lane::of(request)),
        }
    }

    /// The next request, of the source whose turn it is.
    pub(super) fn pop(&mut self) -> Option<Request> {
        while let Some(lane) = self.waiting.front_mut() {
            if let Some(request) = lane.pop() {
                self.weight = self.weight.saturating_sub(request.weight());
                if lane.requests.is_empty() {
                    self.waiting.pop_front();
                }
                return Some(request);
            }
            lane.credit += TURN;
            self.waiting.rotate_left(1);
        }
        None
    }
}

/// What a request takes of its lane's turn.
fn cost(request: &Request) -> usize {
    request.weight().max(1)
}

/// Where a request came from. Entries that are handed in together come from one source.
fn source(request: &Request) -> Option<&str> {
    let Request::Submit { entries, .. } = request else { return None };
    match entries.first()? {
        Entry::Input(ingest) => Some(&ingest.source),
        Entry::Quarantine(rejected) => Some(&rejected.source),
    }
}

#[cfg(test)]
mod tests;
