//! Ten different mistakes in ten places give exactly ten findings, each at the exact words: alone, and all together.

use filrouge_compile::analyse;
use filrouge_report::Severity;
use filrouge_source::Sources;

const FILES: &[(&str, &str)] = &[
    ("filrouge.kdl", PROJECT),
    ("journeys/cart.kdl", CART),
    ("journeys/cart.test.kdl", TEST),
    ("journeys/delivery.kdl", DELIVERY),
    ("schema/events.kdl", EVENTS),
    ("schema/profile.kdl", PROFILE),
    ("templates/reminder.txt", REMINDER),
];

const PROJECT: &str = r#"project lumiere {
    controller "Lumière SAS" dpo="dpo@lumiere.example"
    owner growth email="growth@lumiere.example"
    timezone "Europe/Paris"
    locale fr
    currency EUR
}

purpose marketing use="marketing.communications.email" {
    basis consent
    channels email
    expires "3y"
}
"#;

const CART: &str = r#"journey cart-abandonment {
    description "One reminder, and an offer for large baskets"
    purpose marketing
    owner growth

    enter on="Cart Updated" where="event.value >= 20.0 && event.lines > 0" key="event.cart_id" {
        re-entry after="7d"
    }
    exit bought on="Order Completed" where="event.cart_id == entry.cart_id"

    wait first-pause for="1h"
    send reminder via=email template=cart-reminder
    split age {
        when loyal "has(profile.birthday) && profile.birthday < date('2000-01-01')" {
            send offer via=email template=cart-offer { with discount=10 }
        }
        otherwise
    }
}

template cart-reminder {
    subject "{{ profile.first_name | default('Bonjour') }}, votre panier vous attend"
    text file="templates/reminder.txt"
}

template cart-offer {
    subject "{{ discount }} % de remise"
    text "Pour vous : {{ discount }} % de remise. {{ unsubscribe_url }}"
}
"#;

const TEST: &str = r#"test "reminded after an hour" journey=cart-abandonment {
    given {
        profile user_id=u1 email="lea@example.com" plan=free
        granted marketing via=email
    }
    at "2026-06-03T10:00" { event "Cart Updated" cart_id=c1 value=80.0 lines=2 }
    after "1h" { expect send=reminder }
}
"#;

const DELIVERY: &str = r#"source site kind=http { write-key env=SITE_WRITE_KEY }

connector mail kind=smtp {
    url env=SMTP_URL
    rate 50 per="1s"
}

channel email connector=mail from="bonjour@lumiere.example" {
    cap 3 per="7d"
    quiet-hours from="21:00" to="08:00"
}
"#;

const EVENTS: &str = r#"event "Cart Updated" {
    cart_id string
    value decimal min=0
    lines int
    retain "13mo"
}

event "Order Completed" {
    cart_id string
    total decimal min=0
    retain "13mo"
}
"#;

const PROFILE: &str = r#"profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    first_name string? category="user.name.first"
    birthday date? category="user.demographic.date_of_birth"
    plan enum free pro
    retain "3y" since=last-activity then=erase
}
"#;

const REMINDER: &str = "Votre panier de {{ entry.value }} euros vous attend.\n{{ unsubscribe_url }}\n";

/// A right text, the wrong one in its place, and what must be told of it: the rule and the underlined words.
struct Mistake {
    file: &'static str,
    right: &'static str,
    wrong: &'static str,
    rule: &'static str,
    words: &'static str,
}

