//! The closed sets that nodes choose from.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! closed_set {
    ($(#[$doc:meta])* $name:ident { $( $(#[$word_doc:meta])* $word:ident = $text:literal ),* $(,)? }) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "kebab-case")]
        pub enum $name { $( $(#[$word_doc])* $word ),* }

        impl $name {
            /// Every member, in the order of declaration.
            pub const ALL: &[Self] = &[ $( Self::$word ),* ];

            /// The spelling in conditions.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$word => $text ),* }
            }

            /// The member that conditions spell `word`.
            #[must_use]
            pub fn of_word(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.word() == word)
            }
        }
    };
}

closed_set! {
    /// What the fields of a path belong to.
    Root {
        /// The person's profile.
        Profile = "profile",
        /// The event at hand.
        Event = "event",
        /// The event that started this instance of the journey.
        Entry = "entry",
        /// Values handed to a template by its `send`.
        With = "with",
        /// What the steps of the journey left behind.
        Steps = "steps",
    }
}

closed_set! {
    /// A comparison.
    Comparison {
        /// `==`.
        Equal = "==",
        /// `!=`.
        NotEqual = "!=",
        /// `<`.
        Less = "<",
        /// `<=`.
        AtMost = "<=",
        /// `>`.
        Greater = ">",
        /// `>=`.
        AtLeast = ">=",
    }
}

closed_set! {
    /// Arithmetic on numbers, money, dates and durations; `+` joins texts and lists.
    Operation {
        /// `+`.
        Add = "+",
        /// `-`.
        Subtract = "-",
        /// `*`.
        Multiply = "*",
        /// `/`.
        Divide = "/",
        /// `%`.
        Remainder = "%",
    }
}

closed_set! {
    /// What is made of the items of a list.
    Quantifier {
        /// Whether the body holds for every item.
        All = "all",
        /// Whether the body holds for some item.
        Exists = "exists",
        /// Whether the body holds for exactly one item.
        ExistsOne = "exists_one",
        /// The items for which the body holds.
        Filter = "filter",
        /// The body's value for each item.
        Map = "map",
    }
}

closed_set! {
    /// A part of an instant in the person's zone, of a date, or of a duration. Numbers are CEL's.
    Part {
        /// The year.
        FullYear = "getFullYear",
        /// The month, from 0.
        Month = "getMonth",
        /// The day of the month, from 1.
        Date = "getDate",
        /// The day of the month, from 0.
        DayOfMonth = "getDayOfMonth",
        /// The day of the week; 0 is Sunday.
        DayOfWeek = "getDayOfWeek",
        /// The day of the year, from 0.
        DayOfYear = "getDayOfYear",
        /// The hour; of a duration, all its hours.
        Hours = "getHours",
        /// The minute; of a duration, all its minutes.
        Minutes = "getMinutes",
        /// The second; of a duration, all its seconds.
        Seconds = "getSeconds",
        /// The millisecond within the second.
        Milliseconds = "getMilliseconds",
    }
}

/// A function of the condition language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Function {
    /// Characters of a text, items of a list.
    Size,
    /// Whether a text holds another.
    Contains,
    /// Whether a text starts with another.
    StartsWith,
    /// Whether a text ends with another.
    EndsWith,
    /// A text in lower case.
    Lower,
    /// A text in upper case.
    Upper,
    /// To a whole number: decimals lose their fraction, texts are read, instants give seconds since 1970.
    ToInt,
    /// To a decimal: from a whole number or a text.
    ToDecimal,
    /// To a text.
    ToText,
    /// To the day of an instant in the person's zone.
    ToDate,
    /// To the first instant of a day in the person's zone.
    ToDatetime,
    /// The number of a money value.
    Amount,
    /// The currency of a money value.
    CurrencyOf,
    /// A part of an instant, a date or a duration.
    Part(Part),
}

impl Comparison {
    /// The comparison that means the same with the sides exchanged.
    #[must_use]
    pub const fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::AtMost => Self::AtLeast,
            Self::Greater => Self::Less,
            Self::AtLeast => Self::AtMost,
            same => same,
        }
    }
}
