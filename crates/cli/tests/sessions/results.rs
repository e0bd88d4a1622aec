//! Results of tests in each form, and fixes.

use super::Shell;
use insta::assert_snapshot;
use std::fs;

#[test]
fn coverage_names_every_part_that_no_test_met() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge test shop --only 'did not agree' --coverage --min-coverage 80"), @r#"
    pass welcome: who did not agree hears nothing
    1 passed, 0 failed, 1 left out

    coverage: 75%, 3 of 4 parts
      welcome   75%  3 of 4
        filrouge.kdl:26  `hello` is never sent
    error: coverage: 75% is less than 80%
    exit 1
    "#);
    assert_snapshot!(shell.run("filrouge test shop --only 'did not agree' --lcov cov.info >/dev/null; cat cov.info"), @r#"
    TN:filrouge
    SF:filrouge.kdl
    BRDA:26,0,0,0
    BRDA:26,0,1,1
    BRF:2
    BRH:1
    DA:25,1
    DA:26,2
    LF:2
    LH:2
    end_of_record
    "#);
}

#[test]
fn tests_are_chosen_by_journey_and_a_choice_of_none_is_wrong_usage() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge test shop --journey welcome --only agreed --jobs 2"), @r#"
    pass welcome: who agreed to news is welcomed, once
    1 passed, 0 failed, 1 left out
    "#);
    assert_snapshot!(shell.run("filrouge test shop --journey welcom"), @r#"
    error: no test fits: the project has 2 tests
    exit 2
    "#);
}