const MISTAKES: [Mistake; 10] = [
    Mistake {
        file: "journeys/cart.kdl",
        right: "description \"One",
        wrong: "description: \"One",
        rule: "key-with-colon",
        words: ":",
    },
    Mistake {
        file: "journeys/delivery.kdl",
        right: "rate 50 per",
        wrong: "rate 50 pre",
        rule: "unknown-property",
        words: "pre",
    },
    Mistake {
        file: "schema/events.kdl",
        right: "value decimal",
        wrong: "value deciml",
        rule: "unknown-type",
        words: "deciml",
    },
    Mistake {
        file: "journeys/cart.kdl",
        right: "template=cart-offer",
        wrong: "template=cart-ofer",
        rule: "unresolved-name",
        words: "cart-ofer",
    },
    Mistake {
        file: "journeys/cart.kdl",
        right: "where=\"event.cart_id == entry.cart_id\"",
        wrong: "where=\"event.cart_id == entry.cartid\"",
        rule: "unknown-field",
        words: "cartid",
    },
    Mistake {
        file: "journeys/cart.kdl",
        right: "has(profile.birthday) && ",
        wrong: "",
        rule: "unguarded-optional",
        words: "profile.birthday",
    },
    Mistake {
        file: "templates/reminder.txt",
        right: "{{ entry.value }}",
        wrong: "{{ entry.val }}",
        rule: "template-unknown-variable",
        words: "val",
    },
    Mistake {
        file: "filrouge.kdl",
        right: "    basis consent\n",
        wrong: "",
        rule: "purpose-without-basis",
        words: "purpose marketing use=\"marketing.communications.email\"",
    },
    Mistake {
        file: "schema/profile.kdl",
        right: "birthday date? category=\"user.demographic.date_of_birth\"",
        wrong: "birthday date?",
        rule: "personal-field-without-category",
        words: "birthday",
    },
    Mistake {
        file: "journeys/cart.test.kdl",
        right: "lines=2",
        wrong: "lines=two",
        rule: "ill-typed-value",
        words: "two",
    },
];

fn project(mistakes: &[&Mistake]) -> Sources {
    let mut sources = Sources::new();
    for (path, text) in FILES {
        let mut text = (*text).to_owned();
        for mistake in mistakes.iter().filter(|mistake| mistake.file == *path) {
            assert_eq!(text.matches(mistake.right).count(), 1, "`{}` in {path}", mistake.right);
            text = text.replace(mistake.right, mistake.wrong);
        }
        sources.add(*path, text);
    }
    sources
}

/// File, rule and underlined words of each finding.
fn told(mistakes: &[&Mistake]) -> Vec<(String, String, String)> {
    let analysis = analyse(project(mistakes));
    let weighty = analysis.findings.iter().filter(|finding| finding.rule.severity > Severity::Note);
    let mut told: Vec<_> = weighty
        .map(|finding| {
            let (path, words) = finding
                .span()
                .map_or(("", ""), |span| (analysis.sources.path(span), analysis.sources.text(span)));
            (path.to_owned(), finding.rule.slug.to_owned(), words.to_owned())
        })
        .collect();
    told.sort();
    assert_eq!(analysis.checked.is_some(), told.is_empty());
    told
}

fn promised(mistakes: &[&Mistake]) -> Vec<(String, String, String)> {
    let one =
        |mistake: &&Mistake| (mistake.file.to_owned(), mistake.rule.to_owned(), mistake.words.to_owned());
    let mut promised: Vec<_> = mistakes.iter().map(one).collect();
    promised.sort();
    promised
}

#[test]
fn without_a_mistake_nothing_is_told() {
    assert_eq!(told(&[]), []);
}

#[test]
fn each_mistake_alone_is_told_once_at_its_words() {
    for mistake in &MISTAKES {
        assert_eq!(told(&[mistake]), promised(&[mistake]));
    }
}

#[test]
fn each_pair_of_mistakes_is_told_twice() {
    for (index, first) in MISTAKES.iter().enumerate() {
        for second in MISTAKES.iter().skip(index + 1) {
            assert_eq!(told(&[first, second]), promised(&[first, second]));
        }
    }
}

#[test]
fn ten_mistakes_together_are_told_ten_times() {
    let all: Vec<_> = MISTAKES.iter().collect();
    assert_eq!(told(&all), promised(&all));
}

#[test]
fn the_mistakes_are_of_different_rules() {
    let mut rules: Vec<_> = MISTAKES.iter().map(|mistake| mistake.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    assert_eq!(rules.len(), 10);
}
