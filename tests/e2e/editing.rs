//! Editors with the language server of the real binary: the reference client of the protocol, and Neovim.

use crate::daemon::{Stage, TOKEN};
use crate::shell::{client, root};
use serde_json::{Value, json};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::thread;

/// What every editor asks for.
const FEATURES: &[&str] = &[
    "initialize",
    "shutdown",
    "textDocument/codeAction",
    "textDocument/codeLens",
    "textDocument/completion",
    "textDocument/definition",
    "textDocument/documentHighlight",
    "textDocument/documentSymbol",
    "textDocument/foldingRange",
    "textDocument/formatting",
    "textDocument/hover",
    "textDocument/inlayHint",
    "textDocument/prepareRename",
    "textDocument/publishDiagnostics",
    "textDocument/rangeFormatting",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "textDocument/signatureHelp",
    "workspace/symbol",
];

/// A project whose paths have blanks, accents and emoji.
fn project() -> tempfile::TempDir {
    let folder = tempfile::Builder::new().prefix("ma boutique 😀 ").tempdir().unwrap();
    let source = root().join("tests/e2e/editor");
    let files = [
        ("filrouge.kdl", "filrouge.kdl"),
        ("journeys/journey.kdl", "journeys/été.kdl"),
        ("journeys/templates.kdl", "journeys/templates.kdl"),
        ("journeys/tests.kdl", "journeys/tests.kdl"),
        ("notices/consent.md", "notices/é.md"),
        ("schema/avis.json", "schema/avis.json"),
        ("templates/panier.mjml", "templates/panier.mjml"),
    ];
    for (from, to) in files {
        let to = folder.path().join(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(source.join(from), to).unwrap();
    }
    folder
}

/// An address at which everybody is heard and nobody answered, as long as the process lives.
fn silence() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().collect::<Vec<_>>());
    url
}

/// The session is the same beside a daemon that takes calls and answers none.
#[test]
fn the_reference_client_is_served_with_every_feature() {
    let project = project();
    let mut command = client("language_client.mjs");
    command.arg(env!("CARGO_BIN_EXE_filrouge")).arg(project.path().canonicalize().unwrap());
    command.arg(silence()).env("FILROUGE_ADMIN_TOKEN", TOKEN);
    let run = command.output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["touched"], json!(FEATURES));
}

#[test]
fn segments_and_journeys_tell_how_many_people_a_running_daemon_has_in_them() {
    let stage = Stage::of(project().path(), "smtp://127.0.0.1:9", "http://127.0.0.1:9/");
    let daemon = stage.run();
    for (user, points) in [("lea", 12), ("tom", 10), ("ana", 3)] {
        let (status, answer) =
            daemon.post("/v1/identify", &json!({ "userId": user, "traits": { "points": points } }));
        assert_eq!(status, 200, "{answer}");
    }
    let cart = json!({ "cart_id": "c1", "value": 80.0, "items": [{ "sku": "é", "price": 80.0 }] });
    let (status, answer) =
        daemon.post("/v1/track", &json!({ "userId": "lea", "event": "Panier modifié", "properties": cart }));
    assert_eq!(status, 200, "{answer}");
    let mut command = client("daemon_client.mjs");
    command.arg(env!("CARGO_BIN_EXE_filrouge")).arg(stage.file("").canonicalize().unwrap());
    let run = command.arg(&daemon.url).env("FILROUGE_ADMIN_TOKEN", TOKEN).output().unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    let told: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(told["hints"], json!(["2 people", "1 person inside"]));
    assert_eq!(told["why"], json!(["--url", daemon.url, "--admin-token-env", "FILROUGE_ADMIN_TOKEN"]));
}

#[test]
fn neovim_is_served_with_the_configuration_that_we_give_it() {
    let there = Command::new("nvim").arg("--version").output().is_ok_and(|run| run.status.success());
    if !there && std::env::var_os("CI").is_none() {
        return eprintln!(
            "Neovim is not installed, and its test is left out: `cargo xtask setup` installs it"
        );
    }
    assert!(there, "Neovim is not installed: `cargo xtask setup` installs it");
    let project = project();
    let support = root().join("editor-support/neovim");
    let run = Command::new("nvim")
        .args(["--headless", "--clean", "-n"])
        .args(["--cmd", &format!("let g:filrouge_program = '{}'", env!("CARGO_BIN_EXE_filrouge"))])
        .args(["--cmd", &format!("set runtimepath^={}", support.display())])
        .args(["-c", &format!("luafile {}", script().display())])
        .env("ROOT", project.path().canonicalize().unwrap())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}\n{}", String::from_utf8_lossy(&run.stderr));
    let mut touched: Vec<String> = serde_json::from_str(&said).unwrap();
    touched.sort();
    let all: Vec<_> = FEATURES.iter().filter(|own| own.contains('/')).collect();
    assert_eq!(touched.iter().collect::<Vec<_>>(), all);
}

fn script() -> std::path::PathBuf {
    Path::new(&root()).join("tests/e2e/clients/neovim_session.lua")
}
