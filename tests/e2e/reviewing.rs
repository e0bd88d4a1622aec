//! A change on its way: what a pull request is told of each kind of change, and a reviewed plan that a daemon is given.

use crate::daemon::{Stage, TOKEN};
use crate::repository::Repository;
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

impl Repository {
    /// The exit codes of `check`, `test`, `plan` and `backtest` on a branch with one edit, and the gravest class of the plan.
    fn pull_request(&self, file: &str, from: &str, to: &str) -> Verdict {
        self.git(&["checkout", "--quiet", "-b", "change"]);
        self.edit(file, from, to);
        self.commit("a change");
        let forms =
            ["plan", "--against", "main", "--format", "json=plan.json", "--format", "markdown=plan.md"];
        let recording = self.recording();
        let replay = ["backtest", "--against", "main", "--limit-change", "0", "--events", &recording];
        let codes = [&["check"][..], &["test"], &forms, &replay].map(|arguments| self.filrouge(arguments));
        let class = codes[2].status.code().filter(|code| *code != 1).map(|_| {
            assert!(self.read("plan.md").starts_with("### Filrouge plan\n"));
            let review: Value = serde_json::from_str(&self.read("plan.json")).unwrap();
            review["class"].as_str().unwrap_or("none").to_owned()
        });
        self.git(&["checkout", "--quiet", "--force", "main"]);
        self.git(&["branch", "--quiet", "-D", "change"]);
        let [check, test, plan, backtest] = codes.map(|run| run.status.code().unwrap());
        Verdict { check, test, plan, backtest, class }
    }

    /// A week of twelve people: baskets, half of them bought; three people want no messages.
    pub fn recording(&self) -> String {
        let file = self.0.path().join(".git/week.ndjson");
        let lines = (0..12).flat_map(|number| {
            let (user, day) = (format!("u{number}"), 1 + number % 7);
            let at = |time: &str| format!("2026-06-0{day}T{time}:00Z");
            let known = json!({
                "email": format!("{user}@example.com"), "phone": format!("+336000000{number:02}"), "locale": "fr",
                "timezone": "Europe/Paris", "tier": if number % 3 == 0 { "gold" } else { "standard" },
            });
            let basket = json!({ "cart_id": user, "value": 30 + 10 * number, "items": [] });
            let order = json!({ "order_id": user, "cart_id": user, "total": 50, "first_order": true });
            let consent = |channel: &str| {
                json!({
                    "type": "consent", "userId": user, "timestamp": at("08:00"), "purpose": "marketing",
                    "channel": channel, "granted": number % 4 != 3, "evidence": "a week",
                })
            };
            let event = |name: &str, time: &str, properties: &Value| {
                json!({
                    "type": "track", "userId": user, "timestamp": at(time), "event": name, "properties": properties,
                })
            };
            let bought = (number % 2 == 1).then(|| event("Order Completed", "11:30", &order));
            let came = json!({ "type": "identify", "userId": user, "timestamp": at("08:00"), "traits": known });
            let lines = [came, consent("email"), consent("sms"), event("Cart Updated", "09:00", &basket)];
            lines.into_iter().chain(bought).map(|line| line.to_string()).collect::<Vec<_>>()
        });
        std::fs::write(&file, lines.collect::<Vec<_>>().join("\n") + "\n").unwrap();
        file.to_str().unwrap().to_owned()
    }
}

#[derive(Debug, PartialEq, Eq)]
struct Verdict {
    check: i32,
    test: i32,
    plan: i32,
    backtest: i32,
    class: Option<String>,
}

fn verdict([check, test, plan, backtest]: [i32; 4], class: &str) -> Verdict {
    Verdict { check, test, plan, backtest, class: (!class.is_empty()).then(|| class.to_owned()) }
}

const CART: &str = "journeys/cart-abandonment/journey.kdl";
const COPY: &str = "journeys/cart-abandonment/templates.kdl";
const PRIVACY: &str = "journeys/privacy.kdl";
const DELIVERY: &str = "journeys/delivery.kdl";

