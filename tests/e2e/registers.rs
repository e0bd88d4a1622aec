//! The manifest as a file that others rely on: signed, chained, committed, exported, and agreed to.

use crate::daemon::Stage;
use crate::repository::Repository;
use crate::shell::{client, root};
use serde_json::Value;
use std::process::Output;

const DELIVERY: &str = "journeys/delivery.kdl";
const COUNTRY: [&str; 2] =
    ["agreement \"DPA 2026-01\"\n    country FR", "agreement \"DPA 2026-01\"\n    country DE"];

fn words(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

impl Repository {
    /// Runs `filrouge` and gives what it printed; fails when the code is another one.
    fn told(&self, code: i32, arguments: &[&str]) -> String {
        let run = self.filrouge(arguments);
        assert_eq!(run.status.code(), Some(code), "{arguments:?}: {}", words(&run));
        words(&run)
    }

    /// A key in the repository's own folder, which is not committed; the half that everybody may know.
    fn key(&self, name: &str) -> String {
        let file = format!(".git/{name}.key");
        self.told(0, &["manifest", "key", name, "-o", &file]).trim().to_owned()
    }

    fn write(&self, file: &str, text: &str) {
        std::fs::write(self.0.path().join(file), text).unwrap();
    }
}

#[test]
fn a_manifest_is_signed_and_follows_the_one_before() {
    let repository = Repository::new();
    let key = repository.key("dpo");
    let sign = ["--key", "file=.git/dpo.key"];
    repository.told(0, &[&["manifest", "--format", "json=one.json"], &sign[..]].concat());
    repository.edit(DELIVERY, COUNTRY[0], COUNTRY[1]);
    repository
        .told(0, &[&["manifest", "--previous", "one.json", "--format", "json=two.json"], &sign[..]].concat());
    let verify = ["manifest", "verify", "two.json", "--signed-by", &key, "--previous", "one.json"];
    let told = repository.told(0, &verify);
    assert!(told.contains("signed by  dpo"), "{told}");
    let two: Value = serde_json::from_str(&repository.read("two.json")).unwrap();
    let changes = two["since"]["changes"].as_array().unwrap();
    let country = changes.iter().find(|own| own["about"] == "connector/mail").unwrap();
    assert_eq!(
        (&country["widens"], &country["statement"]),
        (&true.into(), &"the country of `mail` was FR and is DE".into())
    );
    let again = repository.read("two.json");
    repository.told(
        0,
        &[&["manifest", "--previous", "one.json", "--format", "json=again.json"], &sign[..]].concat(),
    );
    assert_eq!(
        (repository.read("again.json"), repository.read("again.json.note")),
        (again, repository.read("two.json.note"))
    );
}

#[test]
fn whatever_is_done_to_a_signed_manifest_is_found() {
    let repository = Repository::new();
    let (key, other) = (repository.key("dpo"), repository.key("mallory"));
    repository.told(0, &["manifest", "--format", "json=one.json", "--key", "file=.git/dpo.key"]);
    let verify =
        |code, key: &str| repository.told(code, &["manifest", "verify", "one.json", "--signed-by", key]);
    verify(0, &key);
    assert!(verify(1, &other).contains("nobody signed it"));
    let (text, note) = (repository.read("one.json"), repository.read("one.json.note"));
    repository.write("one.json", &text.replacen("\"country\":\"FR\"", "\"country\":\"ES\"", 1));
    assert!(verify(1, &key).contains("the signature of another manifest"));
    repository.write("one.json", &text.replacen('{', "{ ", 1));
    assert!(verify(1, &key).contains("not laid out"));
    repository.write("one.json", &text);
    repository.write("one.json.note", &note.replacen("previous none", "previous some", 1));
    assert!(verify(1, &key).contains("is not of this text"));
    let forged = [&note, "— mallory AAAA\n"].concat();
    repository.write("one.json.note", &forged);
    verify(1, &key);
    std::fs::remove_file(repository.0.path().join("one.json.note")).unwrap();
    verify(1, &key);
}

#[test]
fn a_committed_copy_that_differs_fails_and_says_what_differs() {
    let repository = Repository::new();
    repository.told(0, &["manifest", "--format", "json=manifest.json"]);
    repository.commit("the manifest");
    assert_eq!(
        repository.told(0, &["manifest", "--check", "manifest.json"]),
        "",
        "another commit, the same manifest"
    );
    repository.edit(DELIVERY, COUNTRY[0], COUNTRY[1]);
    let told = repository.told(1, &["manifest", "--check", "manifest.json"]);
    assert!(
        told.contains("`recipients`") && told.contains("more  the country of `mail` was FR and is DE"),
        "{told}"
    );
    assert!(told.contains("--format json=manifest.json"), "{told}");
    repository.told(0, &["manifest", "--format", "json=manifest.json"]);
    repository.told(0, &["manifest", "--check", "manifest.json"]);
    repository.write("manifest.json", "{}");
    repository.told(1, &["manifest", "--check", "manifest.json"]);
}

#[test]
fn a_page_tells_what_has_changed_since_a_day() {
    let repository = Repository::new();
    repository.edit(DELIVERY, COUNTRY[0], COUNTRY[1]);
    repository.commit("a move");
    let ago = |day: &str| ["manifest", "--since", day, "--format", "html", "--lang", "fr"].map(str::to_owned);
    let since = |code: i32, day: &str| {
        repository.told(code, &ago(day).iter().map(String::as_str).collect::<Vec<_>>())
    };
    assert!(since(2, "2001-01-01").contains("no commit"));
    let page = repository.told(0, &["manifest", "--against", "HEAD~1", "--format", "html", "--lang", "fr"]);
    assert!(page.contains("the country of `mail` was FR and is DE"), "what has changed is told");
    assert!(since(0, "2090-01-01").contains("Rien n’a changé"), "the last commit is what there is");
}

fn read(repository: &Repository, kind: &str, file: &str) -> Value {
    let mut reader = client("read_register.py");
    let run = reader.args([kind, file]).current_dir(&repository.0).output().unwrap();
    assert!(run.status.success(), "{}", words(&run));
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn exports_are_read_by_what_others_read_them_with() {
    let repository = Repository::new();
    let formats =
        ["cnil=register.ods", "cnil=register.csv", "fideslang=fides.yml", "dpv=dpv.jsonld", "svg=map.svg"];
    let arguments = formats.iter().flat_map(|format| ["--format", format]).collect::<Vec<_>>();
    repository.told(0, &[&["manifest"], &arguments[..]].concat());
    let sheet = read(&repository, "ods", "register.ods");
    assert_eq!(sheet["kind"], "application/vnd.oasis.opendocument.spreadsheet");
    assert_eq!(
        sheet["sheets"]["Activités"],
        read(&repository, "csv", "register.csv"),
        "one register in two forms"
    );
    assert_eq!(sheet["sheets"]["Organisme"][1][1], "Maison Lumière SAS");
    let fides = read(&repository, "fideslang", "fides.yml");
    assert_eq!(fides["unknown"], serde_json::json!([]));
    assert_eq!(fides["purposes"], serde_json::json!(["marketing", "order-follow-up"]));
    assert_eq!(fides["bases"], serde_json::json!(["Consent", "Contract"]));
    let dpv = read(&repository, "dpv", "dpv.jsonld");
    let known = std::fs::read_to_string(root().join("crates/register/src/tests/dpv-terms.txt")).unwrap();
    let terms = dpv["terms"].as_array().unwrap();
    assert!(terms.iter().all(|term| known.lines().any(|own| term == own)), "{terms:?}");
    assert!(dpv["triples"].as_u64().unwrap() > 100 && dpv["foreign"] == serde_json::json!([]), "{dpv}");
    assert!(repository.read("map.svg").starts_with("<svg"));
}

/// A repository whose project names a privacy approver.
fn with_approver() -> Repository {
    let repository = Repository::new();
    let key = repository.key("dpo");
    let owner = "    owner growth";
    let named = format!("    owner dpo\n    privacy-approver dpo key=\"{key}\"\n{owner}");
    repository.edit("filrouge.kdl", owner, &named);
    repository.commit("somebody must agree");
    repository
}

#[test]
fn a_plan_that_does_more_with_personal_data_needs_the_privacy_approver() {
    let repository = with_approver();
    repository.edit(DELIVERY, "cap 3 per=\"7d\"", "cap 4 per=\"7d\"");
    repository.told(2, &["plan"]);
    repository.edit(DELIVERY, COUNTRY[0], COUNTRY[1]);
    let told = repository.told(4, &["plan"]);
    assert!(
        told.contains("privacy approver: dpo must agree") && told.contains("filrouge manifest approve"),
        "{told}"
    );
    repository.key("mallory");
    let refused = repository.told(2, &["manifest", "approve", "--key", "file=.git/mallory.key"]);
    assert!(refused.contains("no `privacy-approver`"), "{refused}");
    let agreed = repository.told(0, &["manifest", "approve", "--key", "file=.git/dpo.key"]);
    assert!(agreed.contains("more  the country of `mail` was FR and is DE"), "{agreed}");
    let told = repository.told(2, &["plan"]);
    assert!(told.contains("privacy approver: dpo agreed"), "{told}");
    // The agreement is to this and nothing else.
    repository.edit("journeys/privacy.kdl", "keep=\"13mo\"", "keep=\"14mo\"");
    repository.told(4, &["plan"]);
}

#[test]
fn whoever_changes_a_project_cannot_name_themselves() {
    let repository = with_approver();
    let mallory = repository.key("mallory");
    let text = repository.read("filrouge.kdl");
    let line = text.lines().find(|line| line.contains("privacy-approver")).unwrap().to_owned();
    repository.edit("filrouge.kdl", &line, &format!("    privacy-approver dpo key=\"{mallory}\""));
    repository.edit(DELIVERY, COUNTRY[0], COUNTRY[1]);
    repository.told(2, &["manifest", "approve", "--key", "file=.git/mallory.key"]);
    let told = repository.told(4, &["plan"]);
    assert!(told.contains("`dpo` no longer has to agree"), "{told}");
    repository.edit("filrouge.kdl", &format!("    privacy-approver dpo key=\"{mallory}\"\n"), "");
    repository.told(4, &["plan"]);
}

/// The project of a daemon with a privacy approver, whose secret key lies beside it.
fn guarded() -> Stage {
    let stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let made = stage.filrouge(&["manifest", "key", "dpo", "-o", "dpo.key"]).output().unwrap();
    let key = words(&made).trim().to_owned();
    let zone = "    timezone \"Europe/Paris\"";
    stage.edit(
        "filrouge.kdl",
        zone,
        &format!("    owner dpo\n    privacy-approver dpo key=\"{key}\"\n{zone}"),
    );
    stage
}

const MARKETING: [&str; 2] = ["expires \"3y\"", "expires \"4y\""];

fn ended(stage: &Stage, code: i32, arguments: &[&str]) -> String {
    let run = stage.filrouge(arguments).output().unwrap();
    assert_eq!(run.status.code(), Some(code), "{arguments:?}: {}", words(&run));
    words(&run)
}

#[test]
fn a_daemon_runs_nothing_that_the_privacy_approver_has_not_agreed_to() {
    let stage = guarded();
    let daemon = stage.run();
    let hash = |status: &Value| status["plan"]["active"].as_str().unwrap_or_default().to_owned();
    let before = hash(&daemon.until("a start", |status| status["plan"]["in_step"] == true));
    // Neither by the folder, nor by hand, nor by a restart.
    stage.edit("filrouge.kdl", MARKETING[0], MARKETING[1]);
    let refused = ended(&stage, 1, &["reload", "--url", &daemon.url]);
    assert!(
        refused
            .contains("the privacy approver has not agreed: consent to `marketing` lasted 3y and lasts 4y"),
        "{refused}"
    );
    assert!(
        ended(&stage, 4, &["plan", "project", "--against", &daemon.url, "-o", "plan.json"])
            .contains("dpo must agree")
    );
    let refused = ended(&stage, 1, &["apply", "plan.json", "--by", "lea", "--url", &daemon.url]);
    assert!(refused.contains("the privacy approver has not agreed"), "{refused}");
    let url = daemon.url.clone();
    assert!(daemon.stop());
    let daemon = stage.run_at(url.trim_start_matches("http://"));
    let status = daemon.until("a start", |status| status["plan"]["active"].is_string());
    assert_eq!(hash(&status), before, "a restart does not run it either");
    let agreed = ["manifest", "approve", "project", "--key", "file=dpo.key", "--against", &daemon.url];
    assert!(ended(&stage, 0, &agreed).contains("more  consent to `marketing` lasted 3y and lasts 4y"));
    daemon.until("what was agreed to", |status| status["plan"]["in_step"] == true && hash(status) != before);
}
