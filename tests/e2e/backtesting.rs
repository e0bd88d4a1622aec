//! A backtest of what a running daemon keeps: the events of its own log, over a period, and nothing of it leaves.

use crate::daemon::{Daemon, Stage, TOKEN};
use crate::pausing::Service;
use crate::shadowing::second_message;
use serde_json::{Value, json};
use std::process::{Command, Output};
use std::time::Duration;

/// More people than the daemon hands out on one page.
const PEOPLE: usize = 520;
const OLD: &str = "2026-01-10T09:00:00Z";
const NEW: &str = "2026-03-10T09:00:00Z";

/// A daemon with parcels in two months, and an edited copy of its project beside it.
struct House {
    service: Service,
    stage: Stage,
    daemon: Daemon,
}

impl House {
    fn new() -> Self {
        let service = Service::start();
        let stage = Stage::new("smtp://127.0.0.1:9", &service.url);
        let daemon = stage.run();
        let next = stage.folder.path().join("next");
        let copied = Command::new("cp").arg("-r").arg(stage.file("")).arg(&next).status().unwrap();
        assert!(copied.success());
        second_message(&next.join("filrouge.kdl"));
        Self { service, stage, daemon }
    }

    /// A parcel for each of these people, which was shipped at a moment of the past; the letter about it leaves now.
    fn ship(&self, people: std::ops::Range<usize>, timestamp: &str) {
        for person in people.clone() {
            let body = json!({
                "userId": format!("user{person}"), "event": "Parcel Shipped", "timestamp": timestamp,
                "properties": { "parcel_id": format!("{timestamp}-{person}") },
            });
            assert_eq!(self.daemon.post("/v1/track", &body).0, 200);
        }
        people.for_each(|_| drop(self.service.next()));
    }

    fn backtest(&self, more: &[&str]) -> Output {
        let url = self.daemon.url.as_str();
        let own = ["backtest", "next", "--against", url, "--url", url];
        self.stage.filrouge(&[&own, more].concat()).output().unwrap()
    }

    /// What is told, as a document.
    fn told(&self, more: &[&str]) -> Value {
        let output = self.backtest(&[&["--format", "json"], more].concat());
        assert!(output.status.success(), "{output:?}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

#[test]
fn what_a_daemon_keeps_is_lived_under_its_own_plan_and_another_one() {
    let house = House::new();
    house.ship(0..PEOPLE, OLD);
    house.ship(0..20, NEW);
    let all = house.told(&[]);
    let parcels = |told: &Value| told["messages"][0].clone();
    let wanted = |old: usize| json!({ "journey": "parcels", "channel": "webhook", "count": { "old": old, "new": 2 * old } });
    assert_eq!(parcels(&all), wanted(PEOPLE + 20), "{all:#}");
    assert_eq!(all["people"]["contacted"], json!({ "old": PEOPLE, "new": PEOPLE }));
    assert_eq!(all["recording"]["set_aside"]["lines"], 0, "{all:#}");
    let period = house.told(&["--since", "2026-02-01T00:00:00Z"]);
    assert_eq!(parcels(&period), wanted(20), "{period:#}");
    assert_eq!(period["people"]["contacted"], json!({ "old": 20, "new": 20 }));
    let output = house.backtest(&["--limit-change", "20"]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains("parcels"), "{told}");
    house.service.silent_for(Duration::from_secs(1));
}

#[test]
fn a_daemon_that_does_not_know_the_token_hands_out_nothing() {
    let house = House::new();
    house.ship(0..1, OLD);
    let url = house.daemon.url.as_str();
    let planned =
        house.stage.filrouge(&["plan", "next", "--against", url, "-o", "plan.json"]).output().unwrap();
    assert!(house.stage.folder.path().join("plan.json").is_file(), "{planned:?}");
    let mut command = house.stage.filrouge(&["backtest", "next", "--against", "plan.json", "--url", url]);
    let output = command.env("FILROUGE_ADMIN_TOKEN", format!("{TOKEN}x")).output().unwrap();
    assert_eq!((output.status.code(), output.stdout.is_empty()), (Some(2), true), "{output:?}");
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("the admin token is missing or wrong"), "{complaint}");
}
