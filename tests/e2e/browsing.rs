//! The preference centre, the links in messages and the banner, in a real browser.

use crate::daemon::{client as http, send};
use crate::shell::{client, root};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// What the browser must have gone through, by the names that its script prints.
const DONE: [&str; 17] = [
    "the page lists every purpose and nothing is wrong for axe",
    "a grant is saved and shown as a grant",
    "a refusal is saved and shown as a refusal",
    "a page that was left open undoes nothing",
    "topics, rhythm and language are saved",
    "everything is refused by one button",
    "receipts are there to read and to keep",
    "the page speaks English",
    "the page is dark in the dark",
    "the page fits a phone",
    "the page is printed without buttons",
    "the page works without JavaScript and loads nothing from elsewhere",
    "an expired link shows nothing and still refuses",
    "one click withdraws and looking does not",
    "the banner refuses as easily as it accepts",
    "the banner tells the daemon and Google what was chosen",
    "the banner follows Global Privacy Control",
];

/// `filrouge dev` on a project of its own.
struct Shop {
    folder: TempDir,
    url: String,
    child: Child,
}

impl Shop {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        copy("tests/e2e/choices", folder.path());
        let mut command = Command::new(env!("CARGO_BIN_EXE_filrouge"));
        command.args(["dev", ".", "--listen", "127.0.0.1:0", "--data", "data"]).current_dir(folder.path());
        for name in ["SITE_WRITE_KEY", "PHONES_KEY", "SMTP_URL", "PHONE_URL"] {
            command.env(name, "http://127.0.0.1:9/");
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.into_iter().find_map(|line| line.strip_prefix("listening on ").map(str::to_owned));
        Self { folder, url: url.expect("the daemon says its address"), child }
    }

    fn post(&self, path: &str, body: &Value) {
        let request = http().post(format!("{}{path}", self.url)).basic_auth("dev", Some(""));
        let (status, answer) = send(request.json(body));
        assert_eq!(status, 200, "{answer}");
    }

    /// Somebody who agreed to letters by email, and got one: the links in it.
    fn lea(&self) -> (String, String) {
        let traits = json!({ "email": "lea@example.com", "phone": "+33600000001" });
        self.post("/v1/identify", &json!({ "userId": "lea", "traits": traits }));
        let grant = json!({ "userId": "lea", "purpose": "letters", "channel": "email", "granted": true, "evidence": "form" });
        self.post("/v1/consent", &grant);
        self.post("/v1/track", &json!({ "userId": "lea", "event": "Account Created" }));
        let text = self.mail("email").remove(0)["message"]["text"].as_str().unwrap().to_owned();
        let link = |kind: &str| text.split(' ').find(|word| word.contains(kind)).unwrap().to_owned();
        (link("/p/"), link("/u/"))
    }

    /// The messages over a channel, once there is one.
    fn mail(&self, channel: &str) -> Vec<Value> {
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let (_, mailbox) = send(http().get(format!("{}/dev/mailbox.json", self.url)));
            let messages = mailbox["messages"].as_array().cloned().unwrap_or_default();
            let own: Vec<_> =
                messages.into_iter().filter(|one| one["message"]["channel"] == channel).collect();
            if !own.is_empty() {
                return own;
            }
            assert!(Instant::now() < end, "no message came over {channel}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn person(&self) -> Value {
        let request = http().get(format!("{}/admin/v1/person?person=lea", self.url)).bearer_auth("dev");
        send(request).1["people"][0].clone()
    }

    fn answer(&self, words: &str) {
        let body = json!({ "from": "+33600000001", "words": words });
        let request = http().post(format!("{}/v1/hooks/phones", self.url)).bearer_auth("dev").json(&body);
        assert_eq!(send(request).0, 200);
    }
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn copy(from: &str, to: &std::path::Path) {
    let status =
        Command::new("cp").args(["-r", &format!("{}/.", root().join(from).display())]).arg(to).status();
    assert!(status.unwrap().success());
}

fn chromium() -> Option<&'static str> {
    let found = ["chromium", "chromium-browser", "google-chrome"].into_iter().find(|program| {
        Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
    });
    assert!(
        found.is_some() || std::env::var_os("CI").is_none(),
        "there is no Chromium: run `cargo xtask setup`"
    );
    found
}

#[test]
fn obligation_13_the_preference_centre_and_the_banner_work_in_a_real_browser_with_axe() {
    let Some(chromium) = chromium() else {
        eprintln!("left out: there is no Chromium on this machine; `cargo xtask setup` installs it");
        return;
    };
    let shop = Shop::start();
    let (page, unsubscribe) = shop.lea();
    let key = shop.folder.path().join("data/unsubscribe.key");
    let screens = root().join("target/e2e/screens");
    std::fs::create_dir_all(&screens).unwrap();
    let scene = json!({
        "chromium": chromium, "url": shop.url, "page": page, "unsubscribe": unsubscribe,
        "key": key, "screens": screens,
    });
    let output = client("browser.mjs").arg(scene.to_string()).output().unwrap();
    let (said, wrong) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}\n{wrong}");
    let done: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("ok ")).collect();
    assert_eq!(done, DONE, "{wrong}");
}

#[test]
fn obligation_12_stop_by_text_message_withdraws_and_is_confirmed_once() {
    let shop = Shop::start();
    shop.lea();
    let grant = json!({ "userId": "lea", "purpose": "letters", "channel": "sms", "granted": true, "evidence": "form" });
    let standing = |channel: &str| {
        let person = shop.person();
        let consents = person["consents"].as_array().unwrap().clone();
        consents.into_iter().find(|one| one["purpose"] == "letters" && one["channel"] == channel).unwrap()["granted"].clone()
    };
    shop.post("/v1/consent", &grant);
    shop.answer("Bonjour, à quelle heure ouvrez-vous ?");
    assert_eq!(standing("sms"), json!(true));
    shop.answer("ARRÊT");
    assert_eq!((standing("sms"), standing("email")), (json!(false), json!(true)));
    assert_eq!(shop.mail("sms").len(), 1);
    shop.answer("STOP");
    shop.post("/v1/consent", &grant);
    // Who may have said no is not written to, until somebody has read it.
    shop.answer("c'est du spam ?");
    assert_eq!(standing("sms"), json!(false));
    let quarantine = send(http().get(format!("{}/admin/v1/quarantine", shop.url)).bearer_auth("dev")).1;
    let reason = quarantine["quarantine"][0]["reason"].as_str().unwrap_or_default().to_owned();
    assert!(reason.contains("may be a refusal"), "{quarantine}");
    std::thread::sleep(Duration::from_millis(500));
    assert_eq!(shop.mail("sms").len(), 1, "one confirmation, however often somebody says STOP");
}
