//! How large a share is, and who is in it.

use filrouge_machine::Id;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// All people, in the unit of a share.
const ALL: u16 = 10_000;

/// A share of the people in ten-thousandths: more than nobody, less than everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Share(u16);

/// A share is more than 0 and less than 100 percent, with two digits behind the point at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAShare;

/// For whom a plan is to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// For nobody any more: it is the plan of a share.
    Nobody,
    /// For a share of the people.
    Share(Share),
    /// For everybody.
    Everybody,
}

/// A part of the people is 0 to 100 percent, with two digits behind the point at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnExtent;

impl Share {
    /// Whether a person is in it. Each has a number of their own, which hangs on the plan: the people in the share of one plan are
    /// others than those in the share of another, and those in a smaller share of a plan are in each greater one.
    pub(crate) fn has(self, salt: &str, person: Id) -> bool {
        let Id(number) = Id::of(&["release", salt, &person.to_string()]);
        number % u128::from(ALL) < u128::from(self.0)
    }

    /// In percent.
    #[must_use]
    pub fn percent(self) -> f64 {
        f64::from(self.0) / 100.0
    }
}

impl fmt::Display for NotAShare {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a share is more than 0 and less than 100 percent, as `10` or `0.25`")
    }
}

impl std::error::Error for NotAShare {}

impl TryFrom<u16> for Share {
    type Error = NotAShare;

    fn try_from(parts: u16) -> Result<Self, NotAShare> {
        (1..ALL).contains(&parts).then_some(Self(parts)).ok_or(NotAShare)
    }
}

impl From<Share> for u16 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// `10`, `0.25`.
impl FromStr for Share {
    type Err = NotAShare;

    fn from_str(text: &str) -> Result<Self, NotAShare> {
        parts(text).ok_or(NotAShare)?.try_into()
    }
}

/// `0`, `10`, `0.25`, `100`.
impl FromStr for Extent {
    type Err = NotAnExtent;

    fn from_str(text: &str) -> Result<Self, NotAnExtent> {
        match parts(text).ok_or(NotAnExtent)? {
            0 => Ok(Self::Nobody),
            ALL => Ok(Self::Everybody),
            parts => Share::try_from(parts).map(Self::Share).map_err(|NotAShare| NotAnExtent),
        }
    }
}

/// So many ten-thousandths as a text says in percent.
fn parts(text: &str) -> Option<u16> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |text: &str| !text.is_empty() && text.len() <= 3 && text.bytes().all(|it| it.is_ascii_digit());
    let fits = digits(whole) && digits(part) && part.len() <= 2;
    fits.then(|| format!("{whole}{part:0<2}").parse().ok()).flatten()
}

impl fmt::Display for Extent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nobody => f.write_str("0"),
            Self::Share(share) => write!(f, "{}", share.percent()),
            Self::Everybody => f.write_str("100"),
        }
    }
}

impl fmt::Display for NotAnExtent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "a part of the people is 0 to 100 percent, with two digits behind the point at most, as `10` or `0.25`",
        )
    }
}

impl std::error::Error for NotAnExtent {}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.percent())
    }
}

#[cfg(test)]
mod tests {
    use super::{Extent, NotAShare, NotAnExtent, Share};
    use filrouge_machine::Id;

    #[test]
    fn a_share_is_read_in_percent() {
        let read = |text: &str| text.parse::<Share>().map(u16::from);
        assert_eq!((read("10"), read("0.25"), read("99.9")), (Ok(1_000), Ok(25), Ok(9_990)));
        for no in ["0", "100", "101", "-1", "1.234", "1.", ".5", "ten", "", "0.00", "1e1", "99999"] {
            assert_eq!(read(no), Err(NotAShare), "{no}");
        }
        assert_eq!("12.5".parse::<Share>().map(|share| share.to_string()), Ok("12.5 %".to_owned()));
    }

    #[test]
    fn an_extent_goes_from_nobody_to_everybody_and_is_told_as_it_is_read() {
        for (text, told) in [("0", "0"), ("0.0", "0"), ("0.25", "0.25"), ("33.30", "33.3"), ("100.00", "100")]
        {
            assert_eq!(text.parse::<Extent>().map(|extent| extent.to_string()), Ok(told.to_owned()));
        }
        assert_eq!("100".parse(), Ok(Extent::Everybody));
        for no in ["100.01", "101", "999", "-1", "1.234", "half", ""] {
            assert_eq!(no.parse::<Extent>(), Err(NotAnExtent), "{no}");
        }
    }

    #[test]
    fn a_smaller_share_is_within_a_greater_one_and_each_is_as_large_as_it_says() {
        let (mut before, mut known) = (0, Vec::new());
        for percent in ["10", "50", "90"] {
            let share: Share = percent.parse().expect("a share");
            let inside: Vec<Id> = (0..4_000).map(Id).filter(|id| share.has("plan", *id)).collect();
            assert!(known.iter().all(|id| inside.contains(id)), "nobody leaves at {percent}");
            let wanted = 40.0 * share.percent();
            assert!((inside.len() as f64 - wanted).abs() < 120.0, "{} of {wanted}", inside.len());
            assert!(inside.len() > before);
            (before, known) = (inside.len(), inside);
        }
    }

    #[test]
    fn another_plan_draws_other_people() {
        let share: Share = "50".parse().expect("a share");
        let both = (0..1_000).map(Id).filter(|id| share.has("one", *id) && share.has("other", *id)).count();
        assert!((150..350).contains(&both), "{both}");
    }
}
