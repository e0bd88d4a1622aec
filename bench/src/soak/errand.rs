//! One thing that a person comes for, and the messages that it must lead to: told from what the client did and when it
//! was answered, and from nothing that the daemon says.

use crate::Failure;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What both journeys wait for.
pub const PAUSE: Duration = Duration::from_secs(10);
/// What comes so soon behind the end of the pause may still call the message back: one that the endpoint refused waits for five
/// seconds, and a busy machine is late.
const DOUBT: Duration = Duration::from_secs(12);

/// When a call was sent, and when its answer was there.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// Before the first byte.
    pub sent: Instant,
    /// Behind the last byte.
    pub answered: Instant,
}

/// What somebody comes for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A basket; an order calls its reminder off, and is thanked for.
    Basket,
    /// A visit; another page calls its nudge off.
    Visit,
}

/// How it goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Nothing else happens.
    Alone,
    /// The message is called off before its time, or too late.
    CalledOff,
    /// The person withdraws while the message waits, and agrees again afterwards.
    Withdrawn,
}

/// One thing that somebody came for.
#[derive(Debug, Clone, Copy)]
pub struct Errand {
    /// Its number, which its messages name.
    pub number: u32,
    /// What it is.
    pub kind: Kind,
    /// How it goes on.
    pub fate: Fate,
    /// How long behind the beginning.
    pub after: Duration,
    /// When it began.
    pub began: Option<Span>,
    /// When what calls it off was told: an order, a page, or a withdrawal.
    pub ended: Option<Span>,
}

/// What must come of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// One message.
    Come,
    /// None.
    StayAway,
    /// One or none: what calls it off came at about the time at which it was due.
    Either,
}

impl Errand {
    /// Its own message: a reminder or a nudge.
    #[must_use]
    pub fn message(&self) -> (String, Must) {
        let name = if self.kind == Kind::Basket { "reminder" } else { "nudge" };
        (format!("{name}-{}", self.number), self.fate_of_message())
    }

    fn fate_of_message(&self) -> Must {
        let (Some(began), Some(ended)) = (self.began, self.ended) else { return Must::Come };
        if ended.answered < began.sent + PAUSE {
            Must::StayAway
        } else if ended.sent > began.answered + PAUSE + DOUBT {
            Must::Come
        } else {
            Must::Either
        }
    }

    /// What an order is thanked with.
    #[must_use]
    pub fn thanks(&self) -> Option<String> {
        let ordered = self.kind == Kind::Basket && self.fate == Fate::CalledOff && self.ended.is_some();
        ordered.then(|| format!("thanks-{}", self.number))
    }

    /// When its message is due, counted from the answer.
    #[must_use]
    pub fn due(&self) -> Option<Instant> {
        Some(self.began?.answered + PAUSE)
    }
}

/// What is wrong with what arrived: `missing`, `twice`, `called off` or `unknown`, with the message's text.
///
/// # Errors
/// When an errand never began, which is a mistake of the measurement.
pub fn judge(
    errands: &[Errand],
    arrived: &BTreeMap<String, u32>,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut musts = BTreeMap::new();
    for errand in errands {
        errand.began.ok_or_else(|| format!("errand {} never began", errand.number))?;
        musts.extend([errand.message()]);
        musts.extend(errand.thanks().map(|text| (text, Must::Come)));
    }
    let known = musts.iter().map(|(text, must)| (text, Some(*must)));
    let foreign = arrived.keys().filter(|text| !musts.contains_key(*text)).map(|text| (text, None));
    let wrongs = known.chain(foreign).filter_map(|(text, must)| {
        let wrong = wrong(must, arrived.get(text).copied().unwrap_or_default())?;
        Some((wrong, text.clone()))
    });
    Ok(wrongs.collect())
}

fn wrong(must: Option<Must>, times: u32) -> Option<&'static str> {
    match (must, times) {
        (None, _) => Some("unknown"),
        (Some(Must::StayAway), 1..) => Some("called off"),
        (Some(Must::Come), 0) => Some("missing"),
        (Some(_), 2..) => Some("twice"),
        (Some(_), _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errand(number: u32, fate: Fate, after: Option<u64>) -> Errand {
        let start = Instant::now();
        let span = |seconds: u64| Span {
            sent: start + Duration::from_secs(seconds),
            answered: start + Duration::from_secs(seconds) + Duration::from_millis(20),
        };
        let (began, ended) = (Some(span(0)), after.map(span));
        Errand { number, kind: Kind::Basket, fate, after: Duration::ZERO, began, ended }
    }

    fn judged(errands: &[Errand], arrived: &[(&str, u32)]) -> Vec<(&'static str, String)> {
        let arrived = arrived.iter().map(|(text, times)| ((*text).to_owned(), *times)).collect();
        judge(errands, &arrived).unwrap()
    }

    #[test]
    fn whoever_does_nothing_hears_once() {
        let one = [errand(1, Fate::Alone, None)];
        assert_eq!(judged(&one, &[("reminder-1", 1)]), []);
        assert_eq!(judged(&one, &[]), [("missing", "reminder-1".to_owned())]);
        assert_eq!(judged(&one, &[("reminder-1", 2)]), [("twice", "reminder-1".to_owned())]);
        let other = judged(&one, &[("reminder-1", 1), ("reminder-9", 1)]);
        assert_eq!(other, [("unknown", "reminder-9".to_owned())]);
    }

    #[test]
    fn whoever_withdraws_in_time_hears_nothing() {
        let one = [errand(1, Fate::Withdrawn, Some(5))];
        assert_eq!(judged(&one, &[]), []);
        assert_eq!(judged(&one, &[("reminder-1", 1)]), [("called off", "reminder-1".to_owned())]);
    }

    #[test]
    fn an_order_is_thanked_for_and_calls_off_what_was_not_due() {
        let (soon, late) = (errand(1, Fate::CalledOff, Some(5)), errand(1, Fate::CalledOff, Some(24)));
        assert_eq!(judged(&[soon], &[("thanks-1", 1)]), []);
        assert_eq!(judged(&[soon], &[]), [("missing", "thanks-1".to_owned())]);
        assert_eq!(judged(&[late], &[("thanks-1", 1)]), [("missing", "reminder-1".to_owned())]);
        let about = errand(1, Fate::CalledOff, Some(16));
        assert_eq!(judged(&[about], &[("thanks-1", 1)]), []);
    }
}
