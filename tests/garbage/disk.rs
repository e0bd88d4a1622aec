//! A disk without room. Two ways to get one: a small file system of the daemon's own, where the system lets us
//! mount one, and a bound on the size of files, everywhere.

use crate::shell::stage;
use crate::stage::{Daemon, Stage, WRITE_KEY};
use crate::wire::{Answer, call, post};
use serde_json::json;
use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Mounts a file system over the data folder that only the daemon sees, and that is gone with it.
const OWN_DISK: &str = "mount -t tmpfs -o size=16m none data && exec \"$@\"";
/// Bounds files to 9 MiB, a little more than a segment of the journal; what is beyond is an error and no signal.
const BOUND: &str = "trap '' XFSZ; ulimit -S -f 18432; exec \"$@\"";

fn launch(stage: &Stage, program: &str, before: &[&str], script: &str) -> Child {
    fs::create_dir_all(stage.data()).unwrap();
    let mut command = stage.command(program);
    command.args(before).args(["-c", script, "sh", env!("CARGO_BIN_EXE_filrouge")]);
    stage.launch(command)
}

fn send(daemon: &Daemon, order: usize) -> Answer {
    let padding = "x".repeat(10_000);
    let body = json!({
        "writeKey": WRITE_KEY, "userId": format!("u{order}"), "messageId": format!("m{order}"),
        "event": "Order Placed", "properties": { "order_id": format!("{order}-{padding}") },
    });
    post(&daemon.address, "/v1/track", &body).unwrap()
}

/// Sends until the daemon refuses; what was acknowledged, and the refusal.
fn fill(daemon: &Daemon) -> (usize, Answer) {
    for order in 0..2_000 {
        let answer = send(daemon, order);
        if answer.status != 200 {
            return (order, answer);
        }
    }
    panic!("the disk was never full")
}

/// Everybody goes on sending, as clients do, while `make_room` runs; the daemon must come back by itself.
fn resumes(daemon: &Daemon, make_room: impl FnOnce()) {
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                send(daemon, 5_000);
                thread::sleep(Duration::from_millis(20));
            }
        });
        make_room();
        let end = Instant::now() + Duration::from_secs(15);
        while send(daemon, 5_001).status != 200 && Instant::now() < end {
            thread::sleep(Duration::from_millis(200));
        }
        done.store(true, Ordering::SeqCst);
    });
    let answer = send(daemon, 5_002);
    assert_eq!(answer.status, 200, "still refused with room on the disk: {}", answer.body);
}

fn is_refused_everywhere_but_alive(daemon: &Daemon, refused: &Answer) -> String {
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(refused.body, r#"{"version":1,"error":"the store is not writing; send it again"}"#);
    assert_eq!(call(&daemon.address, "GET /healthz HTTP/1.1", b"").unwrap().status, 200);
    let ready = call(&daemon.address, "GET /readyz HTTP/1.1", b"").unwrap();
    assert_eq!(ready.status, 503, "{}", ready.body);
    let status = daemon.ask("/admin/v1/status");
    assert_eq!(status["health"]["state"], "suspended");
    status["health"]["reason"].as_str().unwrap().to_owned()
}

fn all_are_there(daemon: &Daemon, acknowledged: usize) {
    for order in 0..acknowledged {
        let why = daemon.ask(&format!("/admin/v1/why?person=u{order}"));
        assert!(why.to_string().contains("\"entered\""), "order {order} was acknowledged and is lost");
    }
}

#[test]
fn a_full_disk_suspends_and_room_on_it_resumes() {
    let unshare: &[&str] = &["--mount", "--map-root-user", "sh"];
    let able = Command::new("unshare").args(unshare).args(["-c", "mount -t tmpfs none /mnt"]).output();
    if !able.is_ok_and(|able| able.status.success()) {
        println!("skipped: this system does not let us mount a small file system");
        return;
    }
    let stage = stage();
    let child = launch(&stage, "unshare", unshare, OWN_DISK);
    let inside = PathBuf::from(format!("/proc/{}/root{}", child.id(), stage.data().display()));
    let daemon = stage.ready(child);
    let ballast = inside.join("ballast");
    let _ = File::create(&ballast).unwrap().write_all(&vec![0; 12_000_000]);

    let (acknowledged, refused) = fill(&daemon);
    let reason = is_refused_everywhere_but_alive(&daemon, &refused);
    assert!(reason.contains("no room is left") && reason.contains("make room on that disk"), "{reason}");
    resumes(&daemon, || fs::remove_file(&ballast).unwrap());
    all_are_there(&daemon, acknowledged);
    assert!(daemon.stop());
}

#[test]
fn a_bound_on_files_suspends_and_lifting_it_resumes() {
    let stage = stage();
    let child = launch(&stage, "sh", &[], BOUND);
    let id = child.id().to_string();
    let daemon = stage.ready(child);

    let (acknowledged, refused) = fill(&daemon);
    let reason = is_refused_everywhere_but_alive(&daemon, &refused);
    assert!(reason.contains("check its disk"), "{reason}");
    resumes(&daemon, || {
        let lifted = Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited"]).status();
        assert!(lifted.is_ok_and(|lifted| lifted.success()), "`prlimit` lifts the bound");
    });
    all_are_there(&daemon, acknowledged);
    assert!(daemon.stop());
}
