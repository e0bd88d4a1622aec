//! The first minutes: new projects, and parts of them.

use super::Shell;
use insta::assert_snapshot;
use std::fs;

const TEMPLATES: [&str; 3] = ["minimal", "shop", "saas"];

/// `check` without a word by the law that the project chooses, `fmt --check` and `test`.
fn assert_sound(shell: &Shell, folder: &str, when: &str) {
    let told = shell.run(&format!("cd {folder} && grep -q '^    rules eu-gdpr' filrouge.kdl && filrouge check --locked && filrouge fmt --check && filrouge test"));
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines.first().is_some_and(|line| line.starts_with("ok:")), "{when}:\n{told}");
    assert_eq!(lines.get(1), Some(&"0 files would change"), "{when}:\n{told}");
    assert!(told.contains(" passed, 0 failed") && !told.contains("exit "), "{when}:\n{told}");
}

#[test]
fn every_template_is_sound_at_once() {
    for template in TEMPLATES {
        let shell = Shell::new();
        shell.run(&format!("filrouge new acme --template {template}"));
        assert_sound(&shell, "acme", template);
    }
}

#[test]
fn every_part_is_sound_in_every_template_alone_and_with_the_others() {
    let parts = [
        "journey price-drop",
        "journey 'Second thoughts' --on 'Came Back'",
        "segment regulars",
        "event 'Order Shipped' order_id=string tracking_url=url? 'size=enum small large'",
    ];
    for template in TEMPLATES {
        for part in parts {
            let shell = Shell::new();
            let told = shell
                .run(&format!("filrouge new acme --template {template} && cd acme && filrouge new {part}"));
            assert!(told.contains("\nadded "), "{template}, {part}:\n{told}");
            assert_sound(&shell, "acme", &format!("{template}, {part}"));
        }
        let shell = Shell::new();
        let all: String = parts.iter().map(|part| format!("filrouge new {part}\n")).collect();
        let told = shell.run(&format!(
            "filrouge new acme --template {template} && cd acme\n{all}filrouge new test price-drop"
        ));
        assert_eq!(told.matches("\nadded").count(), parts.len() + 1, "{template}:\n{told}");
        assert_sound(&shell, "acme", template);
    }
}

#[test]
fn every_journey_of_a_template_can_be_shown_by_tests() {
    for template in TEMPLATES {
        let shell = Shell::new();
        shell.run(&format!("filrouge new acme --template {template}"));
        let script = "cd acme && for name in $(cat *.kdl journeys/*.kdl 2> /dev/null | sed -n 's/^journey \\([a-z-]*\\).*/\\1/p'); do \
                      filrouge new test $name || echo LEFT $name; done";
        let told = shell.run(script);
        assert!(told.contains("added") && !told.contains("LEFT"), "{template}:\n{told}");
        assert_sound(&shell, "acme", template);
    }
}

