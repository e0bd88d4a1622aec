//! `filrouge lock`: a project and the law that it was looked at with.

use super::Shell;
use insta::assert_snapshot;

/// A shell in a project that chooses a pack of law.
fn lawful() -> Shell {
    let shell = Shell::with_project();
    shell.run("sed -i 's/    locale fr/    locale fr\\n    rules fr-cnil/' shop/filrouge.kdl");
    shell
}

/// A lock to the version of `fr-cnil` before the last one.
const OLD: &str = concat!(
    "echo 'pack fr-cnil version=\"2026-04-14\" ",
    "sha256=\"1cc4888a7651a72d25b05caa0d77b8cb1b219190c2b3e4b1271d754b50a9f180\"' > shop/filrouge.lock"
);

#[test]
fn a_project_is_locked_before_its_deploy() {
    let shell = lawful();
    let told = shell.run(
        "filrouge check --locked shop; echo $?
         filrouge lock shop && filrouge check --locked shop && cat shop/filrouge.lock",
    );
    assert_snapshot!(told, @r#"
    ok: 2 files, 1 journey
    filrouge.lock is not that of the newest packs of law; `filrouge lock` writes it, and tells what is otherwise
    1
    locked     fr-cnil 2026-12-01
    ok: 2 files, 1 journey
    // Written by `filrouge lock`: keep it under version control.
    pack fr-cnil version="2026-12-01" sha256="bcb1b6cd72c59f155ca307b167327c8659263d661fe5aff6eae7daf0c8867d75"
    "#);
}

#[test]
fn a_pack_that_moved_is_told_and_stops_the_next_deploy_alone() {
    let shell = lawful();
    let told = shell.run(&format!(
        "{OLD}; filrouge check --format plain shop | cut -c 1-100
         filrouge check --locked --format json-lines shop > /dev/null; echo $?
         filrouge lock shop | cut -c 1-70; filrouge check --locked shop"
    ));
    assert_snapshot!(told, @r#"
    warning: `fr-cnil` of 2026-12-01 is newer than the one of 2026-04-14 that the project is locked to
    filrouge.lock, line 1, column 1: still judged by this one
    filrouge.kdl, line 6, column 11, at `fr-cnil`: chosen here
    help: run `filrouge lock` before the next deploy; what is otherwise: `+C12`, `+C13`, `+at-most call
    rule: newer-pack
    filrouge.lock is not that of the newest packs of law; `filrouge lock` writes it, and tells what is otherwise
    1
    moved      fr-cnil 2026-04-14 → 2026-12-01: +C12, +C13, +at-most cal
    ok: 2 files, 1 journey
    "#);
}

#[test]
fn a_project_that_chooses_no_pack_needs_no_lock() {
    let told = Shell::with_project().run("filrouge check --locked shop && filrouge lock shop && ls shop");
    assert_snapshot!(told, @r"
    ok: 2 files, 1 journey
    the project chooses no pack of law: there is nothing to lock
    filrouge.kdl
    notice.md
    tests.kdl
    ");
}
