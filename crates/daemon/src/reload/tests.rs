//! What a folder holds.

use super::fingerprint::fingerprint;
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_fingerprint_follows_names_and_contents_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("a.kdl");
    fs::write(&file, "one").unwrap();
    let first = fingerprint(root.path(), None, &|_| false);
    fs::write(&file, "one").unwrap();
    fs::write(root.path().join(".swp"), "hidden").unwrap();
    assert_eq!(fingerprint(root.path(), None, &|_| false), first);
    fs::write(&file, "two").unwrap();
    assert_ne!(fingerprint(root.path(), None, &|_| false), first);
    fs::write(&file, "one").unwrap();
    fs::rename(&file, root.path().join("b.kdl")).unwrap();
    assert_ne!(fingerprint(root.path(), None, &|_| false), first);
}

#[test]
fn the_data_of_the_daemon_are_no_part_of_the_project() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    fs::create_dir(&data).unwrap();
    let data = fs::canonicalize(data).unwrap();
    let first = fingerprint(root.path(), Some(&data), &|_| false);
    fs::write(data.join("store.db"), "grows").unwrap();
    assert_eq!(fingerprint(root.path(), Some(&data), &|_| false), first);
}

#[test]
fn links_that_lead_in_a_circle_or_nowhere_end() {
    let root = tempfile::tempdir().unwrap();
    symlink(root.path(), root.path().join("again")).unwrap();
    symlink("nowhere", root.path().join("lost")).unwrap();
    let lost = fingerprint(root.path(), None, &|_| false);
    fs::write(root.path().join("nowhere"), "found").unwrap();
    assert_ne!(fingerprint(root.path(), None, &|_| false), lost);
}

#[test]
fn what_is_no_part_of_the_project_is_not_read() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("target")).unwrap();
    let at_first = fingerprint(root.path(), None, &|path| path.ends_with("target"));
    fs::write(root.path().join("target/built.kdl"), "1").unwrap();
    assert_eq!(fingerprint(root.path(), None, &|path| path.ends_with("target")), at_first);
    assert_ne!(fingerprint(root.path(), None, &|_| false), at_first);
}