#[test]
fn a_pull_request_of_each_kind_gets_its_verdict() {
    let repository = Repository::new();
    let told = |file: &str, from: &str, to: &str| repository.pull_request(file, from, to);
    // A remark, another name, a field that is new.
    assert_eq!(told(CART, "journey cart", "// a remark\njourney cart"), verdict([0, 0, 0, 0], "none"));
    let renamed = told(CART, "wait first-pause for=\"1h\"", "wait breather for=\"1h\" was=first-pause");
    assert_eq!(renamed, verdict([0, 0, 2, 0], "forward-only"));
    let field = told("schema/profile.kdl", "    asked_review", "    likes_tea bool?\n    asked_review");
    assert_eq!(field, verdict([0, 0, 2, 0], "additive"));
    // Another wait, of which the tests know nothing; another text; a tighter cap.
    assert_eq!(told(CART, "for=\"1h\"", "for=\"36h\""), verdict([0, 1, 2, 1], "forward-only"));
    assert_eq!(told(COPY, "La livraison", "Ta livraison"), verdict([0, 0, 2, 0], "forward-only"));
    assert_eq!(told(DELIVERY, "cap 3 per=\"7d\"", "cap 4 per=\"7d\""), verdict([0, 0, 2, 0], "forward-only"));
    // A name that nothing declares: the plan cannot be told.
    assert_eq!(told(CART, "=cart-reminder {", "=cart-remindr {"), verdict([1, 1, 1, 1], ""));
    // Senders must follow; people inside have no place; data are given up.
    let wider = told(
        "schema/events.kdl",
        "event \"Session Started\" {",
        "event \"Session Started\" {\n    shop enum a b",
    );
    assert_eq!(wider.plan, 1, "tests do not give the field: {wider:?}");
    let gone = told(CART, "wait first-pause", "wait breather");
    assert_eq!(gone, verdict([0, 0, 3, 0], "breaking"), "whoever waits there has no place");
    assert_eq!(told(PRIVACY, "keep=\"13mo\"", "keep=\"6mo\""), verdict([0, 0, 3, 0], "destructive"));
    // More is done with personal data.
    assert_eq!(told(PRIVACY, "keep=\"13mo\"", "keep=\"2y\""), verdict([0, 0, 3, 0], "privacy-widening"));
    assert_eq!(told(DELIVERY, "country FR", "country DE"), verdict([0, 0, 3, 0], "privacy-widening"));
    let phone = "{{ profile.phone | default('') }} vous attend";
    assert_eq!(told(COPY, "vous attend", phone), verdict([0, 0, 3, 0], "privacy-widening"));
    let field = "    asked_review bool?\n    birthday date? category=\"user.demographic.date_of_birth\"";
    assert_eq!(
        told("schema/profile.kdl", "    asked_review bool?", field),
        verdict([0, 0, 3, 0], "privacy-widening")
    );
}

/// Each test by its journey and name, and whether it passed.
fn results(repository: &Repository, more: &[&str]) -> BTreeMap<String, bool> {
    let run = repository.filrouge(&[&["test", "--format", "json"], more].concat());
    let document: Value = serde_json::from_slice(&run.stdout).unwrap();
    let tests = document["tests"].as_array().unwrap().iter();
    tests
        .map(|test| {
            let failures = test["failures"].as_array().unwrap();
            (format!("{}/{}", test["journey"], test["name"]), failures.is_empty())
        })
        .collect()
}

