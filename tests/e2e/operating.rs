//! What docs/operating.md shows is run as it stands.

use crate::daemon::{Stage, TOKEN, WRITE_KEY};
use crate::shell::root;
use std::path::Path;
use std::process::Command;

/// The blocks of the page that a shell can run.
fn blocks() -> Vec<String> {
    let page = std::fs::read_to_string(root().join("docs/operating.md")).unwrap();
    let parts = page.split("```sh\n").skip(1);
    parts.map(|part| part.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_examples_of_the_operating_page_work() {
    let stage = Stage::new("smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let daemon = stage.run();
    let bin = Path::new(env!("CARGO_BIN_EXE_filrouge")).parent().unwrap().to_owned();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let blocks = blocks();
    assert!(blocks.len() >= 6, "the page has its examples");
    for block in blocks {
        let mut shell = Command::new("sh");
        shell.args(["-euc", &block]).env("PATH", &path).env("URL", &daemon.url);
        let ran = shell.env("WRITE_KEY", WRITE_KEY).env("FILROUGE_ADMIN_TOKEN", TOKEN).output().unwrap();
        assert!(ran.status.success(), "{block}\n{}", String::from_utf8_lossy(&ran.stderr));
    }
    let (_, status) = daemon.admin(reqwest::Method::GET, "/admin/v1/status");
    assert_eq!((&status["people"], &status["quarantine"]), (&1.into(), &0.into()), "{status:#}");
}
