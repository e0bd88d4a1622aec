//! Clients that send events and consents, and send them again until they are acknowledged.

use crate::dice::Dice;
use crate::stage::WRITE_KEY;
use crate::{Address, now, wire};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

const CLIENTS: u64 = 4;
/// People of each client; the last fifth of them refuses everything.
const PEOPLE: u64 = 40;

/// An event that was sent at least once.
#[derive(Debug, Clone)]
pub struct Sent {
    /// Names the message and the order that it tells of.
    pub id: String,
    pub acknowledged: bool,
    /// Whether the person lets us write.
    pub allowed: bool,
}

/// What a client did.
#[derive(Debug, Default)]
pub struct Clients {
    pub sent: Vec<Sent>,
    /// Everybody who was ever named.
    pub users: BTreeSet<String>,
    /// Calls that were broken off while a daemon had them.
    pub broken: u64,
}

impl Clients {
    /// Whether a run can show anything.
    pub fn is_worth_something(&self, kills: u64) -> bool {
        let acknowledged = self.sent.iter().filter(|event| event.acknowledged).count() as u64;
        acknowledged > kills * 10 && self.broken > kills / 2
    }
}

/// Running clients.
pub struct Load {
    /// Calls that were acknowledged so far.
    pub acknowledged: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Clients>>,
}

impl Load {
    /// Starts them.
    pub fn start(address: &Address, seed: u64) -> Self {
        let (stop, acknowledged) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let clients = (0..CLIENTS).map(|number| {
            let dice = Dice::new(seed ^ (number + 1).wrapping_mul(0x9e37_79b9));
            let (stop, address) = (Arc::clone(&stop), Arc::clone(address));
            let acknowledged = Arc::clone(&acknowledged);
            let client =
                Client { number, address, acknowledged, stop, dice, next: 0, done: Clients::default() };
            thread::spawn(move || client.work())
        });
        let clients = clients.collect();
        Self { acknowledged, clients, stop }
    }

    /// Lets each client end its call, and says what they did.
    pub fn end(self) -> Clients {
        self.stop.store(true, Ordering::SeqCst);
        let mut all = Clients::default();
        for client in self.clients {
            let done = client.join().expect("a client");
            all.sent.extend(done.sent);
            all.users.extend(done.users);
            all.broken += done.broken;
        }
        all
    }
}

struct Client {
    number: u64,
    address: Address,
    acknowledged: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    dice: Dice,
    next: u64,
    done: Clients,
}

impl Client {
    fn work(mut self) -> Clients {
        for person in 0..PEOPLE {
            let user = self.user(person);
            self.consent(&user, person < PEOPLE * 4 / 5);
        }
        while !self.stop.load(Ordering::SeqCst) {
            match self.dice.one_in(12) {
                true => self.change_of_mind(),
                false => self.batch(),
            }
            thread::sleep(Duration::from_micros(self.dice.below(20_000)));
        }
        self.done
    }

    fn user(&self, person: u64) -> String {
        format!("u{}-{person}", self.number)
    }

    /// Records a decision, however long it takes.
    fn consent(&mut self, user: &str, granted: bool) {
        self.done.users.insert(user.to_owned());
        let id = self.name("consent");
        let body = json!({
            "writeKey": WRITE_KEY, "userId": user, "messageId": id, "purpose": "news",
            "granted": granted, "evidence": "crash",
        });
        self.insist("/v1/consent", &body);
    }

    /// Several events in one call. One in ten is not sent again when the call breaks.
    fn batch(&mut self) {
        let insist = !self.dice.one_in(10);
        let events: Vec<(Sent, Value)> = (0..1 + self.dice.below(6)).map(|_| self.event()).collect();
        let messages: Vec<&Value> = events.iter().map(|(_, message)| message).collect();
        let body = json!({ "writeKey": WRITE_KEY, "batch": messages });
        let acknowledged = self.once("/v1/batch", &body) || (insist && self.insist("/v1/batch", &body));
        self.done.sent.extend(events.into_iter().map(|(sent, _)| Sent { acknowledged, ..sent }));
    }

    fn event(&mut self) -> (Sent, Value) {
        let person = self.dice.below(PEOPLE);
        let user = self.user(person);
        let event = ["Parcel Shipped", "Stock Asked", "Order Placed"][self.dice.below(3) as usize];
        self.track(&user, event, person < PEOPLE * 4 / 5)
    }

    fn track(&mut self, user: &str, event: &str, allowed: bool) -> (Sent, Value) {
        let id = self.name("order");
        let message = json!({
            "type": "track", "messageId": id, "userId": user, "event": event,
            "properties": { "order_id": id },
        });
        (Sent { id, acknowledged: false, allowed }, message)
    }

    /// A new person agrees, orders, and withdraws before the message is due.
    fn change_of_mind(&mut self) {
        let user = self.name("leaver");
        self.consent(&user, true);
        let before = now();
        let (sent, message) = self.track(&user, "Parcel Shipped", true);
        self.insist("/v1/batch", &json!({ "writeKey": WRITE_KEY, "batch": [message] }));
        self.consent(&user, false);
        let allowed = now() > before + 2_500;
        self.done.sent.push(Sent { acknowledged: true, allowed, ..sent });
    }

    fn name(&mut self, what: &str) -> String {
        self.next += 1;
        format!("{what}-{}-{}", self.number, self.next)
    }

    /// Calls until the answer is 200.
    fn insist(&mut self, path: &str, body: &Value) -> bool {
        while !self.once(path, body) {
            thread::sleep(Duration::from_millis(5));
        }
        true
    }

    /// Whether one call was acknowledged.
    fn once(&mut self, path: &str, body: &Value) -> bool {
        let address = self.address.read().unwrap().clone();
        match wire::post(&address, path, body) {
            Ok(answer) => {
                assert!(matches!(answer.status, 200 | 503), "{}: {}", answer.status, answer.body);
                let is_acknowledged = answer.status == 200;
                self.acknowledged.fetch_add(u64::from(is_acknowledged), Ordering::SeqCst);
                is_acknowledged
            }
            Err(error) => {
                let refused = error.kind() == std::io::ErrorKind::ConnectionRefused;
                self.done.broken += u64::from(!refused && !address.is_empty());
                false
            }
        }
    }
}
