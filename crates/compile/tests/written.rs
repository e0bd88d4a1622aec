//! What is written as a test reads as the same test.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use filrouge_compile::{Analysis, analyse, lower, test_block};
use filrouge_plan::scenario::{Act, Scenario};
use filrouge_plan::{Place, Plan};
use filrouge_source::Sources;
use std::path::Path;

const NOWHERE: Place = Place { file: 0, start: 0, end: 0 };

/// The tests of a project, without their places.
fn tests(analysis: &Analysis) -> Vec<Scenario> {
    let tests = &analysis.checked.as_ref().unwrap().model().tests;
    let bare = |test: &Scenario| Scenario {
        place: NOWHERE,
        zones: None,
        golden: None,
        always: Vec::new(),
        acts: test.acts.iter().map(|act| Act { place: NOWHERE, kind: act.kind.clone() }).collect(),
        ..test.clone()
    };
    tests.iter().map(|test| bare(test)).collect()
}

fn plan(analysis: &Analysis) -> Plan {
    lower(analysis.checked.as_ref().unwrap(), &analysis.sources, None).plan
}

/// Writes each test of a project, and reads all of them back. Returns how many there were.
fn again(sources: Sources) -> usize {
    let analysis = analyse(sources);
    let (plan, before) = (plan(&analysis), tests(&analysis));
    let written: String = before.iter().map(|test| test_block(test, &plan)).collect();
    let mut sources = analysis.sources;
    sources.add("written.kdl", written.as_str());
    let analysis = analyse(sources);
    assert!(!analysis.findings.has_errors(), "{written}\n{:?}", analysis.findings);
    let after = tests(&analysis).split_off(before.len());
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after, "{}", test_block(before, &plan));
    }
    assert_eq!(before.len(), after.len());
    before.len()
}

#[test]
fn the_tests_of_the_cookbook_and_of_the_reference_project_read_the_same() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let projects = [
        "",
        "examples/cookbook/clinic",
        "examples/cookbook/media",
        "examples/cookbook/saas",
        "examples/cookbook/shop",
    ];
    let count: usize =
        projects.iter().map(|project| again(filrouge_project::load(&root.join(project)).sources)).sum();
    assert!(count > 80, "only {count} tests");
}

