//! Files that are no texts, or no texts of ours.

use crate::shell::{checked, said, stage};
use crate::stage::Stage;
use insta::assert_snapshot;
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// The most bytes that a file may have.
const LARGEST: usize = 4 * 1024 * 1024;

fn with(name: &str, bytes: impl AsRef<[u8]>) -> Stage {
    let stage = stage();
    fs::write(stage.path("project").join(name), bytes).unwrap();
    stage
}

#[test]
fn a_line_of_a_gigabyte_is_refused_unread() {
    let stage = stage();
    let file = File::create(stage.path("project/huge.kdl")).unwrap();
    file.set_len(1 << 30).unwrap();
    let begun = Instant::now();
    assert_snapshot!(checked(&stage), @r#"
    error file-too-large

      × `huge.kdl` has 1073741824 bytes, more than the 4194304 that a file may have
       ╭─[huge.kdl:1:1]
       ╰────
      help: split it, or move data that nobody writes by hand out of the project
      filrouge explain file-too-large

    1 error
    exit Some(1)
    "#);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_line_just_below_the_limit_is_read() {
    let letters = "x".repeat(LARGEST - 64);
    let stage = with("line.kdl", format!("event \"{letters}\" {{ retain \"1d\"; }}"));
    assert_snapshot!(checked(&stage), @r#"
    ok: 2 files, 1 journey
    exit Some(0)
    "#);
}

#[test]
fn a_mistake_in_a_huge_line_is_shown_without_the_line() {
    let letters = "x".repeat(LARGEST - 64);
    let stage = with("line.kdl", format!("event \"{letters}\" {{ retian \"1d\"; }}"));
    let told = checked(&stage);
    assert!(told.contains("unknown-word") && told.contains("retian"), "{} bytes", told.len());
    assert!(told.len() < 4_000, "{} bytes are printed", told.len());
}

#[test]
fn deep_nesting_is_one_finding() {
    let stage =
        with("deep.kdl", format!("event deep {{ {}{} }}", "list {".repeat(100_000), "}".repeat(100_000)));
    let told = checked(&stage);
    assert!(told.contains("nesting-too-deep") && told.ends_with("exit Some(1)"), "{told}");
    assert!(told.len() < 4_000, "{} bytes are printed", told.len());
}

#[test]
fn a_deep_condition_is_one_finding() {
    let (open, shut) = ("(".repeat(1_000), ")".repeat(1_000));
    let stage = with("deep.kdl", format!("segment deep when=\"{open}true{shut}\""));
    assert_snapshot!(said(&stage, &["check", "project", "--format", "github"]), @r#"
    ::error file=deep.kdl,line=1,col=120,endLine=1,endColumn=121,title=condition-syntax::the condition is nested too deeply%0Ahelp: split it into segments
    exit Some(1)
    "#);
}

#[test]
fn a_letter_of_another_encoding_is_named_with_its_place() {
    assert_snapshot!(checked(&with("latin.kdl", b"event \"caf\xe9\"\n")), @r#"
    error not-utf8

      × `latin.kdl` is not UTF-8: byte 0xE9 at line 1, byte 11
       ╭─[latin.kdl:1:1]
       ╰────
      help: save it as UTF-8; a letter with an accent saved as Latin-1 gives such a byte
      filrouge explain not-utf8

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_text_in_utf_16_is_told() {
    assert_snapshot!(checked(&with("wide.kdl", b"\xff\xfee\0v\0e\0")), @r#"
    error not-utf8

      × `wide.kdl` is not UTF-8: byte 0xFF at line 1, byte 1
       ╭─[wide.kdl:1:1]
       ╰────
      help: save it as UTF-8; a letter with an accent saved as Latin-1 gives such a byte
      filrouge explain not-utf8

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_nul_byte_is_pointed_at() {
    assert_snapshot!(checked(&with("nul.kdl", b"event \"a\0b\" { retain \"1d\"; }\n")), @r#"
    error forbidden-character

      × the control character U+0000 may not stand in a text
       ╭─[nul.kdl:1:9]
     1 │ event "a?b" { retain "1d"; }
       ·         ┬
       ·         ╰── not visible
     2 │ 
       ╰────
      help: inside quotes, write it `\u{0}`
      fix (unsafe): remove it
        - event "a?b" { retain "1d"; }
        + event "ab" { retain "1d"; }
      filrouge explain forbidden-character

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_folder_in_place_of_the_first_file_is_told() {
    let stage = stage();
    fs::remove_file(stage.path("project/filrouge.kdl")).unwrap();
    fs::create_dir(stage.path("project/filrouge.kdl")).unwrap();
    assert_snapshot!(checked(&stage), @r#"
    error: `DIR/project/filrouge.kdl` is a folder; a project begins with a file of this name
    exit Some(2)
    "#);
}

#[test]
fn a_file_in_place_of_the_folder_is_told() {
    assert_snapshot!(said(&stage(), &["check", "project/filrouge.kdl"]), @r#"
    error: `project/filrouge.kdl` is not a folder; give the folder that holds `filrouge.kdl`
    exit Some(2)
    "#);
}

#[test]
fn a_folder_in_place_of_a_template_is_told() {
    let stage = with("more.kdl", "template more {\n    html file=\"texts/more.html\"\n}\n");
    fs::create_dir_all(stage.path("project/texts/more.html")).unwrap();
    assert_snapshot!(checked(&stage), @r#"
    error missing-file

      × there is no file `texts/more.html` in the project
       ╭─[more.kdl:2:15]
     1 │ template more {
     2 │     html file="texts/more.html"
       ·               ────────┬────────
       ·                       ╰── not found
     3 │ }
       ╰────
      help: paths start at the folder that holds `filrouge.kdl`
      filrouge explain missing-file

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_link_to_its_own_folder_is_told() {
    let stage = stage();
    symlink(".", stage.path("project/loop")).unwrap();
    assert_snapshot!(checked(&stage), @r#"
    error link-loop

      × the link `loop` leads back to a folder that it lies in
       ╭─[loop:1:1]
       ╰────
      help: remove the link
      filrouge explain link-loop

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_link_to_itself_is_told() {
    let stage = stage();
    symlink("self.kdl", stage.path("project/self.kdl")).unwrap();
    assert_snapshot!(checked(&stage), @r#"
    error unreadable-file

      × `self.kdl` cannot be read: too many levels of symbolic links
       ╭─[self.kdl:1:1]
       ╰────
      help: give the user who runs filrouge the right to read it, or move it out of the project
      filrouge explain unreadable-file

    1 error
    exit Some(1)
    "#);
}

#[test]
fn a_pipe_that_nobody_writes_to_is_told_and_holds_nobody_up() {
    let stage = stage();
    assert!(Command::new("mkfifo").arg(stage.path("project/pipe.kdl")).status().unwrap().success());
    assert_snapshot!(checked(&stage), @r#"
    error unreadable-file

      × `pipe.kdl` cannot be read: it is not a regular file
       ╭─[pipe.kdl:1:1]
       ╰────
      help: give the user who runs filrouge the right to read it, or move it out of the project
      filrouge explain unreadable-file

    1 error
    exit Some(1)
    "#);
}

/// Whatever moment is met: a whole text is judged, or the file is said to change; half a text never is.
#[test]
fn a_file_that_changes_while_it_is_read_is_never_read_by_halves() {
    let stage = with("event.kdl", "");
    let path = stage.path("project/event.kdl");
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    let writer = thread::spawn(move || {
        let text = "event \"Parcel Shipped\" { parcel_id string; retain \"13mo\"; }\n";
        let padding = "// padding\n".repeat(100_000);
        while !stopped.load(Ordering::SeqCst) {
            fs::write(&path, text).unwrap();
            fs::write(&path, format!("{text}{padding}")).unwrap();
        }
    });
    for _ in 0..20 {
        let told = checked(&stage);
        let whole = told.starts_with("ok:") || told.contains("changing-file");
        assert!(whole, "{told}");
    }
    stop.store(true, Ordering::SeqCst);
    writer.join().unwrap();
}
