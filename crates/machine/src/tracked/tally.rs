//! How often each value came.

use super::MOST;
use filrouge_plan::Value;

/// Counts `value`, which came at `at`. A new value beyond the bound is not counted.
pub(super) fn add(values: &mut Vec<(Value, u64, i64)>, at: i64, value: Value) {
    count(values, at, value, 1);
}

/// Counts `value`, which came `times`, the last time at `at`.
pub(super) fn count(values: &mut Vec<(Value, u64, i64)>, at: i64, value: Value, times: u64) {
    match values.binary_search_by(|(known, ..)| known.cmp(&value)) {
        Ok(place) => {
            if let Some((_, count, last)) = values.get_mut(place) {
                *count = count.saturating_add(times);
                *last = at.max(*last);
            }
        }
        Err(place) if values.len() < MOST => values.insert(place, (value, times, at)),
        Err(_) => {}
    }
}

/// Takes back that `value` came `times`.
pub(super) fn uncount(values: &mut Vec<(Value, u64, i64)>, value: &Value, times: u64) {
    if let Some((_, count, _)) = values.iter_mut().find(|(known, ..)| known == value) {
        *count = count.saturating_sub(times);
    }
    values.retain(|(_, count, _)| *count > 0);
}

/// The value that came most often; of several, the one that came last.
pub(super) fn most_frequent(values: &[(Value, u64, i64)]) -> Value {
    let most = values.iter().max_by_key(|(value, count, last)| (*count, *last, value));
    most.map(|(value, ..)| value.clone()).unwrap_or_default()
}
