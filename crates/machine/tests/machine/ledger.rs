//! Every decision of a person's is kept with what proves it, whether it counts or not.

use crate::plans::*;
use crate::walker::{WHO, Walker};
use filrouge_machine::*;
use filrouge_plan::{DoubleOptIn, Plan};
use jiff::tz::TimeZone;

fn reminded() -> Plan {
    let steps = vec![wait("pause", hours(1), to("hello")), send("hello", "marketing", &["email"], done())];
    shop(vec![journey("reminded", "Ping", steps)])
}

fn confirmed() -> Plan {
    let mut plan = reminded();
    plan.purposes.iter_mut().find(|purpose| purpose.name == "marketing").unwrap().double_opt_in =
        Some(DoubleOptIn { by: Some("Order Completed".into()), within: days(7) });
    plan
}

impl Walker {
    fn decides(&mut self, consent: Consent) -> Effects {
        self.input(InputKind::Consent(consent))
    }

    fn decided_at(&mut self, at: i64, consent: Consent) -> Effects {
        let id = Id::of(&["late", &at.to_string(), &self.person.ledger.len().to_string()]);
        self.apply(&Input { id, at, kind: InputKind::Consent(consent) })
    }

    fn state(&self, channel: &str) -> ConsentState {
        self.person.consent_state("marketing", channel, None, self.now, &TimeZone::UTC)
    }

    fn ledger(&self) -> Vec<String> {
        let line = |record: &ConsentRecord| {
            let ignored = record.ignored.map_or_else(String::new, |why| format!(" {}", why.word()));
            format!("{} {} {}{ignored}", record.proof.method.word(), record.channel, record.state.word())
        };
        self.person.ledger.iter().map(line).collect()
    }
}

fn yes(evidence: &str) -> Consent {
    Consent::said("marketing", Some("email"), true, evidence)
}

fn no(evidence: &str) -> Consent {
    Consent::said("marketing", None, false, evidence)
}

#[test]
fn obligation_10_a_consent_is_proved_by_a_record_that_names_the_one_before_it() {
    let mut walker = Walker::new(reminded());
    let proof = Proof {
        method: Method::Button,
        notice: Some(NoticeShown {
            id: "notices/marketing.md".into(),
            version: "0f1e2d3c4b5a".into(),
            sha256: "0f1e2d3c4b5a6978".repeat(4),
            language: Some("fr".into()),
        }),
        screen: Some("https://shop.example/account".into()),
        network: Some("203.0.113.0/24".into()),
        agent: Some("Firefox".into()),
        country: Some("FR".into()),
        source: Some("site".into()),
        received_at: Some(walker.now),
        acted_at: None,
        signal: None,
    };
    walker.decides(yes("account page").proved(proof.clone()));
    walker.decides(no("one-click"));
    let [granted, refused] = walker.person.ledger.as_slice() else { panic!("{:?}", walker.ledger()) };
    assert_eq!((&granted.proof, granted.state), (&proof, ConsentState::Granted));
    assert_eq!((granted.previous, granted.evidence.as_str()), (None, "account page"));
    assert_eq!((refused.previous, refused.state), (Some(granted.id), ConsentState::Refused));
    assert_eq!(refused.proof.method, Method::OneClick);
    assert_eq!(walker.person.consents[&("marketing".to_owned(), "email".to_owned())].input, refused.input);
}

#[test]
fn a_refusal_that_is_only_repeated_adds_no_record() {
    let mut walker = Walker::new(reminded());
    for _ in 0..3 {
        walker.decides(no("segment"));
    }
    walker.decides(no("one-click"));
    assert_eq!(walker.ledger(), ["other  refused", "one-click  refused"]);
}

#[test]
fn a_ledger_has_its_length_and_drops_the_oldest() {
    let mut walker = Walker::new(reminded());
    for _ in 0..600 {
        walker.decides(yes("form"));
        walker.decides(no("form"));
    }
    assert_eq!(walker.person.ledger.len(), 1_000);
    assert_eq!(walker.person.ledger.last().unwrap().state, ConsentState::Refused);
}

#[test]
fn obligation_9_a_grant_that_is_older_than_the_refusal_is_ignored_and_reported() {
    let mut walker = Walker::new(reminded());
    walker.decides(no("one-click"));
    let old =
        Proof { method: Method::Import, acted_at: Some(0), screen: Some("fair".into()), ..Proof::default() };
    let effects = walker.decided_at(walker.now - 1, yes("paper form").proved(old));
    assert_eq!(walker.state("email"), ConsentState::Refused);
    assert_eq!(walker.ledger()[1], "import email unset older");
    let Verdict::NotCounted { reason, granted: true, .. } = &effects.decisions[0].verdict else {
        panic!("{effects:?}")
    };
    assert_eq!(*reason, Ignored::Older);
    walker.pass(1);
    walker.decides(yes("form"));
    assert_eq!(walker.state("email"), ConsentState::Granted, "only a newer act wins");
}

#[test]
fn obligation_9_an_import_without_proof_leaves_the_consent_unset() {
    let at = Some(1_000);
    let unproved = [
        Proof { method: Method::Import, ..Proof::default() },
        Proof { method: Method::Import, acted_at: at, ..Proof::default() },
        Proof { method: Method::Import, screen: Some("fair".into()), ..Proof::default() },
    ];
    let mut walker = Walker::new(reminded());
    for proof in unproved {
        walker.decides(yes("list").proved(proof));
        assert_eq!(walker.state("email"), ConsentState::Unset);
    }
    assert_eq!(walker.ledger(), ["import email unset unproved"; 3]);
    let proved =
        Proof { method: Method::Import, acted_at: at, screen: Some("fair".into()), ..Proof::default() };
    walker.decides(yes("list").proved(proved));
    assert_eq!(walker.state("email"), ConsentState::Granted);
}

