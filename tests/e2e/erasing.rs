//! A person asks for their rights, and the daemon asks the service that has their data: a double that has contacts, wants a key,
//! and takes no call but those of its contract.

use crate::daemon::{Daemon, Stage};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

pub const KEY: &str = "crm-secret-key";
const SUBJECTS: &str = "/admin/v1/subjects";

/// How the connector asks: a search, and then a call by the id that it has found.
const CONNECTOR: &str = r#"
connector crm kind=http {
    url env=CRM_URL
    private-network #true
    role processor
    agreement "DPA 2026-04"
    country FR
    can export restrict
    retry max=30
    ask erase post="contacts/search" {
        header Authorization env=CRM_KEY prefix="Bearer "
        body "/query/field" email
        body "/query/value" "{profile.email}"
        nobody at="/total_count" is=0
        keep id at="/data/0/id"
    }
    ask erase delete="contacts/{kept.id}" {
        header Authorization env=CRM_KEY prefix="Bearer "
        nobody status=404
    }
    ask suppress for=marketing post="suppressions" {
        header Authorization env=CRM_KEY prefix="Bearer "
        body "/recipients/0/email" "{profile.email}"
    }
    ask resume for=marketing delete="suppressions/{profile.email}" {
        header Authorization env=CRM_KEY prefix="Bearer "
        nobody status=404
    }
    ask rectify post="contacts/search" {
        header Authorization env=CRM_KEY prefix="Bearer "
        body "/query/field" email
        body "/query/value" "{former.email}"
        nobody at="/total_count" is=0
        keep id at="/data/0/id"
    }
    ask rectify put="contacts/{kept.id}" {
        header Authorization env=CRM_KEY prefix="Bearer "
        body "/email" "{profile.email}"
        body "/name" "{profile.first_name}"
        refused at="/errors/0/code"
        until at="/state" is=applied every="1s"
    }
}
"#;

/// What a call was: its method and target, its idempotency key, and what it was answered.
type Call = (String, String, u16);

