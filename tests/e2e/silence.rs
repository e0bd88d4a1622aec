//! What is told to operators holds no secret and nothing of a person: logs at their loudest, metrics and traces.

use crate::daemon::{Stage, TOKEN, WRITE_KEY, client, send};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Words that only people and secrets have.
const PERSONAL: [&str; 5] =
    ["sentinel-user", "sentinel@person.example", "Sentinelle", "sentinel-cart", "sentinel-evidence"];
const SECRET: [&str; 6] = [
    "sentinel-smtp-password",
    "sentinel-path",
    "sentinel-query-key",
    "sentinel-wrong-key",
    "sentinel-wrong-token",
    "C2FVsBQIhrscChlQIMV",
];

/// Something that takes whatever is posted to it, and answers 200.
fn listener(kept: Arc<Mutex<Vec<u8>>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let kept = Arc::clone(&kept);
            std::thread::spawn(move || take(stream, &kept));
        }
    });
    url
}

fn take(mut stream: TcpStream, kept: &Mutex<Vec<u8>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    loop {
        let (mut head, mut length) = (String::new(), 0);
        while !head.ends_with("\r\n\r\n") {
            if reader.read_line(&mut head).unwrap_or(0) == 0 {
                return;
            }
        }
        for line in head.lines() {
            let (name, value) = line.split_once(": ").unwrap_or_default();
            if name.eq_ignore_ascii_case("content-length") {
                length = value.parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        kept.lock().unwrap().extend_from_slice(&body);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}").unwrap();
    }
}

/// Everything that touches people and secrets, well and badly.
fn story(url: &str) {
    let post = |path: &str, key: &str, body: &Value| {
        send(client().post(format!("{url}{path}")).basic_auth(key, Some("")).json(body)).0
    };
    let who = json!({ "email": "sentinel@person.example", "first_name": "Sentinelle" });
    assert_eq!(post("/v1/identify", WRITE_KEY, &json!({ "userId": "sentinel-user", "traits": who })), 200);
    let consent = json!({
        "userId": "sentinel-user", "purpose": "marketing", "granted": true, "evidence": "sentinel-evidence",
    });
    assert_eq!(post("/v1/consent", WRITE_KEY, &consent), 200);
    let cart = |value: Value| {
        let properties = json!({ "cart_id": "sentinel-cart", "value": value });
        json!({ "userId": "sentinel-user", "event": "Cart Updated", "properties": properties })
    };
    assert_eq!(post("/v1/track", WRITE_KEY, &cart(json!(80))), 200);
    assert_eq!(post("/v1/track", WRITE_KEY, &cart(json!("Sentinelle"))), 200, "it is put aside");
    let parcel = json!({
        "userId": "sentinel-user", "event": "Parcel Shipped", "properties": { "parcel_id": "sentinel-cart" },
    });
    assert_eq!(post("/v1/track", WRITE_KEY, &parcel), 200);
    assert_eq!(post("/v1/track", "sentinel-wrong-key", &cart(json!(1))), 401);
    let broken = client().post(format!("{url}/v1/track")).body("{\"userId\": \"sentinel-user\", Sentinelle");
    assert_eq!(send(broken).0, 400);
    let hook = client().post(format!("{url}/v1/hooks/carrier?customer=sentinel-user"));
    assert_eq!(send(hook.header("webhook-signature", "v1,sentinel-wrong-key").body("Sentinelle")).0, 401);
    // Whoever clicks a link that nobody knows is told nothing by the status.
    for (method, path, status) in [
        (reqwest::Method::GET, "/u/sentinel-wrong-token", 404),
        (reqwest::Method::POST, "/u/sentinel-wrong-token", 200),
        (reqwest::Method::GET, "/sentinel-path?key=sentinel-query-key", 404),
    ] {
        assert_eq!(send(client().request(method, format!("{url}{path}"))).0, status, "{path}");
    }
}

/// An operator at work.
fn operator(url: &str) {
    let ask = |method: reqwest::Method, path: &str, token: &str, body: Value| {
        send(client().request(method, format!("{url}{path}")).bearer_auth(token).json(&body)).0
    };
    assert_eq!(ask(reqwest::Method::GET, "/admin/v1/status", "sentinel-wrong-token", Value::Null), 401);
    for path in ["person", "why", "history", "export"] {
        let path = format!("/admin/v1/{path}?person=email=sentinel@person.example");
        assert_eq!(ask(reqwest::Method::GET, &path, TOKEN, Value::Null), 200, "{path}");
    }
    assert_eq!(ask(reqwest::Method::GET, "/admin/v1/quarantine", TOKEN, Value::Null), 200);
    assert_eq!(ask(reqwest::Method::POST, "/admin/v1/reload", TOKEN, Value::Null), 200);
    let replay = json!({ "all": true });
    assert_eq!(ask(reqwest::Method::POST, "/admin/v1/quarantine", TOKEN, replay), 200);
}

/// A daemon at its loudest, and what it says.
struct Loud {
    stage: Stage,
    child: Child,
    stdout: BufReader<ChildStdout>,
    said: String,
}

impl Loud {
    fn start(stage: Stage, collector: &str) -> Self {
        let data = ["--data", "data", "--listen", "127.0.0.1:0", "--admin-token-env", "FILROUGE_ADMIN_TOKEN"];
        let arguments: Vec<&str> = ["run", "project"].into_iter().chain(data).collect();
        let log = File::create(stage.folder.path().join("log")).unwrap();
        let mut command = stage.filrouge(&arguments);
        command.env("FILROUGE_LOG", "trace").env("OTEL_EXPORTER_OTLP_ENDPOINT", collector);
        command.env("OTEL_METRIC_EXPORT_INTERVAL", "500").env("OTEL_BSP_SCHEDULE_DELAY", "200");
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let (mut stdout, mut said) = (BufReader::new(child.stdout.take().unwrap()), String::new());
        stdout.read_line(&mut said).unwrap();
        Self { stage, child, stdout, said }
    }

    fn url(&self) -> String {
        self.said.split_whitespace().find(|word| word.starts_with("http://")).unwrap().to_owned()
    }

    fn file(&self, name: &str) -> String {
        std::fs::read_to_string(self.stage.folder.path().join(name)).unwrap()
    }

    fn metrics(&self) -> String {
        let url = format!("{}/metrics", self.url());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { client().get(url).send().await.unwrap().text().await.unwrap() })
    }

    fn stop(&mut self) {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(self.child.wait().unwrap().success());
        self.stdout.read_to_string(&mut self.said).unwrap();
    }
}

