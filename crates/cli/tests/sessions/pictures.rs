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

#[test]
fn a_site_is_written_in_each_language() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge docs shop -o site && ls site && grep -o '<title>.*' site/journeys/welcome.html"), @r"
    16 files in site
    data.html
    index.html
    journeys
    owners.html
    purposes.html
    recipients.html
    record.html
    search-index.js
    search.js
    segments.html
    source
    sources.html
    style.css
    tests.html
    <title>welcome – shop</title>
    <title>comes in: Account Created; leads to hello</title>
    <title>sends a message: hello; email · welcome; for news; leads to completed</title>
    <title>is over: completed</title>
    <title>never</title>
    ");
    let run = "filrouge docs shop -o both --lang both && ls both && grep -o '<title>.*' both/fr/data.html";
    assert_snapshot!(shell.run(run), @r"
    33 files in both
    en
    fr
    index.html
    <title>Données – shop</title>
    ");
}

#[test]
fn a_project_with_a_mistake_has_no_site() {
    assert_snapshot!(Shell::with_mistake().run("filrouge docs shop -o site >/dev/null; ls site"), @r"
    ls: cannot access 'site': No such file or directory
    exit 2
    ");
}

#[test]
fn without_a_language_that_of_the_messages_is_taken() {
    let shell = Shell::with_project();
    let told = shell.run("filrouge --locale fr graph shop --format mermaid | head -2; filrouge --locale fr graph shop --format mermaid --lang en | head -2");
    assert_snapshot!(told, @r#"
    ---
    title: "Qui déclenche quoi"
    ---
    title: "Who triggers whom"
    "#);
}

/// What Graphviz does not read is no DOT. `cargo xtask setup` installs it where it may.
#[test]
fn graphviz_reads_what_is_drawn() {
    if std::process::Command::new("dot").arg("-V").output().is_err() {
        eprintln!("graphviz is not installed: the pictures were not given to it");
        return;
    }
    let shell = Shell::with_project();
    for what in ["--journey welcome", "--data", "--lang fr"] {
        let told =
            shell.run(&format!("filrouge graph shop {what} --format dot | dot -Tsvg | grep -c '<svg'"));
        assert_eq!(told, "1\n", "{what}");
    }
}
