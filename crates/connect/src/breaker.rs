//! A circuit breaker: a service that fails again and again is left alone for a while.

use std::time::{Duration, Instant};

/// Failures in a row after which a service is left alone.
const PATIENCE: u32 = 5;
/// How long it is left alone first; each probe that fails doubles it.
const FIRST_REST: Duration = Duration::from_secs(5);
/// Longest time without a probe, whatever the service asked for.
const LONGEST_REST: Duration = Duration::from_secs(15 * 60);

/// What one call says about the service, whatever became of its message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// It answered, be it with a refusal of this one message.
    Alive,
    /// It did not do its work.
    Failing {
        /// How long it asked to be left alone.
        asked: Option<Duration>,
    },
}

/// Whether a service is called. While it rests nobody calls it; then one call alone is the probe that decides whether
/// it works again. Messages that wait meanwhile have spent none of their attempts.
#[derive(Debug, Default)]
pub struct Breaker {
    failures: u32,
    rest: Option<Rest>,
}

#[derive(Debug, Clone, Copy)]
struct Rest {
    until: Instant,
    length: Duration,
}

impl Breaker {
    /// How many of `room` calls may begin at `now`, with `under_way` that have not ended.
    #[must_use]
    pub fn room(&self, now: Instant, room: usize, under_way: usize) -> usize {
        match self.rest {
            None => room,
            Some(rest) if now < rest.until || under_way > 0 => 0,
            Some(_) => room.min(1),
        }
    }

    /// How long until a call may begin; nothing while the service is called freely.
    #[must_use]
    pub fn rests(&self, now: Instant) -> Option<Duration> {
        self.rest.map(|rest| rest.until.saturating_duration_since(now))
    }

    /// Learns from a call that ended at `now`; says whether the service rests by now and did not before, or the other
    /// way round.
    pub fn saw(&mut self, sign: Sign, now: Instant) -> bool {
        let rested = self.rest.is_some();
        match sign {
            Sign::Alive => *self = Self::default(),
            Sign::Failing { asked } => self.failed(asked, now),
        }
        rested != self.rest.is_some()
    }

    fn failed(&mut self, asked: Option<Duration>, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        let length = match self.rest {
            // A call that began before the rest says nothing new.
            Some(rest) if now < rest.until => return,
            Some(rest) => rest.length * 2,
            None if self.failures >= PATIENCE || asked.is_some() => FIRST_REST,
            None => return,
        };
        let length = length.max(asked.unwrap_or_default()).min(LONGEST_REST);
        self.rest = Some(Rest { until: now + length, length });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAILS: Sign = Sign::Failing { asked: None };

    fn tired(now: Instant) -> Breaker {
        let mut breaker = Breaker::default();
        let turns: Vec<bool> = (0..PATIENCE).map(|_| breaker.saw(FAILS, now)).collect();
        assert_eq!(turns, [false, false, false, false, true]);
        breaker
    }

    #[test]
    fn failures_in_a_row_give_a_rest_and_a_success_between_them_does_not() {
        let now = Instant::now();
        assert_eq!(tired(now).room(now, 5, 0), 0);
        let mut breaker = Breaker::default();
        for _ in 0..20 {
            breaker.saw(FAILS, now);
            breaker.saw(Sign::Alive, now);
        }
        assert_eq!((breaker.room(now, 5, 0), breaker.rests(now)), (5, None));
    }

    #[test]
    fn behind_the_rest_one_call_alone_is_the_probe() {
        let now = Instant::now();
        let mut breaker = tired(now);
        let later = now + FIRST_REST;
        assert_eq!((breaker.room(later, 5, 0), breaker.room(later, 5, 1)), (1, 0));
        assert!(breaker.saw(Sign::Alive, later));
        assert_eq!(breaker.room(later, 5, 1), 5);
    }

    #[test]
    fn each_probe_that_fails_doubles_the_rest_up_to_a_bound() {
        let mut now = Instant::now();
        let mut breaker = tired(now);
        let rests: Vec<u64> = (0..10)
            .map(|_| {
                let rest = breaker.rests(now).unwrap();
                now += rest;
                breaker.saw(FAILS, now);
                rest.as_secs()
            })
            .collect();
        assert_eq!(rests, [5, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
    }

    #[test]
    fn calls_that_began_before_the_rest_do_not_lengthen_it() {
        let now = Instant::now();
        let mut breaker = tired(now);
        assert!(!breaker.saw(FAILS, now));
        assert_eq!(breaker.rests(now), Some(FIRST_REST));
    }

    #[test]
    fn a_service_that_asks_to_be_left_alone_is_at_once() {
        let now = Instant::now();
        let asks = |seconds| Sign::Failing { asked: Some(Duration::from_secs(seconds)) };
        let rest = |sign| {
            let mut breaker = Breaker::default();
            breaker.saw(sign, now);
            breaker.rests(now)
        };
        assert_eq!(rest(asks(60)), Some(Duration::from_secs(60)));
        assert_eq!(rest(asks(86_400)), Some(LONGEST_REST));
    }
}
