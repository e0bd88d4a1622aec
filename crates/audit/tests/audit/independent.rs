//! A verifier that has nothing of ours: Python's standard library and the published standards.

use crate::log::{Log, signer};
use std::path::Path;
use std::process::{Command, Output};

fn verified(folder: &Path, more: &[&str]) -> Output {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/privacy/verify-log.py");
    let run = Command::new("python3")
        .arg(script)
        .arg(folder)
        .arg(signer().verifier().to_string())
        .args(more)
        .output();
    run.expect("python3 is installed")
}

#[test]
fn an_independent_verifier_takes_our_log() {
    let folder = tempfile::tempdir().unwrap();
    Log::of(600).export(folder.path(), &signer());
    let run = verified(folder.path(), &[]);
    assert_eq!(String::from_utf8_lossy(&run.stdout), "600 records: the log is whole\n", "{run:?}");
    assert!(run.status.success());
}

#[test]
fn an_independent_verifier_finds_what_was_changed() {
    for (file, byte, said) in [
        ("tile/entries/001", 5_000, "the entry is not the one of its leaf"),
        ("tile/0/000", 64, "the entry is not the one of its leaf"),
        ("tile/1/000.p/2", 3, "tile/1/000.p/2"),
        ("checkpoint", 20, "the signature is not that of the checkpoint"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        Log::of(600).export(folder.path(), &signer());
        let path = folder.path().join(file);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[byte] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let run = verified(folder.path(), &[]);
        assert!(!run.status.success());
        assert!(String::from_utf8_lossy(&run.stderr).contains(said), "{file}: {run:?}");
    }
}

#[test]
fn an_independent_verifier_compares_an_older_checkpoint() {
    let folder = tempfile::tempdir().unwrap();
    Log::of(600).export(folder.path(), &signer());
    let note = |log: Log| {
        let path = folder.path().join("older");
        std::fs::write(&path, log.checkpoint().sign(&signer()).unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    assert!(verified(folder.path(), &[&note(Log::of(300))]).status.success());
    let run = verified(folder.path(), &[&note(Log::over((1..301).map(crate::log::written)))]);
    assert!(String::from_utf8_lossy(&run.stderr).contains("is not the one that was signed"), "{run:?}");
}
