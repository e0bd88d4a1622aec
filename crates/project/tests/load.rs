//! Real folders on a real disk: what loads, and what each bad file is told.

#![expect(clippy::unwrap_used, reason = "a test that cannot lay out its folder fails")]

use filrouge_project::{LARGEST_FILE, RootError, find_root, foreign, load};
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("filrouge.kdl"), "project p\n").unwrap();
    dir
}

fn paths(root: &Path) -> Vec<String> {
    load(&root.canonicalize().unwrap()).sources.iter().map(|(_, file)| file.path.clone()).collect()
}

/// Rule and message of everything that loading `root` finds.
fn found(root: &Path) -> Vec<(String, String)> {
    let findings = load(&root.canonicalize().unwrap()).findings;
    findings.iter().map(|finding| (finding.rule.slug.to_owned(), finding.message.clone())).collect()
}

#[test]
fn texts_load_sorted_and_foreign_files_do_not() {
    let dir = project();
    fs::create_dir_all(dir.path().join("journeys/.hidden")).unwrap();
    fs::create_dir_all(dir.path().join("node_modules")).unwrap();
    for name in
        ["journeys/b.kdl", "journeys/a.mjml", "journeys/.hidden/x.kdl", "node_modules/x.kdl", "photo.png"]
    {
        fs::write(dir.path().join(name), "").unwrap();
    }
    assert_eq!(paths(dir.path()), ["filrouge.kdl", "journeys/a.mjml", "journeys/b.kdl"]);
    assert_eq!(found(dir.path()), []);
}

#[test]
fn what_is_passed_by_is_foreign() {
    let dir = project();
    fs::write(dir.path().join("filrouge.kdl"), "project p {\n    folders \"journeys\"\n}\n").unwrap();
    let foreign = foreign(dir.path());
    let passed_by = ["target", "crates", "journeys/node_modules", "README.md"];
    let part = ["filrouge.kdl", "journeys", "journeys/crates", "journeys/a.kdl"];
    assert_eq!(passed_by.map(|name| foreign(&dir.path().join(name))), [true; 4]);
    assert_eq!(part.map(|name| foreign(&dir.path().join(name))), [false; 4]);
}

#[test]
fn a_folder_named_like_a_text_is_walked() {
    let dir = project();
    fs::create_dir(dir.path().join("odd.kdl")).unwrap();
    fs::write(dir.path().join("odd.kdl/in.kdl"), "").unwrap();
    assert_eq!(paths(dir.path()), ["filrouge.kdl", "odd.kdl/in.kdl"]);
}

#[test]
fn each_bad_file_is_told_alone_and_the_others_load() {
    let dir = project();
    fs::write(dir.path().join("latin.kdl"), b"a\nb \"caf\xE9\"\n").unwrap();
    fs::File::create(dir.path().join("huge.kdl")).unwrap().set_len(LARGEST_FILE + 1).unwrap();
    symlink("/etc/hostname", dir.path().join("out.txt")).unwrap();
    symlink(".", dir.path().join("self")).unwrap();
    symlink("nowhere.kdl", dir.path().join("dangling.kdl")).unwrap();
    assert_eq!(
        found(dir.path()),
        [
            ("unreadable-file", "`dangling.kdl` cannot be read: no such file or directory"),
            ("file-too-large", "`huge.kdl` has 4194305 bytes, more than the 4194304 that a file may have"),
            ("not-utf8", "`latin.kdl` is not UTF-8: byte 0xE9 at line 2, byte 7"),
            ("outside-project", "the link `out.txt` leads out of the project"),
            ("link-loop", "the link `self` leads back to a folder that it lies in"),
        ]
        .map(|(rule, message)| (rule.to_owned(), message.to_owned()))
    );
}

#[test]
fn a_file_without_the_right_to_read_is_told() {
    let dir = project();
    let secret = dir.path().join("secret.kdl");
    fs::write(&secret, "").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::File::open(&secret).is_ok() {
        println!("skipped: this user may read every file");
        return;
    }
    assert_eq!(found(dir.path()).first().map(|(rule, _)| rule.as_str()), Some("unreadable-file"));
}

#[test]
fn a_config_map_of_kubernetes_loads_each_file_once() {
    let dir = tempfile::tempdir().unwrap();
    let version = dir.path().join("..2026_01");
    fs::create_dir(&version).unwrap();
    fs::write(version.join("filrouge.kdl"), "project p\n").unwrap();
    symlink("..2026_01", dir.path().join("..data")).unwrap();
    symlink("..data/filrouge.kdl", dir.path().join("filrouge.kdl")).unwrap();
    assert_eq!(paths(dir.path()), ["filrouge.kdl"]);
    assert_eq!(found(dir.path()), []);
}

#[test]
fn the_root_is_the_nearest_folder_upwards_with_the_marker() {
    let dir = project();
    let inner = dir.path().join("journeys");
    fs::create_dir(&inner).unwrap();
    assert_eq!(find_root(&inner).unwrap(), dir.path().canonicalize().unwrap());
    let elsewhere = tempfile::tempdir().unwrap();
    assert!(matches!(find_root(elsewhere.path()), Err(RootError::NoProject(_))));
    assert!(matches!(find_root(&dir.path().join("filrouge.kdl")), Err(RootError::NotAFolder(_))));
    assert!(matches!(find_root(&dir.path().join("none")), Err(RootError::Missing(_))));
}

#[test]
fn a_folder_in_place_of_the_marker_is_told() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("filrouge.kdl")).unwrap();
    let error = find_root(dir.path()).unwrap_err();
    assert!(matches!(error, RootError::FolderAsMarker(_)), "{error}");
}

#[test]
fn named_folders_leave_the_rest_of_a_repository_out() {
    let dir = project();
    fs::write(dir.path().join("filrouge.kdl"), "project p {\n    folders journeys\n}\n").unwrap();
    for name in ["journeys/a.kdl", "docs/b.kdl"] {
        fs::create_dir_all(dir.path().join(name).parent().unwrap()).unwrap();
        fs::write(dir.path().join(name), "").unwrap();
    }
    assert_eq!(paths(dir.path()), ["filrouge.kdl", "journeys/a.kdl"]);
}

#[test]
fn a_project_inside_a_project_stays_by_itself() {
    let dir = project();
    fs::create_dir(dir.path().join("inner")).unwrap();
    fs::write(dir.path().join("inner/filrouge.kdl"), "project q\n").unwrap();
    assert_eq!(paths(dir.path()), ["filrouge.kdl"]);
}

#[test]
fn a_file_whose_name_is_not_utf8_is_read_too() {
    let dir = project();
    let name = std::ffi::OsStr::from_bytes(b"caf\xE9.kdl");
    fs::write(dir.path().join(name), "").unwrap();
    assert_eq!(paths(dir.path()), ["caf\u{FFFD}.kdl", "filrouge.kdl"]);
}
