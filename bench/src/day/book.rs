//! Which messages a day must lead to: a second reading of the project, by a few rules about what people did.

use super::acts::{Act, What, agrees, reads};
use super::clock;
use std::collections::BTreeMap;

/// What comes so close to the moment at which a message leaves may still call it back, or not.
const DOUBT: i64 = 2_000;

/// What must become of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Must {
    Come,
    StayAway,
    Either,
}

/// What must become of each message of a day, by its subject.
#[derive(Debug, Default)]
pub struct Musts(BTreeMap<String, Must>);

/// What is wrong with the messages that left.
#[derive(Debug, Default)]
pub struct Wrongs {
    /// Did not leave.
    pub missing: Vec<String>,
    /// Left more than once.
    pub twice: Vec<String>,
    /// Left although they had been called off, or the person had not agreed.
    pub unwanted: Vec<String>,
    /// Nobody knows what they are about.
    pub unknown: Vec<String>,
}

impl Musts {
    /// Of these people, who did this.
    #[must_use]
    pub fn of(people: u32, acts: &[Act]) -> Self {
        let (mut withdrawn, mut ordered) = (BTreeMap::new(), BTreeMap::new());
        for act in acts {
            match act.what {
                What::Withdraw => drop(withdrawn.entry(act.person).or_insert(act.at)),
                What::Order => drop(ordered.insert(act.cart(), act.at)),
                _ => {}
            }
        }
        let mut musts = BTreeMap::new();
        for person in (0..people).filter(|person| reads(*person)) {
            let must = if agrees(person) {
                leaves(clock(10), withdrawn.get(&person).copied())
            } else {
                Must::StayAway
            };
            musts.insert(format!("news-user-{person}"), must);
        }
        for act in acts {
            if let What::Cart(value) = act.what {
                let ends = [ordered.get(&act.cart()), withdrawn.get(&act.person)];
                let ended = ends.into_iter().flatten().copied().min();
                let wanted = value >= 20 && agrees(act.person);
                let must = if wanted { reminder(act.at, ended) } else { Must::StayAway };
                musts.insert(format!("reminder-{}", act.cart()), must);
            }
        }
        musts.extend(ordered.keys().map(|cart| (format!("thanks-{cart}"), Must::Come)));
        Self(musts)
    }

    /// How many must leave.
    #[must_use]
    pub fn wanted(&self) -> usize {
        self.0.values().filter(|must| **must == Must::Come).count()
    }

    /// What is wrong with what left: subjects, and how often each.
    #[must_use]
    pub fn judge(&self, left: &BTreeMap<String, u32>) -> Wrongs {
        let mut wrongs = Wrongs::default();
        for (subject, must) in &self.0 {
            let times = left.get(subject).copied().unwrap_or_default();
            match (must, times) {
                (Must::Come, 0) => wrongs.missing.push(subject.clone()),
                (Must::StayAway, 1..) => wrongs.unwanted.push(subject.clone()),
                (_, 2..) => wrongs.twice.push(subject.clone()),
                _ => {}
            }
        }
        wrongs.unknown.extend(left.keys().filter(|subject| !self.0.contains_key(*subject)).cloned());
        wrongs
    }
}

impl Wrongs {
    /// All of them, each with what is wrong.
    #[must_use]
    pub fn all(&self) -> Vec<(&'static str, String)> {
        let Self { missing, twice, unwanted, unknown } = self;
        let kinds = [("missing", missing), ("twice", twice), ("unwanted", unwanted), ("unknown", unknown)];
        kinds
            .into_iter()
            .flat_map(|(kind, these)| these.iter().map(move |text| (kind, text.clone())))
            .collect()
    }
}

/// An hour behind the basket, or at the end of the quiet hours, unless it was bought or the person withdrew before.
fn reminder(basket: i64, ended: Option<i64>) -> Must {
    let due = basket + 3_600_000;
    let moment = due.max(clock(8));
    // From nine in the evening on it is a matter of the next day.
    if due + DOUBT < clock(21) {
        leaves(moment, ended)
    } else if due >= clock(21) {
        Must::StayAway
    } else {
        Must::Either
    }
}

/// A message that leaves at a moment unless something has happened before.
fn leaves(moment: i64, ended: Option<i64>) -> Must {
    match ended {
        Some(ended) if ended + DOUBT < moment => Must::StayAway,
        Some(ended) if ended <= moment + DOUBT => Must::Either,
        _ => Must::Come,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(at: i64, what: What) -> Act {
        Act { at, person: 3, visit: 0, place: 0, what }
    }

    fn judged(acts: &[Act], left: &[(&str, u32)]) -> Vec<(&'static str, String)> {
        let left = left.iter().map(|(text, times)| ((*text).to_owned(), *times)).collect();
        Musts::of(4, acts).judge(&left).all()
    }

    #[test]
    fn a_basket_that_is_not_bought_leads_to_one_reminder_by_day() {
        const NEWS: [(&str, u32); 2] = [("news-user-0", 1), ("news-user-1", 1)];
        let (basket, night) = ([act(clock(12), What::Cart(40))], [act(clock(21), What::Cart(40))]);
        let with = |times| [NEWS[0], NEWS[1], ("reminder-3-0", times)];
        assert_eq!(judged(&basket, &with(1)), []);
        assert_eq!(judged(&basket, &NEWS), [("missing", "reminder-3-0".to_owned())]);
        assert_eq!(judged(&basket, &with(2)), [("twice", "reminder-3-0".to_owned())]);
        assert_eq!(judged(&night, &NEWS), []);
        let bought = [basket[0], act(clock(12) + 1_000_000, What::Order)];
        assert_eq!(judged(&bought, &[NEWS[0], NEWS[1], ("thanks-3-0", 1)]), []);
        let withdrawn = [basket[0], act(clock(12) + 1_000_000, What::Withdraw)];
        assert_eq!(judged(&withdrawn, &with(1)), [("unwanted", "reminder-3-0".to_owned())]);
    }
}