#[test]
fn no_test_is_left_out_that_a_change_breaks() {
    let repository = Repository::new();
    let before = results(&repository, &[]);
    assert_eq!(results(&repository, &["--changed-since", "HEAD"]), BTreeMap::new());
    let edits = [
        (CART, "for=\"1h\"", "for=\"36h\""),
        (CART, "event.value >= 20.0", "event.value >= 90.0"),
        (COPY, "votre panier vous attend", "vous avez oublié quelque chose"),
        (DELIVERY, "from=\"21:00\" to=\"08:00\"", "from=\"01:00\" to=\"23:00\""),
        (DELIVERY, "cap 3 per=\"7d\"", "cap 1 per=\"90d\""),
        ("journeys/segments.kdl", "profile.orders_count", "profile.orders_count.orValue(7)"),
    ];
    for (file, from, to) in edits {
        if !repository.read(file).contains(from) {
            continue;
        }
        repository.edit(file, from, to);
        let (all, some) = (results(&repository, &[]), results(&repository, &["--changed-since", "main"]));
        let broken = all.iter().filter(|(name, passed)| before.get(*name) != Some(*passed));
        for (name, passed) in broken {
            assert_eq!(some.get(name), Some(passed), "{file}: {to}");
        }
        repository.git(&["checkout", "--quiet", "--", "."]);
    }
    // A journey of its own concerns the tests of others only if they can come into it.
    repository.edit(CART, "for=\"1h\"", "for=\"36h\"");
    let some = results(&repository, &["--changed-since", "main"]);
    assert!(!some.is_empty() && some.len() < before.len(), "{} of {}", some.len(), before.len());
}

#[test]
fn a_check_since_a_commit_tells_what_is_new() {
    let repository = Repository::new();
    let unused = "\nsegment nobody-asks when=\"profile.tier == 'gold'\"\n";
    let add = |name: &str| repository.append("journeys/segments.kdl", &unused.replace("nobody-asks", name));
    add("old-one");
    repository.commit("a segment that nobody needs");
    add("new-one");
    let told = repository.filrouge(&["check", "--changed-since", "HEAD"]);
    let told = String::from_utf8(told.stdout).unwrap();
    assert!(told.contains("new-one") && !told.contains("segment `old-one`"), "{told}");
    repository.append("journeys/segments.kdl", "\nsegment broken when=\"profile.nothing\"\n");
    repository.commit("a mistake");
    let run = repository.filrouge(&["check", "--changed-since", "HEAD"]);
    assert_eq!(run.status.code(), Some(1), "an error refuses the plan, however old it is");
}

#[test]
fn a_picture_marks_what_differs() {
    let repository = Repository::new();
    repository.edit(CART, "for=\"1h\"", "for=\"36h\"");
    let draw = |more: &[&str]| {
        let drawn = repository.filrouge(&[&["graph", "--journey", "cart-abandonment"], more].concat());
        assert!(drawn.status.success(), "{}", String::from_utf8_lossy(&drawn.stderr));
        String::from_utf8(drawn.stdout).unwrap()
    };
    let marked = draw(&["--format", "mermaid", "--against", "HEAD"]);
    assert!(marked.contains("class n1 changed") || marked.contains("n1:::changed"), "{marked}");
    assert!(!draw(&["--format", "mermaid"]).contains("changed"));
    assert!(draw(&["--against", "HEAD"]).contains("changed"));
}

#[test]
fn what_keeps_a_plan_from_being_told_is_one_code() {
    let repository = Repository::new();
    let ended = |arguments: &[&str]| repository.filrouge(arguments).status.code();
    assert_eq!(ended(&["plan", "--against", "no-such-branch"]), Some(1));
    assert_eq!(ended(&["plan", "--against", "nowhere.json"]), Some(1));
    assert_eq!(ended(&["plan", "--no-such-flag"]), Some(1));
    assert_eq!(ended(&["plan", "--format", "json", "--format", "markdown"]), Some(1));
    assert_eq!(ended(&["plan", "--help"]), Some(0));
}

fn nowhere() -> Stage {
    Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/")
}

fn active(status: &Value) -> String {
    status["plan"]["active"].as_str().unwrap().to_owned()
}

/// Saves the plan of the project as it is now, compared with what the daemon runs; the code and what was printed.
fn planned(stage: &Stage, url: &str) -> (i32, String) {
    let arguments = ["plan", "project", "--against", url, "-o", "plan.json"];
    let run = stage.filrouge(&arguments).output().unwrap();
    (run.status.code().unwrap(), String::from_utf8(run.stdout).unwrap())
}

fn applied(stage: &Stage, url: &str) -> (i32, String) {
    let run = stage.filrouge(&["apply", "plan.json", "--by", "léa", "--url", url]).output().unwrap();
    (run.status.code().unwrap(), String::from_utf8(run.stdout).unwrap())
}

