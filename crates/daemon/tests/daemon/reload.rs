//! A new plan while the daemon runs: by watch, by signal, on demand; for real on a real disk.

use super::project;
use super::running::{Running, config, eventually, prepare, running};
use filrouge_daemon::Daemon;
use serde_json::{Value as Json, json};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::sync::Arc;

fn reload(running: &Running, query: &str) -> (u16, Json) {
    let answer = running.admin("POST", &format!("/admin/v1/reload{query}"), &Json::Null);
    (answer.status, answer.json())
}

fn last(running: &Running) -> (String, String) {
    let attempt = &running.status()["plan"]["last_attempt"];
    let text = |name: &str| attempt[name].as_str().unwrap().to_owned();
    (text("trigger"), text("result"))
}

/// Replaces a file as editors do: a new one is written beside it and takes its name.
fn save_atomically(file: &Path, text: &str) {
    let draft = file.with_file_name(".message.txt.swp");
    fs::write(&draft, text).unwrap();
    fs::rename(draft, file).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_editor_that_saves_atomically_again_and_again_is_followed_each_time() {
    let running = running("first").await;
    running.grant("u1");
    for (count, text) in ["second", "third", "fourth"].into_iter().enumerate() {
        save_atomically(&running.project().join("message.txt"), text);
        eventually(text, || {
            let plan = &running.status()["plan"];
            plan["last_attempt"]["result"] == "activated"
                && plan["in_step"] == true
                && running.admin("POST", "/admin/v1/reload", &Json::Null).json()["result"] == "unchanged"
        });
        running.cart("u1", text);
        assert_eq!(running.endpoint.wait_for(count + 1)[count]["text"], text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_on_the_disk_is_seen_by_itself() {
    let running = running("first").await;
    let active = || running.status()["plan"]["active"].clone();
    let first = active();
    // Until the watch is armed, the first look of the poll finds a change.
    save_atomically(&running.project().join("message.txt"), "second");
    eventually("the first change is active", || active() != first);
    let second = active();
    save_atomically(&running.project().join("message.txt"), "third");
    eventually("the second change is active", || active() != second);
    assert_eq!(last(&running), ("watch".into(), "activated".into()));
    // A change that changes nothing is no attempt.
    let at = running.status()["plan"]["last_attempt"]["at"].clone();
    save_atomically(&running.project().join("message.txt"), "third");
    fs::write(running.project().join(".hidden"), "x").unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(running.status()["plan"]["last_attempt"]["at"], at);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_comes_later_is_watched_with_what_is_in_it() {
    let running = running("first").await;
    let texts = running.project().join("texts");
    fs::create_dir(&texts).unwrap();
    for text in ["second", "third"] {
        let before = running.status()["plan"]["active"].clone();
        fs::write(texts.join("message.txt"), text).unwrap();
        eventually(text, || running.status()["plan"]["active"] != before);
    }
    assert_eq!(last(&running), ("watch".into(), "activated".into()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_config_map_swap_is_followed() {
    let (root, _endpoint) = prepare();
    let mount = root.path().join("project");
    // As Kubernetes mounts a ConfigMap: files are links into `..data`, which is a link to a dated folder.
    let version = |name: &str, text: &str| {
        fs::create_dir_all(mount.join(name)).unwrap();
        fs::write(mount.join(name).join("message.txt"), text).unwrap();
    };
    version("..2026_11_23_1", "first");
    symlink("..2026_11_23_1", mount.join("..data")).unwrap();
    symlink("..data/message.txt", mount.join("message.txt")).unwrap();
    let daemon = Daemon::start(config(root.path()), Arc::new(project::Folder(mount.clone()))).await.unwrap();
    let running = Running { daemon, endpoint: _endpoint, root };
    for (number, text) in [(2, "second"), (3, "third")] {
        let before = running.status()["plan"]["active"].clone();
        version(&format!("..2026_11_23_{number}"), text);
        symlink(format!("..2026_11_23_{number}"), mount.join("..data_tmp")).unwrap();
        fs::rename(mount.join("..data_tmp"), mount.join("..data")).unwrap();
        fs::remove_dir_all(mount.join(format!("..2026_11_23_{}", number - 1))).unwrap();
        eventually(text, || running.status()["plan"]["active"] != before);
        eventually("in step", || running.status()["plan"]["in_step"] == true);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_on_demand_answers_with_the_plan_or_with_the_diagnostics() {
    let running = running("first").await;
    let active = running.status()["plan"]["active"].clone();
    save_atomically(&running.project().join("message.txt"), "broken");
    let (status, answer) = reload(&running, "");
    assert_eq!(status, 422);
    assert_eq!(answer["diagnostics"][0]["message"], "this text is broken");
    assert_eq!(answer["active"], active);
    let plan = running.status()["plan"].clone();
    assert_eq!((&plan["desired"], &plan["active"]), (&Json::Null, &active));
    assert_eq!(plan["boots_from_disk"], false);
    assert_eq!(plan["last_attempt"]["diagnostics"]["diagnostics"][0]["rule"], "broken");
    assert!(plan["last_success_at"].is_i64());
    save_atomically(&running.project().join("message.txt"), "second");
    let (status, answer) = reload(&running, "");
    assert_eq!(status, 200, "{answer}");
    assert_eq!(running.status()["plan"]["active"], answer["plan"]);
    assert_eq!(running.status()["plan"]["boots_from_disk"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_way_back_to_what_runs_is_followed_and_clears_what_was_told() {
    let running = running("first").await;
    let plan = || running.status()["plan"].clone();
    let (active, since) = (plan()["active"].clone(), plan()["active_since"].clone());
    save_atomically(&running.project().join("message.txt"), "broken");
    eventually("the mistake is told", || plan()["last_attempt"]["result"] == "refused");
    assert_eq!((&plan()["boots_from_disk"], &plan()["in_step"]), (&json!(false), &json!(false)));
    // What the disk asks for is what runs, and was asked for before: it counts all the same.
    save_atomically(&running.project().join("message.txt"), "first");
    eventually("the old text is seen", || plan()["last_attempt"]["result"] == "unchanged");
    let after = plan();
    assert_eq!((&after["active"], &after["desired"], &after["active_since"]), (&active, &active, &since));
    assert_eq!((&after["boots_from_disk"], &after["in_step"]), (&json!(true), &json!(true)));
    assert_eq!(after["last_attempt"]["diagnostics"], Json::Null);
    // A mistake that was told once is told again.
    save_atomically(&running.project().join("message.txt"), "broken");
    eventually("the same mistake is told again", || plan()["last_attempt"]["result"] == "refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reload_that_needs_a_secret_which_is_not_there_is_refused_with_its_place() {
    let running = running("first").await;
    let active = running.status()["plan"]["active"].clone();
    save_atomically(&running.project().join("message.txt"), "unset");
    let (status, answer) = reload(&running, "");
    assert_eq!((status, &answer["active"]), (422, &active));
    let finding = &answer["diagnostics"][0];
    let reason = "connector crm: the secret file `key` cannot be read: entity not found";
    assert_eq!((&finding["rule"], &finding["message"]), (&json!("secret-unset"), &json!(reason)));
    fs::write(running.root.path().join("key"), "whsec_c2VjcmV0").unwrap();
    assert_eq!(reload(&running, "").0, 200);
    let unset = || running.status()["unset"].as_array().unwrap().clone();
    assert!(unset().iter().all(|unset| unset["part"] != "connector/crm"), "{:?}", unset());
    // What goes missing later is told, and holds back nothing else.
    fs::remove_file(running.root.path().join("key")).unwrap();
    assert!(unset().iter().any(|unset| unset["part"] == "connector/crm"), "{:?}", unset());
    let metrics = running.admin("GET", "/metrics", &Json::Null).body;
    assert!(metrics.contains(&format!("\nfilrouge_secrets_unset {}\n", unset().len())), "{metrics}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reloads_leave_no_task_and_no_series_behind() {
    let running = running("first").await;
    let tasks = || tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let series = || running.admin("GET", "/metrics", &Json::Null).body.lines().count();
    let reload_for = |count: usize| {
        save_atomically(&running.project().join("message.txt"), &format!("text {count}"));
        let (status, answer) = reload(&running, "");
        assert_eq!(status, 200, "{answer}");
    };
    (0..5).for_each(reload_for);
    running.grant("u1");
    let (most, known) = (tasks(), series());
    (5..100).for_each(reload_for);
    eventually("the tasks of old plans are gone", || tasks() <= most);
    assert_eq!(series(), known);
    running.cart("u1", "c1");
    assert_eq!(running.endpoint.wait_for(1)[0]["text"], "text 99");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_that_loses_every_journey_or_a_purpose_is_refused_unless_allowed() {
    let running = running("first").await;
    let rule = |answer: &Json| answer["diagnostics"][0]["rule"].as_str().unwrap_or_default().to_owned();
    save_atomically(&running.project().join("message.txt"), "nothing");
    let (status, answer) = reload(&running, "");
    assert_eq!((status, rule(&answer)), (422, "every-journey-dropped".into()));
    assert_eq!(reload(&running, "?allow=no-journeys").0, 200);
    save_atomically(&running.project().join("message.txt"), "lawless");
    let (status, answer) = reload(&running, "?allow=no-journeys");
    assert_eq!((status, rule(&answer)), (422, "purpose-dropped".into()));
    assert_eq!(reload(&running, "?allow=no-journeys,dropped-purposes").0, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_good_plan_starts_when_the_project_does_not_compile() {
    let Running { daemon, endpoint, root } = running("first").await;
    daemon.stop().await;
    let compiler = project::folder(root.path(), "broken");
    let daemon = Daemon::start(config(root.path()), Arc::new(compiler)).await.unwrap();
    let running = Running { daemon, endpoint, root };
    let plan = running.status()["plan"].clone();
    assert_eq!(plan["boots_from_disk"], false);
    assert_eq!(plan["last_attempt"]["diagnostics"]["diagnostics"][0]["rule"], "broken");
    running.grant("u1");
    running.cart("u1", "c1");
    assert_eq!(running.endpoint.wait_for(1)[0]["text"], "first");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_did_not_fit_the_old_plan_is_replayed_under_the_new_one() {
    let running = running("first").await;
    running.grant("u1");
    let body = json!({ "userId": "u1", "messageId": "p1", "event": "Cart Updated", "properties": { "cart_id": "c" } });
    assert_eq!(running.track("/v1/track", &body).status, 200);
    assert_eq!(running.quarantine().len(), 1);
    save_atomically(&running.project().join("message.txt"), "lenient");
    assert_eq!(reload(&running, "").0, 200);
    let replay = running.admin("POST", "/admin/v1/quarantine", &json!({ "all": true })).json();
    assert_eq!(replay["replayed"].as_array().unwrap().len(), 1, "{replay}");
    assert!(running.quarantine().is_empty());
    assert_eq!(running.endpoint.wait_for(1)[0]["text"], "lenient");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_folder_that_is_replaced_is_followed_and_so_is_the_next_change_in_it() {
    let running = running("first").await;
    let next = running.root.path().join("next");
    fs::create_dir(&next).unwrap();
    fs::write(next.join("message.txt"), "second").unwrap();
    let first = running.status()["plan"]["active"].clone();
    fs::rename(running.project(), running.root.path().join("old")).unwrap();
    fs::rename(&next, running.project()).unwrap();
    eventually("the new folder is active", || running.status()["plan"]["active"] != first);
    let second = running.status()["plan"]["active"].clone();
    save_atomically(&running.project().join("message.txt"), "third");
    eventually("the change in it is active", || running.status()["plan"]["active"] != second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_start_is_guarded_as_a_reload_is() {
    let Running { daemon, endpoint, root } = running("first").await;
    daemon.stop().await;
    let compiler = project::folder(root.path(), "nothing");
    let daemon = Daemon::start(config(root.path()), Arc::new(compiler)).await.unwrap();
    let running = Running { daemon, endpoint, root };
    let plan = running.status()["plan"].clone();
    assert_eq!(plan["last_attempt"]["diagnostics"]["diagnostics"][0]["rule"], "every-journey-dropped");
    assert!(plan["desired"].is_string() && plan["desired"] != plan["active"], "{plan}");
    assert_eq!(reload(&running, "?allow=no-journeys").0, 200);
    assert_eq!(running.status()["plan"]["in_step"], true);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_without_a_place_for_people_inside_is_answered_by_409_with_the_place_in_the_text() {
    let running = running("waits").await;
    running.cart("u1", "c1");
    let active = running.status()["plan"]["active"].clone();
    save_atomically(&running.project().join("message.txt"), "first");
    let (status, answer) = reload(&running, "");
    assert_eq!((status, &answer["result"], &answer["active"]), (409, &json!("blocked"), &active));
    let [found] = &answer["diagnostics"].as_array().unwrap()[..] else { panic!("{answer}") };
    assert_eq!(found["rule"], "people-inside");
    assert_eq!(
        found["message"],
        "step `pause` of journey `welcome` is gone: refused while 1 person is there"
    );
    // The step is in the new text no more: the journey is where there is something to say.
    assert_eq!((&found["file"], &found["span"]["line"]), (&json!("welcome.kdl"), &json!(1)));
    let [now, before] = &found["labels"].as_array().unwrap()[..] else { panic!("{found}") };
    assert_eq!((&now["span"], &before["span"]["line"]), (&found["span"], &json!(2)));
    assert_eq!(before["text"], "people stand here in the plan that runs");
    let plan = running.status()["plan"].clone();
    assert_eq!((&plan["active"], &plan["last_attempt"]["result"]), (&active, &json!("blocked")));
    assert_eq!(plan["last_attempt"]["diagnostics"]["diagnostics"][0], *found);
    assert_eq!(running.status()["timers"], 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_good_plan_starts_when_the_project_has_no_place_for_people_inside() {
    let running = running("waits").await;
    running.cart("u1", "c1");
    let active = running.status()["plan"]["active"].clone();
    let Running { daemon, endpoint, root } = running;
    daemon.stop().await;
    let compiler = project::folder(root.path(), "first");
    let daemon = Daemon::start(config(root.path()), Arc::new(compiler)).await.unwrap();
    let running = Running { daemon, endpoint, root };
    let plan = running.status()["plan"].clone();
    assert_eq!((&plan["active"], &plan["boots_from_disk"]), (&active, &json!(false)));
    assert_eq!(last(&running), ("boot".into(), "blocked".into()));
    let found = &plan["last_attempt"]["diagnostics"]["diagnostics"][0];
    assert_eq!((&found["rule"], &found["file"]), (&json!("people-inside"), &json!("welcome.kdl")));
    assert_eq!(running.status()["timers"], 1);
    // What people inside need is said, and the plan is taken.
    save_atomically(&running.project().join("message.txt"), "waits");
    assert_eq!(reload(&running, "").0, 200);
}
