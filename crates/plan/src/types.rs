//! Types of fields and of expressions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a field or an expression may hold.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Type {
    /// UTF-8 text.
    String,
    /// True or false.
    Bool,
    /// Whole number of 64 bits.
    Int,
    /// Exact decimal number.
    Decimal,
    /// Exact amount with its ISO 4217 currency.
    Money,
    /// Calendar day without a zone.
    Date,
    /// Instant, to the millisecond.
    Datetime,
    /// Elapsed time, to the millisecond.
    Duration,
    /// Address of electronic mail.
    Email,
    /// Telephone number in E.164 form.
    Phone,
    /// Absolute address of a resource.
    Url,
    /// ISO 3166-1 alpha-2 code.
    Country,
    /// BCP 47 language tag.
    Locale,
    /// IANA zone name.
    Timezone,
    /// ISO 4217 code.
    Currency,
    /// Latitude and longitude in degrees, WGS 84.
    Point,
    /// One of a closed set of words.
    Enum(Vec<String>),
    /// Any number of values of one type.
    List(Box<Type>),
    /// Named fields, in the order of declaration.
    Record(Vec<Field>),
    /// Perhaps absent.
    Optional(Box<Type>),
}

/// A named part of an event, a profile or a record.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Field {
    /// Name, as conditions and payloads spell it.
    pub name: String,
    /// Type; [`Type::Optional`] when the field may be absent.
    #[serde(rename = "type")]
    pub ty: Type,
    /// Bounds on the value.
    #[serde(default, skip_serializing_if = "Bounds::is_empty")]
    pub bounds: Bounds,
    /// Category of personal data (a fideslang key); absent for a field that is not personal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
}

/// Bounds of a number, or of the length of a text or a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Bounds {
    /// Least value or length, inclusive, as decimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// Greatest value or length, inclusive, as decimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
}

impl Bounds {
    /// Whether nothing is bounded.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.min.is_none() && self.max.is_none()
    }
}

impl Type {
    /// The type without its `?`.
    #[must_use]
    pub fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.required(),
            other => other,
        }
    }

    /// Whether values are texts whose form alone is checked. The words of an enum are texts too, of a closed set.
    #[must_use]
    pub const fn is_text(&self) -> bool {
        matches!(
            self,
            Self::String
                | Self::Email
                | Self::Phone
                | Self::Url
                | Self::Country
                | Self::Locale
                | Self::Timezone
                | Self::Currency
        )
    }

    /// Whether a value may be absent.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Enum(words) => write!(f, "enum {}", words.join(" ")),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Record(_) => f.write_str("record"),
            Self::Optional(inner) => write!(f, "{inner}?"),
            simple => f.write_str(simple.word()),
        }
    }
}

impl Type {
    /// The word of the language for a type without parts; the word of its shape otherwise.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Decimal => "decimal",
            Self::Money => "money",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Duration => "duration",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Url => "url",
            Self::Country => "country",
            Self::Locale => "locale",
            Self::Timezone => "timezone",
            Self::Currency => "currency",
            Self::Point => "point",
            Self::Enum(_) => "enum",
            Self::List(_) => "list",
            Self::Record(_) => "record",
            Self::Optional(inner) => inner.word(),
        }
    }
}
