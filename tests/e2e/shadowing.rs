//! A plan beside the one that runs, from the command line: what it would send is counted, and nothing of it leaves.

use crate::daemon::{Daemon, Stage};
use crate::pausing::Service;
use reqwest::Method;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// A daemon, and an edited copy of its project beside it.
struct House {
    service: Service,
    stage: Stage,
    daemon: Daemon,
}

impl House {
    /// The copy writes a second message about each parcel.
    fn new() -> Self {
        let service = Service::start();
        let stage = Stage::new("smtp://127.0.0.1:9", &service.url);
        let daemon = stage.run();
        let house = Self { service, stage, daemon };
        let next = house.stage.folder.path().join("next");
        let copied = Command::new("cp").arg("-r").arg(house.stage.file("")).arg(&next).status().unwrap();
        assert!(copied.success());
        second_message(&next.join("filrouge.kdl"));
        let told = house.filrouge(&["plan", "next", "--against", &house.daemon.url, "-o", "plan.json"]);
        assert!(house.stage.folder.path().join("plan.json").is_file(), "{told:?}");
        house
    }

    fn filrouge(&self, arguments: &[&str]) -> Output {
        self.stage.filrouge(arguments).output().unwrap()
    }

    fn told(&self, arguments: &[&str]) -> String {
        let output = self.filrouge(&[arguments, &["--url", &self.daemon.url]].concat());
        let (told, complaint) = (String::from_utf8(output.stdout), String::from_utf8(output.stderr));
        assert!(output.status.success(), "{told:?} {complaint:?}");
        told.unwrap()
    }

    fn ship(&self, person: &str, parcel: &str) {
        let body =
            json!({ "userId": person, "event": "Parcel Shipped", "properties": { "parcel_id": parcel } });
        assert_eq!(self.daemon.post("/v1/track", &body).0, 200);
    }

    fn shadow(&self) -> Value {
        let (status, told) = self.daemon.admin(Method::GET, "/admin/v1/shadow");
        assert_eq!(status, 200, "{told}");
        told
    }

    /// Waits until the plan beside is told of so.
    fn until(&self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let told = self.shadow();
            if wanted(&told) {
                return told;
            }
            assert!(Instant::now() < end, "{what} did not happen: {told:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Writes a second message into the journey of parcels.
pub fn second_message(file: &Path) {
    let text = std::fs::read_to_string(file).unwrap();
    let (head, journey) = text.split_once("journey parcels {").expect("a journey of parcels");
    let (body, rest) = journey.split_once("\n}").expect("its end");
    let more = "\n    send again via=webhook template=parcel";
    std::fs::write(file, format!("{head}journey parcels {{{body}{more}\n}}{rest}")).unwrap();
}

fn messages(told: &Value) -> (u64, u64) {
    let rows = told["messages"].as_array().unwrap();
    let sum = |path: &str| rows.iter().filter_map(|row| row.pointer(path)?.as_u64()).sum();
    (sum("/count/old"), sum("/count/new"))
}

#[test]
fn a_plan_beside_is_told_of_everything_and_sends_nothing() {
    let house = House::new();
    assert_eq!(house.daemon.admin(Method::GET, "/admin/v1/shadow").0, 404, "there was none yet");
    let told = house.told(&["apply", "plan.json", "--shadow", "--by", "léa"]);
    assert!(told.contains("running:") && told.contains("by léa"), "{told}");
    house.ship("lea", "p1");
    house.ship("tom", "p2");
    let shown = house.until("two and four messages", |told| messages(told) == (2, 4));
    assert_eq!(
        (&shown["state"], &shown["people"], &shown["contacted"]["old"]),
        (&json!("running"), &json!(2), &json!(2))
    );
    assert_eq!(
        (&shown["only_new"], &shown["only_old"], &shown["dropped"]),
        (&json!(0), &json!(0), &json!(0))
    );
    let parcels = [house.service.next(), house.service.next()];
    house.service.silent_for(Duration::from_secs(2));
    assert_eq!(parcels.len(), 2, "the plan that runs has sent its own");
    let metrics = house.daemon.admin(Method::GET, "/metrics").1;
    let metrics = metrics.as_str().unwrap();
    for line in [
        r#"filrouge_shadow_messages{plan="beside"} 4"#,
        "filrouge_shadow_running 1",
        "filrouge_shadow_people 2",
    ] {
        assert!(metrics.contains(line), "{line}: {metrics}");
    }
    let table = house.told(&["shadow"]);
    assert!(table.contains("parcels  webhook") && table.contains("2         4"), "{table}");
    let ended = house.told(&["shadow", "stop"]);
    assert!(ended.contains("2         4"), "{ended}");
    let shown = house.until("an end", |told| told["state"] == "ended");
    assert_eq!(shown["ended"], "an operator has stopped it");
}

#[test]
fn a_plan_beside_ends_with_the_plan_that_it_is_compared_with() {
    let house = House::new();
    house.told(&["apply", "plan.json", "--shadow", "--by", "lea"]);
    house.stage.edit("filrouge.kdl", "send notice", "wait a-moment for=\"1s\"\n    send notice");
    let shown = house.until("an end", |told| told["state"] == "ended");
    assert_eq!(shown["ended"], "another plan runs");
    let refused = house.daemon.order("/admin/v1/shadow?by=lea", &json!("nothing"));
    assert_eq!(refused.0, 400, "{refused:?}");
    assert_eq!(house.daemon.order("/admin/v1/shadow", &json!({})).0, 400, "nobody says who asks");
}

#[test]
fn a_plan_beside_counts_what_another_daemon_sends_that_was_swapped_to_it() {
    let (beside, swapped) = (House::new(), House::new());
    beside.told(&["apply", "plan.json", "--shadow", "--by", "lea"]);
    swapped.told(&["apply", "plan.json", "--by", "lea"]);
    for (person, parcel) in [("lea", "p1"), ("tom", "p2"), ("lea", "p3"), ("eva", "p4")] {
        beside.ship(person, parcel);
        swapped.ship(person, parcel);
    }
    let sent: Vec<Value> = (0..8).map(|_| swapped.service.next()).collect();
    swapped.service.silent_for(Duration::from_secs(1));
    let shown = beside.until("as many", |told| messages(told).1 == sent.len() as u64);
    assert_eq!(messages(&shown), (4, 8));
}
