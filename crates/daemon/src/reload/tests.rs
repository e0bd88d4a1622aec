//! What a folder holds.

use super::fingerprint::fingerprint;
use std::fs;
use std::os::unix::fs::symlink;

#[test]
fn a_fingerprint_follows_names_and_contents_and_nothing_else() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("a.kdl");
    fs::write(&file, "one").unwrap();
    let first = fingerprint(root.path(), None);
    fs::write(&file, "one").unwrap();
    fs::write(root.path().join(".swp"), "hidden").unwrap();
    assert_eq!(fingerprint(root.path(), None), first);
    fs::write(&file, "two").unwrap();
    assert_ne!(fingerprint(root.path(), None), first);
    fs::write(&file, "one").unwrap();
    fs::rename(&file, root.path().join("b.kdl")).unwrap();
    assert_ne!(fingerprint(root.path(), None), first);
}

#[test]
fn the_data_of_the_daemon_are_no_part_of_the_project() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("data");
    fs::create_dir(&data).unwrap();
    let data = fs::canonicalize(data).unwrap();
    let first = fingerprint(root.path(), Some(&data));
    fs::write(data.join("store.db"), "grows").unwrap();
    assert_eq!(fingerprint(root.path(), Some(&data)), first);
}

#[test]
fn links_that_lead_in_a_circle_or_nowhere_end() {
    let root = tempfile::tempdir().unwrap();
    symlink(root.path(), root.path().join("again")).unwrap();
    symlink("nowhere", root.path().join("lost")).unwrap();
    let lost = fingerprint(root.path(), None);
    fs::write(root.path().join("nowhere"), "found").unwrap();
    assert_ne!(fingerprint(root.path(), None), lost);
}