/// The project beside the one that the daemon watches: an edit of it is not seen by the daemon.
fn draft(stage: &Stage, from: &str, to: &str) {
    let draft = stage.folder.path().join("draft");
    if !draft.exists() {
        let copied = Command::new("cp").arg("-r").arg(stage.file("")).arg(&draft).status().unwrap();
        assert!(copied.success());
    }
    replace(&draft.join("filrouge.kdl"), from, to);
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} has no `{from}`", file.display());
    std::fs::write(file, text.replace(from, to)).unwrap();
}

fn planned_draft(stage: &Stage, url: &str) -> (i32, String) {
    let run = stage.filrouge(&["plan", "draft", "--against", url, "-o", "plan.json"]).output().unwrap();
    (run.status.code().unwrap(), String::from_utf8(run.stdout).unwrap())
}

#[test]
fn a_reviewed_plan_runs_until_the_folder_changes_and_across_a_restart() {
    let stage = nowhere();
    let daemon = stage.run();
    let before = active(&daemon.until("a start", |status| status["plan"]["in_step"] == true));
    assert_eq!(planned(&stage, &daemon.url).0, 0, "what runs is what the folder says");

    draft(&stage, "wait pause for=\"2s\"", "wait pause for=\"3s\"");
    let (code, told) = planned_draft(&stage, &daemon.url);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("for 2s → for 3s") && told.contains("0 people are inside now"), "{told}");
    let (code, told) = applied(&stage, &daemon.url);
    assert_eq!(code, 0, "{told}");
    let status = daemon.until("the plan", |status| active(status) != before);
    assert_eq!(
        (&status["plan"]["in_step"], &status["plan"]["boots_from_disk"]),
        (&false.into(), &false.into())
    );
    let after = active(&status);
    let pause = json!({ "part": "journey:cart-abandonment", "by": "lea" });
    assert_eq!(daemon.order("/admin/v1/pause", &pause).0, 200);
    assert!(daemon.stop());

    let daemon = stage.run();
    let status = daemon.until("a start", |status| status["plan"]["active"].is_string());
    assert_eq!(active(&status), after, "the folder has not changed since");
    assert_eq!(status["paused"].as_array().map(Vec::len), Some(1), "and what was paused is paused");
    stage.edit("filrouge.kdl", "wait pause for=\"2s\"", "wait pause for=\"4s\"");
    daemon.until("the folder's plan", |status| status["plan"]["in_step"] == true && active(status) != after);
}

#[test]
fn a_plan_that_was_compared_with_another_one_is_refused() {
    let stage = nowhere();
    let daemon = stage.run();
    draft(&stage, "wait pause for=\"2s\"", "wait pause for=\"3s\"");
    assert_eq!(planned_draft(&stage, &daemon.url).0, 2);
    let before = active(&daemon.until("a start", |status| status["plan"]["in_step"] == true));
    stage.edit("filrouge.kdl", "wait pause for=\"2s\"", "wait pause for=\"5s\"");
    let status = daemon.until("the edit", |status| active(status) != before);
    let (code, told) = applied(&stage, &daemon.url);
    assert_eq!(code, 1, "{told}");
    assert!(told.contains("this one was compared with") && told.contains("filrouge plan"), "{told}");
    let (_, now) = daemon.admin(Method::GET, "/admin/v1/status");
    assert_eq!(active(&now), active(&status), "nothing changed");
}

/// The law as it is locked today, and how an older lock of it looks.
const LAW: &str = "fr-cnil";
const OLD_LOCK: &str = "pack fr-cnil version=\"2026-04-14\" sha256=";

