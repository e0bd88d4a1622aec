//! Exports as the products document them, adopted: the project is sound, and everything else is told.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that meets something unexpected fails")]

use filrouge_adopt::{Adopted, Product, adopt};
use filrouge_compile::{Analysis, analyse};
use filrouge_source::Sources;
use insta::assert_snapshot;

const ALL: [(Product, &str); 5] = [
    (Product::Klaviyo, include_str!("exports/klaviyo.json")),
    (Product::Hubspot, include_str!("exports/hubspot.json")),
    (Product::Mautic, include_str!("exports/mautic.json")),
    (Product::Braze, include_str!("exports/braze.json")),
    (Product::Customerio, include_str!("exports/customerio.json")),
];

fn adopted(wanted: Product) -> Adopted {
    let (product, export) = ALL.into_iter().find(|(product, _)| *product == wanted).unwrap();
    adopt(product, export).unwrap_or_else(|error| panic!("{product:?}: {error}"))
}

fn analysed(adopted: &Adopted) -> Analysis {
    let mut sources = Sources::new();
    for (path, text) in &adopted.files {
        sources.add(path.as_str(), text.as_str());
    }
    analyse(sources)
}

fn file(adopted: &Adopted, path: &str) -> String {
    adopted.files.iter().find(|(own, _)| own.contains(path)).unwrap().1.clone()
}

#[test]
fn what_is_adopted_passes_check_and_is_laid_out() {
    for (product, _) in ALL {
        let adopted = adopted(product);
        let analysis = analysed(&adopted);
        // The profile holds what the product sends; what no journey reads yet is a note for the reviewer.
        let graver = analysis.findings.iter().filter(|finding| finding.rule.severity.word() != "note");
        let told: Vec<&str> = graver.map(|finding| finding.message.as_str()).collect();
        assert_eq!(told, Vec::<&str>::new(), "{product:?}\n{}", file(&adopted, "journeys/"));
        for (path, text) in adopted.files.iter().filter(|(path, _)| path.ends_with(".kdl")) {
            let mut sources = Sources::new();
            let id = sources.add(path.as_str(), text.as_str());
            assert_eq!(filrouge_compile::format(&sources, id).unwrap(), *text, "{product:?}: {path}");
        }
        assert!(file(&adopted, "journeys/").contains("paused=#true"), "nothing leaves before a review");
    }
}

#[test]
fn every_step_of_an_export_is_carried_over_or_told() {
    for (product, steps, left) in [
        (Product::Klaviyo, 7, 8),
        (Product::Hubspot, 6, 6),
        (Product::Mautic, 6, 6),
        (Product::Braze, 3, 6),
        (Product::Customerio, 2, 9),
    ] {
        let adopted = adopted(product);
        let told: Vec<String> =
            adopted.left.iter().map(|left| format!("{}: {}", left.place, left.what)).collect();
        assert_eq!((adopted.steps, told.len()), (steps, left), "{product:?}: {told:#?}");
        let report = file(&adopted, "LEFT.md");
        assert_eq!(report.matches("- [ ] ").count(), left, "{report}");
    }
}

