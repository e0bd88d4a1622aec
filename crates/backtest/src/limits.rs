//! How much may change: bounds for a pipeline.

use crate::document::{Backtest, Limit};
use crate::human::{many, people};

/// Bounds that were asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Most people to whom the new plan may send and the old one did not.
    pub contacts: Option<u64>,
    /// Most messages by which the plans may differ, in percent of the old plan's. Journeys and channels do not make up for
    /// each other.
    pub change: Option<u64>,
}

impl Limits {
    pub(crate) fn judge(self, told: &Backtest) -> Vec<Limit> {
        let contacts = self.contacts.map(|allowed| contacts(allowed, told.people.only_new));
        let change = self.change.map(|allowed| change(allowed, told));
        contacts.into_iter().chain(change).collect()
    }
}

fn contacts(allowed: u64, found: u64) -> Limit {
    let sentence = format!("{} would get messages and got none before; {allowed} are allowed", people(found));
    Limit {
        limit: "limit-contacts".to_owned(),
        allowed,
        found: Some(found),
        exceeded: found > allowed,
        sentence,
    }
}

fn change(allowed: u64, told: &Backtest) -> Limit {
    let differing: u64 = told.messages.iter().map(|row| row.count.old.abs_diff(row.count.new)).sum();
    let before = told.all_messages().old;
    // Rounded up, so that a bound that is exceeded by a little is never told as if it were kept.
    let found = match differing {
        0 => Some(0),
        _ => differing
            .saturating_mul(100)
            .checked_next_multiple_of(before)
            .and_then(|all| all.checked_div(before)),
    };
    let share = found.map_or_else(|| "there were none before".to_owned(), |found| format!("{found} %"));
    let sentence = format!(
        "{} more or less than the {before} before, {share}; {allowed} % are allowed",
        many(differing, "message")
    );
    let exceeded = found.is_none_or(|found| found > allowed);
    Limit { limit: "limit-change".to_owned(), allowed, found, exceeded, sentence }
}