#[test]
fn a_plan_that_nobody_looked_at_by_the_newest_law_is_told_and_refused() {
    let stage = nowhere();
    let daemon = stage.run();
    draft(&stage, "wait pause for=\"2s\"", "wait pause for=\"3s\"");
    draft(&stage, "    locale fr", &format!("    locale fr\n    rules {LAW}"));
    let before = active(&daemon.until("a start", |status| status["plan"]["in_step"] == true));
    for lock in [None, Some(older_lock())] {
        if let Some(lock) = lock {
            std::fs::write(stage.folder.path().join("draft/filrouge.lock"), lock).unwrap();
        }
        let (code, told) = planned_draft(&stage, &daemon.url);
        assert_eq!(code, 2, "{told}");
        assert!(told.contains("`filrouge lock` locks the project to it"), "{told}");
        let (code, told) = applied(&stage, &daemon.url);
        assert_eq!(code, 1, "{told}");
        assert!(told.contains("stale-lock") && told.contains("fr-cnil"), "{told}");
    }
    let (_, now) = daemon.admin(Method::GET, "/admin/v1/status");
    assert_eq!(active(&now), before, "nothing changed");
    assert!(stage.filrouge(&["lock", "draft"]).status().unwrap().success());
    let (_, told) = planned_draft(&stage, &daemon.url);
    assert!(!told.contains("filrouge lock"), "{told}");
    assert_eq!(applied(&stage, &daemon.url).0, 0);
}

fn older_lock() -> String {
    let pack = include_str!("../../crates/law/packs/fr-cnil/2026-04-14.kdl");
    format!("{OLD_LOCK}\"{}\"\n", filrouge_plan::sha256_hex(pack.as_bytes()))
}

#[test]
fn what_is_not_a_plan_is_refused_whole() {
    let stage = nowhere();
    let daemon = stage.run();
    let (_, running) = daemon.admin(Method::GET, "/admin/v1/plan");
    let bundle = &running["bundle"];
    let proposal = |base: &Value, bundle: &Value| json!({ "version": 1, "base": base, "bundle": bundle, "manifest": null });
    let whole = proposal(&bundle["hash"], bundle);
    assert_eq!(daemon.order("/admin/v1/apply?by=lea", &whole).0, 200);
    assert_eq!(daemon.order("/admin/v1/apply", &whole).0, 400, "nobody says who applies it");
    let mut changed = bundle.clone();
    changed["plan"]["project"]["timezone"] = "Europe/London".into();
    let (status, answer) = daemon.order("/admin/v1/apply?by=lea", &proposal(&bundle["hash"], &changed));
    assert_eq!(status, 400, "{answer}");
    assert_eq!(daemon.order("/admin/v1/apply?by=lea", &"nothing".into()).0, 400);
    let url = format!("{}/admin/v1/plan", daemon.url);
    let bare = crate::daemon::client().get(url).bearer_auth(format!("not-{TOKEN}"));
    let executor = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(executor.block_on(bare.send()).unwrap().status(), 401);
}

#[test]
fn a_plan_against_a_daemon_tells_who_waits_and_what_they_would_be_sent() {
    let stage = nowhere();
    stage.edit("filrouge.kdl", "wait pause for=\"2s\"", "wait pause for=\"30h\"");
    let daemon = stage.run();
    for number in 0..3 {
        let user = format!("u{number}");
        let email = format!("{user}@example.com");
        let known = json!({ "userId": user, "traits": { "email": email } });
        assert_eq!(daemon.post("/v1/identify", &known).0, 200);
        let consent = json!({
            "userId": user, "purpose": "marketing", "channel": "email", "granted": number > 0, "evidence": "e2e",
        });
        assert_eq!(daemon.post("/v1/consent", &consent).0, 200);
        let cart = json!({ "cart_id": user, "value": 80.0 });
        let event = json!({ "userId": user, "event": "Cart Updated", "properties": cart });
        assert_eq!(daemon.post("/v1/track", &event).0, 200);
    }
    daemon.until("three carts", |status| status["timers"] == 3);
    draft(&stage, "wait pause for=\"30h\"", "wait pause for=\"20h\"");
    let (code, told) = planned_draft(&stage, &daemon.url);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("derived anew for 3 people"), "{told}");
    // Nobody would have been written to within a day; now those who agreed are.
    assert!(told.contains("cart-abandonment via email  0 → 2"), "{told}");
    let (_, status) = daemon.admin(Method::GET, "/admin/v1/status");
    assert_eq!((&status["timers"], &status["done"]["sent"]), (&3.into(), &0.into()), "it was only looked at");
}
