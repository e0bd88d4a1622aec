//! A rate limit: at most so many calls in each window.

use filrouge_plan::Rate;
use std::time::{Duration, Instant};

/// A token bucket: full at the start, refilled evenly.
#[derive(Debug)]
pub struct Bucket {
    /// Time that one call costs.
    cost: Duration,
    /// Most calls that may be made at once, as time.
    burst: Duration,
    /// The moment at which the bucket would be full.
    full_at: Option<Instant>,
}

impl Bucket {
    /// A full bucket.
    #[must_use]
    pub fn new(rate: Rate) -> Self {
        let per = Duration::from_millis(rate.per_ms.max(1));
        let cost = per / rate.count.max(1);
        Self { cost, burst: per.saturating_sub(cost), full_at: None }
    }

    /// How many calls may be made at once now.
    #[must_use]
    pub fn available(&self, now: Instant) -> usize {
        let debt = self.full_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let spare = (self.burst + self.cost).saturating_sub(debt);
        usize::try_from(spare.as_nanos() / self.cost.as_nanos().max(1)).unwrap_or(usize::MAX)
    }

    /// How long until the next call may be made.
    #[must_use]
    pub fn ready_in(&self, now: Instant) -> Duration {
        let debt = self.full_at.map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        debt.saturating_sub(self.burst)
    }

    /// Takes one token, which may lie in the future: how long to wait before the call.
    pub fn take(&mut self, now: Instant) -> Duration {
        let start = self.full_at.map_or(now, |at| at.max(now));
        self.full_at = Some(start + self.cost);
        (start - now).saturating_sub(self.burst)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bucket_lets_the_whole_window_through_and_then_spaces_calls() {
        let mut bucket = Bucket::new(Rate { count: 5, per_ms: 1_000 });
        let now = Instant::now();
        let waits: Vec<u128> = (0..8).map(|_| bucket.take(now).as_millis()).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 200, 400, 600]);
    }

    #[test]
    fn what_is_available_is_what_can_be_taken() {
        let mut bucket = Bucket::new(Rate { count: 5, per_ms: 1_000 });
        let now = Instant::now();
        assert_eq!(bucket.available(now), 5);
        for left in (0..5).rev() {
            assert_eq!(bucket.ready_in(now), Duration::ZERO);
            bucket.take(now);
            assert_eq!(bucket.available(now), left);
        }
        assert_eq!(bucket.ready_in(now), Duration::from_millis(200));
        assert_eq!(bucket.available(now + Duration::from_millis(400)), 2);
    }

    #[test]
    fn a_rested_bucket_is_full_again_and_never_fuller() {
        let mut bucket = Bucket::new(Rate { count: 2, per_ms: 1_000 });
        let now = Instant::now();
        for _ in 0..2 {
            bucket.take(now);
        }
        let later = now + Duration::from_secs(60);
        let waits: Vec<u128> = (0..3).map(|_| bucket.take(later).as_millis()).collect();
        assert_eq!(waits, [0, 0, 500]);
    }

    #[test]
    fn a_rate_of_nothing_does_not_divide_by_zero() {
        let mut bucket = Bucket::new(Rate { count: 0, per_ms: 0 });
        assert_eq!(bucket.take(Instant::now()), Duration::ZERO);
    }
}