const EVERYTHING: &str = r#"
project p {
    controller "P"
    owner growth email="growth@p.example"
    timezone "Europe/Paris"; locale fr; currency EUR
}
profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    birthday date? category="user.demographic.date_of_birth"
    zone timezone?
    seen datetime?
    place point? category="user.location.precise"
    pause duration?
    spent money?
    tags list string
    address record { street string? category="user.contact.address.street"; numbers list int } 
    vip bool?
    retain "1y" since=last-activity then=erase
}
event "Cart Updated" {
    cart_id string
    value decimal
    items list { sku string; sizes list { name string; count int } }
    retain "1y"
}
purpose news use="marketing.communications" { basis consent; channels email; }
connector mail kind=smtp { url env=SMTP_URL; role processor; agreement "A"; country FR; }
connector crm kind=http { url env=CRM_URL; role processor; agreement "A"; country FR; }
channel email connector=mail from="p@p.example"
template hello { subject "Hello"; text "Hello"; }
segment big when="profile.vip.orValue(false)"
journey cart {
    purpose news
    enter api { level int; name string? }
    goal bought on="Cart Updated"
    exit gone on="Cart Updated" where="event.value > 900.0"
    fetch ask from=crm {
        with user="profile.user_id"
        answer { score int; names list string; }
        cache for="10m"
        timeout after="1h"
    }
    approve agreed by=growth { refused { end no; }; timeout after="1d"; }
    experiment which { arm one weight=1 { send first via=email template=hello; }; arm two weight=1 { end other; } }
    update marked { vip "true"; }
}
journey side {
    purpose news
    enter on="Cart Updated"
    fetch look from=crm { with user="profile.user_id"; answer { names list string; rank int; journey string?; }; timeout after="1h"; }
    approve fine by=growth { refused { end no; }; timeout after="1d"; }
}
journey other {
    purpose news
    enter api { journey string; rank int?; moment datetime?; days list string; }
    wait pause for="1h"
}
test "everything \"quoted\" \\ that there is" journey=cart {
    given {
        profile user_id="true" email="a@b.example" birthday="2000-02-29" zone="Asia/Kolkata" seen="2026-01-01T10:00:00.500Z" place="-1.5,2.25" pause="90m" spent="9.90 EUR" vip=#false {
            tags a "b c"
            address { street "A way"; numbers 1 2 3; }
        }
        granted news via=email
        refused news
        assigned which arm=one
    }
    at "2026-06-01T10:00:30"
    fetch ask answers score=3 { names Lea; }
    start level=-3 name="x y"
    start journey=other rank=2 moment="2026-06-01T10:00:00Z" { journey "a b"; days mo tu; }
    start journey=other { journey cart; days; }
    after "1mo1d2h" {
        provider fails via=email
        provider vanishes
        fetch ask fails
        fetch ask vanishes
        fetch look answers journey=side rank=2 { names Lea; journey side; }
        fetch look fails journey=side
        refuse fine journey=side
        approve agreed by="Lea" note="as \"said\""
        refuse agreed
        identify vip=#true
        alias user_id=u2 vip=#true {
            granted news
            refused news via=email
            event "Cart Updated" cart_id=c2 value=1.5 { items; }
        }
        event "Cart Updated" cart_id="1" value=80.0 {
            items {
                - sku=l1 { sizes { - name=s count=1; - name="m l" count=2; }; }
                - sku=l2 { sizes; }
            }
        }
        event "Cart Updated" cart_id=c1 value=-0.05 { items; }
    }
    expect send=first to="a@b.example" channel=email template=hello { subject Hello; body contains="He"; }
    expect held=first reason=best-time
    expect refused=first reason=no-address
    expect exit=other
    expect goal=bought
    expect wait=agreed
    expect branch=one
    expect fetch=ask
    expect kept=ask
    expect kept=ask { answer score=3 { names Lea; }; }
    expect not-kept=ask
    expect update=marked
    expect segment=big
    expect outside=big
    expect no-send
    expect no-entry
    expect entered
    expect not-entered=already-inside
    expect { profile vip=#true { tags; }; }
    expect no-more-sends
}
"#;

#[test]
fn everything_that_a_test_may_say_reads_the_same() {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", EVERYTHING);
    let analysis = analyse(sources.clone());
    let told: Vec<_> = analysis
        .findings
        .iter()
        .filter(|it| it.rule.severity == filrouge_report::Severity::Error)
        .map(|it| format!("{}: {}", it.message, it.span().map_or("", |span| analysis.sources.text(span))))
        .collect();
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(again(sources), 1);
}

#[test]
fn a_test_is_laid_out_as_people_write_it() {
    let mut sources = Sources::new();
    sources.add("filrouge.kdl", EVERYTHING);
    let analysis = analyse(sources);
    let test = &tests(&analysis)[0];
    let short = Scenario { acts: test.acts[..7].to_vec(), ..test.clone() };
    insta::assert_snapshot!(test_block(&short, &plan(&analysis)), @r#"
    test "everything \"quoted\" \\ that there is" journey=cart {
        given {
            profile user_id="true" email="a@b.example" birthday="2000-02-29" zone="Asia/Kolkata" seen="2026-01-01T10:00:00.5Z" place="-1.5,2.25" pause="1h30m" spent="9.90 EUR" vip=#false {
                tags a "b c"
                address {
                    street "A way"
                    numbers 1 2 3
                }
            }
            granted news via=email
            refused news
            assigned which arm=one
        }
        at "2026-06-01T10:00:30" {
            fetch ask answers score=3 {
                names Lea
            }
            start level=-3 name="x y"
            start journey=other rank=2 moment="2026-06-01T10:00:00Z" {
                journey "a b"
                days mo tu
            }
            start journey=other {
                journey cart
                days
            }
        }
        after "1mo1d2h" {
            provider fails via=email
        }
    }
    "#);
}