/// A service with contacts.
#[derive(Clone)]
pub struct Crm {
    url: String,
    contacts: Arc<Mutex<BTreeMap<String, Value>>>,
    /// Addresses that are not written to.
    suppressed: Arc<Mutex<Vec<Value>>>,
    /// What it was asked to erase, and says later what became of it.
    pub erasures: Arc<Mutex<Vec<Value>>>,
    /// Statuses that are answered before anything is looked at; 0 answers nothing at all.
    script: Arc<Mutex<Vec<u16>>>,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Crm {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let crm = Self {
            url,
            contacts: Arc::default(),
            suppressed: Arc::default(),
            erasures: Arc::default(),
            script: Arc::default(),
            calls: Arc::default(),
        };
        let served = crm.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = served.clone();
                thread::spawn(move || served.serve(stream));
            }
        });
        crm
    }

    fn serve(&self, mut stream: TcpStream) {
        let Some((head, body)) = request(&mut stream) else { return };
        let line: Vec<&str> = head.lines().next().unwrap_or_default().split(' ').collect();
        let scripted = {
            let mut script = self.script.lock().unwrap();
            if script.is_empty() { None } else { Some(script.remove(0)) }
        };
        let (status, answer) = match scripted {
            Some(status) => (status, json!({})),
            None if header(&head, "authorization") != format!("Bearer {KEY}") => (401, json!({})),
            None => self.answer(line[0], line[1], &serde_json::from_str(&body).unwrap_or_default()),
        };
        let key = header(&head, "idempotency-key");
        self.calls.lock().unwrap().push((format!("{} {}", line[0], line[1]), key, status));
        if status == 0 {
            thread::sleep(Duration::from_secs(60));
        }
        let answer = answer.to_string();
        let length = answer.len();
        let head = format!("HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        let _ = stream.write_all((head + &answer).as_bytes());
    }

    fn answer(&self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        let mut contacts = self.contacts.lock().unwrap();
        let id = target.strip_prefix("/contacts/").unwrap_or_default();
        if (method, target) == ("POST", "/suppressions") && body["recipients"][0]["email"].is_string() {
            self.suppressed.lock().unwrap().push(body["recipients"][0]["email"].clone());
            return (202, json!({}));
        }
        if let Some(address) = target.strip_prefix("/suppressions/").filter(|_| method == "DELETE") {
            let (mut suppressed, address) = (self.suppressed.lock().unwrap(), address.replace("%40", "@"));
            let before = suppressed.len();
            suppressed.retain(|own| *own != address);
            return (if suppressed.len() < before { 200 } else { 404 }, json!({}));
        }
        if (method, target) == ("POST", "/erasures") && body["email"].is_string() {
            self.erasures.lock().unwrap().push(body.clone());
            return (202, json!({ "id": 4711 }));
        }
        match (method, id) {
            ("POST", "search") if body["query"]["field"] == "email" => {
                let found = contacts.values().filter(|contact| contact["email"] == body["query"]["value"]);
                let data: Vec<_> = found.cloned().collect();
                (200, json!({ "total_count": data.len(), "data": data }))
            }
            ("DELETE", id) if contacts.remove(id).is_some() => (200, json!({ "id": id, "deleted": true })),
            ("PUT", id) if body["email"].is_string() => match contacts.get_mut(id) {
                // The change is taken, and applied when it is asked for again.
                Some(contact) if contact["email"] == body["email"] => (200, json!({ "state": "applied" })),
                Some(contact) => {
                    (contact["email"], contact["name"]) = (body["email"].clone(), body["name"].clone());
                    (200, json!({ "state": "pending" }))
                }
                None => (404, json!({})),
            },
            ("DELETE", _) => (404, json!({})),
            _ => (400, json!({ "errors": [{ "code": "bad_request" }] })),
        }
    }

    fn add(&self, id: &str, email: &str) {
        let contact = json!({ "id": id, "email": email, "name": null });
        self.contacts.lock().unwrap().insert(id.to_owned(), contact);
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// Waits until so many calls came.
    fn wait_for(&self, count: usize) -> Vec<Call> {
        let end = Instant::now() + Duration::from_secs(20);
        while self.calls().len() < count {
            assert!(Instant::now() < end, "only {:?}", self.calls());
            thread::sleep(Duration::from_millis(20));
        }
        self.calls()
    }
}

fn header(head: &str, name: &str) -> String {
    let lines = head.lines().filter_map(|line| line.split_once(": "));
    let mut found = lines.filter(|(own, _)| own.eq_ignore_ascii_case(name));
    found.next().map(|(_, value)| value.to_owned()).unwrap_or_default()
}

fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut bytes = Vec::new();
    let mut part = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = header(head, "content-length").parse().unwrap_or(0);
            if body.len() >= length {
                return Some((head.to_owned(), body.to_owned()));
            }
        }
        let length = stream.read(&mut part).ok().filter(|length| *length > 0)?;
        bytes.extend_from_slice(&part[..length]);
    }
}

/// The project with the service as a recipient.
pub fn stage(crm: &Crm, key: &str) -> Stage {
    let mut stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let text = std::fs::read_to_string(stage.file("filrouge.kdl")).unwrap();
    std::fs::write(stage.file("filrouge.kdl"), text + CONNECTOR).unwrap();
    stage.set("CRM_URL", &crm.url);
    stage.set("CRM_KEY", key);
    stage
}

pub fn open(daemon: &Daemon, body: &Value) -> String {
    let (status, answer) = daemon.order(SUBJECTS, body);
    assert_eq!(status, 200, "{answer}");
    answer["request"]["id"].as_str().unwrap().to_owned()
}

pub fn known(daemon: &Daemon, request: &str) -> Value {
    daemon.admin(Method::GET, &format!("{SUBJECTS}/{request}")).1["request"].clone()
}

/// Waits until the task of the service is in `state`, and answers its note.
fn task(daemon: &Daemon, request: &str, state: &str) -> String {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        let request = known(daemon, request);
        let tasks = request["tasks"].as_array().unwrap();
        let task = tasks.iter().find(|task| task["name"] == "connector/crm").unwrap();
        if task["state"] == state {
            return task["note"].as_str().unwrap_or_default().to_owned();
        }
        assert!(Instant::now() < end, "never {state}: {request:#}");
        thread::sleep(Duration::from_millis(50));
    }
}

pub fn settle(daemon: &Daemon, request: &str, act: &str, task: &str) -> Value {
    let body = json!({ "act": act, "task": task, "by": "ops" });
    let (status, answer) = daemon.order(&format!("{SUBJECTS}/{request}"), &body);
    assert_eq!(status, 200, "{answer}");
    answer["request"].clone()
}

pub fn identify(daemon: &Daemon, user: &str, email: &str) {
    let traits = json!({ "email": email, "first_name": "Léa" });
    let call = json!({ "messageId": email, "userId": user, "traits": traits });
    assert_eq!(daemon.post("/v1/identify", &call).0, 200);
}

