//! What a recorded test does not tell, or not as it was.

use std::fmt;

/// Something that is not the same in the test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The decision was taken under the plan of this hash.
    OtherPlan(String),
    /// What led to the decision is not in the journal.
    NotKept,
    /// The plan changed so often on the way.
    PlanChanged(usize),
    /// A journey was asked for that nobody can ask for in the project.
    NoStart(String),
    /// Somebody was put into this journey where they stood in one of another product.
    Placed(String),
    /// Somebody who became one with the person had asked for a journey before.
    Started(String),
    /// A field that is not declared: whose it is, and its name.
    Undeclared(String, String),
    /// An event that is not declared.
    NoEvent(String),
    /// A field of the profile was forgotten.
    Forgotten(String),
    /// An event came in later than it happened.
    Late(String),
    /// What another person did before they became one with this one stands at the moment of it.
    Joined,
    /// Two people who became one are told as one from the beginning.
    AsOne,
    /// Two people were separated.
    Separated,
    /// A message was sent again by hand.
    SentAgain,
    /// A message was held back by a pause.
    Withheld,
    /// The outcome hangs on the real values of these fields, or on several together when none is named.
    HangsOn(Vec<String>),
    /// The test does not come to the decision.
    Elsewhere,
}

impl Gap {
    /// Whether the test may mean something else because of it; the others are only to be known.
    #[must_use]
    pub const fn is_serious(&self) -> bool {
        !matches!(self, Self::Joined | Self::AsOne)
    }

    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::OtherPlan(_) => {
                "check out the commit that `filrouge why` names, or read the test as one of today's project"
            }
            Self::NotKept => "tell by hand what happened then",
            Self::PlanChanged(_) => {
                "a test lives under one plan: look whether the steps on the way were the same"
            }
            Self::Started(_) => "an `alias` tells no starts: add what follows from it by hand",
            Self::Placed(_) => {
                "a test has nobody who comes from elsewhere: tell by hand what brings somebody in, and to the step"
            }
            Self::Undeclared(..) | Self::NoEvent(_) | Self::NoStart(_) => {
                "record it under the plan of that day, or leave it out"
            }
            Self::Forgotten(_) => {
                "leave the field out of what the test tells before, if nothing read it until then"
            }
            Self::Late(_) => "it stands where it came in; computed traits with a lateness may differ",
            Self::Joined => "look whether their own journeys mattered",
            Self::AsOne => "tell the other person with `alias`, if it matters that they were two",
            Self::Separated => "the test tells them as one person",
            Self::SentAgain => "a test has nobody who sends a message again: what counts messages may differ",
            Self::Withheld => "a test has no pauses: nothing is held back in it",
            Self::HangsOn(_) => "put in a value that decides alike, or record it again with `--reveal`",
            Self::Elsewhere => "run it, and compare its decisions with those that `filrouge why` shows",
        }
    }
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherPlan(hash) => write!(
                f,
                "the decision was taken under another plan ({}) than the project's",
                hash.get(..12).unwrap_or(hash)
            ),
            Self::NotKept => write!(f, "what led to the decision is not in the daemon's journal"),
            Self::PlanChanged(1) => write!(f, "the plan changed on the way"),
            Self::PlanChanged(times) => write!(f, "the plan changed {times} times on the way"),
            Self::NoStart(journey) => {
                write!(f, "the journey `{journey}` was asked for, which nobody can in the project")
            }
            Self::Placed(journey) => {
                write!(f, "the person was put into the journey `{journey}` where they stood elsewhere")
            }
            Self::Started(journey) => {
                write!(f, "another person asked for the journey `{journey}` before they became one")
            }
            Self::Undeclared(whose, field) => write!(f, "{whose} has no field `{field}` in the project"),
            Self::NoEvent(event) => write!(f, "the project declares no event `{event}`"),
            Self::Forgotten(field) => write!(f, "`{field}` was forgotten, which a test cannot do"),
            Self::Late(event) => write!(f, "`{event}` came in later than it happened"),
            Self::Joined => write!(f, "what another person did before they became one stands at that moment"),
            Self::AsOne => write!(f, "two people who became one are told as one from the beginning"),
            Self::Separated => write!(f, "two people were separated"),
            Self::SentAgain => write!(f, "a message was sent again by hand"),
            Self::Withheld => write!(f, "a message was held back by a pause"),
            Self::HangsOn(fields) if fields.is_empty() => {
                write!(f, "the outcome hangs on several personal values")
            }
            Self::HangsOn(fields) => {
                write!(f, "the outcome hangs on the real value of `{}`", fields.join("`, `"))
            }
            Self::Elsewhere => write!(f, "the test does not come to the decision of production"),
        }
    }
}
