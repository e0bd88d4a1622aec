//! What keeps a daemon from starting.

use crate::shell::{said, stage};
use crate::stage::Stage;
use insta::assert_snapshot;
use std::fs;
use std::net::TcpListener;

const RUN: [&str; 6] = ["run", "project", "--data", "data", "--listen", "127.0.0.1:0"];

#[test]
fn a_port_in_use_is_told() {
    let stage = stage();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let port = address.rsplit(':').next().unwrap();
    let told = said(&stage, &["run", "project", "--data", "data", "--listen", &address]);
    assert_snapshot!(told.replace(port, "PORT"), @r#"
    error: port PORT is in use; stop whoever listens there or choose another `--listen`
    exit Some(2)
    "#);
    assert!(!stage.data().exists(), "nothing is begun before the port is taken");
}

#[test]
fn a_second_daemon_on_the_same_data_is_refused_and_the_first_goes_on() {
    let stage = stage();
    let first = stage.start();
    assert_snapshot!(said(&stage, &RUN), @r#"
    error: cannot open the store: another process works on the data directory `DIR/data`; stop it, or name another directory
    exit Some(2)
    "#);
    assert_eq!(first.ask("/admin/v1/status")["health"]["state"], "working");
    assert!(first.stop());
}

#[test]
fn a_file_in_place_of_the_data_folder_is_told() {
    let stage = stage();
    fs::write(stage.data(), "").unwrap();
    assert_snapshot!(said(&stage, &RUN), @r#"
    error: cannot use the data folder `data`: it is a file
    exit Some(2)
    "#);
}

#[test]
fn a_project_that_does_not_compile_is_told_when_there_is_no_earlier_plan() {
    let stage = stage();
    fs::write(stage.path("project/wrong.kdl"), "event \"A\" { retain \"1 fortnight\" }\n").unwrap();
    let told = said(&stage, &RUN);
    assert!(told.contains("no earlier plan is stored") && told.ends_with("exit Some(2)"), "{told}");
}

#[test]
fn the_last_good_plan_runs_when_the_project_was_broken_while_the_daemon_was_killed() {
    let stage = stage();
    stage.start().kill();
    fs::write(stage.path("project/wrong.kdl"), "event \"A\" { retain \"1 fortnight\" }\n").unwrap();
    let daemon = stage.start();
    let status = daemon.ask("/admin/v1/status");
    assert_eq!(status["plan"]["boots_from_disk"], false);
    assert!(stage.log().contains("the last good plan runs instead"), "{}", stage.log());
}

#[test]
fn a_token_that_is_not_set_is_told() {
    let told = said(&stage(), &[&RUN[..], &["--admin-token-env", "NO_SUCH_TOKEN"]].concat());
    assert_snapshot!(told, @r#"
    error: no admin token: the environment variable `NO_SUCH_TOKEN` is not set
    exit Some(2)
    "#);
}

/// What a start says, a clause a line.
fn clauses(stage: &Stage) -> String {
    said(stage, &RUN).replace("; ", ";\n").replace(" or rescue", "\nor rescue")
}

/// A store in which the given bytes were changed.
fn damaged(change: impl Fn(&mut Vec<u8>)) -> Stage {
    let stage = stage();
    assert!(stage.start().stop());
    let file = stage.data().join("filrouge.db");
    let mut bytes = fs::read(&file).unwrap();
    change(&mut bytes);
    fs::write(&file, bytes).unwrap();
    stage
}

#[test]
fn a_damaged_store_is_refused_with_the_way_out() {
    let stage = damaged(|bytes| bytes.iter_mut().skip(4_096).for_each(|byte| *byte = 0xa5));
    assert_snapshot!(clauses(&stage), @r#"
    error: cannot open the store: `DIR/data/filrouge.db` is damaged (database disk image is malformed);
    stop, keep a copy of the whole directory, then restore a backup
    or rescue what can be read with `sqlite3 DIR/data/filrouge.db .recover`
    exit Some(2)
    "#);
}

#[test]
fn a_store_with_a_damaged_head_is_not_taken_for_ours() {
    let stage = damaged(|bytes| bytes.iter_mut().take(64).for_each(|byte| *byte ^= 0xff));
    assert_snapshot!(said(&stage, &RUN), @r#"
    error: cannot open the store: `DIR/data/filrouge.db` is not a Filrouge store; move it away, or name another data directory
    exit Some(2)
    "#);
}

#[test]
fn a_store_cut_short_is_refused_with_the_way_out() {
    let stage = damaged(|bytes| bytes.truncate(8_192));
    assert_snapshot!(clauses(&stage), @r#"
    error: cannot open the store: `DIR/data/filrouge.db` is damaged (database disk image is malformed);
    stop, keep a copy of the whole directory, then restore a backup
    or rescue what can be read with `sqlite3 DIR/data/filrouge.db .recover`
    exit Some(2)
    "#);
}
