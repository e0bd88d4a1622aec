//! How often somebody may call: a pace for each address, token and source.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Callers that are remembered; beyond, those go first whose calls lie furthest back.
const CALLERS: usize = 16_384;
/// Calls that may come at once, in seconds of the pace.
const BURST: u32 = 10;

/// Calls a second; ten times as many may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paces {
    /// Of one address: pages for people, and calls that do not prove where they come from.
    pub address: u32,
    /// Of one operator's token.
    pub token: u32,
    /// Of one source of events; as many as come, when there is none.
    pub source: Option<u32>,
}

impl Default for Paces {
    fn default() -> Self {
        Self { address: 100, token: 100, source: None }
    }
}

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Caller {
    Address(IpAddr),
    Token(String),
    Source(String),
}

impl Caller {
    /// An address; of the new kind a whole network, which is what one customer of a provider has.
    pub(crate) fn at(address: IpAddr) -> Self {
        let IpAddr::V6(six) = address else { return Self::Address(address) };
        match six.to_ipv4_mapped() {
            Some(four) => Self::Address(four.into()),
            None => Self::Address(Ipv6Addr::from(u128::from(six) & !u128::from(u64::MAX)).into()),
        }
    }
}

/// Who has called how often.
#[derive(Debug, Default)]
pub(crate) struct Throttle {
    paces: Paces,
    /// For each caller the moment at which nothing counts against them any more.
    free_at: Mutex<BTreeMap<Caller, Instant>>,
}

impl Throttle {
    pub(crate) fn new(paces: Paces) -> Self {
        Self { paces, free_at: Mutex::default() }
    }

    /// Counts a call at `now`; how many seconds to wait, when it is one too many.
    pub(crate) fn count(&self, caller: Caller, now: Instant) -> Result<(), u32> {
        let Some(pace) = self.pace(&caller) else { return Ok(()) };
        let each = Duration::from_secs(1) / pace.max(1);
        let mut free_at = self.free_at.lock().unwrap_or_else(PoisonError::into_inner);
        if free_at.len() >= CALLERS && !free_at.contains_key(&caller) {
            make_room(&mut free_at, now);
        }
        let free = free_at.entry(caller).or_insert(now);
        let next = (*free).max(now) + each;
        let ahead = next.saturating_duration_since(now);
        let most = Duration::from_secs(u64::from(BURST));
        if ahead > most {
            let wait = ahead.saturating_sub(most).as_secs() + 1;
            return Err(u32::try_from(wait).unwrap_or(u32::MAX));
        }
        *free = next;
        Ok(())
    }

    const fn pace(&self, caller: &Caller) -> Option<u32> {
        match caller {
            Caller::Address(_) => Some(self.paces.address),
            Caller::Token(_) => Some(self.paces.token),
            Caller::Source(_) => self.paces.source,
        }
    }
}

/// Forgets callers against whom nothing counts any more; when that is nobody, the half that is free first.
fn make_room(free_at: &mut BTreeMap<Caller, Instant>, now: Instant) {
    free_at.retain(|_, free| *free > now);
    if free_at.len() >= CALLERS {
        let mut moments: Vec<_> = free_at.values().copied().collect();
        moments.sort_unstable();
        let Some(middle) = moments.get(moments.len() / 2).copied() else { return };
        free_at.retain(|_, free| *free > middle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn throttle(address: u32) -> Throttle {
        Throttle::new(Paces { address, ..Paces::default() })
    }

    fn caller(text: &str) -> Caller {
        Caller::at(text.parse().unwrap())
    }

    #[test]
    fn a_burst_is_let_through_and_then_the_pace() {
        let (throttle, now) = (throttle(5), Instant::now());
        let taken = (0..1_000).take_while(|_| throttle.count(caller("192.0.2.1"), now).is_ok()).count();
        assert_eq!(taken, 50);
        assert_eq!(throttle.count(caller("192.0.2.1"), now), Err(1));
        assert_eq!(throttle.count(caller("192.0.2.2"), now), Ok(()), "another address");
        let later = now + Duration::from_secs(1);
        let taken = (0..1_000).take_while(|_| throttle.count(caller("192.0.2.1"), later).is_ok()).count();
        assert_eq!(taken, 5);
    }

    #[test]
    fn a_network_of_the_new_kind_is_one_caller() {
        assert_eq!(caller("2001:db8:1:2::1"), caller("2001:db8:1:2:ffff::9"));
        assert_ne!(caller("2001:db8:1:2::1"), caller("2001:db8:1:3::1"));
        assert_eq!(caller("::ffff:192.0.2.1"), caller("192.0.2.1"));
    }

    #[test]
    fn many_callers_take_bounded_room() {
        let (throttle, now) = (throttle(1), Instant::now());
        for number in 0..40_000_u32 {
            let _ = throttle.count(Caller::Address(IpAddr::from(number.to_be_bytes())), now);
        }
        assert!(throttle.free_at.lock().unwrap().len() <= CALLERS);
    }

    #[test]
    fn a_source_without_a_pace_is_not_counted() {
        let (throttle, now) = (throttle(1), Instant::now());
        assert!((0..100_000).all(|_| throttle.count(Caller::Source("site".into()), now).is_ok()));
    }
}