#[test]
fn the_double_refuses_what_is_not_in_its_contract() {
    let crm = Crm::start();
    crm.add("c1", "lea@example.com");
    let search = json!({ "query": { "field": "email", "value": "lea@example.com" } });
    let post = |key: &str, body: &Value| {
        let request = crate::daemon::client().post(format!("{}/contacts/search", crm.url));
        crate::daemon::send(request.bearer_auth(key).json(body))
    };
    assert_eq!(post("another", &search).0, 401);
    assert_eq!(post(KEY, &json!({ "email": "lea@example.com" })).0, 400);
    assert_eq!(post(KEY, &search).1["data"][0]["id"], "c1");
}

#[test]
fn a_service_that_refuses_fails_and_is_cut_off_erases_in_the_end_and_only_then_it_is_done() {
    let crm = Crm::start();
    crm.add("c1", "sentinel@example.com");
    crm.add("c2", "other@example.com");
    let mut stage = stage(&crm, "a-key-of-yesterday");
    let daemon = stage.run();
    identify(&daemon, "u1", "sentinel@example.com");
    let erase =
        open(&daemon, &json!({ "kind": "erase", "person": "u1", "identity": "account", "by": "dpo" }));
    // The key is wrong: somebody must mend it, and nobody asks meanwhile.
    assert_eq!(task(&daemon, &erase, "failed"), "the endpoint answered 401");
    assert_eq!(crm.calls().len(), 1);
    daemon.kill();
    stage.set("CRM_KEY", KEY);
    *crm.script.lock().unwrap() = vec![503, 503, 0];
    let daemon = stage.run();
    assert_eq!(known(&daemon, &erase)["state"], "working");
    let asked = settle(&daemon, &erase, "retry", "connector/crm");
    assert_eq!(asked["state"], "working");
    // Twice it fails, and is asked again; then it hangs, and the plug is pulled.
    let calls = crm.wait_for(4);
    assert_eq!(calls.iter().map(|call| call.2).collect::<Vec<_>>(), [401, 503, 503, 0], "{calls:?}");
    daemon.kill();
    let daemon = stage.run();
    assert_eq!(task(&daemon, &erase, "done"), "");
    let calls = crm.calls();
    let told: Vec<_> = calls.iter().map(|(call, _, status)| (call.as_str(), *status)).collect();
    assert_eq!(told[4..], [("POST /contacts/search", 200), ("DELETE /contacts/c1", 200)], "{told:?}");
    // One key for one call, whatever became of the process.
    assert!(calls[..5].iter().all(|call| call.1 == calls[0].1) && calls[5].1 != calls[0].1, "{calls:?}");
    assert_eq!(crm.contacts.lock().unwrap().keys().collect::<Vec<_>>(), ["c2"]);
    // The other recipients are asked by hand, and only then it is done.
    assert_eq!(known(&daemon, &erase)["state"], "working");
    settle(&daemon, &erase, "confirm", "connector/mail");
    settle(&daemon, &erase, "confirm", "connector/endpoint");
    let end = Instant::now() + Duration::from_secs(20);
    while known(&daemon, &erase)["state"] != "done" {
        assert!(Instant::now() < end, "{:#}", known(&daemon, &erase));
        thread::sleep(Duration::from_millis(50));
    }
    assert!(!known(&daemon, &erase).to_string().contains("sentinel"));
    assert!(daemon.stop());
    for file in files(&stage.folder.path().join("data")) {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(8).any(|window| window == b"sentinel"), "{}", file.display());
    }
}

pub fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_correction_reaches_the_service_and_is_confirmed_when_the_service_has_applied_it() {
    let crm = Crm::start();
    crm.add("c1", "lea@wrong.example");
    let stage = stage(&crm, KEY);
    let daemon = stage.run();
    identify(&daemon, "u1", "lea@wrong.example");
    let fields = json!({ "email": "lea@right.example" });
    let asked =
        json!({ "kind": "rectify", "person": "u1", "identity": "account", "by": "dpo", "fields": fields });
    let rectify = open(&daemon, &asked);
    task(&daemon, &rectify, "done");
    let contact = crm.contacts.lock().unwrap()["c1"].clone();
    assert_eq!((&contact["email"], &contact["name"]), (&json!("lea@right.example"), &json!("Léa")));
    let puts = crm.calls().iter().filter(|call| call.0 == "PUT /contacts/c1").count();
    assert_eq!(puts, 2, "until it is applied");
    // Whom the service does not have, it has confirmed.
    identify(&daemon, "u2", "ada@example.com");
    let erase =
        open(&daemon, &json!({ "kind": "erase", "person": "u2", "identity": "account", "by": "dpo" }));
    task(&daemon, &erase, "done");
    assert_eq!(crm.contacts.lock().unwrap().len(), 1);
}

