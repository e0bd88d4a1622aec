//! Numbers as ECMAScript writes them.

use serde_json::Number;
use std::fmt::Write;

/// Above this many digits before the point, and below this many zeros behind it, ECMAScript writes an exponent.
const DIGITS: i32 = 21;
const ZEROS: i32 = 6;

pub(super) fn write(number: &Number, text: &mut String) {
    let whole = number.as_i64().map(|whole| whole.to_string());
    let whole = whole.or_else(|| number.as_u64().map(|whole| whole.to_string()));
    match whole {
        Some(whole) => text.push_str(&whole),
        None => fraction(&number.to_string(), text),
    }
}

/// `serde_json` finds the shortest digits that read back as the same number; only their layout is ECMAScript's own.
fn fraction(shortest: &str, text: &mut String) {
    let unsigned = shortest.trim_start_matches('-');
    let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let (before, behind) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let written = format!("{before}{behind}");
    let digits = written.trim_start_matches('0');
    let leading = written.len() - digits.len();
    let digits = digits.trim_end_matches('0');
    if digits.is_empty() {
        text.push('0');
        return;
    }
    if unsigned.len() < shortest.len() {
        text.push('-');
    }
    let point = small(before.len()) - small(leading) + exponent.parse::<i32>().unwrap_or(0);
    lay_out(digits, point, text);
}

fn small(length: usize) -> i32 {
    i32::try_from(length).unwrap_or(i32::MAX)
}

/// The digits with the point behind the first `point` of them.
fn lay_out(digits: &str, point: i32, text: &mut String) {
    let count = small(digits.len());
    let zeros = |number: i32| "0".repeat(usize::try_from(number).unwrap_or(0));
    let (before, behind) =
        digits.split_at_checked(usize::try_from(point).unwrap_or(0)).unwrap_or((digits, ""));
    let _ = match point {
        _ if count <= point && point <= DIGITS => write!(text, "{digits}{}", zeros(point - count)),
        1..=DIGITS => write!(text, "{before}.{behind}"),
        _ if -ZEROS < point && point <= 0 => write!(text, "0.{}{digits}", zeros(-point)),
        _ => exponential(digits, point - 1, text),
    };
}

fn exponential(digits: &str, exponent: i32, text: &mut String) -> std::fmt::Result {
    let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    write!(text, "{first}{point}{rest}e{sign}{}", exponent.abs())
}
