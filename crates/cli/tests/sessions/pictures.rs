//! Pictures of a project.

use super::Shell;
use insta::assert_snapshot;

#[test]
fn a_journey_the_estate_and_the_data_are_drawn() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge graph shop --journey welcome --format mermaid"), @r#"
    ---
    title: "Journey welcome"
    ---
    flowchart TD
      n0(["Account Created"])
      n1["hello<br/>email · welcome<br/>for news"]
      n2(["completed"])
      n0 --> n1
      n1 --> n2
      note0["<b>Comes in again</b><br/>never"]
    "#);
    assert_snapshot!(shell.run("filrouge graph shop --format mermaid --lang fr"), @r#"
    ---
    title: "Qui déclenche quoi"
    ---
    flowchart LR
      n0[["welcome"]]
      n1>"Account Created"]
      n2["email"]
      n3[("mail<br/>smtp")]
      n0 --> n2
      n1 --> n0
      n2 --> n3
    "#);
    assert_snapshot!(shell.run("filrouge graph shop --data --format dot | grep -e '->'"), @r#"
    n2 -> n0;
    n0 -> n1 [label="email"];
    "#);
}

#[test]
fn a_picture_goes_into_a_file() {
    let shell = Shell::with_project();
    let run = "filrouge graph shop --journey welcome -o welcome.svg && grep -o 'data-address=.* data-line=\"[0-9]*\"' welcome.svg";
    assert_snapshot!(shell.run(run), @r#"
    data-address="journey/welcome/enter" data-file="filrouge.kdl" data-line="25"
    data-address="journey/welcome/step/hello" data-file="filrouge.kdl" data-line="26"
    "#);
}

#[test]
fn a_journey_that_is_not_there_is_told_with_those_that_are() {
    assert_snapshot!(Shell::with_project().run("filrouge graph shop --journey welcom"), @r"
    error: no journey is called `welcom`: declared: `welcome`
    exit 2
    ");
}

#[test]
fn a_project_with_a_mistake_is_not_drawn() {
    assert_snapshot!(Shell::with_mistake().run("filrouge graph shop | head -1; filrouge graph shop >/dev/null"), @r"
    error unresolved-name
    exit 1
    ");
}
