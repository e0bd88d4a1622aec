//! Every way that data goes in a project, hop by hop.

#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail as tests do")]

use filrouge_label::{Graph, labels};
use filrouge_language::read;
use filrouge_model::{Model, link};
use filrouge_source::{FileId, Sources};
use filrouge_syntax::parse;

const PROJECT: &str = r#"
project clinic { controller "Clinic"; owner desk; timezone "Europe/Paris"; locale fr }
profile {
    id user_id string category="user.unique_id"
    id email email category="user.contact.email"
    phone phone? for=care
    secret string? for=care
    copy string?
    due date? for=care
    house record { street string?; floor string? for=care }
    points int?
}
event "Told" { word string for=care; rest string }
event "Seen" { note string }
event "Treated" { for care }
purpose care { basis contract }
purpose news { basis consent }
connector mail kind=smtp { url env=SMTP_URL }
connector hooks kind=http { url env=HOOKS_URL }
channel email connector=mail from="hello@shop.example"
channel sms connector=hooks
template plain { subject "Hello"; text "Hello" }
"#;

fn linked(text: &str) -> Model {
    let mut sources = Sources::new();
    let text = format!("{PROJECT}{text}");
    let file = sources.add("clinic.kdl", text.as_str());
    assert_eq!(file, FileId(0));
    let (tree, syntax) = parse(file, &text);
    let (document, read) = read(&[tree], &sources);
    let (model, found) = link(document, &sources);
    let errors: Vec<_> = [syntax, read, found].iter().flat_map(|all| all.iter().cloned()).collect();
    assert!(
        !errors.iter().any(|finding| finding.rule.severity == filrouge_report::Severity::Error),
        "{errors:#?}"
    );
    model
}

/// What comes to the first send or fetch called `it`: each label with its hops, and whether a decision alone tells it.
fn ways(text: &str) -> Vec<String> {
    let model = linked(text);
    let (labels, graph) = (labels(&model), Graph::of(&model));
    let limited: Vec<_> = labels.into_iter().filter(|label| !label.purposes.is_empty()).collect();
    let flows = graph.flow(&limited);
    let is_it = |sink: &&filrouge_label::Sink| {
        let journey = model.journeys.get(sink.journey).unwrap();
        &*journey.steps.get(sink.step).unwrap().name.value == "it"
    };
    let sink = graph.sinks().iter().find(is_it).unwrap_or_else(|| panic!("no step `it` leaves anything"));
    let told = flows.at(sink).map(|arrival| {
        let hops = flows.path(&arrival).iter().filter_map(|hop| hop.way.told()).collect::<Vec<_>>();
        let by = if arrival.implied { "decision" } else { "value" };
        let lifted = if arrival.lift.is_some() { ", lifted" } else { "" };
        format!("{} ({by}{lifted}): {}", arrival.label.name, hops.join("; "))
    });
    told.collect()
}

fn one(text: &str) -> String {
    let ways = ways(text);
    assert_eq!(ways.len(), 1, "{ways:#?}");
    ways.into_iter().next().unwrap()
}

/// A journey that sends `it`, with `before` in front of it.
fn sending(before: &str) -> String {
    format!("journey j {{ purpose news; enter on=\"Seen\"\n{before}\nsend it via=email template=plain\n}}")
}

