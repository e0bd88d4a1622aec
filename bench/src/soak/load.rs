//! The client of a soak: a steady number of errands a second, each with what follows, told in calls of several people.

use super::errand::{Errand, Fate, Kind, Span};
use crate::served::WRITE_KEY;
use crate::{Connection, Failure, Waits};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long nobody comes again: longer than any errand takes.
const APART: f64 = 200.0;
/// How long what is due is collected for one call.
const TICK: Duration = Duration::from_millis(20);
/// When somebody who withdrew agrees again, behind the beginning.
const AGAIN: Duration = Duration::from_secs(40);

/// What is to be told, in the order of an errand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Begin,
    End,
    Grant,
}

/// The client.
pub struct Load<'s> {
    connection: Connection,
    /// Errands that begin in a second.
    rate: f64,
    people: u32,
    errands: Vec<Errand>,
    agenda: BinaryHeap<Reverse<(Instant, u32, Act)>>,
    waits: Vec<Duration>,
    told: &'s AtomicU64,
}

impl<'s> Load<'s> {
    /// Makes everybody known, who all agree to messages. What is told from then on is counted in `told`.
    ///
    /// # Errors
    /// When the daemon does not take it.
    pub fn of(address: &str, rate: f64, told: &'s AtomicU64) -> Result<Self, Failure> {
        let mut connection = Connection::open(address)?;
        let people = (rate * APART).ceil() as u32;
        for first in (0..people).step_by(200) {
            let known: Vec<Value> = (first..people.min(first + 200)).map(known).collect();
            connection.send("/v1/batch", &json!({ "batch": known, "writeKey": WRITE_KEY }).to_string())?;
        }
        let (errands, agenda, waits) = (Vec::new(), BinaryHeap::new(), Vec::new());
        let mut load = Self { connection, rate, people, errands, agenda, waits, told };
        (0..people).try_for_each(|person| load.consent(person, true, "first").map(drop))?;
        load.waits.clear();
        Ok(load)
    }

    /// How many people there are.
    #[must_use]
    pub const fn people(&self) -> u32 {
        self.people
    }

    /// Errands begin until `until`, and what follows from them is told as well.
    ///
    /// # Errors
    /// When the daemon does not take a call, or `alone` says that nobody looks any more.
    pub fn run(&mut self, until: Instant, alone: &AtomicBool) -> Result<(), Failure> {
        let start = Instant::now();
        loop {
            if alone.load(Ordering::Relaxed) {
                return Err("nobody looks at the daemon any more".into());
            }
            let now = Instant::now();
            self.begin(start, now.min(until));
            let due = self.due(now);
            self.tell(&due)?;
            if now >= until && self.agenda.is_empty() {
                return Ok(());
            }
            sleep(TICK);
        }
    }

    /// What everybody came for, and how long calls took, the shortest first.
    #[must_use]
    pub fn done(self) -> (Vec<Errand>, Waits) {
        (self.errands, Waits::of(self.waits))
    }

    fn begin(&mut self, start: Instant, now: Instant) {
        let wanted = (now.saturating_duration_since(start).as_secs_f64() * self.rate) as u32;
        for number in self.errands.len() as u32..wanted {
            let errand = errand(number);
            self.errands.push(errand);
            self.agenda.push(Reverse((now, number, Act::Begin)));
            if errand.fate != Fate::Alone {
                self.agenda.push(Reverse((now + errand.after, number, Act::End)));
            }
            if errand.fate == Fate::Withdrawn {
                self.agenda.push(Reverse((now + AGAIN, number, Act::Grant)));
            }
        }
    }

    fn due(&mut self, now: Instant) -> Vec<(u32, Act)> {
        let mut due = Vec::new();
        while let Some(Reverse((at, number, act))) = self.agenda.peek().copied() {
            if at > now {
                break;
            }
            self.agenda.pop();
            due.push((number, act));
        }
        due
    }

    fn tell(&mut self, due: &[(u32, Act)]) -> Result<(), Failure> {
        let is_event = |(number, act): &&(u32, Act)| {
            *act == Act::Begin || (*act == Act::End && errand(*number).fate == Fate::CalledOff)
        };
        let (events, consents): (Vec<_>, Vec<_>) = due.iter().partition(is_event);
        if !events.is_empty() {
            let messages: Vec<Value> = events.iter().map(|(number, act)| self.event(*number, *act)).collect();
            let span = self.call("/v1/batch", &json!({ "batch": messages, "writeKey": WRITE_KEY }))?;
            events.iter().for_each(|(number, act)| self.note(*number, *act, span));
        }
        for (number, act) in consents {
            let span = self.consent(number % self.people, act == Act::Grant, &format!("{number}-{act:?}"))?;
            self.note(number, act, span);
        }
        self.told.fetch_add(due.len() as u64, Ordering::Relaxed);
        Ok(())
    }

    fn event(&self, number: u32, act: Act) -> Value {
        let id = number.to_string();
        let (name, properties) = match (errand(number).kind, act) {
            (Kind::Basket, Act::Begin) => ("Cart Updated", json!({ "cart_id": id, "value": 60 })),
            (Kind::Basket, _) => ("Order Completed", json!({ "cart_id": id, "total": 60 })),
            (Kind::Visit, Act::Begin) => ("Session Started", json!({ "session_id": id })),
            (Kind::Visit, _) => ("Page Viewed", json!({ "session_id": id })),
        };
        json!({
            "type": "track", "messageId": format!("{number}-{act:?}"), "userId": user(number % self.people),
            "event": name, "properties": properties,
        })
    }

    fn consent(&mut self, person: u32, granted: bool, id: &str) -> Result<Span, Failure> {
        let call = json!({
            "writeKey": WRITE_KEY, "userId": user(person), "messageId": format!("consent-{person}-{id}"),
            "purpose": "marketing", "granted": granted, "evidence": "preference-centre",
        });
        self.call("/v1/consent", &call)
    }

    fn call(&mut self, path: &str, body: &Value) -> Result<Span, Failure> {
        let sent = Instant::now();
        self.connection.send(path, &body.to_string())?;
        let answered = Instant::now();
        self.waits.push(answered - sent);
        Ok(Span { sent, answered })
    }

    fn note(&mut self, number: u32, act: Act, span: Span) {
        let Some(errand) = self.errands.get_mut(number as usize) else { return };
        match act {
            Act::Begin => errand.began = Some(span),
            Act::End => errand.ended = Some(span),
            Act::Grant => {}
        }
    }
}

/// The errand of this number: of twenty, eight are left alone, nine called off (three of them too late), three withdrawn.
fn errand(number: u32) -> Errand {
    let spread = Duration::from_millis(u64::from(number.wrapping_mul(7_919) % 5_000));
    let (fate, after) = match number % 20 {
        0..8 => (Fate::Alone, Duration::ZERO),
        8..14 => (Fate::CalledOff, Duration::from_secs(2) + spread),
        14..17 => (Fate::CalledOff, Duration::from_secs(25) + spread / 2),
        _ => (Fate::Withdrawn, Duration::from_secs(2) + spread),
    };
    let kind = if (number / 20).is_multiple_of(2) { Kind::Basket } else { Kind::Visit };
    Errand { number, kind, fate, after, began: None, ended: None }
}

fn user(person: u32) -> String {
    format!("user-{person}")
}

fn known(person: u32) -> Value {
    json!({
        "type": "identify", "userId": user(person), "messageId": format!("identify-{person}"),
        "traits": { "first_name": "Camille" },
    })
}
