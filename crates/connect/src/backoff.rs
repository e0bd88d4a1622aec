//! How long to wait before a message is tried again.

use filrouge_machine::Id;
use filrouge_plan::Retry;
use std::time::Duration;

/// The pause after `attempt` calls (the first is 1), or nothing when no call is left. Exponential with a bound;
/// between a half and the whole of it, by a hash of the message, so that many messages do not come back at once
/// and the same message always waits the same time. A service that asks for a longer pause gets it.
#[must_use]
pub fn pause(retry: Retry, effect: Id, attempt: u32, asked: Option<Duration>) -> Option<Duration> {
    if attempt >= retry.attempts {
        return None;
    }
    let doubled = retry.base_ms.saturating_mul(1 << attempt.saturating_sub(1).min(40));
    let whole = doubled.min(retry.max_ms);
    let jittered = Duration::from_millis(whole / 2 + share(effect, attempt, whole / 2));
    Some(jittered.max(asked.unwrap_or_default()))
}

/// A number from 0 to `most`, which follows from the message and the attempt.
fn share(effect: Id, attempt: u32, most: u64) -> u64 {
    let drawn = Id::of(&["jitter", &effect.to_string(), &attempt.to_string()]);
    let wide = drawn.0 % (u128::from(most) + 1);
    u64::try_from(wide).unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETRY: Retry = Retry { attempts: 5, base_ms: 1_000, max_ms: 4_000 };

    #[test]
    fn pauses_double_up_to_the_bound() {
        for (attempt, whole) in [(1, 1_000), (2, 2_000), (3, 4_000), (4, 4_000)] {
            let waited = pause(RETRY, Id(7), attempt, None).unwrap().as_millis();
            assert!((whole / 2..=whole).contains(&waited), "attempt {attempt} waited {waited}");
        }
    }

    #[test]
    fn the_last_attempt_has_no_pause() {
        assert_eq!(pause(RETRY, Id(7), 5, None), None);
    }

    #[test]
    fn the_same_message_always_waits_the_same_time_and_others_do_not() {
        assert_eq!(pause(RETRY, Id(7), 1, None), pause(RETRY, Id(7), 1, None));
        let different =
            (0..50).map(|id| pause(RETRY, Id(id), 1, None)).collect::<std::collections::BTreeSet<_>>();
        assert!(different.len() > 40);
    }

    #[test]
    fn a_longer_wish_of_the_service_wins() {
        let asked = Duration::from_secs(60);
        assert_eq!(pause(RETRY, Id(7), 1, Some(asked)), Some(asked));
    }

    #[test]
    fn huge_numbers_do_not_overflow() {
        let retry = Retry { attempts: u32::MAX, base_ms: u64::MAX, max_ms: u64::MAX };
        assert!(pause(retry, Id(1), 4_000_000_000, None).is_some());
    }
}
