//! What traits and segments are computed for.

use filrouge_label::Graph;
use filrouge_language::read;
use filrouge_model::link;
use filrouge_source::Sources;
use filrouge_syntax::parse;

const PROJECT: &str = r#"
project shop { controller "Shop"; owner desk; timezone "Europe/Paris"; locale fr }
profile { id user_id string; email email; points int?; tier string?; due date? }
event "Seen" { note string }
event "Told" { note string }
purpose news { basis consent }
purpose offers { basis legitimate-interest }
purpose orders { basis contract }
connector mail kind=smtp { url env=SMTP_URL }
channel email connector=mail from="hello@shop.example"
template plain { subject "Hello"; text "Hello" }
trait seen count on="Seen"
segment keen when="profile.seen >= 3"
"#;

/// The purposes of `seen` and of `keen`.
fn served(text: &str) -> (String, String) {
    let mut sources = Sources::new();
    let text = format!("{PROJECT}{text}");
    let file = sources.add("shop.kdl", text.as_str());
    let (tree, syntax) = parse(file, &text);
    let (document, read) = read(&[tree], &sources);
    let (model, found) = link(document, &sources);
    let errors: Vec<_> = [syntax, read, found].iter().flat_map(|all| all.iter().cloned()).collect();
    assert!(
        !errors.iter().any(|finding| finding.rule.severity == filrouge_report::Severity::Error),
        "{errors:#?}"
    );
    let served = Graph::of(&model).served();
    let all = |names: Vec<&str>| names.join(" ");
    (all(served.by_trait("seen").collect()), all(served.by_segment("keen").collect()))
}

fn both(of: &str) -> (String, String) {
    (of.to_owned(), of.to_owned())
}

#[test]
fn a_message_uses_what_decides_that_it_leaves() {
    let text = r#"journey a { enter segment=keen; send it via=email template=plain purpose=news }"#;
    assert_eq!(served(text), both("news"));
    let more = r#"journey b { enter on="Told" where="profile.in('keen')"; send it via=email template=plain purpose=offers }"#;
    assert_eq!(served(&format!("{text}\n{more}")), both("news offers"));
}

#[test]
fn what_serves_a_purpose_that_nobody_can_refuse_goes_on() {
    let text = r#"
        journey a { enter segment=keen; send it via=email template=plain purpose=news }
        journey b { enter on="Told" where="profile.in('keen')"; send it via=email template=plain purpose=orders }"#;
    assert_eq!(served(text), both(""));
}

#[test]
fn what_nothing_reads_serves_nothing() {
    assert_eq!(
        served(r#"journey a { enter on="Told"; send it via=email template=plain purpose=news }"#),
        both("")
    );
}

#[test]
fn a_trait_may_serve_more_than_its_segment() {
    let text = r#"
        journey a { enter segment=keen; send it via=email template=plain purpose=news }
        journey b { enter on="Told" where="profile.seen > 1"; send it via=email template=plain purpose=orders }"#;
    assert_eq!(served(text), (String::new(), "news".to_owned()));
}

#[test]
fn who_writes_it_down_without_a_purpose_uses_it_for_what_is_not_known() {
    let text = r#"
        journey a { enter segment=keen; send it via=email template=plain purpose=news }
        journey b { enter on="Told"; update u { points "profile.seen" } }"#;
    assert_eq!(served(text), (String::new(), "news".to_owned()));
    let named = text.replace("journey b {", "journey b { purpose offers;");
    assert_eq!(served(&named), ("news offers".to_owned(), "news".to_owned()));
}

#[test]
fn the_time_of_a_message_follows_from_what_is_waited_for() {
    let text = r#"
        journey a {
            enter on="Told"
            split choose { when keen "profile.in('keen')" { wait w for="1d" }; otherwise { wait v for="2d" } }
            send it via=email template=plain purpose=orders
        }
        journey b { enter segment=keen; send it via=email template=plain purpose=news }"#;
    assert_eq!(served(text), both(""));
}

#[test]
fn a_goal_measures_for_the_purposes_of_its_journey() {
    let text = r#"
        journey a { enter segment=keen; send it via=email template=plain purpose=news }
        journey b {
            enter on="Told"
            goal bought on="Seen" where="profile.seen > 2"
            send it via=email template=plain purpose=orders
        }"#;
    assert_eq!(served(text), (String::new(), "news".to_owned()));
}