#[test]
fn a_klaviyo_flow() {
    assert_snapshot!(file(&adopted(Product::Klaviyo), "journeys/"), @r#"
    // Adopted from Klaviyo: `Abandoned Cart - Email & SMS`.
    // Nothing leaves while it is paused: read `LEFT.md`, write the templates, then take `paused=#true` away.
    journey abandoned-cart-email-sms paused=#true {
        description "Abandoned Cart - Email & SMS"
        purpose adopted
        enter on="Metric UMTLbD" { re-entry after="7d" }

        wait time-delay-101 for="4h"
        split conditional-split-102 {
            when yes "has(profile.phone)" {
                send text-reminder via=sms template=abandoned-cart-email-sms-text-reminder
            }
            otherwise {
                send email-reminder via=email template=abandoned-cart-email-sms-email-reminder
            }
        }
        wait time-delay-105 for="1d"
        split conditional-split-106 {
            when yes "has(profile.todo_conditional_split_106) && profile.todo_conditional_split_106" {}
            otherwise {
                send last-call via=email template=abandoned-cart-email-sms-last-call
            }
        }
    }

    template abandoned-cart-email-sms-text-reminder {
        text "Your cart is waiting."
    }

    template abandoned-cart-email-sms-email-reminder {
        subject "Still thinking about it?"
        text "TODO: the words of `email-reminder` {{ unsubscribe_url }}"
    }

    template abandoned-cart-email-sms-last-call {
        subject "last-call"
        text "TODO: the words of `last-call` {{ unsubscribe_url }}"
    }
    "#);
    assert_snapshot!(file(&adopted(Product::Klaviyo), "LEFT.md"), @r#"
    # What of `Abandoned Cart - Email & SMS` was not carried over

    Adopted from Klaviyo: 8 things to look at. The journey is paused until you take `paused=#true` away.

    - [ ] **trigger**: the name of the metric `UMTLbD`. The event is called `Metric UMTLbD`: rename it.
    - [ ] **flow**: its profile filter, asked at each step: {"condition_groups":[{"conditions":[{"measurement":"count","metric_id":"WzXJNE","type":"profile-metric"}]}]}. Write an `exit` for who does not fit any more.
    - [ ] **Email reminder**: the words of the template `Tp1Xyz`. Write them in the template.
    - [ ] **time-delay 105**: `delay_until_time` of the delay: "09:00:00". Add a `wait until=` behind it.
    - [ ] **conditional-split 106**: its condition: {"condition_groups":[{"conditions":[{"measurement":"count","metric_id":"WzXJNE","type":"profile-metric"}]}]}. `profile.todo_conditional_split_106` stands in its place, and nobody has it: write the condition.
    - [ ] **Last call**: the subject has placeholders: `{{ first_name|default:'Hey' }}, last call`. Write the subject in the template.
    - [ ] **Last call**: the words of the template `Tp2Xyz`. Write them in the template.
    - [ ] **update-profile 108**: an action of the type `update-profile`: {"data":{"profile_operations":[]},"id":"108","links":{"next":null},"type":"update-profile"}. Nothing stands in its place.
    "#);
}

#[test]
fn a_hubspot_workflow() {
    assert_snapshot!(file(&adopted(Product::Hubspot), "journeys/"), @r#"
    // Adopted from HubSpot: `New form submission workflow`.
    // Nothing leaves while it is paused: read `LEFT.md`, write the templates, then take `paused=#true` away.
    journey new-form-submission-workflow paused=#true {
        description "New form submission workflow"
        purpose adopted
        enter on="Form Submitted" { re-entry never }

        send email-1 via=email template=new-form-submission-workflow-email-1
        wait delay-2 for="2d"
        split branch-3 {
            when decides "((has(profile.jobrole) && profile.jobrole in ['cto', 'ceo']) && has(profile.company))" {
                end finished
            }
            when visited-prices "has(profile.todo_branch_3_visited_prices) && profile.todo_branch_3_visited_prices" {
                update set-5 {
                    lifecyclestage "'marketingqualifiedlead'"
                }
            }
            otherwise {
                wait delay-6 for="3d"
            }
        }
        send email-7 via=email template=new-form-submission-workflow-email-7
    }

    template new-form-submission-workflow-email-1 {
        subject "email-1"
        text "TODO: the words of `email-1` {{ unsubscribe_url }}"
    }

    template new-form-submission-workflow-email-7 {
        subject "email-7"
        text "TODO: the words of `email-7` {{ unsubscribe_url }}"
    }
    "#);
}

#[test]
fn a_mautic_campaign() {
    assert_snapshot!(file(&adopted(Product::Mautic), "journeys/"), @r#"
    // Adopted from Mautic: `Welcome campaign`.
    // Nothing leaves while it is paused: read `LEFT.md`, write the templates, then take `paused=#true` away.
    segment new-contacts when="has(profile.todo_segment_5) && profile.todo_segment_5"

    journey welcome-campaign paused=#true {
        description "Welcome campaign"
        purpose adopted
        enter segment=new-contacts { re-entry never }

        send send-welcome via=email template=welcome-campaign-send-welcome
        wait-until opens-email {
            on done event="Email Opened" {
                wait before-13 for="1d"
                send send-guide via=email template=welcome-campaign-send-guide
            }
            timeout after="3d" {
                split lives-in-paris {
                    when yes "has(profile.city) && profile.city == 'Paris'" {
                        send text-them via=sms template=welcome-campaign-text-them
                    }
                    otherwise {}
                }
            }
        }
    }

    template welcome-campaign-send-welcome {
        subject "send-welcome"
        text "TODO: the words of `send-welcome` {{ unsubscribe_url }}"
    }

    template welcome-campaign-send-guide {
        subject "send-guide"
        text "TODO: the words of `send-guide` {{ unsubscribe_url }}"
    }

    template welcome-campaign-text-them {
        text "TODO: the words of `text-them`"
    }
    "#);
}

#[test]
fn a_braze_canvas() {
    assert_snapshot!(file(&adopted(Product::Braze), "journeys/"), @r#"
    // Adopted from Braze: `Win back`.
    // Nothing leaves while it is paused: read `LEFT.md`, write the templates, then take `paused=#true` away.
    journey win-back paused=#true {
        description "Win back"
        purpose adopted
        enter api { re-entry never }

        send what-is-new via=email template=win-back-what-is-new
        split bought {
            when yes "has(profile.todo_bought_yes) && profile.todo_bought_yes" {}
            otherwise {
                send offer via=push template=win-back-offer
            }
        }
    }

    template win-back-what-is-new {
        subject "What is new since your last order"
        text "TODO: the words of `what-is-new` {{ unsubscribe_url }}"
    }

    template win-back-offer {
        subject "offer"
        text "Ten euros to come back"
    }
    "#);
}

#[test]
fn a_campaign_of_customer_io() {
    assert_snapshot!(file(&adopted(Product::Customerio), "journeys/"), @r#"
    // Adopted from Customer.io: `Trial welcome`.
    // Nothing leaves while it is paused: read `LEFT.md`, write the templates, then take `paused=#true` away.
    segment segment-90 when="has(profile.todo_segment_90) && profile.todo_segment_90"

    journey trial-welcome paused=#true {
        description "Trial welcome"
        purpose adopted
        enter segment=segment-90 { re-entry never }

        send opening-message via=email template=trial-welcome-opening-message
        send a-nudge via=sms template=trial-welcome-a-nudge
    }

    template trial-welcome-opening-message {
        subject "Welcome aboard"
        text "It is good to have you. {{ unsubscribe_url }}"
    }

    template trial-welcome-a-nudge {
        text "TODO: the words of `a-nudge`"
    }
    "#);
}

#[test]
fn a_campaign_without_its_actions_tells_what_to_ask_for() {
    let alone = r#"{"campaign":{"name":"Price drop","event_name":"Price Dropped","actions":[{"type":"email","id":1}]}}"#;
    let adopted = adopt(Product::Customerio, alone).unwrap();
    assert!(file(&adopted, "journeys/").contains("enter on=\"Price Dropped\""));
    assert!(file(&adopted, "LEFT.md").contains("put both answers into one file"));
    assert!(analysed(&adopted).checked.is_some());
}

#[test]
fn something_else_is_refused_and_garbage_does_no_harm() {
    for (product, _) in ALL {
        for text in
            ["", "[]", "{}", "null", "{\"steps\": 3, \"actions\": {}, \"campaign\": [], \"definition\": 1}"]
        {
            if let Ok(adopted) = adopt(product, text) {
                assert!(analysed(&adopted).checked.is_some(), "{product:?}: {text}");
            }
        }
    }
    assert!(adopt(Product::Hubspot, "{}").unwrap_err().to_string().contains("/automation/v4/flows/ID"));
}

/// Arrows that lead back, to nowhere, or twice to the same step.
#[test]
fn arrows_of_any_kind_end() {
    let action = |id: u32, next: &str| {
        format!(
            r#"{{"type":"SINGLE_CONNECTION","actionId":"{id}","actionTypeId":"0-1","fields":{{"delta":"1","time_unit":"DAYS"}},"connection":{{"nextActionId":{next}}}}}"#
        )
    };
    for arrows in [["\"2\"", "\"1\""], ["\"9\"", "null"], ["\"1\"", "null"], ["null", "null"]] {
        let export = format!(
            r#"{{"name":"Round","startActionId":"1","actions":[{},{}]}}"#,
            action(1, arrows[0]),
            action(2, arrows[1])
        );
        let adopted = adopt(Product::Hubspot, &export).unwrap();
        assert!(analysed(&adopted).checked.is_some(), "{arrows:?}: {}", file(&adopted, "journeys/"));
        assert!(!adopted.left.is_empty() || arrows[0] == "null", "{arrows:?}");
    }
}
