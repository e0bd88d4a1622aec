//! Flows of other products.

use super::Shell;
use insta::assert_snapshot;
use std::fs;

const EXPORT: &str = include_str!("../../../adopt/tests/exports/klaviyo.json");

#[test]
fn a_flow_is_adopted_with_a_list_of_what_is_left() {
    let shell = Shell::new();
    fs::write(shell.0.path().join("flow.json"), EXPORT).unwrap();
    let script =
        "filrouge adopt klaviyo flow.json -o cart && filrouge check cart && cd cart && filrouge fmt --check";
    assert_snapshot!(shell.run(script), @r#"
    adopted    cart: journey `abandoned-cart-email-sms`, paused; 7 steps were carried over
    left       trigger: the name of the metric `UMTLbD`
    left       flow: its profile filter, asked at each step: {"condition_groups":[{"conditions":[{"measurement":"count","metric_id":"WzXJNE","type":"profile-metric"}]}]}
    left       Email reminder: the words of the template `Tp1Xyz`
    left       time-delay 105: `delay_until_time` of the delay: "09:00:00"
    left       conditional-split 106: its condition: {"condition_groups":[{"conditions":[{"measurement":"count","metric_id":"WzXJNE","type":"profile-metric"}]}]}
    left       Last call: the subject has placeholders: `{{ first_name|default:'Hey' }}, last call`
    left       Last call: the words of the template `Tp2Xyz`
    left       update-profile 108: an action of the type `update-profile`: {"data":{"profile_operations":[]},"id":"108","links":{"next":null},"type":"update-profile"}
    written    7 files
    next       8 things to look at in cart/LEFT.md, then `filrouge check cart`
    note unread-field

      ☞ nothing reads `profile.first_name`
        ╭─[filrouge.kdl:12:5]
     11 │     phone phone? category="user.contact.phone_number"
     12 │     first_name string? category="user.name.first"
        ·     ─────┬────
        ·          ╰── collected about people, and read by no condition, no template and no step
     13 │     timezone timezone?
        ╰────
      help: do not collect it, or use it: what nobody needs is not kept about people
      filrouge explain unread-field

    1 note
    ok: 5 files, 1 journey
    0 files would change
    "#);
    assert!(shell.run("filrouge adopt klaviyo flow.json -o cart").contains("the folder is not empty"));
}

#[test]
fn what_became_of_it_is_told_in_french() {
    let shell = Shell::new();
    fs::write(shell.0.path().join("flow.json"), EXPORT).unwrap();
    let told = shell.run("filrouge --locale fr adopt klaviyo flow.json -o cart; filrouge --locale fr adopt braze flow.json -o no");
    assert!(told.contains("en pause ; 7 étapes reprises"), "{told}");
    assert!(
        told.contains("ensuite    8 points à regarder dans cart/LEFT.md, puis `filrouge check cart`"),
        "{told}"
    );
    assert!(told.contains("ce n’est pas une réponse de `/canvas/details`"), "{told}");
}

#[test]
fn another_export_is_refused_and_nothing_is_written() {
    let shell = Shell::new();
    fs::write(shell.0.path().join("flow.json"), EXPORT).unwrap();
    let told =
        shell.run("filrouge adopt hubspot flow.json -o cart; echo '{' | filrouge adopt braze - -o cart; ls");
    assert_snapshot!(told, @r#"
    error: flow.json: this is not a workflow of `/automation/v4/flows/ID`
    error: -: this is not JSON: EOF while parsing an object at line 2 column 0
    flow.json
    "#);
}
