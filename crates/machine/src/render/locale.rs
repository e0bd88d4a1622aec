//! Which variant a person reads, and how numbers look in it.

use rust_decimal::{Decimal, RoundingStrategy};

/// How a locale writes numbers and dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `1 234,5 €`, `28 mars 2026`.
    French,
    /// `€1,234.5`, `28 March 2026`.
    English,
    /// As English, with `March 28, 2026` and `8:30 PM`.
    American,
}

impl Style {
    /// The style of a locale; languages that we cannot write yet are written as English.
    pub fn of(locale: &str) -> Self {
        let locale = normal(locale);
        match (language(&locale), locale.as_str()) {
            ("fr", _) => Self::French,
            (_, "en-us") => Self::American,
            _ => Self::English,
        }
    }

    /// A number with its digits in groups; as many decimals as `digits` says, else as it has.
    pub fn number(self, number: Decimal, digits: Option<u32>) -> String {
        let (group, point) = match self {
            Self::French => ('\u{202f}', ','),
            Self::English | Self::American => (',', '.'),
        };
        let plain = fixed(number, digits);
        let (sign, plain) = plain.strip_prefix('-').map_or(("", plain.as_str()), |rest| ("-", rest));
        let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
        let mut out = format!("{sign}{}", grouped(whole, group));
        if !decimals.is_empty() {
            out.push(point);
            out.push_str(decimals);
        }
        out
    }

    /// A number as it stands in a sentence: the locale's point, no groups, no zeros at the end.
    pub fn plain(self, number: Decimal) -> String {
        let plain = number.normalize().to_string();
        if self == Self::French { plain.replace('.', ",") } else { plain }
    }
}

/// The variant for a person whose locale is `wanted`: the same, else its language, else another of that language,
/// else the default, else the first there is.
pub fn choose<'a>(
    wanted: Option<&str>,
    default: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let wanted = wanted.map(normal).unwrap_or_default();
    let spelt = |name: &str| known.clone().find(|known| normal(known) == name);
    let shorter =
        std::iter::successors(Some(wanted.as_str()), |tag| tag.rsplit_once('-').map(|(tag, _)| tag));
    let mut shorter = shorter.filter(|tag| !tag.is_empty());
    shorter
        .find_map(spelt)
        .or_else(|| known.clone().find(|known| language(&normal(known)) == language(&wanted)))
        .or_else(|| spelt(&normal(default)))
        .or_else(|| known.clone().next())
}

fn normal(locale: &str) -> String {
    locale.replace('_', "-").to_ascii_lowercase()
}

fn language(locale: &str) -> &str {
    locale.split('-').next().unwrap_or(locale)
}

fn fixed(number: Decimal, digits: Option<u32>) -> String {
    let Some(digits) = digits.map(|digits| digits.min(12)) else { return number.normalize().to_string() };
    let mut number = number.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero);
    number.rescale(digits);
    number.to_string()
}

fn grouped(digits: &str, group: char) -> String {
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(group);
        }
        out.push(digit);
    }
    out
}