fn consent(daemon: &Daemon, user: &str, granted: bool) {
    let said = json!({ "userId": user, "purpose": "marketing", "granted": granted, "evidence": "form" });
    assert_eq!(daemon.post("/v1/consent", &said).0, 200);
}

fn requests(daemon: &Daemon, user: &str) -> Vec<Value> {
    let answer = daemon.admin(Method::GET, &format!("{SUBJECTS}?person={user}")).1;
    answer["requests"].as_array().unwrap().clone()
}

#[test]
fn a_withdrawal_reaches_the_service_over_a_kill_and_agreeing_in_time_takes_it_back() {
    let crm = Crm::start();
    let stage = stage(&crm, KEY);
    let daemon = stage.run();
    for user in ["u1", "u2"] {
        identify(&daemon, user, &format!("{user}@example.com"));
        consent(&daemon, user, true);
    }
    // The service hangs: the plug is pulled, and it is told by the next process.
    *crm.script.lock().unwrap() = vec![0];
    consent(&daemon, "u1", false);
    crm.wait_for(1);
    daemon.kill();
    let daemon = stage.run();
    let calls = crm.wait_for(2);
    assert!(calls[0].1 == calls[1].1 && calls[1].2 == 202, "{calls:?}");
    let known = requests(&daemon, "u1");
    assert_eq!((known.len(), &known[0]["kind"]), (1, &json!("withdraw")), "{known:#?}");
    task(&daemon, known[0]["id"].as_str().unwrap(), "done");
    assert_eq!(*crm.suppressed.lock().unwrap(), [json!("u1@example.com")]);
    // The service fails; whoever agrees again before it is told is not taken off.
    *crm.script.lock().unwrap() = vec![503; 3];
    consent(&daemon, "u2", false);
    crm.wait_for(3);
    consent(&daemon, "u2", true);
    assert_eq!(requests(&daemon, "u2")[0]["state"], "ended");
    thread::sleep(Duration::from_secs(6));
    assert_eq!(crm.suppressed.lock().unwrap().len(), 1, "{:?}", crm.calls());
}

#[test]
fn a_consent_that_is_given_anew_reaches_the_service_and_a_withdrawal_during_its_call_is_the_last_word() {
    let crm = Crm::start();
    let stage = stage(&crm, KEY);
    let daemon = stage.run();
    identify(&daemon, "u1", "u1@example.com");
    consent(&daemon, "u1", true);
    consent(&daemon, "u1", false);
    crm.wait_for(1);
    // The call for the new consent hangs; the person withdraws meanwhile, and the plug is pulled.
    *crm.script.lock().unwrap() = vec![0];
    consent(&daemon, "u1", true);
    crm.wait_for(2);
    consent(&daemon, "u1", false);
    thread::sleep(Duration::from_secs(3));
    assert_eq!(crm.calls().len(), 2, "nothing overtakes the call that is under way: {:?}", crm.calls());
    daemon.kill();
    let daemon = stage.run();
    crm.wait_for(3);
    thread::sleep(Duration::from_secs(2));
    let told = |crm: &Crm| crm.calls().into_iter().map(|call| (call.0, call.2)).collect::<Vec<_>>();
    let (suppress, resume) =
        ("POST /suppressions".to_owned(), "DELETE /suppressions/u1@example.com".to_owned());
    let decoded: Vec<_> =
        told(&crm).into_iter().map(|(call, status)| (call.replace("%40", "@"), status)).collect();
    assert_eq!(decoded, [(suppress.clone(), 202), (resume, 0), (suppress, 202)]);
    assert!(crm.suppressed.lock().unwrap().contains(&json!("u1@example.com")));
    consent(&daemon, "u1", true);
    assert_eq!(crm.wait_for(4)[3].2, 200);
    assert!(crm.suppressed.lock().unwrap().is_empty());
    let known = requests(&daemon, "u1");
    let kinds: Vec<_> = known.iter().map(|own| own["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["withdraw", "renew", "withdraw", "renew"], "{known:#?}");
    task(&daemon, known[3]["id"].as_str().unwrap(), "done");
}
