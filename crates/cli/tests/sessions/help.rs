//! What helps on the way: `--help`, completions, the manual.

use super::Shell;
use insta::assert_snapshot;
use std::fs;

#[test]
#[expect(clippy::too_many_lines, reason = "the help is one text")]
fn the_help_names_every_command() {
    assert_snapshot!(Shell::new().run("filrouge --help"), @r#"
    Customer journeys as code: check, test, run and explain a project

    Usage: filrouge [OPTIONS] <COMMAND>

    Commands:
      new           Start a project in a new folder, or add a part to one: a journey, a segment, …
      init          Set up what works beside the project: continuous integration
      adopt         Write a flow of another product as a project, and tell what was not carried over
      check         Find every mistake of a project
      plan          Tell what a change of the project means before it goes live
      apply         Make a saved plan the one that a daemon runs
      explain       Print the page of a rule
      fix           Apply the safe fixes of what is found
      fmt           Lay out every KDL file of a project
      lock          Lock a project to the newest version of each pack of law that it chooses
      lsp           Serve an editor over standard input and output: the Language Server Protocol
      test          Run the tests of a project on a virtual clock
      backtest      Live recorded events under the old and the new source, and tell what differs
      build         Write the plan and the manifest of a project
      manifest      Print the audit manifest of a project
      graph         Draw a journey, who triggers whom, or where data goes
      docs          Write the documentation of a project as a static site
      schema        Export the schemas of events and profile, or compare those of two projects
      run           Run a project: take events in, walk people through journeys, send
      dev           Run a project with a local mailbox instead of real connectors
      status        Show what a running daemon does
      import        Hand people, consents and past events of a file to a running daemon
      backup        Copy the data of a daemon, which may be running, into a new folder
      restore       Make the data of a daemon from a backup
      audit         Verify, prove, export and read the audit log of a daemon
      store         Check, count or repair the data of a daemon
      reload        Make a running daemon compile its project again, and wait for the answer
      pause         Hold the messages of a part of the project until it is resumed
      resume        Let the messages of a paused part go on
      shadow        Show or end the plan that runs beside the one of a daemon and sends nothing
      why           Explain the decisions about a person by the source that made them
      tap           Follow decisions as they are taken, until the daemon stops
      top           Show how busy a running daemon is, again and again, until you end it
      logs          Show what a running daemon logs, or change it
      person        Show all that is known of somebody: profile, consents, segments, journeys
      subject       Do what people may ask about their data: export, rectify, erase, restrict, object;
                    or hold it
      export        Write people, their consents and what they did as lines that `import` takes
      unmerge       Separate two people who became one by mistake
      token         List, make or revoke tokens of the admin API
      approvals     List what people of the team are asked to approve, approve or refuse
      dead-letters  List, show, send again or drop messages that did not arrive
      quarantine    List, replay or drop messages that could not be taken in
      completions   Print a script that completes commands and options in a shell
      man           Write a page of the manual for each command
      help          Print this message or the help of the given subcommand(s)

    Options:
          --color <WHEN>
              When to colour what is printed

              Possible values:
              - auto:   In a terminal, unless `NO_COLOR` is set
              - always: Always
              - never:  Never

              [default: auto]

          --locale <LOCALE>
              Language of findings and answers for people; forms for machines stay in English

              Possible values:
              - en: English
              - fr: French

              [env: FILROUGE_LOCALE]
              [default: en]

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Examples:
      filrouge new shop --template shop
          a first project, with journeys, templates and tests
      filrouge check shop
          every mistake of it
      filrouge test shop
          its tests, on a virtual clock
      filrouge dev shop
          runs it, with a mailbox in the browser

    Exit codes: 0 all is well; 1 findings, or failed tests; 2 wrong usage, or a file or a server that
    could not be reached. `docs/exit-codes.md` has those of each command.
    "#);
}

#[test]
fn every_help_has_examples_and_the_first_one_names_the_exit_codes() {
    let shell = Shell::new();
    assert_snapshot!(shell.run("filrouge new --help"), @r#"
    Start a project in a new folder, or add a part to one: a journey, a segment, …

    Usage: filrouge new [OPTIONS] <DIR>
           filrouge new <PART>

    Parts:
      journey  Add a journey with one message, its template and its tests
      segment  Add a segment, and a journey for the people who come into it
      event    Add an event
      test     Add tests that show what a journey does

    Arguments:
      <DIR>
              Folder to create; one that is called like a part is written `./journey`

    Options:
          --color <WHEN>
              When to colour what is printed

              Possible values:
              - auto:   In a terminal, unless `NO_COLOR` is set
              - always: Always
              - never:  Never

              [default: auto]

          --template <TEMPLATE>
              What the project starts from

              Possible values:
              - minimal: One event, one email, with consent
              - shop:    A shop: welcome, cart, win-back
              - saas:    A service with a trial: onboarding, activation, end of the trial, failed
                payments

              [default: minimal]

          --locale <LOCALE>
              Language of findings and answers for people; forms for machines stay in English

              Possible values:
              - en: English
              - fr: French

              [env: FILROUGE_LOCALE]
              [default: en]

      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Examples:
      filrouge new shop
          a folder `shop` with one event, one email, and consent
      filrouge new acme --template saas
          one with onboarding, activation, the end of a trial and failed payments
      filrouge new journey price-drop
          adds a journey to the project that you are in
      filrouge new ./journey
          a folder that is called `journey`
    "#);
    let told = shell.run("filrouge --help");
    assert!(
        told.contains("Examples:\n  filrouge new shop") && told.contains("Exit codes: 0 all is well;"),
        "{told}"
    );
    let told = shell.run("filrouge run --help");
    assert!(told.contains("Examples:") && told.contains("FILROUGE_LOG=debug"), "{told}");
}

#[test]
fn bash_completes_commands_options_and_values() {
    let shell = Shell::new();
    shell.run("filrouge completions bash > completions");
    let complete = |words: &str| {
        let script = format!(
            "cat > ask.bash <<'END'\nsource ./completions\nCOMP_WORDS=({words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))\n\
             current=${{COMP_WORDS[COMP_CWORD]}}\n_filrouge filrouge \"$current\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"\n\
             printf '%s\\n' \"${{COMPREPLY[@]}}\"\nEND\nbash ask.bash"
        );
        shell.run(&script)
    };
    assert_eq!(complete("filrouge che"), "check\n");
    assert_eq!(complete("filrouge check --form"), "--format\n");
    assert_eq!(complete("filrouge new --template s"), "shop\nsaas\n");
    assert!(complete("filrouge dead-letters ''").contains("resend"));
}

/// A shell that is not installed here is passed by, and said so.
#[test]
fn zsh_and_fish_read_their_completions() {
    let shell = Shell::new();
    for (name, script) in [
        (
            "zsh",
            "zsh -n completions && zsh -fc 'autoload -U compinit; compinit -D; source ./completions; which _filrouge > /dev/null && echo read'",
        ),
        (
            "fish",
            "fish -n completions && fish -c 'source ./completions; complete -C \"filrouge che\"' | cut -f 1",
        ),
    ] {
        if !shell.run(&format!("command -v {name}")).contains(name) {
            eprintln!("{name} is not installed: its completions were not tried");
            continue;
        }
        let told = shell.run(&format!("filrouge completions {name} > completions && {script}"));
        assert!(matches!(told.as_str(), "read\n" | "check\n"), "{name}: {told}");
    }
}

#[test]
fn the_manual_has_a_page_for_each_command_that_is_laid_out_without_a_warning() {
    let shell = Shell::new();
    let told = shell.run("filrouge man -o man && ls man | wc -l && ls man");
    for page in ["filrouge.1", "filrouge-check.1", "filrouge-new-journey.1", "filrouge-dead-letters-resend.1"]
    {
        assert!(told.contains(page), "{page}: {told}");
    }
    let page = fs::read_to_string(shell.0.path().join("man/filrouge-check.1")).unwrap();
    assert!(page.contains("Examples:") && page.contains(".TH filrouge-check 1"), "{page}");
    if !shell.run("command -v groff").contains("groff") {
        eprintln!("groff is not installed: the pages were not laid out");
        return;
    }
    assert_eq!(shell.run("for page in man/*.1; do groff -K utf8 -man -ww -Tutf8 -z $page; done"), "");
    assert!(shell.run("MANPAGER=cat MANWIDTH=80 man ./man/filrouge-new.1").contains("EXTRA"));
}
