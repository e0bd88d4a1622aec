//! Who does something, one event behind the other, and the calls that bring it.

use crate::crowd::spread;
use crate::served::WRITE_KEY;
use crate::{Connection, Failure, Message, Waits};
use std::time::{Duration, Instant};

/// People who are in the shop at one time.
const HERE: u32 = 2_000;
/// Of so many events one is a basket that brings its person into journeys.
const BASKETS: u32 = 20;

/// Who comes, out of a crowd.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Traffic {
    /// As in a shop: 2,000 are there, and with every tenth event somebody else has come for one of them.
    Sessions,
    /// Every event is of somebody else, anywhere in the crowd: the worst case.
    Spread,
}

impl std::str::FromStr for Traffic {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "sessions" => Ok(Self::Sessions),
            "spread" => Ok(Self::Spread),
            _ => Err("`sessions` or `spread`".to_owned()),
        }
    }
}

/// What people of a crowd do, without end.
#[derive(Debug)]
pub struct Visits {
    people: u32,
    /// One event of so many is of somebody who was not there.
    turnover: u32,
    here: Vec<u32>,
    come: u32,
    number: u32,
}

impl Visits {
    /// Of a crowd of so many people.
    #[must_use]
    pub fn of(people: u32, traffic: Traffic) -> Self {
        let turnover = if traffic == Traffic::Sessions { 10 } else { 1 };
        let here: Vec<u32> = (0..HERE.min(people)).map(|number| spread(number, people)).collect();
        Self { people, turnover, come: HERE, here, number: 0 }
    }
}

impl Iterator for Visits {
    type Item = Message;

    fn next(&mut self) -> Option<Message> {
        let number = self.number;
        self.number += 1;
        let place = mixed(number) as usize % self.here.len();
        let visitor = self.here.get_mut(place)?;
        if mixed(!number).is_multiple_of(self.turnover) {
            *visitor = spread(self.come, self.people);
            self.come += 1;
        }
        let value = if number % BASKETS == 7 { 90 } else { 5 };
        Some(Message { number, user: *visitor, event: number % 17, value })
    }
}

/// A number that looks like chance: `lowbias32` of Chris Wellons.
const fn mixed(number: u32) -> u32 {
    let number = (number ^ (number >> 16)).wrapping_mul(0x7feb_352d);
    let number = (number ^ (number >> 15)).wrapping_mul(0x846c_a68b);
    number ^ (number >> 16)
}

/// A way to bring events in.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// Events in a call.
    pub batch: u32,
    /// Connections that stay open, each of which waits for its answer.
    pub connections: u32,
    /// Events of the whole run.
    pub events: u32,
}

/// What each connection sends: the bodies of its calls.
#[derive(Debug)]
pub struct Calls {
    batch: u32,
    bodies: Vec<Vec<String>>,
}

impl Calls {
    /// The next events of `visits`, dealt to the connections call by call.
    pub fn of(visits: &mut Visits, way: Way) -> Self {
        let mut bodies = vec![Vec::new(); way.connections as usize];
        for _ in 0..way.events / way.connections / way.batch {
            bodies.iter_mut().for_each(|calls| calls.push(body(visits.take(way.batch as usize))));
        }
        Self { batch: way.batch, bodies }
    }

    /// How many events they bring.
    #[must_use]
    pub fn events(&self) -> u32 {
        self.bodies.iter().map(|calls| calls.len() as u32 * self.batch).sum()
    }

    /// Bytes of all bodies.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bodies.iter().flatten().map(|body| body.len() as u64).sum()
    }

    /// Sends them as fast as they are answered; how long it took.
    ///
    /// # Errors
    /// When an answer is not 200.
    pub fn send(&self, address: &str) -> Result<Duration, Failure> {
        let since = Instant::now();
        self.each(|_, bodies| {
            let mut connection = Connection::open(address)?;
            bodies.iter().try_for_each(|body| connection.send("/v1/batch", body).map(drop))
        })?;
        Ok(since.elapsed())
    }

    /// Sends so many events a second; how long each call waited, from the moment on at which it was to be sent.
    ///
    /// # Errors
    /// When an answer is not 200.
    pub fn send_at(&self, address: &str, rate: f64) -> Result<Waits, Failure> {
        let connections = self.bodies.len() as f64;
        let every = Duration::from_secs_f64(f64::from(self.batch) * connections / rate);
        let began = Instant::now();
        let waits = self.each(|place, bodies| {
            let mut connection = Connection::open(address)?;
            let mut due = began + every.mul_f64(place as f64 / connections);
            let waits = bodies.iter().map(|body| {
                std::thread::sleep(due.saturating_duration_since(Instant::now()));
                connection.send("/v1/batch", body)?;
                let waited = due.elapsed();
                due += every;
                Ok(waited)
            });
            waits.collect::<Result<Vec<Duration>, Failure>>()
        })?;
        Ok(Waits::of(waits.concat()))
    }

    /// Each connection on a thread of its own.
    fn each<T: Send>(
        &self,
        work: impl Fn(usize, &[String]) -> Result<T, Failure> + Sync,
    ) -> Result<Vec<T>, Failure> {
        let work = &work;
        std::thread::scope(|scope| {
            let places = self.bodies.iter().enumerate();
            let senders: Vec<_> =
                places.map(|(place, bodies)| scope.spawn(move || work(place, bodies))).collect();
            senders.into_iter().map(|sender| sender.join().map_err(|_| "a sender gave up")?).collect()
        })
    }
}

fn body(messages: impl Iterator<Item = Message>) -> String {
    let messages: Vec<String> = messages.map(Message::to_json).collect();
    format!(r#"{{"batch":[{}],"writeKey":"{WRITE_KEY}"}}"#, messages.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn people_of(traffic: Traffic) -> usize {
        let visits = Visits::of(1_000_000, traffic).take(20_000);
        visits.map(|message| message.user).collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn a_shop_has_visitors_who_stay_and_a_crowd_has_none() {
        let sessions = people_of(Traffic::Sessions);
        assert!((3_500..4_500).contains(&sessions), "{sessions}");
        assert_eq!(people_of(Traffic::Spread), 20_000);
    }

    #[test]
    fn calls_bring_every_event_once() {
        let way = Way { batch: 10, connections: 3, events: 65 };
        let calls = Calls::of(&mut Visits::of(100, Traffic::Sessions), way);
        assert_eq!((calls.events(), calls.bodies.len()), (60, 3));
        let ids: BTreeSet<&str> =
            calls.bodies.iter().flatten().flat_map(|body| body.split("messageId").skip(1)).collect();
        assert_eq!(ids.len(), 60);
        assert!(calls.bytes() > 60 * 300);
    }
}
