//! A second telling of when a message may leave: no calendar, no steps, only what the person said and got.

use super::shop::{CAP, CHANNELS, EXPIRY, QUIET, WINDOW};
use filrouge_machine::{Id, Message, Outcome};
use std::collections::BTreeMap;

/// What the person said and got.
#[derive(Debug, Default)]
pub(super) struct Model {
    said: BTreeMap<(String, String), (bool, i64)>,
    sent: BTreeMap<Id, Got>,
    minutes_east: i64,
    /// Most messages, and in how many milliseconds, as the person has chosen.
    most: Option<(u32, u64)>,
}

#[derive(Debug)]
struct Got {
    channel: String,
    at: i64,
    limited: bool,
    counts: bool,
}

impl Model {
    pub(super) fn say(&mut self, purpose: &str, channel: Option<&str>, granted: bool, at: i64) {
        for name in CHANNELS.iter().filter(|name| channel.is_none_or(|channel| channel == **name)) {
            self.said.insert((purpose.to_owned(), (*name).to_owned()), (granted, at));
        }
    }

    pub(super) const fn live_in(&mut self, minutes_east: i64) {
        self.minutes_east = minutes_east;
    }

    /// The person chooses how often to hear.
    pub(super) const fn choose(&mut self, (_, most): (&str, Option<(u32, u64)>)) {
        self.most = most;
    }

    pub(super) fn has_refused(&self, purpose: &str, channel: &str) -> bool {
        self.said.get(&(purpose.to_owned(), channel.to_owned())).is_some_and(|(granted, _)| !granted)
    }

    /// What is wrong with a message that leaves now.
    pub(super) fn judge(&self, message: &Message, now: i64) -> Option<&'static str> {
        let limited = message.purpose != "orders";
        if self.sent.contains_key(&message.effect) {
            return Some("one effect was sent twice");
        }
        if !self.allows(message, now) {
            return Some("a message left against the person's will");
        }
        if limited && self.most.is_some_and(|(most, window)| self.is_full(most, window, now, |_| true)) {
            return Some("a message left over the cap that the person has chosen");
        }
        if !limited || message.channel != "email" {
            return None;
        }
        if self.is_full(CAP, WINDOW, now, |got| got.channel == "email") {
            return Some("a message left over the cap");
        }
        self.is_night(now).then_some("a message left in quiet hours")
    }

    fn allows(&self, message: &Message, now: i64) -> bool {
        let said = self.said.get(&(message.purpose.clone(), message.channel.clone()));
        match message.purpose.as_str() {
            "marketing" => said.is_some_and(|(granted, at)| *granted && now - at < millis(EXPIRY)),
            "news" => said.is_none_or(|(granted, _)| *granted),
            _ => true,
        }
    }

    fn is_full(&self, most: u32, window: u64, now: i64, of: impl Fn(&Got) -> bool) -> bool {
        let recent = |got: &&Got| got.limited && got.counts && of(got) && now - got.at < millis(window);
        self.sent.values().filter(recent).count() >= usize::try_from(most).unwrap_or(0)
    }

    /// Whether an email that may wait until the morning would leave at `until` or behind it.
    pub(super) const fn sleeps_beyond(&self, until: i64, now: i64) -> bool {
        let minute = now / 60_000 + self.minutes_east;
        let ahead = (QUIET.to as i64 - minute).rem_euclid(1_440);
        self.is_night(now) && (now / 60_000 + ahead) * 60_000 > until
    }

    const fn is_night(&self, now: i64) -> bool {
        let minute = (now / 60_000 + self.minutes_east).rem_euclid(1_440);
        minute >= QUIET.from as i64 || minute < QUIET.to as i64
    }

    pub(super) fn get(&mut self, message: &Message, now: i64) {
        let limited = message.purpose != "orders";
        let got = Got { channel: message.channel.clone(), at: now, limited, counts: true };
        self.sent.insert(message.effect, got);
    }

    /// A message that was called back does not count, unless it turns out to have left.
    pub(super) fn call_back(&mut self, effect: Id) {
        if let Some(got) = self.sent.get_mut(&effect) {
            got.counts = false;
        }
    }

    pub(super) fn hear(&mut self, effect: Id, outcome: &Outcome) {
        if let Some(got) = self.sent.get_mut(&effect) {
            got.counts = !matches!(outcome, Outcome::Failed { .. });
        }
    }
}

fn millis(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
