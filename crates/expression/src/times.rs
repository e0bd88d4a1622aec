//! Texts that mean times: durations, dates and instants.

use jiff::Timestamp;
use jiff::civil::Date;

/// Units of a duration in nanoseconds; longer names first, so that `ms` is not read as `m`.
const UNITS: &[(&str, i128)] = &[
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
    ("d", 86_400_000_000_000),
    ("w", 604_800_000_000_000),
];

/// Milliseconds of a duration such as `30m`, `1h30m`, `1.5h` or `-2d`; a day is 24 hours. Durations are as long as
/// CEL has them (2^63 nanoseconds), and whole milliseconds.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total = 0_i128;
    while !rest.is_empty() {
        let (part, behind) = term(rest)?;
        total = total.checked_add(part)?;
        rest = behind;
    }
    (!text.trim_start_matches(['-', '+']).is_empty()).then_some(())?;
    let whole = total % 1_000_000 == 0 && total <= i128::from(i64::MAX);
    i64::try_from(sign * total / 1_000_000).ok().filter(|_| whole)
}

/// One number with its unit, in nanoseconds, and what stands behind.
fn term(text: &str) -> Option<(i128, &str)> {
    let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(digits)?;
    let (unit, scale) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit))?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut total = whole.checked_mul(*scale)?;
    let mut place = *scale;
    for digit in fraction.chars() {
        place /= 10;
        total = total.checked_add(i128::from(digit.to_digit(10)?) * place)?;
    }
    Some((total, rest.strip_prefix(unit)?))
}

/// Days since 1970 of a date such as `2026-03-28`.
pub(crate) fn date(text: &str) -> Option<i32> {
    let shape = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let date: Date = shape.then(|| text.parse().ok())??;
    i32::try_from(date.duration_since(Date::constant(1970, 1, 1)).as_hours() / 24).ok()
}

/// Milliseconds since 1970 of an instant such as `2026-03-28T20:30:00Z`.
pub(crate) fn instant(text: &str) -> Option<i64> {
    let instant: Timestamp = text.contains('T').then(|| text.parse().ok())??;
    let milliseconds = instant.as_millisecond();
    let whole = instant.subsec_nanosecond() % 1_000_000 == 0;
    ((-62_135_596_800_000..=253_402_300_799_999).contains(&milliseconds) && whole).then_some(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units() {
        assert_eq!(duration("30m"), Some(1_800_000));
        assert_eq!(duration("1h30m"), Some(5_400_000));
        assert_eq!(duration("1.5h"), Some(5_400_000));
        assert_eq!(duration("-250ms"), Some(-250));
        assert_eq!(duration("2d"), Some(172_800_000));
        assert_eq!(duration("0"), Some(0));
    }

    #[test]
    fn other_texts_are_no_durations() {
        for text in ["", "-", "30", "m", "1 h", "1mo", "3y", "1ns", "0.5ms", "999999999999999999999h", ".s"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn dates_and_instants_are_iso_8601() {
        assert_eq!(date("1970-01-02"), Some(1));
        assert_eq!(date("1969-12-31"), Some(-1));
        assert_eq!(date("2026-02-30"), None);
        assert_eq!(date("2026-03-01T00:00:00Z"), None);
        assert_eq!(instant("1970-01-01T01:00:00+01:00"), Some(0));
        assert_eq!(instant("1970-01-01"), None);
    }
}
