//! When a person is most often active: acts by hour of the day, of which older ones count less.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Acts by hour of the day in the person's zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rhythm {
    /// What the acts of each hour weigh.
    pub(crate) hours: [u32; 24],
    /// Since when they have not been halved, in milliseconds since 1970.
    pub(crate) since: i64,
}

/// An hour of the day, and how active the person is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Peak {
    /// The hour, from 0, in the person's zone.
    pub hour: u8,
    /// What the person's acts in it weigh.
    pub parts: u32,
}

/// Why a message leaves when it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TimeChoice {
    /// It is the most active hour of the person of those in which it may leave.
    Best {
        /// The hour.
        hour: u8,
    },
    /// Too little is known of the person, or no hour fits: it is the time that the author names.
    Default,
    /// That time is too far away as well.
    AtOnce,
}

/// What one act weighs when it happens.
const ACT: u32 = 16;
/// Acts below which nothing is said.
const FEWEST: u32 = 5;
/// After this time an act weighs half: 30 days.
const HALF_LIFE: i64 = 30 * 86_400_000;

impl Rhythm {
    /// Counts an act of this hour at `at`.
    pub(crate) fn act(&mut self, hour: usize, at: i64) {
        self.fade(at);
        if let Some(weight) = self.hours.get_mut(hour) {
            *weight = weight.saturating_add(ACT);
        }
    }

    fn fade(&mut self, at: i64) {
        if self.hours == [0; 24] {
            self.since = at;
        }
        let halves = at.saturating_sub(self.since).div_euclid(HALF_LIFE).max(0);
        self.since = self.since.saturating_add(halves.saturating_mul(HALF_LIFE));
        let halves = u32::try_from(halves).unwrap_or(u32::MAX);
        for weight in &mut self.hours {
            *weight = weight.checked_shr(halves).unwrap_or(0);
        }
    }

    /// What the acts of each hour weigh at `at`, and all together; none when too few are known.
    pub(crate) fn known(&self, at: i64) -> Option<([u32; 24], u32)> {
        let mut now = self.clone();
        now.fade(at);
        let all = now.hours.iter().fold(0_u32, |all, weight| all.saturating_add(*weight));
        (all >= FEWEST * ACT).then_some((now.hours, all))
    }

    /// The acts of both.
    pub(crate) fn join(&mut self, other: &Self, at: i64) {
        self.mix(other, at, u32::saturating_add);
    }

    /// The acts without those of the other.
    pub(crate) fn part(&mut self, other: &Self, at: i64) {
        self.mix(other, at, u32::saturating_sub);
    }

    fn mix(&mut self, other: &Self, at: i64, mix: fn(u32, u32) -> u32) {
        let mut other = other.clone();
        other.fade(at);
        self.fade(at);
        for (weight, theirs) in self.hours.iter_mut().zip(other.hours) {
            *weight = mix(*weight, theirs);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn old_acts_count_half_and_then_a_quarter() {
        let mut rhythm = Rhythm::default();
        for _ in 0..20 {
            rhythm.act(9, 1_000);
        }
        let known = |rhythm: &Rhythm, at| rhythm.known(at).map(|(hours, all)| (hours[9], hours[20], all));
        assert_eq!(known(&rhythm, 1_000 + HALF_LIFE - 1), Some((320, 0, 320)));
        rhythm.act(20, 1_000 + HALF_LIFE);
        assert_eq!(known(&rhythm, 1_000 + HALF_LIFE), Some((160, 16, 176)));
        assert_eq!(known(&rhythm, 1_000 + 2 * HALF_LIFE), Some((80, 8, 88)));
        assert_eq!(known(&rhythm, 1_000 + 3 * HALF_LIFE), None, "too little is left");
    }

    #[test]
    fn acts_that_are_told_late_or_far_apart_do_no_harm() {
        let mut rhythm = Rhythm::default();
        rhythm.act(9, i64::MAX);
        rhythm.act(9, 0);
        rhythm.act(9, i64::MIN);
        assert_eq!(rhythm.hours[9], 48);
        let mut rhythm = Rhythm::default();
        rhythm.act(9, 0);
        rhythm.act(10, i64::MAX);
        assert_eq!((rhythm.hours[9], rhythm.hours[10]), (0, 16));
    }

    #[test]
    fn two_people_are_active_together_and_apart_again() {
        let (mut one, mut other) = (Rhythm::default(), Rhythm::default());
        (0..4).for_each(|_| one.act(9, 0));
        (0..3).for_each(|_| other.act(20, 5));
        one.join(&other, 10);
        assert_eq!(one.known(10).map(|(hours, all)| (hours[9], hours[20], all)), Some((64, 48, 112)));
        one.part(&other, 20);
        assert_eq!((one.hours[9], one.hours[20]), (64, 0));
    }
}
