//! Numbers.

use crate::tree::Number;

/// What a word that looks like a number is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Parsed {
    Number(Number),
    TooLarge,
    /// Digits with a unit or more text behind them, like `2d` or `2026-03-28`.
    Quantity,
    Malformed,
}

/// Whether `word` can only be meant as a number, so that it may not be a bare text.
pub(crate) fn looks_like_number(word: &str) -> bool {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let digits = unsigned.strip_prefix('.').unwrap_or(unsigned);
    digits.starts_with(|c: char| c.is_ascii_digit())
}

/// Reads a word of which [`looks_like_number`] holds.
pub(crate) fn parse(word: &str) -> Parsed {
    let unsigned = word.strip_prefix(['+', '-']).unwrap_or(word);
    let negative = word.starts_with('-');
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            return whole(digits, radix, negative);
        }
    }
    if is_digits(unsigned, 10) { whole(unsigned, 10, negative) } else { decimal(word, unsigned) }
}

fn whole(digits: &str, radix: u32, negative: bool) -> Parsed {
    if !is_digits(digits, radix) {
        return Parsed::Malformed;
    }
    let mut value = 0_i128;
    for digit in digits.chars().filter_map(|c| c.to_digit(radix)) {
        let signed = if negative { -i128::from(digit) } else { i128::from(digit) };
        let Some(next) = value.checked_mul(i128::from(radix)).and_then(|value| value.checked_add(signed))
        else {
            return Parsed::TooLarge;
        };
        value = next;
    }
    Parsed::Number(Number::Integer(value))
}

fn decimal(word: &str, unsigned: &str) -> Parsed {
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let exponent = exponent.map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    let parts = [Some(whole), fraction, exponent];
    if parts.into_iter().flatten().all(|part| is_digits(part, 10)) {
        return Parsed::Number(Number::Decimal(word.chars().filter(|c| *c != '_').collect()));
    }
    if is_quantity(unsigned) { Parsed::Quantity } else { Parsed::Malformed }
}

/// Digits, perhaps with `_` among or behind them.
fn is_digits(part: &str, radix: u32) -> bool {
    part.starts_with(|c: char| c.is_digit(radix)) && part.chars().all(|c| c.is_digit(radix) || c == '_')
}

fn is_quantity(unsigned: &str) -> bool {
    let unit = unsigned.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '.'));
    unsigned.starts_with(|c: char| c.is_ascii_digit())
        && unit
            .starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '-' | ':' | '€' | '$' | '£' | '°'))
        && !unit.trim_start_matches(['e', 'E', '+', '-']).is_empty()
}

/// Whether two numbers are the same, digit by digit.
pub(crate) fn same(one: &Number, other: &Number) -> bool {
    match (one, other) {
        (Number::Keyword(one), Number::Keyword(other)) => one.total_cmp(other).is_eq(),
        _ => one == other,
    }
}
