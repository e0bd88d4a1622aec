//! Files and folders that the user who runs us may not touch.

use crate::shell::{stage, told};
use crate::stage::Stage;
use insta::assert_snapshot;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

/// `filrouge` without the rights of an administrator; nothing where they cannot be laid down.
fn humble(stage: &Stage, arguments: &[&str]) -> Option<Command> {
    let probe = stage.path("probe");
    fs::write(&probe, "").unwrap();
    forbid(stage, "probe");
    let binary = env!("CARGO_BIN_EXE_filrouge");
    if File::open(&probe).is_err() {
        let mut command = stage.command(binary);
        command.args(arguments);
        return Some(command);
    }
    let dropped = ["--inh-caps=-all", "--bounding-set=-all"];
    let tried = Command::new("setpriv").args(dropped).arg("cat").arg(&probe).output();
    if !tried.is_ok_and(|tried| String::from_utf8_lossy(&tried.stderr).contains("Permission denied")) {
        println!("skipped: this user may read every file, and `setpriv` cannot change that");
        return None;
    }
    let mut command = stage.command("setpriv");
    command.args(dropped).arg(binary).args(arguments);
    Some(command)
}

fn forbid(stage: &Stage, name: &str) {
    fs::set_permissions(stage.path(name), Permissions::from_mode(0o000)).unwrap();
}

#[test]
fn an_unreadable_file_refuses_the_whole_plan() {
    let stage = stage();
    fs::write(stage.path("project/secret.kdl"), "segment nobody when=\"false\"\n").unwrap();
    forbid(&stage, "project/secret.kdl");
    let Some(mut command) = humble(&stage, &["check", "project"]) else { return };
    assert_snapshot!(told(&stage, &mut command), @r#"
    error unreadable-file

      × `secret.kdl` cannot be read: permission denied
       ╭─[secret.kdl:1:1]
       ╰────
      help: give the user who runs filrouge the right to read it, or move it out of the project
      filrouge explain unreadable-file

    1 error
    exit Some(1)
    "#);
}

#[test]
fn an_unreadable_first_file_is_one_finding() {
    let stage = stage();
    forbid(&stage, "project/filrouge.kdl");
    let Some(mut command) = humble(&stage, &["check", "project"]) else { return };
    assert_snapshot!(told(&stage, &mut command), @r#"
    error unreadable-file

      × `filrouge.kdl` cannot be read: permission denied
       ╭─[filrouge.kdl:1:1]
       ╰────
      help: give the user who runs filrouge the right to read it, or move it out of the project
      filrouge explain unreadable-file

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_data_folder_that_cannot_be_written_is_told() {
    let stage = stage();
    fs::create_dir(stage.data()).unwrap();
    fs::set_permissions(stage.data(), Permissions::from_mode(0o555)).unwrap();
    let run = ["run", "project", "--data", "data", "--listen", "127.0.0.1:0"];
    let Some(mut command) = humble(&stage, &run) else { return };
    assert_snapshot!(told(&stage, &mut command), @r#"
    error: cannot use the data folder `DIR/data`: Permission denied (os error 13)
    exit Some(2)
    "#);
}
