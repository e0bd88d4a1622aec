//! What a command says, and how it ends.

use crate::stage::Stage;
use std::fmt::Write as _;
use std::process::Command;

/// The correct project, with an endpoint where nobody listens.
pub fn stage() -> Stage {
    Stage::new(include_str!("project.kdl"), &[("ENDPOINT_URL", "http://127.0.0.1:9/")])
}

/// What `filrouge` with `arguments` says: both outputs and the exit code.
pub fn said(stage: &Stage, arguments: &[&str]) -> String {
    let mut command = stage.command(env!("CARGO_BIN_EXE_filrouge"));
    told(stage, command.args(arguments))
}

/// What `command` says, with the stage's folder as `DIR`.
pub fn told(stage: &Stage, command: &mut Command) -> String {
    let output = command.output().unwrap();
    let mut told = String::from_utf8(output.stdout).unwrap();
    told.push_str(&String::from_utf8(output.stderr).unwrap());
    write!(told, "exit {:?}", output.status.code()).unwrap();
    let folder = stage.path("").canonicalize().unwrap();
    told.replace(&folder.display().to_string(), "DIR")
}

/// What `filrouge check` says of the project.
pub fn checked(stage: &Stage) -> String {
    said(stage, &["check", "project"])
}
