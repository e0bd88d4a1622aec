//! What the server knows of a daemon that runs the project: the port to it.

use std::collections::BTreeMap;

/// What is older is not shown, in minutes.
const TOO_OLD: u64 = 15;

/// A running daemon. Whoever stands behind this port asks it beside the conversation: nothing here may wait.
pub trait Daemon {
    /// What it told last, however long ago; nothing when it never answered.
    fn sizes(&self) -> Option<Sizes>;

    /// The options by which a command of `filrouge` asks the same daemon.
    fn options(&self) -> Vec<String>;
}

/// How many people are in each segment and each journey.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sizes {
    /// The project that it runs.
    pub project: String,
    /// How many whole minutes ago people were looked at.
    pub minutes: u64,
    /// How many people were looked at: everybody, or so many by chance.
    pub looked: u64,
    /// How many people there are.
    pub of: u64,
    /// Of those who were looked at, how many are in each segment.
    pub segments: BTreeMap<String, u64>,
    /// Of those who were looked at, how many are inside each journey.
    pub journeys: BTreeMap<String, u64>,
}

impl Sizes {
    /// Whether it is worth being shown.
    pub(crate) const fn is_fresh(&self) -> bool {
        self.minutes < TOO_OLD
    }

    /// So many of those who were looked at, in words about everybody.
    pub(crate) fn people(&self, looked: u64) -> String {
        if self.looked >= self.of {
            return match looked {
                0 => "nobody".to_owned(),
                1 => "1 person".to_owned(),
                many => format!("{} people", grouped(many)),
            };
        }
        // Where three are to be expected, none is seen one time in twenty.
        let (word, many) = if looked == 0 { ("under", 3) } else { ("about", looked) };
        format!("{word} {} people", grouped(rounded(self.scaled(many))))
    }

    /// When people were looked at, where it is worth a word.
    pub(crate) fn when(&self) -> String {
        if self.minutes < 2 { String::new() } else { format!(", {} min ago", self.minutes) }
    }

    /// At how many people was looked, where it was not everybody.
    pub(crate) fn sample(&self) -> String {
        let (looked, of) = (grouped(self.looked), grouped(self.of));
        if self.looked < self.of { format!("; judged by {looked} of {of} people") } else { String::new() }
    }

    fn scaled(&self, looked: u64) -> u64 {
        let many = u128::from(looked) * u128::from(self.of) / u128::from(self.looked.max(1));
        u64::try_from(many).unwrap_or(u64::MAX)
    }
}

/// To two digits: what is judged by a sample is not known better.
fn rounded(number: u64) -> u64 {
    let unit = 10_u64.pow(number.checked_ilog10().unwrap_or(0).saturating_sub(1));
    number.saturating_add(unit / 2) / unit * unit
}

/// `1234567` as `1,234,567`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let comma = |(at, digit): (usize, char)| {
        let is_due = at > 0 && (digits.len() - at).is_multiple_of(3);
        is_due.then_some(',').into_iter().chain([digit])
    };
    digits.chars().enumerate().flat_map(comma).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_counted_exactly_and_a_sample_is_told_as_one() {
        let whole = Sizes { looked: 12_345, of: 12_345, ..Sizes::default() };
        assert_eq!([0, 1, 12_345].map(|many| whole.people(many)), ["nobody", "1 person", "12,345 people"]);
        assert_eq!(Sizes::default().people(0), "nobody");
        let some = Sizes { looked: 10_000, of: 1_234_567, ..Sizes::default() };
        assert_eq!(
            [0, 1, 77, 10_000].map(|many| some.people(many)),
            ["under 370 people", "about 120 people", "about 9,500 people", "about 1,200,000 people"]
        );
        assert_eq!(some.sample(), "; judged by 10,000 of 1,234,567 people");
    }

    #[test]
    fn numbers_of_every_length_are_rounded() {
        assert_eq!([0, 7, 99, 104, 996].map(rounded), [0, 7, 99, 100, 1_000]);
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!(rounded(u64::MAX) / 100, u64::MAX / 100 / 10_u64.pow(16) * 10_u64.pow(16));
    }
}