#[test]
fn a_journey_is_drafted_with_what_the_project_has() {
    let shell = Shell::new();
    shell.run("filrouge new acme --template shop");
    let told = shell.run("cd acme && filrouge new journey 'Price drop' && cat journeys/price-drop.kdl");
    assert_snapshot!(told, @r#"
    added        journeys/price-drop.kdl
    enters on    `Price Drop`, which the file declares
    sends over   `email` for `offers`
    next         say what it says in the template, then `filrouge test --journey price-drop`
    event "Price Drop" {
        retain "13mo"
    }

    journey price-drop {
        description "Price drop"
        purpose offers
        owner growth
        enter on="Price Drop" { re-entry after="7d" }

        send message via=email template=price-drop
    }

    template price-drop {
        subject "Price drop"
        text "Price drop. {{ unsubscribe_url }}"
    }

    test "message is sent to somebody who comes in" journey=price-drop {
        given {
            profile user_id=b email="lea@shop.example"
            granted offers
        }
        at "2026-06-01T12:00" {
            event "Price Drop"
            expect send=message to="lea@shop.example"
        }
    }

    test "who agreed to nothing hears nothing" journey=price-drop {
        given {
            profile user_id=b email="lea@shop.example"
        }
        at "2026-06-01T12:00" {
            event "Price Drop"
            expect refused=message reason=no-consent
        }
    }
    "#);
}

#[test]
fn what_check_says_of_a_new_part_is_told() {
    let shell = Shell::new();
    shell.run("filrouge new acme");
    let told = shell
        .run("cd acme && filrouge new journey thanks --on 'Account Created' && filrouge check | head -1");
    assert!(told.contains("read         1 finding of `filrouge check`"), "{told}");
    assert!(told.ends_with("warning rival-journeys\n"), "{told}");
}

#[test]
fn a_segment_comes_with_the_journey_of_its_people() {
    let shell = Shell::new();
    shell.run("filrouge new acme --template shop");
    let told = shell.run("cd acme && filrouge new segment regulars && cat segments/regulars.kdl");
    assert_snapshot!(told, @r#"
    added        segments/regulars.kdl
    people with  `profile.orders_count.orValue(0) >= 10`
    enters on    the segment `regulars`
    sends over   `email` for `offers`
    next         say what it says in the template, then `filrouge test --journey regulars`
    segment regulars when="profile.orders_count.orValue(0) >= 10"

    journey regulars {
        description "Regulars"
        purpose offers
        owner growth
        enter segment=regulars { re-entry after="7d" }

        send message via=email template=regulars
    }

    template regulars {
        subject "Regulars"
        text "Regulars. {{ unsubscribe_url }}"
    }

    test "message is sent to somebody who comes in" journey=regulars {
        given {
            profile user_id=a email="lea@shop.example"
            granted offers
        }
        at "2026-06-01T12:00" {
            identify orders_count=20
            expect send=message to="lea@shop.example"
        }
    }

    test "who agreed to nothing hears nothing" journey=regulars {
        given {
            profile user_id=a email="lea@shop.example"
        }
        at "2026-06-01T12:00" {
            identify orders_count=20
            expect refused=message reason=no-consent
        }
    }
    "#);
}

#[test]
fn nothing_is_overwritten_and_nothing_half_written() {
    let shell = Shell::new();
    shell.run("filrouge new acme --template shop");
    let before = shell.run("cd acme && find . -type f | sort | xargs cat | cksum");
    for (command, why) in [
        ("journey cart", "the journey `cart` is there already"),
        ("journey cart2 --purpose ofers", "no purpose is called `ofers`; did you mean `offers`?"),
        ("journey cart2 --via pigeon", "no channel is called `pigeon`"),
        ("journey '!!'", "`!!` has no letter to make a name of"),
        ("event 'Cart Updated'", "the event `Cart Updated` is there already"),
        ("event 'Badge Scanned' badge=strng", "the project would have errors"),
        ("segment odd --when 'profile.nothing > 1'", "the project would have errors"),
        ("test carts", "no journey is called `carts`; did you mean `cart`?"),
    ] {
        let told = shell.run(&format!("cd acme && filrouge new {command}"));
        assert!(told.contains(why) && told.contains("exit 2"), "{command}:\n{told}");
    }
    shell.run("cd acme && mkdir tests && echo '// mine' > tests/cart.kdl");
    let told = shell.run("cd acme && filrouge new test cart; cat tests/cart.kdl; rm -r tests");
    assert!(told.contains("there is a file already") && told.ends_with("// mine\n"), "{told}");
    assert_eq!(shell.run("cd acme && find . -type f | sort | xargs cat | cksum"), before);
}

#[test]
fn a_part_wants_a_project_without_errors() {
    let shell = Shell::with_mistake();
    let told = shell.run("cd shop && filrouge new journey thanks");
    assert!(
        told.contains("unresolved-name") && told.contains("the project has errors; mend them first"),
        "{told}"
    );
    let told = Shell::new().run("filrouge new journey thanks");
    assert!(told.contains("no `filrouge.kdl`") && told.ends_with("exit 2"), "{told}");
}

#[test]
fn a_folder_that_is_called_like_a_part_surprises_nobody() {
    let shell = Shell::new();
    let told = shell.run("filrouge new journey");
    assert!(told.contains("<NAME>") && told.ends_with("exit 2"), "{told}");
    assert!(!shell.0.path().join("journey").exists());
    shell.run("filrouge new ./journey");
    assert_sound(&shell, "journey", "a folder called `journey`");
    let project = fs::read_to_string(shell.0.path().join("journey/filrouge.kdl")).unwrap();
    assert!(
        project.contains("project journey {") && project.contains("controller \"Journey SAS\""),
        "{project}"
    );
}

#[test]
fn parts_go_where_the_project_looks() {
    let shell = Shell::new();
    shell.run("filrouge new acme --template shop && sed -i 's/^project acme {/&\\n    folders journeys notices/' acme/filrouge.kdl");
    shell.run("cd acme && mv events.kdl delivery.kdl privacy.kdl journeys/");
    let told = shell.run("cd acme && filrouge new segment regulars && filrouge new test cart");
    assert!(told.contains("added        journeys/segments/regulars.kdl"), "{told}");
    assert!(told.contains("added        journeys/tests/cart.kdl"), "{told}");
    assert_sound(&shell, "acme", "a project that names its folders");
}
