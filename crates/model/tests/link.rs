//! Names lead where they should, and one cause gives one finding.

use filrouge_language::read;
use filrouge_model::{Action, Model, Target, link};
use filrouge_report::{Findings, Severity};
use filrouge_source::Sources;
use filrouge_syntax::parse;

const PROJECT: &str = r#"
project shop { controller "Shop SAS"; timezone "Europe/Paris"; locale fr }
profile {
    id email email category="user.contact.email"
    first_name string?
    points int
}
event "Cart Updated" { cart_id string; value decimal }
event "Order Completed" { cart_id string; total decimal }
purpose orders { basis contract }
connector mail kind=smtp { url env=SMTP_URL }
channel email connector=mail from="hello@shop.example"
"#;

fn linked(text: &str) -> (Model, Findings, Sources) {
    let mut sources = Sources::new();
    let text = format!("{PROJECT}{text}");
    let file = sources.add("shop.kdl", text.as_str());
    sources.add("texts/hello.txt", "Hello {{ entry.value }}");
    let (tree, mut findings) = parse(file, &text);
    let (document, read) = read(&[tree], &sources);
    findings.extend(read);
    let (model, found) = link(document, &sources);
    findings.extend(found);
    (model, findings.sorted(), sources)
}

/// The rule and the underlined words of each finding.
fn told(text: &str) -> Vec<String> {
    let (_, findings, sources) = linked(text);
    let weighty = findings.iter().filter(|finding| finding.rule.severity > Severity::Note);
    let words = |span| sources.text(span).to_owned();
    weighty
        .map(|finding| format!("{} {}", finding.rule.slug, finding.span().map_or(String::new(), words)))
        .collect()
}

#[test]
fn nothing_is_said_about_an_event_that_does_not_exist_but_that_it_does_not() {
    let journey = r#"
        journey cart {
            purpose orders
            enter on="Cart Updatd" where="event.value > 10.0" key="event.cart_id"
            exit bought on="Order Completed" where="event.cart_id == entry.cart_id"
            send hello via=email template=hello
        }
        template hello { subject "Hello {{ entry.value }}"; text "Hello" }
    "#;
    assert_eq!(told(journey), ["unresolved-name \"Cart Updatd\""]);
}

#[test]
fn nothing_is_said_about_a_field_whose_type_is_wrong_but_that_it_is() {
    let journey = r#"
        event "Page Viewed" { path strng; seconds int }
        journey pages {
            purpose orders
            enter on="Page Viewed" where="event.path.startsWith('/a') && event.secnds > 1"
            send hello via=email template=hello { with path="entry.path" }
        }
        template hello { subject "Hello {{ entry.path }} {{ path }}"; text "Hello" }
    "#;
    assert_eq!(told(journey), ["unknown-type strng", "unknown-field secnds"]);
}

#[test]
fn a_mistake_in_a_template_is_told_once_however_many_journeys_send_it() {
    let journeys = r#"
        journey carts { purpose orders; enter on="Cart Updated"; send hello via=email template=hello }
        journey orders { purpose orders; enter on="Order Completed"; send hello via=email template=hello }
        template hello { subject "Hello {{ profile.last_name }}"; text "Hello {{ entry.cart_id }}" }
    "#;
    assert_eq!(told(journeys), ["template-unknown-variable last_name"]);
}

#[test]
fn a_template_is_checked_against_each_event_that_may_have_started_the_journey() {
    let journeys = r#"
        journey carts { purpose orders; enter on="Cart Updated"; send hello via=email template=hello }
        journey orders { purpose orders; enter on="Order Completed"; send hello via=email template=hello }
        template hello { subject "Hello"; text "Total: {{ entry.total }}" }
    "#;
    let (_, findings, sources) = linked(journeys);
    let finding = findings.iter().find(|finding| finding.rule.severity == Severity::Error).unwrap();
    assert_eq!(sources.text(finding.span().unwrap()), "total");
    let send = finding.labels.last().unwrap().span;
    assert!(sources.text(send.at_start().to(send)).contains("hello"));
    assert_eq!(told(journeys).len(), 1);
}

#[test]
fn places_inside_escaped_texts_and_files_are_exact() {
    let journey = r##"
        journey cart {
            purpose orders
            enter on="Cart Updated" where="event.cart_id != \"a\" && event.vale > 1.0"
            send hello via=email template=hello
        }
        template hello { subject #"A "raw" {{ entry.cart }}"#; text file="texts/helo.txt" }
    "##;
    let expected =
        ["unknown-field vale", "template-unknown-variable cart", "missing-file \"texts/helo.txt\""];
    assert_eq!(told(journey), expected);
}

#[test]
fn names_are_unique_by_kind_and_steps_by_journey() {
    let twice = r#"
        segment cart when="profile.points > 1"
        journey cart {
            purpose orders
            enter on="Cart Updated"
            wait pause for="1h"
            split size { when big "entry.value > 5.0" { wait pause for="2h" }; otherwise }
        }
        segment cart when="profile.points > 2"
    "#;
    assert_eq!(told(twice), ["duplicate-declaration pause", "duplicate-declaration cart"]);
}

#[test]
fn values_have_the_types_of_their_places() {
    let journey = r#"
        journey cart {
            purpose orders
            enter on="Cart Updated" key="event.value"
            update count { points "profile.points + 1"; pints 2 }
            emit order event="Order Completed" { cart_id "entry.cart_id"; total "entry.cart_id" }
        }
    "#;
    let expected = ["type-mismatch event.value", "unresolved-name pints", "type-mismatch entry.cart_id"];
    assert_eq!(told(journey), expected);
}

#[test]
fn an_expectation_that_can_never_hold_is_a_mistake_of_the_test() {
    let test = r#"
        journey cart {
            purpose orders
            enter on="Cart Updated"
            exit bought on="Order Completed"
            send hello via=email template=hello
        }
        template hello { subject "Hello"; text "Hello" }
        test "greets" journey=cart {
            given { profile email="lea@example.com" point=3 }
            at "2026-06-03T10:00" { event "Cart Updated" cart_id=c1 value=lots }
            expect send=helo
            expect exit=boght
            expect exit=completed
        }
    "#;
    let expected =
        ["unresolved-name point", "ill-typed-value lots", "unresolved-name helo", "unresolved-name boght"];
    assert_eq!(told(test), expected);
}

#[test]
fn steps_know_where_people_go_next() {
    let (model, ..) = linked(
        r#"
        journey cart {
            purpose orders
            enter on="Cart Updated"
            split size {
                when big "entry.value > 5.0" { wait long for="2h"; end big }
                when middle "entry.value > 3.0"
                otherwise { wait short for="1h" }
            }
            update done { points 1 }
        }
        "#,
    );
    let journey = model.journeys.values().next().unwrap();
    let name = |target: Target| match target {
        Target::Step(id) => journey.steps.get(id).map(|step| match &step.action {
            Action::End(end) => format!("end {}", end.reason.value().unwrap()),
            _ => step.name.value.to_string(),
        }),
        Target::Join(_) | Target::Completed => None,
    };
    let ways = |step: &filrouge_model::Step| step.successors().into_iter().map(name).collect::<Vec<_>>();
    let graph: Vec<_> = journey.steps.values().map(ways).collect();
    let some = |name: &str| Some(name.to_owned());
    let expected = [
        vec![some("long"), some("done"), some("short")],
        vec![some("end big")],
        vec![],
        vec![some("done")],
        vec![None],
    ];
    assert_eq!(graph, expected);
}