#[test]
fn a_template_shows_what_it_reads() {
    let text = "template t { subject \"x\"; text \"{{ profile.secret | default('-') }}\" }
        journey j { purpose news; enter on=\"Seen\"; send it via=email template=t }";
    assert_eq!(one(text), "`profile.secret` (value): it is shown here");
}

#[test]
fn a_template_shows_what_the_entry_tells() {
    let text = "template t { subject \"x\"; text \"{{ entry.word }}\" }
        journey j { purpose news; enter on=\"Told\"; send it via=email template=t }";
    assert_eq!(one(text), "`word` of the event `Told` (value): it is shown here");
}

#[test]
fn a_send_hands_values_over() {
    let text = "journey j { purpose news; enter on=\"Seen\"
        send it via=email template=plain { with x=\"profile.secret.orValue('-')\" } }";
    assert_eq!(one(text), "`profile.secret` (value): it is handed to the message as `x`");
}

#[test]
fn a_record_holds_its_fields_and_a_field_not_its_neighbour() {
    let with = |path: &str| {
        format!(
            "journey j {{ purpose news; enter on=\"Seen\"
             send it via=email template=plain {{ with x=\"has({path}) ? 'a' : 'b'\" }} }}"
        )
    };
    assert!(one(&with("profile.house.floor")).starts_with("`profile.house.floor` (value)"));
    assert_eq!(ways(&with("profile.house.street")), [""; 0]);
}

#[test]
fn the_address_of_a_channel_leaves_with_each_message() {
    let text = "journey j { purpose news; enter on=\"Seen\"; send it via=sms template=plain }";
    assert_eq!(one(text), "`profile.phone` (value): it is the address that `sms` writes to");
    assert_eq!(ways(&text.replace("sms", "email")), [""; 0]);
}

#[test]
fn what_is_written_to_the_profile_is_the_data() {
    let text = "journey w { purpose care; enter on=\"Told\"; update u { copy \"entry.word\" } }
        template t { subject \"x\"; text \"{{ profile.copy | default('-') }}\" }
        journey j { purpose news; enter on=\"Seen\"; send it via=email template=t }";
    assert_eq!(one(text), "`word` of the event `Told` (value): it becomes `profile.copy`; it is shown here");
}

#[test]
fn what_is_written_under_a_condition_tells_the_condition() {
    let text = "journey w { purpose care; enter on=\"Seen\"
            split s {
                when yes \"has(profile.secret)\" { update u { copy \"'yes'\" } }
                otherwise { end no }
            }
        }
        template t { subject \"x\"; text \"{{ profile.copy | default('-') }}\" }
        journey j { purpose news; enter on=\"Seen\"; send it via=email template=t }";
    assert_eq!(
        one(text),
        "`profile.secret` (decision): it decides where people go at `s`; it becomes `profile.copy`; it is shown here"
    );
}

#[test]
fn an_event_tells_what_it_was_made_of() {
    let text = "journey w { purpose care; enter on=\"Told\"; emit e event=\"Seen\" { note \"entry.word\" } }
        template t { subject \"x\"; text \"{{ entry.note }}\" }
        journey j { purpose news; enter on=\"Seen\"; send it via=email template=t }";
    assert_eq!(one(text), "`word` of the event `Told` (value): the event `Seen` tells it; it is shown here");
}

#[test]
fn an_event_that_happens_because_of_data_tells_it() {
    let text = format!(
        "journey w {{ purpose care; enter on=\"Told\" where=\"event.word == 'x'\"; emit e event=\"Seen\" {{ note \"'n'\" }} }}
        {}",
        sending("")
    );
    assert_eq!(
        one(&text),
        "`word` of the event `Told` (decision): it brings people into the journey `w`; \
         because of it the event `Seen` happens; it brings people into the journey `j`"
    );
}

#[test]
fn a_trait_is_made_of_fields_conditions_and_events() {
    let text = |made: &str| {
        format!(
            "trait x {made}\n{}",
            sending("split s { when a \"profile.x == 1\" { end a }; otherwise {} }")
        )
    };
    let told = one(&text("count on=\"Told\" where=\"event.word == 'x'\""));
    assert_eq!(
        told,
        "`word` of the event `Told` (decision): the trait `x` is made of it; it decides where people go at `s`"
    );
    let told = one(&text("distinct on=\"Told\" of=\"event.word\""));
    assert!(told.starts_with("`word` of the event `Told` (decision): the trait `x` is made of it"), "{told}");
    let told = one(&text("count on=\"Treated\""));
    assert!(told.starts_with("the event `Treated` (decision): the trait `x` is made of it"), "{told}");
}

#[test]
fn membership_in_a_segment_tells_its_condition_through_segments() {
    let text = format!(
        "segment inner when=\"has(profile.secret)\"
         segment outer when=\"profile.in('inner')\"
         {}",
        sending("split s { when a \"profile.in('outer')\" { end a }; otherwise {} }")
    );
    assert_eq!(
        one(&text),
        "`profile.secret` (decision): it decides who is in the segment `inner`; \
         it decides who is in the segment `outer`; it decides where people go at `s`"
    );
}

#[test]
fn who_comes_in_is_decided_by_the_entry() {
    let enters = [
        ("enter on=\"Treated\"", "the event `Treated`"),
        ("enter on=\"Seen\" where=\"has(profile.secret)\"", "`profile.secret`"),
        ("enter date=due offset=\"-1d\"", "`profile.due`"),
        ("enter segment=inner", "`profile.secret`"),
        ("enter left=inner", "`profile.secret`"),
        ("enter schedule=\"0 10 * * *\" for=inner", "`profile.secret`"),
    ];
    for (enter, name) in enters {
        let text = format!(
            "segment inner when=\"has(profile.secret)\"
             journey j {{ purpose news; {enter}; send it via=email template=plain }}"
        );
        let told = one(&text);
        assert!(told.starts_with(&format!("{name} (decision): ")), "{enter}: {told}");
        assert!(told.ends_with("it brings people into the journey `j`"), "{enter}: {told}");
    }
}

#[test]
fn who_is_still_in_is_decided_by_the_exits() {
    let told = one(&sending("exit out when=\"has(profile.secret)\""));
    assert_eq!(told, "`profile.secret` (decision): it takes people out of the journey `j`");
    let told = one(&sending("exit out on=\"Treated\""));
    assert_eq!(told, "the event `Treated` (decision): it takes people out of the journey `j`");
}

#[test]
fn a_wait_without_an_end_decides_who_comes_behind_it() {
    let told = one(&sending("wait-until w { on a event=\"Treated\" }"));
    assert_eq!(told, "the event `Treated` (decision): it decides where people go at `w`");
    let both = "wait-until w { on a event=\"Treated\"; timeout after=\"1d\" }";
    assert_eq!(ways(&sending(both)), [""; 0], "everybody comes behind it");
}

#[test]
fn a_wait_for_a_date_decides_where_it_takes_people_out() {
    let told = one(&sending("wait w until=profile.due past=exit absent=exit"));
    assert_eq!(told, "`profile.due` (decision): it decides where people go at `w`");
    assert_eq!(ways(&sending("wait w until=profile.due past=continue absent=continue")), [""; 0]);
}

#[test]
fn where_ways_come_together_again_nothing_is_told() {
    let both =
        "split s { when a \"has(profile.secret)\" { wait x for=\"1h\" }; otherwise { wait y for=\"2h\" } }";
    assert_eq!(ways(&sending(both)), [""; 0]);
    let one_ends = "split s { when a \"has(profile.secret)\" { end x }; otherwise { wait y for=\"2h\" } }";
    assert_eq!(one(&sending(one_ends)), "`profile.secret` (decision): it decides where people go at `s`");
}

#[test]
fn a_decision_counts_through_the_decisions_below_it() {
    let text = "journey j { purpose news; enter on=\"Seen\"
        split s {
            when a \"has(profile.secret)\" {
                split inner {
                    when b \"has(profile.points)\" { send it via=email template=plain }
                    otherwise { end no }
                }
            }
            otherwise { end neither }
        } }";
    assert_eq!(one(text), "`profile.secret` (decision): it decides where people go at `s`");
}

#[test]
fn an_answer_follows_from_the_question_and_has_labels_of_its_own() {
    let fetch = |answer: &str, reads: &str| {
        format!(
            "journey j {{ purpose news; enter on=\"Seen\"
             fetch f from=hooks path=\"x\" purpose=care {{
                 with {{ q \"profile.secret.orValue('-')\" }}
                 answer {{ {answer} }}
                 timeout after=\"1s\"
             }}
             send it via=email template=plain {{ with x=\"{reads}\" }} }}"
        )
    };
    let told = ways(&fetch("a string; b string for=care", "steps.f.a.orValue('-')"));
    assert_eq!(
        told,
        [
            "`profile.secret` (value): the service is told it as `q`; what `f` is answered follows from it; it is handed to the message as `x`"
        ]
    );
    let told = ways(&fetch("a string; b string for=care", "steps.f.b.orValue('-')"));
    assert!(
        told.iter().any(|way| way == "`b` in the answer of `f` (value): it is handed to the message as `x`"),
        "{told:#?}"
    );
}

#[test]
fn a_called_journey_is_told_values_and_why_it_runs() {
    let text = "journey c { purpose news; enter called { w string }
            send it via=email template=plain { with x=\"entry.w\" } }
        journey j { purpose care; enter on=\"Treated\"
            call c1 journey=c { with w=\"profile.secret.orValue('-')\" } }";
    let told = ways(text);
    let wanted = [
        "`profile.secret` (value): it is handed to the journey `c`; it is handed to the message as `x`",
        "the event `Treated` (decision): it brings people into the journey `j`; because of it the journey `c` begins or ends",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn how_a_called_journey_ended_tells_what_decided_it() {
    let text = "journey c { purpose care; enter called
            split s { when a \"has(profile.secret)\" { end yes }; otherwise { end no } } }
        journey j { purpose news; enter on=\"Seen\"
            call c1 journey=c { on yes { end gone } }
            send it via=email template=plain }";
    assert_eq!(
        one(text),
        "`profile.secret` (decision): it decides where people go at `s`; how the journey `c` ended tells of it"
    );
}

#[test]
fn a_digest_holds_the_events_that_it_collects() {
    let text = "journey j { purpose news; enter on=\"Seen\"
        digest d on=\"Told\" for=\"1h\"
        send it via=email template=plain { with x=\"steps.d.items.exists(i, i.word == 'x') ? 'a' : 'b'\" } }";
    assert!(one(text).starts_with("`word` of the event `Told` (value): "), "{}", one(text));
    let text = text.replace("i.word", "i.rest");
    let told = ways(&text);
    assert!(told.is_empty() || told.iter().all(|way| !way.contains("`word`")), "{told:#?}");
}

#[test]
fn a_rule_that_holds_messages_back_tells_its_condition() {
    let text = format!("suppress quiet while=\"has(profile.secret)\" {{ purposes news }}\n{}", sending(""));
    assert_eq!(one(&text), "`profile.secret` (decision): because of it `quiet` holds messages back");
    let text = format!("suppress quiet while=\"has(profile.secret)\" {{ purposes care }}\n{}", sending(""));
    assert_eq!(ways(&text), [""; 0]);
}

#[test]
fn chance_tells_nothing() {
    let text =
        "experiment e { arm a weight=50 { send it via=email template=plain }; arm b weight=50 { end b } }";
    let text = format!("journey j {{ purpose news; enter on=\"Seen\"\n{text}\n}}");
    assert_eq!(ways(&text), [""; 0]);
}

#[test]
fn what_says_less_is_lifted_on_the_way() {
    let text = format!(
        "segment wide when=\"has(profile.secret)\" {{ declassify judged reason=\"Most have one\" }}
         {}",
        sending("split s { when a \"profile.in('wide')\" { end a }; otherwise {} }")
    );
    assert!(one(&text).starts_with("`profile.secret` (decision, lifted): "), "{}", one(&text));
}

#[test]
fn what_becomes_of_a_question_tells_it_as_a_decision() {
    let text = "journey j { purpose news; enter on=\"Seen\"
        fetch f from=hooks path=\"x\" purpose=care {
            with { q \"profile.secret.orValue('-')\" }
            answer { a string }
            timeout after=\"1s\" { end late }
        }
        send it via=email template=plain }";
    assert_eq!(
        one(text),
        "`profile.secret` (decision): the service is told it as `q`; what `f` is answered follows from it"
    );
}
