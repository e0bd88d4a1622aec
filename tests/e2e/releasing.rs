//! A plan for a share of the people, from the command line: whom it writes to is counted at the service that is called.

use crate::daemon::{Daemon, Stage};
use crate::pausing::Service;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::process::{Command, Output};
use std::time::Duration;

const PEOPLE: usize = 120;
const BEFORE: &str = "en route";
const AFTER: &str = "arrive demain";

/// A daemon, and an edited copy of its project beside it.
struct House {
    service: Service,
    stage: Stage,
    daemon: Daemon,
    round: usize,
}

impl House {
    /// The copy writes other words about each parcel.
    fn new() -> Self {
        let service = Service::start();
        let stage = Stage::new("smtp://127.0.0.1:9", &service.url);
        let next = stage.folder.path().join("next");
        let copied = Command::new("cp").arg("-r").arg(stage.file("")).arg(&next).status().unwrap();
        assert!(copied.success());
        let daemon = stage.run();
        let house = Self { service, stage, daemon, round: 0 };
        house.edit("filrouge.kdl", BEFORE, AFTER);
        house.save("next", "plan.json");
        house
    }

    /// Edits the copy.
    fn edit(&self, file: &str, from: &str, to: &str) {
        let file = self.stage.folder.path().join("next").join(file);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(text.contains(from));
        std::fs::write(file, text.replacen(from, to, 1)).unwrap();
    }

    fn save(&self, project: &str, file: &str) -> String {
        let told = self.filrouge(&["plan", project, "--against", &self.daemon.url, "-o", file]);
        assert!(self.stage.folder.path().join(file).is_file(), "{told:?}");
        String::from_utf8(told.stdout).unwrap()
    }

    fn filrouge(&self, arguments: &[&str]) -> Output {
        self.stage.filrouge(arguments).output().unwrap()
    }

    /// What is said, and whether it was done.
    fn told(&self, arguments: &[&str]) -> (String, bool) {
        let output = self.filrouge(&[arguments, &["--url", &self.daemon.url]].concat());
        (String::from_utf8(output.stdout).unwrap(), output.status.success())
    }

    fn apply(&self, file: &str, more: &[&str]) -> String {
        let (told, done) = self.told(&[&["apply", file, "--by", "léa"], more].concat());
        assert!(done, "{told}");
        told
    }

    /// A parcel for everybody: who is written to in the words of the other plan.
    fn ship(&mut self) -> BTreeSet<usize> {
        self.send_off();
        self.letters()
    }

    /// A parcel for everybody.
    fn send_off(&mut self) {
        self.round += 1;
        for person in 0..PEOPLE {
            let parcel = format!("{}-{person}", self.round);
            let body = json!({
                "userId": format!("user{person}"), "event": "Parcel Shipped", "properties": { "parcel_id": parcel },
            });
            assert_eq!(self.daemon.post("/v1/track", &body).0, 200);
        }
    }

    /// Everybody gets a letter: those who get it in the words of the other plan.
    fn letters(&self) -> BTreeSet<usize> {
        (0..PEOPLE).filter_map(|_| self.letter()).collect()
    }

    /// Whom a letter is for, if it is in the words of the other plan.
    fn letter(&self) -> Option<usize> {
        let body = self.service.next();
        let text = body["data"]["text"].as_str().unwrap();
        let (round, person) = text.split(' ').find_map(|word| word.split_once('-')).unwrap();
        assert_eq!(round, self.round.to_string());
        assert!(text.contains(AFTER) || text.contains(BEFORE), "{text}");
        text.contains(AFTER).then(|| person.parse().unwrap())
    }

    fn status(&self) -> Value {
        self.daemon.admin(Method::GET, "/admin/v1/status").1
    }

    /// Pulls the plug, and starts again.
    fn restart(self) -> Self {
        let Self { service, stage, daemon, round } = self;
        let none = |status: &Value| status["outbox"] == json!({ "waiting": 0, "in_flight": 0 });
        daemon.until("that every answer is written", none);
        daemon.kill();
        let daemon = stage.run();
        Self { service, stage, daemon, round }
    }
}

