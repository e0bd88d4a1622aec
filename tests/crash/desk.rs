//! The service that is asked: it answers the same question in the same way, when it answers.

use crate::dice::Dice;
use crate::now;
use crate::sink::{Request, request, say, say_with, serve};
use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One question that reached the desk.
#[derive(Debug, Clone)]
pub struct Asked {
    pub key: String,
    /// The order that it was about.
    pub order: String,
    /// When it was read, before it was answered.
    pub at: i64,
    /// How many processes had been killed before.
    pub round: u64,
}

/// The desk.
pub struct Desk {
    address: SocketAddr,
    shared: Arc<Shared>,
}

struct Shared {
    round: AtomicU64,
    dice: Mutex<Dice>,
    asked: Mutex<Vec<Asked>>,
}

/// What the desk says of an order.
pub fn code(order: &str) -> String {
    format!("shelf of {order}")
}

/// Whether the desk refuses a question for good, however often it is asked: one of 256.
pub fn is_refused(key: &str) -> bool {
    key.ends_with("00")
}

impl Desk {
    /// Starts to listen.
    pub fn start(dice: Dice) -> Self {
        let shared =
            Arc::new(Shared { round: AtomicU64::new(0), dice: Mutex::new(dice), asked: Mutex::default() });
        let serving = Arc::clone(&shared);
        let address = serve(move |stream| serving.serve(stream));
        Self { address, shared }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}/desk", self.address)
    }

    /// Says how many processes were killed so far.
    pub fn enter(&self, round: u64) {
        self.shared.round.store(round, Ordering::SeqCst);
    }

    /// Every question so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.shared.asked.lock().unwrap().clone()
    }
}

impl Shared {
    fn serve(&self, stream: &TcpStream) -> io::Result<()> {
        let Some(Request { key, target, .. }) = request(stream)? else { return Ok(()) };
        let order = target.strip_prefix("/desk/orders/").expect("a path of an order").to_owned();
        let round = self.round.load(Ordering::SeqCst);
        let refused = is_refused(&key);
        self.asked.lock().unwrap().push(Asked { key, order: order.clone(), at: now(), round });
        if refused {
            return say(stream, "404 Not Found");
        }
        let (chance, pause) = {
            let mut dice = self.dice.lock().unwrap();
            (dice.below(100), Duration::from_millis(dice.below(300)))
        };
        match chance {
            0..50 => {}
            50..85 => thread::sleep(pause),
            85..90 => return Ok(()),
            90..96 => return say(stream, "500 Internal Server Error"),
            _ => return say(stream, "503 Service Unavailable\r\nretry-after: 1"),
        }
        say_with(stream, "200 OK", &serde_json::json!({ "code": code(&order) }).to_string())
    }
}
