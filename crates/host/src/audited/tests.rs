use super::*;
use filrouge_machine::{Id, SkipReason};

fn decision(verdict: Verdict) -> Decision {
    Decision {
        id: Id(1),
        at: 2,
        input: Id(3),
        plan: "p".to_owned(),
        journey: "a \"verdict\": of old".to_owned(),
        instance: None,
        step: Some("reminder".to_owned()),
        verdict,
        origin: "journey/a/step/reminder".to_owned(),
        policy: None,
        conditions: Vec::new(),
    }
}

fn facts(verdict: Verdict) -> Vec<String> {
    let decision = decision(verdict);
    let body = serde_json::to_vec(&decision).unwrap();
    of_decision(&decision, &body).iter().map(|(fact, text)| format!("{}={text}", fact.name())).collect()
}

#[test]
fn a_message_is_told_with_what_makes_it_lawful() {
    let ground = Ground { purpose: "marketing".to_owned(), basis: Basis::Consent, choice: None };
    let (channel, locale) = ("email".to_owned(), "fr".to_owned());
    assert_eq!(
        facts(Verdict::Queued { effect: Id(4), channel, locale, ground }),
        [
            "what=queued",
            "origin=journey/a/step/reminder",
            "channel=email",
            "purpose=marketing",
            "basis=consent"
        ]
    );
}

#[test]
fn a_message_that_is_not_sent_is_told_with_its_reason() {
    let channel = Some("email".to_owned());
    assert_eq!(
        facts(Verdict::Skipped { channel, reason: SkipReason::NoConsent }),
        ["what=skipped", "origin=journey/a/step/reminder", "reason=no-consent", "channel=email"]
    );
    assert_eq!(facts(Verdict::Entered)[0], "what=entered");
}

#[test]
fn words_of_a_person_are_not_told() {
    let reason = "550 lea@example.com is not known".to_owned();
    assert_eq!(facts(Verdict::Failed { effect: Id(4), reason }).len(), 2);
}

#[test]
fn an_input_is_told_by_its_kind_and_its_source() {
    let kind = InputKind::Timer { timer: Id(7) };
    let (kind, facts) = of_input(&kind, "timer", &serde_json::to_vec(&kind).unwrap());
    assert_eq!(kind, Kind::Input);
    assert_eq!(facts, Facts::from([(Fact::What, "timer"), (Fact::Source, "timer")]));
}
