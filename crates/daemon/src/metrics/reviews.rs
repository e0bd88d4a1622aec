//! How long people of the team take to answer an approval.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// Answers that the median is of: the latest.
const ANSWERS: usize = 1_000;

/// How long the latest answers took, in milliseconds.
#[derive(Debug, Default)]
pub(crate) struct Reviews(Mutex<VecDeque<u64>>);

impl Reviews {
    /// Counts an answer that came so long after the question.
    pub(crate) fn add(&self, millis: u64) {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if latest.len() >= ANSWERS {
            latest.pop_front();
        }
        latest.push_back(millis);
    }

    /// How many there are, and the median; nothing before the first.
    pub(crate) fn median(&self) -> (usize, Option<u64>) {
        let latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sorted: Vec<u64> = latest.iter().copied().collect();
        drop(latest);
        sorted.sort_unstable();
        (sorted.len(), sorted.get(sorted.len() / 2).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_of_the_latest_answers() {
        let reviews = Reviews::default();
        assert_eq!(reviews.median(), (0, None));
        [9, 1, 5].into_iter().for_each(|millis| reviews.add(millis));
        assert_eq!(reviews.median(), (3, Some(5)));
        (0..2_000).for_each(|_| reviews.add(7));
        assert_eq!(reviews.median(), (1_000, Some(7)));
    }
}