impl Drop for Loud {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn no_log_no_metric_and_no_trace_tells_a_secret_or_a_person() {
    let (traces, called) = (Arc::<Mutex<Vec<u8>>>::default(), Arc::<Mutex<Vec<u8>>>::default());
    let collector = listener(Arc::clone(&traces));
    let endpoint = format!("{}/sentinel-path?key=sentinel-query-key", listener(Arc::clone(&called)));
    // Nobody takes mail there, and the password must not be told by the failure.
    let stage = Stage::new("smtp://shop:sentinel-smtp-password@127.0.0.1:1", &endpoint);
    let mut loud = Loud::start(stage, &collector);
    story(&loud.url());
    operator(&loud.url());
    let end = Instant::now() + Duration::from_secs(20);
    let holds =
        |kept: &Mutex<Vec<u8>>, word: &str| String::from_utf8_lossy(&kept.lock().unwrap()).contains(word);
    // The message over HTTP has arrived, and the one by mail was tried.
    let tried = |loud: &Loud| loud.file("log").contains("the mail server");
    while !(holds(&called, "sentinel-cart") && holds(&traces, "deliver") && tried(&loud)) {
        assert!(Instant::now() < end, "{}", loud.file("log"));
        std::thread::sleep(Duration::from_millis(100));
    }
    let metrics = loud.metrics();
    loud.stop();
    let (logs, deeds) = (loud.file("log"), loud.file("data/deeds.jsonl"));
    assert!(logs.contains("DEBUG"), "the logs are not at their loudest");
    let traces = String::from_utf8_lossy(&traces.lock().unwrap()).into_owned();
    let told = [
        ("logs", &logs),
        ("output", &loud.said),
        ("metrics", &metrics),
        ("traces", &traces),
        ("deeds", &deeds),
    ];
    for word in PERSONAL.into_iter().chain(SECRET).chain([TOKEN, WRITE_KEY]) {
        for (place, text) in told {
            let line = text.lines().find(|line| line.contains(word)).unwrap_or_default();
            assert!(line.is_empty(), "the {place} tell `{word}`: {line}");
        }
    }
}