fn size(percent: usize, inside: &BTreeSet<usize>) {
    let wanted = PEOPLE * percent / 100;
    assert!(inside.len().abs_diff(wanted) < 20, "{} of {PEOPLE} are no {percent} %", inside.len());
}

#[test]
fn a_share_grows_from_ten_percent_to_everybody_and_sticks_over_a_restart() {
    let mut house = House::new();
    assert!(house.ship().is_empty());
    let told = house.apply("plan.json", &["--percent", "10"]);
    assert!(told.starts_with("shared: plan ") && told.contains(" runs for 10 % of the people"), "{told}");
    let tenth = house.ship();
    size(10, &tenth);
    let status = house.status();
    let release = &status["release"];
    assert_eq!((&release["share"], &release["by"]), (&json!(1_000), &json!("léa")));
    assert_eq!(release["people"], json!(tenth.len()));
    let (shown, _) = house.told(&["status"]);
    assert!(shown.contains("runs for 10 % of the people") && shown.contains("by léa"), "{shown}");
    let mut house = house.restart();
    assert_eq!(house.ship(), tenth, "the same people, after the plug was pulled");
    house.apply("plan.json", &["--percent", "50"]);
    let half = house.ship();
    size(50, &half);
    assert!(half.is_superset(&tenth), "nobody leaves");
    let metrics = house.daemon.admin(Method::GET, "/metrics").1;
    let metrics = metrics.as_str().unwrap();
    for line in ["filrouge_release_ratio 0.5".to_owned(), format!("filrouge_release_people {}", half.len())] {
        assert!(metrics.contains(&line), "{line}: {metrics}");
    }
    assert!(house.save("next", "again.json").contains("runs for 50 % of the people"));
    house.apply("plan.json", &["--percent", "100"]);
    assert_eq!(house.ship().len(), PEOPLE);
    assert_eq!(house.status()["release"], Value::Null);
    let mut house = house.restart();
    assert_eq!(house.ship().len(), PEOPLE, "an applied plan runs on");
}

#[test]
fn a_share_is_taken_back_by_its_own_plan_and_by_the_one_before() {
    let mut house = House::new();
    house.save("project", "before.json");
    house.apply("plan.json", &["--percent", "50"]);
    let half = house.ship();
    let told = house.apply("plan.json", &["--percent", "0"]);
    assert!(told.starts_with("taken back: plan ") && told.contains("runs for everybody"), "{told}");
    assert!(house.ship().is_empty());
    house.apply("plan.json", &["--percent", "50"]);
    assert_eq!(house.ship(), half, "tried again, it is tried with the same people");
    let told = house.apply("before.json", &[]);
    assert!(told.starts_with("taken back: "), "{told}");
    assert!(house.ship().is_empty());
    let (told, done) = house.told(&["apply", "plan.json", "--by", "léa", "--percent", "0"]);
    assert!(!done && told.contains("error[no-release]"), "{told}");
}

/// What is told of a person names the plan that they live under, and a person who is erased is gone from the share.
#[test]
fn somebody_in_the_share_is_told_of_and_erased_as_anybody() {
    let mut house = House::new();
    house.apply("plan.json", &["--percent", "50"]);
    let half = house.ship();
    let status = house.status();
    let (running, candidate) = (&status["plan"]["active"], &status["release"]["plan"]);
    let outside = (0..PEOPLE).find(|person| !half.contains(person)).unwrap();
    let inside = *half.first().unwrap();
    for (person, plan) in [(inside, candidate), (outside, running)] {
        let user = format!("user{person}");
        let (told, _) = house.told(&["person", &user]);
        let plan = plan.as_str().unwrap();
        assert!(told.contains(&format!("lives under plan {}", &plan[..12])), "{told}");
        let (told, _) = house.told(&["why", &user, "--format", "json"]);
        let decisions: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(decisions["people"][0]["decisions"][0]["plan"], plan, "{told}");
    }
    let user = format!("user{inside}");
    let (told, done) = house.told(&["subject", "erase", &user, "--identity", "account", "--by", "léa"]);
    assert!(done, "{told}");
    let one_less = json!(half.len() - 1);
    house.daemon.until("that one is gone", |status| status["release"]["people"] == one_less);
    assert!(!house.told(&["person", &user]).1, "nobody is known by that");
    let house = house.restart();
    assert_eq!(house.status()["release"]["people"], one_less);
}

