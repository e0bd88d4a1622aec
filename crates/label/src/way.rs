//! How data goes from one place to the next, in words.

/// How data goes from one place to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way<'m> {
    /// Inside of one thing: nothing to tell.
    Silent,
    /// A trait is made of it.
    Computes(&'m str),
    /// It decides who is in a segment.
    Gathers(&'m str),
    /// It brings people into a journey.
    Enters(&'m str),
    /// It takes people out of a journey.
    Leaves(&'m str),
    /// It decides where people go behind a step.
    Chooses(&'m str),
    /// It decides what a digest collects.
    Collects(&'m str),
    /// It holds messages back.
    HoldsBack(&'m str),
    /// It is written to a field of the profile.
    Writes(&'m str),
    /// It is told in a field of an event.
    Emits(&'m str),
    /// Because of it an event happens.
    Happens(&'m str),
    /// It is handed to another journey.
    Gives(&'m str),
    /// Because of it another journey begins or ends.
    Asks(&'m str),
    /// How a journey ended is known.
    Ended(&'m str),
    /// It is handed to a message.
    Hands(&'m str),
    /// A message shows it.
    Shows,
    /// It is the address that a channel writes to.
    Addresses(&'m str),
    /// A service is told.
    Tells(&'m str),
    /// A service answers because of it.
    Answers(&'m str),
}

impl Way<'_> {
    /// What is said at the place where data goes this way; nothing where that needs no word.
    #[must_use]
    pub fn told(self) -> Option<String> {
        Some(match self {
            Self::Silent => return None,
            Self::Computes(name) => format!("the trait `{name}` is made of it"),
            Self::Gathers(name) => format!("it decides who is in the segment `{name}`"),
            Self::Enters(name) => format!("it brings people into the journey `{name}`"),
            Self::Leaves(name) => format!("it takes people out of the journey `{name}`"),
            Self::Chooses(name) => format!("it decides where people go at `{name}`"),
            Self::Collects(name) => format!("it decides what `{name}` collects"),
            Self::HoldsBack(name) => format!("because of it `{name}` holds messages back"),
            Self::Writes(name) => format!("it becomes `profile.{name}`"),
            Self::Emits(name) => format!("the event `{name}` tells it"),
            Self::Happens(name) => format!("because of it the event `{name}` happens"),
            Self::Gives(name) => format!("it is handed to the journey `{name}`"),
            Self::Asks(name) => format!("because of it the journey `{name}` begins or ends"),
            Self::Ended(name) => format!("how the journey `{name}` ended tells of it"),
            Self::Hands(name) => format!("it is handed to the message as `{name}`"),
            Self::Shows => "it is shown here".to_owned(),
            Self::Addresses(name) => format!("it is the address that `{name}` writes to"),
            Self::Tells(name) => format!("the service is told it as `{name}`"),
            Self::Answers(name) => format!("what `{name}` is answered follows from it"),
        })
    }
}