#[test]
fn a_refused_project_is_told_to_machines_in_their_own_form() {
    let shell = Shell::with_mistake();
    assert_snapshot!(shell.run("filrouge test shop --format json 2>/dev/null"), @r#"
    {"version":1,"refused":1,"left_out":0,"tests":[]}
    exit 1
    "#);
    assert_snapshot!(shell.run("filrouge test shop --format junit 2>/dev/null"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="filrouge" tests="1" failures="0" errors="1" time="0.000">
      <testsuite name="check" tests="1" failures="0" errors="1" skipped="0" time="0.000">
        <testcase name="the project compiles" classname="check" time="0.000">
          <error message="the project has 1 error; `filrouge check` shows them" type="refused"/>
        </testcase>
      </testsuite>
    </testsuites>
    exit 1
    "#);
}

#[test]
fn fixes_show_what_they_change_and_keep_the_rest() {
    let shell = Shell::with_project();
    let event = "# what a \"visit\" is\nevent Seen   { retain 13mo; } // kept\n";
    fs::write(shell.0.path().join("shop/seen.kdl"), event).unwrap();
    assert_snapshot!(shell.run("filrouge fix shop --diff"), @r#"
    --- a/seen.kdl
    +++ b/seen.kdl
    @@ -1,2 +1,2 @@
    -# what a "visit" is
    -event Seen   { retain 13mo; } // kept
    +// what a "visit" is
    +event Seen   { retain "13mo"; } // kept
    fix  seen.kdl:1  write `//` (hash-comment)
    fix  seen.kdl:2  quote it (unquoted-quantity)
    2 fixes would be applied in 1 file
    exit 1
    "#);
    assert_snapshot!(shell.run("filrouge fix shop >/dev/null; cat shop/seen.kdl; filrouge fix shop"), @r#"
    // what a "visit" is
    event Seen   { retain "13mo"; } // kept
    0 fixes applied in 0 files
    "#);
}

#[test]
fn an_unsafe_fix_is_applied_only_when_asked_for() {
    let shell = Shell::with_mistake();
    assert_snapshot!(shell.run("filrouge fix shop"), @r#"
    0 fixes applied in 0 files; 1 error left for you
    exit 1
    "#);
    assert_snapshot!(shell.run("filrouge fix shop --unsafe"), @r#"
    --- a/farewell.kdl
    +++ b/farewell.kdl
    @@ -1,5 +1,5 @@
     journey farewell {
         purpose news
         enter on="Account Created" { re-entry never }
    -    send bye via=email template=welcom
    +    send bye via=email template=welcome
     }
    fix  farewell.kdl:4  use the declared name (unresolved-name)
    1 fix applied in 1 file
    "#);
}

/// Two properties: one that the project keeps, and one that it does not.
const ALWAYS: &str = "\
always never-sends-without-consent
always never-sends-in-quiet-hours from=\"08:00\" to=\"12:00\" {
    journey welcome
}
";

fn with_properties() -> Shell {
    let shell = Shell::with_project();
    fs::write(shell.0.path().join("shop/always.kdl"), ALWAYS).unwrap();
    shell
}

#[test]
fn a_broken_property_fails_the_test_in_which_it_is_broken() {
    let shell = with_properties();
    assert_snapshot!(shell.run("sed -i 's/12:00/20:00/' shop/always.kdl; filrouge test shop"), @r#"
    FAIL welcome: who agreed to news is welcomed, once

      always.kdl:2:1
      │ always never-sends-in-quiet-hours from="08:00" to="20:00"
      expected  no message of `welcome` from 08:00 to 20:00
      actual    `hello` sent a message to `lea@example.com` over `email`, made from `welcome`, subject `Bienvenue`, in `welcome`
                it is 12:00 where the person is, and quiet from 08:00 to 20:00
      1 decision that broke it:
        2026-06-03 12:00:00 +02  hello  message goes out over email, in fr

    pass welcome: who did not agree hears nothing
    1 passed, 1 failed
    exit 1
    "#);
}

#[test]
fn random_lives_find_a_broken_property_and_print_the_test_that_shows_it() {
    let shell = with_properties();
    assert_snapshot!(shell.run("filrouge test shop --only 'did not agree' --properties 200 --seed 7"), @r#"
    pass welcome: who did not agree hears nothing
    1 passed, 0 failed, 1 left out

    FAIL always: never-sends-in-quiet-hours

      always.kdl:2:1
      │ always never-sends-in-quiet-hours from="08:00" to="12:00"
      expected  no message of `welcome` from 08:00 to 12:00
      actual    `hello` sent a message to `sam@shop.example` over `email`, made from `welcome`, subject `Bienvenue`, in `welcome`
                it is 08:32 where the person is, and quiet from 08:00 to 12:00
      1 decision that broke it:
        2026-06-11 08:32:00 +02  hello  message goes out over email, in fr

      this test fails as long as it is so (life 12):

    test "never-sends-in-quiet-hours, life 12 of seed 7" journey=welcome {
        given {
            profile email="sam@shop.example"
            granted news
        }
        at "2026-06-11T08:32" {
            event "Account Created"
        }
    }

    1 of 2 properties broken, in 200 lives of seed 7
    exit 1
    "#);
    assert_snapshot!(shell.run("filrouge test shop --only 'did not agree' --properties 20 --seed 7 --format junit 2>/dev/null | sed 's/ time=\"[0-9.]*\"//'"), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="filrouge" tests="3" failures="1" errors="0">
      <testsuite name="welcome" tests="1" failures="0" errors="0" skipped="0">
        <testcase name="who did not agree hears nothing" classname="welcome" file="tests.kdl" line="12"/>
      </testsuite>
      <testsuite name="always" tests="2" failures="1" errors="0" skipped="0">
        <testcase name="always never-sends-without-consent" classname="always" file="always.kdl" line="1"/>
        <testcase name="always never-sends-in-quiet-hours from=&quot;08:00&quot; to=&quot;12:00&quot;" classname="always" file="always.kdl" line="2">
          <failure message="no message of `welcome` from 08:00 to 12:00" type="broken">always.kdl:2:1
    expected: no message of `welcome` from 08:00 to 12:00
    actual: `hello` sent a message to `sam@shop.example` over `email`, made from `welcome`, subject `Bienvenue`, in `welcome`
    actual: it is 08:32 where the person is, and quiet from 08:00 to 12:00

    test &quot;never-sends-in-quiet-hours, life 12 of seed 7&quot; journey=welcome {
        given {
            profile email=&quot;sam@shop.example&quot;
            granted news
        }
        at &quot;2026-06-11T08:32&quot; {
            event &quot;Account Created&quot;
        }
    }</failure>
        </testcase>
      </testsuite>
    </testsuites>
    "#);
    let found = "filrouge test shop --properties 200 --seed 7 | sed -n '/^test /,/^}/p' > shop/found.kdl";
    assert_snapshot!(shell.run(&format!("{found}; filrouge fmt shop --check && filrouge test shop --only 'life' | tail -1")), @r#"
    0 files would change
    0 passed, 1 failed, 2 left out
    "#);
}

#[test]
fn lives_without_a_property_are_wrong_usage() {
    let shell = Shell::with_project();
    assert_snapshot!(shell.run("filrouge test shop --properties 10 >/dev/null"), @r#"
    error: no property is declared: an `always` says what must hold in every life
    exit 2
    "#);
    fs::write(shell.0.path().join("shop/always.kdl"), "always never-sends-over-caps\n").unwrap();
    assert_snapshot!(shell.run("filrouge test shop --properties 10 --seed 1 | tail -1"), @"0 of 1 property broken, in 10 lives of seed 1");
}

/// A journey that asks the same thing twice, another that asks it as well, and what tests say of the answer.
const KEPT: &str = r#"
connector prices kind=http { url env=PRICES_URL; role processor; agreement "DPA 2026-02"; country FR; }
event "Price Asked" { item string; retain "13mo"; }
journey asks {
    purpose news
    enter on="Price Asked"
    fetch price from=prices path="prices/{entry.item}" {
        answer { cents int; tier string?; }
        cache for="10m"
        timeout after="1m"
    }
    wait a-while for="2m"
    fetch again from=prices path="prices/{entry.item}" {
        answer { cents int; tier string?; }
        cache for="5m"
        timeout after="1m"
    }
}
journey uses {
    purpose news
    enter on="Price Asked"
    wait a-while for="3m"
    fetch again from=prices path="prices/{entry.item}" {
        answer { cents int; tier string?; }
        cache for="5m"
        timeout after="1m"
    }
}
test "the price of one journey is used by another" journey=uses {
    given { profile email="lea@example.com"; granted news via=email; }
    fetch price answers journey=asks cents=1290
    at "2026-06-01T10:00" { event "Price Asked" item=lamp; }
    expect not-kept=again
    after "3m" { expect kept=again { answer cents=1290; }; }
}
test "a price is kept" journey=asks {
    given { profile email="lea@example.com"; granted news via=email; }
    fetch price answers cents=1290
    at "2026-06-01T10:00" { event "Price Asked" item=lamp; }
    expect not-kept=again
    after "2m" {
        expect kept=again { answer cents=1290; }
        expect kept=price { answer cents=1190 tier=gold; }
        refused news via=email
        expect kept=price
    }
}
"#;

#[test]
fn what_is_kept_of_an_answer_is_told_beside_what_was_expected() {
    let shell = Shell::with_project();
    fs::write(shell.0.path().join("shop/kept.kdl"), KEPT).unwrap();
    assert_snapshot!(shell.run("filrouge test shop --only price"), @r#"
    pass uses: the price of one journey is used by another
    FAIL asks: a price is kept

      kept.kdl:43:9
      │ expect kept=price
      expected  an answer to `price` is kept: `cents` is `1190`, `tier` is `gold`
      actual    an answer is kept from 2026-06-01 10:00:00 +02 until 2026-06-01 10:10:00 +02: `cents` is `1290`
                `a-while` went on by `elapsed`
                `again` used what `prices` had answered before
                the journey ended as `completed`
      3 decisions since the last expectation:
        2026-06-01 10:02:00 +02  a-while  goes on by `elapsed`
        2026-06-01 10:02:00 +02  again  uses what `prices` answered at 2026-06-01 10:00:00 +02: `cents`
        2026-06-01 10:02:00 +02  again  left: completed


      kept.kdl:45:9
      │ expect kept=price
      expected  an answer to `price` is kept
      actual    no answer to `price` is kept

    1 passed, 1 failed, 2 left out
    exit 1
    "#);
}