#[test]
fn what_is_paused_meanwhile_is_paused_for_both_and_no_plan_runs_beside() {
    let mut house = House::new();
    house.apply("plan.json", &["--percent", "50"]);
    let half = house.ship();
    let (told, done) = house.told(&["pause", "journey:parcels", "--by", "tom"]);
    assert!(done, "{told}");
    house.send_off();
    house.service.silent_for(Duration::from_secs(1));
    let (told, done) = house.told(&["resume", "journey:parcels", "--by", "tom"]);
    assert!(done, "{told}");
    assert_eq!(house.letters(), half, "each in the words of their own plan");
    let output =
        house.filrouge(&["apply", "plan.json", "--by", "léa", "--shadow", "--url", &house.daemon.url]);
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && complaint.contains("runs for 50 % of the people"), "{complaint}");
}

#[test]
fn files_that_change_meanwhile_wait_and_say_why() {
    let mut house = House::new();
    house.apply("plan.json", &["--percent", "50"]);
    let half = house.ship();
    house.stage.edit("filrouge.kdl", BEFORE, "en chemin");
    let status =
        house.daemon.until("a refusal", |status| status["plan"]["last_attempt"]["result"] == "refused");
    assert_eq!(status["release"]["share"], json!(5_000), "it runs on");
    let (told, done) = house.told(&["reload"]);
    assert!(!done && told.contains("error[release-runs]") && told.contains("50 % of the people"), "{told}");
    let mut house = house.restart();
    assert_eq!(house.status()["plan"]["last_attempt"]["result"], "refused", "nor by a start");
    assert_eq!(house.ship(), half);
    house.stage.edit("filrouge.kdl", "en chemin", BEFORE);
    house.daemon.until("the way back", |status| status["plan"]["last_attempt"]["result"] == "unchanged");
    assert_eq!(house.ship(), half);
}

#[test]
fn a_plan_that_changes_what_holds_for_everybody_is_refused_with_each_place() {
    let house = House::new();
    house.edit("filrouge.kdl", "locale fr", "locale en");
    house.edit("filrouge.kdl", "value decimal min=0", "value decimal min=1");
    house.save("next", "wide.json");
    let (told, done) = house.told(&["apply", "wide.json", "--by", "léa", "--percent", "10"]);
    assert!(!done, "{told}");
    for words in [
        "error[not-for-a-share]: project `e2e` has another `locale`: it holds for everybody",
        "error[not-for-a-share]: field `value` of event `Cart Updated` is bounded more tightly: it holds for everybody",
        "filrouge.kdl:",
        "apply the plan to everybody, or split the change",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(house.status()["release"], Value::Null);
}

#[test]
fn a_share_is_zero_to_a_hundred_percent() {
    let house = House::new();
    for percent in ["101", "-1", "1.234", "half"] {
        let arguments = ["apply", "plan.json", "--by", "léa", &format!("--percent={percent}")];
        let output = house.filrouge(&arguments);
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && complaint.contains("0 to 100 percent"), "{percent}: {complaint}");
    }
    let plan: Value =
        serde_json::from_slice(&std::fs::read(house.stage.folder.path().join("plan.json")).unwrap()).unwrap();
    let (status, told) = house.daemon.order("/admin/v1/apply?by=lea&percent=1000", &plan);
    assert_eq!(status, 400, "{told}");
}
