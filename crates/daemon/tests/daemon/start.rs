//! What keeps a daemon from starting, and how it says so.

use super::project;
use super::running::{Running, config, prepare, refused, running};
use filrouge_daemon::{Config, Daemon, Error};
use rusqlite::Connection;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_port_in_use_is_named() {
    let first = running("hello").await;
    let (root, _endpoint) = prepare();
    let config = Config { listen: first.address(), ..config(root.path()) };
    let error = refused(config, root.path(), "hello").await;
    let port = first.address().port();
    assert_eq!(
        error.to_string(),
        format!("port {port} is in use; stop whoever listens there or choose another `--listen`")
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_data_folder_that_is_a_file_is_named() {
    let (root, _endpoint) = prepare();
    fs::write(root.path().join("data"), "a file").unwrap();
    let error = refused(config(root.path()), root.path(), "hello").await;
    assert!(matches!(error, Error::Data(..)), "{error}");
    assert!(error.to_string().starts_with("cannot use the data folder `"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_else_may_look_into_the_data() {
    let running = running("hello").await;
    let mode = fs::metadata(running.root.path().join("data")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn data_of_another_daemon_are_not_touched() {
    let first = running("hello").await;
    let error = refused(config(first.root.path()), first.root.path(), "hello").await;
    assert!(matches!(error, Error::Store(_)), "{error}");
    assert_eq!(first.status()["health"]["state"], "working");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_project_that_never_compiled_is_refused_with_its_diagnostics() {
    let (root, _endpoint) = prepare();
    let error = refused(config(root.path()), root.path(), "broken").await;
    assert!(error.to_string().starts_with("error[broken]: this text is broken"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_mailbox_is_not_shown_to_the_network() {
    let (root, _endpoint) = prepare();
    let config = Config { dev: true, listen: "0.0.0.0:0".parse().unwrap(), ..config(root.path()) };
    let error = refused(config, root.path(), "hello").await;
    assert!(matches!(error, Error::DevInPublic(_)), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_public_address_that_could_break_out_of_a_link_is_refused() {
    let (root, _endpoint) = prepare();
    let config = Config { public_url: Some("https://x/\"><script>".into()), ..config(root.path()) };
    let error = refused(config, root.path(), "hello").await;
    assert!(matches!(error, Error::PublicUrl(_)), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_damaged_key_of_links_is_named_and_not_replaced() {
    let (root, _endpoint) = prepare();
    fs::create_dir(root.path().join("data")).unwrap();
    fs::write(root.path().join("data/unsubscribe.key"), "short").unwrap();
    let error = refused(config(root.path()), root.path(), "hello").await;
    assert!(
        error.to_string().ends_with("`unsubscribe.key` is damaged; links in messages that were sent need it")
    );
}

/// Makes every kept plan one of an earlier format, of which this version knows nothing but the format.
fn age_plans(root: &Path) {
    let store = Connection::open(root.join("data/filrouge.db")).unwrap();
    let old = br#"{"hash":"old","plan":{"format":1,"journeys":[{"enter":{"event":"Cart Updated"}}]}}"#;
    assert!(store.execute("UPDATE plan SET body = ?1 WHERE body IS NOT NULL", [old.as_slice()]).unwrap() > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_last_good_plan_of_an_earlier_format_gives_way_to_the_projects_plan() {
    let first = running("hello").await;
    first.grant("u1");
    first.cart("u1", "c1");
    first.endpoint.wait_for(1);
    let Running { daemon, endpoint, root } = first;
    daemon.stop().await;
    age_plans(root.path());

    let compiler = Arc::new(project::folder(root.path(), "again"));
    let daemon = Daemon::start(config(root.path()), compiler).await.unwrap();
    let second = Running { daemon, endpoint, root };
    assert_eq!(second.status()["plan"]["last_attempt"]["result"], "activated");
    second.cart("u1", "c2");
    assert_eq!(second.endpoint.wait_for(2)[1]["text"], "again");
    let told = second.why("u1");
    let sends = told.iter().filter(|decision| decision["origin"]["address"] == "journey/welcome/step/hello");
    let texts: Vec<bool> = sends.map(|decision| decision["origin"]["file"].is_string()).collect();
    assert!(texts.first().is_some_and(|has| *has), "{told:?}");
    assert!(texts.last().is_some_and(|has| !has), "those of the old plan have no text: {told:?}");
    second.daemon.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_last_good_plan_of_an_earlier_format_is_no_plan_for_a_broken_project() {
    let Running { daemon, endpoint: _endpoint, root } = running("hello").await;
    daemon.stop().await;
    age_plans(root.path());
    let error = refused(config(root.path()), root.path(), "broken").await;
    assert!(matches!(error, Error::NothingToRun(_)), "{error}");
}
