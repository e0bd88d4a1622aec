//! How fast the messages of a journey leave, all people together.
//!
//! It is no matter of one person, so the machine does not know of it: the outbox hands out no more than the journey
//! allows, and the others wait there. What was handed out is remembered in memory alone; behind a restart a window begins
//! anew.

use filrouge_plan::Rate;
use std::collections::{BTreeMap, VecDeque};

/// What was handed out lately, by journey.
#[derive(Debug, Default)]
pub(crate) struct Throttles(BTreeMap<String, Pace>);

/// The latest moments of one journey, at most as many as fit into a window.
#[derive(Debug, Default)]
struct Pace {
    granted: VecDeque<i64>,
    /// Moments that were named to messages which had to wait, so that they do not come back all at once.
    planned: VecDeque<i64>,
}

impl Throttles {
    /// Lets one message of `journey` go at `now`, or says when to ask again.
    pub(crate) fn ask(&mut self, journey: &str, rate: Rate, now: i64) -> Result<(), i64> {
        let pace = self.0.entry(journey.to_owned()).or_default();
        let (count, per) = (size(rate), i64::try_from(rate.per_ms).unwrap_or(i64::MAX));
        match free_at(&pace.granted, count, per) {
            Some(free) if free > now => {
                let planned = free_at(&pace.planned, count, per).unwrap_or(free).max(free);
                push(&mut pace.planned, planned, count);
                Err(planned)
            }
            _ => {
                push(&mut pace.granted, now, count);
                Ok(())
            }
        }
    }
}

fn size(rate: Rate) -> usize {
    usize::try_from(rate.count).unwrap_or(usize::MAX).max(1)
}

/// When a window has room again in which `latest` took place; none when it was never full.
fn free_at(latest: &VecDeque<i64>, count: usize, per: i64) -> Option<i64> {
    let first = latest.len().checked_sub(count)?;
    latest.get(first).map(|at| at.saturating_add(per))
}

fn push(latest: &mut VecDeque<i64>, at: i64, count: usize) {
    latest.push_back(at);
    while latest.len() > count {
        latest.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_window_holds_more_than_the_rate_and_everybody_gets_a_turn() {
        let (mut throttles, rate) = (Throttles::default(), Rate { count: 3, per_ms: 100 });
        let mut waiting: VecDeque<i64> = (0..50).map(|_| 0).collect();
        let mut left = Vec::new();
        for now in 0..10_000 {
            for _ in 0..waiting.len() {
                let due = waiting.pop_front().unwrap();
                if due > now {
                    waiting.push_back(due);
                } else if let Err(later) = throttles.ask("cart", rate, now) {
                    assert!(later > now);
                    waiting.push_back(later);
                } else {
                    left.push(now);
                }
            }
        }
        assert_eq!(left.len(), 50);
        assert!(left.windows(4).all(|four| four[3] - four[0] >= 100), "{left:?}");
        assert!(*left.last().unwrap() <= 1_700, "{left:?}");
    }

    #[test]
    fn journeys_do_not_wait_for_each_other() {
        let (mut throttles, rate) = (Throttles::default(), Rate { count: 1, per_ms: 100 });
        assert_eq!(throttles.ask("one", rate, 0), Ok(()));
        assert_eq!(throttles.ask("one", rate, 0), Err(100));
        assert_eq!(throttles.ask("two", rate, 0), Ok(()));
    }
}