#[test]
fn a_consent_to_confirm_permits_nothing_until_it_is_confirmed() {
    let mut walker = Walker::new(confirmed());
    walker.decides(yes("form"));
    assert_eq!(walker.state("email"), ConsentState::Pending);
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.told().last().unwrap(), "exited completed");
    assert!(walker.messages.is_empty(), "nothing leaves before the confirmation");
    walker.order("c1");
    assert_eq!(walker.state("email"), ConsentState::Granted);
    assert!(walker.person.unconfirmed.is_empty());
    assert_eq!(walker.ledger(), ["form email pending", "double-opt-in email granted"]);
    walker.ping();
    walker.pass(1);
    assert_eq!(walker.messages.len(), 1);
}

#[test]
fn a_confirmation_that_comes_too_late_or_for_nothing_confirms_nothing() {
    let mut walker = Walker::new(confirmed());
    walker.decides(yes("double-opt-in"));
    assert_eq!(walker.state("email"), ConsentState::Pending, "who asked for nothing confirms nothing");
    walker.pass(7 * 24);
    walker.order("c1");
    assert_eq!(walker.state("email"), ConsentState::Unset);
    assert!(walker.person.unconfirmed.is_empty());
    walker.decides(yes("form"));
    walker.decides(yes("double-opt-in"));
    assert_eq!(walker.state("email"), ConsentState::Granted);
}

#[test]
fn asking_again_takes_no_consent_back_and_a_refusal_ends_what_waits() {
    let mut walker = Walker::granted(reminded());
    walker.activate(confirmed());
    walker.decides(yes("form"));
    assert_eq!(walker.state("email"), ConsentState::Granted);
    walker.decides(no("one-click"));
    assert_eq!(walker.state("email"), ConsentState::Refused);
    walker.order("c1");
    assert_eq!(walker.state("email"), ConsentState::Refused);
}

#[test]
fn a_signal_that_repeats_itself_says_nothing_new() {
    let mut walker = Walker::new(reminded());
    assert_eq!(walker.decides(no("gpc")).decisions.len(), 1);
    assert!(walker.decides(no("gpc")).decisions.is_empty());
    assert_eq!(walker.ledger(), ["gpc  refused"]);
}

#[test]
fn obligation_4_people_leave_a_journey_of_which_nothing_is_left_but_what_they_refuse() {
    let steps = vec![
        wait("pause", hours(1), to("hello")),
        send("hello", "marketing", &["email", "sms"], to("rest")),
        wait("rest", hours(1), to("again")),
        send("again", "marketing", &["email"], done()),
    ];
    let mut walker = Walker::granted(shop(vec![journey("reminded", "Ping", steps)]));
    walker.ping();
    walker.consent("marketing", Some("email"), false);
    assert_eq!(walker.stands_on(), "pause", "sms may still carry it");
    let effects = walker.consent("marketing", Some("sms"), false);
    assert!(walker.is_out());
    assert_eq!(walker.told().last().unwrap(), "exited withdrawn");
    let left = effects.decisions.iter().find(|decision| matches!(decision.verdict, Verdict::Exited { .. }));
    assert_eq!(left.unwrap().origin, "purpose/marketing");
}

#[test]
fn obligation_4_people_go_on_who_have_anything_else_to_come() {
    let steps = vec![
        wait("pause", hours(1), to("hello")),
        send("hello", "marketing", &["email"], to("order")),
        send("order", "orders", &["email"], done()),
    ];
    let mut walker = Walker::granted(shop(vec![journey("reminded", "Ping", steps)]));
    walker.ping();
    walker.consent("marketing", None, false);
    assert_eq!(walker.stands_on(), "pause");
    walker.pass(1);
    let sent: Vec<_> = walker.messages.iter().map(|message| message.purpose.as_str()).collect();
    assert_eq!(sent, ["orders"]);
}

#[test]
fn obligation_6_a_merge_keeps_the_refusal_and_both_ledgers_and_ends_the_walks() {
    let mut walker = Walker::granted(reminded());
    walker.ping();
    let mut other = walker.other(9);
    other.consent("marketing", None, false);
    walker.absorb(other);
    assert_eq!(walker.state("email"), ConsentState::Refused);
    assert_eq!(walker.ledger(), ["other email granted", "other  refused"]);
    assert!(walker.is_out());
    walker.pass(1);
    assert!(walker.messages.is_empty());
}

#[test]
fn obligation_6_a_split_copies_the_refusal_and_its_record_to_both() {
    let mut walker = Walker::granted(reminded());
    let mut other = walker.other(9);
    other.know("email", "lea@work.example");
    other.consent("marketing", Some("email"), true);
    let (_, mut other) = walker.absorb(other);
    walker.pass(1);
    walker.consent("marketing", None, false);
    walker.separate(&mut other);
    assert_eq!(walker.ledger(), ["other email granted", "other  refused"]);
    assert_eq!(other.ledger(), ["other email granted", "other  refused"]);
    for one in [&walker, &other] {
        assert_eq!(one.state("email"), ConsentState::Refused);
    }
    assert_ne!(walker.person.ledger[0].id, other.person.ledger[0].id);
    assert_eq!(WHO, walker.who);
}
